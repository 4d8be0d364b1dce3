"""The letter in plain words: fixed sentences filled with evidence, and the gate that refuses anything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from brievenbus.brief import Actie, Afzender, Bedrag, Gevolg, Termijn, Uitleg, Urgentie
from brievenbus.explain import schrijf
from brievenbus.explain.leesbaarheid import lint
from brievenbus.explain.poort import Poort
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import BriefsoortKaart, Taal

SURE_SENDER = 0.45
EVENTS = ("ontruiming", "afsluiting", "zitting", "afspraak")
MUST = ("betalen", "inleveren", "reageren", "aanvragen", "zienswijze")
RIGHTS = ("bezwaar", "beroep", "verzet")
MOST_SENTENCES = 7


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


def explain(inhoud: Inhoud, kennis: Kennis, taal: str = "nl") -> Uitleg:
    """Return the explanation of one letter. Every sentence has passed the gate."""
    zin = kennis.talen[taal].zinnen
    poort = _gate(inhoud, kennis, kennis.talen[taal])
    if inhoud.verdacht:
        doen = poort.keep((zin["verdacht_betaal"], zin["verdacht_bel"]))
        hulp = poort.keep(_help(("fraudehelpdesk", "politie"), kennis, zin))
        return _made(taal, zin["verdacht_titel"], poort.keep((zin["verdacht_kern"],)), doen, "", hulp)
    kern = [_from(inhoud, zin), *_core(inhoud, zin)]
    doen = poort.keep(_todo(inhoud, zin))
    gevolg = " ".join(poort.keep(_otherwise(inhoud, kennis.talen[taal])))
    hulp = poort.keep(_help(inhoud.kaart.uitleg.hulp, kennis, zin))
    titel = inhoud.kaart.uitleg.titel
    if inhoud.goed_nieuws and not inhoud.kaart.goed_nieuws:
        titel = zin["gunstig_titel"]
    elif _is_collected(inhoud):
        titel = zin["inning_titel"]
    return _made(taal, titel, poort.keep(kern), doen, gevolg, hulp)


def unreadable(kennis: Kennis, taal: str = "nl") -> Uitleg:
    """Return the explanation for a letter that could not be read."""
    zin = kennis.talen[taal].zinnen
    return _made(taal, zin["onleesbaar_titel"], (zin["onleesbaar_kern"],), (zin["onleesbaar_doen"],), "", ())


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


def _made(taal: str, titel: str, kern: tuple[str, ...], doen: tuple[str, ...], gevolg: str, hulp: tuple[str, ...]) -> Uitleg:
    score = lint([titel, *" ".join(kern).split(". "), *doen, *gevolg.split(". ")])
    return Uitleg(taal, titel, " ".join(kern), doen, gevolg, hulp, score)


def _gate(inhoud: Inhoud, kennis: Kennis, taal: Taal) -> Poort:
    days = [day for t in inhoud.termijnen for day in (t.datum, t.juridisch_einde) if day is not None]
    facts = {
        "afzender": [_name(inhoud)],
        "bedrag": [schrijf.bedrag(b.bedrag) for b in inhoud.bedragen],
        "datum": [schrijf.datum(day) for day in days],
    }
    card = inhoud.kaart.uitleg
    helpers = _help(tuple(kennis.hulp), kennis, taal.zinnen)
    return Poort(facts, (*taal.zinnen.values(), *taal.gevolgen.values(), card.kern, *card.doen, card.gevolg, *helpers))


def _name(inhoud: Inhoud) -> str:
    """The sender's name as it stands in a sentence: a full stop at its end ("B.V.") would end the sentence twice."""
    return inhoud.afzender.naam.rstrip(".")


def _from(inhoud: Inhoud, zin: dict[str, str]) -> str:
    key = "van" if inhoud.afzender.zekerheid >= SURE_SENDER else "van_onzeker"
    return zin[key].format(afzender=_name(inhoud)) if inhoud.afzender.sleutel != "onbekend" else ""


def _is_collected(inhoud: Inhoud) -> bool:
    return inhoud.acties == ("niets",) and any(t.soort == "inning" for t in inhoud.termijnen)


