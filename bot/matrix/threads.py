"""Finds what a message in a thread answers.

An app says of every message in a thread that it replies to the one before, which may be anybody's. So what counts
is what the bot has asked in the thread. All else in a thread is talk among people, as in the room itself.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversation.clean import plain, without_courtesy
from bot.conversation.meeting_answers import can_come
from bot.rules.reactions import TAPPED
from bot.rules.roles import OWN_WORDS
from bot.rules.room import RoomKind
from storage import inbox, outbox, person, question
from storage.room import RoomView
from storage.tables import Room


def answered(
    session: Session, room: Room | RoomView, sender: str, root: str, text: str, now: datetime
) -> str | None:
    """The message of the bot that words in the thread of ``root`` answer; None when they answer none.

    On the own page of a youth, guardian or guest it is always the one with which the thread began.
    """
    writer = person.by_matrix(session, sender, room.unit_id)
    if writer is None or (room.kind is RoomKind.PAGE and writer.role in OWN_WORDS):
        return root
    words = text.strip().removeprefix("!")
    is_short = can_come(words) is not None or len(plain(without_courtesy(words)).split()) <= 2
    asked = question.in_thread(session, room.id, root, writer.id, now)
    if asked is not None and (asked.takes_words or is_short):
        return asked.event_id
    if can_come(words) is not None:
        return outbox.tapped_in_thread(session, room.id, root, TAPPED)
    if room.kind.of_case:
        return None
    return root if inbox.is_ours(session, root) else None
