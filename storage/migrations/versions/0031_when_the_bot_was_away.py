"""When the bot last lived, when it was away, and which rooms that touched

A bot that was upgraded does not know when it last lived, so that the upgrade itself is no time away.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables import Serial, UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("alive_at", UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("back_at", UtcDateTime(), nullable=True))
    op.create_table(
        "outage",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=False),
        sa.Column("after_inbox", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    op.create_table(
        "outage_room",
        sa.Column("outage_id", Serial, nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outage_id"], ["outage.id"], name=op.f("fk_outage_room_outage_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_outage_room_room_id")),
        sa.PrimaryKeyConstraint("outage_id", "room_id", name=op.f("pk_outage_room")),
    )


def downgrade() -> None:
    op.drop_table("outage_room")
    op.drop_table("outage")
    with op.batch_alter_table("account") as batch:
        batch.drop_column("back_at")
        batch.drop_column("alive_at")
