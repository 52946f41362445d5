"""Deputies: somebody beside whoever stands for a function, for some days. Consent for the function covers them too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Env, OneOf, Somebody, Word
from bot.conversation.command import Args, CaseCtx, Lacks, Reply, command, refuse, when_due
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say
from bot.rules import consent, gate, membership, protection
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.consent import Actor
from bot.rules.people import Person
from bot.rules.profile import GUARDIAN, YOUTH, Function
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import departure
from bot.services.departure import Departure
from bot.wording import cards, farewell, names


def _functions(env: Env) -> tuple[Function, ...]:
    """Nobody stands in for the youth or for a guardian."""
    return tuple(one for one in env.profile.functions if one.id not in (YOUTH, GUARDIAN))


class Deputy(Args):
    """For which function, who, and which days; or that it ends."""

    function: Annotated[str, Arg(reads=OneOf(_functions), ask="case.ask_function", options=_functions)]
    ends: Annotated[bool, Arg(reads=Word(("slut", "end", "ends", "slutar")))] = False
    person: Annotated[Person | None, Arg(reads=Somebody(), ask="case.ask_person")] = None
    since: Annotated[date | None, Arg(reads=Day(), words=("från", "from"), only_after_word=True)] = None
    until: Annotated[date | None, Arg(reads=Day(), words=("till", "tom", "until"), only_after_word=True)] = None


@command(sv="ersättare", en="deputy", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,), also=("vikarie",))
def deputy(ctx: CaseCtx, args: Deputy) -> Reply:
    """Name a deputy for a function, for some days, beside whoever stands for it; or end that."""
    if args.ends:
        return _end(ctx, args.function, args.person)
    whom = args.person
    if whom is None:
        raise Lacks("person")
    if ctx.case.state not in (State.PROPOSED, State.ACTIVE, State.FROZEN):
        raise refuse("case.past_that", code=ctx.case.code)
    made = _planned(ctx, args, whom)
    function = ctx.profile.function(args.function).text
    standing = [actor for actor in ctx.store.actors.all() if actor.function == args.function and not actor.deputy]
    if not standing:
        raise refuse("deputy.for_nobody", function=function, code=ctx.case.code)
    names = [ctx.store.people.get(actor.person_id).name for actor in standing]
    preview = lines(
        T("deputy.preview", name=whom.name, function=function, code=ctx.case.code, names=names),
        _days(made),
        _comes(ctx, made),
    )
    ctx.confirm(preview)
    if ctx.case.protected:
        ctx.confirm_second(preview)
    approved_by = None if ctx.approver is None else ctx.approver.id
    number = ctx.store.actors.assign(
        args.function,
        whom.id,
        made.named_on,
        deputy=True,
        ended_on=made.ended_on,
        approved_by=approved_by,
    )
    ctx.store.audit(
        Action.CASE_DEPUTY_NAMED,
        function=args.function,
        person=whom.id,
        day=made.named_on.isoformat(),
        until=None if made.ended_on is None else (made.ended_on - timedelta(days=1)).isoformat(),
        approved_by=approved_by,
    )
    if made.named_on > ctx.today:
        ctx.store.schedule("deputy.begins", number, morning(made.named_on))
    if made.ended_on is not None:
        ctx.store.schedule("deputy.ended", f"{number}:{made.ended_on}", morning(made.ended_on))
    return (ctx.say(lines(T("deputy.named", name=whom.name, function=function, code=ctx.case.code), _days(made))),)


@when_due("deputy.begins")
def begins(ctx: CaseCtx, subject: str) -> Reply:
    """The first day has come: the rooms are compared, and the coordinator is reminded."""
    actor = ctx.store.actors.get(subject)
    if actor is None or not actor.standing(ctx.today):
        return ()
    ctx.store.save(ctx.case)
    return (Say(room_id=ctx.store.office.id, body=_told(ctx, actor, "deputy.has_begun"), quiet=True),)


@when_due("deputy.ended")
def ended(ctx: CaseCtx, subject: str) -> Reply:
    """The last day has been: out, with the same words as when somebody is taken off the case."""
    number, _, day = subject.partition(":")
    actor = ctx.store.actors.get(number)
    if actor is None or str(actor.ended_on) != day:
        return ()  # it was ended earlier, and told then
    ctx.store.audit(Action.CASE_DEPUTY_ENDED, function=actor.function, person=actor.person_id)
    if any(one.person_id == actor.person_id for one in ctx.store.actors.all()):
        return ()
    before = departure.look(ctx.store, [actor], beside=[replace(actor, ended_on=None)])
    ctx.store.save(ctx.case)
    gone = departure.finish(ctx.store, before)
    told = lines(_told(ctx, actor, "deputy.is_over"), cards.about_tasks(gone.orphaned, "consent.orphans_told"))
    return (*_parted(ctx, gone), Say(room_id=ctx.store.office.id, body=told))


def _end(ctx: CaseCtx, function: str, whom: Person | None) -> Reply:
    """Deputies are out at once; who had not begun never comes."""
    found = [one for one in ctx.store.actors.deputies(function) if whom is None or one.person_id == whom.id]
    words = ctx.profile.function(function).text
    if not found:
        raise refuse("deputy.none", function=words, code=ctx.case.code)
    names = [ctx.store.people.get(actor.person_id).name for actor in found]
    ctx.confirm(T("deputy.ending", names=names, function=words, code=ctx.case.code))
    before = departure.look(ctx.store, found)
    ctx.store.actors.end([actor.id for actor in found], ctx.today)
    for actor in found:
        ctx.store.audit(Action.CASE_DEPUTY_ENDED, function=function, person=actor.person_id)
    over = {actor.person_id for actor in found} - {actor.person_id for actor in ctx.facts.actors}
    leaving = tuple(actor for actor in found if actor.person_id in over and actor.named_on <= ctx.today)
    gone = replace(departure.finish(ctx.store, before), leaving=leaving)
    done = T("deputy.over", names=names, function=words, code=ctx.case.code)
    return (
        ctx.say(lines(done, cards.about_tasks(gone.orphaned, "consent.orphans_told"))),
        *_parted(ctx, gone),
    )


def _parted(ctx: CaseCtx, gone: Departure) -> Reply:
    if not gone.leaving:
        return ()
    named = [ctx.store.people.get(actor.person_id).name for actor in gone.leaving]
    was_in_a_room = gone.was_talking and any(gone.before.values())
    return farewell.told(ctx, replace(gone, was_talking=was_in_a_room), T("consent.gone", what=named))


def _planned(ctx: CaseCtx, args: Deputy, whom: Person) -> Actor:
    """The deputy as it would be. Refused for the wrong person or for days that cannot be."""
    since = args.since or ctx.today
    if since < ctx.today:
        raise refuse("deputy.past", day=since)
    if args.until is not None and args.until < since:
        raise refuse("deputy.backwards", since=since, until=args.until)
    gate.check_named(ctx.case, args.function, ctx.profile)
    protection.check_server(ctx.case, whom, ctx.profile)
    others = [*ctx.store.actors.all(), *ctx.store.actors.deputies(args.function)]
    consent.check_named(
        [replace(actor, named_on=min(actor.named_on, ctx.today)) for actor in others],
        whom,
        args.function,
        ctx.profile,
        ctx.today,
    )
    return Actor(
        id="",
        case_id=ctx.case.id,
        function=args.function,
        person_id=whom.id,
        named_on=since,
        ended_on=None if args.until is None else args.until + timedelta(days=1),
        deputy=True,
    )


def _days(made: Actor) -> Text:
    if made.ended_on is None:
        return T("deputy.from", since=made.named_on)
    return T("deputy.between", since=made.named_on, until=made.ended_on - timedelta(days=1))


def _comes(ctx: CaseCtx, made: Actor) -> Text | Lines | None:
    """Whether the consent that stands today lets the deputy into the case room, and if not, why."""
    if ctx.case.opened_on is None:
        return None
    there = replace(made, named_on=ctx.today, ended_on=None, approved_by="")
    facts = ctx.facts.with_actors((*ctx.facts.actors, there))
    place = ctx.store.room.place
    words = {"name": ctx.store.people.get(made.person_id).name}
    if made.person_id in membership.wanted(place, facts):
        return T("room.comes", function=names.of_actor(ctx, made), **words)
    why = membership.excluded(place, facts).get(made.person_id)
    return None if why is None else T("room.stays", why=why.text, **words)


def _told(ctx: CaseCtx, actor: Actor, key: str) -> Text:
    name = ctx.store.people.get(actor.person_id).name
    return T(key, code=ctx.case.code, name=name, function=ctx.profile.function(actor.function).text)
