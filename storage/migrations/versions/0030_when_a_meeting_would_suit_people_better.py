"""When a meeting would suit people better

Going back forgets what they have said so far; the coordinator has been told of it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_suggestion",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("suggested_at", UtcDateTime(), nullable=False),
        sa.Column("times_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_suggestion_meeting_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_suggestion_person_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_meeting_suggestion_case_id")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_suggestion")),
    )
    op.create_index(op.f("ix_meeting_suggestion_case_id"), "meeting_suggestion", ["case_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_meeting_suggestion_case_id"), "meeting_suggestion")
    op.drop_table("meeting_suggestion")
