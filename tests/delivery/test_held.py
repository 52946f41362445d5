"""What is said to somebody who is not in their room: held until they come, told in kontoret when it must not wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import Out, Urgency
from bot.rules.roles import Role
from bot.rules.youth_alarm import TAG, Came, State
from storage import member as members
from storage import outbox, room
from storage.body import Wording
from storage.person import People
from storage.tables import Room
from storage.youth_alarm import YouthAlarms
from tests.bodies import say_body
from tests.bot.desk import Desk, sv

ALARM = replace(say_body("ring ungdomen, säger sidan"), elsewhere=Wording(plain="ring ungdomen", html="ring ungdomen"))


@pytest.fixture
def page(desk: Desk) -> str:
    """The page of cilla, a coordinator who has not come in."""
    desk.absent = {"@cilla:s"}
    cilla = desk.add("cilla", Role.COORDINATOR)
    with desk.core.db.unit() as session:
        desk.core.reconciler.run(session)
        page_id = room.page(session, cilla.id).id
    desk.put(page_id, say_body("välkommen"))
    desk.work()
    return page_id


def come_in(desk: Desk) -> None:
    desk.absent = set()
    desk.work()


def later(desk: Desk, **more: float) -> None:
    desk.clock.at += timedelta(**more)
    desk.work()


def test_words_wait_for_the_owner_of_a_page_and_are_said_when_they_come(desk: Desk, page: str) -> None:
    later(desk, hours=30)
    assert desk.server.said() == []
    come_in(desk)
    assert desk.server.said() == ["välkommen"]


def test_what_waited_too_long_is_dropped_and_kontoret_hears_of_it_once(desk: Desk, page: str) -> None:
    desk.put(page, say_body("två"))
    later(desk, days=3, hours=1)
    told = desk.server.said()
    assert told == [sv("room.unheard", name="Cilla")]
    assert {row.cause for row in desk.outbox() if row.room_id == page and row.kind == Out.SAY} == {
        "nobody came to hear it"
    }
    come_in(desk)
    assert desk.server.said() == told


def test_an_alarm_goes_to_kontoret_at_once_and_waits_for_its_owner_as_well(desk: Desk, page: str) -> None:
    desk.put(page, ALARM, urgency=Urgency.ALARM)
    desk.work()
    at_once = f"{sv('room.unheard_alarm', name='Cilla')}\nring ungdomen"
    assert desk.server.said() == [at_once]
    later(desk, days=5)
    assert desk.server.said().count(at_once) == 1, "told again at every look"
    come_in(desk)
    assert desk.server.said()[-1] == "ring ungdomen, säger sidan"


@pytest.mark.parametrize("state", list(State))
def test_an_alarm_that_is_over_is_not_told_to_who_comes_in_later(desk: Desk, page: str, state: State) -> None:
    """Nobody is to look for a youth who has been reached."""
    kim = desk.add("kim", Role.YOUTH)
    with desk.core.db.unit() as session:
        alarms = YouthAlarms(session, "norr")
        raised = alarms.add(
            kim.id, None, (Came(kind="text", count=1, first=desk.clock.at, last=desk.clock.at),), [page]
        )
        alarms.save(replace(raised, state=state))
    desk.put(page, ALARM, urgency=Urgency.ALARM, tag=f"{TAG}{raised.id}")
    later(desk, days=5)
    come_in(desk)
    heard = "ring ungdomen, säger sidan" in desk.server.said()
    assert heard is (state is not State.CLOSED)


def test_what_was_held_is_said_before_what_comes_after_it(desk: Desk, page: str) -> None:
    """Also when the worker learns sooner than the desk that somebody came."""
    with desk.core.db.unit() as session:
        members.note_membership(
            session, "bot", str(room.get(session, page).matrix_room), "@cilla:s", "join", desk.clock.now()
        )
    desk.put(page, say_body("två"))
    desk.work()
    assert desk.server.said() == ["välkommen", "två"]


def test_an_alarm_for_somebody_without_an_account_goes_to_kontoret(desk: Desk, page: str) -> None:
    with desk.core.db.unit() as session:
        owner = session.get_one(Room, page).person_id
        assert owner is not None
        People(session, "norr").bind(owner, None)
    desk.put(page, ALARM, urgency=Urgency.ALARM)
    desk.work()
    assert desk.server.said() == [f"{sv('room.unheard_alarm', name='Cilla')}\nring ungdomen"]


def test_a_youth_is_not_named_in_kontoret(desk: Desk) -> None:
    desk.absent = {"@kim:s"}
    kim = desk.add("kim", Role.YOUTH)
    with desk.core.db.unit() as session:
        desk.core.reconciler.run(session)
        page_id = room.page(session, kim.id).id
    desk.put(page_id, say_body("hej"))
    desk.work()
    later(desk, days=4)
    assert desk.server.said() == [sv("room.unheard", name="@kim")]


def test_kontoret_waits_until_anybody_is_in_it(tmp_path: Path) -> None:
    """Also an alarm, for however long: the first to come must hear it."""
    desk = Desk(tmp_path)
    desk.absent = {"@anna:s", "@berit:s"}
    desk.work()
    with desk.core.db.read() as session:
        office = room.office(session, "norr").id
    desk.put(office, say_body("ring"), urgency=Urgency.ALARM)
    later(desk, days=10)
    assert desk.server.said() == []
    desk.absent = {"@berit:s"}
    desk.work()
    assert desk.server.said() == ["ring"]
    desk.core.db.close()


def test_a_held_row_holds_up_only_its_own_room(desk: Desk, page: str) -> None:
    with desk.core.db.read() as session:
        office = room.office(session, "norr").id
        held = outbox.next_at(session, "bot", desk.clock.now())
    assert held is not None
    assert held > desk.clock.now()
    desk.put(office, say_body("kontoret hör"))
    desk.work()
    assert desk.server.said() == ["kontoret hör"]
