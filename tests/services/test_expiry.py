"""A consent that runs out: what a prompt tells on its day, and who is let go when it has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.rules.case import Case
from bot.services import expiry, pause
from tests.bot.desk import Desk
from tests.services.opened import on_day, opened, record
from tests.services.stores import case_store


@pytest.fixture
def case(desk: Desk) -> Case:
    """The psychiatry takes part for twenty days, the others for half a year."""
    made = opened(desk)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, made)
        last = store.facts.today + timedelta(days=20)
        givers = ("guardian1:joint", "guardian2:joint")
        record(store, on_day(store, *givers, kinds={"psychiatry": ["school"]}, until=last))
    return made


def told(desk: Desk, case: Case, days: int, end: date) -> expiry.Ending | None:
    with desk.core.db.unit() as session:
        return expiry.ending(case_store(desk, session, case).facts, f"{case.id}:{days}:{end}")


def test_a_prompt_tells_whose_last_day_it_is(desk: Desk, case: Case) -> None:
    end = desk.clock.today() + timedelta(days=20)
    desk.clock.at += timedelta(days=6)
    assert told(desk, case, 14, end) == expiry.Ending(
        end=end, functions=("psychiatry",), is_whole=False, days_left=14, is_over=False
    )
    assert told(desk, case, 14, end + timedelta(days=1)) is None, "nobody's last day"
    assert told(desk, case, expiry.OVER, end) is None, "it is not over"
    desk.clock.at += timedelta(days=11)
    assert told(desk, case, 14, end) is None, "the next prompt says it"
    assert told(desk, case, 3, end) is not None
    desk.clock.at += timedelta(days=4)
    assert told(desk, case, 3, end) is None, "too late"
    over = told(desk, case, expiry.OVER, end)
    assert over is not None
    assert over.is_over


def test_the_room_goes_on_without_those_who_are_not_required(desk: Desk, case: Case) -> None:
    end = desk.clock.today() + timedelta(days=20)
    desk.clock.at += timedelta(days=21)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert pause.why_frozen(store) is None
        departure = expiry.let_go(store, ("psychiatry",), end)
        assert departure.leaving == (), "nobody stands for it"
        assert not departure.was_talking, "so there is nothing to tell the room"


def test_the_room_freezes_when_those_who_are_left_may_not_be_in_it(desk: Desk, case: Case) -> None:
    """What runs out is not required, but nobody stands for the police any more: nobody is let go, they linger."""
    desk.clock.at += timedelta(days=21)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        store.actors.end([actor.id for actor in store.facts.actors if actor.function == "police"], store.facts.today)
        assert pause.why_frozen(store) is not None
