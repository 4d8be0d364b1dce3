"""Sentences proposed for the knowledge."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table. There is no way down: put back a backup."""
    op.create_table(
        "voorstel",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("soort", sa.String(length=80), nullable=False),
        sa.Column("functie", sa.String(length=20), nullable=False),
        sa.Column("zin", sa.LargeBinary(), nullable=True),
        sa.Column("eerder", sa.String(length=80), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("stand", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voorstel")),
    )
    op.create_index(op.f("ix_voorstel_stand"), "voorstel", ["stand"], unique=False)
