"""How often something repeats, as people say it: the table in ``recurrence.yaml``, and what holds for all of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.core import load_profile
from bot.errors import Refused, Unclear
from bot.i18n import LANGUAGES, Text, say
from bot.rules import when
from bot.rules.recurrence import DayPart, Recurrence, between, first, in_words, next_after
from tests.rules.making import refused

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "recurrence.yaml").read_text(encoding="utf-8"))
BREAKS = load_profile("skovde").school_breaks
MONDAY = date(2026, 11, 30)
_WEEKDAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")


def day_of(written: str) -> date:
    """A day as the table writes it; its weekday must be right."""
    weekday, iso = written.split(" ")
    day = date.fromisoformat(iso)
    assert _WEEKDAYS[day.weekday()] == weekday
    return day


def rows() -> Iterator[tuple[date, str, str]]:
    """Every row: the day it is said on, the words, what is read."""
    for part in TABLE.values():
        today = day_of(part["today"])
        for words, read in part["said"].items():
            yield today, words, read


def read_days(today: date) -> Iterator[tuple[str, Recurrence]]:
    """The rows said on a day that have days, with what is read."""
    for said_on, words, read in rows():
        if said_on == today and not read.startswith(("?", "nej")):
            yield words, when.parse_recurrence(words, today, breaks=BREAKS)


def key_of(text: Any) -> str:
    assert isinstance(text, Text)
    return text.key.removeprefix("recurrence.")


def test_the_table_is_large() -> None:
    assert len(list(rows())) > 300


@pytest.mark.parametrize(("today", "words", "read"), list(rows()))
def test_phrases(today: date, words: str, read: str) -> None:
    if read.startswith("nej: "):
        with pytest.raises(Refused) as refusal:
            when.parse_recurrence(words, today, breaks=BREAKS)
        assert key_of(refusal.value.text) == read.removeprefix("nej: ")
        assert not isinstance(refusal.value, Unclear)
        return
    if read.startswith("? "):
        with pytest.raises(Unclear) as unclear:
            when.parse_recurrence(words, today, breaks=BREAKS)
        assert f"? {key_of(unclear.value.text)}: {unclear.value.left}" == read
        return
    found = when.parse_recurrence(words, today, breaks=BREAKS)
    shown, goes_on, end = read.partition(" …")
    days = [day_of(each) for each in shown.rstrip(".").split(", ")]
    assert between(found, today, days[-1], BREAKS) == tuple(days)
    assert (next_after(found, days[-1], BREAKS) is not None) == bool(goes_on)
    if end.endswith(" gånger"):
        assert found.count == int(end.split()[0])
    elif goes_on:
        assert found.last == (day_of(end.strip()) if end else None)


def test_it_begins_with_its_first_day_and_ends_with_its_last() -> None:
    """So that what is told is what will be."""
    for words, found in read_days(MONDAY):
        assert first(found, BREAKS) == found.begins, words
        if found.last is not None:
            assert between(found, found.last, found.last, BREAKS) == (found.last,), words


def test_how_often_is_known_as_such_and_taken_whole_from_a_line() -> None:
    for _, words, read in rows():
        is_one = read != "nej: unclear"
        assert when.is_recurrence(words) == is_one, words
        taken = when.count_recurrence([*words.split(), "@sven"])
        assert taken == (len(words.split()) if is_one else 0), words


def test_a_day_is_not_taken_for_how_often() -> None:
    """And the other way round: ``varje tisdag`` is no day."""
    for words, _ in read_days(MONDAY):
        said = words.casefold()
        # The last Friday of the month is one day, too: what is asked for decides
        assert not when.is_date(words) or "månaden" in said or "the month" in said, words
    for words in ("fredag", "fredag den 4 december", "nästa vecka", "i december", "första måndagen i december", "tis"):
        assert not when.is_recurrence(words), words


def test_what_is_told_reads_back_as_the_same() -> None:
    """Whoever copies the bot's own words is understood, in both languages."""
    for words, found in read_days(MONDAY):
        for language in LANGUAGES:
            told = say(in_words(found), language)
            assert when.parse_recurrence(told, MONDAY, breaks=BREAKS) == found, f"{words}: {told}"


