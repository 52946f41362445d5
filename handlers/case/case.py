"""From first idea to the last gate: cases, the information meeting, who stands for which function."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Hour, OneOf, Rest, Somebody, Word
from bot.conversation.command import (
    Args,
    CaseCtx,
    Missing,
    Outcome,
    Reply,
    UnitCtx,
    command,
    refuse,
    when_due,
)
from bot.i18n import T, Text, items, lines
from bot.rules import calendar, gate
from bot.rules.case import STATE_TEXTS, State
from bot.rules.consent import Actor
from bot.rules.facts import CaseFacts
from bot.rules.note import SERVICE_DECISION, STEERING
from bot.rules.person import Person
from bot.rules.roles import Consequence, Duty, may
from bot.rules.room import RoomKind, RoomState
from bot.services import case as cases
from bot.services import circle, overview, page_answers
from bot.services.case import Begun
from bot.services.circle import Presence
from bot.wording import cards, farewell, names, pictures, standing, tasks, youth_alarm
from bot.wording import overview as summary
from bot.wording.case import registration
from bot.wording.gate import checklist
from bot.wording.page_answers import TOLD
from storage.room import RoomView


class New(Args):
    """What is kept before consent: an age band and who took the initiative."""

    band: Annotated[
        str,
        Arg(
            reads=OneOf(lambda env: env.profile.bands),
            ask="case.ask_band",
            options=lambda env: env.profile.bands,
        ),
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
def new(ctx: UnitCtx, args: New) -> Outcome:
    """Start a case: a code, nothing that says who it is about. ([Sk] "oidentifierat", D14)."""
    if ctx.profile.tracks and args.track is None:
        return Missing(field="track")
    ages = ctx.profile.meant_for(args.track)
    if ages is not None and ctx.profile.outside_ages(args.band, args.track) and args.reason is None:
        raise refuse("case.outside", profile=ctx.profile.name, youngest=ages.youngest, oldest=ages.oldest)
    begun = Begun(
        code=ctx.new_code(ctx.store.cases.codes()),
        band=args.band,
        initiator=args.initiator,
        track=args.track,
        reason=args.reason,
    )
    case = cases.create(ctx.store, begun, by=ctx.sender.id)
    head = T(
        "case.created",
        code=case.code,
        profile=ctx.profile.name,
        band=ctx.profile.band(case.age_band).text,
        registration=registration(ctx.profile),
    )
    track = ctx.profile.track(case.track)
    told = lines(
        head,
        None if track is None else T("case.track", track=track.text),
        checklist(ctx.of(case).facts),
        _unsupported(ctx),
        T("case.purged_on", day=case.purge_on),
    )
    return (ctx.say(told),)


class Which(Args):
    """All of them, or those that wait for the steering group."""

    steering: Annotated[bool, Arg(reads=Word(("styrgrupp", "styrgruppen", "steering")))] = False


@command(
    sv="ärenden",
    en="cases",
    needs=Duty.OVERSEE,
    consequence=Consequence.LOOK,
    evidence=False,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def show_all(ctx: UnitCtx, args: Which) -> Reply:
    """List the cases with their state and what is most urgent there: one's own first."""
    if args.steering:
        return _for_steering(ctx)
    seen = overview.of_person(ctx.store, ctx.sender)
    if not seen.cases:
        begin = may(ctx.sender.role, Duty.OPEN_CASE)
        return (ctx.say(T("case.none" if begin else "overview.no_cases")),)
    own, others = seen.own(ctx.sender).cases, seen.others(ctx.sender).cases
    told = lines(
        T("case.count", n=len(own)) if own else None,
        items(*(summary.list_line(ctx, ctx.sender, one) for one in own)),
        T("case.count_others", n=len(others)) if others else None,
        items(*(summary.list_line(ctx, ctx.sender, one) for one in others)),
    )
    return (ctx.say(told),)


class Shown(Args):
    """As a picture too."""

    picture: Annotated[bool, Arg(reads=Word(("bild", "bilden", "diagram", "picture", "chart")))] = False


