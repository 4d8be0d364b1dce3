"""What the job engine stores, sealed: its tables hold no readable word, and nothing that can run when it is opened.

The engine's own way is pickle, in plain sight, with the whole text of every exception. Here a value is plain JSON under
AES-256-GCM, and of an exception only its kind, its code and harmless values go in.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime
from typing import Any

from dbos import Serializer

from brievenbus import errors
from brievenbus.errors import BrievenbusError, StoreError
from brievenbus.store.crypto import derive, seal_json, unseal_json

_WHERE = "motor|waarde|"
_HARMLESS = re.compile(r"[A-Za-z_.:/-]{0,40}")
"""A label: no digits, so no number of anybody, and no spaces, so no sentence."""
_MOMENT, _FOUT = "$moment", "$fout"


class Zegel(Serializer):
    """The engine's serializer under a key derived from the house key. Everything that opens the engine's tables needs the same."""

    def __init__(self, huis: bytes) -> None:
        self._key = derive(huis, "motor")

    def name(self) -> str:
        """Return what the engine writes beside each value. It never changes: it would make stored jobs unreadable."""
        return "brievenbus_zegel_1"

    def serialize(self, data: Any) -> str:
        """Seal a plain value or an exception. Raises StoreError `motor_waarde` for anything else."""
        return base64.b64encode(seal_json(self._key, _WHERE, _plain(data))).decode("ascii")

    def deserialize(self, serialized_data: str) -> Any:
        """Open a value. Raises StoreError `zegel_kapot`."""
        try:
            sealed = base64.b64decode(serialized_data, validate=True)
        except binascii.Error as error:
            raise StoreError("zegel_kapot", waar="motor") from error
        return _back(unseal_json(self._key, _WHERE, sealed))


def harmless(waarden: dict[str, str | int | float]) -> dict[str, str | int | float]:
    """Return the values of an error without any text that could come from a letter or a file name."""
    return {naam: "?" if isinstance(value, str) and not _HARMLESS.fullmatch(value) else value for naam, value in waarden.items()}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dict) and all(isinstance(key, str) and not key.startswith("$") for key in value):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, BrievenbusError):
        return {_FOUT: [type(value).__name__, value.code, harmless(value.waarden)]}
    if isinstance(value, BaseException):
        return {_FOUT: [type(value).__name__]}
    raise StoreError("motor_waarde", soort=type(value).__name__)


def _back(value: Any) -> Any:
    if isinstance(value, list):
        return [_back(part) for part in value]
    if not isinstance(value, dict):
        return value
    if _MOMENT in value:
        return datetime.fromisoformat(value[_MOMENT])
    if _FOUT in value:
        return _error(*value[_FOUT])
    return {key: _back(part) for key, part in value.items()}


def _error(soort: str, code: str = "", waarden: dict[str, Any] | None = None) -> BrievenbusError:
    """Return an error of ours as it was; anything else as a StoreError that says of what kind it was."""
    kind = getattr(errors, soort, None)
    if code and isinstance(kind, type) and issubclass(kind, BrievenbusError):
        return kind(code, **(waarden or {}))
    return StoreError("motor_fout", soort=soort)
