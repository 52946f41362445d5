"""The circle is reviewed every quarter: who takes part, for what, until when, and is that still right?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import chain

from bot.conversation.command import CaseCtx, NoArgs, Reply, command, refuse, when_due
from bot.i18n import ZONE, Lines, T, Text, items, lines
from bot.rules import consent
from bot.rules.consent import Actor
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import circle, review
from bot.wording import names


@when_due("circle.review")
def ask(ctx: CaseCtx, subject: str) -> Reply:
    """Show the coordinator the circle and ask whether it is right; again later, until there is an answer."""
    if not review.has_circle(ctx.case):
        return ()
    review.plan_again(ctx.store)
    return (ctx.to_coordinator(_question(ctx)),)


def _has_circle(ctx: CaseCtx) -> None:
    if not review.has_circle(ctx.case):
        raise refuse("review.no_circle", code=ctx.case.code)


@command(
    sv="kretsen",
    en="circle",
    needs=Duty.MANAGE_ROOM,
    consequence=Consequence.LOOK,
    evidence=False,
    where=(RoomKind.OFFICE,),
    also=("krets",),
    ready=_has_circle,
)
def show(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show who takes part in a case: for what, until when, and since when they are in the room."""
    return (ctx.say(_question(ctx)),)


@command(
    sv="kretsen stämmer",
    en="circle right",
    needs=Duty.MANAGE_ROOM,
    where=(RoomKind.OFFICE,),
    ready=_has_circle,
)
def right(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Note that the circle has been reviewed and is right."""
    reviewed = review.note(ctx.store)
    return (ctx.say(T("review.noted", code=ctx.case.code, number=reviewed.number, day=reviewed.next_on)),)


def _question(ctx: CaseCtx) -> Lines:
    """The circle, and whether it is right."""
    last = ctx.case.reviewed_on
    joined = ctx.store.joined_since
    wanted = frozenset(chain.from_iterable(circle.members(ctx.store, room) for room in ctx.store.rooms))
    return lines(
        T("review.head", code=ctx.case.code),
        T("review.coordinator", name=ctx.facts.person(ctx.case.coordinator_id).name),
        items(*(_line(ctx, actor, joined, wanted) for actor in ctx.facts.actors)),
        T("review.never") if last is None else T("review.last", day=last),
        T("review.question", code=ctx.case.code),
    )


def _line(ctx: CaseCtx, actor: Actor, joined: Mapping[str, datetime], wanted: Collection[str]) -> Text:
    """``Petra (polis): t.o.m. lör 22 maj 2027 (v. 20), gick in tis 24 nov 2026 (v. 48)``.

    ``wanted``: who may be in any room; whoever is just being removed is shown as out.
    """
    person = ctx.facts.person(actor.person_id)
    since = joined.get(person.matrix_id or "") if person.id in wanted else None
    return T(
        "review.line",
        name=person.name,
        function=names.of_actor(ctx, actor),
        until=_until(ctx, actor),
        since=T("review.not_in") if since is None else T("review.since", day=since.astimezone(ZONE).date()),
    )


def _until(ctx: CaseCtx, actor: Actor) -> Text:
    """Until when somebody takes part: as long as the consent that covers them lasts."""
    of_function = [
        one for one in consent.living(ctx.facts.grants, ctx.today) if one.function == actor.function
    ]
    ends = consent.ends_on(grant for grant in of_function if grant.person_id in (None, actor.person_id))
    if ends is not None:
        return T("review.until", day=ends)
    needs_consent = actor.function in {function.id for function in ctx.profile.recipients}
    return T("review.without_consent" if needs_consent else "review.by_role")
