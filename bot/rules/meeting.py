"""Meetings and their states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.i18n import ZONE, Text
from bot.rules import words
from bot.rules.words import Term

#: Nobody is expected to meet before the first hour, or after the second.
_MORNING = time(7)
_EVENING = time(20)
#: So near to each other meetings of the same title may be the same one.
_SAME_TITLE_WITHIN = timedelta(days=1)


class MeetingState(StrEnum):
    """The state of a meeting."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"
    MISSED = "missed"  # its time has passed, and it did not take place


class Answer(StrEnum):
    """Whether somebody can come."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


class MeetingKind(StrEnum):
    """What a meeting is for."""

    INFORMATION = "information"  # before there is a consent
    FIRST = "first"
    FOLLOWUP = "followup"
    CLOSING = "closing"
    EXTRA = "extra"


#: What a meeting can be for, with other words for it.
KINDS = (
    Term(
        id=MeetingKind.INFORMATION,
        sv="informationsmöte",
        en="information meeting",
        words=("information", "informationsmötet", "infomöte", "infomötet", "info"),
    ),
    Term(
        id=MeetingKind.FIRST,
        sv="första möte",
        en="first meeting",
        words=(
            *(
                "första",
                "första mötet",
                "förstamöte",
                "uppstart",
                "uppstartsmöte",
                "uppstartsmötet",
                "startmöte",
            ),
            *("startmötet", "start", "inledande möte", "första träffen", "kick-off", "kickoff", "kick off"),
        ),
    ),
    Term(
        id=MeetingKind.FOLLOWUP,
        sv="uppföljning",
        en="follow-up",
        words=(
            *("uppföljningen", "uppföljningsmöte", "uppföljningsmötet", "uppföljande möte", "avstämning"),
            *(
                "avstämningsmöte",
                "avstämningsmötet",
                "avstämningen",
                "followup",
                "follow up",
                "follow-up meeting",
            ),
            *("check-in", "check in"),
        ),
    ),
    Term(
        id=MeetingKind.CLOSING,
        sv="avslutande möte",
        en="closing meeting",
        words=(
            *("avslut", "avslutet", "avslutning", "avslutningen", "avslutningsmöte", "avslutningsmötet"),
            *(
                "avslutsmöte",
                "sista mötet",
                "sista möte",
                "slutmöte",
                "slutmötet",
                "utvärderingsmöte",
                "closing",
            ),
            *("last meeting", "final meeting"),
        ),
    ),
    Term(
        id=MeetingKind.EXTRA,
        sv="extra möte",
        en="extra meeting",
        words=("extra", "extramöte", "extramötet", "annat", "övrigt", "krismöte", "other"),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What somebody answered, when, why, and who they say comes instead (a person id)."""

    answer: Answer
    at: datetime
    reason: str | None = None
    deputy_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingSeries:
    """Meetings that were called together: ``repeats`` is a :mod:`bot.rules.recurrence` as one line; ``ended_at``:
    when no more were to follow, None while more may."""

    id: str
    case_id: str
    repeats: str
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting of the circle.

    ``root_id``: the meeting it once was, before it was moved for the first time; ``sequence``: how many times it was
    moved. ``asked_at``: when people were asked whether they can come; None: not yet.
    """

    id: str
    unit_id: str
    case_id: str
    number: int
    starts_at: datetime
    minutes: int
    title: str
    place: str
    state: MeetingState = MeetingState.PLANNED
    kind: MeetingKind = MeetingKind.EXTRA
    link: str | None = None
    agenda: tuple[str, ...] = ()
    series_id: str | None = None
    root_id: str | None = None
    sequence: int = 0
    asked_at: datetime | None = None

    @property
    def first_id(self) -> str:
        """The id that the meeting has had since it was called, however often it was moved."""
        return self.root_id or self.id

    @property
    def ends_at(self) -> datetime:
        """When the meeting ends."""
        return self.starts_at + timedelta(minutes=self.minutes)


def moved(meeting: Meeting, *, starts_at: datetime, minutes: int, place: str) -> Meeting:
    """The meeting that is called instead of one that is moved."""
    return replace(
        meeting,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        root_id=meeting.first_id,
        sequence=meeting.sequence + 1,
        asked_at=None,
    )


def is_at_same_time(meeting: Meeting, other: Meeting) -> bool:
    """Whether two meetings begin and end at the same time."""
    return (meeting.starts_at, meeting.minutes) == (other.starts_at, other.minutes)


def planned(meetings: Iterable[Meeting], now: datetime) -> list[Meeting]:
    """Those that are still to be."""
    return [
        meeting for meeting in meetings if meeting.state is MeetingState.PLANNED and meeting.starts_at > now
    ]


def coming(meetings: Iterable[Meeting], now: datetime) -> Meeting | None:
    """The next one that is still to be."""
    return min(planned(meetings, now), key=lambda meeting: meeting.starts_at, default=None)


#: The states of a meeting that is held once its time comes.
_NOT_OFF = frozenset({MeetingState.PLANNED, MeetingState.HELD})


class Timed(Protocol):
    """Whatever is known of a meeting, its time and state among it."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def state(self) -> MeetingState: ...


