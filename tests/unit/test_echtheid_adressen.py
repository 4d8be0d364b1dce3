"""Addresses that borrow a name, holders that do not fit, and every signal said in plain words."""

from __future__ import annotations

import pytest

from api.desk.briefblad import _SIGNAAL
from brievenbus.classify import begunstigde, schijnadres
from brievenbus.classify.echtheid import SAID, WEIGHT
from tests.begrijp import Begrip, brief


@pytest.mark.parametrize("domein", ["digid-controle.nl", "digid.live", "kpn-factuur.com", "mijn.postnl-pakket.top", "rabobankpas.nl"])
def test_borrowed_name_is_seen(begrip: Begrip, domein: str) -> None:
    assert schijnadres.pretends(begrip.lezing(brief("Geachte heer,")), domein)


@pytest.mark.parametrize("domein", ["digid.nl", "mijn.digid.nl", "mijnoverheid.nl", "coeo-incasso.nl", "bakkerijdehoek.nl", "kpn.com"])
def test_own_or_plain_domain_pretends_nothing(begrip: Begrip, domein: str) -> None:
    assert not schijnadres.pretends(begrip.lezing(brief("Geachte heer,")), domein)


def test_one_letter_off_is_a_slip(begrip: Begrip) -> None:
    lezing = begrip.lezing(brief("Geachte heer,"))
    assert schijnadres.is_slip(lezing, "digld.nl") and not schijnadres.is_slip(lezing, "digid.nl")


@pytest.mark.parametrize(("naam", "persoon"), [("J.R. Hoekema", True), ("M. van der Laan", True), ("CJIB Leeuwarden", False)])
def test_holder_printed_as_a_person(naam: str, persoon: bool) -> None:
    assert begunstigde.is_person(naam) == persoon


def test_every_signal_has_its_sentence() -> None:
    assert set(WEIGHT) <= set(_SIGNAAL) and set(WEIGHT) >= SAID
