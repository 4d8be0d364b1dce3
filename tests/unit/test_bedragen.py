"""What each amount is for, which one is due now, and how it must be paid."""

from __future__ import annotations

from decimal import Decimal

import pytest

from brievenbus.classify.bedragen import add_up, choose_bedragen
from brievenbus.classify.context import Lezing
from brievenbus.extract import extract
from tests.begrijp import Begrip, brief

GROET = "Geachte heer De Wit,\n\n"
KOP = "| Omschrijving | Bedrag |\n|---|---|\n"
IBAN, ANDER = "NL91 ABNA 0417 1643 00", "NL20 INGB 0001 2345 67"


def tabel(*rijen: tuple[str, str]) -> str:
    return KOP + "\n".join(f"| {label} | € {bedrag} |" for label, bedrag in rijen)


def due(begrip: Begrip, inhoud: str, soort: str = "incasso_factuur_herinnering") -> str | None:
    found = [bedrag for bedrag, kind in begrip.sommen(brief(GROET + inhoud), soort).items() if kind == "te_betalen"]
    assert len(found) <= 1
    return str(found[0]) if found else None


# ---------------------------------------------------------------- the sum that is due
def test_named_total_of_a_table_is_due(begrip: Begrip) -> None:
    rijen = tabel(("Huur oktober", "650,00"), ("Huur november", "640,00"), ("Kosten", "15,00"), ("Totaal", "1.305,00"))
    assert begrip.sommen(brief(GROET + rijen)) == {
        Decimal("1305.00"): "te_betalen",
        Decimal("15.00"): "kosten",
        Decimal("650.00"): "overig",
        Decimal("640.00"): "overig",
    }


def proven(begrip: Begrip, inhoud: str) -> list[str]:
    tekst = brief(GROET + inhoud)
    sums = add_up(begrip.lezing(tekst), extract(tekst))
    return sorted(tekst.plat[span.start : span.eind] for span in sums)


@pytest.mark.parametrize(("laatste", "bewezen"), [("210,00", ["€ 210,00"]), ("230,00", [])])
def test_arithmetic_proves_a_total_that_no_word_names(begrip: Begrip, laatste: str, bewezen: list[str]) -> None:
    rijen = tabel(("Factuur maart", "300,00"), ("Rente", "10,00"), ("Al betaald", "100,00"), ("Blijft over", laatste))
    assert proven(begrip, rijen) == bewezen


@pytest.mark.parametrize(("aanslag", "bewezen"), [("183,00", ["€ 183,00"]), ("200,00", [])])
def test_instalments_below_prove_the_total_above_them(begrip: Begrip, aanslag: str, bewezen: list[str]) -> None:
    rijen = tabel(("Aanslag", aanslag), ("Eerste termijn", "61,00"), ("Tweede termijn", "61,00"), ("Derde termijn", "61,00"))
    assert proven(begrip, rijen) == bewezen


def test_what_was_paid_is_not_due(begrip: Begrip) -> None:
    inhoud = "U hebt € 50,00 betaald op 3 november 2026. U moet nu nog € 75,00 betalen."
    assert begrip.sommen(brief(GROET + inhoud)) == {Decimal("75.00"): "te_betalen", Decimal("50.00"): "overig"}


@pytest.mark.parametrize(
    "dreiging",
    [
        "Betaalt u niet, dan wordt het bedrag verhoogd tot € 180,00.",
        "Anders moet u € 180,00 betalen.",
        "Betaal op tijd, anders bent u € 180,00 kwijt.",
        "Na die datum betaalt u € 180,00.",
    ],
)
def test_threatened_amount_is_never_due(begrip: Begrip, dreiging: str) -> None:
    assert due(begrip, f"Betaal € 120,00 uiterlijk 1 december 2026. {dreiging}") == "120.00"
    assert due(begrip, dreiging) is None


@pytest.mark.parametrize(
    "inhoud",
    [
        "Betaal € 120,00, € 99,00 en € 88,00. U moet nog € 77,00 betalen.",
        "U betaalt € 120,00. Er staat nog € 99,00 open. U bent ook € 88,00 verschuldigd.",
    ],
)
def test_at_most_one_amount_is_due(begrip: Begrip, inhoud: str) -> None:
    assert due(begrip, inhoud) is not None  # due() itself refuses a second one


def test_amount_due_comes_first_and_carries_its_words(begrip: Begrip) -> None:
    first, *_ = begrip.bedragen(brief(GROET + "De rente is € 4,00. U moet € 120,00 betalen."))
    assert (first.soort, first.bedrag) == ("te_betalen", Decimal("120.00"))
    assert "120,00" in first.bewijs[0].tekst


# ---------------------------------------------------------------- the other way
def test_refund_is_to_receive(begrip: Begrip) -> None:
    tekst = brief(GROET + "U krijgt € 212,75 terug van de Belastingdienst.")
    assert begrip.sommen(tekst, "bd_teruggaaf", goed=True) == {Decimal("212.75"): "te_ontvangen"}


