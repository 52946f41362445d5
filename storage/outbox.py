"""What is still to be done on the homeserver, in order per room."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Select, and_, bindparam, exists, func, not_, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.messages import Out
from bot.rules.room import RoomKind, RoomState
from storage import due, sealed
from storage.tables import Outbox, Room, UtcDateTime

_OPEN = ("waiting", "sending")

#: The due rows that have kontoret told of a row that fails; their subject is that row.
FAILING = "outbox.failing"


@dataclass(frozen=True, kw_only=True)
class Item:
    """An outbox row, opened."""

    id: int
    room_id: str
    kind: Out
    txn: str
    body: dict[str, Any]
    tag: str | None
    person_id: str | None
    urgency: str
    tries: int
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Next:
    """A row that may go now. An invitation (``invites``) goes beside whatever else is done in its room."""

    id: int
    room_id: str
    invites: bool
    tries: int


def put(
    session: Session,
    room: Room,
    kind: Out,
    body: dict[str, Any],
    *,
    now: datetime,
    not_before: datetime | None = None,
    tag: str | None = None,
    person_id: str | None = None,
    urgency: str = "answer",
    rank: int | None = None,
) -> int:
    """Queue something for a room; returns the row's number. ``rank``: instead of what the kind has."""
    txn = str(uuid.uuid4())
    row = Outbox(
        account_id=room.account_id,
        room_id=room.id,
        kind=kind,
        rank=kind.rank if rank is None else rank,
        txn=txn,
        body_sealed=sealed.seal_json(session, room.key_id, body, _place(txn)),
        tag=tag,
        person_id=person_id,
        urgency=urgency,
        not_before=not_before or now,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def put_redaction(session: Session, room_id: str, event_id: str, *, now: datetime) -> int:
    """Queue the removal of somebody's message."""
    return put(session, session.get_one(Room, room_id), Out.REDACT, {"event_id": event_id}, now=now)


def ready(session: Session, account_id: str, now: datetime, *, busy: frozenset[str] = frozenset()) -> list[Next]:
    """The next row of every room that has one to do now (and is not ``busy``), and every invitation that may go now:
    lowest rank first, then oldest.

    A row waiting for its hour (``not_before``) holds nobody up. A row that has been tried and is not done holds up its
    room, and so does any removal: nothing else leaves for a room while one is pending, but removals do not wait for
    each other. An invitation holds nobody up, for it may take as long as somebody else's homeserver likes; and before a
    room is there, nothing is done in it. Taking somebody's message away shows nobody anything new: it waits for neither
    words nor removals, only for others like it that have not been tried.
    """
    found = session.execute(_ready(), {"account": account_id, "now": now})
    shown = [
        Next(id=number, room_id=room_id, invites=kind == Out.INVITE, tries=tries)
        for number, room_id, kind, tries in found
    ]
    return [one for one in shown if one.invites or one.room_id not in busy]


@cache
def _ready() -> Select[int, str, str, int]:
    """Asked after every single delivery, so it is put together once."""
    now = bindparam("now", type_=UtcDateTime())
    first = aliased(Outbox)
    # What was to go at once may go at once, also when the clock has been set back since
    due, first_due = (or_(row.not_before <= now, row.not_before <= row.created_at) for row in (Outbox, first))
    removals = and_(first.rank == 0, Outbox.rank == 0)
    before = or_(first.rank < Outbox.rank, and_(first.rank == Outbox.rank, first.id < Outbox.id, not_(removals)))
    # An alarm for a page that is not there yet is looked at all the same: then kontoret takes it
    for_kontoret = and_(Outbox.urgency == "alarm", Room.kind == RoomKind.PAGE)
    unopened = and_(first.kind == Out.OPEN, Outbox.kind != Out.OPEN)  # whatever its number: it may be a later attempt
    passed = and_(Outbox.kind == Out.REDACT, or_(first.kind != Out.REDACT, first.state == "sending"))
    earlier = exists().where(
        first.account_id == Outbox.account_id,  # as the index begins
        first.room_id == Outbox.room_id,
        first.state.in_(_OPEN),
        first.kind != Out.INVITE,
        or_(
            and_(unopened, not_(for_kontoret)),
            and_(
                first.kind != Out.OPEN,
                not_(passed),
                or_(first_due, first.state == "sending", first.rank == 0),
                before,
            ),
        ),
    )
    return (
        select(Outbox.id, Outbox.room_id, Outbox.kind, Outbox.tries)
        .join(Room, Room.id == Outbox.room_id)
        .where(
            Outbox.account_id == bindparam("account"),
            Outbox.state.in_(_OPEN),
            due,
            ~earlier,
        )
        .order_by(Outbox.rank, Outbox.id)
    )


def claim(session: Session, row_id: int) -> Item:
    """Mark a row as being sent and open it. Claiming again after a crash gives the same transaction id."""
    row = session.get_one(Outbox, row_id)
    row.state = "sending"
    row.tries += 1
    return _item(session, row)


def _item(session: Session, row: Outbox) -> Item:
    room = session.get_one(Room, row.room_id)
    body = {} if row.body_sealed is None else sealed.unseal_json(session, room.key_id, row.body_sealed, _place(row.txn))
    return Item(
        id=row.id,
        room_id=row.room_id,
        kind=Out(row.kind),
        txn=row.txn,
        body=body,
        tag=row.tag,
        person_id=row.person_id,
        urgency=row.urgency,
        tries=row.tries,
        created_at=row.created_at,
    )


def mark_sent(session: Session, row_id: int, event_id: str | None, now: datetime) -> None:
    """Done: keep what was shown where (tag, event), wipe the body."""
    session.execute(
        update(Outbox)
        .where(Outbox.id == row_id)
        .values(state="sent", event_id=event_id, sent_at=now, body_sealed=None, cause=None)
    )


def postpone(session: Session, row_id: int, not_before: datetime, cause: str | None = None) -> None:
    """Try a row again then; it keeps its transaction id and its place in the room's order. ``cause``: why it failed."""
    values = {"state": "sending", "not_before": not_before, "cause": cause}
    session.execute(update(Outbox).where(Outbox.id == row_id).values(values))
    if cause is None:
        _fails_no_more(session, row_id)


def set_person(session: Session, row_id: int, person_id: str) -> None:
    """Keep whom a row is about beyond its body."""
    session.execute(update(Outbox).where(Outbox.id == row_id).values(person_id=person_id))


def hold(session: Session, row_id: int, not_before: datetime) -> None:
    """Nobody is there to hear it: look again then. What comes after it in its room is not held up by it."""
    values = {"state": "waiting", "not_before": not_before, "cause": None}
    session.execute(update(Outbox).where(Outbox.id == row_id).values(values))
    _fails_no_more(session, row_id)


def _fails_no_more(session: Session, row_id: int) -> None:
    """Plan no more to tell that a row fails; should it fail again, that is planned anew."""
    due.forget(session, FAILING, str(row_id))


def wake(session: Session, room_id: str, now: datetime) -> bool:
    """Somebody came to hear what was held in a room: it may go now. Returns whether anything was held."""
    held = update(Outbox).where(
        Outbox.room_id == room_id, Outbox.state == "waiting", Outbox.tries > 0, Outbox.not_before > now
    )
    return cast(CursorResult[Any], session.execute(held.values(not_before=now))).rowcount > 0


def retry_all(session: Session, account_id: str, now: datetime) -> None:
    """Try again now whatever was tried before: the clock was set, and nobody can say how long it has waited."""
    tried = (Outbox.account_id == account_id, Outbox.state.in_(_OPEN), Outbox.tries > 0, Outbox.not_before > now)
    session.execute(update(Outbox).where(*tried).values(not_before=now))


def retry_invitation(session: Session, room_id: str, now: datetime, *, inviting: str) -> list[int]:
    """Try now what was tried before and keeps somebody out of a room: their invitation, and the making of the room.
    Returns the rows."""
    numbers = [number for number, body in pending(session, room_id, Out.INVITE) if body["user_id"] == inviting]
    numbers += [number for number, _ in pending(session, room_id, Out.OPEN)] if numbers else []
    tried = update(Outbox).where(Outbox.id.in_(numbers), Outbox.tries > 0).values(not_before=now)
    return sorted(session.scalars(tried.returning(Outbox.id)))


def drop(session: Session, row_id: int, cause: str) -> None:
    """Not to be sent any more, and why."""
    session.execute(update(Outbox).where(Outbox.id == row_id).values(state="dropped", cause=cause, body_sealed=None))


def is_open(session: Session, row_id: int) -> bool:
    """Whether a row is still to be done."""
    return session.scalar(select(Outbox.state).where(Outbox.id == row_id)) in _OPEN


def is_tried(session: Session, row_id: int) -> bool:
    """Whether the homeserver may have heard of a row that is not done."""
    return bool(session.scalar(select(Outbox.tries).where(Outbox.id == row_id)))


def is_sent(session: Session, row_id: int) -> bool:
    """Whether a row has reached the homeserver: people may have seen it."""
    return session.scalar(select(Outbox.state).where(Outbox.id == row_id)) == "sent"


def is_waiting(session: Session, row_id: int) -> bool:
    """Whether nobody has tried to send it yet."""
    return session.scalar(select(Outbox.state).where(Outbox.id == row_id)) == "waiting"


def drop_room(session: Session, room_id: str, cause: str, kinds: Sequence[Out] = tuple(Out)) -> None:
    """Drop everything of some kinds that still waits for a room."""
    session.execute(
        update(Outbox)
        .where(Outbox.room_id == room_id, Outbox.state.in_(_OPEN), Outbox.kind.in_([str(kind) for kind in kinds]))
        .values(state="dropped", cause=cause, body_sealed=None)
    )


def move_to_room(session: Session, from_room: str, to_room: str) -> None:
    """Say in another room (of the same key) what still waits to be said in one; not what was said about its alarm."""
    moved = (
        update(Outbox)
        .where(Outbox.room_id == from_room, Outbox.state.in_(_OPEN), Outbox.kind.in_((Out.SAY, Out.ATTACH)))
        .where(or_(Outbox.tag.is_(None), Outbox.tag.not_like("alarm:%")))
        .values(room_id=to_room, state="waiting", cause=None)
    )
    for row_id in session.scalars(moved.returning(Outbox.id)).all():
        _fails_no_more(session, row_id)


def pending(session: Session, room_id: str, kind: Out) -> list[tuple[int, dict[str, Any]]]:
    """Rows of one kind that are not done in a room, with their bodies."""
    room = session.get_one(Room, room_id)
    query = select(Outbox).where(Outbox.room_id == room_id, Outbox.kind == kind, Outbox.state.in_(_OPEN))
    return [
        (row.id, sealed.unseal_json(session, room.key_id, row.body_sealed, _place(row.txn)))
        for row in session.scalars(query.order_by(Outbox.id))
        if row.body_sealed is not None
    ]


def alarms(session: Session, room_id: str) -> list[Item]:
    """The alarms that are still to be said in a room."""
    query = select(Outbox).where(Outbox.room_id == room_id, Outbox.urgency == "alarm", Outbox.kind == Out.SAY)
    return [_item(session, row) for row in session.scalars(query.where(Outbox.state.in_(_OPEN)).order_by(Outbox.id))]


def shown_event(session: Session, room_id: str, tag: str) -> str | None:
    """The event that shows ``tag`` in a room: the newest one sent as a message of its own."""
    query = (
        select(Outbox.event_id)
        .where(Outbox.room_id == room_id, Outbox.tag == tag, Outbox.kind == Out.SAY, Outbox.state == "sent")
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def newest_tag(session: Session, room_id: str, begins: str) -> tuple[str, bool] | None:
    """The newest tag in a room that begins so, and whether its message was dropped before anybody got it."""
    query = (
        select(Outbox.tag, Outbox.state)
        .where(Outbox.room_id == room_id, Outbox.kind == Out.SAY, Outbox.tag.startswith(begins, autoescape=True))
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return None if row is None else (str(row.tag), row.state == "dropped")


def newest_event(session: Session, account_id: str) -> tuple[str, str] | None:
    """What we said last in a room we are in: the Matrix room and the event."""
    query = (
        select(Room.matrix_room, Outbox.event_id)
        .join(Room, Room.id == Outbox.room_id)
        .where(Outbox.account_id == account_id, Outbox.event_id.is_not(None), Outbox.kind == Out.SAY)
        .where(Room.matrix_room.is_not(None), Room.state != RoomState.LEFT, Room.alarm.is_(None))
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return None if found is None else (str(found[0]), str(found[1]))


def is_queued(session: Session, room_id: str, tag: str) -> bool:
    """Whether a message of that tag is on its way."""
    found = exists().where(
        Outbox.room_id == room_id, Outbox.tag == tag, Outbox.kind == Out.SAY, Outbox.state.in_(_OPEN)
    )
    return bool(session.scalar(select(found)))


def row_behind(session: Session, event_id: str) -> tuple[int, str | None] | None:
    """The outbox row behind an event of ours, and what it shows; ``None`` when it is not ours."""
    row = session.execute(select(Outbox.id, Outbox.tag).where(Outbox.event_id == event_id).limit(1)).first()
    return None if row is None else (row.id, row.tag)


def sent_count(session: Session, person_id: str, urgency: str, since: datetime) -> int:
    """How many messages of a class a person has got or will get since ``since``: for the budget."""
    query = (
        select(func.count())
        .select_from(Outbox)
        .where(
            Outbox.person_id == person_id,
            Outbox.urgency == urgency,
            Outbox.state != "dropped",
            Outbox.not_before >= since,
            Outbox.kind == Out.SAY,
        )
    )
    return session.scalar(query) or 0


def next_at(session: Session, account_id: str, after: datetime | None = None) -> datetime | None:
    """When the next row may go, or the next one ``after`` a moment: what could go by now is no reason to wake anybody,
    it is on its way or held up by one that waits."""
    query = select(func.min(Outbox.not_before)).where(Outbox.account_id == account_id, Outbox.state.in_(_OPEN))
    return session.scalar(query if after is None else query.where(Outbox.not_before > after))


def _place(txn: str) -> str:
    return f"outbox:{txn}"
