"""${message}"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Go one step up. There is no way down: put back a backup."""
    ${upgrades if upgrades else "pass"}
