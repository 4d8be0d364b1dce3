"""THE path of a letter: files in, one Brief out. Every step is a function from frozen values to frozen values.

    files ─intake→ Scan ─image, ocr→ Tekst ─mask─(split)─extract→ Feiten ─classify→ Duiding ─explain→ Uitleg ─route→ Route = Brief

A step that cannot do its work raises StageError: it becomes a doubt on the Brief and the path goes on with the empty
value. Any other exception is a bug and flies. Nothing is saved here: the caller saves the finished Brief.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from statistics import mean
from typing import cast, get_args

from brievenbus.bladlezen import Picture, read_page
from brievenbus.brief import VERSIE, Aanwijzing, Afzender, Brief, Briefsoort, Bron, BronSoort, Echtheid, Oordeel, Route, Uitleg
from brievenbus.classify import Duiding, Lezer, classify
from brievenbus.errors import StageError
from brievenbus.explain import Inhoud, explain, reason, unreadable, waarden
from brievenbus.explain.herschrijf import Herschrijver, herschrijf
from brievenbus.extract import extract, mask
from brievenbus.image import ORDE, has_bars, mask_boxes
from brievenbus.intake import Limits, Scan, letter_id, take
from brievenbus.kennis.schema import Taal
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.page import Page, Tekst
from brievenbus.route import propose
from brievenbus.split import Deel, Snede, missing, split

GOOD, FAIR = 0.75, 0.45
GONE = frozenset(("afgesneden", "glans"))
"""Hints of the coach with which words or figures may be gone, however sure the reading is of the rest."""
FAINT = frozenset(("te_donker", "onscherp", "te_klein", "schaduw"))
"""Hints with which they may be gone where the rest reads badly too."""
FEWEST_WORDS = 12
"""A letter with fewer readable words than this is not called read."""

Sein = Callable[[], None]
"""Called once every page was read, before the letter is understood: who waits can be told."""


@dataclass(frozen=True, eq=False)
class Gelezen:
    """A read letter with what it was read from: the masked text, and the upright pages with every BSN painted over.

    A page with a text layer has a picture only where `Limits.picture_side` asks for it. `bladzijden` are the pages of the
    letter within the files as they were handed in, from 1.
    """

    brief: Brief
    tekst: Tekst
    beelden: tuple[Picture, ...]
    bladzijden: tuple[int, ...] = ()


@dataclass(frozen=True)
class Opdracht:
    """What stays the same for every letter of a run. `herschrijver` puts the explanation in other words, in Dutch only."""

    lezer: Lezer
    peildatum: date
    taal: str = "nl"
    limits: Limits = field(default_factory=Limits)
    herschrijver: Herschrijver | None = None


@dataclass(frozen=True)
class Samenhang:
    """What is known of the pages of a letter before it is understood: those that could not be read, those that may belong
    to another letter, and what seems to be missing or too much."""

    mislukt: tuple[int, ...] = ()
    grens: tuple[int, ...] = ()
    aanwijzingen: tuple[Aanwijzing, ...] = ()


WHOLE = Samenhang()
"""A letter of which nothing seems to be missing or too much."""


@dataclass(frozen=True, eq=False)
class _Vellen:
    """The pages as they were handed in, read and masked: one letter, or a pile."""

    scan: Scan
    tekst: Tekst
    beelden: tuple[Picture, ...]
    mislukt: tuple[int, ...]


def read_letter(paths: Sequence[Path], opdracht: Opdracht, engine: Tesseract, sein: Sein | None = None) -> Gelezen:
    """Read the files of one letter, in page order. Raises InputError or ToolError."""
    vellen = _read_pages(paths, opdracht, engine, sein)
    more: tuple[Aanwijzing, ...] = ("meer_brieven",) if len(_cut(vellen).delen) > 1 else ()
    return _read_part(vellen, Deel(tuple(page.nummer for page in vellen.tekst.pages)), opdracht, more)


def read_stapel(paths: Sequence[Path], opdracht: Opdracht, engine: Tesseract, sein: Sein | None = None) -> tuple[Gelezen, ...]:
    """Read files that may hold many letters, in page order; one letter at least. Raises InputError or ToolError."""
    vellen = _read_pages(paths, opdracht, engine, sein)
    return tuple(_read_part(vellen, deel, opdracht) for deel in _cut(vellen).delen)


def _read_pages(paths: Sequence[Path], opdracht: Opdracht, engine: Tesseract, sein: Sein | None) -> _Vellen:
    scan = take(paths, opdracht.limits)
    pages, pictures, failed = [], [], []
    for scan_page in scan.pages:
        try:
            page, picture = read_page(scan_page, engine)
        except StageError:
            page, picture = Page(scan_page.nummer, (), *scan_page.maat, kwaliteit=0.0), None
            failed.append(scan_page.nummer)
        pages.append(page)
        pictures.append(picture)
    tekst, hidden = mask(Tekst(tuple(pages), scan.soort, scan.bestanden))
    masked = tuple(
        None if picture is None else mask_boxes(picture, [box for nummer, box in hidden if nummer == i])
        for i, picture in enumerate(pictures, start=1)
    )
    if sein is not None:
        sein()
    return _Vellen(scan, tekst, masked, tuple(failed))


def _cut(vellen: _Vellen) -> Snede:
    """Part the pages into letters. The facts of each page by itself tell what a letter's first page holds."""
    tekst = vellen.tekst
    feiten = [extract(replace(tekst, pages=(page,))) for page in tekst.pages]
    return split(tekst, feiten, barred(tekst.pages, vellen.beelden))


