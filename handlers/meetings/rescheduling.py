"""A meeting is moved or called off, cheaply (rule 43): whoever was asked hears of it.

What they answered about the old time does not count any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Hour, Length
from bot.conversation.command import Args, CaseCtx, Effect, Missing, Outcome, Reply, command, refuse, when_due
from bot.conversation.meeting_arguments import MeetingHour, NewDay, Place, Weekday, Where, Which, WhichMeeting
from bot.i18n import T, Text, lines
from bot.messages import Attach, Edit, Offer, Say, Urgency
from bot.rules import calendar, lock_screen
from bot.rules import meeting as rules
from bot.rules.case import State
from bot.rules.meeting import Meeting
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import meeting as meetings
from bot.services import meeting_notice, meeting_series
from bot.services.meeting import CalledOff
from bot.services.pause import is_paused
from bot.wording import calendar as calendars
from bot.wording import meeting as words
from bot.wording import meeting_place as places
from bot.wording import meeting_series as series_words
from bot.wording import presence as presence_words

_NUMBER = ("nr", "nummer", "number")
#: How people say that only the place is another.
_OTHER_PLACE = (
    "byt plats",
    "byt lokal",
    "ändra plats",
    "ändra platsen",
    "ändra lokal",
    "ny plats",
    "ny lokal",
    "change place",
)
_OF = ("på", "för", "of", "for")
_MEETING = ("möte", "mötet", "meeting")
#: So many meetings are named where it is asked which one is meant.
_NAMED = 8


def _can_move(ctx: CaseCtx) -> None:
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    _check_planned(ctx)
    if is_paused(ctx.store):
        raise refuse("meeting.still", code=ctx.case.code)


def _can_call_off(ctx: CaseCtx) -> None:
    _check_planned(ctx)


class To(Args):
    """Which, where there are several; when instead; where and how long, if that changes too."""

    number: Annotated[
        Which | None, Arg(reads=WhichMeeting(moves=True), ask="meeting.ask_number", words=_NUMBER)
    ] = None
    day: Annotated[date | None, Arg(reads=NewDay(), ask="meeting.ask_day", words=("till", "to"))] = None
    at: Annotated[time | None, Arg(reads=MeetingHour(bare=True), ask="meeting.ask_time")] = None
    place: Annotated[Place | None, Arg(reads=Where((Day(), Hour(), Length()), lengths=True))] = None
    length: Annotated[timedelta | None, Arg(reads=Length())] = None


@command(
    sv="flytta möte",
    en="move meeting",
    also=("flytta mötet", *(f"{what} {of} {one}" for what in _OTHER_PLACE for of in _OF for one in _MEETING)),
    needs=Duty.MEETING,
    where=(RoomKind.OFFICE, RoomKind.CASE, RoomKind.PAGE),
    ready=_can_move,
    narrow=presence_words.planned,
)
def move(ctx: CaseCtx, args: To) -> Outcome:
    """Move a meeting to another time, or several of a series; everybody is asked anew, and what they answered before
    counts no more. Where only the place is another, they are told of it, and their answers stay."""
    several = _which(ctx, args.number)
    if several is None:
        return _ask_which(ctx)
    if args.day is None and args.at is None and args.place is None and args.length is None:
        return Missing(field="day", ask="meeting.ask_new_day", values={"at": several[0].starts_at})
    pairs = [(before, _moved(ctx, before, args, several[0])) for before in several]
    fixed = {"day": calendar.day_of(pairs[0][1].starts_at).isoformat()}
    if len(pairs) > 1:
        return _move_several(ctx, pairs, fixed)
    before, after = pairs[0]
    if (after.starts_at, after.place, after.link, after.minutes) == (
        before.starts_at,
        before.place,
        before.link,
        before.minutes,
    ):
        raise refuse("meeting.same_time", number=before.number, at=after.starts_at)
    if rules.is_at_same_time(before, after):
        return _relocate(ctx, pairs, fixed)
    asked = ctx.still_to_agree(
        lines(
            T("meeting.move_preview", code=ctx.case.code, number=before.number, at=before.starts_at),
            T("meeting.then", what=words.what(ctx, after)),
            *words.hearers(ctx, after, meeting_notice.known(ctx.store, before)),
            *words.remarks(ctx, after, instead_of=before),
            *series_words.clashes(ctx, (after,)),
        ),
        fixed=fixed,
    )
    if asked is not None:
        return asked
    called = meetings.move(ctx.store, before, after)
    told = T(
        "meeting.moved", number=before.number, title=before.title, at=before.starts_at, to=after.starts_at
    )
    instead = T("meeting.instead", number=before.number, at=before.starts_at)
    return (*_struck(ctx, before, told), *words.told(ctx, called, first=instead))


def _moved(ctx: CaseCtx, before: Meeting, args: To, first: Meeting) -> Meeting:
    """A meeting as it would be instead; of several each as many days later as the first of them."""
    day = _new_day(ctx, first, args.day) + (
        calendar.day_of(before.starts_at) - calendar.day_of(first.starts_at)
    )
    at = args.at or calendar.clock_of(before.starts_at)
    starts_at = calendar.moment(day, at)
    if starts_at <= ctx.now:
        raise refuse("meeting.past", at=starts_at)
    place, link = before.place, before.link
    if args.place is not None:
        place, link = places.meant(ctx, args.place)
    minutes = before.minutes if args.length is None else int(args.length.total_seconds() // 60)
    return replace(rules.moved(before, starts_at=starts_at, minutes=minutes, place=place), link=link)


def _new_day(ctx: CaseCtx, meeting: Meeting, said: date | None) -> date:
    """The day to which a meeting is moved: its own where none was said, and for a weekday that of its own week, if it
    is still to come."""
    own = calendar.day_of(meeting.starts_at)
    if said is None:
        return own
    if not isinstance(said, Weekday):
        return said
    same_week = own + timedelta(days=said.weekday() - own.weekday())
    return same_week if same_week > ctx.today else date(said.year, said.month, said.day)


def _move_several(ctx: CaseCtx, pairs: Sequence[tuple[Meeting, Meeting]], fixed: dict[str, str]) -> Outcome:
    before = [old for old, _ in pairs]
    after = [new for _, new in pairs]
    if [(old.starts_at, old.place, old.link, old.minutes) for old in before] == [
        (new.starts_at, new.place, new.link, new.minutes) for new in after
    ]:
        raise refuse("meeting.same_time", number=before[0].number, at=after[0].starts_at)
    if all(rules.is_at_same_time(old, new) for old, new in pairs):
        return _relocate(ctx, pairs, fixed)
    asked = ctx.still_to_agree(
        lines(
            series_words.moving(ctx, before, after),
            *words.hearers(ctx, after[0], meeting_notice.known(ctx.store, before[0])),
            *words.about_hour(after[0]),
            *series_words.free(ctx, after),
            *series_words.same_hours(ctx, after, instead_of=before),
            *series_words.clashes(ctx, after),
        ),
        fixed=fixed,
    )
    if asked is not None:
        return asked
    result = meeting_series.move(ctx.store, pairs)
    said: list[Effect] = []
    for old in before:
        if old.asked_at is not None:
            text = T("meeting.instead_all", number=old.number, at=old.starts_at)
            said += _struck(ctx, old, text)
    said.append(series_words.to_room(ctx, series_words.moved(ctx, before, result.after, RoomKind.CASE)))
    said.append(calendars.file_of(ctx, ctx.store.room.id, result.after))
    for called in result.asked:
        said += words.to_all(ctx, called, filed=())
    if ctx.room.id != ctx.store.room.id:
        said.append(ctx.say(series_words.moved(ctx, before, result.after, ctx.room.kind)))
    return tuple(said)


def _relocate(ctx: CaseCtx, pairs: Sequence[tuple[Meeting, Meeting]], fixed: dict[str, str]) -> Outcome:
    """Only the place is another: nobody is asked anew."""
    before, after = pairs[0]
    place = places.shown(ctx, after, ctx.room.kind)
    hearers = [meetings.forecast_calling_off(ctx.store, old) for old, _ in pairs]
    if len(pairs) == 1:
        preview = T(
            "meeting.place_preview",
            code=ctx.case.code,
            number=before.number,
            at=before.starts_at,
            place=place,
        )
    else:
        preview = T("meeting.place_preview_all", code=ctx.case.code, n=len(pairs), place=place)
    known = next((one for one in hearers if one.known is not None), hearers[0])
    asked = ctx.still_to_agree(lines(preview, *words.hearers_of_place(ctx, known)), fixed=fixed)
    if asked is not None:
        return asked
    said: list[Effect] = []
    for (old, new), heard in zip(pairs, hearers, strict=True):
        said += words.relocated(ctx, heard, meetings.relocate(ctx.store, old, new))
    return tuple(said)


@when_due(meeting_notice.CHANGE)
def change(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the youth, the day after, of the latest of the changes that came after the first of a day."""
    notice = meeting_notice.due(ctx.store, subject)
    return () if notice is None else words.changed(ctx, notice)


