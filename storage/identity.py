"""The cross-signing identities of other people: which one of each counts, and whose keys must be asked for
again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from storage.device import lost_ids_and_keys, users_with_lost
from storage.memory import Part, recall
from storage.news import Awaited, note
from storage.tables import Device, Identity

#: ``pinned_at`` of an identity that was accepted for one look only. No bot existed then, so no real pin has
#: it.
_ONE_LOOK = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Pin:
    """Which identity of a user counts, and which one the server shows.

    ``stale``: the user's keys must be asked for again. ``closed``: it vouches for no further device.
    """

    pinned: str | None
    seen: str | None
    stale: bool
    closed: bool


def get(session: Session, account_id: str, user_id: str) -> Pin | None:
    """What is known of a user's identity; ``None`` when it was never looked up."""
    return of_users(session, account_id, [user_id]).get(user_id)


def of_users(session: Session, account_id: str, users: Collection[str]) -> dict[str, Pin]:
    """What is known of the identities of some users, by user id, without those never looked up.

    At most two statements.
    """
    query = select(Identity).where(Identity.account_id == account_id, Identity.user_id.in_(users))
    rows = session.scalars(query).all()
    unpinned = [row.user_id for row in rows if row.pinned_at is None]
    closed = users_with_lost(session, account_id, unpinned) if unpinned else frozenset[str]()
    return {
        row.user_id: Pin(
            pinned=row.pinned_master, seen=row.seen_master, stale=row.stale, closed=row.user_id in closed
        )
        for row in rows
    }


def save(session: Session, account_id: str, user_id: str, *, pinned: str | None, seen: str | None) -> None:
    """Store a user's identity as it was just looked up."""
    row = session.get(Identity, (account_id, user_id))
    if row is None:
        row = Identity(account_id=account_id, user_id=user_id)
        session.add(row)
    if pinned != row.pinned_master:
        counts = pinned is not None and not _is_closed(session, row)
        row.pinned_at = datetime.now(UTC) if counts else None
    elif row.pinned_at == _ONE_LOOK:
        row.pinned_at = None
    row.pinned_master = pinned
    row.seen_master = seen
    row.stale = False
    session.flush()


def accept(session: Session, account_id: str, user_id: str) -> bool:
    """Pin the identity the homeserver shows now; returns whether there was anything to accept.

    The user's devices are asked for again before the next message. After a loss, the same identity counts
    only for the devices it vouches for at that look, and is closed again then: whoever has the lost device
    may go on signing. Only a new identity is out of their hands.
    """
    row = session.get(Identity, (account_id, user_id))
    if row is None or row.seen_master is None:
        return False
    if row.seen_master == row.pinned_master and not _is_closed(session, row):
        return False
    row.pinned_at = _ONE_LOOK if row.seen_master == row.pinned_master else datetime.now(UTC)
    row.pinned_master = row.seen_master
    row.stale = True
    session.flush()
    note(session, Awaited.STALE)
    return True


def _is_closed(session: Session, row: Identity) -> bool:
    return row.pinned_at is None and bool(lost_ids_and_keys(session, row.account_id, row.user_id))


def mark_stale(
    session: Session, account_id: str, users: Iterable[str], *, how: Literal["known", "all", "new"] = "known"
) -> None:
    """Have users' keys asked for again before they are next given room keys.

    ``known``: only users we have looked up before; ``all``: also others; ``new``: only others.
    """
    for user_id in users:
        row = session.get(Identity, (account_id, user_id))
        if row is None:
            if how != "known":
                session.add(Identity(account_id=account_id, user_id=user_id, stale=True))
                note(session, Awaited.STALE)
        elif how != "new":
            row.stale = True
            note(session, Awaited.STALE)
    session.flush()


def mark_everybody_stale(session: Session, account_id: str) -> None:
    """Have everybody's keys asked for again: a sync without a position does not say what changed."""
    session.execute(update(Identity).where(Identity.account_id == account_id).values(stale=True))
    note(session, Awaited.STALE)


def mark_untrusted_stale(session: Session, account_id: str) -> None:
    """Have the keys of everybody without a trusted device asked for again.

    The homeserver reports no changes of users with whom the bot shares no room yet.
    """
    trusted = exists().where(
        Device.account_id == Identity.account_id,
        Device.user_id == Identity.user_id,
        Device.trusted,
        Device.deleted.is_(False),
    )
    session.execute(update(Identity).where(Identity.account_id == account_id, ~trusted).values(stale=True))
    note(session, Awaited.STALE)


def stale(session: Session, account_id: str, among: Iterable[str] | None = None) -> frozenset[str]:
    """Users whose keys must be asked for; with ``among``, only of those, and also those never looked up."""
    known = _known(session, account_id)
    if among is None:
        return known.stale
    return frozenset(user for user in among if user in known.stale or user not in known.users)


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The users that were looked up, and those of them whose keys must be asked for again."""

    users: frozenset[str]
    stale: frozenset[str]


def _known(session: Session, account_id: str) -> _Known:
    def read() -> _Known:
        found = session.execute(
            select(Identity.user_id, Identity.stale).where(Identity.account_id == account_id)
        ).all()
        return _Known(
            users=frozenset(user for user, _ in found),
            stale=frozenset(user for user, is_stale in found if is_stale),
        )

    return recall(session, ("identities", account_id), (Part(Identity),), read)
