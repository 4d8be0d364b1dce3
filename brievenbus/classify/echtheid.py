"""Signals that a letter may not be what it says. Never a verdict: a suspect letter means 'ask the sender'.

A signal is strong, weak or a mere hint; together they must weigh as much as one strong signal. A QR code or a payment link alone is
no signal: real government and collection letters use them too. What a letter says *about* false letters is no signal either.
"""

from __future__ import annotations

from dataclasses import dataclass

from brievenbus.brief import Echtheid
from brievenbus.classify import begunstigde, schijnadres
from brievenbus.classify.afzender import printed_name
from brievenbus.classify.bedragen import own_account
from brievenbus.classify.betaalcode import other_account
from brievenbus.classify.context import Lezing
from brievenbus.feiten import Feiten, Webadres
from brievenbus.kennis.schema import AfzenderKaart
from brievenbus.match import Zin

STRONG, WEAK, HINT = 2.0, 1.0, 0.5
ENOUGH = 2.0
WEIGHT = {
    "code_gevraagd": STRONG, "meekijken": STRONG, "vreemd_betaalmiddel": STRONG, "prijs_tegen_betaling": STRONG,
    "geheimhouding": STRONG, "vooraf_betalen": STRONG, "buitenlandse_overheid": STRONG, "rekening_van_persoon": STRONG,
    "adres_lijkt_op": STRONG,
    "haast": WEAK, "betaal_via_link": WEAK, "alleen_zo_betalen": WEAK, "inloggen_via_link": WEAK, "gegevens_bevestigen": WEAK,
    "dreiging_zonder_titel": WEAK, "vage_vordering": WEAK, "rekening_gewijzigd": WEAK, "nieuw_nummer": WEAK, "duur_nummer": WEAK,
    "slordige_taal": WEAK, "incasso_zonder_nummer": WEAK,
    "buitenlandse_rekening": WEAK, "rekening_klopt_niet": WEAK, "andere_rekening_in_code": WEAK, "vreemd_webadres": WEAK,
    "vrije_mail": WEAK, "lijkt_op_nepbrief": WEAK,
    "aandringen": HINT, "via_whatsapp": HINT, "geen_kenmerk": HINT, "geen_naam": HINT, "naam_past_niet": HINT,
    "rekening_onbekend": HINT,
}  # fmt: skip
"""What each signal weighs. Hints are what domein.md marks [o] or what honest letters do as well."""
SAID = frozenset({
    "code_gevraagd", "meekijken", "vreemd_betaalmiddel", "prijs_tegen_betaling", "geheimhouding", "haast", "betaal_via_link",
    "alleen_zo_betalen", "inloggen_via_link", "gegevens_bevestigen", "dreiging_zonder_titel", "rekening_gewijzigd", "nieuw_nummer",
    "duur_nummer", "slordige_taal", "aandringen", "via_whatsapp", "vage_vordering",
})  # fmt: skip
"""Signals that are a phrase of the letter; the other groups of regels/echtheid.toml only help to read one."""
WARNS_FROM, WARNS_NEAR = 2, 4
"""A letter with so many warning sentences is about false letters: what it quotes, within so many sentences of a warning, is not what it
asks. Further away it is: a false letter may end with a paragraph of warnings to look honest."""
_NOT = frozenset({"niet", "geen", "nooit", "niets"})
_ASKS = frozenset({"code_gevraagd", "meekijken", "vreemd_betaalmiddel", "prijs_tegen_betaling"})
"""Signals that ask for a thing: with a word of denial inside the phrase nothing is asked ('u hoeft de pas niet op te halen')."""
DUTCH_SEPA = "NL"
RESEMBLES = 0.35
_NO_WAY_TO_GIVE = frozenset({"buitenlandse_rekening", "vrije_mail", "rekening_van_persoon", "geheimhouding"})
"""Beside a promise of money: who really gives it does not ask for this."""
_NEAR = 5
_COLLECTORS = frozenset({"incasso", "gerechtsdeurwaarder"})
_NUMBERED = ("nummer", "kenmerk", "referentie", "nr", "factuur", "dossier", "zaak")
_OFFICES = frozenset({"bank", "energie", "water", "zorg", "telecom", "pensioen", "woning"})
"""Kinds of sender that never have the account of a private person."""


