"""Another language is said aloud; a Dutch letter with foreign names or words is not called foreign."""

from __future__ import annotations

import pytest

from brievenbus.classify.taal import foreign
from brievenbus.match import zinnen
from tests.begrijp import Begrip, brief

NEDERLANDS = (
    "Geachte heer, u hebt de rekening van vorige maand nog niet betaald. Wij vragen u om het bedrag binnen twee weken naar ons over "
    "te maken. Doet u dat niet, dan komen er kosten bij en wordt de zaak aan een deurwaarder gegeven."
)
ENGELS = (
    "Dear sir, you have not paid your bill of last month and we must receive the money by the end of this month. If you do not pay, "
    "we will have to take you to court and you will have to pay for the costs. Please call us if you have questions about this."
)
DUITS = (
    "Sehr geehrter Herr, Sie haben die Rechnung vom letzten Monat nicht bezahlt und wir bitten Sie, den Betrag auf das Konto zu "
    "zahlen. Wenn Sie nicht zahlen, werden wir die Sache dem Gericht geben und Sie haben die Kosten zu tragen. Bitte rufen Sie uns an."
)
FRANS = (
    "Monsieur, vous n'avez pas payé la facture du mois dernier et nous vous demandons de payer le montant dans les deux semaines. "
    "Si vous ne payez pas, nous devons donner le dossier au tribunal et vous devez payer les frais. Merci de nous appeler pour une "
    "question sur votre dossier."
)


@pytest.mark.parametrize(("tekst", "taal"), [(NEDERLANDS, None), (ENGELS, "en"), (DUITS, "de"), (FRANS, "fr")])
def test_language(tekst: str, taal: str | None) -> None:
    assert foreign(zinnen(brief(tekst))) == taal


def test_too_few_words_say_nothing() -> None:
    assert foreign(zinnen(brief("Please pay the bill."))) is None


def test_dutch_letter_with_an_english_line_is_dutch() -> None:
    assert foreign(zinnen(brief(f"{NEDERLANDS}\n\nThis is an important letter. Please ask for a translation."))) is None


def test_foreign_letter_needs_a_person(begrip: Begrip) -> None:
    duiding = begrip.duid(brief(ENGELS))
    assert duiding.mens_nodig
    assert "andere_taal" in duiding.twijfels
