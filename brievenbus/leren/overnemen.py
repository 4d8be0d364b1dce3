"""Write accepted sentences into a knowledge folder: each on its card, and as a case that `brievenbus kennis check` goes on asking for."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from brievenbus.errors import KennisError
from brievenbus.kennis import _check
from brievenbus.kennis.schema import BriefsoortKaart
from brievenbus.leren.geleerd import MAP, Geval, with_case
from brievenbus.leren.kaartschrift import replace_file, with_sentence
from brievenbus.leren.voorstel import Voorstel


def take_over(root: Path, voorstellen: Sequence[Voorstel], vandaag: date) -> tuple[Path, ...]:
    """Write the sentences below `root` and return the files that changed. All texts are made and checked before the first is written.

    Raises KennisError where a card cannot be read or mended, or where nothing may be written there.
    """
    texts: dict[Path, str] = {}
    for one in voorstellen:
        card, cases = root / "briefsoorten" / f"{one.soort}.toml", root / MAP / f"{one.soort}.toml"
        try:
            old = texts.get(card) or card.read_bytes().decode("utf-8")
            known = texts.get(cases) or (cases.read_bytes().decode("utf-8") if cases.exists() else "")
        except (OSError, UnicodeDecodeError) as error:
            raise KennisError("kennis_toml", bestand=card.name, reden=str(error)) from error
        texts[card] = with_sentence(old, one.functie, one.zin, card.name)
        _check(tomllib.loads(texts[card]), BriefsoortKaart, card)
        texts[cases] = with_case(known, Geval(zin=one.zin, functie=one.functie, niet=one.eerder, sinds=vandaag))
    try:
        for file, text in texts.items():
            replace_file(file, text)
    except OSError as error:
        raise KennisError("kennis_toml", bestand=str(root), reden=f"hier kan niet geschreven worden ({error.strerror})") from error
    return tuple(texts)
