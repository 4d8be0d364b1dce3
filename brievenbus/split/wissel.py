"""Pages that changed places: is the last page of the letter so far page 2 of the letter that begins behind it?"""

from __future__ import annotations

from collections.abc import Sequence

from brievenbus.split.blad import Blad
from brievenbus.split.grens import Grens, belongs

MORE = 0.7
"""So much more must tie a page to the next than to what lies before it, to be moved there."""
FLOW = -1.5
"""What a sentence ties that breaks off on one page and is taken up on another."""


def goes_with_next(brief: Sequence[Blad], eerder: Grens | None, blad: Blad, volgt: Blad | None) -> bool:
    """Tell whether the last page of the letter so far goes with `blad`, which opens a letter: they changed places.

    `eerder` is the place before that last page, `volgt` the printed page after `blad`. The page is moved where the two are
    numbered 2 and 1 and no other page 2 follows; where one letter has no end and the other no beginning; or where it was
    not sure that the page belongs to what lies before it, and more ties it to what comes.
    """
    vorige = brief[-1]
    if not _may_move(vorige) or _counts_on(brief):
        return False
    before, after = _ties(brief[:-1], vorige), _ties((blad,), vorige)
    if _counts_back(vorige, blad) and _ends(blad, volgt):
        return after <= before or any(vel.telling for vel in brief[:-1])
    if len(brief) == 1 and eerder and vorige.slot and blad.aanhef and blad.vol and not blad.slot and _ends(blad, volgt):
        return True
    alone = len(brief) == 1 and (eerder.onzeker if eerder else not vorige.postcode)
    unsure = alone or (eerder is not None and eerder.los)
    if not unsure and not (_counts_back(vorige, blad) and len(brief) > 1):
        return False
    return after <= min(0.0, before) - MORE


def may_go_with_next(brief: Sequence[Blad], blad: Blad, volgt: Blad | None) -> bool:
    """Tell whether the last page of the letter so far may be page 2 of the letter that begins behind it.

    By its number, because that letter seems to miss its end, or because something ties it to that letter and nothing to
    this one.
    """
    vorige = brief[-1]
    if len(brief) < 2 or not _may_move(vorige):
        return False
    if _counts_on(brief):
        return _counts_back(vorige, blad) and blad.vol and not blad.slot and _ends(blad, volgt)
    numbered = any(vel.telling for vel in brief[:-1])
    if _counts_back(vorige, blad) and not numbered:
        return True
    return not (vorige.telling and numbered) and _ties(brief[:-1], vorige) >= 0 and _ties((blad,), vorige) <= -MORE


def _may_move(blad: Blad) -> bool:
    return not (blad.aanhef or blad.datum or blad.bijlage or (blad.telling and blad.telling.nummer == 1))


def _counts_back(vorige: Blad, blad: Blad) -> bool:
    """Tell whether two pages in a row are numbered 2 and 1 of as many."""
    eerst, nu = vorige.telling, blad.telling
    return bool(eerst and nu and (eerst.nummer, nu.nummer) == (2, 1) and eerst.same_run(nu))


def _counts_on(brief: Sequence[Blad]) -> bool:
    """Tell whether the last page is page 2 behind a page 1."""
    if len(brief) < 2:
        return False
    eerst, nu = brief[-2].telling, brief[-1].telling
    return bool(eerst and nu and eerst.nummer + 1 == nu.nummer and eerst.same_run(nu))


def _ends(blad: Blad, volgt: Blad | None) -> bool:
    """Tell whether no page of the letter's own text follows: the next opens another letter, or is enclosed."""
    if volgt is None or volgt.scheiding or volgt.bijlage or volgt.aanhef or (volgt.datum and volgt.postcode):
        return True
    nu, dan = blad.telling, volgt.telling
    return bool(dan and (dan.nummer == 1 or (dan.nummer == 3 and nu and nu.same_run(dan))))


def _ties(brief: Sequence[Blad], blad: Blad) -> float:
    """Return what ties the page to these pages (below 0) or sets it apart; a sentence that goes on ties too."""
    if not brief:
        return 0.0
    goes_on = FLOW if brief[-1].open_eind and blad.klein_begin else 0.0
    return sum(points for _, points in belongs(brief, blad)) + goes_on
