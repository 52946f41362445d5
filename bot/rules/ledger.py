"""A ledger over time: how long what is agreed to lasts, what a renewal renews, what narrowing leaves, who has taken it
in. All follows from :func:`bot.rules.consent.covered`; nothing here says more than that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.rules.consent import GUARDIANS, NOTHING, Grant, Kinds, covered_functions, living, speaks
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


def lasts(
    grants: Sequence[Grant], function: str, kinds: Kinds, band: str, profile: Profile, case_id: str
) -> date | None:
    """The last day on which a function may hear all these kinds (no kinds: anything at all); None: never could.

    It may be past. A withdrawn consent lasts no day.
    """
    about = [grant for grant in grants if grant.function == function and grant.withdrawn_at is None]
    for until in sorted({grant.until for grant in about}, reverse=True):
        heard = covered_functions(grants, band, profile, case_id, until).get(function, NOTHING)
        if heard and heard >= kinds:
            return until
    return None


def ends(grants: Sequence[Grant], scope: Kinds, band: str, profile: Profile, case_id: str) -> dict[str, date]:
    """The last day of each function: of hearing all the scope, where it could; else of hearing anything. Past ones
    too."""
    found = {}
    for function in (each.id for each in profile.recipients):
        day = lasts(grants, function, scope, band, profile, case_id) or lasts(
            grants, function, NOTHING, band, profile, case_id
        )
        if day is not None:
            found[function] = day
    return found


def shared(covered: Mapping[str, Kinds], profile: Profile) -> Kinds:
    """What everybody the profile requires may hear: the widest scope a room can have with all of them."""
    needed = [covered.get(function, NOTHING) for function in profile.required_functions]
    return frozenset.intersection(*needed) if needed else NOTHING.union(*covered.values())


def lacking(grants: Sequence[Grant], scope: Kinds, band: str, profile: Profile, case_id: str, today: date) -> list[str]:
    """The functions the profile requires ([Sk] "alltid en polis delaktig") that may not hear all of a scope."""
    heard = covered_functions(grants, band, profile, case_id, today)
    return [function for function in profile.required_functions if not heard.get(function, NOTHING) >= scope]


def renewable(grants: Sequence[Grant], band: str, profile: Profile, case_id: str, today: date) -> dict[str, Kinds]:
    """What a renewal renews: what lives today, and beside it what stood on the last day that everybody required was
    covered. What had run out long before that, or was withdrawn, stays so."""
    last = ends(grants, NOTHING, band, profile, case_id)
    required = [last[function] for function in profile.required_functions if function in last]
    whole = min(required) if required else max(last.values(), default=today)
    found = dict(covered_functions(grants, band, profile, case_id, min(whole, today)))
    for function, kinds in covered_functions(grants, band, profile, case_id, today).items():
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


def waiting(
    grants: Sequence[Grant], receipts: Iterable[Receipt], band: str, profile: Profile, case_id: str, today: date
) -> list[str]:
    """The authorities that have not noted that they have the consent as it stands. Private persons need not."""
    noted = {receipt.function: receipt.noted_at for receipt in receipts}
    found = []
    for function in covered_functions(grants, band, profile, case_id, today):
        stands = max(grant.recorded_at for grant in living(grants, today) if grant.function == function)
        if not profile.function(function).private and (function not in noted or noted[function] < stands):
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
