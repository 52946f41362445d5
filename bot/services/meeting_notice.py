"""How a youth hears of a meeting, of its new time, and what they know of one that was moved since.

One change a day is enough, and then the latest. But nobody should turn up to a meeting that is not held, or
miss one that was moved, because the words had to wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.messages import Urgency
from bot.rules import budget, calendar
from bot.rules.case import State
from bot.rules.meeting import Meeting, MeetingState
from bot.rules.person import Person
from bot.rules.reminder import JUST_BEFORE
from bot.services import missed
from storage.question import MEETING_ANSWER, AskedAbout
from storage.scoped import CaseStore

#: Due row: tell a youth of a new time. Its subject is the case and the numbers of the meeting as they know it
#: and as it is now.
CHANGE = "meeting.change"


class Way(StrEnum):
    """How a youth hears of a meeting, or of its new time."""

    ASK = "ask"  # on the own page
    RING = "ring"  # somebody has to: no account, or too late in writing
    TELL = "tell"  # a new time, on the own page
    RING_MOVED = "ring_moved"  # a new time, too near to be told in writing alone
    LATER = "later"  # a new time; they have been told of one today


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A new time as a youth is told of it: on the own page (``in_writing``), by a call, or both.

    ``known``: the meeting as they know of it; ``meeting``: as it is now; ``tag``: of the words on the own
    page.
    """

    youth: Person
    known: Meeting
    meeting: Meeting
    urgency: Urgency
    tag: str
    in_writing: bool
    by_telephone: bool


def way(store: CaseStore, meeting: Meeting, youth: Person, known: Meeting | None) -> Way:
    """How the youth would hear of a meeting; ``known``: the meeting as they know of it, if it was moved."""
    if known is None or known.starts_at == meeting.starts_at:
        return Way.ASK if is_in_time(store, meeting, youth) else Way.RING
    first = _earlier(known, meeting)
    if not is_in_time(store, first, youth):
        return Way.RING_MOVED
    last = store.newest_tag(_tag_of(store, known), store.page(youth.id))
    is_told_today = last is not None and last.tag.endswith(f":{store.facts.today}")
    if is_told_today and _tomorrow(store, youth) <= first.starts_at - JUST_BEFORE:
        return Way.LATER
    return Way.TELL


def is_in_time(store: CaseStore, meeting: Meeting, youth: Person) -> bool:
    """Whether a question asked now gets to the youth well before the meeting: at night it waits for the
    morning."""
    arrives = budget.may_leave_at(Urgency.QUESTION, youth.role, store.now, 0)
    return youth.matrix_id is not None and arrives is not None and arrives <= meeting.starts_at - JUST_BEFORE


def notice(store: CaseStore, youth: Person, known: Meeting, meeting: Meeting, urgency: Urgency) -> Notice:
    """How a new time is told now: they are asked anew, and somebody rings where writing is too late."""
    arrives = budget.may_leave_at(urgency, youth.role, store.now, 0) or store.now
    return Notice(
        youth=youth,
        known=known,
        meeting=meeting,
        urgency=urgency,
        tag=f"{_tag_of(store, meeting)}{known.number}:{calendar.day_of(arrives)}",
        in_writing=urgency is Urgency.ANSWER or is_in_time(store, meeting, youth),
        by_telephone=not is_in_time(store, _earlier(known, meeting), youth),
    )


# ---------------------------------------------------------------------------------------------------- what they know


def known(store: CaseStore, meeting: Meeting) -> Meeting | None:
    """A meeting as the youth knows of it, which may be an earlier time; None when nobody has told them of
    any.

    In doubt they know.
    """
    youth = store.facts.youth
    if youth is None:
        return None
    waiting = _waiting(store, meeting)
    if waiting is not None:
        return waiting
    if meeting.asked_at is None:
        return None  # of a series: people are asked about it later
    asked = _asked(store, meeting, youth)
    last = store.newest_tag(_tag_of(store, meeting), store.page(youth.id))
    if last is not None and (last.is_dropped or (asked is not None and last.id in asked.unsent)):
        return _numbered(store, last.tag.split(":")[3])  # it never left: they know of what was before it
    return meeting if asked is None or asked.may_know else None


