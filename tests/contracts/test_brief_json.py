"""The one object of the contract: its keys, its shapes and its closed labels."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from brievenbus.brief import (
    Afzender,
    Bedrag,
    Betaling,
    Bewijs,
    Brief,
    Briefsoort,
    Bron,
    Controle,
    Echtheid,
    Gevolg,
    Kenmerk,
    Route,
    Termijn,
    Uitleg,
    to_json,
)
from tests.begrijp import Begrip
from tests.voorbeelden import NAMEN, gelezen

BEWIJS = (Bewijs(1, "uiterlijk op 28 november 2026", (0.1, 0.2, 0.5, 0.25)),)
VOL = Brief(
    versie="1", id="b3f1", peildatum=date(2026, 11, 21),
    bron=Bron(("brief.jpg",), 2, "foto", 0.94, "goed", ("achterkant_ontbreekt",)),
    afzender=Afzender("cjib", "Centraal Justitieel Incassobureau", "justitie", 0.98, BEWIJS),
    briefsoort=Briefsoort("cjib_aanmaning_2", "Tweede aanmaning verkeersboete", 0.97, BEWIJS),
    datum=date(2026, 11, 10),
    kenmerken=(Kenmerk("cjib_nummer", "3402 1234", BEWIJS),),
    urgentie="hoog", urgentie_reden="Betaal uiterlijk zaterdag 28 november.",
    gevolgen=(Gevolg("verhoging", BEWIJS),), acties=("betalen", "regeling"),
    termijnen=(
        Termijn("betalen", date(2026, 11, 28), "gedrukt", date(2026, 11, 30), None, False, BEWIJS),
        Termijn("bezwaar", date(2026, 12, 22), "berekend", None, "datum brief + 6 weken (Awb 6:7, 6:8)", False, BEWIJS),
    ),
    bedragen=(Bedrag("te_betalen", Decimal("346"), BEWIJS),),
    betaling=Betaling("NL91ABNA0417164300", "CJIB", "3402", Decimal("346.0"), BEWIJS),
    goed_nieuws=False, echtheid=Echtheid(False, ("haast",)),
    controle=(Controle("De incassokosten lijken hoger dan mag.", "BW 6:96", BEWIJS),),
    route=Route("wijkteam", False, ("Dit kan niet wachten.",), 3, "Kan de inwoner dit bedrag nu betalen?"),
    mens_nodig=True, twijfels=("Vergelijk alles met het papier.",),
    uitleg=Uitleg("nl", "Aanmaning", "U moet betalen.", ("Betaal.",), "Er komen kosten bij.", ("Hulp: gemeente.",), 28.4),
)  # fmt: skip

KEYS: dict[str, set[str]] = {
    "": {
        "versie", "id", "peildatum", "bron", "afzender", "briefsoort", "datum", "kenmerken", "urgentie", "urgentie_reden",
        "gevolgen", "acties", "termijnen", "bedragen", "betaling", "goed_nieuws", "echtheid", "controle", "route",
        "mens_nodig", "twijfels", "uitleg",
    },
    "bron": {"bestanden", "bladzijden", "soort", "leeskwaliteit", "oordeel", "aanwijzingen"},
    "afzender": {"sleutel", "naam", "soort", "zekerheid", "bewijs"},
    "briefsoort": {"sleutel", "naam", "zekerheid", "bewijs"},
    "kenmerken": {"soort", "waarde", "bewijs"},
    "gevolgen": {"soort", "bewijs"},
    "termijnen": {"soort", "datum", "herkomst", "juridisch_einde", "rekenregel", "verlopen", "bewijs"},
    "bedragen": {"soort", "bedrag", "bewijs"},
    "betaling": {"iban", "tnv", "kenmerk", "bedrag", "bewijs"},
    "echtheid": {"verdacht", "signalen"},
    "controle": {"melding", "regel", "bewijs"},
    "route": {"naar", "spoed", "redenen", "werkdagen", "vraag"},
    "uitleg": {"taal", "titel", "kern", "doen", "gevolg", "hulp", "lint"},
}  # fmt: skip

LABELS: dict[str, set[str]] = {
    "urgentie": {"kritiek", "hoog", "middel", "laag", "geen", "onbekend"},
    "Gevolg.soort": {
        "verhoging", "boete", "terugvordering", "uitkering_stopt", "beslag", "rechtszaak", "ontruiming", "afsluiting",
        "zorgverzekering", "vrijheidsbeneming", "rijbewijs_voertuig", "verblijfsrecht", "kinderen", "uitschrijving",
        "hulp_minder", "recht_vervalt",
    },
    "acties": {
        "betalen", "regeling", "bezwaar", "inleveren", "afspraak", "bellen", "controleren", "aanvragen", "niet_betalen",
        "bewaren", "niets",
    },
    "Termijn.soort": {
        "betalen", "reageren", "inleveren", "bezwaar", "beroep", "verzet", "zienswijze", "afspraak", "zitting", "ontruiming",
        "afsluiting", "inning", "aanvragen", "opzeggen", "ingang",
    },
    "Termijn.herkomst": {"gedrukt", "berekend"},
    "Bedrag.soort": {"te_betalen", "te_ontvangen", "termijnbedrag", "kosten", "boete", "oorspronkelijk", "saldo", "overig"},
    "Bron.soort": {"pdf", "scan", "foto"},
    "Bron.oordeel": {"goed", "matig", "onleesbaar"},
    "Bron.aanwijzingen": {
        "te_donker", "onscherp", "schaduw", "afgesneden", "scheef", "achterkant_ontbreekt", "bladzijde_ontbreekt",
        "meer_brieven", "te_klein", "leeg",
    },
    "Route.naar": {"wijkteam", "vrijwilliger", "niemand"},
}  # fmt: skip

SCHEMA = TypeAdapter(Brief)
SAMPLES = NAMEN[::4]


def as_dict(brief: Brief) -> dict[str, Any]:
    """The object as a reader of the JSON gets it."""
    return dict(json.loads(json.dumps(to_json(brief), ensure_ascii=False)))


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of an object with its path, lists left out of the path."""
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for item in value:
            yield from walk(item, path)


