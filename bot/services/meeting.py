"""Meetings of the circle: called, moved, called off, and who can come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.messages import Urgency
from bot.rules import meeting as rules
from bot.rules import retention
from bot.rules.audit import Action
from bot.rules.meeting import Answer, Meeting, MeetingState
from bot.services import circle, day_before, meeting_answer, meeting_notice, presence, reminder
from bot.services.meeting_answer import NO_GUARDIANS, Guardians
from bot.services.meeting_notice import Notice, Way
from storage.question import MEETING_ANSWER
from storage.scoped import CaseStore
from storage.tap import Tap


@dataclass(frozen=True, kw_only=True)
class Called:
    """A meeting that was called, or moved to a new time.

    ``way``: how the youth hears of it; None when no youth is named. ``notice``: what they are told of a new
    time now. ``before``: the meeting that was moved, and ``knowing`` the guardians who may know of it.
    """

    meeting: Meeting
    way: Way | None
    notice: Notice | None = None
    before: Meeting | None = None
    knowing: Guardians = NO_GUARDIANS


@dataclass(frozen=True, kw_only=True)
class CalledOff:
    """A meeting that was called off: as the youth knew of it (None: they did not), whether words reach them
    before it would have been, whether people talk in the case room, and the guardians who may know of it."""

    known: Meeting | None
    is_in_time: bool
    is_talking: bool
    guardians: Guardians = NO_GUARDIANS


def planned(store: CaseStore) -> list[Meeting]:
    """The meetings that are still to be."""
    return rules.planned(store.meetings.all(), store.now)


def coming(store: CaseStore) -> Meeting | None:
    """The next meeting that is still to be."""
    return rules.coming(store.meetings.all(), store.now)


def latest(store: CaseStore) -> Meeting | None:
    """The meeting that was called last and not called off, as an example for the next."""
    called = [one for one in store.meetings.all() if one.state in (MeetingState.PLANNED, MeetingState.HELD)]
    return max(called, key=lambda one: one.starts_at, default=None)


def last_held(store: CaseStore) -> Meeting | None:
    """The last meeting that has begun and was not called off."""
    return rules.latest_held(store.meetings.all(), store.now)


def way(store: CaseStore, meeting: Meeting, known: Meeting | None) -> Way | None:
    """How the youth would hear of a meeting; None when no youth is named.

    ``known``: the meeting as they know of it, if it is moved.
    """
    youth = store.facts.youth
    return None if youth is None else meeting_notice.way(store, meeting, youth, known)


def call(store: CaseStore, meeting: Meeting, *, asks: bool = True) -> Called:
    """Call a meeting, which gets its id and number, and plan the reminders.

    ``asks``: people are asked now whether they can come; about later meetings of a series they are asked later.
    """
    added = store.meetings.add(replace(meeting, asked_at=store.now if asks else None))
    store.audit(Action.CASE_MEETING_CALLED, number=added.number)
    _plan_reminders(store, added)
    if asks:
        meeting_answer.plan(store, added)
    return Called(meeting=added, way=way(store, added, None))


def move(store: CaseStore, before: Meeting, after: Meeting, *, asks: bool = True) -> Called:
    """Call a meeting anew at another time, instead of ``before``, which is answered no more.

    ``asks``: see :func:`call`.
    """
    known = meeting_notice.known(store, before)
    knowing = meeting_answer.told_of(store, before)
    _close(store, before, "the meeting is moved")
    store.meetings.set_state(before.id, MeetingState.MOVED)
    _cancel_planned(store, before, "the meeting is moved")
    added = store.meetings.add(replace(after, asked_at=store.now if asks else None))
    store.audit(Action.CASE_MEETING_MOVED, number=added.number, old=before.number)
    _plan_reminders(store, added)
    if asks:
        meeting_answer.plan(store, added)
    how = way(store, added, known)
    youth = store.facts.youth
    moved = Called(meeting=added, way=how, before=before, knowing=knowing)
    if youth is None or known is None or how in (None, Way.ASK, Way.RING):
        return moved
    if how is Way.LATER:
        meeting_notice.postpone(store, youth, known, added)
        return moved
    return replace(moved, notice=meeting_notice.notice(store, youth, known, added, Urgency.CHANGE))


def relocate(store: CaseStore, before: Meeting, after: Meeting) -> Meeting:
    """Have a meeting at another place, at the same time: it stays the same meeting, and its answers count."""
    meeting = store.meetings.relocate(before.id, after.place, after.link)
    store.audit(Action.CASE_MEETING_RELOCATED, number=meeting.number)
    return meeting


def forecast_calling_off(store: CaseStore, meeting: Meeting) -> CalledOff:
    """Who would hear of it if a meeting were called off now."""
    known = meeting_notice.known(store, meeting)
    youth = store.facts.youth
    is_in_time = youth is not None and known is not None and meeting_notice.is_in_time(store, known, youth)
    return CalledOff(
        known=known,
        is_in_time=is_in_time,
        is_talking=circle.is_talking(store),
        guardians=meeting_answer.told_of(store, meeting),
    )


def call_off(store: CaseStore, meeting: Meeting) -> CalledOff:
    """Call a meeting off; nobody is asked about it any more."""
    result = forecast_calling_off(store, meeting)
    _close(store, meeting, "the meeting is called off")
    store.meetings.set_state(meeting.id, MeetingState.CANCELLED)
    _cancel_planned(store, meeting, "the meeting is called off")
    store.audit(Action.CASE_MEETING_CANCELLED, number=meeting.number)
    return result


def note_answer(store: CaseStore, meeting: Meeting, answer: Answer, *, by: str) -> None:
    """Note whether somebody (``by``, a person id) can come, as they wrote it; the last answer counts."""
    store.meetings.note_answer(meeting.id, by, answer, store.now)
    store.audit(Action.CASE_MEETING_ANSWERED, number=meeting.number, answer=str(answer))


def take_words(
    store: CaseStore, meeting: Meeting, answer: Answer, *, by: str, reason: str | None = None
) -> None:
    """Note whether somebody can come, as they said in words of their own; they are not asked any more.

    ``reason``: the name of a reason of the closed list, of those whose words nobody reads.
    """
    store.meetings.note_answer(meeting.id, by, answer, store.now, reason=reason)
    store.audit(Action.CASE_MEETING_ANSWERED, number=meeting.number, answer=str(answer))
    asked = store.asked_about(by, store.page(by).id, MEETING_ANSWER, ("meeting", meeting.id))
    store.close_about(asked)


def note_tap(store: CaseStore, meeting: Meeting, answer: Answer, *, by: str, event_id: str) -> None:
    """Note whether somebody (``by``, a person id) can come, as they tapped it (``event_id``); the last answer
    counts."""
    before = store.meetings.replies(meeting.id).get(by)
    store.taps.note(
        event_id,
        by,
        f"meeting:{meeting.id}",
        said=answer,
        before=None if before is None else before.answer,
        now=store.now,
    )
    same = before if before is not None and before.answer is answer else None
    store.meetings.note_answer(
        meeting.id,
        by,
        answer,
        store.now,
        reason=None if same is None else same.reason,
        deputy_id=None if same is None else same.deputy_id,
    )
    store.audit(Action.CASE_MEETING_TAPPED, number=meeting.number, answer=str(answer))


def take_back(store: CaseStore, meeting: Meeting, tap: Tap) -> bool:
    """Take an answer back that was given with a tap: the one before it counts again, if there was any. Returns
    whether it counted still."""
    store.taps.forget(tap, store.now)
    known = store.meetings.answer_of(meeting.id, tap.person_id)
    if known != (Answer(tap.said), tap.at):
        return False
    if tap.before is None:
        store.meetings.forget_answer(meeting.id, tap.person_id)
    else:
        store.meetings.note_answer(meeting.id, tap.person_id, Answer(tap.before), store.now)
    store.audit(Action.CASE_MEETING_UNTAPPED, number=meeting.number)
    return True


def _close(store: CaseStore, meeting: Meeting, cause: str) -> None:
    """Close what people are asked about a meeting that is not held as it was called, and remind nobody of it."""
    meeting_notice.close(store, meeting)
    meeting_answer.close(store, meeting)
    reminder.cancel(store, meeting, cause)


def _plan_reminders(store: CaseStore, meeting: Meeting) -> None:
    store.schedule("meeting.began", meeting.id, meeting.starts_at)
    store.schedule(presence.OVER, meeting.id, meeting.ends_at + presence.ASKED_AFTER)
    day_before.plan(store, meeting)
    reminder.plan_for(store, meeting)


def _cancel_planned(store: CaseStore, meeting: Meeting, cause: str) -> None:
    """Cancel what was to be said of a meeting that is not held as it was called."""
    for kind in ("meeting.ask", "meeting.began", presence.OVER):
        store.cancel_scheduled(cause, kind=kind, subject=meeting.id)


def met_lately(store: CaseStore) -> date | None:
    """The day of the last meeting, if that is so lately that no follow-up is due yet."""
    facts = store.facts
    met_on = rules.last_held(store.meetings.all(), store.now)
    if met_on is None or retention.followup_on(met_on, facts.profile) <= facts.today:
        return None
    return met_on
