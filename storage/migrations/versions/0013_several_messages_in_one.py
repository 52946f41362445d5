"""How many of the messages in one row are handled"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inbox") as batch_op:
        batch_op.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("inbox") as batch_op:
        batch_op.alter_column("part", server_default=None)


def downgrade() -> None:
    # A row of which some messages are handled holds only the others: the release before takes them as one
    with op.batch_alter_table("inbox") as batch_op:
        batch_op.drop_column("part")
