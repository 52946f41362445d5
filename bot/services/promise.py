"""A private person's promise to pass nothing on: who is asked for it, and what follows when it is given or
refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.rules import promise as rules
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import Case
from bot.rules.consent import Actor
from bot.rules.person import Person
from bot.services import circle, departure
from bot.services.departure import Departure
from storage.room import RoomView
from storage.scoped import CaseStore

#: Days until the coordinator is told of somebody who has not answered.
TOLD_AFTER = 3


@dataclass(frozen=True, kw_only=True)
class Question:
    """The question to be put to somebody on their own page. ``tag``: by which it is known that it has been
    asked."""

    case: Case
    person: Person
    page: RoomView
    tag: str | None


def bound(store: CaseStore, person_id: str) -> list[Actor]:
    """What somebody stands for today that takes a promise."""
    facts = store.facts
    return [actor for actor in facts.actors_of(person_id) if rules.binds(actor.function, facts.profile)]


def is_awaited(store: CaseStore, actor: Actor) -> bool:
    """Whether somebody would come into a room of the case today but for the promise."""
    facts = store.facts
    if not actor.standing(facts.today) or not rules.lacking((actor,), facts.profile):
        return False
    for room in store.rooms:
        why = circle.outsiders(store, room).get(actor.person_id)
        if why is not None and why.key == "membership.not_promised":
            return True
    return False


def awaited(store: CaseStore, actor_id: str) -> Actor | None:
    """An actor by id, if only the promise keeps them out today."""
    actor = store.actors.get(actor_id)
    if actor is None or not is_awaited(store, actor):
        return None
    return actor


def awaited_of(store: CaseStore, person_id: str) -> list[Actor]:
    """What somebody stands for in the case where only the promise keeps them out today."""
    return [actor for actor in store.facts.actors_of(person_id) if is_awaited(store, actor)]


def ask(store: CaseStore, actor: Actor, *, anew: bool = False) -> Question | None:
    """Have somebody asked for the promise, and the coordinator told in some days if they have not answered.

    None if they have no account, or have been asked since the latest consent for their function, unless
    ``anew``.
    """
    facts = store.facts
    person = facts.person(actor.person_id)
    if person.matrix_id is None:
        return None
    page = store.page(person.id)
    latest = max(grant.recorded_at for grant in facts.grants if grant.function == actor.function)
    tag = f"promise:{actor.id}:{latest:%y%m%d%H%M%S}"
    if not anew and store.is_shown(tag, page):
        return None
    store.schedule("promise.waits", actor.id, morning(facts.today + timedelta(days=TOLD_AFTER)))
    return Question(case=facts.case, person=person, page=page, tag=None if anew else tag)


def ask_again(store: CaseStore, person_id: str) -> Question | None:
    """Have somebody asked anew, if only the promise keeps them out."""
    waiting = awaited_of(store, person_id)
    return ask(store, waiting[0], anew=True) if waiting else None


def ask_elsewhere(store: CaseStore, person_id: str) -> Question | None:
    """Have somebody asked anew about one more of their cases that waits for their promise: one at a time."""
    for case in store.cases.of_person(person_id):
        if case.id == store.case_id:
            continue
        question = ask_again(store.of(case), person_id)
        if question is not None:
            return question
    return None


def ask_tomorrow(store: CaseStore, actor: Actor) -> None:
    """Put off asking somebody for the promise."""
    store.schedule("promise.ask", actor.id, morning(store.facts.today + timedelta(days=1)))


def tell_tomorrow(store: CaseStore, actor: Actor) -> None:
    """Put off telling the coordinator that somebody has not answered."""
    store.schedule("promise.waits", actor.id, morning(store.facts.today + timedelta(days=1)))


def give(store: CaseStore, person_id: str) -> None:
    """Note today's promise, for all that somebody stands for."""
    actors = bound(store, person_id)
    _answered(store, actors)
    store.actors.note_promise({actor.id for actor in actors}, store.facts.today)
    store.audit(Action.CASE_PROMISE_GIVEN, person=person_id)


def refuse(store: CaseStore, person_id: str) -> Departure | None:
    """Note that somebody does not promise, or not any more: they are out, as whoever has promised nothing is.

    None when they were in no room of the case.
    """
    actors = bound(store, person_id)
    _answered(store, actors)
    before = departure.before(store, actors)
    store.actors.note_promise({actor.id for actor in actors}, None)
    if not any(before.seats.values()):
        store.audit(Action.CASE_PROMISE_REFUSED, person=person_id)
        return None
    store.audit(Action.CASE_PROMISE_TAKEN_BACK, person=person_id)
    return departure.finish(store, before)


# -------------------------------------------------------------------------------------------------------------- inside


def _answered(store: CaseStore, actors: list[Actor]) -> None:
    for actor in actors:
        store.cancel_scheduled("they have answered", kind="promise.waits", subject=actor.id)
