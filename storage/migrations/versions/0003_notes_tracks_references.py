"""What is noted about a case, its track, a youth assessed to consent alone, and the decisions a unit works
on"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reference",
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "kind", name=op.f("pk_reference")),
    )
    with op.batch_alter_table("case") as batch_op:
        batch_op.add_column(sa.Column("track", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("notes_sealed", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("consent") as batch_op:
        batch_op.add_column(sa.Column("assessed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("consent") as batch_op:
        batch_op.drop_column("assessed_on")
    with op.batch_alter_table("case") as batch_op:
        batch_op.drop_column("notes_sealed")
        batch_op.drop_column("track")
    op.drop_table("reference")
