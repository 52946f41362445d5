"""What was decided and noted at a meeting, in short points that the coordinator looks at before the room sees them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Holder, Owner, Rest, Title
from bot.conversation.command import Args, CaseCtx, NoArgs, Outcome, Reply, command, refuse
from bot.i18n import T, Text, items, lines, say
from bot.messages import Say
from bot.rules import lock_screen
from bot.rules import plan as plan_rules
from bot.rules.meeting import Meeting
from bot.rules.minute import Minute, MinuteKind
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import circle, minute, plan
from bot.services import meeting as meetings
from bot.wording import meeting as meeting_words
from bot.wording import presence as presence_words
from bot.wording import tasks

_PLACES = (RoomKind.OFFICE, RoomKind.CASE, RoomKind.PAGE)


def _has_met(ctx: CaseCtx) -> None:
    if minute.of_latest(ctx.store) is None:
        raise refuse("minute.not_met", code=ctx.case.code)


class Decision(Args):
    """What was decided; who does it, and by when, if somebody does."""

    text: Annotated[str, Arg(reads=Title((Day(),)), ask="minute.ask_decision")]
    owner: Annotated[Holder | None, Arg(reads=Owner())] = None
    day: Annotated[date | None, Arg(reads=Day(), words=("senast", "by"))] = None


@command(
    sv="beslut",
    en="decision",
    needs=Duty.MEETING,
    where=_PLACES,
    ready=_has_met,
    narrow=presence_words.lately,
)
def decide(ctx: CaseCtx, args: Decision) -> Outcome:
    """Note what was decided at the last meeting. What somebody is to do becomes their task, who is asked as ever."""
    meeting = _met(ctx)
    if args.owner is None:
        text = args.text
        if args.day is not None:
            text = f"{args.text}, {say(T('minute.day', day=args.day), ctx.unit_language)}"
        minute.add(ctx.store, meeting, MinuteKind.DECISION, text)
        return (ctx.say(T("minute.decided", text=text), quiet=True),)
    owner = tasks.holder(ctx, args.owner)
    room = tasks.room_for(ctx, owner)
    if args.day is not None:
        plan_rules.check_day(args.day, ctx.today)
    same = tasks.same(ctx, args.text, owner.id)
    if same is not None:
        asked = ctx.still_to_agree(
            T("task.same_preview", number=same.number, text=same.text, name=owner.name)
        )
        if asked is not None:
            return asked
    task = plan.add(
        ctx.store,
        args.text,
        owner_id=owner.id,
        due_on=args.day,
        by=ctx.by(),
        function=args.owner.function,
        room_id=None if room.kind is RoomKind.CASE else room.id,
    )
    minute.add(ctx.store, meeting, MinuteKind.DECISION, args.text, task_id=task.id)
    return tasks.ask_whether_taken(ctx, task, owner)


class Note(Args):
    """What to note."""

    text: Annotated[str, Arg(reads=Rest(), ask="minute.ask_note")]


@command(
    sv="minnesanteckning",
    en="minute",
    also=("anteckning", "mötesanteckning"),
    needs=Duty.MEETING,
    consequence=Consequence.NOTE,
    where=_PLACES,
    ready=_has_met,
    narrow=presence_words.lately,
)
def note(ctx: CaseCtx, args: Note) -> Reply:
    """Add a short point to the minutes of the last meeting."""
    minute.add(ctx.store, _met(ctx), MinuteKind.NOTE, args.text)
    if ctx.room.kind is RoomKind.CASE:
        return (ctx.say(T("minute.noted_room"), quiet=True),)
    return (ctx.say(T("minute.noted", code=ctx.case.code)),)


@command(
    sv="protokoll",
    en="minutes",
    also=("visa protokoll", "minnesanteckningar", "visa minnesanteckningar", "mötesanteckningar"),
    needs=Duty.MEETING,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
    ready=_has_met,
    narrow=presence_words.lately,
)
def show(ctx: CaseCtx, args: NoArgs) -> Outcome:
    """Show the minutes of the last meeting in the room, once whoever asks has seen them and said yes."""
    meeting = _met(ctx)
    points = ctx.store.minutes.of_meeting(meeting.id)
    came = ctx.store.presences.of_meeting(meeting.id)
    if not points and not came:
        raise refuse("minute.nothing", code=ctx.case.code, number=meeting.number)
    if not circle.is_talking(ctx.store):
        raise refuse("minute.still", code=ctx.case.code)
    coming = meetings.coming(ctx.store)
    shown = (
        T("minute.head", number=meeting.number, at=meeting.starts_at),
        T("minute.there", functions=presence_words.by_function(ctx, came)) if came else None,
        items(*(_point(ctx, point) for point in points)) if points else None,
        None if coming is None else T("minute.next", what=meeting_words.numbered(ctx, coming, RoomKind.CASE)),
    )
    asked = ctx.still_to_agree(lines(T("minute.preview", code=ctx.case.code), *shown))
    if asked is not None:
        return asked
    minute.note_shown(ctx.store, meeting)
    to_room = Say(room_id=ctx.store.room.id, body=lines(*shown), to_all=True, news=lock_screen.NEWS)
    return (to_room, ctx.say(T("minute.shown", code=ctx.case.code)))


def _met(ctx: CaseCtx) -> Meeting:
    meeting = minute.of_latest(ctx.store)
    assert meeting is not None  # see _has_met
    return meeting


def _point(ctx: CaseCtx, point: Minute) -> Text:
    """A point as the room sees it: a decision that somebody carries out with who and when."""
    if point.kind is MinuteKind.NOTE:
        return T("minute.point", text=point.text)
    task = None if point.task_id is None else ctx.store.plan.get(point.task_id)
    if task is None:
        return T("minute.decision", text=point.text)
    return T("minute.decision_task", number=task.number, text=task.text)
