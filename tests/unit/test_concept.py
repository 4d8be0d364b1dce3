"""A letter for the resident to finish: when there is one, by law; what stands in it and what is left open; the Word file and the PDF."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from datetime import date
from typing import Any, cast

import pdfplumber
import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfminer.pdftypes import resolve1

from brievenbus.afdruk import pdf as schrijver
from brievenbus.afdruk.concept.docx import make_docx
from brievenbus.afdruk.concept.keuze import ANDERS, BESTUURSRECHT
from brievenbus.afdruk.concept.maken import make_concept, offered
from brievenbus.afdruk.concept.pdf import make_pdf
from brievenbus.afdruk.concept.vorm import Concept, Gat, Soort, as_text
from brievenbus.afdruk.verbetering import GEEN, Verbeterd, Verbetering
from brievenbus.brief import to_json
from brievenbus.errors import ToolError
from brievenbus.explain.leesbaarheid import LEVEL_1, lint
from brievenbus.kennis import load
from tests.begrijp import Begrip
from tests.voorbeelden import NAMEN, gelezen

KENNIS = load()
NL = KENNIS.talen["nl"]
UWV, GEMEENTE, ENERGIE, AANSLAG = "g13", "g11", "h06", "g15"
BEZWAAR = {"g04", "g09", "g11", "g13", "g15", "g16", "g18", "g21", "i06", "i19", "i20", "j02", "j03"}
"""The samples with a decision that an objection is open against."""
ANDER_MIDDEL = ("g01", "g22", "i01", "i02", "j01", "j22", "i11", "h03")
"""Traffic fine, decision on objection, criminal order (2), refused remission, guardianship, judgment by default, summons."""
PRIVAAT = ("h04", "h09", "h11", "h17", "i09", "i16", "j20")
_FEIT = re.compile(r"\d[\d.,/-]*\d|\d")

heeft_pango = pytest.mark.skipif(not schrijver.has_pdf(), reason="geen Pango op deze computer")


class Alle(dict[str, dict[str, Any]]):
    """The object of the contract for every sample. Short when Hypothesis prints it."""

    def __repr__(self) -> str:
        return "alle"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


@pytest.fixture(scope="module")
def alle(begrip: Begrip) -> Alle:
    return Alle({naam: cast(dict[str, Any], to_json(gelezen(naam, begrip.lezer))) for naam in NAMEN})


def dag(brief: dict[str, Any]) -> date:
    return date.fromisoformat(brief["peildatum"])


def van(brief: dict[str, Any], soort: Soort, vandaag: date | None = None, verbeterd: Verbeterd = GEEN) -> Concept:
    """The draft, which must be there."""
    made = make_concept(brief, KENNIS, soort, vandaag or dag(brief), verbeterd)
    assert made is not None
    return made


def tekst(concept: Concept) -> str:
    return "\n".join(map(as_text, concept.regels))


def soorten(brief: dict[str, Any]) -> set[str]:
    return {one.soort for one in offered(brief, KENNIS, dag(brief))}


def onzeker(brief: dict[str, Any], *deel: str | int) -> dict[str, Any]:
    """The letter with a part of which the value may have been misread."""
    made = copy.deepcopy(brief)
    place: Any = made
    for one in deel:
        place = place[one]
    for proof in place["bewijs"]:
        proof["zeker"] = False
    return made


def test_objection_is_offered_against_decisions_and_nothing_else(alle: Alle) -> None:
    assert {naam for naam, brief in alle.items() if "bezwaar" in soorten(brief)} == BEZWAAR
    assert not {*ANDER_MIDDEL, *PRIVAAT} & BEZWAAR


def test_every_term_for_objection_is_known_to_be_one_or_not() -> None:
    rules = {one.regel for card in KENNIS.briefsoorten.values() for one in card.termijn if one.soort == "bezwaar"}
    assert rules == BESTUURSRECHT | ANDERS and set(KENNIS.termijnregels) >= rules


@pytest.mark.parametrize("middel", ["beroep", "verzet"])
def test_another_remedy_in_the_letter_takes_the_objection_away(alle: Alle, middel: str) -> None:
    brief = copy.deepcopy(alle[UWV])
    brief["termijnen"][0]["soort"] = middel
    assert "bezwaar" not in soorten(brief)


def test_an_intention_asylum_and_a_bailiff_get_no_objection(alle: Alle) -> None:
    intention = copy.deepcopy(alle[UWV])
    intention["termijnen"][0]["soort"] = "zienswijze"
    asylum = {**alle["g16"], "termijnen": []}
    bailiff = {**alle[UWV], "afzender": {**alle[UWV]["afzender"], "sleutel": "gerechtsdeurwaarder"}}
    collector = {**alle[UWV], "afzender": {**alle[UWV]["afzender"], "sleutel": "cjib"}}
    unsure = {**alle["j02"], "afzender": {**alle["j02"]["afzender"], "zekerheid": 0.2}}  # no day named, and who knows who wrote it
    assert all("bezwaar" not in soorten(one) for one in (intention, asylum, bailiff, collector, unsure))


def test_a_kind_that_is_not_sure_needs_the_day_and_the_sender(alle: Alle) -> None:
    unsure = {**alle[UWV], "twijfels": [NL.twijfels["soort_onzeker"]]}
    assert "bezwaar" in soorten(unsure)
    assert "bezwaar" not in soorten({**unsure, "termijnen": []})
    assert "bezwaar" not in soorten({**unsure, "afzender": {**unsure["afzender"], "zekerheid": 0.1}})


def test_no_draft_for_suspect_unreadable_or_good_letters(alle: Alle) -> None:
    assert soorten(alle["h16"]) == set()
    for change in ({"echtheid": {"verdacht": True, "signalen": []}}, {"goed_nieuws": True}, {"urgentie": "onbekend"}):
        assert soorten({**alle[UWV], **change}) == set()
    bron = {**alle[UWV]["bron"], "oordeel": "onleesbaar"}
    assert soorten({**alle[UWV], "bron": bron}) == set()


def test_request_to_pay_in_parts_is_offered_where_the_letter_calls_for_it(alle: Alle) -> None:
    for naam, brief in alle.items():
        if "regeling" in soorten(brief):
            assert "regeling" in brief["acties"], naam
    disputed = {**alle[ENERGIE], "briefsoort": {**alle[ENERGIE]["briefsoort"], "sleutel": "incasso_onterecht_verjaard"}}
    assert "regeling" in soorten(alle[ENERGIE]) and "regeling" not in soorten(disputed)


def test_objection_holds_what_the_law_asks(alle: Alle) -> None:
    made = van(alle[UWV], "bezwaar")
    text = tekst(made)
    assert "Aan: UWV" in text and "uw besluit van 27 oktober 2026 met kenmerk 401.62.880/TV-19" in text
    assert "Ik geef de redenen later." in text and "artikel 6:6 van de Algemene wet bestuursrecht" in text and "ontvangen?" in text
    gaps = {deel.naam for regel in made.regels for deel in regel if isinstance(deel, Gat)}
    assert gaps == {"naam", "straat", "woonplaats", "telefoon", "adres", "plaats", "handtekening"}
    assert "bsn" not in text.lower() and "burgerservice" not in text.lower()
    assert made.opmerkingen[1] == "Doe de brief uiterlijk dinsdag 8 december 2026 op de post, liever een paar dagen eerder."


def test_request_names_amount_and_reference(alle: Alle) -> None:
    text = tekst(van(alle[ENERGIE], "regeling"))
    assert "Zeedijk Energie B.V." in text and "kenmerk DB/EL/26-11/0772" in text and "om € 1.316,80 te betalen" in text
    assert "in delen van € [vul in: bedrag] per maand. Ik begin op [vul in: datum]." in text
    assert "Er is weinig tijd. Bel de afzender ook." in van(alle[ENERGIE], "regeling").opmerkingen


def test_late_objection_asks_why_and_says_so_to_the_volunteer(alle: Alle) -> None:
    brief = alle["g09"]  # the day is Saturday 26 December; by law Monday the 28th
    term = next(t for t in brief["termijnen"] if t["soort"] == "bezwaar")
    assert term["juridisch_einde"] == "2026-12-28"
    for day, late in (("2026-12-26", False), ("2026-12-28", False), ("2026-12-29", True)):
        made = van(brief, "bezwaar", date.fromisoformat(day))
        assert ("artikel 6:11" in tekst(made)) == late
        assert any("Die dag is voorbij." in zin for zin in made.opmerkingen) == late
    at = brief["termijnen"].index(term)
    unsure = van(onzeker(brief, "termijnen", at), "bezwaar", date(2027, 3, 1))
    assert "artikel 6:11" not in tekst(unsure) and unsure.opmerkingen[0].startswith("De laatste dag voor bezwaar is niet zeker.")


@pytest.mark.parametrize(
    "doubt",
    [
        Verbeterd(narekenen=(0,)), Verbeterd(erbij=(("termijnen.0.datum", "weet ik niet"),)),
        Verbeterd(erbij=(("termijnen", "nog een dag"),)), Verbeterd(erbij=(("datum", "?"),)),
    ],
)  # fmt: skip
def test_a_day_that_a_volunteer_doubts_is_not_said_and_nobody_owns_up_to_being_late(alle: Alle, doubt: Verbeterd) -> None:
    for day in (date(2026, 12, 1), date(2027, 3, 1)):
        made = van(alle["g09"], "bezwaar", day, doubt)
        said = " ".join(made.opmerkingen)
        assert "artikel 6:11" not in tekst(made) and "26 december" not in said and "Die dag is voorbij." not in said
        assert "De laatste dag voor bezwaar is niet zeker." in said
    named = Verbeterd(erbij=(("kenmerken.0.waarde", "weet ik niet"),))
    assert "artikel 6:11" in tekst(van(alle["g09"], "bezwaar", date(2027, 3, 1), named))


def test_what_a_draft_does_not_stop_is_said_first(alle: Alle) -> None:
    def first(naam: str, soort: Soort, gevolg: str = "", termijn: str = "") -> str:
        brief = copy.deepcopy(alle[naam])
        brief["gevolgen"] = [{"soort": gevolg, "bewijs": []}] if gevolg else []
        brief["termijnen"] = [term for term in brief["termijnen"] if term["soort"] in ("betalen", "bezwaar")]
        if termijn:
            brief["termijnen"].append({**brief["termijnen"][0], "soort": termijn})
        return van(brief, soort).opmerkingen[0]

    stops_nothing = "Deze brief houdt niets tegen. Is er een zitting? Ga erheen. Vraag vandaag hulp bij het Juridisch Loket."
    for gevolg in ("rechtszaak", "ontruiming", "afsluiting", "vrijheidsbeneming"):
        assert first(UWV, "regeling", gevolg) == stops_nothing
    for termijn in ("zitting", "ontruiming", "afsluiting", "afspraak"):
        assert first(UWV, "regeling", termijn=termijn) == stops_nothing
    assert first(UWV, "regeling", "verhoging") != stops_nothing
    for gevolg in ("uitkering_stopt", "hulp_minder"):
        assert first(UWV, "bezwaar", gevolg) == "Bezwaar houdt het besluit meestal niet tegen. Vraag hulp."
    assert first(UWV, "bezwaar", "verblijfsrecht") == "Soms houdt bezwaar het besluit niet tegen. Bel vandaag een advocaat."
    assert first(UWV, "bezwaar", "boete").startswith("Doe de brief uiterlijk")


def test_no_draft_for_a_kind_that_a_volunteer_says_is_another(alle: Alle) -> None:
    other = Verbeterd(erbij=(("briefsoort.naam", "iets anders"),))
    for naam in (UWV, ENERGIE):
        assert offered(alle[naam], KENNIS, dag(alle[naam]), other) == ()


def test_what_may_be_misread_is_left_open(alle: Alle) -> None:
    brief = alle[ENERGIE]
    due = next(at for at, one in enumerate(brief["bedragen"]) if one["soort"] == "te_betalen")
    number = next(at for at, one in enumerate(brief["kenmerken"]) if one["soort"] == "ons_kenmerk")
    said = NL.twijfels
    doubts = (
        (onzeker(brief, "bedragen", due), "1.316,80", "Het bedrag"), (onzeker(brief, "kenmerken", number), "DB/EL", "Het kenmerk"),
        ({**brief, "twijfels": [said["bedrag_keuze"]]}, "1.316,80", "Het bedrag"),
        ({**brief, "twijfels": [said["termijn_onzeker"]]}, "17 november", "De datum"),
        ({**brief, "bron": {**brief["bron"], "oordeel": "matig"}}, "17 november", "De datum"),
        ({**brief, "datum": None}, "17 november", "De datum"), ({**brief, "datum": "2030-01-01"}, "2030", "De datum"),
        ({**brief, "afzender": {**brief["afzender"], "zekerheid": 0.3}}, "Zeedijk", "De naam"),
        ({**brief, "twijfels": [said["meer_brieven"]]}, "DB/EL", "Het kenmerk"),
    )  # fmt: skip
    for unsure, printed, remark in doubts:
        made = van(unsure, "regeling")
        assert printed not in tekst(made)
        assert any(zin.startswith(remark) for zin in made.opmerkingen), remark


def test_a_name_of_our_own_is_no_addressee_and_two_numbers_are_none(alle: Alle) -> None:
    nameless = copy.deepcopy(alle[GEMEENTE])
    nameless["afzender"]["naam"] = "Gemeente: werk en inkomen"
    made = van(nameless, "bezwaar")
    assert as_text(made.aan[0]) == "Aan: [vul in: naam van de organisatie]"
    two = copy.deepcopy(alle[UWV])
    two["kenmerken"].append({**two["kenmerken"][0], "waarde": "999.11"})
    text = tekst(van(two, "bezwaar"))
    assert "999.11" not in text and "401.62" not in text and "met kenmerk [vul in: nummer op de brief]" in text


def test_what_a_volunteer_put_right_is_sure_and_what_they_doubt_is_not(alle: Alle) -> None:
    brief = onzeker(alle[ENERGIE], "bedragen", 0)
    brief["bedragen"][0]["bedrag"] = "1300.00"
    right = Verbeterd((Verbetering("bedragen.0.bedrag", "1316.80", "1300.00"),))
    assert "om € 1.300,00 te betalen" in tekst(van(brief, "regeling", verbeterd=right))
    doubt = Verbeterd((), (("datum", "weet ik niet"),))
    assert "17 november" not in tekst(van(alle[ENERGIE], "regeling", verbeterd=doubt))
    other = Verbeterd((), (("briefsoort.naam", "iets anders"),))
    assert make_concept({**alle[UWV], "termijnen": []}, KENNIS, "bezwaar", dag(alle[UWV]), other) is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    naam=st.text(min_size=1, max_size=60).filter(str.strip), waarde=st.text("ABC0123456789-./ ", min_size=2, max_size=30).filter(str.strip),
    bedrag=st.decimals(1, 99999, places=2), datum=st.dates(date(2024, 1, 1), date(2028, 1, 1)), zeker=st.booleans(), keuze=st.sampled_from(
        [(UWV, "bezwaar"), (UWV, "regeling"), (ENERGIE, "regeling"), (AANSLAG, "bezwaar")]
    ),
)  # fmt: skip
def test_no_fact_that_the_letter_does_not_hold(
    alle: Alle, naam: str, waarde: str, bedrag: Any, datum: date, zeker: bool, keuze: tuple[str, Soort]
) -> None:  # fmt: skip
    brief = copy.deepcopy(alle[keuze[0]])
    brief["afzender"]["naam"], brief["datum"] = naam, datum.isoformat()
    for one in brief["kenmerken"]:
        one["waarde"] = waarde
        one["bewijs"][0]["zeker"] = zeker
    for one in brief["bedragen"]:
        one["bedrag"] = f"{bedrag:.2f}"
        one["bewijs"][0]["zeker"] = zeker
    made = van(brief, keuze[1], date(2026, 12, 1))
    text = tekst(made)
    held = f"{naam} {waarde} {bedrag:.2f} {datum.day} {datum.year}"
    digits = re.sub(r"\D", "", held)
    assert make_docx(made).startswith(b"PK")
    assert all(re.sub(r"\D", "", found) in digits for found in _FEIT.findall(re.sub(r"artikel 6:\d+", "", text)))
    if not zeker:
        assert f"€ {bedrag:.2f}".replace(".", ",") not in text
        assert "[vul in: nummer op de brief]" in text or not brief["kenmerken"]


def test_sentences_are_plain() -> None:
    """What the volunteer reads is of level 1; the letter itself nearly is, but for the law that it names."""
    words = {key: re.sub(r"\{\w+\}", "5", zin) for key, zin in NL.concepten.items() if len(zin.split()) > 4 and "Algemene wet" not in zin}
    scores = {key: lint(re.split(r"(?<=[.?!:]) ", zin)) or 0 for key, zin in words.items()}
    assert {key: score for key, score in scores.items() if score >= (LEVEL_1 if key.startswith("let_op") else LEVEL_1 + 4)} == {}
    assert max(len(part.split()) for zin in words.values() for part in re.split(r"(?<=[.?!]) ", zin)) <= 16


@pytest.mark.parametrize(("naam", "soort"), [(UWV, "bezwaar"), (GEMEENTE, "bezwaar"), (ENERGIE, "regeling")])
def test_word_file_is_the_letter_and_tells_nothing_of_who_made_it(alle: Alle, naam: str, soort: Soort) -> None:
    made = van(alle[naam], soort)
    inhoud = make_docx(made)
    document = Document(io.BytesIO(inhoud))
    assert "\n".join(p.text for p in document.paragraphs) == tekst(made)
    grey = [run.text for p in document.paragraphs for run in p.runs if run.font.highlight_color == WD_COLOR_INDEX.GRAY_25]
    assert grey == [deel.tekst for regel in made.regels for deel in regel if isinstance(deel, Gat)]
    told = document.core_properties
    assert (told.author, told.last_modified_by, told.comments, told.title) == ("", "", "", made.titel)
    assert all(document.styles[name].font.size.pt >= 12 for name in ("Normal", "Heading 1"))  # type: ignore[union-attr]
    with zipfile.ZipFile(io.BytesIO(inhoud)) as opened:
        assert not {"docProps/app.xml", "docProps/thumbnail.jpeg"} & set(opened.namelist())
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"python" not in opened.read("docProps/core.xml")
    assert make_docx(made) == inhoud


@heeft_pango
@pytest.mark.parametrize(("naam", "soort", "later"), [(UWV, "bezwaar", False), (GEMEENTE, "bezwaar", True), (ENERGIE, "regeling", False)])
def test_pdf_is_one_tagged_page_with_every_word(alle: Alle, naam: str, soort: Soort, later: bool) -> None:
    made = van(alle[naam], soort, date(2027, 6, 1) if later else None)
    inhoud = make_pdf(made)
    with pdfplumber.open(io.BytesIO(inhoud)) as opened:
        (page,) = opened.pages
        catalog, text = opened.doc.catalog, "".join(page.extract_text().split())  # a long number may run on to the next line
        assert min(c["size"] for c in page.chars if c["text"].strip()) >= 11.99
        assert all(c["x0"] >= 0 and c["x1"] <= page.width and c["bottom"] <= page.height for c in page.chars)
    assert catalog["Lang"] == b"nl" and catalog["MarkInfo"]["Marked"]
    assert re.search(rb"pdfuaid:part[^0-9]*1", resolve1(catalog["Metadata"]).get_data())
    for regel in made.regels:
        for deel in regel:
            assert "".join((deel if isinstance(deel, str) else f"({deel.wat})").split()) in text
    assert make_pdf(made) == inhoud


def test_without_pango_it_says_so(alle: Alle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schrijver, "weasyprint", None)
    with pytest.raises(ToolError, match="pdf_kan_niet"):
        make_pdf(van(alle[UWV], "bezwaar"))
    assert make_docx(van(alle[UWV], "bezwaar")).startswith(b"PK")
