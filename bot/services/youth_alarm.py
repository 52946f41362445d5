"""Alarms of youths: raised by what comes on their own page, taken by a human being, and over when they are reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rules import away
from bot.rules import youth_alarm as rules
from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.office_hours import SILENT
from bot.rules.person import Person, coordinators
from bot.rules.youth_alarm import STEPS, Came, Outcome, State, Step, YouthAlarm
from storage.scoped import CaseStore, UnitStore

#: Due row: nobody has taken an alarm; its subject is the alarm.
UNTAKEN = "youth_alarm.untaken"
#: Due row: ask whoever took an alarm whether they reached the youth; its subject is the alarm.
ASK = "youth_alarm.ask"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What became of an alarm by what has come. ``is_news``: it is told anew, and notifies."""

    alarm: YouthAlarm
    is_news: bool


@dataclass(frozen=True, kw_only=True)
class Untaken:
    """An alarm that nobody has taken, and in which rooms it is told now."""

    alarm: YouthAlarm
    step: Step
    places: Sequence[str]


def hear(store: UnitStore, writer: Person, kind: str, case: Case | None) -> Heard:
    """Let something that came count towards the writer's alarm: the one nobody has taken yet, else a new one."""
    known = next((one for one in store.youth_alarms.of_person(writer.id) if one.state is State.OPEN), None)
    is_news = rules.is_news(known, kind, store.now)
    if known is None:
        return Heard(alarm=_raise(store, writer, kind, case), is_news=True)
    alarm = replace(known, came=rules.grown(known.came, kind, store.now))
    store.youth_alarms.save(alarm)
    return Heard(alarm=alarm, is_news=is_news)


def note_taken_back(store: UnitStore, writer: Person) -> YouthAlarm | None:
    """Note in the writer's newest alarm that a message of theirs is taken back or changed. None without an alarm."""
    known = store.youth_alarms.of_person(writer.id)
    if not known:
        return None
    alarm = replace(known[-1], came=rules.grown(known[-1].came, rules.TAKEN_BACK, store.now))
    store.youth_alarms.save(alarm)
    return alarm


def take(store: UnitStore, alarms: Sequence[YouthAlarm], by: Person) -> Sequence[YouthAlarm]:
    """Have somebody take those of some alarms that nobody has taken, with all that has come by now."""
    taken = []
    for alarm in alarms:
        if alarm.state is not State.OPEN:
            continue
        mine = replace(alarm, state=State.TAKEN, taken_by=by.id, taken_at=store.now)
        store.youth_alarms.save(mine)
        its = _store_of(store, alarm)
        its.cancel_scheduled("taken", kind=UNTAKEN, subject=str(alarm.id))
        its.schedule(ASK, str(alarm.id), store.now + rules.ASK_AFTER)
        its.audit(Action.YOUTH_ALARM_TAKEN, alarm=alarm.id)
        taken.append(mine)
    return taken


def note_contact(store: UnitStore, alarms: Sequence[YouthAlarm], outcome: Outcome) -> Sequence[YouthAlarm]:
    """Note what came of those of some alarms that somebody has taken; returns them as they are now."""
    noted = []
    for alarm in alarms:
        if alarm.state is not State.TAKEN:
            continue
        state = State.CLOSED if outcome.closes else State.TAKEN
        changed = replace(alarm, state=state, outcome=outcome, asked=0)
        store.youth_alarms.save(changed)
        its = _store_of(store, alarm)
        its.audit(Action.YOUTH_ALARM_TRIED, alarm=alarm.id, outcome=outcome)
        if outcome.closes:
            its.cancel_scheduled("closed", kind=ASK, subject=str(alarm.id))
        else:
            its.schedule(ASK, str(alarm.id), store.now + rules.ASK_AFTER)
        noted.append(changed)
    return noted


def pass_untaken(store: UnitStore, alarm_id: int) -> Untaken | None:
    """Tell the next of an alarm that nobody has taken; None when somebody has, or it is over."""
    alarm = store.youth_alarms.get(alarm_id)
    if alarm is None or alarm.state is not State.OPEN:
        return None
    at = alarm.step
    places = _places_of(store, alarm, STEPS[at])
    while not places and STEPS[at] is not Step.OPENING:
        at += 1
        places = _places_of(store, alarm, STEPS[at])
    step = STEPS[at]
    told = replace(
        alarm, step=min(at + 1, len(STEPS) - 1), places=tuple(dict.fromkeys((*alarm.places, *places)))
    )
    store.youth_alarms.save(told)
    _schedule_untaken(store, told)
    if step is not Step.OPENING:
        _store_of(store, told).audit(Action.YOUTH_ALARM_PASSED, alarm=alarm.id, step=step)
    return Untaken(alarm=told, step=step, places=places)


def follow(store: CaseStore, taker: Person) -> tuple[YouthAlarm, ...]:
    """Have the alarms of a case that nobody has taken told to its new coordinator as well."""
    page = store.page(taker.id).id
    followed = []
    for alarm in store.youth_alarms.of_case(store.case_id):
        if alarm.state is State.OPEN:
            told = replace(alarm, places=tuple(dict.fromkeys((*alarm.places, page))))
            store.youth_alarms.save(told)
            followed.append(told)
    return tuple(followed)


