"""Letters with known mistakes must give the known error rates. No OCR: the briefs are made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from brievenbus.brief import (
    Afzender,
    Bedrag,
    Betaling,
    Bewijs,
    Brief,
    Briefsoort,
    Bron,
    Echtheid,
    Gevolg,
    Route,
    Termijn,
    Uitleg,
)
from brievenbus.errors import InputError
from brievenbus.toets import VELDEN, Uitslag, hold, markdown, measure, measure_forms, show, to_dict
from brievenbus.toetsgoud import Goud, Toetsbrief, Vorm, find_letters, read_gold

DAG = date(2026, 11, 28)
IBAN = "NL91ABNA0417164300"
BSN = "123456782"
BEWIJS = (Bewijs(1, "zo staat het er", (0.1, 0.1, 0.2, 0.2)),)
GOUD: dict[str, Any] = {
    "peildatum": "2026-11-21",
    "afzender": {"sleutel": "cjib", "soort": "justitie"},
    "afzender_ook_goed": ["gerechtsdeurwaarder"],
    "briefsoort": "cjib_aanmaning_2",
    "briefsoort_ook_goed": [],
    "datum": "2026-11-10",
    "urgentie": "hoog",
    "urgentie_ook_goed": ["kritiek"],
    "gevolgen": ["verhoging"],
    "gevolgen_mag": ["beslag"],
    "acties": ["betalen"],
    "acties_mag": ["regeling"],
    "termijnen": [{"soort": "betalen", "datum": "2026-11-28"}],
    "termijnen_mag": [{"soort": "bezwaar", "datum": "2026-12-22"}],
    "bedragen": [{"soort": "te_betalen", "bedrag": "346.00"}, {"soort": "boete", "bedrag": "100.00"}],
    "betaling": {"iban": IBAN, "kenmerk": "3402 1234"},
    "goed_nieuws": False,
    "verdacht": False,
    "route": ["wijkteam"],
    "spoed": False,
    "werkdagen": None,
    "kernfeiten": ["Betaal € 346,00."],
}


def term(soort: Any = "betalen", dag: date = DAG) -> Termijn:
    return Termijn(soort, dag, "gedrukt", None, None, False, BEWIJS)


def goede_brief() -> Brief:
    return Brief(
        versie="1", id="x", peildatum=date(2026, 11, 21), bron=Bron(("x.txt",), 1, "pdf", 1.0, "goed"),
        afzender=Afzender("cjib", "CJIB", "justitie", 0.9, BEWIJS),
        briefsoort=Briefsoort("cjib_aanmaning_2", "Tweede aanmaning", 0.9, BEWIJS),
        datum=date(2026, 11, 10), kenmerken=(), urgentie="hoog", urgentie_reden="",
        gevolgen=(Gevolg("verhoging", BEWIJS),), acties=("betalen",), termijnen=(term(),),
        bedragen=(Bedrag("te_betalen", Decimal("346.00"), BEWIJS),),
        betaling=Betaling(IBAN, "CJIB", "34021234", Decimal("346.00"), BEWIJS), goed_nieuws=False,
        echtheid=Echtheid(False), controle=(), route=Route("wijkteam", False, ()), mens_nodig=False, twijfels=(),
        uitleg=Uitleg("nl", "Titel", "Kern", (), "", (), None),
    )  # fmt: skip


def letter(map_: Path, naam: str = "a", tekst: str = "@body\nBetaal.", **anders: Any) -> Toetsbrief:
    path = map_ / f"{naam}.txt"
    path.write_text(tekst, "utf-8")
    return Toetsbrief(naam, Goud.model_validate({**GOUD, **anders}), {"tekst": (path,)})


def wrong(toetsbrief: Toetsbrief, brief: Brief | None) -> set[str]:
    return {a.veld for a in hold(toetsbrief, brief) if not a.goed}


def test_right_brief_has_no_mistake_in_any_field(tmp_path: Path) -> None:
    answers = tuple(hold(letter(tmp_path), goede_brief()))
    assert not [a for a in answers if not a.goed]
    assert {a.veld for a in answers} <= set(VELDEN)


@pytest.mark.parametrize(
    ("anders", "velden"),
    [
        ({"datum": None}, {"datum"}),
        ({"urgentie": "middel"}, {"urgentie", "urgentie_te_laag"}),
        ({"urgentie": "middel", "mens_nodig": True}, {"urgentie", "geen_mens"}),
        ({"urgentie": "onbekend"}, {"urgentie"}),
        ({"urgentie": "kritiek", "route": Route("wijkteam", True, ())}, set()),
        ({"route": Route("vrijwilliger", False, ())}, {"route", "risico_gevangen", "stil_gemist_risico"}),
        (
            {"route": Route("vrijwilliger", False, ()), "mens_nodig": True},
            {"route", "risico_gevangen", "geen_mens"},
        ),
        ({"route": Route("wijkteam", True, (), 3)}, {"spoed", "werkdagen"}),
        ({"gevolgen": ()}, {"gevolgen_recall"}),
        ({"gevolgen": (Gevolg("verhoging", BEWIJS), Gevolg("beslag", BEWIJS))}, set()),
        ({"gevolgen": (Gevolg("verhoging", BEWIJS), Gevolg("ontruiming", ()))}, {"gevolgen_precisie", "bewijs"}),
        ({"acties": ("regeling", "niets")}, {"acties_recall", "acties_precisie"}),
        ({"termijnen": ()}, {"termijn_datum", "termijn_soort"}),
        ({"termijnen": (term("reageren"),)}, {"termijn_soort"}),
        ({"termijnen": (term(), term("bezwaar", date(2026, 12, 22)))}, set()),
        (
            {"termijnen": (term(dag=date(2026, 11, 30)),)},
            {"termijn_datum", "termijn_soort", "termijn_precisie", "termijn_te_laat"},
        ),
        (
            {"termijnen": (term(dag=date(2026, 11, 27)),)},
            {"termijn_datum", "termijn_soort", "termijn_precisie"},
        ),
        ({"bedragen": ()}, {"te_betalen"}),
        ({"bedragen": (Bedrag("te_betalen", Decimal("346"), BEWIJS),)}, set()),
        (
            {"bedragen": (*goede_brief().bedragen, Bedrag("te_ontvangen", Decimal("5.00"), BEWIJS))},
            {"bedrag_terecht"},
        ),
        ({"betaling": None}, {"iban", "kenmerk"}),
        (
            {"betaling": Betaling("NL20INGB0001234567", None, "3402-1234", None, BEWIJS)},
            {"iban", "verkeerde_iban"},
        ),
        ({"goed_nieuws": True}, {"goed_nieuws"}),
        ({"echtheid": Echtheid(True, ("x",))}, {"niet_verdacht"}),
        ({"afzender": Afzender("gerechtsdeurwaarder", "D", "gerechtsdeurwaarder", 0.9, BEWIJS)}, {"afzender_soort"}),
        ({"afzender": Afzender("cak", "CAK", "zorg", 0.9, ())}, {"afzender_soort", "afzender", "bewijs"}),
        ({"briefsoort": Briefsoort("onbekend", "?", 0.0)}, {"briefsoort"}),
    ],
)
def test_each_mistake_shows_in_its_own_fields(tmp_path: Path, anders: dict[str, Any], velden: set[str]) -> None:
    assert wrong(letter(tmp_path), replace(goede_brief(), **anders)) == velden


def test_false_alarm_counts_only_where_the_gold_has_no_wijkteam(tmp_path: Path) -> None:
    quiet = letter(tmp_path, route=["niemand", "vrijwilliger"])
    assert wrong(quiet, goede_brief()) == {"route", "geen_vals_alarm"}
    assert wrong(letter(tmp_path, route=["wijkteam", "vrijwilliger"]), goede_brief()) == set()


def test_payment_details_of_a_suspect_letter_are_harm(tmp_path: Path) -> None:
    suspect = letter(tmp_path, verdacht=True)
    assert wrong(suspect, goede_brief()) == {"verdacht", "betaalgegevens_verdacht"}
    assert wrong(suspect, replace(goede_brief(), echtheid=Echtheid(True, ("x",)), betaling=None)) == set()


def test_leaked_bsn_is_found_in_any_text_and_shown_nowhere(tmp_path: Path) -> None:
    told = letter(tmp_path, tekst=f"@body\nUw burgerservicenummer is {BSN}.")
    leak = Bewijs(1, "BSN 1234.56.782", (0, 0, 1, 1))
    brief = replace(goede_brief(), gevolgen=(Gevolg("verhoging", (leak,)),))
    misses = [a for a in hold(told, brief) if not a.goed]
    assert [a.veld for a in misses] == ["bsn_gelekt"]
    assert BSN not in repr(misses)
    assert wrong(told, goede_brief()) == set()
    assert "bsn_gelekt" not in {a.veld for a in hold(letter(tmp_path), brief)}


def test_file_that_cannot_be_taken_is_a_missed_risk(tmp_path: Path) -> None:
    def broken(_: Toetsbrief, __: Vorm) -> Brief:
        raise InputError("bestand_kapot", bestand="a.pdf")

    uitslag = measure([letter(tmp_path)], broken)
    assert uitslag.tellingen == {"gelezen": (0, 1), "risico_gevangen": (0, 1)}


@pytest.fixture
def uitslag(tmp_path: Path) -> Uitslag:
    """Four letters, one of them with the wrong date and a missed risk."""
    letters = [letter(tmp_path, naam) for naam in "abcd"]
    fout = replace(goede_brief(), datum=None, route=Route("vrijwilliger", False, ()))
    return measure(letters, lambda one, _: fout if one.naam == "c" else goede_brief())


def test_rates_are_the_known_ones(uitslag: Uitslag) -> None:
    velden: Any = to_dict(uitslag)["velden"]
    assert velden["datum"] == {"fout": 0.25, "goed": 3, "n": 4, "doel": None}
    assert velden["risico_gevangen"] == {"fout": 0.25, "goed": 3, "n": 4, "doel": 0.99}
    assert velden["stil_gemist_risico"]["fout"] == 0.25
    assert sum(v["fout"] for v in velden.values()) == 1.0  # and `route`; nothing else


def test_json_lists_the_misses_of_the_asked_field(uitslag: Uitslag) -> None:
    gemist = to_dict(uitslag, "datum")["gemist"]
    assert gemist == [{"veld": "datum", "brief": "c", "gezegd": "niets", "verwacht": "2026-11-10"}]
    assert len(uitslag.misses("alles")) == 4


def test_table_shows_rate_count_goal_and_misses(uitslag: Uitslag) -> None:
    console = Console(width=120, record=True, file=StringIO())
    show(uitslag, console, "route")
    text = console.export_text()
    assert "4 brieven" in text
    row = next(line for line in text.splitlines() if "risico gevangen" in line)
    assert "25,0 %" in row and "3/4" in row and "≤ 1,0 %" in row
    assert "c  route: gezegd vrijwilliger; verwacht wijkteam" in text


def test_markdown_has_a_column_for_each_form(tmp_path: Path) -> None:
    both = letter(tmp_path, "a")
    both = replace(both, vormen={"pdf": (tmp_path / "a.pdf",), **both.vormen})
    late = replace(goede_brief(), datum=None)
    letters = [both, letter(tmp_path, "b")]
    text = markdown(measure_forms(letters, lambda _, vorm: late if vorm == "pdf" else goede_brief()))
    assert text.splitlines()[0] == "| veld | pdf | tekst | doel |"
    assert "| datum van de brief | 100,0 % | 0,0 % |  |" in text
    assert "| brieven | 1 | 2 |  |" in text


def _map(folder: Path, *files: str, goud: str = "a") -> Path:
    for name in (*files, f"{goud}.goud.json"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(GOUD) if name.endswith(".json") else "x", "utf-8")
    return folder


def test_finds_every_form_in_page_order_and_prefers_the_best(tmp_path: Path) -> None:
    pages = [f"a/a.p{n}.scan200.jpg" for n in (10, 2, 1)]
    (found,) = find_letters(_map(tmp_path, "a.txt", *pages, "a/a.p1.scan300.jpg", "a.jpg", "ab.pdf"))
    assert [p.name for p in found.vormen["scan"]] == ["a.p1.scan200.jpg", "a.p2.scan200.jpg", "a.p10.scan200.jpg"]
    assert [p.name for p in found.vormen["foto"]] == ["a.jpg"]
    assert (found.best(), found.best("foto"), found.best("pdf")) == ("scan", "foto", None)


def test_finds_letters_in_folders_of_their_own(tmp_path: Path) -> None:
    (found,) = find_letters(_map(tmp_path, "a/a.pdf", goud="a/a"))
    assert (found.naam, found.best(), found.tekst) == ("a", "pdf", "")


@pytest.mark.parametrize("files", [(), ("b.txt",)])
def test_folder_without_letters(tmp_path: Path, files: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="map_leeg"):
        find_letters(_map(tmp_path, *files))
    with pytest.raises(InputError, match="map_ontbreekt"):
        find_letters(tmp_path / "nergens")


@pytest.mark.parametrize(
    ("goud", "reden"),
    [
        ({**GOUD, "urgentie_ook_geod": []}, "'urgentie_ook_geod' bestaat niet. Bedoelt u 'urgentie_ook_goed'?"),
        ({k: v for k, v in GOUD.items() if k != "route"}, "'route' ontbreekt"),
        ({**GOUD, "urgentie": "hooog"}, "'urgentie' mag niet 'hooog' zijn"),
        ({**GOUD, "termijnen": [{"soort": "betalen", "datum": "31-11-2026"}]}, "'termijnen.0.datum'"),
        ({**GOUD, "route": []}, "'route' heeft een waarde die niet kan"),
        ([], "'het geheel'"),
    ],
)
def test_broken_gold_names_file_and_key(tmp_path: Path, goud: object, reden: str) -> None:
    file = tmp_path / "a.goud.json"
    file.write_text(json.dumps(goud), "utf-8")
    with pytest.raises(InputError, match="goud_kapot") as caught:
        read_gold(file)
    assert caught.value.waarden["bestand"] == "a.goud.json"
    assert reden in str(caught.value.waarden["reden"])


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe{}"])
def test_gold_that_is_no_json(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.goud.json").write_bytes(raw)
    with pytest.raises(InputError, match="geen geldige JSON"):
        read_gold(tmp_path / "a.goud.json")
