"""Open questions: at most one per person and room; they survive a restart and expire."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import Session

from bot.messages import Out
from storage import outbox, sealed, youth_words
from storage.room import RoomView
from storage.tables import Inbox, Outbox, Question, Room

#: The command whose question is an offer to pass a youth's words on.
OFFER = "pass_on"

#: Stands for a command: which of several open questions a bare yes or no was meant for. Asking it closes none of them.
BETWEEN = "between"

#: Questions whose answer must not go astray: whether a youth's words are passed on, whether somebody is put out,
#: whether the coordinator is to ring. They stand beside whatever else is asked; only a newer one of the same command
#: takes their place.
STANDING = frozenset({OFFER, "withdraw", "talk_about_it"})

#: How long a second person's question that is over may still be what somebody's late yes was meant for.
LATE = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question, opened. ``person_id`` is ``None`` when any second person but ``asker`` may answer; it is the one who
    did, once it is answered. ``outbox_id``: the message that asks it."""

    id: int
    room_id: str
    person_id: str | None
    asker: str
    command: str
    case_id: str | None
    field: str | None
    digest: str | None
    words: dict[str, str]
    agreed: frozenset[str]
    outbox_id: int | None
    event_id: str | None
    asked_at: datetime
    expires_at: datetime
    state: str


def ask(
    session: Session,
    room: RoomView,
    *,
    person_id: str | None,
    asker: str,
    command: str,
    words: dict[str, str],
    agreed: frozenset[str],
    field: str | None,
    digest: str | None,
    case_id: str | None,
    outbox_id: int,
    now: datetime,
    lasts: timedelta,
    event_id: str | None = None,
) -> int:
    """Ask. A newer question to the same person in the same room closes the older one, unless that is a standing one.

    ``event_id``: the message that led to it.
    """
    if person_id is not None and command == BETWEEN:
        close_between(session, room.id, person_id)
    elif person_id is not None:
        close_all(session, room.id, person_id, "replaced", keeping=STANDING - {command}, unseen=False)
    key_id = session.get_one(Room, room.id).key_id
    row = Question(
        unit_id=room.unit_id,
        room_id=room.id,
        person_id=person_id,
        asker=asker,
        command=command,
        case_id=case_id,
        field=field,
        digest=digest,
        state_sealed=sealed.seal_json(session, key_id, {"words": words, "agreed": sorted(agreed)}, "question"),
        key_id=key_id,
        outbox_id=outbox_id,
        asked_at=now,
        expires_at=now + lasts,
        event_id=event_id,
    )
    session.add(row)
    session.flush()
    return row.id


def newest_open(session: Session, room_id: str, person_id: str, now: datetime) -> Asked | None:
    """The open question of a person in a room."""
    row = session.scalars(
        select(Question)
        .where(
            Question.room_id == room_id,
            Question.person_id == person_id,
            Question.state == "open",
            Question.expires_at > now,
        )
        .order_by(Question.id.desc())
    ).first()
    return None if row is None else _opened(session, row)


def answerable_as_second(session: Session, room_id: str, person_id: str, now: datetime) -> list[Asked]:
    """Questions in a room that this person may answer as a second person: anybody's but their own."""
    rows = session.scalars(
        select(Question)
        .where(
            Question.room_id == room_id,
            Question.person_id.is_(None),
            Question.asker != person_id,
            Question.state == "open",
            Question.expires_at > now,
        )
        .order_by(Question.id)
    )
    return [_opened(session, row) for row in rows]


def get(session: Session, question_id: int, now: datetime) -> Asked | None:
    """A question that is open, or was replaced by a newer one; None for one that is answered, cancelled or expired."""
    row = session.get(Question, question_id)
    if row is None or row.state not in ("open", "replaced") or row.expires_at <= now:
        return None
    return _opened(session, row)


