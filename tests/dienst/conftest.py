"""Fixtures of the service. The fixtures stand in `tests.dienstfixtures`, so that the tests of the web can ask for them too."""

from __future__ import annotations

from tests.dienstfixtures import *  # noqa: F403
