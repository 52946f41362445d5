"""Cases: a key each, what is free text sealed, and nothing left of one that is disposed of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.rules.case import State
from bot.rules.meeting import Answer
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage import case as cases
from storage import device, due, inbox, member, outbox, question, room, sealed
from storage.body import RemoveBody, SayBody
from storage.case import Cases
from storage.person import People
from storage.tables import (
    Actor,
    Attendance,
    Consent,
    Due,
    Inbox,
    Outbox,
    Question,
    Room,
    SealedKey,
    Spoken,
)
from storage.tables import Case as CaseRow
from storage.tables import Meeting as MeetingRow
from storage.tables import Task as TaskRow
from tests.bodies import say_body
from tests.storage.conftest import LAPTOP, NOW, TODAY, World
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
        for table in (Inbox, Outbox, Question):  # nor is it said who wrote there, and when
            assert session.scalars(select(table).where(table.room_id == place)).all() == []
        assert question.newest_open(session, place, petra.id, NOW) is None
        outbox.put(session, session.get_one(Room, place), RemoveBody(user_id="@petra:s"), now=NOW)
        assert outbox.pending(session, place, RemoveBody) != []
        waiting = inbox.next_new(session, "bot")
        assert waiting is not None
        assert waiting.body == "!Hemligt"  # of the other case
        assert world.store(session, other).plan.all()[0].text == "Hemligt"
        with pytest.raises(sealed.CannotOpen):
            sealed.seal(session, case.key_id, "x", "y")


def test_of_a_case_that_is_disposed_of_the_row_tells_no_more_than_code_and_dates(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    with world.unit() as session:
        told = replace(
            case, scope=frozenset({"school"}), youth_choice="page", protected=frozenset({"youth"}), track="a"
        )
        store = world.store(session, case)
        store.save(told)
        store.open_room(frozenset({"school"}))
        store.dispose(replace(told, state=State.DISPOSED))
    with world.unit() as session:
        row = session.get_one(CaseRow, case.id)
        assert (row.code, row.created_on) == ("K-7F2", TODAY)
        assert row.about_sealed is None
        assert session.scalars(select(Room.scope_sealed).where(Room.case_id == case.id)).all() == [None]


def test_what_tells_of_it_elsewhere_goes_too(world: World) -> None:
    anna, petra = world.person("anna"), world.person("petra")
    case = world.case("K-7F2", anna)
    with world.unit() as session:
        store = world.store(session, case)
        store.actors.assign("police", petra.id, TODAY)
        added = store.plan.add(task(case, "Hemligt"), now=NOW)
        page = session.get_one(Room, room.page(session, petra.id).id)
        tags = (f"goes:{added.id}", f"goes:{added.id}", "goes:another", None)
        shown = [outbox.put(session, page, say_body(), now=NOW, tag=tag) for tag in tags]
        for number in shown:
            outbox.mark_sent(session, number, f"${number}", NOW)
        session.add(Spoken(event_id="$long-ago", room_id=page.id, number=1, tag=f"goes:{added.id}"))
        store.schedule("task.due", "1", NOW)
        store.cancel_scheduled("a test")
        store.dispose(replace(store.case, state=State.DISPOSED))
    with world.unit() as session:
        left = select(Outbox.id).where(Outbox.room_id == room.page(session, petra.id).id)
        assert session.scalars(left).all() == shown[2:]
        for event_id in (f"${shown[0]}", "$long-ago"):  # a reply to it gets an answer all the same
            behind = outbox.row_behind(session, event_id)
            assert behind is not None
            assert behind[1] is None
        assert session.scalars(select(Due).where(Due.case_id == case.id)).all() == []


def test_people_whom_no_case_needs_go_with_the_last(world: World) -> None:
    anna, petra = world.person("anna"), world.person("petra", role=Role.ACTOR, function="police")
    alex = world.person("alex", role=Role.YOUTH)
    coach = world.person("coach", role=Role.ACTOR, function="association")
    first, second = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        for one in (first, second):
            for function, person in (("police", petra), ("youth", alex)):
                world.store(session, one).actors.assign(function, person.id, TODAY)
        world.store(session, first).actors.assign("association", coach.id, TODAY)
        page = session.get_one(Room, room.page(session, alex.id).id)
        room.mark_opened(session, page.id, "!page:s")
        inbox.add(session, page, said("$alex", "Hemligt", sender="@alex:s"))
        outbox.put(session, page, say_body("Hemligt"), now=NOW)
        device.replace(session, "bot", "@alex:s", [replace(LAPTOP, user_id="@alex:s")])
        due.schedule(session, unit_id="norr", kind="device.told", subject=f"{alex.id}:x", at=NOW)
    with world.unit() as session:
        cases.dispose(session, replace(first, state=State.DISPOSED), private=["association"])
        assert {one.handle for one in People(session, "norr").all()} == {
            "anna",
            "petra",
            "alex",
        }  # alex is in another case
    with world.unit() as session:
        cases.dispose(session, replace(second, state=State.DISPOSED), private=["association"])
        assert {one.handle for one in People(session, "norr").all()} == {"anna", "petra"}
        assert session.scalars(select(Inbox).where(Inbox.sender == "@alex:s")).all() == []
        assert session.scalars(select(Due)).all() == []
        assert device.of_user(session, "bot", "@alex:s") == []
        page = session.get_one(Room, page.id)
        assert (page.kind, page.dirty) == (RoomKind.OLD, True)


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


def test_a_youth_who_is_on_their_page_stays_until_they_leave_it(world: World) -> None:
    """There safe words wait for them; somebody else has read them as long as there was a case."""
    anna, alex = world.person("anna"), world.person("alex", role=Role.YOUTH)
    case = world.case("K-7F2", anna)
    with world.unit() as session:
        world.store(session, case).actors.assign("youth", alex.id, TODAY)
        page = session.get_one(Room, room.page(session, alex.id).id)
        room.mark_opened(session, page.id, "!page:s")
        member.note_membership(session, "bot", "!page:s", "@alex:s", "join", NOW)
        assert cases.dispose(session, replace(case, state=State.DISPOSED)) == [alex.id]
        store = world.unit_store(session)
        assert store.erase_needless(alex.id)
        assert {one.handle for one in People(session, "norr").all()} == {"anna", "alex"}
        member.note_membership(session, "bot", "!page:s", "@alex:s", "leave", NOW)
        assert not store.erase_needless(alex.id)
        assert {one.handle for one in People(session, "norr").all()} == {"anna"}
