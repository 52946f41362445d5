"""What meetings are for, which belong together, what calendars know them by, and why somebody cannot come

Of meetings that were called before, people have been asked; nobody knows of them what they were for.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_series",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("repeats", sa.String(length=200), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_meeting_series_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
    )
    op.create_index(op.f("ix_meeting_series_case_id"), "meeting_series", ["case_id"])
    with op.batch_alter_table("meeting") as batch:
        batch.add_column(sa.Column("about_sealed", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("series_id", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("root_id", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("asked_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("meeting") as batch:
        batch.alter_column("sequence", server_default=None)
    asked_at = sa.bindparam("now", datetime.now(UTC), UtcDateTime())
    op.get_bind().execute(sa.text("UPDATE meeting SET asked_at = :now").bindparams(asked_at))
    with op.batch_alter_table("attendance") as batch:
        batch.add_column(sa.Column("case_id", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("reason_sealed", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("deputy_id", sa.String(length=32), nullable=True))
    op.execute(
        "UPDATE attendance SET case_id ="
        " (SELECT meeting.case_id FROM meeting WHERE meeting.id = attendance.meeting_id)"
    )
    with op.batch_alter_table("attendance") as batch:
        batch.alter_column("case_id", existing_type=sa.String(length=32), nullable=False)
        batch.create_foreign_key(op.f("fk_attendance_case_id"), "case", ["case_id"], ["id"])
    op.create_index(op.f("ix_attendance_case_id"), "attendance", ["case_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_attendance_case_id"), "attendance")
    with op.batch_alter_table("attendance") as batch:
        batch.drop_constraint(op.f("fk_attendance_case_id"), type_="foreignkey")
        batch.drop_column("deputy_id")
        batch.drop_column("reason_sealed")
        batch.drop_column("case_id")
    with op.batch_alter_table("meeting") as batch:
        batch.drop_column("asked_at")
        batch.drop_column("sequence")
        batch.drop_column("root_id")
        batch.drop_column("series_id")
        batch.drop_column("about_sealed")
    op.drop_index(op.f("ix_meeting_series_case_id"), "meeting_series")
    op.drop_table("meeting_series")
