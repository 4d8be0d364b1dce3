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
from brievenbus.afdruk.dagen import GEBEURT, RECHTEN, Dag, korte_naam, overige, plichten
from brievenbus.explain import SURE_SENDER, schrijf
from brievenbus.explain.poort import Poort
from brievenbus.kaart import in_fours
from brievenbus.kennis.schema import Taal

WONEN = frozenset({"ontruiming", "afsluiting"})
_SURE_KIND = 0.45
_STROOK_DAGEN = 3
_RTL = frozenset({"ar", "fa", "he", "ur"})
_ZEGGEN = ("niet_betalen", "regeling", "afspraak", "inleveren", "aanvragen", "bezwaar", "betalen", "controleren", "bellen")
"""For which actions there is something to say on the phone, the most useful first; two are said at most."""
_BEDRAG = (("te_betalen", "u_betaalt"), ("te_ontvangen", "u_krijgt"))
_NUMMERS_TOT_LAATST = ("betalingskenmerk", "kenteken", "vermelding")


@dataclass(frozen=True, slots=True)
class Zin:
    """A sentence in Dutch and, where the resident reads another language, the same in that language."""

    nl: str
    naast: str = ""


@dataclass(frozen=True, slots=True)
class GroteDag:
    """The day that counts. `kop` says what for."""

    kop: Zin
    datum: str
    voorbij: bool


@dataclass(frozen=True, slots=True)
class GrootBedrag:
    """The amount that counts."""

    kop: Zin
    bedrag: str


@dataclass(frozen=True, slots=True)
class Strook:
    """The strip to tear off: up to three days with what must be done, and who wrote. `qr` is what the code holds, '' for no code."""

    dagen: tuple[tuple[str, Zin], ...]
    afzender: str
    qr: str


@dataclass(frozen=True, slots=True)
class Blad:
    """All that stands on the sheet.

    `rust` says that nothing needs doing; `vast` are the fixed words by their key; `naast_taal` is '' for a sheet in Dutch alone.
    """

    klasse: str
    merk: Zin
    titel: Zin
    kern: Zin
    dag: GroteDag | None
    bedrag: GrootBedrag | None
    rust: Zin | None
    doen: tuple[Zin, ...]
    gevolg_kop: Zin
    gevolg: Zin | None
    gevolg_teken: str
    zeggen: tuple[Zin, ...]
    mee: Zin | None
    hulp: tuple[Zin, ...]
    strook: Strook | None
    vast: Mapping[str, Zin]
    naast_taal: str = ""

    @property
    def naast_richting(self) -> str:
        """The direction in which the second language is written."""
        return "rtl" if self.naast_taal in _RTL else "ltr"

    def met_hulp(self, aantal: int) -> Blad:
        """Return the sheet with at most so many help lines: those with a telephone number stay longest."""
        keep = sorted(range(len(self.hulp)), key=lambda at: (not any(c.isdigit() for c in self.hulp[at].nl), at))[:aantal]
        return replace(self, hulp=tuple(self.hulp[at] for at in sorted(keep)))


@dataclass(frozen=True, slots=True)
class Naast:
    """The second language: its fixed sentences, and the explanation of this letter in it."""

    taal: Taal
    uitleg: Mapping[str, Any]


def make_blad(brief: Mapping[str, Any], taal: Taal, vandaag: date, naast: Naast | None = None) -> Blad:
    """Return the sheet for a letter (the object of the contract) on the day it is handed over.

    With `naast` everything stands there in two languages; dates, amounts and references are the same in both.
    """
    dutch = _one(brief, brief["uitleg"], taal, vandaag)
    return dutch if naast is None else _join(dutch, _one(brief, naast.uitleg, naast.taal, vandaag), naast.taal.taal)


