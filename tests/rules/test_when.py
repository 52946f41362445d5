"""Days, times and lengths as people say them: the table in ``when.yaml``, and what holds for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.core import load_profile
from bot.errors import Refused, Unclear
from bot.i18n import MONTHS, WEEKDAYS, say
from bot.rules import when
from tests.rules.making import refused

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "when.yaml").read_text(encoding="utf-8"))
BREAKS = load_profile("skovde").school_breaks
MONDAY = date(2026, 11, 30)
_WEEKDAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")


def day_of(written: str) -> date:
    """A day as the table writes it; its weekday and week must be right."""
    weekday, iso, week = written.split(" ")
    day = date.fromisoformat(iso)
    assert (_WEEKDAYS[day.weekday()], f"v{day.isocalendar().week}") == (weekday, week)
    return day


def said_days() -> Iterator[tuple[date, str, str]]:
    """Every row about days: the day it is said on, the words, what is read."""
    for part in TABLE["days"]:
        today = day_of(part["today"])
        for words, read in part["said"].items():
            yield today, words, read


def left_of(read: str) -> str:
    """What a question leaves to choose from, as it is kept for the answer."""
    if " till " in read:
        return "/".join(day_of(one).isoformat() for one in read.split(" till "))
    return " eller ".join(day_of(one).isoformat() for one in read.split(" eller "))


def test_the_table_is_large() -> None:
    assert len(list(said_days())) > 500
    assert len(TABLE["hours"]) + len(TABLE["lengths"]) + len(TABLE["sentences"]) > 200


@pytest.mark.parametrize(("today", "words", "read"), list(said_days()))
def test_days(today: date, words: str, read: str) -> None:
    if read.startswith("nej: "):
        with pytest.raises(Refused) as refusal:
            when.parse_date(words, today, breaks=BREAKS)
        assert read.removeprefix("nej: ") in say(refusal.value.text, "sv")
        assert not isinstance(refusal.value, Unclear)
    elif read.startswith("? "):
        with pytest.raises(Unclear) as unclear:
            when.parse_date(words, today, breaks=BREAKS)
        assert unclear.value.left == left_of(read.removeprefix("? "))
    else:
        assert when.parse_date(words, today, breaks=BREAKS) == day_of(read)


@pytest.mark.parametrize(("words", "read"), list(TABLE["hours"].items()))
def test_hours(words: str, read: str) -> None:
    if read.startswith("nej: "):
        with pytest.raises(Refused) as refusal:
            when.parse_time(words)
        assert read.removeprefix("nej: ") in say(refusal.value.text, "sv")
    elif read.startswith("? "):
        with pytest.raises(Unclear) as unclear:
            when.parse_time(words)
        shown = say(unclear.value.text, "sv")
        late, early = read.removeprefix("? ").split(" eller ")
        assert shown.startswith(f"Menar du kl {late} eller kl {early}?")
    else:
        begin, _, minutes = read.partition(" i ")
        assert when.parse_time(words) == time.fromisoformat(begin.replace(".", ":"))
        length = timedelta(minutes=int(minutes.removesuffix(" min"))) if minutes else None
        assert when.length_beside(words) == length


@pytest.mark.parametrize(("words", "read"), list(TABLE["lengths"].items()))
def test_lengths(words: str, read: str) -> None:
    if read.startswith("nej: "):
        with pytest.raises(Refused) as refusal:
            when.parse_duration(words)
        assert read.removeprefix("nej: ") in say(refusal.value.text, "sv")
    else:
        assert when.parse_duration(words) == timedelta(minutes=int(read.removesuffix(" min")))
        assert when.is_duration(words)


@pytest.mark.parametrize(("text", "part"), list(TABLE["sentences"].items()))
def test_words_in_free_text_that_say_when(text: str, part: str) -> None:
    assert when.says_when(text) == (part or None)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("uppföljning 45 min", "45 min"),
        ("pm Town Hall", "pm"),
        ("Town Hall p.m.", "p.m"),
        ("Soc i två timmar", "i två timmar"),
        ("Soc en halvtimme", "en halvtimme"),
        ("Town Hall for an hour", "for an hour"),
        ("Soc i", "i"),
        ("avstämning varannan", "varannan"),
        ("avstämning varje vecka", "varje vecka"),
        ("avstämning denna", "denna"),
        ("catch up every other", "every other"),
        ("läsa en timme varje dag", "en timme"),
    ],
)
def test_how_long_is_found_too_where_it_has_a_place_of_its_own(text: str, part: str) -> None:
    assert when.says_when(text, lengths=True) == part


# ------------------------------------------------------------------------------------------------ what has been


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("fredag", date(2026, 11, 27)),
        ("söndag", date(2026, 11, 29)),
        ("17/11", date(2026, 11, 17)),
        ("27 nov", date(2026, 11, 27)),
        ("30 nov", MONDAY),
        ("1 mars", date(2026, 3, 1)),
        ("tisdag v. 47", date(2026, 11, 17)),
        ("29 feb", date(2024, 2, 29)),
        ("midsommarafton", date(2026, 6, 19)),
        ("idag", MONDAY),
        ("i tisdags", date(2026, 11, 24)),
        ("förra veckan på torsdagen", date(2026, 11, 26)),
    ],
)
def test_without_a_year_what_has_been_is_the_last(words: str, day: date) -> None:
    assert when.parse_date(words, MONDAY, past=True) == day


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("17 dec", "2025-12-17"),
        ("tisdag v. 50", "2025-12-09"),
        ("måndag", "2026-11-30 eller 2026-11-23"),
        ("torsdag 27 nov", "2026-11-27 eller 2026-11-26"),
    ],
)
def test_what_is_still_to_come_is_asked_about_where_it_has_been(words: str, left: str) -> None:
    with pytest.raises(Unclear) as unclear:
        when.parse_date(words, MONDAY, past=True)
    assert unclear.value.left == left


# ------------------------------------------------------------------------------------------------ answers to a question


@pytest.mark.parametrize(
    ("before", "answer", "day"),
    [
        ("2026-12-01 eller 2026-12-08", "1", "2026-12-01"),
        ("2026-12-01 eller 2026-12-08", "2.", "2026-12-08"),
        ("2026-12-01 eller 2026-12-08", "den 8:e", "2026-12-08"),
        ("2026-12-01 eller 2026-12-08", "den andra", "2026-12-08"),
        ("2026-12-01 eller 2026-12-08", "den senare", "2026-12-08"),
        ("2026-12-08 eller 2026-12-15", "den tidigare", "2026-12-08"),
        ("2026-12-27/2027-01-02", "3", "2026-12-30"),
        # The Monday that was shown first, or the first of January?
        ("2026-12-27/2027-01-02", "1", "1"),
        ("2026-12-01 eller 2026-12-08", "8 dec", "2026-12-08"),
        ("2026-12-01 eller 2026-12-08", "v 50", "2026-12-08"),
        ("2026-12-07/2026-12-13", "onsdag", "2026-12-09"),
        ("2026-12-07/2026-12-13", "på onsdagen", "2026-12-09"),
        ("2026-12-07/2026-12-13", "3", "2026-12-09"),
        ("2026-12-01/2026-12-31", "17", "2026-12-17"),
        ("2026-12-01/2026-12-31", "den 17:e", "2026-12-17"),
        ("2026-12-01/2026-12-31", "julafton", "2026-12-24"),
        ("2026-12-04 eller 2026-12-11 evening", "2", "2026-12-11 evening"),
        # Something else altogether
        ("2026-12-01 eller 2026-12-08", "tor 10 dec", "tor 10 dec"),
        # The first that was shown, or the first of December? Neither is done
        ("2026-12-02 eller 2026-12-01", "1", "1"),
        # Two Wednesdays
        ("2026-12-01/2026-12-31", "onsdag", "onsdag"),
    ],
)
def test_an_answer_is_read_among_the_days_that_were_left(before: str, answer: str, day: str) -> None:
    assert when.parse_answer(before, answer, MONDAY) == day


@pytest.mark.parametrize(
    ("before", "answer", "at"),
    [
        ("15:00 eller 03:00", "15", time(15)),
        ("15:00 eller 03:00", "03", time(3)),
        ("15:00 eller 03:00", "kl 15.30", time(15, 30)),
        ("15:00 eller 03:00", "eftermiddag", time(15)),
        ("15:30 eller 03:30", "på natten", time(3, 30)),
        ("evening", "8", time(20)),
        ("afternoon", "kl 3", time(15)),
    ],
)
def test_an_answer_about_a_time_is_read_with_what_was_said(before: str, answer: str, at: time) -> None:
    assert when.parse_time(when.parse_time_answer(before, answer)) == at


# ------------------------------------------------------------------------------------------------ laws


def written(day: date) -> Iterator[str]:
    """A day in every form in which its month or its week is written out."""
    swedish, english = WEEKDAYS["sv"][day.weekday()], WEEKDAYS["en"][day.weekday()]
    month, in_english = MONTHS["sv"][day.month - 1], MONTHS["en"][day.month - 1]
    year, week, _ = day.isocalendar()
    ordinal = f"{day.day}:a" if day.day in (1, 2, 21, 22, 31) else f"{day.day}:e"
    yield from (day.isoformat(), f"{day:%Y%m%d}", f"{day:%y%m%d}", f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day:%y}")
    yield from (f"{day.day}/{day.month} {day.year}", f"{day.day}/{day.month} -{day:%y}", f"{day:%d/%m/%Y}")
    yield from (f"{day.day} {month} {day.year}", f"den {ordinal} {month[:3]} {day.year}")
    yield from (f"{swedish} den {day.day} {month} {day.year}", f"{swedish}en den {ordinal} {month} {day.year}")
    yield from (f"{swedish[:3]} {day.day}/{day.month} {day.year}", f"{in_english} {day.day}, {day.year}")
    yield from (f"{english} {day.day} {in_english} {day.year}", f"{english[:3]} {in_english[:3]} {day.day} {day.year}")
    yield from (f"{swedish} vecka {week} {year}", f"v {week} {year} på {swedish}", f"{english} week {week} {year}")


def test_every_day_of_two_years_reads_back_as_itself_in_every_form() -> None:
    for count in range(0, 731):
        day = date(2026, 6, 1) + timedelta(days=count)
        for words in written(day):
            assert when.parse_date(words, MONDAY) == day, words


def test_every_minute_of_the_day_reads_back_as_itself() -> None:
    for minutes in range(24 * 60):
        at = time(minutes // 60, minutes % 60)
        for words in (f"kl {at:%H.%M}", f"{at:%H:%M}", f"klockan {at:%H.%M}", f"{int(f'{at:%I}')}:{at:%M %p}"):
            assert when.parse_time(words) == at, words


def test_the_days_of_a_question_are_days_by_themselves() -> None:
    for today, _, read in said_days():
        if read.startswith("? ") and " eller " in read:
            first, _ = left_of(read.removeprefix("? ")).split(" eller ", 1)
            assert when.parse_date(first, today) == date.fromisoformat(first)


def test_what_is_read_as_a_day_is_known_as_one_and_found_in_a_sentence() -> None:
    for _, words, read in said_days():
        if read.startswith("nej: Jag förstår inte"):
            assert not when.is_date(words), words
            continue
        assert when.is_date(words), words
        for sentence in (f"Ringa skolan {words}", f"{words} ringa skolan", f"möte {words.strip()}, Stadshuset"):
            found = when.says_when(sentence)
            assert found is not None, sentence
            assert len(found.split()) >= len(words.split()), sentence


def test_the_same_words_in_another_order_mean_the_same() -> None:
    for one, other in (
        ("onsdag v 50", "vecka 50 på onsdag"),
        ("torsdag om två veckor", "om två veckor på torsdag"),
        ("tisdag om två veckor", "om två veckor tisdag"),
        ("torsdag nästa vecka", "nästa vecka på torsdag"),
        ("fredag den 4 december", "den 4 december fredag"),
        ("imorgon den 1 december", "den 1 december imorgon"),
        ("onsdag 9/12 v 50", "v 50 onsdag 9/12"),
    ):
        assert when.parse_date(one, MONDAY) == when.parse_date(other, MONDAY)


_PIECES = re.findall(r"\w+", " ".join(words for _, words, _ in said_days()))


@given(st.text(max_size=40) | st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join), st.booleans())
def test_whatever_is_typed_is_a_value_or_a_refusal(text: str, past: bool) -> None:
    with suppress(Refused):
        assert abs((when.parse_date(text, MONDAY, past=past, breaks=BREAKS) - MONDAY).days) <= 3660
    with suppress(Refused):
        assert when.parse_time(text) is not None
    with suppress(Refused):
        assert when.parse_duration(text)
    when.says_when(text, lengths=True)
    assert isinstance(when.parse_answer("2026-12-01 eller 2026-12-08", text, MONDAY), str)
    assert isinstance(when.parse_time_answer("15:00 eller 03:00", text), str)


def test_a_break_that_the_profile_does_not_know_is_no_guess() -> None:
    for words in ("fredagen före höstlovet", "första skoldagen efter lovet", "på sportlovet"):
        assert refused(when.parse_date, words, MONDAY) == "date.break_unknown"
