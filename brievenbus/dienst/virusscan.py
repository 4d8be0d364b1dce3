"""ClamAV, where an organisation has it: every file is looked at before it is stored (BIO2 8.07.04).

Configured but not answering means: nothing is taken. An unscanned file is never stored.
"""

from __future__ import annotations

import socket

from brievenbus.dienst import Beleid
from brievenbus.errors import InputError, SettingsError, ToolError

CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 20.0
_PIECE = 1 << 16
_LONGEST_ANSWER = 4096


def scan(beleid: Beleid, inhoud: bytes) -> None:
    """Return if ClamAV finds nothing, or where none is configured. Raises InputError (virus_gevonden), ToolError (virusscan_weg)."""
    if not beleid.clamav:
        return
    try:
        with socket.create_connection(_address(beleid.clamav), timeout=CONNECT_SECONDS) as link:
            link.settimeout(ANSWER_SECONDS)
            answer = _ask(link, inhoud)
    except OSError as error:
        raise ToolError("virusscan_weg") from error
    if answer.endswith(b"FOUND"):
        raise InputError("virus_gevonden")
    if answer != b"stream: OK":  # too big for clamd, or an error of its own: not scanned is not safe
        raise ToolError("virusscan_weg")


def _address(clamav: str) -> tuple[str, int]:
    host, _, port = clamav.rpartition(":")
    if not host or not port.isdigit():
        raise SettingsError("instelling_ongeldig", naam="BRIEVENBUS_CLAMAV", waarde=clamav)
    return host.strip("[]"), int(port)


def _ask(link: socket.socket, inhoud: bytes) -> bytes:
    """Send the file in pieces (clamd's INSTREAM: length, bytes, …, zero) and return the one line that comes back."""
    link.sendall(b"zINSTREAM\0")
    for start in range(0, len(inhoud), _PIECE):
        piece = inhoud[start : start + _PIECE]
        link.sendall(len(piece).to_bytes(4, "big") + piece)
    link.sendall(bytes(4))
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        more = link.recv(1024)
        if not more:
            break
        answer += more
    return answer.split(b"\0")[0].strip()
