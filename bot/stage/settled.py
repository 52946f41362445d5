"""Whether everything has happened that had to: read from the homeserver's own database and from the bot's.

Waiting some seconds would be slow and sometimes wrong; here "the bot has nothing left to do, and everybody has got it"
is a fact. A sync position (``s12_3_...``) says how far somebody is in each of the homeserver's streams.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from bot.matrix import sync
from bot.messages import Out
from storage.tables import Account, Due, Identity, Inbox, Outbox

#: Event types clients ask for: others do not move their position.
_TYPES = json.dumps(json.loads(sync.FILTER)["room"]["timeline"]["types"])
#: An invitation that is tried again only after this long is nothing that anybody waits for.
_UNREACHABLE = timedelta(seconds=15)
_ROOM, _TO_DEVICE, _DEVICES = 0, 6, 7  # places in a position


@dataclass(frozen=True, kw_only=True)
class Reached:
    """How far a device has synced."""

    user_id: str
    device_id: str
    position: str
    accepts: bool  # joins when invited
    follows: bool = False  # is to know at once whose devices changed


class Traffic:
    """What the homeserver has to give, read from its database (never written)."""

    def __init__(self, file: Path) -> None:
        self._address = f"file:{file}?mode=ro"

    def lacking(self, devices: Iterable[Reached]) -> str | None:
        """What somebody has not got yet; ``None`` when all have everything."""
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
            "SELECT event_id FROM events WHERE event_id IN (SELECT value FROM json_each(?)) ORDER BY stream_ordering"
        )
        with closing(self._open()) as db:
            return [event_id for (event_id,) in db.execute(query, (json.dumps(list(event_ids)),))]

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._address, uri=True, timeout=5)

    def _lacks(self, db: sqlite3.Connection, one: Reached) -> str | None:
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
            return "heard everything"
        keys = "SELECT max(stream_id) FROM device_inbox WHERE user_id = ? AND device_id = ?"
        (sent,) = db.execute(keys, (one.user_id, one.device_id)).fetchone()
        if reached[_TO_DEVICE] < (sent or 0):
            return "got all keys"
        devices = (
            "SELECT max(stream_id) FROM device_lists_stream WHERE user_id IN (SELECT theirs.user_id FROM"
            " local_current_membership AS mine JOIN local_current_membership AS theirs USING (room_id)"
            " WHERE mine.user_id = ? AND mine.membership = 'join' AND theirs.membership = 'join')"
        )
        (changed,) = db.execute(devices, (one.user_id,)).fetchone() if one.follows else (0,)
        return "heard of new devices" if reached[_DEVICES] < (changed or 0) else None


def bot(session: Session) -> Reached:
    """How far the bot has synced."""
    row = session.scalars(select(Account)).one()
    at = row.position or ""
    return Reached(user_id=row.user_id, device_id=row.device_id, position=at, accepts=False, follows=True)


def unfinished(session: Session, now: datetime, *, patient: bool) -> str | None:
    """What the bot has left to do at its time ``now``. ``patient``: keys that have not come may still come."""
    states = ["new", "waiting"] if patient else ["new"]
    if session.scalar(select(func.count()).where(Inbox.state.in_(states))):
        return "handled what it heard"
    soon = or_(Outbox.kind != Out.INVITE, Outbox.not_before <= now + _UNREACHABLE)
    ready = or_(Outbox.not_before <= now, and_(Outbox.state == "sending", soon))  # what is held waits for somebody
    if session.scalar(select(func.count()).where(Outbox.state.in_(("waiting", "sending")), ready)):
        return "said what it had to say"
    if session.scalar(select(func.count()).where(Due.state == "pending", Due.at <= now)):
        return "done what is due"
    if session.scalar(select(func.count()).where(Identity.stale)):
        return "looked up whose devices changed"
    return None
