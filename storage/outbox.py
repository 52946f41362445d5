"""What the bot is to do on the homeserver, in order per room: messages, invitations, removals and the
like."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TypeVar, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from bot.i18n import ZONE
from bot.messages import Out, Urgency
from bot.rules.card import Standing
from bot.rules.room import RoomKind, RoomState
from storage import dialects, due, sealed
from storage import room as rooms
from storage.body import (
    Body,
    EditBody,
    InviteBody,
    OpenBody,
    Part,
    RedactBody,
    SayBody,
    SeedBody,
    UnseedBody,
    from_json,
    to_json,
)
from storage.news import Awaited, note
from storage.room import RoomView
from storage.tables import Due, Outbox, Room, Spoken, Unprompted, UtcDateTime
from storage.tables.base import written
from storage.tables.messages import is_invitation, is_said, is_seed, is_unsent
from storage.tables.rooms import is_compared

#: What goes out to a room also while it is not certain who may be in it: it only takes something away.
_ALWAYS = (Out.REMOVE, Out.FREEZE, Out.LEAVE, Out.REDACT)
#: What the reconciler writes.
_MOVES = (Out.OPEN, Out.INVITE, Out.REMOVE, Out.FREEZE, Out.THAW, Out.LEAVE)

_Kind = TypeVar("_Kind", bound=Body)

#: The states of rows that are still to be done.
_OPEN = ("waiting", "sending")

#: Due row: tell the office that an outbox row fails; its subject is the number of that row.
FAILING = "outbox.failing"

#: Why a row waits that nothing has failed about, as it is stored with the row.
UNTIL_ITS_TIME = "until its time"
WORDS_GO_FIRST = "words go first"
NOBODY_READS = "nobody has come to read it"
IN_ALARM = "the room has an alarm"

#: Kinds of rows of which one that keeps failing holds up none that does not need it: whoever reads them would
#: rather have the others than nothing.
APART = (Out.SAY, Out.EDIT, Out.REACT, Out.ATTACH, Out.PIN, Out.SEED, Out.UNSEED)


@dataclass(frozen=True, kw_only=True)
class Item:
    """An outbox row with its body unsealed."""

    id: int
    room_id: str
    txn: str
    body: Body
    tag: str | None
    person_id: str | None
    urgency: str
    tries: int
    created_at: datetime
    not_before: datetime
    shown: str | None = None  # the event an edit, a pin or a seed is about; looked up when it is delivered

    @property
    def kind(self) -> Out:
        """What kind of row it is."""
        return self.body.kind


@dataclass(frozen=True, kw_only=True)
class Next:
    """A row that may be delivered now. An invitation (``invites``) does not wait for other deliveries in its
    room. ``is_waited_for``: somebody waits for words in its room, for this row or one after it. ``can_wait``:
    it is what the bot says by itself, where nobody waits for anything. ``has_held``: other rows are held in its
    room."""

    id: int
    room_id: str
    invites: bool
    tries: int
    is_waited_for: bool
    can_wait: bool
    has_held: bool


def put(
    session: Session,
    room: Room | RoomView,
    body: Body,
    *,
    now: datetime,
    not_before: datetime | None = None,
    tag: str | None = None,
    person_id: str | None = None,
    urgency: str = "answer",
    rank: int | None = None,
) -> int:
    """Queue something for a room; returns the row's number. ``rank`` replaces the rank of the kind."""
    txn = str(uuid.uuid4())
    row = Outbox(
        account_id=room.account_id,
        room_id=room.id,
        kind=body.kind,
        rank=body.kind.rank if rank is None else rank,
        txn=txn,
        body_sealed=sealed.seal_json(session, room.key_id, to_json(body), _place(txn)),
        tag=tag,
        thread=body.thread if isinstance(body, SayBody) else None,
        person_id=person_id,
        urgency=urgency,
        not_before=not_before or now,
        created_at=now,
        cause=UNTIL_ITS_TIME if not_before is not None and not_before > now else None,
    )
    session.add(row)
    session.flush()
    note(session, Awaited.OUTBOX)
    return row.id


def invitation_tag(person_id: str, *, is_opening: bool) -> str:
    """The tag of an invitation of somebody; ``is_opening``: among those who are asked in as the room opens."""
    return f"opening:{person_id}" if is_opening else f"invited:{person_id}"


