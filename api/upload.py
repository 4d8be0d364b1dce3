"""Read an upload into memory, and only there: `multipart/form-data` with files under one name.

The framework's own reading spools what is over 1 MB to a file in /tmp, unsealed, with somebody's BSN in it; and it reads
before it looks who is asking. So routes that take files depend on `read_upload` instead, after `vereist(…)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from api.grenzen import TeGroot, VerkeerdeSoort, take_upload
from brievenbus.errors import InputError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_FIELD = 2_000
_FIELDS = 20
_NAME = 300


@dataclass(slots=True)
class Deel:
    """One file of a form: the name that the sender's machine gave it, and its bytes."""

    naam: str
    inhoud: bytes


@dataclass(slots=True)
class Formulier:
    """A form that was sent: files in the order they came, and plain fields (each name once)."""

    bestanden: list[Deel] = field(default_factory=list)
    velden: dict[str, str] = field(default_factory=dict)


async def read_form(request: Request, *, bestandsveld: str = "bestanden", aantal: int, per_bestand: int) -> Formulier:
    """Read the whole form of a request.

    Raises VerkeerdeSoort (415) for another kind of body, InputError for a broken or empty form or too many files, TeGroot
    for a file that is too big; and what the guard of `api.grenzen` raises while reading.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise VerkeerdeSoort("geen_formulier")
    take_upload(request.scope)
    reader = _Reader(bestandsveld, aantal, per_bestand)
    try:
        parser = MultipartParser(options[b"boundary"], reader.callbacks())
        async for chunk in request.stream():
            parser.write(chunk)
        parser.finalize()
    except FormParserError:
        raise InputError("formulier_kapot") from None
    except ClientDisconnect:
        raise InputError("verzoek_afgebroken") from None
    if not reader.done:
        raise InputError("formulier_kapot")
    if not reader.formulier.bestanden:
        raise InputError("geen_bestanden_gestuurd", veld=bestandsveld)
    return reader.formulier


class _Reader:
    """Gathers the parts of one form; the parser calls it for every piece."""

    def __init__(self, bestandsveld: str, aantal: int, per_bestand: int) -> None:
        self.bestandsveld, self.aantal, self.per_bestand = bestandsveld, aantal, per_bestand
        self.formulier, self.done = Formulier(), False
        self.headers: dict[bytes, bytes] = {}
        self.header_name, self.header_value = b"", b""
        self.name, self.filename = "", ""
        self.data = bytearray()

    def callbacks(self) -> MultipartCallbacks:
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin, "on_part_data": self._data, "on_part_end": self._end,
            "on_header_field": self._header_field, "on_header_value": self._header_value,
            "on_header_end": self._header_end, "on_headers_finished": self._headers_finished, "on_end": self._finish,
        }  # fmt: skip

    def _begin(self) -> None:
        self.headers, self.data, self.header_name, self.header_value = {}, bytearray(), b"", b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self.header_name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self.header_value += data[start:end]

    def _header_end(self) -> None:
        self.headers[self.header_name.lower()] = self.header_value
        self.header_name, self.header_value = b"", b""

    def _headers_finished(self) -> None:
        kind, options = parse_options_header(self.headers.get(b"content-disposition"))
        if kind != b"form-data" or b"name" not in options:
            raise InputError("formulier_kapot")
        self.name = options[b"name"].decode("utf-8", "replace")
        self.is_file = self.name == self.bestandsveld
        self.filename = options.get(b"filename", b"").decode("utf-8", "replace")[-_NAME:]
        if self.is_file and b"filename" not in options:  # a plain field under the name of the files
            raise InputError("formulier_kapot")
        if self.is_file and len(self.formulier.bestanden) >= self.aantal:
            raise InputError("te_veel_bestanden", aantal=self.aantal)
        doubled = self.name in self.formulier.velden
        if not self.is_file and (b"filename" in options or doubled or len(self.formulier.velden) >= _FIELDS):
            raise InputError("veld_onbekend")

    def _data(self, data: bytes, start: int, end: int) -> None:
        self.data += data[start:end]
        if self.is_file and len(self.data) > self.per_bestand:
            raise TeGroot("bestand_te_groot", bestand=len(self.formulier.bestanden) + 1)
        if not self.is_file and len(self.data) > _FIELD:
            raise InputError("veld_te_lang")

    def _end(self) -> None:
        if self.is_file:
            naam = self.filename or f"bestand-{len(self.formulier.bestanden) + 1}"
            self.formulier.bestanden.append(Deel(naam, bytes(self.data)))
        else:
            self.formulier.velden[self.name] = self.data.decode("utf-8", "replace")
        self.data = bytearray()

    def _finish(self) -> None:
        self.done = True
