"""How far a pile is, on the screen: a bar with the time left on a terminal, else a plain line every tenth part."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from brievenbus.kennis.schema import Taal
from brievenbus.rapport import ORDER
from brievenbus.stapel import Uitslag

PARTS = 10


@contextmanager
def progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """Give what `stapel.run` calls with (done, all) after every letter."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (TextColumn("Brieven lezen"), BarColumn(), MofNCompleteColumn(), TaskProgressColumn(),
               TextColumn("nog"), TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, speed_estimate_period=600) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def summary(uitslag: Uitslag, taal: Taal, console: Console) -> None:
    """Print what came of a pile, the most urgent first, and where the report is."""
    total = uitslag.brieven + uitslag.fouten
    read = f" ({uitslag.vooraf} al eerder gelezen)" if uitslag.vooraf else ""
    lines = [f"Klaar: {total} {'brief' if total == 1 else 'brieven'}{read}."]
    for level in ORDER:
        if count := uitslag.urgenties.get(level):
            lines.append(f"  {count:4}  {taal.woorden[level].lower()}")
    if uitslag.fouten:
        lines.append(f"  {uitslag.fouten:4}  niet gelukt: kijk onder aan het rapport, of in fouten.jsonl")
    lines.append(f"Rapport: {uitslag.rapport}")
    console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)


class _Lines:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._start = time.monotonic()
        self._first: int | None = None
        self._part = 0

    def __call__(self, done: int, total: int) -> None:
        if self._first is None:
            self._first, self._part = done, done * PARTS // total
            read = f", {done} al gelezen" if done else ""
            self._print(f"{total} {'brief' if total == 1 else 'brieven'} gevonden{read}.")
        elif done * PARTS // total > self._part:
            self._part = done * PARTS // total
            left = (time.monotonic() - self._start) / (done - self._first) * (total - done)
            self._print(f"{done} van {total} ({100 * done // total} %){_left(left) if done < total else ''}")

    def _print(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)


def _left(seconds: float) -> str:
    if seconds < 90:
        return f", nog ongeveer {max(1, round(seconds))} seconden"
    return f", nog ongeveer {round(seconds / 60)} minuten"
