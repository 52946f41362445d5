"""Which of the events in a room are for the bot; in a room of a case also somebody's next words after a question
of the bot to them.

People talk with each other there, and none of that may leave a trace. So what is no command, reply or tap is
looked at in memory only: it is for the bot if the bot has asked that very person something, if these are their
first words since, and if the whole of them is a short answer. Whatever they are, the question then needs a reply
or "!ja".
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot.conversation import answers, clean, short_answer
from bot.conversation.answers import Meaning, Weight
from bot.conversation.clean import MARK
from bot.i18n import ZONE
from bot.messages import Kind, Takes
from bot.rules.roles import OWN_WORDS, Role
from bot.rules.room import RoomKind
from storage import asked_in_room, due, inbox, outbox, person
from storage.asked_in_room import Asked
from storage.inbox import Event
from storage.room import RoomView
from storage.tables import Room

#: What somebody says in a room, readable or not.
_SAID = frozenset({Kind.TEXT, Kind.UNREADABLE, Kind.NUMBER, Kind.NUMBER_AGAIN})

#: Due row: a youth has written to the others in the room; its subject is the youth.
FIRST_WORDS = "room.first_words"

#: One number or several, as tasks and choices have.
_NUMBER = re.compile(
    r"(?:(?:nr|nummer|number)\.? ?|# ?)?[0-9]{1,6}(?:(?: ?, ?| och | and | )[0-9]{1,6}){0,9}[.!]?",
    re.IGNORECASE,
)

#: How a task goes.
_STATES = frozenset({Meaning.DONE, Meaning.UNDER_WAY, Meaning.STUCK})


def addressed(session: Session, room: Room | RoomView, event: Event) -> Event | None:
    """The event, if it is for the bot: as it came, or as a reply to what somebody was asked; None for what is
    not."""
    is_for_bot = inbox.is_addressed(session, room, event)
    if not is_for_bot and event.kind in _SAID:
        _note_youth(session, room, event)
    unchanged = event if is_for_bot else None
    if not room.listens or event.kind not in _SAID or event.thread is not None:
        return unchanged  # in a thread people talk about that thread
    sender = person.by_matrix(session, event.sender, room.unit_id)
    if sender is None:
        return unchanged
    asked = asked_in_room.of_person(session, room.id, sender.id)
    if asked is None or _came_before(asked, event):
        return unchanged
    asked_in_room.forget(session, room.id, sender.id)
    if not _is_answered(asked, event, leniently=sender.role not in OWN_WORDS):
        return unchanged
    return replace(event, about=asked.event_id)


def first_words_tag(person_id: str, day: date) -> str:
    """The tag of what is said in a room when a youth first writes to the others on a day."""
    return f"first:{person_id}:{day}"


def _note_youth(session: Session, room: Room | RoomView, event: Event) -> None:
    """Have the room hear, the first time a youth writes to the others on a day, that nobody reads there all the time.

    What they write leaves no trace, only that they wrote that day.
    """
    if room.kind is not RoomKind.CASE or room.case_id is None:
        return
    writer = person.by_matrix(session, event.sender, room.unit_id)
    if writer is None or writer.role is not Role.YOUTH:
        return
    tag = first_words_tag(writer.id, event.seen_at.astimezone(ZONE).date())
    if not outbox.was_said_since(session, room.id, tag, event.seen_at - timedelta(days=1)):
        due.schedule(
            session,
            unit_id=room.unit_id,
            case_id=room.case_id,
            kind=FIRST_WORDS,
            subject=writer.id,
            at=event.seen_at,
        )


def _came_before(asked: Asked, event: Event) -> bool:
    """Whether somebody said this before they can have seen the question."""
    if asked.sent_at is None:
        return asked.is_to_come
    return event.seen_at < asked.sent_at


def _is_answered(asked: Asked, event: Event, *, leniently: bool) -> bool:
    """Whether these words can answer the question and nothing else; a reply to somebody, or what is said in a
    thread, is for them."""
    if asked.is_over or asked.event_id is None or event.kind is not Kind.TEXT or event.about or event.thread:
        return False
    if event.seen_at >= asked.until:
        return False
    said = event.body.strip()
    text = clean.line(said.removeprefix(MARK)).text if leniently else said.removeprefix(MARK)
    is_marked = said.startswith(MARK)
    if leniently and asked.takes is Takes.YES_NO:
        if is_marked and answers.begins_with_no(text):
            return True  # said to the bot for certain, and nothing is done by it
        if answers.begun(text, plainly=not is_marked) is not None:
            return True
    return _is_short(text, asked.takes, leniently=leniently)


def _is_short(text: str, takes: Takes, *, leniently: bool) -> bool:
    """Whether the whole of a text is a short answer of that kind."""
    if takes is Takes.NUMBER:
        return _NUMBER.fullmatch(text.strip()) is not None
    read = answers.read(text, leniently=leniently)
    if takes is Takes.STATE:
        return read is not None and read.meaning in _STATES and not read.is_question
    if read is not None and read.weight is Weight.COMING and not read.is_question:
        return read.meaning in (Meaning.YES, Meaning.NO)
    said = short_answer.find(text, leniently=leniently)
    return said is not None and said.name is None
