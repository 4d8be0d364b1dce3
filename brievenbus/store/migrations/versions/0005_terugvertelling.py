"""The counts of the question whether an explanation was clear."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table. There is no way down: put back a backup."""
    op.create_table(
        "terugvertelling",
        sa.Column("maand", sa.Date(), nullable=False),
        sa.Column("uitkomst", sa.String(length=20), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("maand", "uitkomst", name=op.f("pk_terugvertelling")),
    )
