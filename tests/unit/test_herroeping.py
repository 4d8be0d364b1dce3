"""History, condition or decision; and the letter that takes back a step: believed only where nothing of that step is left."""

from __future__ import annotations

import pytest

from brievenbus.classify.verleden import slag
from tests.begrijp import Begrip, brief

GROET = "Geachte heer De Wit,\n\n"
TERUG = "De aanmaning van 3 november 2026 wordt hierbij ingetrokken. U hoeft de € 88,00 niet meer te betalen."


@pytest.mark.parametrize(
    ("zin", "is_"),
    [
        ("Op 4 mei stuurden wij u een sommatie van € 80,00.", "geschiedenis"),
        ("Bij besluit van 4 mei is u een maatregel opgelegd.", "geschiedenis"),
        ("In mei hebben wij u een aanmaning gestuurd.", "geschiedenis"),
        ("Betaalt u niet, dan leggen wij beslag op uw loon.", "beding"),
        ("Als u de papieren stuurt, trekken wij de boete in.", "beding"),
        ("Kan ik in delen betalen?", "beding"),
        ("Wie te laat betaalt, krijgt een aanmaning.", "algemeen"),
        ("Dit geldt niet voor u.", "algemeen"),
        ("Wij trekken de boete van 4 mei in.", "besluit"),
        ("Uw uitkering wordt met ingang van 1 december beëindigd.", "besluit"),
        ("U moet uiterlijk 1 december € 80,00 betalen.", "gewoon"),
        ("Op 3 december komt de deurwaarder langs.", "gewoon"),
    ],
)
def test_what_a_sentence_does(begrip: Begrip, zin: str, is_: str) -> None:
    lezing = begrip.lezing(brief(GROET + zin))
    assert slag(lezing, lezing.zinnen[-1]) == is_


def test_sentences_under_a_heading_for_everybody_are_general(begrip: Begrip) -> None:
    lezing = begrip.lezing(brief(GROET + "Wij schrijven u over uw huur.\n\n# Veelgestelde vragen\n\nDe rechter kan de huur ontbinden."))
    assert slag(lezing, lezing.zinnen[-1]) == "algemeen"


@pytest.mark.parametrize(
    ("gelezen", "inhoud"),
    [
        ("bd_aanmaning", "Op 3 november 2026 stuurden wij u een aanmaning van € 88,00. Uw geld was al binnen. " + TERUG),
        (
            "huur_dagvaarding",
            "Op 20 oktober 2026 ontving u een dagvaarding om op 9 december 2026 bij de kantonrechter te verschijnen. Uw achterstand "
            "is betaald. Wij trekken de dagvaarding in. U hoeft op 9 december niet te komen.",
        ),
        (
            "pw_boete",
            "Bij brief van 6 oktober schreven wij dat wij u een boete van € 400,00 wilden geven. Uw uitleg is goed. Wij zien daarom af van "
            "de boete. U hoeft niets te betalen en u hoeft niets te doen.",
        ),
        (
            "dw_loonbeslag",
            "In september legden wij beslag op uw loon. De schuld is geheel voldaan. Het loonbeslag wordt per vandaag opgeheven. "
            "Er staat niets meer open.",
        ),
    ],
)
def test_a_step_taken_back_whole_is_good_news_with_the_doubt_said(begrip: Begrip, gelezen: str, inhoud: str) -> None:
    duiding = begrip.als(gelezen).duid(brief(GROET + inhoud))
    assert (duiding.briefsoort.sleutel, duiding.goed_nieuws, duiding.urgentie) == ("goed_nieuws", True, "laag")
    assert duiding.mens_nodig
    assert not [b for b in duiding.bedragen if b.soort == "te_betalen"]
    assert not [t for t in duiding.termijnen if t.soort in ("betalen", "zitting")]


