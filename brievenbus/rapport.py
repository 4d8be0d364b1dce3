"""The report of a pile for people: one page, most urgent first, that needs no network, no script and no other file.

Everything that came from a letter or a file name is escaped here, and the page forbids itself everything but its own
style sheet. It is made from the JSON of the contract alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import escape as escape_html
from typing import Any

from brievenbus.brief import GEEN_PLICHT
from brievenbus.explain import schrijf
from brievenbus.kennis.schema import Taal
from brievenbus.rapport_stijl import ICONS, STYLE

ORDER = ("kritiek", "onbekend", "hoog", "middel", "laag", "geen")
"""Most urgent first. A letter that could not be read may be anything, so it comes before what can wait a day."""
AMOUNTS = {"te_betalen": "Te betalen", "te_ontvangen": "U krijgt", "termijnbedrag": "Per termijn"}
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
MOST_QUOTE = 110
Json = Mapping[str, Any]
Plek = tuple[Json, tuple[int, ...]]
"""A letter, and its pages within the file where that file holds other letters too."""


def escape(text: str) -> str:
    """Make text safe for the page, and keep an amount on one line."""
    return escape_html(text).replace("€ ", "€&nbsp;")


def render(briefs: Iterable[Plek], fouten: Sequence[Json], peildatum: date, taal: Taal) -> str:
    """Return the whole page for the read letters and the letters that could not be taken."""
    placed = sorted(briefs, key=lambda plek: _urgent_first(plek[0]))
    rows = [brief for brief, _ in placed]
    copies = Counter(brief["id"] for brief in rows)
    body = [
        _top(rows, len(fouten), peildatum, taal),
        _contents(rows, taal),
        "<main>",
        *(_group_start(rows, i) + _card(i + 1, plek, copies[plek[0]["id"]], taal) for i, plek in enumerate(placed)),
        _failed(fouten),
        "</main>",
        "<footer>Dit is uitleg, geen juridisch advies. Kijk bij twijfel op het papier. "
        "Er gaat niets naar het wijkteam zonder een ja van de bewoner, voor deze brief.</footer>",
    ]
    return _page("\n".join(part for part in body if part), f"De stapel: {_letters(len(rows) + len(fouten))}")


def _page(body: str, title: str) -> str:
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return f"""<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _urgent_first(brief: Json) -> tuple[int, bool, str]:
    """Urgency, then what is overdue, then the first day on which something must be done."""
    terms = _must(brief)
    first = min((t["datum"] for t in terms), default="9")
    return ORDER.index(brief["urgentie"]), not any(t["verlopen"] for t in terms), first


def _must(brief: Json) -> list[Json]:
    return [t for t in brief["termijnen"] if t["soort"] not in GEEN_PLICHT]


def _letters(count: int) -> str:
    return f"{count} {'brief' if count == 1 else 'brieven'}"


def _top(rows: Sequence[Json], failed: int, peildatum: date, taal: Taal) -> str:
    count = Counter(brief["urgentie"] for brief in rows)
    boxes = "".join(
        f'<a class="tel {level}" href="#{level}">{ICONS[level]}<b>{count[level]}</b> {escape(_word(level, taal))}</a>'
        for level in ORDER
        if count[level]
    )
    if failed:
        boxes += f'<a class="tel fout" href="#mislukt">{ICONS["onbekend"]}<b>{failed}</b> niet gelukt</a>'
    ask = sum(brief["mens_nodig"] for brief in rows)
    doubt = f" Bij {_letters(ask)} twijfelen wij: kijk daar zelf goed naar." if ask else ""
    return (
        f"<header><h1>De stapel: {_letters(len(rows) + failed)}</h1>"
        f"<p>Gelezen op {schrijf.datum(peildatum)}. De brieven met de meeste haast staan boven.{doubt}</p>"
        f'<nav class="tellen" aria-label="Aantal brieven">{boxes}</nav></header>'
    )


def _word(level: str, taal: Taal) -> str:
    return taal.woorden[level].lower()


def _contents(rows: Sequence[Json], taal: Taal) -> str:
    items = "".join(_entry(nummer, brief, taal) for nummer, brief in enumerate(rows, start=1))
    return f'<nav class="overzicht" aria-label="Alle brieven"><h2>Overzicht</h2><ol>{items}</ol></nav>' if items else ""


