"""Who is in a room is computed: the difference goes to the outbox, removals first, once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from bot.core import ACCOUNT, MOST_BEFORE_UPKEEP
from bot.errors import CannotDeliver
from bot.messages import Out
from bot.rules.case import State
from bot.rules.person import Person as Somebody
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage import member as members
from storage import outbox, room
from storage.body import InviteBody, RemoveBody
from storage.person import People
from storage.room import RoomView
from storage.scoped import CaseStore
from storage.tables import Outbox, Person, Room, Rulebook
from tests.bodies import say_body
from tests.bot.desk import Desk
from tests.storage.rows import inbox_count


def queued(desk: Desk) -> list[tuple[str, str]]:
    with desk.core.db.read() as session:
        rows = session.scalars(select(Outbox).where(Outbox.state == "waiting").order_by(Outbox.id))
        return [(row.kind, row.room_id) for row in rows]


def reconcile(desk: Desk) -> int:
    with desk.core.db.unit() as session:
        return desk.core.reconciler.run(session)


def office_id(desk: Desk) -> str:
    with desk.core.db.read() as session:
        return room.office(session, "norr").id


def test_at_rest_nothing_is_to_be_done(desk: Desk) -> None:
    assert reconcile(desk) == 0
    with desk.core.db.unit() as session:
        desk.core.reconciler.everything(session)
    assert queued(desk) == []


def test_the_office_is_its_coordinators_and_each_page_one_person(desk: Desk) -> None:
    with desk.core.db.read() as session:
        rows = session.scalars(select(Room)).all()
        assert {row.kind for row in rows} == {"page", "office"}
        for row in rows:
            assert row.matrix_room is not None
            here = set(members.memberships(session, row.matrix_room))
            if row.kind == RoomKind.PAGE:
                assert row.person_id is not None
                assert here == {session.get_one(Person, row.person_id).matrix_id}
            else:
                assert here == ({"@anna:s", "@berit:s"} if row.unit_id == "norr" else {"@cia:s", "@chef:s"})


def test_whoever_is_no_coordinator_any_more_is_removed_once(desk: Desk) -> None:
    berit, office = desk.person("berit").id, office_id(desk)
    with desk.core.db.unit() as session:
        session.get_one(Person, berit).active = False
        room.mark_dirty(session, unit_id="norr")
        desk.core.reconciler.run(session)
        room.mark_dirty(session)
        desk.core.reconciler.run(session)
    assert [kind for kind, where in queued(desk) if where == office] == ["remove"]
    desk.work()
    with desk.core.db.read() as session:
        assert "@berit:s" not in desk.core.reconciler.audience(session, office)
        assert desk.core.reconciler.audience(session, office) == {"@anna:s"}


def test_a_stranger_is_removed_and_gets_no_keys_meanwhile(desk: Desk) -> None:
    office = office_id(desk)
    with desk.core.db.unit() as session:
        matrix_room = room.get(session, office).matrix_room
        assert matrix_room is not None
        members.note_membership(session, ACCOUNT, matrix_room, "@mallory:s", "join", desk.clock.now())
        room.mark_dirty(session, matrix_room=matrix_room)
        desk.core.reconciler.run(session)
        assert "@mallory:s" not in desk.core.reconciler.audience(session, office)
        assert [body for _, body in outbox.pending(session, office, RemoveBody)] == [RemoveBody(user_id="@mallory:s")]


def test_an_invitation_not_sent_yet_is_taken_back(desk: Desk) -> None:
    made = desk.add("dora", Role.COORDINATOR)
    office = office_id(desk)
    reconcile(desk)
    assert ("invite", office) in queued(desk)
    with desk.core.db.unit() as session:
        session.get_one(Person, made.id).active = False
        room.mark_dirty(session, unit_id="norr")
        desk.core.reconciler.run(session)
    assert ("invite", office) not in queued(desk)
    dropped = [row for row in desk.outbox() if row.state == "dropped" and row.room_id == office]
    assert [(row.kind, row.cause, row.body_sealed) for row in dropped] == [("invite", "not wanted any more", None)]


def test_a_page_of_somebody_without_an_account_is_not_opened(desk: Desk) -> None:
    with desk.core.db.unit() as session:
        people = People(session, "norr")
        anna = people.find("anna")
        assert anna is not None
        eva = Somebody(
            id="", unit_id="norr", handle="eva", name="Eva", role=Role.YOUTH, added_by=anna.id, approved_by=None
        )
        made = people.add(eva, now=desk.clock.now()).id
    reconcile(desk)
    assert queued(desk) == []
    with desk.core.db.unit() as session:
        People(session, "norr").bind(made, "@eva:s")
        desk.core.reconciler.run(session)
    assert [kind for kind, _ in queued(desk)] == ["open", "invite"]


def test_a_room_of_an_erased_case_can_still_be_emptied(desk: Desk) -> None:
    """Its key is gone; getting the last ones out must not need it."""
    case = desk.case("K-7F2")
    where = desk.open_case_room(case)
    desk.hear("anna", "!läge", where=where)
    with desk.core.db.unit() as session:
        assert where.matrix_room is not None
        members.note_membership(session, ACCOUNT, where.matrix_room, "@anna:s", "join", desk.clock.now())
        store = CaseStore(session, "norr", "bot", desk.clock.now(), case.id, profile=None)
        store.dispose(replace(store.case, state=State.DISPOSED))
    desk.rebuild()
    desk.work()
    with desk.core.db.read() as session:
        assert members.memberships(session, where.matrix_room) == {"@anna:s": "leave"}


def test_a_room_that_could_not_be_left_is_tried_again_the_next_day(desk: Desk) -> None:
    case = desk.case("K-7F2")
    where = desk.open_case_room(case)
    tries: list[int] = []

    def refuse(item: outbox.Item, _where: RoomView) -> None:
        if item.kind is Out.LEAVE:
            tries.append(item.id)
            raise CannotDeliver("403 M_FORBIDDEN")

    desk.server.fail = refuse
    with desk.core.db.unit() as session:
        room.give_up(session, where.id)
        desk.core.reconciler.run(session)
    desk.work()
    desk.rebuild()
    desk.work()
    assert len(tries) == 1
    for number in (2, 3):
        desk.clock.at += timedelta(days=1)
        desk.work()
        assert len(tries) == number
    assert desk.core.reconciler.unforeseen == 0


def test_nothing_is_said_and_nobody_comes_in_before_a_room_is_compared_but_people_are_removed(desk: Desk) -> None:
    office = office_id(desk)
    desk.put(office, say_body("hemligt"))
    desk.put(office, InviteBody(user_id="@cia:s"))
    desk.put(office, RemoveBody(user_id="@berit:s"))
    with desk.core.db.unit() as session:
        session.execute(update(Rulebook).values(fingerprint="an earlier release"))
    desk.rebuild()
    asyncio.run(desk.worker.run_ready())
    assert ("office", "remove", "@berit:s") in desk.server.done
    assert "hemligt" not in desk.server.said("office")
    assert ("office", "invite", "@cia:s") not in desk.server.done
    desk.work()
    assert "hemligt" in desk.server.said("office")
    assert ("office", "invite", "@cia:s") not in desk.server.done, "she is not wanted there"


def test_rooms_to_compare_have_their_turn_however_much_comes_in(desk: Desk) -> None:
    for number in range(2 * MOST_BEFORE_UPKEEP):
        desk.hear("anna", f"måla blå {number}")
    with desk.core.db.unit() as session:
        room.mark_uncompared(session)
    for _ in range(MOST_BEFORE_UPKEEP + 1):
        desk.core.work_one()
    with desk.core.db.read() as session:
        assert room.uncompared(session, desk.clock.today(), most=9) == []
        assert inbox_count(session, ACCOUNT, "new") > 0
