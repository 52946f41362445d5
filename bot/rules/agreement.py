"""An agreement: a consent as the coordinator writes it down, checked before it becomes grants in the
ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.errors import Refused
from bot.i18n import ZONE, T, Text
from bot.rules import age, ledger
from bot.rules.consent import GUARDIANS, NOTHING, Grant, Kinds
from bot.rules.facts import CaseFacts
from bot.rules.note import looks_personal
from bot.rules.profile import LEAD, YOUTH, Givers, Profile
from bot.rules.words import Term

#: Who can give consent, and in which capacity (guardians: one of two, alone, or appointed by a court).
GIVERS = (
    Term(id="youth", sv="ungdomen", en="the youth", words=("ungdom", "den unge", "youth")),
    Term(id="guardian1", sv="vårdnadshavare 1", en="guardian 1", words=("vh1", "vårdnadshavare1")),
    Term(id="guardian2", sv="vårdnadshavare 2", en="guardian 2", words=("vh2", "vårdnadshavare2")),
    Term(id="sole", sv="ensam vårdnadshavare", en="sole guardian", words=("ensam", "ensam-vh", "sole")),
    Term(
        id="appointed",
        sv="förordnad vårdnadshavare",
        en="appointed guardian",
        words=("förordnad", "appointed"),
    ),
)
METHODS = (
    Term(id="paper", sv="papper", en="paper", words=("på papper", "skriftligt", "written")),
    Term(id="esign", sv="e-underskrift", en="e-signature", words=("e-sign", "esign", "bankid", "digitalt")),
    Term(id="verbal", sv="muntligt", en="verbal", words=("muntlig", "spoken")),
)
#: What a youth who gives no consent has answered.
ASKED = (
    Term(id="yes", sv="ja", en="yes"),
    Term(id="no", sv="nej", en="no"),
    Term(
        id="not_yet", sv="inte tillfrågad", en="not asked", words=("inte", "inte än", "ännu inte", "not yet")
    ),
)
CAPACITIES = ("self", "joint", "sole", "appointed")
_FORM = re.compile(r"(?:[A-ZÅÄÖ]{1,6}[-./ ]?)?[vV]?\d[\d.:/-]*[a-z]?")
EVERYTHING = frozenset({"*", "all", "allt", "everything"})


@dataclass(frozen=True, kw_only=True)
class Giver:
    """Who gave the consent: the youth (``self``), or a guardian: one of two (``joint``), ``sole`` or
    ``appointed``."""

    who: str
    capacity: str

    @property
    def term(self) -> str:
        """The id in :data:`GIVERS`: the capacity where a guardian is not one of two."""
        return self.capacity if self.capacity in ("sole", "appointed") else self.who


_GIVER_OF_TERM = {
    "youth": Giver(who=YOUTH, capacity="self"),
    "guardian1": Giver(who="guardian1", capacity="joint"),
    "guardian2": Giver(who="guardian2", capacity="joint"),
    "sole": Giver(who="guardian1", capacity="sole"),
    "appointed": Giver(who="guardian1", capacity="appointed"),
}


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What a coordinator wrote down about a consent, unchecked. ``kinds``: the kinds of information by
    function.

    ``until`` None means as long as the profile allows. ``youth_asked`` (yes, no, not_yet) is needed where the
    youth is no giver.
    """

    givers: tuple[Giver, ...]
    kinds: Mapping[str, Kinds]
    method: str
    given_on: date
    starts_on: date
    until: date | None = None
    witness: str | None = None
    youth_asked: str | None = None
    # the day a social worker assessed that a youth who consents alone understands it
    assessed_on: date | None = None
    # by function, the one person meant; otherwise anybody named for it
    person_ids: Mapping[str, str] | None = None
    interpreter: str | None = None  # the language an interpreter translated from: bot.rules.interpreter
    form: str | None = None  # version of the form that was signed
    paper: str | None = None  # where the signed paper is filed


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What an agreement would do: its last day, and the case's facts as they would be once it is recorded."""

    until: date
    after: CaseFacts


def giver_of(term: str) -> Giver:
    """Who is meant by an id in :data:`GIVERS`. Raises ``KeyError``."""
    return _GIVER_OF_TERM[term]


def latest_day(method: str, given_on: date, profile: Profile) -> date:
    """The last day that a consent given on a day can have.

    The days count from when it was given, so that a paper recorded late does not last longer.
    """
    days = profile.verbal_days if method == "verbal" else profile.consent_days
    return given_on + timedelta(days=days)


def check(agreement: Agreement, *, band: str, profile: Profile, today: date) -> date:
    """Refuse an agreement that cannot be recorded. Returns its last day."""
    _check_kinds(agreement, profile)
    _check_givers(agreement, band, profile)
    _check_assessed(agreement, band, profile, today)
    return _check_days(agreement, profile, today)


