"""Withdrawals that wait for a talk, while everything pauses; pages on which somebody else may write;
who has got the first words; further languages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_withdrawal",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("function", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_own_withdrawal_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_own_withdrawal_person_id")),
        sa.PrimaryKeyConstraint("case_id", "function", name=op.f("pk_own_withdrawal")),
    )
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("further_language", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("greeted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("held_since", sa.DateTime(timezone=True), nullable=True))
    # Whoever was added by a command got theirs, or will when they come; whoever stands in the settings did not
    person = sa.table("person", sa.column("greeted_at"), sa.column("added_at"), sa.column("role"))
    op.execute(
        person.update()
        .where(person.c.role.not_in(["coordinator", "second"]))
        .values(greeted_at=person.c.added_at)
    )


def downgrade() -> None:
    """What waits for a talk is lost: its cases stay frozen until a coordinator opens them."""
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("held_since")
        batch_op.drop_column("greeted_at")
        batch_op.drop_column("further_language")
    op.drop_table("own_withdrawal")
