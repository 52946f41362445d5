"""Alarms of youths, one for each person until they are reached, and coordinators who are away"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "youth_alarm",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("came", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=32), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_youth_alarm_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_youth_alarm_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_alarm")),
    )
    is_alarming = sa.text("state != 'closed'")
    for column in ("person_id", "case_id"):
        op.create_index(
            f"ix_youth_alarm_{column}",
            "youth_alarm",
            [column],
            sqlite_where=is_alarming,
            postgresql_where=is_alarming,
        )
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("away_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("deputy_id", sa.String(length=32), nullable=True))
    with op.batch_alter_table("kept") as batch_op:
        batch_op.add_column(sa.Column("declined", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("kept") as batch_op:
        batch_op.alter_column("declined", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("kept") as batch_op:
        batch_op.drop_column("declined")
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("deputy_id")
        batch_op.drop_column("away_until")
    op.drop_table("youth_alarm")