def check_youth(agreement: Agreement, facts: CaseFacts) -> None:
    """Refuse an agreement without the youth to a function for which the youth has withdrawn."""
    if any(giver.who == YOUTH for giver in agreement.givers):
        return
    youth = {actor.person_id for actor in facts.actors if actor.function == YOUTH}
    refused = {grant.function for grant in facts.grants if grant.withdrawn_by in youth} & set(agreement.kinds)
    if refused:
        words = [function.text for function in facts.profile.functions if function.id in refused]
        raise Refused(T("consent.youth_withdrew", functions=words))


def check_own_say(agreement: Agreement, facts: CaseFacts, until: date) -> None:
    """Refuse that anything is widened without a youth who has turned 15 in the case: more functions, kinds or
    people, or a longer time."""
    if any(giver.who == YOUTH for giver in agreement.givers):
        return
    if not age.has_own_say(facts.case, facts.profile, facts.today):
        return
    only = ledger.only(facts.grants, agreement.kinds)
    for function, kinds in agreement.kinds.items():
        last = ledger.last_day(facts, function, kinds)
        is_for_others = only.get(function) not in (None, (agreement.person_ids or {}).get(function))
        if last is None or last < until or not kinds <= facts.heard.get(function, NOTHING) or is_for_others:
            raise Refused(T("consent.own_say"))


def check_waiver(kinds: Mapping[str, Kinds], profile: Profile) -> None:
    """Refuse a consent to everything for everybody, because a general waiver is void.

    ``kinds``: what each function could hear then, however many agreements it took.
    """
    known = {kind.id for kind in profile.kinds}
    if len(known) > 1 and kinds and all(each >= known for each in kinds.values()):
        raise Refused(T("consent.everything", kinds=profile.kind_words(known)))


def parse_form(text: str) -> str:
    """The version of a form as it is stored: ``2026-1``, ``v3``, ``SIG-2026-1``. Refused when it is anything
    else."""
    form = text.strip()
    if len(form) > 16 or not _FORM.fullmatch(form) or looks_personal(form):
        raise Refused(T("consent.no_form"))
    return form


def forecast(agreement: Agreement, facts: CaseFacts, *, now: datetime) -> Forecast:
    """What would follow if an agreement were recorded now; nobody has recorded or approved it yet.

    Refused as when it is recorded, and when everybody could hear everything by it.
    """
    until = _check_against(agreement, facts)
    nobody = ""
    grants = _grants(
        agreement, facts, until=until, now=now, recorded_by=nobody, approved_by=nobody, new_id=lambda: ""
    )
    after = facts.with_grants((*facts.grants, *grants))
    check_waiver(after.heard, facts.profile)
    return Forecast(until=until, after=after)


def grants_of(
    agreement: Agreement,
    facts: CaseFacts,
    *,
    now: datetime,
    recorded_by: str,
    approved_by: str,
    new_id: Callable[[], str],
) -> tuple[Grant, ...]:
    """The grants of an agreement, one for each giver and function. Refused when the case or its ledger forbid
    it.

    For a function that the youth has withdrawn, only the youth can consent again.
    """
    until = _check_against(agreement, facts)
    if approved_by == recorded_by:
        raise Refused(T("person.second_is_first"))
    return _grants(
        agreement,
        facts,
        until=until,
        now=now,
        recorded_by=recorded_by,
        approved_by=approved_by,
        new_id=new_id,
    )


# -------------------------------------------------------------------------------------------------------------- inside


def _check_against(agreement: Agreement, facts: CaseFacts) -> date:
    """Refuse an agreement that is none in itself, or not after what the case's ledger says; return its last
    day."""
    until = check(agreement, band=facts.case.age_band, profile=facts.profile, today=facts.today)
    check_youth(agreement, facts)
    check_own_say(agreement, facts, until)
    _check_anew(agreement, facts.grants, facts.profile)
    return until


def _grants(
    agreement: Agreement,
    facts: CaseFacts,
    *,
    until: date,
    now: datetime,
    recorded_by: str,
    approved_by: str,
    new_id: Callable[[], str],
) -> tuple[Grant, ...]:
    people = agreement.person_ids or {}
    return tuple(
        Grant(
            id=new_id(),
            unit_id=facts.case.unit_id,
            case_id=facts.case.id,
            giver=giver.who,
            capacity=giver.capacity,
            function=function,
            person_id=people.get(function),
            kinds=frozenset(kinds),
            starts_on=agreement.starts_on,
            until=until,
            method=agreement.method,
            given_on=agreement.given_on,
            recorded_by=recorded_by,
            approved_by=approved_by,
            recorded_at=now,
            youth_asked=agreement.youth_asked,
            assessed_on=agreement.assessed_on,
            witness=agreement.witness,
            interpreter=agreement.interpreter,
            form=agreement.form,
            paper=agreement.paper,
        )
        for giver in agreement.givers
        for function, kinds in agreement.kinds.items()
    )


