"""The words of the sheet. Nothing stands on it but the explanation of the letter, its own facts, and fixed sentences.

The fixed sentences are those of [meegeven] in the language file. Each one filled with a fact passes the same gate as the
explanation itself (`explain.poort`); one that does not is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from brievenbus.afdruk.agenda import qr_tekst
from brievenbus.afdruk.belzinnen import make_belzinnen, said
from brievenbus.afdruk.dagen import GEBEURT, RECHTEN, Dag, korte_naam, overige, plichten
from brievenbus.afdruk.heruitleg import is_onleesbaar, make_uitleg
from brievenbus.afdruk.tweetalig import join
from brievenbus.afdruk.verbetering import GEEN, Verbeterd, mark
from brievenbus.afdruk.vorm import Blad, GrootBedrag, GroteDag, Rij, Strook, StrookDag, Zin
from brievenbus.explain import schrijf
from brievenbus.explain.schrijf import NaastNederlands, OpPapier
from brievenbus.kaart import in_fours
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import Taal
from brievenbus.kennis.talen import splits

__all__ = ["Blad", "Naast", "Zin", "make_blad", "make_naast"]

WONEN = frozenset({"ontruiming", "afsluiting"})
_STROOK_DAGEN = 3
_VRAAG = ("?", "؟", "፧")
_BEDRAG = (("te_betalen", "u_betaalt"), ("te_ontvangen", "u_krijgt"))


@dataclass(frozen=True, slots=True)
class Naast:
    """The second language: its fixed sentences, and the explanation of this letter in it, to stand under the Dutch."""

    taal: Taal
    uitleg: Mapping[str, Any]


def make_naast(brief: Mapping[str, Any], kennis: Kennis, taal: str, vandaag: date) -> Naast:
    """Return a second language, there is a file of, for a letter on the day it is handed over."""
    return Naast(kennis.talen[taal], make_uitleg(brief, kennis, taal, vandaag, NaastNederlands(taal)))


def make_blad(
    brief: Mapping[str, Any], taal: Taal, vandaag: date, naast: Naast | None = None, *, verbeterd: Verbeterd = GEEN
) -> Blad:  # fmt: skip
    """Return the sheet for a letter (the object of the contract) on the day it is handed over.

    With `naast` everything stands there in two languages; dates, amounts and references are the same in both. `brief` is the letter
    as the volunteers say it is, `verbeterd` what they changed in it.
    """
    dutch = mark(_one(brief, brief["uitleg"], taal, vandaag), brief, taal, verbeterd)
    if dutch.rust is not None and verbeterd.erbij:  # a volunteer adds something: no calm box beside it
        dutch = replace(dutch, rust=None, doen=dutch.doen or (Zin(taal.zinnen["niets_onzeker"]),))
    if naast is None:
        return dutch
    theirs = _one(brief, naast.uitleg, naast.taal, vandaag)
    if verbeterd.narekenen:  # the same first sentence on both sides: of unequal lists nothing would be paired
        theirs = replace(theirs, doen=(Zin(naast.taal.meegeven["narekenen"]), *theirs.doen))
    if theirs.rust is not None and verbeterd.erbij:
        theirs = replace(theirs, rust=None, doen=theirs.doen or (Zin(naast.taal.zinnen["niets_onzeker"]),))
    both = join(dutch, theirs, naast.taal.taal)
    return replace(both, niet_nagekeken=naast.taal.gecontroleerd != "moedertaal")


def _one(brief: Mapping[str, Any], uitleg: Mapping[str, Any], taal: Taal, vandaag: date) -> Blad:
    """Make the sheet in one language."""
    fixed = {key: Zin(zin) for key, zin in taal.meegeven.items() if "{" not in zin}
    klasse, merk = _badge(brief, taal)
    if is_onleesbaar(brief):
        return _unread(uitleg, taal, klasse, merk)
    must, nothing = plichten(brief), taal.zinnen["niets"]
    bedrag = None if brief["echtheid"]["verdacht"] else _big_amount(brief, taal)
    heading, gevolg = _otherwise(uitleg["gevolg"], taal)
    home = WONEN & {g["soort"] for g in brief["gevolgen"]}
    return Blad(
        klasse=klasse, merk=Zin(merk), titel=Zin(uitleg["titel"]), kern=_sentences(_core(uitleg, bedrag, taal)),
        dag=_big_day(brief, taal, vandaag, must), bedrag=bedrag, rust=Zin(nothing) if nothing in uitleg["doen"] else None,
        doen=tuple(Zin(zin) for zin in uitleg["doen"] if zin != nothing), gevolg_kop=Zin(heading),
        gevolg=_sentences(gevolg), gevolg_teken="huis" if home else "schild",
        zeggen=make_belzinnen(brief, taal, vandaag, must), mee=_bring(brief, taal), hulp=_help(uitleg["hulp"], taal),
        strook=_strip(brief, taal, vandaag, must), vast=fixed,
    )  # fmt: skip


def _unread(uitleg: Mapping[str, Any], taal: Taal, klasse: str, merk: str) -> Blad:
    """Make the sheet of a letter that could not be read: it says so, says what to do, and holds no fact of the letter."""
    return Blad(
        klasse=klasse, merk=Zin(merk), titel=Zin(uitleg["titel"]), kern=_sentences(uitleg["kern"]), dag=None, bedrag=None, rust=None,
        doen=(Zin(taal.meegeven["onleesbaar"]), *(Zin(zin) for zin in uitleg["doen"])), gevolg_kop=Zin(""), gevolg=(),
        gevolg_teken="schild", zeggen=(), mee=None, hulp=(), strook=None,
        vast={key: Zin(zin) for key, zin in taal.meegeven.items() if "{" not in zin},
    )  # fmt: skip


def _badge(brief: Mapping[str, Any], taal: Taal) -> tuple[str, str]:
    """Return how urgent the letter is, as a key for its sign and colour and as a word."""
    if brief["echtheid"]["verdacht"]:
        return "verdacht", taal.meegeven["verdacht"]
    if brief["goed_nieuws"] and brief["urgentie"] in ("laag", "geen"):
        return "goednieuws", taal.meegeven["goed_nieuws"]
    return brief["urgentie"], taal.woorden[brief["urgentie"]].capitalize()


def _sentences(text: str) -> tuple[Zin, ...]:
    return tuple(Zin(zin) for zin in splits(text))


def _big_day(brief: Mapping[str, Any], taal: Taal, vandaag: date, must: tuple[Dag, ...]) -> GroteDag | None:
    """Return the next day on which something must be done; else a right, a collection, or a day that has passed."""
    coming = next((dag for dag in must if dag.datum >= vandaag), None)
    other: tuple[Dag, ...] = overige(brief, ("inning",))
    if not brief["goed_nieuws"]:
        other = (*overige(brief, RECHTEN), *other)
    dag = coming or next((dag for dag in (*must[-1:], *other) if dag in must or dag.datum >= vandaag), None)
    if dag is None:
        return None
    past = dag.datum < vandaag
    key = "voorbij" if past else _heading(dag)
    kop = said(brief, taal, key, wat=taal.termijnen[dag.soort].capitalize())
    return GroteDag(kop, schrijf.datum(dag.datum), past, _other_words(dag.datum, taal)) if kop is not None else None


def _heading(dag: Dag) -> str:
    if dag.soort == "inning":
        return "inning"
    if dag.soort in RECHTEN:
        return "kan_tot"
    return "op" if dag.soort in GEBEURT else "uiterlijk"


def _big_amount(brief: Mapping[str, Any], taal: Taal) -> GrootBedrag | None:
    for soort, key in _BEDRAG:
        found = next((b for b in brief["bedragen"] if b["soort"] == soort), None)
        if found is not None and (soort == "te_betalen" or brief["goed_nieuws"]):
            due = any(t["soort"] == "betalen" for t in brief["termijnen"]) and "betalen" in brief["acties"]
            calm = soort == "te_betalen" and (brief["goed_nieuws"] or not due)
            over = tuple(_to_copy(brief, taal)) if soort == "te_betalen" else ()
            return GrootBedrag(Zin(taal.meegeven["gaat_om" if calm else key]), schrijf.bedrag(Decimal(found["bedrag"])), over=over)
    return None


def _to_copy(brief: Mapping[str, Any], taal: Taal) -> Iterable[Rij]:
    """Return what one fills in to pay. Nothing where the letter does not ask for it: a paid bill would be paid twice."""
    pay = brief["betaling"]
    if pay is None or brief["goed_nieuws"] or not {"betalen", "regeling"} & set(brief["acties"]):
        return
    for part, key in (("iban", "naar_rekening"), ("tnv", "op_naam"), ("kenmerk", "zet_erbij")):
        if pay[part]:
            yield Rij(Zin(taal.meegeven[key]), pay[part] if part == "tnv" else in_fours(pay[part]))


def _core(uitleg: Mapping[str, Any], bedrag: GrootBedrag | None, taal: Taal) -> str:
    """Return what the letter is about, without what stands in big type just below it."""
    kern = str(uitleg["kern"])
    copied = "" if bedrag is None else OpPapier(taal.taal).los(bedrag.bedrag)
    twice = [taal.zinnen[key].format(bedrag=copied) for key in ("te_betalen", "te_ontvangen") if copied]
    if taal.zinnen["niets"] in uitleg["doen"]:
        twice.append(taal.zinnen["niets"])
    for zin in twice:
        kern = kern.removesuffix(zin).strip()
    return kern


def _otherwise(gevolg: str, taal: Taal) -> tuple[str, str]:
    """Return heading and text: a question with which the sentence begins ("Komt u niet?") is its heading, else the fixed one."""
    first, *rest = splits(gevolg) or ("",)
    if first.endswith(_VRAAG):
        return first, " ".join(rest)
    return taal.meegeven["gevolg"], gevolg


def _help(lines: Iterable[str], taal: Taal) -> tuple[Zin, ...]:
    before = taal.zinnen["hulp_naam"].partition("{")[0]
    bare = (line.removeprefix(before) for line in lines if line != taal.meegeven["deels"])  # the foot of the sheet says that already
    return tuple(Zin(line[:1].upper() + line[1:]) for line in bare)


def _bring(brief: Mapping[str, Any], taal: Taal) -> Zin | None:
    goes = "afspraak" in brief["acties"] and not brief["echtheid"]["verdacht"]
    return Zin(taal.meegeven["mee_afspraak"]) if goes else None


def _strip(brief: Mapping[str, Any], taal: Taal, vandaag: date, must: tuple[Dag, ...]) -> Strook | None:
    """Return the strip with the first days still to come; without one there is nothing to hang up."""
    days = [dag for dag in must if dag.datum >= vandaag][:_STROOK_DAGEN]
    if not days and not brief["goed_nieuws"]:
        days = [dag for dag in overige(brief, RECHTEN) if dag.datum >= vandaag][:1]
    if not days:
        return None
    lines = tuple(_strip_day(dag, taal) for dag in days)
    name = brief["afzender"]["naam"]
    short = korte_naam(name)
    sender = "" if brief["afzender"]["sleutel"] == "onbekend" else (short if short.endswith("…") else name.strip())
    return Strook(lines, sender, qr_tekst(brief, taal, vandaag))


def _strip_day(dag: Dag, taal: Taal) -> StrookDag:
    weekday, rest = schrijf.datum(dag.datum).split(" ", 1)
    return StrookDag(weekday, rest, Zin(taal.termijnen[dag.soort].capitalize()), _other_words(dag.datum, taal))


def _other_words(dag: date, taal: Taal) -> str:
    return "" if taal.taal == schrijf.BRON else schrijf.in_taal(dag, taal.taal)