@pytest.mark.parametrize("deel", sorted(KEYS))
def test_keys_are_exactly_those_of_the_contract(deel: str) -> None:
    value = as_dict(VOL)[deel] if deel else as_dict(VOL)
    for item in value if isinstance(value, list) else [value]:
        assert set(item) == KEYS[deel]


def test_amounts_are_text_with_two_decimals_and_days_are_iso() -> None:
    said = as_dict(VOL)
    assert said["bedragen"][0]["bedrag"] == said["betaling"]["bedrag"] == "346.00"
    assert (said["peildatum"], said["termijnen"][0]["juridisch_einde"]) == ("2026-11-21", "2026-11-30")


def test_what_is_not_known_is_null() -> None:
    said = as_dict(replace(VOL, datum=None, betaling=None))
    assert said["datum"] is None
    assert said["betaling"] is None
    assert said["termijnen"][0]["rekenregel"] is None


@pytest.mark.parametrize("naam", SAMPLES)
def test_every_read_letter_has_the_shapes_of_the_contract(naam: str, begrip: Begrip) -> None:
    brief = gelezen(naam, begrip.lezer)
    for path, value in walk(as_dict(brief)):
        last = path.rsplit(".", 1)[-1]
        if last == "bewijs" and isinstance(value, dict):
            assert set(value) == {"bladzijde", "tekst", "vak"}
            x0, y0, x1, y1 = value["vak"]
            assert 0 <= x0 < x1 <= 1
            assert 0 <= y0 < y1 <= 1
            assert 1 <= value["bladzijde"] <= brief.bron.bladzijden
            assert value["tekst"].strip()
        elif last == "bedrag" and value is not None:
            assert re.fullmatch(r"\d+\.\d\d", value)
        elif last in ("datum", "peildatum", "juridisch_einde") and value is not None:
            assert date.fromisoformat(value).isoformat() == value


@pytest.mark.parametrize("naam", SAMPLES)
def test_what_is_said_of_a_letter_has_evidence_and_holds_together(naam: str, begrip: Begrip) -> None:
    brief = gelezen(naam, begrip.lezer)
    facts = (*brief.kenmerken, *brief.gevolgen, *brief.termijnen, *brief.bedragen, *brief.controle, brief.afzender, brief.briefsoort)
    assert all(fact.bewijs for fact in facts)
    assert brief.betaling is None or brief.betaling.bewijs
    assert brief.mens_nodig == bool(brief.twijfels)
    assert brief.route.spoed == (brief.urgentie == "kritiek")
    for term in brief.termijnen:
        assert term.verlopen == (term.datum < brief.peildatum)
        assert (term.herkomst == "berekend") == (term.rekenregel is not None)
        assert term.juridisch_einde is None or term.juridisch_einde > term.datum


@pytest.mark.parametrize("naam", SAMPLES[::4])
def test_read_letter_goes_through_json_and_the_schema_unchanged(naam: str, begrip: Begrip) -> None:
    brief = gelezen(naam, begrip.lezer)
    assert SCHEMA.validate_json(json.dumps(to_json(brief))) == brief


def test_full_object_goes_through_json_and_the_schema_unchanged() -> None:
    assert SCHEMA.validate_json(json.dumps(to_json(VOL))) == VOL


@pytest.mark.parametrize(
    ("deel", "sleutel", "waarde"),
    [
        ("", "urgentie", "dringend"),
        ("", "acties", ["weggooien"]),
        ("", "peildatum", "21-11-2026"),
        ("", "goed_nieuws", None),
        ("bron", "soort", "fax"),
        ("bron", "aanwijzingen", ["gekreukt"]),
        ("afzender", "soort", "overheid"),
        ("route", "naar", "gemeente"),
        ("betaling", "bedrag", "veel"),
    ],
)
def test_schema_refuses_what_is_outside_the_contract(deel: str, sleutel: str, waarde: Any) -> None:
    said = as_dict(VOL)
    (said[deel] if deel else said)[sleutel] = waarde
    with pytest.raises(ValidationError):
        SCHEMA.validate_json(json.dumps(said))


def test_schema_names_every_label_and_needs_every_key() -> None:
    schema = SCHEMA.json_schema()
    kinds = {"Brief": schema, **schema["$defs"]}
    for place, labels in LABELS.items():
        kind, _, key = place.rpartition(".")
        field = kinds[kind or "Brief"]["properties"][key]
        assert set(field.get("enum") or field["items"]["enum"]) == labels
    assert set(schema["properties"]) == set(schema["required"]) == KEYS[""]
    assert kinds["Bewijs"]["properties"]["vak"]["minItems"] == kinds["Bewijs"]["properties"]["vak"]["maxItems"] == 4
