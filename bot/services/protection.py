"""Protected identity of the youth or a guardian: begun, ended, and people approved for the case by two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rules import protection as rules
from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.consent import Actor
from bot.rules.facts import CaseFacts
from bot.services import circle, pause
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What follows if an identity is protected.

    ``after``: the case then. ``kept_out``: who is named and not in the case's rooms until approved.
    ``leaving``: those of them who are in a room now. ``freezes``: the room cannot be used until somebody is
    approved for the functions ``lacking``.
    """

    after: Case
    kept_out: tuple[Actor, ...]
    leaving: tuple[Actor, ...]
    freezes: bool
    lacking: tuple[str, ...]


def forecast(store: CaseStore, whose: str) -> Forecast:
    """What follows if the identity of the youth or of a guardian (``whose``: their function) is protected."""
    facts = store.facts
    after = replace(facts.case, protected=facts.case.protected | {whose})
    kept_out = _kept_out(facts, after)
    seats = circle.seats(store, {actor.person_id for actor in kept_out})
    in_rooms = frozenset[str]().union(*seats.values())
    freezes = pause.would_begin(store, facts.with_case(after))
    return Forecast(
        after=after,
        kept_out=tuple(kept_out),
        leaving=tuple(actor for actor in kept_out if actor.person_id in in_rooms),
        freezes=freezes,
        lacking=tuple(_lacking(facts, after)),
    )


def protect(store: CaseStore, whose: str) -> Forecast:
    """Protect an identity in the case; returns what follows from it."""
    result = forecast(store, whose)
    store.save(result.after)
    store.audit(Action.CASE_PROTECTED, whose=whose)
    return result


def coming_again(store: CaseStore, whose: str) -> list[Actor]:
    """Those named in the case who are kept out only as long as this identity is protected."""
    facts = store.facts
    still_out = {actor.id for actor in _kept_out(facts, _without(facts.case, whose))}
    return [actor for actor in _kept_out(facts, facts.case) if actor.id not in still_out]


def end(store: CaseStore, whose: str, *, approved_by: str) -> None:
    """End the protection of an identity in the case; ``approved_by``: who has said the second yes."""
    store.save(_without(store.case, whose))
    store.audit(Action.CASE_PROTECTED_OVER, whose=whose, approved_by=approved_by)


def unapproved(store: CaseStore, person_id: str) -> list[Actor]:
    """What somebody is named for in the case, today or later, without being approved."""
    case = store.case
    return [actor for actor in store.actors.of(person_id) if not rules.approved(case, actor)]


def approve(store: CaseStore, person_id: str, *, approved_by: str) -> None:
    """Let one person take part in a case in which an identity is protected."""
    for actor in unapproved(store, person_id):
        store.actors.approve(actor.id, approved_by)
    store.audit(Action.CASE_ACTOR_APPROVED, person=person_id, approved_by=approved_by)


def _without(case: Case, whose: str) -> Case:
    return replace(case, protected=case.protected - {whose})


def _kept_out(facts: CaseFacts, case: Case) -> list[Actor]:
    """Who is named, and not in the case's rooms as long as the case is so."""
    return [
        actor
        for actor in facts.actors
        if rules.keeps_out(case, actor, facts.person(actor.person_id), facts.profile) is not None
    ]


def _lacking(facts: CaseFacts, case: Case) -> Sequence[str]:
    """The functions for which somebody must be approved first: of those the profile requires, else of all."""
    waiting = {actor.function for actor in facts.actors if not rules.approved(case, actor)}
    required = [function for function in facts.profile.required_functions if function in waiting]
    return required or sorted(waiting)
