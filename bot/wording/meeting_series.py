"""The words about several meetings at once: a series that is called, moved or called off, and who would be at two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation.command import Ask, CaseCtx
from bot.i18n import ZONE, Brief, Lines, T, Text, items, lines
from bot.messages import Attach, Offer, Say
from bot.rules import calendar, lock_screen, recurrence, red_day, school_break
from bot.rules import meeting as rules
from bot.rules.meeting import Likeness, Meeting
from bot.rules.meeting_clash import Clash
from bot.rules.roles import Duty, Role, may
from bot.rules.room import RoomKind
from bot.services import meeting as meetings
from bot.services import meeting_clash, meeting_series
from bot.services.meeting_series import CalledSeries, Forecast
from bot.wording import meeting as words
from bot.wording import meeting_place

#: So many days or meetings are named one by one; of more only how many there are.
NAMED = 6


# ---------------------------------------------------------------------------------------------------------- is called


def called(ctx: CaseCtx, planned: Forecast) -> Text:
    """Which meetings would be called, for a preview."""
    first, last = planned.meetings[0], planned.meetings[-1]
    if len(planned.meetings) == 1:
        return T("meeting.series_preview_one", code=ctx.case.code, what=words.what(ctx, first))
    return T(
        "meeting.series_preview",
        n=len(planned.meetings),
        code=ctx.case.code,
        title=first.title,
        how=recurrence.rhythm(planned.rule),
        starts=_clock(first),
        ends=_end(first),
        place=meeting_place.shown(ctx, first, ctx.room.kind),
        first=calendar.day_of(first.starts_at),
        last=calendar.day_of(last.starts_at),
    )


def days(planned: Forecast) -> list[Text]:
    """Which of the days are asked about, left out, or beyond what is called now."""
    said = []
    if planned.free:
        said.append(T("meeting.series_free", n=len(planned.free), days=_days(planned.free)))
    if planned.left_out:
        said.append(T("meeting.series_left_out", n=len(planned.left_out), days=_days(planned.left_out)))
    if planned.excepted:
        said.append(T("meeting.series_excepted", n=len(planned.excepted), days=_days(planned.excepted)))
    if planned.no_hour:
        said.append(T("meeting.series_no_hour", days=_days(planned.no_hour)))
    if planned.ends_with is not None:
        said.append(T("meeting.series_consent", day=planned.ends_with))
    if planned.goes_on:
        said.append(T("meeting.series_goes_on"))
    return said


def told(ctx: CaseCtx, planned: Forecast, result: CalledSeries) -> tuple[Ask | Attach | Say | Offer, ...]:
    """One message to the room: the series, and the question about its first meeting. Whoever called it elsewhere hears
    what it came to."""
    whole = summary(ctx, planned, result, RoomKind.CASE)
    asked = words.to_all(ctx, result.first, first=whole, filed=result.meetings)
    if ctx.room.id == ctx.store.room.id:
        return asked
    return (*asked, ctx.say(summary(ctx, planned, result, ctx.room.kind)))


def summary(ctx: CaseCtx, planned: Forecast, result: CalledSeries, room_kind: RoomKind) -> Lines:
    """A series that was called."""
    first, last = result.meetings[0], result.meetings[-1]
    return lines(
        T(
            "meeting.series_called",
            n=len(result.meetings),
            title=first.title,
            how=recurrence.rhythm(planned.rule),
            starts=_clock(first),
            ends=_end(first),
            place=meeting_place.shown(ctx, first, room_kind),
            first=calendar.day_of(first.starts_at),
            last=calendar.day_of(last.starts_at),
            number=first.number,
            last_number=last.number,
        ),
        T("meeting.series_left_out", n=len(planned.left_out), days=_days(planned.left_out))
        if planned.left_out
        else None,
        T("meeting.series_asked"),
    )


def again(ctx: CaseCtx, last: Meeting) -> Text:
    """How to call more meetings like the last one of a series, from the next of its days on."""
    rule = meeting_series.rule_of(ctx.store, last)
    following = None
    if rule is not None and meeting_place.is_shown(ctx, RoomKind.PAGE):
        day = calendar.day_of(last.starts_at)
        following = recurrence.next_after(replace(rule, last=None), day, ctx.profile.school_breaks)
    if rule is None or following is None:
        return T("meeting.call_more_plain", code=ctx.case.code, title=last.title)
    return T(
        "meeting.call_more",
        code=ctx.case.code,
        title=last.title,
        how=recurrence.rhythm(rule),
        since=following.isoformat(),
        at=_clock(last),
        place=last.link or last.place,
    )


# ----------------------------------------------------------------------------------------------- is moved, called off


def moving(ctx: CaseCtx, before: Sequence[Meeting], after: Sequence[Meeting]) -> Lines:
    """Meetings that would be moved together, for a preview."""
    return lines(
        T("meeting.series_move_preview", code=ctx.case.code, n=len(before), numbers=_numbers(before)),
        T("meeting.series_then", **_all(ctx, after, ctx.room.kind)),
        *_named(after),
    )


def moved(ctx: CaseCtx, before: Sequence[Meeting], after: Sequence[Meeting], room_kind: RoomKind) -> Lines:
    """Meetings that were moved together."""
    return lines(
        T("meeting.series_moved", n=len(before), numbers=_numbers(before)),
        T("meeting.series_then", **_all(ctx, after, room_kind)),
        *_named(after),
    )


def calling_off(ctx: CaseCtx, several: Sequence[Meeting]) -> Lines:
    """Meetings that would be called off together, for a preview."""
    return lines(
        T("meeting.series_off_preview", code=ctx.case.code, n=len(several), numbers=_numbers(several)),
        *_named(several),
    )


def called_off(several: Sequence[Meeting]) -> Lines:
    """Meetings that were called off together."""
    return lines(T("meeting.series_off", n=len(several), numbers=_numbers(several)), *_named(several))


def to_room(ctx: CaseCtx, body: Lines) -> Say:
    """What the room hears of several meetings."""
    return Say(room_id=ctx.store.room.id, body=body, to_all=True, news=lock_screen.NEWS_OF_MEETING)


def choices(planned: Sequence[Meeting], most: int) -> list[object]:
    """Meetings of which one is meant, by number and time; the first of them where they are many."""
    named: list[object] = [
        T("meeting.one_of", number=one.number, at=Brief(one.starts_at)) for one in planned[:most]
    ]
    left = len(planned) - most
    return [*named, T("meeting.and_more", n=left)] if left > 0 else named


# ------------------------------------------------------------------------------------------------------------- clashes


def free(ctx: CaseCtx, several: Sequence[Meeting]) -> list[Text]:
    """Which of several days are red, or in a break."""
    breaks = ctx.profile.school_breaks
    found = [
        day
        for day in (calendar.day_of(meeting.starts_at) for meeting in several)
        if red_day.name_of(day) is not None or school_break.name_of(day, breaks) is not None
    ]
    return [T("meeting.moved_free", n=len(found), days=_days(found))] if found else []


def same_hours(ctx: CaseCtx, several: Sequence[Meeting], instead_of: Sequence[Meeting] = ()) -> list[Text]:
    """At which of several times another meeting of the case is planned already."""
    but = {meeting.id for meeting in instead_of}
    others = [other for other in meetings.planned(ctx.store) if other.id not in but]
    taken = [
        meeting
        for meeting in several
        if any(rules.likeness(meeting, other) is Likeness.SAME_TIME for other in others)
    ]
    return [T("meeting.series_same_hour", n=len(taken), days=_times(taken))] if taken else []


def clashes(ctx: CaseCtx, several: Sequence[Meeting]) -> list[Text]:
    """Who is to be at a meeting of another case then.

    In a room of the case no other is named: the young person reads there too. Of families, who have a page of their
    own, only those hear who see all cases.
    """
    found = meeting_clash.clashes(ctx.store, several)
    sees_codes = _sees_codes(ctx)
    if not sees_codes:
        found = [clash for clash in found if ctx.facts.person(clash.person_id).role in _AT_WORK]
    codes = ctx.store.cases.codes_of({clash.other.case_id for clash in found}) if found and sees_codes else {}
    by_meetings: dict[tuple[tuple[str, int], ...], list[Clash]] = {}
    for person_id in dict.fromkeys(clash.person_id for clash in found):
        theirs = [clash for clash in found if clash.person_id == person_id]
        same = tuple((clash.other.case_id, clash.other.number) for clash in theirs)
        by_meetings.setdefault(same, []).extend(theirs)
    return [_clash(ctx, one, codes, is_one=len(several) == 1) for one in by_meetings.values()]


def _clash(ctx: CaseCtx, found: Sequence[Clash], codes: Mapping[str, str], *, is_one: bool) -> Text:
    """Those who are to be at the same other meetings."""
    names = [_name(ctx, person_id) for person_id in dict.fromkeys(clash.person_id for clash in found)]
    others = [codes[case_id] for case_id in dict.fromkeys(clash.other.case_id for clash in found) if codes]
    if is_one and not others:
        return T("meeting.clash", names=names)
    if is_one:
        return T("meeting.clash_with", names=names, codes=others)
    days = sorted({calendar.day_of(clash.meeting.starts_at) for clash in found})
    if not others:
        return T("meeting.clashes", names=names, days=_days(days))
    return T("meeting.clashes_with", names=names, days=_days(days), codes=others)


def _name(ctx: CaseCtx, person_id: str) -> Text | str:
    """The name of somebody at work; of the family what they are."""
    person = ctx.facts.person(person_id)
    if person.role is Role.YOUTH:
        return T("youth.is_youth")
    return T("youth.is_guardian") if person.role is Role.GUARDIAN else person.name


#: Those of whom a room may hear that they are elsewhere.
_AT_WORK = frozenset({Role.COORDINATOR, Role.LEAD, Role.ACTOR})


def _sees_codes(ctx: CaseCtx) -> bool:
    """Whether the codes of other cases may stand in an answer here: before whoever sees them all, and nobody else."""
    return not ctx.room.kind.of_case and may(ctx.sender.role, Duty.SEE_CASES)


# -------------------------------------------------------------------------------------------------------------- inside


def _all(ctx: CaseCtx, several: Sequence[Meeting], room_kind: RoomKind) -> dict[str, object]:
    first, last = several[0], several[-1]
    return {
        "title": first.title,
        "starts": _clock(first),
        "ends": _end(first),
        "place": meeting_place.shown(ctx, first, room_kind),
        "first": calendar.day_of(first.starts_at),
        "last": calendar.day_of(last.starts_at),
    }


def _clock(meeting: Meeting) -> Text:
    local = meeting.starts_at.astimezone(ZONE)
    return T("meeting.clock", hour=f"{local:%H}", minute=f"{local:%M}")


def _end(meeting: Meeting) -> Text:
    local = meeting.ends_at.astimezone(ZONE)
    return T("meeting.clock", hour=f"{local:%H}", minute=f"{local:%M}")


def _numbers(several: Sequence[Meeting]) -> list[str]:
    return [str(meeting.number) for meeting in several]


def _named(several: Sequence[Meeting]) -> list[Lines]:
    """The meetings one by one, while they are few."""
    if len(several) > NAMED:
        return []
    shown = (T("meeting.one_of", number=one.number, at=Brief(one.starts_at)) for one in several)
    return [lines(items(*shown))]


def _days(found: Sequence[object]) -> list[object]:
    """Days in a list, the first of them where they are many."""
    named: list[object] = [Brief(day) for day in found[:NAMED]]  # type: ignore[arg-type]
    left = len(found) - NAMED
    return [*named, T("meeting.and_more", n=left)] if left > 0 else named


def _times(several: Sequence[Meeting]) -> list[object]:
    return _days([calendar.day_of(meeting.starts_at) for meeting in several])
