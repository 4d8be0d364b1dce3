"""A sheet in two languages: each Dutch sentence with the same one in the resident's language.

A sentence that the other language does not have stays in Dutch alone, and the sheet says that not all of it is translated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from brievenbus.afdruk.vorm import Blad, GrootBedrag, GroteDag, Rij, Strook, Zin


def join(ours: Blad, theirs: Blad, taal: str) -> Blad:
    """Return the Dutch sheet with each sentence of the other one beside it. Amounts and numbers are the same in both."""
    made = replace(
        ours, merk=_pair(ours.merk, theirs.merk), titel=_pair(ours.titel, theirs.titel), kern=_pairs(ours.kern, theirs.kern),
        dag=_day(ours.dag, theirs.dag), bedrag=_amount(ours.bedrag, theirs.bedrag), rust=_maybe(ours.rust, theirs.rust),
        doen=_pairs(ours.doen, theirs.doen), gevolg=_pairs(ours.gevolg, theirs.gevolg),
        gevolg_kop=_pair(ours.gevolg_kop, theirs.gevolg_kop),
        zeggen=_pairs(ours.zeggen, theirs.zeggen), mee=_maybe(ours.mee, theirs.mee), hulp=_pairs(ours.hulp, theirs.hulp),
        strook=_strip(ours.strook, theirs.strook), vast={key: _pair(zin, theirs.vast.get(key)) for key, zin in ours.vast.items()},
        naast_taal=taal,
    )  # fmt: skip
    told = [made.titel, *made.kern, *made.doen, *made.zeggen, *made.gevolg]
    return replace(made, deels=any(not zin.naast for zin in told))


def _pair(a: Zin, b: Zin | None) -> Zin:
    return replace(a, naast=b.nl if b is not None and b.nl != a.nl else "")


def _pairs(a: Sequence[Zin], b: Sequence[Zin]) -> tuple[Zin, ...]:
    """Pair two lists by place. Of unequal lists nobody knows which belongs to which: a wrong pair is worse than none."""
    return tuple(_pair(x, b[at] if len(a) == len(b) else None) for at, x in enumerate(a))


def _maybe(a: Zin | None, b: Zin | None) -> Zin | None:
    return None if a is None else _pair(a, b)


def _day(a: GroteDag | None, b: GroteDag | None) -> GroteDag | None:
    return a and replace(a, kop=_pair(a.kop, b.kop if b else None), ook=b.ook if b else "")


def _amount(a: GrootBedrag | None, b: GrootBedrag | None) -> GrootBedrag | None:
    if a is None or b is None or len(a.over) != len(b.over):
        return a
    over: tuple[Rij, ...] = tuple(replace(x, kop=_pair(x.kop, y.kop)) for x, y in zip(a.over, b.over, strict=True))
    return replace(a, kop=_pair(a.kop, b.kop), over=over)


def _strip(a: Strook | None, b: Strook | None) -> Strook | None:
    if a is None or b is None or len(a.dagen) != len(b.dagen):
        return a
    return replace(a, dagen=tuple(replace(x, wat=_pair(x.wat, y.wat), ook=y.ook) for x, y in zip(a.dagen, b.dagen, strict=True)))