def delivered(session: Session, room_id: str, person_id: str, now: datetime) -> list[Asked]:
    """What is open for a person in a room and has been delivered there (perhaps, where we do not know), in the order in
    which they saw it. An offer of which nothing is kept any more is left out."""
    rows = session.scalars(
        select(Question)
        .outerjoin(Outbox, Outbox.id == Question.outbox_id)
        .where(
            Question.room_id == room_id,
            Question.person_id == person_id,
            Question.state == "open",
            Question.expires_at > now,
            Outbox.id.is_(None) | Outbox.state.in_(("sent", "sending")),
        )
        .order_by(Outbox.sent_at.is_(None), Outbox.sent_at, Question.id)
    ).all()
    offered = youth_words.has_words(session, person_id)
    return [_opened(session, row) for row in rows if offered or row.command != OFFER]


def is_last_word(session: Session, asked: Asked, *, strictly: bool = False) -> bool:
    """Whether nothing else that might be answered has been said in its room since a question was seen there;
    ``strictly``: nothing at all."""
    ours = None if asked.outbox_id is None else session.get(Outbox, asked.outbox_id)
    if ours is None or ours.sent_at is None:
        return True
    tags = ("again",) if strictly else ("again", "beside", "words:")  # what is said about a question, or beside it
    later = exists().where(
        Outbox.room_id == ours.room_id,
        Outbox.kind == Out.SAY,
        Outbox.state == "sent",
        Outbox.tag.is_(None) | and_(*(Outbox.tag.not_like(f"{tag}%") for tag in tags)),
        (Outbox.sent_at > ours.sent_at) | ((Outbox.sent_at == ours.sent_at) & (Outbox.id > ours.id)),
    )
    return not session.scalar(select(later))


def close_between(session: Session, room_id: str, person_id: str) -> None:
    """Close what a person was asked about which of several questions they meant."""
    theirs = (Question.room_id == room_id, Question.person_id == person_id, Question.command == BETWEEN)
    session.execute(update(Question).where(*theirs, Question.state == "open").values(state="cancelled"))


def close_offers(session: Session, room_id: str, person_id: str) -> None:
    """Close every offer to pass a person's words on: they have decided about all that was kept. What they were asked
    about which question they meant is over too."""
    close_between(session, room_id, person_id)
    theirs = (Question.room_id == room_id, Question.person_id == person_id, Question.command == OFFER)
    open_ones = update(Question).where(*theirs, Question.state.in_(("open", "replaced")))
    session.execute(open_ones.values(state="answered"))


def cancel_caused_by(session: Session, event_id: str, asker: str) -> list[Asked]:
    """Cancel what waits for a second person because of a message that its writer has changed or taken back: any from
    the one with which it began to the one that led to the question."""
    seen = select(Inbox.seen_at).where(Inbox.event_id == event_id).limit(1).scalar_subquery()
    began = select(Inbox.seen_at).where(Inbox.event_id == Question.event_id).limit(1).scalar_subquery()
    rows = session.scalars(
        select(Question).where(
            Question.asker == asker,
            Question.person_id.is_(None),
            Question.state == "open",
            # Of a question asked by the release before nobody knows how it began
            Question.event_id.is_(None) | ((began <= seen) & (seen <= Question.asked_at)),
        )
    ).all()
    for row in rows:
        row.state = "cancelled"
    return [_opened(session, row) for row in rows]


def of_message(session: Session, outbox_id: int) -> Asked | None:
    """The question a message of ours asked, whatever became of it."""
    row = session.scalars(select(Question).where(Question.outbox_id == outbox_id)).first()
    return None if row is None else _opened(session, row)