def test_what_is_stored_reads_as_itself() -> None:
    """So it is kept until a question about something else is answered, perhaps on another day."""
    for words, found in read_days(MONDAY):
        assert when.parse_recurrence(found.stored, MONDAY + timedelta(days=9), breaks=BREAKS) == found, words


# ------------------------------------------------------------------------------------------------ answers to a question


@pytest.mark.parametrize(
    ("before", "answer", "days"),
    [
        ("varje måndag", "1", "2026-11-30 2026-12-07"),
        ("varje måndag", "2", "2026-12-07 2026-12-14"),
        ("varje måndag", "idag", "2026-11-30 2026-12-07"),
        ("varje måndag", "den 14:e", "2026-12-14 2026-12-21"),
        ("varannan måndag", "den andra", "2026-12-07 2026-12-21"),
        ("varje vecka", "tisdag", "2026-12-01 2026-12-08"),
        ("varje vecka", "tis", "2026-12-01 2026-12-08"),
        ("varje vecka", "på tisdagar.", "2026-12-01 2026-12-08"),
        ("varannan vecka till jul", "torsdag", "2026-12-03 2026-12-17"),
        ("varannan vecka till jul", "Varje fredag", "2026-12-04 2026-12-18"),
        ("två gånger i veckan", "tisdag och torsdag", "2026-12-01 2026-12-03"),
        ("två gånger i veckan till jul", "tis, tors", "2026-12-01 2026-12-03"),
        ("twice a week", "Tuesdays and Thursdays", "2026-12-01 2026-12-03"),
        ("varje månad", "den 15:e", "2026-12-15 2027-01-15"),
        ("varje månad", "15", "2026-12-15 2027-01-15"),
        ("varje månad", "första måndagen", "2026-12-07 2027-01-04"),
        ("monthly", "the last Friday", "2026-12-25 2027-01-29"),
        ("tisdag och torsdag", "1", "2026-12-01 2026-12-03"),
        ("tisdag och torsdag", "ja", "2026-12-01 2026-12-03"),
        ("tisdag och torsdag", "varje vecka", "2026-12-01 2026-12-03"),
        ("tisdag och torsdag", "varannan vecka", "2026-12-01 2026-12-03"),
        ("tisdag och torsdag", "varannan torsdag", "2026-12-03 2026-12-17"),
        ("varje tisdag till april", "1", "2026-12-01 2026-12-08"),
        ("varje tisdag från nästa fredag", "2", "2026-12-15 2026-12-22"),
        ("udda veckor", "onsdag", "2026-12-02 2026-12-16"),
        # What could not be read is said anew
        ("ibland", "tisdagar", "2026-12-01 2026-12-08"),
        ("varje fredag i lovet", "varje dag på sportlovet", "2027-02-15 2027-02-16"),
    ],
)
def test_an_answer_is_read_with_what_was_said(before: str, answer: str, days: str) -> None:
    with pytest.raises(Refused) as refusal:
        when.parse_recurrence(before, MONDAY, breaks=BREAKS)
    left = refusal.value.left if isinstance(refusal.value, Unclear) else before
    words = when.parse_recurrence_answer(left, answer, MONDAY, breaks=BREAKS)
    found = when.parse_recurrence(words, MONDAY, breaks=BREAKS)
    begins = first(found, BREAKS)
    assert begins is not None
    assert f"{begins} {next_after(found, begins, BREAKS)}" == days


def test_what_an_answer_leaves_open_is_kept() -> None:
    """``till jul`` was said before the weekday was asked for, and still counts."""
    words = when.parse_recurrence_answer("varannan vecka till jul", "torsdag", MONDAY, breaks=BREAKS)
    assert when.parse_recurrence(words, MONDAY, breaks=BREAKS).last == date(2026, 12, 17)


