"""ClamAV over INSTREAM, against a server that answers as clamd does; a scan that does not happen refuses the file."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator

import pytest

from brievenbus.dienst import Beleid, virusscan
from brievenbus.errors import InputError, SettingsError, ToolError

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless test file that every scanner knows; in two parts, so that no scanner stops at this source."""
LIMIT = 1_000_000


class NepClamd(socketserver.StreamRequestHandler):
    """Reads INSTREAM as clamd does."""

    def handle(self) -> None:
        """Gather the pieces and answer."""
        assert self.rfile.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
        data = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            data += self.rfile.read(size)
            if len(data) > LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        if data == b"zwijg":
            return
        if data == b"wacht":
            threading.Event().wait(2)
            return
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0")


@pytest.fixture
def beleid() -> Iterator[Beleid]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), NepClamd) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Beleid(clamav=f"127.0.0.1:{server.server_address[1]}")
        server.shutdown()


def test_without_clamav_nothing_is_asked() -> None:
    virusscan.scan(Beleid(), EICAR)


def test_a_clean_file_passes(beleid: Beleid) -> None:
    virusscan.scan(beleid, b"")
    virusscan.scan(beleid, b"brief" * 100_000)


@pytest.mark.parametrize("padding", [0, (1 << 16) - 30])
def test_a_virus_is_refused_also_across_two_pieces(beleid: Beleid, padding: int) -> None:
    with pytest.raises(InputError, match="virus_gevonden"):
        virusscan.scan(beleid, b" " * padding + EICAR)


@pytest.mark.parametrize("inhoud", [b"zwijg", b"x" * (3 * LIMIT)], ids=["no answer", "too big for clamd"])
def test_an_answer_that_is_no_answer_refuses(beleid: Beleid, inhoud: bytes) -> None:
    with pytest.raises(ToolError, match="virusscan_weg"):
        virusscan.scan(beleid, inhoud)


def test_a_scanner_that_hangs_refuses(beleid: Beleid, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(virusscan, "ANSWER_SECONDS", 0.2)
    with pytest.raises(ToolError, match="virusscan_weg"):
        virusscan.scan(beleid, b"wacht")


def test_a_scanner_that_is_down_refuses() -> None:
    with pytest.raises(ToolError, match="virusscan_weg"):
        virusscan.scan(Beleid(clamav="127.0.0.1:1"), b"brief")


@pytest.mark.parametrize("clamav", ["localhost", "localhost:", ":3310", "localhost:drie"])
def test_an_address_that_is_none(clamav: str) -> None:
    with pytest.raises(SettingsError):
        virusscan.scan(Beleid(clamav=clamav), b"brief")
