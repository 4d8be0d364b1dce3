"""Proposing and deciding: only from an own, corrected letter, only without personal data, and nothing leads back from a proposal."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from brievenbus import cli, cli_leren
from brievenbus.dienst import SYSTEEM, Dienst, Wie, brieven, voorstellen
from brievenbus.errors import AccessError, InputError, MissingError
from brievenbus.kennis import read_kennis
from brievenbus.leren.geleerd import MAP
from brievenbus.store import audit, tables
from tests.dienstbouw import Klok, maak_telefoon, maak_wie
from tests.leesbouw import gelezen, leg_neer
from tests.lerenbouw import UITHUIS, maak_kennis

SOORT = "huur_aanmaning_14dagen"
NAAM = "Kaldenberg"


@pytest.fixture
def letter(dienst: Dienst, vrijwilliger: Wie) -> str:
    """A read letter whose first proof names the resident."""
    inhoud = gelezen("g15")
    inhoud["briefsoort"]["bewijs"] = [
        {"bladzijde": 1, "tekst": f"Mevrouw {NAAM} moet € 346,00 vóór 3 december 2026 betalen.", "vak": [0, 0, 1, 1]},
        {"bladzijde": 1, "tekst": f"Volgens {NAAM} is de huur niet betaald.", "vak": [0, 0, 1, 1]},
        {"bladzijde": 1, "tekst": "U moet de kwibus betalen.", "vak": [0, 0, 1, 1]},
    ]
    return leg_neer(dienst, vrijwilliger, inhoud)


def stored(dienst: Dienst) -> list[sa.RowMapping]:
    with dienst.opslag.engine.begin() as conn:
        return list(conn.execute(sa.select(tables.voorstel)).mappings())


def told(dienst: Dienst, actie: str) -> list[audit.Gebeurtenis]:
    with dienst.opslag.engine.begin() as conn:
        return [row.gebeurtenis for row in audit.lees(conn, 0, 1000) if row.gebeurtenis.actie == actie]


@pytest.mark.beide
def test_from_correction_to_decision(dienst: Dienst, vrijwilliger: Wie, letter: str, klok: Klok) -> None:
    assert voorstellen.keuzes(dienst, vrijwilliger, letter) == (), "nothing was corrected"
    brieven.corrigeer(dienst, vrijwilliger, letter, "briefsoort", "Aanmaning voor huur")
    eerste, tweede, *_ = voorstellen.keuzes(dienst, vrijwilliger, letter)
    assert eerste.schoon.zin == "Mevrouw Voorbeeld moet € 100,00 vóór 1 juni 2026 betalen."
    assert tweede.schoon.zin == "" and NAAM in tweede.schoon.redenen[0]
    made = voorstellen.stel_voor(dienst, vrijwilliger, letter, 1, SOORT, "eis")
    (row,) = stored(dienst)
    assert (row["soort"], row["functie"], row["eerder"], row["stand"]) == (SOORT, "eis", gelezen("g15")["briefsoort"]["sleutel"], "open")
    assert row["dag"] == klok().date() and set(row) == {"id", "soort", "functie", "zin", "eerder", "dag", "stand"}
    assert made.zin.encode() not in row["zin"], "sealed"
    brieven.wis(dienst, vrijwilliger, letter)
    beheerder = maak_wie(dienst.opslag, "beheerder")
    (waiting,) = voorstellen.open_voorstellen(dienst, beheerder)
    assert (waiting.zin, waiting.stand) == (made.zin, "open"), "of the letter nothing is left, the sentence stays"
    assert voorstellen.zoek(dienst, beheerder, waiting.id[:6]) == waiting
    voorstellen.besluit(dienst, beheerder, waiting.id, "goedgekeurd")
    assert voorstellen.open_voorstellen(dienst, beheerder) == ()
    assert [(one["stand"], one["zin"]) for one in stored(dienst)] == [("goedgekeurd", None)], "forgotten once decided"
    with pytest.raises(MissingError):
        voorstellen.besluit(dienst, beheerder, waiting.id, "afgewezen")


def test_nothing_leads_back_from_a_proposal(dienst: Dienst, vrijwilliger: Wie, letter: str) -> None:
    brieven.corrigeer(dienst, vrijwilliger, letter, "afzender.naam", "Woonstichting")
    voorstellen.stel_voor(dienst, vrijwilliger, letter, 1, SOORT, "eis")
    (row,), (said,) = stored(dienst), told(dienst, "voorstel_gedaan")
    assert (said.object_id, dict(said.bijzonderheden)) == ("", {})
    values = {str(value) for value in row.values()}
    assert not values & {letter, vrijwilliger.gebruiker_id, str(vrijwilliger.balie_id)}
    with dienst.opslag.engine.begin() as conn:
        rest = [str(one.gebeurtenis) for one in audit.lees(conn, 0, 1000)]
    assert not any(row["id"] in one for one in rest)


def test_a_refused_sentence_is_not_kept_and_says_why(dienst: Dienst, vrijwilliger: Wie, letter: str) -> None:
    brieven.corrigeer(dienst, vrijwilliger, letter, "briefsoort", "Aanmaning")
    refused = voorstellen.stel_voor(dienst, vrijwilliger, letter, 2, SOORT, "eis", [NAAM, NAAM.lower()])
    assert refused.zin == "" and refused.redenen and stored(dienst) == []
    unknown = voorstellen.stel_voor(dienst, vrijwilliger, letter, 3, SOORT, "eis")
    assert unknown.woorden == ("kwibus",) and stored(dienst) == []
    assert voorstellen.stel_voor(dienst, vrijwilliger, letter, 3, SOORT, "eis", unknown.woorden).zin and len(stored(dienst)) == 1


def test_who_may(dienst: Dienst, vrijwilliger: Wie, letter: str) -> None:
    brieven.corrigeer(dienst, vrijwilliger, letter, "briefsoort", "Aanmaning")
    with pytest.raises(MissingError, match="niet_gevonden"):
        voorstellen.keuzes(dienst, maak_wie(dienst.opslag), letter)
    for wie in (maak_wie(dienst.opslag, "beheerder"), maak_wie(dienst.opslag, "wijkteam"), maak_telefoon(vrijwilliger)):
        with pytest.raises(AccessError, match="mag_niet"):
            voorstellen.stel_voor(dienst, wie, letter, 1, SOORT, "eis")
    for wie in (vrijwilliger, maak_wie(dienst.opslag, "wijkteam"), maak_wie(dienst.opslag, "controleur"), maak_telefoon(vrijwilliger)):
        for ask in (
            lambda wie=wie: voorstellen.open_voorstellen(dienst, wie), lambda wie=wie: voorstellen.besluit(dienst, wie, "x", "afgewezen"),
            lambda wie=wie: voorstellen.schrijf_voor(dienst, wie, SOORT, "eis", "U moet betalen."),
        ):  # fmt: skip
            with pytest.raises(AccessError, match="mag_niet"):
                ask()
    with pytest.raises(MissingError):
        voorstellen.stel_voor(dienst, vrijwilliger, letter, 99, SOORT, "eis")
    with pytest.raises(InputError, match="keuze_onbekend"):
        voorstellen.stel_voor(dienst, vrijwilliger, letter, 1, "huurbrief", "eis")
    assert stored(dienst) == []


def test_there_is_an_end_to_what_lies_open(dienst: Dienst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voorstellen, "MOST", 1)
    voorstellen.schrijf_voor(dienst, SYSTEEM, SOORT, "eis", "U moet de huur vandaag betalen.")
    full = voorstellen.schrijf_voor(dienst, SYSTEEM, SOORT, "eis", "U moet de huur morgen betalen.")
    assert full.zin == "" and "eerst over besluiten" in full.redenen[0] and len(stored(dienst)) == 1


@pytest.fixture
def opdracht(dienst: Dienst, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run `brievenbus kennis …` on this store, with a small knowledge folder; returns exit code and what was printed."""
    root = maak_kennis(tmp_path)
    small = Dienst(dienst.opslag, dienst.rij, dienst.beleid, read_kennis(root), dienst.klok)
    monkeypatch.setattr(cli_leren, "_dienst", lambda: small)

    def run(*woorden: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["brievenbus", "kennis", *woorden])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    return run, root


