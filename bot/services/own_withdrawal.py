"""A consent taken back by whoever it is about, or by a guardian, in their own words on their own page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.rules import calendar, working_day
from bot.rules import withdrawal as rules
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.roles import Role
from bot.rules.withdrawal import Waiting
from bot.services import circle, pause, talk, withdrawal
from bot.services.withdrawal import WAITS, Withdrawn
from storage.scoped import CaseStore


class Course(StrEnum):
    """What comes of it when somebody wants somebody out."""

    NO_SAY = "no_say"  # a guardian's wish, of a youth who is of age: only the youth takes a consent back
    NOT_GIVEN = "not_given"  # there is no consent to take back
    WAITS = "waits"  # it is said already, and waits for a talk
    FREEZE = "freeze"  # nothing new is shared, and the coordinator decides what becomes of the consent
    PAUSE = "pause"  # nothing new is shared; after a talk, or two working days, the consent is withdrawn
    REMOVE = "remove"  # the consent is withdrawn: those it lets in are out at once


@dataclass(frozen=True, kw_only=True)
class CarriedOut:
    """A withdrawal that waited and what came of it; ``result`` None: a new consent had taken its place."""

    waiting: Waiting
    result: Withdrawn | None


def forecast(store: CaseStore, function: str | None, *, by: str) -> Course:
    """What comes of it if ``by`` (a person id) takes the consent for a function (``None``: for all) back.

    The profile's table of withdrawals decides between removing, pausing and leaving it to the coordinator.
    """
    facts = store.facts
    band = facts.profile.band(facts.case.age_band)
    role = facts.person(by).role
    if role is Role.GUARDIAN and band.adult:
        return Course.NO_SAY
    if any(each.function in (None, function) for each in store.own_withdrawals.all()):
        return Course.WAITS
    given = {one.id for one in withdrawal.taking_part(facts)}
    if not given or function not in (None, *given):
        return Course.NOT_GIVEN
    if facts.case.opened_on is None or facts.case.state not in (State.ACTIVE, State.FROZEN, State.CLOSING):
        return Course.REMOVE  # there is nothing to pause
    freezes = facts.profile.withdrawal.consequence(str(role), band) == "freeze"
    if freezes and role is Role.GUARDIAN and facts.case.state is not State.CLOSING:
        return Course.FREEZE
    if freezes or rules.pauses(facts, given if function is None else {function}):
        return Course.PAUSE
    return Course.REMOVE


def take_wish(store: CaseStore, function: str | None, *, by: str) -> Course:
    """Take somebody's wish that somebody be out, and return what comes of it if they are sure.

    Where no consent is given, the no is kept, and shown with any consent from that day or before: one may be
    waiting for its second yes right now.
    """
    course = forecast(store, function, by=by)
    if course is Course.NOT_GIVEN:
        store.refusals.put(function, by=by, now=store.now)
        if function is None:
            store.audit(Action.CASE_REFUSAL_SOMEBODY)
        else:
            store.audit(Action.CASE_REFUSAL_SAID, function=function)
    return course


def freeze(store: CaseStore) -> None:
    """Share nothing new with anybody from now on; what becomes of the consent, the coordinator decides."""
    if store.case.state is State.ACTIVE:
        pause.freeze(store, "somebody took a consent back")


def pause_for(store: CaseStore, function: str | None, *, by: str) -> Waiting:
    """Share nothing new with anybody from now on, until the coordinator has spoken with whoever takes a consent
    back; return what waits, and until when."""
    today = store.facts.today
    waiting = Waiting(function=function, person_id=by, said_at=store.now, due_on=rules.due_on(today))
    store.own_withdrawals.put(waiting)
    store.overtake_questions()
    given = [one.id for one in withdrawal.taking_part(store.facts)]
    store.audit(Action.CASE_CONSENT_STOPPED, functions=sorted(given) if function is None else [function])
    freeze(store)
    _plan_next(store)
    return waiting


def look_again(store: CaseStore) -> tuple[list[CarriedOut], list[Waiting]]:
    """Carry out what has waited long enough; return that, and what waits on: the coordinator is reminded of it."""
    carried_out = [
        _carry_out(store, each) for each in store.own_withdrawals.all() if each.due_on <= store.facts.today
    ]
    waiting = store.own_withdrawals.all()
    if waiting:
        _plan_next(store)
    return carried_out, waiting


def carry_out(store: CaseStore) -> list[CarriedOut]:
    """Carry out all that waits, after the talk."""
    return [_carry_out(store, each) for each in store.own_withdrawals.all()]


def take_back(store: CaseStore, *, approved_by: str) -> None:
    """Let the consents stand that somebody took back: it was not their own choice. Two people say so. The rooms
    stay frozen until they are opened."""
    waiting = store.own_withdrawals.all()
    for each in waiting:
        store.own_withdrawals.end(each)
    store.cancel_scheduled("it was not their own choice", kind=WAITS)
    store.audit(Action.CASE_CONSENT_RESTORED, approved_by=approved_by, n=len(waiting))


def regret(store: CaseStore, *, by: str) -> bool:
    """Take that somebody regrets what they have taken back within a day: a talk follows, nothing is undone.
    Returns whether there is anything to regret."""
    since = store.now - rules.REGRETTED_WITHIN
    said = [each.said_at for each in store.own_withdrawals.all() if each.person_id == by]
    said += [
        grant.withdrawn_at
        for grant in store.facts.grants
        if grant.withdrawn_at is not None and grant.withdrawn_by == by
    ]
    if not any(at >= since for at in said):
        return False
    talk.ask_for(store)
    return True


def several(store: CaseStore, function: str | None) -> list[str]:
    """The ids of those who stand for one private function, where there is more than one.

    A word such as "pappa" or "mormor" means one of them, and the consent is for all.
    """
    facts = store.facts
    if function is None or not facts.profile.function(function).private:
        return []
    people = frozenset(actor.person_id for actor in facts.actors if actor.function == function)
    if facts.case.opened_on is not None:
        people = people.intersection(frozenset[str]().union(*circle.seats(store, people).values()))
    return sorted(people) if len(people) > 1 else []


# -------------------------------------------------------------------------------------------------------------- inside


def _carry_out(store: CaseStore, waiting: Waiting) -> CarriedOut:
    by = waiting.person_id
    if not withdrawal.forecast(store, waiting.function, by=by, said_at=waiting.said_at).marked:
        withdrawal.settle(store, waiting.function)
        return CarriedOut(waiting=waiting, result=None)
    result = withdrawal.withdraw(store, waiting.function, by=by, said_at=waiting.said_at)
    return CarriedOut(waiting=waiting, result=result)


def _plan_next(store: CaseStore) -> None:
    """Look at what waits on the next working morning."""
    store.schedule(WAITS, store.case_id, calendar.morning(working_day.following(store.facts.today)))
