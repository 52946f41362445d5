"""Rounds: on the days that tasks are due, and at each follow-up, all whose turn it is are asked in one message a room.

Whom a round asks is noted in the unit that asks, so that nobody is asked twice, whatever happens in between.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.messages import Urgency
from bot.rules import budget, reactions, series, working_day
from bot.rules import plan as plan_rules
from bot.rules import status_round as rules
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.person import Person
from bot.rules.plan import By, Happened, Task
from bot.rules.reactions import Question, Snooze
from bot.rules.roles import OWN_WORDS
from bot.rules.status_round import Asked, Round
from bot.services import circle, meeting, pause, plan, silence
from bot.services import series as days
from bot.services.task_history import note, note_asked
from storage.room import RoomView
from storage.scoped import CaseStore
from storage.tap import Tap

#: Due rows: a task is due; a week has gone since a room was asked; somebody wanted to be asked later.
DUE = "task.due"
AGAIN = "status.again"
SNOOZED = "status.snoozed"


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A task whose owner is to be asked today, and the day of it that has come."""

    task: Task
    owner: Person
    day: date | None


@dataclass(frozen=True, kw_only=True)
class Held:
    """A round that was held in a room: whom it asks about which tasks, those who are told of it (person ids), and
    whether its message is new."""

    round: Round
    room: RoomView
    asked: tuple[Asked, ...]
    told: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Everybody whose turn it was: the rounds in rooms, and the youths and guardians who are asked on their pages, by
    person id with their tasks. ``tasks``: all those of the case."""

    rounds: tuple[Held, ...] = ()
    own: Mapping[str, tuple[Task, ...]]
    tasks: tuple[Task, ...] = ()


NOBODY = Asking(own={})


def hold_due(store: CaseStore, task_id: str, *, was_snoozed: bool = False) -> Asking:
    """Ask everybody whose turn it is, as the day of a task has come.

    While the case is paused nobody is asked: unless it is over, that is planned for the next working day. Where the
    month's follow-up is due as well, it asks.
    """
    task = store.plan.get(task_id)
    if task is None or task.owner_id is None or task.state not in plan_rules.OPEN:
        return NOBODY
    if _waits(store, SNOOZED if was_snoozed else DUE, task_id):
        return NOBODY
    if _is_for_followup(store):
        return NOBODY
    return hold(store, {task_id}, snoozed={task_id} if was_snoozed else ())


def _is_for_followup(store: CaseStore) -> bool:
    """Whether the month's follow-up comes now and asks about all that is open."""
    return store.is_due_now("followup.prompt") and meeting.met_lately(store) is None


def hold_again(store: CaseStore, room_id: str) -> Asking:
    """Ask again about what is late and was asked about a week ago."""
    if _waits(store, AGAIN, room_id) or _is_for_followup(store):
        return NOBODY
    asking = hold(store)
    _plan_again(store, room_id)
    return asking


def hold(
    store: CaseStore, due: Collection[str] = (), *, snoozed: Collection[str] = (), every: bool = False
) -> Asking:
    """Ask all whose turn it is today; ``due``: tasks (by id) whose time has come, beside those planned for it by now.

    ``every``: a follow-up asks about all that is open.
    """
    tasks = store.plan.all()
    if not any(task.state in plan_rules.OPEN and task.owner_id is not None for task in tasks):
        return Asking(own={}, tasks=tuple(tasks))
    newest = store.status_rounds.newest(since=store.facts.today - rules.REMEMBERED)
    if every and not _turns(store, tasks, newest, due, snoozed, every=True):
        return Asking(own={}, tasks=tuple(tasks))  # what is due besides comes by itself
    taken = store.take_due_now((DUE, SNOOZED), "asked in a round")
    woken = {*snoozed, *(subject for kind, subject in taken if kind == SNOOZED)}
    due_now = {*due, *woken, *(subject for _, subject in taken)}
    turns = _turns(store, tasks, newest, due_now, woken, every=every)
    if not turns:
        return Asking(own={}, tasks=tuple(tasks))
    today = store.facts.today
    rounds_today = {each.round_id for each in newest.values() if each.asked_on == today}
    begun = {
        found.room_id: found for found in map(store.status_rounds.get, rounds_today) if found is not None
    }
    own: dict[str, tuple[Task, ...]] = {}
    by_room: dict[str, list[Turn]] = {}
    for turn in turns:
        if turn.owner.role in OWN_WORDS:
            own[turn.owner.id] = (*own.get(turn.owner.id, ()), turn.task)
            by_room.setdefault(store.page(turn.owner.id).id, []).append(turn)
        else:
            by_room.setdefault(turn.task.room_id or store.room.id, []).append(turn)
    rooms = {room.id: room for room in store.rooms}
    held = []
    for room_id, theirs in by_room.items():
        before = begun.get(room_id)
        asked_in = before or store.status_rounds.begin(room_id, today, is_followup=every)
        asked = _ask(store, asked_in, theirs)
        if room_id in rooms:
            held.append(
                Held(
                    round=asked_in,
                    room=rooms[room_id],
                    asked=asked if before is None else tuple(store.status_rounds.asked(asked_in.id)),
                    told=_told(store, theirs, is_new=before is None),
                    is_new=before is None,
                )
            )
    note_asked(store, {turn.task.id: turn.day for turn in turns})
    store.audit(Action.CASE_STATUS_ASKED, n=len(turns))
    for turn in turns:
        if turn.task.repeats is not None:
            days.reschedule(store, turn.task)
    return Asking(rounds=tuple(held), own=own, tasks=tuple(tasks))