def came_with_opening(session: Session, room_id: str, person_id: str) -> bool:
    """Whether somebody was invited to a room as it opened, and not again since."""
    at_opening = invitation_tag(person_id, is_opening=True)
    tags = (at_opening, invitation_tag(person_id, is_opening=False))
    newest = select(Outbox.tag).where(Outbox.room_id == room_id, Outbox.tag.in_(tags), is_invitation())
    return session.scalar(newest.order_by(Outbox.id.desc()).limit(1)) == at_opening


def put_redaction(session: Session, room_id: str, event_id: str, *, now: datetime) -> int:
    """Queue the removal of somebody's message."""
    return put(session, rooms.get(session, room_id), RedactBody(event_id=event_id), now=now)


def ready(
    session: Session, account_id: str, now: datetime, *, busy: frozenset[str] = frozenset()
) -> list[Next]:
    """The rows that may be delivered now: the next one of every room that is not ``busy``, and every
    invitation.

    Removals come first. Then the rooms in which an alarm waits, those in which somebody waits for an answer,
    and last what the bot says by itself; of each, lowest rank first, then oldest. Within a room:

    - Words go in the order they were put.
    - A row that waits for a later time (``not_before``) holds up no other.
    - A row that was tried and is not done holds up its room. So does any removal, except that removals do
      not wait for each other.
    - A message that somebody was told of, since it keeps failing, holds up only what needs it, until its next
      try (:func:`is_apart`).
    - An invitation holds up no other row: it may take as long as another homeserver likes.
    - Nothing is delivered to a room before it is made.
    - Nothing new is shown, and nobody comes in, before it was compared who may be in the room today
      (:func:`storage.tables.rooms.is_compared`).
    - The removal of a message shows nobody anything new: it waits only for others like it that were not
      tried yet.
    """
    found = session.execute(
        _ready(), {"account": account_id, "now": now, "today": now.astimezone(ZONE).date()}
    )
    shown = [
        Next(
            id=number,
            room_id=room_id,
            invites=kind == Out.INVITE,
            tries=tries,
            is_waited_for=turn in (_ALARM_WAITS, _ANSWER_WAITS),
            can_wait=turn == _NOBODY_WAITS and kind in _BY_ITSELF,
            has_held=bool(has_held),
        )
        for number, room_id, kind, tries, turn, has_held in found
    ]
    return [one for one in shown if one.invites or one.room_id not in busy]


#: Whose turn it is first.
_REMOVAL, _ALARM_WAITS, _ANSWER_WAITS, _NOBODY_WAITS = range(4)

#: Kinds of rows that people read or look at.
_WORDS = (Out.SAY, Out.EDIT, Out.REACT, Out.ATTACH)
#: Kinds of rows in which the bot speaks by itself where nobody waits for an answer.
_BY_ITSELF = (*_WORDS, Out.SEED, Out.UNSEED)


