"""The days that matter: what is printed, what may be counted, and what is no term at all."""

from __future__ import annotations

from datetime import date

import pytest

from tests.begrijp import Begrip, brief

GROET = "Geachte heer De Wit,\n\n"
BESLUIT = "pw_maatregel"


# ---------------------------------------------------------------- printed days
@pytest.mark.parametrize(
    ("zin", "dag"),
    [
        ("Betaal het bedrag vóór 1 december 2026.", "2026-11-30"),
        ("Betaal het bedrag voor 1 december 2026.", "2026-11-30"),
        ("U kunt betalen tot 1 december 2026.", "2026-11-30"),
        ("Betaal het bedrag uiterlijk 1 december 2026.", "2026-12-01"),
        ("Betaal het bedrag uiterlijk op dinsdag 1 december 2026.", "2026-12-01"),
        ("U kunt het bedrag betalen t/m 1 december 2026.", "2026-12-01"),
        ("U kunt betalen tot en met 1 december 2026.", "2026-12-01"),
        ("Het bedrag moet op 1 december 2026 op onze rekening staan.", "2026-12-01"),
    ],
)
def test_marker_decides_the_day(begrip: Begrip, zin: str, dag: str) -> None:
    assert begrip.dagen(brief(GROET + zin)) == [("betalen", dag)]


def test_printed_day_goes_before_the_counted_one(begrip: Begrip) -> None:
    tekst = brief(GROET + "Betaal binnen 14 dagen na de datum van deze brief, dus uiterlijk op 25 november 2026.")
    (termijn,) = begrip.termijnen(tekst)
    assert (termijn.datum, termijn.herkomst, termijn.rekenregel) == (date(2026, 11, 25), "gedrukt", None)


def test_printed_term_carries_its_words(begrip: Begrip) -> None:
    (termijn,) = begrip.termijnen(brief(GROET + "Betaal het bedrag uiterlijk 1 december 2026."))
    assert "1 december 2026" in termijn.bewijs[0].tekst


@pytest.mark.parametrize(
    "zin",
    [
        "Op 12 november 2026 hebben wij uw brief ontvangen.",
        "U moest uiterlijk 9 november 2026 betalen, maar dat is niet gebeurd.",
        "Op 3 november 2026 stuurden wij u een herinnering.",
        "De nota gaat over de periode van 1 december 2026 tot en met 31 december 2026.",
        "Ons kantoor is gesloten tot en met 4 januari 2027.",
    ],
)
def test_stories_ranges_and_closing_days_are_no_terms(begrip: Begrip, zin: str) -> None:
    assert begrip.dagen(brief(GROET + zin)) == []


@pytest.mark.parametrize(
    ("soort", "zin", "verwacht"),
    [
        ("pw_oproep_gesprek", "Wij verwachten u op donderdag 3 december 2026 om 10.00 uur op ons kantoor.", ("afspraak", "2026-12-03")),
        ("huur_aanzegging_ontruiming", "De ontruiming vindt plaats op dinsdag 8 december 2026 om 9.00 uur.", ("ontruiming", "2026-12-08")),
        (
            "en_aankondiging_afsluiting",
            "Op 3 december 2026 tussen 9.00 en 11.00 uur sluiten wij uw stroom af.",
            ("afsluiting", "2026-12-03"),
        ),
        ("en_jaarnota", "Het bedrag wordt op 28 november 2026 automatisch van uw rekening afgeschreven.", ("inning", "2026-11-28")),
        ("pw_toekenning", "Uw uitkering gaat in met ingang van 1 december 2026.", ("ingang", "2026-12-01")),
        ("pw_inlichtingen_gevraagd", "Stuur uw bankafschriften uiterlijk 1 december 2026 naar ons.", ("inleveren", "2026-12-01")),
        (BESLUIT, "Stuur uw bezwaarschrift vóór 23 december 2026 naar ons.", ("bezwaar", "2026-12-22")),
    ],
)
def test_kind_of_day(begrip: Begrip, soort: str, zin: str, verwacht: tuple[str, str]) -> None:
    assert begrip.dagen(brief(GROET + zin), soort) == [verwacht]