def _check_kinds(agreement: Agreement, profile: Profile) -> None:
    if not agreement.kinds:
        raise Refused(T("consent.no_actor"))
    recipients = {function.id for function in profile.recipients}
    known = {kind.id for kind in profile.kinds}
    for function, kinds in agreement.kinds.items():
        if function in (YOUTH, LEAD):
            raise Refused(T("consent.no_recipient", function=profile.function(function).text))
        if function not in recipients:
            raise Refused(
                T("consent.unknown_actor", actor=function, actors=[each.text for each in profile.recipients])
            )
        if kinds & EVERYTHING:
            raise Refused(T("consent.everything", kinds=profile.kind_words(known)))
        if not kinds:
            raise Refused(T("consent.no_kind", function=profile.function(function).text))
        for kind in sorted(kinds - known):
            raise Refused(T("consent.unknown_kind", kind=kind, kinds=profile.kind_words(known)))
    check_waiver(agreement.kinds, profile)


def _check_givers(agreement: Agreement, band: str, profile: Profile) -> None:
    if all(agreement.method != method.id for method in METHODS):
        raise Refused(T("consent.unknown_method"))
    who = [giver.who for giver in agreement.givers]
    for giver in agreement.givers:
        if (
            giver.who not in (YOUTH, *GUARDIANS)
            or giver.capacity not in CAPACITIES
            or (giver.who == YOUTH) != (giver.capacity == "self")
        ):
            raise Refused(T("consent.unknown_giver"))
    if len(set(who)) < len(who):
        raise Refused(T("consent.giver_twice"))
    adult = profile.band(band).adult
    needed = profile.band(band).givers
    guardians = [giver for giver in agreement.givers if giver.who in GUARDIANS]
    if adult and guardians:
        raise Refused(T("consent.adult"))
    if any(giver.capacity == "joint" for giver in guardians) and len(guardians) < len(GUARDIANS):
        raise Refused(T("consent.other_guardian_missing"))
    if any(giver.capacity == "sole" for giver in guardians) and len(guardians) > 1:
        raise Refused(T("consent.sole_but_two"))
    youth = YOUTH in who
    match needed:
        case Givers.YOUTH if not youth:
            raise Refused(T("consent.youth_missing"))
        case Givers.GUARDIAN if not guardians:
            raise Refused(T("consent.guardian_missing"))
        case Givers.ANY if not youth and not guardians:
            raise Refused(T("consent.nobody"))
        case Givers.BOTH if not youth or not guardians:
            raise Refused(T("consent.guardian_missing_too" if youth else "consent.youth_missing_too"))
    if (
        profile.band(band).ask_youth
        and not youth
        and all(agreement.youth_asked != answer.id for answer in ASKED)
    ):
        raise Refused(T("consent.youth_asked"))


def _check_assessed(agreement: Agreement, band: str, profile: Profile, today: date) -> None:
    """Refuse a youth who consents alone without an assessment, where the profile asks for one."""
    if not profile.band(band).assess_alone or any(giver.who != YOUTH for giver in agreement.givers):
        return
    if agreement.assessed_on is None:
        raise Refused(T("consent.not_assessed"))
    if agreement.assessed_on > today:
        raise Refused(T("consent.assessed_later", day=agreement.assessed_on))


def _check_anew(agreement: Agreement, earlier: Iterable[Grant], profile: Profile) -> None:
    """Refuse a consent given before a withdrawal, however late it is recorded, and a second spoken consent in
    a row."""
    about = [grant for grant in earlier if grant.function in agreement.kinds]
    ended = {grant.function for grant in about if _withdrawn_after(grant, agreement.given_on)}
    if ended:
        raise Refused(
            T("consent.given_before", functions=_words(ended, profile), given_on=agreement.given_on)
        )
    if agreement.method != "verbal":
        return
    latest = {
        (grant.giver, grant.function): grant for grant in sorted(about, key=lambda grant: grant.recorded_at)
    }
    who = {giver.who for giver in agreement.givers}
    spoken = {grant.function for grant in latest.values() if grant.method == "verbal" and grant.giver in who}
    if spoken:
        raise Refused(T("consent.spoken_twice", functions=_words(spoken, profile)))


def _withdrawn_after(grant: Grant, day: date) -> bool:
    return grant.withdrawn_at is not None and grant.withdrawn_at.astimezone(ZONE).date() > day


def _words(functions: Iterable[str], profile: Profile) -> list[Text]:
    known = frozenset(functions)
    return [function.text for function in profile.functions if function.id in known]


def _check_days(agreement: Agreement, profile: Profile, today: date) -> date:
    if agreement.given_on > today:
        raise Refused(T("consent.given_later", given_on=agreement.given_on))
    if agreement.starts_on < agreement.given_on:
        raise Refused(T("consent.starts_before_given", given_on=agreement.given_on))
    verbal = agreement.method == "verbal"
    if verbal and not agreement.witness:
        raise Refused(T("consent.no_witness"))
    latest = latest_day(agreement.method, agreement.given_on, profile)
    until = latest if agreement.until is None else agreement.until
    if until > latest:
        days = (latest - agreement.given_on).days
        raise Refused(
            T("consent.verbal_too_long" if verbal else "consent.too_long", days=days, latest=latest)
        )
    if until <= agreement.starts_on:
        raise Refused(T("consent.ends_before_start", starts_on=agreement.starts_on))
    if until < today:
        raise Refused(T("consent.over", until=until))
    return until
