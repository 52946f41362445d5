"""Messages that come in, and messages that may go out.

Handlers build :class:`Say`, :class:`Edit`, :class:`React`, :class:`Offer`, :class:`Attach`, :class:`Pin` and
:class:`Redact`;
only the reconciler builds rooms and memberships. Nobody but the outbox sends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.i18n import Lines, Rendered, Text


class Kind(StrEnum):
    """The kind of an incoming event."""

    TEXT = "text"
    REACTION = "reaction"
    EDIT = "edit"
    REDACTION = "redaction"
    MEMBER = "member"
    UNREADABLE = "unreadable"  # its key has not come, or it has no words: see Wordless
    NUMBER = "number"  # a message with a personal number in it
    NUMBER_AGAIN = "number_again"  # one more just after that, which is being redacted already
    FLOOD = "flood"  # the first message over one person's limit; those after it are dropped


class Wordless(StrEnum):
    """What a message without readable words is: the body of an :attr:`Kind.UNREADABLE` row.

    An empty body means that the message's key has not come.
    """

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
    TAKEN_BACK = "taken_back"  # redacted by its writer
    MORE = "more"  # more was written than is kept


class Urgency(StrEnum):
    """The class of a message; :mod:`bot.rules.budget` says whom it may disturb, when, and how often."""

    ANSWER = "answer"  # an answer to what the person just wrote: always, at once
    QUESTION = "question"
    REMINDER = "reminder"
    CHANGE = "change"  # a meeting is moved or cancelled: by day, without a daily limit
    ALARM = "alarm"  # danger: at any hour
    DIGEST = "digest"
    NOTICE = "notice"  # what the bot says by itself, at once: nobody waits for it


class Takes(StrEnum):
    """Which short answers a question in a room takes from somebody's next words, without a reply."""

    YES_NO = "yes_no"
    NUMBER = "number"
    STATE = "state"  # how a task goes


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One inbox row, decrypted. ``verified``: encrypted by a device that the sender's identity vouches for.
    ``sent_at``: when it was written, as the homeserver has it; ``seen_at``: when the bot got it.

    ``part``: how many messages of its body are handled already; ``body`` holds the others.
    """

    id: int
    event_id: str
    room_id: str
    sender: str
    kind: Kind
    about: str | None
    body: str
    verified: bool
    seen_at: datetime
    sent_at: datetime
    part: int = 0
    thread: str | None = None  # the event with which the thread began that it was said in


@dataclass(frozen=True, kw_only=True)
class Until:
    """For how long a message is of use: of a meeting, to a youth, who is to be rung when it did not go out ``at`` the
    latest."""

    at: datetime
    case_id: str
    meeting_id: str


@dataclass(frozen=True, kw_only=True)
class Say:
    """A new message in a room. ``tag`` names it for later edits, pins and reactions (``task:<id>``)."""

    room_id: str
    body: Text | Lines
    urgency: Urgency = Urgency.ANSWER
    mentions: tuple[str, ...] = ()  # person ids
    tag: str | None = None
    # sent as m.notice, grey and without a notification: receipts, and what no lock screen may show
    quiet: bool = False
    to_all: bool = False  # in the language of all who are in the room, whoever speaks there
    reply_to: str | None = None  # event id
    person_id: str | None = None  # whose budget it counts against
    # the person, or people, whose next words in a room of a case may answer it without a reply, and which answers it
    # takes
    asks: str | tuple[str, ...] = ()
    takes: Takes = Takes.YES_NO
    then: Rendered | None = None  # words rendered before, which follow the body
    # of an alarm on a page: what the office is told if its owner is not there
    elsewhere: Text | Lines | None = None
    # what notifies in its place where a youth's lock screen might show it; see bot.rules.lock_screen
    news: Text | None = None
    # of a message over several cases: their ids; what ends one of them while it waits ends it
    cases: tuple[str, ...] = ()
    # on an own page: the bot takes it away again after a while, as the phone may change hands
    fades: bool = False
    until: Until | None = None  # later than that it is not said, and somebody is told so


@dataclass(frozen=True, kw_only=True)
class Unheard:
    """A row for somebody's own page that nobody can read now, of which the office is to hear.

    ``elsewhere``: the words of an alarm that may be said in the office, as they were rendered when it was
    raised; without any, a row was dropped. ``tag``: of what is said there, so that it is said once.
    """

    room_id: str
    owner_id: str
    tag: str
    urgency: Urgency
    elsewhere: Rendered | None = None
    is_failing: bool = False  # the owner may have joined, but delivery fails
    is_alarmed: bool = False  # the page itself is under alarm


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A change of the newest message of that tag in the room; when there is none, a new message.

    ``still_asks``: the people whose next words may still answer it (person ids).
    """

    room_id: str
    tag: str
    body: Text | Lines
    still_asks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class React:
    """An emoji on an event."""

    room_id: str
    event_id: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The emoji that the bot itself puts on the newest message of a tag, so that people need only tap one. Those
    it had put there before are taken away; with no ``keys`` nothing is offered any more."""

    room_id: str
    tag: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attach:
    """An encrypted file. ``make`` names a document of :mod:`bot.documents`, which is made when it is
    delivered.

    ``caption``: what stands below a picture, and is read out instead of it; ``size``: its width and height in pixels.
    """

    room_id: str
    name: str
    mime: str
    make: str
    about: dict[str, Any]
    caption: Text | Lines | None = None
    size: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Pin:
    """The newest message of that tag, pinned as the room's only one."""

    room_id: str
    tag: str


@dataclass(frozen=True, kw_only=True)
class Redact:
    """The removal of an event's content from the room."""

    room_id: str
    event_id: str


class Out(StrEnum):
    """Kinds of outbox rows: the messages above, and what the reconciler alone writes."""

    SAY = "say"
    EDIT = "edit"
    REACT = "react"
    SEED = "seed"
    UNSEED = "unseed"
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
        """The order within a room: removals first, then rooms and invitations, then everything else, and last
        the emoji that the bot offers.

        A failed invitation holds nothing up. A freeze keeps its place among the messages, so that what was
        said before it is still delivered.
        """
        if self is Out.REMOVE:
            return 0
        if self in (Out.OPEN, Out.INVITE, Out.THAW):
            return 1
        if self in (Out.SEED, Out.UNSEED):
            return 9
        return 5


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """What came of an outbox row that was sent: the id of its event, or of the room it opened."""

    event_id: str | None = None
    matrix_room: str | None = None
    membership: str | None = None  # of the person invited, unless it is recorded already