@cache
def _ready() -> Select[int, str, str, int, int, bool]:
    """The query behind :func:`ready`. It runs often, so it is built once."""
    now = bindparam("now", type_=UtcDateTime())
    first = aliased(Outbox)
    # A row that was to go at once may go at once, also when the clock was set back after it was queued
    is_due = or_(Outbox.not_before <= now, Outbox.not_before <= Outbox.created_at)
    is_first_due = or_(first.not_before <= now, first.not_before <= first.created_at)
    removals = and_(first.rank == 0, Outbox.rank == 0)
    before = or_(
        first.rank < Outbox.rank, and_(first.rank == Outbox.rank, first.id < Outbox.id, not_(removals))
    )
    # An alarm for a page that is not made yet is delivered all the same, to the office
    for_office = and_(Outbox.urgency == "alarm", Room.kind == RoomKind.PAGE)
    # Whatever the number of the opening row: the room may be made at a later attempt
    unopened = and_(first.kind == Out.OPEN, Outbox.kind != Out.OPEN)
    passed = and_(Outbox.kind == Out.REDACT, or_(first.kind != Out.REDACT, first.state == "sending"))
    earlier = exists().where(
        first.room_id == Outbox.room_id,
        is_unsent(first),
        first.kind != Out.INVITE,
        or_(
            and_(unopened, not_(for_office)),
            and_(
                first.kind != Out.OPEN,
                not_(passed),
                not_(is_apart(first, now)),
                or_(is_first_due, first.state == "sending", first.rank == 0),
                before,
            ),
        ),
    )
    said = aliased(Outbox)
    waiting = (
        select(
            func.min(
                case(
                    (said.urgency == Urgency.ALARM, _ALARM_WAITS),
                    (said.urgency == Urgency.ANSWER, _ANSWER_WAITS),
                    else_=_NOBODY_WAITS,
                )
            )
        )
        .where(
            said.room_id == Outbox.room_id,
            is_unsent(said),
            said.kind.in_(_WORDS),
            or_(said.not_before <= now, said.not_before <= said.created_at),
        )
        .correlate(Outbox)
        .scalar_subquery()
    )
    waiter = aliased(Outbox)
    has_held = exists().where(waiter.room_id == Outbox.room_id, is_unsent(waiter), *_held(waiter, now))
    turn = case((Outbox.rank == 0, _REMOVAL), else_=func.coalesce(waiting, _NOBODY_WAITS)).label("turn")
    return (
        select(Outbox.id, Outbox.room_id, Outbox.kind, Outbox.tries, turn, has_held)
        .join(Room, Room.id == Outbox.room_id)
        .where(
            Outbox.account_id == bindparam("account"),
            is_unsent(Outbox),
            is_due,
            or_(Outbox.kind.in_(_ALWAYS), is_compared(bindparam("today", type_=Date()))),
            ~earlier,
        )
        .order_by(turn, Outbox.rank, Outbox.id)
    )


