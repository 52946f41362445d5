"""Questions the bot asked: one per person and room is open at a time, besides standing ones, until it
expires."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, literal, not_, or_, select, update
from sqlalchemy.orm import Session

from bot.rules import calendar, working_day
from storage import due, outbox, sealed, youth_words
from storage import room as rooms
from storage.room import RoomView
from storage.tables import Inbox, Outbox, Question
from storage.tables.messages import is_open, is_said, is_unsent, is_unwiped

#: Before anything was asked.
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

#: The command whose question is an offer to pass a youth's words on.
OFFER = "pass_on"

#: The command whose question is whom somebody does not want in it any more, or whether they are sure of it.
OWN_WITHDRAWAL = "withdraw"

#: The command whose question is whether the coordinator is to ring.
TALK = "talk_about_it"

#: The command of the question which of several open questions a bare yes or no was meant for. It closes none
#: of them.
BETWEEN = "between"

#: The command whose question is whether the coordinator may read what a professional wrote, which nothing was made of.
#: The question holds these words; they are forgotten as soon as it is answered.
TO_COORDINATOR = "pass_to_coordinator"

#: The command of the question whether the next meeting is called as it is proposed, in a coordinator's morning.
NEXT_MEETING = "next_meeting"

#: The commands of standing questions: whether a youth's words are passed on, whether somebody is removed,
#: whether the coordinator is to ring, whether the next meeting is called. Their answers must not get lost, so only a
#: newer one of the same command replaces them.
STANDING = frozenset({OFFER, OWN_WITHDRAWAL, TALK, NEXT_MEETING})

#: The commands of what a youth is asked about a meeting: whether they can come, and when it would suit them
#: instead.
MEETING_ANSWER = "meeting_answer"
SUGGEST_TIME = "suggest_time"

#: How long after a question for a second person was asked a late yes may still be meant for it, though it has
#: ended: as long as it may wait, and two days.
LATE = timedelta(days=9)

#: Due rows of a unit about questions for a second person. The subject of the first is the unit, of the others the
#: number of the question.
REMIND, LAPSES, OVERTAKEN = "second.remind", "second.lapses", "second.overtaken"

#: The tag of a message that reminds of such questions; with the number of the question, if it is only one.
REMINDED = "second"

#: So long after its time a question for a second person is expired like any other, if nobody has told of it.
_UNTOLD = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question, unsealed.

    ``person_id``: who is asked; ``None`` while any second person but ``asker`` may answer, then whoever did.
    ``outbox_id``: the message that asks it. ``event_id``: the message that led to it.
    """

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


@dataclass(frozen=True, kw_only=True)
class AskedAbout:
    """What somebody was asked about one thing: the questions they may still answer, and the outbox rows of
    those that are not sent yet. ``may_know``: whether they may have heard of it."""

    open: tuple[int, ...]
    unsent: tuple[int, ...]
    may_know: bool


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
    """Store a question; returns its number.

    It replaces older open questions to the same person in the room, except standing ones. ``event_id``: the
    message that led to it. One for a second person is scheduled to be reminded of, and to be told of when it
    lapses.
    """
    if person_id is not None and command == BETWEEN:
        close_between(session, room.id, person_id)
    elif person_id is not None:
        close_all(session, room.id, person_id, "replaced", keeping=STANDING - {command}, unseen=False)
    row = Question(
        unit_id=room.unit_id,
        room_id=room.id,
        person_id=person_id,
        asker=asker,
        command=command,
        case_id=case_id,
        field=field,
        digest=_shown(session, room.key_id, digest),
        state_sealed=sealed.seal_json(
            session, room.key_id, {"words": words, "agreed": sorted(agreed), "digest": digest}, "question"
        ),
        key_id=room.key_id,
        outbox_id=outbox_id,
        asked_at=now,
        expires_at=now + lasts,
        event_id=event_id,
    )
    session.add(row)
    session.flush()
    if person_id is None:
        due.schedule(session, unit_id=room.unit_id, kind=LAPSES, subject=str(row.id), at=row.expires_at)
        plan_reminder(session, room.unit_id, now)
    return row.id


def plan_reminder(session: Session, unit_id: str, now: datetime) -> None:
    """Have a unit reminded, the next working morning, of what waits for a second person. An earlier reminder
    is left as it is."""
    if due.scheduled_at(session, REMIND, unit_id) is None:
        next_day = working_day.following(calendar.day_of(now))
        due.schedule(session, unit_id=unit_id, kind=REMIND, subject=unit_id, at=calendar.morning(next_day))


