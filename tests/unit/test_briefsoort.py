"""Which letter type: the rules that mend what the recogniser's wording alone takes for a neighbour.

The recogniser is a fake here that is sure of one type, so that each rule is seen at work by itself.
"""

from __future__ import annotations

import pytest

from tests.begrijp import Begrip, brief

GROET = "Geachte heer De Wit,\n\n"
GEWOON = "Deze brief gaat over uw dossier bij ons kantoor en over wat wij daarin voor u hebben bekeken en opgeschreven dit jaar."


@pytest.mark.parametrize(
    ("gelezen", "inhoud", "soort"),
    [
        ("cjib_aanmaning_1", "Dit is de laatste aanmaning. Het bedrag is nu voor de tweede keer verhoogd.", "cjib_aanmaning_2"),
        ("cjib_aanmaning_1", "Dit is een aanmaning. Hierna volgt een tweede verhoging.", "cjib_aanmaning_1"),
        ("bd_herinnering", "Dit is een aanmaning. De kosten van de aanmaning zijn € 10,00.", "bd_aanmaning"),
        ("bd_herinnering", "Dit is een herinnering. Hierna volgt een aanmaning.", "bd_herinnering"),
        ("wa_aankondiging_afsluiting", "Wij sluiten uw stroom en gas af. De netbeheerder komt langs.", "en_aankondiging_afsluiting"),
        ("wa_aankondiging_afsluiting", "Wij sluiten uw drinkwater af.", "wa_aankondiging_afsluiting"),
        ("incasso_14dagenbrief", "De huurder betaalt de huur aan de verhuurder.", "huur_aanmaning_14dagen"),
        ("incasso_14dagenbrief", "U betaalde de factuur van de tandarts niet.", "incasso_14dagenbrief"),
        (
            "info_niets_doen",
            "Vrijdag komt een collega de hoofdkraan dichtdraaien. De voorrijkosten zijn € 60,00. U hebt daarna geen water meer.",
            "wa_aankondiging_afsluiting",
        ),
        (
            "en_meter_tarief_info",
            "Onze monteur draait de toevoer dicht. U zit dan zonder verwarming. Weer opendraaien kost € 90,00.",
            "en_aankondiging_afsluiting",
        ),
        (
            "gem_brp_adresonderzoek",
            "Wij hebben het voornemen uw gegevens te wijzigen. Als datum van vertrek houden wij 3 mei aan. Zeg ons wat u ervan vindt.",
            "gem_brp_voornemen_uitschrijving",
        ),
        ("gem_brp_adresonderzoek", "Woont u nog op dit adres? Laat het ons weten.", "gem_brp_adresonderzoek"),
        (
            "pw_inlichtingen_gevraagd",
            "Wij zetten uw uitkering nu even stil. U krijgt nog één keer de gelegenheid om de loonstrook te sturen.",
            "pw_opschorting",
        ),
        (
            "pw_inlichtingen_gevraagd",
            "Stuur de loonstrook. Komt er niets binnen, dan zetten we uw uitkering stil. Dat is een besluit volgens artikel 54 eerste lid.",
            "pw_inlichtingen_gevraagd",
        ),
        ("pw_inlichtingen_gevraagd", "Stuur de loonstrook. Anders kunnen wij uw uitkering stilzetten.", "pw_inlichtingen_gevraagd"),
        (
            "gem_kwijtschelding_toegekend",
            "Voor de afvalstoffenheffing krijgt u kwijtschelding. Voor het andere deel kunnen wij uw verzoek niet inwilligen. "
            "Uw spaartegoed is te hoog. Beroep kan binnen tien dagen.",
            "gem_kwijtschelding_afgewezen",
        ),
        (
            "en_aankondiging_afsluiting",
            "Donderdag valt de stroom drie uur uit. Dit is een geplande onderbreking en heeft niets te maken met uw rekening.",
            "info_niets_doen",
        ),
        (
            "en_aankondiging_afsluiting",
            "Wij sluiten uw stroom af. Dit heeft niets te maken met geplande werkzaamheden in uw straat.",
            "en_aankondiging_afsluiting",
        ),
    ],
)
def test_own_words_of_a_card_go_before_its_neighbour(begrip: Begrip, gelezen: str, inhoud: str, soort: str) -> None:
    assert begrip.als(gelezen).duid(brief(GROET + inhoud)).briefsoort.sleutel == soort


@pytest.mark.parametrize("eerste", ["bd_aanslag_betalen", "bd_teruggaaf"])
@pytest.mark.parametrize(
    ("zin", "soort"), [("U krijgt € 212,75 terug.", "bd_teruggaaf"), ("U moet € 212,75 betalen.", "bd_aanslag_betalen")]
)
def test_the_way_the_money_goes_decides_between_two_that_look_alike(begrip: Begrip, eerste: str, zin: str, soort: str) -> None:
    odds = {key: -0.2 for key in ("bd_aanslag_betalen", "bd_teruggaaf") if key != eerste}
    assert begrip.als(eerste, **odds).duid(brief(GROET + zin, hoofd="Belastingdienst")).briefsoort.sleutel == soort


def test_letter_that_asks_nothing_is_harmless_but_keeps_the_doubt(begrip: Begrip) -> None:
    tekst = brief(GROET + "Deze brief is ter informatie. U hoeft niets te doen.")
    duiding = begrip.als("en_aankondiging_afsluiting").duid(tekst)
    assert duiding.kaart.urgentie in ("geen", "laag")
    assert duiding.mens_nodig
    assert "soort_onzeker" in duiding.twijfels


