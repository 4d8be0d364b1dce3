"""What is missing from one letter, by its own account: a page number that is not there, a back that was not scanned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from brievenbus.brief import Aanwijzing
from brievenbus.page import Page
from brievenbus.split.telling import Telling, numbering

_OMMEZIJDE = re.compile(
    r"\bz\.\s?o\.\s?z\b|\b(?:zie|lees|vervolg\w*|verder|staat|staan|vindt|leest)\b[^.\n]{0,40}"
    r"\b(?:ommezijde|keerzijde|(?:achterzijde|achterkant)(?! van (?!de(?:ze)? (?:brief|bladzijde|pagina)|dit)))",
    re.IGNORECASE,
)


def missing(pages: Sequence[Page]) -> tuple[Aanwijzing, ...]:
    """Return what the pages of one letter say is not among them; nothing where they do not say."""
    counts = [count for page in pages if (count := numbering(page))]
    printed = [page for page in pages if page.lines]
    blank = any(page.is_bare for page in pages)
    found = {hint for run in _runs(counts) if (hint := _gap(run, len(printed) - len(counts), blank))}
    last = printed[-1] if printed else None
    if last and last is pages[-1] and _OMMEZIJDE.search(" ".join(line.tekst for line in last.lines)):
        found.add("achterkant_ontbreekt")
    return tuple(sorted(found))


def _runs(counts: Sequence[Telling]) -> Iterator[list[Telling]]:
    """Cut the numbers into runs: an attachment may count its own pages. Pages that changed places are one run."""
    run: list[Telling] = []
    for count in counts:
        known = {other.nummer for other in run}
        if run and (count.totaal != run[-1].totaal or count.nummer in known or (count.totaal is None and count.nummer < run[-1].nummer)):
            yield run
            run = []
        run.append(count)
    if run:
        yield run


def _gap(run: Sequence[Telling], plain: int, blank: bool) -> Aanwijzing | None:
    """Return what a run of numbers misses; `plain` pages bear no number and may be the missing ones.

    Only odd numbers, or page 1 of 2, show that no back was taken; with a `blank` side seen page 2 stands elsewhere.
    """
    seen = {count.nummer for count in run if count.zeker}
    total = run[0].totaal
    if not seen or (total is None and len(seen) < 2):
        return None
    start = 1 if total is not None else min(seen)
    gone = set(range(start, (total or max(seen)) + 1)) - seen
    if len(gone) <= plain:
        return None
    backs = (
        (len(seen) > 1 or (seen == {1} and total == 2 and not blank))
        and all(number % 2 for number in seen)
        and not any(number % 2 for number in gone)
    )
    return "achterkant_ontbreekt" if backs else "bladzijde_ontbreekt"