def _entry(nummer: int, brief: Json, taal: Taal) -> str:
    level = brief["urgentie"]
    return (
        f'<li><a href="#brief-{nummer}"><span class="volg">{nummer}</span>'
        f'<span class="merk {level}">{escape(_word(level, taal))}</span>'
        f'<span class="wat">{escape(_title(brief))}<small>{escape(_when(brief, taal))}</small></span>'
        f'<span class="wie">{escape(brief["afzender"]["naam"])}</span></a></li>'
    )


def _title(brief: Json) -> str:
    return str(brief["uitleg"]["titel"] or brief["briefsoort"]["naam"])


def _group_start(rows: Sequence[Json], i: int) -> str:
    """Return the anchor that the counts at the top jump to, before the first letter of each urgency."""
    level = rows[i]["urgentie"]
    return f'<a id="{level}"></a>' if i == 0 or rows[i - 1]["urgentie"] != level else ""


def _card(nummer: int, plek: Plek, copies: int, taal: Taal) -> str:
    brief, pages = plek
    level, uitleg = brief["urgentie"], brief["uitleg"]
    direction = "rtl" if uitleg["taal"] in RIGHT_TO_LEFT else "ltr"
    spoken = f'lang="{escape(uitleg["taal"])}" dir="{direction}"'
    parts = [
        f'<article class="kaart {level}" id="brief-{nummer}" aria-labelledby="titel-{nummer}">',
        _band(nummer, brief, taal),
        f'<div {spoken}><h2 id="titel-{nummer}">{escape(_title(brief))}</h2></div>',
        _from(brief),
        f'<p class="kern" {spoken}>{escape(uitleg["kern"])}</p>',
        _box("twijfel", "Let op", dict.fromkeys([*brief["twijfels"], *_copies(copies), *_hints(brief, taal)])),
        f"<div {spoken}>{_box('doen', 'Doen', uitleg['doen'])}",
        f"{_box('anders', 'Anders', [uitleg['gevolg']])}{_box('hulp', '', uitleg['hulp'])}</div>",
        _route(brief, taal),
        _facts(brief, taal),
        f'<p class="bron">Bestand: {escape(", ".join(brief["bron"]["bestanden"]) + _pages(pages))}</p>',
        "</article>",
    ]
    return "\n".join(part for part in parts if part)


def _pages(pages: Sequence[int]) -> str:
    """Say where in the file the letter is."""
    if not pages:
        return ""
    return f", bladzijde {pages[0]}" + (f" tot en met {pages[-1]}" if len(pages) > 1 else "")


def _band(nummer: int, brief: Json, taal: Taal) -> str:
    level = brief["urgentie"]
    return (
        f'<p class="band">{ICONS[level]}<span class="woord">{escape(taal.woorden[level])}</span>'
        f'<span class="wanneer">{escape(_when(brief, taal))}</span><span class="nummer">brief {nummer}</span></p>'
    )


def _when(brief: Json, taal: Taal) -> str:
    """Return the first day that counts: a missed one before a coming one."""
    terms = sorted(_must(brief), key=lambda t: (not t["verlopen"], t["datum"]))
    if not terms:
        return ""
    term = terms[0]
    day, today = date.fromisoformat(term["datum"]), date.fromisoformat(brief["peildatum"])
    what = taal.termijnen[term["soort"]]
    past = "voorbij, " if term["verlopen"] else ""
    return f"{what}: {schrijf.datum(day, jaar=False)}, {past}{schrijf.over(day, today)}"


def _from(brief: Json) -> str:
    day = f", {schrijf.datum(date.fromisoformat(brief['datum']))}" if brief["datum"] else ", datum niet gelezen"
    return f'<p class="van">Van <b>{escape(brief["afzender"]["naam"])}</b><br>{escape(brief["briefsoort"]["naam"])}{escape(day)}</p>'


def _copies(copies: int) -> list[str]:
    return [f"Deze brief zit {copies} keer in de stapel."] if copies > 1 else []


def _hints(brief: Json, taal: Taal) -> list[str]:
    return [taal.aanwijzingen[hint] for hint in brief["bron"]["aanwijzingen"][:2]]


def _box(kind: str, heading: str, sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(zin)}</li>" for zin in sentences if zin)
    head = f"<h3>{heading}</h3>" if heading else ""
    return f'<section class="{kind}">{head}<ul>{items}</ul></section>' if items else ""


