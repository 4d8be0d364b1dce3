"""Date arithmetic: all worked cases of the knowledge file, and the feast days against an independent list."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import holidays
import pytest

import brievenbus.kennis
from brievenbus.kennis.rekenen import Feestdagen, einde, feestdagen, is_feestdag, plus, schuif, werkdagen_na
from brievenbus.kennis.schema import Feestdag, TermijnRegel, TermijnVoorbeeld

KENNIS = Path(brievenbus.kennis.__file__).parent


def _load(name: str, key: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = tomllib.loads((KENNIS / name).read_text("utf-8"))[key]
    return rows


KAARTEN = [Feestdag.model_validate(row) for row in _load("feestdagen.toml", "feestdag")]
DAGEN: Feestdagen = feestdagen(KAARTEN)
REGELS = {row["sleutel"]: TermijnRegel.model_validate(row) for row in _load("regels/termijnen.toml", "regel")}
GEVALLEN = [(regel, geval) for regel in REGELS.values() for geval in regel.voorbeeld]


@pytest.mark.parametrize(("regel", "geval"), GEVALLEN, ids=lambda x: str(getattr(x, "nummer", getattr(x, "sleutel", ""))))
def test_worked_case(regel: TermijnRegel, geval: TermijnVoorbeeld) -> None:
    ruw, legal = einde(regel, geval.basis, DAGEN)
    assert legal == geval.einde
    assert geval.ruw is None or ruw == geval.ruw


def test_all_34_cases_are_there_once() -> None:
    assert sorted(geval.nummer for _, geval in GEVALLEN) == list(range(1, 35))


@pytest.mark.parametrize("jaar", range(2025, 2029))
def test_feast_days_agree_with_holidays_package(jaar: int) -> None:
    known = holidays.country_holidays("NL", years=jaar, categories=("public", "optional"))
    expected = {day for day, name in known.items() if name not in ("Easter Sunday", "Pentecost")}
    assert {card.datum for card in KAARTEN if card.datum.year == jaar and not card.gelijkgesteld} == expected


def test_days_on_a_par_lie_beside_a_feast_day() -> None:
    for card in KAARTEN:
        if card.gelijkgesteld:
            assert card.datum.weekday() == 4
            assert date.fromordinal(card.datum.toordinal() - 1) in DAGEN.vrij


def test_every_feast_day_once() -> None:
    assert len({card.datum for card in KAARTEN}) == len(KAARTEN)


def test_shift_over_christmas_and_not_on_new_years_eve() -> None:
    assert schuif(date(2026, 12, 25), DAGEN) == date(2026, 12, 28)
    assert schuif(date(2026, 12, 31), DAGEN) == date(2026, 12, 31)
    assert schuif(date(2026, 12, 24), DAGEN) == date(2026, 12, 24)


def test_liberation_day_counts_every_year() -> None:
    assert all(is_feestdag(date(jaar, 5, 5), DAGEN) for jaar in range(2025, 2029))


@pytest.mark.parametrize(
    ("basis", "aantal", "eenheid", "last"),
    [
        (date(2026, 11, 30), 3, "maanden", date(2027, 2, 28)),
        (date(2027, 11, 30), 3, "maanden", date(2028, 2, 29)),
        (date(2026, 12, 31), 1, "maanden", date(2027, 1, 31)),
        (date(2026, 1, 31), 1, "maanden", date(2026, 2, 28)),
        (date(2028, 2, 29), 1, "jaren", date(2029, 2, 28)),
        (date(2026, 11, 12), 14, "dagen", date(2026, 11, 26)),
        (date(2026, 11, 12), 6, "weken", date(2026, 12, 24)),
    ],
)
def test_plus(basis: date, aantal: int, eenheid: str, last: date) -> None:
    assert plus(basis, aantal, eenheid) == last  # type: ignore[arg-type]


def test_day_on_a_par_is_an_ordinary_working_day() -> None:
    # 15 May 2026 is on a par with a feast day: it moves a statutory term but counts as a working day.
    assert werkdagen_na(date(2026, 5, 13), 1, DAGEN) == date(2026, 5, 15)
    assert schuif(date(2026, 5, 15), DAGEN) == date(2026, 5, 18)


def test_awt_leaves_long_terms_alone() -> None:
    regel = REGELS["awb_bezwaar"].model_copy(update={"aantal": 13})
    ruw, legal = einde(regel, date(2026, 9, 26), DAGEN)
    assert ruw == legal == date(2026, 12, 26)


def test_short_term_holds_two_working_days_only_from_three_days() -> None:
    two = REGELS["dw_bevel_ontruiming"].model_copy(update={"aantal": 2})
    assert einde(two, date(2026, 12, 24), DAGEN) == (date(2026, 12, 26), date(2026, 12, 28))


def test_rules_without_a_current_statute_are_marked() -> None:
    assert REGELS["kwijtschelding_beroep"].onbevestigd
    assert not REGELS["kwijtschelding_beroep"].awt
    assert not REGELS["wik_14dagen"].awt
