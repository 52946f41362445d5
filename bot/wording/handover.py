"""The words when cases go over to another coordinator: the preview, and to all whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.command import CaseCtx, Effect, Reply, UnitCtx
from bot.i18n import T, Text, lines
from bot.messages import Say
from bot.rules.case import Case, State
from bot.rules.person import Person
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.room import RoomKind, RoomState
from bot.services.handover import CaseHandedOver, HandedOver
from bot.wording import cards, youth_alarm


def preview(cases: Sequence[Case], before: Person, taker: Person) -> Text:
    """Which cases go over, from whom and to whom."""
    codes = [case.code for case in cases]
    return T("handover.preview", n=len(codes), codes=codes, name=taker.name, before=before.name)


def told(ctx: UnitCtx, result: HandedOver) -> Reply:
    """Words to the rooms and the families of the cases, to the new coordinator, and to the one before."""
    before = result.before
    taker = result.taker
    effects: list[Effect] = []
    for handed in result.cases:
        effects += _of_case(ctx.of(handed.case), handed, result)
    words = {
        "codes": [handed.case.code for handed in result.cases],
        "name": taker.name,
        "before": before.name,
    }
    effects.append(Say(room_id=ctx.store.page(taker.id).id, body=T("handover.yours", **words)))
    page = ctx.store.page(taker.id).id
    for alarm in (one for handed in result.cases for one in handed.alarms):
        effects += youth_alarm.anew(ctx, alarm, [page], youth_alarm.body(ctx, alarm))
    if before.active and before.matrix_id is not None:
        effects.append(Say(room_id=ctx.store.page(before.id).id, body=T("handover.not_yours", **words)))
    return tuple(effects)


def _of_case(ctx: CaseCtx, handed: CaseHandedOver, result: HandedOver) -> list[Effect]:
    """What is said of one case: to its rooms and its family."""
    effects: list[Effect] = []
    if ctx.case.state is State.ACTIVE:
        effects += _to_rooms(ctx, handed, result)
    if handed.tasks:
        effects += cards.refreshed(ctx)
    if ctx.case.opened_on is not None and ctx.case.state is not State.CLOSED:
        effects += _to_family(ctx, result.taker)
    return effects


def _to_rooms(ctx: CaseCtx, handed: CaseHandedOver, result: HandedOver) -> list[Say]:
    """To each open room of the case: who coordinates now; in the case room also which tasks have gone
    over."""
    said = T("handover.room", name=result.taker.name, before=result.before.name)
    tasks = cards.about_tasks(handed.tasks, "handover.tasks")
    return [
        Say(room_id=room.id, body=lines(said, tasks if room.kind is RoomKind.CASE else None))
        for room in ctx.store.rooms
        if room.state is RoomState.OPEN
    ]


def _to_family(ctx: CaseCtx, taker: Person) -> list[Say]:
    """To the youth and the guardians, each on their own page; without a sound, because it names somebody."""
    family = {actor.person_id for actor in ctx.facts.actors if actor.function in (YOUTH, GUARDIAN)}
    return [
        Say(room_id=ctx.store.page(person_id).id, body=T("handover.youth", name=taker.name), quiet=True)
        for person_id in sorted(family)
        if ctx.facts.person(person_id).matrix_id is not None
    ]