def test_a_new_question_may_follow_an_answer() -> None:
    words = when.parse_recurrence_answer("varje vecka", "måndag", MONDAY, breaks=BREAKS)
    assert refused(when.parse_recurrence, words, MONDAY) == "recurrence.from_today"


def test_a_yes_does_not_choose_between_two_days() -> None:
    left = "varje måndag från 2026-11-30 eller 2026-12-07"
    assert when.parse_recurrence_answer(left, "ja", MONDAY, breaks=BREAKS) == "ja"


@pytest.mark.parametrize("answer", ["nja", "vet inte", "ja", "1", "9", "klockan tre", ""])
def test_what_is_no_answer_is_none(answer: str) -> None:
    """Nothing is made of it, and the question stands."""
    assert when.parse_recurrence_answer("varje vecka", answer, MONDAY, breaks=BREAKS) == answer
    assert when.parse_recurrence_answer("ibland", answer, MONDAY, breaks=BREAKS) == answer


# ------------------------------------------------------------------------------------------------ laws

_WORDS = sorted({word for _, words, _ in rows() for word in words.split()})
some_words = st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join)


@given(st.text(max_size=60) | some_words, st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_whatever_is_typed_is_a_value_or_a_refusal(text: str, today: date) -> None:
    when.says_when(text, repeats=True)
    assert isinstance(when.parse_recurrence_answer("varje vecka", text, today), str)
    with suppress(Refused):
        found = when.parse_recurrence(text, today, breaks=BREAKS)
        assert found.begins >= today
        assert found.last is None or found.last >= found.begins


@given(some_words, some_words)
def test_no_more_words_are_taken_than_there_are(one: str, other: str) -> None:
    words = [*one.split(), "|", *other.split()]
    assert 0 <= when.count_recurrence(words) <= len(words)


def test_breaks_that_the_profile_does_not_know_are_no_guess() -> None:
    for words in ("varje skoldag till sportlovet", "varje dag på höstlovet", "varje tisdag terminen ut"):
        assert refused(when.parse_recurrence, words, MONDAY) == "date.break_unknown"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("varje skoldag på morgonen", DayPart.MORNING),
        ("på morgonen varje skoldag", DayPart.MORNING),
        ("varje morgon", DayPart.MORNING),
        ("alla kvällar", DayPart.EVENING),
        ("tisdagskvällar", DayPart.EVENING),
        ("varje tisdagseftermiddag", DayPart.AFTERNOON),
        ("varannan tisdagsmorgon", DayPart.MORNING),
        ("varje tisdag em", DayPart.AFTERNOON),
        ("varje tisdag fm", DayPart.FORENOON),
        ("tisdagsförmiddagar", DayPart.FORENOON),
        ("every Tuesday before noon", DayPart.FORENOON),
        ("varje natt", DayPart.NIGHT),
        ("every Tuesday evening", DayPart.EVENING),
        ("every school day in the morning", DayPart.MORNING),
        ("varje tisdag", None),
    ],
)
def test_the_part_of_the_day_is_kept(words: str, part: DayPart | None) -> None:
    """It says more than the day does: somebody is to be woken."""
    assert when.parse_recurrence(words, MONDAY, breaks=BREAKS).part is part


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("varje tisdag från den 8 december till jul", "från den 8 december varje tisdag till jul"),
        ("varje tisdag på skoldagar till jul", "till jul på skoldagar varje tisdag"),
        ("udda veckor på onsdagar", "onsdagar udda veckor"),
        ("varje månad den 15:e", "den 15:e varje månad"),
        ("varannan vecka på fredag", "på fredag varannan vecka"),
    ],
)
def test_pieces_mean_the_same_in_another_order(one: str, other: str) -> None:
    assert when.parse_recurrence(one, MONDAY, breaks=BREAKS) == when.parse_recurrence(other, MONDAY, breaks=BREAKS)
