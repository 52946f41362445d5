"""A ledger over time: how long what is agreed to lasts, what a renewal renews, what narrowing leaves, who has taken it
in. All follows from :func:`bot.rules.consent.covered`; nothing here says more than that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.rules.consent import GUARDIANS, NOTHING, Grant, Kinds, covered_functions, living, speaks
from bot.rules.facts import CaseFacts
from bot.rules.profile import Profile


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """That somebody who stands for a function has noted that they have the consent."""

    function: str
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """That a youth or a guardian does not want a function in it (``None``: anybody), said while there was no consent to
    take back."""

    function: str | None
    person_id: str
    said_at: datetime


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written down at once: the givers, and who may hear what. ``one`` stands for all that they share."""

    one: Grant
    givers: tuple[tuple[str, str], ...]
    functions: tuple[str, ...]


def last_day(facts: CaseFacts, function: str, kinds: Kinds) -> date | None:
    """The last day on which a function may hear all these kinds (no kinds: anything at all); None: it never could.

    It may be past. A withdrawn consent lasts no day.
    """
    about = [grant for grant in facts.grants if grant.function == function and grant.withdrawn_at is None]
    for until in sorted({grant.until for grant in about}, reverse=True):
        heard = _heard_on(facts, until).get(function, NOTHING)
        if heard and heard >= kinds:
            return until
    return None


def last_days(facts: CaseFacts, scope: Kinds) -> dict[str, date]:
    """The last day of each function: of hearing all the scope, where it could; else of hearing anything. Past ones
    too."""
    found = {}
    for function in facts.profile.recipients:
        day = last_day(facts, function.id, scope) or last_day(facts, function.id, NOTHING)
        if day is not None:
            found[function.id] = day
    return found


def shared(covered: Mapping[str, Kinds], profile: Profile) -> Kinds:
    """What everybody the profile requires may hear: the widest scope a room can have with all of them."""
    needed = [covered.get(function, NOTHING) for function in profile.required_functions]
    return frozenset.intersection(*needed) if needed else NOTHING.union(*covered.values())


def renewable(facts: CaseFacts) -> dict[str, Kinds]:
    """What a renewal renews: what lives today, and beside it what stood on the last day that everybody required was
    covered. What had run out long before that, or was withdrawn, stays so."""
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
    """The marks and the new rows when a function shall hear only ``kept`` of what it hears.

    All that stood for the function is marked withdrawn; what lives is written again with fewer kinds, otherwise as it
    was given. The new rows say who has custody now, for they become the latest word on it. What a withdrawal by
    somebody else has ended stays ended, though it carries no mark itself: written anew it would count again. Where that
    withdrawal was for one person, all lose what was given to all before it; a narrowing must never widen.
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
    """Whether somebody has taken back, since it was given, what was given to the same function or person."""
    return any(
        other.withdrawn_at is not None
        and grant.recorded_at < other.withdrawn_at
        and other.function == grant.function
        and (other.person_id is None or grant.person_id in (None, other.person_id))
        for other in grants
    )


def after(grants: Iterable[Grant], marked: Iterable[Grant], added: Iterable[Grant] = ()) -> list[Grant]:
    """The ledger with some rows marked and some added."""
    by_id = {grant.id: grant for grant in marked}
    return [*(by_id.get(grant.id, grant) for grant in grants), *added]


def unacknowledged(facts: CaseFacts, receipts: Iterable[Receipt]) -> list[str]:
    """The authorities that have not noted that they have the consent as it stands. Private persons need not."""
    noted = {receipt.function: receipt.noted_at for receipt in receipts}
    alive = living(facts.grants, facts.today)
    found = []
    for function in facts.heard:
        if facts.profile.function(function).private:
            continue
        recorded_at = max(grant.recorded_at for grant in alive if grant.function == function)
        if function not in noted or noted[function] < recorded_at:
            found.append(function)
    return found


def written(grants: Iterable[Grant]) -> list[Written]:
    """Grants as they were written down, oldest first: what was recorded at once, in the same way, is one."""
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
    """One withdrawn grant for each function and time, oldest first, and whether it was only narrowed: written again
    with fewer kinds at that moment."""
    every = list(grants)
    again = {(grant.function, grant.recorded_at) for grant in every}
    found = {(grant.function, grant.withdrawn_at): grant for grant in every if grant.withdrawn_at is not None}
    marks = sorted(found.values(), key=lambda each: (str(each.withdrawn_at), each.function))
    return [(grant, (grant.function, grant.withdrawn_at) in again) for grant in marks]


def only(grants: Iterable[Grant], functions: Iterable[str]) -> dict[str, str]:
    """The functions of which one single person may hear anything, by what was last recorded, and who that is."""
    standing = [grant for grant in grants if grant.withdrawn_at is None]
    found = {}
    for function in functions:
        about = [grant for grant in standing if grant.function == function]
        latest = max((grant.recorded_at for grant in about), default=None)
        people = {grant.person_id for grant in about if grant.recorded_at == latest}
        if len(people) == 1 and (person := next(iter(people))) is not None:
            found[function] = person
    return found


# -------------------------------------------------------------------------------------------------------------- inside


def _heard_on(facts: CaseFacts, day: date) -> dict[str, Kinds]:
    """What each function could hear on another day, by the rules for the age the youth has today."""
    return covered_functions(facts.grants, facts.case.age_band, facts.profile, facts.case.id, day)
