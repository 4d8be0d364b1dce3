"""One frozen Settings: the only reader of the environment. Every field has a default and a sentence, in `UITLEG`."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from brievenbus.errors import SettingsError

if TYPE_CHECKING:
    from brievenbus.dienst import Beleid

PREFIX = "BRIEVENBUS_"
MAX_BYTES, MAX_BLADZIJDEN = 50_000_000, 200
_TIEN_JAAR = 3653
_NETWERK = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.glusterfs", "fuse.sshfs", "davfs"}
)
"""File systems of another machine, as Linux names them. SQLite cannot lock on these: two writers break the database."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set, as `BRIEVENBUS_<NAAM>` in the environment (without the trailing underscore of `map_`).

    The sentence for each field is in `UITLEG`. `database_url`, `opslag_url` and the files have no fixed default: it follows from
    `map_` and from the home folder, see `read`.
    """

    cache: Path
    lezer: str = ""
    map_: Path = Path()
    database_url: str = ""
    opslag_url: str = ""
    sleutelbestand: Path = Path()
    werkers: int = 0
    max_bytes: int = MAX_BYTES
    max_bladzijden: int = MAX_BLADZIJDEN
    adres: str = "http://127.0.0.1:8000"
    luister: str = "127.0.0.1:8000"
    tls_certificaat: str = ""
    tls_sleutel: str = ""
    proxies: str = ""
    upload_bytes: int = 25_000_000
    upload_bestanden: int = 40
    upload_bladzijden: int = 40
    bewaren_uren: int = 24
    bewaren_doorverwijzing_dagen: int = 30
    bewaren_log_dagen: int = 365
    aanvaard_werkdagen: int = 2
    clamav: str = ""
    oidc_uitgever: str = ""
    oidc_client_id: str = ""
    oidc_geheim_bestand: str = ""
    oidc_naam_claim: str = "email"
    oidc_rol_claim: str = ""
    oidc_rollen: str = ""
    oidc_balie_claim: str = ""
    oidc_wijkteam_claim: str = ""
    overdracht: str = ""
    overdracht_url: str = ""
    overdracht_token_bestand: str = ""
    herschrijf_url: str = ""
    herschrijf_model: str = ""
    herschrijf_sleutelbestand: str = ""
    logniveau: str = "info"
    contact: str = "beheer@example.org"
    meet_token_bestand: str = ""

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the environment (the process's own by default). Raises SettingsError for a value that cannot be."""
        env = os.environ if environment is None else environment
        values: dict[str, Any] = _places(env)
        for field in fields(cls):
            text = env.get(variable(field.name), "")
            if text and field.name not in values:
                values[field.name] = _number(field.name, text) if field.type == "int" else text
        return cls(**values)