def test_right_named_in_the_heading_counts_for_the_sentence_below(begrip: Begrip) -> None:
    zin = "Stuur uw brief uiterlijk 22 december 2026 naar de gemeente."
    assert begrip.dagen(brief(f"{GROET}# Bezwaar maken\n\n{zin}"), BESLUIT) == [("bezwaar", "2026-12-22")]
    assert begrip.dagen(brief(f"{GROET}# Bewijsstukken\n\n{zin}"), BESLUIT) == [("inleveren", "2026-12-22")]


# ---------------------------------------------------------------- counted days
@pytest.mark.parametrize(
    ("zin", "dag"),
    [
        ("Betaal het bedrag binnen 14 dagen na de dagtekening van deze brief.", "2026-11-24"),
        ("U moet binnen twee weken na ontvangst van deze brief betalen.", "2026-11-24"),
        ("Wij willen het bedrag binnen 14 dagen op onze rekening ontvangen.", "2026-11-24"),
        ("Betaal binnen drie werkdagen.", "2026-11-13"),
    ],
)
def test_term_is_counted_from_the_letter_date(begrip: Begrip, zin: str, dag: str) -> None:
    (termijn,) = begrip.termijnen(brief(GROET + zin))
    assert (termijn.soort, termijn.datum.isoformat(), termijn.herkomst) == ("betalen", dag, "berekend")
    assert termijn.rekenregel is not None


@pytest.mark.parametrize("peil", [date(2026, 11, 11), date(2026, 11, 21), date(2027, 3, 1)])
def test_counted_day_does_not_move_with_the_day_of_reading(begrip: Begrip, peil: date) -> None:
    (termijn,) = begrip.termijnen(brief(GROET + "Betaal binnen 14 dagen."), peil=peil)
    assert termijn.datum == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("soort", "zin"),
    [
        ("incasso_factuur_herinnering", "Betaal het bedrag binnen 14 dagen na de dagtekening van deze brief."),
        (BESLUIT, "U kunt binnen zes weken na de datum van deze brief bezwaar maken."),
        (BESLUIT, "Bent u het niet eens met dit besluit? Dan kunt u bezwaar maken."),
    ],
)
def test_nothing_is_counted_from_a_letter_date_that_was_not_read(begrip: Begrip, soort: str, zin: str) -> None:
    assert begrip.dagen(brief(GROET + zin, datum=""), soort) == []
    assert begrip.dagen(brief(GROET + zin), soort) != []


@pytest.mark.parametrize(
    "zin",
    [
        "Wij beslissen binnen zes weken over uw aanvraag.",
        "Wij reageren binnen 14 dagen na ontvangst van uw brief.",
        "Wij sturen u binnen 3 weken bericht.",
        "U ontvangt binnen vier weken een beslissing van ons.",
        "U hoort binnen drie weken van ons.",
        "De gemeente beslist binnen acht weken op uw aanvraag.",
    ],
)
def test_promise_of_the_sender_is_no_term(begrip: Begrip, zin: str) -> None:
    assert begrip.dagen(brief(GROET + zin), "pw_inlichtingen_gevraagd") == []


def test_term_before_the_hearing_is_counted_back(begrip: Begrip) -> None:
    zitting = "De zitting is op maandag 14 december 2026 om 10.30 uur."
    stukken = "Stukken moet u uiterlijk tien dagen vóór de zitting bij de rechtbank inleveren."
    tekst = brief(f"{GROET}{zitting}\n\n{stukken}")
    assert begrip.dagen(tekst, "rechtbank_oproep_zitting") == [("inleveren", "2026-12-04"), ("zitting", "2026-12-14")]
    assert begrip.dagen(brief(GROET + stukken), "rechtbank_oproep_zitting") == []


# ---------------------------------------------------------------- the law
@pytest.mark.parametrize(
    ("datum", "soort", "zin", "dag", "einde"),
    [
        ("13 november 2026", BESLUIT, "U kunt binnen zes weken bezwaar maken.", date(2026, 12, 25), date(2026, 12, 28)),
        ("18 november 2026", BESLUIT, "U kunt binnen zes weken bezwaar maken.", date(2026, 12, 30), None),
        (
            "11 december 2026",
            "bd_aanmaning",
            "Betaal binnen twee weken na de datum van deze brief.",
            date(2026, 12, 25),
            date(2026, 12, 28),
        ),
        ("13 november 2026", "bd_aanslag_betalen", "Betaal binnen zes weken na de datum van deze brief.", date(2026, 12, 25), None),
        ("13 november 2026", "incasso_factuur_herinnering", "Betaal binnen zes weken.", date(2026, 12, 25), None),
    ],
)
def test_legal_end_is_later_only_where_the_law_moves_it(
    begrip: Begrip, datum: str, soort: str, zin: str, dag: date, einde: date | None
) -> None:
    (termijn,) = begrip.termijnen(brief(GROET + zin, datum=datum), soort)
    assert (termijn.datum, termijn.juridisch_einde) == (dag, einde)


