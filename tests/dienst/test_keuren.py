"""The page coach on one photo: says what is wrong, never more than two things, and never stands in the way."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from brievenbus.dienst import Dienst, keuren
from brievenbus.errors import BusyError, InputError

BEELDEN = Path(__file__).parents[2] / "samples" / "beelden"
FOTO = BEELDEN / "g01.p1.foto.jpg"


def jpeg(picture: Image.Image) -> bytes:
    """Return a picture as a phone would send it."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()


@pytest.fixture(scope="module")
def foto() -> Image.Image:
    with Image.open(FOTO) as file:
        return file.convert("RGB")


def test_a_fair_photo_is_good(dienst: Dienst) -> None:
    assert keuren.keur(dienst, FOTO.read_bytes()) == keuren.Keuring((), (), True)


def test_a_photo_in_the_dark_and_out_of_focus_says_so_in_dutch(dienst: Dienst, foto: Image.Image) -> None:
    said = keuren.keur(dienst, jpeg(ImageEnhance.Brightness(foto.filter(ImageFilter.GaussianBlur(5))).enhance(0.16)))
    assert not said.goed
    assert said.aanwijzingen[0] == "te_donker"
    assert said.zinnen[0] == dienst.kennis.talen["nl"].aanwijzingen["te_donker"]
    assert len(said.aanwijzingen) == len(said.zinnen) <= 2


def test_a_photo_of_nothing(dienst: Dienst) -> None:
    assert keuren.keur(dienst, jpeg(Image.new("RGB", (1200, 1600), "grey"))).aanwijzingen == ("leeg",)


def test_a_pdf_is_no_photo(dienst: Dienst) -> None:
    assert keuren.keur(dienst, (BEELDEN / "g01.pdf").read_bytes()).goed


@pytest.mark.parametrize(
    ("inhoud", "code"), [(b"\xff\xd8\xffkapot", "bestand_kapot"), (b"hallo", "bestandssoort_onbekend"), (b"", "bestand_leeg")]
)  # fmt: skip
def test_what_is_no_photo_is_refused_without_its_name(dienst: Dienst, inhoud: bytes, code: str) -> None:
    with pytest.raises(InputError, match=code) as caught:
        keuren.keur(dienst, inhoud)
    assert caught.value.waarden["bestand"] == "foto"


def test_too_big(dienst: Dienst) -> None:
    small = replace(dienst, beleid=replace(dienst.beleid, max_bytes=10))
    with pytest.raises(InputError, match="bestand_te_groot"):
        keuren.keur(small, FOTO.read_bytes())


def test_when_it_is_busy_it_says_later(dienst: Dienst, monkeypatch: pytest.MonkeyPatch) -> None:
    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(keuren, "_seats", full)
    monkeypatch.setattr(keuren, "WAIT_SECONDS", 0.01)
    with pytest.raises(BusyError) as caught:
        keuren.keur(dienst, FOTO.read_bytes())
    assert caught.value.waarden["seconden"] > 0


def test_a_seat_is_given_back_also_after_a_broken_photo(dienst: Dienst) -> None:
    for _ in range(keuren.AT_ONCE + 1):
        with pytest.raises(InputError):
            keuren.keur(dienst, b"\xff\xd8\xffkapot")


def test_nothing_of_the_photo_stays(dienst: Dienst) -> None:
    before = set(Path("/dev/shm").glob("brievenbus-*")) if Path("/dev/shm").is_dir() else set()
    keuren.keur(dienst, FOTO.read_bytes())
    after = set(Path("/dev/shm").glob("brievenbus-*")) if Path("/dev/shm").is_dir() else set()
    assert after <= before
