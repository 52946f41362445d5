"""Takes away the rows of what is over, once they are old: some hundred at a time, in the order of their numbers.

What has to be known for longer stays. Of an event that came in, a digest (:mod:`storage.heard`); of a message of the
bot, its event and tag (``spoken``), both for as long as the room lives. And these rows themselves, of which there are
few: the newest event of each sender, the newest message of each tag in a room, the emoji that are offered now, the
newest question to each person by what it asked and how it ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, func, insert, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from bot.logs import get_logger
from bot.messages import Out
from bot.rules.room import RoomKind, RoomState
from storage import audit, device, heard
from storage.outbox import FAILING
from storage.tables import (
    Account,
    AskedInRoom,
    Base,
    Device,
    Due,
    Heard,
    Inbox,
    Member,
    Outbox,
    Person,
    Question,
    Room,
    Spoken,
    Unprompted,
    UtcDateTime,
)
from storage.tables.base import is_there, written
from storage.tables.messages import is_open, is_unsent

log = get_logger(__name__)

#: How long one unit of work prunes, in seconds, and how many rows it looks at together.
SLICE = 0.02
AT_ONCE = 200

#: No number is greater.
_LAST = 2**62

#: The tag by which a question is known for one, once its rows are gone.
QUESTION = "asked"

#: The audit log is shortened by so much at once, so that there are few checkpoints.
_MONTH = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How long the rows of what is over are kept, by table. ``audit``: None, where it is never shortened by itself."""

    inbox: timedelta
    outbox: timedelta
    question: timedelta
    due: timedelta
    audit: timedelta | None = None


#: Looks at rows after a number and takes away those that are old; the number to go on after, None at the end.
_Walk = Callable[[Session, int], int | None]


