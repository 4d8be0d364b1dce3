"""The screens in plain Dutch: held with the measure that explanations are held with (the scale of LiNT-II)."""

from __future__ import annotations

import re

from api.vertaling.oogst import harvest
from brievenbus.explain.leesbaarheid import LEVEL_1, LEVEL_2, LEVEL_3, lint

ZIN = re.compile(r"(?<=[.!?:])\s+")
KORTST = 6
"""Fewer words are a label, and say nothing about how hard a text is."""


def texts() -> list[list[str]]:
    """Return every text of a page as sentences; a slot counts as a number."""
    found: list[list[str]] = []
    for message in harvest():
        if not message.id or not any(str(where).startswith("api/desk/") for where, _line in message.locations):
            continue
        for form in [message.id] if isinstance(message.id, str) else message.id:
            plain = re.sub(r"%\(\w+\)s|\{\w+\}", "5", re.sub(r"<[^>]*>", "", form))
            found.append([zin for zin in ZIN.split(plain) if re.search(r"[A-Za-z]", zin)])
    return [zinnen for zinnen in found if sum(len(zin.split()) for zin in zinnen) >= KORTST]


def test_the_words_of_the_screens_are_plain() -> None:
    scores = {" ".join(zinnen): lint(zinnen) or 0.0 for zinnen in texts()}
    assert len(scores) > 200
    hard = sorted((score, text) for text, score in scores.items() if score >= LEVEL_1)
    assert len(hard) <= 0.15 * len(scores), hard  # single sentences: one rare word makes one hard
    assert len([score for score, _ in hard if score >= LEVEL_2]) <= 0.03 * len(scores), hard[-12:]
    assert hard[-1][0] < LEVEL_3, hard[-1]


def test_the_screens_as_one_text_are_of_level_1() -> None:
    score = lint([zin for zinnen in texts() for zin in zinnen])
    assert score is not None
    assert score < LEVEL_1 - 8


def test_no_sentence_on_a_screen_is_long() -> None:
    lengths = [len(re.findall(r"\w+", zin)) for zinnen in texts() for zin in zinnen]
    assert max(lengths) <= 16
    assert sum(lengths) / len(lengths) <= 9
