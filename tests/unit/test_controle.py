"""'Klopt deze brief?': the 14 days, collection costs, raises of fines, sums, the right to object, and what cannot be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from brievenbus.classify.controle import Zaak, fee_ceiling, find_controle
from brievenbus.extract import extract
from brievenbus.ocr.opmaak import read_markup
from brievenbus.page import Tekst
from tests.begrijp import PEIL, Begrip, brief
from tests.zwaar.controlevallen import VALLEN

GROET = "Geachte heer De Wit,\n\n"
SLOT = "Met vriendelijke groet,\n\nA. de Vries"
PRIVAAT, CJIB, GEMEENTE = "bedrijf_overig", "cjib", "gemeente_inkomen"
TABEL_14 = "Uw nota van {} staat open. {} Anders bent u {} incassokosten verschuldigd."


def zaak(begrip: Begrip, tekst: Tekst, soort: str, afzender: str) -> Zaak:
    """The letter as its checks see it, with type and sender given."""
    return Zaak(
        begrip.lezing(tekst), extract(tekst), begrip.kaart(soort), begrip.afzender(afzender), begrip.termijnen(tekst, soort, PEIL),
        begrip.bedragen(tekst, soort), begrip.kennis,
    )  # fmt: skip


def faults(begrip: Begrip, inhoud: str, soort: str, afzender: str = PRIVAAT, strook: str = "") -> list[str]:
    """What is said of a letter dated 10 November 2026; every finding has its rule and its words on the page."""
    found = find_controle(zaak(begrip, brief(GROET + inhoud, slot=SLOT, strook=strook), soort, afzender))
    assert all(one.regel and one.bewijs and all(proof.tekst for proof in one.bewijs) for one in found)
    return [one.melding for one in found]


def table(*rows: str) -> str:
    return "".join(f"| {row} |\n" for row in rows)


@pytest.mark.parametrize(
    ("vordering", "kosten"),
    [
        ("100", "40.00"), ("266.66", "40.00"), ("300", "45.00"), ("2500", "375.00"), ("5000", "625.00"), ("10000", "875.00"),
        ("200000", "2775.00"), ("1000000", "6775.00"), ("5000000", "6775.00"),
    ],
)  # fmt: skip
def test_ceiling(vordering: str, kosten: str) -> None:
    assert fee_ceiling(Decimal(vordering)) == Decimal(kosten)


# ---------------------------------------------------------------- the 14 days
VROEG = "De 14 dagen beginnen hier te vroeg. Zij tellen vanaf de dag na bezorging."


@pytest.mark.parametrize(
    ("zin", "melding"),
    [
        ("Betaal binnen 14 dagen na heden.", VROEG),
        ("Betaal binnen veertien dagen na dagtekening.", VROEG),
        ("Betaal binnen 14 dagen na de datum van deze brief.", VROEG),
        ("Betaal binnen twee weken na verzending van deze brief.", VROEG),
        ("Betaal binnen 14 dagen na de dag waarop u deze brief kreeg.", None),
        ("Betaal binnen 14 dagen vanaf de dag nadat deze brief bij u is bezorgd.", None),
        ("Betaal binnen 15 dagen na heden.", None),
        ("Betaal binnen 7 dagen.", "De brief geeft 7 dagen om te betalen. De wet geeft 14 dagen."),
        ("Betaal binnen een week.", "De brief geeft 1 week om te betalen. De wet geeft 14 dagen."),
        ("Betaal uiterlijk 24 november 2026.", "De laatste dag is 24-11-2026. De volle 14 dagen zijn dan niet voorbij."),
        ("Betaal vóór 25 november 2026.", "De laatste dag is 25-11-2026. De volle 14 dagen zijn dan niet voorbij."),
        ("Betaal uiterlijk 25 november 2026.", None),
    ],
)
def test_fourteen_full_days_from_the_day_after_delivery(begrip: Begrip, zin: str, melding: str | None) -> None:
    inhoud = TABEL_14.format("€ 100,00", zin, "€ 40,00")
    assert faults(begrip, inhoud, "incasso_14dagenbrief") == ([melding] if melding else [])


def test_a_short_term_without_costs_or_before_a_next_letter_is_no_14_day_letter(begrip: Begrip) -> None:
    assert faults(begrip, "Uw nota van € 80,00 staat open. Betaal binnen 7 dagen.", "incasso_factuur_herinnering") == []
    later = "Uw nota van € 80,00 staat open. Betaal binnen 7 dagen. Anders sturen wij een aanmaning met incassokosten."
    assert faults(begrip, later, "incasso_factuur_herinnering") == []


def test_the_costs_that_follow_must_be_named(begrip: Begrip) -> None:
    term = "Betaal binnen 14 dagen nadat deze brief bij u is bezorgd."
    zin = "De brief waarschuwt voor incassokosten. Hoe hoog die zijn, zien wij niet."
    assert faults(begrip, f"U moet € 90,00 betalen. {term} Anders volgen incassokosten.", "incasso_14dagenbrief") == [zin]
    assert faults(begrip, f"U moet € 90,00 betalen. {term} Anders volgen € 40,00 incassokosten.", "incasso_14dagenbrief") == []
    assert faults(begrip, f"U moet € 90,00 betalen. {term} Anders volgen incassokosten. Die zijn € 40,00.", "incasso_14dagenbrief") == []


# ---------------------------------------------------------------- collection costs
@pytest.mark.parametrize(
    ("vordering", "kosten", "hoogste"),
    [
        ("300,00", "45,00", ""), ("300,00", "54,45", ""), ("300,00", "60,00", "54,45"), ("100,00", "48,40", ""),
        ("100,00", "50,00", "48,40"),
        ("7.200,00", "889,35", ""), ("7.200,00", "889,36", "889,35"),
    ],
)  # fmt: skip
def test_costs_above_the_ceiling_with_vat(begrip: Begrip, vordering: str, kosten: str, hoogste: str) -> None:
    inhoud = f"U moet € {vordering} betalen. Betaalt u niet, dan rekenen wij € {kosten} incassokosten."
    zin = f"De incassokosten zijn € {kosten}. Bij € {vordering} is € {hoogste} het meeste, met btw."
    assert faults(begrip, inhoud, "incasso_14dagenbrief") == ([zin] if hoogste else [])


def test_rules_for_private_collectors_do_not_hold_for_the_government(begrip: Begrip) -> None:
    inhoud = "U moet € 100,00 betalen binnen 14 dagen na heden. Betaalt u niet, dan rekenen wij € 90,00 incassokosten."
    assert len(faults(begrip, inhoud, "incasso_14dagenbrief")) == 2
    assert faults(begrip, inhoud, "incasso_14dagenbrief", "belastingdienst") == []


def test_costs_for_each_term_are_counted_together(begrip: Begrip) -> None:
    rows = [
        f"{kind} {month} | € {value}" for month in ("juli", "augustus") for kind, value in (("Premie", "60,00"), ("Incassokosten", "40,00"))
    ]
    inhoud = "Na onze aanmaning betaalde u niet.\n\n" + table(*rows, "Totaal te betalen | € 200,00")
    assert faults(begrip, inhoud, "incasso_sommatie") == [
        "De incassokosten zijn samen € 80,00. Bij € 120,00 is € 48,40 het meeste, met btw."
    ]


def test_costs_in_the_amount_of_a_first_letter(begrip: Begrip) -> None:
    rows = table("Factuur 12 | € 60,00", "Herinneringskosten | € 15,00", "Te betalen | € 75,00") + "\nBetaal € 75,00 binnen drie weken."
    zin = "In het bedrag zit al € 15,00 aan kosten. Een eerdere waarschuwing zien wij niet."
    assert faults(begrip, "Uw factuur staat open.\n\n" + rows, "incasso_factuur_herinnering") == [zin]
    assert faults(begrip, "Op 2 oktober stuurden wij u een aanmaning.\n\n" + rows, "incasso_factuur_herinnering") == []


# ---------------------------------------------------------------- fines
@pytest.mark.parametrize(
    ("eerste", "tweede", "melding"),
    [
        ("50,00", "150,00", None), ("50,50", "150,00", None),
        ("60,00", "160,00", "De verhoging is € 60,00. Volgens de wet is dat € 50,00."),
        ("50,00", "100,00", "De verhoging is € 100,00. Volgens de wet is dat € 150,00."),
    ],
)  # fmt: skip
def test_raises_of_a_traffic_fine(begrip: Begrip, eerste: str, tweede: str, melding: str | None) -> None:
    total = f"{109 + Decimal(eerste.replace(',', '.')) + Decimal(tweede.replace(',', '.')):.2f}".replace(".", ",")
    rows = table(
        "Boete | € 100,00",
        "Administratiekosten | € 9,00",
        f"Eerste verhoging | € {eerste}",
        f"Tweede verhoging | € {tweede}",
        f"Totaal | € {total}",
    )
    inhoud = f"Uw verkeersboete is opnieuw verhoogd.\n\n{rows}"
    assert faults(begrip, inhoud, "cjib_aanmaning_2", CJIB) == ([melding] if melding else [])


def test_a_share_the_law_does_not_know(begrip: Begrip) -> None:
    zin = "De brief noemt een verhoging van 75 procent. De wet noemt 50 procent."
    assert faults(begrip, "Uw verkeersboete is verhoogd met 75 procent.", "cjib_aanmaning_1", CJIB) == [zin]
    assert faults(begrip, "Uw verkeersboete is verhoogd met 50 procent.", "cjib_aanmaning_1", CJIB) == []
    assert faults(begrip, "Uw strafbeschikking is verhoogd met 75 procent.", "cjib_aanmaning_1", CJIB) == []


# ---------------------------------------------------------------- sums
@pytest.mark.parametrize(
    ("rijen", "som"),
    [
        (("Factuur mei | € 50,00", "Factuur juni | € 60,00", "Totaal | € 110,00"), ""),
        (("Factuur mei | € 50,00", "Factuur juni | € 60,00", "Totaal | € 120,00"), "€ 110,00"),
        (("Factuur mei | € 50,00", "Reeds betaald | € 20,00", "Nog te betalen | € 30,00"), ""),
        (("Factuur mei | € 50,00", "Reeds betaald | € 20,00", "Nog te betalen | € 50,00"), "€ 30,00"),
        (("Factuur mei | € 50,00", "Reeds betaald | € 20,00", "Nog te betalen | € 70,00"), "€ 30,00"),
        (("Factuur mei | € 50,00", "Factuur juni | € 60,00", "Totaal | € 110,00", "Af: korting | € 10,00", "Te betalen | € 100,00"), ""),
        (
            ("Factuur mei | € 50,00", "Factuur juni | € 60,00", "Totaal | € 110,00", "Af: korting | € 10,00", "Te betalen | € 105,00"),
            "€ 100,00",
        ),
        (("Factuur mei | € 50,00", "Waarvan btw | € 8,68", "Rente | € 2,00", "Totaal | € 52,00"), ""),
        (("Norm | € 900,00", "Uw loon | € 400,00", "Totaal inkomen | € 450,00"), ""),
    ],
)
def test_a_table_adds_up_to_its_total(begrip: Begrip, rijen: tuple[str, ...], som: str) -> None:
    total = rijen[-1].split("| ")[1]
    assert faults(begrip, "Zo zit het.\n\n" + table(*rijen), "wa_nota_herinnering", "drinkwaterbedrijf") == (
        [f"De regels zijn samen {som}. De brief zegt {total}."] if som else []
    )


def test_a_sum_that_fails_on_an_unsure_reading_is_no_fault_of_the_letter(begrip: Begrip) -> None:
    tekst = brief("Zo zit het.\n\n" + table("Factuur mei | € 50,00", "Factuur juni | € 60,00", "Totaal | € 120,00"), slot=SLOT)
    assert find_controle(zaak(begrip, tekst, "wa_nota_herinnering", "drinkwaterbedrijf"))
    pages = tuple(
        replace(
            page,
            lines=tuple(
                replace(line, woorden=tuple(replace(w, bevestigd=w.tekst != "120,00") for w in line.woorden)) for line in page.lines
            ),
        )
        for page in tekst.pages
    )
    assert find_controle(zaak(begrip, replace(tekst, pages=pages), "wa_nota_herinnering", "drinkwaterbedrijf")) == ()


@pytest.mark.parametrize(
    ("zin", "melding"),
    [
        ("De achterstand is 3 maanden x € 60,00 = € 200,00.", "3 keer € 60,00 is € 180,00. De brief zegt € 200,00."),
        ("De achterstand is drie maanden van € 60,00, samen € 180,00.", None),
        ("U betaalt 3 termijnen van € 60,00 en daarna € 20,00, in totaal € 200,00.", None),
    ],
)
def test_so_many_times_an_amount(begrip: Begrip, zin: str, melding: str | None) -> None:
    assert faults(begrip, zin, "huur_achterstand", "woningcorporatie") == ([melding] if melding else [])


STROOK = "Betaalgegevens\nTe betalen: {}\nIBAN: {}\nOp naam van: Plas & Bron"
GOED_IBAN, FOUT_IBAN = "NL91 ABNA 0417 1643 00", "NL92 ABNA 0417 1643 00"


def test_the_slip_asks_what_the_letter_asks(begrip: Begrip) -> None:
    inhoud, soort = "Wij vragen u om € 80,00 te betalen, uiterlijk 8 december 2026.", "wa_nota_herinnering"
    assert faults(begrip, inhoud, soort, "drinkwaterbedrijf", STROOK.format("€ 80,00", GOED_IBAN)) == []
    zin = "Op de strook staat € 98,00. In de brief staat € 80,00."
    assert faults(begrip, inhoud, soort, "drinkwaterbedrijf", STROOK.format("€ 98,00", GOED_IBAN)) == [zin]


def test_two_totals(begrip: Begrip) -> None:
    rows = table("Rekening mei | € 50,00", "Rekening juni | € 60,00", "Totaal | € 110,00")
    told = "De totale achterstand van {} moet u betalen."
    assert faults(begrip, told.format("€ 110,00") + "\n\n" + rows, "wa_nota_herinnering", "drinkwaterbedrijf") == []
    zin = "De brief noemt twee totalen: € 110,00 en € 123,45."
    assert faults(begrip, told.format("€ 123,45") + "\n\n" + rows, "wa_nota_herinnering", "drinkwaterbedrijf") == [zin]


# ---------------------------------------------------------------- the right to object
BESLUIT = "Wij hebben besloten dat u € 600,00 bijstand moet terugbetalen. "
KLAUSULE = "Wij zien niet hoe u bezwaar kunt maken. Misschien staat het op papier dat hier niet bij is."


@pytest.mark.parametrize(
    ("zin", "melding"),
    [
        ("", KLAUSULE), ("U kunt binnen zes weken na de datum van deze brief bezwaar maken.", None), ("Op de achterkant staat meer.", None),
        ("U kunt binnen vier weken na de datum van deze brief bezwaar maken.", "De brief geeft 4 weken. De wet geeft 6 weken."),
        ("U kunt binnen acht weken na de datum van deze brief bezwaar maken.", "De brief geeft 8 weken. De wet geeft 6 weken."),
        ("U kunt tot en met 8 december 2026 bezwaar maken.",
         "De brief noemt 8-12-2026 als laatste dag. De wet geeft tot en met 22-12-2026."),
        ("U kunt tot en met 22 december 2026 bezwaar maken.", None),
        ("Tegen het besluit van 20 oktober kunt u tot en met 1 december 2026 bezwaar maken.", None),
    ],
)  # fmt: skip
def test_objection(begrip: Begrip, zin: str, melding: str | None) -> None:
    assert faults(begrip, BESLUIT + zin, "pw_terugvordering", GEMEENTE) == ([melding] if melding else [])


def test_a_clause_is_only_missed_where_every_page_is_there_and_the_type_is_sure(begrip: Begrip) -> None:
    whole = zaak(begrip, brief(GROET + BESLUIT, slot=SLOT), "pw_terugvordering", GEMEENTE)
    assert [one.melding for one in find_controle(whole)] == [KLAUSULE]
    assert find_controle(replace(whole, aanwijzingen=("achterkant_ontbreekt",))) == ()
    assert find_controle(replace(whole, zekerheid=0.4)) == ()
    assert find_controle(zaak(begrip, brief(GROET + BESLUIT), "pw_terugvordering", GEMEENTE)) == ()
    blurred = replace(whole.lezing.tekst, pages=tuple(replace(page, kwaliteit=0.6) for page in whole.lezing.tekst.pages))
    assert find_controle(zaak(begrip, blurred, "pw_terugvordering", GEMEENTE)) == ()


@pytest.mark.parametrize(
    ("soort", "afzender", "zin"),
    [
        (
            "ind_besluit_negatief",
            "ind",
            "Uw aanvraag is afgewezen. U kunt binnen vier weken na verzending van deze beschikking bezwaar maken.",
        ),
        (
            "uwv_wia_beslissing",
            "uwv",
            "U bent hersteld volgens de Ziektewet. U hebt twee weken na de datum van deze brief om bezwaar te maken.",
        ),
        ("gem_kwijtschelding_afgewezen", "waterschap", "U kunt binnen tien dagen na dagtekening administratief beroep instellen."),
    ],
)
def test_shorter_terms_that_the_law_knows(begrip: Begrip, soort: str, afzender: str, zin: str) -> None:
    assert faults(begrip, zin, soort, afzender) == []


# ---------------------------------------------------------------- what cannot be
BESLAG = "De afzender zegt dat hij zelf beslag legt. Dat mag alleen een deurwaarder, met een vonnis."


@pytest.mark.parametrize(
    ("zin", "afzender", "melding"),
    [
        ("Betaalt u niet, dan leggen wij beslag op uw loon.", "incassobureau", [BESLAG]),
        ("Na een vonnis kan een gerechtsdeurwaarder beslag leggen op uw loon.", "incassobureau", []),
        ("Wij gaan naar de rechter. Daarna leggen wij beslag op uw loon.", "incassobureau", []),
        ("Betaalt u niet, dan leggen wij beslag op uw loon.", "gerechtsdeurwaarder", []),
        ("Betaalt u niet, dan leggen wij beslag op uw loon.", "gemeente_belasting", []),
    ],
)
def test_who_seizes(begrip: Begrip, zin: str, afzender: str, melding: list[str]) -> None:
    assert faults(begrip, zin, "incasso_sommatie", afzender) == melding


@pytest.mark.parametrize(
    ("zin", "melding"),
    [
        ("Betaal dit bedrag uiterlijk 3 november 2026.", ["De laatste dag is 3-11-2026. De brief zelf is van 10-11-2026."]),
        ("Betaal dit bedrag uiterlijk 3 december 2026.", []),
        ("U moest dit bedrag uiterlijk 3 november 2026 betalen.", []),
        ("Wij rekenden de rente tot en met 3 november 2026.", []),
    ],
)
def test_a_last_day_before_the_letter_itself(begrip: Begrip, zin: str, melding: list[str]) -> None:
    assert faults(begrip, zin, "huur_achterstand", "woningcorporatie") == melding


def test_an_account_that_cannot_exist(begrip: Begrip) -> None:
    inhoud = "Wij vragen u om € 80,00 te betalen."
    assert faults(begrip, inhoud, "wa_nota_herinnering", "drinkwaterbedrijf", STROOK.format("€ 80,00", FOUT_IBAN)) == [
        "Het controlegetal in het rekeningnummer klopt niet."
    ]


@pytest.mark.parametrize(
    "naam", ["sommatie_na_14dagenbrief", "later_in_tabel", "cjib_na_eerste_verhoging", "jaarnota", "gronden_aanvullen"]
)
def test_correct_letters_that_look_faulty(begrip: Begrip, naam: str) -> None:
    soorten = {
        "sommatie_na_14dagenbrief": ("incasso_sommatie", "incassobureau"), "later_in_tabel": ("incasso_14dagenbrief", PRIVAAT),
        "cjib_na_eerste_verhoging": ("cjib_aanmaning_2", CJIB), "jaarnota": ("en_jaarnota", "energieleverancier"),
        "gronden_aanvullen": ("pw_terugvordering", GEMEENTE),
    }  # fmt: skip
    assert find_controle(zaak(begrip, read_markup(VALLEN[naam], "brief.txt"), *soorten[naam])) == ()
