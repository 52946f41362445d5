"""What somebody's next words in a room may answer

Of what was asked before, only a reply or "!ja" counts.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_in_room",
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("outbox_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=True),
        sa.Column("takes", sa.String(length=8), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_asked_in_room_room_id")),
        sa.PrimaryKeyConstraint("room_id", "person_id", name=op.f("pk_asked_in_room")),
    )
    with op.batch_alter_table("room") as batch_op:
        batch_op.add_column(sa.Column("listens", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("room") as batch_op:
        batch_op.alter_column("listens", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("room") as batch_op:
        batch_op.drop_column("listens")
    op.drop_table("asked_in_room")
