"""How a youth is reminded of a meeting: the evening before and two hours before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.messages import Urgency
from bot.rules import budget
from bot.rules.calendar import day_of
from bot.rules.meeting import Answer, Meeting, MeetingState
from bot.rules.person import Person
from bot.services import meeting_notice, missed, pause
from bot.services.meeting_notice import Notice
from storage.scoped import CaseStore


class By(StrEnum):
    """How a youth is reminded."""

    ASKING = "asking"  # whether they can come, on the own page
    KNOWING = "knowing"  # they have said yes: only that it is, and how to say that something came between
    TELLING = "telling"  # only that it is: something else is asked there, and yes and no belong to that
    NOTICE = "notice"  # of a new time that they are to hear of first
    RINGING = "ringing"  # they have no account


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What a youth is reminded of, and how; ``notice``: of the new time they have not heard of."""

    meeting: Meeting
    youth: Person
    by: By
    notice: Notice | None = None


def take(store: CaseStore, meeting_id: str, *, is_late: bool = False) -> Reminder | None:
    """The reminder of a meeting that is due now; None when the youth is not to be reminded. ``is_late``: it was due
    long ago.

    A change of which they would hear tomorrow is told instead, and waits no more.
    """
    meeting = store.meetings.get(meeting_id)
    youth = store.facts.youth
    if meeting is None or youth is None or meeting.state is not MeetingState.PLANNED:
        return None
    if pause.is_paused(store) or not youth.reminders:
        return None
    answered = store.meetings.answers(meeting.id).get(youth.id)
    if youth.matrix_id is not None and answered is Answer.NO:
        return None
    if _comes_too_late(store, meeting, youth, is_late=is_late):
        return None
    if youth.matrix_id is None:
        return Reminder(meeting=meeting, youth=youth, by=By.RINGING)
    notice = meeting_notice.take_waiting(store, meeting, youth, Urgency.CHANGE)
    if notice is not None:
        return Reminder(meeting=meeting, youth=youth, by=By.NOTICE, notice=notice)
    if store.has_standing_question(youth.id):
        return Reminder(meeting=meeting, youth=youth, by=By.TELLING)
    if answered is Answer.YES:
        return Reminder(meeting=meeting, youth=youth, by=By.KNOWING)
    return Reminder(meeting=meeting, youth=youth, by=By.ASKING)


def _comes_too_late(store: CaseStore, meeting: Meeting, youth: Person, *, is_late: bool) -> bool:
    """Whether a reminder is not to be said now, because the bot slept when its time came.

    In the night it waits for the morning. On the day of the meeting it is left to one that is still to come: they would
    say the same. Who has heard nothing when the meeting begins missed it, and somebody is told.
    """
    opens = budget.may_leave_at(Urgency.REMINDER, youth.role, store.now, 0)
    assert opens is not None  # nothing is counted
    if is_late and day_of(meeting.starts_at) == day_of(opens) and missed.is_reminded_still(store, meeting):
        return True
    if opens >= meeting.starts_at:
        missed.note(store, meeting)
        return True
    if opens > store.now:
        store.schedule(missed.REMINDER, f"{meeting.id}:{opens:%m%d%H}", opens)
        return True
    return False