@pytest.mark.parametrize(
    "zin",
    [
        "Wij houden uw uitkering deze maand nog even vast.",
        "Komt u de sleutel niet halen, dan gaat de woning naar een ander gezin.",
        "Vanaf 1 december is er voor u geen plek meer op deze locatie.",
        "Gebeurt het nog eens, dan gaan wij naar de kantonrechter.",
        "Uw bed is dan voor een nieuwe bewoner.",
        "Wij laten uw huurcontract niet doorlopen.",
        "Uw toeslag vervalt.",
        "De monteur zal de kraan dichtdraaien.",
        "Stuurt u het kaartje terug, dan trekken wij de aanmaning in.",
    ],
)
def test_soft_words_that_take_something_away_are_never_harmless_without_a_person(begrip: Begrip, zin: str) -> None:
    tekst = brief(GROET + " ".join([GEWOON] * 4) + " U hoeft niets te doen. Dank voor het fijne gesprek. " + zin)
    duiding = begrip.als("pw_oproep_gesprek").duid(tekst)
    assert duiding.briefsoort.sleutel == "pw_oproep_gesprek"
    assert begrip.als("info_niets_doen").duid(tekst).mens_nodig


def test_a_right_that_is_denied_and_a_rule_for_everybody_do_not_make_a_quiet_letter_grave(begrip: Begrip) -> None:
    inhoud = "U hoeft niets te doen. Tegen deze brief staat geen bezwaar open. Iemand die niet betaalt, krijgt een dwangbevel. "
    duiding = begrip.als("bd_dwangbevel").duid(brief(GROET + inhoud + " ".join([GEWOON] * 3)))
    assert duiding.kaart.urgentie == "geen"
    assert duiding.mens_nodig


def test_an_order_with_a_day_is_never_read_as_quiet(begrip: Begrip) -> None:
    tekst = brief(GROET + "Deze brief is ter informatie. U hoeft niets te doen. U moet uiterlijk 1 december 2026 € 200,00 betalen.")
    duiding = begrip.als("en_aankondiging_afsluiting").duid(tekst)
    assert (duiding.briefsoort.sleutel, duiding.urgentie) == ("en_aankondiging_afsluiting", "kritiek")


def test_a_letter_of_one_line_is_never_read_with_certainty(begrip: Begrip) -> None:
    assert "soort_onzeker" in begrip.als("bd_teruggaaf").duid(brief(GROET + "Deze brief gaat over uw dossier.")).twijfels


def test_harmless_reading_with_a_serious_rival_needs_a_person(begrip: Begrip) -> None:
    tekst = brief(GROET + " ".join([GEWOON] * 4), hoofd="Belastingdienst")
    sure = begrip.als("bd_teruggaaf").duid(tekst)
    rival = begrip.als("bd_teruggaaf", bd_dwangbevel=-0.02).duid(tekst)
    assert not sure.mens_nodig
    assert rival.mens_nodig
    assert {"misschien_ernstig", "soort_onzeker"} & set(rival.twijfels)


def test_amount_due_in_a_harmless_type_is_said_aloud(begrip: Begrip) -> None:
    duiding = begrip.als("info_niets_doen").duid(brief(GROET + "Betaal het openstaande bedrag van € 80,00 uiterlijk 5 december 2026."))
    assert "toch_betalen" in duiding.twijfels


@pytest.mark.parametrize(
    ("soort", "zin", "goed"),
    [
        ("pw_toekenning", "Wij kennen u bijstand toe. U ontvangt € 1.283,00.", True),
        ("goed_nieuws", "Wij wijzen uw aanvraag af. U hebt geen recht op deze toeslag.", False),
        ("bd_kwijtschelding_besluit", "Wij wijzen uw verzoek om kwijtschelding af.", False),
        ("incasso_sommatie", "Gefeliciteerd met uw betaling.", False),
    ],
)
def test_good_news_only_where_nothing_contradicts_it(begrip: Begrip, soort: str, zin: str, goed: bool) -> None:
    assert begrip.als(soort).duid(brief(GROET + zin)).goed_nieuws is goed


@pytest.mark.parametrize(
    ("hoofd", "inhoud", "soort", "afzender"),
    [
        (
            "Centraal Justitieel Incassobureau",
            "Uw verkeersboete is voor de tweede keer verhoogd. Dit is de laatste aanmaning. Betaal € 346,00 uiterlijk 28 november 2026.",
            "cjib_aanmaning_2",
            "cjib",
        ),
        (
            "Belastingdienst",
            "U krijgt € 212,75 inkomstenbelasting terug. Wij storten dit bedrag op uw rekening. U hoeft niets te doen.",
            "bd_teruggaaf",
            "belastingdienst",
        ),
        (
            "Gemeente Veldhove\nWerk en Inkomen",
            "Voor uw bijstandsuitkering hebben wij nog gegevens nodig. Stuur uw bankafschriften uiterlijk 27 november 2026 op.",
            "pw_inlichtingen_gevraagd",
            "gemeente_inkomen",
        ),
    ],
)
def test_real_recogniser_reads_plain_letters(begrip: Begrip, hoofd: str, inhoud: str, soort: str, afzender: str) -> None:
    duiding = begrip.duid(brief(GROET + inhoud, hoofd=hoofd))
    assert (duiding.briefsoort.sleutel, duiding.afzender.sleutel) == (soort, afzender)
    assert duiding.briefsoort.bewijs
