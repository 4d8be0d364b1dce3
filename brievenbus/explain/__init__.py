"""The letter in plain words: fixed sentences filled with evidence, and the gate that refuses anything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from brievenbus.brief import Actie, Afzender, Bedrag, Gevolg, Termijn, Uitleg, Urgentie
from brievenbus.explain import schrijf
from brievenbus.explain.advies import without_doubles
from brievenbus.explain.leesbaarheid import lint
from brievenbus.explain.naam import is_naam
from brievenbus.explain.poort import Feiten, Poort
from brievenbus.explain.schrijf import OpPapier, Schrift
from brievenbus.explain.taalzinnen import Taalzinnen
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import BriefsoortKaart, Taal
from brievenbus.kennis.talen import BRON, splits

SURE_SENDER = 0.45
EVENTS = ("ontruiming", "afsluiting", "zitting", "afspraak")
MUST = ("betalen", "inleveren", "reageren", "aanvragen", "zienswijze")
RIGHTS = ("bezwaar", "beroep", "verzet")
COLLECTED = (("niets",), ("controleren",))
"""What a letter asks at most that says the money is collected: to see whether it is right."""
MOST_SENTENCES = 7
Parts = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Title, core, what to do, what otherwise, help."""


@dataclass(frozen=True)
class Inhoud:
    """The facts an explanation may use; nothing else of the letter reaches this step."""

    afzender: Afzender
    kaart: BriefsoortKaart
    urgentie: Urgentie
    gevolgen: tuple[Gevolg, ...]
    acties: tuple[Actie, ...]
    termijnen: tuple[Termijn, ...]
    bedragen: tuple[Bedrag, ...]
    goed_nieuws: bool
    verdacht: bool
    mens_nodig: bool
    peildatum: date


def explain(inhoud: Inhoud, kennis: Kennis, taal: str = "nl", schrift: Schrift | None = None) -> Uitleg:
    """Return the explanation of one letter in a language there is a file of. Every sentence has passed the gate.

    `schrift` is how facts stand in it: as on paper where it is None, or as a voice says them. A sentence that the language lacks is said
    in Dutch, and the explanation then ends with a sentence that tells so.
    """
    (titel, kern, doen, gevolg, hulp), left = parts(inhoud, kennis, taal, schrift or OpPapier(taal))
    if any(left.passes(part) for text in (titel, *kern, *doen, *gevolg) for part in (text, *splits(text))):
        hulp = (*hulp, kennis.talen[taal].meegeven["deels"])
    score = explain(inhoud, kennis).lint if taal != BRON else _score(titel, kern, doen, gevolg)
    return Uitleg(taal, titel, " ".join(kern), doen, " ".join(gevolg), hulp, score)


def parts(inhoud: Inhoud, kennis: Kennis, taal: str, schrift: Schrift) -> tuple[Parts, Poort]:
    """Return the parts of an explanation before they are put together, and a gate that passes the sentences it says in Dutch for want
    of their own."""
    woorden = Taalzinnen(kennis, kennis.talen[taal], schrift)
    dated = (*EVENTS, *MUST, *(() if inhoud.goed_nieuws else RIGHTS))
    kaart = without_doubles(inhoud.kaart.uitleg, inhoud.termijnen, dated)
    told = replace(inhoud, kaart=inhoud.kaart.model_copy(update={"uitleg": woorden.kaart(kaart)}))
    facts = _facts(told, woorden)
    return _parts(told, woorden, _gate(told, woorden, facts)), Poort(facts, woorden.dutch(kaart))


def unreadable(kennis: Kennis, taal: str = "nl") -> Uitleg:
    """Return the explanation for a letter that could not be read."""
    zin = kennis.talen[taal].zinnen
    dutch = kennis.talen[BRON].zinnen
    score = lint([dutch[f"onleesbaar_{part}"] for part in ("titel", "kern", "doen")])
    return Uitleg(taal, zin["onleesbaar_titel"], zin["onleesbaar_kern"], (zin["onleesbaar_doen"],), "", (), score)


def waarden(inhoud: Inhoud, kennis: Kennis) -> tuple[str, ...]:
    """Return the names, amounts and days of a letter as they are written in its Dutch explanation."""
    facts = _facts(inhoud, Taalzinnen(kennis, kennis.talen[BRON], OpPapier(BRON)))
    return tuple(value for values in facts.values() for value in values)


