"""Sentences, phrases, the mending of OCR slips, and evidence on the right page."""

from __future__ import annotations

import pytest

from brievenbus.classify.context import Lezing
from brievenbus.match import MAX_EVIDENCE, Phrase, Phrasebook, evidence, mend, tokenize, zinnen
from brievenbus.page import Span
from tests.begrijp import Begrip
from tests.teksten import maak_tekst


def cut(plat: str) -> list[str]:
    return [zin.tekst for zin in zinnen(maak_tekst(plat))]


def found(phrase: str, text: str) -> bool:
    words = tuple(token.woord for token in tokenize(text))
    return Phrase.make(phrase).find(words) is not None


# ---------------------------------------------------------------- sentences
@pytest.mark.parametrize(
    "zin",
    [
        "Op grond van art. 6 van de wet betaalt u rente.",
        "Neem uw papieren mee, bijv. Uw paspoort.",
        "Maak het over t.n.v. CJIB te Leeuwarden.",
        "De brief van 12 nov. 2026 is vervallen.",
        "Spreek met dhr. De Boer of mevr. Jansen.",
        "Uw contactpersoon is J.P. de Vries van de gemeente.",
        "De heer A. Bakker heeft het besluit genomen.",
        "U betaalt € 12.50 per maand.",
        "Kijk op www.voorbeeld.nl of bel ons.",
        "Wij zien u a.s. Maandag.",
    ],
)
def test_full_stop_of_an_abbreviation_or_initial_ends_nothing(zin: str) -> None:
    assert cut(zin) == [zin]


@pytest.mark.parametrize(
    ("plat", "delen"),
    [
        ("U moet betalen. Anders volgt beslag.", ["U moet betalen.", "Anders volgt beslag."]),
        ("Kunt u niet betalen? Bel ons!", ["Kunt u niet betalen?", "Bel ons!"]),
        ("Dit geldt in 2026. De huurder betaalt.", ["Dit geldt in 2026.", "De huurder betaalt."]),
        ("U bent € 12,50 schuldig. Betaal nu.", ["U bent € 12,50 schuldig.", "Betaal nu."]),
        ("Onderwerp\nGeachte heer", ["Onderwerp", "Geachte heer"]),
        ("Dit is blad een\fDit is blad twee", ["Dit is blad een", "Dit is blad twee"]),
        ("Een zin die op de\n volgende regel verdergaat.", ["Een zin die op de volgende regel verdergaat."]),
    ],
)
def test_sentence_ends(plat: str, delen: list[str]) -> None:
    assert cut(plat) == delen


def test_numbering_stays_with_its_article() -> None:
    assert cut("1. De huurder betaalt.\n2.1. De verhuurder zorgt.") == ["1. De huurder betaalt.", "2.1. De verhuurder zorgt."]


def test_every_table_row_is_a_piece_with_its_cells() -> None:
    assert cut("Omschrijving\tBedrag\nHuur mei\t€ 650,00\nTotaal\t€ 650,00") == [
        "Omschrijving\tBedrag",
        "Huur mei\t€ 650,00",
        "Totaal\t€ 650,00",
    ]


def test_sentences_lie_at_their_place_in_the_letter() -> None:
    tekst = maak_tekst("Geachte heer,\nU moet betalen.  Anders volgt\n beslag.\fTot ziens")
    for zin in zinnen(tekst):
        assert tekst.plat[zin.span.start : zin.span.eind] == zin.tekst
        for token in zin.tokens:
            assert tekst.plat[token.span.start : token.span.eind].lower() == token.woord


# ---------------------------------------------------------------- phrases
@pytest.mark.parametrize(
    ("phrase", "text", "staat_er"),
    [
        ("afgeschreven*", "het is afgeschrevene som", True),
        ("afgeschreven", "het is afgeschrevene som", False),
        ("betaal*", "de betaling volgt", False),
        ("betal*", "de betaling volgt", True),
        ("leggen … beslag", "wij leggen beslag", True),
        ("leggen … beslag", "wij leggen een twee drie vier vijf zes beslag", True),
        ("leggen … beslag", "wij leggen een twee drie vier vijf zes zeven beslag", False),
        ("leggen…beslag", "wij leggen morgen beslag", True),
        ("beslag leggen", "wij leggen beslag", False),
        ("geïnd", "dat wordt GEIND", True),
        ("t/m", "van 1 t/m 3", True),
        ("p.m.", "kosten p m", True),
    ],
)
def test_phrase(phrase: str, text: str, staat_er: bool) -> None:
    assert found(phrase, text) is staat_er


def test_phrasebook_gives_the_name_and_the_words_found() -> None:
    tekst = maak_tekst("Dan leggen wij morgen beslag op uw loon.")
    (zin,) = zinnen(tekst)
    boek = Phrasebook({"beslag": ["leggen … beslag"], "loon": ["uw lo*"], "water": ["water"]})
    hits = {name: tekst.plat[span.start : span.eind] for name, _, span in boek.find(zin)}
    assert hits == {"beslag": "leggen wij morgen beslag", "loon": "uw loon"}


