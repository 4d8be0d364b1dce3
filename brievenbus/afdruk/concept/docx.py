"""A draft as Word document, to type in: every open place stands between brackets on grey.

The file says nothing of who made it, where or when: its properties hold a title and a language. The same draft gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from brievenbus.afdruk.concept.vorm import Concept, Gat, Regel

_LETTER = "Arial"
_TAAL = "nl-NL"
_PUNTEN = Pt(12)
_RAND = Mm(25)
_WIT = Pt(14)
_TEKENRUIMTE = Pt(42)
_GEEN_TIJD = datetime(2000, 1, 1)  # a document must have one
_ZIP_TIJD = (1980, 1, 1, 0, 0, 0)
_SPOREN = (RT.EXTENDED_PROPERTIES, RT.THUMBNAIL)
"""Parts of the empty document of python-docx that name a program and show a picture of something else."""


def make_docx(concept: Concept) -> bytes:
    """Return the draft as .docx."""
    document = Document()
    _prepare(document, concept.titel)
    _block(document, concept.van)
    _block(document, concept.aan)
    _block(document, (concept.plaats,))
    _write(document.add_paragraph(style="Heading 1"), concept.onderwerp)
    for regel in (concept.aanhef, *concept.alineas, concept.groet):
        _write(document.add_paragraph(), regel)
    for regel in concept.ondertekening:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = _TEKENRUIMTE
        _write(paragraph, regel)
    out = io.BytesIO()
    document.save(out)
    return _without_clock(out.getvalue())


def _prepare(document: Doc, titel: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _RAND
    for name in ("Normal", "Heading 1"):
        _plain(document.styles[name])
    told = document.core_properties
    told.title, told.language = titel, _TAAL
    told.author = told.comments = told.last_modified_by = ""
    told.created = told.modified = _GEEN_TIJD
    parts = document.part.package.rels
    for key in [key for key, rel in parts.items() if rel.reltype in _SPOREN]:
        del parts[key]


def _plain(style: object) -> None:
    """Give a style of the empty document the look of an ordinary letter, in Dutch."""
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.color.rgb = _LETTER, _PUNTEN, RGBColor(0, 0, 0)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), _WIT
    style.paragraph_format.line_spacing = 1.2
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a font of the theme would go before the one named here
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    language = properties.makeelement(qn("w:lang"), {qn("w:val"): _TAAL})
    properties.append(language)


def _block(document: Doc, regels: Sequence[Regel]) -> None:
    paragraph = document.add_paragraph()
    for at, regel in enumerate(regels):
        if at:
            paragraph.add_run().add_break()
        _write(paragraph, regel)


def _write(paragraph: Paragraph, regel: Regel) -> None:
    for deel in regel:
        if isinstance(deel, Gat):
            paragraph.add_run(deel.voor)
            paragraph.add_run(deel.tekst).font.highlight_color = WD_COLOR_INDEX.GRAY_25
        else:
            paragraph.add_run(deel)


def _without_clock(inhoud: bytes) -> bytes:
    """Return a zip file whose entries bear no time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inhoud)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIJD)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
