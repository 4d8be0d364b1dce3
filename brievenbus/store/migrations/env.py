"""What Alembic runs for every migration. The connection comes from `brievenbus.store.migreren`; there is no alembic.ini."""

from __future__ import annotations

from alembic import context

from brievenbus.store import tables
from brievenbus.store.migreren import is_ours

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.meta,
    include_object=is_ours,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
