"""The plan is shown: whole, by person, and in the card of each room as days go by."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversation.command import EVERYWHERE, CaseCtx, NoArgs, Reply, command, when_due
from bot.rules import card as rules
from bot.rules.person import Person
from bot.rules.roles import OWN_WORDS, Consequence, Duty
from bot.services import card, circle, pause
from bot.wording import cards, looks, ordinary, own_tasks


@command(
    sv="plan",
    en="plan",
    needs=Duty.SEE_PLAN,
    consequence=Consequence.LOOK,
    evidence=False,
    where=EVERYWHERE,
)
def show(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show the whole plan, as far as whoever reads the answer may see it."""
    if ctx.room.kind.of_case:
        plan = cards.whole(ctx, card.in_room(ctx.store, ctx.room), about=ctx.room)
        return looks.just_above(ctx) if cards.is_just_above(ctx, ctx.room, plan) else looks.shown(ctx, plan)
    if ctx.sender.role in OWN_WORDS:
        return ordinary.with_safe_words(ctx, ctx.case, own_tasks.to_family(ctx))
    return looks.shown(ctx, cards.whole(ctx, card.for_person(ctx.store, ctx.sender)))


@command(
    sv="vem gör vad",
    en="who does what",
    needs=Duty.SEE_PLAN,
    consequence=Consequence.LOOK,
    evidence=False,
    where=EVERYWHERE,
)
def who_does_what(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show who does what, also who has nothing to do."""
    if ctx.room.kind.of_case:
        here = circle.members(ctx.store, ctx.room)
        part = card.in_room(ctx.store, ctx.room)
        return looks.shown(ctx, cards.by_person(ctx, part, map(ctx.facts.person, here)))
    if ctx.sender.role in OWN_WORDS:
        return ordinary.with_safe_words(ctx, ctx.case, own_tasks.to_family(ctx))
    return looks.shown(ctx, cards.by_person(ctx, card.for_person(ctx.store, ctx.sender), _known(ctx)))


def _known(ctx: CaseCtx) -> Iterator[Person]:
    """Those of whom somebody may hear what they do: to those who see everything all who take part, to others those
    they are in a room with."""
    rooms = ctx.store.rooms
    known = {
        one for room in rooms if ctx.sender.id in (there := circle.members(ctx.store, room)) for one in there
    }
    if rules.sees_all(ctx.sender, ctx.facts):
        known |= {actor.person_id for actor in ctx.facts.actors if actor.standing(ctx.today)}
    return map(ctx.facts.person, known)


@when_due("plan.late")
def late(ctx: CaseCtx, subject: str) -> Reply:
    """Show in the card of its room that a task is late since yesterday."""
    task = card.late(ctx.store, subject)
    if task is None or pause.is_paused(ctx.store):
        return ()
    room = circle.room_of(ctx.store, task)
    return () if room is None else cards.refreshed(ctx, rooms=(room,))
