"""From words to meaning: who writes, what it is, what must be done before when, and what happens otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from brievenbus.brief import (
    ERNST,
    GEEN_PLICHT,
    Actie,
    Afzender,
    Bedrag,
    Betaling,
    Bewijs,
    Briefsoort,
    Controle,
    Echtheid,
    Gevolg,
    Kenmerk,
    Termijn,
    Urgentie,
)
from brievenbus.classify import afzender as senders
from brievenbus.classify import briefsoort as types
from brievenbus.classify.acties import COLLECTED, find_acties
from brievenbus.classify.afzender import Afzenderboek
from brievenbus.classify.bedragen import add_up, choose_bedragen, find_betaling
from brievenbus.classify.betaalcode import add_code, code_doubts
from brievenbus.classify.context import Lezing, Woorden, loose
from brievenbus.classify.controle import Zaak, find_controle
from brievenbus.classify.echtheid import judge_echtheid
from brievenbus.classify.gevolgen import find_gevolgen, names_loss
from brievenbus.classify.herroeping import Herroeping, find_herroeping
from brievenbus.classify.model import Model
from brievenbus.classify.stem import Brieflezer
from brievenbus.classify.taal import foreign
from brievenbus.classify.teneur import Teneur, drift
from brievenbus.classify.termijnen import find_termijnen
from brievenbus.classify.termijnsoort import RIGHTS
from brievenbus.classify.urgentie import ORDINARY_BILLS, weigh
from brievenbus.classify.verleden import is_given
from brievenbus.classify.zekerheid import doubtful, mark_numbers, mark_payment, mark_sums, mark_terms, spoken
from brievenbus.classify.zinlezer import ONGELEZEN, Zinlezer
from brievenbus.feiten import Feiten
from brievenbus.kennis import Kennis
from brievenbus.kennis.schema import BriefsoortKaart
from brievenbus.match import Phrase, evidence
from brievenbus.page import Tekst, hide

SURE_TYPE, SURE_SENDER, DRAWN_ALONG = 0.5, 0.45, 0.75
"""`DRAWN_ALONG`: below this certainty the sender may have been chosen for the letter type rather than for the letterhead."""
TAKEN_BACK = "goed_nieuws"
"""The type of a letter whose own sentences take back the step it recalls."""
SUSPECT = "onbekend_mogelijk_nep"
QUIET_DEEDS = frozenset({"bewaren", "niets", "controleren"})
UNTOLD = frozenset({"fraude_verdacht"})
"""Types that a letter in another language is never taken for: the recogniser knows Dutch only, and strangeness is no sign."""
ASKING = frozenset({"betalen", "regeling", "bezwaar", "inleveren", "afspraak", "bellen", "aanvragen", "niet_betalen"})
"""What a letter can ask of the resident: without one of these no term lifts the urgency."""
SERIOUS_SHARE = 0.25
"""Above this share of the probability for a serious type, a harmless reading is not believed without a person."""
_THREAT = frozenset(
    [
        "als",
        "indien",
        "anders",
        "dan",
        "kunnen",
        "kan",
        "zullen",
        "zal",
        "volgt",
        "volgen",
        "mocht",
        "zonder",
        "wordt",
        "worden",
        "daarna",
    ]
)
"""A sentence with one of these speaks of a next step, not of the step this letter takes."""


@dataclass(frozen=True)
class Lezer:
    """The knowledge made ready for reading: phrasebooks, sender book, the recogniser built from it, and the trained readers (of
    whole letters and of sentences) where they are there. Made once, used for every letter."""

    kennis: Kennis
    woorden: Woorden
    afzenders: Afzenderboek
    model: Model
    net: Brieflezer | None = None
    zinlezer: Zinlezer | None = None

    @classmethod
    def make(cls, kennis: Kennis, model: Model, net: Brieflezer | None = None, zinlezer: Zinlezer | None = None) -> Lezer:
        """Prepare the phrasebooks of a knowledge base."""
        return cls(kennis, Woorden.make(kennis, model.woorden), Afzenderboek(kennis), model, net, zinlezer)


@dataclass(frozen=True)
class Duiding:
    """What the letter means. `twijfels` are keys of [twijfels] in the language files."""

    afzender: Afzender
    briefsoort: Briefsoort
    kaart: BriefsoortKaart
    datum: date | None
    kenmerken: tuple[Kenmerk, ...]
    urgentie: Urgentie
    urgentie_termijn: Termijn | None
    gevolgen: tuple[Gevolg, ...]
    acties: tuple[Actie, ...]
    termijnen: tuple[Termijn, ...]
    bedragen: tuple[Bedrag, ...]
    betaling: Betaling | None
    goed_nieuws: bool
    echtheid: Echtheid
    controle: tuple[Controle, ...]
    mens_nodig: bool
    twijfels: tuple[str, ...]


def classify(tekst: Tekst, feiten: Feiten, lezer: Lezer, peildatum: date, aanwijzingen: tuple[str, ...] = ()) -> Duiding:
    """Return the meaning of one letter. `peildatum` decides what is overdue and how near a term is, nothing else; `aanwijzingen` are the
    page coach's: where a side seems to be missing, nothing is said to be missing in the letter."""
    lezing = Lezing.make(tekst, lezer.woorden)
    sporen = senders.sporen(lezing, feiten, lezer.afzenders)
    beelden = ONGELEZEN if lezer.zinlezer is None else lezer.zinlezer.read(lezing.zinnen)
    plain, plainly = choose_bedragen(lezing, feiten, None, False)
    teneur = drift(lezing, feiten, plain, beelden)
    terug = find_herroeping(lezing, feiten, plain, beelden)
    language = foreign(lezing.zinnen)
    keuze = types.choose(lezing, sporen, teneur, lezer.model, lezer.kennis, UNTOLD if language else frozenset(), lezer.net)
    if keuze.stil is not None and not _is_ordered(lezing, feiten, lezer.kennis.briefsoorten[keuze.briefsoort], lezer.kennis, peildatum):
        keuze = replace(keuze, briefsoort=keuze.stil, zekerheid_soort=0.0, anderen=((keuze.briefsoort, keuze.zekerheid_soort),))
    kaart = lezer.kennis.briefsoorten[keuze.briefsoort]
    lijkt_nep = dict(((keuze.briefsoort, keuze.zekerheid_soort), *keuze.anderen)).get("fraude_verdacht", 0.0)
    echt = judge_echtheid(lezing, feiten, lezer.kennis.afzenders[keuze.afzender], lijkt_nep=lijkt_nep)
    if terug and (echt.verdacht or _is_running(lezing, feiten, terug, kaart, lezer.kennis, peildatum)):
        terug = None
    soort_gelezen = kaart
    if terug and _is_step(kaart):
        keuze, kaart = _taken_back(keuze), lezer.kennis.briefsoorten[TAKEN_BACK]
    if keuze.zekerheid_afzender < DRAWN_ALONG:
        named = senders.printed_name(lezing) is not None
        keuze = replace(keuze, afzender=senders.headed(sporen, keuze.afzender, lezer.kennis, kaart.afzenders, naam=named))
    if echt.verdacht:
        lezing = replace(lezing, tekst=hide(tekst, [r.span for r in (*feiten.rekeningen, *feiten.rekeningen_ongeldig)])[0])
    terms = find_termijnen(lezing, feiten, kaart, lezer.kennis, peildatum)
    terms = terug.own(lezing, terms) if terug else terms
    gunstig = not echt.verdacht and (terug is not None or _is_good(teneur, kaart, _asked(lezing, terms)))
    sums, clear = choose_bedragen(lezing, feiten, kaart, gunstig, verdacht=echt.verdacht)
    sums = terug.settled(lezing, sums) if terug else sums
    quiet = not echt.verdacht and _is_collected(terms, kaart)
    must = any(t.soort not in GEEN_PLICHT for t in terms) or any(b.soort == "te_betalen" for b in sums)
    basis: Urgentie = "laag" if quiet else _level(lezing, kaart, gunstig)
    harm = find_gevolgen(
        lezing, kaart, types.proof(keuze, 1), niveau=basis, gunstig=gunstig, plicht=must, stil=quiet or echt.verdacht, beelden=beelden
    )
    deeds = COLLECTED if quiet else find_acties(lezing, kaart, sums, terms, gunstig=gunstig, verdacht=echt.verdacht)
    if echt.verdacht and ERNST[basis] < ERNST["hoog"]:
        basis = "hoog"  # whatever it says it is: who pays or gives codes loses money
    asked = not quiet and any(deed in ASKING for deed in deeds)
    wegen = weigh(kaart, basis, terms, harm, peildatum, slecht_nieuws=kaart.slecht_nieuws and not gunstig, iets_gevraagd=asked)
    payment = None if echt.verdacht else add_code(find_betaling(lezing, feiten, sums, gunstig), lezing, feiten, sums)
    unsure = doubtful(lezing.tekst, feiten, add_up(lezing, feiten))
    doubts = (*_doubts(keuze, feiten, sums, terms, kaart, lezer.kennis, echt), *spoken(unsure, terms, sums, payment))
    doubts += code_doubts(lezing, feiten, sums, payment)
    if not clear and not echt.verdacht and "bedrag_onzeker" not in doubts:
        doubts = (*doubts, "bedrag_keuze")
    if gunstig and plainly and "toch_betalen" not in doubts and _is_overlooked(plain, sums):
        doubts = (*doubts, "toch_betalen")
    if gunstig and any(t.soort == "betalen" for t in _asked(lezing, terms)) and "toch_betalen" not in doubts:
        doubts = (*doubts, "toch_betalen")
    rights = any(t.soort in RIGHTS for t in terms)
    harmless = _is_quiet(kaart, deeds) or (gunstig and rights and set(deeds) <= QUIET_DEEDS)
    seen = teneur.gezien or teneur.verlies or (rights and not gunstig)
    if ((harmless and seen) or ((harmless or gunstig or quiet) and names_loss(lezing))) and "misschien_ernstig" not in doubts:
        doubts = (*doubts, "misschien_ernstig")
    if terug and not _is_quiet_type(soort_gelezen) and "misschien_ernstig" not in doubts:
        doubts = (*doubts, "misschien_ernstig")
    if language:
        doubts = ("andere_taal", *doubts)
    zaak = Zaak(
        lezing, feiten, kaart, lezer.kennis.afzenders[keuze.afzender], mark_terms(terms, unsure), mark_sums(sums, unsure),
        lezer.kennis, keuze.zekerheid_soort, aanwijzingen,
    )  # fmt: skip
    return Duiding(
        afzender=_sender(lezing, keuze, sporen, lezer.kennis, echt),
        briefsoort=Briefsoort(keuze.briefsoort, kaart.naam, round(keuze.zekerheid_soort, 2), _proof(lezing.tekst, types.proof(keuze))),
        kaart=kaart,
        datum=feiten.briefdatum.waarde if feiten.briefdatum else None,
        kenmerken=mark_numbers(_numbers(lezing.tekst, feiten, echt), unsure),
        urgentie=_never_empty(wegen.urgentie, sums, terms),
        urgentie_termijn=wegen.termijn,
        gevolgen=harm,
        acties=deeds,
        termijnen=mark_terms(terms, unsure),
        bedragen=mark_sums(sums, unsure),
        betaling=mark_payment(payment, unsure),
        goed_nieuws=gunstig,
        echtheid=echt,
        controle=() if echt.verdacht else find_controle(zaak),
        mens_nodig=bool(doubts),
        twijfels=doubts,
    )


