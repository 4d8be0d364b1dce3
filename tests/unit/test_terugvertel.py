"""The question after reading aloud: one answer is right, the others plainly are not; and where a person looks first there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brievenbus.afdruk.heruitleg import make_uitleg
from brievenbus.afdruk.terugvertel import Daad, Vraag, make_vraag
from brievenbus.brief import Actie, TermijnSoort
from brievenbus.explain.leesbaarheid import lint
from brievenbus.kennis import load
from tests.leesbouw import gelezen

KENNIS = load()
NL = KENNIS.talen["nl"]
NU = date(2026, 11, 21)
SOORTEN = sorted(KENNIS.briefsoorten)
STRAKS = "2026-12-03"
MIDDELEN = ("beroep", "verzet", "zienswijze", "zitting")
EERST_BELLEN = (
    "bd_dwangbevel", "bd_hernieuwd_bevel", "bd_vooraankondiging_loonvordering", "cjib_rijbewijs_voertuig", "duo_cjib_deurwaarder",
    "dw_vonnis_betekening", "en_aanmaning_schuldhulpaanbod", "huur_deurwaarder_sommatie", "ts_aanmaning_dwangbevel",
    "verzekering_royement",
)  # fmt: skip
"""Kinds that ask for money, of which the explanation says to call."""


def letter(soort: str, **anders: Any) -> dict[str, Any]:
    """Return a letter of a type as it would be read with nothing but its type in it, explained."""
    kaart = KENNIS.briefsoorten[soort]
    suspect = "niet_betalen" in kaart.acties
    base = gelezen(
        "g02", id=f"brief-{soort}", acties=list(kaart.acties), termijnen=[], bedragen=[], betaling=None, gevolgen=[], twijfels=[],
        mens_nodig=suspect, urgentie=kaart.urgentie, goed_nieuws=kaart.goed_nieuws, echtheid={"verdacht": suspect, "signalen": []},
        briefsoort={"sleutel": soort, "naam": kaart.naam, "zekerheid": 0.9, "bewijs": []},
    )  # fmt: skip
    made = base | anders
    return made | {"uitleg": make_uitleg(made, KENNIS, "nl", NU)}


def term(soort: str, datum: str = STRAKS) -> dict[str, Any]:
    return {
        "soort": soort, "datum": datum, "herkomst": "gedrukt", "juridisch_einde": None, "rekenregel": None, "verlopen": False, "bewijs": [],
    }  # fmt: skip


def ask(brief: Mapping[str, Any]) -> Vraag | None:
    return make_vraag(brief, NL, NL, NU)


def check(brief: Mapping[str, Any], vraag: Vraag) -> None:
    """Hold a question against its letter: one right answer, and no wrong one that the letter itself calls for."""
    keys = [one.sleutel for one in vraag.antwoorden]
    assert len(set(keys)) == 3 and keys.count(vraag.goed) == 1
    wrong = set(keys) - {vraag.goed}
    assert not wrong & set(brief["acties"]) and not wrong & {"bellen", "controleren", "bezwaar"}
    if "regeling" in brief["acties"]:
        assert "betalen" not in wrong
    if {"bewaren", "niets"} & set(brief["acties"]):
        assert "niets" not in wrong
    assert 1 <= len(vraag.uitleg) <= 2
    assert all(1 <= len(one.woorden.split()) <= 4 for one in vraag.antwoorden)


@pytest.mark.parametrize("soort", SOORTEN)
def test_every_kind_of_letter_has_one_right_answer_and_two_that_are_not(soort: str) -> None:
    first = KENNIS.briefsoorten[soort].acties[0]
    brief = letter(soort, termijnen=[term("bezwaar")] if first == "bezwaar" else [])
    vraag = ask(brief)
    assert vraag is not None
    check(brief, vraag)
    assert vraag.goed == ("niet_betalen" if brief["echtheid"]["verdacht"] else "bellen" if soort in EERST_BELLEN else first)


@pytest.mark.parametrize("soort", [one for one in SOORTEN if KENNIS.briefsoorten[one].acties[0] == "bezwaar"])
@pytest.mark.parametrize(
    "termijnen",
    [
        [], [("bezwaar", "2026-11-20")], *([(middel, STRAKS)] for middel in MIDDELEN),
        *([("bezwaar", STRAKS), (middel, STRAKS)] for middel in MIDDELEN),
    ],
)  # fmt: skip
def test_to_object_is_right_only_where_it_is_the_remedy_and_in_time(soort: str, termijnen: list[tuple[str, str]]) -> None:
    """Not for a summons, an appeal, an opposition or an intention; nor after the last day."""
    brief = letter(soort, termijnen=[term(*one) for one in termijnen])
    vraag = ask(brief)
    assert (None if vraag is None else vraag.goed) == ("bellen" if "bellen" in brief["acties"] else None)


def test_the_day_to_object_is_no_day_of_something_else() -> None:
    vraag = ask(letter("pw_maatregel", termijnen=[term("reageren", "2026-11-25"), term("bezwaar"), term("bezwaar", "2026-11-02")]))
    assert vraag is not None and vraag.goed == "bezwaar"
    assert vraag.uitleg[1] == "Dat kan tot en met donderdag 3 december 2026."


def test_who_must_call_before_paying_is_not_told_to_pay() -> None:
    due = {"termijnen": [term("betalen")], "bedragen": [{"soort": "te_betalen", "bedrag": "10.00", "bewijs": []}]}
    for anders in ({}, due):
        found = {soort: ask(letter(soort, **anders)) for soort in (*EERST_BELLEN, "cjib_beroep_kantonrechter_zekerheid")}
        right = {soort: vraag and vraag.goed for soort, vraag in found.items()}
        assert right == dict.fromkeys(EERST_BELLEN, "bellen") | {"cjib_beroep_kantonrechter_zekerheid": "betalen"}


def test_nothing_to_do_is_no_wrong_answer_where_one_reads_whether_there_is() -> None:
    for number in range(20):
        brief = letter("svb_kinderbijslag", id=f"b{number}", urgentie="hoog")
        assert any("of u iets moet" in zin for zin in brief["uitleg"]["doen"])
        vraag = ask(brief)
        assert vraag is None or "niets" not in {one.sleutel for one in vraag.antwoorden}


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_no_letter_whatever_gets_a_wrong_answer_that_is_right(data: st.DataObject) -> None:
    acties = data.draw(st.lists(st.sampled_from(sorted(set(get_args(Actie)) - {"niet_betalen"})), min_size=1, max_size=4, unique=True))
    days = st.dates(NU - timedelta(days=40), NU + timedelta(days=40)).map(date.isoformat)
    terms = data.draw(st.lists(st.builds(term, st.sampled_from(get_args(TermijnSoort)), days), max_size=3))
    sums = data.draw(st.lists(st.sampled_from(["te_betalen", "te_ontvangen", "kosten"]), max_size=2))
    brief = letter(
        data.draw(st.sampled_from(SOORTEN)), id=data.draw(st.text(min_size=1, max_size=8)), acties=acties, termijnen=terms,
        bedragen=[{"soort": soort, "bedrag": "10.00", "bewijs": []} for soort in sums],
        urgentie=data.draw(st.sampled_from(["geen", "laag", "middel", "hoog", "kritiek"])), mens_nodig=False,
        echtheid={"verdacht": False, "signalen": []},
    )  # fmt: skip
    vraag = ask(brief)
    if vraag is None:
        return
    check(brief, vraag)
    wrong = {one.sleutel for one in vraag.antwoorden} - {vraag.goed}
    kinds = {one["soort"] for one in terms}
    assert not ("te_betalen" in sums or kinds & {"betalen", "inning"}) or "betalen" not in wrong
    assert not kinds & {"afspraak", "zitting"} or "afspraak" not in wrong
    assert "inleveren" not in kinds or "inleveren" not in wrong
    assert brief["urgentie"] in ("middel", "hoog", "kritiek") or "niets" not in wrong
    assert vraag == ask(brief)


def test_the_same_letter_shows_the_same_and_other_letters_another_place() -> None:
    places = set()
    for number in range(40):
        brief = letter("cjib_aanmaning_2", id=f"b{number}")
        first, again = ask(brief), ask(dict(brief))
        assert first is not None and first == again
        places.add([one.sleutel for one in first.antwoorden].index(first.goed))
    assert places == {0, 1, 2}


def test_the_easier_version_is_what_to_do_and_the_day() -> None:
    def said(soort: str, **anders: Any) -> tuple[str, ...]:
        vraag = ask(letter(soort, **anders))
        assert vraag is not None
        return vraag.uitleg

    assert said("cjib_aanmaning_2", termijnen=[term("betalen")]) == (
        "U moet dit doen: betalen, of vragen om in delen te betalen.", "Doe dit uiterlijk op donderdag 3 december 2026.",
    )  # fmt: skip
    assert said("uwv_oproep", termijnen=[term("afspraak")])[1] == "Dat is op donderdag 3 december 2026."
    assert said("pw_inlichtingen_gevraagd", termijnen=[term("inleveren")])[1] == "Het moet er uiterlijk donderdag 3 december 2026 zijn."
    assert said("pw_maatregel", termijnen=[term("bezwaar")])[1] == "Dat kan tot en met donderdag 3 december 2026."
    assert said("en_afgesloten") == ("U moet dit doen: bellen of hulp vragen.", "Doe dit vandaag.")
    assert said("reclame_loterij_enquete") == ("U hoeft niets te doen.",)
    assert said("bevolkingsonderzoek") == ("U kunt dit doen: bij de afspraak zijn.",)


def test_after_the_last_day_it_is_to_call() -> None:
    vraag = ask(letter("cjib_aanmaning_2", termijnen=[term("betalen", "2026-11-02")]))
    assert vraag is not None and vraag.goed == "bellen"
    assert vraag.uitleg == ("U moet dit doen: bellen of hulp vragen.",)


def test_a_suspect_letter_asks_whether_one_pays() -> None:
    vraag = ask(letter("fraude_verdacht", mens_nodig=True, twijfels=[NL.twijfels["verdacht"]]))
    assert vraag is not None and {one.sleutel for one in vraag.antwoorden} == {"niet_betalen", "betalen", "gegevens"}


@pytest.mark.parametrize(
    "anders",
    [
        {"urgentie": "onbekend"}, {"bron": {"oordeel": "onleesbaar"}}, {"mens_nodig": True},
        *({"mens_nodig": True, "twijfels": [NL.twijfels[key]]} for key in ("soort_onzeker", "toch_betalen", "code_rekening")),
        {"mens_nodig": True, "twijfels": ["Iets heel anders."]},
        {"acties": ["bewaren"], "termijnen": [term("betalen")]},
        {"acties": ["niets"], "mens_nodig": True, "twijfels": [NL.twijfels["bedrag_onzeker"]]},
    ],
)  # fmt: skip
def test_where_it_is_not_sure_what_to_do_a_person_looks_first(anders: dict[str, Any]) -> None:
    assert ask(letter("cjib_aanmaning_2", **anders)) is None


def test_a_day_that_is_not_sure_is_not_said() -> None:
    doubt = {"mens_nodig": True, "twijfels": [NL.twijfels["termijn_onzeker"]]}
    vraag = ask(letter("cjib_aanmaning_2", termijnen=[term("betalen")], **doubt))
    assert vraag is not None and vraag.uitleg == ("U moet dit doen: betalen, of vragen om in delen te betalen.",)


def test_every_answer_has_its_words_and_they_are_plain() -> None:
    said = NL.terugvertel
    assert set(get_args(Daad)) <= set(said)
    assert all(f"moet_{daad}" in said or daad in ("bezwaar", "weggooien", "gegevens") for daad in get_args(Daad))
    assert not any("fout" in zin.casefold() or "verkeerd" in zin.casefold() for zin in said.values())
    assert (lint([zin.format(datum="3 december") for zin in said.values() if zin.endswith((".", "?"))]) or 0) < 34
