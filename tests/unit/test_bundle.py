"""A bag of post in cases: small invented letters through the real extraction, with letter type and sender given by the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from brievenbus.brief import (
    VERSIE,
    Afzender,
    Bedrag,
    BedragSoort,
    Bewijs,
    Brief,
    Briefsoort,
    Bron,
    Echtheid,
    Kenmerk,
    Route,
    Termijn,
    TermijnSoort,
    Uitleg,
    Urgentie,
)  # fmt: skip
from brievenbus.bundle import Stuk, Tas, bundle
from brievenbus.cli_tas import lines, names, to_dict
from brievenbus.kennis import Kennis, load
from brievenbus.ocr.opmaak import read_markup

PEIL = date(2026, 11, 23)
BEWIJS = (Bewijs(1, "woorden", (0.0, 0.0, 1.0, 1.0)),)


@pytest.fixture(scope="module")
def kennis() -> Kennis:
    """The knowledge that ships with brievenbus."""
    return load()


def stuk(
    naam: str, dag: date | None, wie: tuple[str, str, str], soort: str, *, eis: str = "", nummers: tuple[tuple[str, str], ...] = (),
    tekst: str = "", termijnen: tuple[tuple[TermijnSoort, date], ...] = (), urgentie: Urgentie = "hoog",
    meer: dict[BedragSoort, str] | None = None,
) -> Stuk:  # fmt: skip
    """A read letter. `wie` is (key, kind, printed name); `meer` are other amounts by kind."""
    sleutel, kind, printed = wie
    amounts = {**({"te_betalen": eis} if eis else {}), **(meer or {})}
    brief = Brief(
        versie=VERSIE, id=f"id-{naam}", peildatum=PEIL, bron=Bron((f"{naam}.pdf",), 1, "pdf", 1.0, "goed"),
        afzender=Afzender(sleutel, printed, kind, 0.9, BEWIJS),  # type: ignore[arg-type]
        briefsoort=Briefsoort(soort, soort, 0.9, BEWIJS), datum=dag,
        kenmerken=tuple(Kenmerk(s, w, (Bewijs(1, w, (0.0, 0.0, 1.0, 1.0)),)) for s, w in nummers),
        urgentie=urgentie, urgentie_reden="", gevolgen=(), acties=(),
        termijnen=tuple(Termijn(s, d, "gedrukt", None, None, d < PEIL, BEWIJS) for s, d in termijnen),
        bedragen=tuple(Bedrag(s, Decimal(w), BEWIJS) for s, w in amounts.items()),  # type: ignore[arg-type]
        betaling=None, goed_nieuws=False, echtheid=Echtheid(False), controle=(), route=Route("vrijwilliger", False, ()),
        mens_nodig=False, twijfels=(), uitleg=Uitleg("nl", "", "", (), "", (), None),
    )  # fmt: skip
    body = "\n\n".join((printed, *(w for _, w in nummers), tekst))
    return Stuk(naam, brief, read_markup(f"@body\n{body}", f"{naam}.txt"))


WINKEL = ("bedrijf_overig", "overig", "Webwinkel Kastanjeboom")
RONDEEL = ("incassobureau", "incasso", "Rondeel Incasso B.V.")
VESTING = ("incassobureau", "incasso", "Vesting Credit Management")
OOSTRA = ("gerechtsdeurwaarder", "gerechtsdeurwaarder", "Oostra Vermeer Gerechtsdeurwaarders")
CJIB = ("cjib", "justitie", "Centraal Justitieel Incassobureau")
SOCIAAL = ("gemeente_inkomen", "uitkering", "Sociale Dienst Tussen de Wateren")
SEP, OKT, NOV, LAAT = date(2026, 9, 10), date(2026, 10, 5), date(2026, 11, 2), date(2026, 11, 20)
DAN = date(2026, 12, 8)


def factuur(naam: str = "01", nummer: str = "F26-11872", eis: str = "261.57", dag: date = SEP) -> Stuk:
    """A first letter."""
    return stuk(naam, dag, WINKEL, "incasso_factuur_herinnering", eis=eis, nummers=(("factuurnummer", nummer),))


def sommatie(naam: str, wie: tuple[str, str, str], dossier: str, dag: date, tekst: str, eis: str = "301.57") -> Stuk:
    """A collector's letter with a number of its own."""
    return stuk(
        naam, dag, wie, "incasso_sommatie", eis=eis, nummers=(("dossiernummer", dossier),), tekst=tekst,
        meer={"kosten": "40.00", "oorspronkelijk": "261.57"}, termijnen=(("betalen", DAN),),
    )  # fmt: skip


def cases(tas: Tas) -> list[tuple[tuple[str, ...], str | None]]:
    """The letters and the living letter of each case."""
    return sorted((zaak.brieven, zaak.stand.levend) for zaak in tas.zaken)


