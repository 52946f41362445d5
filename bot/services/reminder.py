"""How a youth is reminded of a meeting: when they chose, and as often as they were told; and who rings when the
reminders do not seem to reach them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.messages import Urgency
from bot.rules import meeting as meeting_rules
from bot.rules import plan as plan_rules
from bot.rules import reminder as rules
from bot.rules import working_day
from bot.rules.calendar import day_of, moment, morning
from bot.rules.case import State
from bot.rules.device import AccountState
from bot.rules.meeting import Answer, Meeting, MeetingState
from bot.rules.person import Person
from bot.rules.plan import BY_ITSELF, Task
from bot.rules.profile import LEAD
from bot.rules.reminder import Reminding
from bot.services import circle, coordinator, meeting_notice, missed, pause, plan
from bot.services.meeting_notice import Notice
from storage.scoped import CaseStore, UnitStore

#: Due rows about a meeting: remind the youth; see whether they seem to have been reached; have a youth without an
#: account be rung, and end that task when the meeting begins (its subject: the task, and the meeting's number).
KIND = missed.REMINDER
UNSEEN = "meeting.unseen"
TO_RING = "meeting.to_ring"
RUNG = "meeting.rung"
#: Due row about a person: reminders have rested, and come again.
RESTED = "reminders.rested"

#: What stands in the subject of a reminder that was due at night and waits for the morning.
_LATE = "late"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class By(StrEnum):
    """How a youth is reminded."""

    ASKING = "asking"  # whether they can come, on the own page
    KNOWING = "knowing"  # they have said yes: only that it is, and how to say that something came between
    TELLING = "telling"  # only that it is: something else is asked there, and yes and no belong to that
    NOTICE = "notice"  # of a new time that they are to hear of first


class Why(StrEnum):
    """Why it seems that the reminders of a meeting do not reach a youth."""

    NOT_THERE = "not_there"  # they have not come to their page, or have left it
    NO_DEVICE = "no_device"  # no device of theirs can read what is written there
    SILENT = "silent"  # they were asked, and reminded, and nothing has come from them
    NOT_RUNG = "not_rung"  # they have no account, and nobody has said that they were rung


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What a youth is reminded of, and how; ``notice``: of the new time they have not heard of. ``quiet``: they are
    likely to be at school, and were reminded before."""

    meeting: Meeting
    youth: Person
    by: By
    notice: Notice | None = None
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class Unreached:
    """A meeting of which the youth does not seem to have heard, and why it seems so."""

    meeting: Meeting
    why: Why


@dataclass(frozen=True, kw_only=True)
class ToRing:
    """The task to ring a youth without an account, and who has it."""

    task: Task
    owner: Person


# --------------------------------------------------------------------------------------------------------------- plan


def plan_for(store: CaseStore, meeting: Meeting) -> None:
    """Plan the reminders of a meeting as the youth has chosen them, and the look whether they were reached."""
    times = _times(store, meeting, store.now)
    for at in times:
        store.schedule(KIND, f"{meeting.id}:{at:%m%d%H}", at)
    every = _times(store, meeting, _LONG_AGO)
    ring_at = rules.ring_at(meeting.starts_at, every[0], store.now)
    if ring_at is not None:
        store.schedule(UNSEEN, meeting.id, ring_at)
    day = day_of(meeting.starts_at)
    before = working_day.on_or_before(day - timedelta(days=1))
    if morning(before) > store.now:
        store.schedule(TO_RING, meeting.id, morning(before))


def cancel(store: CaseStore, meeting: Meeting, cause: str) -> None:
    """Remind nobody of a meeting any more, and have nobody ring about it."""
    _cancel_reminders(store, meeting, cause)
    for subject in store.pending_subjects(RUNG):
        task_id, _, number = subject.partition(":")
        if number == str(meeting.number):
            _end_task(store, task_id)
            store.cancel_scheduled(cause, kind=RUNG, subject=subject)


def plan_anew(store: CaseStore) -> None:
    """Plan the reminders of the coming meetings anew: another youth, or another choice."""
    for meeting in meeting_rules.planned(store.meetings.all(), store.now):
        _cancel_reminders(store, meeting, "reminded otherwise")
        plan_for(store, meeting)


