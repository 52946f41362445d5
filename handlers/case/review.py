"""The circle is gone through every quarter: who takes part, for what, until when, and is that still right?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.conversation.command import CaseCtx, NoArgs, Reply, command, refuse, when_due
from bot.i18n import ZONE, Lines, T, Text, lines
from bot.rules import consent
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.consent import Actor
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services.review import plan_next
from bot.wording import names

#: Who does not answer is asked again after this many days.
AGAIN = timedelta(days=14)

#: States in which there is a circle.
LIVING = (State.ACTIVE, State.FROZEN)


@when_due("circle.review")
def ask(ctx: CaseCtx, subject: str) -> Reply:
    """Show the coordinator the circle and ask whether it is right; again later, until there is an answer."""
    if ctx.case.state not in LIVING:
        return ()
    ctx.store.schedule("circle.review", ctx.case.id, morning(ctx.today + AGAIN))
    return (ctx.to_coordinator(lines(_circle(ctx), T("review.question", code=ctx.case.code))),)


def _has_circle(ctx: CaseCtx) -> None:
    if ctx.case.state not in LIVING:
        raise refuse("review.no_circle", code=ctx.case.code)


@command(
    sv="kretsen",
    en="circle",
    needs=Duty.MANAGE_ROOM,
    evidence=False,
    where=(RoomKind.OFFICE,),
    also=("krets",),
    ready=_has_circle,
)
def show(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show who takes part in a case: for what, until when, and since when they are in the room."""
    return (ctx.say(lines(_circle(ctx), T("review.question", code=ctx.case.code))),)


@command(
    sv="kretsen stämmer",
    en="circle right",
    needs=Duty.MANAGE_ROOM,
    where=(RoomKind.OFFICE,),
    ready=_has_circle,
)
def right(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Note that the circle has been gone through and is right."""
    ctx.store.save(replace(ctx.case, reviewed_on=ctx.today))
    number = ctx.store.audit(Action.CASE_CIRCLE_REVIEWED, people=sorted(_people(ctx)))
    plan_next(ctx.store, ctx.today)
    following = ctx.today + timedelta(days=ctx.profile.review_days)
    return (ctx.say(T("review.noted", code=ctx.case.code, number=number, day=following)),)


def _circle(ctx: CaseCtx) -> Lines:
    last = ctx.case.reviewed_on
    coordinator = ctx.store.people.get(ctx.case.coordinator_id).name
    return lines(
        T("review.head", code=ctx.case.code),
        T("review.coordinator", name=coordinator),
        *(_line(ctx, actor) for actor in ctx.store.actors.all()),
        T("review.never") if last is None else T("review.last", day=last),
    )


def _line(ctx: CaseCtx, actor: Actor) -> Text:
    """``Petra (polis): t.o.m. lör 22 maj 2027 (v. 20), gick in tis 24 nov 2026 (v. 48)``."""
    person = ctx.store.people.get(actor.person_id)
    grants = ctx.store.consents.all()
    about = [one for one in consent.living(grants, ctx.today) if one.function == actor.function]
    ends = consent.ends_on(one for one in about if one.person_id in (None, actor.person_id))
    since = None if person.matrix_id is None else ctx.store.joined_at(person.matrix_id)
    if ends is None:
        until = T("review.without_consent" if actor.function in _recipients(ctx) else "review.by_role")
    else:
        until = T("review.until", day=ends)
    return T(
        "review.line",
        name=person.name,
        function=names.of_actor(ctx, actor),
        until=until,
        since=T("review.not_in") if since is None else T("review.since", day=since.astimezone(ZONE).date()),
    )


def _recipients(ctx: CaseCtx) -> set[str]:
    return {function.id for function in ctx.profile.recipients}


def _people(ctx: CaseCtx) -> set[str]:
    return {ctx.case.coordinator_id, *(actor.person_id for actor in ctx.store.actors.all())}
