"""Every page and state that a volunteer can see: axe, narrow and large, in high contrast. The other pages: `test_elke_bladzijde`."""

from __future__ import annotations

import re

import pytest

from tests.browser.bladzijden import Wereld, faults_in_dutch, maak_wereld
from tests.browser.conftest import Bladen, Stek


@pytest.fixture
def wereld(stek: Stek) -> Wereld:
    """The world of these tests."""
    return maak_wereld(stek)


def test_every_page_of_a_volunteer_is_good_in_dutch(wereld: Wereld, bladen: Bladen) -> None:
    assert faults_in_dutch(wereld, bladen, "v") == {}


@pytest.mark.parametrize("naam", ["balie", "brief g02", "brief h16", "doorverwijzen", "wijkteam"])
def test_high_contrast_keeps_what_colour_said(wereld: Wereld, bladen: Bladen, naam: str) -> None:
    """With the colours of the system every button still has an edge, and the urgency is still a word."""
    staat = next(one for one in wereld.staten if one.naam == naam)
    page = wereld.open(bladen, staat, "nl", 1280, forced_colors="active")
    bare = page.evaluate(
        """() => [...document.querySelectorAll('main .nl-button, main .nl-data-badge')].filter((el) => el.offsetParent
        && (getComputedStyle(el).borderStyle === 'none' || parseFloat(getComputedStyle(el).borderWidth) < 1)).map((el) => el.outerHTML)"""
    )
    assert bare == []
    words = page.locator(".nl-data-badge").all_inner_texts()
    assert all(re.search(r"[A-Za-z]{4}", word) for word in words)
