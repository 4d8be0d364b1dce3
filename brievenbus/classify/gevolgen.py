"""What happens if nothing is done, and what the letter calls for: from the sentences, and from the law on the card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from brievenbus.brief import Actie, Bedrag, Gevolg, GevolgSoort, Termijn
from brievenbus.classify.context import Lezing, words_before
from brievenbus.classify.zinlezer import LEEG, ONGELEZEN, Zinbeeld
from brievenbus.kennis.schema import BriefsoortKaart
from brievenbus.match import Zin, evidence
from brievenbus.page import Span

_DENIAL = frozenset({"niet", "niets", "geen", "nooit"})
_OTHERS = frozenset(["gedetineerd", "huurders", "deelnemers", "collega", "collegas", "cursus", "voorlichting", "tip", "tips"])
GRAVE: frozenset[GevolgSoort] = frozenset(
    {"beslag", "rechtszaak", "ontruiming", "afsluiting", "zorgverzekering", "vrijheidsbeneming", "rijbewijs_voertuig",
     "verblijfsrecht", "kinderen", "uitkering_stopt", "uitschrijving"}
)  # fmt: skip
"""Grave consequences: contract, urgentie rule 2."""


@dataclass(frozen=True, slots=True)
class _Hit:
    soort: GevolgSoort
    zin: Zin
    kracht: int


def find_gevolgen(
    lezing: Lezing, kaart: BriefsoortKaart, bewijs_soort: tuple[Span, ...], *, gunstig: bool, beelden: Mapping[int, Zinbeeld] = ONGELEZEN,
) -> tuple[Gevolg, ...]:  # fmt: skip
    """Return the consequences with their evidence, in the order of the letter.

    `beelden` is what the reader of sentences saw, by sentence number: where it sees a threat a phrase counts as said to the
    resident.

    A consequence that belongs to this letter type is believed on one mention; another one only where the sentence
    speaks of what will or may happen. A letter that brings good news or asks nothing has none but what its type says.
    What belongs to the type and the letter neither names nor denies is given all the same, as what the law attaches to this type:
    `bewijs_soort`, the words that show the type, are its evidence.
    """
    hits = list(_hits(lezing, beelden))
    quiet = gunstig or (kaart.urgentie in ("geen", "laag") and not kaart.gevolgen)
    found: dict[GevolgSoort, list[Span]] = {}
    for hit in hits:
        expected = hit.soort in kaart.gevolgen
        if not expected and (quiet or hit.kracht < 2):
            continue
        found.setdefault(hit.soort, []).append(hit.zin.span)
    if not quiet and bewijs_soort:
        denied = {label for zin in lezing.zinnen for label in lezing.woorden.denied("gevolgen", zin)}
        for soort in kaart.gevolgen:
            if soort not in denied:
                found.setdefault(soort, list(bewijs_soort))
    return tuple(Gevolg(soort, tuple(b for span in spans[:2] for b in evidence(lezing.tekst, span))) for soort, spans in found.items())


def _hits(lezing: Lezing, beelden: Mapping[int, Zinbeeld]) -> list[_Hit]:
    found = []
    for zin in lezing.zinnen:
        if lezing.is_heading(zin) or len(zin.tokens) < 4:
            continue
        seen: set[str] = set()
        beeld = beelden.get(zin.nummer, LEEG)
        for label, span in lezing.woorden.labels("gevolgen", zin):
            if label in seen or _is_denied(zin, span):
                continue
            seen.add(label)
            found.append(_Hit(cast(GevolgSoort, label), zin, 2 if beeld.threatens(span) else _strength(zin)))
    return found


def _is_denied(zin: Zin, span: Span) -> bool:
    """'Er wordt niets afgesloten': a word of denial right before the phrase takes it away."""
    return bool(_DENIAL & set(words_before(zin, span, 2)))


def _strength(zin: Zin) -> int:
    """2 where the sentence says what will or may happen to the resident, 1 where a word merely falls."""
    words = set(zin.woorden)
    if words & _OTHERS or zin.tekst.rstrip().endswith("?"):
        return 1
    conditional = bool(words & {"als", "indien", "anders", "dan", "zonder", "mocht", "tenzij"})
    about_you = bool(words & {"u", "uw", "je", "jouw", "gedaagde", "gerekwireerde", "you", "your"})
    future = bool(
        words
        & {
            "kunnen",
            "kan",
            "wordt",
            "worden",
            "zal",
            "zullen",
            "gaan",
            "gaat",
            "volgt",
            "stopt",
            "vervalt",
            "komt",
            "komen",
        }
    )
    return 2 if (conditional and (about_you or future)) or (about_you and future) else 1


def find_acties(
    lezing: Lezing, kaart: BriefsoortKaart, bedragen: tuple[Bedrag, ...], termijnen: tuple[Termijn, ...],
    *, gunstig: bool, verdacht: bool,
) -> tuple[Actie, ...]:  # fmt: skip
    """Return what the letter calls for. A card's action that nothing in the letter bears out is left out."""
    if verdacht:
        return ("niet_betalen", "controleren")
    due = any(b.soort == "te_betalen" for b in bedragen)
    kinds = {t.soort for t in termijnen}
    found: list[Actie] = []
    for actie in kaart.acties:
        if actie == "betalen" and not (due or "betalen" in kinds):
            continue
        if actie == "regeling" and gunstig:
            continue
        if actie == "bezwaar" and gunstig:
            continue
        found.append(actie)
    if due and "betalen" not in found and not gunstig and "inning" not in kinds:
        found.insert(0, "betalen")
    for kind, actie in (
        ("inleveren", "inleveren"),
        ("afspraak", "afspraak"),
        ("zitting", "afspraak"),
        ("aanvragen", "aanvragen"),
    ):
        if kind in kinds and actie not in found:
            found.append(actie)
    if not found:
        found = ["bewaren"] if gunstig or kaart.urgentie == "laag" else ["controleren"]
    if len(found) > 1 and "niets" in found:
        found.remove("niets")
    return tuple(found)
