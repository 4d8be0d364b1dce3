"""Values that only one reading gave are said aloud as doubt, unless something on the paper confirms them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from brievenbus.brief import Bewijs
from brievenbus.classify import Duiding
from brievenbus.page import Tekst, Word
from tests.begrijp import Begrip, brief

BRIEF = """Uw huur van november is nog niet betaald.

Betaal € 412,50 uiterlijk op 28 november 2026 op rekening NL91 ABNA 0417 1643 00.

Vermeld daarbij betalingskenmerk 1240 5678 9012 3452."""


def once(tekst: Tekst, is_meant: Callable[[str], bool]) -> Tekst:
    """Return the letter as if no second reading confirmed the words that are meant."""

    def read(word: Word) -> Word:
        return replace(word, bevestigd=False) if is_meant(word.tekst.strip(".,")) else word

    pages = tuple(
        replace(page, lines=tuple(replace(line, woorden=tuple(read(word) for word in line.woorden)) for line in page.lines))
        for page in tekst.pages
    )
    return replace(tekst, pages=pages)


def doubted(duiding: Duiding) -> set[str]:
    """Return which parts of what was found rest on an unsure reading."""
    parts: dict[str, list[Bewijs]] = {
        "termijn": [b for t in duiding.termijnen for b in t.bewijs],
        "bedrag": [b for t in duiding.bedragen for b in t.bewijs],
        "kenmerk": [b for t in duiding.kenmerken for b in t.bewijs],
        "betaling": list(duiding.betaling.bewijs) if duiding.betaling else [],
    }
    return {name for name, proofs in parts.items() if any(not proof.zeker for proof in proofs)}


def test_two_readings_make_a_value_certain(begrip: Begrip) -> None:
    duiding = begrip.als("huur_achterstand").duid(brief(BRIEF))
    assert not {"termijn_onzeker", "bedrag_onzeker", "kenmerk_onzeker"} & set(duiding.twijfels)
    assert doubted(duiding) == set()


@pytest.mark.parametrize(
    ("woord", "twijfel", "delen"),
    [("28", "termijn_onzeker", {"termijn"}), ("412,50", "bedrag_onzeker", {"bedrag", "betaling"})],
)
def test_a_value_of_one_reading_is_a_doubt(begrip: Begrip, woord: str, twijfel: str, delen: set[str]) -> None:
    duiding = begrip.als("huur_achterstand").duid(once(brief(BRIEF), lambda text: text == woord))
    assert twijfel in duiding.twijfels
    assert doubted(duiding) == delen


def test_check_digits_confirm_a_number(begrip: Begrip) -> None:
    duiding = begrip.als("huur_achterstand").duid(once(brief(BRIEF), lambda text: text in ("0417", "1643", "9012")))
    assert duiding.betaling is not None and duiding.betaling.iban == "NL91ABNA0417164300"
    assert "kenmerk_onzeker" not in duiding.twijfels
    assert all(proof.zeker for proof in duiding.betaling.bewijs)


def test_a_number_without_check_digits_needs_a_second_reading(begrip: Begrip) -> None:
    tekst = brief(BRIEF.replace("betalingskenmerk 1240 5678 9012 3452", "factuurnummer F2026-7731"))
    duiding = begrip.als("huur_achterstand").duid(once(tekst, lambda text: text == "F2026-7731"))
    assert "kenmerk_onzeker" in duiding.twijfels
    assert doubted(duiding) == {"kenmerk", "betaling"}


def test_a_value_printed_twice_is_certain(begrip: Begrip) -> None:
    tekst = brief(BRIEF + "\n\nHebben wij € 412,50 op 28 november 2026 niet binnen, dan volgt een aanmaning.")
    duiding = begrip.als("huur_achterstand").duid(once(tekst, lambda text: text in ("28", "412,50")))
    assert not {"termijn_onzeker", "bedrag_onzeker"} & set(duiding.twijfels)


def test_a_total_that_adds_up_is_certain(begrip: Begrip) -> None:
    tekst = brief("Wij ontvingen uw betaling niet.\n\n| Huur | € 400,00 |\n| Kosten | € 12,50 |\n| Totaal te betalen | € 412,50 |")
    sure = begrip.als("huur_achterstand").duid(once(tekst, lambda text: text == "412,50"))
    assert "bedrag_onzeker" not in sure.twijfels
    wrong = begrip.als("huur_achterstand").duid(once(tekst, lambda text: text in ("12,50", "400,00", "412,50")))
    assert "bedrag_onzeker" not in wrong.twijfels, "the sum itself proves the total, whatever its rows"


@pytest.mark.parametrize("woord", ["10", "14"])
def test_a_day_counted_from_an_unsure_day_or_over_an_unsure_time_is_unsure(begrip: Begrip, woord: str) -> None:
    tekst = once(brief("Betaal € 50,00 binnen 14 dagen na de datum van deze brief."), lambda text: text == woord)
    duiding = begrip.als("incasso_factuur_herinnering").duid(tekst)
    assert [t.herkomst for t in duiding.termijnen] == ["berekend"]
    assert "termijn_onzeker" in duiding.twijfels


def test_an_unsure_amount_to_receive_is_a_doubt(begrip: Begrip) -> None:
    """A speck that passes for a minus sign makes money due look like money to come."""
    tekst = brief("Dit is uw jaarnota. U krijgt € 139,60 van ons terug.")
    letter = begrip.als("en_jaarnota")
    assert [b.soort for b in letter.duid(tekst).bedragen] == ["te_ontvangen"]
    assert "bedrag_onzeker" not in letter.duid(tekst).twijfels
    assert "bedrag_onzeker" in letter.duid(once(tekst, lambda text: text == "139,60")).twijfels


def test_where_nothing_is_due_any_unsure_amount_is_a_doubt(begrip: Begrip) -> None:
    tekst = brief("Uw saldo is € 84,20. U hoeft niets te doen.")
    letter = begrip.als("incasso_factuur_herinnering")
    assert all(b.soort != "te_betalen" for b in letter.duid(tekst).bedragen)
    assert "bedrag_onzeker" not in letter.duid(tekst).twijfels
    assert "bedrag_onzeker" in letter.duid(once(tekst, lambda text: text == "84,20")).twijfels