def test_niet_phrase_takes_the_label_away_in_the_same_sentence_only(begrip: Begrip) -> None:
    woorden = begrip.lezer.woorden

    def labels(text: str) -> list[set[str]]:
        lezing = Lezing.make(maak_tekst(text), woorden)
        return [{label for label, _ in woorden.labels("gevolgen", zin)} for zin in lezing.zinnen]

    assert "beslag" in labels("Wij leggen beslag op uw loon.")[0]
    assert "beslag" not in labels("Er komt geen beslag op uw loon.")[0]
    both = labels("Er komt geen beslag op uw loon. Wij leggen beslag op uw auto.")
    assert "beslag" not in both[0]
    assert "beslag" in both[1]


# ---------------------------------------------------------------- mending
def mended(text: str, vocabulary: list[str], real: frozenset[str] = frozenset()) -> list[str]:
    return [word for zin in mend(zinnen(maak_tekst(text)), vocabulary, real) for word in zin.woorden]


@pytest.mark.parametrize("slip", ["dwangbcvel", "dwangbeve1", "dwanbevel", "dwangibevel"])
def test_one_slip_in_a_long_word_is_mended(slip: str) -> None:
    if slip == "dwangbeve1":
        assert mended(slip, ["dwangbevel"]) == [slip]  # a changed last letter may be another word
    else:
        assert mended(slip, ["dwangbevel"]) == ["dwangbevel"]


def test_two_slips_are_mended_only_in_a_very_long_word() -> None:
    assert mended("dwcngbcvel", ["dwangbevel"]) == ["dwcngbcvel"]
    assert mended("huurovcreenkornst", ["huurovereenkomst"]) == ["huurovcreenkornst"]  # three slips
    assert mended("huurovcreenkonst", ["huurovereenkomst"]) == ["huurovereenkomst"]


@pytest.mark.parametrize(("read", "known"), [("zetten", "zitten"), ("verzet", "verset"), ("betaalt", "betaald"), ("kosten", "kousen")])
def test_a_real_word_never_turns_into_another(read: str, known: str) -> None:
    assert mended(read, [known], frozenset({read})) == [read]


@pytest.mark.parametrize(
    ("read", "known"), [("betaalde", "betaalden"), ("zitting", "zittingen"), ("betalen", "betaler"), ("beslat", "beslag")]
)
def test_an_inflection_is_no_slip(read: str, known: str) -> None:
    assert mended(read, [known]) == [read]


def test_short_words_are_left_alone() -> None:
    assert mended("gcen", ["geen"]) == ["gcen"]


def test_mending_keeps_what_is_printed() -> None:
    tekst = maak_tekst("Dit dwangbcvel is betekend.")
    (zin,) = mend(zinnen(tekst), ["dwangbevel"])
    assert zin.tekst == "Dit dwangbcvel is betekend."
    assert zin.woorden[1] == "dwangbevel"
    assert tekst.plat[zin.tokens[1].span.start : zin.tokens[1].span.eind] == "dwangbcvel"


# ---------------------------------------------------------------- evidence
def span_of(plat: str, words: str) -> Span:
    return Span(plat.index(words), plat.index(words) + len(words))


def test_evidence_stands_on_its_page_and_only_around_its_words() -> None:
    tekst = maak_tekst("Bladzij een\nniets bijzonders\fBoven\nBetaal uiterlijk 28 november aan ons\nOnder")
    (bewijs,) = evidence(tekst, span_of(tekst.plat, "uiterlijk 28 november"))
    boven, regel, onder = (line.vak for nummer, line in tekst.lines if nummer == 2)
    assert (bewijs.bladzijde, bewijs.tekst) == (2, "uiterlijk 28 november")
    x0, y0, x1, y1 = bewijs.vak
    assert regel.x0 < x0 < x1 < regel.x1
    assert boven.y1 < y0 < y1 < onder.y0


def test_evidence_over_two_lines_has_one_box_around_both() -> None:
    tekst = maak_tekst("Betaal uiterlijk op\n zaterdag 28 november")
    (bewijs,) = evidence(tekst, span_of(tekst.plat, "uiterlijk op zaterdag"))
    eerste, tweede = (line.vak for _, line in tekst.lines)
    assert bewijs.vak[1] <= eerste.y0 + 0.001
    assert bewijs.vak[3] >= tweede.y1 - 0.001


def test_evidence_over_a_page_break_names_both_pages() -> None:
    tekst = maak_tekst("Onderaan blad een\fBovenaan blad twee")
    assert [b.bladzijde for b in evidence(tekst, Span(0, len(tekst.plat)))] == [1, 2]


def test_long_evidence_is_cut_between_words() -> None:
    tekst = maak_tekst("uitzonderlijk " * 40)
    (bewijs,) = evidence(tekst, Span(0, len(tekst.plat)))
    assert len(bewijs.tekst) <= MAX_EVIDENCE + 2
    assert bewijs.tekst.endswith("uitzonderlijk …")
