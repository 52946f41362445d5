"""After a meeting: whether it took place, and who came. Who was away is for the coordinator alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from bot.conversation.arguments import Arg, Holder
from bot.conversation.command import Args, Ask, CaseCtx, NoArgs, Reply, command, refuse, when_due
from bot.conversation.roll import Roll, WhoCame
from bot.i18n import T, Text, lines
from bot.messages import Say, Urgency
from bot.rules import overview
from bot.rules.meeting import Meeting
from bot.rules.presence import Came
from bot.rules.profile import YOUTH
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import meeting as meetings
from bot.services import presence
from bot.services.presence import Noted
from bot.wording import presence as words

_PLACES = (RoomKind.OFFICE, RoomKind.CASE, RoomKind.PAGE)


class Attendance(Args):
    """Who came."""

    came: Annotated[Roll, Arg(reads=WhoCame(), ask="presence.ask_who")]


def _can_note(ctx: CaseCtx) -> None:
    if presence.latest(ctx.store) is None:
        raise refuse("presence.none_yet", code=ctx.case.code)


@command(
    sv="närvaro",
    en="attendance",
    needs=Duty.MEETING,
    consequence=Consequence.NOTE,
    where=_PLACES,
    ready=_can_note,
    narrow=words.lately,
)
def note(ctx: CaseCtx, args: Attendance) -> Reply:
    """Note who came to the last meeting; said again, it counts instead."""
    meeting = _latest(ctx)
    if not args.came.took_place:
        return _missed(ctx, meeting)
    absent, late, there = (
        _people(ctx, holders) for holders in (args.came.absent, args.came.late, args.came.there)
    )
    if not args.came.others:
        absent = [
            each
            for each in presence.expected(ctx.store)
            if each not in {*there, *late, ctx.case.coordinator_id}
        ]
    noted = presence.note(ctx.store, meeting, absent=absent, late=late, there=there)
    return _told(ctx, noted)


@command(
    sv="blev inte av",
    en="not held",
    also=("möte blev inte av", "mötet blev inte av", "det blev inte av"),
    needs=Duty.MEETING,
    consequence=Consequence.NOTE,
    where=_PLACES,
    ready=_can_note,
    narrow=words.lately,
)
def not_held(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Note that the last meeting did not take place."""
    return _missed(ctx, _latest(ctx))


@when_due(presence.OVER)
def over(ctx: CaseCtx, subject: str) -> Reply:
    """Ask the coordinator, an hour after a meeting, whether it took place; at hours at which nobody is asked anything,
    the news of the next morning do."""
    if not presence.is_asked(ctx.store, subject) or not overview.is_time(ctx.now):
        return ()
    meeting = ctx.store.meetings.get(subject)
    if meeting is None or presence.latest(ctx.store) != meeting:
        return ()
    reader = ctx.reader
    if reader.matrix_id is None:
        return ()
    asked = Ask(
        room_id=ctx.coordinator_page.id,
        person_id=reader.id,
        body=T("presence.over", code=ctx.case.code, number=meeting.number, at=meeting.starts_at),
        command=note.key,
        field="came",
        case_id=ctx.case.id,
        urgency=Urgency.QUESTION,
    )
    return (asked,)


def _latest(ctx: CaseCtx) -> Meeting:
    meeting = presence.latest(ctx.store)
    assert meeting is not None  # see _can_note
    return meeting


def _missed(ctx: CaseCtx, meeting: Meeting) -> Reply:
    presence.note_missed(ctx.store, meeting)
    if ctx.room.kind is RoomKind.CASE:
        return (ctx.say(T("presence.noted_room"), quiet=True),)
    told = T("presence.missed", number=meeting.number, at=meeting.starts_at, code=ctx.case.code)
    return (ctx.say(lines(told, _next(ctx))),)


def _people(ctx: CaseCtx, holders: Iterable[Holder]) -> list[str]:
    """Those who are named, or who stand for a function that is named, by person id."""
    found: list[str] = []
    for holder in holders:
        if holder.person is not None:
            if holder.person.id not in presence.expected(ctx.store) and not ctx.facts.actors_of(
                holder.person.id
            ):
                raise refuse("presence.not_of_case", name=holder.person.name, code=ctx.case.code)
            found.append(holder.person.id)
            continue
        theirs = [actor.person_id for actor in ctx.facts.actors if actor.function == holder.function]
        if not theirs:
            assert holder.function is not None
            raise refuse(
                "presence.nobody_for", function=ctx.profile.function(holder.function).text, code=ctx.case.code
            )
        found += theirs
    return found


def _told(ctx: CaseCtx, noted: Noted) -> Reply:
    """What was noted. In the room only that something was: who was away is for the coordinator's own page."""
    about_youth = _about_youth(ctx, noted)
    if ctx.room.kind is RoomKind.CASE:
        private = lines(words.who_came(ctx, noted), about_youth, words.missed(ctx, noted.missed), _next(ctx))
        return (
            ctx.say(T("presence.noted_room"), quiet=True),
            Say(room_id=ctx.coordinator_page.id, body=private, person_id=ctx.reader.id),
        )
    return (
        ctx.say(
            lines(
                words.who_came(ctx, noted),
                about_youth,
                words.missed(ctx, noted.missed),
                T("presence.then", code=ctx.case.code),
                _next(ctx),
            )
        ),
    )


def _about_youth(ctx: CaseCtx, noted: Noted) -> Text | None:
    """That the youth was not there, who should have a part in every meeting (rule 24)."""
    away = noted.of(Came.NO)
    if not any(actor.function == YOUTH and actor.person_id in away for actor in ctx.facts.actors):
        return None
    return T("presence.youth_away")


def _next(ctx: CaseCtx) -> Text | None:
    """How to call the next meeting, while none is planned (rule 75)."""
    if meetings.coming(ctx.store) is not None:
        return None
    return T("presence.next", code=ctx.case.code)
