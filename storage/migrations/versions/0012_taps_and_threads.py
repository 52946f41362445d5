"""What taps answered, so that they can be taken back; and in which thread messages stand"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.tables.base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tap",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("event_id", sa.String(length=255), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("said", sa.String(length=12), nullable=False),
        sa.Column("before", sa.String(length=12), nullable=True),
        sa.Column("at", storage.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_tap_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tap")),
        sa.UniqueConstraint("event_id", name=op.f("uq_tap_event_id")),
    )
    op.create_index(op.f("ix_tap_case_id"), "tap", ["case_id"], unique=False)
    with op.batch_alter_table("inbox") as batch_op:
        batch_op.add_column(sa.Column("thread", sa.String(length=255), nullable=True))
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("thread", sa.String(length=255), nullable=True))
    is_threaded, is_seed = sa.text("thread IS NOT NULL"), sa.text("kind = 'seed' AND tag IS NOT NULL")
    op.create_index(
        "ix_outbox_thread", "outbox", ["thread"], sqlite_where=is_threaded, postgresql_where=is_threaded
    )
    op.create_index(
        "ix_outbox_seed", "outbox", ["room_id", "tag"], sqlite_where=is_seed, postgresql_where=is_seed
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_seed", table_name="outbox")
    op.drop_index("ix_outbox_thread", table_name="outbox")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_column("thread")
    with op.batch_alter_table("inbox") as batch_op:
        batch_op.drop_column("thread")
    op.drop_index(op.f("ix_tap_case_id"), table_name="tap")
    op.drop_table("tap")