class Off(Args):
    """Which, where there are several."""

    number: Annotated[Which | None, Arg(reads=WhichMeeting(), ask="meeting.ask_number", words=_NUMBER)] = None


@command(
    sv="ställ in möte",
    en="cancel meeting",
    also=("ställ in mötet", "avboka möte", "avboka mötet"),
    needs=Duty.MEETING,
    consequence=Consequence.FAR,
    where=(RoomKind.OFFICE, RoomKind.CASE, RoomKind.PAGE),
    ready=_can_call_off,
    narrow=presence_words.planned,
)
def call_off(ctx: CaseCtx, args: Off) -> Outcome:
    """Call a meeting off, or what is left of a series: the room and the youth hear that it is not held."""
    several = _which(ctx, args.number)
    if several is None:
        return _ask_which(ctx)
    if len(several) > 1:
        return _call_several_off(ctx, several)
    meeting = several[0]
    preview = lines(
        T("meeting.off_preview", code=ctx.case.code, number=meeting.number, what=words.what(ctx, meeting)),
        *words.hearers_of_calling_off(ctx, meetings.forecast_calling_off(ctx.store, meeting)),
    )
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    result = meetings.call_off(ctx.store, meeting)
    off = T("meeting.off", number=meeting.number, title=meeting.title, at=meeting.starts_at)
    said: list[Attach | Edit | Offer | Say] = []
    if result.is_talking:
        said += _struck(ctx, meeting, off)
        said.append(Say(room_id=ctx.store.room.id, body=off, news=lock_screen.NEWS))
        said.append(calendars.file_of(ctx, ctx.store.room.id, [meeting]))
    said += _to_youth(ctx, result)
    said += words.called_off_for_guardians(ctx, result, meeting)
    if ctx.room.id != ctx.store.room.id or not result.is_talking:
        said.append(ctx.say(off))
    return tuple(said)


