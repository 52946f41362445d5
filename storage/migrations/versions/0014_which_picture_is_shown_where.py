"""Where the bot's pictures lie, and where they are shown

Rooms that are there get theirs when the bot next writes in them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_picture_account_id")),
        sa.PrimaryKeyConstraint("account_id", "digest", name=op.f("pk_picture")),
    )
    for table in ("account", "room"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("picture", sa.String(length=64), nullable=True))


def downgrade() -> None:
    for table in ("room", "account"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("picture")
    op.drop_table("picture")