@dataclass(frozen=True)
class _Blik:
    """What the letter says, apart from warnings: `woorden` labels, and where it stands as an office."""

    woorden: frozenset[str]
    kop: str
    overheid: bool
    instelling: bool
    buitenlands: bool
    zinnen: tuple[Zin, ...]


def judge_echtheid(lezing: Lezing, feiten: Feiten, afzender: AfzenderKaart, *, lijkt_nep: float) -> Echtheid:
    """Return the signals. `lijkt_nep` (0..1) is the recogniser's share for the suspect letter type."""
    blik = _look(lezing, feiten, afzender)
    found = [label for label in WEIGHT if label in SAID and label in blik.woorden]
    found = _threats(afzender, blik, found)
    sites = _addresses(lezing, feiten, blik)
    found += _accounts(lezing, feiten, afzender, blik)
    found += _sites(lezing, sites)
    if "belofte" in blik.woorden and (_pays_first(lezing, blik) or _NO_WAY_TO_GIVE & set(found)):
        found.append("vooraf_betalen")
    found = _links(lezing, feiten, blik, sites, found)
    asks = "betaalverzoek" in blik.woorden and bool(feiten.bedragen)
    large = blik.overheid or blik.instelling or afzender.soort in _COLLECTORS
    if asks and large and not feiten.nummers and not any(map(_is_numbered, lezing.zinnen)):
        found.append("incasso_zonder_nummer" if afzender.soort in _COLLECTORS else "geen_kenmerk")
    if "geen_naam" in blik.woorden and ({"betaalverzoek", "gegevens_bevestigen", "inloggen_via_link"} & blik.woorden):
        found.append("geen_naam")
    if lijkt_nep >= RESEMBLES:
        found.append("lijkt_op_nepbrief")
    signals = tuple(dict.fromkeys(found))
    return Echtheid(sum(WEIGHT[one] for one in signals) >= ENOUGH, signals)


def _look(lezing: Lezing, feiten: Feiten, afzender: AfzenderKaart) -> _Blik:
    """Read the sentences that are not warnings, and what the letterhead claims to be."""
    per_zin = [(zin, _labels(lezing, zin)) for zin in lezing.zinnen]
    warned = [zin.nummer for zin, labels in per_zin if "waarschuwing" in labels]
    pays = any(not own_account(lezing, account) for account in feiten.rekeningen) or bool(feiten.betaalcodes)
    quoting = len(warned) >= WARNS_FROM and not pays
    kept = [(zin, labels) for zin, labels in per_zin if "waarschuwing" not in labels]
    quoted = frozenset(zin.nummer for zin, _ in kept if quoting and any(abs(zin.nummer - one) <= WARNS_NEAR for one in warned))
    said = frozenset(label for zin, labels in kept for label in labels if not (zin.nummer in quoted and label in SAID))
    name = printed_name(lezing)
    kop = name[0] if name else ""
    claims = schijnadres.labels(lezing, kop)
    foreign = "buitenland" in claims
    return _Blik(
        said, kop, not foreign and ("overheid" in claims or (afzender.overheid and not kop)),
        "instelling" in claims or afzender.soort in _OFFICES, foreign, tuple(zin for zin, _ in kept),
    )  # fmt: skip


def _labels(lezing: Lezing, zin: Zin) -> frozenset[str]:
    """The labels of a sentence, without what is asked for in words that hold a denial."""
    found = set()
    for label, span in lezing.woorden.labels("echtheid", zin):
        inside = {t.woord for t in zin.tokens if t.span.start >= span.start and t.span.eind <= span.eind}
        if not (label in _ASKS and inside & _NOT):
            found.add(label)
    return frozenset(found)


def _threats(afzender: AfzenderKaart, blik: _Blik, found: list[str]) -> list[str]:
    """Who holds a judgment or a writ may announce seizure; a collector who needs no judge is a sign by itself."""
    titled = "titel" in blik.woorden and (blik.overheid or afzender.soort == "gerechtsdeurwaarder")
    if titled:
        return [one for one in found if one != "dreiging_zonder_titel"]
    if "zonder_rechter" in blik.woorden and not blik.overheid and not afzender.overheid:
        found.append("dreiging_zonder_titel")
    return found


