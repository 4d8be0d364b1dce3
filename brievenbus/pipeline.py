"""THE path of a letter: files in, one Brief out. Every step is a function from frozen values to frozen values.

    files ─intake→ Scan ─image, ocr→ Tekst ─mask─extract→ Feiten ─classify→ Duiding ─explain→ Uitleg ─route→ Route = Brief

A step that cannot do its work raises StageError: it becomes a doubt on the Brief and the path goes on with the empty
value. Any other exception is a bug and flies. Nothing is saved here: the caller saves the finished Brief.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import mean
from typing import cast

import numpy as np
from numpy.typing import NDArray

from brievenbus.brief import VERSIE, Aanwijzing, Afzender, Brief, Briefsoort, Bron, BronSoort, Echtheid, Oordeel, Route
from brievenbus.classify import Duiding, Lezer, classify
from brievenbus.errors import StageError
from brievenbus.explain import Inhoud, explain, reason, unreadable
from brievenbus.extract import extract, mask
from brievenbus.image import flatten, mask_boxes
from brievenbus.intake import Limits, ScanPage, take
from brievenbus.ocr.layout import page_of_words
from brievenbus.ocr.tesseract import Tesseract
from brievenbus.page import Page, Tekst
from brievenbus.route import propose

GOOD, FAIR = 0.75, 0.45
FEWEST_WORDS = 12
"""A letter with fewer readable words than this is not called read."""


@dataclass(frozen=True, eq=False)
class Gelezen:
    """A read letter with what it was read from: the masked text, and the upright pages with every BSN painted over."""

    brief: Brief
    tekst: Tekst
    beelden: tuple[NDArray[np.uint8] | None, ...]


@dataclass(frozen=True)
class Opdracht:
    """What stays the same for every letter of a run."""

    lezer: Lezer
    peildatum: date
    taal: str = "nl"
    limits: Limits = field(default_factory=Limits)


def read_letter(paths: Sequence[Path], opdracht: Opdracht, engine: Tesseract) -> Gelezen:
    """Read the files of one letter, in page order. Raises InputError or ToolError."""
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
    return Gelezen(read_brief(tekst, scan.id, opdracht, tuple(failed)), tekst, masked)


def read_page(scan_page: ScanPage, engine: Tesseract) -> tuple[Page, NDArray[np.uint8] | None]:
    """Return the words of one page, and its upright grey picture where it has one."""
    if scan_page.woorden is not None:
        return page_of_words(scan_page.woorden, scan_page.nummer, scan_page.maat), None
    assert scan_page.kleur is not None
    flat = flatten(scan_page.kleur, scan_page.soort, engine.line_confidence)
    read = engine.read(flat.grijs, scan_page.nummer)
    sure = [word.zekerheid for line in read.lines for word in line.woorden]
    quality = min(flat.kwaliteit, mean(sure)) if sure else 0.0
    return Page(read.nummer, read.lines, read.breedte, read.hoogte, quality, flat.aanwijzingen), flat.grijs


def read_brief(tekst: Tekst, brief_id: str, opdracht: Opdracht, mislukt: tuple[int, ...] = ()) -> Brief:
    """Return what a masked text says, as the one object of the contract. `mislukt`: pages that could not be read."""
    bron = _source(tekst)
    if bron.oordeel == "onleesbaar":
        return _unreadable(bron, brief_id, opdracht)
    feiten = extract(tekst)
    duiding = classify(tekst, feiten, opdracht.lezer, opdracht.peildatum)
    return _assemble(duiding, bron, brief_id, opdracht, mislukt)


def _assemble(d: Duiding, bron: Bron, brief_id: str, opdracht: Opdracht, mislukt: tuple[int, ...]) -> Brief:
    kennis = opdracht.lezer.kennis
    spoken = kennis.talen["nl"].twijfels
    doubts = [spoken[t] for t in (*d.twijfels, *(["slecht_gelezen"] if bron.oordeel == "matig" else []))]
    doubts += [spoken["bladzijde_mislukt"].format(nummer=nummer) for nummer in mislukt]
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
        uitleg=explain(inhoud, kennis, opdracht.taal),
    )


def _source(tekst: Tekst) -> Bron:
    pages = tekst.pages
    quality = round(mean(page.kwaliteit for page in pages), 2) if pages else 0.0
    words = sum(len(line.woorden) for _, line in tekst.lines)
    verdict: Oordeel = "goed" if quality >= GOOD else ("matig" if quality >= FAIR else "onleesbaar")
    if words < FEWEST_WORDS:
        verdict = "onleesbaar"
    hints = tuple(dict.fromkeys(hint for page in pages for hint in page.aanwijzingen))
    return Bron(tekst.bestanden, len(pages), cast(BronSoort, tekst.soort), quality, verdict, cast(tuple[Aanwijzing, ...], hints))


def _unreadable(bron: Bron, brief_id: str, opdracht: Opdracht) -> Brief:
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
        twijfels=(words.twijfels["slecht_gelezen"],), uitleg=unreadable(kennis, opdracht.taal),
    )  # fmt: skip