def _is_step(kaart: BriefsoortKaart) -> bool:
    """Tell whether a letter of this type takes a step that can be taken back. A decision that may go either way says so itself."""
    return ERNST[kaart.urgentie] >= ERNST["middel"] and not kaart.goed_nieuws and kaart.gunstig_urgentie is None


def _is_running(lezing: Lezing, feiten: Feiten, terug: Herroeping, kaart: BriefsoortKaart, kennis: Kennis, peildatum: date) -> bool:
    """Tell whether a duty of the letter still runs, read as the letter of that step and as good news."""
    cards = (kaart, kennis.briefsoorten[TAKEN_BACK])
    return any(terug.runs(lezing, t, peildatum) for card in cards for t in find_termijnen(lezing, feiten, card, kennis, peildatum))


def _taken_back(keuze: types.Keuze) -> types.Keuze:
    """The step is off: good news. The type of that step stays the runner-up, so that the doubt is said and a person looks."""
    return replace(keuze, briefsoort=TAKEN_BACK, zekerheid_soort=SURE_TYPE, anderen=((keuze.briefsoort, 1 - SURE_TYPE),))


def _is_ordered(lezing: Lezing, feiten: Feiten, kaart: BriefsoortKaart, kennis: Kennis, peildatum: date) -> bool:
    """Tell whether some term of the letter stands in a sentence that orders or asks."""
    for term in find_termijnen(lezing, feiten, kaart, kennis, peildatum):
        if term.soort in GEEN_PLICHT:
            continue
        said = " ".join(proof.tekst for proof in term.bewijs)
        if any(label == "plicht" for zin in loose(said) for label, _ in lezing.woorden.labels("signalen", zin)):
            return True
    return False


