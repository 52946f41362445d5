"""Since when a row of the outbox waits, and when somebody was told

Of rows that wait already nobody knows since when: it counts from the first try after the upgrade, and whoever was
told before is told once more. What was due and was set aside was told to nobody: it is tried again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

UNTOLD = sa.text("state IN ('waiting', 'sending') AND waits_since IS NOT NULL AND told_at IS NULL")
ASIDE = sa.text("state = 'aside'")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("waits_since", UtcDateTime(), nullable=True))
    op.add_column("outbox", sa.Column("told_at", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_outbox_untold",
        "outbox",
        ["account_id", "waits_since"],
        sqlite_where=UNTOLD,
        postgresql_where=UNTOLD,
    )
    op.create_index("ix_due_aside", "due", ["at"], sqlite_where=ASIDE, postgresql_where=ASIDE)
    op.execute(
        "UPDATE due SET state = 'pending', cause = NULL, tries = 0 WHERE state = 'aside' AND cause = 'failed'"
        " AND NOT EXISTS (SELECT 1 FROM due AS other WHERE other.kind = due.kind"
        " AND other.subject = due.subject AND other.id != due.id AND other.state IN ('pending', 'aside'))"
    )


def downgrade() -> None:
    op.drop_index("ix_due_aside", "due")
    op.drop_index("ix_outbox_untold", "outbox")
    op.drop_column("outbox", "told_at")
    op.drop_column("outbox", "waits_since")