def ask_taker(store: UnitStore, alarm_id: int) -> YouthAlarm | None:
    """Have whoever took an alarm asked what came of it, and asked again later; None when it is over."""
    alarm = store.youth_alarms.get(alarm_id)
    if alarm is None or alarm.state is not State.TAKEN:
        return None
    asked = replace(alarm, asked=alarm.asked + 1)
    store.youth_alarms.save(asked)
    following = store.now + rules.ASK_AFTER
    if asked.asked >= rules.MOST_ASKED:
        following = store.facts.profile.office_hours.next_opening(store.now)
    _store_of(store, alarm).schedule(ASK, str(alarm.id), following)
    return asked


def reader(store: UnitStore, case: Case) -> Person:
    """Who reads for a case now: its coordinator, or their deputy while they are away."""
    return away.reader(store.facts, case)


# -------------------------------------------------------------------------------------------------------------- inside


def _raise(store: UnitStore, writer: Person, kind: str, case: Case | None) -> YouthAlarm:
    came = (Came(kind=kind, count=1, first=store.now, last=store.now),)
    places = [store.office.id] if case is None else _first_places(store, case)
    alarm = store.youth_alarms.add(writer.id, None if case is None else case.id, came, places)
    _store_of(store, alarm).audit(Action.YOUTH_ALARM_RAISED, alarm=alarm.id, kind=kind)
    _schedule_untaken(store, alarm)
    return alarm


def _first_places(store: UnitStore, case: Case) -> list[str]:
    """Where an alarm is told at once: on the page of whoever reads for the case. Where they have shown no sign of life
    for some office time, also to whoever stands in, or in the office; and to whoever is on call while the office does
    not read."""
    first = reader(store, case)
    places = [store.page(first.id).id]
    if is_silent(store, first):
        places += _pages(store, away.deputies(store.facts, first)) or [store.office.id]
    on_call = rules.on_call(store.facts)
    if on_call is not None and not store.facts.profile.office_hours.reads(store.now):
        places.append(store.page(on_call.id).id)
    return list(dict.fromkeys(places))


def readers(store: UnitStore, case: Case) -> Sequence[Person]:
    """Who gets the words that a youth sends on: whoever reads for the case, and whoever is on call while the office
    does not read."""
    on_call = rules.on_call(store.facts)
    first = reader(store, case)
    if on_call is None or on_call.id == first.id or store.facts.profile.office_hours.reads(store.now):
        return [first]
    return [first, on_call]


def on_call_reads(store: UnitStore) -> bool:
    """Whether somebody on call gets what is sent now, and is there to read it."""
    on_call = rules.on_call(store.facts)
    if on_call is None or store.facts.profile.office_hours.reads(store.now):
        return False
    return on_call.id in store.open_pages_of([on_call])


def is_silent(store: UnitStore, person: Person) -> bool:
    """Whether nothing has come from any device of somebody's for some office time: they count as away."""
    seen = store.last_sign_of(person)
    return seen is None or store.facts.profile.office_hours.between(seen, store.now) >= SILENT


def _places_of(store: UnitStore, alarm: YouthAlarm, step: Step) -> list[str]:
    """The rooms in which an alarm is told at a step; none when there is nobody for it."""
    facts = store.facts
    case = None if alarm.case_id is None else store.one_case(alarm.case_id)
    match step:
        case Step.DEPUTY if case is None:
            return []  # it stands in the office already
        case Step.DEPUTY:
            assert case is not None
            return _pages(store, away.deputies(facts, reader(store, case)))
        case Step.OFFICE:
            return [store.office.id]
        case Step.SECOND if case is None:
            return []  # a second person names nobody, and so cannot take it
        case Step.SECOND:
            return _pages(store, rules.seconds(facts.people, store.unit_id))
        case Step.OPENING:
            return [*(() if case is None else [store.page(reader(store, case).id).id]), store.office.id]


def _pages(store: UnitStore, people: Sequence[Person]) -> list[str]:
    return [store.page(one.id).id for one in people]


def _schedule_untaken(store: UnitStore, alarm: YouthAlarm) -> None:
    profile = store.facts.profile
    at: datetime = store.now + timedelta(minutes=profile.untaken_minutes)
    if STEPS[alarm.step] is Step.OPENING:
        at = profile.office_hours.next_opening(store.now)
    _store_of(store, alarm).schedule(UNTAKEN, str(alarm.id), at)


def _store_of(store: UnitStore, alarm: YouthAlarm) -> UnitStore:
    """The store of the case an alarm is of; of the unit, for somebody in no case."""
    return store if alarm.case_id is None else store.of(store.one_case(alarm.case_id))


def mentioned(store: UnitStore) -> tuple[str, ...]:
    """Who is named in the office by an alarm: the unit's coordinators."""
    return tuple(one.id for one in coordinators(store.facts.people, store.unit_id))
