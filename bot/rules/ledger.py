"""Expiry, renewal, narrowing and receipt of consents. All of it follows from
:func:`bot.rules.consent.covered`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.rules.calendar import day_of
from bot.rules.consent import GUARDIANS, NOTHING, Grant, Kinds, covered_functions, living, speaks
from bot.rules.facts import CaseFacts
from bot.rules.profile import Profile


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The record that somebody who stands for a function has acknowledged the consent."""

    function: str
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The record that a youth or guardian does not want a function to take part, while there is no consent to
    withdraw.

    ``function`` None: they want nobody to take part.
    """

    function: str | None
    person_id: str
    said_at: datetime


@dataclass(frozen=True, kw_only=True)
class Written:
    """Grants that were recorded together: their givers, their functions, and ``one`` of them for all they
    share."""

    one: Grant
    givers: tuple[tuple[str, str], ...]
    functions: tuple[str, ...]


def last_day(facts: CaseFacts, function: str, kinds: Kinds) -> date | None:
    """The last day on which a function may hear all these kinds, or with no kinds anything; None if it never
    could.

    The day may be past. Withdrawn consents do not count.
    """
    about = [grant for grant in facts.grants if grant.function == function and grant.withdrawn_at is None]
    for until in sorted({grant.until for grant in about}, reverse=True):
        heard = _heard_on(facts, until).get(function, NOTHING)
        if heard and heard >= kinds:
            return until
    return None


def last_days(facts: CaseFacts, scope: Kinds) -> dict[str, date]:
    """By function, the last day on which it may hear the whole scope, or if it never could, anything.

    The days may be past.
    """
    found = {}
    for function in facts.profile.recipients:
        day = last_day(facts, function.id, scope) or last_day(facts, function.id, NOTHING)
        if day is not None:
            found[function.id] = day
    return found


def shared(covered: Mapping[str, Kinds], profile: Profile) -> Kinds:
    """The kinds that all required functions may hear: the widest scope a room can have with all of them in
    it."""
    needed = [covered.get(function, NOTHING) for function in profile.required_functions]
    return frozenset.intersection(*needed) if needed else NOTHING.union(*covered.values())


def renewable(facts: CaseFacts) -> dict[str, Kinds]:
    """By function, the kinds that a renewal renews: those covered today, and those covered on the last day on
    which all required functions were. What had expired before that day, or was withdrawn, is not renewed."""
    last = last_days(facts, NOTHING)
    required = [last[function] for function in facts.profile.required_functions if function in last]
    whole = min(required) if required else max(last.values(), default=facts.today)
    found = _heard_on(facts, min(whole, facts.today))
    for function, kinds in facts.heard.items():
        found[function] = found.get(function, NOTHING) | kinds
    return found


def narrowed(
    grants: Sequence[Grant], function: str, kept: Kinds, *, by: str, now: datetime, today: date
) -> tuple[tuple[Grant, ...], tuple[Grant, ...]]:
    """The grants to mark and the grants to add when a function is to hear only ``kept`` from now on.

    Every grant for the function is marked withdrawn, and each living one is added again with fewer kinds and
    otherwise unchanged. The added grants carry today's custody, because they become the latest word on it. A
    grant that somebody else's withdrawal has ended is not added again, though it carries no mark: it would
    count anew. If that withdrawal was for one person, earlier grants to the whole function end as well,
    because a narrowing must never widen.
    """
    stood = [grant for grant in grants if grant.function == function and grant.withdrawn_at is None]
    guardians = [grant for grant in grants if grant.giver in GUARDIANS]
    word = max(guardians, key=lambda grant: (grant.recorded_at, grant.id)).capacity if guardians else ""
    again = [
        replace(
            grant,
            kinds=grant.kinds & kept,
            recorded_at=now,
            capacity=word if grant.giver in GUARDIANS else grant.capacity,
        )
        for grant in living(stood, today)
        if grant.kinds & kept and speaks(grant, grants) and not _is_ended(grant, grants)
    ]
    return tuple(replace(grant, withdrawn_at=now, withdrawn_by=by) for grant in stood), tuple(again)


def _is_ended(grant: Grant, grants: Iterable[Grant]) -> bool:
    """Whether a later withdrawal for the same function or person has ended a grant."""
    return any(
        other.withdrawn_at is not None
        and grant.recorded_at < other.withdrawn_at
        and other.function == grant.function
        and (other.person_id is None or grant.person_id in (None, other.person_id))
        for other in grants
    )


def after(grants: Iterable[Grant], marked: Iterable[Grant], added: Iterable[Grant] = ()) -> list[Grant]:
    """The ledger with some grants marked and some added."""
    by_id = {grant.id: grant for grant in marked}
    return [*(by_id.get(grant.id, grant) for grant in grants), *added]


def unacknowledged(facts: CaseFacts, receipts: Iterable[Receipt]) -> list[str]:
    """The functions that have not acknowledged the consent as it is now. Private persons need not."""
    return list(unreceived_since(facts, receipts))


def unreceived_since(facts: CaseFacts, receipts: Iterable[Receipt]) -> dict[str, date]:
    """The functions that have not acknowledged the consent as it is now, and the day on which it was recorded."""
    noted = {receipt.function: receipt.noted_at for receipt in receipts}
    alive = living(facts.grants, facts.today)
    found = {}
    for function in facts.heard:
        if facts.profile.function(function).private:
            continue
        recorded_at = max(grant.recorded_at for grant in alive if grant.function == function)
        if function not in noted or noted[function] < recorded_at:
            found[function] = day_of(recorded_at)
    return found


def written(grants: Iterable[Grant]) -> list[Written]:
    """The grants, grouped by what was recorded together, oldest first."""
    together: dict[tuple[object, ...], list[Grant]] = {}
    for grant in sorted(grants, key=lambda each: (each.recorded_at, each.giver, each.id)):
        key = (grant.recorded_at, grant.given_on, grant.until, grant.recorded_by, grant.paper)
        together.setdefault(key, []).append(grant)
    return [
        Written(
            one=some[0],
            givers=tuple(dict.fromkeys((grant.giver, grant.capacity) for grant in some)),
            functions=tuple(dict.fromkeys(grant.function for grant in some)),
        )
        for some in together.values()
    ]


def taken_back(grants: Iterable[Grant]) -> list[tuple[Grant, bool]]:
    """One withdrawn grant for each function and time, oldest first, and whether it was only narrowed at that
    time."""
    every = list(grants)
    again = {(grant.function, grant.recorded_at) for grant in every}
    found = {(grant.function, grant.withdrawn_at): grant for grant in every if grant.withdrawn_at is not None}
    marks = sorted(found.values(), key=lambda each: (str(each.withdrawn_at), each.function))
    return [(grant, (grant.function, grant.withdrawn_at) in again) for grant in marks]


def only(grants: Iterable[Grant], functions: Iterable[str]) -> dict[str, str]:
    """By function, the one person of it who may hear anything, for functions whose latest consent names one
    person."""
    standing = [grant for grant in grants if grant.withdrawn_at is None]
    found = {}
    for function in functions:
        about = [grant for grant in standing if grant.function == function]
        latest = max((grant.recorded_at for grant in about), default=None)
        people = {grant.person_id for grant in about if grant.recorded_at == latest}
        person = next(iter(people)) if len(people) == 1 else None
        if person is not None:
            found[function] = person
    return found


# -------------------------------------------------------------------------------------------------------------- inside


def _heard_on(facts: CaseFacts, day: date) -> dict[str, Kinds]:
    """What each function could hear on another day, by the rules for the age the youth has today."""
    return covered_functions(facts.grants, facts.case.age_band, facts.profile, facts.case.id, day)
