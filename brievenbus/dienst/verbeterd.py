"""A letter as the volunteers say it is, for what goes home with the resident: the corrections put in, and a list of them.

The reading itself stays as it was (`brieven.correcties`). What fits a fact of the letter takes its place; anything else that somebody
typed is said on the sheet in their own words. No correction makes a letter calmer than it was read, and none makes a suspect one safe
to pay; but one volunteer who calls it false is enough to make it suspect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError

from brievenbus.afdruk.heruitleg import is_onleesbaar, weigh_again
from brievenbus.afdruk.verbetering import GEEN, Verbeterd, Verbetering
from brievenbus.brief import ERNST, GEEN_PLICHT, Urgentie
from brievenbus.dienst.gegevens import corrected
from brievenbus.kennis import Kennis
from brievenbus.kennis.rekenen import einde, plus, werkdagen_na
from brievenbus.kennis.schema import BriefsoortKaart

_FEIT = re.compile(
    r"termijnen\.\d{1,4}\.datum|bedragen\.\d{1,4}\.bedrag|betaling\.(?:iban|tnv|kenmerk)|kenmerken\.\d{1,4}\.waarde"
    r"|(?:afzender|briefsoort)\.naam|datum|urgentie"
)
_HEEL = ("afzender", "briefsoort")
_BEDRAG = re.compile(r"[0-9]{1,9}(?:\.[0-9]{2})?")
_NEP = "fraude_verdacht"
_NEP_VELDEN = ("briefsoort.naam", "afzender.naam", "echtheid")
_NEP_WOORD = re.compile(r"\bnep(?!al|tun)|\b(?:ver)?vals|oplicht|phishing|^(?:dit is |het is )?fraude[.!]?$")
_WEET_NIET = re.compile(
    r".*\?|.*\bweet (?:ik |het )*niet\b.*|.*\bgeen idee\b.*|onbekend(?:e afzender)?|(?:niet|on)\s?(?:bekend|duidelijk)|onleesbaar"
    r"|niet te lezen|geen|n\.?v\.?t\.?|[\W_x]*"
)
"""Words with which somebody says that they do not know: no name and no number."""
_REKENREGEL = re.compile(r"datum brief \+ ([0-9]{1,3}) (dagen|weken|maanden|werkdagen)(?: \((.+)\))?")
_NIET_VANAF_BRIEF = "afgesproken dag"
_RUSTIG = frozenset({"bewaren", "niets"})


def verbeter(
    inhoud: Mapping[str, Any], gezegd: Iterable[tuple[str, str]], kennis: Kennis, vandaag: date
) -> tuple[dict[str, Any], Verbeterd]:  # fmt: skip
    """Return the letter with what people said of it (place and value, oldest first), and what of it is changed or added."""
    if inhoud["echtheid"]["verdacht"]:
        return dict(inhoud), GEEN
    last: dict[str, str] = {}
    for veld, waarde in gezegd:
        last[f"{veld}.naam" if veld in _HEEL else veld] = waarde.strip()
    if is_onleesbaar(inhoud):
        return corrected(inhoud, ()), Verbeterd((), tuple((veld, waarde) for veld, waarde in last.items() if waarde))
    if any(_is_called_fake(veld, waarde, kennis) for veld, waarde in last.items()):
        return _suspect(inhoud, kennis)
    feiten, erbij = _parted(inhoud, last, kennis)
    made = corrected(inhoud, [(one.veld, one.nu) for one in feiten if one.veld != "urgentie"])
    for one in feiten:
        _follow(made, one, kennis)
    for veld, waarde in erbij:
        _doubt(made, veld, waarde)
    if erbij and set(made["acties"]) <= {"niets", "bewaren"}:  # somebody adds something: no plain "you need do nothing" beside it
        made["mens_nodig"] = True
    open_terms: tuple[int, ...] = ()
    if any(one.veld == "datum" for one in feiten):
        counted, open_terms = _recount(made, date.fromisoformat(inhoud["datum"]), kennis, vandaag)
        feiten.extend(counted)
    wish = last.get("urgentie", "")
    if not _weighed(made, _level(wish, kennis), kennis, vandaag, vrij="briefsoort.naam" in dict(erbij)):
        if any(one.veld == "urgentie" for one in feiten):
            erbij.append(("urgentie", wish))
        feiten = [one for one in feiten if one.veld != "urgentie"]
    return made, Verbeterd(tuple(feiten), tuple((veld, waarde) for veld, waarde in erbij if waarde), open_terms)


def _parted(inhoud: Mapping[str, Any], last: Mapping[str, str], kennis: Kennis) -> tuple[list[Verbetering], list[tuple[str, str]]]:
    """Part what was said into facts put right and words beside them."""
    feiten, erbij = [], []
    for veld, waarde in last.items():
        was = _value(inhoud, veld)
        if was is not None and was == waarde:
            continue
        nu = None if was is None else _read(veld, waarde, kennis)
        if was is None or nu is None:
            erbij.append((veld, waarde))
        elif nu != was:
            feiten.append(Verbetering(veld, was, nu))
    return feiten, erbij


def _value(inhoud: Mapping[str, Any], veld: str) -> str | None:
    """Return the fact that a place names, None where it names none."""
    if not _FEIT.fullmatch(veld):
        return None
    place: Any = inhoud
    for part in veld.split("."):
        if isinstance(place, list):
            place = place[int(part)] if int(part) < len(place) else None
        else:
            place = place.get(part) if isinstance(place, dict) else None
    return place if isinstance(place, str) and place else None


def _read(veld: str, waarde: str, kennis: Kennis) -> str | None:
    """Return a typed value as it can stand in that place, None where it cannot."""
    if veld.endswith("datum"):
        return waarde if _is_day(waarde) else None
    if veld.endswith(".bedrag"):
        return f"{Decimal(waarde):.2f}" if _BEDRAG.fullmatch(waarde) else None
    if veld == "betaling.iban":
        return _iban(waarde)
    if veld == "urgentie":
        return _level(waarde, kennis)
    if veld == "briefsoort.naam":
        card = _card(waarde, kennis)
        return None if card is None else card.naam
    return None if _WEET_NIET.fullmatch(waarde.casefold()) else waarde


def _is_day(waarde: str) -> bool:
    try:
        day = date.fromisoformat(waarde)
        return day.isoformat() == waarde and 1900 <= day.year <= 2200
    except ValueError:
        return False


def _iban(waarde: str) -> str | None:
    """Return an account number without spaces, None for one that does not exist. Of any country, as when a letter is read."""
    try:
        return str(stdnum_iban.validate(waarde, check_country=False))
    except ValidationError:
        return None


def _level(waarde: str, kennis: Kennis) -> Urgentie | None:
    """Return the level that is meant by its code or by the word of a language. 'onbekend' is none: it would empty the sheet."""
    typed = waarde.casefold().rstrip(" .!")
    levels: tuple[Urgentie, ...] = get_args(Urgentie)
    names = [(level, {level, *(taal.woorden[level].casefold() for taal in kennis.talen.values())}) for level in levels]
    return next((level for level, words in names if level != "onbekend" and typed in words), None)


def _card(waarde: str, kennis: Kennis) -> BriefsoortKaart | None:
    """Return the kind of letter that goes by this name or key."""
    typed = " ".join(waarde.casefold().rstrip(" .!").split())
    return next((card for card in kennis.briefsoorten.values() if typed in (card.sleutel, card.naam.casefold())), None)


def _is_called_fake(veld: str, waarde: str, kennis: Kennis) -> bool:
    """Tell whether somebody calls the letter false. In doubt it is so: not paying for a day does less harm than paying a thief."""
    if veld not in _NEP_VELDEN:
        return False
    card = _card(waarde, kennis) if veld == "briefsoort.naam" else None
    return card.sleutel == _NEP if card is not None else _NEP_WOORD.search(waarde.casefold()) is not None


def _suspect(inhoud: Mapping[str, Any], kennis: Kennis) -> tuple[dict[str, Any], Verbeterd]:
    """Return the letter as a suspect one. Nothing else that was said goes with it: there may be an account in it."""
    made, card, was = corrected(inhoud, ()), kennis.briefsoorten[_NEP], str(inhoud["briefsoort"]["naam"])
    made["briefsoort"].update(sleutel=card.sleutel, naam=card.naam, zekerheid=1.0)
    made["echtheid"]["verdacht"] = True
    made.update(
        betaling=None, goed_nieuws=False, acties=list(card.acties), mens_nodig=True, urgentie=_higher(made["urgentie"], card.urgentie)
    )  # fmt: skip
    return made, Verbeterd((Verbetering("briefsoort.naam", was, card.naam),))


def _higher(one: Urgentie, other: Urgentie) -> Urgentie:
    return max(one, other, key=ERNST.__getitem__)


def _compact(number: str) -> str:
    return re.sub(r"[\s.-]", "", number)


def _follow(made: dict[str, Any], one: Verbetering, kennis: Kennis) -> None:
    """Let what hangs on a corrected fact go along: no half of the letter may still speak of what was read."""
    head, *rest = one.veld.split(".")
    if head == "termijnen":
        term = made["termijnen"][int(rest[0])]
        term.update(herkomst="gedrukt", rekenregel=None, juridisch_einde=None)
    elif head == "bedragen":
        pay = made["betaling"]
        if pay is not None and made["bedragen"][int(rest[0])]["soort"] == "te_betalen":
            pay["bedrag"] = one.nu
    elif one.veld == "betaling.kenmerk":
        for number in made["kenmerken"]:  # the same number stands there too, and is what people say on the phone
            if _compact(number["waarde"]) == _compact(one.was):
                number["waarde"] = one.nu
    elif head == "afzender":
        made["afzender"].update(sleutel="", zekerheid=1.0)
    elif head == "briefsoort":
        card = _card(one.nu, kennis)
        if card is not None:
            _become(made, card)


def _become(made: dict[str, Any], card: BriefsoortKaart) -> None:
    """Make the letter one of another kind. Where it was read as worse, or still asks something, a person has to look along."""
    calmer = ERNST[card.urgentie] < ERNST[made["urgentie"]]
    calm = card.goed_nieuws or set(card.acties) <= _RUSTIG
    made["briefsoort"].update(sleutel=card.sleutel, zekerheid=1.0)
    made.update(goed_nieuws=card.goed_nieuws, acties=list(card.acties), urgentie=_higher(made["urgentie"], card.urgentie))
    known = {one["soort"] for one in made["gevolgen"]}
    made["gevolgen"].extend({"soort": soort, "bewijs": []} for soort in card.gevolgen if soort not in known)
    if calmer or (calm and _asks(made)):
        _look_along(made)


def _look_along(made: dict[str, Any]) -> None:
    """Somebody doubts what was read, so the sheet may not say that nothing needs doing."""
    made["mens_nodig"] = True
    if set(made["acties"]) <= _RUSTIG:
        made["acties"] = ["controleren"]


def _asks(made: Mapping[str, Any]) -> bool:
    """Tell whether there is a day on which something must be done, or money to pay."""
    must = any(one["soort"] not in GEEN_PLICHT for one in made["termijnen"])
    return must or any(one["soort"] == "te_betalen" for one in made["bedragen"])


def _doubt(made: dict[str, Any], veld: str, waarde: str) -> None:
    """Let the sheet be careful with a fact that somebody doubts without saying what it should be."""
    if veld == "betaling.iban" and made["betaling"] is not None:
        made["betaling"]["iban"] = None  # who pays into a wrong account does not get it back
    elif veld == "afzender.naam" and waarde:
        made["afzender"]["zekerheid"] = 0.0
    elif veld == "briefsoort.naam" and waarde:
        _look_along(made)


def _weighed(made: dict[str, Any], wish: Urgentie | None, kennis: Kennis, vandaag: date, *, vrij: bool) -> bool:
    """Weigh the letter anew, and raise it to what somebody wishes. Return whether the wish is met: nothing is ever lowered."""
    made["urgentie"] = weigh_again(made, kennis, vandaag, vrij=vrij)
    least = _higher(made["urgentie"], "middel") if _asks(made) else made["urgentie"]
    if wish is None or ERNST[wish] < ERNST[least]:
        return False
    made["urgentie"] = wish
    made["urgentie"] = weigh_again(made, kennis, vandaag, vrij=vrij)
    return True


def _recount(made: dict[str, Any], was: date, kennis: Kennis, vandaag: date) -> tuple[list[Verbetering], tuple[int, ...]]:
    """Count the days anew that hang on the date of the letter. Return those that moved, and the places of those nobody can count here.

    A day is only moved where the rule beside it gives that very day for the old date, and never from a date that is still to come.
    """
    letter, moved, left = date.fromisoformat(made["datum"]), [], []
    for at, term in enumerate(made["termijnen"]):
        rule = str(term["rekenregel"] or "")
        if term["herkomst"] != "berekend" or rule.startswith(_NIET_VANAF_BRIEF):
            continue
        made["mens_nodig"] = True
        found = _REKENREGEL.fullmatch(rule)
        if found is None or letter > vandaag or _counted(found, was, kennis).isoformat() != term["datum"]:
            left.append(at)
            continue
        day = _counted(found, letter, kennis)
        end = _legal_end(found, letter, kennis)
        if day.isoformat() != term["datum"]:
            moved.append(Verbetering(f"termijnen.{at}.datum", term["datum"], day.isoformat()))
        term.update(
            datum=day.isoformat(), verlopen=day < vandaag, juridisch_einde=end.isoformat() if end is not None and end > day else None
        )  # fmt: skip
    return moved, tuple(left)


def _counted(rule: re.Match[str], letter: date, kennis: Kennis) -> date:
    if rule[2] == "werkdagen":
        return werkdagen_na(letter, int(rule[1]), kennis.dagen)
    return plus(letter, int(rule[1]), "dagen" if rule[2] == "dagen" else "weken" if rule[2] == "weken" else "maanden")


def _legal_end(rule: re.Match[str], letter: date, kennis: Kennis) -> date | None:
    """Return the later day that the law gives, where one law and no other is meant."""
    same = (one for one in kennis.termijnregels.values() if (str(one.aantal), one.eenheid, one.wet) == rule.groups())
    ends = {einde(one, letter, kennis.dagen)[1] for one in same}
    return ends.pop() if len(ends) == 1 else None