def _plan_again(store: CaseStore, room_id: str) -> None:
    """Plan the day on which a week has gone since the first of those tasks was asked about that are still open."""
    newest = store.status_rounds.newest(since=store.facts.today - rules.APART)
    asked_on = [
        newest[task.id].asked_on
        for task in store.plan.all()
        if task.id in newest
        and task.repeats is None
        and task.state in plan_rules.OPEN
        and (task.room_id or store.room.id) == room_id
    ]
    coming = [day + rules.APART for day in asked_on if day + rules.APART > store.facts.today]
    if coming:
        store.schedule(AGAIN, room_id, morning(working_day.on_or_after(min(coming))))


def _waits(store: CaseStore, kind: str, subject: str) -> bool:
    """Whether nobody is asked now, because the case is paused or people are free; it is planned for later."""
    today = store.facts.today
    paused = pause.is_paused(store)
    if paused and store.case.state not in (State.ACTIVE, State.FROZEN):
        return True
    task = store.plan.get(subject) if kind != AGAIN else None
    is_own = task is not None and task.owner_id is not None and _role_is_own(store, task.owner_id)
    if not paused and (is_own or working_day.is_working_day(today)):
        return False
    store.schedule(kind, subject, morning(working_day.following(today)))
    return True


def _role_is_own(store: CaseStore, person_id: str) -> bool:
    return store.facts.person(person_id).role in OWN_WORDS


def _turns(
    store: CaseStore,
    tasks: Iterable[Task],
    newest: Mapping[str, Asked],
    due: Collection[str],
    woken: Collection[str],
    *,
    every: bool,
) -> list[Turn]:
    """The tasks whose owners are to be asked today, by number."""
    facts = store.facts
    at_work = working_day.is_working_day(facts.today)
    inside = {room.id: circle.members(store, room) for room in store.rooms if not pause.is_still(store, room)}
    found: list[tuple[Task, Person]] = []
    for task in tasks:
        room_id = task.room_id or store.room.id
        if task.owner_id is None or task.state not in plan_rules.OPEN:
            continue
        owner = facts.person(task.owner_id)
        is_own = owner.role in OWN_WORDS
        if not is_own and (not at_work or owner.id not in inside.get(room_id, ())):
            continue
        if _is_turn(store, task, newest.get(task.id), due, woken, every=every and not is_own):
            found.append((task, owner))
    snoozed = store.status_rounds.snoozed(facts.today) if found else {}
    return [
        Turn(task=task, owner=owner, day=_day(store, task)) for task, owner in found if task.id not in snoozed
    ]


def _is_turn(
    store: CaseStore,
    task: Task,
    last: Asked | None,
    due: Collection[str],
    woken: Collection[str],
    *,
    every: bool,
) -> bool:
    today = store.facts.today
    if task.id in woken:
        return last is None or last.asked_on < today
    if task.id in due:
        return rules.may_be_asked(last, today, day=today)
    if every or rules.is_past_its_round(task, today):
        return rules.may_be_asked(last, today)
    return False


def _day(store: CaseStore, task: Task) -> date | None:
    """The day of a task that is asked about: of a series the last that has come."""
    if task.repeats is None:
        return task.due_on
    facts = store.facts
    found = series.latest(task, store.plan.days([task.id]), facts.profile.school_breaks, facts.today)
    return task.due_on if found is None else found.on