def _call_several_off(ctx: CaseCtx, several: Sequence[Meeting]) -> Outcome:
    forecasts = [meetings.forecast_calling_off(ctx.store, meeting) for meeting in several]
    known = next((one for one in forecasts if one.known is not None), forecasts[0])
    asked = ctx.still_to_agree(
        lines(series_words.calling_off(ctx, several), *words.hearers_of_calling_off(ctx, known))
    )
    if asked is not None:
        return asked
    results = meeting_series.call_off(ctx.store, several)
    off = series_words.called_off(several)
    said: list[Attach | Edit | Offer | Say] = []
    if known.is_talking:
        for meeting in several:
            if meeting.asked_at is not None:
                one = T("meeting.off", number=meeting.number, title=meeting.title, at=meeting.starts_at)
                said += _struck(ctx, meeting, one)
        said.append(Say(room_id=ctx.store.room.id, body=off, news=lock_screen.NEWS))
        said.append(calendars.file_of(ctx, ctx.store.room.id, several))
    for meeting, result in zip(several, results, strict=True):
        said += _to_youth(ctx, result)
        said += words.called_off_for_guardians(ctx, result, meeting)
    if ctx.room.id != ctx.store.room.id or not known.is_talking:
        said.append(ctx.say(off))
    return tuple(said)


