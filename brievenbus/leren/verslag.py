"""What a probe found, in plain sentences for the keeper at the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from brievenbus.leren.proef import Anders, Proef
from brievenbus.leren.voorstel import Voorstel
from brievenbus.leren.woorden import WORD, Woordenschat

KORT = 12
"""So many changed readings are listed of each kind."""


def proposal_lines(one: Voorstel, schat: Woordenschat) -> Iterator[str]:
    """Yield the lines of one proposal: what it would teach, and its words that the knowledge does not have yet."""
    before = f", eerder gelezen als {one.eerder}" if one.eerder else ""
    yield f"{one.id[:8]}  {one.soort} ({one.functie}), van {one.dag.isoformat()}{before}"
    yield f"          {one.zin}"
    new = [hit[0] for hit in WORD.finditer(one.zin) if hit[0].islower() and not schat.knows(hit[0])]
    if new:
        yield f"          nieuwe woorden: {', '.join(dict.fromkeys(new))}. Kijk of er geen naam bij is."


def probe_lines(proef: Proef) -> Iterator[str]:
    """Yield the whole report: the sentences themselves, what would be read otherwise, which types come closer, and what is wrong."""
    for one in proef.zinnen:
        yield f"Zin: {one.voorstel.zin}"
        yield f"    nu:    {', '.join(one.voor)}"
        yield f"    daarna: {', '.join(one.na)}"
    better, worse = ([one for one in proef.anders if one.beter is good] for good in (True, False))
    yield f"Van {proef.bekeken} teksten van de kennis lezen er {len(proef.anders)} anders:"
    yield f"    {len(better)} beter, {len(worse)} slechter of gelijk."
    for name, found in (("beter", better), ("slechter of gelijk", worse)):
        yield from (f"    {name}: {_line(one)}" for one in found[:KORT])
        if len(found) > KORT:
            yield f"    … en nog {len(found) - KORT}"
    for close in proef.nader:
        yield f"Dichterbij: {close.soort} bij teksten van {close.bij} ({close.meer:.2f})".replace(".", ",")
    for what, lines in (
        ("Pas op", proef.milder), ("Wenk", proef.wenken), ("Nieuwe fout", [f"{b.bestand}: {b.tekst}" for b in proef.fouten]),
        ("Opgelost", [f"{b.bestand}: {b.tekst}" for b in proef.weg]),
    ):  # fmt: skip
        yield from (f"{what}: {line}" for line in lines)
    yield "Er is niets veranderd." + ("" if proef.mag else " Zo wordt het niet overgenomen; --toch doet het wel.")


def _line(one: Anders) -> str:
    text = one.tekst if len(one.tekst) <= 80 else one.tekst[:79].rsplit(" ", 1)[0] + " …"
    return f"{one.wat} van {one.goed} ({one.gelezen_voor} → {one.gelezen_na}): {text}"
