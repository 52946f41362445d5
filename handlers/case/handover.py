"""Cases that go over to another coordinator: handed over by one, or taken over from one who is away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.conversation.arguments import Arg, Somebody
from bot.conversation.command import Args, CaseCtx, Effect, NoArgs, Reply, UnitCtx, command, refuse
from bot.i18n import T, Text, lines
from bot.messages import Say
from bot.rules import handover as rules
from bot.rules import plan as tasks
from bot.rules.audit import Action
from bot.rules.case import Case, State
from bot.rules.people import Person
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.roles import Duty
from bot.rules.room import RoomKind, RoomState
from bot.wording import cards


class Taker(Args):
    """Who coordinates from now on."""

    taker: Annotated[Person, Arg(reads=Somebody(), ask="handover.ask_taker", words=("till", "to"))]


@command(
    sv="lämna över ärende",
    en="hand over case",
    needs=Duty.OPEN_CASE,
    where=(RoomKind.OFFICE,),
    also=("lämna över ärendet",),
)
def hand_over(ctx: CaseCtx, args: Taker) -> Reply:
    """Give a case to another coordinator, who says yes to it."""
    return _agreed(ctx, (ctx.case,), args.taker)


@command(sv="lämna över alla ärenden", en="hand over all cases", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,))
def hand_over_all(ctx: UnitCtx, args: Taker) -> Reply:
    """Give all your cases to another coordinator, who says yes to it."""
    mine = ctx.store.cases.of_coordinator(ctx.sender.id)
    if not mine:
        raise refuse("handover.none")
    return _agreed(ctx, mine, args.taker)


@command(sv="ta över", en="take over", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,))
def take_over(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Take a case over from a coordinator who is away or gone; somebody else says yes to it."""
    return _agreed(ctx, (ctx.case,), ctx.sender)


def handed(ctx: UnitCtx, cases: Sequence[Case], taker: Person) -> Reply:
    """Carry it out, for cases of one coordinator: who is in the rooms follows; then words to all whom it concerns."""
    before = ctx.store.people.get(cases[0].coordinator_id)
    told = [said for case in cases for said in _handed(ctx.of(case), before, taker)]
    words = {"codes": [case.code for case in cases], "name": taker.name, "before": before.name}
    told.append(Say(room_id=ctx.store.page(taker.id).id, body=T("handover.yours", **words)))
    if before.active and before.matrix_id is not None:
        told.append(Say(room_id=ctx.store.page(before.id).id, body=T("handover.not_yours", **words)))
    return tuple(told)


def preview(cases: Sequence[Case], before: Person, taker: Person) -> Text:
    """What is agreed to."""
    codes = [case.code for case in cases]
    return T("handover.preview", n=len(codes), codes=codes, name=taker.name, before=before.name)


def _agreed(ctx: UnitCtx, cases: Sequence[Case], taker: Person) -> Reply:
    for case in cases:
        rules.handed_over(case, taker)
    before = ctx.store.people.get(cases[0].coordinator_id)
    theirs = None if taker.id == ctx.sender.id else T("handover.their_yes", name=taker.name)
    shown = lines(preview(cases, before, taker), theirs)
    ctx.confirm(shown)
    ctx.confirm_second(shown)
    assert ctx.approver is not None  # confirm_second returns only with one
    rules.check_agreed(taker, ctx.sender, ctx.approver)
    told = handed(ctx, cases, taker)
    done = T("handover.done", n=len(cases), codes=[case.code for case in cases], name=taker.name)
    return (ctx.say(done), *told)


def _handed(ctx: CaseCtx, before: Person, taker: Person) -> list[Effect]:
    case = rules.handed_over(ctx.case, taker)
    ctx.store.save(case)
    moved = _tasks(ctx, before, taker)
    second = None if ctx.approver is None else ctx.approver.id
    ctx.store.audit(Action.CASE_HANDED_OVER, before=before.id, taker=taker.id, approved_by=second)
    told: list[Effect] = []
    new, theirs = T("handover.room", name=taker.name, before=before.name), cards.about_tasks(moved, "handover.tasks")
    for where in ctx.store.rooms if case.state is State.ACTIVE else ():
        if where.state is RoomState.OPEN:
            told.append(Say(room_id=where.id, body=lines(new, theirs if where.kind is RoomKind.CASE else None)))
    told += cards.refreshed(ctx) if moved else ()
    if case.opened_on is not None and case.state is not State.CLOSED:
        # It names somebody, so it comes without a sound
        family = {actor.person_id for actor in ctx.store.actors.all() if actor.function in (YOUTH, GUARDIAN)}
        pages = [ctx.store.page(one).id for one in sorted(family) if ctx.store.people.get(one).matrix_id is not None]
        told += [Say(room_id=page, body=T("handover.youth", name=taker.name), quiet=True) for page in pages]
    return told


def _tasks(ctx: CaseCtx, before: Person, taker: Person) -> list[int]:
    """What the coordinator before had to do is the new one's, unless they stay in the case; returns the numbers."""
    if any(actor.person_id == before.id for actor in ctx.store.actors.all()):
        return []
    moved = [task for task in ctx.store.plan.all() if task.owner_id == before.id and task.state in tasks.OPEN]
    for task in moved:
        ctx.store.plan.save(tasks.given_to(task, taker.id, ctx.now), now=ctx.now)
    return [task.number for task in moved]