def test_chain_to_a_collector_and_on_to_another_one_is_one_case_with_the_newest_letter_alive(kennis: Kennis) -> None:
    tas = bundle([
        sommatie("03", VESTING, "V-55120", LAAT, "Wij namen uw dossier over van Rondeel Incasso. Vordering van Webwinkel Kastanjeboom."),
        factuur(),
        sommatie("02", RONDEEL, "R-7285640", OKT, "Namens Webwinkel Kastanjeboom vorderen wij dit bedrag van u."),
    ], kennis)  # fmt: skip
    (zaak,) = tas.zaken
    assert zaak.brieven == ("01", "02", "03")
    assert (zaak.stand.levend, zaak.stand.bedrag, zaak.stand.termijn and zaak.stand.termijn.datum) == ("03", Decimal("301.57"), DAN)
    assert set(tas.achterhaald) == {"01", "02"}


def test_two_cases_of_one_sender_stay_apart_even_with_next_numbers_and_one_amount(kennis: Kennis) -> None:
    tas = bundle([factuur("01", "F26-11872"), factuur("02", "F26-11873", dag=OKT)], kennis)
    assert cases(tas) == [(("01",), "01"), (("02",), "02")]
    assert tas.achterhaald == ()


def test_letter_that_only_mentions_another_case_does_not_take_its_place(kennis: Kennis) -> None:
    both = (("factuurnummer", "F26-90344"), ("factuurnummer", "F26-11872"))
    other = stuk("02", OKT, WINKEL, "incasso_14dagenbrief", eis="480.00", nummers=both,
                 meer={"overig": "261.57"}, tekst="Over F26-11872 van € 261,57 krijgt u apart bericht.")  # fmt: skip
    tas = bundle([factuur(), other], kennis)
    assert cases(tas) == [(("01",), "01"), (("02",), "02")]
    assert all(zaak.misschien_zelfde_zaak for zaak in tas.zaken)


def test_letter_that_claims_both_invoices_takes_the_place_of_both(kennis: Kennis) -> None:
    both = stuk("03", NOV, WINKEL, "incasso_14dagenbrief", eis="361.57", meer={"overig": "261.57", "saldo": "100.00"},
                nummers=(("factuurnummer", "F26-11872"), ("factuurnummer", "F26-90344")))  # fmt: skip
    tas = bundle([factuur(), factuur("02", "F26-90344", "100.00", OKT), both], kennis)
    assert cases(tas) == [(("01", "02", "03"), "03")]


@pytest.mark.parametrize(("tekst", "levend"), [
    ("Wij hebben uw betaling ontvangen. Er staat niets meer open.", None),
    ("Zodra wij uw betaling hebben ontvangen, sluiten wij het dossier.", "01"),
])  # fmt: skip
def test_only_a_payment_that_came_in_closes_a_case(kennis: Kennis, tekst: str, levend: str | None) -> None:
    done = stuk("02", OKT, WINKEL, "info_niets_doen", nummers=(("factuurnummer", "F26-11872"),), tekst=tekst, urgentie="laag")
    tas = bundle([factuur(), done], kennis)
    (zaak,) = tas.zaken
    assert zaak.stand.levend == levend
    assert zaak.urgentie == ("geen" if levend is None else "hoog")
    assert tas.achterhaald == (("01",) if levend is None else ())


def test_suspect_letter_replaces_nothing(kennis: Kennis) -> None:
    copy = sommatie("02", RONDEEL, "R-7285640", OKT, "Namens Webwinkel Kastanjeboom. Factuur F26-11872.")
    tas = bundle([factuur(), replace(copy, brief=replace(copy.brief, echtheid=Echtheid(True, ("haast",))))], kennis)
    assert cases(tas) == [(("01",), "01")]
    assert tas.losse == ("02",)


def test_hearing_of_an_older_letter_stays_and_keeps_its_urgency(kennis: Kennis) -> None:
    summons = replace(
        sommatie("01", OOSTRA, "26.404929", OKT, "De zitting is bekend."),
    )
    zitting = Termijn("zitting", PEIL + timedelta(days=9), "gedrukt", None, None, False, BEWIJS)
    summons = replace(summons, brief=replace(summons.brief, termijnen=(zitting,), urgentie="kritiek"))
    tas = bundle([summons, sommatie("02", OOSTRA, "26.404929", NOV, "U kunt nog betalen.")], kennis)
    (zaak,) = tas.zaken
    assert zaak.stand.levend == "02"
    assert [(o.brief, o.termijn.soort) for o in zaak.stand.ook] == [("01", "zitting")]
    assert zaak.urgentie == "kritiek"