def _ask(store: CaseStore, asked_in: Round, turns: Sequence[Turn]) -> tuple[Asked, ...]:
    """Note whom a round asks, and plan to ask again about what is late then."""
    asked = tuple(
        Asked(
            round_id=asked_in.id,
            task_id=turn.task.id,
            person_id=turn.owner.id,
            asked_on=asked_in.day,
            day=turn.day,
        )
        for turn in turns
    )
    store.status_rounds.ask(asked)
    if any(turn.task.repeats is None for turn in turns):
        store.schedule_once(
            AGAIN, asked_in.room_id, morning(working_day.on_or_after(asked_in.day + rules.APART))
        )
    return asked


def _told(store: CaseStore, turns: Iterable[Turn], *, is_new: bool) -> tuple[str, ...]:
    """Who is told of a round in the room, by person id; everybody else hears of it on their own page, or in what they
    have asked for once a week."""
    owners = {turn.owner.id: turn.owner for turn in turns}
    rarely = store.rarely_asked(owners)
    counted = store.disturbed(owners.values())
    told = []
    for person_id, owner in owners.items():
        if person_id in rarely:
            continue
        bound = budget.bound(Urgency.QUESTION, owner.role)
        if is_new and (bound is None or counted.get(person_id, 0) < bound.most - bound.spared):
            told.append(person_id)
        silence.plan(store, person_id, asked_on=store.facts.today)
    return tuple(told)


# ----------------------------------------------------------------------------------------------------- what is answered


def delay(store: CaseStore, task: Task, to: date, by: By) -> Task:
    """Give a task another day, as its owner says who is late with it; of a series it is one of its days."""
    if task.repeats is not None:
        return days.move_occurrence(store, task, to, by)
    return plan.put_off(store, plan_rules.taken_on(task, store.now), to, by)


def snooze(store: CaseStore, task: Task, until: date, by: By) -> None:
    """Ask nobody about a task before a day, and ask then."""
    plan_rules.check_day(until, store.facts.today)
    asked_on = _asked_on(store, task, until)
    _sleep(store, task, asked_on)
    note(store, task, Happened.SNOOZED, by, day=asked_on)
    store.audit(Action.CASE_TASK_SNOOZED, number=task.number, day=asked_on.isoformat())


def snooze_by_tap(store: CaseStore, task: Task, how: Snooze, event_id: str, by: By) -> date:
    """Ask about a task tomorrow or next week, as its owner tapped (``event_id``); returns the day. Its own day stays,
    and so do all days of a series."""
    assert task.owner_id is not None
    before = store.status_rounds.snoozed(store.facts.today).get(task.id)
    until = reactions.snoozed_until(how, store.facts.today)
    store.taps.note(
        event_id,
        task.owner_id,
        f"{Question.GOES}:{task.id}",
        said=how,
        before=None if before is None else before.isoformat(),
        now=store.now,
    )
    snooze(store, task, until, by)
    return _asked_on(store, task, until)


def wake_by_tap(store: CaseStore, task: Task, tap: Tap, by: By) -> bool:
    """Take a tap back that put a question off: it waits for an answer again, or until the day that counted before.
    Returns whether it was put off still."""
    store.taps.forget(tap, store.now)
    until = store.status_rounds.snoozed(store.facts.today).get(task.id)
    if until is None or not tap.is_newest:
        return False
    if tap.before is None:
        store.status_rounds.wake(task.id)
        store.cancel_scheduled("it was taken back", kind=SNOOZED, subject=task.id)
    else:
        _sleep(store, task, date.fromisoformat(tap.before))
    note(store, task, Happened.TAKEN_BACK, by)
    store.audit(Action.CASE_TASK_UNTAPPED, number=task.number, state=str(task.state))
    return True


def _asked_on(store: CaseStore, task: Task, until: date) -> date:
    return until if _role_is_own(store, task.owner_id or "") else working_day.on_or_after(until)


def _sleep(store: CaseStore, task: Task, until: date) -> None:
    store.status_rounds.snooze(task.id, until)
    store.schedule(SNOOZED, task.id, morning(until))


def ask_for_help(store: CaseStore, task: Task, by: By) -> None:
    """Note that the owner of a task needs help with it."""
    note(store, task, Happened.HELP, by)
    store.audit(Action.CASE_TASK_ASKED_FOR_HELP, number=task.number)
