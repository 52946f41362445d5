"""From first idea to the last gate: cases, the information meeting, who stands for which function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Hour, OneOf, Rest, Somebody, Word
from bot.conversation.command import Args, CaseCtx, Lacks, NoArgs, Reply, UnitCtx, command, refuse, when_due
from bot.i18n import Lines, T, Text, lines
from bot.rules import case as rules
from bot.rules import consent, gate, protection, retention
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import Case, State
from bot.rules.note import SERVICE_DECISION, STEERING, Note
from bot.rules.people import Person
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.roles import Duty
from bot.rules.room import RoomKind, RoomState
from bot.services import circle, departure
from bot.wording import cards, farewell, names
from storage.scoped import CaseStore


class New(Args):
    """What is kept before consent: an age band and who took the initiative."""

    band: Annotated[
        str, Arg(reads=OneOf(lambda env: env.profile.bands), ask="case.ask_band", options=lambda env: env.profile.bands)
    ]
    initiator: Annotated[
        str,
        Arg(
            reads=OneOf(lambda env: env.profile.initiators),
            ask="case.ask_initiator",
            options=lambda env: env.profile.initiators,
        ),
    ]
    track: Annotated[
        str | None,
        Arg(
            reads=OneOf(lambda env: env.profile.tracks),
            ask="case.ask_track",
            words=("spår", "track"),
            options=lambda env: env.profile.tracks,
        ),
    ] = None
    reason: Annotated[
        str | None, Arg(reads=Rest(), ask="case.ask_reason", words=("skäl", "reason"), only_after_word=True)
    ] = None


def _can_begin(ctx: UnitCtx) -> None:
    gate.check_first_case(ctx.store.references.all(), ctx.profile)


@command(sv="ärende ny", en="case new", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,), ready=_can_begin)
def new(ctx: UnitCtx, args: New) -> Reply:
    """Start a case: a code, nothing that says who it is about. ([Sk] "oidentifierat", D14)."""
    if ctx.profile.tracks and args.track is None:
        raise Lacks("track")
    ages = ctx.profile.meant_for(args.track)
    if ages is not None and ctx.profile.outside_ages(args.band, args.track) and args.reason is None:
        raise refuse("case.outside", profile=ctx.profile.name, youngest=ages.youngest, oldest=ages.oldest)
    references = ctx.store.references.all()
    case = ctx.store.cases.add(
        Case(
            id="",
            unit_id=ctx.unit_id,
            code=ctx.new_code(ctx.store.cases.codes()),
            key_id="",
            state=State.PROPOSED,
            age_band=args.band,
            initiator=args.initiator,
            coordinator_id=ctx.sender.id,
            created_on=ctx.today,
            track=args.track,
            notes=tuple(references[kind] for kind in ctx.profile.unit_gates),
            purge_on=retention.purge_on(ctx.today, ctx.profile),
            reason=args.reason,
        )
    )
    store = ctx.store.of(case)
    store.audit(Action.CASE_CREATED, band=args.band)
    assert case.purge_on is not None
    store.schedule("case.purge", case.id, morning(case.purge_on))
    head = T(
        "case.created",
        code=case.code,
        profile=ctx.profile.name,
        band=ctx.profile.band(case.age_band).text,
        registration=T(f"case.registration_{ctx.profile.registration}"),
    )
    track = ctx.profile.track(case.track)
    return (
        ctx.say(
            lines(
                head,
                None if track is None else T("case.track", track=track.text),
                _unsupported(ctx, references),
                standing(ctx, store, case),
                T("case.purged_on", day=case.purge_on),
            )
        ),
    )


class Which(Args):
    """All of them, or those that wait for the steering group."""

    steering: Annotated[bool, Arg(reads=Word(("styrgrupp", "styrgruppen", "steering")))] = False


@command(sv="ärenden", en="cases", needs=Duty.SEE_CASES, evidence=False, where=(RoomKind.OFFICE,))
def show_all(ctx: UnitCtx, args: Which) -> Reply:
    """List the unit's cases with their state and next step."""
    found = ctx.store.cases.all()
    if args.steering:
        return _for_steering(ctx, found)
    if not found:
        return (ctx.say(T("case.none")),)
    shown = [
        T("case.line", code=case.code, state=T(f"case.state_{case.state}"), next=_next(ctx, case)) for case in found
    ]
    return (ctx.say(lines(T("case.count", n=len(found)), *shown)),)