class Pruning:
    """One round through everything that grows, in small steps."""

    def __init__(self, keeping: Keeping, now: datetime) -> None:
        self._keeping = keeping
        self._now = now
        self._after = 0
        self._newest_questions: set[tuple[str, ...]] = set()
        self._shortening: _Shortening | None = None
        self._walks: list[_Walk] = [self._begin]

    def go_on(self, session: Session, *, seconds: float = SLICE) -> bool:
        """Prune for so many seconds; returns whether anything is left to look at.

        If the unit of work is undone, what it had looked at is left for the next round.
        """
        ends = time.perf_counter() + seconds
        while self._walks:
            following = self._walks[0](session, self._after)
            self._after = following or 0
            if following is None:
                del self._walks[0]
            if time.perf_counter() >= ends:
                break
        return bool(self._walks)

    def _begin(self, session: Session, after: int) -> None:
        """Find out whether there is anything old: a bot has been there for months before there is."""
        oldest = session.execute(_oldest()).one()
        shortest = min(self._keeping.inbox, self._keeping.outbox, self._keeping.question, self._keeping.due)
        if any(at is not None and at < self._now - shortest for at in oldest):
            self._walks += [self._prune_inbox, self._prune_outbox, self._prune_questions, self._prune_due]
        self._walks += [self._forget_left_rooms, self._forget_strangers, self._shorten_audit]

    # ------------------------------------------------------------------------------------------------- messages

    def _prune_inbox(self, session: Session, after: int) -> int | None:
        before = self._now - self._keeping.inbox
        found = session.execute(_inbox(), {"after": after}).all()
        old = [
            (row, where)
            for row, where, is_followed in found
            if row.seen_at < before and row.state in ("done", "aside") and is_followed
        ]
        kept = {
            heard.event_digest(row.account_id, row.event_id): heard.value_of(row)
            for row, where in old
            if where is not RoomState.LEFT
        }
        _insert(session, Heard, Heard.event, kept)
        _delete(session, Inbox, [row.id for row, _ in old])
        return _following([row.id for row, *_ in found], any(row.seen_at < before for row, *_ in found))

    def _prune_outbox(self, session: Session, after: int) -> int | None:
        before = self._now - self._keeping.outbox
        found = session.execute(_outbox(), {"after": after, "before": before}).all()
        old = [
            (row, where, kind, has_asked)
            for row, where, kind, has_asked, is_needed in found
            if (row.sent_at or row.created_at) < before and row.state in ("sent", "dropped") and not is_needed
        ]
        kept = {
            row.event_id: {
                "event_id": row.event_id,
                "room_id": row.room_id,
                "number": row.id,
                "tag": row.tag or (QUESTION if has_asked else None),
            }
            for row, where, kind, has_asked in old
            if row.event_id is not None and where is not RoomState.LEFT and _is_read(Out(row.kind), kind)
        }
        _insert(session, Spoken, Spoken.event_id, kept)
        numbers = [row.id for row, *_ in old]
        if numbers:
            session.execute(delete(Unprompted).where(Unprompted.outbox_id.in_(numbers)))
        _delete(session, Outbox, numbers)
        return _following([row.id for row, *_ in found], any(row.created_at < before for row, *_ in found))

    def _prune_questions(self, session: Session, after: int) -> int | None:
        """Newest first, to know which are the newest. They go after the messages that asked them."""
        before = self._now - self._keeping.question
        found = session.execute(_questions(), {"first": after or _LAST}).all()
        old = []
        for row, is_shown in found:
            if row.state == "open" or row.expires_at >= before:
                continue
            alike = (row.room_id, row.person_id or "", row.command, row.state)
            is_newest = row.person_id is not None and alike not in self._newest_questions
            self._newest_questions.add(alike)
            if not is_shown and not is_newest:
                old.append(row.id)
        _delete(session, Question, old)
        return _following([row.id for row, _ in found], True)

    def _prune_due(self, session: Session, after: int) -> int | None:
        before = self._now - self._keeping.due
        found = session.execute(_due(), {"after": after}).all()
        old = [row for row in found if row.state != "pending" and row.at < before]
        failing = {int(row.subject) for row in old if row.kind == FAILING and row.subject.isdecimal()}
        unsent = _unsent(session, failing)
        _delete(session, Due, [row.id for row in old if row.kind != FAILING or row.subject not in unsent])
        return _following([row.id for row in found], True)

    # ------------------------------------------------------------------------------------------ rooms and people

    def _forget_left_rooms(self, session: Session, after: int) -> int | None:
        """Nothing comes from a room that the bot has left, and nobody is looked for in it."""
        is_any = False
        for table, key in ((Heard, Heard.event), (Spoken, Spoken.event_id)):
            keys = session.scalars(_of_left_rooms(table, key)).all()
            if keys:
                session.execute(delete(table).where(key.in_(keys)), execution_options=_PLAIN)
                is_any = True
        emptied = session.scalars(_left_rooms_with_members()).all()
        if emptied:
            session.execute(delete(Member).where(Member.matrix_room.in_(emptied)), execution_options=_PLAIN)
        return 1 if is_any else None

    def _forget_strangers(self, session: Session, after: int) -> int | None:
        """Devices and identities of those who are nobody any more and in no room; lost devices stay for good."""
        found = session.execute(_strangers()).all()
        for account_id, user_id in found:
            device.forget_account(session, account_id, user_id)
        return 1 if len(found) == AT_ONCE else None

    # ------------------------------------------------------------------------------------------------- the audit

    def _shorten_audit(self, session: Session, after: int) -> int | None:
        """Take away what is before the checkpoint. Where the settings say so, move the checkpoint on, once the rows
        before it are found whole; rows that were changed are never taken away."""
        if audit.take_away(session, AT_ONCE):
            return 1
        if self._shortening is None:
            self._shortening = self._to_shorten(session)
        if self._shortening is None:
            return None
        going = self._shortening
        links = list(audit.links(session, after=going.seq, until=going.until, most=AT_ONCE))
        if any(audit.broken(links, seq=going.seq, digest=going.digest)):
            log.error("audit.broken", after=going.seq)
            return None
        last = links[-1]
        if last.seq < going.until:
            self._shortening = replace(going, seq=last.seq, digest=last.digest)
            return 1
        audit.begin_after(session, last, last.seq - going.begins, self._now)
        self._shortening = None
        return 1

    def _to_shorten(self, session: Session) -> _Shortening | None:
        """Which rows are to be taken away; None when it is not time yet."""
        if self._keeping.audit is None:
            return None
        before = self._now - self._keeping.audit
        first = next(audit.links(session, after=0, most=1), None)
        if first is None or first.at >= before - _MONTH:
            return None
        until = audit.last_before(session, before)
        if not until:
            return None
        return _Shortening(begins=first.seq - 1, seq=first.seq - 1, digest=first.previous, until=until)