def _cancel_reminders(store: CaseStore, meeting: Meeting, cause: str) -> None:
    for kind in (KIND, UNSEEN, TO_RING):
        for subject in store.pending_subjects(kind):
            if subject.partition(":")[0] == meeting.id:
                store.cancel_scheduled(cause, kind=kind, subject=subject)


def _times(store: CaseStore, meeting: Meeting, now: datetime) -> tuple[datetime, ...]:
    youth = store.facts.youth
    how = Reminding.USUAL if youth is None else youth.reminding
    return rules.reminders(meeting.starts_at, now, how, store.facts.profile.school_breaks)


# ------------------------------------------------------------------------------------------------------------- remind


def take(store: CaseStore, subject: str, *, is_late: bool = False) -> Reminder | None:
    """The reminder of a meeting that is due now; None when the youth is not to be reminded. ``is_late``: it was due
    long ago.

    A change of which they would hear tomorrow is told instead, and waits no more.
    """
    meeting_id, _, which = subject.partition(":")
    meeting = store.meetings.get(meeting_id)
    youth = store.facts.youth
    if meeting is None or youth is None or meeting.state is not MeetingState.PLANNED:
        return None
    if pause.is_paused(store) or not youth.is_reminded(store.facts.today) or youth.matrix_id is None:
        return None
    answered = store.meetings.answers(meeting.id).get(youth.id)
    if answered is Answer.NO:
        return None
    if not _is_now(store, meeting, which, is_late=is_late):
        return None
    notice = meeting_notice.take_waiting(store, meeting, youth, Urgency.CHANGE)
    if notice is not None:
        return Reminder(meeting=meeting, youth=youth, by=By.NOTICE, notice=notice)
    by = By.ASKING
    if store.has_standing_question(youth.id):
        by = By.TELLING
    elif answered is Answer.YES:
        by = By.KNOWING
    return Reminder(meeting=meeting, youth=youth, by=by, quiet=_is_beside_lessons(store, meeting))


def _is_coming(store: CaseStore, meeting: Meeting) -> bool:
    return meeting.state is MeetingState.PLANNED and meeting.starts_at > store.now


def _is_now(store: CaseStore, meeting: Meeting, which: str, *, is_late: bool) -> bool:
    """Whether this reminder is still one that was promised, and none that comes later says the same by now.

    One that the night has overtaken waits for the morning, unless another comes by then. After a time away it is left
    to one that is still to come that day. Who has heard nothing when it is too late missed it, and somebody is told.
    """
    every = _times(store, meeting, _LONG_AGO)
    own = [at for at in every if f"{at:%m%d%H}" == which]
    if which.isdigit() and not own:
        return False  # they have chosen otherwise since
    later = [at for at in every if own and at > own[0]]
    if any(at <= store.now for at in later):
        return False
    if meeting.starts_at <= store.now:
        missed.note(store, meeting)
        return False
    if (
        is_late
        and day_of(meeting.starts_at) == store.facts.today
        and missed.is_reminded_still(store, meeting)
    ):
        return False
    breaks = store.facts.profile.school_breaks
    if rules.is_day(store.now, breaks):
        return True
    opens = rules.next_morning(store.now, breaks)
    if later:
        return False
    if opens <= meeting.starts_at - rules.ANSWERED_WITHIN:
        store.schedule(KIND, f"{meeting.id}:{_LATE}", opens)
    else:
        missed.note(store, meeting)
    return False


def _is_beside_lessons(store: CaseStore, meeting: Meeting) -> bool:
    """Whether a youth is likely to be at school, and was reminded before."""
    every = _times(store, meeting, _LONG_AGO)
    is_first = len(every) < 2 or store.now < every[1]
    return not is_first and rules.is_in_lessons(store.now, store.facts.profile.school_breaks)


# ------------------------------------------------------------------------------------------------- who is not reached


def take_unreached(store: CaseStore, meeting_id: str) -> Unreached | None:
    """Why somebody is to ring the youth about a meeting now; None when there is no sign that they have not heard.

    The homeserver tells of no reading. What is known: whether they are on their page, whether any of their devices
    can read there, and whether anything has come from them since they were asked.
    """
    meeting = store.meetings.get(meeting_id)
    youth = store.facts.youth
    if meeting is None or youth is None or not _is_coming(store, meeting) or pause.is_paused(store):
        return None
    if youth.matrix_id is None:
        still = _ringing(store, meeting)
        return None if still is None else Unreached(meeting=meeting, why=Why.NOT_RUNG)
    answered = store.meetings.answers(meeting.id).get(youth.id)
    if answered is Answer.NO or not youth.is_reminded(store.facts.today):
        return None
    if youth.id not in store.open_pages_of([youth]):
        return Unreached(meeting=meeting, why=Why.NOT_THERE)
    account = store.devices.of(youth.id)
    if account is None or account.reading not in (AccountState.READS, AccountState.UNKNOWN):
        return Unreached(meeting=meeting, why=Why.NO_DEVICE)
    if answered is None and _is_silent(store, meeting, youth):
        return Unreached(meeting=meeting, why=Why.SILENT)
    return None


