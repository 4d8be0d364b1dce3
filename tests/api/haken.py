"""What schemathesis cannot know from the description: which bytes are a picture. Loaded by its command line."""

from __future__ import annotations

import schemathesis
from hypothesis import strategies as st
from schemathesis.transport.serialization import Binary

from tests.api.plaatje import jpeg

schemathesis.openapi.format("binary", st.integers(0, 255).map(lambda grijs: Binary(jpeg(grijs))))
