"""How a youth is reminded of a meeting: the evening before and two hours before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.messages import Urgency
from bot.rules.meeting import Answer, Meeting, MeetingState
from bot.rules.person import Person
from bot.services import meeting_notice, pause
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


def take(store: CaseStore, meeting_id: str) -> Reminder | None:
    """The reminder of a meeting that is due now; None when the youth is not to be reminded.

    A change of which they would hear tomorrow is told instead, and waits no more.
    """
    meeting = store.meetings.get(meeting_id)
    youth = store.facts.youth
    if (
        meeting is None
        or youth is None
        or meeting.state is not MeetingState.PLANNED
        or meeting.starts_at <= store.now
    ):
        return None
    if pause.is_paused(store) or not youth.reminders:
        return None
    if youth.matrix_id is None:
        return Reminder(meeting=meeting, youth=youth, by=By.RINGING)
    answered = store.meetings.answers(meeting.id).get(youth.id)
    if answered is Answer.NO:
        return None
    notice = meeting_notice.take_waiting(store, meeting, youth, Urgency.CHANGE)
    if notice is not None:
        return Reminder(meeting=meeting, youth=youth, by=By.NOTICE, notice=notice)
    if store.has_standing_question(youth.id):
        return Reminder(meeting=meeting, youth=youth, by=By.TELLING)
    if answered is Answer.YES:
        return Reminder(meeting=meeting, youth=youth, by=By.KNOWING)
    return Reminder(meeting=meeting, youth=youth, by=By.ASKING)
