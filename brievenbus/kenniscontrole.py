"""`brievenbus kennis check`, whole: the checks on the files, and whether senders and letter types are recognised.

Stands above `kennis` and `classify`, because it holds the one against the other. Used by the command line alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from brievenbus.classify.afzender import Afzenderboek, sporen
from brievenbus.classify.context import Lezing, Woorden
from brievenbus.classify.model import Model
from brievenbus.classify.modelbouw import build, left_out
from brievenbus.extract import extract
from brievenbus.kennis import KENNIS_MAP, Kennis
from brievenbus.kennis.check import (
    Bevinding,
    Ernst,
    Onderdeel,
    check_cards,
    check_doubles,
    check_files,
    check_names,
    check_terms,
    sentences,
)
from brievenbus.kennis.taalcheck import check_talen
from brievenbus.match import zinnen
from brievenbus.ocr.opmaak import read_markup
from brievenbus.page import Tekst

ONBEKEND = "onbekend"
TOP = 3
"""A worked example may come this far down the list: in a letter the sender decides between near types."""
VERWARD = 6
"""From so many sentences on that two types take from each other, the pair is named."""
KORT = 8
"""So many warnings a check are printed without `--alles`."""


def check_all(root: Path = KENNIS_MAP, *, alles: bool = True) -> tuple[Onderdeel, ...]:
    """Run every check. Where the files cannot be read, that is the whole report.

    Without `alles` no sentence is left out to see whether it is still recognised: that only warns, and builds the recogniser three times.
    """
    kennis, files = check_files(root)
    if kennis is None:
        return (files,)
    rows = card_rows(kennis)
    labels, texts = [key for key, _ in rows], [text for _, text in rows]
    model = build(texts, labels)
    left = (check_sentences(labels, left_out(texts, labels)),) if alles else ()
    return (
        files, check_talen(kennis), check_terms(kennis), check_names(kennis), check_senders(kennis), check_cards(kennis),
        check_doubles(kennis), *left, check_examples(kennis, model),
        check_counterexamples(kennis, model),
    )  # fmt: skip


def check_senders(kennis: Kennis) -> Onderdeel:
    """Every `voorbeeld` must give its own sender, every `tegenvoorbeeld` the one it names.

    Between senders of one kind it is only a warning: there the letter type decides.
    """
    boek, woorden = Afzenderboek(kennis), Woorden.make(kennis, frozenset())
    found = []
    n = 0
    for card in kennis.afzenders.values():
        cases = [(v.tekst, card.sleutel, "voorbeeld") for v in card.voorbeeld]
        cases += [(t.tekst, t.is_, "tegenvoorbeeld") for t in card.tegenvoorbeeld]
        for text, wanted, kind in cases:
            n += 1
            seen = sender_of(text, boek, woorden)
            if seen != wanted:
                near = wanted in kennis.afzenders and kennis.afzenders[seen].soort == kennis.afzenders[wanted].soort
                words = f"{kind} '{_short(text)}' is {wanted}, herkend als {seen}"
                found.append(Bevinding("waarschuwing" if near else "fout", f"{card.sleutel}.toml", words))
    return Onderdeel("afzenders herkend", _share(n - len(found), n, "voorbeelden"), tuple(found))


def sender_of(text: str, boek: Afzenderboek, woorden: Woorden) -> str:
    """Return the sender with the strongest clues in a stretch of letter.

    Its first lines are the letterhead; from the first full sentence on it is the body.
    """
    lines = text.split("\n")
    head = max(1, next((i for i, line in enumerate(lines) if line.rstrip().endswith((".", "?", "!"))), len(lines)))
    tekst = read_markup("\n".join(("@letterhead", *lines[:head], "@body", *lines[head:])), "voorbeeld")
    points = sporen(Lezing.make(tekst, woorden), extract(tekst), boek).punten
    return max(points, key=lambda key: points[key], default=ONBEKEND)


def card_rows(kennis: Kennis) -> list[tuple[str, str]]:
    """Return (letter type, sentence) for every example sentence, '' for the general ones; not the worked examples: they are the exam."""
    general = [("", text) for group in dict(kennis.algemeen).values() for text in group]
    return [*((card.sleutel, text) for card in kennis.briefsoorten.values() for text in sentences(card)), *general]


def check_sentences(labels: Sequence[str], zonder: Sequence[str]) -> Onderdeel:
    """Name the pairs of types whose sentences are most often taken for each other; `zonder` is what a model without the sentence says."""
    seen = [(label, other) for label, other in zip(labels, zonder, strict=True) if label]
    taken = Counter((min(pair), max(pair)) for pair in seen if pair[0] != pair[1])
    found = tuple(
        Bevinding("waarschuwing", f"{one}.toml", f"{n} zinnen verward met {other}, of andersom")
        for (one, other), n in taken.most_common()
        if n >= VERWARD
    )
    right = sum(label == other for label, other in seen)
    return Onderdeel("zinnen herkend zonder zichzelf", _share(right, len(seen), "zinnen"), found)


def check_examples(kennis: Kennis, model: Model) -> Onderdeel:
    """Every `voorbeeld` must be among the best three readings, by a recogniser that never saw it."""
    found = []
    n = first = 0
    for card in kennis.briefsoorten.values():
        for example in card.voorbeeld:
            n += 1
            seen = read_types(example.tekst, model)
            first += seen[0] == card.sleutel
            if card.sleutel not in seen:
                words = f"voorbeeld '{_short(example.tekst)}' herkend als {', '.join(seen)}"
                found.append(Bevinding("fout", f"{card.sleutel}.toml", words))
    words = f"{_share(n - len(found), n, 'voorbeelden')} bij de eerste {TOP}, {_share(first, n, 'als eerste')}"
    return Onderdeel("briefsoorten herkend", words, tuple(found))


def check_counterexamples(kennis: Kennis, model: Model) -> Onderdeel:
    """No `tegenvoorbeeld` may be read as the card it stands on; a warning where what it is comes close behind."""
    found = []
    n = right = 0
    for card in kennis.briefsoorten.values():
        for example in card.tegenvoorbeeld:
            n += 1
            seen = read_types(example.tekst, model)
            right += seen[0] == example.is_
            if seen[0] == card.sleutel:
                words = f"tegenvoorbeeld '{_short(example.tekst)}' is {example.is_}, herkend als {', '.join(seen)}"
                ernst: Ernst = "waarschuwing" if example.is_ in seen else "fout"
                found.append(Bevinding(ernst, f"{card.sleutel}.toml", words))
    apart = _share(n - len(found), n, "tegenvoorbeelden")
    return Onderdeel("tegenvoorbeelden", f"{apart} niet als de eigen kaart, {right} als de bedoelde", tuple(found))


def read_types(text: str, model: Model) -> tuple[str, ...]:
    """Return the best three letter types for a stretch of letter, read sentence by sentence as a letter is."""
    parts = [zin.tekst for zin in zinnen(_body(text))]
    return tuple(key for key, _ in model.predict(parts).top(TOP))


def _body(text: str) -> Tekst:
    return read_markup(f"@body\n{text}", "voorbeeld")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 90 else plain[:89].rsplit(" ", 1)[0] + " …"


def _share(right: int, n: int, what: str) -> str:
    return f"{right} van {n} {what} ({100 * right / max(1, n):.1f} %)".replace(".", ",")


def show(delen: Sequence[Onderdeel], console: Console, *, alles: bool) -> None:
    """Print the report: a line for each check, every error, and the first warnings (or all of them)."""
    for deel in delen:
        mark = "[red]✗[/]" if deel.fouten else "[green]✓[/]"
        console.print(f"{mark} [bold]{deel.naam}[/]: {escape(deel.uitkomst)}", highlight=False, soft_wrap=True)
        warnings = [b for b in deel.bevindingen if b.ernst == "waarschuwing"]
        listed = warnings if alles else warnings[:KORT]
        for b in (*deel.fouten, *listed):
            line = f"    {b.ernst}: {b.bestand}: {b.tekst}"
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        if len(listed) < len(warnings):
            console.print(f"    … en nog {len(warnings) - len(listed)} waarschuwingen (--alles)", highlight=False)
    fouten = sum(len(deel.fouten) for deel in delen)
    console.print(f"{fouten} fouten" if fouten else "De kennis klopt.", style="bold red" if fouten else "bold green")
