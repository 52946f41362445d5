"""What is over and old goes; what is needed to know it again stays, and so does what is not over."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.messages import Kind, Out
from bot.rules.audit import Action
from bot.rules.room import RoomKind, RoomState
from storage import (
    asked_in_room,
    audit,
    device,
    due,
    fading,
    inbox,
    keys,
    member,
    outbox,
    pruning,
    question,
    room,
    sealed,
)
from storage.body import EditBody, InviteBody
from storage.db import Database
from storage.pruning import Keeping, Pruning
from storage.sealed import Vault
from storage.tables import (
    AskedInRoom,
    Base,
    Device,
    Due,
    Heard,
    Inbox,
    Member,
    Outbox,
    Question,
    Room,
    Spoken,
    Unprompted,
)
from tests.bodies import say_body
from tests.storage.conftest import LAPTOP, NOW, PETRA, PHONE, World
from tests.storage.making import said

DAYS = timedelta(days=90)
KEEPING = Keeping(inbox=DAYS, outbox=DAYS, question=DAYS, due=DAYS)
LATER = NOW + timedelta(days=100)


def prune(world: World, now: datetime = LATER, keeping: Keeping = KEEPING) -> None:
    """A whole round, in as many units as it takes."""
    going = Pruning(keeping, now)
    is_more_left = True
    while is_more_left:
        with world.unit() as session:
            is_more_left = going.go_on(session, seconds=0)


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def hear(world: World, *event_ids: str, **more: Any) -> None:
    """Events that came in and were handled."""
    with world.unit() as session:
        here = session.get_one(Room, world.office(session).id)
        for index, event_id in enumerate(event_ids):
            known: dict[str, Any] = {"session_id": "s", "message_index": index, **more}
            number = inbox.add(session, here, said(event_id, **known))
            assert number is not None
            inbox.mark_done(session, number)


def send(session: Session, where: Room, tag: str | None = None, *, kind: str = "say", at: datetime = NOW) -> int:
    """A message that was sent; its event is called as its number."""
    body = EditBody(plain="hej", html="hej") if kind == "edit" else say_body("hej")
    number = outbox.put(session, where, body, now=at, tag=tag)
    outbox.mark_sent(session, number, f"${number}", at)
    return number


def test_an_event_that_comes_again_is_known_after_its_row_is_gone(world: World) -> None:
    hear(world, "$1", "$2", "$3")
    prune(world)
    with world.unit() as session:
        here = session.get_one(Room, world.office(session).id)
        assert (count(session, Inbox), count(session, Heard)) == (1, 2)  # the newest of its sender stays
        for event_id in ("$1", "$2", "$3"):
            assert inbox.add(session, here, said(event_id, session_id="another", message_index=7)) is None
        for index in range(3):
            assert inbox.add(session, here, said("$forged", session_id="s", message_index=index)) is None
        assert inbox.add(session, here, said("$4", session_id="s", message_index=3)) is not None


def test_what_is_kept_of_an_event_tells_nothing_of_it(world: World) -> None:
    hear(world, "$1", "$2")
    prune(world)
    with world.unit() as session:
        [kept] = session.scalars(select(Heard))
        assert {len(part) for part in (kept.event, kept.ciphertext or b"", kept.sender)} == {16}


def test_a_change_of_an_old_message_is_known_for_one_by_whoever_wrote_it(world: World) -> None:
    hear(world, "$1", "$2")
    hear(world, "$tap", "$3", kind=Kind.REACTION, about="$x", session_id=None, message_index=None)
    prune(world)
    with world.unit() as session:
        assert inbox.was_heard(session, "bot", "$1", "@anna:s")
        assert not inbox.was_heard(session, "bot", "$1", "@berit:s")
        assert not inbox.was_heard(session, "bot", "$other", "@anna:s")
        assert inbox.is_reaction(session, "bot", "$tap")
        assert not inbox.is_reaction(session, "bot", "$1")


def test_words_that_made_no_sense_may_be_said_anew_long_after(world: World) -> None:
    hear(world, "$1", "$2", "$3")
    with world.unit() as session:
        session.execute(update(Inbox).where(Inbox.event_id != "$2").values(reference=inbox.REFUSED))
    prune(world)
    with world.unit() as session:
        assert [inbox.is_refused(session, "bot", event_id) for event_id in ("$1", "$2", "$3")] == [True, False, True]
        inbox.clear_refused(session, "bot", "$1")
        assert not inbox.is_refused(session, "bot", "$1")


def test_when_somebody_was_heard_last_stays_known(world: World) -> None:
    hear(world, "$1", seen_at=NOW - timedelta(days=1))
    hear(world, "$2", session_id="t")
    hear(world, "$3", sender="@berit:s", session_id="u")
    prune(world)
    with world.unit() as session:
        assert inbox.last_from(session, "bot", "@anna:s") == NOW
        assert inbox.last_from(session, "bot", "@berit:s") == NOW
        assert count(session, Inbox) == 2


def test_what_is_not_handled_or_not_old_stays(world: World) -> None:
    hear(world, "$old", "$aside", "$new", "$waiting", "$newest")
    hear(world, "$lately", seen_at=LATER - DAYS, session_id="t")
    with world.unit() as session:
        for state in ("new", "waiting", "aside"):
            session.execute(update(Inbox).where(Inbox.event_id == f"${state}").values(state=state))
    prune(world)
    with world.unit() as session:
        assert set(session.scalars(select(Inbox.event_id))) == {"$new", "$waiting", "$lately"}


def test_a_reply_to_an_old_message_or_a_tap_on_it_is_known_for_one(world: World) -> None:
    with world.unit() as session:
        here = session.get_one(Room, world.office(session).id)
        plain = send(session, here)
        first, second = send(session, here, "goes:1"), send(session, here, "goes:1")
        send(session, here, "goes:1", kind="edit")
        outbox.disturb(session, plain, ["p"])
    prune(world)
    with world.unit() as session:
        where = world.office(session).id
        for number, tag in ((plain, None), (first, "goes:1"), (second, "goes:1")):
            assert inbox.is_ours(session, f"${number}")
            assert outbox.row_behind(session, f"${number}") == (number, tag)
        assert outbox.shown_event(session, where, "goes:1") == f"${second}"
        assert set(session.scalars(select(Outbox.id))) == {second}
        assert (count(session, Spoken), count(session, Unprompted)) == (2, 0)


def test_of_each_tag_the_newest_that_was_sent_stays_and_the_newest_that_nobody_got(world: World) -> None:
    with world.unit() as session:
        here = session.get_one(Room, world.office(session).id)
        sent = [send(session, here, "plan:1") for _ in range(2)]
        dropped = [outbox.put(session, here, say_body(), now=NOW, tag="plan:1") for _ in range(2)]
        for number in dropped:
            outbox.drop(session, number, "a test")
        invited = [
            outbox.put(
                session, here, InviteBody(user_id="@a:s"), now=NOW, tag=outbox.invitation_tag("p", is_opening=yes)
            )
            for yes in (True, False, True)
        ]
        for number in invited:
            outbox.mark_sent(session, number, None, NOW)
    prune(world)
    with world.unit() as session:
        assert set(session.scalars(select(Outbox.id))) == {sent[1], dropped[1], *invited[1:]}
        newest = outbox.newest_tag(session, world.office(session).id, "plan:")
        assert newest is not None
        assert newest.is_dropped
        assert outbox.came_with_opening(session, world.office(session).id, "p")


def test_a_message_stays_as_long_as_its_question_and_then_is_known_for_one(world: World) -> None:
    anna = world.person("anna")
    with world.unit() as session:
        where = world.office(session)
        here = session.get_one(Room, where.id)
        asked = [_ask(session, here, anna.id, lasts=timedelta(days=days)) for days in (1, 1, 1, 60)]
        for question_id in asked[:3]:
            question.close_one(session, question_id, "answered")
        messages = [session.get_one(Question, number).outbox_id or 0 for number in asked]
    prune(world)
    with world.unit() as session:
        assert set(session.scalars(select(Outbox.id))) == {messages[3]}
        assert set(session.scalars(select(Question.id))) == {
            asked[2],
            asked[3],
        }  # the newest that ended so; the open one
        assert outbox.row_behind(session, f"${messages[0]}") == (messages[0], pruning.QUESTION)
    prune(world, LATER + timedelta(days=60))
    with world.unit() as session:
        assert set(session.scalars(select(Question.id))) == {asked[2], asked[3]}  # nobody has expired the last


def _ask(session: Session, here: Room, person_id: str | None, *, lasts: timedelta) -> int:
    message = send(session, here)
    return question.ask(
        session,
        room.view(here),
        person_id=person_id,
        asker="x",
        command="meeting_answer",
        words={},
        agreed=frozenset(),
        field=None,
        digest=None,
        case_id=None,
        outbox_id=message,
        now=NOW,
        lasts=lasts,
    )


def test_a_question_for_a_second_person_goes_when_it_is_over(world: World) -> None:
    with world.unit() as session:
        here = session.get_one(Room, world.office(session).id)
        number = _ask(session, here, None, lasts=timedelta(days=7))
        question.close_one(session, number, "expired")
    prune(world)
    with world.unit() as session:
        assert (count(session, Question), count(session, Outbox)) == (0, 0)


def test_that_somebody_may_have_heard_of_a_meeting_is_not_forgotten(world: World) -> None:
    """The words of an old question are gone, so nobody knows what it was about: they may have been told."""
    anna = world.person("anna")
    with world.unit() as session:
        here = session.get_one(Room, world.office(session).id)
        _ask(session, here, anna.id, lasts=timedelta(days=1))
        question.expire(session, NOW + timedelta(days=2))
    prune(world)
    with world.unit() as session:
        about = question.asked_about(session, world.office(session).id, anna.id, "meeting_answer", ("meeting", "1"))
        assert about.may_know
        assert session.scalar(select(Question.state)) == "expired"


def test_emoji_stay_while_they_are_offered_and_until_they_are_taken_away(world: World) -> None:
    with world.unit() as session:
        where = world.office(session)
        here = session.get_one(Room, where.id)
        outbox.put_seeds(session, where, "goes:1", ["✅"], now=NOW)
        seed = session.scalars(select(Outbox.id)).one()
        outbox.mark_sent(session, seed, "$seed", NOW)
    prune(world)
    with world.unit() as session:
        assert set(session.scalars(select(Outbox.id))) == {seed}
        outbox.put_seeds(session, world.office(session), "goes:1", [], now=LATER)
    prune(world)
    with world.unit() as session:
        unseed = session.scalars(select(Outbox.id).where(Outbox.kind == Out.UNSEED)).one()
        assert outbox.event_of(session, seed) == "$seed"
        outbox.mark_sent(session, unseed, "$unseed", LATER)
    prune(world)
    with world.unit() as session:
        assert set(session.scalars(select(Outbox.id))) == {unseed}
        assert here.id == world.office(session).id


def test_what_somebodys_next_words_may_answer_stays(world: World) -> None:
    with world.unit() as session:
        here = session.get_one(Room, world.office(session).id)
        number = send(session, here)
        session.add(AskedInRoom(room_id=here.id, person_id="p", outbox_id=number, takes="state", until=LATER + DAYS))
    prune(world)
    with world.unit() as session:
        asked = asked_in_room.of_person(session, world.office(session).id, "p")
        assert asked is not None
        assert asked.event_id == f"${number}"


def test_a_page_is_cleared_of_what_was_said_long_ago_too(world: World) -> None:
    anna = world.person("anna")
    with world.unit() as session:
        page = session.get_one(Room, room.page(session, anna.id).id)
        old = [send(session, page), send(session, page, kind="edit"), send(session, page)]
    prune(world)
    with world.unit() as session:
        page = session.get_one(Room, room.page(session, anna.id).id)
        lately = send(session, page, at=LATER)
        assert fading.take_all(session, room.view(page)) == [f"${number}" for number in (*old, lately)]
        assert fading.take_all(session, room.view(page)) == []


def test_edits_elsewhere_leave_no_trace(world: World) -> None:
    with world.unit() as session:
        send(session, session.get_one(Room, world.office(session).id), kind="edit")
    prune(world)
    with world.unit() as session:
        assert (count(session, Outbox), count(session, Spoken)) == (0, 0)


def test_what_is_still_to_be_sent_stays_with_the_report_that_it_fails(world: World) -> None:
    with world.unit() as session:
        here = session.get_one(Room, world.office(session).id)
        stuck = outbox.put(session, here, say_body(), now=NOW)
        gone = send(session, here)
        for number in (stuck, gone):
            due.schedule(session, unit_id="norr", kind=outbox.FAILING, subject=str(number), at=NOW)
        due.schedule(session, unit_id="norr", kind="other", subject="1", at=NOW)
        due.schedule(session, unit_id="norr", kind="other", subject="2", at=LATER - DAYS)
        session.execute(update(Due).values(state="done"))
        due.schedule(session, unit_id="norr", kind="other", subject="3", at=NOW)
    prune(world)
    with world.unit() as session:
        assert set(session.scalars(select(Outbox.id))) == {stuck}
        assert set(session.scalars(select(Due.subject))) == {str(stuck), "2", "3"}
        assert outbox.was_failing(session, stuck)


def test_of_a_room_that_is_left_nothing_is_known(world: World) -> None:
    anna = world.person("anna")
    hear(world, "$1", "$2")
    with world.unit() as session:
        page = session.get_one(Room, room.page(session, anna.id).id)
        page.matrix_room = "!page"
        member.note_membership(session, "bot", "!page", "@anna:s", "join", NOW)
        for index in range(3):
            number = inbox.add(session, page, said(f"$page{index}", session_id="p", message_index=index))
            inbox.mark_done(session, number or 0)
        send(session, page)
    prune(world)
    with world.unit() as session:
        assert count(session, Member) == 1
        known = count(session, Heard)
        room.set_state(session, page.id, RoomState.LEFT)
    prune(world)
    with world.unit() as session:
        assert (count(session, Member), count(session, Spoken)) == (0, 0)
        assert 0 < count(session, Heard) < known


@pytest.mark.usefixtures("petra")
def test_the_devices_of_those_who_are_nobody_are_forgotten(world: World) -> None:
    with world.unit() as session:
        for handle in ("stranger", "invited"):
            user_id = f"@{handle}:s"
            device.replace(session, "bot", user_id, [replace(LAPTOP, user_id=user_id)])
        device.replace(session, "bot", "@lost:s", [replace(one, user_id="@lost:s") for one in (LAPTOP, PHONE)])
        device.mark_lost(session, "bot", "@lost:s", ["PHONE"])
        here = session.get_one(Room, world.office(session).id)
        here.matrix_room = "!office"
        member.note_membership(session, "bot", "!office", "@invited:s", "invite", NOW)
    prune(world)
    with world.unit() as session:
        left = select(Device.user_id, Device.device_id).order_by(Device.user_id, Device.device_id)
        assert [tuple(one) for one in session.execute(left)] == [
            ("@invited:s", "LAPTOP"),
            ("@lost:s", "PHONE"),
            (PETRA, "LAPTOP"),
            (PETRA, "PHONE"),
        ]


def test_killed_between_any_two_steps_it_is_the_same_in_the_end(world: World) -> None:
    with world.unit() as session:
        here = session.get_one(Room, world.office(session).id)
        for number in range(450):
            send(session, here, f"t:{number % 7}")
    hear(world, *(f"${number}e" for number in range(450)))
    for steps in range(1, 9):
        going = Pruning(KEEPING, LATER)
        for _ in range(steps):
            with world.unit() as session:
                going.go_on(session, seconds=0)
        with pytest.raises(ConnectionError), world.unit() as session:  # all that this unit did is undone
            going.go_on(session, seconds=0)
            raise ConnectionError
    prune(world)
    with world.unit() as session:
        assert (count(session, Outbox), count(session, Spoken)) == (7, 443)
        assert (count(session, Inbox), count(session, Heard)) == (1, 449)


def test_an_id_that_a_homeserver_gives_twice_stops_nothing(world: World) -> None:
    with world.unit() as session:
        here = session.get_one(Room, world.office(session).id)
        numbers = [send(session, here) for _ in range(3)]
        session.execute(update(Outbox).values(event_id="$same"))
    prune(world)
    with world.unit() as session:
        here = session.get_one(Room, world.office(session).id)
        again = send(session, here)
        session.execute(update(Outbox).where(Outbox.id == again).values(event_id="$same"))
    prune(world)
    with world.unit() as session:
        assert (count(session, Outbox), count(session, Spoken)) == (0, 1)
        assert outbox.row_behind(session, "$same") == (numbers[-1], None)


@pytest.mark.long
@pytest.mark.postgres
def test_on_postgresql_it_is_the_same(postgres: str) -> None:
    with closing(Database(postgres, Vault.fresh())) as db:
        Base.metadata.create_all(db.engine)
        try:
            with db.unit() as session:
                keys.open_account(session, "bot", "@bot:s", "DEVICE")
                room.add(
                    session,
                    account_id="bot",
                    unit_id="norr",
                    kind=RoomKind.OFFICE,
                    key_id=sealed.make_key(session, "unit"),
                )
                here = session.get_one(Room, room.office(session, "norr").id)
                for index in range(3):
                    number = inbox.add(session, here, said(f"${index}e", session_id="s", message_index=index))
                    inbox.mark_done(session, number or 0, reference=inbox.REFUSED)
                sent = [send(session, here, "goes:1") for _ in range(3)]
                _ask(session, here, "p", lasts=timedelta(days=1))
                question.expire(session, LATER)
                due.schedule(session, unit_id="norr", kind="a", subject="1", at=NOW)
                due.cancel(session, "a test", kind="a")
                device.replace(session, "bot", "@nobody:s", [replace(LAPTOP, user_id="@nobody:s")])
                for _ in range(2):
                    audit.write(session, at=NOW, unit_id="norr", actor="bot", action=Action.CASE_CLOSED)
            going = Pruning(replace(KEEPING, audit=timedelta(days=10)), LATER)
            is_more_left = True
            while is_more_left:
                with db.unit() as session:
                    is_more_left = going.go_on(session, seconds=0)
            with db.unit() as session:
                counts = [count(session, table) for table in (Inbox, Heard, Outbox, Spoken, Question, Due, Device)]
                assert counts == [1, 2, 1, 3, 1, 0, 0]
                here = session.get_one(Room, here.id)
                assert inbox.add(session, here, said("$new", session_id="s", message_index=0)) is None
                assert outbox.row_behind(session, f"${sent[0]}") == (sent[0], "goes:1")
                assert inbox.is_refused(session, "bot", "$0e")
                assert len(fading.take_all(session, room.view(here))) == 4
                assert audit.checkpoint(session) is not None
                assert list(audit.broken_links(session)) == []
        finally:
            Base.metadata.drop_all(db.engine)
