"""Deputies: temporary second holders of a function, named, begun and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.rules import consent, gate, membership, protection
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.consent import Actor
from bot.rules.person import Person
from bot.rules.room import Why
from bot.services import departure, pause, plan
from bot.services.departure import Departure
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """A deputy as they would be named. ``beside``: those who stand for the function. ``comes_in``: whether
    the consent that stands today lets the deputy into the case room; if not, ``kept_out`` says why. A case
    that is not open yet tells neither."""

    deputy: Actor
    beside: tuple[Actor, ...]
    comes_in: bool = False
    kept_out: Why | None = None


@dataclass(frozen=True, kw_only=True)
class Ended:
    """Deputies who are no longer: those of them who have left the case, and what became of them there."""

    deputies: tuple[Actor, ...]
    departure: Departure


def forecast(store: CaseStore, function: str, person: Person, since: date, until: date | None) -> Forecast:
    """What follows if somebody is named a deputy for a function, from one day until another (both included).

    Refused for a function without part in the case, or for somebody who cannot stand for it.
    """
    facts = store.facts
    gate.check_named(facts.case, function, facts.profile)
    protection.check_server(facts.case, person, facts.profile)
    # A deputy whose days have not come yet counts as named
    named = [*facts.actors, *store.actors.deputies(function)]
    begun = [replace(actor, named_on=min(actor.named_on, facts.today)) for actor in named]
    consent.check_named(begun, person, function, facts.profile, facts.today)
    deputy = Actor(
        id="",
        case_id=facts.case.id,
        function=function,
        person_id=person.id,
        named_on=since,
        ended_on=None if until is None else until + timedelta(days=1),
        deputy=True,
    )
    beside = tuple(actor for actor in facts.actors if actor.function == function and not actor.deputy)
    if facts.case.opened_on is None:
        return Forecast(deputy=deputy, beside=beside)
    today = replace(deputy, named_on=facts.today, ended_on=None, approved_by="")
    with_deputy = facts.with_actors((*facts.actors, today))
    place = store.room.place
    if person.id in membership.wanted(place, with_deputy):
        return Forecast(deputy=deputy, beside=beside, comes_in=True)
    return Forecast(
        deputy=deputy, beside=beside, kept_out=membership.excluded(place, with_deputy).get(person.id)
    )


def name(store: CaseStore, deputy: Actor, *, approved_by: str | None) -> None:
    """Name a deputy as forecast; ``approved_by``: who has said the second yes, where an identity is
    protected."""
    number = store.actors.assign(
        deputy.function,
        deputy.person_id,
        deputy.named_on,
        deputy=True,
        ended_on=deputy.ended_on,
        approved_by=approved_by,
    )
    last = last_day(deputy)
    store.audit(
        Action.CASE_DEPUTY_NAMED,
        function=deputy.function,
        person=deputy.person_id,
        day=deputy.named_on.isoformat(),
        until=None if last is None else last.isoformat(),
        approved_by=approved_by,
    )
    if deputy.named_on > store.facts.today:
        store.schedule("deputy.begins", number, morning(deputy.named_on))
    if deputy.ended_on is not None:
        store.schedule("deputy.ended", f"{number}:{deputy.ended_on}", morning(deputy.ended_on))


def last_day(deputy: Actor) -> date | None:
    """The last day a deputy stands; ``None``: it has no end."""
    return None if deputy.ended_on is None else deputy.ended_on - timedelta(days=1)


def begin(store: CaseStore, actor_id: str) -> Actor | None:
    """Have the rooms compared on a deputy's first day; ``None`` when they do not stand today after all."""
    actor = store.actors.get(actor_id)
    if actor is None or not actor.standing(store.facts.today):
        return None
    store.save(store.case)
    plan.follow(store, actor.function)
    return actor


def finish(store: CaseStore, actor_id: str, day: str) -> Ended | None:
    """Have somebody leave whose last day as deputy has been; ``None`` when it was ended before that ``day``,
    and told then, or when they stand for something else in the case."""
    actor = store.actors.get(actor_id)
    if actor is None or str(actor.ended_on) != day:
        return None
    store.audit(Action.CASE_DEPUTY_ENDED, function=actor.function, person=actor.person_id)
    if store.facts.actors_of(actor.person_id):
        return None
    before = departure.before(store, [actor], beside=[replace(actor, ended_on=None)])
    store.save(store.case)
    return Ended(deputies=(actor,), departure=departure.finish(store, before))


def named(store: CaseStore, function: str, person: Person | None) -> list[Actor]:
    """The deputies for a function, those too whose days have not come yet; of one ``person``, or all."""
    deputies = store.actors.deputies(function)
    return [deputy for deputy in deputies if person is None or deputy.person_id == person.id]


def freezes_without(store: CaseStore, deputies: Sequence[Actor]) -> bool:
    """Whether the case room freezes once these deputies end: nobody else may stand for what the profile
    requires."""
    ending = {deputy.id for deputy in deputies}
    facts = store.facts
    return pause.would_begin(
        store, facts.with_actors(actor for actor in facts.actors if actor.id not in ending)
    )


def end(store: CaseStore, deputies: Sequence[Actor]) -> Ended:
    """End deputies at once; who had not begun never comes."""
    today = store.facts.today
    before = departure.before(store, deputies)
    store.actors.end([deputy.id for deputy in deputies], today)
    for deputy in deputies:
        store.audit(Action.CASE_DEPUTY_ENDED, function=deputy.function, person=deputy.person_id)
    gone = departure.finish(store, before)
    remaining = {actor.person_id for actor in store.facts.actors}
    leaving = [
        deputy for deputy in deputies if deputy.person_id not in remaining and deputy.named_on <= today
    ]
    return Ended(deputies=tuple(deputies), departure=replace(gone, leaving=tuple(leaving)))
