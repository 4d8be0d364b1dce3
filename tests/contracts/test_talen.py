"""Every code, label and doubt that the engine can speak has its sentence in the language files, with its slots filled."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from brievenbus import brief as woorden
from brievenbus.kennis import load

PAKKET = Path(woorden.__file__).parent
FOUTEN = {"InputError", "ToolError", "KennisError", "SettingsError", "StageError", "StoreError"}
NL = load().talen["nl"]
ALLE = sorted(load().talen)
BESTAND_VAN_BUITEN = {"bestand"}
"""`intake_kind` adds the name of the file to whatever its decoders raise."""


@dataclass(frozen=True)
class Gooi:
    """One place where an error is made. `slots` is None where they are passed on as a whole (**)."""

    plek: str
    code: str
    slots: frozenset[str] | None


def _codes(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_codes(node.body), *_codes(node.orelse))


def _raised() -> tuple[Gooi, ...]:
    found = []
    for file in sorted(PAKKET.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FOUTEN and node.args:
                names = [word.arg for word in node.keywords]
                slots = None if None in names else frozenset(name for name in names if name)
                if slots is not None and file.name in ("intake_pdf.py", "intake_beeld.py"):
                    slots |= BESTAND_VAN_BUITEN
                place = f"{file.relative_to(PAKKET)}:{node.lineno}"
                found += [Gooi(place, code, slots) for code in _codes(node.args[0])]
    return tuple(found)


def slots_of(zin: str) -> set[str]:
    """The names between braces."""
    return {name for _, name, _, _ in string.Formatter().parse(zin) if name}


GEGOOID = _raised()


def test_scan_finds_the_errors() -> None:
    assert {"bestand_ontbreekt", "pdf_op_slot", "bestand_kapot", "kennis_toml", "tesseract_ontbreekt"} <= {g.code for g in GEGOOID}


@pytest.mark.parametrize("gooi", GEGOOID, ids=lambda g: f"{g.code}-{g.plek}")
def test_every_error_has_a_dutch_sentence_whose_slots_are_given(gooi: Gooi) -> None:
    assert gooi.code in NL.fouten
    assert gooi.slots is None or slots_of(NL.fouten[gooi.code]) <= gooi.slots


def test_codes_that_intake_lets_through_have_a_sentence() -> None:
    from brievenbus.intake import CODES

    assert set(CODES) <= set(NL.fouten)


@pytest.mark.parametrize(
    ("deel", "labels"),
    [
        ("woorden", get_args(woorden.Urgentie)),
        ("woorden", get_args(woorden.RouteNaar)),
        ("gevolgen", get_args(woorden.GevolgSoort)),
        ("acties", get_args(woorden.Actie)),
        ("termijnen", get_args(woorden.TermijnSoort)),
        ("aanwijzingen", get_args(woorden.Aanwijzing)),
    ],
)
@pytest.mark.parametrize("taal", ALLE)
def test_every_label_has_words(taal: str, deel: str, labels: tuple[str, ...]) -> None:
    said = getattr(load().talen[taal], deel)
    assert [label for label in labels if not said.get(label, "").strip()] == []


@pytest.mark.parametrize("soort", [s for s in get_args(woorden.TermijnSoort) if s not in ("bezwaar", "beroep", "verzet", "ingang")])
def test_every_kind_of_term_has_a_sentence_to_do(soort: str) -> None:
    assert slots_of(NL.zinnen[f"doe_{soort}"]) <= {"datum", "bedrag"}


def _keys_appended(function: str, file: str) -> set[str]:
    """Every literal key that a function adds to a list or gives as one."""
    tree = ast.parse((PAKKET / file).read_text("utf-8"))
    body = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == function)
    calls = [n for n in ast.walk(body) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "append"]
    return {str(arg.value) for call in calls for arg in call.args if isinstance(arg, ast.Constant)}


def test_every_doubt_has_a_sentence() -> None:
    keys = _keys_appended("_doubts", "classify/__init__.py")
    assert {"soort_onzeker", "afzender_onzeker", "verdacht"} <= keys
    assert keys | {"andere_taal", "slecht_gelezen"} <= set(NL.twijfels)


def test_keys_that_pipeline_and_classify_look_up_exist() -> None:
    for file in ("pipeline.py", "classify/__init__.py"):
        source = (PAKKET / file).read_text("utf-8")
        for deel in ("zinnen", "twijfels", "redenen"):
            assert set(re.findall(rf"\.{deel}\[\"(\w+)\"\]", source)) <= set(getattr(NL, deel))
    assert set(re.findall(r"\"(\w+)\"", (PAKKET / "route.py").read_text("utf-8"))) & set(NL.redenen) >= {"kritiek", "wgs", "zelf_doen"}


def test_keys_that_the_explanation_looks_up_exist() -> None:
    source = (PAKKET / "explain" / "__init__.py").read_text("utf-8")
    assert set(re.findall(r"zin\[\"(\w+)\"\]", source)) <= set(NL.zinnen)


@pytest.mark.parametrize("taal", ALLE)
def test_every_language_has_the_keys_and_slots_of_dutch(taal: str) -> None:
    other = load().talen[taal]
    for deel in ("fouten", "woorden", "zinnen", "aanwijzingen", "twijfels", "gevolgen", "acties", "termijnen", "redenen", "meegeven"):
        ours, theirs = getattr(NL, deel), getattr(other, deel)
        assert set(theirs) == set(ours)
        assert {key for key in ours if slots_of(ours[key]) != slots_of(theirs[key])} == set()
