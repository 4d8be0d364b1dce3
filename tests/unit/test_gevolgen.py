"""What happens if nothing is done, and what the letter calls for."""

from __future__ import annotations

import pytest

from brievenbus.classify.gevolgen import names_loss
from brievenbus.page import Span
from tests.begrijp import Begrip, brief

GROET = "Geachte heer De Wit,\n\n"
SOORT_BEWIJS = (Span(0, 5),)


@pytest.mark.parametrize(
    ("soort", "zin", "gevolgen"),
    [
        ("cjib_aanmaning_2", "Betaalt u niet? Dan leggen wij beslag op uw loon.", ["beslag"]),
        ("en_herinnering", "Betaalt u niet, dan kan uw stroom worden afgesloten.", ["afsluiting"]),
        ("cjib_aanmaning_2", "Er komt geen beslag op uw loon.", []),
        ("en_herinnering", "Wat gebeurt er als ik niet betaal en u mijn stroom afsluit?", []),
        ("en_herinnering", "Andere huurders kunnen uit hun woning worden gezet als zij niet betalen.", []),
        ("incasso_sommatie", "Destijds werd u gewaarschuwd dat uw loon in beslag kon worden genomen.", []),
        ("cak_eigen_bijdrage", "Wie een nota laat liggen, kan uiteindelijk een boete krijgen.", []),
        ("bd_aanslag_betalen", "Wordt de boete niet herzien, dan blijft die staan.", []),
        ("ind_aanvulling_hersteltermijn", "Ontbreekt er iets, dan wordt uw aanvraag ingetrokken.", []),
        ("zorg_afspraak", "Komt u niet, dan kunnen wij het traject afsluiten.", []),
        ("huur_achterstand", "Horen wij niets, dan gaat u een hogere huur met incassokosten betalen.", ["verhoging"]),
        ("pw_inlichtingen_gevraagd", "Ontbreken de stukken, dan houden wij de betaling van uw bijstand vast.", ["uitkering_stopt"]),
        ("en_herinnering", "Wij sluiten de levering van gas bij u niet af.", []),
        ("en_herinnering", "# Beslag op uw loon als u niet betaalt\n\nLees de achterkant.", []),
    ],
)
def test_consequence_only_where_it_is_said_to_the_resident(begrip: Begrip, soort: str, zin: str, gevolgen: list[str]) -> None:
    assert [g.soort for g in begrip.gevolgen(brief(GROET + zin), soort)] == gevolgen


def test_consequence_carries_the_sentence_that_says_it(begrip: Begrip) -> None:
    zin = "Betaalt u niet, dan leggen wij beslag op uw loon."
    (gevolg,) = begrip.gevolgen(brief(GROET + zin), "cjib_aanmaning_2")
    assert [b.tekst for b in gevolg.bewijs] == [zin]


def test_consequence_of_the_law_rests_on_the_words_that_show_the_type(begrip: Begrip) -> None:
    tekst = brief(GROET + "Uw boete staat nog open.")
    found = begrip.gevolgen(tekst, "cjib_aanmaning_2", bewijs=SOORT_BEWIJS)
    assert {gevolg.soort for gevolg in found} == set(begrip.kaart("cjib_aanmaning_2").gevolgen)
    assert all(gevolg.bewijs for gevolg in found)
    assert begrip.gevolgen(tekst, "cjib_aanmaning_2") == ()


@pytest.mark.parametrize("soort", ["bd_teruggaaf", "pw_toekenning", "info_niets_doen"])
def test_harmless_types_have_none(begrip: Begrip, soort: str) -> None:
    tekst = brief(GROET + "Als u niet meewerkt, wordt uw uitkering gestopt.")
    assert begrip.gevolgen(tekst, soort, bewijs=SOORT_BEWIJS) == ()


def test_good_news_has_none_of_the_law(begrip: Begrip) -> None:
    tekst = brief(GROET + "Wij verlenen u kwijtschelding.")
    assert begrip.gevolgen(tekst, "bd_kwijtschelding_besluit", gunstig=True, bewijs=SOORT_BEWIJS) == ()


