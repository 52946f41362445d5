"""The month of birth: what is planned for it, and what the day changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.rules import age
from bot.rules.audit import Action
from bot.services import birthday
from storage import writes
from tests.bot.desk import Desk
from tests.rules.making import SKOVDE
from tests.services.opened import opened
from tests.services.stores import actions, case_store, pending


def test_each_birthday_is_told_about_in_good_time_and_on_the_day(desk: Desk) -> None:
    case = opened(desk)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        birthday.note(store, "2009-03", approved_by=None)
        assert store.case.born == "2009-03"
        assert actions(session)[-1] == Action.CASE_BORN_NOTED
        assert pending(session, "case.birthday") == [f"{case.id}:18:{days}" for days in (0, 14, 60)]


def test_a_forecast_writes_nothing_and_says_when_the_room_freezes(desk: Desk) -> None:
    case = opened(desk)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        before = writes.count(session)
        grown = birthday.forecast(store, "2008-01")
        young = birthday.forecast(store, "2010-01")
        assert writes.count(session) == before
        assert (grown.band.id, grown.corrects, grown.freezes) == ("18-20", True, True)
        assert (young.band.id, young.corrects, young.freezes) == ("15-17", False, False)


@pytest.mark.parametrize(
    ("days_before", "days_left", "is_current"),
    [(60, 60, True), (60, 15, True), (60, 14, False), (60, 61, False), (14, 14, True), (14, 0, False), (0, 0, True)],
)
def test_a_late_prompt_is_not_said_when_the_next_says_it(days_before: int, days_left: int, is_current: bool) -> None:
    (coming,) = [each for each in age.birthdays("2009-03", SKOVDE) if each.age == 18]
    prompt = birthday.Prompt(birthday=coming, days_before=days_before, days_left=days_left)
    assert prompt.is_current is is_current
    assert prompt.has_come is (days_before == 0)


def test_at_eighteen_what_the_guardians_gave_ends_and_the_room_freezes(desk: Desk) -> None:
    case = opened(desk)
    with desk.core.db.unit() as session:
        birthday.note(case_store(desk, session, case), "2009-03", approved_by=None)
    desk.clock.at = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        prompt = birthday.prompt(store.facts, f"{case.id}:18:0")
        assert prompt is not None
        assert prompt.has_come
        assert birthday.ends_by_silence(store.facts, prompt.birthday)
        assert not birthday.is_answered(store.facts, prompt.birthday)
        new_age = birthday.begin_age(store, prompt.birthday)
        assert new_age.freezes
        assert new_age.departure.leaving == (), "they linger in the frozen room"
        assert new_age.departure.orphaned == ()
        assert actions(session)[-1] == Action.CASE_BIRTHDAY
