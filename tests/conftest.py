"""What every test may ask for. The recogniser is built once and kept in the cache that the product itself uses."""

from __future__ import annotations

import pytest

from brievenbus.classify import Lezer
from brievenbus.classify.model import load as load_model
from brievenbus.kennis import load as load_kennis
from brievenbus.settings import Settings
from tests.begrijp import Begrip


@pytest.fixture(scope="session")
def begrip() -> Begrip:
    """The knowledge that ships with brievenbus and its recogniser, loaded once for all tests."""
    kennis = load_kennis()
    return Begrip(Lezer.make(kennis, load_model(kennis, Settings.read().cache)))
