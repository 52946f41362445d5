"""Meetings that are called together: which there would be, the asking about each, and the end of the series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from bot.errors import Refused
from bot.rules import calendar, ledger, recurrence, working_day
from bot.rules import meeting_series as rules
from bot.rules.meeting import Meeting, MeetingState
from bot.rules.recurrence import Recurrence
from bot.rules.school_break import Span
from bot.services import meeting as meetings
from bot.services import meeting_answer, pause
from bot.services.meeting import Called, CalledOff
from storage.scoped import CaseStore

#: Due row: ask people about a later meeting of a series. Its subject is the meeting's id.
ASK = "meeting.ask"
#: Due row: ask the coordinator for more meetings of a series that goes on. Its subject is the id of the series.
ENDS = "meeting.series"


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """The meetings that a series would have.

    ``free``: days among them that are red or in a break; ``left_out``: such days that were left out;
    ``excepted``: days that somebody has left out by name; ``no_hour``: days on which the clock does not show the hour,
    or shows it twice. ``goes_on``: more would follow later; ``ends_with``: the last day of the consent, where that is
    why no more are called.
    """

    rule: Recurrence
    meetings: tuple[Meeting, ...]
    free: tuple[date, ...] = ()
    left_out: tuple[date, ...] = ()
    excepted: tuple[date, ...] = ()
    no_hour: tuple[date, ...] = ()
    goes_on: bool = False
    ends_with: date | None = None


@dataclass(frozen=True, kw_only=True)
class CalledSeries:
    """A series that was called. ``first``: its first meeting, about which people are asked at once."""

    meetings: tuple[Meeting, ...]
    first: Called


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Meetings of a series that were moved together: as they were, as they are, and those of them about which people
    were asked before, who are asked anew."""

    before: tuple[Meeting, ...]
    after: tuple[Meeting, ...]
    asked: tuple[Called, ...]


def forecast(
    store: CaseStore,
    pattern: Meeting,
    rule: Recurrence,
    at: time,
    *,
    skips_free: bool,
    without: Sequence[Span] = (),
) -> Forecast:
    """Which meetings a series would have: each like ``pattern``, at an hour of its day, but not on some days
    (``without``). Refused when there are none, and when one of those has no meeting anyway: then something else is
    meant."""
    facts = store.facts
    breaks = facts.profile.school_breaks
    planned = rules.days_of(rule, breaks, first=facts.today)
    days, ends_with = _within_consent(store, planned.days)
    excepted = _excepted(days, without)
    kept = [
        day for day in days if day not in excepted and not (skips_free and rules.is_free(rule, day, breaks))
    ]
    found: list[Meeting] = []
    no_hour: list[date] = []
    for day in kept:
        try:
            starts_at = calendar.moment(day, at)
        except Refused:
            no_hour.append(day)
            continue
        if starts_at > store.now:
            found.append(replace(pattern, starts_at=starts_at))
    if not found:
        raise rules.no_days(ends_with, facts.case.code)
    free = rules.free_days(rule, [day for day in days if day not in excepted], breaks)
    return Forecast(
        rule=rule,
        meetings=tuple(found),
        free=() if skips_free else tuple(free),
        left_out=tuple(free) if skips_free else (),
        excepted=tuple(sorted(excepted)),
        no_hour=tuple(no_hour),
        goes_on=planned.goes_on or ends_with is not None,
        ends_with=ends_with,
    )


def _excepted(days: Sequence[date], without: Sequence[Span]) -> frozenset[date]:
    """The days of a series that lie in some spans of time. Refused when one of those has none of them."""
    found: set[date] = set()
    for span in without:
        inside = {day for day in days if span.first <= day <= span.last}
        if not inside:
            raise rules.none_within(span)
        found |= inside
    return frozenset(found)


def _within_consent(store: CaseStore, days: Sequence[date]) -> tuple[list[date], date | None]:
    """The days on which the case room would not be frozen, up to the first on which it would; and the last day of the
    consent, where that ends them."""
    facts = store.facts
    kept: list[date] = []
    for day in days:
        if pause.why_frozen(store, facts.on(day)) is not None:
            return kept, consent_until(store)
        kept.append(day)
    return kept, None


def consent_until(store: CaseStore) -> date | None:
    """The last day on which the consent lets the circle meet: that of the first required function to lose it."""
    facts = store.facts
    ends = ledger.last_days(facts, facts.case.scope)
    required = [ends[function] for function in facts.profile.required_functions if function in ends]
    return min(required) if required else max(ends.values(), default=None)