_AnyTimed = TypeVar("_AnyTimed", bound=Timed)


def latest_held(meetings: Iterable[_AnyTimed], now: datetime) -> _AnyTimed | None:
    """The last meeting that has begun and was not called off."""
    begun = [one for one in meetings if one.state in _NOT_OFF and one.starts_at <= now]
    return max(begun, key=lambda one: one.starts_at, default=None)


def last_held(meetings: Iterable[Timed], now: datetime) -> date | None:
    """The day of the last meeting that has begun and was not called off; from it the next follow-up is counted."""
    last = latest_held(meetings, now)
    return None if last is None else last.starts_at.astimezone(ZONE).date()


def kind_text(kind: MeetingKind) -> Text:
    """What a meeting is for, in words."""
    return words.one(KINDS, kind).text


def kind_of(title: str) -> MeetingKind:
    """What a meeting is for, where its title plainly says so; any other is an extra one.

    Words of two kinds say nothing plainly: "uppföljning efter uppstart".
    """
    said = f" {' '.join(re.split(r'[^0-9a-zåäö-]+', title.casefold()))} "
    found = {
        MeetingKind(term.id)
        for term in KINDS
        if any(f" {name} " in said for name in term.names if name not in _IN_OTHER_TITLES)
    }
    return found.pop() if len(found) == 1 else MeetingKind.EXTRA


#: Words for a kind that stand in a title for much else: "information från skolan", "avslut av praktiken".
_IN_OTHER_TITLES = frozenset(
    {"information", "info", "start", "första", "annat", "övrigt", "extra", "other", "first"}
)


def at_night(starts_at: datetime) -> bool:
    """Whether a meeting would begin before seven, or after eight in the evening, Swedish time."""
    return not is_by_day(starts_at.astimezone(ZONE).time())


def is_by_day(at: time) -> bool:
    """Whether people meet at an hour."""
    return _MORNING <= at <= _EVENING


class Likeness(StrEnum):
    """Why another meeting of the case may be the same one."""

    SAME_TIME = "same_time"
    SAME_TITLE = "same_title"
    SAME_DAY = "same_day"


def likeness(meeting: Meeting, other: Meeting) -> Likeness | None:
    """Why one meeting may be the other; None when it is plainly another."""
    if meeting.starts_at < other.ends_at and other.starts_at < meeting.ends_at:
        return Likeness.SAME_TIME
    day = meeting.starts_at.astimezone(ZONE).date()
    other_day = other.starts_at.astimezone(ZONE).date()
    is_near = abs(day - other_day) <= _SAME_TITLE_WITHIN
    if is_near and meeting.title.casefold().strip() == other.title.casefold().strip():
        return Likeness.SAME_TITLE
    return Likeness.SAME_DAY if day == other_day else None
