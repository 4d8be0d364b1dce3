"""Settings: every one has a sentence and a row in the README, and what is unsafe does not start."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from brievenbus.errors import SettingsError
from brievenbus.settings import PREFIX, UITLEG, Settings, beleid, controleer, variable

README = (Path(__file__).parents[2] / "api" / "README.md").read_text("utf-8")
NFS = "server:/x /mnt nfs4 rw 0 0\n/dev/sda1 / ext4 rw 0 0\n"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path)}


def check(env: dict[str, str], mounts: str = "") -> None:
    controleer(Settings.read(env), mounts, env)


def test_every_setting_has_a_sentence_and_a_row_in_the_readme() -> None:
    assert list(UITLEG) and set(UITLEG) == {field.name for field in fields(Settings)}
    for veld, (zin, _) in UITLEG.items():
        assert f"| `{variable(veld)}` | {zin} |" in README
    assert set(re.findall(PREFIX + r"[A-Z_]+", README)) <= {variable(veld) for veld in UITLEG}


def test_nothing_set_is_safe_and_private(env: dict[str, str], tmp_path: Path) -> None:
    check(env)
    settings = Settings.read(env)
    assert settings.map_ == tmp_path / ".local" / "share" / "brievenbus"
    assert settings.database_url == f"sqlite:///{settings.map_}/brievenbus.sqlite"
    assert settings.opslag_url == f"file://{settings.map_}/blobs"
    assert not settings.sleutelbestand.is_relative_to(settings.map_)
    assert (beleid(settings).bewaren_uren, beleid(settings).max_bytes) == (24, 25_000_000)


def test_each_setting_is_read_from_its_variable(env: dict[str, str]) -> None:
    for field in fields(Settings):
        value = "/een/pad" if field.type == "Path" else "7"
        assert str(getattr(Settings.read(env | {variable(field.name): value}), field.name)) == value


@pytest.mark.parametrize(
    ("set_", "code"),
    [
        ({"ADRES": "http://brievenbus.voorbeeldstad.nl"}, "adres_onveilig"),
        ({"ADRES": "http://0.0.0.0:8000"}, "adres_onveilig"),
        ({"ADRES": "http://localhost.evil.nl"}, "adres_onveilig"),
        ({"ADRES": "ftp://x"}, "instelling_ongeldig"),
        ({"ADRES": "http://[::1"}, "instelling_ongeldig"),
        ({"LUISTER": "0.0.0.0:8000"}, "luister_onveilig"),
        ({"LUISTER": "8000"}, "instelling_ongeldig"),
        ({"LUISTER": "127.0.0.1:99999"}, "instelling_ongeldig"),
        ({"PROXIES": "*"}, "instelling_ongeldig"),
        ({"PROXIES": "10.0.0.1, 0.0.0.0/0"}, "instelling_ongeldig"),
        ({"BEWAREN_UREN": "0"}, "bewaren_ongeldig"),
        ({"BEWAREN_UREN": "90000"}, "bewaren_ongeldig"),
        ({"BEWAREN_DOORVERWIJZING_DAGEN": "0"}, "bewaren_ongeldig"),
        ({"BEWAREN_LOG_DAGEN": "3654"}, "bewaren_ongeldig"),
        ({"BEWAREN_UREN": "-1"}, "instelling_ongeldig"),
        ({"BEWAREN_UREN": "²"}, "instelling_ongeldig"),
        ({"UPLOAD_BYTES": "0"}, "instelling_ongeldig"),
        ({"CLAMAV": "clamav"}, "instelling_ongeldig"),
        ({"CLAMAV": "clamav:poort"}, "instelling_ongeldig"),
        ({"OVERDRACHT": "fax"}, "instelling_ongeldig"),
        ({"OVERDRACHT": "klantinteracties"}, "instelling_half"),
        ({"OVERDRACHT_URL": "https://x.nl"}, "instelling_half"),
        ({"OVERDRACHT": "klantinteracties", "OVERDRACHT_URL": "http://x.nl", "OVERDRACHT_TOKEN_BESTAND": "/t"}, "adres_onveilig"),
        ({"OIDC_UITGEVER": "https://login.voorbeeldstad.nl"}, "instelling_half"),
        ({"OIDC_UITGEVER": "http://l.nl", "OIDC_CLIENT_ID": "b", "OIDC_GEHEIM_BESTAND": "/g"}, "adres_onveilig"),
        ({"TLS_SLEUTEL": "/s"}, "instelling_half"),
        ({"OPSLAG_URL": "http://s3.voorbeeld.nl/emmer"}, "opslag_onveilig"),
        ({"OPSLAG_URL": "memory:///"}, "opslag_url_ongeldig"),
        ({"LOGNIVEAU": "luid"}, "instelling_ongeldig"),
        ({"HERSCHRIJF_URL": "https://api.example.com/v1", "HERSCHRIJF_MODEL": "m"}, "herschrijf_adres"),
        ({"HERSCHRIJF_URL": "http://10.0.0.5/v1", "HERSCHRIJF_MODEL": "m"}, "herschrijf_adres"),
        ({"HERSCHRIJF_URL": "http://127.0.0.1:8080/v1"}, "instelling_half"),
        ({"HERSCHRIJF_SLEUTELBESTAND": "/s"}, "instelling_half"),
    ],
)
def test_what_is_unsafe_or_half_does_not_start(env: dict[str, str], set_: dict[str, str], code: str) -> None:
    with pytest.raises(SettingsError) as raised:
        check(env | {PREFIX + naam: value for naam, value in set_.items()})
    assert raised.value.code == code


@pytest.mark.parametrize(
    "set_",
    [
        {"ADRES": "https://brievenbus.voorbeeldstad.nl", "LUISTER": "0.0.0.0:8000", "PROXIES": "10.0.0.0/8"},
        {"ADRES": "https://b.nl", "LUISTER": "0.0.0.0:443", "TLS_CERTIFICAAT": "/c", "TLS_SLEUTEL": "/s"},
        {"ADRES": "http://[::1]:8000", "CLAMAV": "clamav:3310"},
        {"HERSCHRIJF_URL": "http://127.0.0.1:8080/v1", "HERSCHRIJF_MODEL": "m"},
        {"HERSCHRIJF_URL": "https://10.0.0.5/v1", "HERSCHRIJF_MODEL": "m", "HERSCHRIJF_SLEUTELBESTAND": "/s"},
        {"OPSLAG_URL": "s3://emmer/brieven", "DATABASE_URL": "postgresql://db/b"},
        {"OVERDRACHT": "export", "OVERDRACHT_URL": "/srv/uit", "OVERDRACHT_TOKEN_BESTAND": "/t"},
    ],
)
def test_what_is_safe_starts(env: dict[str, str], set_: dict[str, str]) -> None:
    check(env | {PREFIX + naam: value for naam, value in set_.items()})


def test_sqlite_on_a_network_disk_does_not_start(env: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="sqlite_netwerkschijf"):
        check(env | {"BRIEVENBUS_MAP": "/mnt/gedeeld"}, NFS)
    check(env | {"BRIEVENBUS_MAP": "/srv/b"}, NFS)
    check(env | {"BRIEVENBUS_MAP": "/mnt/gedeeld", "BRIEVENBUS_DATABASE_URL": "postgresql://db/b"}, NFS)


@pytest.mark.parametrize("waar", ["sleutels.txt", "blobs/sleutels.txt", "diep/er/sleutels.txt"])
def test_keys_beside_what_they_open_do_not_start(env: dict[str, str], tmp_path: Path, waar: str) -> None:
    settings = replace(Settings.read(env | {"BRIEVENBUS_MAP": str(tmp_path / "m")}), sleutelbestand=tmp_path / "m" / waar)
    with pytest.raises(SettingsError, match="sleutel_bij_gegevens"):
        controleer(settings, "", env)


def test_a_key_file_that_others_may_read_does_not_start(env: dict[str, str], tmp_path: Path) -> None:
    keys = tmp_path / "s.txt"
    keys.write_text("x")
    keys.chmod(0o640)
    with pytest.raises(SettingsError, match="sleutelbestand_open"):
        check(env | {"BRIEVENBUS_SLEUTELBESTAND": str(keys)})


@pytest.mark.parametrize("set_", [{"AWS_ENDPOINT_URL": "http://minio:9000"}, {"AWS_ALLOW_HTTP": "true"}])
def test_s3_over_a_bare_line_does_not_start(env: dict[str, str], set_: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="opslag_onveilig"):
        check(env | set_ | {"BRIEVENBUS_OPSLAG_URL": "s3://emmer"})