def reason(inhoud: Inhoud, termijn: Termijn | None, kennis: Kennis, taal: str = "nl") -> str:
    """Return why the letter has its urgency, in one or two short sentences."""
    zin = kennis.talen[taal].zinnen
    text = inhoud.kaart.naam + "."
    if inhoud.verdacht:
        return f"{text} {zin['verdacht_bel']}"
    if termijn is not None:
        day = schrijf.datum(termijn.datum)
        far = schrijf.over(termijn.datum, inhoud.peildatum)
        what = kennis.talen[taal].termijnen[termijn.soort]
        if termijn.verlopen:
            text += f" {zin['voorbij'].format(datum=day)}"
        else:
            text += f" {what.capitalize()}: {day} ({far})."
    return text


def _parts(inhoud: Inhoud, woorden: Taalzinnen, poort: Poort) -> Parts:
    """Return title, core, what to do, what otherwise and help, as far as the gate lets them through."""
    zin = woorden.zin
    if inhoud.verdacht:
        doen = poort.keep((zin["verdacht_betaal"], zin["verdacht_bel"]))
        return (
            zin["verdacht_titel"],
            poort.keep((zin["verdacht_kern"],)),
            doen,
            (),
            poort.keep(_help(("fraudehelpdesk", "politie"), woorden)),
        )
    titel = inhoud.kaart.uitleg.titel
    if inhoud.goed_nieuws and not inhoud.kaart.goed_nieuws:
        titel = zin["gunstig_titel"]
    elif _is_collected(inhoud):
        titel = zin["inning_titel"]
    elif inhoud.kaart.acties == ("niets",) and any(t.soort in (*EVENTS, *MUST) for t in inhoud.termijnen):
        titel = zin["datum_titel"]
    kern = poort.keep((_from(inhoud, woorden), *_core(inhoud, woorden)))
    hulp = poort.keep(_help(inhoud.kaart.uitleg.hulp, woorden))
    return titel, kern, poort.keep(_todo(inhoud, woorden)), poort.keep(_otherwise(inhoud, woorden.taal)), hulp


def _score(titel: str, kern: Iterable[str], doen: Iterable[str], gevolg: Iterable[str]) -> float | None:
    return lint([zin for text in (titel, *kern, *doen, *gevolg) for zin in splits(text)])


def _facts(inhoud: Inhoud, woorden: Taalzinnen) -> dict[str, list[str]]:
    days = [day for t in inhoud.termijnen for day in (t.datum, t.juridisch_einde) if day is not None]
    schrift, name = woorden.schrift, _name(inhoud, woorden.kennis)
    return {
        "afzender": [schrift.naam(name)] if name else [],
        "bedrag": [schrift.bedrag(b.bedrag) for b in inhoud.bedragen],
        "datum": [schrift.datum(day) for day in days],
    }


def _gate(inhoud: Inhoud, woorden: Taalzinnen, facts: dict[str, list[str]]) -> Poort:
    """Return the gate of a letter: the fixed sentences without a slot, and those that are said of it, each with facts of its own."""
    taal, card = woorden.taal, inhoud.kaart.uitleg
    plain = (zin for key, zin in taal.zinnen.items() if "{" not in zin and _fits(key, inhoud))
    harm = (taal.gevolgen[g.soort] for g in inhoud.gevolgen)
    helpers = _help(tuple(woorden.kennis.hulp), woorden)
    named = {woorden.zin[key]: {"afzender": facts["afzender"]} for key in ("van", "van_onzeker")}
    fixed = (*plain, *harm, card.kern, *card.eerst, *card.doen, card.gevolg, *helpers)
    return Poort({}, fixed, {**named, **_said_of(inhoud, woorden)})


def _fits(key: str, inhoud: Inhoud) -> bool:
    """Tell whether a fixed sentence may be said of this letter at all: "U hoeft niets te doen" only where the letter asks nothing."""
    only = {
        "niets": _asks_nothing(inhoud), "gunstig": inhoud.goed_nieuws, "inning": _is_collected(inhoud), "verdacht": inhoud.verdacht,
        "onleesbaar": False,
    }  # fmt: skip
    return only.get(key.partition("_")[0], True)


