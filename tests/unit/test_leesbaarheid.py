"""The readability measure: the formula of LiNT-II as published, and what it makes of words, clauses and distances."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brievenbus.explain.leesbaarheid import LEVEL_1, LEVEL_3, formule, lint, lint_zin, zinnen
from brievenbus.explain.leesbaarheid.ontleding import kenmerken, ontleed
from brievenbus.explain.leesbaarheid.woorden import ZELDZAAM, Betekenis, woorden

WOORDEN = st.sampled_from(("de", "brief", "betaal", "gemeente", "uitkering", "terugvordering", "huur", "beslissing", "u", "met"))
TABEL = woorden()


@pytest.mark.parametrize(
    ("kenmerken_", "score"),
    [
        ((5.2, 3.0, 4.5, 0.6), 21.0),  # the worked example in lint_ii's own documentation of its scorer, 21.01
        ((4.11, 7.0, 3.0, 1.0), 36.1),  # 100 - (-4.208 + 17.284 x 4.11 - 1.624 x 7 - 2.537 x 3 + 16.001) = 36.15
        ((7.0, 0.0, 1.0, 1.0), 0.0),
        ((1.36, 30.0, 12.0, 0.0), 100.0),
    ],
)
def test_formula_is_the_published_one(kenmerken_: tuple[float, float, float, float], score: float) -> None:
    assert formule(*kenmerken_) == pytest.approx(score, abs=0.1)


@pytest.mark.parametrize(
    ("zin", "inhoud"),
    [
        ("U moet het hele bedrag betalen.", ["hele", "bedrag", "betalen"]),
        ("Vraag de verhuurder om uitleg.", ["vraag", "verhuurder", "uitleg"]),
        ("Dat is een vraag over uw werk.", ["vraag", "werk"]),
        ("De brief is van Dienst Toeslagen.", ["brief", "dienst", "toeslagen"]),
        ("Er zijn nu kosten bij gekomen.", ["kosten", "gekomen"]),
        ("U hebt schulden.", ["hebt", "schulden"]),
    ],
)
def test_content_words_are_nouns_lexical_verbs_and_adjectives(zin: str, inhoud: list[str]) -> None:
    assert [w.laag for w in ontleed(zin) if w.inhoud] == inhoud


@pytest.mark.parametrize(
    ("zin", "aantal"),
    [
        ("Betaal de rekening.", 1),
        ("U moet de rekening betalen.", 1),
        ("Kijk of het bedrag klopt.", 2),
        ("De buren klagen over u.", 1),
        ("Besluit over uw uitkering", 0),
        ("Vraag om in delen te betalen.", 1),
        ("De boete is niet betaald.", 1),
    ],
)
def test_clauses_are_counted_by_finite_verbs(zin: str, aantal: int) -> None:
    assert kenmerken(zin).persoonsvormen == aantal


@pytest.mark.parametrize(
    ("zin", "afstand"),
    [
        ("Betaal.", None),  # one word: nothing to stand apart from
        ("U betaalt.", 0),
        ("U moet morgen de rekening betalen.", 4),  # u … betalen: moet, morgen, de, rekening
        ("Betaal de rekening van de gemeente.", 1),  # "van de gemeente" hangs on rekening
        ("Uw boete is hoger.", 1),  # boete … hoger
    ],
)
def test_distance_is_that_of_the_words_furthest_apart(zin: str, afstand: int | None) -> None:
    assert kenmerken(zin).afstand == afstand


@pytest.mark.parametrize(
    ("woord", "betekenis"),
    [
        ("brief", Betekenis.CONCREET),
        ("brieven", Betekenis.CONCREET),
        ("deurwaarders", Betekenis.CONCREET),
        ("verkeersboete", Betekenis.ABSTRACT),  # by its last part
        ("overheidsbeslissing", Betekenis.ABSTRACT),  # by its ending
        ("gemeente", Betekenis.BEIDE),
        ("zeppelin", None),
    ],
)
def test_kind_of_noun(woord: str, betekenis: Betekenis | None) -> None:
    assert TABEL.betekenis(woord) == betekenis


def test_frequency_is_on_the_scale_of_a_billion_words() -> None:
    assert 4.5 < TABEL.vaak("brief", True) < 5.5
    assert TABEL.vaak("verkeersboete", True) >= TABEL.vaak("boete", True)
    assert TABEL.vaak("ontruimingsaanzeggingsprocedures") == ZELDZAAM
    assert TABEL.vaak("xylofoonlak") > TABEL.vaak("xylofoonlakfabriek")


@pytest.mark.parametrize(
    ("hele", "vormen", "deelwoord"),
    [
        ("betalen", ("betaal", "betaalt", "betaalde"), "betaald"),
        ("bellen", ("bel", "belt", "belde"), "gebeld"),
        ("regelen", ("regel", "regelt", "regelde"), "geregeld"),
        ("werken", ("werk", "werkt", "werkte"), "gewerkt"),
        ("controleren", ("controleer", "controleert"), "gecontroleerd"),
        ("opsturen", (), "opgestuurd"),
        ("vragen", ("vraag", "vraagt", "vroeg"), "gevraagd"),
    ],
)
def test_forms_of_verbs(hele: str, vormen: tuple[str, ...], deelwoord: str) -> None:
    assert TABEL.is_heel_werkwoord(hele)
    assert [vorm for vorm in vormen if not TABEL.is_persoonsvorm(vorm)] == []
    assert TABEL.is_deelwoord(deelwoord)


@pytest.mark.parametrize("tekst", [[], [""], ["2026", "€ 346,00"]])
def test_text_without_words_has_no_score(tekst: list[str]) -> None:
    assert lint(tekst) is None


def test_line_without_words_is_no_sentence() -> None:
    assert lint(["U betaalt morgen.", "", "…"]) == lint(["U betaalt morgen."])


def test_sentence_without_verb_or_noun_has_no_score_of_its_own_but_a_text_has() -> None:
    assert lint_zin("Niet eens?") is None
    assert lint_zin("Besluit over uw uitkering") is None
    assert lint(["Besluit over uw uitkering"]) is not None


def test_text_is_cut_into_sentences() -> None:
    assert zinnen("Klopt het niet? Bel dan. De heer A.B. de Wit belt.") == ["Klopt het niet?", "Bel dan.", "De heer A.B. de Wit belt."]
    assert lint(["Lukt dat niet? Bel de gemeente."]) == lint(["Lukt dat niet?", "Bel de gemeente."])


@given(st.lists(WOORDEN, min_size=2, max_size=30), st.integers(0, 29))
def test_rarer_word_never_makes_it_easier(woorden_: list[str], plek: int) -> None:
    plek = min(plek, len(woorden_) - 1)
    easy = [*woorden_[:plek], "huur", *woorden_[plek + 1 :]]
    hard = [*woorden_[:plek], "uitlening", *woorden_[plek + 1 :]]
    before, after = lint([" ".join(easy)]), lint([" ".join(hard)])
    assert before is not None
    assert after is not None
    assert before <= after


@given(st.lists(st.text(max_size=60), max_size=8))
def test_score_stays_between_0_and_100(tekst: list[str]) -> None:
    score = lint(tekst)
    assert score is None or 0 <= score <= 100


def test_officialese_is_far_above_level_1_and_plain_dutch_below() -> None:
    officieel = "Ingevolge artikel 54 van de Participatiewet wordt uw uitkering opgeschort wegens onvoldoende medewerking."
    hard, easy = lint([officieel]), lint(["U krijgt nu geen geld.", "Stuur de papieren op."])
    assert hard is not None
    assert easy is not None
    assert easy < LEVEL_1 < LEVEL_3 < hard
