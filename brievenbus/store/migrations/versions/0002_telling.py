"""The counts of letters per month, sender and type."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table. There is no way down: put back a backup."""
    op.create_table(
        "telling",
        sa.Column("maand", sa.String(length=7), nullable=False),
        sa.Column("afzender_sleutel", sa.String(length=80), nullable=False),
        sa.Column("briefsoort_sleutel", sa.String(length=80), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("maand", "afzender_sleutel", "briefsoort_sleutel", name=op.f("pk_telling")),
    )
