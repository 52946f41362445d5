"""Who may be in a room. Computed from the ledger every time, never edited: a withdrawal is one row, all follows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.i18n import T
from bot.rules import age, promise, protection
from bot.rules.case import FROZEN_STATES, Case, State
from bot.rules.consent import Actor, Grant, covered, covered_functions
from bot.rules.people import Person, coordinators, fits
from bot.rules.profile import LEAD, YOUTH, Profile
from bot.rules.roles import OWN_WORDS, Role
from bot.rules.room import Difference as Difference
from bot.rules.room import Room as Room
from bot.rules.room import RoomKind, RoomState
from bot.rules.room import Seen as Seen
from bot.rules.room import Why as Why
from bot.rules.room import difference as difference
from bot.rules.room import user_ids as user_ids


def wanted(
    room: Room,
    case: Case | None,
    grants: Sequence[Grant],
    actors: Iterable[Actor],
    people: Iterable[Person],
    profile: Profile,
    today: date,
) -> dict[str, Why]:
    """Everybody who may be in the room, by person id, and why.

    In a room that *is* frozen, people whose consent has run out stay for the profile's days (nothing new is shared
    there); in any other room they are out the day after. So freeze first, as :func:`freezes` says, and then ask.
    """
    found = {}
    for person, why, in_it in _everybody(room, case, grants, tuple(actors), tuple(people), profile, today):
        if in_it:
            found[person] = why
    return found


def excluded(
    room: Room,
    case: Case | None,
    grants: Sequence[Grant],
    actors: Iterable[Actor],
    people: Iterable[Person],
    profile: Profile,
    today: date,
) -> dict[str, Why]:
    """Who is not in the room and why, for previews: named people by person id, consented functions nobody stands for by
    function id."""
    named = tuple(actors)
    found = {}
    for person, why, in_it in _everybody(room, case, grants, named, tuple(people), profile, today):
        if not in_it:
            found[person] = why
    if case is not None and room.kind.of_case:
        case, grants = _today(case, grants, profile, today)
        standing = {actor.function for actor in named if actor.case_id == case.id and actor.standing(today)}
        for function in covered_functions(grants, case.age_band, profile, case.id, today):
            if function not in standing:
                found[function] = Why(T("membership.nobody_named", function=profile.function(function).text))
    return found


def freezes(
    room: Room,
    case: Case | None,
    grants: Sequence[Grant],
    actors: Iterable[Actor],
    profile: Profile,
    today: date,
    *,
    away: Collection[str] = (),
) -> Why | None:
    """Why the room must be frozen now (no keys, no invitations), or None.

    A case room freezes with its case, and when no living consent covers what it is about for anybody, or for somebody
    the profile requires: it ran out, or was withdrawn. It thaws when that is no longer so. A side room is still when
    the case room is, and when nobody is left whom its own scope may reach. ``away``: people who are in no
    room whatever was agreed (:func:`bot.rules.protection.away`).
    """
    if not room.kind.of_case or case is None:
        return None
    if case.state in FROZEN_STATES:
        return Why(T(f"membership.case_{case.state}"))
    if case.state is not State.ACTIVE:
        return None
    case, grants = _today(case, grants, profile, today)
    there = [actor for actor in actors if actor.standing(today) and actor.person_id not in away]
    standing = [actor for actor in there if protection.approved(case, actor)]

    def reached(place: Room) -> set[str]:
        return {actor.function for actor in standing if _covers(place, case, grants, actor, profile, today)}

    case_room = room if room.kind is RoomKind.CASE else replace(room, kind=RoomKind.CASE, scope=case.scope)
    if not reached(room) or not reached(case_room) >= set(profile.required_functions):
        return Why(T("membership.no_living_consent"))
    return None


# -------------------------------------------------------------------------------------------------------------- inside

_Verdict = tuple[str, Why, bool]


def _everybody(
    room: Room,
    case: Case | None,
    grants: Sequence[Grant],
    actors: tuple[Actor, ...],
    people: tuple[Person, ...],
    profile: Profile,
    today: date,
) -> Iterable[_Verdict]:
    """Each person who comes into question, with the verdict; whoever is in for one reason is in."""
    unit = {person.id: person for person in people if person.unit_id == room.unit_id}
    verdicts: dict[str, tuple[Why, bool]] = {}
    if room.state is RoomState.LEFT:
        return
    if case is not None:
        case, grants = _today(case, grants, profile, today)
    for person_id, why, in_it in _candidates(room, case, grants, actors, unit, profile, today):
        person = unit[person_id]
        if not person.active:
            why, in_it = Why(T("membership.inactive")), False
        elif in_it and person.matrix_id is None:
            why, in_it = Why(T("membership.no_account")), False
        if person_id not in verdicts or (in_it and not verdicts[person_id][1]):
            verdicts[person_id] = (why, in_it)
    yield from ((person_id, why, in_it) for person_id, (why, in_it) in verdicts.items())


def _candidates(
    room: Room,
    case: Case | None,
    grants: Sequence[Grant],
    actors: tuple[Actor, ...],
    unit: Mapping[str, Person],
    profile: Profile,
    today: date,
) -> Iterable[_Verdict]:
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
                # The page is where a youth cries for help, and a guardian takes a consent back: it stays
                against = None if owner.role in OWN_WORDS else protection.foreign(owner, profile)
                yield room.person_id, Why(against or T("membership.own_page")), against is None
        case RoomKind.OLD:
            return
        case RoomKind.CASE | RoomKind.SIDE:
            if case is not None and _alive(room, case, today):
                yield from _circle(room, case, grants, actors, unit, profile, today)


def _alive(room: Room, case: Case, today: date) -> bool:
    """Whether anybody at all may be in a room of the case."""
    if room.case_id != case.id or room.unit_id != case.unit_id or case.opened_on is None or not room.scope:
        return False
    if case.state is not State.ACTIVE and case.state not in FROZEN_STATES:
        return False
    return case.leave_on is None or today < case.leave_on


def _circle(
    room: Room,
    case: Case,
    grants: Sequence[Grant],
    actors: tuple[Actor, ...],
    unit: Mapping[str, Person],
    profile: Profile,
    today: date,
) -> Iterable[_Verdict]:
    coordinator = unit.get(case.coordinator_id)
    if coordinator is not None and coordinator.role is Role.COORDINATOR:
        yield coordinator.id, Why(T("membership.by_duty")), True
    for actor in actors:
        if actor.case_id != case.id or actor.person_id not in unit:
            continue
        person = unit[actor.person_id]
        if not actor.standing(today):
            yield person.id, Why(T("membership.no_longer_named")), False
        elif not fits(person, actor.function):
            yield person.id, Why(T("membership.other_function")), False
        elif (against := protection.keeps_out(case, actor, person, profile)) is not None:
            yield person.id, Why(against), False
        elif actor.function == LEAD:
            yield person.id, Why(T("membership.by_duty")), True
        elif actor.function == YOUTH:
            # A side room is for what some of the circle share; the youth's place is the case room or the own page
            in_it = case.youth_choice == "room" and room.kind is RoomKind.CASE
            stays = "side" if room.kind is RoomKind.SIDE else "room" if in_it else "page"
            yield person.id, Why(T(f"membership.youth_{stays}")), in_it
        elif _covers(room, case, grants, actor, profile, today):
            if promise.lacking((actor,), profile):
                yield person.id, Why(T("membership.not_promised")), False
            else:
                yield person.id, Why(T("membership.consented", kinds=profile.kind_words(room.scope))), True
        elif (
            room.state is RoomState.FROZEN
            and not promise.lacking((actor,), profile)
            and _covers(room, case, grants, actor, profile, today, lingering_days=profile.expiry_leave_days)
        ):
            yield person.id, Why(T("membership.lingers")), True
        else:
            yield person.id, _why_not(room, case, grants, actor, profile, today), False


def _covers(
    room: Room,
    case: Case,
    grants: Sequence[Grant],
    actor: Actor,
    profile: Profile,
    today: date,
    *,
    lingering_days: int = 0,
) -> bool:
    if actor.case_id != case.id or actor.function in (YOUTH, LEAD) or not room.scope:
        return False
    bands = {case.age_band}
    if case.born is not None and lingering_days:
        # What a birthday has ended lingers by the rules of the age before it
        bands.add(age.band_on(case.born, profile, today - timedelta(days=lingering_days)).id)
    return any(
        covered(grants, actor, band, profile, today, lingering_days=lingering_days) >= room.scope for band in bands
    )


def _today(case: Case, grants: Sequence[Grant], profile: Profile, today: date) -> tuple[Case, Sequence[Grant]]:
    """The case and its ledger as the youth's age leaves them, also after a birthday nobody was awake for."""
    return age.in_todays_band(case, profile, today), age.cut_at_birthdays(grants, case, profile)


def _why_not(room: Room, case: Case, grants: Sequence[Grant], actor: Actor, profile: Profile, today: date) -> Why:
    function = profile.function(actor.function).text
    kinds = covered(grants, actor, case.age_band, profile, today)
    if kinds:
        return Why(T("membership.narrower", function=function, kinds=profile.kind_words(room.scope - kinds)))
    about = [
        grant
        for grant in grants
        if grant.case_id == case.id and grant.function == actor.function and grant.person_id in (None, actor.person_id)
    ]
    if not about:
        return Why(T("membership.no_consent", function=function))
    if all(grant.withdrawn_at is not None for grant in about):
        return Why(T("membership.withdrawn", function=function))
    if all(grant.withdrawn_at is not None or grant.until < today for grant in about):
        return Why(T("membership.expired", function=function))
    return Why(T("membership.incomplete", function=function))
