"""A consent taken back by whoever it is about, or by a guardian, in their own words on their own page."""

from __future__ import annotations

from enum import StrEnum

from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.roles import Role
from bot.services import circle, pause, withdrawal
from storage.scoped import CaseStore


class Course(StrEnum):
    """What comes of it when somebody wants somebody out."""

    NO_SAY = "no_say"  # a guardian's wish, of a youth who is of age: only the youth takes a consent back
    NOT_GIVEN = "not_given"  # there is no consent to take back
    FREEZE = "freeze"  # nothing new is shared, and the coordinator decides what becomes of the consent
    REMOVE = "remove"  # the consent is withdrawn: those it lets in are out at once


def forecast(store: CaseStore, function: str | None, *, by: str) -> Course:
    """What comes of it if ``by`` (a person id) takes the consent for a function (``None``: for all) back.

    The profile's table of withdrawals decides between freezing and removing.
    """
    facts = store.facts
    band = facts.profile.band(facts.case.age_band)
    role = facts.person(by).role
    if role is Role.GUARDIAN and band.adult:
        return Course.NO_SAY
    given = {one.id for one in withdrawal.taking_part(facts)}
    if not given or function not in (None, *given):
        return Course.NOT_GIVEN
    follows = facts.profile.withdrawal.consequence(str(role), band)
    if follows == "freeze" and facts.case.state in (State.ACTIVE, State.FROZEN):
        return Course.FREEZE
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