def is_beyond_doubt(session: Session, asked: Asked, person_id: str, now: datetime) -> bool:
    """Whether a bare yes of a second person can only be meant for this question, of those in its room.

    Their yes may have been on its way, or typed for what they saw before. So this must be the newest question that
    they could answer there, or take for one of theirs: no preview of anybody's stands below it. And no other second
    person's question may have ended lately without a yes and without them: taken back, expired, or refused by somebody
    else so that the same person asks otherwise now. One with the very same preview is the same question.
    """
    taken_back = Question.person_id.is_(None)
    by_another = (Question.person_id != person_id) & (Question.person_id != Question.asker)
    ended_lately = and_(
        taken_back | (by_another & (Question.asker == asked.asker)),
        Question.asker != person_id,
        Question.state != "answered",
        Question.asked_at > now - LATE,
        Question.digest != asked.digest,
    )
    theirs = Question.person_id == person_id
    # On the screen: "Stämmer det? ja / nej"
    waits = Question.field.is_(None) & Question.state.in_(("open", "replaced")) & (Question.expires_at > now)
    newer = (theirs | waits) & (Question.id > asked.id)
    other = exists().where(Question.room_id == asked.room_id, Question.id != asked.id, ended_lately | newer)
    return not session.scalar(select(other))


def is_question(session: Session, outbox_id: int) -> bool:
    """Whether a message of ours asked something, whoever was asked and whatever became of it."""
    return bool(session.scalar(select(exists().where(Question.outbox_id == outbox_id))))


def replied_to(session: Session, outbox_id: int, person_id: str, now: datetime) -> Asked | None:
    """The question a direct reply answers, also one that a newer question has replaced."""
    row = session.scalars(
        select(Question).where(
            Question.outbox_id == outbox_id,
            Question.state.in_(("open", "replaced")),
            Question.expires_at > now,
            or_(Question.person_id == person_id, Question.person_id.is_(None) & (Question.asker != person_id)),
        )
    ).first()
    return None if row is None else _opened(session, row)


def latest(session: Session, room_id: str, person_id: str, *, but_decided: bool = True) -> Asked | None:
    """The question a person was asked last in a room and has seen, whatever became of it; once expired it has no words
    any more. ``but_decided``: an offer that is decided is left out, for what was asked before it is talked about."""
    query = (
        select(Question)
        .outerjoin(Outbox, Outbox.id == Question.outbox_id)
        .where(Question.room_id == room_id, Question.person_id == person_id)
        .where(Question.command != BETWEEN)
        .where(Outbox.id.is_(None) | Outbox.state.not_in(("waiting", "sending")))
    )
    if but_decided:
        query = query.where((Question.command != OFFER) | (Question.state != "answered"))
    row = session.scalars(query.order_by(Question.id.desc()).limit(1)).first()
    return None if row is None else _opened(session, row)


def close_one(session: Session, question_id: int, state: str = "answered", *, by: str | None = None) -> None:
    """Close one question; of a second person's, note who has answered it."""
    closed = update(Question).where(Question.id == question_id)
    session.execute(closed.values(state=state))
    if by is not None:
        session.execute(closed.values(person_id=by))


def mark_replaced(session: Session, question_id: int) -> bool:
    """Close a question that is neither answered nor cancelled: only a direct reply to it counts from now on. Returns
    whether it was so."""
    statement = update(Question).where(Question.id == question_id, Question.state.in_(("open", "replaced")))
    return bool(session.execute(statement.values(state="replaced").returning(Question.id)).all())


def close_all(
    session: Session,
    room_id: str,
    person_id: str,
    state: str,
    *,
    keeping: Collection[str] = (),
    unseen: bool = True,
) -> int:
    """Close what is open for a person in a room, but for the questions of some commands, and (unless ``unseen``) for
    what waits for its hour: that comes after what is asked now. Returns how many."""
    statement = update(Question).where(
        Question.room_id == room_id,
        Question.person_id == person_id,
        Question.state == "open",
        Question.command.not_in(keeping),
    )
    if not unseen:
        later = select(Outbox.id).where(Outbox.room_id == room_id, Outbox.state == "waiting")
        statement = statement.where(Question.outbox_id.is_(None) | Question.outbox_id.not_in(later))
    return len(session.execute(statement.values(state=state).returning(Question.id)).all())


