"""How facts are said aloud, and that what is said is what stands there: Dutch amounts and days are read back from the spoken words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brievenbus.afdruk.heruitleg import make_inhoud
from brievenbus.brief import Actie
from brievenbus.explain import Inhoud
from brievenbus.explain.gesproken import Gesproken, zeg
from brievenbus.explain.naam import is_heel, is_naam
from brievenbus.explain.schrijf import MAANDEN, WEEKDAGEN, bedrag, datum
from brievenbus.explain.telwoorden import DAGWOORD, rangwoord, telwoord
from brievenbus.explain.voorgelezen import Zin, read_aloud, read_unreadable
from brievenbus.kennis import load

NL = Gesproken()
KENNIS = load()
GOUD = Path(__file__).parents[1] / "golden"
BRIEVEN = tuple(sorted(file.stem for file in GOUD.glob("*.json")))
VANDAAG = date(2026, 11, 21)
ANDERE = ("en", "tr", "ar", "pl", "uk", "fr", "fa")

_EEN = {
    "nul": 0, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11,
    "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18, "negentien": 19,
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80, "negentig": 90,
}  # fmt: skip
_MAAL = {"honderd": 100, "duizend": 1000, "miljoen": 1_000_000}


def heard(woorden: str) -> int:
    """Return the number that a listener understands."""
    total = small = 0
    for word in woorden.split():
        if word == "en":
            continue
        if word == "honderd":
            small = max(small, 1) * 100
        elif word in _MAAL:
            total += max(small, 1) * _MAAL[word]
            small = 0
        else:
            small += _EEN[word]
    return total + small


def heard_sum(gezegd: str) -> Decimal:
    """Return the amount that a listener understands."""
    whole, _, cents = gezegd.partition(" euro") if " euro" in gezegd else ("nul", "", gezegd)
    return Decimal(heard(whole)) + Decimal(heard(cents.removesuffix(" cent").removeprefix(" en")) if cents else 0) / 100


def heard_day(gezegd: str) -> date:
    """Return the day that a listener understands, and see that its weekday is right."""
    found = re.fullmatch(rf"({'|'.join(WEEKDAGEN)}) (.+) ({'|'.join(MAANDEN)}) (.+)", gezegd)
    assert found
    day = date(heard(found[4]), MAANDEN.index(found[3]) + 1, heard(found[2]))
    assert WEEKDAGEN[day.weekday()] == found[1]
    return day


@given(st.integers(0, 10**9 - 1))
def test_a_number_is_heard_as_it_is(getal: int) -> None:
    assert heard(telwoord(getal)) == getal


@given(st.decimals(0, 10_000_000, places=2))
def test_an_amount_is_heard_as_it_is(waarde: Decimal) -> None:
    assert heard_sum(NL.bedrag(waarde)) == waarde


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_heard_as_it_is(dag: date) -> None:
    assert heard_day(NL.datum(dag)) == dag


@given(st.text("0123456789", min_size=1, max_size=20))
def test_no_figure_of_a_number_is_lost(nummer: str) -> None:
    assert [_EEN[word] for word in NL.nummer(nummer).replace(",", "").split()] == [int(one) for one in nummer]


@pytest.mark.parametrize(
    ("getal", "gezegd"),
    [
        (0, "nul"), (1, "één"), (14, "veertien"), (21, "één en twintig"), (88, "acht en tachtig"), (100, "honderd"),
        (101, "honderd één"), (366, "drie honderd zes en zestig"), (1000, "duizend"), (1001, "duizend één"),
        (1100, "elf honderd"), (1250, "twaalf honderd vijftig"), (1985, "negentien honderd vijf en tachtig"), (2000, "twee duizend"),
        (2026, "twee duizend zes en twintig"), (2100, "één en twintig honderd"), (9999, "negen en negentig honderd negen en negentig"),
        (10_000, "tien duizend"), (12_500, "twaalf duizend vijf honderd"), (101_250, "honderd één duizend twee honderd vijftig"),
        (1_000_000, "één miljoen"), (2_000_010, "twee miljoen tien"),
        (10**9, "één nul nul nul nul nul nul nul nul nul"),
    ],
)  # fmt: skip
def test_numbers_as_dutch_people_say_them(getal: int, gezegd: str) -> None:
    assert telwoord(getal) == gezegd


@pytest.mark.parametrize(
    ("waarde", "gezegd"),
    [
        ("1250.50", "twaalf honderd vijftig euro vijftig"), ("366.00", "drie honderd zes en zestig euro"), ("0.50", "vijftig cent"),
        ("12.05", "twaalf euro en vijf cent"), ("1.01", "één euro en één cent"), ("9.99", "negen euro negen en negentig"),
        ("0.00", "nul euro"), ("1250", "twaalf honderd vijftig euro"),
    ],
)  # fmt: skip
def test_amounts_as_dutch_people_say_them(waarde: str, gezegd: str) -> None:
    assert NL.bedrag(Decimal(waarde)) == gezegd


@pytest.mark.parametrize(
    ("waarde", "gezegd"),
    [
        ("-0.50", "min vijftig cent"), ("-12.05", "min twaalf euro en vijf cent"), ("-1250", "min twaalf honderd vijftig euro"),
        ("-0.001", "nul euro"),
    ],
)  # fmt: skip
def test_an_amount_below_zero_keeps_its_sign(waarde: str, gezegd: str) -> None:
    assert NL.bedrag(Decimal(waarde)) == gezegd


def test_an_amount_below_zero_in_other_languages() -> None:
    said = {taal: Gesproken(taal).bedrag(Decimal("-0.50")) for taal in sorted(KENNIS.talen)}
    plain = {taal: Gesproken(taal).bedrag(Decimal("0.50")) for taal in said}
    assert {taal: one.removesuffix(plain[taal]) for taal, one in said.items()} == {
        "ar": "ناقص ", "en": "minus ", "fa": "منفی ", "fr": "moins ", "nl": "min ", "pl": "minus ", "so": "-", "ti": "-", "tr": "eksi ",
        "uk": "мінус ",
    }  # fmt: skip


def test_days_as_people_say_them() -> None:
    day = date(2026, 12, 3)
    said = {taal: Gesproken(taal).datum(day) for taal in ("nl", *ANDERE)}
    assert said == {
        "nl": "donderdag drie december twee duizend zes en twintig", "en": "Thursday the 3rd of December 2026",
        "tr": "3 Aralık 2026 Perşembe", "ar": "الخميس الثالث من ديسمبر 2026",
        "pl": "czwartek trzeciego grudnia dwa tysiące dwudziestego szóstego roku",
        "uk": "четвер третього грудня дві тисячі двадцять шостого року", "fr": "jeudi 3 décembre 2026", "fa": "پنجشنبه سوم دسامبر 2026",
    }  # fmt: skip
    assert Gesproken("pl").datum(date(2040, 5, 31)) == "czwartek trzydziestego pierwszego maja 2040"
    assert Gesproken("fr").datum(date(2026, 5, 1)) == "vendredi 1er mai 2026"


@pytest.mark.parametrize("taal", ANDERE)
def test_another_language_says_no_dutch(taal: str) -> None:
    own = Gesproken(taal)
    said = f"{own.datum(date(2026, 12, 3))} {own.bedrag(Decimal('1250.50'))} {own.nummer('0800-8115')}"
    assert not re.search(rf"\b({'|'.join((*WEEKDAGEN, *MAANDEN[:2], *_EEN))})\b", said)
    assert "1250 " in said
    assert "50 " in said
    assert "€" not in said


@pytest.mark.parametrize("taal", sorted(DAGWOORD))
def test_every_day_of_a_month_has_a_word_of_its_own(taal: str) -> None:
    assert len(DAGWOORD[taal]) == len(set(DAGWOORD[taal])) == 31


@pytest.mark.parametrize(
    ("taal", "gezegd"),
    [
        ("en", "1250 euros and 50 cents"), ("tr", "1250 euro 50 sent"), ("ar", "1250 يورو و 50 سنت"), ("pl", "1250 euro i 50 centów"),
        ("uk", "1250 євро і 50 центів"), ("fr", "1250 euros et 50 centimes"), ("fa", "1250 یورو و 50 سنت"),
    ],
)  # fmt: skip
def test_amounts_in_other_languages(taal: str, gezegd: str) -> None:
    assert Gesproken(taal).bedrag(Decimal("1250.50")) == gezegd
    assert " 50 " not in Gesproken(taal).bedrag(Decimal("1250.00"))


@pytest.mark.parametrize(
    ("nummer", "gezegd"),
    [
        ("0800-8115", "nul acht nul nul, acht één één vijf"), ("088-786 73 72", "nul acht acht, zeven acht zes, zeven drie, zeven twee"),
        ("14020", "één vier nul, twee nul"), ("3402123456781", "drie vier nul, twee één twee, drie vier vijf, zes zeven acht één"),
        ("NL91 ABNA 0417", "N L, negen één, A B N A, nul vier één zeven"),
    ],
)  # fmt: skip
def test_a_number_is_said_figure_by_figure_in_groups(nummer: str, gezegd: str) -> None:
    assert NL.nummer(nummer) == gezegd


@pytest.mark.parametrize(
    ("naam", "gezegd"),
    [
        ("CJIB", "C J I B"), ("UWV", "U W V"), ("DUO", "DUO"), ("de IND", "de I N D"), ("Jansen B.V. Incasso", "Jansen B V Incasso"),
        ("Centraal Justitieel Incassobureau (CJIB)", "Centraal Justitieel Incassobureau, C J I B"), ("Ziggo", "Ziggo"),
        ("Bos & Partners", "Bos en Partners"), ("gemeente, loket Wmo", "gemeente, loket W M O"),
    ],
)  # fmt: skip
def test_names_are_spelled_where_people_spell_them(naam: str, gezegd: str) -> None:
    assert NL.naam(naam) == gezegd
    assert NL.naam(gezegd) == gezegd


@pytest.mark.parametrize(
    "naam",
    [
        "Regio-02 B.V", "Taxi 01-Zuid", "Groep T/M Zorg", f"Stichting GGZ {'Zuidwestland' * 5} Noord",
        "Regio-020 B.V", "Taxi 010-Zuid", "Bureau 123456789012A",
    ],
)  # fmt: skip
@pytest.mark.parametrize("taal", sorted(KENNIS.talen))
def test_a_name_that_passes_as_it_is_written_is_always_said(naam: str, taal: str) -> None:
    assert is_heel(Gesproken(taal).naam(naam)) == is_heel(naam)
    inhoud = contents("g02")
    zinnen = read_aloud(replace(inhoud, afzender=replace(inhoud.afzender, naam=naam, sleutel="ander")), KENNIS, taal)
    assert any(naam in zin.tekst for zin in zinnen) == is_naam(naam, KENNIS.namen, KENNIS.naamwoorden)


@pytest.mark.parametrize(
    ("zin", "gezegd"),
    [
        ("Reageer binnen 14 dagen.", "Reageer binnen veertien dagen."),
        ("Dit is een aanmaning (strenge brief).", "Dit is een aanmaning, strenge brief."),
        ("Dat is beslag (zij halen geld) en komt snel.", "Dat is beslag, zij halen geld, en komt snel."),
        ("Zie art. 3 op blz. 2.", "Zie artikel drie op bladzijde twee."),
        ("De kosten zijn 15% van € 1.250,50.", "De kosten zijn vijftien procent van twaalf honderd vijftig euro vijftig."),
        ("Kom om 14.30 uur of 9.00 uur.", "Kom om veertien uur dertig of negen uur."),
        ("De 2e keer, bijv. nu.", "De tweede keer, bijvoorbeeld nu."),
        ("Bel 0201234567.", "Bel nul twee nul één twee drie vier vijf zes zeven."), ("1,5 jaar", "één komma vijf jaar"),
        ("U krijgt € -12,50.", "U krijgt min twaalf euro vijftig."),
        ("Neem uw ID-kaart mee.", "Neem uw I D-kaart mee."), ("Van 1 t/m 3 mei.", "Van één tot en met drie mei."),
        ("Komt u niet (ziek)? Bel.", "Komt u niet, ziek? Bel."),
    ],
)  # fmt: skip
def test_signs_of_writing_are_said_in_words(zin: str, gezegd: str) -> None:
    assert zeg(zin) == gezegd


def test_order() -> None:
    assert [rangwoord(n) for n in (1, 2, 3, 8, 19, 20)] == ["eerste", "tweede", "derde", "achtste", "negentiende", "twintigste"]


def contents(naam: str) -> Inhoud:
    """What an explanation of a letter is made of."""
    brief: dict[str, Any] = json.loads((GOUD / f"{naam}.json").read_text("utf-8"))
    return make_inhoud(brief, KENNIS, VANDAAG)


def told(naam: str, taal: str) -> tuple[Zin, ...]:
    """The sentences to read of a letter."""
    return read_aloud(contents(naam), KENNIS, taal)


@pytest.mark.parametrize("naam", BRIEVEN)
def test_what_is_read_holds_the_facts_that_stand_there(naam: str) -> None:
    brief = json.loads((GOUD / f"{naam}.json").read_text("utf-8"))
    sums = [Decimal(one["bedrag"]) for one in brief["bedragen"]]
    days = [date.fromisoformat(one["datum"]) for one in brief["termijnen"]]
    zinnen = told(naam, "nl")
    for zin in zinnen:
        assert [one for one in sums if bedrag(one) in zin.tekst] == [one for one in sums if NL.bedrag(one) in zin.gezegd], zin
        assert [one for one in days if datum(one) in zin.tekst] == [one for one in days if NL.datum(one) in zin.gezegd], zin
        assert re.sub(r"\D", "", zin.tekst) == "" or not re.search(r"\d", zin.gezegd), zin
    assert len({zin.tekst for zin in zinnen}) == len(zinnen)


@pytest.mark.parametrize("naam", BRIEVEN)
@pytest.mark.parametrize("taal", [code for code in sorted(KENNIS.talen) if code != "nl"])
def test_another_language_reads_the_same_sentences(naam: str, taal: str) -> None:
    brief = json.loads((GOUD / f"{naam}.json").read_text("utf-8"))
    zinnen = told(naam, taal)
    fixed = KENNIS.talen["nl"].meegeven
    dutch = {zin.tekst for zin in told(naam, "nl")} | {"", fixed["deels"], fixed["niet_nagekeken"]}
    assert {zin.nederlands for zin in zinnen} <= dutch
    own = Gesproken(taal)
    for zin in (one for one in zinnen if one.taal == taal):
        for waarde in {Decimal(one["bedrag"]) for one in brief["bedragen"]}:
            assert (bedrag(waarde) in zin.tekst) == (own.bedrag(waarde) in zin.gezegd), zin
        for dag in {date.fromisoformat(one["datum"]) for one in brief["termijnen"]}:
            assert (datum(dag) in zin.tekst) == (own.datum(dag) in zin.gezegd), zin
            assert datum(dag) not in zin.gezegd


def test_a_sentence_without_translation_is_read_in_dutch_and_that_is_said() -> None:
    zinnen = told("g07", "en")
    left = [zin for zin in zinnen if zin.taal == "nl"]
    assert [zin.tekst for zin in left] == ["Dat geld heet een teruggaaf."] or not left
    assert bool(left) == (KENNIS.talen["en"].meegeven["deels"] in [zin.tekst for zin in zinnen])


@pytest.mark.parametrize("taal", sorted(KENNIS.talen))
def test_a_translation_that_nobody_whose_language_it_is_read_says_so(taal: str) -> None:
    own = KENNIS.talen[taal]
    warning = own.meegeven["niet_nagekeken"]
    for zinnen in (told("g02", taal), read_unreadable(KENNIS, taal)):
        assert ([zin.tekst for zin in zinnen].count(warning), zinnen[-1].tekst == warning) == ((0, False) if taal == "nl" else (1, True))
    read = replace(KENNIS, talen={**KENNIS.talen, taal: own.model_copy(update={"gecontroleerd": "moedertaal"})})
    for zinnen in (read_aloud(contents("g02"), read, taal), read_unreadable(read, taal)):
        assert warning not in [zin.tekst for zin in zinnen]


@pytest.mark.parametrize("taal", sorted(KENNIS.talen))
def test_days_that_could_not_be_counted_anew_are_doubted_before_they_are_said(taal: str) -> None:
    plain = [zin.tekst for zin in told("g02", taal)]
    zinnen = [zin.tekst for zin in read_aloud(contents("g02"), KENNIS, taal, narekenen=True)]
    caution, heading = (KENNIS.talen[taal].meegeven[key] for key in ("narekenen", "doen"))
    assert zinnen.index(caution) == zinnen.index(heading) + 1
    assert [zin for zin in zinnen if zin != caution] == plain
    assert caution not in plain


@pytest.mark.parametrize("taal", ["nl", "en", "ar"])
def test_nothing_to_do_is_said_of_no_letter_that_asks_something(taal: str) -> None:
    inhoud = replace(contents("g02"), termijnen=(), bedragen=(), mens_nodig=False)
    card = inhoud.kaart.model_copy(update={"uitleg": inhoud.kaart.uitleg.model_copy(update={"doen": ()})})
    empty = replace(inhoud, kaart=card)
    nothing, somebody = (KENNIS.talen[taal].zinnen[key] for key in ("niets", "mens"))
    asks: tuple[tuple[Actie, ...], ...] = (("betalen",), ("niets", "bewaren"), ())
    for acties in asks:
        zinnen = [zin.tekst for zin in read_aloud(replace(empty, acties=acties), KENNIS, taal)]
        assert (nothing in zinnen, somebody in zinnen) == (False, True), acties
    zinnen = [zin.tekst for zin in read_aloud(replace(empty, acties=("niets",)), KENNIS, taal)]
    assert (nothing in zinnen, somebody in zinnen) == (True, False)


@pytest.mark.parametrize("taal", ["nl", "en", "ar"])
def test_a_sentence_that_only_its_spoken_form_loses_is_read_as_it_is_written(taal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = told("g02", taal)
    monkeypatch.setattr(Gesproken, "naam", lambda *_: "Duin. U hoeft niets te doen.")
    zinnen = told("g02", taal)
    assert [zin.tekst for zin in zinnen] == [zin.tekst for zin in plain]
    assert not any("Duin" in zin.gezegd or "\N{FIRST STRONG ISOLATE}" in zin.gezegd for zin in zinnen)
    assert all(zin.gezegd for zin in zinnen)


def test_a_letter_that_cannot_be_read_says_so() -> None:
    assert read_unreadable(KENNIS, "nl")[0].tekst == "Deze brief is niet goed te lezen"
    assert {zin.taal for zin in read_unreadable(KENNIS, "en")} == {"en"}