UITLEG: Mapping[str, tuple[str, str]] = {
    "cache": ("map voor de gebouwde herkenner", "~/.cache/brievenbus"),
    "lezer": ("de derde lezer: leeg (de eigen), `geen`, of een model van transformers als map of naam", ""),
    "map_": ("map voor de database en de brieven", "~/.local/share/brievenbus"),
    "database_url": ("de database: `sqlite:///…` of `postgresql://…`", "SQLite in de map"),
    "opslag_url": ("de verzegelde bestanden: `file:///…` of `s3://…`", "`blobs` in de map"),
    "sleutelbestand": ("het bestand met de sleutels; nooit in de map of in een reservekopie", "~/.config/brievenbus/sleutels.txt"),
    "werkers": ("hoeveel brieven van een stapel tegelijk; 0 is één per processorkern", "0"),
    "max_bytes": ("grootste bestand", "50 000 000"),
    "max_bladzijden": ("meeste bladzijden in een brief of stapel", "200"),
    "adres": ("het adres waarop browsers en telefoons de dienst vinden; `https://`, tenzij alleen op deze computer", "http://127.0.0.1:8000"),
    "luister": ("waar het programma zelf luistert", "127.0.0.1:8000"),
    "tls_certificaat": ("certificaat, als het programma zelf TLS doet", ""),
    "tls_sleutel": ("sleutel bij dat certificaat", ""),
    "proxies": ("IP-adressen of netten van de eigen TLS-proxy, met komma's; alleen die mogen zeggen wie de bezoeker is", ""),
    "upload_bytes": ("grootste bestand dat over het net komt", "25 000 000"),
    "upload_bestanden": ("meeste bestanden in één keer", "40"),
    "upload_bladzijden": ("meeste bladzijden van één brief die over het net komt", "40"),
    "bewaren_uren": ("uren na het bezoek dat een brief gewist wordt", "24"),
    "bewaren_doorverwijzing_dagen": ("dagen na het sluiten van een doorverwijzing dat de brief gewist wordt", "30"),
    "bewaren_log_dagen": ("dagen dat een gewiste brief, een toestemming en een gesloten doorverwijzing zonder inhoud blijven staan", "365"),
    "aanvaard_werkdagen": ("werkdagen vóór de termijn waarop een wijkteam moet hebben aanvaard", "2"),
    "clamav": ("ClamAV dat elk bestand bekijkt, als `computer:3310`", "niet"),
    "oidc_uitgever": ("de inlogdienst van de gemeente, `https://…`", "eigen accounts"),
    "oidc_client_id": ("naam van brievenbus bij die inlogdienst", ""),
    "oidc_geheim_bestand": ("bestand met het geheim bij die inlogdienst; een private sleutel (PEM) geeft private_key_jwt", ""),
    "oidc_naam_claim": ("claim die gelijk is aan de gebruikersnaam van een account", "email"),
    "oidc_rol_claim": ("claim waarin staat wat iemand mag; leeg: alleen wie al een account heeft, komt binnen", ""),
    "oidc_rollen": ("waarde van die claim en de rol, als `waarde=vrijwilliger,waarde=wijkteam`", ""),
    "oidc_balie_claim": ("claim met de naam van de balie van een vrijwilliger", ""),
    "oidc_wijkteam_claim": ("claim met de naam van het wijkteam", ""),
    "overdracht": ("naar een systeem van de gemeente: `export` of `klantinteracties`", "alleen de eigen werklijst"),
    "overdracht_url": ("adres van dat systeem; bij `export` een map", ""),
    "overdracht_token_bestand": ("bestand met het token of de ondertekensleutel van dat systeem", ""),
    "herschrijf_url": ("taalmodel dat de uitleg anders mag zeggen: `https://…/v1` in eigen netwerk, of `http://` op deze computer", "niet"),
    "herschrijf_model": ("naam van dat model", ""),
    "herschrijf_sleutelbestand": ("bestand met de sleutel van dat model, als het er een vraagt", ""),
    "logniveau": ("`debug`, `info`, `warning` of `error`", "info"),
    "contact": ("e-mailadres van wie deze dienst beheert; staat in de beschrijving van de API", "beheer@example.org"),
    "meet_token_bestand": ("bestand met het token waarmee `/metrics` gelezen mag worden", "alleen vanaf deze computer"),
}
"""Field → (Dutch sentence, default as an operator reads it). The table of the README has these rows."""


def variable(veld: str) -> str:
    """Return the environment variable of a field."""
    return PREFIX + veld.rstrip("_").upper()


def beleid(settings: Settings) -> Beleid:
    """Return what the organisation chose, as the service takes it."""
    from brievenbus.dienst import Beleid  # the service is not loaded for `brievenbus --help`

    return Beleid(
        adres=settings.adres.rstrip("/"), bewaren_uren=settings.bewaren_uren,
        bewaren_doorverwijzing_dagen=settings.bewaren_doorverwijzing_dagen, bewaren_log_dagen=settings.bewaren_log_dagen,
        aanvaard_werkdagen=settings.aanvaard_werkdagen, max_bytes=settings.upload_bytes,
        max_bestanden=settings.upload_bestanden, max_bladzijden=settings.upload_bladzijden, clamav=settings.clamav,
    )  # fmt: skip