def _core(inhoud: Inhoud, zin: dict[str, str]) -> list[str]:
    if inhoud.goed_nieuws and not inhoud.kaart.goed_nieuws:
        kern = [zin["gunstig_kern"]]
    elif _is_collected(inhoud):
        kern = [zin["inning_kern"]]
    else:
        kern = [inhoud.kaart.uitleg.kern]
    due = next((b for b in inhoud.bedragen if b.soort == "te_betalen"), None)
    got = next((b for b in inhoud.bedragen if b.soort == "te_ontvangen"), None)
    if due is not None:
        kern.append(zin["te_betalen"].format(bedrag=schrijf.bedrag(due.bedrag)))
    elif got is not None and inhoud.goed_nieuws:
        kern.append(zin["te_ontvangen"].format(bedrag=schrijf.bedrag(got.bedrag)))
    return kern


def _todo(inhoud: Inhoud, zin: dict[str, str]) -> list[str]:
    """What to do: the doubt first, then every kind of term, then the card's advice as far as there is room, then the rights.

    A term is never left out to keep the list short; only advice is.
    """
    due = next((b for b in inhoud.bedragen if b.soort == "te_betalen"), None)
    terms: list[str] = [zin["mens"]] if inhoud.mens_nodig else []
    for soort in (*EVENTS, *MUST, "inning", "opzeggen"):
        terms.extend(_kind_sentences([t for t in inhoud.termijnen if t.soort == soort], due, zin))
    rights = []
    for soort in RIGHTS:
        term = next((t for t in inhoud.termijnen if t.soort == soort), None)
        if term is not None and not inhoud.goed_nieuws:
            key = "voorbij_bezwaar" if term.verlopen else f"doe_{soort}"
            rights.append(zin[key].format(datum=schrijf.datum(term.datum)))
    if inhoud.goed_nieuws and not inhoud.kaart.goed_nieuws:
        advice: tuple[str, ...] = (zin["gunstig_doen"],)
    elif inhoud.acties == ("niets",):
        advice = _nothing(inhoud, zin)
    else:
        advice = inhoud.kaart.uitleg.doen
    return [*terms, *advice[: max(1, MOST_SENTENCES - len(terms) - len(rights))], *rights]


def _nothing(inhoud: Inhoud, zin: dict[str, str]) -> tuple[str, ...]:
    """Say that nothing need be done; with a doubt no more than that it seems so, and not at all beside a day that counts."""
    if any(t.soort in (*EVENTS, *MUST) for t in inhoud.termijnen):
        return ()
    return (zin["niets_onzeker"] if inhoud.mens_nodig else zin["niets"],)


def _kind_sentences(terms: list[Termijn], due: Bedrag | None, zin: dict[str, str]) -> list[str]:
    """Say the terms of one kind: the last day that passed and the next one to come.

    Where one of them passed it is not known for which the amount is, so the day to come stands without it.
    """
    ordered = sorted(terms, key=lambda t: t.datum)
    past, coming = [t for t in ordered if t.verlopen], [t for t in ordered if not t.verlopen]
    said = _term_sentences(past[-1], due, zin) if past else []
    return [*said, *(_term_sentences(coming[0], None if past else due, zin) if coming else [])]


def _term_sentences(term: Termijn, due: Bedrag | None, zin: dict[str, str]) -> list[str]:
    day = schrijf.datum(term.datum)
    if term.verlopen and term.soort in ("inning", "opzeggen"):
        return []  # what has been collected, or was never asked, is no alarm
    if term.verlopen:
        return [zin["voorbij"].format(datum=day), zin["voorbij_bellen"]]
    if term.soort == "betalen":
        if due is None:
            return [zin["doe_betalen_zonder"].format(datum=day)]
        return [zin["doe_betalen"].format(bedrag=schrijf.bedrag(due.bedrag), datum=day)]
    return [zin[f"doe_{term.soort}"].format(datum=day)]


def _otherwise(inhoud: Inhoud, taal: Taal) -> list[str]:
    said = inhoud.kaart.uitleg.gevolg
    if not inhoud.gevolgen or inhoud.goed_nieuws:
        return [said] if said and not inhoud.goed_nieuws else []
    more = [taal.gevolgen[g.soort] for g in inhoud.gevolgen if g.soort not in inhoud.kaart.gevolgen]
    return [said, *more[:2]] if said else [taal.gevolgen[g.soort] for g in inhoud.gevolgen[:3]]


def _help(keys: tuple[str, ...], kennis: Kennis, zin: dict[str, str]) -> list[str]:
    found = []
    for key in keys:
        helper = kennis.hulp[key]
        if helper.nummer and helper.bevestigd:
            found.append(zin["hulp_nummer"].format(naam=helper.naam, nummer=helper.nummer))
        else:
            found.append(zin["hulp_naam"].format(naam=helper.naam))
    return found


__all__ = ["Inhoud", "explain", "reason", "unreadable"]
