"""Letters in plain-text markup: their parts, and an exact reading of them without a picture.

A line `@name` opens a section, `@name: value` sets an option; a file without such a line is all body.

    @letterhead   the sender's name, then the sender's lines     @refs    'Label: value' on each line
    @return       the small line above the address               @subject one line
    @address      the addressee, line by line                    @sign    closing lines, kept as lines
    @body         paragraphs parted by blank lines, '# heading', '- bullet', '| a | b |', '%%' for a new page
    @slip         payment slip: 'Label: value' on each line, a line without a colon is its title
    @footer       small print at the foot of every page

`read_markup` lets `brievenbus toets` measure understanding apart from reading: no OCR slip can be to blame.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from brievenbus.errors import InputError
from brievenbus.page import Box, Line, Page, Tekst, Word

SECTIES = ("letterhead", "return", "address", "refs", "subject", "body", "sign", "slip", "footer")
OPTIES = ("layout", "font", "size", "colour")

BREEDTE, HOOGTE = 595, 842
"""A4 in points."""
LINKS, RECHTS = 0.12, 0.90
TEKENS = 90
TEKEN = (RECHTS - LINKS) / TEKENS
KLEIN = 0.75
"""Small print is this much narrower than the body."""
REGEL, LETTER = 0.0155, 0.011
"""From one line to the next, and the height of a word's box."""
TUSSEN = 3
"""Characters of white between two table cells."""
ONDERKANT, VERVOLG, STROOK, VOET = 0.88, 0.08, 0.905, 0.925
"""Where the body ends, where it starts on a next page, where the slip ends and the footer starts."""

_AT = re.compile(r"@([a-z_]+)[ \t]*(?::[ \t]*(.*))?$")
_STREEPJES = re.compile(r"[|:\-\s]+")

Paar = tuple[str, str]
Rij = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blok:
    """One piece of the body. `rijen` holds the cells of a table; `tekst` the words of anything else."""

    soort: Literal["alinea", "kop", "punt", "tabel", "bladzijde"]
    tekst: str = ""
    rijen: tuple[Rij, ...] = ()


@dataclass(frozen=True)
class Opmaak:
    """The parts of a letter. A pair with "" as its first value is a line without a label (in `strook`: a title)."""

    opties: Mapping[str, str] = field(default_factory=dict)
    briefhoofd: tuple[str, ...] = ()
    retour: str = ""
    adres: tuple[str, ...] = ()
    kenmerken: tuple[Paar, ...] = ()
    onderwerp: str = ""
    inhoud: tuple[Blok, ...] = ()
    ondertekening: tuple[str, ...] = ()
    strook: tuple[Paar, ...] = ()
    voet: tuple[str, ...] = ()


def parse(text: str) -> Opmaak:
    """Take the markup apart. Raises InputError (opmaak_onbekend) for a section or option that does not exist."""
    opties, secties = _sections(text)
    gevuld = {naam: tuple(" ".join(r.split()) for r in regels if r.strip()) for naam, regels in secties.items()}
    return Opmaak(
        opties=opties,
        briefhoofd=gevuld["letterhead"],
        retour=" ".join(gevuld["return"]),
        adres=gevuld["address"],
        kenmerken=tuple(map(_pair, gevuld["refs"])),
        onderwerp=" ".join(gevuld["subject"]),
        inhoud=tuple(_blocks(secties["body"])),
        ondertekening=gevuld["sign"],
        strook=tuple(map(_pair, gevuld["slip"])),
        voet=gevuld["footer"],
    )


