"""What counts towards an alarm, what is told anew, and what ends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import Wordless
from bot.rules.roles import Role
from bot.rules.youth_alarm import (
    CALL,
    SENT,
    TAKEN_BACK,
    TEXT,
    Came,
    Outcome,
    State,
    YouthAlarm,
    grown,
    is_news,
    seconds,
)
from tests.rules.making import person

NOW = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)


def alarm(*came: Came) -> YouthAlarm:
    return YouthAlarm(
        id=1, unit_id="norr", case_id="k", person_id="alex", state=State.OPEN, came=came, places=("page",)
    )


def one(kind: str = TEXT, minutes_ago: int = 1) -> Came:
    at = NOW - timedelta(minutes=minutes_ago)
    return Came(kind=kind, count=1, first=at, last=at)


@pytest.mark.parametrize(
    ("known", "kind", "news"),
    [
        (None, TEXT, True),
        (None, TAKEN_BACK, True),  # taken back before anybody could read it: it was something
        (alarm(one()), TEXT, False),
        (alarm(one(minutes_ago=9)), TEXT, False),
        (alarm(one(minutes_ago=10)), TEXT, True),
        (alarm(one(minutes_ago=30), one(Wordless.IMAGE, 2)), TEXT, False),  # it was not quiet
        (alarm(one()), Wordless.IMAGE, True),
        (alarm(one()), Wordless.LOCATION, True),
        (alarm(one()), CALL, True),
        (alarm(one()), SENT, True),
        (alarm(one(minutes_ago=60)), TAKEN_BACK, False),
    ],
)
def test_what_is_told_anew(known: YouthAlarm | None, kind: str, news: bool) -> None:
    assert is_news(known, kind, NOW) is news


def test_an_alarm_only_grows() -> None:
    came = grown((one(minutes_ago=5),), TEXT, NOW)
    assert [(each.kind, each.count, each.last) for each in came] == [(TEXT, 2, NOW)]
    came = grown(came, TAKEN_BACK, NOW)
    assert [(each.kind, each.count) for each in came] == [(TEXT, 2), (TAKEN_BACK, 1)]
    assert alarm(*came).raised_at == NOW - timedelta(minutes=5)
    assert alarm(*came).last_at == NOW


def test_only_a_wish_to_be_rung_and_nothing_else_is_a_call() -> None:
    assert alarm(one(CALL)).is_call
    assert not alarm(one(CALL), one(TEXT)).is_call


def test_not_reached_ends_nothing() -> None:
    assert [outcome for outcome in Outcome if not outcome.closes] == [Outcome.NOT_REACHED]


def test_second_persons_are_told_when_nobody_of_the_office_takes_it() -> None:
    chef = person("chef", Role.SECOND)
    people = [chef, person("dan", Role.SECOND, matrix_id=None), person("anna", Role.COORDINATOR)]
    assert seconds(people, chef.unit_id) == (chef,)
