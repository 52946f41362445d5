"""How often something repeats: the days it comes on, what is stored of it, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from bot.core import load_profile
from bot.i18n import Language, say
from bot.rules.recurrence import (
    MOST_STEP,
    MOST_TIMES,
    DayPart,
    Every,
    Only,
    Recurrence,
    Weeks,
    between,
    first,
    in_words,
    next_after,
    restored,
)
from bot.rules.school_break import Breaks, Span, is_school_day
from bot.rules.working_day import is_working_day

BREAKS = load_profile("skovde").school_breaks
MONDAY = date(2026, 11, 30)
DAY = timedelta(days=1)

SCHOOL_DAYS = Recurrence(begins=MONDAY, every=Every.DAY, only=Only.SCHOOL)
TUESDAYS = Recurrence(begins=date(2026, 12, 1), every=Every.WEEK, weekdays=(1,))

days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
steps = st.integers(1, MOST_STEP)
kept_to = st.none() | st.sampled_from(Only)
weekdays = st.sets(st.integers(0, 6), min_size=1).map(lambda some: tuple(sorted(some)))
rules = (
    st.builds(Recurrence, begins=days, every=st.just(Every.DAY), step=steps)
    | st.builds(Recurrence, begins=days, every=st.just(Every.DAY), only=kept_to)
    | st.builds(Recurrence, begins=days, every=st.just(Every.WEEK), step=steps, weekdays=weekdays, only=kept_to)
    | st.builds(
        Recurrence,
        begins=days,
        every=st.just(Every.WEEK),
        weekdays=weekdays,
        weeks=st.sampled_from(Weeks),
        only=kept_to,
    )
    | st.builds(
        Recurrence,
        begins=days,
        every=st.just(Every.MONTH),
        step=steps,
        month_day=st.integers(1, 31),
        only=kept_to,
    )
    | st.builds(
        Recurrence,
        begins=days,
        every=st.just(Every.MONTH),
        step=steps,
        nth=st.sampled_from((1, 2, 3, 4, -1, -2)),
        weekdays=st.integers(0, 6).map(lambda weekday: (weekday,)),
        only=kept_to,
    )
    | st.builds(
        Recurrence,
        begins=days,
        every=st.just(Every.MONTH),
        step=steps,
        nth=st.sampled_from((1, 2, 3, 4, -1, -2)),
        only=st.sampled_from(Only),
    )
)


def bounded(rule: Recurrence, length: int | None, count: int | None, part: DayPart | None) -> Recurrence:
    last = None if length is None else rule.begins + length * DAY
    return replace(rule, last=last, count=count, part=part)


recurrences = st.builds(
    bounded,
    rules,
    st.none() | st.integers(0, 800),
    st.none() | st.integers(1, MOST_TIMES),
    st.none() | st.sampled_from(DayPart),
)
breaks_of_a_school = st.lists(st.tuples(days, st.integers(0, 70)), max_size=6).map(
    lambda spans: {"autumn": tuple(Span(begin, begin + length * DAY) for begin, length in spans)}
)


def three(recurrence: Recurrence, breaks: Breaks = BREAKS) -> list[str]:
    """Its first three days."""
    found = list[str]()
    day = first(recurrence, breaks)
    while day is not None and len(found) < 3:
        found.append(day.isoformat())
        day = next_after(recurrence, day, breaks)
    return found


def by_dateutil(rule: Recurrence) -> rrule.rrule:
    """The same rule as dateutil has it, counted from its beginning, without anything it keeps to."""
    start = datetime.combine(rule.begins, time())
    if rule.every is Every.DAY:
        return rrule.rrule(rrule.DAILY, dtstart=start, interval=rule.step)
    if rule.every is Every.WEEK:
        return rrule.rrule(rrule.WEEKLY, dtstart=start, interval=rule.step, byweekday=rule.weekdays, wkst=0)
    weekday = rrule.weekday(rule.weekdays[0], rule.nth)
    return rrule.rrule(rrule.MONTHLY, dtstart=start, interval=rule.step, byweekday=weekday)


# ------------------------------------------------------------------------------------------------ its days


def test_school_days_leave_out_weekends_red_days_and_breaks() -> None:
    december = between(SCHOOL_DAYS, MONDAY, date(2027, 1, 15), BREAKS)
    assert december[0] == MONDAY
    assert december[14] == date(2026, 12, 18)  # the last before the break
    assert december[15] == date(2027, 1, 11)
    assert between(SCHOOL_DAYS, date(2027, 2, 15), date(2027, 2, 19), BREAKS) == ()
    assert first(replace(SCHOOL_DAYS, begins=date(2026, 12, 5)), BREAKS) == date(2026, 12, 7)


def test_without_breaks_of_its_profile_school_days_are_working_days() -> None:
    assert next_after(SCHOOL_DAYS, date(2026, 12, 18), {}) == date(2026, 12, 21)


def test_a_weekday_stays_where_it_is_on_a_red_day_and_in_a_break() -> None:
    """It is what was said; that nobody is asked about it while they are free is for whoever asks."""
    fridays = Recurrence(begins=date(2026, 12, 18), every=Every.WEEK, weekdays=(4,))
    assert three(fridays) == ["2026-12-18", "2026-12-25", "2027-01-01"]
    assert not is_working_day(date(2026, 12, 25))
    assert three(replace(fridays, only=Only.SCHOOL)) == ["2026-12-18", "2027-01-15", "2027-01-22"]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (
            Recurrence(begins=date(2026, 12, 3), every=Every.WEEK, step=2, weekdays=(3,)),
            ["2026-12-03", "2026-12-17", "2026-12-31"],
        ),
        # Week 53 and week 1 are both odd
        (
            Recurrence(begins=date(2026, 12, 16), every=Every.WEEK, weekdays=(2,), weeks=Weeks.ODD),
            ["2026-12-16", "2026-12-30", "2027-01-06"],
        ),
        (
            Recurrence(begins=date(2026, 12, 16), every=Every.WEEK, weekdays=(2,), weeks=Weeks.EVEN),
            ["2026-12-23", "2027-01-13", "2027-01-27"],
        ),
        # Every other week counts from the week of its first day, not from the day
        (
            Recurrence(begins=date(2026, 12, 3), every=Every.WEEK, step=2, weekdays=(0, 3)),
            ["2026-12-03", "2026-12-14", "2026-12-17"],
        ),
        (
            Recurrence(begins=MONDAY, every=Every.MONTH, nth=1, weekdays=(0,)),
            ["2026-12-07", "2027-01-04", "2027-02-01"],
        ),
        (
            Recurrence(begins=MONDAY, every=Every.MONTH, nth=-1, weekdays=(4,)),
            ["2026-12-25", "2027-01-29", "2027-02-26"],
        ),
        (
            Recurrence(begins=MONDAY, every=Every.MONTH, month_day=31),
            ["2026-11-30", "2026-12-31", "2027-01-31"],
        ),
        (
            Recurrence(begins=date(2027, 1, 30), every=Every.MONTH, month_day=30),
            ["2027-01-30", "2027-02-28", "2027-03-30"],
        ),
        (
            Recurrence(begins=date(2026, 12, 1), every=Every.MONTH, nth=-1, only=Only.WORKING),
            ["2026-12-30", "2027-01-29", "2027-02-26"],
        ),
        (
            Recurrence(begins=date(2026, 12, 1), every=Every.MONTH, nth=1, only=Only.SCHOOL),
            ["2026-12-01", "2027-01-11", "2027-02-01"],
        ),
        (
            Recurrence(begins=date(2026, 12, 15), every=Every.MONTH, step=3, month_day=15),
            ["2026-12-15", "2027-03-15", "2027-06-15"],
        ),
        (Recurrence(begins=MONDAY, every=Every.DAY, step=3), ["2026-11-30", "2026-12-03", "2026-12-06"]),
    ],
)
def test_the_days_of_a_rule(rule: Recurrence, found: list[str]) -> None:
    assert three(rule) == found


def test_what_comes_a_number_of_times_is_counted_by_the_days_that_are_left() -> None:
    thrice = replace(SCHOOL_DAYS, begins=date(2026, 12, 17), count=3)
    assert between(thrice, MONDAY, date(2028, 1, 1), BREAKS) == (
        date(2026, 12, 17),
        date(2026, 12, 18),
        date(2027, 1, 11),
    )
    assert next_after(thrice, date(2027, 1, 11), BREAKS) is None
    # Also when only a part of them is looked at
    assert between(thrice, date(2026, 12, 18), date(2027, 1, 31), BREAKS) == (date(2026, 12, 18), date(2027, 1, 11))


def test_after_its_last_day_nothing_comes() -> None:
    until = replace(TUESDAYS, last=date(2026, 12, 15))
    assert next_after(until, date(2026, 12, 8), BREAKS) == date(2026, 12, 15)
    assert next_after(until, date(2026, 12, 15), BREAKS) is None
    assert first(replace(TUESDAYS, last=date(2026, 11, 30)), BREAKS) is None


def test_a_month_with_too_few_days_of_its_kind_is_left_out() -> None:
    fourth = Recurrence(begins=date(2026, 12, 1), every=Every.MONTH, nth=4, only=Only.SCHOOL)
    most_of_december = {"christmas": (Span(date(2026, 12, 4), date(2027, 1, 8)),)}
    assert first(fourth, most_of_december) == date(2027, 1, 14)


def test_what_never_comes_is_none_at_once() -> None:
    saturdays = Recurrence(begins=MONDAY, every=Every.WEEK, weekdays=(5,), only=Only.SCHOOL)
    assert first(saturdays, BREAKS) is None
    assert next_after(saturdays, date(2030, 1, 1), BREAKS) is None


def test_what_comes_is_computed_as_dateutil_counts_from_its_beginning() -> None:
    """A clock is put forward and back in these years: a date is a date."""
    for day, found in zip(by_dateutil(TUESDAYS), between(TUESDAYS, MONDAY, date(2029, 1, 1), {}), strict=False):
        assert day.date() == found


@given(rules.filter(lambda rule: rule.month_day is None and bool(rule.weekdays or not rule.nth)), days)
def test_where_nothing_is_left_out_dateutil_says_the_same(rule: Recurrence, day: date) -> None:
    plain = replace(rule, weeks=None, only=None)
    expected = by_dateutil(plain).after(datetime.combine(day, time()))
    assert expected is not None
    assert next_after(plain, day, {}) == expected.date()


@given(recurrences, breaks_of_a_school)
def test_days_ascend_within_their_bounds_and_none_falls_where_it_is_kept_away_from(
    recurrence: Recurrence, breaks: Breaks
) -> None:
    end = recurrence.begins + 900 * DAY
    found = between(recurrence, recurrence.begins - 30 * DAY, end, breaks)
    assert list(found) == sorted(set(found))
    assert all(recurrence.begins <= day <= (recurrence.last or end) for day in found)
    assert len(found) <= (recurrence.count or len(found))
    for day in found:
        assert not recurrence.weekdays or day.weekday() in recurrence.weekdays
        assert recurrence.only is not Only.SCHOOL or is_school_day(day, breaks)
        assert recurrence.only is not Only.WORKING or is_working_day(day)
        if recurrence.weeks is not None:
            assert day.isocalendar().week % 2 == (1 if recurrence.weeks is Weeks.ODD else 0)


@given(recurrences, breaks_of_a_school, days)
def test_the_next_day_is_the_next_of_all(recurrence: Recurrence, breaks: Breaks, day: date) -> None:
    found = next_after(recurrence, day, breaks)
    if found is None:
        assert between(recurrence, day + DAY, day + 900 * DAY, breaks) == ()
        return
    assert found > day
    assert between(recurrence, day + DAY, found, breaks) == (found,)
    assert found in between(recurrence, recurrence.begins, found, breaks)


# ------------------------------------------------------------------------------------------------ what is stored


@given(recurrences)
def test_what_is_stored_reads_back_as_the_same(recurrence: Recurrence) -> None:
    assert restored(recurrence.stored) == recurrence
    assert len(recurrence.stored) <= 90


@pytest.mark.parametrize(
    ("rule", "stored"),
    [
        (SCHOOL_DAYS, "day school from 2026-11-30"),
        (replace(TUESDAYS, step=2, count=3), "week/2 tu from 2026-12-01 times 3"),
        (
            replace(TUESDAYS, weekdays=(0, 1, 2, 3, 4, 5, 6), weeks=Weeks.EVEN, last=date(2027, 4, 30), count=100),
            "week mo,tu,we,th,fr,sa,su even from 2026-12-01 to 2027-04-30 times 100",
        ),
        (
            Recurrence(begins=MONDAY, every=Every.MONTH, nth=-1, only=Only.WORKING),
            "month working nth -1 from 2026-11-30",
        ),
        (Recurrence(begins=MONDAY, every=Every.MONTH, month_day=15), "month on 15 from 2026-11-30"),
        (replace(SCHOOL_DAYS, part=DayPart.MORNING), "day school morning from 2026-11-30"),
    ],
)
def test_the_stored_line(rule: Recurrence, stored: str) -> None:
    """Rows hold it: it never changes."""
    assert rule.stored == stored
    assert restored(stored) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "day",
        "week from 2026-11-30",
        "day mo from 2026-11-30",
        "week tu from 2026-02-30",
        "week/13 tu from 2026-12-01",
        "week tu,mo from 2026-12-01",
        "week/2 tu odd from 2026-12-01",
        "day/2 school from 2026-12-01",
        "month nth 1 from 2026-12-01",
        "month mo nth 5 from 2026-12-01",
        "month mo on 3 from 2026-12-01",
        "month on 32 from 2026-12-01",
        "month on 3 odd from 2026-12-01",
        "day from 2026-11-30 times 0",
        "day from 2026-11-30 ",
    ],
)
def test_what_is_no_rule_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        restored(text)


# ------------------------------------------------------------------------------------------------ in words


@pytest.mark.parametrize(
    ("rule", "swedish", "english"),
    [
        ("day school", "varje skoldag", "every school day"),
        ("day working", "varje vardag", "every working day"),
        ("day", "varje dag", "every day"),
        ("day/2", "varannan dag", "every other day"),
        ("day/3", "var tredje dag", "every third day"),
        ("week tu", "varje tisdag", "every Tuesday"),
        ("week mo,we,fr", "varje måndag, onsdag och fredag", "every Monday, Wednesday and Friday"),
        ("week mo,tu", "varje måndag och tisdag", "every Monday and Tuesday"),
        ("week mo,tu,we,th,fr", "varje måndag–fredag", "every Monday–Friday"),
        ("week/2 th", "varannan torsdag", "every other Thursday"),
        (
            "week/2 tu,th",
            "varannan vecka på tisdag och torsdag",
            "every other week on Tuesday and Thursday",
        ),
        ("week/3 mo", "var tredje vecka på måndag", "every third week on Monday"),
        ("week we odd", "varje onsdag udda veckor", "every Wednesday in odd weeks"),
        ("week we even", "varje onsdag jämna veckor", "every Wednesday in even weeks"),
        ("week tu school", "varje tisdag (bara skoldagar)", "every Tuesday (school days only)"),
        ("day school morning", "varje skoldag på morgonen", "every school day in the morning"),
        ("week tu forenoon", "varje tisdag på förmiddagen", "every Tuesday before noon"),
        ("week tu afternoon", "varje tisdag på eftermiddagen", "every Tuesday in the afternoon"),
        ("week/2 tu evening", "varannan tisdag på kvällen", "every other Tuesday in the evening"),
        ("day night", "varje dag på natten", "every day at night"),
        ("week tu working", "varje tisdag (bara vardagar)", "every Tuesday (working days only)"),
        ("month mo nth 1", "första måndagen i månaden", "the first Monday of the month"),
        ("month fr nth -1", "sista fredagen i månaden", "the last Friday of the month"),
        ("month fr nth -2", "näst sista fredagen i månaden", "the last but one Friday of the month"),
        ("month on 15", "den 15:e i månaden", "the 15th of the month"),
        ("month on 1", "den 1:a i månaden", "the 1st of the month"),
        ("month on 22", "den 22:a i månaden", "the 22nd of the month"),
        ("month on 23", "den 23:e i månaden", "the 23rd of the month"),
        ("month on 11", "den 11:e i månaden", "the 11th of the month"),
        ("month on 31", "sista dagen i månaden", "the last day of the month"),
        ("month/2 on 1", "den 1:a varannan månad", "the 1st of every other month"),
        ("month/3 mo nth 2", "andra måndagen var tredje månad", "the second Monday of every third month"),
        ("month working nth 1", "första vardagen i månaden", "the first working day of the month"),
        ("month school nth -1", "sista skoldagen i månaden", "the last school day of the month"),
    ],
)
def test_how_often_is_told_in_words(rule: str, swedish: str, english: str) -> None:
    recurrence = restored(f"{rule} from 2026-11-30")
    told: dict[Language, str] = {"sv": swedish, "en": english}
    for language, words in told.items():
        assert say(in_words(recurrence, today=MONDAY), language) == words


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("day school from 2026-12-07", "varje skoldag från mån 7 dec 2026 (v. 50)"),
        ("week/2 th from 2026-12-03 times 3", "varannan torsdag från tor 3 dec 2026 (v. 49), 3 gånger"),
        ("week tu from 2026-11-24 to 2026-12-18", "varje tisdag till fre 18 dec 2026 (v. 51)"),
        ("week tu from 2026-11-24 times 1", "varje tisdag, 1 gång"),
    ],
)
def test_it_is_told_when_it_ends_and_until_then_when_it_begins(stored: str, words: str) -> None:
    assert say(in_words(restored(stored), today=MONDAY), "sv") == words


def test_without_a_reader_the_beginning_is_told() -> None:
    assert say(in_words(SCHOOL_DAYS), "sv") == "varje skoldag från mån 30 nov 2026 (v. 49)"
    assert say(in_words(SCHOOL_DAYS), "en") == "every school day from Mon 30 Nov 2026 (week 49)"


@given(recurrences)
def test_every_rule_can_be_told(recurrence: Recurrence) -> None:
    for text in (in_words(recurrence), in_words(recurrence, today=MONDAY)):
        assert say(text, "sv")
        assert say(text, "en")
