"""What holds for any text: no crash, spans inside the text, what is printed is read back, a BSN never survives.

Contract: `extract` takes any Tekst and returns facts whose spans lie in `plat`; `mask` keeps length and boxes.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn as stdnum_bsn

from brievenbus.extract import Feiten, extract, mask
from brievenbus.extract.accounts import accounts
from brievenbus.extract.amounts import amounts
from brievenbus.extract.dates import dates, letter_date
from brievenbus.extract.datewords import MAANDEN
from brievenbus.page import Tekst
from tests.teksten import maak_tekst

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_STUKKEN = (
    "€ 1.250,- ", "28 november", "2O26", "binnen", "zes weken", "na dagtekening", "NL91 ABNA 0417", "1643 00",
    "BSN", "123456782", "Datum", "\t", "\n", "\f", " ", "•", "a.s.", "t.n.v.", "CJIB", "Ons kenmerk",
    "5000 0567 8901 2345", "1234 AB", "Utrecht", "de 15e", "t/m", "-", "maandag", "eind", "totaal", ",", ".",
    "0612345678", "www.x.nl", "12-11-2026", "tweeduizend", "O", "l", "één", "½", "İ", "ß", "١٢", "²", "mei",
    "op", "uiterlijk", "EUR", "-/-", "kWh",
)  # fmt: skip
TEKSTEN = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_STUKKEN), max_size=40).map(" ".join)).map(maak_tekst)
DAGEN = st.dates(date(2020, 1, 1), date(2039, 12, 31))


def _spans(feiten: Feiten) -> list[tuple[int, int]]:
    coded = ("bevestigd", "betaalcodes", "codelinks")
    held = [value for name, value in vars(feiten).items() if value is not None and name not in coded]
    groups = [value if isinstance(value, tuple) else (value,) for value in held]
    facts = [(fact.span.start, fact.span.eind) for group in groups for fact in group]
    return facts + [(span.start, span.eind) for span in feiten.bevestigd]


@QUICK
@given(TEKSTEN)
def test_any_text_gives_facts_inside_the_text(tekst: Tekst) -> None:
    for start, eind in _spans(extract(tekst)):
        assert 0 <= start < eind <= len(tekst.plat)


@QUICK
@given(TEKSTEN)
def test_masking_keeps_length_lines_and_boxes(tekst: Tekst) -> None:
    masked, boxes = mask(tekst)
    assert len(masked.plat) == len(tekst.plat)
    assert masked.line_starts == tekst.line_starts
    assert bool(boxes) == (masked.plat != tekst.plat)
    assert all(0 <= box.x0 < box.x1 <= 1 for _, box in boxes)


@QUICK
@given(DAGEN, st.integers(0, 8))
def test_printed_day_is_read_back(dag: date, vorm: int) -> None:
    maand = MAANDEN[dag.month - 1]
    weekdag = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")[dag.weekday()]
    printed = (
        f"{dag.day} {maand} {dag.year}", f"{dag.day:02}-{dag.month:02}-{dag.year}", f"{dag.day}-{dag.month}-{dag.year}",
        f"{dag.day}/{dag.month}/{dag.year % 100:02}", f"{dag:%d.%m.%Y}", f"{dag:%Y-%m-%d}",
        f"{dag.day}e {maand} {dag.year}",
        f"{weekdag} {dag.day} {maand} {dag.year}", f"{dag.day} {'mrt' if dag.month == 3 else maand[:3]}. {dag.year}",
    )[vorm]  # fmt: skip
    for zin in (f"Betaal uiterlijk {printed}.", f"Wij zien u op {printed} om 10.00 uur", f"Vervaldatum\t{printed}"):
        assert [(found.waarde, found.twijfel) for found in dates(maak_tekst(zin))] == [(dag, False)]


@QUICK
@given(DAGEN)
def test_letter_date_is_read_back(dag: date) -> None:
    maand = MAANDEN[dag.month - 1]
    for plat in (
        f"Datum: {dag.day} {maand} {dag.year}",
        f"Assen, {dag.day} {maand} {dag.year}",
        f"Datum\tOns kenmerk\n{dag:%d-%m-%Y}\tX1",
    ):
        found = letter_date(maak_tekst(f"Kop\n{plat}\nGeachte heer,"))
        assert found is not None
        assert found.waarde == dag


@QUICK
@given(DAGEN, st.integers(-45, 230))
def test_day_without_year_near_the_letter_date_gets_its_year(brief: date, afstand: int) -> None:
    dag = date.fromordinal(brief.toordinal() + afstand)
    if (dag.month, dag.day) == (2, 29):
        return
    plat = f"Datum: {brief:%d-%m-%Y}\nGeachte heer,\nUiterlijk {dag.day} {MAANDEN[dag.month - 1]} betalen."
    assert dates(maak_tekst(plat))[-1].waarde == dag


@QUICK
@given(st.integers(1, 9_999_999), st.integers(0, 7))
def test_printed_amount_is_read_back(cents: int, vorm: int) -> None:
    value = Decimal(cents) / 100
    whole, rest = divmod(cents, 100)
    dotted = f"{whole:,}".replace(",", ".")
    printed = (
        f"€ {dotted},{rest:02}", f"€{whole},{rest:02}", f"EUR {dotted},{rest:02}", f"{dotted},{rest:02} euro",
        f"€ {dotted},-", f"€ {whole}.{rest:02}", f"€ -{dotted},{rest:02}", f"€\t{dotted},{rest:02}",
    )[vorm]  # fmt: skip
    expected = {4: Decimal(whole), 6: -value}.get(vorm, value)
    (found,) = amounts(maak_tekst(f"Te betalen {printed} voor de boete."))
    assert found.waarde == expected


@QUICK
@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=4, max_size=4),
    st.integers(0, 9_999_999_999),
    st.sampled_from(["", " ", "\t", "\n "]),
)
def test_printed_iban_is_read_back(bank: str, rekening: int, tussen: str) -> None:
    body = f"{bank}{rekening:010}"
    iban = f"NL{mod_97_10.calc_check_digits(body + 'NL')}{body}"
    printed = tussen.join(iban[i : i + 4] for i in range(0, 18, 4))
    (found,) = accounts(maak_tekst(f"Betaal op {printed} t.n.v. CJIB."))
    assert (found.iban, found.tnv) == (iban, "CJIB")


def _bsn(stem: int) -> str | None:
    digits = f"{stem:08}"
    check = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
    return digits + str(check) if check < 10 else None


BSNS = st.integers(10_000_000, 99_999_999).map(_bsn).filter(lambda number: number is not None and stdnum_bsn.is_valid(number))


@QUICK
@given(BSNS, st.integers(0, 7), TEKSTEN)
def test_masked_text_never_holds_the_bsn(number: str, vorm: int, around: Tekst) -> None:
    n = number
    printed = (
        f"BSN {n}", f"BSN: {n[:3]}.{n[3:6]}.{n[6:]}", f"Burgerservicenummer\t{n[:4]} {n[4:6]} {n[6:]}",
        f"Naam\tBSN\nBos\t{n}", f"hier {n} los", f"Aanslagnummer {n[:4]}.{n[4:6]}.{n[6:]}.H.66.01", f"sofinummer\n{n}",
        f"BSN {n[:2]}O{n[3:]}\nBSN {n}",
    )[vorm]  # fmt: skip
    masked, boxes = mask(maak_tekst(f"{around.plat}\n{printed}\n{around.plat}"))
    bare = "".join(char for char in masked.plat if char not in " .\t\n\f-")
    assert n not in bare or n in "".join(char for char in around.plat if char not in " .\t\n\f-")
    assert boxes


@QUICK
@given(TEKSTEN)
def test_same_text_same_facts(tekst: Tekst) -> None:
    assert extract(tekst) == extract(tekst)