def close(store: CaseStore, meeting: Meeting) -> None:
    """Close what the youth was asked about a meeting that is not held as it was called; what is unsent is
    dropped."""
    youth = store.facts.youth
    if youth is None:
        return
    asked = _asked(store, meeting, youth)
    if asked is not None:
        store.close_about(asked)
    waiting = _waiting(store, meeting)
    if waiting is not None:
        store.cancel_scheduled("changed again", kind=CHANGE, subject=_subject(store, waiting, meeting))


# -------------------------------------------------------------------------------------------------- what waits a day


def postpone(store: CaseStore, youth: Person, known: Meeting, meeting: Meeting) -> None:
    """Plan to tell the youth of a new time tomorrow."""
    store.schedule(CHANGE, _subject(store, known, meeting), _tomorrow(store, youth))


def due(store: CaseStore, subject: str) -> Notice | None:
    """What the youth is told, the day after, of the latest of the changes that came after the first of a
    day."""
    known, meeting = _parted(store, subject)
    youth = store.facts.youth
    if (
        known is None
        or meeting is None
        or youth is None
        or store.case.state not in (State.ACTIVE, State.FROZEN)
    ):
        return None
    if meeting.state is not MeetingState.PLANNED:
        return None
    if meeting.starts_at <= store.now:
        missed.note(store, meeting)
        return None
    return notice(store, youth, known, meeting, Urgency.CHANGE)


def changed_since(store: CaseStore, meeting: Meeting) -> Meeting | None:
    """What a meeting has become by a change of which the youth is to hear tomorrow."""
    for known, latest in _changes(store):
        if latest is not None and meeting.id in (latest.id, None if known is None else known.id):
            return latest
    return None


def take_waiting(store: CaseStore, meeting: Meeting, youth: Person, urgency: Urgency) -> Notice | None:
    """Have the youth told now of a change that would wait for tomorrow; None when none waits."""
    known = _waiting(store, meeting)
    if known is None:
        return None
    store.cancel_scheduled("told now", kind=CHANGE, subject=_subject(store, known, meeting))
    return notice(store, youth, known, meeting, urgency)


# ------------------------------------------------------------------------------------------------------------ inside


def _waiting(store: CaseStore, meeting: Meeting) -> Meeting | None:
    """The meeting as the youth knows of it while they have not been told yet that it is this one."""
    for known, latest in _changes(store):
        if latest is not None and latest.id == meeting.id:
            return known
    return None


def _changes(store: CaseStore) -> Iterator[tuple[Meeting | None, Meeting | None]]:
    """The changes that are told later: the meeting as the youth knows of it, and as it is now."""
    for subject in store.pending_subjects(CHANGE):
        yield _parted(store, subject)


def _parted(store: CaseStore, subject: str) -> tuple[Meeting | None, Meeting | None]:
    _, known, latest = subject.split(":")
    return _numbered(store, known), _numbered(store, latest)


def _subject(store: CaseStore, known: Meeting, meeting: Meeting) -> str:
    return f"{store.case_id}:{known.number}:{meeting.number}"


def _tag_of(store: CaseStore, meeting: Meeting) -> str:
    """How the tag of the notice of a new time begins; the number of the meeting before it and the day
    follow."""
    return f"change:{store.case_id}:{meeting.number}:"


def _numbered(store: CaseStore, number: str) -> Meeting | None:
    return next((meeting for meeting in store.meetings.all() if str(meeting.number) == number), None)


def _asked(store: CaseStore, meeting: Meeting, youth: Person) -> AskedAbout | None:
    """What the youth was asked about a meeting; None when they are asked nothing in writing."""
    if youth.matrix_id is None:
        return None
    return store.asked_about(youth.id, store.page(youth.id).id, MEETING_ANSWER, ("meeting", meeting.id))


def _earlier(one: Meeting, other: Meeting) -> Meeting:
    return min(one, other, key=lambda meeting: meeting.starts_at)


def _tomorrow(store: CaseStore, youth: Person) -> datetime:
    """When the first change of tomorrow may be told."""
    midnight = calendar.moment(store.facts.today + timedelta(days=1), time(0))
    opens = budget.may_leave_at(Urgency.CHANGE, youth.role, midnight, 0)
    assert opens is not None  # changes wait, and are never dropped
    return opens
