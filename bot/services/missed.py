"""What a youth was to hear of a meeting, and did not while it was of use: whoever coordinates is told, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.case import Case, State
from bot.rules.meeting import Meeting, MeetingState
from storage.outage import MISSED, MISSED_AFTER
from storage.scoped import CaseStore, UnitStore

#: Due row: remind a youth of a meeting; its subject begins with the id of the meeting.
REMINDER = "meeting.reminder"


@dataclass(frozen=True, kw_only=True)
class Missed:
    """A meeting of which a youth did not hear in time; ``page_id``: their own page, None without a youth."""

    case: Case
    meeting: Meeting
    page_id: str | None


def note(store: CaseStore, meeting: Meeting) -> None:
    """Have whoever coordinates told that a youth did not hear of a meeting in time."""
    store.schedule(MISSED, meeting.id, store.now + MISSED_AFTER)


def is_reminded_still(store: CaseStore, meeting: Meeting) -> bool:
    """Whether a reminder of a meeting is still to come before it."""
    subjects = store.pending_subjects(REMINDER)
    return meeting.starts_at > store.now and any(subject.startswith(meeting.id) for subject in subjects)


def take(store: UnitStore, *, also: tuple[str, str] | None = None) -> Sequence[Missed]:
    """All that is to be told now; ``also``: a case and a meeting whose turn it is.

    What is over is not: a case that is closed, a meeting that is not held, and one of which the youth will be reminded
    all the same.
    """
    found = []
    for case_id, meeting_id in (*(() if also is None else (also,)), *store.outages.take_missed()):
        case = store.one_case(case_id)
        if case.state not in (State.ACTIVE, State.FROZEN):
            continue
        of_case = store.of(case)
        meeting = of_case.meetings.get(meeting_id)
        if meeting is None or meeting.state not in (MeetingState.PLANNED, MeetingState.HELD):
            continue
        if is_reminded_still(of_case, meeting):
            continue
        youth = of_case.facts.youth
        page_id = None if youth is None else of_case.page(youth.id).id
        found.append(Missed(case=case, meeting=meeting, page_id=page_id))
    return sorted(found, key=lambda one: one.meeting.starts_at)