def close_same_command(session: Session, asker: str, command: str, case_id: str | None, words: dict[str, str]) -> int:
    """Close what the very same command of somebody still waits for (a second person's yes): it is asked anew."""
    query = select(Question).where(
        Question.asker == asker,
        Question.command == command,
        Question.case_id.is_(None) if case_id is None else Question.case_id == case_id,
        Question.person_id.is_(None),
        Question.state == "open",
    )
    same = [row for row in session.scalars(query) if _opened(session, row).words == words]
    for row in same:
        row.state = "cancelled"
    return len(same)


def close_about(session: Session, room_id: str, person_id: str, command: str, word: tuple[str, str]) -> bool:
    """Close what was asked of somebody in a room about something that is over, and drop what has not gone out yet.

    ``word``: an argument given with the question that says what it is about. Returns whether they may know of it:
    only if all that was asked waits still do they not. What a question held is forgotten once its time is over, so
    where any is forgotten they may; and who was never asked in writing was told otherwise.
    """
    query = select(Question).where(
        Question.room_id == room_id, Question.person_id == person_id, Question.command == command
    )
    rows = session.scalars(query).all()
    about = [row for row in rows if row.state_sealed and word in _opened(session, row).words.items()]
    unread = [row.outbox_id for row in about if row.outbox_id and outbox.is_waiting(session, row.outbox_id)]
    for row in about:
        if row.state in ("open", "replaced"):
            row.state = "cancelled"
    for outbox_id in unread:
        outbox.drop(session, outbox_id, "what it asks about is over")
    return not unread or len(unread) < len(about) or any(not row.state_sealed for row in rows)


def close_person(session: Session, person_id: str) -> None:
    """Close what is open for somebody anywhere, and what their own commands wait for."""
    theirs = or_(Question.person_id == person_id, Question.asker == person_id)
    session.execute(update(Question).where(theirs, Question.state == "open").values(state="cancelled"))


def close_awaiting_second(session: Session, room_id: str, asker: str) -> int:
    """Close what somebody's own commands wait for in a room: a second person's yes. Returns how many questions."""
    statement = update(Question).where(
        Question.room_id == room_id, Question.asker == asker, Question.person_id.is_(None), Question.state == "open"
    )
    return len(session.execute(statement.values(state="cancelled").returning(Question.id)).all())


def is_awaiting_second(session: Session, room_id: str, asker: str, now: datetime) -> bool:
    """Whether a command of somebody waits in this room for a second person's yes."""
    waiting = exists().where(
        Question.room_id == room_id,
        Question.asker == asker,
        Question.person_id.is_(None),
        Question.state == "open",
        Question.expires_at > now,
    )
    return bool(session.scalar(select(waiting)))


def expire(session: Session, now: datetime) -> int:
    """Close what nobody answered in time, and forget what any question of that time held. Returns how many closed."""
    over = (Question.expires_at <= now, Question.state_sealed != b"")
    session.execute(update(Question).where(*over, Question.state != "open").values(state_sealed=b""))
    closed = update(Question).where(*over, Question.state == "open").values(state="expired", state_sealed=b"")
    return len(session.execute(closed.returning(Question.id)).all())


def forget_room(session: Session, room_id: str) -> None:
    """Close and forget everything asked in a room."""
    of_room = update(Question).where(Question.room_id == room_id)
    session.execute(of_room.where(Question.state == "open").values(state="cancelled"))
    session.execute(of_room.values(state_sealed=b""))


def _opened(session: Session, row: Question) -> Asked:
    state: dict[str, Any] = {"words": {}, "agreed": []}
    if row.state_sealed:  # nothing is left of an expired one
        state = sealed.unseal_json(session, row.key_id, row.state_sealed, "question")
    return Asked(
        id=row.id,
        room_id=row.room_id,
        person_id=row.person_id,
        asker=row.asker,
        command=row.command,
        case_id=row.case_id,
        field=row.field,
        digest=row.digest,
        words=state["words"],
        agreed=frozenset(state["agreed"]),
        outbox_id=row.outbox_id,
        event_id=row.event_id,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        state=row.state,
    )
