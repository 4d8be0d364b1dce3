"""The catalogues of the pages against their source: every sentence is found, and what is wrong with a translation is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from api.vertaling.oogst import MAP, harvest, load, problems

SJABLONEN = sorted((MAP.parent / "templates").glob("*.html"))
MEER = ("%(n)s brief van %(naam)s", "%(n)s brieven van %(naam)s")


@pytest.fixture(scope="module")
def oogst() -> Catalog:
    return harvest()


@pytest.mark.parametrize(("zin", "waar"), [
    ("Nodig iemand uit", "api/desk/templates/beheer_accounts.html"),
    ("Ik wil <strong>%(team)s</strong> vragen om u te helpen met deze brief.", "api/desk/templates/doorverwijzen_lees.html"),
    ("Het account is gewijzigd.", "api/desk/beheer.py"),
    ("Dit is er niet, of niet voor u.", "brievenbus/kennis/talen/nl.toml"),
])  # fmt: skip
def test_a_sentence_of_a_template_a_module_and_an_error_is_found(oogst: Catalog, zin: str, waar: str) -> None:
    found = oogst.get(zin)
    assert found is not None and waar in [place for place, _line in found.locations]


def test_both_forms_of_a_number_are_found(oogst: Catalog) -> None:
    found = oogst.get("nog %(n)s minuut")
    assert found is not None and found.id == ("nog %(n)s minuut", "nog %(n)s minuten")


def source(*zinnen: str | tuple[str, str]) -> Catalog:
    made = Catalog()
    for zin in zinnen:
        made.add(zin)
    return made


def test_a_whole_catalogue_has_no_problems() -> None:
    made = Catalog(locale="tr")
    made.add("Dag %(naam)s", "Merhaba %(naam)s")
    made.add("Wacht {seconden} seconden.", "{seconden} saniye bekleyin.")
    made.add(MEER, ("%(naam)s: bir mektup", "%(naam)s: %(n)s mektup"))  # one letter: the number may be a word
    assert problems(made, source("Dag %(naam)s", "Wacht {seconden} seconden.", MEER)) == []


@pytest.mark.parametrize(("vertaald", "gezegd"), [
    ({}, ["ontbreekt: Dag %(naam)s"]),
    ({"Dag %(naam)s": "Merhaba %(naam)s", "Vroeger": "Eskiden"}, ["te veel: Vroeger"]),
    ({"Dag %(naam)s": ""}, ["niet vertaald: Dag %(naam)s"]),
    ({"Dag %(naam)s": "Merhaba"}, ["andere open plekken: Merhaba"]),
    ({"Dag %(naam)s": "Merhaba %(isim)s"}, ["andere open plekken: Merhaba %(isim)s"]),
    ({"Dag %(naam)s": "Merhaba {naam} {x}"}, ["andere open plekken: Merhaba {naam} {x}"]),
])  # fmt: skip
def test_what_is_wrong_is_told(vertaald: dict[str, str], gezegd: list[str]) -> None:
    made = Catalog(locale="tr")
    for zin, said in vertaald.items():
        made.add(zin, said)
    assert problems(made, source("Dag %(naam)s")) == gezegd


def test_a_form_that_lost_a_name_or_is_empty_or_unsure_is_told() -> None:
    made = Catalog(locale="tr")
    made.add(MEER, ("bir mektup", "%(naam)s: %(n)s mektup"))
    assert problems(made, source(MEER)) == ["andere open plekken: bir mektup"]
    made = Catalog(locale="tr")
    made.add(MEER, ("%(naam)s: bir mektup", ""))
    assert problems(made, source(MEER)) == [f"niet vertaald: {MEER[0]}"]
    made = Catalog(locale="tr")
    made.add("Dag", "Merhaba", flags=["fuzzy"])
    assert problems(made, source("Dag")) == ["niet vertaald: Dag"]


def unmarked(sjabloon: str) -> list[str]:
    """Return the words that a template says in one language only."""
    bare = re.sub(r"<article[^>]*brief-a4.*?</article>", "", sjabloon, flags=re.DOTALL)  # a letter to a Dutch sender
    bare = re.sub(
        r"\{% *trans\b.*?endtrans *%\}|\{% block (breedte|lijf|gegevens|script|stijl) %\}.*?\{% endblock %\}", "", bare, flags=re.DOTALL
    )
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", bare, flags=re.DOTALL)
    said = re.findall(r'\b(?:aria-label|placeholder|title|alt|data-kop)="([^"]+)"', bare) + re.sub(r"<[^>]*>", "\n", bare).splitlines()
    return [words.strip() for words in said if re.search(r"[A-Za-z]{2}", words.replace("Brievenbus", ""))]


@pytest.mark.parametrize("sjabloon", SJABLONEN, ids=lambda file: file.name)
def test_a_template_says_nothing_that_cannot_be_translated(sjabloon: Path) -> None:
    assert unmarked(sjabloon.read_text(encoding="utf-8")) == []


def test_an_unmarked_word_is_seen() -> None:
    assert unmarked('<p title="Let op">{{ _("Dag") }} buur</p>{% trans %}Ja{% endtrans %}') == ["Let op", "buur"]


def test_every_catalogue_says_all_the_pages_say(oogst: Catalog) -> None:
    wrong = {file.stem: problems(load(file), oogst) for file in MAP.glob("*.po")}
    assert not any(wrong.values()), {code: found[:5] for code, found in wrong.items()}
