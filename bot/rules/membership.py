"""Who may be in a room: computed from the ledger every time, never edited, so that a withdrawal is one
row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import assert_never

from bot.i18n import T
from bot.rules import age, promise, protection
from bot.rules.case import FROZEN_STATES, Case, State
from bot.rules.consent import Actor, Kinds, covered
from bot.rules.facts import CaseFacts, UnitFacts
from bot.rules.person import Person, coordinators, fits
from bot.rules.profile import LEAD, YOUTH
from bot.rules.roles import OWN_WORDS, Role
from bot.rules.room import Room, RoomKind, RoomState, Why

#: Why nobody writes in the rooms of a case.
_STILL: Mapping[State, str] = MappingProxyType(
    {
        State.FROZEN: "membership.case_frozen",
        State.CLOSING: "membership.case_closing",
        State.CLOSED: "membership.case_closed",
    }
)


def wanted(room: Room, facts: UnitFacts) -> dict[str, Why]:
    """Everybody who may be in the room, by person id, and why.

    In a room that *is* frozen, where nothing new is shared, people whose consent has expired stay for the
    profile's days; in any other room they are out the day after. So freeze the room first, as :func:`freezes`
    says, and then ask.
    """
    return {person_id: why for person_id, (why, in_it) in _verdicts(room, facts).items() if in_it}


def excluded(room: Room, facts: UnitFacts) -> dict[str, Why]:
    """Who is not in the room, and why: people by person id, and by function id the functions with consent but
    nobody named for them."""
    found = {person_id: why for person_id, (why, in_it) in _verdicts(room, facts).items() if not in_it}
    if isinstance(facts, CaseFacts) and room.kind in (RoomKind.CASE, RoomKind.SIDE):
        here = [
            actor for actor in facts.actors if actor.case_id == facts.case.id and actor.standing(facts.today)
        ]
        named = {actor.function for actor in here}
        for function in facts.heard:
            if function not in named:
                found[function] = Why(
                    T("membership.nobody_named", function=facts.profile.function(function).text)
                )
    return found


def freezes(room: Room, facts: UnitFacts) -> Why | None:
    """Why the room must be frozen now (no keys, no invitations), or None.

    A case room freezes with its case, and when the consent that covers its scope has expired or been
    withdrawn for everybody, or for a required function. It thaws when that is no longer so. A side room
    freezes with the case room, and when no consent covers its own scope for anybody. People who may be in no
    room at all (:func:`bot.rules.protection.foreign`) do not count.
    """
    if not room.kind.of_case or not isinstance(facts, CaseFacts):
        return None
    case = facts.case
    if case.state in FROZEN_STATES:
        return Why(T(_STILL[case.state]))
    if case.state is not State.ACTIVE:
        return None
    case_room = room if room.kind is RoomKind.CASE else replace(room, kind=RoomKind.CASE, scope=case.scope)
    required = set(facts.profile.required_functions)
    if not reached(room, facts) or not reached(case_room, facts) >= required:
        return Why(T("membership.no_living_consent"))
    return None


def reached(room: Room, facts: CaseFacts) -> set[str]:
    """The functions that somebody stands for today who is not kept out, and whose consent covers the room's
    scope."""
    return {
        actor.function
        for actor in facts.actors
        if actor.standing(facts.today)
        and not _is_away(actor, facts)
        and protection.approved(facts.case, actor)
        and _is_covered(room, facts, actor)
    }


# -------------------------------------------------------------------------------------------------------------- inside


def _is_away(actor: Actor, facts: CaseFacts) -> bool:
    """Whether somebody may be in no room because of their server."""
    person = facts.by_id.get(actor.person_id)
    return person is not None and protection.foreign(person, facts.profile) is not None


_Verdict = tuple[str, Why, bool]


def _verdicts(room: Room, facts: UnitFacts) -> dict[str, tuple[Why, bool]]:
    """Each person in question, why, and whether they are in. One reason to be in is enough."""
    if room.state is RoomState.LEFT:
        return {}
    unit = facts.by_id if room.unit_id == facts.unit_id else {}
    found: dict[str, tuple[Why, bool]] = {}
    for person_id, why, in_it in _candidates(room, facts, unit):
        person = unit[person_id]
        if not person.active:
            why = Why(T("membership.inactive"))
            in_it = False
        elif in_it and person.matrix_id is None:
            why = Why(T("membership.no_account"))
            in_it = False
        if person_id not in found or (in_it and not found[person_id][1]):
            found[person_id] = (why, in_it)
    return found


def _candidates(room: Room, facts: UnitFacts, unit: Mapping[str, Person]) -> Iterable[_Verdict]:
    match room.kind:
        case RoomKind.OFFICE:
            for person in coordinators(unit.values(), room.unit_id):
                yield person.id, Why(T("membership.coordinator")), True
            for person in unit.values():
                if person.role is Role.SECOND:
                    yield person.id, Why(T("membership.second")), True
        case RoomKind.PAGE:
            if room.person_id is not None and room.person_id in unit:
                owner = unit[room.person_id]
                # A youth cries for help on the page, and a guardian withdraws there, so theirs stays in any
                # case
                against = None if owner.role in OWN_WORDS else protection.foreign(owner, facts.profile)
                yield room.person_id, Why(against or T("membership.own_page")), against is None
        case RoomKind.OPERATORS:
            for person in unit.values():
                if person.role is Role.OPERATOR:
                    yield person.id, Why(T("membership.operator")), True
        case RoomKind.OLD:
            return
        case RoomKind.CASE | RoomKind.SIDE:
            if isinstance(facts, CaseFacts) and _is_inhabited(room, facts):
                yield from _circle(room, facts, unit)
        case _:
            assert_never(room.kind)


def _is_inhabited(room: Room, facts: CaseFacts) -> bool:
    """Whether anybody at all may be in a room of the case."""
    case = facts.case
    if room.case_id != case.id or room.unit_id != case.unit_id or case.opened_on is None or not room.scope:
        return False
    if case.state is not State.ACTIVE and case.state not in FROZEN_STATES:
        return False
    return case.leave_on is None or facts.today < case.leave_on


def _circle(room: Room, facts: CaseFacts, unit: Mapping[str, Person]) -> Iterable[_Verdict]:
    case = facts.case
    coordinator = unit.get(case.coordinator_id)
    if coordinator is not None and coordinator.role is Role.COORDINATOR:
        yield coordinator.id, Why(T("membership.by_duty")), True
    for actor in facts.actors:
        if actor.case_id == case.id and actor.person_id in unit:
            yield _verdict(room, facts, actor, unit[actor.person_id])


def _verdict(room: Room, facts: CaseFacts, actor: Actor, person: Person) -> _Verdict:
    """Whether somebody named in the case is in the room, and why."""
    if not actor.standing(facts.today):
        return person.id, Why(T("membership.no_longer_named")), False
    if not fits(person, actor.function):
        return person.id, Why(T("membership.other_function")), False
    against = protection.keeps_out(facts.case, actor, person, facts.profile)
    if against is not None:
        return person.id, Why(against), False
    if actor.function == LEAD:
        return person.id, Why(T("membership.by_duty")), True
    if actor.function == YOUTH:
        return _verdict_on_youth(room, facts.case, person)
    has_promised = not promise.lacking((actor,), facts.profile)
    if _is_covered(room, facts, actor):
        if not has_promised:
            return person.id, Why(T("membership.not_promised")), False
        return person.id, Why(T("membership.consented", kinds=facts.profile.kind_words(room.scope))), True
    lingering_days = facts.profile.expiry_leave_days
    if (
        room.state is RoomState.FROZEN
        and has_promised
        and _is_covered(room, facts, actor, lingering_days=lingering_days)
    ):
        return person.id, Why(T("membership.lingers")), True
    return person.id, _why_not(room, facts, actor), False


def _verdict_on_youth(room: Room, case: Case, person: Person) -> _Verdict:
    """A side room is for what some of the circle share; the youth's place is the case room or the own
    page."""
    if room.kind is RoomKind.SIDE:
        return person.id, Why(T("membership.youth_side")), False
    if case.youth_choice == "room":
        return person.id, Why(T("membership.youth_room")), True
    return person.id, Why(T("membership.youth_page")), False


def _is_covered(room: Room, facts: CaseFacts, actor: Actor, *, lingering_days: int = 0) -> bool:
    """Whether the consent of everybody needed lets this actor hear all of the room's scope."""
    case = facts.case
    if actor.case_id != case.id or actor.function in (YOUTH, LEAD) or not room.scope:
        return False
    bands = {case.age_band}
    if case.born is not None and lingering_days:
        # Consent that a birthday has ended lingers by the rules of the age before it
        bands.add(age.band_on(case.born, facts.profile, facts.today - timedelta(days=lingering_days)).id)
    return any(_heard(facts, actor, band, lingering_days) >= room.scope for band in bands)


def _heard(facts: CaseFacts, actor: Actor, band: str, lingering_days: int = 0) -> Kinds:
    return covered(facts.grants, actor, band, facts.profile, facts.today, lingering_days=lingering_days)


def _why_not(room: Room, facts: CaseFacts, actor: Actor) -> Why:
    profile = facts.profile
    function = profile.function(actor.function).text
    kinds = _heard(facts, actor, facts.case.age_band)
    if kinds:
        return Why(T("membership.narrower", function=function, kinds=profile.kind_words(room.scope - kinds)))
    about = [
        grant
        for grant in facts.grants
        if grant.case_id == facts.case.id
        and grant.function == actor.function
        and grant.person_id in (None, actor.person_id)
    ]
    if not about:
        return Why(T("membership.no_consent", function=function))
    if all(grant.withdrawn_at is not None for grant in about):
        return Why(T("membership.withdrawn", function=function))
    if all(grant.withdrawn_at is not None or grant.until < facts.today for grant in about):
        return Why(T("membership.expired", function=function))
    return Why(T("membership.incomplete", function=function))
