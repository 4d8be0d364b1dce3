"""An explanation as it is read aloud: sentence by sentence, what stands there and what a voice says.

Both come from the same facts through the same gate (`explain.poort`), so a voice never says what is not on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brievenbus.explain import Inhoud, Parts, parts, unreadable
from brievenbus.explain.gesproken import Gesproken, zeg
from brievenbus.explain.poort import Poort
from brievenbus.explain.schrijf import OpPapier
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import Taal
from brievenbus.kennis.talen import BRON, splits

Rij = tuple[str, ...]
_MERKEN = str.maketrans("", "", "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}")
"""Marks around copied text in a language from right to left: for eyes alone."""


@dataclass(frozen=True, slots=True)
class Zin:
    """A sentence as it is written (`tekst`) and said (`gezegd`), its own language, and how it stands on the Dutch page.

    `nederlands` is '' where no one Dutch sentence is the same.
    """

    tekst: str
    gezegd: str
    taal: str
    nederlands: str


def read_aloud(inhoud: Inhoud, kennis: Kennis, taal: str, *, narekenen: bool = False) -> tuple[Zin, ...]:
    """Return the explanation of a letter in a language there is a file of, in the order in which it is read.

    `narekenen`: the date of the letter was put right and not every day could be counted anew, so that is said before any day.
    """
    written, left = parts(inhoud, kennis, taal, OpPapier(taal))
    spoken, _ = parts(inhoud, kennis, taal, Gesproken(taal))
    dutch, _ = parts(inhoud, kennis, BRON, OpPapier())
    dutch_spoken, _ = parts(inhoud, kennis, BRON, Gesproken())
    titel, kern, doen, gevolg, hulp = (
        tuple(_rows(text, _said(text, said), (source, _said(source, source_said)), left, taal))
        for text, said, source, source_said in zip(*map(_pieces, (written, spoken, dutch, dutch_spoken)), strict=True)
    )
    own, source = kennis.talen[taal], kennis.talen[BRON]
    kern, gevolg = (tuple(one for zin in told for one in _split(zin, left, taal)) for told in (kern, gevolg))
    # where the gate let nothing through, "nothing to do" is a promise that only the letter itself can make
    doen = doen or (_fixed("niets" if inhoud.acties == ("niets",) else "mens", own, source),)
    recount = (_fixed("narekenen", own, source),) if narekenen else ()
    doen = (_fixed("doen", own, source), *recount, *doen)
    if gevolg and not gevolg[0].tekst.endswith(("?", "؟")):
        gevolg = (_fixed("gevolg", own, source), *gevolg)
    return (*titel, *kern, *doen, *gevolg, *hulp, *_warned((*titel, *kern, *doen, *gevolg), own, source))


def read_unreadable(kennis: Kennis, taal: str) -> tuple[Zin, ...]:
    """Return what is read aloud of a letter that could not be read."""
    told, dutch = unreadable(kennis, taal), unreadable(kennis)
    lacks = kennis.nederlands.get(taal, frozenset())
    rows = zip((told.titel, told.kern, *told.doen), (dutch.titel, dutch.kern, *dutch.doen), strict=True)
    said = tuple(_plain(text, BRON if text in lacks else taal, source) for text, source in rows)
    return (*said, *_warned(said, kennis.talen[taal], kennis.talen[BRON]))


def _pieces(told: Parts) -> tuple[Rij, ...]:
    titel, *rest = told
    return ((titel,), *rest)


def _said(written: Rij, spoken: Rij) -> Rij:
    """Return what is said of each sentence. Where the gate kept other sentences of the spoken form, the written one is said instead."""
    return spoken if len(spoken) == len(written) else tuple(zin.translate(_MERKEN) for zin in written)


def _rows(written: Rij, spoken: Rij, bron: tuple[Rij, Rij], left: Poort, taal: str) -> Iterator[Zin]:
    """Put side by side what is written and said. Two Dutch sentences may be one in another language: then none is given."""
    dutch, dutch_spoken = bron
    alike = len(dutch) == len(written)
    for number, (text, said) in enumerate(zip(written, spoken, strict=True)):
        source = dutch[number] if alike else ""
        if left.passes(text):
            yield Zin(text, zeg(dutch_spoken[number] if alike else text), BRON, source)
        else:
            yield Zin(text, zeg(said, taal), taal, source)


def _split(zin: Zin, left: Poort, taal: str) -> Iterator[Zin]:
    """Give a text without facts sentence by sentence, as it stands on the page. Facts keep theirs whole: a name may hold a full stop."""
    each, source = splits(zin.tekst), splits(zin.nederlands)
    if len(each) < 2 or zeg(zin.tekst, zin.taal) != zin.gezegd:
        yield zin
        return
    for number, text in enumerate(each):
        yield _plain(text, BRON if left.passes(text) else taal, source[number] if len(source) == len(each) else "")


def _plain(tekst: str, taal: str, nederlands: str) -> Zin:
    return Zin(tekst, zeg(tekst, taal), taal, nederlands)


def _fixed(naam: str, taal: Taal, bron: Taal) -> Zin:
    """Return a heading of the sheet, or a fixed sentence."""
    text, source = (one.meegeven.get(naam) or one.zinnen[naam] for one in (taal, bron))
    return _plain(text, BRON if text == source else taal.taal, source)


def _warned(told: tuple[Zin, ...], taal: Taal, bron: Taal) -> tuple[Zin, ...]:
    """Say at the end, as the sheet does, what is not sure of the words: not all translated, not read by anybody whose language it is."""
    unread = taal.taal != BRON and taal.gecontroleerd != "moedertaal"
    warnings = {"deels": any(zin.taal != taal.taal for zin in told), "niet_nagekeken": unread}
    return tuple(_fixed(naam, taal, bron) for naam, wanted in warnings.items() if wanted)
