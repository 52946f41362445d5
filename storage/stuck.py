"""What waits longer than it should: since when, why, and what mends it.

Of a unit, as the office hears of it (:class:`Stuck`); of the whole bot, as an operator does (:func:`waiting`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Date, literal, select, update
from sqlalchemy.orm import Session

from bot.messages import Out
from bot.rules.patience import PATIENCE
from bot.rules.room import RoomKind
from storage import member as members
from storage import outbox
from storage import room as rooms
from storage.body import InviteBody, RemoveBody
from storage.news import Awaited, note
from storage.outbox import IN_ALARM, NOBODY_READS
from storage.room import RoomView
from storage.tables import Account, Due, Inbox, Outbox, Room
from storage.tables.messages import is_aside, is_pending, is_unhandled, is_unsent, is_untold
from storage.tables.rooms import is_compared

#: The cause of a row that a person has given up.
GIVEN_UP = "given up by a person"

#: So long an event that was set aside is listed: whoever wrote it was told at once.
ASIDE_SHOWN = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class StuckRow:
    """One outbox row: what was to be done in which room, and why it failed. ``user_id``: who was to be invited or
    removed. ``is_failing``: it failed at its last try. ``is_told``: somebody knows that it waits."""

    id: int
    kind: Out
    room: RoomView
    cause: str
    is_open: bool
    is_failing: bool
    is_told: bool
    tag: str | None = None
    user_id: str | None = None
    person_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Unhandled:
    """An event that was set aside, because the bot could not handle it. ``reference``: what its trace in the log is
    found by."""

    room: RoomView
    sender: str
    reference: str
    seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class Undone:
    """Something due that was set aside, because it failed again and again. ``is_retried``: it is tried again
    each night."""

    id: int
    kind: str
    case_id: str | None
    at: datetime
    is_retried: bool


class Stuck:
    """What waits in one unit."""

    def __init__(self, session: Session, unit_id: str, now: datetime) -> None:
        self._session = session
        self._unit_id = unit_id
        self._now = now

    def get(self, row_id: int) -> StuckRow:
        """A row of this unit; ``LookupError`` for one of another."""
        return self._view(self._row(row_id))

    def find(self, row_id: int) -> StuckRow | None:
        """A row of this unit; None when it is none of its rows."""
        row = self._session.get(Outbox, row_id)
        if row is None or rooms.get(self._session, row.room_id).unit_id != self._unit_id:
            return None
        return self._view(row)

    def failing(self) -> list[StuckRow]:
        """The rows of the unit that failed at their last try, oldest first."""
        query = select(Outbox).join(Room, Room.id == Outbox.room_id).where(Room.unit_id == self._unit_id)
        query = query.where(is_unsent(Outbox), Outbox.state == "sending", Outbox.waits_since.is_not(None))
        return [self._view(row) for row in self._session.scalars(query.order_by(Outbox.id)).all()]

    def unhandled(self, row_id: int) -> Unhandled:
        """An event that was set aside; ``LookupError`` for one of another unit."""
        row = self._session.get_one(Inbox, row_id)
        room = rooms.get(self._session, row.room_id)
        if room.unit_id != self._unit_id:
            raise LookupError("an event of another unit")
        return Unhandled(room=room, sender=row.sender, reference=row.reference or "", seen_at=row.seen_at)

    def undone(self, row_id: int) -> Undone | None:
        """Something due that is set aside; None when it is not any more."""
        row = self._session.get_one(Due, row_id)
        if row.unit_id != self._unit_id or row.state != "aside":
            return None
        return Undone(
            id=row.id, kind=row.kind, case_id=row.case_id, at=row.at, is_retried=row.cause == "failed"
        )

    def is_shown_in_office(self, tag: str) -> bool:
        """Whether the office shows a message with a tag, or is about to."""
        return self.is_shown(rooms.office(self._session, self._unit_id), tag)

    def is_shown(self, room: RoomView, tag: str) -> bool:
        """Whether a room shows a message with a tag, or is about to."""
        if outbox.shown_event(self._session, room.id, tag) is not None:
            return True
        return outbox.is_queued(self._session, room.id, tag)

    def is_told_of_words(self, room: RoomView) -> bool:
        """Whether somebody was told of words in a room that fail still."""
        told = select(Outbox.id).where(
            Outbox.room_id == room.id, is_unsent(Outbox), Outbox.told_at.is_not(None)
        )
        told = told.where(Outbox.state == "sending", Outbox.kind.in_(outbox.APART))
        return self._session.scalar(told.limit(1)) is not None

    def unread(self, page: RoomView) -> list[int]:
        """The numbers of the rows that wait on an own page for its owner to come in."""
        held = select(Outbox.id).where(
            Outbox.room_id == page.id, is_unsent(Outbox), Outbox.cause == NOBODY_READS
        )
        return list(self._session.scalars(held.order_by(Outbox.id)))

    def note_told(self, row_ids: Sequence[int]) -> None:
        """Note that somebody was told that rows wait, and why."""
        outbox.note_told(self._session, row_ids, self._now)

    def try_again(self, row: StuckRow) -> None:
        """Try a row at once."""
        tried = update(Outbox).where(Outbox.id == self._row(row.id).id, is_unsent(Outbox))
        self._session.execute(tried.values(not_before=self._now))
        note(self._session, Awaited.OUTBOX)

    def give_up(self, row: StuckRow) -> None:
        """Drop a row for good. Somebody who was to be invited is asked again only when a person says so."""
        outbox.drop(self._session, self._row(row.id).id, GIVEN_UP)
        outbox.forget_failing(self._session, row.id)
        if row.kind is Out.INVITE and row.user_id is not None and row.room.matrix_room is not None:
            members.note_not_coming(
                self._session, row.room.account_id, row.room.matrix_room, row.user_id, self._now
            )

    def _row(self, row_id: int) -> Outbox:
        row = self._session.get_one(Outbox, row_id)
        if rooms.get(self._session, row.room_id).unit_id != self._unit_id:
            raise LookupError("a row of another unit")
        return row

    def _view(self, row: Outbox) -> StuckRow:
        room = rooms.get(self._session, row.room_id)
        kind = Out(row.kind)
        about: InviteBody | RemoveBody | None = None
        if kind is Out.INVITE:
            about = dict(outbox.pending(self._session, room.id, InviteBody)).get(row.id)
        elif kind is Out.REMOVE:
            about = dict(outbox.pending(self._session, room.id, RemoveBody)).get(row.id)
        is_open = row.state in ("waiting", "sending")
        return StuckRow(
            id=row.id,
            kind=kind,
            room=room,
            cause=row.cause or "",
            is_open=is_open,
            is_failing=row.state == "sending" and row.cause is not None,
            is_told=row.told_at is not None,
            tag=row.tag,
            user_id=None if about is None else about.user_id,
            person_id=row.person_id,
        )


def untold(
    session: Session, account_id: str, now: datetime, *, unread: timedelta
) -> list[tuple[int, str, bool]]:
    """The rows that wait too long and of which nobody was told: by number, with the room, and whether they wait for
    somebody to read them (which may take ``unread``).

    A homeserver that is away is told to nobody, for nothing could be told. So what fails counts only when it has
    answered a sync since.
    """
    query = (
        select(Outbox, Room.kind, Account.synced_at)
        .join(Room, Room.id == Outbox.room_id)
        .join(Account, Account.id == Outbox.account_id)
        .where(Outbox.account_id == account_id, is_untold(), Outbox.waits_since <= now - PATIENCE)
    )
    found: list[tuple[int, str, bool]] = []
    for row, place, synced_at in session.execute(query.order_by(Outbox.id)):
        since = row.waits_since or now
        is_unread = row.cause == NOBODY_READS and place is RoomKind.PAGE and row.kind in (Out.SAY, Out.ATTACH)
        if is_unread and since <= now - unread:
            found.append((row.id, row.room_id, True))
        elif row.state == "sending" and synced_at is not None and since <= synced_at - PATIENCE:
            found.append((row.id, row.room_id, False))
    return found


# ------------------------------------------------------------------------------------------------- for operators


class Mends(StrEnum):
    """What mends what waits. Most of it is tried again by itself all the time; nothing is lost by waiting."""

    ITSELF = "itself"  # its turn comes, or its next try
    ROW_BEFORE = "row_before"  # the row that is named in its cause
    TRY_AGAIN = "try_again"  # "försök igen" with its number in the office, when what hindered it is mended
    GIVE_UP = "give_up"  # what it does fails by itself: "ge upp" with its number, and a report of the fault
    COME_IN = "come_in"  # somebody has to accept their invitation
    THAW = "thaw"  # "tina upp" ends the alarm of its room
    UPGRADE = "upgrade"  # a fault of the bot: it is tried again at each start, and each night
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
        *_of_outbox(session, account_id, now, today, patience),
        *_of_inbox(session, account_id, now, patience),
        *_of_due(session, now, patience),
    ]
    return sorted(found, key=lambda one: (one.since, one.table, one.id))


def _of_outbox(
    session: Session, account_id: str, now: datetime, today: date, patience: timedelta
) -> Iterable[Waits]:
    query = select(Outbox).where(Outbox.account_id == account_id, is_unsent(Outbox))
    rows = session.scalars(query.order_by(Outbox.room_id, Outbox.rank, Outbox.id)).all()
    certain = frozenset(session.scalars(select(Room.id).where(is_compared(literal(today, Date())))))
    by_room: dict[str, list[Outbox]] = {}
    for row in rows:
        by_room.setdefault(row.room_id, []).append(row)
    for room_id, queued in by_room.items():
        room = rooms.get(session, room_id)
        for row in queued:
            since = row.waits_since or max(row.created_at, row.not_before)
            if since > now - patience:
                continue
            cause, mends = _why(row, queued, is_certain=room_id in certain)
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
                told_at=row.told_at,
            )


def _why(row: Outbox, queued: Sequence[Outbox], *, is_certain: bool) -> tuple[str, Mends]:
    """Why an outbox row waits among those of its room, in their order, and what mends it."""
    if row.waits_since is not None and row.cause is not None:
        if row.cause == NOBODY_READS:
            return row.cause, Mends.COME_IN
        if row.cause == IN_ALARM:
            return row.cause, Mends.THAW
        return row.cause, Mends.GIVE_UP if row.cause == "bug" else Mends.TRY_AGAIN
    for first in queued:
        opens = first.kind == Out.OPEN and row.kind != Out.OPEN
        is_before = first.kind != Out.INVITE and first.waits_since is not None and first.state == "sending"
        if first is not row and (opens or (is_before and (first.rank, first.id) < (row.rank, row.id))):
            return f"behind row {first.id}: {first.cause or 'in turn'}", Mends.ROW_BEFORE
    if not is_certain:
        return "its room is not compared", Mends.ITSELF
    return "in turn", Mends.ITSELF


def _of_inbox(session: Session, account_id: str, now: datetime, patience: timedelta) -> Iterable[Waits]:
    query = select(Inbox).where(
        Inbox.account_id == account_id, is_unhandled(), Inbox.seen_at <= now - patience
    )
    for row in session.scalars(query.order_by(Inbox.id)):
        if row.state == "aside" and row.seen_at <= now - ASIDE_SHOWN:
            continue
        room = rooms.get(session, row.room_id)
        cause, mends = "in turn", Mends.ITSELF
        if row.state == "waiting":
            cause = "its key has not come"
        elif row.state == "aside":
            cause, mends = f"it could not be handled, reference {row.reference}", Mends.NOBODY
        elif row.tries > 0:
            cause = f"it failed, reference {row.reference}"
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
    late = select(Due).where(is_pending(), Due.at <= now - patience)
    aside = select(Due).where(is_aside(), Due.at <= now)
    for row in (*session.scalars(late.order_by(Due.at, Due.id)), *session.scalars(aside.order_by(Due.at))):
        cause, mends = "late", Mends.ITSELF
        if row.state == "aside":
            cause, mends = row.cause or "", Mends.UPGRADE
        elif row.tries > 0:
            cause = f"failed {row.tries} times"
        yield Waits(
            table="due",
            id=row.id,
            kind=row.kind,
            since=row.at,
            cause=cause,
            mends=mends,
            unit_id=row.unit_id,
            case_id=row.case_id,
        )
