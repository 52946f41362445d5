"""The words that a question still keeps are found by the message they came in

A message that is changed or taken back must take them with it, however many questions there have been.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_unwiped = sa.text("length(state_sealed) > 0")
    op.create_index(
        "ix_question_kept_message",
        "question",
        ["event_id"],
        sqlite_where=is_unwiped,
        postgresql_where=is_unwiped,
    )


def downgrade() -> None:
    op.drop_index("ix_question_kept_message", table_name="question")
