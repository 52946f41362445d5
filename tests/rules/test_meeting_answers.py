"""What people's answers about a meeting come to."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from bot.rules import meeting_answers as rules
from bot.rules.calendar import moment
from bot.rules.meeting import Answer, Meeting
from bot.rules.meeting_answers import Free, Invited, Proposal

THURSDAY = date(2026, 12, 17)
FRIDAY = date(2026, 12, 18)
MEETING = Meeting(
    id="m",
    unit_id="u",
    case_id="c",
    number=1,
    starts_at=moment(THURSDAY, time(15)),
    minutes=60,
    title="uppföljning",
    place="Stadshuset",
)
NOW = datetime.fromisoformat("2026-12-01T09:00:00+00:00")


def _invited(person_id: str, function: str, answer: Answer | None = None) -> Invited:
    return Invited(person_id=person_id, function=function, answer=answer)


@pytest.mark.parametrize(
    ("invited", "functions"),
    [
        ([], ()),
        ([_invited("petra", "police")], ("police",)),
        ([_invited("petra", "police"), _invited("pelle", "police")], ("police",)),
        ([_invited("petra", "police", Answer.NO), _invited("lisa", "school")], ("school",)),
        # A deputy who comes answers for the one they stand in for; one who does not come leaves them asked
        ([_invited("petra", "police"), _invited("pelle", "police", Answer.YES)], ()),
        ([_invited("petra", "police"), _invited("pelle", "police", Answer.NO)], ("police",)),
        ([_invited("petra", "police"), _invited("pelle", "police", Answer.MAYBE)], ("police",)),
    ],
)
def test_one_waits_for_those_who_have_not_answered_and_whom_nobody_stands_in_for(
    invited: list[Invited], functions: tuple[str, ...]
) -> None:
    assert rules.missing(invited) == functions


def _proposed(suggested: dict[str, list[Free]], now: datetime = NOW) -> list[tuple[datetime, tuple[str, ...]]]:
    return [(each.starts_at, each.suits) for each in rules.proposals(MEETING, suggested, now)]


def test_the_times_that_suit_most_come_first() -> None:
    suggested = {
        "petra": [Free(day=FRIDAY, hour=time(13)), Free(day=THURSDAY + timedelta(days=4))],
        "sven": [Free(day=FRIDAY, hour=time(15))],
        "alex": [Free(day=FRIDAY)],
    }
    # At one o'clock Sven cannot; at three all can
    assert _proposed(suggested) == [(moment(FRIDAY, time(15)), ("petra", "sven", "alex"))]


def test_a_day_without_an_hour_is_at_the_hour_of_the_meeting() -> None:
    assert _proposed({"petra": [Free(day=FRIDAY)]}) == [(moment(FRIDAY, time(15)), ("petra",))]


def test_no_time_is_proposed_that_has_been_or_is_the_meetings_own_or_does_not_exist() -> None:
    clock_change = Free(day=date(2027, 3, 28), hour=time(2, 30))
    suggested = {"petra": [Free(day=THURSDAY), Free(day=date(2026, 11, 30)), clock_change]}
    assert _proposed(suggested) == []
    assert _proposed({"petra": [Free(day=FRIDAY)]}, now=moment(FRIDAY, time(15))) == []


def test_of_times_that_suit_as_many_three_are_proposed_the_soonest_first() -> None:
    days = [FRIDAY + timedelta(days=after) for after in (7, 3, 5, 4)]
    found = rules.proposals(MEETING, {"petra": [Free(day=day) for day in days]}, NOW)
    assert [each.starts_at for each in found] == [moment(day, time(15)) for day in sorted(days)[:3]]
    assert found[0] == Proposal(starts_at=moment(FRIDAY + timedelta(days=3), time(15)), suits=("petra",))


@pytest.mark.parametrize(
    ("answers", "is_proposed"),
    [
        ({"petra": Answer.NO}, False),
        ({"petra": Answer.NO, "sven": Answer.MAYBE}, False),
        ({"petra": Answer.NO, "sven": Answer.NO}, True),
        ({"alex": Answer.NO}, True),
        ({"alex": Answer.YES, "petra": Answer.NO}, False),
    ],
)
def test_other_times_are_proposed_once_several_cannot_come_or_the_youth(
    answers: dict[str, Answer], is_proposed: bool
) -> None:
    assert rules.is_proposed(answers, "alex") is is_proposed


def test_without_a_youth_nobody_counts_for_one() -> None:
    assert not rules.is_proposed({"petra": Answer.NO}, None)
