"""Before a meeting: each may hand in one point, so that everybody gets to speak (rule 56); and the agenda."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Rest
from bot.conversation.command import Args, CaseCtx, NoArgs, Reply, command, refuse
from bot.i18n import Items, T, Text, items, lines
from bot.rules.case import State
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import meeting as meetings
from bot.services import minute
from bot.wording import cards, names
from bot.wording import meeting as meeting_words
from bot.wording import presence as presence_words

_PLACES = (RoomKind.OFFICE, RoomKind.CASE, RoomKind.PAGE)
_AWAY = frozenset({"bort", "ta bort", "ångra", "nej", "ingen", "inget", "away", "remove", "none", "nothing"})


class Point(Args):
    """What to take up."""

    text: Annotated[str, Arg(reads=Rest(), ask="point.ask")]


def _can_hand_in(ctx: CaseCtx) -> None:
    if ctx.case.state not in (State.ACTIVE, State.FROZEN):
        raise refuse("case.not_active", code=ctx.case.code)


@command(
    sv="punkt",
    en="point",
    also=("ta upp",),
    needs=Duty.PREPARE,
    consequence=Consequence.NOTE,
    evidence=False,
    where=_PLACES,
    ready=_can_hand_in,
    narrow=presence_words.soon,
)
def hand_in(ctx: CaseCtx, args: Point) -> Reply:
    """Hand in one point for the next meeting; said again, it counts instead."""
    is_quiet = ctx.room.kind is RoomKind.CASE
    if args.text.strip(" .!").casefold() in _AWAY:
        was_there = minute.take_back(ctx.store, ctx.sender.id)
        return (ctx.say(T("point.taken_back" if was_there else "point.none"), quiet=is_quiet),)
    minute.hand_in(ctx.store, ctx.sender.id, args.text)
    coming = meetings.coming(ctx.store)
    if coming is None:
        return (ctx.say(T("point.noted_sometime", text=args.text), quiet=is_quiet),)
    return (ctx.say(T("point.noted", text=args.text, at=coming.starts_at), quiet=is_quiet),)


@command(
    sv="dagordning",
    en="agenda",
    also=("visa dagordning", "dagordningen", "visa dagordningen"),
    needs=Duty.PREPARE,
    consequence=Consequence.LOOK,
    evidence=False,
    aside=True,
    where=_PLACES,
    narrow=presence_words.soon,
)
def show(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show what the next meeting is about; whose a point is, and what is in the way, to the coordinator alone."""
    agenda = minute.agenda(ctx.store)
    sees_all = ctx.room.kind is not RoomKind.CASE and ctx.sender.id in (
        ctx.case.coordinator_id,
        ctx.reader.id,
    )
    points = [
        T("agenda.point_of", text=point.text, name=_name(ctx, point.person_id))
        if sees_all
        else T("agenda.point", text=point.text)
        for point in agenda.points
    ]
    late = [cards.task_line(ctx, task) for task in agenda.late]
    stuck = [
        T("agenda.stuck", number=task.number, text=task.text, obstacle=task.obstacle) for task in agenda.stuck
    ]
    head = (
        T("agenda.head_sometime", code=ctx.case.code)
        if agenda.meeting is None
        else T("agenda.head", what=meeting_words.numbered(ctx, agenda.meeting, ctx.room.kind))
    )
    parts: list[Text | Items | None] = [
        head,
        items(*(T("agenda.point", text=text) for text in agenda.standing)) if agenda.standing else None,
        T("agenda.points") if points else None,
        items(*points) if points else None,
        T("agenda.late") if late else None,
        items(*late) if late else None,
    ]
    if sees_all and stuck:
        parts += [T("agenda.stuck_head"), items(*stuck)]
    if not (agenda.standing or points or late or (sees_all and stuck)):
        parts.append(T("agenda.empty"))
    parts.append(T("agenda.how") if ctx.room.kind is not RoomKind.CASE else T("agenda.how_room"))
    return (ctx.say(lines(*parts), quiet=True),)


def _name(ctx: CaseCtx, person_id: str) -> Text:
    return names.with_role(ctx, person_id, "presence.person")
