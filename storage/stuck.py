"""Outbox rows that fail, as the office hears of them; and all that waits too long, as an operator does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.messages import Out
from storage import outbox
from storage import room as rooms
from storage.body import InviteBody, RemoveBody
from storage.room import RoomView
from storage.tables import Due, Inbox, Outbox
from storage.tables.messages import is_aside, is_pending, is_unhandled, is_unsent

#: What waits for less is no matter for an operator.
PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class StuckRow:
    """One row: what was to be done in which room, and why it failed. ``user_id``: who was to be invited or
    removed."""

    id: int
    kind: Out
    room: RoomView
    cause: str
    is_open: bool
    is_failing: bool
    user_id: str | None = None
    person_id: str | None = None


class Stuck:
    """The outbox rows of one unit."""

    def __init__(self, session: Session, unit_id: str) -> None:
        self._session = session
        self._unit_id = unit_id

    def get(self, row_id: int) -> StuckRow:
        """A row of this unit; ``LookupError`` for one of another."""
        row = self._session.get_one(Outbox, row_id)
        room = rooms.get(self._session, row.room_id)
        if room.unit_id != self._unit_id:
            raise LookupError("a row of another unit")
        kind = Out(row.kind)
        about: InviteBody | RemoveBody | None = None
        if kind is Out.INVITE:
            about = dict(outbox.pending(self._session, room.id, InviteBody)).get(row_id)
        elif kind is Out.REMOVE:
            about = dict(outbox.pending(self._session, room.id, RemoveBody)).get(row_id)
        is_open = outbox.is_open(self._session, row_id)
        return StuckRow(
            id=row_id,
            kind=kind,
            room=room,
            cause=row.cause or "",
            is_open=is_open,
            is_failing=is_open and row.cause is not None,
            user_id=None if about is None else about.user_id,
            person_id=row.person_id,
        )

    def is_shown_in_office(self, tag: str) -> bool:
        """Whether the office shows a message with a tag, or is about to."""
        office = rooms.office(self._session, self._unit_id).id
        if outbox.shown_event(self._session, office, tag) is not None:
            return True
        return outbox.is_queued(self._session, office, tag)


# ------------------------------------------------------------------------------------------------- for operators


class Mends(StrEnum):
    """What mends what waits. Most of it is tried again by itself all the time; nothing is lost by waiting."""

    ITSELF = "itself"  # its turn comes, or its next try
    ROW_BEFORE = "row_before"  # the row that is named in its cause
    TRY_AGAIN = "try_again"  # when what hindered it is mended
    GIVE_UP = "give_up"  # what it does fails by itself: a report of the fault
    COME_IN = "come_in"  # somebody has to accept their invitation
    THAW = "thaw"  # "tina upp" ends the alarm of its room
    UPGRADE = "upgrade"  # a fault of the bot
    NOBODY = "nobody"  # it is not tried again; whoever wrote it was told


@dataclass(frozen=True, kw_only=True)
class Waits:
    """Something that waits too long. ``table``: ``outbox``, ``inbox`` or ``due``, and ``id`` its row there.

    ``next_try``: when it is tried again by itself; None when it waits for something else. ``told_at``: when somebody
    was told in the office; None when nobody was, or nobody notes when.
    """

    table: str
    id: int
    kind: str
    since: datetime
    cause: str
    mends: Mends
    unit_id: str
    room: RoomView | None = None
    case_id: str | None = None
    next_try: datetime | None = None
    told_at: datetime | None = None


def waiting(
    session: Session, account_id: str, now: datetime, today: date, *, patience: timedelta = PATIENCE
) -> list[Waits]:
    """Everything that waits longer than it should, oldest first, with why and what mends it."""
    found = [
        *_of_outbox(session, account_id, now, patience),
        *_of_inbox(session, account_id, now, patience),
        *_of_due(session, now, patience),
    ]
    return sorted(found, key=lambda one: (one.since, one.table, one.id))


def _of_outbox(session: Session, account_id: str, now: datetime, patience: timedelta) -> Iterable[Waits]:
    query = select(Outbox).where(Outbox.account_id == account_id, is_unsent(Outbox))
    for row in session.scalars(query.order_by(Outbox.id)).all():
        is_failing = row.state == "sending" and row.cause is not None
        since = row.created_at if is_failing else max(row.created_at, row.not_before)
        if since > now - patience:
            continue
        room = rooms.get(session, row.room_id)
        cause = row.cause or "in turn"
        mends = Mends.ITSELF
        if is_failing:
            mends = Mends.GIVE_UP if cause == "bug" else Mends.TRY_AGAIN
        yield Waits(
            table="outbox",
            id=row.id,
            kind=row.kind,
            since=since,
            cause=cause,
            mends=mends,
            unit_id=room.unit_id,
            room=room,
            case_id=room.case_id,
            next_try=row.not_before if row.not_before > now else None,
        )


def _of_inbox(session: Session, account_id: str, now: datetime, patience: timedelta) -> Iterable[Waits]:
    query = select(Inbox).where(
        Inbox.account_id == account_id, is_unhandled(), Inbox.seen_at <= now - patience
    )
    for row in session.scalars(query.order_by(Inbox.id)).all():
        room = rooms.get(session, row.room_id)
        cause = "in turn"
        mends = Mends.ITSELF
        if row.state == "waiting":
            cause = "its key has not come"
        elif row.state == "aside":
            cause = f"it could not be handled, reference {row.reference}"
            mends = Mends.NOBODY
        yield Waits(
            table="inbox",
            id=row.id,
            kind=row.kind,
            since=row.seen_at,
            cause=cause,
            mends=mends,
            unit_id=room.unit_id,
            room=room,
            case_id=room.case_id,
        )


def _of_due(session: Session, now: datetime, patience: timedelta) -> Iterable[Waits]:
    late = select(Due).where(is_pending(), Due.at <= now - patience).order_by(Due.at, Due.id)
    aside = select(Due).where(is_aside()).order_by(Due.at, Due.id)
    for row in (*session.scalars(late), *session.scalars(aside)):
        is_set_aside = row.state == "aside"
        yield Waits(
            table="due",
            id=row.id,
            kind=row.kind,
            since=row.at,
            cause=row.cause or "late",
            mends=Mends.UPGRADE if is_set_aside else Mends.ITSELF,
            unit_id=row.unit_id,
            case_id=row.case_id,
        )