def controleer(settings: Settings, mounts: str | None = None, environment: Mapping[str, str] | None = None) -> None:
    """Refuse what is unsafe or half set, before anything starts. Raises SettingsError. `mounts` is the text of /proc/mounts."""
    _check_net(settings)
    _check_numbers(settings)
    _check_places(settings, _mounts() if mounts is None else mounts)
    _check_s3(settings, os.environ if environment is None else environment)
    _check_halves(settings)
    controleer_herschrijven(settings)


def controleer_herschrijven(settings: Settings) -> None:
    """Refuse a language model outside the own network, or one that is half set. Raises SettingsError."""
    _together(settings, "herschrijf_url", "herschrijf_model")
    if settings.herschrijf_sleutelbestand and not settings.herschrijf_url:
        samen = ", ".join(map(variable, ("herschrijf_url", "herschrijf_model", "herschrijf_sleutelbestand")))
        raise SettingsError("instelling_half", naam=variable("herschrijf_url"), samen=samen)
    if settings.herschrijf_url:
        from brievenbus.taalmodel import check_url  # the net is not loaded where nothing goes over it

        check_url(settings.herschrijf_url)


def _places(env: Mapping[str, str]) -> dict[str, Any]:
    """Return the folders, files and URLs that follow from each other."""
    home = Path(env.get("HOME") or "~").expanduser()
    cache = Path(env.get("XDG_CACHE_HOME") or home / ".cache") / "brievenbus"
    data = Path(env.get("XDG_DATA_HOME") or home / ".local" / "share") / "brievenbus"
    keys = Path(env.get("XDG_CONFIG_HOME") or home / ".config") / "brievenbus" / "sleutels.txt"
    map_ = Path(env.get(PREFIX + "MAP") or data).absolute()
    return {
        "cache": Path(env.get(PREFIX + "CACHE") or cache),
        "map_": map_,
        "database_url": env.get(PREFIX + "DATABASE_URL") or f"sqlite:///{map_ / 'brievenbus.sqlite'}",
        "opslag_url": env.get(PREFIX + "OPSLAG_URL") or f"file://{map_ / 'blobs'}",
        "sleutelbestand": Path(env.get(PREFIX + "SLEUTELBESTAND") or keys).absolute(),
    }