def test_credit_in_a_table_is_to_receive_and_positive(begrip: Begrip) -> None:
    rijen = tabel(("Verbruik", "800,00"), ("Voorschotten", "-900,00"), ("Totaal", "-100,00"))
    sommen = begrip.sommen(brief(GROET + rijen), "en_jaarnota")
    assert sommen[Decimal("100.00")] == "te_ontvangen"
    assert "te_betalen" not in sommen.values()
    assert min(sommen) > 0


def test_monthly_amount_is_an_instalment(begrip: Begrip) -> None:
    tekst = brief(GROET + "U krijgt een bedrag van € 1.283,00 per maand.")
    assert begrip.sommen(tekst, "pw_toekenning", goed=True) == {Decimal("1283.00"): "termijnbedrag"}


# ---------------------------------------------------------------- how to pay
def test_payment_from_the_sentence_that_asks_it(begrip: Begrip) -> None:
    betaling = begrip.betaling(brief(f"{GROET}Betaal € 120,00 op {IBAN} t.n.v. Stichting Wonen.\n\nBetalingskenmerk: 5000 0567 8901 2345"))
    assert betaling is not None
    assert (betaling.iban, betaling.tnv, betaling.bedrag) == (IBAN.replace(" ", ""), "Stichting Wonen", Decimal("120.00"))
    assert betaling.kenmerk == "5000056789012345"
    assert any(IBAN in bewijs.tekst for bewijs in betaling.bewijs)


@pytest.mark.parametrize(("genoemd", "kenmerk"), [("dossiernummer", "44871022"), ("klantnummer", "8812345"), ("", "99120")])
def test_reference_that_the_letter_asks_to_mention(begrip: Begrip, genoemd: str, kenmerk: str) -> None:
    nummers = "@refs\nDatum: 10 november 2026\nFactuurnummer: 99120\nDossiernummer: 44871022\nKlantnummer: 8812345\n@body\n"
    vermelding = f" onder vermelding van het {genoemd}" if genoemd else ""
    tekst = brief(f"{nummers}{GROET}Maak € 120,00 over op {IBAN} t.n.v. Stichting Wonen{vermelding}.", datum="")
    betaling = begrip.betaling(tekst)
    assert betaling is not None
    assert betaling.kenmerk == kenmerk


def test_own_account_of_the_resident_is_never_the_one_to_pay_to(begrip: Begrip) -> None:
    eigen = f"Wij haalden eerder geld van uw rekening {ANDER}."
    assert begrip.betaling(brief(f"{GROET}U moet € 120,00 betalen. {eigen}")) is None
    betaling = begrip.betaling(brief(f"{GROET}{eigen} Betaal € 120,00 op {IBAN}."))
    assert betaling is not None
    assert betaling.iban == IBAN.replace(" ", "")


@pytest.mark.parametrize(
    "zin",
    [
        f"Wij storten € 41,00 op {ANDER}.",
        f"De € 41,00 maken wij over naar {ANDER} t.n.v. J. de Wit.",
        f"Wij schrijven € 41,00 af van {ANDER}.",
        f"Gebruik onze oude rekening {ANDER} niet meer.",
        f"De € 41,00 staat straks op {ANDER}, het nummer waarmee u betaalde.",
    ],
)
def test_an_account_of_the_resident_or_an_old_one_is_not_shown(begrip: Begrip, zin: str) -> None:
    assert begrip.betaling(brief(f"Geachte heer De Wit,\n\nU moet € 120,00 betalen. {zin}")) is None


def test_nothing_is_promised_in_a_suspect_letter(begrip: Begrip) -> None:
    tekst = brief(f"{GROET}U krijgt € 212,75 terug. Dit bedrag storten wij op uw rekening.")
    lezing, feiten = Lezing.make(tekst, begrip.lezer.woorden), extract(tekst)
    for verdacht, soort in ((False, "te_ontvangen"), (True, "overig")):
        sums, _ = choose_bedragen(lezing, feiten, None, False, verdacht=verdacht)
        assert [b.soort for b in sums] == [soort]


def test_no_payment_where_money_comes(begrip: Begrip) -> None:
    tekst = brief(f"{GROET}U krijgt € 212,75 terug. Wij storten dit vanaf {IBAN}.")
    assert begrip.betaling(tekst, "bd_teruggaaf", goed=True) is None


def test_a_number_that_no_letter_asks_is_passed_over(begrip: Begrip) -> None:
    assert due(begrip, "Betaal € 999.999.999.999.999.999.999.999.999.999.999,00 voor 1 december.") is None


def test_a_choice_between_amounts_that_are_asked_alike_is_not_called_sure(begrip: Begrip) -> None:
    def sure(inhoud: str) -> bool:
        tekst = brief(GROET + inhoud)
        lezing = Lezing.make(tekst, begrip.lezer.woorden)
        return choose_bedragen(lezing, extract(tekst), begrip.kaart("incasso_factuur_herinnering"), False)[1]

    assert sure("Betaal € 84,50 vóór 1 december 2026.")
    assert not sure("Betaal € 84,50 vóór 1 december 2026. Betaal € 71,20 vóór 3 december 2026.")
