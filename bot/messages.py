"""What comes in and what may go out. Handlers build :class:`Say`, :class:`Edit`, :class:`React`, :class:`Attach`,
:class:`Pin` and :class:`Redact`; only the reconciler builds rooms and memberships. Nobody but the outbox sends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.i18n import Lines, Text


class Kind(StrEnum):
    """What an incoming event is."""

    TEXT = "text"
    REACTION = "reaction"
    EDIT = "edit"
    REDACTION = "redaction"
    MEMBER = "member"
    UNREADABLE = "unreadable"  # its key has not come, or it has no words: see Wordless
    NUMBER = "number"  # there is a personal number in it
    NUMBER_AGAIN = "number_again"  # and in this one, just after; it is being taken away already
    FLOOD = "flood"  # the first of more than is taken from one person: the rest is dropped


class Wordless(StrEnum):
    """What a message is that has no words we read: the body of an :attr:`Kind.UNREADABLE` row, and all that is known of
    it. Without any, its key has not come."""

    VOICE = "voice"
    IMAGE = "image"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "location"
    STICKER = "sticker"
    EMOTE = "emote"
    NOTICE = "notice"
    POLL = "poll"
    OTHER = "other"
    TAKEN_BACK = "taken_back"  # by its writer
    MORE = "more"  # than there was room to keep


class Urgency(StrEnum):
    """The class of a message; :mod:`bot.rules.budget` says who may be disturbed by it, when, and how often."""

    ANSWER = "answer"  # to what the person just wrote: at once, always
    QUESTION = "question"
    REMINDER = "reminder"
    CHANGE = "change"  # a meeting is moved or called off: by day, however much was said that day
    ALARM = "alarm"  # danger: breaks every quiet hour
    DIGEST = "digest"


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One inbox row, opened. ``verified``: it was encrypted by an owner-signed device of the sender."""

    id: int
    event_id: str
    room_id: str
    sender: str
    kind: Kind
    about: str | None
    body: str
    verified: bool
    seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class Say:
    """A new message in a room. ``tag`` names it for later edits, pins and reactions (``task:<id>``)."""

    room_id: str
    body: Text | Lines
    urgency: Urgency = Urgency.ANSWER
    mentions: tuple[str, ...] = ()  # person ids
    tag: str | None = None
    quiet: bool = False  # m.notice: greyed and without a notification; receipts, and what a lock screen must not show
    reply_to: str | None = None  # event id
    person_id: str | None = None  # whom it is for, for the budget
    elsewhere: Text | Lines | None = None  # an alarm on a page: what kontoret hears at once if its owner is not there


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Replace the newest message of that tag in the room; becomes a Say when there is none yet."""

    room_id: str
    tag: str
    body: Text | Lines


@dataclass(frozen=True, kw_only=True)
class React:
    """Put an emoji on an event."""

    room_id: str
    event_id: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Attach:
    """Send a file, encrypted. ``make`` names a document of :mod:`bot.documents`; it is made when it is delivered."""

    room_id: str
    name: str
    mime: str
    make: str
    about: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Pin:
    """Pin the newest message of that tag, and only that one."""

    room_id: str
    tag: str


@dataclass(frozen=True, kw_only=True)
class Redact:
    """Remove an event's content from the room."""

    room_id: str
    event_id: str


class Out(StrEnum):
    """Kinds of outbox rows: the messages above, and what the reconciler alone writes."""

    SAY = "say"
    EDIT = "edit"
    REACT = "react"
    ATTACH = "attach"
    PIN = "pin"
    REDACT = "redact"
    OPEN = "open"
    INVITE = "invite"
    REMOVE = "remove"
    FREEZE = "freeze"
    THAW = "thaw"
    LEAVE = "leave"

    @property
    def rank(self) -> int:
        """Order within a room: removals before everything, rooms and invitations before words (but nobody waits for an
        invitation).

        Freezing keeps its place among the words: what was said before it is still delivered.
        """
        if self is Out.REMOVE:
            return 0
        return 1 if self in (Out.OPEN, Out.INVITE, Out.THAW) else 5


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """What the homeserver made of an outbox row: the event, or the room it opened."""

    event_id: str | None = None
    matrix_room: str | None = None
    membership: str | None = None  # of whom was invited, unless it is noted already
