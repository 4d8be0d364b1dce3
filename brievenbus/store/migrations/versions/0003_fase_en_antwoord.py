"""How far the reading of a letter is, and the answer to the question that its route asks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the column and the table. There is no way down: put back a backup."""
    op.add_column("brief", sa.Column("fase", sa.String(length=20), nullable=True))
    op.create_table(
        "antwoord",
        sa.Column("brief_id", sa.String(length=32), nullable=False),
        sa.Column("gebruiker_id", sa.String(length=32), nullable=False),
        sa.Column("tijd", sa.DateTime(), nullable=False),
        sa.Column("antwoord", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["brief.id"], name=op.f("fk_antwoord_brief_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_antwoord_gebruiker_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("brief_id", name=op.f("pk_antwoord")),
    )
