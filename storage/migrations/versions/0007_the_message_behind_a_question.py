"""Which message led to a question: whoever takes it back takes the question back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("question") as batch_op:
        batch_op.add_column(sa.Column("event_id", sa.String(length=255), nullable=True))
        batch_op.create_index(batch_op.f("ix_question_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_outbox_id"), ["outbox_id"], unique=False)
    op.create_index("ix_inbox_account_id_about", "inbox", ["account_id", "about"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_inbox_account_id_about", table_name="inbox")
    with op.batch_alter_table("question") as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_outbox_id"))
        batch_op.drop_index(batch_op.f("ix_question_event_id"))
        batch_op.drop_column("event_id")