def barred(pages: Sequence[Page], pictures: Sequence[Picture]) -> frozenset[int]:
    """Return the numbers of the pages with a code and hardly a word: they may be sheets that part letters."""
    return frozenset(
        page.nummer
        for page, picture in zip(pages, pictures, strict=True)
        if sum(len(line.woorden) for line in page.lines) < FEWEST_WORDS and (page.codes or (picture is not None and has_bars(picture)))
    )


def _read_part(vellen: _Vellen, deel: Deel, opdracht: Opdracht, hints: tuple[Aanwijzing, ...] = ()) -> Gelezen:
    """Understand one letter of what was handed in; its pages are counted from 1."""
    own = [vellen.scan.pages[nummer - 1] for nummer in deel.bladzijden]
    pages = tuple(replace(vellen.tekst.pages[nummer - 1], nummer=i) for i, nummer in enumerate(deel.bladzijden, start=1))
    printed = [scan_page for scan_page, page in zip(own, pages, strict=True) if page.lines]
    soort = replace(vellen.scan, pages=tuple(printed or own)).soort
    tekst = Tekst(pages, soort, tuple(dict.fromkeys(scan_page.bestand for scan_page in own)))
    failed = tuple(i for i, nummer in enumerate(deel.bladzijden, start=1) if nummer in vellen.mislukt)
    double: tuple[Aanwijzing, ...] = ("meer_brieven",) if any("meer_brieven" in page.aanwijzingen for page in pages) else ()
    samenhang = Samenhang(failed, deel.twijfel, tuple(dict.fromkeys((*hints, *double, *missing(pages)))))
    pictures = tuple(vellen.beelden[nummer - 1] for nummer in deel.bladzijden)
    return Gelezen(read_brief(tekst, letter_id(own), opdracht, samenhang), tekst, pictures, deel.bladzijden)


def read_brief(tekst: Tekst, brief_id: str, opdracht: Opdracht, samenhang: Samenhang = WHOLE) -> Brief:
    """Return what a masked text says, as the one object of the contract."""
    bron = _source(tekst, samenhang.aanwijzingen)
    doubts = _doubts(samenhang, tekst, opdracht.lezer.kennis.talen["nl"])
    if bron.oordeel == "onleesbaar":
        return _unreadable(bron, brief_id, opdracht, doubts)
    feiten = extract(tekst)
    duiding = classify(tekst, feiten, opdracht.lezer, opdracht.peildatum, samenhang.aanwijzingen)
    return _assemble(duiding, bron, brief_id, opdracht, doubts)


def _doubts(samenhang: Samenhang, tekst: Tekst, words: Taal) -> tuple[str, ...]:
    spoken, pages = words.twijfels, tekst.pages
    glare = any("glans" in page.aanwijzingen for page in pages)
    return (
        *(spoken["bladzijde_leeg"].format(nummer=page.nummer) for page in pages if page.seems_bare),
        *(spoken["bladzijde_onzeker"].format(nummer=page.nummer) for page in pages if _is_lossy(page)),
        *((words.aanwijzingen["glans"],) if glare else ()),  # it has no label in the contract
        *(spoken["bladzijde_mislukt"].format(nummer=nummer) for nummer in samenhang.mislukt),
        *(spoken["stapel_grens_onzeker"].format(nummer=nummer) for nummer in samenhang.grens),
        *(spoken[hint] for hint in samenhang.aanwijzingen),
    )