def newest_open(session: Session, room_id: str, person_id: str, now: datetime) -> Asked | None:
    """The newest open question to a person in a room."""
    row = session.scalars(
        select(Question)
        .where(
            Question.room_id == room_id,
            Question.person_id == person_id,
            is_open(),
            Question.expires_at > now,
        )
        .order_by(Question.id.desc())
    ).first()
    return None if row is None else _unsealed(session, row)


def answerable_as_second(session: Session, room_id: str, person_id: str, now: datetime) -> list[Asked]:
    """The open questions in a room that somebody may answer as a second person: those that others caused."""
    rows = session.scalars(
        select(Question)
        .where(
            Question.room_id == room_id,
            Question.person_id.is_(None),
            Question.asker != person_id,
            is_open(),
            Question.expires_at > now,
        )
        .order_by(Question.id)
    )
    return [_unsealed(session, row) for row in rows]


def awaiting_second(session: Session, room_id: str) -> list[Asked]:
    """The open questions in a room that wait for a second person, also those whose time is over."""
    rows = session.scalars(
        select(Question)
        .where(Question.room_id == room_id, Question.person_id.is_(None), is_open())
        .order_by(Question.id)
    )
    return [_unsealed(session, row) for row in rows]


def numbered(session: Session, question_id: int) -> Asked | None:
    """A question in any state; ``None`` when there is none. An expired one has no words any more."""
    row = session.get(Question, question_id)
    return None if row is None else _unsealed(session, row)


def overtake(session: Session, unit_id: str, case_id: str, now: datetime) -> None:
    """Cancel the questions about a case that wait for a second person, because it is another case now; who
    asked and who was asked are told at once."""
    waiting = update(Question).where(Question.person_id.is_(None), is_open(), Question.case_id == case_id)
    for question_id in session.scalars(waiting.values(state="cancelled").returning(Question.id)).all():
        due.schedule(session, unit_id=unit_id, kind=OVERTAKEN, subject=str(question_id), at=now)


def get(session: Session, question_id: int, now: datetime) -> Asked | None:
    """A question that is open or replaced; ``None`` for one that is answered, cancelled or expired."""
    row = session.get(Question, question_id)
    if row is None or row.state not in ("open", "replaced") or row.expires_at <= now:
        return None
    return _unsealed(session, row)


def delivered(session: Session, room_id: str, person_id: str, now: datetime) -> list[Asked]:
    """The open questions to a person that were, or may have been, delivered in a room, in the order they saw
    them.

    An offer is left out when none of the words it is about are kept any more.
    """
    rows = session.scalars(
        select(Question)
        .outerjoin(Outbox, Outbox.id == Question.outbox_id)
        .where(
            Question.room_id == room_id,
            Question.person_id == person_id,
            is_open(),
            Question.expires_at > now,
            Outbox.id.is_(None) | Outbox.state.in_(("sent", "sending")),
        )
        .order_by(Outbox.sent_at.is_(None), Outbox.sent_at, Question.id)
    ).all()
    has_words = youth_words.has_words(session, person_id)
    return [_unsealed(session, row) for row in rows if has_words or row.command != OFFER]


def is_last_word(session: Session, asked: Asked, *, strictly: bool = False) -> bool:
    """Whether the bot has said nothing answerable in its room after a question; ``strictly``: nothing at
    all."""
    ours = None if asked.outbox_id is None else session.get(Outbox, asked.outbox_id)
    if ours is None or ours.sent_at is None:
        return True
    # The tags of messages about a question, or beside it
    tags = ("again",) if strictly else ("again", "beside", "words:")
    later = exists().where(
        Outbox.room_id == ours.room_id,
        is_said(),
        Outbox.state == "sent",
        Outbox.tag.is_(None) | and_(*(Outbox.tag.not_like(f"{tag}%") for tag in tags)),
        Outbox.sent_at >= ours.sent_at,
        (Outbox.sent_at > ours.sent_at) | (Outbox.id > ours.id),
    )
    return not session.scalar(select(later))


def close_between(session: Session, room_id: str, person_id: str) -> None:
    """Cancel the questions to a person which of several questions they meant."""
    theirs = (Question.room_id == room_id, Question.person_id == person_id, Question.command == BETWEEN)
    session.execute(update(Question).where(*theirs, is_open()).values(state="cancelled"))


