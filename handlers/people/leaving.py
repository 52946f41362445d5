"""Somebody stops: out of every room at once; what they had goes to others, what they did stays written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from bot.conversation.arguments import Arg, Somebody
from bot.conversation.command import Args, CaseCtx, Effect, Reply, UnitCtx, command, refuse
from bot.i18n import T, Text, lines
from bot.messages import Say
from bot.rules import handover as rules
from bot.rules import membership, people
from bot.rules.audit import Action
from bot.rules.case import Case, State
from bot.rules.consent import Actor
from bot.rules.people import Person
from bot.rules.plan import OPEN
from bot.rules.roles import Duty, Role, may
from bot.rules.room import RoomKind, RoomState
from bot.services import pause, tasks
from bot.wording import cards, names
from handlers.case import handover
from handlers.case.case import youth_of
from storage.room import RoomView


class Leaves(Args):
    """Who, and of a coordinator also who takes the cases."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]
    taker: Annotated[Person | None, Arg(reads=Somebody(), words=("till", "to"), only_after_word=True)] = None


@command(sv="person slutar", en="person leaves", needs=Duty.BIND_PERSON, where=(RoomKind.OFFICE,))
def leave(ctx: UnitCtx, args: Leaves) -> Reply:
    """Somebody stops working here, or was added by mistake: out of every room at once."""
    whose, taker = args.person, args.taker
    people.check_not_last(whose, ctx.store.people.all())
    led = ctx.store.cases.of_coordinator(whose.id)
    theirs = [of for case in ctx.store.cases.all() if (of := ctx.of(case)).store.actors.of(whose.id)]
    places = [_place(of, whose) for of in theirs]
    if whose.role in (Role.YOUTH, Role.GUARDIAN) and places:
        # Theirs is to take a consent back; and a name that was wrong is taken off the case first
        raise refuse("leaving.not_so", codes=[place.ctx.case.code for place in places], handle=whose.handle)
    if led and taker is None:
        raise refuse("leaving.leads", name=whose.name, codes=[case.code for case in led], handle=whose.handle)
    shown = lines(
        T("leaving.preview", name=whose.name, handle=whose.handle),
        *(text for place in places for text in place.preview()),
        _passing_on(led, whose, taker),
        _alone(ctx, whose),
    )
    ctx.confirm(shown)
    if led and taker is not None:
        ctx.confirm_second(shown)
        assert ctx.approver is not None  # confirm_second returns only with one
        rules.check_agreed(taker, ctx.sender, ctx.approver)
    ctx.store.people.deactivate(whose.id)
    ctx.store.audit(Action.PERSON_LEFT, person=whose.id)
    told = [said for place in places for said in _out(place, whose)]
    if led and taker is not None:
        told += handover.handed(ctx, led, taker)
    lacking = [text for place in places for text in place.told()]
    others = {place.ctx.case.coordinator_id for place in places} - {whose.id, ctx.sender.id}
    done = Say(
        room_id=ctx.room.id,
        body=lines(T("leaving.done", name=whose.name), *lacking),
        mentions=tuple(sorted(others)) if lacking else (),
        person_id=ctx.sender.id,
    )
    return (done, *told)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """What somebody is in one case, and what it lacks without them."""

    ctx: CaseCtx
    standing: Sequence[Actor]
    functions: Sequence[Text]
    roles: Sequence[Text]
    open: Sequence[int]
    lacks: bool
    rooms: Sequence[str]

    def preview(self) -> list[Text]:
        """What would follow."""
        code = self.ctx.case.code
        found = [T("leaving.stands", code=code, functions=list(self.roles))]
        if self.open:
            found.append(T("leaving.tasks", code=code, numbers=list(self.open), n=len(self.open)))
        if self.lacks:
            found.append(T("leaving.would_freeze", code=code))
        return found

    def told(self) -> list[Text]:
        """What has to be done now."""
        code = self.ctx.case.code
        found = []
        if self.open:
            found.append(T("leaving.orphans", code=code, numbers=list(self.open), n=len(self.open)))
        if self.lacks:
            found.append(T("leaving.freezes", code=code, functions=list(self.functions)))
        return found


def _place(ctx: CaseCtx, whose: Person) -> _Place:
    standing = ctx.store.actors.of(whose.id)
    theirs = [task.number for task in ctx.store.plan.all() if task.owner_id == whose.id and task.state in OPEN]
    ids = {actor.id for actor in standing}
    without = ctx.facts.with_actors(actor for actor in ctx.facts.actors if actor.id not in ids)
    facts = ctx.facts

    def is_in(where: RoomView) -> bool:
        return where.state is RoomState.OPEN and whose.id in membership.wanted(where.place, facts)

    return _Place(
        ctx=ctx,
        standing=standing,
        functions=[ctx.profile.function(function).text for function in sorted({actor.function for actor in standing})],
        roles=[names.of_actor(ctx, actor) for actor in standing],
        open=theirs if standing else (),
        lacks=pause.why_frozen(ctx.store, without) is not None and pause.why_frozen(ctx.store) is None,
        rooms=[where.id for where in ctx.store.rooms if is_in(where)],
    )


def _out(place: _Place, whose: Person) -> list[Effect]:
    """Take somebody off a case; words to its room, and to the youth."""
    ctx, name = place.ctx, whose.name
    ctx.store.actors.end([actor.id for actor in place.standing], ctx.today)
    orphans = tasks.take_from(ctx.store, {whose.id})
    functions = sorted({actor.function for actor in place.standing})
    ctx.store.audit(Action.CASE_ACTOR_LEFT, person=whose.id, functions=functions)
    if ctx.case.opened_on is None or ctx.case.state is State.CLOSED:
        return []
    gone = T("leaving.gone", name=name, functions=list(place.roles))
    missing = cards.about_tasks(orphans, "consent.orphans")  # the plan is for the case room alone
    told: list[Effect] = [
        Say(room_id=room_id, body=lines(gone, missing if room_id == ctx.store.room.id else None))
        for room_id in place.rooms
    ]
    told += cards.refreshed(ctx)
    youth = youth_of(ctx.store)
    if youth is not None and youth.matrix_id is not None:
        told.append(Say(room_id=ctx.store.page(youth.id).id, body=gone, quiet=True))  # it names somebody
    return told


def _passing_on(led: Sequence[Case], whose: Person, taker: Person | None) -> Text | None:
    """What is said of the cases that go over. Raises :class:`Refused` when they cannot."""
    if taker is None:
        return None
    rules.check_taker(taker)
    for case in led:
        rules.handed_over(case, taker)
    return handover.preview(led, whose, taker) if led else None


def _alone(ctx: UnitCtx, whose: Person) -> Text | None:
    """A warning, when only one is left who may say yes: nothing that takes two can be done then."""
    approvers = [one for one in ctx.store.people.all() if one.active and may(one.role, Duty.APPROVE)]
    left = [one for one in approvers if one.id != whose.id and one.matrix_id is not None]
    return T("leaving.alone", name=left[0].name) if whose in approvers and len(left) == 1 else None
