"""What the two busiest pages weigh with everything on them, and that a picture is fetched only when somebody turns to its page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.auth import koekjesnaam
from brievenbus.dienst import SYSTEEM, Wie, accounts, brieven
from brievenbus.dienst.sessies import open_sessie, wie_is
from tests.baliebouw import breng_gelezen, voorbeeld
from tests.browser.conftest import Bladen, Stek
from tests.zwaar.bladmeting import BUDGET, BUREAU, weigh

BEELDEN = Path(__file__).parents[2] / "samples" / "beelden"
FOTOS = ("g12.p1.foto.jpg", "g12.p2.foto.jpg")
"""The heaviest pictures of the samples."""


@pytest.fixture
def token(stek: Stek) -> str:
    """A session of the volunteer."""
    truus = next(person for person in accounts.lijst(stek.dienst, SYSTEEM) if person.gebruikersnaam == stek.gebruikersnaam)
    return open_sessie(stek.dienst, truus.id, "mens")[0]


def test_the_desk_and_a_photographed_letter_weigh_little(
    stek: Stek, bladen: Bladen, token: str, lees_alles: Callable[[], int]
) -> None:  # fmt: skip
    wie: Wie = wie_is(stek.dienst, token)
    files = [brieven.Bijlage(name, (BEELDEN / name).read_bytes()) for name in FOTOS]
    letter = brieven.ontvang(stek.dienst, wie, files, brieven.Verzoek()).id
    assert lees_alles() == 1
    for naam in ("h06", "g02", "g15", "h16"):
        breng_gelezen(stek.dienst, wie, voorbeeld(naam))
    for pad in ("/balie", f"/balie/brieven/{letter}"):
        found = weigh(bladen.browser, stek.adres + pad, BUREAU, {koekjesnaam(stek.adres): token})
        assert 20_000 < found.bytes <= BUDGET, f"{pad}: {found.bytes}"
        assert found.cls < 0.1, pad

    page = bladen.open(1280)
    page.context.add_cookies([{"name": koekjesnaam(stek.adres), "value": token, "url": stek.adres}])
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/paginas/")[2]) if "/paginas/" in request.url else None)
    page.goto(f"{stek.adres}/balie/brieven/{letter}")
    expect(page.get_by_role("img", name="Bladzijde 1 van de brief")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert fetched == ["1"]
    page.locator('a[data-vel="2"]').click()
    second = page.get_by_role("img", name="Bladzijde 2 van de brief")
    page.wait_for_function("(beeld) => beeld.complete && beeld.naturalWidth > 1000", arg=second.element_handle())
    assert fetched == ["1", "2"]
