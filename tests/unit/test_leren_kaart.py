"""A sentence is put on a card without moving any other sign; a learned case goes on being asked for."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brievenbus.classify.modelbouw import build
from brievenbus.errors import KennisError
from brievenbus.kennis import KENNIS_MAP, read_kennis
from brievenbus.kenniscontrole import card_rows
from brievenbus.leren.geleerd import MAP, Geleerd, Geval, check_cases, check_learned, read_cases, with_case
from brievenbus.leren.kaartschrift import with_sentence
from brievenbus.leren.overnemen import take_over
from brievenbus.leren.voorstel import FUNCTIES, Functie, Voorstel
from tests.lerenbouw import maak_kennis

VANDAAG = date(2026, 11, 23)
TEKENS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('"\\[]#,\n\'')
ZIN = "De zin van een ander: 'betaal' €\u00a0100,00 – nu."


def added(old: str, new: str) -> str:
    """Return what was put in; the rest must be the same, in the same order."""
    head = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    tail = len(old) - head
    assert tail == 0 or new.endswith(old[head:]), "something else changed"
    return new[head : len(new) - tail]


def test_every_shipped_card_takes_a_sentence_in_every_place() -> None:
    for file in sorted((KENNIS_MAP / "briefsoorten").glob("*.toml"))[::12]:
        old = file.read_text("utf-8")
        for functie in FUNCTIES:
            new = with_sentence(old, functie, ZIN)
            assert tomllib.loads(new)["zinnen"][functie][-1] == ZIN
            assert ZIN in added(old, new) and added(old, new).count("\n") <= 3, (file.name, functie)


@pytest.mark.parametrize(
    "rij",
    [
        "eis = []", 'eis = ["a"]', 'eis = ["a", "b"] # ja', 'eis = ["a",]', "eis = [\n]", 'eis = [\n  "a"\n]',
        'eis = [\n  "a", # hier ]\n  "b"\n]',
        'eis = [\n\t"a",\n\t# "uit",\n]', "eis = [ 'a]',\n  'b' ]", 'eis = [\n  "a",\n\n]  # einde', 'eis=["x \\"]\\" y"]',
    ],
)  # fmt: skip
@pytest.mark.parametrize("rest", ["", '\nhulp = ["h"]', '\n\n[[voorbeeld]]\ntekst = "eis = [niet hier]"\n'])
def test_any_layout(rij: str, rest: str) -> None:
    old = f'# kop\nsleutel = "x" # eis = [\n[zinnen] \n{rij}{rest}'
    new = with_sentence(old, "eis", ZIN)
    before, after = tomllib.loads(old), tomllib.loads(new)
    before["zinnen"]["eis"].append(ZIN)
    assert after == before
    for comment in ("# kop", "# ja", "# hier ]", '# "uit",', "# einde"):
        assert (comment in old) == (comment in new)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(TEKENS, max_size=12), max_size=4), st.sampled_from(["\n  ", " ", ""]), st.text(TEKENS, min_size=1, max_size=30))
def test_what_stood_there_stays(rows: list[str], parting: str, zin: str) -> None:
    body = f",{parting}".join(json.dumps(row, ensure_ascii=False) for row in rows)
    new = with_sentence(f"[zinnen]\nrecht = [{parting}{body}{parting}]\n", "recht", zin)
    assert tomllib.loads(new) == {"zinnen": {"recht": [*rows, zin]}}


def test_a_file_without_place_for_sentences_is_left_alone() -> None:
    with pytest.raises(KennisError, match="kennis_toml"):
        with_sentence('sleutel = "x"\n', "eis", ZIN)
    with pytest.raises(KennisError, match="kennis_toml"):
        with_sentence("[zinnen]\neis = [\n", "eis", ZIN)


def one(soort: str, zin: str, functie: Functie = "mededeling", eerder: str = "") -> Voorstel:
    return Voorstel("a" * 32, soort, functie, zin, eerder, VANDAAG)


def test_taking_over_writes_card_and_case(tmp_path: Path) -> None:
    root = maak_kennis(tmp_path)
    card = root / "briefsoorten" / "fiets.toml"
    old = card.read_text("utf-8")
    eerste, tweede = one("fiets", "Er komt een zadel op de fiets.", eerder="boom"), one("fiets", "Haal de fiets op.", "eis")
    written = take_over(root, (eerste, tweede), VANDAAG)
    assert written == (card, root / MAP / "fiets.toml")
    assert "# Een kaart voor een test." in card.read_text("utf-8")
    kennis = read_kennis(root)
    assert kennis.briefsoorten["fiets"].zinnen.mededeling[-1] == eerste.zin
    assert kennis.briefsoorten["fiets"].zinnen.eis == (tweede.zin,)
    new = [line.rstrip(",") for line in card.read_text("utf-8").split("\n")]
    for line in (f'  "{eerste.zin}"', "eis = [", f'  "{tweede.zin}"', "]"):
        new.remove(line)
    assert sorted(new) == sorted(line.rstrip(",") for line in old.split("\n"))
    assert read_cases(root, kennis) == (
        Geleerd("fiets", Geval(zin=eerste.zin, functie="mededeling", niet="boom", sinds=VANDAAG)),
        Geleerd("fiets", Geval(zin=tweede.zin, functie="eis", sinds=VANDAAG)),
    )
    assert [deel.fouten for deel in check_learned(root, tmp_path / "cache")] == [()]


def test_taking_over_is_all_or_nothing(tmp_path: Path) -> None:
    root = maak_kennis(tmp_path)
    before = {file: file.read_bytes() for file in root.rglob("*.toml")}
    with pytest.raises(KennisError):
        take_over(root, (one("fiets", "Haal de fiets op."), one("bestaat_niet", "Haal de fiets op.")), VANDAAG)
    assert {file: file.read_bytes() for file in root.rglob("*.toml")} == before


def test_a_case_that_is_read_otherwise_is_an_error(tmp_path: Path) -> None:
    kennis = read_kennis(maak_kennis(tmp_path))
    rows = card_rows(kennis)
    model = build([text for _, text in rows], [key for key, _ in rows])
    goed = Geleerd("fiets", Geval(zin="De fiets krijgt een nieuwe bel.", functie="mededeling", niet="boom", sinds=VANDAAG))
    fout = Geleerd("boom", Geval(zin="De fiets krijgt een nieuwe bel.", functie="mededeling", niet="fiets", sinds=VANDAAG))
    deel = check_cases((goed, fout), model)
    assert deel.uitkomst == "1 van 2 goed gelezen"
    assert [b.bestand for b in deel.fouten] == [f"{MAP}/boom.toml"]


def test_a_broken_file_of_cases_is_told(tmp_path: Path) -> None:
    root = maak_kennis(tmp_path)
    assert check_learned(root, tmp_path / "cache") == ()
    (root / MAP).mkdir()
    (root / MAP / "fiets.toml").write_text(with_case("", Geval(zin="x", functie="eis", sinds=VANDAAG)).replace("sinds", "snds"), "utf-8")
    (deel,) = check_learned(root, tmp_path / "cache")
    assert deel.fouten and "sinds" in deel.fouten[0].tekst