def _one(brief: Mapping[str, Any], uitleg: Mapping[str, Any], taal: Taal, vandaag: date) -> Blad:
    """Make the sheet in one language."""
    must = plichten(brief)
    suspect = brief["echtheid"]["verdacht"]
    fixed, nothing = taal.meegeven, taal.zinnen["niets"]
    klasse, merk = _badge(brief, taal)
    bedrag = None if suspect else _big_amount(brief, taal)
    heading, gevolg = _otherwise(uitleg["gevolg"], taal)
    home = WONEN & {g["soort"] for g in brief["gevolgen"]}
    return Blad(
        klasse=klasse, merk=Zin(merk), titel=Zin(uitleg["titel"]), kern=Zin(_core(uitleg, bedrag, taal)),
        dag=_big_day(brief, taal, vandaag, must), bedrag=bedrag, rust=Zin(nothing) if nothing in uitleg["doen"] else None,
        doen=tuple(Zin(zin) for zin in uitleg["doen"] if zin != nothing), gevolg_kop=Zin(heading),
        gevolg=Zin(gevolg) if gevolg else None, gevolg_teken="huis" if home else "schild",
        zeggen=_script(brief, taal, vandaag, must), mee=_bring(brief, taal), hulp=_help(uitleg["hulp"], taal),
        strook=_strip(brief, taal, vandaag, must), vast={key: Zin(said) for key, said in fixed.items() if "{" not in said},
    )  # fmt: skip


def _badge(brief: Mapping[str, Any], taal: Taal) -> tuple[str, str]:
    """Return how urgent the letter is, as a key for its sign and colour and as a word."""
    if brief["echtheid"]["verdacht"]:
        return "verdacht", taal.meegeven["verdacht"]
    if brief["goed_nieuws"] and brief["urgentie"] in ("laag", "geen"):
        return "goednieuws", taal.meegeven["goed_nieuws"]
    return brief["urgentie"], taal.woorden[brief["urgentie"]].capitalize()


def _gate(brief: Mapping[str, Any], taal: Taal) -> Poort:
    facts = {
        "afzender": [_name(brief)],
        "soort": [brief["briefsoort"]["naam"]],
        "kenmerk": [in_fours(k["waarde"]) for k in brief["kenmerken"]],
        "wat": [word.capitalize() for word in taal.termijnen.values()],
    }
    return Poort(facts, taal.meegeven.values())


def _said(brief: Mapping[str, Any], taal: Taal, key: str, **waarden: str) -> Zin | None:
    """Return a fixed sentence filled with facts of the letter, or None where the gate refuses it."""
    zin = taal.meegeven[key].format(**waarden)
    return Zin(zin) if _gate(brief, taal).passes(zin) else None


def _name(brief: Mapping[str, Any]) -> str:
    return str(brief["afzender"]["naam"]).rstrip(".")


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
    kop = _said(brief, taal, key, wat=taal.termijnen[dag.soort].capitalize())
    return GroteDag(kop, schrijf.datum(dag.datum), past) if kop is not None else None


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
            return GrootBedrag(Zin(taal.meegeven["gaat_om" if calm else key]), schrijf.bedrag(Decimal(found["bedrag"])))
    return None


def _core(uitleg: Mapping[str, Any], bedrag: GrootBedrag | None, taal: Taal) -> str:
    """Return what the letter is about, without what stands in big type just below it."""
    kern = str(uitleg["kern"])
    twice = [] if bedrag is None else [taal.zinnen[key].format(bedrag=bedrag.bedrag) for key in ("te_betalen", "te_ontvangen")]
    if taal.zinnen["niets"] in uitleg["doen"]:
        twice.append(taal.zinnen["niets"])
    for said in twice:
        kern = kern.removesuffix(said).strip()
    return kern


def _otherwise(gevolg: str, taal: Taal) -> tuple[str, str]:
    """Return heading and text: a question with which the sentence begins ("Komt u niet?") is its heading, else the fixed one."""
    first, mark, rest = gevolg.partition("?")
    if mark and "." not in first:
        return first + mark, rest.strip()
    return taal.meegeven["gevolg"], gevolg


def _help(lines: Iterable[str], taal: Taal) -> tuple[Zin, ...]:
    before = taal.zinnen["hulp_naam"].partition("{")[0]
    bare = (line.removeprefix(before) for line in lines)
    return tuple(Zin(line[:1].upper() + line[1:]) for line in bare)


