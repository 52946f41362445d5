"""Who is asked how tasks go, who answered, who waits, and whom messages disturb

Nobody has been asked in a round before; what was asked one by one is asked again in the next round.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "status_round",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_followup", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_status_round_case_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_status_round_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_round")),
        sa.UniqueConstraint("room_id", "day", name=op.f("uq_status_round_room_id_day")),
    )
    op.create_index(op.f("ix_status_round_case_id"), "status_round", ["case_id"])
    op.create_table(
        "status_ask",
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("task_id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_status_ask_case_id")),
        sa.ForeignKeyConstraint(["round_id"], ["status_round.id"], name=op.f("fk_status_ask_round_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_status_ask_task_id")),
        sa.PrimaryKeyConstraint("round_id", "task_id", name=op.f("pk_status_ask")),
    )
    op.create_index(op.f("ix_status_ask_case_id"), "status_ask", ["case_id"])
    op.create_index("ix_status_ask_task_id_asked_on", "status_ask", ["task_id", "asked_on"])
    unanswered = sa.text("answer IS NULL")
    op.create_index(
        "ix_status_ask_unanswered",
        "status_ask",
        ["unit_id", "person_id", "asked_on"],
        sqlite_where=unanswered,
        postgresql_where=unanswered,
    )
    op.create_table(
        "snooze",
        sa.Column("task_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_snooze_case_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_snooze_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_snooze")),
    )
    op.create_index(op.f("ix_snooze_case_id"), "snooze", ["case_id"])
    op.create_table(
        "digest",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_digest")),
    )
    op.create_table(
        "unprompted",
        sa.Column("outbox_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_unprompted_outbox_id")),
        sa.PrimaryKeyConstraint("outbox_id", "person_id", name=op.f("pk_unprompted")),
    )
    op.create_index(op.f("ix_unprompted_person_id"), "unprompted", ["person_id"])


def downgrade() -> None:
    """What people answered stays on their tasks; who was asked, and who did not want to be asked yet, is lost."""
    op.drop_table("unprompted")
    op.drop_table("digest")
    op.drop_table("snooze")
    op.drop_table("status_ask")
    op.drop_table("status_round")
