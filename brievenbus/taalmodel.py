"""A language model on a machine of the organisation itself, behind the API of OpenAI as most local servers speak it. Off by default.

It is asked for other words for fixed sentences (`explain.herschrijf`), nothing else: no letter, name, amount or day is sent. Its address
must be on this machine or in a private network; a name is looked up first and must be one there too, and that very address is called. No
proxy, no redirect, and nothing of what was sent or answered ends up in an error.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import socket
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpx2

from brievenbus.errors import SettingsError, StageError

SECONDS = 20.0
"""For a whole letter: who waits at the desk is better served by the fixed sentences."""
MOST_BYTES = 200_000
_LOCAL_NAMES = (".local", ".lan", ".internal", ".home.arpa")
_VRAAG = """Je herschrijft zinnen uit een uitleg bij een brief, voor mensen die moeilijk lezen. Schrijf elke zin in gewoon, kort Nederlands.
Verander niets aan wat er staat: niet wie iets doet, niet of het moet of mag, geen ontkenning, geen tijd. Voeg niets toe en laat niets weg.
Tekens als \u27e61\u27e7 staan voor een naam, een bedrag of een dag: neem ze precies over.
Een opdracht blijft een opdracht. Is een zin goed, neem hem dan over.
Je krijgt JSON: {"zinnen": ["..."]}. Antwoord met alleen JSON van dezelfde vorm, met evenveel zinnen in dezelfde volgorde."""


class Taalmodel:
    """Asks the model for other words: a `Herschrijver`."""

    def __init__(self, url: str, model: str, sleutel: str = "", seconds: float = SECONDS) -> None:
        self._parts = check_url(url)
        self._model = model
        self._headers = {"Authorization": f"Bearer {sleutel}"} if sleutel else {}
        self._seconds = seconds

    @classmethod
    def open(cls, url: str, model: str, sleutelbestand: str) -> Taalmodel | None:
        """Open the model that the settings name; None for none. Raises SettingsError."""
        return cls(url, model, read_key(Path(sleutelbestand)) if sleutelbestand else "") if url else None

    def __call__(self, zinnen: Sequence[str], /) -> Sequence[str]:
        """Return the sentences in other words, in order. Raises StageError where there is no usable answer."""
        asked = json.dumps({"zinnen": list(zinnen)}, ensure_ascii=False)
        messages = [{"role": "system", "content": _VRAAG}, {"role": "user", "content": asked}]
        try:
            told = json.loads(self._post({"model": self._model, "messages": messages, "temperature": 0, "stream": False}))
            answers = json.loads(told["choices"][0]["message"]["content"])["zinnen"]
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError, LookupError, TypeError, RecursionError) as error:
            raise StageError("herschrijven_mislukt") from error
        if not isinstance(answers, list) or len(answers) != len(zinnen) or not all(isinstance(one, str) for one in answers):
            raise StageError("herschrijven_mislukt")
        return tuple(answers)

    def _post(self, body: dict[str, Any]) -> bytes:
        """Return the answer. Raises HTTPError, InvalidURL, OSError (too slow too), or ValueError where it is no success or too big."""
        return asyncio.run(asyncio.wait_for(self._ask(body), self._seconds))

    async def _ask(self, body: dict[str, Any]) -> bytes:
        """Return the answer, however slow. Asynchronous, for a timeout of the client counts anew with every byte, head included."""
        host = self._parts.hostname or ""
        url = httpx2.URL(self._parts.geturl().rstrip("/") + "/chat/completions").copy_with(host=_address(self._parts))
        headers = {**self._headers, "Host": self._parts.netloc.rpartition("@")[2]}
        timeout = httpx2.Timeout(self._seconds, connect=min(2.0, self._seconds))
        found = bytearray()
        async with (
            httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=timeout) as http,
            http.stream("POST", url, json=body, headers=headers, extensions={"sni_hostname": host}) as answer,
        ):
            if answer.status_code != httpx2.codes.OK:
                raise ValueError(answer.status_code)
            async for piece in answer.aiter_bytes():
                found += piece
                if len(found) > MOST_BYTES:
                    raise ValueError(len(found))
        return bytes(found)


def check_url(url: str) -> SplitResult:
    """Return the parts of an address that stays within the own network. Raises SettingsError.

    Plain http only on this machine; a name must be one that only a private network knows: one word, or with the end of a local network.
    """
    if not url.isprintable() or any(map(str.isspace, url)):  # urlsplit takes them, and the client would refuse them at every letter
        raise SettingsError("herschrijf_adres", adres=url)
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise SettingsError("herschrijf_adres", adres=url) from None
    plain = parts.scheme == "http" and (host == "localhost" or _is_within(host, loopback=True))
    safe = parts.scheme == "https" and (_is_local_name(host) or _is_within(host))
    if not (plain or safe) or parts.query or parts.fragment or "@" in parts.netloc:
        raise SettingsError("herschrijf_adres", adres=url)
    return parts


def read_key(file: Path) -> str:
    """Read the key from a file that only we may read. Raises SettingsError."""
    try:
        mode, key = file.stat().st_mode, file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("herschrijf_sleutel", bestand=str(file)) from error
    if not key or not key.isprintable():
        raise SettingsError("herschrijf_sleutel", bestand=str(file))
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError("sleutelbestand_open", bestand=str(file))
    return key


def _is_local_name(host: str) -> bool:
    if host.replace(".", "").isdigit():
        return False
    return bool(host) and (host == "localhost" or "." not in host.strip(":") or host.endswith(_LOCAL_NAMES)) and ":" not in host


def _is_within(host: str, *, loopback: bool = False) -> bool:
    """Tell whether a numeric address is this machine's own, or (without `loopback`) of a private network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    own = (
        address.is_loopback
        or (isinstance(address, ipaddress.IPv6Address) and address in _ULA)
        or any(isinstance(address, ipaddress.IPv4Address) and address in net for net in _PRIVATE)
    )
    return address.is_loopback if loopback else own


_PRIVATE = tuple(ipaddress.IPv4Network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
_ULA = ipaddress.IPv6Network("fc00::/7")


def _address(parts: SplitResult) -> str:
    """Return the numeric address of the host. Raises ValueError for one outside, and OSError for one that is not there."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)]
    loopback = parts.scheme == "http"
    if not found or not all(_is_within(address, loopback=loopback) for address in found):
        raise ValueError(parts.scheme)
    return found[0]
