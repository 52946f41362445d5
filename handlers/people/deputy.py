"""Deputies: temporary second holders of a function, for some days. Consent for the function covers them
too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Env, OneOf, Somebody, Word
from bot.conversation.command import Args, CaseCtx, Missing, Outcome, Reply, command, refuse, when_due
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say
from bot.rules.case import State
from bot.rules.consent import Actor
from bot.rules.person import Person
from bot.rules.profile import GUARDIAN, YOUTH, Function
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import deputy as service
from bot.services.deputy import Ended, Forecast
from bot.wording import cards, farewell, names, tasks


def _functions(env: Env) -> tuple[Function, ...]:
    """Nobody stands in for the youth or for a guardian."""
    return tuple(one for one in env.profile.functions if one.id not in (YOUTH, GUARDIAN))


class Deputy(Args):
    """For which function, who, and which days; or that it ends."""

    function: Annotated[str, Arg(reads=OneOf(_functions), ask="case.ask_function", options=_functions)]
    ends: Annotated[bool, Arg(reads=Word(("slut", "end", "ends", "slutar")))] = False
    person: Annotated[Person | None, Arg(reads=Somebody(), ask="case.ask_person")] = None
    since: Annotated[date | None, Arg(reads=Day(), words=("från", "from"), only_after_word=True)] = None
    until: Annotated[date | None, Arg(reads=Day(), words=("till", "tom", "until"), only_after_word=True)] = (
        None
    )


@command(sv="ersättare", en="deputy", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,), also=("vikarie",))
def deputy(ctx: CaseCtx, args: Deputy) -> Outcome:
    """Name a deputy for a function, for some days, beside whoever stands for it; or end that."""
    if args.ends:
        return _end(ctx, args.function, args.person)
    if args.person is None:
        return Missing(field="person")
    return _name(ctx, args, args.person)


@when_due("deputy.begins")
def begin(ctx: CaseCtx, subject: str) -> Reply:
    """On the first day, have the rooms compared, and remind the coordinator."""
    actor = service.begin(ctx.store, subject)
    if actor is None:
        return ()
    return (Say(room_id=ctx.store.office.id, body=_about(ctx, actor, "deputy.has_begun"), quiet=True),)


@when_due("deputy.ended")
def finish(ctx: CaseCtx, subject: str) -> Reply:
    """After the last day: out, with the same words as when somebody is taken off the case."""
    number, _, day = subject.partition(":")
    ended = service.finish(ctx.store, number, day)
    if ended is None:
        return ()
    to_office = lines(
        _about(ctx, ended.deputies[0], "deputy.is_over"),
        cards.about_tasks(ended.departure.orphaned, "consent.orphans_told"),
        tasks.followed(ctx, ended.departure.followed),
    )
    return (*_farewell(ctx, ended), Say(room_id=ctx.store.office.id, body=to_office))


def _name(ctx: CaseCtx, args: Deputy, person: Person) -> Outcome:
    """Name somebody a deputy, once it is agreed to; where an identity is protected, that takes two."""
    if ctx.case.state not in (State.PROPOSED, State.ACTIVE, State.FROZEN):
        raise refuse("case.past_that", code=ctx.case.code)
    since = args.since or ctx.today
    if since < ctx.today and not ctx.agreed:  # once it is agreed to, a second yes may come some days later
        raise refuse("deputy.past", day=since)
    if args.until is not None and args.until < ctx.today and ctx.agreed:
        raise refuse("deputy.past", day=args.until)
    if args.until is not None and args.until < since:
        raise refuse("deputy.backwards", since=since, until=args.until)
    forecast = service.forecast(ctx.store, args.function, person, since, args.until)
    function = ctx.profile.function(args.function).text
    if not forecast.beside:
        raise refuse("deputy.for_nobody", function=function, code=ctx.case.code)
    days = _days(forecast.deputy)
    preview = lines(
        T(
            "deputy.preview",
            name=person.name,
            function=function,
            code=ctx.case.code,
            names=_names(ctx, forecast.beside),
        ),
        days,
        _whether_in(ctx, person, forecast),
    )
    asked = ctx.still_to_agree(preview, second=bool(ctx.case.protected), fixed={"since": since.isoformat()})
    if asked is not None:
        return asked
    service.name(ctx.store, forecast.deputy, approved_by=None if ctx.approver is None else ctx.approver.id)
    return (ctx.say(lines(T("deputy.named", name=person.name, function=function, code=ctx.case.code), days)),)


def _end(ctx: CaseCtx, function: str, person: Person | None) -> Outcome:
    """End the deputies for a function, or one of them, at once; who had not begun never comes."""
    deputies = service.named(ctx.store, function, person)
    words = ctx.profile.function(function).text
    if not deputies:
        raise refuse("deputy.none", function=words, code=ctx.case.code)
    called = _names(ctx, deputies)
    preview = lines(
        T("deputy.ending", names=called, function=words, code=ctx.case.code),
        T("consent.would_freeze") if service.freezes_without(ctx.store, deputies) else None,
    )
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    ended = service.end(ctx.store, deputies)
    answer = lines(
        T("deputy.over", names=called, function=words, code=ctx.case.code),
        cards.about_tasks(ended.departure.orphaned, "consent.orphans_told"),
        tasks.followed(ctx, ended.departure.followed),
    )
    return (ctx.say(answer), *_farewell(ctx, ended))


def _farewell(ctx: CaseCtx, ended: Ended) -> Reply:
    """What the rooms and those who leave read, when anybody leaves who was in a room."""
    gone = ended.departure
    if not gone.leaving:
        return ()
    was_in_a_room = gone.was_talking and any(gone.before.values())
    said = T("consent.gone", what=_names(ctx, gone.leaving))
    return farewell.told(ctx, replace(gone, was_talking=was_in_a_room), said)


def _names(ctx: CaseCtx, actors: Sequence[Actor]) -> list[str]:
    return [ctx.facts.person(actor.person_id).name for actor in actors]


def _days(deputy: Actor) -> Text:
    """From which day, and to which."""
    until = service.last_day(deputy)
    if until is None:
        return T("deputy.from", since=deputy.named_on)
    return T("deputy.between", since=deputy.named_on, until=until)


def _whether_in(ctx: CaseCtx, person: Person, forecast: Forecast) -> Text | Lines | None:
    """Whether the consent that stands today lets the deputy into the case room, and if not, why."""
    name = ctx.facts.person(person.id).name
    if forecast.comes_in:
        return T("room.comes", name=name, function=names.of_actor(ctx, forecast.deputy))
    if forecast.kept_out is None:
        return None
    return T("room.stays", name=name, why=forecast.kept_out.text)


def _about(ctx: CaseCtx, actor: Actor, key: str) -> Text:
    """A text about a deputy, by name and function."""
    (name,) = _names(ctx, [actor])
    return T(key, code=ctx.case.code, name=name, function=ctx.profile.function(actor.function).text)
