"""What holds for any letter: no crash, nothing said without evidence, never harmless by mistake.

Contract: `classify` takes any Tekst; what it says of a day, an amount or a consequence stands somewhere on the paper.
"""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brievenbus.brief import GEEN_PLICHT
from brievenbus.classify import Duiding
from brievenbus.page import Tekst
from tests.begrijp import Begrip
from tests.teksten import maak_tekst

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
_STUKKEN = (
    "CJIB\n", "Belastingdienst\n", "Gemeente Veldhove\n", "Datum: 10 november 2026\n", "Geachte heer De Wit,\n",
    "Betaal € 120,00 op NL91 ABNA 0417 1643 00 t.n.v. CJIB.", "Betaal uiterlijk 28 november 2026.", "U moet € 45,00 betalen.",
    "Totaal te betalen\t€ 165,00\n", "Omschrijving\tBedrag\n", "Kosten\t€ 45,00\n", "Binnen 14 dagen na dagtekening.",
    "Dan leggen wij beslag op uw loon.", "U hoeft niets te doen.", "Deze brief is ter informatie.", "U krijgt € 212,75 terug.",
    "Wij sluiten uw stroom af op 3 december 2026 om 9.00 uur.", "U kunt binnen zes weken bezwaar maken.", "Stuur uw pincode mee.",
    "Scan de QR-code om te betalen.", "Betaal binnen 24 uur.", "DE89 3704 0044 0532 0130 00", "Wij wijzen uw aanvraag af.",
    "De ontruiming is op 8 december 2026.", "Lever het formulier vóór 1 december 2026 in.", "Laatste aanmaning", "\f", "\n", "\t",
    "Het bedrag wordt op 27 november 2026 automatisch afgeschreven.", "Bezwaar maken\n", "uiterlijk", "€", "art. 6:96", "dwangbcvel",
    "Wij nodigen u uit op 24 november 2026 om 10.00 uur.", "Gefeliciteerd!", "zondag", "İ", "٣", "1.", "•",
)  # fmt: skip
TEKSTEN = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_STUKKEN), max_size=25).map(" ".join),
    st.lists(st.sampled_from(_STUKKEN)).map("\n".join),
).map(maak_tekst)
PEILDATA = st.dates(date(2026, 10, 1), date(2027, 3, 1))


def _asks(duiding: Duiding) -> bool:
    due = any(b.soort == "te_betalen" for b in duiding.bedragen)
    return due or any(
        t.soort not in GEEN_PLICHT and t.soort in ("betalen", "inleveren", "reageren", "aanvragen") for t in duiding.termijnen
    )


@QUICK
@given(TEKSTEN, PEILDATA)
def test_nothing_is_said_without_evidence_on_the_paper(begrip: Begrip, tekst: Tekst, peil: date) -> None:
    duiding = begrip.duid(tekst, peil)
    pages = {page.nummer for page in tekst.pages}
    for feit in (*duiding.termijnen, *duiding.bedragen, *duiding.gevolgen, *duiding.kenmerken):
        assert feit.bewijs
        for bewijs in feit.bewijs:
            x0, y0, x1, y1 = bewijs.vak
            assert bewijs.bladzijde in pages
            assert bewijs.tekst
            assert 0 <= x0 < x1 <= 1
            assert 0 <= y0 < y1 <= 1


@QUICK
@given(TEKSTEN, PEILDATA)
def test_what_asks_something_is_never_without_urgency(begrip: Begrip, tekst: Tekst, peil: date) -> None:
    duiding = begrip.duid(tekst, peil)
    assert not (_asks(duiding) and duiding.urgentie == "geen")


@QUICK
@given(TEKSTEN, PEILDATA)
def test_suspect_letter_never_tells_how_to_pay(begrip: Begrip, tekst: Tekst, peil: date) -> None:
    duiding = begrip.duid(tekst, peil)
    if duiding.echtheid.verdacht:
        assert duiding.betaling is None
        assert duiding.mens_nodig
        assert "betalen" not in duiding.acties


@QUICK
@given(TEKSTEN)
def test_amounts_are_positive_and_at_most_one_is_due(begrip: Begrip, tekst: Tekst) -> None:
    bedragen = begrip.duid(tekst).bedragen
    assert all(b.bedrag > 0 for b in bedragen)
    assert sum(b.soort == "te_betalen" for b in bedragen) <= 1


@QUICK
@given(TEKSTEN, PEILDATA, PEILDATA)
def test_day_of_reading_changes_no_day_of_the_letter(begrip: Begrip, tekst: Tekst, een: date, ander: date) -> None:
    eerste, tweede = begrip.duid(tekst, een), begrip.duid(tekst, ander)
    assert [(t.soort, t.datum) for t in eerste.termijnen] == [(t.soort, t.datum) for t in tweede.termijnen]
    assert all(t.verlopen == (t.datum < een) for t in eerste.termijnen)


@QUICK
@given(TEKSTEN, PEILDATA)
def test_doubt_and_person_go_together(begrip: Begrip, tekst: Tekst, peil: date) -> None:
    duiding = begrip.duid(tekst, peil)
    assert duiding.mens_nodig == bool(duiding.twijfels)
    assert set(duiding.twijfels) <= set(begrip.kennis.talen["nl"].twijfels)