@command(sv="ärende", en="case", needs=Duty.SEE_CASES, evidence=False, where=(RoomKind.OFFICE,))
def show(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show where a case stands and what comes next."""
    head = T("case.line", code=ctx.case.code, state=T(f"case.state_{ctx.case.state}"), next=_next(ctx, ctx.case))
    named = [
        T("case.named", function=names.of_actor(ctx, actor), name=name)
        for actor, name in sorted(
            ((actor, ctx.store.people.get(actor.person_id).name) for actor in ctx.store.actors.all()),
            key=lambda both: (both[0].function, both[0].deputy, both[1]),
        )
    ]
    gates = standing(ctx, ctx.store, ctx.case) if ctx.case.state is State.PROPOSED else None
    return (ctx.say(lines(head, *named, gates)),)


class Information(Args):
    """When the information meeting is, or that it has been held."""

    held: Annotated[bool, Arg(reads=Word(("hållet", "held")))] = False
    day: Annotated[date | None, Arg(reads=Day())] = None
    at: Annotated[time | None, Arg(reads=Hour())] = None


@command(
    sv="informationsmöte", en="information meeting", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,), also=("infomöte",)
)
def information_meeting(ctx: CaseCtx, args: Information) -> Reply:
    """Note when youth and guardians are told about SIG, or that they have been ([Sk] "ett mer informativt möte")."""
    if ctx.case.state is not State.PROPOSED:
        raise refuse("case.past_that", code=ctx.case.code)
    if args.day is None and not args.held:
        raise refuse("case.when_information", code=ctx.case.code)
    if args.held and args.day is not None and args.day > ctx.today:
        raise refuse("case.held_in_future", day=args.day)
    day = args.day or ctx.today
    case = rules.with_information_meeting(ctx.case, day=day, held=args.held)
    ctx.store.save(case)
    if args.held:
        ctx.store.audit(Action.CASE_INFORMATION_HELD, day=day.isoformat())
        return (ctx.say(lines(T("case.information_held", day=day), standing(ctx, ctx.store, case))),)
    ctx.store.audit(Action.CASE_INFORMATION_PLANNED, day=day.isoformat())
    planned = T("case.information_at", day=day, at=args.at) if args.at else T("case.information_on", day=day)
    return (ctx.say(lines(planned, T("case.information_then", code=case.code))),)


class Named(Args):
    """Who stands for which function."""

    function: Annotated[
        str,
        Arg(
            reads=OneOf(lambda env: env.profile.functions),
            ask="case.ask_function",
            options=lambda env: env.profile.functions,
        ),
    ]
    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]


@command(sv="utse", en="appoint", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,))
def appoint(ctx: CaseCtx, args: Named) -> Reply:
    """Name the person who stands for a function in a case ([A] "vem som gör vad")."""
    gate.check_named(ctx.case, args.function, ctx.profile)
    consent.check_named(ctx.store.actors.all(), args.person, args.function, ctx.profile, ctx.today)
    protection.check_server(ctx.case, args.person, ctx.profile)
    beside = args.function == GUARDIAN  # there may be two of them
    standing_now = [actor for actor in ctx.store.actors.all() if actor.function == args.function and not actor.deputy]
    before = [] if beside else standing_now
    replaced = [ctx.store.people.get(actor.person_id).name for actor in before]
    words = {"name": args.person.name, "function": _function(ctx, args.function), "code": ctx.case.code}
    preview = lines(T("case.appoint", **words), T("case.replaces", names=replaced) if replaced else None)
    ctx.confirm(preview)
    approved_by = None
    if ctx.case.protected:
        ctx.confirm_second(preview)
        assert ctx.approver is not None  # confirm_second returns only with one
        approved_by = ctx.approver.id
    seen = departure.look(ctx.store, before)
    ctx.store.actors.assign(args.function, args.person.id, ctx.today, beside=beside, approved_by=approved_by)
    ctx.store.audit(Action.CASE_ACTOR_NAMED, function=args.function, person=args.person.id, approved_by=approved_by)
    left = departure.finish(ctx.store, seen)
    # The room hears who takes part now; not who is named and may not come in
    comes = args.person.id in circle.seats(ctx.store, {args.person.id}).get(ctx.store.room.id, ())
    told = T("case.replaced", name=args.person.name, function=_function(ctx, args.function)) if comes else None
    gone = T("consent.gone", what=replaced) if replaced else None
    said = told or gone
    parted = () if said is None else farewell.told(ctx, left, said)
    return (
        *parted,
        ctx.say(
            lines(
                T("case.appointed", **words),
                cards.about_tasks(left.orphaned, "consent.orphans_told"),
                standing(ctx, ctx.store, ctx.store.case) if ctx.case.state is State.PROPOSED else None,
            )
        ),
    )


@when_due("case.purge")
def purge(ctx: CaseCtx, subject: str) -> Reply:
    """Erase a case that never got a consent. One that has it, but is not open yet, is looked at again later."""
    if ctx.case.state is not State.PROPOSED:
        return ()
    if ctx.facts.heard:
        ctx.store.schedule("case.purge", ctx.case.id, morning(retention.purge_on(ctx.today, ctx.profile)))
        return ()
    ctx.store.dispose(rules.moved(ctx.case, State.DISPOSED))
    ctx.store.audit(Action.CASE_PURGED)
    return (ctx.say(T("case.purged", code=ctx.case.code)),)


def standing(ctx: UnitCtx, store: CaseStore, case: Case) -> Lines:
    """The gates ☐/☑ and the next command."""
    gates = gate.gates(store.facts)
    return lines(*(gate.gate_text(each, ctx.profile) for each in gates), gate.next_text(gates, case, ctx.profile))


def youth_of(store: CaseStore) -> Person | None:
    """The young person the case is about, when one is named."""
    found = [actor for actor in store.actors.all() if actor.function == YOUTH]
    return store.people.get(found[0].person_id) if found else None


def _next(ctx: UnitCtx, case: Case) -> Text:
    if case.state is State.PROPOSED:
        store = ctx.store.of(case)
        gates = gate.gates(store.facts)
        return gate.next_text(gates, case, ctx.profile)
    if case.state is State.ACTIVE and ctx.store.of(case).room.state is RoomState.FROZEN:
        named = {actor.function for actor in ctx.store.of(case).actors.all()}
        lacking = [ctx.profile.function(one).text for one in ctx.profile.required_functions if one not in named]
        if lacking:
            return T("case.then_nobody", code=case.code, function=lacking[0])
        return T("case.then_expired", code=case.code)
    return T(f"case.then_{case.state}", code=case.code, **({"day": case.dispose_on} if case.dispose_on else {}))


def _for_steering(ctx: UnitCtx, cases: Iterable[Case]) -> Reply:
    """What can be put before the steering group (rule 32): codes, and nothing that says who it is."""
    if ctx.profile.steering is None or STEERING not in ctx.profile.gates:
        raise refuse("case.no_steering", profile=ctx.profile.name)
    waiting = []
    for case in (one for one in cases if one.state is State.PROPOSED):
        store = ctx.store.of(case)
        found = gate.gates(store.facts)
        following = gate.next_step(found)
        if following is not None and following.id == STEERING:
            band, initiator = ctx.profile.band(case.age_band).text, ctx.profile.initiator(case.initiator).text
            waiting.append(T("case.steering_line", code=case.code, band=band, initiator=initiator, day=case.created_on))
    who = ctx.profile.steering.text
    head = T("case.steering_count", who=who, n=len(waiting)) if waiting else T("case.steering_none", who=who)
    return (ctx.say(lines(head, *waiting)),)


def _unsupported(ctx: UnitCtx, references: Mapping[str, Note]) -> Text | None:
    """What is said while a service is not registered without the decision that allows it (R12)."""
    if ctx.profile.registration != "serviceinsats" or SERVICE_DECISION in references:
        return None
    reference = ctx.profile.reference(SERVICE_DECISION)
    return T("case.service_decision_missing", what=reference.text, example=reference.example)


def _function(ctx: UnitCtx, function: str) -> Text:
    return ctx.profile.function(function).text
