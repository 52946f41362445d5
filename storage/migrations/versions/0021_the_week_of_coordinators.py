"""The week of coordinators

Whether somebody gets the week on Mondays; and each unit begins to tell its coordinators what is new. No day was looked
at before, so its first morning begins when the bot starts, and tells of nothing older.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KIND = "overview.morning"


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("monday", sa.String(length=8), nullable=True))
    connection = op.get_bind()
    offices = connection.execute(
        sa.text("SELECT unit_id FROM room WHERE kind = 'office' AND state <> 'left'")
    )
    due = sa.table(
        "due",
        sa.column("unit_id", sa.String),
        sa.column("kind", sa.String),
        sa.column("subject", sa.String),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("state", sa.String),
        sa.column("tries", sa.Integer),
    )
    rows = [
        {
            "unit_id": unit_id,
            "kind": _KIND,
            "subject": f"{unit_id}:",
            "at": datetime(2026, 1, 1, tzinfo=UTC),
            "state": "pending",
            "tries": 0,
        }
        for (unit_id,) in offices
    ]
    if rows:
        op.bulk_insert(due, rows)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM due WHERE kind = 'overview.morning'"))
    with op.batch_alter_table("person") as batch:
        batch.drop_column("monday")
