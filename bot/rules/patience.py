"""How long something may wait before somebody is told that it does, and why."""

from __future__ import annotations

from datetime import timedelta

#: What fails, or waits for its turn: most failures are over by then.
PATIENCE = timedelta(minutes=5)

#: Words on the own page of somebody who has not come in: people do not look at their invitations every hour.
UNREAD = timedelta(days=1)