def close_offers(session: Session, room_id: str, person_id: str) -> None:
    """Mark every offer to pass on a person's words answered: they decided about all of them at once.

    Also cancels what they were asked about which question they meant.
    """
    close_between(session, room_id, person_id)
    theirs = (Question.room_id == room_id, Question.person_id == person_id, Question.command == OFFER)
    open_ones = update(Question).where(*theirs, Question.state.in_(("open", "replaced")))
    session.execute(open_ones.values(state="answered"))


def cancel_caused_by(session: Session, account_id: str, event_id: str, asker: str) -> list[Asked]:
    """Cancel and return the questions for a second person that a changed or removed message led to.

    That is any message from the one with which the command began to the one that led to the question.
    """
    heard = select(Inbox.seen_at).where(Inbox.account_id == account_id)
    seen = heard.where(Inbox.event_id == event_id).scalar_subquery()
    began = heard.where(Inbox.event_id == Question.event_id).scalar_subquery()
    rows = session.scalars(
        select(Question).where(
            Question.asker == asker,
            Question.person_id.is_(None),
            is_open(),
            # A question asked by the release before does not know its message
            Question.event_id.is_(None) | ((began <= seen) & (seen <= Question.asked_at)),
        )
    ).all()
    for row in rows:
        row.state = "cancelled"
    return [_unsealed(session, row) for row in rows]


def of_message(session: Session, outbox_id: int) -> Asked | None:
    """The question that a message of the bot asked, in any state."""
    row = session.scalars(select(Question).where(Question.outbox_id == outbox_id)).first()
    return None if row is None else _unsealed(session, row)


def is_beyond_doubt(session: Session, asked: Asked, person_id: str, now: datetime) -> bool:
    """Whether a bare yes of a second person can only be meant for this question.

    Their yes may have been on its way, or typed for what they saw before. So two things must hold in the
    room:

    - This is the newest question that they could answer or take for one to them: no open preview comes after
      it.
    - No other question for a second person ended lately without a yes and without them: taken back, expired,
      or refused by somebody else after which the same person asks something else. One with the same preview
      is the same question.
    """
    taken_back = Question.person_id.is_(None)
    by_another = (Question.person_id != person_id) & (Question.person_id != Question.asker)
    ended_lately = and_(
        taken_back | (by_another & (Question.asker == asked.asker)),
        Question.asker != person_id,
        Question.state != "answered",
        Question.asked_at > now - LATE,
        Question.expires_at > now - LATE,  # follows from the line above; the index is by this time
        Question.digest != _shown(session, rooms.get(session, asked.room_id).key_id, asked.digest),
    )
    theirs = (Question.person_id == person_id, Question.id > asked.id)
    # On the screen: "Stämmer det? ja / nej"
    newer_preview = (
        Question.field.is_(None),
        Question.state.in_(("open", "replaced")),
        Question.expires_at > now,
        Question.id > asked.id,
    )
    others = (
        exists().where(Question.room_id == asked.room_id, *conditions)
        for conditions in ((Question.id != asked.id, ended_lately), theirs, newer_preview)
    )
    return not session.scalar(select(or_(*others)))


def is_question(session: Session, outbox_id: int) -> bool:
    """Whether a message of the bot asked a question, to whomever and in any state."""
    return bool(session.scalar(select(exists().where(Question.outbox_id == outbox_id))))


@dataclass(frozen=True, kw_only=True)
class AskedInThread:
    """A question that was asked in a thread, by the event that asks it. ``takes_words``: any words may answer it,
    not only a yes or no."""

    event_id: str
    takes_words: bool