@pytest.mark.parametrize(
    "inhoud",
    [
        # a condition
        "Als u voor 1 december 2026 € 50,00 betaalt, trekken wij de aanmaning in. U hoeft dan niets meer te doen.",
        "Wij trekken de aanmaning in zodra uw betaling binnen is. Er komt dan geen deurwaarder.",
        "De aanmaning vervalt op voorwaarde dat u de huur van deze maand betaalt. Daarna is het dossier gesloten.",
        "Zolang u elke maand betaalt, gaat de dagvaarding niet door. De zaak is dan van de baan.",
        # a part
        "U kreeg twee boetes. De boete van 3 mei trekken wij in. De andere boete blijft gelden. Er komen geen kosten bij.",
        "Eén van de twee aanmaningen wordt hierbij ingetrokken. U hoeft daarvoor niets te betalen.",
        "De terugvordering wordt gedeeltelijk ingetrokken. U hoeft over mei niets te betalen.",
        "De kosten van de aanmaning vervallen. U moet nog € 118,00 betalen, uiterlijk 1 december 2026.",
        "Wij trekken de aanmaning in, maar de aanslag zelf blijft verschuldigd. U hoeft de kosten niet te betalen.",
        # for a while, or moved
        "De invordering is tijdelijk stopgezet. U hoeft voorlopig niet te betalen.",
        "De zitting van 3 december gaat niet door. Een nieuwe datum volgt. U hoeft op 3 december niet te komen.",
        "De ontruiming van 2 december gaat niet door. De deurwaarder komt op 9 december 2026 om 10.00 uur en u moet er dan zijn.",
        # something else comes in its place
        "Wij trekken het besluit van 3 mei in. In plaats daarvan leggen wij u een boete op. Het eerdere bedrag is vervallen.",
        "De terugvordering van mei is ingetrokken. Wij trekken ook uw recht op bijstand in met ingang van 1 december 2026.",
        "De afspraak van 3 december vervalt. Wij beëindigen uw uitkering met ingang van 1 december. U hoeft niet te komen.",
        # what is taken is the resident's own
        "Wij trekken uw uitkering in. U hoeft niet meer te komen.",
        "Uw verblijfsvergunning wordt hierbij ingetrokken. U hoeft niet naar het loket te komen.",
        "De betalingsregeling is ingetrokken. De afspraak vervalt hiermee.",
        "Uw plaats in de opvang vervalt. U hoeft de eigen bijdrage niet te betalen.",
        "Uw toeslag vervalt per 1 december. De eerdere brief komt te vervallen.",
        # not taken back at all, or by others
        "Uw bezwaar is ingetrokken. Daarmee is het dossier gesloten. Het dwangbevel blijft in stand.",
        "De aanmaning wordt niet ingetrokken. De zaak is nog niet gesloten.",
        "Bij brief van 3 mei werd een eerdere boete ingetrokken. Nu leggen wij beslag op uw loon. U krijgt minder loon.",
        "Wie bezwaar maakt, ziet soms dat de boete wordt ingetrokken. Bij een huurder is het dossier gesloten.",
        # a day or a sum is left
        "Wij trekken de sommatie in. Het dossier is gesloten. U moet de sleutel uiterlijk 1 december 2026 inleveren.",
        TERUG + " Betaal de aanslag van € 240,00 uiterlijk 30 november 2026.",
        # a day ahead under a condition, or below a heading for everybody, still binds
        TERUG + " Zolang de tweede zaak loopt, betaalt u elke maand uiterlijk op 30 november 2026 een deel.",
        TERUG + "\n\n# Achtergrond\n\nBetaal de rest uiterlijk 30 november 2026 aan de verhuurder.",
    ],
)
def test_a_step_not_taken_back_whole_stays_what_it_is(begrip: Begrip, inhoud: str) -> None:
    vooraf = "Op 3 november 2026 stuurden wij u een aanmaning. "
    duiding = begrip.als("bd_aanmaning").duid(brief(GROET + vooraf + inhoud))
    assert duiding.kaart.urgentie in ("hoog", "kritiek")
    assert not duiding.goed_nieuws


def test_a_suspect_letter_takes_nothing_back(begrip: Begrip) -> None:
    tekst = brief(
        GROET + TERUG + " Stuur ons nu de pincode van uw pas en een foto van de voorkant en achterkant van uw bankpas. "
        "Betaal € 0,01 met de QR-code, dan is het dossier gesloten. Vertel hierover niets aan uw bank.",
        hoofd="Belastingdienst",
    )
    duiding = begrip.als("bd_aanmaning").duid(tekst)
    assert duiding.echtheid.verdacht
    assert not duiding.goed_nieuws
    assert duiding.urgentie in ("hoog", "kritiek")