def test_mixed_letter_tells_what_follows_if_its_demand_is_not_met(begrip: Begrip) -> None:
    tekst = brief(GROET + "Uw aanvraag is toegekend. Ontvangen wij de offerte niet op tijd, dan vervalt de lening.")
    assert begrip.gevolgen(tekst, "bijzondere_bijstand_minima", gunstig=True) == ()
    assert [g.soort for g in begrip.gevolgen(tekst, "bijzondere_bijstand_minima", gunstig=True, plicht=True)] == ["recht_vervalt"]


# ---------------------------------------------------------------- what the letter calls for
@pytest.mark.parametrize(
    ("soort", "inhoud", "wel", "niet"),
    [
        ("cjib_aanmaning_2", "U moet € 346,00 betalen.", {"betalen", "regeling"}, {"niets"}),
        ("cjib_aanmaning_2", "Bel ons vandaag over uw boete.", {"regeling"}, {"betalen"}),
        ("pw_maatregel", "Lever uw bankafschriften uiterlijk 1 december 2026 in.", {"bezwaar", "inleveren"}, set()),
        ("rechtbank_wsnp", "De zitting is op maandag 14 december 2026 om 10.30 uur.", {"afspraak"}, set()),
        ("info_niets_doen", "Betaal het openstaande bedrag van € 80,00 uiterlijk 5 december 2026.", {"betalen"}, {"niets"}),
        ("pw_toekenning", "Wij kennen u bijstand toe. U ontvangt € 1.283,00.", {"bewaren"}, {"betalen", "bezwaar"}),
        ("svb_aio", "Stuur ons de ingevulde vragenlijst uiterlijk 4 december 2026.", {"inleveren"}, {"controleren", "afspraak"}),
        ("gem_stempas_bewonersbrief", "De speeltuin aan het plein krijgt nieuwe banken.", {"bewaren"}, {"controleren"}),
        ("info_niets_doen", "Vanaf januari heet onze stichting anders. U hoeft niets te doen.", {"niets"}, {"bewaren"}),
        ("info_niets_doen", "Uw opzegging is ingegaan. Bewaar dit bericht.", {"bewaren"}, {"niets"}),
        ("rdw_apk_wam", "Uw voertuig is niet verzekerd. Regel dat binnen vier weken.", set(), {"afspraak"}),
        ("gem_brp_voornemen_uitschrijving", "U kunt tot 3 december 2026 uw zienswijze geven.", {"bezwaar"}, set()),
        (
            "bd_aanslag_betalen",
            "Wij schrijven € 80,00 af. Het wordt op 28 november 2026 automatisch afgeschreven.",
            {"controleren"},
            {"betalen"},
        ),
    ],
)
def test_actions(begrip: Begrip, soort: str, inhoud: str, wel: set[str], niet: set[str]) -> None:
    acties = set(begrip.als(soort).duid(brief(GROET + inhoud)).acties)
    assert wel <= acties
    assert not niet & acties


def test_suspect_letter_asks_only_to_check_and_not_to_pay(begrip: Begrip) -> None:
    duiding = begrip.als("cjib_aanmaning_2").duid(brief(GROET + "U moet € 346,00 betalen. Stuur uw pincode met de koerier mee."))
    assert duiding.acties == ("niet_betalen", "controleren")


@pytest.mark.parametrize(
    ("zin", "kwijt"),
    [
        ("Omdat u samenwoont, hebben wij uw bijstandsuitkering per 1 november beëindigd.", True),
        ("Morgen dagvaarden wij u voor de kantonrechter.", True),
        ("Vanaf 1 december leveren wij u geen stroom meer.", True),
        ("Vorig jaar werd uw uitkering beëindigd.", False),
        ("Als u niet betaalt, leggen wij beslag op uw loon.", False),
        ("Er komt geen beslag op uw loon.", False),
        ("De stroom op uw adres wordt afgesloten van 8.30 uur tot 11.00 uur.", False),
    ],
)
def test_a_plain_loss_asks_a_person_to_look_before_a_letter_is_harmless(begrip: Begrip, zin: str, kwijt: bool) -> None:
    assert names_loss(begrip.lezing(brief(GROET + zin))) is kwijt
