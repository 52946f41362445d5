"""What own pages answer, and what was just said there"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.tables.base

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case") as batch_op:
        batch_op.add_column(sa.Column("page_answers", sa.String(length=8), nullable=True))
    op.create_table(
        "just_said",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=255), nullable=False),
        sa.Column("said_at", storage.tables.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_just_said_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_just_said")),
    )
    for column in ("person_id", "event_id", "said_at"):
        op.create_index(op.f(f"ix_just_said_{column}"), "just_said", [column], unique=False)


def downgrade() -> None:
    """What was agreed about own pages is lost: each answers as the profile says."""
    op.drop_table("just_said")
    with op.batch_alter_table("case") as batch_op:
        batch_op.drop_column("page_answers")