def _sections(text: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    opties: dict[str, str] = {}
    secties: dict[str, list[str]] = {naam: [] for naam in SECTIES}
    huidig = "body"
    for nummer, regel in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        match = _AT.match(regel.rstrip())
        if match is None:
            secties[huidig].append(regel)
        elif match[1] in SECTIES:
            huidig = match[1]
            secties[huidig].append(match[2] or "")
        elif match[1] in OPTIES:
            opties[match[1]] = (match[2] or "").strip()
        else:
            raise InputError("opmaak_onbekend", naam=match[1], regel=nummer)
    return opties, secties


def _pair(regel: str) -> Paar:
    label, colon, waarde = regel.partition(":")
    return (label.strip(), waarde.strip()) if colon else ("", regel)


def _blocks(regels: Iterable[str]) -> Iterator[Blok]:
    """Yield the blocks of a body. A line is added to the block above it where it belongs to that."""
    vorig: Blok | None = None
    for regel in regels:
        blok = _block(regel)
        samen = None if vorig is None or blok is None else _join(vorig, blok, inspringend=regel[:1].isspace())
        if vorig is not None and samen is None:
            yield vorig
        vorig = samen or blok
    if vorig is not None:
        yield vorig


def _block(regel: str) -> Blok | None:
    """Return the block that a line starts, or None for an empty line or the ruler under a table's head."""
    kaal = " ".join(regel.split())
    if not kaal:
        return None
    if kaal == "%%":
        return Blok("bladzijde")
    if kaal.startswith("|"):
        cellen = () if _STREEPJES.fullmatch(kaal) else tuple(c.strip() for c in kaal[1:].removesuffix("|").split("|"))
        return Blok("tabel", rijen=(cellen,) if cellen else ())
    if re.match(r"#+ ", kaal):
        return Blok("kop", kaal.lstrip("# "))
    if kaal.startswith("- "):
        return Blok("punt", kaal[2:])
    return Blok("alinea", kaal)


def _join(vorig: Blok, blok: Blok, *, inspringend: bool) -> Blok | None:
    """Return the two as one block, or None where `blok` is a block of its own."""
    if vorig.soort == blok.soort == "tabel":
        return replace(vorig, rijen=vorig.rijen + blok.rijen)
    vervolg = vorig.soort == "alinea" or (vorig.soort == "punt" and (inspringend or blok.tekst[:1].islower()))
    if blok.soort == "alinea" and vervolg:
        return replace(vorig, tekst=f"{vorig.tekst} {blok.tekst}")
    return None


def read_markup(text: str, bestand: str) -> Tekst:
    """Read a letter in markup as if it were printed on A4, without a single slip. `bestand` is the name of its file."""
    brief = parse(text)
    vel = _Vel(brief.voet)
    _head(vel, brief)
    for blok, volgende in pairwise((*brief.inhoud, Blok("bladzijde"))):
        _body(vel, blok, volgende)
    if brief.ondertekening:
        vel.room(len(brief.ondertekening) + 1)
        vel.skip()
        for regel in brief.ondertekening:
            vel.paragraph(regel)
    _slip(vel, brief.strook)
    return Tekst(vel.finish(), "pdf", (bestand,))


def _head(vel: _Vel, brief: Opmaak) -> None:
    """Print what stands above the body, each part at its own height."""
    if brief.briefhoofd:
        vel.y = 0.03
        vel.line([(LINKS, brief.briefhoofd[0])], schaal=1.5)
        pas = min(REGEL, (0.14 - vel.y) / len(brief.briefhoofd))
        for regel in brief.briefhoofd[1:]:
            vel.line([(LINKS, regel)], schaal=KLEIN, pas=pas)
    vel.y = max(vel.y, 0.16) if brief.retour else vel.y
    if brief.retour:
        vel.paragraph(brief.retour, schaal=KLEIN)
    vel.y = max(vel.y, 0.177) if brief.adres else vel.y
    for regel in brief.adres:
        vel.paragraph(regel)
    vel.y = max(vel.y + REGEL, 0.28) if brief.kenmerken else vel.y
    vel.pairs(brief.kenmerken)
    if brief.onderwerp:
        vel.skip()
        vel.paragraph(brief.onderwerp, schaal=1.2)
    vel.skip()
    vel.y = max(vel.y, 0.36) if brief.briefhoofd or brief.adres or brief.kenmerken else vel.y


def _body(vel: _Vel, blok: Blok, volgende: Blok) -> None:
    """Print one block; a heading stays with two lines of what follows, a bullet close to the next bullet."""
    if blok.soort == "bladzijde":
        vel.new_page()
    elif blok.soort == "tabel":
        vel.room(min(len(blok.rijen), 12))
        vel.table(blok.rijen)
        vel.skip()
    elif blok.soort == "kop":
        vel.room(4)
        vel.paragraph(blok.tekst)
    else:
        tekst = f"• {blok.tekst}" if blok.soort == "punt" else blok.tekst
        vel.room(len(_wrap(tekst, TEKENS)))
        vel.paragraph(tekst)
        if not blok.soort == volgende.soort == "punt":
            vel.skip()


def _slip(vel: _Vel, strook: Sequence[Paar]) -> None:
    """Print the payment slip at the foot of the page."""
    if strook:
        hoogte = len(strook) * REGEL
        if vel.y > STROOK - hoogte:
            vel.new_page()
        vel.y = max(vel.y, STROOK - hoogte)
        vel.pairs(strook)


def _wrap(tekst: str, tekens: float) -> list[list[str]]:
    """Break a text into lines of words. A word is never broken; one that is too long stands alone."""
    regels: list[list[str]] = [[]]
    over = tekens
    for woord in tekst.split():
        if regels[-1] and len(woord) > over:
            regels.append([])
            over = tekens
        regels[-1].append(woord)
        over -= len(woord) + 1
    return regels if regels[0] else []


class _Vel:
    """Sheets of A4 being filled from the top. `y` is the top of the next line."""

    def __init__(self, voet: Sequence[str]) -> None:
        self._pages: list[Page] = []
        self._lines: list[Line] = []
        self._voet = tuple(voet)
        self.y = VERVOLG

    def line(self, cellen: Sequence[tuple[float, str]], *, schaal: float = 1.0, pas: float = REGEL, alinea: bool = True) -> None:
        """Print one line: each cell's words from its own left edge."""
        woorden: list[Word] = []
        gaten: list[bool] = []
        teken = TEKEN * schaal
        for x, tekst in cellen:
            gaten += [bool(woorden) and nummer == 0 for nummer in range(len(tekst.split()))]
            for woord in tekst.split():
                eind = x + len(woord) * teken
                woorden.append(Word(woord, Box(min(x, 0.999), self.y, min(eind, 1.0), self.y + LETTER * schaal)))
                x = eind + teken
        if woorden:
            self._lines.append(Line(tuple(woorden), tuple(gaten), alinea))
            self.y += max(pas, pas * schaal)

    def paragraph(self, tekst: str, *, schaal: float = 1.0) -> None:
        """Print a text over as many lines as it needs."""
        for nummer, woorden in enumerate(_wrap(tekst, TEKENS / schaal)):
            if self.y > ONDERKANT:
                self.new_page()
            self.line([(LINKS, " ".join(woorden))], schaal=schaal, alinea=nummer == 0)

    def table(self, rijen: Sequence[Rij]) -> None:
        """Print rows of cells; the last column is flush right, a table that is too wide gets narrower letters."""
        aantal = max((len(rij) for rij in rijen), default=0)
        breed = [max(len(rij[k]) if k < len(rij) else 0 for rij in rijen) for k in range(aantal)]
        schaal = min(1.0, TEKENS / (sum(breed) + TUSSEN * (aantal - 1) or 1))
        starts = [LINKS + TEKEN * schaal * (sum(breed[:k]) + TUSSEN * k) for k in range(aantal)]
        for rij in rijen:
            if self.y > ONDERKANT:
                self.new_page()
            cellen = list(zip(starts, rij, strict=False))
            if len(rij) == aantal > 1:
                cellen[-1] = (RECHTS - TEKEN * schaal * len(rij[-1]), rij[-1])
            self.line(cellen, schaal=schaal)

    def pairs(self, paren: Sequence[Paar]) -> None:
        """Print 'Label:' and, a cell further, its value."""
        breed = max((len(label) for label, _ in paren), default=0)
        links = LINKS + TEKEN * max(20, breed + 1 + TUSSEN)
        for label, waarde in paren:
            if not label:
                self.paragraph(waarde)
                continue
            regels = [" ".join(woorden) for woorden in _wrap(waarde, (RECHTS - links) / TEKEN)] or [""]
            self.line([(LINKS, f"{label}:"), (links, regels[0])])
            for vervolg in regels[1:]:
                self.line([(links, vervolg)], alinea=False)

    def skip(self) -> None:
        """Leave a line white."""
        self.y += REGEL

    def room(self, regels: int) -> None:
        """Go to a new page where so many lines do not fit on this one but do on a fresh one."""
        nodig = (regels - 1) * REGEL
        if self.y + nodig > ONDERKANT and VERVOLG + nodig <= ONDERKANT:
            self.new_page()

    def new_page(self) -> None:
        """Print the footer and take a new sheet; nothing happens on a sheet that is still empty."""
        if not self._lines:
            return
        self.y = max(self.y, VOET)
        regels = [(" ".join(r), n == 0) for regel in self._voet for n, r in enumerate(_wrap(regel, TEKENS / KLEIN))]
        pas = min(0.0125, (0.99 - self.y) / max(1, len(regels)))
        for regel, eerste in regels:
            self.line([(LINKS, regel)], schaal=KLEIN, pas=pas, alinea=eerste)
        self._pages.append(Page(len(self._pages) + 1, tuple(self._lines), BREEDTE, HOOGTE))
        self._lines = []
        self.y = VERVOLG

    def finish(self) -> tuple[Page, ...]:
        """Return the sheets; a letter without a word is one empty page."""
        self.new_page()
        return tuple(self._pages) or (Page(1, (), BREEDTE, HOOGTE),)