def call(store: CaseStore, planned: Forecast) -> CalledSeries:
    """Call the meetings of a series. People are asked about the first at once, about each other a week before it."""
    series = store.meetings.add_series(planned.rule.stored)
    days = [calendar.day_of(meeting.starts_at) for meeting in planned.meetings]
    asked_on = [None, *rules.asked_on(days)]
    first: Called | None = None
    added: list[Meeting] = []
    for meeting, day in zip(planned.meetings, asked_on, strict=True):
        called = meetings.call(store, replace(meeting, series_id=series.id), asks=day is None)
        added.append(called.meeting)
        if day is None:
            first = called
        else:
            store.schedule(ASK, called.meeting.id, calendar.morning(day))
    assert first is not None
    if planned.goes_on:
        _plan_end(store, series.id, added)
    else:
        store.meetings.end_series(series.id, store.now)
    return CalledSeries(meetings=tuple(added), first=first)


def take_asking(store: CaseStore, meeting_id: str) -> Called | None:
    """Note that people are asked now about a meeting of a series; None when they are not to be.

    While the case stands still nobody is asked; it is looked at again on the next working day.
    """
    meeting = store.meetings.get(meeting_id)
    if meeting is None or meeting.state is not MeetingState.PLANNED or meeting.starts_at <= store.now:
        return None
    if meeting.asked_at is not None:
        return None
    if pause.is_paused(store):
        store.schedule(ASK, meeting_id, calendar.morning(working_day.following(store.facts.today)))
        return None
    store.meetings.note_asked(meeting_id, store.now)
    meeting_answer.plan(store, meeting)
    return Called(meeting=meeting, way=meetings.way(store, meeting, None))


def take_end(store: CaseStore, series_id: str) -> Meeting | None:
    """The last planned meeting of a series that goes on, after which there is none; None while there are more."""
    series = next((each for each in store.meetings.series() if each.id == series_id), None)
    if series is None or series.ended_at is not None:
        return None
    if pause.is_paused(store):
        store.schedule(ENDS, series_id, calendar.morning(working_day.following(store.facts.today)))
        return None
    theirs = [meeting for meeting in meetings.planned(store) if meeting.series_id == series_id]
    if len(theirs) > 1:
        _plan_end(store, series_id, theirs)
        return None
    store.meetings.end_series(series_id, store.now)
    return theirs[0] if theirs else None


def rule_of(store: CaseStore, meeting: Meeting) -> Recurrence | None:
    """How the series of a meeting repeats; None of a meeting that is in none."""
    found = next((each for each in store.meetings.series() if each.id == meeting.series_id), None)
    return None if found is None else recurrence.restored(found.repeats)


def following(store: CaseStore, meeting: Meeting) -> list[Meeting]:
    """The planned meetings of the same series that are not before one, in order."""
    return rules.following(meetings.planned(store), meeting)


def move(store: CaseStore, pairs: Sequence[tuple[Meeting, Meeting]]) -> Moved:
    """Move meetings of a series. Who was asked about one is asked anew; about the others a week before, as before."""
    asked: list[Called] = []
    after: list[Meeting] = []
    unasked: list[Meeting] = []
    for old, new in pairs:
        called = meetings.move(store, old, new, asks=old.asked_at is not None)
        after.append(called.meeting)
        if old.asked_at is None:
            unasked.append(called.meeting)
        else:
            asked.append(called)
    days = [calendar.day_of(meeting.starts_at) for meeting in after]
    ask_days = dict(zip((meeting.id for meeting in after[1:]), rules.asked_on(days), strict=True))
    for meeting in unasked:
        day = ask_days.get(meeting.id)
        if day is None:
            day = working_day.on_or_before(calendar.day_of(meeting.starts_at) - rules.ASKED_BEFORE)
        store.schedule(ASK, meeting.id, max(calendar.morning(day), store.now))
    return Moved(before=tuple(old for old, _ in pairs), after=tuple(after), asked=tuple(asked))


def call_off(store: CaseStore, several: Sequence[Meeting]) -> list[CalledOff]:
    """Call meetings of a series off, and let no more follow."""
    results = [meetings.call_off(store, meeting) for meeting in several]
    ended = {meeting.series_id for meeting in several if meeting.series_id is not None}
    for series in store.meetings.series():
        if series.id in ended and series.ended_at is None:
            store.meetings.end_series(series.id, store.now)
            store.cancel_scheduled("the series is called off", kind=ENDS, subject=series.id)
    return results


def _plan_end(store: CaseStore, series_id: str, planned: Sequence[Meeting]) -> None:
    """Plan to ask for more on the working morning after the last meeting but one."""
    last_but_one = planned[-2] if len(planned) > 1 else planned[-1]
    day = working_day.following(calendar.day_of(last_but_one.ends_at))
    store.schedule(ENDS, series_id, calendar.morning(day))
