"""Terms and what they are counted from, on invented sentences."""

from __future__ import annotations

import pytest

from brievenbus.extract.durations import durations
from tests.teksten import maak_tekst


@pytest.mark.parametrize(
    ("zin", "aantal", "eenheid", "basis", "marker"),
    [
        (
            "U kunt bezwaar maken binnen zes weken na de verzenddatum van dit besluit.",
            6,
            "weken",
            "verzending",
            "binnen",
        ),
        ("Betaal binnen 14 dagen na dagtekening van deze aanmaning.", 14, "dagen", "dagtekening", "binnen"),
        ("Reageer binnen twee weken nadat u deze brief hebt ontvangen.", 2, "weken", "ontvangst", "binnen"),
        ("U krijgt drie maanden, gerekend vanaf de datum van deze brief.", 3, "maanden", "dagtekening", "heeft"),
        ("U heeft hiervoor vier weken.", 4, "weken", "onbekend", "heeft"),
        ("Daarvoor geldt een termijn van tien dagen.", 10, "dagen", "onbekend", "termijn"),
        ("De bedenktijd is veertien dagen.", 14, "dagen", "onbekend", "termijn"),
        ("Stuur het formulier binnen een maand terug.", 1, "maanden", "onbekend", "binnen"),
        ("Betaal binnen één week.", 1, "weken", "onbekend", "binnen"),
        ("Na ontvangst van deze brief hebt u l4 dagen om te betalen.", 14, "dagen", "ontvangst", "heeft"),
        ("Binnen 2 dagen na betekening van dit exploot moet u betalen.", 2, "dagen", "betekening", "binnen"),
        ("Hoger beroep kan binnen drie maanden na de dag van de uitspraak.", 3, "maanden", "uitspraak", "binnen"),
        ("Verzet kan binnen 4 weken nadat het vonnis aan u is betekend.", 4, "weken", "uitspraak", "binnen"),
        ("Binnen 14 (veertien) dagen na heden dient u te voldoen.", 14, "dagen", "dagtekening", "binnen"),
        ("Het bezwaar moet binnen zes weken na bekendmaking bij ons zijn.", 6, "weken", "bekend", "binnen"),
        ("Geef het door binnen vijf werkdagen.", 5, "werkdagen", "onbekend", "binnen"),
        ("Uiterlijk 10 dagen vóór de zitting stuurt u de stukken.", 10, "dagen", "onbekend", "voor"),
        ("U krijgt elke 2 weken een nieuwe brief.", 2, "weken", "onbekend", "per"),
        ("Wij moeten uw bezwaar binnen zes weken hebben ontvangen.", 6, "weken", "onbekend", "binnen"),
        ("U kunt nog zesentwintig dagen wachten.", 26, "dagen", "onbekend", ""),
        ("Binnen drie weken na de factuurdatum betaalt u.", 3, "weken", "dagtekening", "binnen"),
        ("De termijn bedraagt zes weken en begint op de dag na toezending.", 6, "weken", "verzending", "termijn"),
    ],
)
def test_sentence(zin: str, aantal: int, eenheid: str, basis: str, marker: str) -> None:
    (duur,) = durations(maak_tekst(zin))
    assert (duur.aantal, duur.eenheid, duur.basis, duur.marker) == (aantal, eenheid, basis, marker)


def test_basis_in_the_next_sentence() -> None:
    zin = "U hebt gedurende veertien dagen de tijd om te betalen. Deze termijn gaat in op de dag nadat deze brief bij u is bezorgd."
    (duur,) = durations(maak_tekst(zin))
    assert (duur.aantal, duur.basis, duur.marker) == (14, "ontvangst", "gedurende")


def test_received_in_the_next_sentence_is_no_basis_by_itself() -> None:
    (duur,) = durations(maak_tekst("Betaal binnen 14 dagen. Wij hebben uw brief ontvangen."))
    assert duur.basis == "onbekend"


def test_wrapped_line_and_evidence() -> None:
    tekst = maak_tekst("U kunt bezwaar maken binnen\n zes weken na de datum van\n deze brief.")
    (duur,) = durations(tekst)
    assert tekst.plat[duur.span.start : duur.span.eind] == "binnen zes weken na de datum van deze brief"


@pytest.mark.parametrize("zin", ["Dat was drie weken geleden.", "Het bedrag per maand stijgt.", "Een week later.", "Artikel 14 lid 2."])
def test_no_term(zin: str) -> None:
    assert durations(maak_tekst(zin)) == ()


def test_repaired() -> None:
    (duur,) = durations(maak_tekst("Betaal binnen l4 dagen."))
    assert duur.hersteld