def in_thread(
    session: Session, room_id: str, root: str, person_id: str, now: datetime
) -> AskedInThread | None:
    """The newest question to a person that was asked in a thread, or with which it began."""
    stands_there = (
        select(Outbox.id).where(Outbox.thread == root).union(select(Outbox.id).where(Outbox.event_id == root))
    )
    query = (
        select(Outbox.event_id, Question.field)
        .join(Outbox, Outbox.id == Question.outbox_id)
        .where(
            Question.outbox_id.in_(stands_there),
            Question.room_id == room_id,
            Question.state.in_(("open", "replaced")),
            Question.expires_at > now,
            Outbox.event_id.is_not(None),
            or_(
                Question.person_id == person_id, Question.person_id.is_(None) & (Question.asker != person_id)
            ),
        )
        .order_by(Question.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    if found is None:
        return None
    return AskedInThread(event_id=str(found.event_id), takes_words=found.field is not None)


def replied_to(session: Session, outbox_id: int, person_id: str, now: datetime) -> Asked | None:
    """The question that somebody's reply to a message answers, also one that was replaced by a newer one."""
    row = session.scalars(
        select(Question).where(
            Question.outbox_id == outbox_id,
            Question.state.in_(("open", "replaced")),
            Question.expires_at > now,
            or_(
                Question.person_id == person_id, Question.person_id.is_(None) & (Question.asker != person_id)
            ),
        )
    ).first()
    return None if row is None else _unsealed(session, row)


def latest(session: Session, room_id: str, person_id: str, *, but_decided: bool = True) -> Asked | None:
    """The last question to a person that was delivered in a room, in any state; an expired one has no words
    any more.

    ``but_decided``: leaves out answered offers, since people go on with what was asked before them.
    """
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
    return None if row is None else _unsealed(session, row)


def close_one(session: Session, question_id: int, state: str = "answered", *, by: str | None = None) -> None:
    """Close one question; ``by``: the second person who answered it."""
    closed = update(Question).where(Question.id == question_id)
    session.execute(closed.values(state=state, state_sealed=_still_sealed()))
    if by is not None:
        session.execute(closed.values(person_id=by))


def forget_message(
    session: Session, event_id: str, *, room_id: str, asker: str | None, keeps_earlier: bool = False
) -> None:
    """Forget the words of a professional's message that was changed or taken back, if they might be passed on.

    An offer holds the sentences before it, too, so every one to whoever did it in that room is over.
    ``keeps_earlier``: the message is said anew, so that the offer of the sentences before it stands again.
    """
    # Those that are kept still are few; by their index, which is by when they end, they are found at once
    kept = (Question.command == TO_COORDINATOR, is_unwiped(), Question.expires_at > _LONG_AGO)
    columns = (Question.id, Question.event_id, Question.room_id, Question.asker, Question.state)
    offers = sorted(session.execute(select(*columns).where(*kept)).all())
    of_asker = [row for row in offers if row.room_id == room_id and row.asker == asker]
    theirs = {row.id for row in of_asker} | {row.id for row in offers if row.event_id == event_id}
    before: int | None = None
    if keeps_earlier:
        first = next((row.id for row in offers if row.event_id == event_id), None)
        if first is not None:
            earlier = [row.id for row in of_asker if row.id < first and row.state == "replaced"]
            before = max(earlier, default=None)
            theirs = {number for number in theirs if number >= first}
    forgotten = update(Question).where(Question.id.in_(theirs))
    session.execute(forgotten.values(state="cancelled", state_sealed=b""))
    if before is not None:
        session.execute(update(Question).where(Question.id == before).values(state="open"))


def _still_sealed() -> ColumnElement[bytes]:
    """What a question that is over still holds: of an offer to pass words on, nothing."""
    return case((Question.command == TO_COORDINATOR, literal(b"")), else_=Question.state_sealed)


def mark_replaced(session: Session, question_id: int) -> bool:
    """Mark a question replaced, so that only a direct reply answers it; returns whether it was open or
    replaced."""
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
    but_of: str | None = None,
) -> int:
    """Close the open questions to a person in a room; returns how many.

    ``keeping``: commands whose questions stay open. ``but_of``: so do those that this event led to. Without
    ``unseen``, questions that are not sent yet stay open too: they come after what is asked now.
    """
    statement = update(Question).where(
        Question.room_id == room_id,
        Question.person_id == person_id,
        is_open(),
        Question.command.not_in(keeping),
    )
    if but_of is not None:
        statement = statement.where(Question.event_id.is_(None) | (Question.event_id != but_of))
    if not unseen:
        later = select(Outbox.id).where(
            Outbox.room_id == room_id, is_unsent(Outbox), Outbox.state == "waiting"
        )
        statement = statement.where(Question.outbox_id.is_(None) | Question.outbox_id.not_in(later))
    closed: dict[str, Any] = {"state": state}
    if state != "replaced":  # a replaced one may still be answered
        closed["state_sealed"] = _still_sealed()
    return len(session.execute(statement.values(closed).returning(Question.id)).all())


def close_same_command(
    session: Session, asker: str, command: str, case_id: str | None, words: dict[str, str]
) -> int:
    """Cancel the questions for a second person that the same command of somebody asked before; returns how
    many."""
    same_case = Question.case_id.is_(None) if case_id is None else Question.case_id == case_id
    query = select(Question).where(
        Question.asker == asker,
        Question.command == command,
        same_case,
        Question.person_id.is_(None),
        is_open(),
    )
    same = [row for row in session.scalars(query) if _unsealed(session, row).words == words]
    for row in same:
        row.state = "cancelled"
    return len(same)


def asked_about(
    session: Session, room_id: str, person_id: str, command: str, word: tuple[str, str]
) -> AskedAbout:
    """What somebody was asked in a room about one thing; ``word``: the argument of the question that says
    what it is.

    They cannot know of it only if every question about it is still unsent. Expired questions hold no
    arguments any more: if there are any, they may have been about it. Whoever was never asked in writing was
    told in another way.
    """
    asked = (Question.room_id == room_id, Question.person_id == person_id, Question.command == command)
    rows = session.scalars(select(Question).where(*asked, is_unwiped()).order_by(Question.id)).all()
    about = [row for row in rows if word in _unsealed(session, row).words.items()]
    unsent = [row.outbox_id for row in about if row.outbox_id and outbox.is_waiting(session, row.outbox_id)]
    is_any_forgotten = bool(session.scalar(select(exists().where(*asked, not_(is_unwiped())))))
    return AskedAbout(
        open=tuple(row.id for row in about if row.state in ("open", "replaced")),
        unsent=tuple(unsent),
        may_know=not unsent or len(unsent) < len(about) or is_any_forgotten,
    )


def close_about(session: Session, asked: AskedAbout) -> None:
    """Cancel the questions about something that has ended, and drop those that are unsent."""
    session.execute(update(Question).where(Question.id.in_(asked.open)).values(state="cancelled"))
    for outbox_id in asked.unsent:
        outbox.drop(session, outbox_id, "what it asks about is over")


def close_person(session: Session, person_id: str) -> None:
    """Cancel every open question to somebody, and every one their own commands asked."""
    theirs = or_(Question.person_id == person_id, Question.asker == person_id)
    session.execute(update(Question).where(theirs, is_open()).values(state="cancelled"))


def close_awaiting_second(session: Session, room_id: str, asker: str) -> int:
    """Cancel the questions in a room that wait for a second person's yes to somebody's command; returns how
    many."""
    statement = update(Question).where(
        Question.room_id == room_id,
        Question.asker == asker,
        Question.person_id.is_(None),
        is_open(),
    )
    return len(session.execute(statement.values(state="cancelled").returning(Question.id)).all())


def is_awaiting_second(session: Session, room_id: str, asker: str, now: datetime) -> bool:
    """Whether a command of somebody waits in a room for a second person's yes."""
    waiting = exists().where(
        Question.room_id == room_id,
        Question.asker == asker,
        Question.person_id.is_(None),
        is_open(),
        Question.expires_at > now,
    )
    return bool(session.scalar(select(waiting)))


def expire(session: Session, now: datetime) -> int:
    """Expire the questions nobody answered in time, and wipe all whose time is over; returns how many
    expired.

    One for a second person is left until whoever asked has been told (:data:`LAPSES`).
    """
    is_told = or_(
        Question.person_id.is_not(None), Question.state != "open", Question.expires_at <= now - _UNTOLD
    )
    past = (Question.expires_at <= now, is_unwiped(), is_told)
    session.execute(update(Question).where(*past, Question.state != "open").values(state_sealed=b""))
    closed = update(Question).where(*past, is_open()).values(state="expired", state_sealed=b"")
    return len(session.execute(closed.returning(Question.id)).all())


def forget_room(session: Session, room_id: str) -> None:
    """Cancel every open question in a room, and wipe all of its questions."""
    of_room = update(Question).where(Question.room_id == room_id)
    session.execute(of_room.where(is_open()).values(state="cancelled"))
    session.execute(of_room.where(is_unwiped()).values(state_sealed=b""))


def _shown(session: Session, key_id: str, digest: str | None) -> str | None:
    """What the column has for a digest: by a hash that anybody can compute, a guess at what was shown could be
    tried. What is no hash stays."""
    if digest is None or len(digest) != sha256().digest_size * 2:
        return digest
    return sealed.index(session, key_id, digest, "question")


def _unsealed(session: Session, row: Question) -> Asked:
    state: dict[str, Any] = {"words": {}, "agreed": []}
    if row.state_sealed:  # empty after it expired
        state = sealed.unseal_json(session, row.key_id, row.state_sealed, "question")
    return Asked(
        id=row.id,
        room_id=row.room_id,
        person_id=row.person_id,
        asker=row.asker,
        command=row.command,
        case_id=row.case_id,
        field=row.field,
        digest=state.get("digest", row.digest),
        words=state["words"],
        agreed=frozenset(state["agreed"]),
        outbox_id=row.outbox_id,
        event_id=row.event_id,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        state=row.state,
    )
