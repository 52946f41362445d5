"""Which rooms are to be compared, and on which day

Until a room has been compared once, it counts as one that must be before anything new is said there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("room") as batch_op:
        batch_op.add_column(sa.Column("compared_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("changes_on", sa.Date(), nullable=True))
    living = sa.text("state != 'left'")
    op.create_index(
        "ix_room_dirty", "room", ["id"], sqlite_where=sa.text("dirty = 1"), postgresql_where=sa.text("dirty")
    )
    for column in ("compared_on", "changes_on"):
        op.create_index(f"ix_room_{column}", "room", [column], sqlite_where=living, postgresql_where=living)
    op.create_table(
        "rulebook",
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_rulebook")),
    )


def downgrade() -> None:
    op.drop_table("rulebook")
    for name in ("ix_room_changes_on", "ix_room_compared_on", "ix_room_dirty"):
        op.drop_index(name, table_name="room")
    with op.batch_alter_table("room") as batch_op:
        batch_op.drop_column("changes_on")
        batch_op.drop_column("compared_on")