def _number(veld: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise _wrong(veld, text)
    return int(text)


def _wrong(veld: str, waarde: str | int) -> SettingsError:
    return SettingsError("instelling_ongeldig", naam=variable(veld), waarde=waarde)


def _is_local(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _check_net(settings: Settings) -> None:
    """Plain http only ever on this computer: letters and log-ins go over this line."""
    parts = _url("adres", settings.adres)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise _wrong("adres", settings.adres)
    if parts.scheme == "http" and not _is_local(parts.hostname):
        raise SettingsError("adres_onveilig", adres=settings.adres)
    host, _, port = settings.luister.rpartition(":")
    if not host or not (port.isdigit() and 0 < int(port) < 65536):
        raise _wrong("luister", settings.luister)
    if not _is_local(host.strip("[]")) and not settings.proxies and not settings.tls_certificaat:
        raise SettingsError("luister_onveilig", luister=settings.luister)
    for proxy in filter(None, settings.proxies.split(",")):
        try:
            net = ipaddress.ip_network(proxy.strip())
        except ValueError:
            raise _wrong("proxies", proxy) from None
        if net.prefixlen == 0:  # everybody could say to be anybody
            raise _wrong("proxies", proxy)


def _url(veld: str, text: str) -> Any:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises where the port is no number
    except ValueError:
        raise _wrong(veld, text) from None
    return parts


def _check_numbers(settings: Settings) -> None:
    if not 1 <= settings.bewaren_uren <= _TIEN_JAAR * 24:
        raise SettingsError("bewaren_ongeldig", naam=variable("bewaren_uren"), waarde=settings.bewaren_uren)
    for veld in ("bewaren_doorverwijzing_dagen", "bewaren_log_dagen"):
        if not 1 <= getattr(settings, veld) <= _TIEN_JAAR:
            raise SettingsError("bewaren_ongeldig", naam=variable(veld), waarde=getattr(settings, veld))
    for veld in ("upload_bytes", "upload_bestanden", "upload_bladzijden", "max_bytes", "max_bladzijden"):
        if getattr(settings, veld) < 1:
            raise _wrong(veld, getattr(settings, veld))
    if settings.aanvaard_werkdagen > 30:
        raise _wrong("aanvaard_werkdagen", settings.aanvaard_werkdagen)
    if settings.logniveau not in ("debug", "info", "warning", "error"):
        raise _wrong("logniveau", settings.logniveau)


def _check_places(settings: Settings, mounts: str) -> None:
    """The key file apart from what it opens; SQLite on a disk of this machine."""
    kind, _, rest = settings.database_url.partition(":///")
    apart = [Path(settings.opslag_url.removeprefix("file://"))] if settings.opslag_url.startswith("file:") else []
    if kind.startswith("sqlite"):
        folder = Path(rest).absolute().parent
        apart.append(folder)
        soort = _file_system(folder, mounts)
        if soort in _NETWERK:
            raise SettingsError("sqlite_netwerkschijf", map=str(folder), soort=soort)
    keys = settings.sleutelbestand.resolve()
    if any(keys.is_relative_to(place.resolve()) for place in apart):
        raise SettingsError("sleutel_bij_gegevens", bestand=str(settings.sleutelbestand))
    if keys.exists() and keys.stat().st_mode & 0o077:
        raise SettingsError("sleutelbestand_open", bestand=str(settings.sleutelbestand))


def _mounts() -> str:
    """Return what is mounted where; nothing on a system that is not Linux."""
    try:
        return Path("/proc/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def _file_system(folder: Path, mounts: str) -> str:
    """Return the kind of file system a folder is on: of mounts that hold it, the deepest, and of equals the last."""
    found, longest = "", -1
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        point = Path(place.replace("\\040", " "))
        if folder.resolve().is_relative_to(point) and len(point.parts) >= longest:
            found, longest = kind, len(point.parts)
    return found


def _check_s3(settings: Settings, env: Mapping[str, str]) -> None:
    url = settings.opslag_url
    endpoint = env.get("AWS_ENDPOINT_URL") or env.get("AWS_ENDPOINT") or ""
    plain = endpoint.startswith("http://") or env.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true", "yes", "on")
    if url.startswith("http:") or (url.startswith("s3:") and plain):
        raise SettingsError("opslag_onveilig")
    if not url.startswith(("file:///", "s3://")):
        raise SettingsError("opslag_url_ongeldig")


def _check_halves(settings: Settings) -> None:
    """Each of these is set whole or not at all; what goes out to another system goes over https."""
    if settings.overdracht not in ("", "export", "klantinteracties"):
        raise _wrong("overdracht", settings.overdracht)
    _together(settings, "tls_certificaat", "tls_sleutel")
    _together(settings, "oidc_uitgever", "oidc_client_id", "oidc_geheim_bestand")
    _together(settings, "oidc_rol_claim", "oidc_rollen")
    _together(settings, "overdracht", "overdracht_url", "overdracht_token_bestand")
    outside = ["oidc_uitgever"] + (["overdracht_url"] if settings.overdracht == "klantinteracties" else [])
    for veld in outside:
        text = getattr(settings, veld)
        parts = _url(veld, text)
        if text and (not parts.hostname or parts.scheme != "https") and not (parts.scheme == "http" and _is_local(parts.hostname)):
            raise SettingsError("adres_onveilig", adres=text)
    host, _, port = settings.clamav.rpartition(":")
    if settings.clamav and not (host and port.isdigit() and 0 < int(port) < 65536):
        raise _wrong("clamav", settings.clamav)


def _together(settings: Settings, *velden: str) -> None:
    missing = [veld for veld in velden if not getattr(settings, veld)]
    if missing and len(missing) < len(velden):
        raise SettingsError("instelling_half", naam=variable(missing[0]), samen=", ".join(map(variable, velden)))
