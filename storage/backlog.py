"""How much is waiting to be done, and since when: for whoever watches the bot.

What waits on purpose is no lag. Words held for the morning, for the message budget or for a reader have a time before
which they are not to go; an invitation that fails waits for a server that is somebody else's. All else that could go
and has not counts from the time at which it could.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from bot.messages import Out
from bot.rules.room import RoomKind
from storage.room import OFFICES
from storage.tables import Account, Device, Due, Inbox, Outbox, Person, Room
from storage.tables.messages import is_aside, is_pending, is_unhandled, is_unsent
from storage.tables.rooms import IS_LIVING

#: A due row may wait this long before it counts as late.
PATIENCE = timedelta(minutes=1)

#: A row may fail in an office for so long before somebody has to be told of it elsewhere.
OFFICE_PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The outbox rows of one kind that are not sent. ``since``: when the first could have gone that has not."""

    rows: int
    since: datetime | None


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """How many rows wait, and since when.

    ``outbox_failing``: rows that failed at their last try and are tried again; ``sending_since``: when the
    oldest row was queued whose delivery has begun and not ended. ``*_since``: since when the oldest waits that should
    be done by now.
    """

    synced_at: datetime | None
    position: str | None
    inbox_waiting: int
    inbox_since: datetime | None
    inbox_keyless: int
    inbox_aside: int
    outbox_waiting: int
    outbox_failing: int
    outbox_since: datetime | None
    sending_since: datetime | None
    office_failing: int
    due_late: int
    due_since: datetime | None
    due_aside: int
    by_kind: Mapping[str, Queue] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What beside rows says that somebody may be needed, in numbers.

    ``held_back``: devices that get no keys; ``unable``: people with an account of whom no device gets any;
    ``alarms``: rooms in which nothing is said because of an alarm; ``other_devices``: of the bot's own account, which
    people trust as they trust the bot.
    """

    held_back: int
    unable: int
    alarms: int
    other_devices: int


def counts(session: Session, account_id: str, now: datetime) -> Backlog:
    """How many rows wait at ``now``."""
    account = session.get(Account, account_id)
    queues = _queues(session, account_id, now)
    inbox = {
        state: (rows, since)
        for state, rows, since in session.execute(
            select(Inbox.state, func.count(), func.min(Inbox.seen_at))
            .where(Inbox.account_id == account_id, is_unhandled())
            .group_by(Inbox.state)
        )
    }
    late = session.execute(
        select(func.count(), func.min(Due.at)).where(is_pending(), Due.at < now - PATIENCE)
    ).one()
    sending = session.execute(
        select(
            func.count().filter(_is_failing()),
            func.min(Outbox.created_at).filter(Outbox.state == "sending"),
        ).where(Outbox.account_id == account_id, is_unsent(Outbox))
    ).one()
    nothing: tuple[int, datetime | None] = (0, None)
    return Backlog(
        synced_at=account.synced_at if account else None,
        position=account.position if account else None,
        inbox_waiting=inbox.get("new", nothing)[0],
        inbox_since=inbox.get("new", nothing)[1],
        inbox_keyless=inbox.get("waiting", nothing)[0],
        inbox_aside=inbox.get("aside", nothing)[0],
        outbox_waiting=sum(queue.rows for queue in queues.values()),
        outbox_failing=sending[0],
        outbox_since=min((queue.since for queue in queues.values() if queue.since), default=None),
        sending_since=sending[1],
        office_failing=_office_failing(session, account_id, now),
        due_late=late[0],
        due_since=late[1],
        due_aside=session.scalar(select(func.count()).where(is_aside())) or 0,
        by_kind=queues,
    )


def watched(session: Session, account_id: str) -> Watched:
    """What beside rows says that somebody may be needed."""
    known = and_(Device.account_id == account_id, Device.deleted.is_(False))
    able = select(Device.user_id).where(known, Device.trusted)
    unable = select(func.count(Person.matrix_id.distinct())).where(
        Person.active, Person.matrix_id.is_not(None), Person.matrix_id.not_in(able)
    )
    own = select(Account.user_id).where(Account.id == account_id).scalar_subquery()
    ours = select(Account.device_id).where(Account.id == account_id).scalar_subquery()
    held_back = select(func.count()).where(known, Device.trusted.is_(False), Device.user_id != own)
    others = select(func.count()).where(
        known, Device.trusted, Device.user_id == own, Device.device_id != ours
    )
    alarms = select(func.count()).where(IS_LIVING, Room.alarm.is_not(None), Room.kind != RoomKind.OLD)
    return Watched(
        held_back=session.scalar(held_back) or 0,
        unable=session.scalar(unable) or 0,
        alarms=session.scalar(alarms) or 0,
        other_devices=session.scalar(others) or 0,
    )


def _queues(session: Session, account_id: str, now: datetime) -> dict[str, Queue]:
    """The unsent rows of each kind."""
    found = session.execute(
        select(Outbox.kind, func.count(), func.min(_overdue_since(now)))
        .where(Outbox.account_id == account_id, is_unsent(Outbox))
        .group_by(Outbox.kind)
    )
    return {kind: Queue(rows=rows, since=since) for kind, rows, since in found}


def _is_failing() -> ColumnElement[bool]:
    """Whether the last try of a row failed. One that waits on purpose is not being sent."""
    return and_(Outbox.state == "sending", Outbox.waits_since.is_not(None))


def _overdue_since(now: datetime) -> ColumnElement[datetime | None]:
    """Since when a row should have gone; None while it waits on purpose.

    One that fails counts from when it first did, for its next try is always to come.
    """
    is_failing = _is_failing()
    return case(
        (and_(is_failing, Outbox.kind == Out.INVITE), None),
        (is_failing, func.coalesce(Outbox.waits_since, Outbox.created_at)),
        (Outbox.not_before <= now, Outbox.not_before),
        else_=None,
    )


def _office_failing(session: Session, account_id: str, now: datetime) -> int:
    """How many rows fail in the rooms where such things are told, so that they cannot be."""
    where_told = Room.kind.in_(OFFICES)
    since = func.coalesce(Outbox.waits_since, Outbox.created_at)
    is_failing = and_(_is_failing(), since <= now - OFFICE_PATIENCE)
    query = (
        select(func.count())
        .select_from(Outbox)
        .join(Room, Room.id == Outbox.room_id)
        .where(Outbox.account_id == account_id, is_unsent(Outbox), where_told)
        .where(is_failing, Outbox.kind != Out.INVITE)
    )
    return session.scalar(query) or 0