def _pays_first(lezing: Lezing, blik: _Blik) -> bool:
    """Tell whether costs beforehand stand close to a promise of money: on two pages both may be said of other things."""
    places: dict[str, list[int]] = {"belofte": [], "vooraf_kosten": []}
    for zin in blik.zinnen:
        for label in {label for label, _ in lezing.woorden.labels("echtheid", zin)} & places.keys():
            places[label].append(zin.nummer)
    return any(abs(one - other) <= _NEAR for one in places["belofte"] for other in places["vooraf_kosten"])


def _is_numbered(zin: Zin) -> bool:
    """Tell whether a sentence or row gives some number of the case, whatever it is called."""
    return any(word.endswith(_NUMBERED) for word in zin.woorden) and any(word[-3:].isdigit() for word in zin.woorden)


def _accounts(lezing: Lezing, feiten: Feiten, afzender: AfzenderKaart, blik: _Blik) -> list[str]:
    """Signals of the accounts to pay to and of whose they are."""
    found = []
    ibans = [account.iban for account in feiten.rekeningen if not own_account(lezing, account)]
    ibans += [code.iban for code in feiten.betaalcodes]
    foreign = [iban for iban in ibans if not iban.startswith(DUTCH_SEPA)]
    asks = "betaalverzoek" in blik.woorden
    if foreign and asks and not blik.buitenlands and (blik.overheid or len(foreign) == len(ibans)):
        found.append("buitenlandse_rekening")
        found += ["buitenlandse_overheid"] if blik.overheid else []
    if afzender.ibans and any(iban not in afzender.ibans for iban in ibans):
        found.append("rekening_onbekend")
    strange = [name for name in begunstigde.payees(lezing, feiten) if not begunstigde.is_known(lezing, name)]
    office = blik.overheid or blik.instelling or not blik.kop
    if office and any(begunstigde.is_person(name) for name in strange):
        found.append("rekening_van_persoon")
    elif strange:
        found.append("naam_past_niet")
    if feiten.rekeningen_ongeldig and not feiten.rekeningen:
        found.append("rekening_klopt_niet")
    if other_account(lezing, feiten):
        found.append("andere_rekening_in_code")
    return found


def _addresses(lezing: Lezing, feiten: Feiten, blik: _Blik) -> list[Webadres]:
    """The addresses of the letter that do not stand in a warning."""
    return [one for one in feiten.webadressen if any(zin.span.overlaps(one.span) for zin in blik.zinnen)]


def _sites(lezing: Lezing, sites: list[Webadres]) -> list[str]:
    found = []
    for one in sites:
        if schijnadres.pretends(lezing, one.domein):
            found.append("adres_lijkt_op")
        elif schijnadres.is_odd(lezing, one.domein):
            found.append("vreemd_webadres")
        if schijnadres.is_slip(lezing, one.domein):
            found.append("adres_lijkt_op" if lezing.tekst.soort == "pdf" else "vreemd_webadres")
        if schijnadres.is_free_mail(lezing, one):
            found.append("vrije_mail")
    return found


def _links(lezing: Lezing, feiten: Feiten, blik: _Blik, sites: list[Webadres], found: list[str]) -> list[str]:
    """A link or code is a way to pay like any other where the letter prints an account or leads to the sender's own site."""
    own = any(schijnadres.is_own(one.domein, blik.kop) or schijnadres.is_genuine(lezing, one.domein) for one in sites)
    printed = any(not own_account(lezing, account) for account in feiten.rekeningen)
    coded = "haast" in found and any(link.betalen for link in feiten.codelinks)
    for link in feiten.codelinks:
        if schijnadres.pretends(lezing, link.domein):
            found.append("adres_lijkt_op")
        elif schijnadres.is_odd(lezing, link.domein) and not link.betalen:
            found.append("vreemd_webadres")
    if coded and not printed:
        found.append("betaal_via_link")
    if printed or own or feiten.betaalcodes:
        found = [one for one in found if one not in ("betaal_via_link", "alleen_zo_betalen")]
    if own:
        found = [one for one in found if one not in ("inloggen_via_link", "gegevens_bevestigen")]
    return found
