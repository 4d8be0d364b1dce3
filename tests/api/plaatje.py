"""Small real pictures, for uploads."""

from __future__ import annotations

import io

from PIL import Image


def jpeg(grijs: int = 200, maat: tuple[int, int] = (60, 80)) -> bytes:
    """Return a small grey JPEG; another `grijs` is another picture."""
    out = io.BytesIO()
    Image.new("L", maat, grijs).save(out, "JPEG")
    return out.getvalue()


def bestanden(*inhoud: bytes, veld: str = "bestanden") -> list[tuple[str, tuple[str, bytes, str]]]:
    """Return files as the client sends them, under one name and in order."""
    return [(veld, (f"foto-{nummer}.jpg", data, "image/jpeg")) for nummer, data in enumerate(inhoud, start=1)]