def _said_of(inhoud: Inhoud, woorden: Taalzinnen) -> dict[str, Feiten]:
    """Return for each sentence of an amount or a day what it may be said of: the day of a hearing is no day to pay by."""
    zin, schrift = woorden.zin, woorden.schrift

    def sums(soort: str) -> list[str]:
        return [schrift.bedrag(b.bedrag) for b in inhoud.bedragen if b.soort == soort]

    def days(*soorten: str, verlopen: bool) -> list[str]:
        return [schrift.datum(t.datum) for t in inhoud.termijnen if t.soort in soorten and t.verlopen == verlopen]

    due, pay = sums("te_betalen"), days("betalen", verlopen=False)
    told: dict[str, dict[str, list[str]]] = {
        f"doe_{soort}": {"datum": days(soort, verlopen=False)} for soort in (*EVENTS, *MUST[1:], *RIGHTS, "inning", "opzeggen")
    } | {
        "te_betalen": {"bedrag": due},
        "te_ontvangen": {"bedrag": sums("te_ontvangen")},
        "doe_betalen": {"bedrag": due, "datum": pay},
        "doe_betalen_zonder": {"datum": pay},
        "voorbij": {"datum": days(*EVENTS, *MUST, verlopen=True)},
        "voorbij_bezwaar": {"datum": days(*RIGHTS, verlopen=True)},
    }
    own: dict[str, dict[str, list[str]]] = {}
    for key, facts in told.items():  # a language may say two things in the same words
        for slot, values in facts.items():
            own.setdefault(zin[key], {}).setdefault(slot, []).extend(values)
    return dict(own)


def _name(inhoud: Inhoud, kennis: Kennis) -> str:
    """The sender's name as it stands in a sentence: a full stop at its end ("B.V.") would end the sentence twice.

    What was printed, where it looks like a name and holds no sentence of its own; else what the knowledge calls such a sender; '' where
    nobody knows.
    """
    card = kennis.afzenders.get(inhoud.afzender.sleutel)
    if inhoud.afzender.sleutel == "onbekend":
        return ""
    names = (inhoud.afzender.naam, card.naam if card is not None else "")
    return next((name.rstrip(".") for name in names if is_naam(name.rstrip("."), kennis.namen, kennis.naamwoorden)), "")


def _from(inhoud: Inhoud, woorden: Taalzinnen) -> str:
    name = _name(inhoud, woorden.kennis)
    if not name:
        return ""
    key = "van" if inhoud.afzender.zekerheid >= SURE_SENDER else "van_onzeker"
    return woorden.zin[key].format(afzender=woorden.schrift.naam(name))


def _is_collected(inhoud: Inhoud) -> bool:
    kinds = {t.soort for t in inhoud.termijnen}
    return inhoud.acties in COLLECTED and "inning" in kinds and kinds.isdisjoint((*EVENTS, *MUST))


def _asks_nothing(inhoud: Inhoud) -> bool:
    return inhoud.acties == ("niets",) or _is_collected(inhoud)


def _core(inhoud: Inhoud, woorden: Taalzinnen) -> list[str]:
    zin, bedrag = woorden.zin, woorden.schrift.bedrag
    if inhoud.goed_nieuws and not inhoud.kaart.goed_nieuws:
        kern = [zin["gunstig_kern"]]
    elif _is_collected(inhoud):
        kern = [zin["inning_kern"]]
    else:
        kern = [inhoud.kaart.uitleg.kern]
    due = next((b for b in inhoud.bedragen if b.soort == "te_betalen"), None)
    got = next((b for b in inhoud.bedragen if b.soort == "te_ontvangen"), None)
    if due is not None:
        kern.append(zin["te_betalen"].format(bedrag=bedrag(due.bedrag)))
    elif got is not None and inhoud.goed_nieuws:
        kern.append(zin["te_ontvangen"].format(bedrag=bedrag(got.bedrag)))
    return kern