def _proof(tekst: Tekst, spans: tuple[object, ...]) -> tuple[Bewijs, ...]:
    return tuple(b for span in spans for b in evidence(tekst, span))  # type: ignore[arg-type]


def _numbers(tekst: Tekst, feiten: Feiten, echt: Echtheid) -> tuple[Kenmerk, ...]:
    """The references of the letter; of a suspect letter not the one to pay with."""
    return tuple(Kenmerk(n.soort, n.waarde, evidence(tekst, n.span)) for n in feiten.nummers if not (echt.verdacht and n.betaling))


def _sender(lezing: Lezing, keuze: types.Keuze, sporen: senders.Sporen, kennis: Kennis, echt: Echtheid) -> Afzender:
    """The sender with the name as printed. Of a suspect letter nobody can say who sent it, whatever name it bears."""
    card = kennis.afzenders[SUSPECT if echt.verdacht else keuze.afzender]
    printed = senders.own_name(lezing, card)
    spans = sporen.best(keuze.afzender)
    name = card.naam
    if printed:
        name = printed[0]
        spans = (printed[1], *(span for span in spans if not span.overlaps(printed[1])))
    if not spans:
        spans = types.proof(keuze, 1)
    return Afzender(card.sleutel, name, card.soort, round(keuze.zekerheid_afzender, 2), _proof(lezing.tekst, spans))


