"""Which bot works on the database, by a lease, and which life of the bot this is

Nobody works there while the tables are changed. What lived before is the first life.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "lease",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fence", serial, nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=True),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(length=128), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lease")),
    )
    op.add_column("account", sa.Column("life", sa.BigInteger(), server_default="1", nullable=False))
    op.add_column("account", sa.Column("starts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("account", sa.Column("start", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "start")
    op.drop_column("account", "starts")
    op.drop_column("account", "life")
    op.drop_table("lease")
