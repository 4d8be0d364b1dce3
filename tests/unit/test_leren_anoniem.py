"""Nothing of the resident leaves a letter: names, addresses and numbers are replaced; what might be a name is refused, and told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brievenbus.kennis import load
from brievenbus.leren import anoniem
from brievenbus.leren.anoniem import anonymise
from brievenbus.leren.brieftekst import candidates, names_in, own_words
from brievenbus.leren.namen import GEWOON, TUSSEN
from brievenbus.leren.woorden import WORD, Woordenschat
from brievenbus.match import fold, zinnen
from brievenbus.ocr.opmaak import read_markup
from tests.leesbouw import gelezen

WORTEL = Path(__file__).resolve().parents[2]
SCHAT = Woordenschat.make(load())
VAST = set(
    re.findall(
        r"\d+",
        " ".join(
            (anoniem.STRAAT, anoniem.POSTCODE, anoniem.BEDRAG, anoniem.DAG, anoniem.DAG_CIJFERS, anoniem.JAAR, anoniem.TIJD, anoniem.IBAN,
             anoniem.TELEFOON, anoniem.GETAL)
        ),
    )
)  # fmt: skip
"""The runs of digits that anonymising itself puts in."""


@pytest.mark.parametrize(
    ("zin", "schoon"),
    [
        ("Uw reisdocument gaat na 14 maart niet meer mee de grens over.",
         "Uw reisdocument gaat na 1 juni 2026 niet meer mee de grens over."),
        ("Betaal € 1.234,56 vóór 3 december op NL91 ABNA 0417 1643 00 t.n.v. J. de Vries.",
         "Betaal € 100,00 vóór 1 juni 2026 op NL00 BANK 0123 4567 89 t.n.v. Voorbeeld."),
        ("Geachte heer Azzouzi, u moet de woning aan de Lindenhof 41 in Eekwoude verlaten.",
         "Geachte heer Voorbeeld, u moet de woning aan de Voorbeeldstraat 1 in Voorbeeldstad verlaten."),
        ("Bij mevrouw A.B. van der Berg-Smit komt een meter.", "Bij mevrouw Voorbeeld komt een meter."),
        ("Bel 088 - 555 01 47 of mail naar x.y@gemeente.nl.", "Bel 0800 0000 of mail naar naam@voorbeeld.nl."),
        ("U woont op Kerkstraat 5a, 7331 CP Eekwoude.", "U woont op Voorbeeldstraat 1, 1234 AB Voorbeeldstad."),
        ("Met kenmerk AB-12/34.X betaalt u via www.boete.nl/x?id=77.", "Met kenmerk 10 betaalt u via voorbeeld.nl"),
        ("Uw WW-uitkering stopt, want uw BSN ••••••••• klopt niet.", "Uw WW-uitkering stopt, want uw BSN 10 klopt niet."),
        ("• de boete van het CJIB moet worden betaald", "de boete van het CJIB moet worden betaald"),
    ],
)  # fmt: skip
def test_replaced(zin: str, schoon: str) -> None:
    assert anonymise(zin, SCHAT).zin.rstrip(".") == schoon.rstrip(".")


@pytest.mark.parametrize(
    ("zin", "woord"),
    [
        ("Volgens Kaldenberg moet u dit bedrag betalen.", "Kaldenberg"),
        ("AANMANING VOOR BAKKER OM TE BETALEN", "BAKKER"),
        ("Bakker moet dit bedrag vandaag betalen.", "Bakker"),
        ("Uw woning aan het Achterom moet leeg.", "Achterom"),
        ("Wij spraken met de heer bakker over de huur.", "bakker"),
        ("Uw buurman van groen moet dit betalen.", "groen"),
        ("Het bedrag is voor Ψυχή bedoeld.", "Ψυχή"),
        ("Dit bedrag is van محمد en niet van u.", "محمد"),
    ],
)
def test_a_word_that_may_be_a_name_is_refused_and_told(zin: str, woord: str) -> None:
    made = anonymise(zin, SCHAT, gewoon=[woord, woord.lower()])
    assert made.zin == ""
    assert any(woord in reden for reden in made.redenen), made.redenen


def test_an_unknown_word_goes_only_when_somebody_says_it_is_no_name() -> None:
    zin = "U moet de kwibus in de regenton betalen."
    refused = anonymise(zin, SCHAT)
    assert refused.zin == "" and "kwibus" in refused.woorden
    assert anonymise(zin, SCHAT, gewoon=refused.woorden).zin == zin
    assert anonymise(zin, SCHAT, eigen=["Kwibus"], gewoon=refused.woorden).zin == "U moet de Voorbeeld in de regenton betalen."


def test_a_name_of_the_letter_goes_in_whatever_letters_it_stands() -> None:
    assert SCHAT.knows("post"), "an ordinary word: only the letter itself can tell that it is somebody"
    assert "post" in anonymise("De huur van post is niet betaald.", SCHAT).zin
    for zin in ("De huur van post is niet betaald.", "DE HUUR VAN POST IS NIET BETAALD", "De huur van post-Jansen is niet betaald."):
        assert "post" not in fold(anonymise(zin, SCHAT, eigen=["Post"]).zin)


NAMEN = st.sampled_from(
    ["Kaldenberg", "Azzouzi", "Yılmaz", "El Amrani", "van den Broek", "Bos", "de Groot", "O'Neill", "Çelik",
     "Bakker-Visser", "Li", "Post", "Winter", "Öztürk"]
)  # fmt: skip
STRATEN = st.sampled_from(["Tortellaan", "Lindenhof", "Achterom", "Lange Nieuwstraat", "Wilgenroos", "Kerkpad", "Plein 1944"])
PLAATSEN = st.sampled_from(["Broekerveen", "Eekwoude", "'s-Hertogenbosch", "Den Haag", "Sudermeer"])
LETTERS = st.text("ABCDEGHJKLMNPRTVWXZ", min_size=2, max_size=2)
GETALLEN = st.from_regex(r"[1-9][0-9]{2,8}", fullmatch=True)
STUKKEN = [
    "€", "1.250,00", "12-03-2027", "NL91ABNA0417164300", "06 12345678", "8640 7353 7038 8636", "123456782", "X12B", "5e", "betaal", "op",
    "nummer", "tot", "kenmerk", "²", "٣٤٥", "12•45",
]  # fmt: skip
BIJ = {"van", "den", "de", "el", "s", "lange", "plein"}
MALLEN = st.sampled_from(
    [
        "{naam} moet de huur van {bedrag} betalen.", "Geachte {titel} {naam}, u hebt niet betaald.",
        "De woning aan {straat} {nr} moet leeg.",
        "U, {titel} {naam}, wonende aan {straat} {nr}, {postcode} {plaats}, moet verschijnen.", "Wij schrijven {naam} uit {plaats}.",
        "Betaal met kenmerk {kenmerk} het bedrag van {bedrag}.", "op naam van {naam} te {plaats}", "Uw zoon {naam} was niet op school.",
        "Uw adres is {straat} {nr} te {plaats} ({postcode}).", "{titel} {naam}\t{straat} {nr}\t{postcode} {plaats}",
        "DE HEER {naam} MOET DE WONING AAN {straat} {nr} VERLATEN", "Het dossier {kenmerk}/{nr} van {naam} is gesloten.",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(MALLEN, NAMEN, STRATEN, PLAATSEN, LETTERS, GETALLEN, GETALLEN, st.sampled_from(["de heer", "mevrouw", "Dhr.", "familie"]),
       st.sampled_from([str, str.upper, str.lower]))  # fmt: skip
def test_nothing_of_the_resident_is_left(
    mal: str, naam: str, straat: str, plaats: str, letters: str, nr: str, kenmerk: str, titel: str, vorm: type[str]
) -> None:
    postcode = f"{nr[:1]}{(kenmerk + '0000')[:3]} {letters}"
    velden = {"naam": vorm(naam), "straat": vorm(straat), "plaats": vorm(plaats)}
    zin = mal.format(**velden, nr=nr, kenmerk=kenmerk, postcode=postcode, titel=titel, bedrag=f"€ {kenmerk[:3]},{nr[:2]}")
    brief = f"{titel} J. {naam}\n{straat} {nr}\n{postcode} {plaats}\n\nGeachte {titel} {naam},\n{zin}"
    made = anonymise(zin, SCHAT, own_words(brief, load())).zin
    left = set(re.findall(r"\d+", made)) - VAST
    assert not left, (zin, made)
    own = {fold(hit[0]) for part in (naam, straat, plaats) for hit in WORD.finditer(part)} - BIJ
    words = {fold(hit[0]) for hit in WORD.finditer(made)}
    assert not own & words, (zin, made)
    assert fold(postcode.replace(" ", "")) not in fold(made.replace(" ", ""))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_text_gives_a_sentence_or_a_reason(zin: str) -> None:
    made = anonymise(zin, SCHAT)
    assert bool(made.zin) != bool(made.redenen)
    assert set(re.findall(r"\d+", made.zin)) <= VAST
    assert not re.search("[\ue000-\uf8ff]", made.zin)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(STUKKEN), min_size=3, max_size=9))
def test_no_number_of_any_kind_is_left(stukken: list[str]) -> None:
    assert set(re.findall(r"\d+", anonymise(" ".join(stukken), SCHAT).zin)) <= VAST


def test_of_invented_letters_no_name_of_an_address_is_left_and_most_sentences_may_go() -> None:
    kennis, seen, kept = load(), 0, 0
    for stem in ("g01", "g04", "h01", "h12", "i05", "j07"):
        raw = (WORTEL / "samples" / "brieven" / f"{stem}.txt").read_text("utf-8")
        block = re.search(r"@address\n(.*?)\n(?:\n|@)", raw, re.DOTALL)
        assert block is not None
        tekst = read_markup(raw, stem)
        own = own_words(tekst.plat, kennis)
        for zin in zinnen(tekst):
            if len(zin.tokens) < 4:
                continue
            made = anonymise(zin.tekst, SCHAT, own).zin
            seen, kept = seen + 1, kept + bool(made)
            words = {fold(hit[0]) for hit in WORD.finditer(made)}
            named = {fold(hit[0]) for hit in WORD.finditer(block[1]) if len(hit[0]) > 2} - GEWOON - TUSSEN
            assert len(named) >= 2 and not words & named, (stem, zin.tekst, made)
    assert kept / seen > 0.6, (kept, seen)


def test_what_a_reading_offers_comes_from_its_evidence() -> None:
    inhoud = gelezen("g15")
    offered = candidates(inhoud)
    places = [one for part in ("gevolgen", "termijnen", "bedragen") for one in inhoud[part]] + [inhoud["briefsoort"]]
    proof = {" ".join(place["tekst"].split()) for one in places for place in one["bewijs"]}
    assert offered and {one.zin for one in offered} <= proof
    assert candidates(inhoud | {"echtheid": {"verdacht": True, "signalen": []}}) == ()
    assert "Boonstra" in names_in(inhoud | {"betaling": {"tnv": "H.A. Boonstra"}}, load())