def _is_good(teneur: Teneur, kaart: BriefsoortKaart, terms: tuple[Termijn, ...]) -> bool:
    """Good news: the type says so and no refusal contradicts it; or a type that may go either way, and this one went well and asks
    nothing by a day."""
    if kaart.goed_nieuws:
        return not teneur.nadelig
    must = any(t.soort not in GEEN_PLICHT for t in terms)
    return kaart.gunstig_urgentie is not None and teneur.goed > 0 and teneur.slecht == 0 and not must


def _asked(lezing: Lezing, terms: tuple[Termijn, ...]) -> tuple[Termijn, ...]:
    """The terms without those by which the sender itself pays or gives."""
    given = " ".join("".join(zin.tekst.split()) for zin in lezing.zinnen if is_given(lezing, zin))
    return tuple(t for t in terms if not any("".join(b.tekst.split()) in given for b in t.bewijs))


def _is_overlooked(plain: tuple[Bedrag, ...], sums: tuple[Bedrag, ...]) -> bool:
    """Tell whether an amount that is plainly asked, whatever the letter type, is neither due nor on its way to the resident."""
    asked = {b.bedrag for b in plain if b.soort == "te_betalen"}
    return bool(asked - {b.bedrag for b in sums if b.soort in ("te_betalen", "te_ontvangen")})


