"""Goals, milestones, tasks that repeat, and the history of a task

A task from before has no history; its owner, day and state stay as they are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

#: What a task has from now on.
COLUMNS = {
    "goal_id": 32,
    "room_id": 32,
    "function": 32,
    "deputy_id": 32,
    "kind": 10,
    "repeats": 200,
    "waits_for": 32,
}


def upgrade() -> None:
    op.create_table(
        "goal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("own_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("own_words_from", sa.String(length=32), nullable=True),
        sa.Column("means_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("room_id", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_goal_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_goal_case_id_number")),
    )
    op.create_index(op.f("ix_goal_case_id"), "goal", ["case_id"])
    op.create_table(
        "milestone",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("goal_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_milestone_case_id")),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_milestone_goal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("goal_id", "number", name=op.f("uq_milestone_goal_id_number")),
    )
    op.create_index(op.f("ix_milestone_case_id"), "milestone", ["case_id"])
    with op.batch_alter_table("task") as batch_op:
        for name, length in COLUMNS.items():
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=True))
    op.create_index("ix_task_unit_owner", "task", ["unit_id", "owner_id"])
    op.create_table(
        "task_day",
        sa.Column("task_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_task_day_case_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_day_task_id")),
        sa.PrimaryKeyConstraint("task_id", "day", name=op.f("pk_task_day")),
    )
    op.create_index(op.f("ix_task_day_case_id"), "task_day", ["case_id"])
    op.create_table(
        "task_event",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("task_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=True),
        sa.Column("via", sa.String(length=8), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("about_id", sa.String(length=32), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_task_event_case_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_event_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_event")),
    )
    op.create_index(op.f("ix_task_event_case_id"), "task_event", ["case_id"])
    op.create_index(op.f("ix_task_event_task_id"), "task_event", ["task_id"])


def downgrade() -> None:
    """Goals and the history are lost; a task that repeats stays as one that is due once."""
    op.drop_table("task_event")
    op.drop_table("task_day")
    op.drop_index("ix_task_unit_owner", table_name="task")
    with op.batch_alter_table("task") as batch_op:
        for name in reversed(COLUMNS):
            batch_op.drop_column(name)
    op.drop_table("milestone")
    op.drop_table("goal")