def _is_silent(store: CaseStore, meeting: Meeting, youth: Person) -> bool:
    """Whether nothing has come from the youth since they were asked whether they can come, or else were reminded."""
    sign = store.last_sign_of(youth)
    since = meeting.asked_at or _times(store, meeting, _LONG_AGO)[0]
    return sign is None or sign < since


# -------------------------------------------------------------------------------------------------- without an account


def give_task(store: CaseStore, meeting_id: str, text: str) -> ToRing | None:
    """Give whoever leads the case, else the coordinator, the task to ring a youth without an account about a meeting;
    None when nobody is to be rung. It ends with the meeting."""
    meeting = store.meetings.get(meeting_id)
    youth = store.facts.youth
    if meeting is None or youth is None or not _is_coming(store, meeting) or youth.matrix_id is not None:
        return None
    if pause.is_paused(store) or _ringing(store, meeting) is not None:
        return None
    owner = _ringer(store)
    day = day_of(meeting.starts_at)
    task = plan.add(store, text, owner_id=owner.id, due_on=day, by=BY_ITSELF)
    store.schedule(RUNG, f"{task.id}:{meeting.number}", meeting.starts_at)
    return ToRing(task=task, owner=owner)


def end_task(store: CaseStore, subject: str) -> Task | None:
    """End the task to ring about a meeting that begins now; returns it if it was open still."""
    return _end_task(store, subject.partition(":")[0])


def _end_task(store: CaseStore, task_id: str) -> Task | None:
    task = store.plan.get(task_id)
    if task is None or task.state not in plan_rules.OPEN:
        return None
    return plan.strike(store, task, BY_ITSELF)


def _ringing(store: CaseStore, meeting: Meeting) -> Task | None:
    """The open task to ring about a meeting."""
    for subject in store.pending_subjects(RUNG):
        task_id, _, number = subject.partition(":")
        task = store.plan.get(task_id) if number == str(meeting.number) else None
        if task is not None and task.state in plan_rules.OPEN:
            return task
    return None


def _ringer(store: CaseStore) -> Person:
    """Who rings: whoever leads the case and is in its room, else who answers for it today."""
    there = circle.presence(store, store.room).inside
    leads = [actor.person_id for actor in store.facts.actors if actor.function == LEAD]
    found = next((person_id for person_id in leads if person_id in there), None)
    return coordinator.answering(store) if found is None else store.facts.person(found)


# ----------------------------------------------------------------------------------------------------- what is chosen


def choose(store: UnitStore, person_id: str, how: Reminding) -> None:
    """Remind somebody as they want it from now on, of the meetings that are called already as well."""
    store.people.set_reminders(person_id, True)
    store.people.set_reminding(person_id, how)
    store.cancel_scheduled("they chose anew", kind=RESTED, subject=person_id)
    for case_store in _cases(store, person_id):
        plan_anew(case_store)


def rest(store: UnitStore, person_id: str, until: date) -> None:
    """Remind somebody of nothing before a day; they are told when it comes."""
    store.people.set_reminders(person_id, True)
    store.people.rest_reminders(person_id, until)
    store.schedule_for(RESTED, person_id, rules.next_morning(moment(until, time(0))))


def end_rest(store: UnitStore, person_id: str) -> bool:
    """Remind somebody again whose rest is over; returns whether they are to be told."""
    who = store.people.get(person_id)
    if not who.active or who.rests_until is None or who.rests_until > store.facts.today:
        return False
    store.people.rest_reminders(person_id, None)
    return who.reminders


def _cases(store: UnitStore, person_id: str) -> Iterable[CaseStore]:
    for case in store.cases.of_person(person_id):
        if case.state in (State.ACTIVE, State.FROZEN, State.PROPOSED):
            yield store.of(case)
