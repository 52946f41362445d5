"""Consent: who agreed that what may be shared with whom, until when.

A grant is one giver's yes to one function (or one person of it). Grants are only ever added to the ledger; a
withdrawal marks them. What a function may hear follows from all grants together (:func:`covered`). It is
consent to lift secrecy, not a legal basis for keeping data. :mod:`bot.rules.agreement` says how a grant comes
into the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile

from bot.errors import Refused
from bot.i18n import T
from bot.rules import promise
from bot.rules.person import Person, fits
from bot.rules.profile import GUARDIAN, YOUTH, Givers, Profile
from bot.rules.roles import Role

GUARDIANS = ("guardian1", "guardian2")

Kinds = frozenset[str]
NOTHING: Kinds = frozenset()


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who stands for a function in a case: Petra for the police. The youth is an actor too."""

    id: str
    case_id: str
    function: str
    person_id: str
    named_on: date
    ended_on: date | None = None
    deputy: bool = False  # a temporary second holder of the function
    approved_by: str | None = None  # the second person, where an identity is protected
    promised_on: date | None = None  # the day a private person promised to pass nothing on
    no_task_on: date | None = None  # the day they said that they have no task in the case

    def standing(self, today: date) -> bool:
        """Whether the actor is named on a day; ``ended_on`` is the first day on which they no longer are."""
        return self.named_on <= today and (self.ended_on is None or today < self.ended_on)


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One giver's consent that a function (or one person of it) hears some kinds of information.

    ``until`` is its last day.
    """

    id: str
    unit_id: str
    case_id: str
    giver: str
    capacity: str
    function: str
    person_id: str | None = None
    kinds: Kinds
    starts_on: date
    until: date
    method: str
    given_on: date
    recorded_by: str
    approved_by: str
    recorded_at: datetime
    youth_asked: str | None = None  # yes | no | not_yet, where the youth is no giver
    # the day a social worker assessed that a youth who consents alone understands it
    assessed_on: date | None = None
    witness: str | None = None  # to a spoken consent
    interpreter: str | None = None  # the language an interpreter translated from
    form: str | None = None  # version of the form that was signed
    paper: str | None = None  # where the signed paper is filed
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None


# ------------------------------------------------------------------------------------------------------- what holds


def living(grants: Iterable[Grant], today: date) -> tuple[Grant, ...]:
    """The grants that count today: begun, neither expired nor withdrawn."""
    return tuple(grant for grant in grants if _counts(grant, today, 0))


def covered(
    grants: Iterable[Grant],
    actor: Actor,
    band: str,
    profile: Profile,
    today: date,
    *,
    lingering_days: int = 0,
) -> Kinds:
    """The kinds of information this actor may hear today: those that *everybody whose consent is needed*
    agreed to.

    With two guardians in the ledger both are needed. A withdrawal by anybody ends every earlier grant for the
    function; only later ones count. ``lingering_days``: expired grants (not withdrawn ones) count for that
    many days more, in frozen rooms, where nothing new is shared.
    """
    case = [grant for grant in grants if grant.case_id == actor.case_id]
    about = [grant for grant in case if _about(grant, actor)]
    latest_withdrawal = max(
        (grant.withdrawn_at for grant in about if grant.withdrawn_at is not None), default=None
    )
    appointed, needed = _custody(case)
    counting = [
        grant
        for grant in about
        if _counts(grant, today, lingering_days)
        and (latest_withdrawal is None or grant.recorded_at >= latest_withdrawal)
        and _has_say(grant, appointed, needed)
    ]
    return _agreed(counting, needed, profile.band(band).givers)


def speaks(grant: Grant, grants: Iterable[Grant]) -> bool:
    """Whether the giver of a grant has a say by the latest word on custody. The youth always has."""
    return _has_say(grant, *_custody(grants))


def covered_functions(
    grants: Sequence[Grant], band: str, profile: Profile, case_id: str, today: date
) -> dict[str, Kinds]:
    """What each function may hear, whoever stands for it; functions without anything are left out."""
    found = {}
    for function in profile.recipients:
        persons = {grant.person_id or "" for grant in grants if grant.function == function.id}
        anybody = (
            Actor(id="", case_id=case_id, function=function.id, person_id=person, named_on=today)
            for person in persons
        )
        kinds = NOTHING.union(*(covered(grants, actor, band, profile, today) for actor in anybody))
        if kinds:
            found[function.id] = kinds
    return found


def ends_on(grants: Iterable[Grant]) -> date | None:
    """The last day of the grant that ends last; None when all are withdrawn."""
    return max((grant.until for grant in grants if grant.withdrawn_at is None), default=None)


def withdrawn(
    grants: Iterable[Grant], function: str | None, *, by: str, now: datetime, said_at: datetime | None = None
) -> tuple[Grant, ...]:
    """The grants that a withdrawal of one function, or of all (None), marks, with their marks.

    ``said_at``: when it was said, if it waited for a talk; what has been agreed to since then stands.

    The grants of all givers are marked: whoever withdraws, consent ends at once (the profile's table; "jurist
    avgör"). Expired grants are marked too, because they still count in a frozen room.
    """
    return tuple(
        replace(grant, withdrawn_at=said_at or now, withdrawn_by=by)
        for grant in grants
        if grant.withdrawn_at is None
        and function in (None, grant.function)
        and (said_at is None or grant.recorded_at <= said_at)
    )


def check_named(
    actors: Iterable[Actor], person: Person, function: str, profile: Profile, today: date
) -> None:
    """Refuse to name somebody for a function they cannot stand for, or twice, or a second youth."""
    words = profile.function(function).text
    if not fits(person, function):
        raise Refused(T("person.other_function", person=person.name, function=words))
    if promise.binds(function, profile) and person.role is not Role.ACTOR:
        raise Refused(T("person.not_private", person=person.name, function=words))
    standing = [actor for actor in actors if actor.function == function and actor.standing(today)]
    if any(actor.person_id == person.id for actor in standing):
        raise Refused(T("person.already_named", person=person.name, function=words))
    if function == YOUTH and standing:
        raise Refused(T("person.one_youth"))
    if function == GUARDIAN and len(standing) >= len(GUARDIANS):
        raise Refused(T("person.two_guardians"))


# -------------------------------------------------------------------------------------------------------------- inside


def _counts(grant: Grant, today: date, lingering_days: int) -> bool:
    return grant.withdrawn_at is None and grant.starts_on <= today <= grant.until + timedelta(
        days=lingering_days
    )


def _about(grant: Grant, actor: Actor) -> bool:
    """Whether a grant is for an actor's function, and for nobody else in it."""
    return grant.function == actor.function and grant.person_id in (None, actor.person_id)


def _custody(grants: Iterable[Grant]) -> tuple[bool, frozenset[str]]:
    """The latest word on custody: whether a court has appointed somebody in the parents' place, and who must
    agree."""
    theirs = sorted(
        (grant for grant in grants if grant.giver in GUARDIANS),
        key=lambda grant: (grant.recorded_at, grant.id),
    )
    if not theirs:
        return False, frozenset({GUARDIANS[0]})
    match theirs[-1].capacity:
        case "sole":
            return False, frozenset({theirs[-1].giver})
        case "appointed":
            latest = takewhile(lambda grant: grant.capacity == "appointed", reversed(theirs))
            return True, frozenset(grant.giver for grant in latest)
    return False, frozenset(GUARDIANS)


def _has_say(grant: Grant, appointed: bool, needed: frozenset[str]) -> bool:
    """Whether a grant's giver has a say. While somebody is appointed in the parents' place, only what they
    gave counts; when that ends, only what the parents gave."""
    return grant.giver not in GUARDIANS or (
        (grant.capacity == "appointed") is appointed and grant.giver in needed
    )


def _agreed(grants: Sequence[Grant], guardians: frozenset[str], needed: Givers) -> Kinds:
    def of(giver: str) -> Kinds:
        return NOTHING.union(*(grant.kinds for grant in grants if grant.giver == giver))

    youth = of(YOUTH)
    all_guardians = frozenset.intersection(*(of(giver) for giver in guardians))
    match needed:
        case Givers.YOUTH:
            return youth
        case Givers.GUARDIAN:
            return all_guardians
        case Givers.ANY:
            return youth | all_guardians
        case Givers.BOTH:
            return youth & all_guardians
