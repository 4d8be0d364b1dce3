"""Broken cards must give the complaint that helps to mend them; the shipped knowledge must work its cases right."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from brievenbus.classify.modelbouw import build, left_out
from brievenbus.errors import KennisError
from brievenbus.kennis import KENNIS_MAP, Kennis, load
from brievenbus.kennis.check import (
    Bevinding,
    Onderdeel,
    check_cards,
    check_doubles,
    check_files,
    check_names,
    check_terms,
)
from brievenbus.kenniscontrole import (
    card_rows,
    check_counterexamples,
    check_examples,
    check_senders,
    check_sentences,
    show,
)

KAART = """
sleutel = "{sleutel}"
naam = "Kaart"
urgentie = "laag"
afzenders = ["cjib"]
acties = ["niets"]
wijkteam = "nee"
bron = "praktijkkennis"
geldig_vanaf = 2026-11-21
[uitleg]
titel = "{titel}"
kern = "{kern}"
[zinnen]
mededeling = {zinnen}
[[voorbeeld]]
tekst = "{voorbeeld}"
[[tegenvoorbeeld]]
tekst = "{tegenvoorbeeld}"
is = "{andere}"
"""
FIETS = [f"De fiets in {plek} krijgt een nieuwe {deel}." for plek in ("Delft", "Breda", "Assen", "Goes") for deel in
         ("ketting", "band", "bel", "lamp")]  # fmt: skip
BOOM = [f"De {soort} bij het {plek} wordt gesnoeid." for plek in ("park", "plein", "water", "bos") for soort in
        ("eik", "beuk", "linde", "wilg")]  # fmt: skip
GOED: dict[str, dict[str, Any]] = {
    "fiets": {"zinnen": FIETS, "voorbeeld": "De fiets krijgt een nieuwe ketting en een nieuwe bel.",
              "tegenvoorbeeld": "De linde bij het plein wordt gesnoeid.", "andere": "boom"},
    "boom": {"zinnen": BOOM, "voorbeeld": "De eik bij het water wordt gesnoeid.",
             "tegenvoorbeeld": "De fiets krijgt een nieuwe lamp.", "andere": "fiets"},
}  # fmt: skip

Maak = Callable[..., Path]


@pytest.fixture
def maak(tmp_path: Path) -> Maak:
    """Make a knowledge folder: the shipped rules and senders, two small letter types. Keywords change `fiets`."""

    def make(**anders: Any) -> Path:
        root = tmp_path / "kennis"
        shutil.copytree(KENNIS_MAP, root, ignore=shutil.ignore_patterns("briefsoorten", "*.py", "__pycache__"))
        (root / "briefsoorten").mkdir()
        for sleutel, waarden in GOED.items():
            velden = {"titel": "Over uw fiets", "kern": "Er komt iets nieuws.", **waarden}
            velden |= anders if sleutel == "fiets" else {}
            velden["zinnen"] = json.dumps(velden["zinnen"])
            text = KAART.format(sleutel=sleutel, **velden)
            (root / "briefsoorten" / f"{sleutel}.toml").write_text(text, "utf-8")
        return root

    return make


def kennis_of(root: Path) -> Kennis:
    kennis, files = check_files(root)
    assert kennis is not None, files.bevindingen
    return kennis


def texts(deel: Onderdeel) -> str:
    return "\n".join(f"{b.ernst} {b.bestand}: {b.tekst}" for b in deel.bevindingen)


def test_shipped_knowledge_is_read_and_works_all_34_cases_right() -> None:
    kennis, files = check_files()
    assert kennis is not None and not files.bevindingen
    terms = check_terms(kennis)
    assert terms.uitkomst == "34 van 34 gevallen kloppen"
    assert not terms.fouten


def test_wrong_worked_case_is_named_with_both_days() -> None:
    kennis = load()
    regel = kennis.termijnregels["awb_bezwaar"]
    geval = regel.voorbeeld[0].model_copy(update={"einde": date(2000, 1, 1)})
    fout = replace(kennis, termijnregels={"awb_bezwaar": regel.model_copy(update={"voorbeeld": (geval,)})})
    deel = check_terms(fout)
    assert deel.uitkomst == "0 van 1 gevallen kloppen"
    assert "awb_bezwaar, geval" in texts(deel) and "er staat 2000-01-01" in texts(deel)


def test_every_broken_card_is_named_at_once(maak: Maak) -> None:
    root = maak()
    for naam in ("fiets", "boom"):
        file = root / "briefsoorten" / f"{naam}.toml"
        file.write_text(file.read_text("utf-8").replace("urgentie =", "urgent ="), "utf-8")
    (root / "afzenders" / "cjib.toml").write_text("naam = ", "utf-8")
    kennis, files = check_files(root)
    assert kennis is None
    assert {b.bestand for b in files.fouten} == {"fiets.toml", "boom.toml", "cjib.toml"}


def test_card_under_another_name(maak: Maak) -> None:
    root = maak()
    (root / "briefsoorten" / "fiets.toml").rename(root / "briefsoorten" / "brommer.toml")
    _, files = check_files(root)
    assert "fiets: de sleutel is anders dan de naam van het bestand" in texts(files)


def test_good_cards_give_no_complaint(maak: Maak) -> None:
    kennis = kennis_of(maak())
    rows = card_rows(kennis)
    labels, sentences = [key for key, _ in rows], [text for _, text in rows]
    model = build(sentences, labels)
    for deel in (check_cards(kennis), check_doubles(kennis), check_names(kennis)):
        assert not deel.bevindingen, texts(deel)
    assert check_sentences(labels, left_out(sentences, labels)).uitkomst == "32 van 32 zinnen (100,0 %)"
    assert not check_examples(kennis, model).fouten
    assert not check_counterexamples(kennis, model).bevindingen


@pytest.mark.parametrize(
    ("anders", "klacht"),
    [
        ({"zinnen": FIETS[:15]}, "fout fiets.toml: 15 zinnen, nodig zijn er 16"),
        ({"titel": "een twee drie vier vijf zes zeven acht negen"}, "fout fiets.toml: titel langer dan 8 woorden"),
        ({"kern": "Kort. " + "woord " * 21 + "einde."}, "waarschuwing fiets.toml: zin in de uitleg langer"),
    ],
)
def test_card_that_breaks_a_measure(maak: Maak, anders: dict[str, Any], klacht: str) -> None:
    assert klacht in texts(check_cards(kennis_of(maak(**anders))))


def test_core_card_needs_more_sentences(maak: Maak) -> None:
    kennis = kennis_of(maak())
    core = {k: card.model_copy(update={"kern": True}) for k, card in kennis.briefsoorten.items()}
    assert "16 zinnen, nodig zijn er 24" in texts(check_cards(replace(kennis, briefsoorten=core)))


def test_sentence_that_stands_on_two_cards(maak: Maak) -> None:
    deel = check_doubles(kennis_of(maak(zinnen=[*FIETS, "De eik bij het PARK wordt gesnoeid"])))
    assert "fout boom.toml: 'De eik bij het park wordt gesnoeid.' lijkt te veel op 'De eik bij het PARK" in texts(deel)


def test_example_and_counterexample_that_are_read_wrong(maak: Maak) -> None:
    kennis = kennis_of(maak(tegenvoorbeeld="De fiets in Goes krijgt een nieuwe ketting."))
    rows = card_rows(kennis)
    model = build([text for _, text in rows], [key for key, _ in rows])
    assert "is boom, herkend als fiets" in texts(check_counterexamples(kennis, model))
    without = replace(model, sleutels=("boom", "anders"))
    assert "fout fiets.toml: voorbeeld 'De fiets krijgt" in texts(check_examples(kennis, without))


def test_confused_pair_is_counted_both_ways() -> None:
    deel = check_sentences(list("aaaabbbba"), tuple("bbbbaaaaa"))
    assert texts(deel) == "waarschuwing a.toml: 8 zinnen verward met b, of andersom"


def test_name_on_two_sender_cards() -> None:
    kennis = load()
    cak = kennis.afzenders["cak"]
    twice = {**kennis.afzenders, "cak": cak.model_copy(update={"namen": (*cak.namen, "DIENST uitvoering onderwijs")})}
    deel = check_names(replace(kennis, afzenders=twice))
    assert "fout cak.toml: naam of term 'dienst uitvoering onderwijs' staat ook op duo" in texts(deel)


def test_sender_example_that_is_read_as_another() -> None:
    kennis = load()
    duo = kennis.afzenders["duo"]
    text = duo.voorbeeld[0].model_copy(update={"tekst": "Centraal Justitieel Incassobureau\nPostbus 1794"})
    cards = {**kennis.afzenders, "duo": duo.model_copy(update={"voorbeeld": (text,), "tegenvoorbeeld": ()})}
    assert "is duo, herkend als cjib" in texts(check_senders(replace(kennis, afzenders=cards)))


def test_report_lists_errors_first_and_few_warnings() -> None:
    warnings = tuple(Bevinding("waarschuwing", "a.toml", f"w{n}") for n in range(20))
    kaarten = Onderdeel("kaarten", "[x] van 3", (*warnings, Bevinding("fout", "b.toml", "mis")))
    delen = (kaarten, Onderdeel("rest", "goed"))
    for alles, shown in ((False, 8), (True, 20)):
        out = StringIO()
        show(delen, Console(file=out, width=100), alles=alles)
        text = out.getvalue()
        assert text.count("waarschuwing: ") == shown
        assert text.index("fout: b.toml: mis") < text.index("w0")
        assert "✗ kaarten: [x] van 3" in text and "✓ rest: goed" in text and "1 fouten" in text


def test_exit_code_is_that_of_a_broken_knowledge_file() -> None:
    assert KennisError.exit_code == 4
