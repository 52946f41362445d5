"""A consent recorded, extended or renewed, by two people. Who is in a room follows from it; nobody is invited
here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bot.conversation.command import CaseCtx, Missing, Outcome, Reply, command, refuse
from bot.conversation.consent_form import Recorded, Renewed
from bot.i18n import Lines, T, Text, lines
from bot.rules import agreement as rules
from bot.rules import gate, ledger, promise
from bot.rules.agreement import Agreement, Forecast
from bot.rules.case import State
from bot.rules.consent import GUARDIANS, Kinds
from bot.rules.person import Person
from bot.rules.profile import YOUTH
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import agreement, expiry
from bot.wording import agreement as words
from bot.wording import farewell
from bot.wording.gate import checklist


def _can_record(ctx: CaseCtx) -> None:
    if ctx.case.state not in (State.PROPOSED, State.ACTIVE, State.FROZEN):
        raise refuse("case.past_that", code=ctx.case.code)
    gate.check_decided(ctx.case, ctx.profile)


def _can_extend(ctx: CaseCtx) -> None:
    _can_record(ctx)
    if not ctx.facts.heard:
        raise refuse("consent.nothing_to_extend", code=ctx.case.code)


def _can_renew(ctx: CaseCtx) -> None:
    _can_record(ctx)
    if not ledger.renewable(ctx.facts):
        raise refuse("consent.nothing_to_renew", code=ctx.case.code)


@command(
    sv="samtycke registrera",
    en="consent record",
    also=("samtycke", "consent"),
    needs=Duty.RECORD_CONSENT,
    where=(RoomKind.OFFICE,),
    ready=_can_record,
)
def record(ctx: CaseCtx, args: Recorded) -> Outcome:
    """Record what youth and guardians agree to share, with whom, until when. A second person confirms it."""
    _check_functions(ctx, args.functions)
    kinds = _kinds(ctx, args)
    if isinstance(kinds, Missing):
        return kinds
    only = _only(ctx, kinds, args.only)
    missing = _missing(ctx, args)
    if missing is not None:
        return missing
    written = _agreement(ctx, args, kinds, only)
    forecast = agreement.forecast(ctx.store, written)
    preview = words.preview(ctx, written, forecast, _left_out(ctx, args.functions))
    asked = ctx.still_to_agree(preview, second=True, fixed=_days(written, forecast))
    if asked is not None:
        return asked
    return _recorded(ctx, written, "consent.recorded")


@command(
    sv="samtycke utöka",
    en="consent extend",
    also=("samtycke utvidga",),
    needs=Duty.RECORD_CONSENT,
    where=(RoomKind.OFFICE,),
    ready=_can_extend,
)
def extend(ctx: CaseCtx, args: Recorded) -> Outcome:
    """Record that more functions may take part, or hear about more: beside what stands, and as long unless
    said."""
    _check_functions(ctx, args.functions)
    kinds = _kinds(ctx, args)
    if isinstance(kinds, Missing):
        return kinds
    heard = ctx.facts.heard
    if args.until is None and all(
        each <= heard.get(function, frozenset()) for function, each in kinds.items()
    ):
        raise refuse("consent.already_covered", code=ctx.case.code)
    only = _only(ctx, kinds, args.only)
    missing = _missing(ctx, args)
    if missing is not None:
        return missing
    written = _agreement(ctx, args, kinds, only, until=_as_long(ctx, args))
    forecast = agreement.forecast(ctx.store, written)
    notes = (_not_asked(ctx, args.givers), _left_out(ctx, args.functions))
    preview = words.preview(ctx, written, forecast, *notes)
    asked = ctx.still_to_agree(preview, second=True, fixed=_days(written, forecast))
    if asked is not None:
        return asked
    return _recorded(ctx, written, "consent.extended")


@command(
    sv="samtycke förnya",
    en="consent renew",
    also=("samtycke förläng", "samtycke förlänga"),
    needs=Duty.RECORD_CONSENT,
    where=(RoomKind.OFFICE,),
    ready=_can_renew,
)
def renew(ctx: CaseCtx, args: Renewed) -> Outcome:
    """Record that the same is agreed to anew, for longer. A room that froze because it ran out thaws by
    itself."""
    kinds = ledger.renewable(ctx.facts)
    _check_functions(ctx, kinds)
    missing = _missing(ctx, args)
    if missing is not None:
        return missing
    written = _agreement(ctx, args, kinds, ledger.only(ctx.facts.grants, kinds))
    forecast = agreement.forecast(ctx.store, written)
    ends = expiry.last_days(ctx.facts)
    if all(forecast.until <= ends[function] for function in kinds):
        raise refuse("consent.no_longer", code=ctx.case.code, until=min(ends[function] for function in kinds))
    notes = (_not_asked(ctx, args.givers), _left_out(ctx, kinds))
    preview = words.preview(ctx, written, forecast, *notes)
    asked = ctx.still_to_agree(preview, second=True, fixed=_days(written, forecast))
    if asked is not None:
        return asked
    return _recorded(ctx, written, "consent.renewed")


# -------------------------------------------------------------------------------------------------------------- inside


def _check_functions(ctx: CaseCtx, functions: Iterable[str]) -> None:
    for function in functions:
        gate.check_named(ctx.case, function, ctx.profile)


def _kinds(ctx: CaseCtx, args: Recorded) -> dict[str, Kinds] | Missing:
    """The kinds for each function that was named. Refused where none were said.

    What was said for everybody does not reach a private person beside them: for them it is asked.
    """
    found: dict[str, Kinds] = {}
    private = [function for function in args.functions if promise.binds(function, ctx.profile)]
    beside_others = len(private) < len(args.functions)
    for function in args.functions:
        is_apart = beside_others and function in private
        said = args.private if is_apart else args.kinds
        kinds = args.kinds.get(function) or said.get(function) or said.get("")
        if kinds is None and is_apart:
            unsaid = [one for one in private if one not in args.kinds and one not in args.private]
            return Missing(
                field="private", values={"private": [ctx.profile.function(one).text for one in unsaid]}
            )
        if kinds is None:
            raise refuse("consent.no_kind", function=ctx.profile.function(function).text)
        found[function] = kinds
    return found


def _only(ctx: CaseCtx, kinds: Mapping[str, Kinds], people: Iterable[Person]) -> dict[str, str]:
    """The one person meant by a function, where somebody is named: nobody else who stands for it hears
    anything."""
    found: dict[str, str] = {}
    for person in people:
        stands_for = {actor.function for actor in ctx.facts.actors_of(person.id)} | {person.function}
        meant = [function for function in kinds if function in stands_for]
        if not meant:
            raise refuse("consent.only_whom", name=person.name)
        for function in meant:
            if found.setdefault(function, person.id) != person.id:
                raise refuse("consent.only_one", function=ctx.profile.function(function).text)
    return found


def _missing(ctx: CaseCtx, args: Renewed) -> Missing | None:
    """What was not said, and is needed because of how it was given, by whom, and how old the youth is."""
    if args.method == "verbal" and args.witness is None:
        return Missing(field="witness")
    band = ctx.profile.band(ctx.case.age_band)
    if band.ask_youth and YOUTH not in args.givers and args.asked is None:
        return Missing(field="asked")
    if band.assess_alone and args.givers == (YOUTH,) and args.assessed is None:
        return Missing(field="assessed")
    return None


def _agreement(
    ctx: CaseCtx,
    args: Renewed,
    kinds: Mapping[str, Kinds],
    only: Mapping[str, str],
    *,
    until: date | None = None,
) -> Agreement:
    """What was said, as it is written down. ``until``: the last day unless they said one."""
    return Agreement(
        givers=tuple(rules.giver_of(giver) for giver in args.givers),
        kinds=kinds,
        method=args.method,
        given_on=args.given or ctx.today,
        starts_on=ctx.today,
        until=args.until or until,
        witness=args.witness,
        youth_asked=args.asked,
        assessed_on=args.assessed,
        person_ids=only,
        interpreter=args.interpreter,
        form=args.form,
        paper=args.paper,
    )


def _days(written: Agreement, forecast: Forecast) -> dict[str, str]:
    """The days of an agreement as words: they are counted from the day it was given, not from that of a yes."""
    return {"given": written.given_on.isoformat(), "until": forecast.until.isoformat()}


def _recorded(ctx: CaseCtx, written: Agreement, key: str) -> Reply:
    """Record what two have agreed to; then the words to those who leave by it, and to the office."""
    assert ctx.approver is not None  # a second person has said yes
    result = agreement.record(ctx.store, written, by=ctx.sender.id, approved_by=ctx.approver.id)
    told = ctx.say(lines(T(key, until=result.until), _then(ctx)))
    if result.departure is None:
        return (told,)
    functions = dict.fromkeys(actor.function for actor in result.departure.leaving)
    gone = T("consent.gone", what=[ctx.profile.function(function).text for function in functions])
    return (*farewell.told(ctx, result.departure, gone), told)


def _as_long(ctx: CaseCtx, args: Recorded) -> date | None:
    """As long as what stands, so that all of it is renewed together; shorter where the profile allows
    less."""
    end = expiry.last_day(ctx.facts)
    if end is None or end <= ctx.today:
        return None
    return min(end, rules.latest_day(args.method, args.given or ctx.today, ctx.profile))


def _not_asked(ctx: CaseCtx, givers: Iterable[str]) -> Text | None:
    """Who gave what stands, or ran out last, and is not among those who say yes now."""
    now = {YOUTH if giver == YOUTH else "guardian" for giver in givers}
    stood = [grant for grant in ctx.facts.grants if grant.withdrawn_at is None]
    before = {"guardian" if grant.giver in GUARDIANS else YOUTH for grant in stood}
    missing = [ctx.profile.function(function).text for function in sorted(before - now)]
    return T("consent.not_asked", givers=missing) if missing else None


def _left_out(ctx: CaseCtx, functions: Iterable[str]) -> Text | None:
    inside = {*functions, *ctx.facts.heard}
    others = [
        function.text
        for function in ctx.profile.recipients
        if function.id not in inside and not function.private
    ]
    return T("consent.left_out", functions=others) if others else None


def _then(ctx: CaseCtx) -> Text | Lines:
    """What a new consent changes, and the next step."""
    match ctx.case.state:
        case State.PROPOSED:
            return checklist(ctx.facts)
        case State.FROZEN:
            return T("consent.recorded_frozen", code=ctx.case.code)
        case _:
            return T("consent.recorded_open", code=ctx.case.code)