def _is_lossy(page: Page) -> bool:
    return bool(GONE.intersection(page.aanwijzingen)) or (page.kwaliteit < GOOD and bool(FAINT.intersection(page.aanwijzingen)))


def _assemble(d: Duiding, bron: Bron, brief_id: str, opdracht: Opdracht, samen: tuple[str, ...]) -> Brief:
    kennis = opdracht.lezer.kennis
    spoken = kennis.talen["nl"].twijfels
    doubts = [spoken[t] for t in (*d.twijfels, *(["slecht_gelezen"] if bron.oordeel == "matig" else []))]
    doubts += samen
    inhoud = Inhoud(
        d.afzender, d.kaart, d.urgentie, d.gevolgen, d.acties, d.termijnen, d.bedragen, d.goed_nieuws,
        d.echtheid.verdacht, bool(doubts), opdracht.peildatum,
    )  # fmt: skip
    route = propose(d.kaart, d.urgentie, d.acties, gunstig=d.goed_nieuws, mens_nodig=bool(doubts))
    words = kennis.talen["nl"]
    return Brief(
        versie=VERSIE,
        id=brief_id,
        peildatum=opdracht.peildatum,
        bron=bron,
        afzender=d.afzender,
        briefsoort=d.briefsoort,
        datum=d.datum,
        kenmerken=d.kenmerken,
        urgentie=d.urgentie,
        urgentie_reden=reason(inhoud, d.urgentie_termijn, kennis),
        gevolgen=d.gevolgen,
        acties=d.acties,
        termijnen=d.termijnen,
        bedragen=d.bedragen,
        betaling=d.betaling,
        goed_nieuws=d.goed_nieuws,
        echtheid=d.echtheid,
        controle=d.controle,
        route=Route(route.naar, route.spoed, tuple(words.redenen[r] for r in route.redenen), route.werkdagen, route.vraag),
        mens_nodig=bool(doubts),
        twijfels=tuple(doubts),
        uitleg=_explained(inhoud, opdracht),
    )


def _explained(inhoud: Inhoud, opdracht: Opdracht) -> Uitleg:
    """Return the explanation. What warns for a suspect letter is always said in the fixed words."""
    kennis = opdracht.lezer.kennis
    uitleg = explain(inhoud, kennis, opdracht.taal)
    if opdracht.herschrijver is None or opdracht.taal != "nl" or inhoud.verdacht:
        return uitleg
    return herschrijf(uitleg, waarden(inhoud, kennis), opdracht.herschrijver)


def _source(tekst: Tekst, seen: tuple[Aanwijzing, ...] = ()) -> Bron:
    pages = [page for page in tekst.pages if not page.is_bare]
    quality = round(mean(page.kwaliteit for page in pages), 2) if pages else 0.0
    words = sum(len(line.woorden) for _, line in tekst.lines)
    verdict: Oordeel = "goed" if quality >= GOOD else ("matig" if quality >= FAIR else "onleesbaar")
    if words < FEWEST_WORDS:
        verdict = "onleesbaar"
    found = {hint for page in pages or tekst.pages for hint in page.aanwijzingen}.intersection(get_args(Aanwijzing))
    named = cast(tuple[Aanwijzing, ...], tuple(dict.fromkeys((*seen, *(hint for hint in ORDE if hint in found)))))
    return Bron(tekst.bestanden, len(tekst.pages), cast(BronSoort, tekst.soort), quality, verdict, named)


def _unreadable(bron: Bron, brief_id: str, opdracht: Opdracht, samen: tuple[str, ...]) -> Brief:
    """A letter that could not be read is never called harmless: a person must look."""
    kennis = opdracht.lezer.kennis
    words = kennis.talen["nl"]
    return Brief(
        versie=VERSIE, id=brief_id, peildatum=opdracht.peildatum, bron=bron,
        afzender=Afzender("onbekend", kennis.afzenders["onbekend"].naam, "overig", 0.0),
        briefsoort=Briefsoort("onbekend", "Niet te lezen", 0.0),
        datum=None, kenmerken=(), urgentie="onbekend", urgentie_reden=words.zinnen["reden_onleesbaar"],
        gevolgen=(), acties=("controleren",), termijnen=(), bedragen=(), betaling=None, goed_nieuws=False,
        echtheid=Echtheid(False), controle=(),
        route=Route("vrijwilliger", False, (words.redenen["mens_nodig"],)), mens_nodig=True,
        twijfels=(words.twijfels["slecht_gelezen"], *samen), uitleg=unreadable(kennis, opdracht.taal),
    )  # fmt: skip
