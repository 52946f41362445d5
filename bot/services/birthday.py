"""The youth's month of birth, and what its birthdays change in a case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.rules import age as rules
from bot.rules.age import Birthday
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.facts import CaseFacts
from bot.rules.profile import Band
from bot.services import circle, departure, expiry, pause
from bot.services.departure import Before, Departure
from storage.scoped import CaseStore

#: So many days before the new age counts the coordinator is told, and on the day.
PROMPTS = (60, 14, 0)

#: States in which somebody's age still decides something.
LIVING = (State.PROPOSED, State.ACTIVE, State.FROZEN)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What noting a month would do: the band the youth is in by it, whether that corrects what was known,
    whether anybody could hear more or for longer by it, and whether the case room freezes."""

    band: Band
    corrects: bool
    widens: bool
    freezes: bool


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A birthday to be told about: ``days_before`` as planned, and ``days_left`` today (0 or less: it has
    come)."""

    birthday: Birthday
    days_before: int
    days_left: int

    @property
    def has_come(self) -> bool:
        """Whether this is the prompt for the day itself, and the day is here."""
        return self.days_before == 0 and self.days_left <= 0

    @property
    def is_current(self) -> bool:
        """Whether it is neither too early nor so late that the next prompt says it."""
        following = max((days for days in PROMPTS if days < self.days_before), default=-1)
        return following < self.days_left <= self.days_before


@dataclass(frozen=True, kw_only=True)
class NewAge:
    """What a birthday has changed: whether the case room is frozen by it, and else who left what."""

    freezes: bool
    departure: Departure


def forecast(store: CaseStore, month: str) -> Forecast:
    """What follows if the youth is noted as born in a month (``2011-05``)."""
    facts = store.facts
    case = facts.case
    band = rules.band_on(month, facts.profile, facts.today)
    return Forecast(
        band=band,
        corrects=case.born is not None or band.id != case.age_band,
        widens=rules.widens(case, month, facts.profile, facts.today),
        freezes=pause.would_begin(store, facts.born_in(month)),
    )


def note(store: CaseStore, month: str, *, approved_by: str | None) -> None:
    """Note the month of birth (``2011-05``), and plan anew what is told before birthdays and before a consent
    ends."""
    facts = store.facts
    band = rules.band_on(month, facts.profile, facts.today)
    store.save(replace(facts.case, born=month, age_band=band.id))
    store.audit(Action.CASE_BORN_NOTED, band=band.id, approved_by=approved_by)
    store.cancel_scheduled("the month of birth is noted anew", kind="case.birthday")
    for birthday in rules.birthdays(month, facts.profile):
        for days in PROMPTS:
            at = morning(birthday.day - timedelta(days=days))
            if at > store.now:
                store.schedule("case.birthday", f"{facts.case.id}:{birthday.age}:{days}", at)
    expiry.plan_end(store)


def prompt(facts: CaseFacts, subject: str) -> Prompt | None:
    """The prompt of a due row (``case:age:days before``); None when age decides nothing in the case any
    more."""
    _, at_age, days = subject.split(":")
    if facts.case.born is None or facts.case.state not in LIVING:
        return None
    for birthday in rules.birthdays(facts.case.born, facts.profile):
        if birthday.age == int(at_age):
            return Prompt(
                birthday=birthday, days_before=int(days), days_left=(birthday.day - facts.today).days
            )
    raise LookupError("no such birthday")


def is_answered(facts: CaseFacts, birthday: Birthday) -> bool:
    """Whether the room already hangs on a consent that lasts beyond a birthday at which silence would end
    it."""
    last = expiry.last_day(facts)
    return ends_by_silence(facts, birthday) and last is not None and last >= birthday.day


def ends_by_silence(facts: CaseFacts, birthday: Birthday) -> bool:
    """Whether older consent ends at a birthday unless it is given anew, as the profile decides."""
    return facts.profile.withdrawal.silence(birthday.age) == "freeze"


def begin_age(store: CaseStore, birthday: Birthday) -> NewAge:
    """Write down the new age band on its first day; takes their tasks from those who are out by it.

    When the room freezes instead nobody has left: they linger for the profile's days.
    """
    case = store.case
    store.save(case)
    store.audit(Action.CASE_BIRTHDAY, age=birthday.age, band=case.age_band)
    facts = store.facts
    freezes = pause.would_freeze(store, facts)
    people = {actor.person_id for actor in facts.actors}
    seats = circle.seats(store, people, day=birthday.day - timedelta(days=1))
    out: frozenset[str] = frozenset()
    if case.state is State.ACTIVE and not freezes:
        out = circle.leavers(seats, circle.seats(store, people))
    leaving = tuple(actor for actor in facts.actors if actor.person_id in out)
    gone = departure.finish(store, Before(leaving=leaving, seats=seats, was_talking=True))
    return NewAge(freezes=freezes, departure=gone)
