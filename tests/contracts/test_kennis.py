"""Knowledge files have a closed list of keys: an unknown one stops the start, naming file, key and the nearest key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from brievenbus.errors import KennisError
from brievenbus.kennis import KENNIS_MAP, load, read_kennis

Breek = Callable[[str, str, str], Path]


@pytest.fixture
def breek(tmp_path: Path) -> Breek:
    """Return a copy of the knowledge folder in which one file has one stretch of text replaced."""

    def break_(naam: str, oud: str, nieuw: str) -> Path:
        root = tmp_path / "kennis"
        shutil.copytree(KENNIS_MAP, root, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        file = root / naam
        text = file.read_text("utf-8")
        assert oud in text
        file.write_text(text.replace(oud, nieuw, 1), "utf-8")
        return root

    return break_


@pytest.mark.parametrize(
    ("bestand", "oud", "nieuw", "sleutel", "bedoeld"),
    [
        ("afzenders/cjib.toml", "domeinen =", "domein =", "domein", "domeinen"),
        ("afzenders/cjib.toml", "termen =", "term =", "term", "termen"),
        ("briefsoorten/cjib_aanmaning_2.toml", "kern = true", "kernn = true", "kernn", "kern"),
        ("briefsoorten/cjib_aanmaning_2.toml", "ladder =", "lader =", "lader", "ladder"),
        ("feestdagen.toml", "[[feestdag]]", "[[feestdagen]]", "feestdagen", "feestdag"),
        ("afzenders/cjib.toml", "overheid =", "overhijd =", "overhijd", "overheid"),
        ("briefsoorten/cjib_aanmaning_2.toml", "urgentie =", "urgent =", "urgent", "urgentie"),
        ("briefsoorten/cjib_aanmaning_2.toml", "titel =", "tietel =", "uitleg.tietel", "titel"),
        ("briefsoorten/cjib_aanmaning_2.toml", "dreiging =", "dreigingen =", "zinnen.dreigingen", "dreiging"),
        ("regels/termijnen.toml", "eenheid =", "eenheden =", "eenheden", "eenheid"),
        ("hulp/hulp.toml", "waarvoor =", "warvoor =", "warvoor", "waarvoor"),
        ("feestdagen.toml", "naam =", "namen =", "namen", "naam"),
        ("talen/nl.toml", "[fouten]", "[fout]", "fout", "fouten"),
    ],
)
def test_unknown_key_names_file_key_and_nearest(breek: Breek, bestand: str, oud: str, nieuw: str, sleutel: str, bedoeld: str) -> None:
    with pytest.raises(KennisError) as caught:
        read_kennis(breek(bestand, oud, nieuw))
    waarden = caught.value.waarden
    assert caught.value.code == "kennis_sleutel"
    assert waarden["bestand"] == Path(bestand).name
    assert (waarden["sleutel"], waarden["bedoeld"]) == (sleutel, bedoeld)


@pytest.mark.parametrize(
    ("oud", "nieuw", "bedoeld"),
    [
        ('afzenders = ["cjib"]', 'afzenders = ["cjip"]', "cjib"),
        ('hulp = ["cjib"', 'hulp = ["gemeente_schuldhlup"', "gemeente_schuldhulp"),
        ('is = "cjib_aanmaning_1"', 'is = "cjib_aanmaning1"', "cjib_aanmaning_1"),
    ],
)
def test_key_of_another_card_must_exist(breek: Breek, oud: str, nieuw: str, bedoeld: str) -> None:
    with pytest.raises(KennisError) as caught:
        read_kennis(breek("briefsoorten/cjib_aanmaning_2.toml", oud, nieuw))
    assert caught.value.waarden["bestand"] == "briefsoorten/cjib_aanmaning_2.toml"
    assert caught.value.waarden["bedoeld"] == bedoeld


def test_missing_key_and_wrong_label_stop_the_start(breek: Breek) -> None:
    root = breek("afzenders/cjib.toml", 'soort = "justitie"', 'soort = "justietie"')
    with pytest.raises(KennisError) as caught:
        read_kennis(root)
    assert caught.value.waarden["sleutel"] == "soort"
    file = root / "afzenders" / "cjib.toml"
    file.write_text(file.read_text("utf-8").replace('soort = "justietie"\n', ""), "utf-8")
    with pytest.raises(KennisError) as caught:
        read_kennis(root)
    assert caught.value.waarden["sleutel"] == "soort"


def test_broken_toml_names_the_file(breek: Breek) -> None:
    with pytest.raises(KennisError, match="kennis_toml") as caught:
        read_kennis(breek("feestdagen.toml", "naam =", "naam"))
    assert caught.value.waarden["bestand"] == "feestdagen.toml"


def test_every_error_code_of_the_knowledge_has_a_dutch_sentence() -> None:
    sentences = load().talen["nl"].fouten
    assert {"kennis_sleutel", "kennis_toml", "kennis_naam", "goud_kapot", "map_leeg", "map_ontbreekt"} <= set(sentences)
