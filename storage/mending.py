"""What an operator looks at from outside, and asks a bot that runs to mend; see ``sigbot doctor``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, select, update
from sqlalchemy.orm import Session

from bot.messages import Out
from bot.rules.room import RoomKind, RoomState
from storage.news import Awaited, note
from storage.tables import Account, Device, Due, Outbox, Person, Room, YouthAlarm
from storage.tables.messages import is_aside, is_unsent

#: Due row: try a row again; its subject is that row, ``outbox:12`` or ``due:7``.
RETRY = "operator.retry"

#: Due row: compare a room's members with those wanted; its subject is the room.
COMPARE = "operator.compare"

#: Kinds of rows that change who is in a room.
_MOVES = (Out.OPEN, Out.INVITE, Out.REMOVE, Out.FREEZE, Out.THAW, Out.LEAVE)


@dataclass(frozen=True, kw_only=True)
class KeyUpkeep:
    """How it stands with the keys of the bot's device."""

    is_published: bool
    fallback_at: datetime | None


def unit_of_row(session: Session, row: str) -> str | None:
    """The unit of a row that may be tried again; None when there is none of that name."""
    table, _, number = row.partition(":")
    if not number.isdecimal():
        return None
    match table:
        case "outbox":
            query = select(Room.unit_id).join(Outbox, Outbox.room_id == Room.id)
            return session.scalar(query.where(Outbox.id == int(number), is_unsent(Outbox)))
        case "due":
            return session.scalar(select(Due.unit_id).where(Due.id == int(number), is_aside()))
    return None


class Mending:
    """What is mended in one unit."""

    def __init__(self, session: Session, unit_id: str, now: datetime) -> None:
        self._session = session
        self._unit_id = unit_id
        self._now = now

    def retry(self, row: str) -> bool:
        """Try a row of this unit again at once; returns False when it is none, or over by now."""
        if unit_of_row(self._session, row) != self._unit_id:
            return False
        table, _, number = row.partition(":")
        if table == "outbox":
            tried = update(Outbox).where(Outbox.id == int(number)).values(not_before=self._now)
            self._session.execute(tried)
            note(self._session, Awaited.OUTBOX)
        else:
            again = {"state": "pending", "tries": 0, "at": self._now, "cause": None, "leased_until": None}
            self._session.execute(update(Due).where(Due.id == int(number)).values(again))
            note(self._session, Awaited.DESK)
        return True

    def compare(self, room_id: str) -> bool:
        """Have the members of a room of this unit compared at once; returns False when it is none."""
        row = self._session.get(Room, room_id)
        if row is None or row.unit_id != self._unit_id or row.state is RoomState.LEFT:
            return False
        row.dirty = True
        self._session.flush()
        note(self._session, Awaited.DESK)
        return True


def settled_rooms(session: Session) -> Sequence[Room]:
    """The rooms that exist and whose members should be right by now: none is to be compared at once, and nobody is
    on the way in or out."""
    moves = exists().where(Outbox.room_id == Room.id, is_unsent(Outbox), Outbox.kind.in_(_MOVES))
    query = select(Room).where(
        Room.state.in_((RoomState.OPEN, RoomState.FROZEN)),
        Room.matrix_room.is_not(None),
        Room.alarm.is_(None),
        Room.kind != RoomKind.OLD,
        Room.dirty.is_(False),
        ~moves,
    )
    return session.scalars(query.order_by(Room.id)).all()


def people_unable(session: Session, account_id: str) -> list[tuple[str, str]]:
    """The people with an account of whom no device gets keys: unit and person."""
    able = exists().where(
        Device.account_id == account_id,
        Device.user_id == Person.matrix_id,
        and_(Device.trusted, Device.deleted.is_(False)),
    )
    query = select(Person.unit_id, Person.id).where(Person.active, Person.matrix_id.is_not(None), ~able)
    return [(unit_id, person_id) for unit_id, person_id in session.execute(query.order_by(Person.id))]


def untaken_alarms(session: Session) -> int:
    """How many youths' alarms nobody has taken."""
    return session.scalar(select(func.count()).where(YouthAlarm.state == "open")) or 0


def key_upkeep(session: Session, account_id: str) -> KeyUpkeep | None:
    """How it stands with the keys of the bot's device; None before the first start."""
    account = session.get(Account, account_id)
    if account is None or account.olm_sealed is None:
        return None
    return KeyUpkeep(is_published=account.olm_shared, fallback_at=account.fallback_at)
