"""What a youth wrote is kept message by message, each with its event, so that one can be taken back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Texts kept by the release before stay: one for each person, first in the order, of an unknown time
    with op.batch_alter_table("kept") as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("kind", sa.String(length=12), nullable=False, server_default="text"))
        batch_op.add_column(sa.Column("event_id", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("said_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_kept_person_id_number", ["person_id", "number"])
    with op.batch_alter_table("kept") as batch_op:
        batch_op.alter_column("number", server_default=None)
        batch_op.alter_column("kind", server_default=None)


def downgrade() -> None:
    # The release before keeps one text for each person: the last one with words
    later = "SELECT 1 FROM kept AS later WHERE later.person_id = kept.person_id AND later.kind = 'text'"
    op.execute(f"DELETE FROM kept WHERE kind <> 'text' OR EXISTS ({later} AND later.number > kept.number)")  # noqa: S608
    with op.batch_alter_table("kept") as batch_op:
        batch_op.drop_index("ix_kept_person_id_number")
        batch_op.drop_column("said_at")
        batch_op.drop_column("event_id")
        batch_op.drop_column("kind")
        batch_op.drop_column("number")
