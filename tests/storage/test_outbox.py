"""What is still to be done on the homeserver: sealed, in order, wiped when it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from bot.messages import Out
from storage import due, outbox, stuck
from storage.body import EditBody, InviteBody, OpenBody, PinBody, RedactBody, RemoveBody
from storage.tables import Outbox, Room
from tests.bodies import say_body
from tests.storage.conftest import NOW, TODAY, World
from tests.storage.rows import ready_count

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def world(world: World) -> World:
    """In which it is certain who may be in each room."""
    with world.unit() as session:
        session.execute(update(Room).values(dirty=False, compared_on=TODAY))
    return world


def test_a_row_opens_as_it_was_put_and_keeps_its_transaction(world: World) -> None:
    with world.unit() as session:
        room = session.get_one(Room, world.office(session).id)
        number = outbox.put(session, room, say_body("Hemlighetsson"), now=NOW, tag="a:1", person_id="p")
        first, again = outbox.claim(session, number), outbox.claim(session, number)
        assert (first.body, first.tag, first.person_id, first.kind) == (say_body("Hemlighetsson"), "a:1", "p", Out.SAY)
        assert (first.txn, first.tries, again.txn, again.tries) == (again.txn, 1, first.txn, 2)
    assert b"Hemlighetsson" not in world.disk()


def test_sent_and_dropped_rows_keep_no_body(world: World) -> None:
    with world.unit() as session:
        room = session.get_one(Room, world.office(session).id)
        sent, dropped, waits = (outbox.put(session, room, say_body("a"), now=NOW) for _ in range(3))
        outbox.mark_sent(session, sent, "$1", NOW)
        outbox.drop(session, dropped, "a cause")
        assert [session.get_one(Outbox, number).body_sealed for number in (sent, dropped)] == [None, None]
        assert outbox.row_behind(session, "$1") == (sent, None)
        assert outbox.row_behind(session, "$2") is None
        assert ready_count(session, "bot", NOW) == 1
        outbox.drop_room(session, room.id, "the room is gone", kinds=(Out.EDIT,))
        assert ready_count(session, "bot", NOW) == 1
        outbox.drop_room(session, room.id, "the room is gone")
        session.expire_all()
        row = session.get_one(Outbox, waits)
        assert (row.state, row.cause, row.body_sealed) == ("dropped", "the room is gone", None)


def test_pending_rows_of_a_kind_with_their_bodies(world: World) -> None:
    with world.unit() as session:
        room = session.get_one(Room, world.office(session).id)
        first = outbox.put(session, room, RemoveBody(user_id="@a:s"), now=NOW)
        second = outbox.put(session, room, RemoveBody(user_id="@b:s"), now=NOW)
        outbox.put(session, room, InviteBody(user_id="@c:s"), now=NOW)
        outbox.claim(session, first)
        assert outbox.pending(session, room.id, RemoveBody) == [
            (first, RemoveBody(user_id="@a:s")),
            (second, RemoveBody(user_id="@b:s")),
        ]
        outbox.mark_sent(session, first, None, NOW)
        assert outbox.pending(session, room.id, RemoveBody) == [(second, RemoveBody(user_id="@b:s"))]


def test_what_shows_a_tag_is_the_newest_message_that_was_sent(world: World) -> None:
    with world.unit() as session:
        room = session.get_one(Room, world.office(session).id)
        assert outbox.shown_event(session, room.id, "a:1") is None
        one, two = (outbox.put(session, room, say_body(), now=NOW, tag="a:1") for _ in range(2))
        assert outbox.is_queued(session, room.id, "a:1")
        outbox.mark_sent(session, one, "$1", NOW)
        assert outbox.shown_event(session, room.id, "a:1") == "$1"
        outbox.mark_sent(session, two, "$2", NOW)
        assert not outbox.is_queued(session, room.id, "a:1")
        edit = outbox.put(session, room, EditBody(plain="", html=""), now=NOW, tag="a:1")
        outbox.mark_sent(session, edit, "$3", NOW)
        assert outbox.shown_event(session, room.id, "a:1") == "$2"
        assert outbox.shown_event(session, world.office(session, "syd").id, "a:1") is None


def test_the_newest_tag_that_begins_so_and_whether_anybody_got_it(world: World) -> None:
    with world.unit() as session:
        room = session.get_one(Room, world.office(session).id)
        assert outbox.newest_tag(session, room.id, "change:m1:") is None
        first = outbox.put(session, room, say_body(), now=NOW, tag="change:m1:m0:2026-11-23")
        outbox.put(session, room, say_body(), now=NOW, tag="change:m10:m0:2026-11-23")
        outbox.mark_sent(session, first, "$1", NOW)
        earlier = outbox.Tagged(id=first, tag="change:m1:m0:2026-11-23", is_dropped=False)
        assert outbox.newest_tag(session, room.id, "change:m1:") == earlier
        second = outbox.put(session, room, say_body(), now=NOW, tag="change:m1:m0:2026-11-24")
        later = outbox.Tagged(id=second, tag="change:m1:m0:2026-11-24", is_dropped=False)
        assert outbox.newest_tag(session, room.id, "change:m1:") == later
        outbox.drop(session, second, "what it asks about is over")
        assert outbox.newest_tag(session, room.id, "change:m1:") == replace(later, is_dropped=True)
        assert outbox.newest_tag(session, room.id, "change:m_:") is None
        assert outbox.newest_tag(session, room.id, "change:M1:") is None


def test_the_report_that_a_row_fails_is_known_whatever_became_of_it(world: World) -> None:
    with world.unit() as session:
        assert not outbox.was_failing(session, 7)
        due.schedule(session, unit_id="norr", kind=outbox.FAILING, subject="7", at=NOW)
        assert outbox.was_failing(session, 7)
        due.cancel(session, "a cause", kind=outbox.FAILING, subject="7")
        assert outbox.was_failing(session, 7)
        assert not outbox.was_failing(session, 77)


def test_what_waits_for_its_hour_and_what_wakes_us(world: World) -> None:
    with world.unit() as session:
        room = session.get_one(Room, world.office(session).id)
        outbox.put(session, room, say_body(), now=NOW)
        outbox.put(session, room, say_body(), now=NOW, not_before=LATER)
        assert outbox.next_at(session, "bot") == NOW
        assert outbox.next_at(session, "bot", NOW) == LATER
        assert outbox.next_at(session, "bot", LATER) is None
        assert outbox.next_at(session, "another") is None


def test_what_somebody_got_today(world: World) -> None:
    with world.unit() as session:
        room = session.get_one(Room, world.office(session).id)
        for person, urgency in (("p", "reminder"), ("p", "reminder"), ("p", "question"), ("q", "reminder")):
            outbox.put(session, room, say_body(), now=NOW, person_id=person, urgency=urgency)
        outbox.drop(session, 1, "not any more")
        assert outbox.sent_count(session, "p", "reminder", NOW) == 1
        assert outbox.sent_count(session, "p", "reminder", LATER) == 0


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_looking_for_what_is_ready_uses_the_index(world: World) -> None:
    seen: list[str] = []
    with world.unit() as session:
        raw = session.connection().connection.driver_connection
        assert raw is not None
        raw.set_trace_callback(seen.append)
        outbox.ready(session, "bot", NOW)
        raw.set_trace_callback(None)
        (statement,) = seen
        plan = [row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {statement}".replace(":", r"\:")))]
        # Only open rows are looked at, also when asking what stands before one: never all that a room was ever sent
        searches = [step for step in plan if "outbox" in step]
        assert len(searches) == 4, plan  # the rows; by room what stands before them, who waits, what is held
        assert "ix_outbox_next" in searches[0], plan
        assert all("ix_outbox_unsent (room_id=?)" in step for step in searches[1:]), plan


def ready(session: Session, at: datetime, **more: frozenset[str]) -> list[int]:
    return [one.id for one in outbox.ready(session, "bot", at, **more)]


def test_ready_is_the_next_row_of_each_room(world: World) -> None:
    with world.unit() as session:
        norr, syd = (session.get_one(Room, world.office(session, unit).id) for unit in ("norr", "syd"))
        first = outbox.put(session, norr, say_body(), now=NOW)
        outbox.put(session, norr, say_body(), now=NOW)
        other = outbox.put(session, syd, say_body(), now=NOW)
        assert ready(session, NOW) == [first, other]
        assert ready(session, NOW, busy=frozenset({norr.id})) == [other]
        assert outbox.ready(session, "another account", NOW) == []


def test_a_removal_holds_its_room_up_even_before_its_time(world: World) -> None:
    with world.unit() as session:
        norr, syd = (session.get_one(Room, world.office(session, unit).id) for unit in ("norr", "syd"))
        removal = outbox.put(session, norr, RemoveBody(user_id="@a:s"), now=NOW, not_before=LATER)
        outbox.put(session, norr, say_body(), now=NOW)
        other = outbox.put(session, syd, say_body(), now=NOW)
        assert ready(session, NOW) == [other]
        assert ready(session, LATER) == [removal, other]


def test_removals_do_not_wait_for_each_other(world: World) -> None:
    with world.unit() as session:
        norr = session.get_one(Room, world.office(session, "norr").id)
        one, two = (outbox.put(session, norr, RemoveBody(user_id="@a:s"), now=NOW) for _ in range(2))
        outbox.put(session, norr, say_body(), now=NOW)
        outbox.postpone(session, one, LATER, "a cause", NOW)
        assert ready(session, NOW) == [two]


def test_nothing_is_done_in_a_room_before_it_is_there_whenever_its_making_was_planned(world: World) -> None:
    with world.unit() as session:
        norr = session.get_one(Room, world.office(session, "norr").id)
        for body in (InviteBody(user_id="@a:s"), say_body()):
            outbox.put(session, norr, body, now=NOW)
        opening = outbox.put(session, norr, OpenBody(), now=NOW)
        assert ready(session, NOW) == [opening]
        outbox.postpone(session, opening, LATER, "a cause", NOW)
        assert ready(session, NOW) == []


def test_nobody_waits_for_an_invitation(world: World) -> None:
    with world.unit() as session:
        norr = session.get_one(Room, world.office(session, "norr").id)
        one, two = (outbox.put(session, norr, InviteBody(user_id="@a:s"), now=NOW) for _ in range(2))
        said = outbox.put(session, norr, say_body(), now=NOW)
        assert ready(session, NOW) == [one, two, said]
        assert ready(session, NOW, busy=frozenset({norr.id})) == [one, two]
        outbox.postpone(session, one, LATER, "502 M_UNKNOWN", NOW)
        assert ready(session, NOW) == [two, said]


def test_what_somebody_was_told_of_holds_up_only_what_needs_it(world: World) -> None:
    with world.unit() as session:
        norr = session.get_one(Room, world.office(session, "norr").id)
        failing = outbox.put(session, norr, say_body(), now=NOW, tag="a:1")
        edit = outbox.put(session, norr, EditBody(plain="", html=""), now=NOW, tag="a:1")
        words = outbox.put(session, norr, say_body(), now=NOW)
        outbox.claim(session, failing)
        outbox.postpone(session, failing, LATER, "bug", NOW)
        assert ready(session, NOW) == [], "until then words keep their order"
        outbox.note_told(session, [failing], NOW)
        outbox.drop(session, edit, "a test")
        assert ready(session, NOW) == [words]
        assert ready(session, LATER) == [failing], "at its next try it goes first again"
        other = outbox.put(session, norr, EditBody(plain="", html=""), now=NOW, tag="a:1")
        outbox.mark_sent(session, words, None, NOW)
        assert ready(session, NOW) == []
        outbox.mark_sent(session, failing, "$1", NOW)
        assert ready(session, NOW) == [other]


def test_what_makes_or_empties_a_room_holds_up_all_the_same(world: World) -> None:
    with world.unit() as session:
        norr = session.get_one(Room, world.office(session, "norr").id)
        removal = outbox.put(session, norr, RemoveBody(user_id="@a:s"), now=NOW)
        outbox.put(session, norr, say_body(), now=NOW)
        outbox.claim(session, removal)
        outbox.postpone(session, removal, LATER, "502 M_UNKNOWN", NOW)
        outbox.note_told(session, [removal], NOW)
        assert ready(session, NOW) == []


def test_a_row_that_waits_says_why_and_since_when(world: World) -> None:
    with world.unit() as session:
        norr = session.get_one(Room, world.office(session, "norr").id)
        planned = outbox.put(session, norr, say_body(), now=NOW, not_before=LATER)
        held = outbox.put(session, norr, say_body(), now=NOW)
        outbox.claim(session, held)
        outbox.hold(session, held, LATER, outbox.NOBODY_READS, NOW)
        outbox.hold(session, held, LATER + timedelta(hours=1), outbox.NOBODY_READS, LATER)
        session.expire_all()
        assert session.get_one(Outbox, planned).cause == outbox.UNTIL_ITS_TIME
        row = session.get_one(Outbox, held)
        assert (row.cause, row.waits_since) == (outbox.NOBODY_READS, NOW)
        listed = stuck.waiting(session, "bot", LATER - timedelta(minutes=1), TODAY)
        assert [(one.id, one.cause, one.mends) for one in listed] == [(held, outbox.NOBODY_READS, stuck.Mends.COME_IN)]


def test_taking_a_message_away_waits_for_nothing_that_fails(world: World) -> None:
    with world.unit() as session:
        norr = session.get_one(Room, world.office(session, "norr").id)
        removal = outbox.put(session, norr, RemoveBody(user_id="@a:s"), now=NOW)
        failing, words = (outbox.put(session, norr, say_body(), now=NOW) for _ in range(2))
        one, two = (outbox.put(session, norr, RedactBody(event_id="$1"), now=NOW) for _ in range(2))
        of_a_burst = outbox.put(session, norr, RedactBody(event_id="$1"), now=NOW, rank=6)
        assert ready(session, NOW) == [removal, one]
        outbox.postpone(session, removal, LATER, "a cause", NOW)
        assert ready(session, NOW) == [one]
        outbox.postpone(session, one, LATER, "a cause", NOW)
        assert ready(session, NOW) == [two], "nor for another that fails"
        outbox.mark_sent(session, two, None, NOW)
        assert ready(session, NOW) == [of_a_burst]
        for done in (removal, one):
            outbox.mark_sent(session, done, None, NOW)
        outbox.postpone(session, failing, LATER, "a cause", NOW)
        assert ready(session, NOW) == [of_a_burst], "words keep their order"
        outbox.mark_sent(session, failing, None, NOW)
        assert ready(session, NOW) == [words, of_a_burst]


def test_taking_a_message_away_waits_for_its_room_to_be_there(world: World) -> None:
    with world.unit() as session:
        norr = session.get_one(Room, world.office(session, "norr").id)
        redaction = outbox.put(session, norr, RedactBody(event_id="$1"), now=NOW)
        opening = outbox.put(session, norr, OpenBody(), now=NOW)
        assert ready(session, NOW) == [opening]
        outbox.postpone(session, opening, LATER, "a cause", NOW)
        assert ready(session, NOW) == []
        outbox.mark_sent(session, opening, None, NOW)
        assert ready(session, NOW) == [redaction]


def test_of_the_rooms_those_go_first_in_which_somebody_waits(world: World) -> None:
    """Within a room words keep their order, whatever waits behind them."""
    with world.unit() as session:
        norr, syd = (session.get_one(Room, world.office(session, unit).id) for unit in ("norr", "syd"))
        other = outbox.put(session, syd, say_body(), now=NOW, urgency="reminder")
        question = outbox.put(session, norr, say_body(), now=NOW, urgency="question")
        soon = NOW + timedelta(seconds=1)
        assert ready(session, soon) == [other, question]
        answer = outbox.put(session, norr, say_body(), now=soon, urgency="answer")
        assert ready(session, soon) == [question, other]
        outbox.mark_sent(session, question, None, soon)
        assert ready(session, soon) == [answer, other]
        outbox.put(session, syd, say_body(), now=soon, urgency="alarm")
        assert ready(session, soon) == [other, answer]


def test_nothing_waits_for_what_waits_for_it(world: World) -> None:
    """An answer put while a message and its pin are still to be sent once waited for the pin, the pin for the message,
    and the message for the answer."""
    with world.unit() as session:
        norr = session.get_one(Room, world.office(session, "norr").id)
        soon = NOW + timedelta(seconds=1)
        numbers = [
            outbox.put(session, norr, say_body(), now=NOW, urgency="notice"),
            outbox.put(session, norr, PinBody(tag="scope"), now=NOW, urgency="notice"),
            outbox.put(session, norr, say_body(), now=soon, urgency="answer"),
            outbox.put(session, norr, say_body(), now=soon, urgency="alarm"),
        ]
        for number in numbers:
            assert ready(session, soon) == [number]
            outbox.mark_sent(session, number, None, soon)
