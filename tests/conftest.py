"""What every test may ask for. The recogniser is built once and kept in the cache that the product itself uses."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from brievenbus.classify.lezers import open_lezer
from brievenbus.kennis import load as load_kennis
from brievenbus.settings import Settings
from tests.begrijp import Begrip

settings.register_profile("brievenbus", deadline=None)  # how long an example takes says something about the machine
settings.load_profile("brievenbus")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Golden files change only when a person asks for it, and then reads the difference."""
    parser.addoption("--schrijf-goud", action="store_true", help="Schrijf tests/golden opnieuw. Weigert in de CI.")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse the switch where nobody looks at what it writes."""
    if config.getoption("--schrijf-goud") and os.environ.get("CI"):
        raise pytest.UsageError("--schrijf-goud mag niet in de CI: kijk zelf naar het verschil en leg het vast.")


@pytest.fixture(scope="session")
def schrijf_goud(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--schrijf-goud"))


@pytest.fixture(scope="session")
def begrip() -> Begrip:
    """The knowledge that ships with brievenbus and its recogniser, loaded once for all tests."""
    kennis = load_kennis()
    return Begrip(open_lezer(kennis, Settings.read().cache))
