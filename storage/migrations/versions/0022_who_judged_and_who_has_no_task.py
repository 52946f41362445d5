"""Who judged a goal, and who has said that they have no task

Nobody knows it of what was before: a goal that was judged has no judge, and nobody has said anything.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("goal", sa.Column("judged_by", sa.String(length=32), nullable=True))
    op.add_column("actor", sa.Column("no_task_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("actor", "no_task_on")
    op.drop_column("goal", "judged_by")