def test_term_of_the_law_only_where_the_letter_names_the_right(begrip: Begrip) -> None:
    (termijn,) = begrip.termijnen(brief(GROET + "Bent u het niet eens met dit besluit? Dan kunt u bezwaar maken."), BESLUIT)
    assert (termijn.soort, termijn.datum, termijn.herkomst) == ("bezwaar", date(2026, 12, 22), "berekend")
    assert "Awb 6:7" in (termijn.rekenregel or "")
    assert "bezwaar" in termijn.bewijs[0].tekst
    assert begrip.dagen(brief(GROET + "Uw uitkering is een maand lager."), BESLUIT) == []
    assert begrip.dagen(brief(GROET + "Tegen deze brief kunt u geen bezwaar maken."), BESLUIT) == []


@pytest.mark.parametrize(
    "zin",
    [
        "U ontvangt € 310,50 uiterlijk op 1 december 2026.",
        "De klant hoeft tot en met 1 december 2026 niet te solliciteren.",
        "Elke wijziging in uw inkomen meldt u binnen twee weken.",
    ],
)
def test_what_is_not_the_residents_last_day_is_no_term(begrip: Begrip, zin: str) -> None:
    """Regression: a refund and an award told people to pay, on the day the sender would."""
    assert begrip.dagen(brief(GROET + zin)) == []


@pytest.mark.parametrize(
    "zin",
    [
        "U hoeft niet te bellen, maar u moet uiterlijk 1 december 2026 betalen.",
        "U krijgt nog één kans: betaal uiterlijk 1 december 2026.",
        "U krijgt een boete als u niet uiterlijk 1 december 2026 betaalt.",
    ],
)
def test_a_duty_beside_it_stays(begrip: Begrip, zin: str) -> None:
    assert begrip.dagen(brief(GROET + zin)) == [("betalen", "2026-12-01")]


@pytest.mark.parametrize(
    ("zin", "dag"),
    [
        ("Wordt uw geld niet uitbetaald? Stuur het formulier uiterlijk 1 december 2026 op.", "2026-12-01"),
        ("Om uitbetaald te worden stuurt u het formulier uiterlijk 1 december 2026 op.", "2026-12-01"),
        ("Als wij betalen aan de verhuurder, levert u uiterlijk 1 december 2026 het huurcontract in.", "2026-12-01"),
    ],
)
def test_an_answer_asked_beside_money_or_a_change_stays(begrip: Begrip, zin: str, dag: str) -> None:
    """What looks like the sender's own day or a standing duty, and is asked of this resident now."""
    assert dag in [found for _, found in begrip.dagen(brief(GROET + zin))]


# ---------------------------------------------------------------- one list
def test_the_same_day_said_three_times_is_one_term(begrip: Begrip) -> None:
    tekst = brief(GROET + "Betaal uiterlijk 24 november 2026. Maak het bedrag dus vóór 25 november 2026 over.\n\nBetaal binnen 14 dagen.")
    assert begrip.dagen(tekst) == [("betalen", "2026-11-24")]


def test_terms_stand_in_order_of_day(begrip: Begrip) -> None:
    tekst = brief(
        GROET + "U kunt tot en met 22 december 2026 bezwaar maken.\n\n# Stukken\n\nLever de stukken uiterlijk 1 december 2026 in."
    )
    assert begrip.dagen(tekst, BESLUIT) == [("inleveren", "2026-12-01"), ("bezwaar", "2026-12-22")]


@pytest.mark.parametrize(("peil", "verlopen"), [(date(2026, 11, 23), False), (date(2026, 11, 24), False), (date(2026, 11, 25), True)])
def test_a_term_is_over_on_the_day_after_it_and_stays_in_the_list(begrip: Begrip, peil: date, verlopen: bool) -> None:
    (termijn,) = begrip.termijnen(brief(GROET + "Betaal uiterlijk 24 november 2026."), peil=peil)
    assert termijn.verlopen is verlopen