def is_apart(first: type[Outbox], now: BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether a row before another in its room is left apart, so that the other may go first.

    It keeps failing, somebody was told of it, and the other does not need it: it is no edit, pin or offer of what
    was never said.
    """
    is_of_it = and_(
        Outbox.kind.in_((Out.EDIT, Out.SEED)),
        first.kind.in_((Out.SAY, Out.EDIT)),
        Outbox.tag == first.tag,
    )
    is_pin = and_(Outbox.kind == Out.PIN, first.kind == Out.SAY, first.tag.is_not(None))
    is_back = and_(Outbox.kind == Out.UNSEED, first.kind == Out.SEED)
    return and_(
        first.told_at.is_not(None),
        first.not_before > now,
        first.kind.in_(APART),
        Outbox.kind.in_(APART),
        not_(or_(func.coalesce(is_of_it, false()), is_pin, is_back)),
    )


def claim(session: Session, row_id: int) -> Item:
    """Mark a row as being sent, and return it unsealed. Claimed again after a crash, it has the same
    transaction id."""
    (item,) = claim_all(session, [row_id])
    if isinstance(item, Unopenable):
        raise sealed.CannotOpen(f"outbox row {row_id}")
    return item


@dataclass(frozen=True, kw_only=True)
class Unopenable:
    """An outbox row whose key is gone, so that nobody can ever read it."""

    id: int


def claim_all(session: Session, row_ids: Collection[int]) -> list[Item | Unopenable]:
    """Mark rows as being sent, and return them unsealed, in the order given; those that are not open any more
    are left out."""
    claimed = update(Outbox).where(Outbox.id.in_(row_ids), is_unsent(Outbox))
    claimed = claimed.values(state="sending", tries=Outbox.tries + 1)
    fresh = {"synchronize_session": False, "populate_existing": True}
    rows_now = session.scalars(claimed.returning(Outbox), execution_options=fresh)
    rows = {row.id: row for row in rows_now}
    found: list[Item | Unopenable] = []
    for row_id in row_ids:
        if row_id in rows:
            try:
                found.append(_item(session, rows[row_id]))
            except sealed.CannotOpen:
                found.append(Unopenable(id=row_id))
    return found


def give_back(session: Session, row_ids: Collection[int]) -> None:
    """Leave rows that were claimed for the first time, and not begun, as if they had not been."""
    if row_ids:
        claimed = (Outbox.id.in_(row_ids), Outbox.state == "sending", Outbox.tries == 1)
        session.execute(update(Outbox).where(*claimed).values(state="waiting", tries=0))


def _item(session: Session, row: Outbox) -> Item:
    room = rooms.get(session, row.room_id)
    kept = (
        {}
        if row.body_sealed is None
        else sealed.unseal_json(session, room.key_id, row.body_sealed, _place(row.txn))
    )
    return Item(
        id=row.id,
        room_id=row.room_id,
        txn=row.txn,
        body=from_json(Out(row.kind), kept),
        tag=row.tag,
        person_id=row.person_id,
        urgency=row.urgency,
        tries=row.tries,
        created_at=row.created_at,
        not_before=row.not_before,
    )


def mark_sent(session: Session, row_id: int, event_id: str | None, now: datetime) -> None:
    """Mark a row sent, note the event it became, and wipe its body."""
    mark_all_sent(session, {row_id: event_id}, now)


def mark_all_sent(session: Session, event_ids: Mapping[int, str | None], now: datetime) -> None:
    """Mark rows sent, by number with the events they became."""
    wiped = {"state": "sent", "sent_at": now, "body_sealed": None, "cause": None, "waits_since": None}
    if event_ids:
        session.execute(
            update(Outbox),
            [{"id": number, "event_id": event_id, **wiped} for number, event_id in event_ids.items()],
        )


def postpone(session: Session, row_id: int, not_before: datetime, cause: str, now: datetime) -> None:
    """Try a row again later; it keeps its transaction id and its place in the room. ``cause``: why it failed
    at ``now``."""
    values = {"state": "sending", "not_before": not_before, "cause": cause}
    _wait(session, row_id, values, now)


def give_way(session: Session, row_id: int, now: datetime) -> None:
    """Let rows go first that were put before a claimed one, and try it at once after them."""
    values = {"state": "sending", "not_before": now, "cause": None, "waits_since": None}
    session.execute(update(Outbox).where(Outbox.id == row_id).values(values))
    forget_failing(session, row_id)


def _wait(session: Session, row_id: int, values: Mapping[str, object], now: datetime) -> None:
    """Have a row wait. Since when it first does stays as it was."""
    since = func.coalesce(Outbox.waits_since, literal(now, UtcDateTime()))
    session.execute(update(Outbox).where(Outbox.id == row_id).values(waits_since=since, **values))


def next_try_before(session: Session, row_id: int) -> datetime | None:
    """The latest next try of the rows before a message in its room that people read as well, and that were tried
    and are not done; None when there are none."""
    row = session.get_one(Outbox, row_id)
    if row.kind not in APART:
        return None
    query = select(func.max(Outbox.not_before)).where(
        Outbox.room_id == row.room_id,
        is_unsent(Outbox),
        Outbox.state == "sending",
        Outbox.kind.in_(APART),
        Outbox.rank == row.rank,
        Outbox.id < row.id,
    )
    return session.scalar(query)


def note_told(session: Session, row_ids: Collection[int], now: datetime) -> None:
    """Note that somebody was told that rows wait, and why: they are left apart now."""
    untold = update(Outbox).where(Outbox.id.in_(row_ids), Outbox.told_at.is_(None))
    session.execute(untold.values(told_at=now))
    note(session, Awaited.OUTBOX)


def was_failing(session: Session, row_id: int) -> bool:
    """Whether the report that a row fails was ever scheduled, whatever became of it."""
    report = exists().where(Due.kind == written(FAILING), Due.subject == str(row_id))
    return bool(session.scalar(select(report)))


def set_person(session: Session, row_id: int, person_id: str) -> None:
    """Note whom a row is about, which is kept when its body is wiped."""
    session.execute(update(Outbox).where(Outbox.id == row_id).values(person_id=person_id))


def hold(session: Session, row_id: int, not_before: datetime, cause: str, now: datetime) -> None:
    """Hold a row back until then because nobody can read it yet. It does not hold up the rows after it."""
    _wait(session, row_id, {"state": "waiting", "not_before": not_before, "cause": cause}, now)
    forget_failing(session, row_id)


def put_off(session: Session, row_id: int, not_before: datetime, cause: str = UNTIL_ITS_TIME) -> None:
    """Leave a row for later that was claimed for the first time, as if it had not been."""
    values = {"state": "waiting", "tries": 0, "not_before": not_before, "cause": cause}
    session.execute(update(Outbox).where(Outbox.id == row_id).values(values))


def forget_failing(session: Session, row_id: int) -> None:
    """Cancel the report that a row fails. Should it fail again, a new one is scheduled."""
    due.forget(session, FAILING, str(row_id))


def wake(session: Session, room_id: str, now: datetime) -> bool:
    """Release the rows held back in a room, because somebody came who can read them; returns whether there
    were any."""
    return bool(wake_all(session, [room_id], now))


def wake_all(session: Session, room_ids: Collection[str], now: datetime) -> frozenset[str]:
    """Release the rows held back in some rooms; returns the rooms that had any."""
    if not room_ids:
        return frozenset()
    held = update(Outbox).where(Outbox.room_id.in_(room_ids), is_unsent(Outbox), *_held(Outbox, now))
    found = frozenset(session.scalars(held.values(not_before=now).returning(Outbox.room_id)))
    if found:
        note(session, Awaited.OUTBOX)
    return found


def _held(
    row: type[Outbox], now: datetime | BindParameter[datetime]
) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    """Of the rows that are still to be done, those held back because nobody could read them."""
    return row.state == "waiting", row.tries > 0, row.not_before > now


def retry_all(session: Session, account_id: str, now: datetime) -> None:
    """Try every row again now that was tried before: after the clock was set, waiting times mean nothing."""
    tried = (
        Outbox.account_id == account_id,
        is_unsent(Outbox),
        Outbox.tries > 0,
        Outbox.not_before > now,
    )
    session.execute(update(Outbox).where(*tried).values(not_before=now))
    note(session, Awaited.OUTBOX)


def retry_invitation(session: Session, room_id: str, now: datetime, *, inviting: str) -> list[int]:
    """Try somebody's invitation to a room again now, and the making of the room, if they were tried before.

    Returns the numbers of the rows that are tried again.
    """
    numbers = [number for number, body in pending(session, room_id, InviteBody) if body.user_id == inviting]
    if numbers:
        numbers += [number for number, _ in pending(session, room_id, OpenBody)]
    tried = update(Outbox).where(Outbox.id.in_(numbers), Outbox.tries > 0).values(not_before=now)
    note(session, Awaited.OUTBOX)
    return sorted(session.scalars(tried.returning(Outbox.id)))


def drop(session: Session, row_id: int, cause: str) -> None:
    """Drop a row, so that it is never sent, and keep the cause."""
    session.execute(
        update(Outbox).where(Outbox.id == row_id).values(state="dropped", cause=cause, body_sealed=None)
    )
    note(session, Awaited.OUTBOX)  # it may have held others up


def is_open(session: Session, row_id: int) -> bool:
    """Whether a row is still to be done."""
    return session.scalar(select(Outbox.state).where(Outbox.id == row_id)) in _OPEN


def is_tried(session: Session, row_id: int) -> bool:
    """Whether a row was tried, so that the homeserver may have received it."""
    return bool(session.scalar(select(Outbox.tries).where(Outbox.id == row_id)))


def is_sent(session: Session, row_id: int) -> bool:
    """Whether the homeserver has received a row, so that people may have seen it."""
    return session.scalar(select(Outbox.state).where(Outbox.id == row_id)) == "sent"


def is_waiting(session: Session, row_id: int) -> bool:
    """Whether a row is not being sent yet."""
    return session.scalar(select(Outbox.state).where(Outbox.id == row_id)) == "waiting"


def drop_room(session: Session, room_id: str, cause: str, kinds: Sequence[Out] = tuple(Out)) -> None:
    """Drop every row of some kinds that is still to be done in a room."""
    session.execute(
        update(Outbox)
        .where(Outbox.room_id == room_id, is_unsent(Outbox), Outbox.kind.in_([str(kind) for kind in kinds]))
        .values(state="dropped", cause=cause, body_sealed=None)
    )
    note(session, Awaited.OUTBOX)


def move_to_room(session: Session, from_room: str, to_room: str) -> None:
    """Move unsent messages to another room with the same key, except those about the first room's alarm."""
    moved = (
        update(Outbox)
        .where(Outbox.room_id == from_room, is_unsent(Outbox), Outbox.kind.in_((Out.SAY, Out.ATTACH)))
        .where(or_(Outbox.tag.is_(None), Outbox.tag.not_like("alarm:%")))
        .values(room_id=to_room, state="waiting", waits_since=None, told_at=None)
        .values(cause=case((Outbox.cause == UNTIL_ITS_TIME, UNTIL_ITS_TIME), else_=None))
    )
    for row_id in session.scalars(moved.returning(Outbox.id)).all():
        forget_failing(session, row_id)
    note(session, Awaited.OUTBOX)


def pending(session: Session, room_id: str, of: type[_Kind]) -> list[tuple[int, _Kind]]:
    """The rows of a kind that are still to be done in a room, by number with their bodies."""
    found = session.scalars(_pending(), {"room": room_id, "kind": of.kind})
    return [(row.id, cast(_Kind, _item(session, row).body)) for row in found if row.body_sealed is not None]


@cache
def _pending() -> Select[Outbox]:
    """The query behind :func:`pending`. It runs for every room that is looked at, so it is built once."""
    query = select(Outbox).where(
        Outbox.room_id == bindparam("room"), Outbox.kind == bindparam("kind"), is_unsent(Outbox)
    )
    return query.order_by(Outbox.id)


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A row that is still to be done in a room. ``is_tried``: the homeserver may have received it."""

    id: int
    body: Body
    is_tried: bool


def pending_moves(session: Session, room_ids: Collection[str]) -> dict[str, list[Pending]]:
    """The rows still to be done that change who is in rooms, or whether people may write there; by room."""
    query = select(Outbox).where(Outbox.room_id.in_(room_ids), Outbox.kind.in_(_MOVES), is_unsent(Outbox))
    found: dict[str, list[Pending]] = {room_id: [] for room_id in room_ids}
    for row in session.scalars(query.order_by(Outbox.id)):
        if row.body_sealed is not None:
            one = Pending(id=row.id, body=_item(session, row).body, is_tried=row.tries > 0)
            found[row.room_id].append(one)
    return found


def alarms(session: Session, room_id: str) -> list[Item]:
    """The messages of urgency ``alarm`` that are still to be sent in a room."""
    query = select(Outbox).where(Outbox.room_id == room_id, Outbox.urgency == "alarm", Outbox.kind == Out.SAY)
    return [
        _item(session, row) for row in session.scalars(query.where(is_unsent(Outbox)).order_by(Outbox.id))
    ]


def shown_event(session: Session, room_id: str, tag: str) -> str | None:
    """The event that shows a tag in a room: the newest message sent with it."""
    query = (
        select(Outbox.event_id)
        .where(Outbox.room_id == room_id, Outbox.tag == tag, is_said(), Outbox.state == "sent")
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def standing(session: Session, room_id: str, tag: str, *, most: int) -> Standing | None:
    """Where the newest message of a tag stands in a room: when it was sent, and how many of the bot's have come after
    it, of which ``most`` are counted. None when there is none, and none is about to come."""
    newest = (
        select(Outbox.sent_at)
        .where(Outbox.room_id == room_id, Outbox.tag == tag, is_said(), Outbox.state == "sent")
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    sent_at = session.scalar(newest)
    if is_queued(session, room_id, tag):
        return Standing(sent_at=None, after=0)
    if sent_at is None:
        return None
    later = (
        select(Outbox.id)
        .where(Outbox.room_id == room_id, is_said(), Outbox.sent_at > sent_at)
        .order_by(Outbox.sent_at)  # in the order of their index, so that PostgreSQL takes it
        .limit(most)
    )
    after = session.scalar(select(func.count()).select_from(later.subquery())) or 0
    return Standing(sent_at=sent_at, after=after)


@dataclass(frozen=True, kw_only=True)
class Tagged:
    """A message with a tag, by its number in the outbox; ``is_dropped``: nobody ever got it."""

    id: int
    tag: str
    is_dropped: bool


def newest_tag(session: Session, room_id: str, begins: str) -> Tagged | None:
    """The newest message in a room whose tag has a prefix, whatever became of it."""
    query = (
        select(Outbox.id, Outbox.tag, Outbox.state)
        .where(Outbox.room_id == room_id, is_said(), dialects.begins(session, Outbox.tag, begins))
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    return Tagged(id=row.id, tag=str(row.tag), is_dropped=row.state == "dropped")


def newest_event(session: Session, account_id: str) -> tuple[str, str] | None:
    """The bot's newest message in a room that it is in and that has no alarm: the Matrix room and the
    event."""
    query = (
        select(Room.matrix_room, Outbox.event_id)
        .join(Room, Room.id == Outbox.room_id)
        .where(Outbox.account_id == account_id, Outbox.event_id.is_not(None), is_said())
        .where(Room.matrix_room.is_not(None), Room.state != RoomState.LEFT, Room.alarm.is_(None))
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    if found is None:
        return None
    return str(found[0]), str(found[1])


def is_queued(session: Session, room_id: str, tag: str) -> bool:
    """Whether a message with a tag is still to be sent in a room."""
    found = exists().where(Outbox.room_id == room_id, Outbox.tag == tag, is_said(), is_unsent(Outbox))
    return bool(session.scalar(select(found)))


def row_behind(session: Session, event_id: str) -> tuple[int, str | None] | None:
    """The number and tag of the row that became an event, however long ago; ``None`` when the bot did not send
    the event."""
    sent = select(Outbox.id, Outbox.tag).where(Outbox.event_id == event_id)
    pruned = select(Spoken.number, Spoken.tag).where(Spoken.event_id == event_id)
    row = session.execute(sent.union_all(pruned)).first()
    if row is None:
        return None
    return row.id, row.tag


def was_said_since(session: Session, room_id: str, tag: str, since: datetime) -> bool:
    """Whether a message with a tag was put in a room since then."""
    query = select(Outbox.created_at).where(Outbox.room_id == room_id, Outbox.tag == tag, is_said())
    newest = session.scalar(query.order_by(Outbox.id.desc()).limit(1))
    return newest is not None and newest > since


def tapped_in_thread(session: Session, room_id: str, root: str, tags: Sequence[str]) -> str | None:
    """The newest message in a thread, or with which it began, that may be tapped, by how its tag begins."""
    for stands_there in (Outbox.thread == root, Outbox.event_id == root):
        query = select(Outbox.event_id, Outbox.tag).where(
            stands_there, Outbox.room_id == room_id, Outbox.event_id.is_not(None), Outbox.tag.is_not(None)
        )
        for event_id, tag in session.execute(query.order_by(Outbox.id.desc())):
            if str(tag).partition(":")[0] in tags:
                return str(event_id)
    return None


def put_seeds(session: Session, room: RoomView, tag: str, keys: Sequence[str], *, now: datetime) -> None:
    """Queue the emoji that are offered on the newest message of a tag, and take away those offered before."""
    seeds = select(Outbox).where(Outbox.room_id == room.id, Outbox.tag == tag, is_seed())
    for row in session.scalars(seeds.order_by(Outbox.id)).all():
        row.tag = None
        if row.state in ("waiting", "dropped"):
            row.state = "dropped"
            row.cause = "not offered any more"
            row.body_sealed = None
            continue
        put(session, room, UnseedBody(seed=row.id), now=now, urgency=Urgency.NOTICE)
    for key in keys:
        put(session, room, SeedBody(key=key, tag=tag), now=now, tag=tag, urgency=Urgency.NOTICE)


def event_of(session: Session, row_id: int) -> str | None:
    """The event that a row became; None when it was not sent."""
    return session.scalar(select(Outbox.event_id).where(Outbox.id == row_id))


def has_backlog(session: Session, account_id: str, now: datetime, *, over: int) -> bool:
    """Whether more than so many rows could go out now, not counting the emoji that the bot offers."""
    ready_now = (
        select(Outbox.id)
        .where(Outbox.account_id == account_id, is_unsent(Outbox), Outbox.not_before <= now)
        .where(Outbox.kind.not_in((Out.SEED, Out.UNSEED)))
        .limit(over + 1)
        .subquery()
    )
    return (session.scalar(select(func.count()).select_from(ready_now)) or 0) > over


def sent_count(session: Session, person_id: str, urgency: str, since: datetime) -> int:
    """How many messages of an urgency a person has got or will get, counted from ``since``: for the
    budget."""
    query = (
        select(func.count())
        .select_from(Outbox)
        .where(
            Outbox.person_id == person_id,
            Outbox.urgency == urgency,
            Outbox.state != "dropped",
            Outbox.not_before >= since,
            is_said(),
        )
    )
    return session.scalar(query) or 0


def disturb(session: Session, row_id: int, person_ids: Collection[str]) -> None:
    """Note whom a message disturbs that the bot says by itself."""
    values = [{"outbox_id": row_id, "person_id": person_id} for person_id in person_ids]
    if values:
        session.execute(insert(Unprompted), values)


def disturbs(session: Session, row_id: int) -> frozenset[str]:
    """Whom a message disturbs that the bot says by itself; nobody, where somebody asked for it."""
    return frozenset(session.scalars(select(Unprompted.person_id).where(Unprompted.outbox_id == row_id)))


def unprompted(
    session: Session,
    person_ids: Collection[str],
    since: datetime,
    until: datetime,
    *,
    gone_out: bool = False,
    but: int | None = None,
) -> Mapping[str, int]:
    """How many messages that the bot says by itself disturb some people between two moments, by person id.

    ``gone_out``: only those that are sent or being sent. ``but``: without this row.
    """
    query = (
        select(Unprompted.person_id, func.count())
        .join(Outbox, Outbox.id == Unprompted.outbox_id)
        .where(Unprompted.person_id.in_(person_ids), Outbox.not_before >= since, Outbox.not_before < until)
        .group_by(Unprompted.person_id)
    )
    states = ("sending", "sent") if gone_out else ("waiting", "sending", "sent")
    query = query.where(Outbox.state.in_(states))
    if but is not None:
        query = query.where(Outbox.id != but)
    return {person_id: count for person_id, count in session.execute(query)}


def gone_out(session: Session, person_id: str, urgency: str, since: datetime, *, but: int) -> int:
    """How many messages of an urgency to a person were sent since then, or are being sent, beside one row."""
    query = (
        select(func.count())
        .select_from(Outbox)
        .where(
            Outbox.person_id == person_id,
            Outbox.urgency == urgency,
            Outbox.not_before >= since,
            is_said(),
            Outbox.state.in_(("sending", "sent")),
            Outbox.id != but,
        )
    )
    return session.scalar(query) or 0


def append(session: Session, room_id: str, tag: str, body: SayBody, now: datetime) -> int | None:
    """Let words that have to wait go out with those of a tag that wait already; returns their row, or None when there
    are none."""
    row = session.scalars(_waiting(room_id, tag, now).order_by(Outbox.id).limit(1)).first()
    if row is None:
        return None
    before = _item(session, row).body
    assert isinstance(before, SayBody)
    together = before.with_parts((*_parts(before), *_parts(body)))
    together = replace(together, mentions=tuple(dict.fromkeys((*before.mentions, *body.mentions))))
    _reseal(session, row, together)
    return row.id


def reword(session: Session, room_id: str, tag: str, body: EditBody, now: datetime) -> bool:
    """Let the newest message of a tag that has to wait go out in other words; returns whether there is any. What it
    said before would be over by the time it is read."""
    row = session.scalars(_waiting(room_id, tag, now).order_by(Outbox.id.desc()).limit(1)).first()
    if row is None:
        return False
    before = _item(session, row).body
    assert isinstance(before, SayBody)
    rests_on = tuple(dict.fromkeys(rest for part in before.parts for rest in part.rests_on))
    parts = (Part(plain=body.plain, html=body.html, rests_on=rests_on),) if before.parts else ()
    _reseal(session, row, replace(before, plain=body.plain, html=body.html, parts=parts))
    return True


def _waiting(room_id: str, tag: str, now: datetime) -> Select[Outbox]:
    """The messages of a tag that have to wait for their time, and that nobody has tried to send."""
    return select(Outbox).where(
        Outbox.room_id == room_id,
        Outbox.tag == tag,
        is_said(),
        is_unsent(Outbox),
        Outbox.state == "waiting",
        Outbox.tries == 0,
        Outbox.not_before > now,
    )


def _reseal(session: Session, row: Outbox, body: SayBody) -> None:
    key_id = rooms.get(session, row.room_id).key_id
    row.body_sealed = sealed.seal_json(session, key_id, to_json(body), _place(row.txn))
    session.flush()


def _parts(body: SayBody) -> tuple[Part, ...]:
    """What a message is made of."""
    return body.parts or (Part(plain=body.plain, html=body.html),)


def next_at(session: Session, account_id: str, after: datetime | None = None) -> datetime | None:
    """When the next row may be delivered; with ``after``, only rows later than that count.

    ``after`` ignores rows that are ready already: they are being delivered, or another row holds them up.
    """
    query = select(func.min(Outbox.not_before)).where(Outbox.account_id == account_id, is_unsent(Outbox))
    return session.scalar(query if after is None else query.where(Outbox.not_before > after))


def _place(txn: str) -> str:
    return f"outbox:{txn}"
