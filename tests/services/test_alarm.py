"""An alarm ends by a coordinator's word: the room goes on, stays frozen for another reason, or is replaced."""

from __future__ import annotations

from dataclasses import replace

from bot.rules.alarm import Cause
from bot.rules.audit import Action
from bot.rules.case import Case, State
from bot.rules.room import RoomKind
from bot.services import alarm
from storage import alarm as alarms
from storage import member as members
from storage import room, writes
from storage.room import RoomView
from storage.tables import Room
from tests.bot.desk import Desk
from tests.services.shared_case import opened
from tests.services.stores import actions, unit_store


def alarmed(desk: Desk, case: Case, cause: Cause) -> RoomView:
    """The case room under alarm, with petra and a stranger in it."""
    view = desk.open_case_room(case)
    assert view.matrix_room is not None
    with desk.core.db.unit() as session:
        for user_id in ("@petra:s", "@stranger:s"):
            members.note_membership(session, "bot", view.matrix_room, user_id, "join", desk.clock.now())
        alarms.raise_alarm(session, session.get_one(Room, view.id), cause, desk.clock.now())
        return room.get(session, view.id)


def test_a_forecast_sees_who_is_inside_and_writes_nothing(desk: Desk) -> None:
    view = alarmed(desk, opened(desk), Cause.STRANGER)
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        before = writes.count(session)
        would = alarm.forecast(store, view)
        assert ([person.handle for person in would.inside], would.is_cleared, would.replaces) == (
            ["petra"],
            False,
            False,
        )
        assert [person.handle for person in alarm.responsible(store, view)] == ["anna"]
        assert len(alarm.responsible(store, store.office)) == 2, "of the office all coordinators"
        assert writes.count(session) == before


def test_a_room_goes_on_once_its_alarm_has_ended(desk: Desk) -> None:
    view = alarmed(desk, opened(desk), Cause.STRANGER)
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        assert alarm.end(store, view) == alarm.Ended(replaced=False, frozen=None)
        assert store.alarms.all() == []
        assert actions(session)[-1] == Action.ROOM_THAWED


def test_a_room_of_a_case_that_does_not_go_on_stays_frozen(desk: Desk) -> None:
    case = opened(desk)
    view = alarmed(desk, case, Cause.STRANGER)
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        store.of(case).save(replace(store.of(case).case, state=State.FROZEN))
        ended = alarm.end(store, view)
        assert ended.frozen is not None
        assert not ended.replaced


def test_a_lost_room_is_replaced(desk: Desk) -> None:
    case = opened(desk)
    view = alarmed(desk, case, Cause.CREATOR)
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        assert alarm.forecast(store, view).replaces
        assert alarm.end(store, view).replaced
        assert store.alarms.get(view.id).kind is RoomKind.OLD
        assert store.of(case).room.id != view.id