def _is_quiet(kaart: BriefsoortKaart, deeds: tuple[Actie, ...]) -> bool:
    """Tell whether the letter is called harmless: no hurry, and nothing to do but keep or check it."""
    return ERNST[kaart.urgentie] <= ERNST["laag"] and set(deeds) <= QUIET_DEEDS


def _is_quiet_type(kaart: BriefsoortKaart) -> bool:
    """Tell whether letters of this type are harmless by themselves: what one takes back was hardly a step."""
    return ERNST[kaart.urgentie] <= ERNST["laag"]


def _level(lezing: Lezing, kaart: BriefsoortKaart, gunstig: bool) -> Urgentie:
    """The level of the step this letter takes."""
    if gunstig and kaart.gunstig_urgentie:
        return kaart.gunstig_urgentie
    plain = [zin for zin in lezing.zinnen if not set(zin.woorden) & _THREAT]
    for trede in sorted(kaart.trede, key=lambda t: -ERNST[t.urgentie]):
        phrases = [Phrase.make(text) for text in trede.zinnen]
        if any(phrase.find(zin.woorden) for zin in plain for phrase in phrases):
            return trede.urgentie
    return kaart.urgentie


def _is_collected(terms: tuple[Termijn, ...], kaart: BriefsoortKaart) -> bool:
    """Automatic collection of an ordinary bill, with nothing asked of the resident (urgentie rule 4). Never a reminder."""
    kinds = {t.soort for t in terms}
    return kaart.sleutel in ORDINARY_BILLS and "inning" in kinds and kinds <= {"inning", "bezwaar", "ingang"}


def _never_empty(level: Urgentie, sums: tuple[Bedrag, ...], terms: tuple[Termijn, ...]) -> Urgentie:
    """`geen` only where no amount is due and no must-term stands (contract, rule 5)."""
    if level != "geen":
        return level
    due = any(b.soort == "te_betalen" for b in sums)
    must = any(t.soort not in GEEN_PLICHT and t.soort != "afspraak" for t in terms)
    return "laag" if due or must else "geen"


def _doubts(
    keuze: types.Keuze, feiten: Feiten, sums: tuple[Bedrag, ...], terms: tuple[Termijn, ...], kaart: BriefsoortKaart,
    kennis: Kennis, echt: Echtheid,
) -> tuple[str, ...]:  # fmt: skip
    found: list[str] = []
    harmless = ERNST[kaart.urgentie] <= ERNST["laag"]
    level = ERNST[kaart.urgentie]
    rivals = [(kennis.briefsoorten[key], share) for key, share in keuze.anderen]
    serious = sum(share for card, share in rivals if ERNST[card.urgentie] >= max(level + 1, ERNST["hoog"]))
    if keuze.zekerheid_soort < SURE_TYPE:
        found.append("soort_onzeker")
    elif serious >= SERIOUS_SHARE:
        found.append("misschien_ernstig" if harmless else "kan_ernstiger")
    if keuze.zekerheid_afzender < SURE_SENDER:
        found.append("afzender_onzeker")
    if feiten.briefdatum is None and not any(t.herkomst == "gedrukt" for t in terms) and not harmless:
        found.append("datum_ontbreekt")
    if "betalen" in kaart.acties and feiten.rekeningen_ongeldig:
        found.append("rekening_klopt_niet")
    if harmless and (any(b.soort == "te_betalen" for b in sums) or any(t.soort == "betalen" for t in terms)):
        found.append("toch_betalen")
    if echt.verdacht:
        found.append("verdacht")
    return tuple(found)


__all__ = ["Duiding", "Lezer", "classify"]
