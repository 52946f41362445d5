"""A meeting is called, or a series of them: everybody is asked whether they can come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Length, OneOf, Phrase, Title
from bot.conversation.command import Args, CaseCtx, Missing, Outcome, command, refuse
from bot.conversation.meeting_arguments import (
    DayOrSeries,
    MeetingHour,
    Place,
    Points,
    Where,
    Without,
    meeting_kinds,
)
from bot.i18n import T, lines
from bot.rules import calendar
from bot.rules import meeting as rules
from bot.rules.case import State
from bot.rules.meeting import Meeting, MeetingKind
from bot.rules.recurrence import Recurrence
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.rules.school_break import Span
from bot.services import meeting as meetings
from bot.services import meeting_series
from bot.services.pause import is_paused
from bot.wording import meeting as words
from bot.wording import meeting_place as places
from bot.wording import meeting_series as series_words

#: Where meetings are called, moved and called off.
PLACES = (RoomKind.OFFICE, RoomKind.CASE, RoomKind.PAGE)

#: What leaves the red days and breaks out of a series, said at once or when they are shown.
SKIP = Phrase(
    (
        *(
            "hoppa över dem",
            "hoppa över de",
            "hoppa över röda dagar",
            "hoppa över röda dagar och lov",
            "hoppa över",
        ),
        *(
            "hoppa över lov",
            "hoppa över loven",
            "utan dem",
            "utan lov",
            "utan röda dagar",
            "utan röda dagar och lov",
        ),
        *(
            "inte på lov",
            "inte på loven",
            "inte på röda dagar",
            "inte röda dagar",
            "inte lov",
            "utom lov",
            "ta bort dem",
        ),
        *("utom röda dagar", "skippa dem", "inte dem", "not on red days", "not in the breaks", "skip them"),
        *("without them", "skip red days", "skip the breaks", "without breaks", "skip holidays"),
    )
)


#: Days that a series leaves out, by name.
WITHOUT = Without()


class New(Args):
    """What, when or how often, at what hour, where, how long; what it is for, and what it is about."""

    title: Annotated[
        str,
        Arg(
            reads=Title((DayOrSeries(hour_first=True), WITHOUT, SKIP), lengths=True), ask="meeting.ask_title"
        ),
    ]
    kind: Annotated[
        str | None,
        Arg(reads=OneOf(meeting_kinds), words=("typ", "slag", "sort", "kind", "type"), only_after_word=True),
    ] = None
    day: Annotated[date | Recurrence, Arg(reads=DayOrSeries(), ask="meeting.ask_day")]
    at: Annotated[time, Arg(reads=MeetingHour(bare=True), ask="meeting.ask_time")]
    place: Annotated[
        Place, Arg(reads=Where((Length(), WITHOUT, SKIP), lengths=True), ask="meeting.ask_place")
    ]
    length: Annotated[timedelta, Arg(reads=Length())] = timedelta(hours=1)
    without: Annotated[tuple[Span, ...], Arg(reads=WITHOUT)] = ()
    skip: Annotated[bool, Arg(reads=SKIP)] = False
    agenda: Annotated[
        tuple[str, ...],
        Arg(reads=Points(), words=("dagordning", "punkter", "dagordningen", "agenda"), only_after_word=True),
    ] = ()


def can_call(ctx: CaseCtx) -> None:
    """Refuse where nobody could be asked."""
    if ctx.case.state is State.PROPOSED:
        raise refuse("meeting.before_open", code=ctx.case.code)
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    if is_paused(ctx.store):
        raise refuse("meeting.still_new", code=ctx.case.code)


def _ask(ctx: CaseCtx, field: str) -> Missing | None:
    """Ask where, with the place where people met last."""
    last = meetings.latest(ctx.store)
    if field != "place" or last is None or not places.is_shown(ctx, ctx.room.kind):
        return None
    return Missing(field=field, ask="meeting.ask_place_last", values={"place": places.named(last)})


@command(sv="möte", en="meeting", needs=Duty.MEETING, where=PLACES, ready=can_call, fill=_ask)
def new(ctx: CaseCtx, args: New) -> Outcome:
    """Call a meeting or a series; the youth is asked on the own page ([Sk] "ungdomen alltid är delaktig")."""
    if isinstance(args.day, Recurrence):
        return _series(ctx, args, args.day)
    if args.without:
        raise refuse("meeting.without_one")
    starts_at = calendar.moment(args.day, args.at)
    if starts_at <= ctx.now:
        raise refuse("meeting.past", at=starts_at)
    meeting = _meeting(ctx, args, starts_at)
    preview = lines(
        T("meeting.preview", code=ctx.case.code, what=words.what(ctx, meeting)),
        *words.about(meeting),
        *words.hearers(ctx, meeting, None),
        *words.remarks(ctx, meeting),
        *series_words.clashes(ctx, (meeting,)),
    )
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    return words.told(ctx, meetings.call(ctx.store, meeting))


def _series(ctx: CaseCtx, args: New, rule: Recurrence) -> Outcome:
    pattern = _meeting(ctx, args, ctx.now)
    planned = meeting_series.forecast(
        ctx.store, pattern, rule, args.at, skips_free=args.skip, without=args.without
    )
    first = planned.meetings[0]
    preview = lines(
        series_words.called(ctx, planned),
        *words.about(first),
        *series_words.days(planned),
        *words.hearers(ctx, first, None),
        T("meeting.series_asked"),
        *words.about_hour(first),
        *series_words.same_hours(ctx, planned.meetings),
        *series_words.clashes(ctx, planned.meetings),
    )
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    return series_words.told(ctx, planned, meeting_series.call(ctx.store, planned))


def _meeting(ctx: CaseCtx, args: New, starts_at: datetime) -> Meeting:
    """The meeting as it was said, at a time."""
    place, link = places.meant(ctx, args.place)
    return Meeting(
        id="",
        unit_id=ctx.unit_id,
        case_id=ctx.case.id,
        number=0,
        starts_at=starts_at,
        minutes=int(args.length.total_seconds() // 60),
        title=args.title,
        place=place,
        link=link,
        kind=rules.kind_of(args.title) if args.kind is None else MeetingKind(args.kind),
        agenda=args.agenda,
    )