@command(
    sv="ärende",
    en="case",
    needs=Duty.OVERSEE,
    consequence=Consequence.LOOK,
    evidence=False,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def show(ctx: CaseCtx, args: Shown) -> Reply:
    """Show where a case stands: what needs hands, the plan, the next meeting, who takes part, what happened last."""
    (one,) = overview.of_cases(ctx.store, (ctx.case,)).cases
    takes_alarms = may(ctx.sender.role, Duty.TAKE_ALARM)
    if not takes_alarms and ctx.sender.id not in one.lead_ids:
        raise refuse("kit.no_such_case", code=ctx.case.code)
    tasks = ctx.store.plan.all()
    needing = summary.matter_lines(ctx, ctx.sender, one, one.matters)
    shown = lines(
        _line(ctx.facts, ctx.store.room),
        T("overview.needs") if needing else None,
        items(*needing),
        *standing.plan(ctx, one, tasks),
        items(*_people(ctx)),
        _no_youth(ctx),
        T("page_answers.shown", what=TOLD[page_answers.agreed(ctx.store)]),
        checklist(ctx.facts) if ctx.case.state is State.PROPOSED else None,
        *standing.lately(ctx, tasks),
        *(youth_alarm.in_case(ctx) if takes_alarms else ()),
    )
    drawn = pictures.of_case(ctx, one) if args.picture else ()
    return (ctx.say(shown), *drawn)


def _people(ctx: CaseCtx) -> list[Text]:
    """Who stands for what, and who of them is in no room."""
    people = [(actor, ctx.facts.person(actor.person_id).name) for actor in ctx.facts.actors]
    people.sort(key=lambda both: (both[0].function, both[0].deputy, both[1]))
    rooms = [circle.presence(ctx.store, room) for room in _opened(ctx)]
    return [_named(ctx, actor, name, rooms) for actor, name in people]


def _no_youth(ctx: CaseCtx) -> Text | None:
    """Why nobody is named as the youth of an opened case, if nobody is."""
    reason = ctx.case.note(gate.NO_YOUTH)
    if ctx.facts.youth is not None or reason is None or ctx.case.state is State.PROPOSED:
        return None
    return T("case.no_youth", why=gate.why_no_youth(reason), code=ctx.case.code)


def _opened(ctx: CaseCtx) -> list[RoomView]:
    """The rooms of a case in which somebody may be."""
    return [] if ctx.case.opened_on is None else ctx.store.rooms


def _named(ctx: CaseCtx, actor: Actor, name: str, rooms: Sequence[Presence]) -> Text:
    """Who stands for what; once there are rooms, also why somebody is in none of them."""
    words = {"function": names.of_actor(ctx, actor), "name": name}
    if not rooms or any(actor.person_id in one.inside for one in rooms):
        return T("case.named", **words)
    if any(actor.person_id in one.left for one in rooms):
        return T("case.named_left", **words)
    if any(actor.person_id in one.awaited for one in rooms):
        return T("case.named_awaited", **words)
    why = circle.outsiders(ctx.store, ctx.store.room).get(actor.person_id)
    if why is None:
        return T("case.named_none", **words)
    return T("case.named_out", why=why.text, **words)


class Information(Args):
    """When the information meeting is, or that it has been held."""

    held: Annotated[bool, Arg(reads=Word(("hållet", "held")))] = False
    day: Annotated[date | None, Arg(reads=Day())] = None
    at: Annotated[time | None, Arg(reads=Hour(bare=True))] = None


@command(
    sv="informationsmöte",
    en="information meeting",
    needs=Duty.OPEN_CASE,
    consequence=Consequence.NOTE,
    where=(RoomKind.OFFICE,),
    also=("infomöte",),
)
def information_meeting(ctx: CaseCtx, args: Information) -> Reply:
    """Note when youth and guardians are told about SIG, or that they have been ([Sk] "ett mer informativt
    möte")."""
    if ctx.case.state is not State.PROPOSED:
        raise refuse("case.past_that", code=ctx.case.code)
    if args.day is None and not args.held:
        raise refuse("case.when_information", code=ctx.case.code)
    if args.held and args.day is not None and args.day > ctx.today:
        raise refuse("case.held_in_future", day=args.day)
    day = args.day or ctx.today
    at = None if args.at is None or args.held else calendar.moment(day, args.at)
    if not args.held and (day < ctx.today or (at is not None and at <= ctx.now)):
        raise refuse("case.information_past", day=day, code=ctx.case.code)
    cases.note_information_meeting(ctx.store, day, held=args.held, at=at)
    if args.held:
        return (ctx.say(lines(T("case.information_held", day=day), checklist(ctx.facts))),)
    planned = T("case.information_at", day=day, at=args.at) if at else T("case.information_on", day=day)
    return (ctx.say(lines(planned, T("case.information_then", code=ctx.case.code))),)


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
def appoint(ctx: CaseCtx, args: Named) -> Outcome:
    """Name the person who stands for a function in a case ([A] "vem som gör vad")."""
    leaving = cases.replaced_by(ctx.store, args.function, args.person)
    replaced = [ctx.facts.person(actor.person_id).name for actor in leaving]
    function = ctx.profile.function(args.function).text
    values = {"name": args.person.name, "function": function, "code": ctx.case.code}
    is_deputy = bool(cases.deputising(ctx.store, args.function, args.person))
    preview = lines(
        T("case.appoint", **values),
        T("case.deputy_no_more", name=args.person.name) if is_deputy else None,
        T("case.replaces", names=replaced) if replaced else None,
    )
    is_protected = bool(ctx.case.protected)
    asked = ctx.still_to_agree(preview, second=is_protected)
    if asked is not None:
        return asked
    approved_by = None
    if is_protected:
        assert ctx.approver is not None  # a second person has said yes
        approved_by = ctx.approver.id
    result = cases.appoint(ctx.store, args.function, args.person, approved_by=approved_by)
    # The room hears who takes part now; not who is named and may not come in
    said: Text | None = None
    if result.is_in_room:
        said = T("case.replaced", name=args.person.name, function=function)
    elif replaced:
        said = T("consent.gone", what=replaced)
    to_others = () if said is None else farewell.told(ctx, result.departure, said)
    told = lines(
        T("case.appointed", **values),
        cards.about_tasks(result.departure.orphaned, "consent.orphans_told"),
        tasks.followed(ctx, result.departure.followed),
        checklist(ctx.facts) if ctx.case.state is State.PROPOSED else None,
    )
    return (*to_others, ctx.say(told))


@when_due("case.purge")
def purge(ctx: CaseCtx, subject: str) -> Reply:
    """Erase a case that never got a consent. One that has it, but is not open yet, is looked at again
    later."""
    if not cases.purge(ctx.store):
        return ()
    return (ctx.say(T("case.purged", code=ctx.case.code)),)


def _line(facts: CaseFacts, room: RoomView) -> Text:
    """A case with its state and next step; ``room``: the case room."""
    case = facts.case
    return T("case.line", code=case.code, state=T(STATE_TEXTS[case.state]), next=_next(facts, room))


def _next(facts: CaseFacts, room: RoomView) -> Text:
    """The next step of a case."""
    case = facts.case
    match case.state:
        case State.PROPOSED:
            return gate.next_text(gate.gates(facts), case, facts.profile)
        case State.ACTIVE if room.state is RoomState.FROZEN:
            return _why_frozen(facts)
        case State.ACTIVE:
            return T("case.then_active", code=case.code)
        case State.FROZEN:
            return T("case.then_frozen", code=case.code)
        case State.CLOSING:
            return T("case.then_closing", code=case.code)
        case State.CLOSED:
            return T("case.then_closed", code=case.code, day=case.dispose_on)
        case State.DISPOSED:
            return T("case.then_disposed", code=case.code)


def _why_frozen(facts: CaseFacts) -> Text:
    """What to do where the room is frozen although the case goes on: nobody is named, or a consent has run
    out."""
    code = facts.case.code
    named = {actor.function for actor in facts.actors}
    lacking = [function for function in facts.profile.required_functions if function not in named]
    if not lacking:
        return T("case.then_expired", code=code)
    return T("case.then_nobody", code=code, function=facts.profile.function(lacking[0]).text)


def _for_steering(ctx: UnitCtx) -> Reply:
    """What can be put before the steering group (rule 32): codes, and nothing that says who it is."""
    if not may(ctx.sender.role, Duty.SEE_CASES):
        raise refuse("kit.may_not")
    if ctx.profile.steering is None or STEERING not in ctx.profile.gates:
        raise refuse("case.no_steering", profile=ctx.profile.name)
    proposed = [case for case in ctx.store.cases.all() if case.state is State.PROPOSED]
    facts = ctx.store.facts_of(proposed)
    waiting = []
    for case in proposed:
        if _awaits_steering(facts[case.id]):
            waiting.append(
                T(
                    "case.steering_line",
                    code=case.code,
                    band=ctx.profile.band(case.age_band).text,
                    initiator=ctx.profile.initiator(case.initiator).text,
                    day=case.created_on,
                )
            )
    who = ctx.profile.steering.text
    head = T("case.steering_count", who=who, n=len(waiting)) if waiting else T("case.steering_none", who=who)
    return (ctx.say(lines(head, items(*waiting))),)


def _awaits_steering(facts: CaseFacts) -> bool:
    """Whether what a case needs next is the steering group's decision."""
    following = gate.next_step(gate.gates(facts))
    return following is not None and following.id == STEERING


def _unsupported(ctx: UnitCtx) -> Text | None:
    """What is said while a service is not registered without the decision that allows it (R12)."""
    if ctx.profile.registration != "serviceinsats" or SERVICE_DECISION in ctx.store.references.all():
        return None
    reference = ctx.profile.reference(SERVICE_DECISION)
    return T("case.service_decision_missing", what=reference.text, example=reference.example)
