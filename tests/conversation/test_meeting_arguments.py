"""How people say which day or days, where, and which of the meetings."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from bot.conversation import parse
from bot.conversation.meeting_arguments import (
    MeetingHour,
    NewDay,
    NextWhen,
    Place,
    Points,
    Weekday,
    Where,
    Which,
    WhichMeeting,
)
from bot.errors import Refused
from bot.rules.recurrence import Recurrence
from handlers import TABLE
from tests.bot.written import env


def read(text: str) -> dict[str, str]:
    found = parse.find(text, TABLE.commands)
    assert found is not None
    return dict(parse.read(*found, env()).words)


def values(text: str) -> Any:
    found = parse.find(text, TABLE.commands)
    assert found is not None
    return parse.values(parse.read(*found, env()), env())


@pytest.mark.parametrize(
    ("said", "day", "at"),
    [
        ("varje tisdag till 18 juni kl 15", "varje tisdag till 18 juni", "kl 15"),
        ("varje tisdag kl 15 till 18 juni", "varje tisdag till 18 juni", "kl 15"),
        ("varje tisdag kl 15 till 16 till 18 juni", "varje tisdag till 18 juni", "kl 15 till 16"),
        ("varje tisdag klockan tre fram till 18 juni", "varje tisdag fram till 18 juni", "klockan tre"),
        ("kl 15 varje tisdag", "varje tisdag", "kl 15"),
        ("varannan torsdag 10 gånger 15", "varannan torsdag 10 gånger", "15"),
        ("every Tuesday at 3 pm until 18 June", "every Tuesday until 18 June", "at 3 pm"),
        ("torsdag kl 15", "torsdag", "kl 15"),
    ],
)
def test_the_hour_may_stand_anywhere_in_a_series(said: str, day: str, at: str) -> None:
    words = read(f"möte K-7F2 uppföljning {said} Stadshuset")
    assert words == {"title": "uppföljning", "day": day, "at": at, "place": "Stadshuset"}


def test_a_series_and_a_day_are_told_apart() -> None:
    assert values("möte K-7F2 samtal med Tor torsdag kl 15 Soc").title == "samtal med Tor"
    assert isinstance(values("möte K-7F2 x torsdagar kl 15 Soc").day, Recurrence)
    assert isinstance(values("möte K-7F2 x varje tisdag till 18 juni kl 15 Soc").day, Recurrence)
    assert values("möte K-7F2 x tisdag kl 15 Soc").day == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "at"),
    [("kl tre", time(15)), ("kl 3", time(15)), ("kl 03.00", time(3)), ("halv två", time(13, 30)), ("kl 10", time(10))],
)
def test_a_meeting_is_by_day_unless_the_night_is_said(said: str, at: time) -> None:
    assert MeetingHour().value(said, env()) == at


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Stadshuset", Place(name="Stadshuset")),
        ("i stadshuset", Place(name="Stadshuset")),
        ("på Skolan sal 2", Place(name="Skolan sal 2")),
        ("hos Lisa", Place(name="Hos Lisa")),
        ("https://a.se/b_c?d=1*2", Place(link="https://a.se/b_c?d=1*2")),
        ("länk https://a.se/b.", Place(link="https://a.se/b")),
        ("www.a.se/b", Place(link="https://www.a.se/b")),
        ("Stadshuset, länk https://a.se/b", Place(name="Stadshuset", link="https://a.se/b")),
        ("samma plats", Place(is_same=True)),
        ("som sist", Place(is_same=True)),
        ("samma https://a.se/b", Place(is_same=True, link="https://a.se/b")),
    ],
)
def test_a_place_is_a_place_a_link_or_both(said: str, place: Place) -> None:
    assert Where(()).value(said, env()) == place


@pytest.mark.parametrize("said", ["https://a.se https://b.se", f"https://a.se/{'x' * 400}", "ja"])
def test_what_is_no_place(said: str) -> None:
    with pytest.raises(Refused):
        Where(()).value(said, env())


def test_the_points_of_an_agenda() -> None:
    points = Points().value("läget, skolan; nästa steg", env())
    assert points == ("läget", "skolan", "nästa steg")
    with pytest.raises(Refused):
        Points().value(", ;", env())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("4 till fredag", {"number": "4", "day": "fredag"}),
        ("nr 4 till fredag kl 10", {"number": "4", "day": "fredag", "at": "kl 10"}),
        ("4 fredag 10", {"number": "4", "day": "fredag", "at": "10"}),
        ("4 till kl 16", {"number": "4", "at": "kl 16"}),
        ("till kl 16", {"at": "kl 16"}),
        ("den 14 till den 15", {"number": "den 14", "day": "den 15"}),
        ("17 dec till 18 dec kl 10", {"number": "17 dec", "day": "18 dec", "at": "kl 10"}),
        ("17 dec kl 10", {"day": "17 dec", "at": "kl 10"}),
        ("fredag", {"day": "fredag"}),
        ("alla från och med den 14 till kl 16", {"number": "alla från och med den 14", "at": "kl 16"}),
        ("serien till fredag", {"number": "serien", "day": "fredag"}),
        ("fredag kl 10 nr 1", {"number": "1", "day": "fredag", "at": "kl 10"}),
    ],
)
def test_which_meeting_is_moved_and_where_to(said: str, words: dict[str, str]) -> None:
    assert read(f"flytta möte K-7F2 {said}") == words


@pytest.mark.parametrize(
    ("said", "which"),
    [
        ("4", Which(number=4)),
        ("nr 4", Which(number=4)),
        ("möte 4", Which(number=4)),
        ("den 14", Which(day=date(2026, 12, 14))),
        ("möte den 14", Which(day=date(2026, 12, 14))),
        ("serien", Which(onward=True)),
        ("resten av serien", Which(onward=True)),
        ("alla möten", Which(every=True)),
        ("alla från och med den 14", Which(day=date(2026, 12, 14), onward=True)),
        ("alla från nr 4", Which(number=4, onward=True)),
    ],
)
def test_which_meetings_are_meant(said: str, which: Which) -> None:
    reads = WhichMeeting()
    assert reads.take(said.split(), env()) == len(said.split())
    assert reads.value(said, env()) == which


def test_no_meeting_is_meant_by_other_words() -> None:
    with pytest.raises(Refused):
        WhichMeeting().value("mötet med skolan", env())


@pytest.mark.parametrize(
    ("said", "alone"),
    [("fredag", True), ("på fredag", True), ("fredag v. 50", False), ("4 dec", False), ("imorgon", False)],
)
def test_a_weekday_alone_is_that_of_the_meetings_week(said: str, *, alone: bool) -> None:
    assert isinstance(NewDay().value(said, env()), Weekday) is alone


@pytest.mark.parametrize(
    ("said", "words", "at"),
    [
        ("om en månad", "om en månad", None),
        ("fyra veckor", "om fyra veckor", None),
        ("torsdag kl 10", "torsdag", time(10)),
        ("torsdag 10", "torsdag", time(10)),
        ("2026-12-17", "2026-12-17", None),
    ],
)
def test_when_the_next_meeting_is(said: str, words: str, at: time | None) -> None:
    found = NextWhen().value(said, env())
    assert (found.words, found.at, found.is_later) == (words, at, False)


def test_a_yes_is_to_what_was_proposed_and_later_calls_nothing() -> None:
    reads = NextWhen()
    assert reads.answer("2027-01-14", "ja", env()) == "2027-01-14"
    assert reads.answer("2027-01-14", "kl 10", env()) == "2027-01-14 kl 10"
    assert reads.answer("2027-01-14", "om fem veckor", env()) == "om fem veckor"
    assert reads.value("senare", env()).is_later
    assert reads.value("nej", env()).is_later
    for words in ("klar 3", "hur går det i K-7F2", "jag vet inte vad jag ska göra"):
        assert not reads.is_answer("2027-01-14", words, env()), "other words are read as what they are"
