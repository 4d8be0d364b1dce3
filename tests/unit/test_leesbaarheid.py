"""The stand-in for LiNT-II: 100 - Flesch-Douma. The known values are worked out by hand from the formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brievenbus.explain.leesbaarheid import LEVEL_1, lint

WOORDEN = st.sampled_from(("de", "brief", "betaal", "gemeente", "uitkering", "terugvordering", "huur", "beslissing", "u", "met"))
ZINNEN = st.lists(WOORDEN, min_size=2, max_size=30)


@pytest.mark.parametrize(
    ("zinnen", "score"),
    [
        (["U betaalt morgen."], 24.3),  # 3 words, 5 syllables: 206.84 - 128.33 - 2.79 = 75.72
        (["De kat zit op de mat."], 0.0),  # 6 words, 6 syllables: 124.26, held at 100
        (["Beslagleggingsaankondigingen."], 100.0),  # 1 word, 9 syllables: below 0, held at 0
        (["Betaal nu.", "Bel ons."], 0.0),  # 4 words, 5 syllables, 2 words a sentence: 108.73
        (["Betaal de rekening aan de gemeente."], 39.9),  # 6 words, 11 syllables: 206.84 - 141.17 - 5.58 = 60.09
    ],
)
def test_known_values(zinnen: list[str], score: float) -> None:
    assert lint(zinnen) == score


@pytest.mark.parametrize("zinnen", [[], [""], ["2026", "€ 346,00"]])
def test_text_without_words_has_no_score(zinnen: list[str]) -> None:
    assert lint(zinnen) is None


def test_line_without_words_is_no_sentence() -> None:
    assert lint(["U betaalt morgen.", "", "12-3"]) == lint(["U betaalt morgen."])


@given(ZINNEN, st.integers(1, 29))
def test_cutting_a_sentence_in_two_never_makes_it_harder(woorden: list[str], plek: int) -> None:
    plek = min(plek, len(woorden) - 1)
    whole, cut = lint([" ".join(woorden)]), lint([" ".join(woorden[:plek]), " ".join(woorden[plek:])])
    assert whole is not None
    assert cut is not None
    assert cut <= whole


@given(ZINNEN, st.integers(0, 29))
def test_longer_word_never_makes_it_easier(woorden: list[str], plek: int) -> None:
    plek = min(plek, len(woorden) - 1)
    harder = [*woorden[:plek], "ontruimingsaanzegging", *woorden[plek + 1 :]]
    before, after = lint([" ".join(woorden)]), lint([" ".join(harder)])
    assert before is not None
    assert after is not None
    assert before <= after


@given(st.lists(st.text(max_size=60), max_size=8))
def test_score_stays_between_0_and_100(zinnen: list[str]) -> None:
    score = lint(zinnen)
    assert score is None or 0 <= score <= 100


def test_officialese_is_above_level_1_and_plain_dutch_below() -> None:
    officieel = "Ingevolge artikel 54 van de Participatiewet wordt uw uitkering opgeschort wegens onvoldoende medewerking."
    hard, easy = lint([officieel]), lint(["U krijgt nu geen geld.", "Stuur de papieren op."])
    assert hard is not None
    assert easy is not None
    assert easy < LEVEL_1 < hard
