"""How much is waiting to be done, for the health page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.tables import Account, Due, Inbox, Outbox
from storage.tables.messages import is_pending, is_unhandled, is_unsent

#: A due row may wait this long before it counts as late.
PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """How many rows wait, and since when.

    ``outbox_failing``: rows that failed at their last try and are tried again; ``sending_since``: when the
    oldest row was queued whose delivery has begun and not ended.
    """

    synced_at: datetime | None
    position: str | None
    inbox_waiting: int
    outbox_waiting: int
    outbox_failing: int
    due_late: int
    sending_since: datetime | None


def counts(session: Session, account_id: str, now: datetime) -> Backlog:
    """How many rows wait at ``now``."""
    account = session.get(Account, account_id)
    outbox = select(func.count()).where(Outbox.account_id == account_id, is_unsent(Outbox))
    inbox = select(func.count()).where(Inbox.account_id == account_id, is_unhandled(), Inbox.state == "new")
    late = select(func.count()).where(is_pending(), Due.at < now - PATIENCE)
    since = select(func.min(Outbox.created_at)).where(
        Outbox.account_id == account_id, is_unsent(Outbox), Outbox.state == "sending"
    )
    return Backlog(
        synced_at=account.synced_at if account else None,
        position=account.position if account else None,
        inbox_waiting=session.scalar(inbox) or 0,
        outbox_waiting=session.scalar(outbox) or 0,
        outbox_failing=session.scalar(outbox.where(Outbox.cause.is_not(None))) or 0,
        due_late=session.scalar(late) or 0,
        sending_since=session.scalar(since),
    )
