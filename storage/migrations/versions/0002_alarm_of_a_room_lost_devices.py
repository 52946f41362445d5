"""The alarm that stills a room, and devices reported lost"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("device") as batch_op:
        batch_op.add_column(sa.Column("lost", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("room") as batch_op:
        batch_op.add_column(sa.Column("alarm", sa.String(length=16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("room") as batch_op:
        batch_op.drop_column("alarm")
    with op.batch_alter_table("device") as batch_op:
        batch_op.drop_column("lost")