@dataclass(frozen=True, kw_only=True)
class _Shortening:
    """The rows of the audit log up to ``until`` are to be taken away; they were found whole up to ``seq``.
    ``begins``: the number before the first of them."""

    begins: int
    seq: int
    digest: str
    until: int


# The queries run every day, and nearly always find nothing, so they are built once.


@cache
def _inbox() -> Select[Inbox, RoomState, bool]:
    """Rows after a number, the states of their rooms, and whether something of the same sender came later."""
    later = aliased(Inbox)
    of_sender = (later.account_id == Inbox.account_id, later.sender == Inbox.sender)
    is_followed = or_(
        exists().where(*of_sender, later.seen_at > Inbox.seen_at),
        exists().where(*of_sender, later.seen_at == Inbox.seen_at, later.id > Inbox.id),
    )
    query = select(Inbox, Room.state, is_followed).join(Room, Room.id == Inbox.room_id)
    return query.where(Inbox.id > bindparam("after")).order_by(Inbox.id).limit(AT_ONCE)


@cache
def _outbox() -> Select[Outbox, RoomState, RoomKind, bool, bool]:
    """Rows after a number, the states and kinds of their rooms, whether they asked something, and whether they are
    needed still."""
    asks = is_there(Question.outbox_id == Outbox.id)
    is_over = Question.expires_at < bindparam("before", type_=UtcDateTime())
    is_asking = is_there(Question.outbox_id == Outbox.id, or_(is_open(), ~is_over))
    listens = is_there(AskedInRoom.outbox_id == Outbox.id)
    is_needed = or_(is_asking, listens, _is_newest_of_tag(), _is_offered())
    query = select(Outbox, Room.state, Room.kind, asks, is_needed).join(Room, Room.id == Outbox.room_id)
    return query.where(Outbox.id > bindparam("after")).order_by(Outbox.id).limit(AT_ONCE)


@cache
def _questions() -> Select[Question, bool]:
    """Questions before a number, newest first, and whether the messages that ask them are there."""
    is_shown = is_there(Outbox.id == Question.outbox_id)
    query = select(Question, is_shown).where(Question.id < bindparam("first"))
    return query.order_by(Question.id.desc()).limit(AT_ONCE)


@cache
def _due() -> Select[int, str, str, datetime, str]:
    query = select(Due.id, Due.kind, Due.subject, Due.at, Due.state).where(Due.id > bindparam("after"))
    return query.order_by(Due.id).limit(AT_ONCE)


@cache
def _oldest() -> Select[datetime | None, datetime | None]:
    """When the first rows came that are there."""
    first_in, first_out = select(func.min(Inbox.id)), select(func.min(Outbox.id))
    came = select(Inbox.seen_at).where(Inbox.id == first_in.scalar_subquery())
    went = select(Outbox.created_at).where(Outbox.id == first_out.scalar_subquery())
    return select(came.scalar_subquery(), went.scalar_subquery())


