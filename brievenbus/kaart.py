"""The card: one Brief as readable text for a terminal. Same facts as the JSON, each with the words that prove it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from brievenbus.brief import Bewijs, Brief, Termijn
from brievenbus.explain import schrijf
from brievenbus.kennis.schema import Taal, VrijwilligerKaart

COLOUR = {"kritiek": "bold white on red", "hoog": "bold black on orange1", "middel": "bold black on yellow", "laag": "bold black on green3",
          "geen": "bold black on green3", "onbekend": "bold white on magenta"}  # fmt: skip
QUOTE = 90
_FOOT = Text("Dit is uitleg, geen juridisch advies. Kijk bij twijfel op het papier.", style="dim")


def show(brief: Brief, taal: Taal, console: Console, vrijwilliger: VrijwilligerKaart | None = None) -> None:
    """Print the card of a letter, with what is told to the volunteer where something is."""
    console.print(
        Panel(
            Group(*_parts(brief, taal), *_beside(vrijwilliger), _FOOT),
            title=_badge(brief, taal),
            title_align="left",
            padding=(1, 2),
            width=min(console.width, 100),
        )
    )


def _badge(brief: Brief, taal: Taal) -> Text:
    return Text(f" {taal.woorden[brief.urgentie]} ", style=COLOUR[brief.urgentie])


def _parts(brief: Brief, taal: Taal) -> Iterable[RenderableType]:
    u = brief.uitleg
    yield Text(u.titel, style="bold")
    yield Text(u.kern)
    yield Text()
    if brief.twijfels:
        yield Text("Let op", style="bold magenta")
        yield from (Text(f"  ? {t}") for t in brief.twijfels)
        yield Text()
    yield Text("Doen", style="bold")
    yield from (Text(f"  • {zin}") for zin in u.doen)
    if u.gevolg:
        yield Text()
        yield Text("Anders", style="bold")
        yield Text(f"  {u.gevolg}")
    yield Text()
    yield _facts(brief, taal)
    yield Text()
    yield from (Text(f"  {zin}") for zin in u.hulp)
    yield Text(f"Voorstel: {taal.woorden[brief.route.naar]}. {' '.join(brief.route.redenen)}", style="bold")
    if brief.route.vraag:
        yield Text(f"  Vraag eerst: {brief.route.vraag}")
    hints = [zin for hint in brief.bron.aanwijzingen[:2] if (zin := taal.aanwijzingen[hint]) not in brief.twijfels]
    if hints:
        yield Text("Foto: " + " ".join(hints), style="italic")


def _beside(vrijwilliger: VrijwilligerKaart | None) -> Iterable[RenderableType]:
    if vrijwilliger is None:
        return
    yield Text()
    yield Text("Voor de vrijwilliger", style="bold")
    yield Text(f"  {vrijwilliger.kern}")
    yield from (Text(f"  • {zin}") for zin in vrijwilliger.nagaan)
    if vrijwilliger.let_op:
        yield Text(f"  Let op: {vrijwilliger.let_op}")
    yield Text()


def _facts(brief: Brief, taal: Taal) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    table.add_column(style="dim")
    table.add_row("Van", brief.afzender.naam, quote(brief.afzender.bewijs))
    table.add_row("Wat", brief.briefsoort.naam, quote(brief.briefsoort.bewijs))
    table.add_row("Haast", brief.urgentie_reden, "")
    if brief.datum:
        table.add_row("Datum brief", schrijf.datum(brief.datum), "")
    for t in brief.termijnen:
        table.add_row(taal.termijnen[t.soort].capitalize(), _term(t, brief), quote(t.bewijs))
    for b in brief.bedragen:
        if b.soort in ("te_betalen", "te_ontvangen") and not brief.echtheid.verdacht:
            table.add_row("Te betalen" if b.soort == "te_betalen" else "U krijgt", schrijf.bedrag(b.bedrag), quote(b.bewijs))
    if brief.betaling:
        pay = brief.betaling
        lines = [
            in_fours(pay.iban) if pay.iban else "",
            f"t.n.v. {pay.tnv}" if pay.tnv else "",
            f"kenmerk {in_fours(pay.kenmerk)}" if pay.kenmerk else "",
        ]
        table.add_row("Rekening", "\n".join(line for line in lines if line), quote(pay.bewijs))
    for g in brief.gevolgen:
        table.add_row("Gevolg", taal.gevolgen[g.soort], quote(g.bewijs))
    for c in brief.controle:
        table.add_row("Klopt dit?", f"{c.melding} ({c.regel})", quote(c.bewijs))
    if brief.controle:
        table.add_row("", taal.zinnen["controle_wie"], "")
    return table


def _term(t: Termijn, brief: Brief) -> str:
    text = f"{schrijf.datum(t.datum)} ({schrijf.over(t.datum, brief.peildatum)})"
    if t.verlopen:
        text += " VOORBIJ"
    if t.rekenregel:
        text += f"\nzelf berekend: {t.rekenregel}"
    if t.juridisch_einde:
        text += f"\nvolgens de wet tot en met {schrijf.datum(t.juridisch_einde)}; wacht daar niet op"
    return text


def in_fours(number: str) -> str:
    """Return a long number in groups of four, as people copy it; a short or written reference as it is."""
    compact = number.replace(" ", "")
    worded = any(part.isalpha() and len(part) > 4 for part in number.split())
    if len(compact) < 12 or not compact.isalnum() or worded:
        return number
    return " ".join(compact[i : i + 4] for i in range(0, len(compact), 4))


def quote(bewijs: tuple[Bewijs, ...]) -> str:
    """Return the evidence as a short quotation with its page, and whether its value may have been misread."""
    if not bewijs:
        return ""
    words = bewijs[0].tekst
    if len(words) > QUOTE:
        words = words[: QUOTE - 1].rsplit(" ", 1)[0] + " …"
    doubt = "" if all(proof.zeker for proof in bewijs) else "NIET ZEKER GELEZEN, "
    return f"{doubt}blz. {bewijs[0].bladzijde}: “{words}”"