def _script(brief: Mapping[str, Any], taal: Taal, vandaag: date, must: tuple[Dag, ...]) -> tuple[Zin, ...]:
    """Return what to say on the phone: who and what it is about, then one or two questions. Nothing where nothing is asked.

    A sender that we are not sure of is not named, and a number of a suspect letter is not given away.
    """
    asked = _questions(brief, vandaag, must)
    if not asked:
        return ()
    named = brief["afzender"]["sleutel"] != "onbekend" and brief["afzender"]["zekerheid"] >= SURE_SENDER
    suspect = brief["echtheid"]["verdacht"]
    said = [_said(brief, taal, "ik_bel", afzender=_name(brief)) if named or suspect else _said(brief, taal, "ik_bel_zonder")]
    if not suspect and brief["briefsoort"]["zekerheid"] >= _SURE_KIND:
        said.append(_said(brief, taal, "gaat_over", soort=brief["briefsoort"]["naam"]))
    number = _reference(brief)
    if number and not suspect:
        said.append(_unbroken(_said(brief, taal, "nummer", kenmerk=in_fours(number)), in_fours(number)))
    said += [_said(brief, taal, f"zeg_{key}") for key in asked]
    if "regeling" in asked:
        said.append(_said(brief, taal, "zeg_slot"))
    return tuple(zin for zin in said if zin is not None)


def _unbroken(zin: Zin | None, number: str) -> Zin | None:
    """Return the sentence with its number kept on one line: it is read aloud over the phone."""
    return zin and Zin(zin.nl.replace(number, number.replace(" ", "\u00a0")))


def _questions(brief: Mapping[str, Any], vandaag: date, must: tuple[Dag, ...]) -> tuple[str, ...]:
    if brief["echtheid"]["verdacht"]:
        return ("niet_betalen",)
    if brief["urgentie"] in ("geen", "onbekend") or set(brief["acties"]) <= {"bewaren", "niets"}:
        return ()
    acties = set(brief["acties"]) - ({"betalen"} if "regeling" in brief["acties"] else set())
    late = ["te_laat"] if any(dag.datum < vandaag for dag in must) else []
    asked = late + [key for key in _ZEGGEN if key in acties]
    return tuple([key for key in asked if key != "bellen"][:2] or asked)


def _reference(brief: Mapping[str, Any]) -> str:
    """Return the number by which the sender knows the letter: a file or customer number rather than one for paying."""
    known = [k for k in brief["kenmerken"] if k["soort"] not in ("kenteken", "vermelding")]
    known.sort(key=lambda k: k["soort"] in _NUMMERS_TOT_LAATST)
    return str(known[0]["waarde"]) if known else ""


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
    lines = tuple((schrijf.datum(dag.datum), Zin(taal.termijnen[dag.soort])) for dag in days)
    sender = "" if brief["afzender"]["sleutel"] == "onbekend" else korte_naam(brief["afzender"]["naam"])
    return Strook(lines, sender, qr_tekst(brief, taal, vandaag))


def _join(ours: Blad, theirs: Blad, taal: str) -> Blad:
    """Return the Dutch sheet with each sentence of the other one beside it."""

    def pair(a: Zin, b: Zin | None) -> Zin:
        return Zin(a.nl, b.nl if b is not None and b.nl != a.nl else "")

    def pairs(a: tuple[Zin, ...], b: tuple[Zin, ...]) -> tuple[Zin, ...]:
        return tuple(pair(x, b[at] if at < len(b) else None) for at, x in enumerate(a))

    def maybe(a: Zin | None, b: Zin | None) -> Zin | None:
        return None if a is None else pair(a, b)

    dag = ours.dag and replace(ours.dag, kop=pair(ours.dag.kop, theirs.dag.kop if theirs.dag else None))
    bedrag = ours.bedrag and replace(ours.bedrag, kop=pair(ours.bedrag.kop, theirs.bedrag.kop if theirs.bedrag else None))
    return replace(
        ours, merk=pair(ours.merk, theirs.merk), titel=pair(ours.titel, theirs.titel), kern=pair(ours.kern, theirs.kern),
        dag=dag, bedrag=bedrag, rust=maybe(ours.rust, theirs.rust),
        doen=pairs(ours.doen, theirs.doen), gevolg_kop=pair(ours.gevolg_kop, theirs.gevolg_kop), gevolg=maybe(ours.gevolg, theirs.gevolg),
        zeggen=pairs(ours.zeggen, theirs.zeggen), mee=maybe(ours.mee, theirs.mee), hulp=pairs(ours.hulp, theirs.hulp),
        vast={key: pair(zin, theirs.vast.get(key)) for key, zin in ours.vast.items()}, naast_taal=taal,
    )  # fmt: skip
