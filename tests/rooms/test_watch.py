"""What others do to our rooms stops us there, once, over any crash; and what only looks like it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.table import Table
from bot.core import ACCOUNT
from bot.errors import CannotDeliver
from bot.matrix import sync
from bot.messages import Out
from bot.rules.alarm import Cause
from bot.rules.case import State
from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from handlers import TABLE
from storage import alarm, outbox, room
from storage import member as members
from storage.body import LeaveBody, Wording
from storage.outbox import Item
from storage.room import RoomView
from storage.scoped import CaseStore
from storage.tables import Room
from tests.bodies import say_body
from tests.bot.desk import Desk, sv
from tests.bot.rooms import active, kinds, member, now, settle, told
from tests.rules.making import grant


@pytest.fixture
def table() -> Table:
    """All the handlers there are."""
    return TABLE


@pytest.fixture
def case(desk: Desk) -> RoomView:
    """An open case room with anna in it; petra and sven are covered."""
    desk.add("petra", Role.ACTOR, "police")
    desk.add("sven", Role.ACTOR, "social_services")
    made = desk.case("K-7F2", actors=[("police", "petra"), ("social_services", "sven")])
    where = desk.open_case_room(made, covered=False)
    today = desk.clock.today()
    with desk.core.db.unit() as session:
        store = CaseStore(session, "norr", "bot", desk.clock.now(), made.id, profile=None)
        until = today + timedelta(days=100)
        for function in ("police", "social_services"):
            store.consents.add([replace(grant(function, "school"), starts_on=today, given_on=today, until=until)])
        scope = frozenset({"school"})
        store.save(replace(store.case, state=State.ACTIVE, opened_on=today, youth_choice="page", scope=scope))
        store.open_room(scope)
        assert where.matrix_room is not None
        members.note_membership(session, ACCOUNT, where.matrix_room, "@anna:s", "join", desk.clock.now())
        room.mark_dirty(session)
        desk.core.reconciler.run(session)
    desk.work()
    return now(desk, where)


def test_a_stranger_stops_all_posting_until_a_coordinator_says_so(desk: Desk, case: RoomView) -> None:
    desk.put(case.id, say_body("redan på väg"))
    member(desk, case, "@mallory:s", "join")
    desk.work()
    assert now(desk, case).alarm == Cause.STRANGER
    after = [(kind, what) for where, kind, what in desk.server.done if where == "case"][-3:]
    assert [kind for kind, _ in after] == ["remove", "freeze", "say"]
    assert after[-1][1] == sv("alarm.room_stranger")
    assert told(desk) == 1
    for _ in range(2):
        desk.core.daily()
        desk.work()
    assert now(desk, case).state == RoomState.FROZEN
    assert "thaw waiting" not in kinds(desk, case)
    desk.say("anna", "tina upp K-7F2")
    said = desk.say("anna", "ja")
    assert {"redan på väg", sv("alarm.thawed_room")} <= set(said)
    assert (now(desk, case).state, now(desk, case).alarm) == (RoomState.OPEN, None)


def test_an_alarm_is_told_once_though_the_bot_dies_before(desk: Desk, case: RoomView) -> None:
    member(desk, case, "@mallory:s", "join")
    desk.rebuild()
    settle(desk)
    desk.rebuild()
    settle(desk)
    assert told(desk) == 1
    member(desk, case, "@mallory:s", "leave", "@assistent:s")
    member(desk, case, "@mallory:s", "join")
    settle(desk)
    assert told(desk) == 1
    assert kinds(desk, case).count("remove sent") == 2


def test_a_freeze_that_is_refused_stops_us_all_the_same_and_is_tried_again_with_the_daily_round(
    desk: Desk, case: RoomView
) -> None:
    tries = []

    def refuse(item: Item, _where: RoomView) -> None:
        if item.kind is Out.FREEZE:
            tries.append(item.id)
            raise CannotDeliver("403 M_FORBIDDEN")

    desk.server.fail = refuse
    member(desk, case, "@mallory:s", "join")
    settle(desk)
    assert len(tries) == 1
    assert (now(desk, case).state, now(desk, case).alarm) == (RoomState.FROZEN, Cause.POWERLESS)
    assert sv("alarm.told_powerless", place="K-7F2") in "".join(desk.server.said("office"))
    desk.put(case.id, say_body("tyst"))
    settle(desk)
    assert "tyst" not in desk.server.said("case")
    desk.core.daily()
    desk.work()
    assert len(tries) == 2
    assert [row.cause for row in desk.outbox() if row.kind == "freeze"] == ["403 M_FORBIDDEN"] * 2


def test_a_stranger_we_may_not_remove_makes_no_endless_round(desk: Desk, case: RoomView) -> None:
    tries = []

    def refuse(item: Item, _where: RoomView) -> None:
        if item.kind is Out.REMOVE:
            tries.append(item.id)
            raise CannotDeliver("403 M_FORBIDDEN")

    desk.server.fail = refuse
    member(desk, case, "@mallory:s", "join")
    settle(desk)
    assert len(tries) <= 3
    assert now(desk, case).alarm == Cause.POWERLESS
    assert now(desk, case).state == RoomState.FROZEN


def test_a_room_we_were_put_out_of_is_replaced_and_what_was_to_be_said_goes_there(desk: Desk, case: RoomView) -> None:
    def gone(item: Item, where: RoomView) -> None:
        if where.id == case.id:
            raise CannotDeliver("403 M_FORBIDDEN", gone=True)

    desk.server.fail = gone
    desk.put(case.id, say_body("till er alla"))
    settle(desk)
    assert now(desk, case).alarm == Cause.OUT
    assert told(desk) == 1
    desk.say("anna", "tina upp K-7F2")
    desk.say("anna", "ja")
    with desk.core.db.read() as session:
        fresh = room.of_case(session, str(case.case_id))
    assert fresh is not None
    assert (fresh.id != case.id, fresh.state, fresh.alarm) == (True, RoomState.OPEN, None)
    assert (now(desk, case).kind, now(desk, case).state) == (RoomKind.OLD, RoomState.LEFT)
    desk.clock.at += timedelta(hours=1)
    settle(desk)
    assert "till er alla" in desk.server.said("case")


def test_the_bot_out_of_a_room_is_noticed_and_not_when_it_leaves_itself(desk: Desk, case: RoomView) -> None:
    with desk.core.db.unit() as session:
        outbox.put(session, session.get_one(Room, case.id), LeaveBody(), now=desk.clock.now())
    member(desk, case, "@assistent:s", "leave")
    assert now(desk, case).alarm is None
    with desk.core.db.unit() as session:
        outbox.drop_room(session, case.id, "test")
    member(desk, case, "@assistent:s", "ban", "@mallory:s")
    assert now(desk, case).alarm == Cause.OUT


def test_whoever_comes_by_our_own_invitation_after_the_consent_has_gone_is_no_stranger(
    desk: Desk, case: RoomView
) -> None:
    petra = desk.person("petra").id
    with desk.core.db.read() as session:
        assert members.memberships(session, str(case.matrix_room))["@petra:s"] == "invite"
    active(desk, petra, False)
    member(desk, case, "@petra:s", "join")
    assert now(desk, case).alarm is None
    settle(desk)
    assert kinds(desk, case) == ["remove sent"]
    # News from before she was removed
    member(desk, case, "@petra:s", "join")
    assert now(desk, case).alarm is None
    settle(desk)
    # Later, she comes by somebody else's doing
    desk.clock.at += timedelta(minutes=1)
    member(desk, case, "@petra:s", "join")
    assert now(desk, case).alarm == Cause.STRANGER


def test_whoever_is_wanted_again_after_being_removed_comes_in(desk: Desk, case: RoomView) -> None:
    petra = desk.person("petra").id
    member(desk, case, "@petra:s", "join")
    active(desk, petra, False)
    settle(desk)
    active(desk, petra, True)
    desk.clock.at += timedelta(minutes=1)
    settle(desk)
    member(desk, case, "@petra:s", "invite", "@assistent:s")
    member(desk, case, "@petra:s", "join")
    assert now(desk, case).alarm is None


def test_an_alarm_lets_nobody_linger_whose_consent_ran_out(desk: Desk, case: RoomView) -> None:
    """Where the rules freeze a room people may stay for some days; an alarm is no reason to."""
    lisa = desk.add("lisa", Role.ACTOR, "school").id
    today = desk.clock.today()
    with desk.core.db.unit() as session:
        store = CaseStore(session, "norr", "bot", desk.clock.now(), str(case.case_id), profile=None)
        store.actors.assign("school", lisa, today)
        until = today + timedelta(days=1)
        store.consents.add([replace(grant("school", "school"), starts_on=today, given_on=today, until=until)])
    member(desk, case, "@lisa:s", "join")
    settle(desk)
    assert now(desk, case).alarm is None
    member(desk, case, "@mallory:s", "join")
    settle(desk)
    desk.clock.at += timedelta(days=2)
    desk.core.daily()
    desk.work()
    with desk.core.db.read() as session:
        assert members.memberships(session, str(case.matrix_room))["@lisa:s"] == "leave"


def test_the_end_of_an_alarm_thaws_no_room_that_the_rules_freeze(desk: Desk, case: RoomView) -> None:
    member(desk, case, "@mallory:s", "join")
    settle(desk)
    desk.clock.at += timedelta(days=101)
    desk.core.daily()
    desk.work()
    desk.say("anna", "tina upp K-7F2")
    assert any("Rummet är ändå fryst" in text for text in desk.say("anna", "ja"))
    assert (now(desk, case).state, now(desk, case).alarm) == (RoomState.FROZEN, None)
    assert sv("alarm.thawed_room") not in desk.server.said("case")


def test_an_alarm_that_ends_while_the_room_is_being_frozen_leaves_it_open(desk: Desk, case: RoomView) -> None:
    def end(item: Item, _where: RoomView) -> None:
        if item.kind is Out.FREEZE:
            with desk.core.db.unit() as session:
                alarm.Alarms(session, "norr", desk.clock.now()).end(case.id)
                desk.core.reconciler.run(session)

    desk.server.fail = end
    member(desk, case, "@mallory:s", "join")
    settle(desk)
    assert (now(desk, case).state, now(desk, case).alarm) == (RoomState.OPEN, None)


@pytest.mark.parametrize(("which", "place"), [("berit", "page"), ("kontoret", "office")])
def test_an_own_page_and_kontoret_go_on_when_their_alarm_ends(desk: Desk, which: str, place: str) -> None:
    with desk.core.db.read() as session:
        where = desk.view(session, place, "berit", "norr")
    member(desk, where, "@mallory:s", "join")
    settle(desk)
    assert now(desk, where).alarm is not None
    desk.say("anna", f"tina upp {which}")
    desk.say("anna", "ja")
    assert (now(desk, where).state, now(desk, where).alarm) == (RoomState.OPEN, None)


def test_one_page_under_alarm_is_told_in_kontoret_and_another_person_takes_what_is_urgent(desk: Desk) -> None:
    with desk.core.db.read() as session:
        page = room.page(session, desk.person("berit").id)
    member(desk, page, "@mallory:s", "join")
    settle(desk)
    assert sv("alarm.room_page", emergency="112") in desk.server.said(f"page:{page.person_id}")
    urgent = replace(say_body("ring"), elsewhere=Wording(plain="ring ungdomen", html="ring ungdomen"))
    desk.put(page.id, urgent, urgency="alarm")
    settle(desk)
    assert "ring" not in desk.server.said(f"page:{page.person_id}")
    assert any("ring ungdomen" in text for text in desk.server.said("office"))


def test_a_change_of_settings_stops_us_whoever_it_is_said_to_be_by(desk: Desk, case: RoomView) -> None:
    levels = {"users": {"@mallory:s": 100}}
    event = {"type": "m.room.power_levels", "state_key": "", "sender": "@assistent:s", "content": levels}
    with desk.core.db.unit() as session:
        row = session.get_one(Room, case.id)
        sync.apply_state(session, row, event, desk.clock.now(), desk.core.watch)
    settle(desk)
    assert now(desk, case).alarm == Cause.SETTINGS
    assert sv("alarm.room_settings") in desk.server.said("case")