def test_the_keeper_sees_what_would_change_before_it_does(opdracht, dienst: Dienst) -> None:  # type: ignore[no-untyped-def]
    run, root = opdracht
    before = {file: file.read_bytes() for file in root.rglob("*.toml")}
    assert run("voorstel", "--soort", "fiets", "--functie", "eis", "Betaal Jansen vandaag voor de ketting.")[0] == InputError.exit_code
    said = ("--soort", "fiets", "--functie", "mededeling", "--eerder", "boom")
    assert run("voorstel", *said, "Bij het plein wordt een ketting gesnoeid.")[0] == 0
    kort = stored(dienst)[0]["id"][:8]
    code, out = run("voorstellen")
    assert code == 0 and kort in out and "Open voorstellen: 1." in out
    code, out = run("proef", kort, "--map", str(root))
    assert code == 0 and "daarna: fiets" in out and "Er is niets veranderd." in out
    assert {file: file.read_bytes() for file in root.rglob("*.toml")} == before
    code, out = run("neem", kort, "--map", str(root))
    assert code == 0 and "fiets.toml" in out
    assert "Bij het plein wordt een ketting gesnoeid." in (root / "briefsoorten" / "fiets.toml").read_text("utf-8")
    assert 'niet = "boom"' in (root / MAP / "fiets.toml").read_text("utf-8")
    assert run("voorstellen")[1].strip() == "Open voorstellen: 0."


def test_what_makes_the_knowledge_worse_is_held_unless_told(opdracht, dienst: Dienst) -> None:  # type: ignore[no-untyped-def]
    run, root = opdracht
    assert run("voorstel", "--soort", "boom", "--functie", "eis", UITHUIS[0])[0] == 0
    kort = stored(dienst)[0]["id"][:8]
    before = (root / "briefsoorten" / "boom.toml").read_bytes()
    code, out = run("neem", kort, "--map", str(root))
    assert code and "minder dringend" in out and "--toch" in out
    assert (root / "briefsoorten" / "boom.toml").read_bytes() == before and stored(dienst)[0]["stand"] == "open"
    assert run("neem", kort, "--map", str(root), "--toch")[0] == 0
    assert UITHUIS[0] in (root / "briefsoorten" / "boom.toml").read_text("utf-8")


def test_a_proposal_is_turned_down(opdracht, dienst: Dienst) -> None:  # type: ignore[no-untyped-def]
    run, root = opdracht
    run("voorstel", "--soort", "boom", "--functie", "eis", "De linde bij het water moet weg.", "--woord", "weg", "--woord", "moet")
    kort = stored(dienst)[0]["id"][:8]
    assert run("wijs-af", kort) == (0, f"Afgewezen: {kort}\n")
    assert (stored(dienst)[0]["stand"], stored(dienst)[0]["zin"]) == ("afgewezen", None)
    assert run("wijs-af", kort)[0] == 1
    assert not (root / MAP).exists()