def test_misread_digit_in_a_number_does_not_part_a_case(kennis: Kennis) -> None:
    number = (("cjib_nummer", "4084 9221 4870 2090"),)
    slip = (("cjib_nummer", "4O84 9221 4370 2090"),)
    fine = stuk("01", OKT, CJIB, "cjib_verkeersboete", eis="140.00", nummers=number, meer={"boete": "131.00", "kosten": "9.00"})
    raised = stuk("02", NOV, CJIB, "cjib_aanmaning_1", eis="205.50", nummers=slip, meer={"boete": "131.00", "kosten": "9.00"})
    assert cases(bundle([fine, raised], kennis)) == [(("01", "02"), "02")]


def test_suspension_and_its_withdrawal_are_one_closed_case(kennis: Kennis) -> None:
    number = (("zaaknummer", "Z/26/088315"),)
    stop = stuk("01", OKT, SOCIAAL, "pw_opschorting", nummers=number, termijnen=(("inleveren", DAN),), urgentie="kritiek")
    tekst = "De opschorting is opgeheven. Wij betalen uw uitkering weer."
    again = stuk("02", NOV, SOCIAAL, "goed_nieuws", nummers=number, urgentie="laag", tekst=tekst)
    assert cases(bundle([stop, again], kennis)) == [(("01", "02"), None)]


def test_letter_that_came_twice_is_one_letter_and_a_pair(kennis: Kennis) -> None:
    tas = bundle([factuur("01"), factuur("02"), factuur("03")], kennis)
    assert tas.dubbel == (("01", "02"), ("01", "03"))
    assert cases(tas) == [(("01", "02", "03"), "01")]


def test_undated_letter_takes_no_place_and_loses_none(kennis: Kennis) -> None:
    undated = replace(factuur("02"), brief=replace(factuur("02").brief, datum=None))
    tas = bundle([factuur("01"), undated], kennis)
    assert tas.achterhaald == ()
    assert {zaak.stand.levend for zaak in tas.zaken} == {"01", "02"}


def test_every_letter_is_in_one_case_or_loose_and_json_has_its_keys(kennis: Kennis) -> None:
    bag = [factuur(), sommatie("02", RONDEEL, "R-7285640", OKT, "Namens Webwinkel Kastanjeboom."),
           stuk("03", NOV, ("pensioen", "pensioen", "Pensioenfonds Ambachten"), "pensioen_upo_aanvraag", urgentie="laag")]  # fmt: skip
    tas = bundle(bag, kennis)
    said = to_dict(tas, PEIL, kennis.talen["nl"])
    assert list(said) == ["peildatum", "zaken", "achterhaald", "losse", "dubbel", "tweemaal"]
    assert sorted([naam for zaak in tas.zaken for naam in zaak.brieven] + list(tas.losse)) == ["01", "02", "03"]
    text = "\n".join(lines(tas, bag, PEIL, kennis))
    assert "Brief 01: achterhaald door 02: niet meer nodig, wel bewaren." in text
    assert "zelfde bedrag € 261,57" in text


def test_empty_bag_has_no_cases(kennis: Kennis) -> None:
    assert bundle([], kennis) == Tas((), (), (), ())


def test_letters_are_named_by_file_folder_or_pages() -> None:
    assert names([("03.pdf",), ("brief.p1.jpg", "brief.p2.jpg"), ("map/a.jpg", "map/b.jpg"), ("x.pdf",), ("x.jpg",)]) == [
        "03", "brief", "map", "x.pdf", "x.jpg",
    ]  # fmt: skip


def test_one_debt_asked_by_two_collectors_is_told(kennis: Kennis) -> None:
    claim: dict[BedragSoort, str] = {"oorspronkelijk": "214.90"}
    een = stuk(
        "a",
        date(2026, 11, 2),
        ("incassobureau", "incasso", "Vesting Incasso"),
        "incasso_sommatie",
        eis="262.40",
        meer=claim,
        nummers=(("dossiernummer", "VI-440917"),),
        tekst="Opdrachtgever: Slaapgoed Online B.V.",
    )
    ander = stuk(
        "b",
        date(2026, 11, 9),
        ("incassobureau", "incasso", "Kredietbrug"),
        "incasso_sommatie",
        eis="270.15",
        meer=claim,
        nummers=(("dossiernummer", "KB-118.2203"),),
        tekst="Wij schrijven u namens Slaapgoed Online BV over een factuur.",
    )
    apart = replace(ander, brief=replace(ander.brief, bedragen=(Bedrag("te_betalen", Decimal("81.00"), BEWIJS),)))
    both, one = bundle([een, ander], kennis), bundle([een, apart], kennis)
    assert len(both.zaken) == 2, "two collectors, two numbers: kept apart"
    (told,) = both.tweemaal
    assert ({told.een, told.ander}, told.bedrag) == ({"a", "b"}, Decimal("214.90"))
    assert "vragen misschien dezelfde schuld: € 214,90" in "\n".join(lines(both, [een, ander], PEIL, kennis)).replace("\xa0", " ")
    assert one.tweemaal == ()
