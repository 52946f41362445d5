"""What is known of messages whose rows were pruned, and where the audit log begins

Both tables of messages are empty at first: nothing was pruned yet. Rows that are old already move there by
themselves, some hundred at a time, when the bot runs. On the way back what they know is lost: an event that was
handled long ago and comes again would be handled again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "heard",
        sa.Column("event", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=True),
        sa.Column("sender", sa.LargeBinary(), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("is_reaction", sa.Boolean(), nullable=False),
        sa.Column("is_refused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_heard_room_id")),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_heard")),
    )
    op.create_index("ix_heard_room_id", "heard", ["room_id"])
    has_ciphertext = sa.text("ciphertext IS NOT NULL")
    op.create_index(
        "ix_heard_ciphertext",
        "heard",
        ["ciphertext"],
        sqlite_where=has_ciphertext,
        postgresql_where=has_ciphertext,
    )
    op.create_table(
        "spoken",
        sa.Column("event_id", sa.String(length=255), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("number", _SERIAL, nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_spoken_room_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_spoken")),
    )
    op.create_index("ix_spoken_room_id", "spoken", ["room_id"])
    op.create_table(
        "audit_checkpoint",
        sa.Column("seq", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_checkpoint")),
    )


def downgrade() -> None:
    op.drop_table("audit_checkpoint")
    op.drop_table("spoken")
    op.drop_table("heard")