@cache
def _of_left_rooms(
    table: type[Heard | Spoken], key: InstrumentedAttribute[bytes] | InstrumentedAttribute[str]
) -> Select[Any]:
    return select(key).join(Room, Room.id == table.room_id).where(Room.state == RoomState.LEFT).limit(AT_ONCE)


@cache
def _left_rooms_with_members() -> Select[str]:
    members = select(Member.matrix_room).join(Room, Room.matrix_room == Member.matrix_room)
    return members.where(Room.state == RoomState.LEFT).distinct().limit(AT_ONCE)


@cache
def _strangers() -> Select[str, str]:
    """Accounts with devices that are nobody's, in no room, and were not reported lost."""
    known = select(Person.matrix_id).where(Person.matrix_id.is_not(None))
    ours = select(Account.user_id)
    there = (
        select(Member.user_id)
        .join(Room, Room.matrix_room == Member.matrix_room)
        .where(Room.state != RoomState.LEFT, Member.membership.in_(("join", "invite", "knock")))
    )
    is_nobody = [Device.user_id.not_in(some) for some in (known, ours, there)]
    strange = select(Device.account_id, Device.user_id).where(Device.lost.is_(False), *is_nobody)
    return strange.distinct().limit(AT_ONCE)


def _is_newest_of_tag() -> ColumnElement[bool]:
    """Whether no message, or invitation, with the same tag in the same room came after it and ended alike."""
    found = []
    for kind in (written(Out.SAY), written(Out.INVITE)):
        later = aliased(Outbox)
        is_followed = exists().where(
            later.room_id == Outbox.room_id,
            later.tag == Outbox.tag,
            later.tag.is_not(None),
            later.kind == kind,
            later.state == Outbox.state,
            later.id > Outbox.id,
        )
        found.append(and_(Outbox.kind == kind, Outbox.tag.is_not(None), ~is_followed))
    return or_(*found)


def _is_offered() -> ColumnElement[bool]:
    """Whether it is an emoji that is offered now, or may be about to be taken away."""
    taken_away = aliased(Outbox)
    is_ending = exists().where(
        taken_away.room_id == Outbox.room_id, is_unsent(taken_away), taken_away.kind == Out.UNSEED
    )
    return and_(Outbox.kind == Out.SEED, or_(Outbox.tag.is_not(None), is_ending))


def _is_read(kind: Out, where: RoomKind) -> bool:
    """Whether people may answer a message, or have it taken away from their page."""
    return kind in (Out.SAY, Out.ATTACH) or (kind is Out.EDIT and where is RoomKind.PAGE)


def _unsent(session: Session, numbers: Collection[int]) -> frozenset[str]:
    """Those of some rows of the outbox that are still to be done, as subjects of a due row."""
    if not numbers:
        return frozenset()
    open_ones = select(Outbox.id).where(Outbox.id.in_(numbers), is_unsent(Outbox))
    return frozenset(str(number) for number in session.scalars(open_ones))


def _insert(
    session: Session,
    table: type[Base],
    key: InstrumentedAttribute[Any],
    kept: Mapping[Any, Mapping[str, Any]],
) -> None:
    """Insert rows by key, without those that are there already: a homeserver may give an id twice."""
    if not kept:
        return
    known = frozenset(session.scalars(select(key).where(key.in_(kept))))
    fresh = [value for one, value in kept.items() if one not in known]
    if fresh:
        session.execute(insert(table), fresh)


def _delete(session: Session, table: type[Inbox | Outbox | Question | Due], numbers: Sequence[int]) -> None:
    if numbers:
        session.execute(delete(table).where(table.id.in_(numbers)), execution_options=_PLAIN)


def _following(numbers: Sequence[int], is_any_old: bool) -> int | None:
    """The number to go on after; None at the end, or where nothing is old any more."""
    return numbers[-1] if len(numbers) == AT_ONCE and is_any_old else None


_PLAIN = {"synchronize_session": False}
