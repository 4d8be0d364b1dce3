"""No BSN anywhere: planted in every way in, then looked for in everything that is written or shown. Only the sealed upload has it."""

from __future__ import annotations

import base64
import io
import json
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from brievenbus.dienst import Dienst, Wie, lezen, reservekopie
from brievenbus.dienst.bewaren import exporteer
from brievenbus.dienst.brieven import Bijlage, Verzoek, corrigeer, lees_inhoud, lijst, ontvang
from brievenbus.dienst.doorverwijzen import noteer, stel_voor, toestemmen
from brievenbus.dienst.gegevens import Verzoek as Ja
from brievenbus.dienst.leeskamer import Leeskamer
from brievenbus.errors import BrievenbusError
from brievenbus.settings import Settings
from brievenbus.store import audit
from tests.beheerbouw import everything_under
from tests.bsnbouw import BSN, KORT, VORMEN, hits, hits_under, pdf, readable, scan
from tests.dienstbouw import BEGIN, NepRij, maak_wijkteam


@pytest.fixture(scope="module")
def leeskamer() -> Iterator[Leeskamer]:
    from brievenbus.dienst import Beleid

    with Leeskamer.open(Settings.read().cache, Beleid()) as room:
        yield room


def read(dienst: Dienst, leeskamer: Leeskamer, brief_id: str, *, clean: bool = True) -> None:
    """Do what a worker does."""
    lezen.lees(dienst.opslag, leeskamer, brief_id)
    outcome = lezen.haal_uitkomst(dienst.opslag, brief_id)
    with dienst.opslag.engine.begin() as conn:
        lezen.neem_op(conn, dienst.opslag, brief_id, dienst.klok(), outcome)
    if clean:
        lezen.ruim_op(dienst.opslag, brief_id)


def test_the_search_itself_finds(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(pdf())
    assert BSN in hits(everything_under(tmp_path)) and hits_under(tmp_path)[str(tmp_path / "x")]
    for code in ("ascii", "utf-16-le", "utf-16-be"):
        for vorm in (*VORMEN, KORT, f"0{KORT}"):
            assert hits(vorm.encode(code)), (vorm, code)
            assert hits(f"brief {vorm}.pdf".encode(code))
    for before in ("", "a", "ab", "abc"):
        for text in (before + BSN, f"{before}.{KORT}."):
            assert hits(base64.b64encode(text.encode())) and hits(text.encode().hex().encode()), text
    assert hits("".join(f"\\u{ord(sign):04x}" for sign in BSN).encode()) and hits(b"1234%2056%20782") and hits(b"1234+56+782")
    assert readable("nummer 1234 56.782 en") and not readable("1234 AB, 1000 AA, 112,50, 16 november 2026")


def test_no_bsn_anywhere(
    dienst: Dienst, vrijwilliger: Wie, rij: NepRij, leeskamer: Leeskamer, tmp_path: Path, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    texts: list[str] = []
    letters = [(f"brief {BSN}.pdf", pdf()), (f"scan-{VORMEN[1]}.png", scan(pdf()))]
    for naam, inhoud in letters:
        brief_id = ontvang(dienst, vrijwilliger, [Bijlage(naam, inhoud)], Verzoek(idempotentie=f"els-{BSN}-{naam}")).id
        assert hits(everything_under(tmp_path)) == []  # also while the upload waits
        read(dienst, leeskamer, brief_id)
        corrigeer(dienst, vrijwilliger, brief_id, "afzender.naam", f"Gemeente, bsn {VORMEN[3]}")
        made = stel_voor(dienst, vrijwilliger, brief_id, "inwoner_vraagt")
        team = maak_wijkteam(dienst.opslag)
        vraag = f"Bel mij, mijn BSN is {BSN}"
        toestemmen(dienst, vrijwilliger, made.id, Ja("mondeling", ("briefsoort", "vraag"), wijkteam_id=team, vraag=vraag))
        noteer(dienst, vrijwilliger, made.id, f"Gebeld over {VORMEN[4]}")
        texts.append(json.dumps(lees_inhoud(dienst, vrijwilliger, brief_id), ensure_ascii=False))
        assert lijst(dienst, vrijwilliger)[0].status == "klaar"
    for wrong in (
        lambda: ontvang(dienst, vrijwilliger, [Bijlage(f"{BSN}.exe", BSN.encode())], Verzoek()),
        lambda: ontvang(dienst, vrijwilliger, [Bijlage("a.pdf", b"%PDF- ander")], Verzoek(idempotentie=f"els-{BSN}-brief {BSN}.pdf")),
        lambda: corrigeer(dienst, vrijwilliger, brief_id, BSN, "x"),
        lambda: lees_inhoud(dienst, vrijwilliger, BSN),
    ):
        with pytest.raises(BrievenbusError) as raised:
            wrong()
        texts += [str(raised.value), repr(raised.value), repr(raised.value.waarden)]
    broken = ontvang(dienst, vrijwilliger, [Bijlage(f"kapot {BSN}.pdf", b"%PDF-1.7 " + BSN.encode())], Verzoek()).id
    with pytest.raises(BrievenbusError) as raised:
        read(dienst, leeskamer, broken)
    texts += [str(raised.value), repr(raised.value.waarden)]
    made_copy = reservekopie.maak(dienst.opslag, tmp_path / "kopie", BEGIN)
    assert (made_copy.map / "database.sqlite").exists() and list(tmp_path.glob("*.sqlite-wal"))
    with dienst.opslag.engine.begin() as conn:
        texts += [repr(regel) for regel in audit.lees(conn, 0, 500)]
    texts += [repr(rij.banen), caplog.text, *capfd.readouterr()]
    assert hits(everything_under(tmp_path)) == []
    assert hits("\n".join(texts).encode()) == []
    packed = exporteer(dienst, vrijwilliger, [stand.id for stand in lijst(dienst, vrijwilliger, status="klaar")])
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:  # unpacked: nothing is found in what is compressed
        assert hits(b"\n".join(archive.read(naam) for naam in archive.namelist())) == []
