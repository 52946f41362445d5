"""Whether the bot has nothing left to do and everybody has received everything.

It is read from the homeserver's database and the bot's, because waiting for some seconds would be slow and
sometimes wrong. A sync position (``s12_3_...``) says how far a client has got in each of the homeserver's
streams.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import Session

from bot.delivery.held import LONGEST_HOLD
from bot.matrix import sync
from bot.messages import Out, Urgency
from storage import due
from storage.outbox import NOBODY_READS
from storage.tables import Account, Due, Identity, Inbox, Outbox
from storage.tables.messages import is_unsent

#: The event types clients ask for. Others do not move their sync position.
_TYPES = json.dumps(json.loads(sync.FILTER)["room"]["timeline"]["types"])
#: A play does not wait for an invitation that is tried again only after this long.
_UNREACHABLE = timedelta(seconds=15)
#: Where each stream stands in a sync position.
_ROOM = 0
_TO_DEVICE = 6
_DEVICES = 7


@dataclass(frozen=True, kw_only=True)
class SyncPosition:
    """How far a device has synced."""

    user_id: str
    device_id: str
    position: str
    accepts: bool  # it joins when it is invited
    follows: bool = False  # it has to learn at once whose devices changed


class Traffic:
    """What the homeserver has for its clients, read from its database, which is never written."""

    def __init__(self, file: Path) -> None:
        self._address = f"file:{file}?mode=ro"

    def lacking(self, devices: Iterable[SyncPosition]) -> str | None:
        """What some device has not received yet; None when all have received everything."""
        with closing(self._open()) as db:
            for one in devices:
                lacking = self._lacks(db, one)
                if lacking:
                    return f"{one.user_id} has not {lacking}"
        return None

    def joined(self, room: str) -> frozenset[str]:
        """Who is in a room."""
        query = "SELECT user_id FROM local_current_membership WHERE room_id = ? AND membership = 'join'"
        with closing(self._open()) as db:
            return frozenset(user for (user,) in db.execute(query, (room,)))

    def order(self, event_ids: Iterable[str]) -> list[str]:
        """Events in the order the homeserver took them in."""
        query = (
            "SELECT event_id FROM events WHERE event_id IN (SELECT value FROM json_each(?)) "
            "ORDER BY stream_ordering"
        )
        with closing(self._open()) as db:
            return [event_id for (event_id,) in db.execute(query, (json.dumps(list(event_ids)),))]

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._address, uri=True, timeout=5)

    def _lacks(self, db: sqlite3.Connection, one: SyncPosition) -> str | None:
        reached = [int(part) if part.isdecimal() else 0 for part in one.position.removeprefix("s").split("_")]
        if len(reached) <= _TO_DEVICE:
            return "synced yet"
        membership = (
            "SELECT max(event_stream_ordering), sum(membership = 'invite') FROM local_current_membership"
            " WHERE user_id = ?"
        )
        moved, invited = db.execute(membership, (one.user_id,)).fetchone()
        if one.accepts and invited:
            return "joined where they are invited"
        said = (
            "SELECT max(events.stream_ordering) FROM events JOIN local_current_membership AS mine USING (room_id)"
            " WHERE mine.user_id = ? AND mine.membership = 'join' AND type IN (SELECT value FROM json_each(?))"
        )
        (newest,) = db.execute(said, (one.user_id, _TYPES)).fetchone()
        if reached[_ROOM] < max(newest or 0, moved or 0):
            return "received every event"
        keys = "SELECT max(stream_id) FROM device_inbox WHERE user_id = ? AND device_id = ?"
        (sent,) = db.execute(keys, (one.user_id, one.device_id)).fetchone()
        if reached[_TO_DEVICE] < (sent or 0):
            return "received all keys"
        devices = (
            "SELECT max(stream_id) FROM device_lists_stream WHERE user_id IN (SELECT theirs.user_id FROM"
            " local_current_membership AS mine JOIN local_current_membership AS theirs USING (room_id)"
            " WHERE mine.user_id = ? AND mine.membership = 'join' AND theirs.membership = 'join')"
        )
        if one.follows:
            (changed,) = db.execute(devices, (one.user_id,)).fetchone()
            if reached[_DEVICES] < (changed or 0):
                return "learned of new devices"
        return None


def bot_position(session: Session) -> SyncPosition:
    """How far the bot has synced."""
    row = session.scalars(select(Account)).one()
    at = row.position or ""
    return SyncPosition(
        user_id=row.user_id, device_id=row.device_id, position=at, accepts=False, follows=True
    )


def next_at(session: Session, now: datetime) -> datetime | None:
    """When something happens next by itself; None when nothing does.

    Words for somebody who has not come in are looked at each hour, for nothing but their end: only that counts.
    """
    held = and_(Outbox.state == "waiting", Outbox.cause == NOBODY_READS)
    others = select(func.min(Outbox.not_before)).where(
        is_unsent(Outbox), or_(Outbox.cause.is_(None), not_(held))
    )
    ends = select(func.min(Outbox.created_at)).where(
        is_unsent(Outbox), held, Outbox.urgency != Urgency.ALARM, Outbox.created_at > now - LONGEST_HOLD
    )
    first_put = session.scalar(ends)
    times = [due.next_at(session), session.scalar(others)]
    if first_put is not None:
        times.append(first_put + LONGEST_HOLD)
    return min((at for at in times if at is not None), default=None)


def unfinished(session: Session, now: datetime, *, patient: bool) -> str | None:
    """What the bot has not done yet at its time ``now``; None when it has nothing left to do.

    ``patient``: rows that wait for a key count too.
    """
    states = ["new", "waiting"] if patient else ["new"]
    if session.scalar(select(func.count()).where(Inbox.state.in_(states))):
        return "handled what it received"
    soon = or_(Outbox.kind != Out.INVITE, Outbox.not_before <= now + _UNREACHABLE)
    # Rows that are held wait for somebody, so they do not count
    ready = or_(Outbox.not_before <= now, and_(Outbox.state == "sending", soon))
    if session.scalar(select(func.count()).where(Outbox.state.in_(("waiting", "sending")), ready)):
        return "sent all its messages"
    if session.scalar(select(func.count()).where(Due.state == "pending", Due.at <= now)):
        return "carried out what is due"
    if session.scalar(select(func.count()).where(Identity.stale)):
        return "looked up whose devices changed"
    return None