def _facts(brief: Json, taal: Taal) -> str:
    """The facts with the words on the paper that prove them."""
    today, who, what = date.fromisoformat(brief["peildatum"]), brief["afzender"], brief["briefsoort"]
    rows = [_amount(b) for b in brief["bedragen"] if b["soort"] in AMOUNTS]
    rows += [_term(t, today, taal) for t in brief["termijnen"]]
    rows += [_payment(brief["betaling"])] if brief["betaling"] else []
    rows += [_fact("Gevolg", taal.gevolgen[g["soort"]], g) for g in brief["gevolgen"]]
    rows += [_fact("Klopt dit?", f"{c['melding']} ({c['regel']})\n{taal.zinnen['controle_wie']}", c) for c in brief["controle"]]
    rows += [_fact("Afzender", who["naam"], who)] if who["bewijs"] else []
    rows += [_fact("Soort brief", what["naam"], what)] if what["bewijs"] else []
    return f'<section class="feiten"><h3>Dit staat in de brief</h3><dl>{"".join(rows)}</dl></section>' if rows else ""


def _amount(bedrag: Json) -> str:
    kind = "groot" if bedrag["soort"] != "termijnbedrag" else ""
    return _fact(AMOUNTS[bedrag["soort"]], schrijf.bedrag(Decimal(bedrag["bedrag"])), bedrag, kind)


def _fact(label: str, value: str, fact: Json, kind: str = "") -> str:
    lines = "<br>".join(escape(line) for line in value.split("\n"))
    return f'<div><dt>{escape(label)}</dt><dd class="{kind}">{lines}{_proof(fact["bewijs"])}</dd></div>'


def _term(term: Json, today: date, taal: Taal) -> str:
    day = date.fromisoformat(term["datum"])
    text = f"{schrijf.datum(day)} ({schrijf.over(day, today)})"
    if term["verlopen"]:
        text += "\nDeze datum is voorbij."
    if term["rekenregel"]:
        text += f"\nZelf berekend: {term['rekenregel']}."
    if term["juridisch_einde"]:
        end = schrijf.datum(date.fromisoformat(term["juridisch_einde"]))
        text += f"\nVolgens de wet mag het tot en met {end}. Wacht daar niet op."
    return _fact(taal.termijnen[term["soort"]].capitalize(), text, term)


def _payment(betaling: Json) -> str:
    iban = betaling["iban"] or ""
    lines = (
        " ".join(iban[i : i + 4] for i in range(0, len(iban), 4)),
        f"op naam van {betaling['tnv']}" if betaling["tnv"] else "",
        f"betalingskenmerk {betaling['kenmerk']}" if betaling["kenmerk"] else "",
    )
    return _fact("Rekening", "\n".join(line for line in lines if line), betaling)


def _proof(bewijs: Sequence[Json]) -> str:
    if not bewijs:
        return ""
    words = bewijs[0]["tekst"]
    if len(words) > MOST_QUOTE:
        words = words[: MOST_QUOTE - 1].rsplit(" ", 1)[0] + " …"
    return f'<span class="bewijs">bladzijde {int(bewijs[0]["bladzijde"])}: <q>{escape(words)}</q></span>'


def _route(brief: Json, taal: Taal) -> str:
    route = brief["route"]
    ask = f'<p class="vraag">Vraag eerst: <b>{escape(route["vraag"])}</b></p>' if route["vraag"] else ""
    reasons = escape(" ".join(route["redenen"]))
    where = "Voorstel: " + ("naar het " if route["naar"] == "wijkteam" else "") + taal.woorden[route["naar"]]
    soon = ", met spoed" if route["spoed"] else ""
    return f'<section class="route"><h3>{escape(where + soon)}</h3><p>{reasons}</p>{ask}</section>'


def _failed(fouten: Sequence[Json]) -> str:
    if not fouten:
        return ""
    items = "".join(f"<li><b>{escape(', '.join(fout['bestanden']))}</b><br>{escape(fout['zin'])}</li>" for fout in fouten)
    return (
        f'<section class="mislukt" id="mislukt"><h2>Niet gelukt: {len(fouten)}</h2>'
        "<p>Deze bestanden zijn niet gelezen. Het kan wel post met haast zijn. Doe per bestand wat er staat, "
        f"en lees de stapel daarna opnieuw.</p><ul>{items}</ul></section>"
    )
