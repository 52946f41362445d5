"""When the bot was away, and which rooms that touched: known until those who are in them are told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.messages import Kind, Out, Until
from storage import due, room
from storage.keys import Login
from storage.tables import Account, Inbox, Outage, OutageRoom, Outbox, Room
from storage.tables.messages import is_unsent

#: Due row: tell those whom a time away touched; its subject is the number of the outage.
TELL = "outage.tell"

#: Due row: tell whoever is responsible which reminders were never sent; its subject is the id of the meeting.
MISSED = "reminder.missed"

#: Those who were touched are told so long after the bot is back. By then what had come in is answered, and what was
#: late is said.
TELL_AFTER = timedelta(minutes=2)
MISSED_AFTER = timedelta(minutes=3)

#: What somebody writes or does that the bot would have answered.
_WRITTEN = (Kind.TEXT, Kind.REACTION, Kind.UNREADABLE, Kind.NUMBER)


@dataclass(frozen=True, kw_only=True)
class TimeAway:
    """A time in which the bot was away. ``late``: how many messages came late because of it, by room id; ``heard``:
    the rooms in which somebody wrote to it meanwhile."""

    began_at: datetime
    ended_at: datetime
    late: Mapping[str, int]
    heard: frozenset[str]


def note_alive(
    session: Session, account_id: str, login: Login, now: datetime, *, longest: timedelta
) -> datetime | None:
    """Note that the bot lives, and that it was away since it last did, where that is ``longest`` ago or more; returns
    when it was last back from a time away, None when it never was away.

    A clock that was ahead and is right again has shown times that never were: what was noted of them is forgotten.
    """
    before = login.alive_at
    if before is not None and before > now:
        _note(session, account_id, alive_at=now, back_at=None)
        _forget_after(session, now)
        return None
    if before is None or now - before < longest:
        return login.back_at
    _note(session, account_id, alive_at=now, back_at=now)
    _add(session, account_id, before, now)
    return now


def note_life(session: Session, account_id: str, now: datetime) -> None:
    """Note that the bot lives, as it does each minute."""
    _note(session, account_id, alive_at=now)


def forget_life(session: Session, account_id: str) -> None:
    """Forget when the bot last lived: this is a copy of what another one knew."""
    _note(session, account_id, alive_at=None, back_at=None)
    session.execute(delete(OutageRoom))
    session.execute(delete(Outage))


def _note(session: Session, account_id: str, **values: datetime | None) -> None:
    session.execute(update(Account).where(Account.id == account_id).values(values))


def _add(session: Session, account_id: str, began_at: datetime, ended_at: datetime) -> None:
    newest = session.scalar(select(func.max(Inbox.id))) or 0
    waiting = _waiting(session, account_id, ended_at)
    for unit_id in sorted(room.unit_ids(session)):
        outage = Outage(unit_id=unit_id, began_at=began_at, ended_at=ended_at, after_inbox=newest)
        session.add(outage)
        session.flush()
        for room_id, count in waiting.get(unit_id, {}).items():
            session.add(OutageRoom(outage_id=outage.id, room_id=room_id, late=count))
        due.schedule(session, unit_id=unit_id, kind=TELL, subject=str(outage.id), at=ended_at + TELL_AFTER)


def _waiting(session: Session, account_id: str, now: datetime) -> Mapping[str, Mapping[str, int]]:
    """How many messages should have gone out by now, by unit and room id."""
    query = (
        select(Room.unit_id, Room.id, func.count())
        .select_from(Outbox)
        .join(Room, Room.id == Outbox.room_id)
        .where(
            Outbox.account_id == account_id,
            is_unsent(Outbox),
            Outbox.not_before <= now,
            Outbox.kind.in_((Out.SAY, Out.ATTACH)),
        )
        .group_by(Room.unit_id, Room.id)
    )
    found: dict[str, dict[str, int]] = {}
    for unit_id, room_id, count in session.execute(query):
        found.setdefault(unit_id, {})[room_id] = count
    return found


def _forget_after(session: Session, now: datetime) -> None:
    gone = delete(Outage).where(Outage.ended_at > now).returning(Outage.id)
    for number in session.scalars(gone).all():
        due.cancel(session, "the clock was wrong", kind=TELL, subject=str(number))


def note_late(session: Session, unit_id: str, room_ids: Collection[str]) -> None:
    """Note that messages to these rooms come late, each once, because of the last time away."""
    newest = select(func.max(Outage.id)).where(Outage.unit_id == unit_id)
    outage_id = session.scalar(newest)
    if outage_id is None:
        return
    for room_id in room_ids:
        row = session.get(OutageRoom, (outage_id, room_id))
        if row is None:
            session.add(OutageRoom(outage_id=outage_id, room_id=room_id, late=1))
        else:
            row.late += 1
    session.flush()


def note_missed(session: Session, unit_id: str, until: Until, now: datetime) -> None:
    """Have somebody told that a message about a meeting did not go out while it was of use."""
    due.schedule(
        session,
        unit_id=unit_id,
        case_id=until.case_id,
        kind=MISSED,
        subject=until.meeting_id,
        at=now + MISSED_AFTER,
    )


class Outages:
    """The times away of which the people of one unit are to be told."""

    def __init__(self, session: Session, unit_id: str) -> None:
        self._session = session
        self._unit_id = unit_id

    def take_missed(self) -> Sequence[tuple[str, str]]:
        """The meetings of which messages did not go out in time, by case id and id; they are told now."""
        return due.take_all_of_unit(self._session, MISSED, self._unit_id, "told together")

    def take(self, number: int) -> TimeAway | None:
        """A time away, which is told now and then forgotten; None when it is already."""
        row = self._session.get(Outage, number)
        if row is None or row.unit_id != self._unit_id:
            return None
        late = select(OutageRoom).where(OutageRoom.outage_id == number)
        heard = (
            select(Inbox.room_id)
            .join(Room, Room.id == Inbox.room_id)
            .where(
                Inbox.id > row.after_inbox,
                Inbox.kind.in_(_WRITTEN),
                Inbox.sent_at < row.ended_at,
                Room.unit_id == self._unit_id,
            )
            .distinct()
        )
        found = TimeAway(
            began_at=row.began_at,
            ended_at=row.ended_at,
            late={one.room_id: one.late for one in self._session.scalars(late)},
            heard=frozenset(self._session.scalars(heard)),
        )
        self._session.execute(delete(OutageRoom).where(OutageRoom.outage_id == number))
        self._session.delete(row)
        self._session.flush()
        return found
