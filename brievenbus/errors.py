"""Every exception of brievenbus. This module imports nothing of the package.

    BrievenbusError
    ├── InputError      a file that cannot be taken: too big, locked, broken, empty, wrong type
    ├── KennisError     a knowledge file that breaks its own rules
    ├── ToolError       an outside program that is missing or fails
    ├── StoreError      letters that cannot be written or read back
    ├── SettingsError   settings that are wrong or unsafe together
    └── StageError      a step that cannot do its work on this letter; the pipeline turns it into a doubt

The Dutch sentence for a code stands in `kennis/talen/nl.toml` under [fouten], so that terminal, API and desk say the same.
"""

from __future__ import annotations


class BrievenbusError(Exception):
    """Base of all. `code` names the mistake for ever; `waarden` fill the slots of its Dutch sentence."""

    exit_code = 1
    http_status = 500

    def __init__(self, code: str, **waarden: str | int | float) -> None:
        super().__init__(code + (f" {waarden}" if waarden else ""))
        self.code = code
        self.waarden = waarden

    def __reduce__(self) -> tuple[object, ...]:
        """Keep code and values when the error crosses a process border."""
        return (_rebuild, (type(self), self.code, self.waarden))


def _rebuild(kind: type[BrievenbusError], code: str, waarden: dict[str, str | int | float]) -> BrievenbusError:
    return kind(code, **waarden)


class InputError(BrievenbusError):
    """The file or the call is not something we can take."""

    exit_code = 2
    http_status = 400


class KennisError(BrievenbusError):
    """A knowledge file breaks its own rules."""

    exit_code = 4


class ToolError(BrievenbusError):
    """An outside program is missing or fails."""

    exit_code = 5
    http_status = 503


class StoreError(BrievenbusError):
    """Letters cannot be written or read back."""

    exit_code = 6
    http_status = 507


class SettingsError(BrievenbusError):
    """Settings are wrong or unsafe together."""

    exit_code = 7


class LoginError(BrievenbusError):
    """Nobody is logged in, or the name, password or code is wrong. Never says which."""

    http_status = 401


class AccessError(BrievenbusError):
    """This person may not do this."""

    http_status = 403


class MissingError(BrievenbusError):
    """There is no such thing, or not for the one who asks."""

    http_status = 404


class ConflictError(BrievenbusError):
    """A thing is not in the state in which this can be done to it."""

    http_status = 409


class BusyError(BrievenbusError):
    """Too often or too much at once. `waarden` has `seconden`: when it may be tried again."""

    http_status = 429


class StageError(BrievenbusError):
    """A step cannot do its work on this letter."""

    exit_code = 8
