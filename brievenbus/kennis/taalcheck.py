"""`brievenbus kennis check`, the languages: the same slots and numbers as the Dutch sentence, nothing left of a sentence that has gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from brievenbus.kennis import Kennis
from brievenbus.kennis.check import Bevinding, Onderdeel
from brievenbus.kennis.talen import BRON, DELEN, splits, spoken

_SLOT = re.compile(r"\{(\w+)\}")
_GETAL = re.compile(r"\d+")
_EINDE = re.compile(r"[.!?؟።፧](?=\s|$)")


def card_sentences(kennis: Kennis) -> frozenset[str]:
    """Return every Dutch sentence of the explanations on the cards: what a language can translate."""
    parts = (
        text
        for card in kennis.briefsoorten.values()
        for text in (card.uitleg.titel, card.uitleg.kern, *card.uitleg.eerst, *card.uitleg.doen, card.uitleg.gevolg)
    )
    return frozenset(zin for text in parts for zin in splits(text))


def check_talen(kennis: Kennis) -> Onderdeel:
    """Hold every sentence of another language against the Dutch one, and count how many there are."""
    cards = card_sentences(kennis)
    found: list[Bevinding] = []
    told = []
    for code in sorted(set(kennis.talen) - {BRON}):
        pairs = dict(_fixed(kennis, code))
        own = kennis.kaartzinnen(code)
        found += _unknown(kennis, code, cards)
        for file, many in ((f"talen/{code}.toml", pairs), (f"talen/kaarten/{code}.toml", own)):
            found += [Bevinding("fout", file, words) for dutch, said in many.items() for words in _wrong(dutch, said)]
        there, whole = len(pairs) + len(cards & set(own)), len(set(_dutch(kennis))) + len(cards)
        told.append(f"{code} {there / whole:.0%}")
        if there < whole:
            found.append(
                Bevinding("waarschuwing", f"talen/{code}.toml", f"{whole - there} van {whole} zinnen zijn er alleen in het Nederlands")
            )
    return Onderdeel("talen", f"{len(told)} naast het Nederlands: {', '.join(told)}", tuple(found))


def _dutch(kennis: Kennis) -> Iterator[str]:
    for deel in DELEN:
        yield from spoken(kennis.talen[BRON], deel).values()


def _fixed(kennis: Kennis, code: str) -> Iterator[tuple[str, str]]:
    """Yield each Dutch sentence of the language file with the one of this language, for those that it has."""
    lacking = kennis.nederlands[code]
    for deel in DELEN:
        dutch = spoken(kennis.talen[BRON], deel)
        said: Mapping[str, str] = getattr(kennis.talen[code], deel)
        yield from ((zin, said[key]) for key, zin in dutch.items() if not (zin in lacking and said[key] == zin))


def _unknown(kennis: Kennis, code: str, cards: frozenset[str]) -> Iterator[Bevinding]:
    """Yield what belongs to no Dutch sentence (any more)."""
    for deel in DELEN:
        for key in set(getattr(kennis.talen[code], deel)) - set(getattr(kennis.talen[BRON], deel)):
            yield Bevinding("fout", f"talen/{code}.toml", f"{deel}.{key} kent het Nederlands niet")
    for key in set(kennis.talen[code].hulp) - set(kennis.hulp):
        yield Bevinding("fout", f"talen/{code}.toml", f"hulp.{key} is geen helper")
    for zin in sorted(set(kennis.kaartzinnen(code)) - cards):
        yield Bevinding("fout", f"talen/kaarten/{code}.toml", f"op geen kaart staat meer: {zin}")


def _wrong(dutch: str, said: str) -> Iterator[str]:
    """Yield what a sentence and its translation do not share."""
    bare, other = _SLOT.sub("", dutch), _SLOT.sub("", said)
    for what, one, two in (
        ("plekken om in te vullen", sorted(_SLOT.findall(dutch)), sorted(_SLOT.findall(said))),
        ("getallen", sorted(_GETAL.findall(bare)), sorted(_GETAL.findall(other))),
        ("aantal zinnen", [str(len(_EINDE.findall(dutch)))], [str(len(_EINDE.findall(said)))]),
    ):
        if one != two:
            yield f"andere {what}: '{dutch}' en '{said}'"
