"""The cross-signing identities of other people: which one of each counts, and whose keys must be asked for again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from storage.device import lost_ids_and_keys
from storage.tables import Device, Identity

#: When an identity was pinned that was accepted for one look; no bot was there then.
_ONE_LOOK = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Pin:
    """Which identity of a user counts, and which one the server shows. ``closed``: it vouches for no further device."""

    pinned: str | None
    seen: str | None
    stale: bool
    closed: bool


def get(session: Session, account_id: str, user_id: str) -> Pin | None:
    """What we know of a user's identity; ``None`` when we never looked."""
    row = session.get(Identity, (account_id, user_id))
    if row is None:
        return None
    return Pin(pinned=row.pinned_master, seen=row.seen_master, stale=row.stale, closed=_closed(session, row))


def save(session: Session, account_id: str, user_id: str, *, pinned: str | None, seen: str | None) -> None:
    """Remember a user's identity as just looked up."""
    row = session.get(Identity, (account_id, user_id))
    if row is None:
        row = Identity(account_id=account_id, user_id=user_id)
        session.add(row)
    if pinned != row.pinned_master:
        row.pinned_at = None if pinned is None or _closed(session, row) else datetime.now(UTC)
    elif row.pinned_at == _ONE_LOOK:
        row.pinned_at = None
    row.pinned_master, row.seen_master, row.stale = pinned, seen, False
    session.flush()


def accept(session: Session, account_id: str, user_id: str) -> bool:
    """Pin the identity the homeserver shows now. The user's devices are asked for again before the next send.

    After a loss the same identity is accepted for what it vouches for at that look, and closed again with it: whoever
    has the lost device may go on signing. Only a new identity is out of their hands. Returns whether there was anything
    to accept.
    """
    row = session.get(Identity, (account_id, user_id))
    if row is None or row.seen_master is None:
        return False
    if row.seen_master == row.pinned_master and not _closed(session, row):
        return False
    row.pinned_at = _ONE_LOOK if row.seen_master == row.pinned_master else datetime.now(UTC)
    row.pinned_master, row.stale = row.seen_master, True
    session.flush()
    return True


def _closed(session: Session, row: Identity) -> bool:
    return row.pinned_at is None and bool(lost_ids_and_keys(session, row.account_id, row.user_id))


def mark_stale(
    session: Session, account_id: str, users: Iterable[str], *, how: Literal["known", "all", "new"] = "known"
) -> None:
    """Have users looked up again before they are next given keys.

    ``known``: those we already follow; ``all``: follow them from now on; ``new``: only those not followed yet.
    """
    for user_id in users:
        row = session.get(Identity, (account_id, user_id))
        if row is None:
            if how != "known":
                session.add(Identity(account_id=account_id, user_id=user_id, stale=True))
        elif how != "new":
            row.stale = True
    session.flush()


def mark_everybody_stale(session: Session, account_id: str) -> None:
    """After a sync without a position nobody told us what changed."""
    session.execute(update(Identity).where(Identity.account_id == account_id).values(stale=True))


def mark_untrusted_stale(session: Session, account_id: str) -> None:
    """Have everybody looked up who has no device we trust: nobody tells us of those we share no room with yet."""
    reads = exists().where(
        Device.account_id == Identity.account_id,
        Device.user_id == Identity.user_id,
        Device.trusted,
        Device.deleted.is_(False),
    )
    session.execute(update(Identity).where(Identity.account_id == account_id, ~reads).values(stale=True))


def stale(session: Session, account_id: str, among: Iterable[str] | None = None) -> frozenset[str]:
    """Users whose keys must be asked for; of ``among`` also those we never looked at."""
    query = select(Identity.user_id).where(Identity.account_id == account_id, Identity.stale.is_(True))
    marked = frozenset(session.scalars(query))
    if among is None:
        return marked
    wanted = frozenset(among)
    seen = select(Identity.user_id).where(Identity.account_id == account_id, Identity.user_id.in_(wanted))
    return (wanted & marked) | (wanted - frozenset(session.scalars(seen)))
