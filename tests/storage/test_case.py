"""Cases: a key each, what is free text sealed, and nothing left of one that is disposed of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.rules.case import State
from bot.rules.meeting import Answer
from bot.rules.room import RoomKind
from storage import due, inbox, outbox, question, room, sealed
from storage.body import RemoveBody, SayBody
from storage.case import Cases
from storage.tables import Actor, Attendance, Consent, Inbox, Question, Room, SealedKey
from storage.tables import Case as CaseRow
from storage.tables import Meeting as MeetingRow
from storage.tables import Task as TaskRow
from tests.bodies import say_body
from tests.storage.conftest import NOW, TODAY, World
from tests.storage.making import called, given, said
from tests.storage.test_plan import task


def test_a_case_comes_back_as_saved(world: World) -> None:
    made = world.case("K-7F2", world.person("anna"))
    full = replace(
        made,
        state=State.CLOSING,
        scope=frozenset({"school", "family"}),
        youth_choice="page",
        information_meeting_on=TODAY,
        information_meeting_held=True,
        opened_on=TODAY,
        closing_on=TODAY,
        leave_on=TODAY + timedelta(days=7),
        dispose_on=TODAY + timedelta(days=365),
        reason="Hemlighetsson flyttar",
        receipt="Dnr Hemlighetsson/1",
    )
    with world.unit() as session:
        cases = Cases(session, "norr", TODAY)
        assert cases.find("K-7F2") == made
        world.store(session, made).save(full)
        assert cases.find("K-7F2") == full
        assert cases.all() == [full]
    assert b"Hemlighetsson" not in world.disk()


def test_cases_of_another_unit_are_not_seen(world: World) -> None:
    mine = world.case("K-7F2", world.person("anna"))
    theirs = world.case("S-3XY", world.person("cia", "syd"), "syd")
    with world.unit() as session:
        cases = Cases(session, "norr", TODAY)
        assert cases.all() == [mine]
        assert cases.find("S-3XY") is None
        assert cases.codes() == {"K-7F2"}
        with pytest.raises(LookupError):
            world.unit_store(session).of(theirs)


def test_nothing_is_left_of_a_case_that_is_disposed_of(world: World) -> None:
    anna, petra = world.person("anna"), world.person("petra")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        for one in (case, other):
            store = world.store(session, one)
            store.actors.assign("police", petra.id, TODAY)
            store.consents.add([given(one, witness="Hemlighetsson")])
            store.plan.add(task(one, "Hemligt"), now=NOW)
            met = store.meetings.add(called(one))
            store.meetings.note_answer(met.id, petra.id, Answer.YES, NOW)
            store.schedule("task.due", one.id, NOW)
            side = store.add_side_room(frozenset({"school"}))
            room.mark_opened(session, side.id, f"!{one.code}-1:s")
            outbox.put(session, session.get_one(Room, side.id), say_body("Hemligt"), now=NOW)
            where = store.room
            room.mark_opened(session, where.id, f"!{one.code}:s")
            row = session.get_one(Room, where.id)
            outbox.put(session, row, say_body("Hemligt"), now=NOW)
            for state in ("new", "waiting"):
                event = said(f"${one.code}{state}", "!Hemligt", sender="@petra:s")
                inbox.add(session, row, event, state=state)
            question.ask(
                session,
                room.get(session, where.id),
                person_id=petra.id,
                asker=petra.id,
                command="c",
                words={"a": "Hemligt"},
                agreed=frozenset(),
                field="a",
                digest=None,
                case_id=one.id,
                outbox_id=1,
                now=NOW,
                lasts=timedelta(hours=1),
            )
    with world.unit() as session:
        store = world.store(session, case)
        with pytest.raises(LookupError):
            store.dispose(replace(other, state=State.DISPOSED))
        store.dispose(replace(store.case, state=State.DISPOSED, reason="Hemligt"))
    with world.unit() as session:
        left = session.get_one(CaseRow, case.id)
        assert (left.code, left.state, left.about_sealed) == ("K-7F2", "disposed", None)
        assert session.get(SealedKey, case.key_id) is None
        rooms = [row for row in session.scalars(select(Room)) if row.case_id == case.id]
        assert {row.kind for row in rooms} == {RoomKind.CASE, RoomKind.SIDE}
        assert all(row.key_id != case.key_id and not outbox.pending(session, row.id, SayBody) for row in rooms)
        for case_id in (TaskRow.case_id, MeetingRow.case_id, Consent.case_id, Actor.case_id):
            assert set(session.scalars(select(case_id))) == {other.id}, case_id
        assert len(session.scalars(select(Attendance)).all()) == 1
        assert due.scheduled_at(session, "task.due", case.id) is None
        assert due.scheduled_at(session, "task.due", other.id) == NOW
        cases = Cases(session, "norr", TODAY)
        assert [found.code for found in cases.all()] == ["K-4MD"]
        assert cases.codes() == {"K-7F2", "K-4MD"}  # the code stays taken
        # Nothing is sealed by the key that is gone, so nothing stumbles over it
        place = world.store(session, case).room.id
        assert outbox.pending(session, place, SayBody) == []
        assert {found.state for found in session.scalars(select(Inbox).where(Inbox.room_id == place))} == {"done"}
        assert {found.state_sealed for found in session.scalars(select(Question).where(Question.room_id == place))} == {
            b""
        }
        assert question.newest_open(session, place, petra.id, NOW) is None
        outbox.put(session, session.get_one(Room, place), RemoveBody(user_id="@petra:s"), now=NOW)
        assert outbox.pending(session, place, RemoveBody) != []
        waiting = inbox.next_new(session, "bot")
        assert waiting is not None
        assert waiting.body == "!Hemligt"  # of the other case
        assert world.store(session, other).plan.all()[0].text == "Hemligt"
        with pytest.raises(sealed.CannotOpen):
            sealed.seal(session, case.key_id, "x", "y")


def test_the_states_of_all_cases_are_read_without_the_cases(world: World) -> None:
    anna, berit = world.person("anna"), world.person("berit")
    first, second = world.case("K-7F2", anna), world.case("K-4MD", berit)
    with world.unit() as session:
        cases = world.store(session, first).cases
        assert cases.states() == {first.state}
        assert cases.of_coordinator(berit.id) == [second]
        cases_of_first = world.store(session, first)
        cases_of_first.save(replace(first, state=State.CLOSED))
        assert cases.states() == {State.CLOSED, second.state}
        assert [case.id for case in cases.of_coordinator(anna.id)] == [first.id]
