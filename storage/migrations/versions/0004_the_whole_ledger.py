"""What a consent's paper says, receipts, deputies, birth months, protected identity, side rooms,
consultations"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("function", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_receipt_case_id")),
        sa.PrimaryKeyConstraint("case_id", "function", name=op.f("pk_receipt")),
    )
    op.create_table(
        "consultation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("purge_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consultation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_consultation_unit_id_code")),
    )
    op.create_index(op.f("ix_consultation_person_id"), "consultation", ["person_id"])
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("checked", sa.String(length=16), nullable=True))
    with op.batch_alter_table("case") as batch_op:
        batch_op.add_column(sa.Column("born_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("protected", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_on", sa.Date(), nullable=True))
    with op.batch_alter_table("actor") as batch_op:
        batch_op.add_column(sa.Column("deputy", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("approved_by", sa.String(length=32), nullable=True))
    with op.batch_alter_table("consent") as batch_op:
        batch_op.add_column(sa.Column("interpreter", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("form", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("paper_sealed", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("room") as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("room") as batch_op:
        batch_op.drop_column("number")
    with op.batch_alter_table("consent") as batch_op:
        for name in ("paper_sealed", "form", "interpreter"):
            batch_op.drop_column(name)
    with op.batch_alter_table("actor") as batch_op:
        for name in ("approved_by", "deputy"):
            batch_op.drop_column(name)
    with op.batch_alter_table("case") as batch_op:
        for name in ("reviewed_on", "protected", "born_sealed"):
            batch_op.drop_column(name)
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("checked")
    op.drop_index(op.f("ix_consultation_person_id"), "consultation")
    op.drop_table("consultation")
    op.drop_table("receipt")
