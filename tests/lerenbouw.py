"""A knowledge folder with three small letter types, for tests of learning: a recogniser of it is built in a blink."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from brievenbus.kennis import ALGEMEEN, KENNIS_MAP

_KAART = """# Een kaart voor een test.
sleutel = "{sleutel}"
naam = "Kaart"
urgentie = "{urgentie}"
afzenders = ["cjib"]
acties = ["niets"]
wijkteam = "nee"
bron = "praktijkkennis"
geldig_vanaf = 2026-11-21

[uitleg]
titel = "Over iets"
kern = "Er komt iets nieuws."

[zinnen]
mededeling = [
{zinnen}
]

[[voorbeeld]]
tekst = "{voorbeeld}"

[[tegenvoorbeeld]]
tekst = "{tegen}"
is = "{andere}"
"""
FIETS = [f"De fiets in {plek} krijgt een nieuwe {deel}." for plek in ("Delft", "Breda", "Assen", "Goes")
         for deel in ("ketting", "band", "bel", "lamp")]  # fmt: skip
BOOM = [f"De {soort} bij het {plek} wordt gesnoeid." for plek in ("park", "plein", "water", "bos")
        for soort in ("eik", "beuk", "linde", "wilg")]  # fmt: skip
UITHUIS = [f"U moet {wat} uit {waar} vertrekken." for wat in ("direct", "morgen", "vandaag", "snel")
           for waar in ("uw huis", "de woning", "het pand", "de kamer")]  # fmt: skip
_SOORTEN = {
    "fiets": ("laag", FIETS, "De fiets krijgt een nieuwe ketting en een nieuwe bel.", "De linde bij het plein wordt gesnoeid.", "boom"),
    "boom": ("laag", BOOM, "De eik bij het water wordt gesnoeid.", "De fiets krijgt een nieuwe lamp.", "fiets"),
    "uithuis": ("kritiek", UITHUIS, "U moet vandaag uit de woning vertrekken.", "De wilg bij het bos wordt gesnoeid.", "boom"),
}


def maak_kennis(root: Path) -> Path:
    """Make the folder below `root`: the shipped rules and senders, and the types `fiets`, `boom` (laag) and `uithuis` (kritiek)."""
    made = root / "kennis"
    shutil.copytree(KENNIS_MAP, made, ignore=shutil.ignore_patterns("briefsoorten", "geleerd", "*.py", "__pycache__"))
    (made / "briefsoorten").mkdir()
    (made / ALGEMEEN).write_text('contact = ["Heeft u vragen, bel ons dan gerust.", "U vindt ons nummer boven aan de brief."]\n', "utf-8")
    for sleutel, (urgentie, zinnen, voorbeeld, tegen, andere) in _SOORTEN.items():
        rows = ",\n".join(f"  {json.dumps(zin)}" for zin in zinnen)
        text = _KAART.format(sleutel=sleutel, urgentie=urgentie, zinnen=rows, voorbeeld=voorbeeld, tegen=tegen, andere=andere)
        (made / "briefsoorten" / f"{sleutel}.toml").write_text(text, "utf-8")
    return made
