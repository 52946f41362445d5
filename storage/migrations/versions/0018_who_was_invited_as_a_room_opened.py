"""Who was invited as a room opened

Of rooms that are open already nobody knows: who comes to them is announced, as before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_invitation = sa.text("kind = 'invite' AND tag IS NOT NULL")
    op.create_index(
        "ix_outbox_invitation",
        "outbox",
        ["room_id", "tag", "id"],
        sqlite_where=is_invitation,
        postgresql_where=is_invitation,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_invitation", table_name="outbox")