def _todo(inhoud: Inhoud, woorden: Taalzinnen) -> list[str]:
    """What to do: the doubt first, what must come before any date, every kind of term, the card's advice as far as there is room,
    and the rights: the last day that passed and the next one to come, for two decisions have two days.

    A term is never left out to keep the list short; only advice is.
    """
    zin = woorden.zin
    due = next((b for b in inhoud.bedragen if b.soort == "te_betalen"), None)
    terms: list[str] = [zin["mens"]] if inhoud.mens_nodig else []
    if not _asks_nothing(inhoud) and not (inhoud.goed_nieuws and not inhoud.kaart.goed_nieuws):
        terms += inhoud.kaart.uitleg.eerst
    for soort in (*EVENTS, *MUST, "inning", "opzeggen"):
        terms.extend(_kind_sentences([t for t in inhoud.termijnen if t.soort == soort], due, woorden))
    rights = []
    for soort in () if inhoud.goed_nieuws else RIGHTS:
        ordered = sorted((t for t in inhoud.termijnen if t.soort == soort), key=lambda t: t.datum)
        past, coming = [t for t in ordered if t.verlopen][-1:], [t for t in ordered if not t.verlopen][:1]
        rights += [zin["voorbij_bezwaar"].format(datum=woorden.schrift.datum(t.datum)) for t in past]
        rights += [zin[f"doe_{soort}"].format(datum=woorden.schrift.datum(t.datum)) for t in coming]
    if inhoud.goed_nieuws and not inhoud.kaart.goed_nieuws:
        advice: tuple[str, ...] = (zin["gunstig_doen"],)
    elif _is_collected(inhoud) and not inhoud.mens_nodig and (terms or rights):
        advice = ()  # the core says already that nothing need be done
    elif _asks_nothing(inhoud):
        advice = _nothing(inhoud, zin)
    else:
        advice = inhoud.kaart.uitleg.doen
    return [*terms, *advice[: max(1, MOST_SENTENCES - len(terms) - len(rights))], *rights]


def _nothing(inhoud: Inhoud, zin: dict[str, str]) -> tuple[str, ...]:
    """Say that nothing need be done; with a doubt or an open amount only that it seems so, and not at all beside a day that counts."""
    if any(t.soort in (*EVENTS, *MUST) for t in inhoud.termijnen):
        return ()
    open_amount = any(b.soort == "te_betalen" for b in inhoud.bedragen) and not _is_collected(inhoud)
    return (zin["niets_onzeker"] if inhoud.mens_nodig or open_amount else zin["niets"],)


def _kind_sentences(terms: list[Termijn], due: Bedrag | None, woorden: Taalzinnen) -> list[str]:
    """Say the terms of one kind: the last day that passed and the next one to come.

    Where one of them passed it is not known for which the amount is, so the day to come stands without it.
    """
    ordered = sorted(terms, key=lambda t: t.datum)
    past, coming = [t for t in ordered if t.verlopen], [t for t in ordered if not t.verlopen]
    said = _term_sentences(past[-1], due, woorden) if past else []
    return [*said, *(_term_sentences(coming[0], None if past else due, woorden) if coming else [])]


def _term_sentences(term: Termijn, due: Bedrag | None, woorden: Taalzinnen) -> list[str]:
    zin, day = woorden.zin, woorden.schrift.datum(term.datum)
    if term.verlopen and term.soort in ("inning", "opzeggen"):
        return []  # what has been collected, or was never asked, is no alarm
    if term.verlopen:
        return [zin["voorbij"].format(datum=day), zin["voorbij_bellen"]]
    if term.soort == "betalen":
        if due is None:
            return [zin["doe_betalen_zonder"].format(datum=day)]
        return [zin["doe_betalen"].format(bedrag=woorden.schrift.bedrag(due.bedrag), datum=day)]
    return [zin[f"doe_{term.soort}"].format(datum=day)]


def _otherwise(inhoud: Inhoud, taal: Taal) -> list[str]:
    said = inhoud.kaart.uitleg.gevolg
    if not inhoud.gevolgen or inhoud.goed_nieuws:
        return [said] if said and not inhoud.goed_nieuws else []
    more = [taal.gevolgen[g.soort] for g in inhoud.gevolgen if g.soort not in inhoud.kaart.gevolgen]
    return [said, *more[:2]] if said else [taal.gevolgen[g.soort] for g in inhoud.gevolgen[:3]]


def _help(keys: tuple[str, ...], woorden: Taalzinnen) -> list[str]:
    return [woorden.helper(woorden.kennis.hulp[key]) for key in keys]


__all__ = ["Inhoud", "Parts", "explain", "parts", "reason", "unreadable"]