def _to_youth(ctx: CaseCtx, result: CalledOff) -> tuple[Say, ...]:
    """In words any lock screen may show; by telephone where those would not come in time."""
    youth = ctx.facts.youth
    if youth is None or result.known is None:
        return ()  # nobody has told them of it
    at = result.known.starts_at
    if not result.is_in_time:
        ring = T("meeting.call_off_youth", code=ctx.case.code, at=at)
        return (Say(room_id=ctx.coordinator_page.id, body=ring),)
    off = T("meeting.youth_off", at=at)
    return (Say(room_id=ctx.store.page(youth.id).id, body=off, urgency=Urgency.CHANGE, person_id=youth.id),)


def _check_planned(ctx: CaseCtx) -> None:
    if not meetings.planned(ctx.store):
        raise refuse("meeting.none_planned", code=ctx.case.code)


def _ask_which(ctx: CaseCtx) -> Missing:
    planned = sorted(meetings.planned(ctx.store), key=lambda one: one.starts_at)
    shown = series_words.choices(planned, _NAMED)
    return Missing(field="number", values={"meetings": shown})


def _which(ctx: CaseCtx, said: Which | None) -> list[Meeting] | None:
    """The planned meetings that are meant, in order; None when there are several, and it was not said which."""
    planned = sorted(meetings.planned(ctx.store), key=lambda one: one.starts_at)
    if said is None:
        return planned if len(planned) == 1 else None
    if said.every:
        return planned
    if said.number is None and said.day is None:
        return _only_series(ctx, planned)
    first = _one(planned, said)
    if not said.onward:
        return [first]
    if first.series_id is None:
        return [one for one in planned if one.starts_at >= first.starts_at]
    return meeting_series.following(ctx.store, first)


def _only_series(ctx: CaseCtx, planned: Sequence[Meeting]) -> list[Meeting] | None:
    """What is left of the only series there is; None where there are several."""
    found = [one for one in planned if one.series_id is not None]
    if not found:
        raise refuse("meeting.no_series", code=ctx.case.code)
    return found if len({one.series_id for one in found}) == 1 else None


def _one(planned: Sequence[Meeting], said: Which) -> Meeting:
    """The meeting with a number or on a day; with those after it the first from that day on."""
    numbers = [str(one.number) for one in planned]
    if said.number is not None:
        for one in planned:
            if one.number == said.number:
                return one
        raise refuse("meeting.no_such", number=said.number, numbers=numbers)
    assert said.day is not None
    if said.onward:
        on_day = [one for one in planned if calendar.day_of(one.starts_at) >= said.day]
    else:
        on_day = [one for one in planned if calendar.day_of(one.starts_at) == said.day]
    if not on_day:
        raise refuse("meeting.none_that_day", day=said.day, meetings=series_words.choices(planned, _NAMED))
    if len(on_day) > 1 and not said.onward:
        raise refuse("meeting.several_that_day", day=said.day, meetings=series_words.choices(on_day, _NAMED))
    return on_day[0]


def _struck(ctx: CaseCtx, meeting: Meeting, instead: Text) -> tuple[Edit, Offer]:
    """What stands in the room where people were asked whether they can come; nothing is offered there any more."""
    tag = f"meeting:{meeting.id}"
    return (Edit(room_id=ctx.store.room.id, tag=tag, body=instead), Offer(room_id=ctx.store.room.id, tag=tag))
