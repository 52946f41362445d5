"""Events addressed to the bot: each once, sealed, wiped when handled; ordinary chat never."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.messages import Kind
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage import inbox, outbox, sealed
from storage.tables import Inbox, Room
from tests.bodies import say_body
from tests.storage.conftest import NOW, World
from tests.storage.making import said
from tests.storage.rows import inbox_count


def add(
    world: World,
    session: Session,
    event_id: str,
    text: str = "Hemlighetsson",
    *,
    unit: str = "norr",
    state: str = "new",
    **more: Any,
) -> int | None:
    office = session.get_one(Room, world.office(session, unit).id)
    return inbox.add(session, office, said(event_id, text, **more), state=state)


def test_rows_come_in_order_and_open_again(world: World) -> None:
    with world.unit() as session:
        first, second = add(world, session, "$1", "ett", about="$0"), add(world, session, "$2", "två")
        found = inbox.next_new(session, "bot")
        assert found is not None
        assert (found.id, found.body, found.about, found.verified, found.kind) == (first, "ett", "$0", True, Kind.TEXT)
        inbox.mark_done(session, found.id)
        found = inbox.next_new(session, "bot")
        assert found is not None
        assert (found.id, found.body) == (second, "två")
        inbox.mark_done(session, found.id, reference="ABC")
        assert inbox.next_new(session, "bot") is None
        assert inbox_count(session, "bot", "done") == 2


def test_an_event_and_a_ciphertext_come_once(world: World) -> None:
    with world.unit() as session:
        assert add(world, session, "$1", session_id="s", message_index=0) is not None
        assert add(world, session, "$1") is None
        assert add(world, session, "$2", session_id="s", message_index=0) is None  # replayed under another id
        assert add(world, session, "$3", session_id="s", message_index=1) is not None
        inbox.mark_done(session, 1)
        assert add(world, session, "$1") is None  # handled long ago


def test_the_text_is_sealed_and_wiped(world: World) -> None:
    with world.unit() as session:
        number = add(world, session, "$1")
    assert number is not None
    assert b"Hemlighetsson" not in world.disk()
    with world.unit() as session:
        inbox.mark_done(session, number)
    with world.unit() as session:
        row = session.get_one(Inbox, number)
        assert row.body_sealed is None
        assert inbox.body(session, row) == ""


def test_a_row_that_keeps_failing_is_set_aside_and_wiped(world: World) -> None:
    with world.unit() as session:
        number = add(world, session, "$1")
        assert number is not None
        assert [inbox.note_failure(session, number, ref, most_tries=3) for ref in ("A", "B", "C")] == [
            False,
            False,
            True,
        ]
        row = session.get_one(Inbox, number)
        assert (row.state, row.reference, row.body_sealed) == ("aside", "C", None)
        assert inbox.next_new(session, "bot") is None


def test_what_waits_for_its_key_too_long_becomes_unreadable(world: World) -> None:
    with world.unit() as session:
        number = add(world, session, "$1", '{"ciphertext": 1}', state="waiting", session_id="s")
        add(world, session, "$2", state="waiting", session_id="s", seen_at=NOW + timedelta(minutes=4))
        assert inbox.next_new(session, "bot") is None
        assert len(inbox.waiting(session, "bot")) == 2
        assert inbox.waiting(session, "bot", "!another:s") == []
        assert inbox.give_up_waiting(session, "bot", NOW + timedelta(minutes=1)) == [number]
        found = inbox.next_new(session, "bot")
        assert found is not None
        assert (found.kind, found.body) == (Kind.UNREADABLE, "")


def test_what_cannot_be_read_is_told_once_for_each_sender_and_room(world: World) -> None:
    with world.unit() as session:
        rows = [add(world, session, f"$a{number}", "{}", state="waiting", session_id="s") for number in range(3)]
        of_berit = add(world, session, "$b", "{}", state="waiting", session_id="s", sender="@berit:s")
        elsewhere = add(world, session, "$c", "{}", state="waiting", session_id="s", unit="syd")
        told = inbox.give_up_waiting(session, "bot", NOW + timedelta(minutes=1))
        assert told == [rows[0], of_berit, elsewhere]
        assert inbox_count(session, "bot") == 3
        assert inbox.waiting(session, "bot") == []
        assert session.scalars(select(Inbox).where(Inbox.body_sealed.is_not(None))).all() == []


def test_whoever_asks_much_does_not_keep_others_waiting(world: World) -> None:
    """Senders in turn; but what is said in a room, and what somebody says, is handled in order."""
    with world.unit() as session:
        for number in range(4):
            add(world, session, f"$m{number}", f"m{number}", sender="@mallory:s")
        add(world, session, "$a0", "a0", unit="syd")
        add(world, session, "$b0", "b0", sender="@berit:s")  # said after Mallory, in the same room
        add(world, session, "$a1", "a1")  # in Mallory's room, and after a0
        add(world, session, "$m4", "m4", sender="@mallory:s", unit="syd")
        order, served = [], dict[str, int]()
        while (row := inbox.next_new(session, "bot", served)) is not None:
            order.append(row.body)
            served[row.sender] = len(order)
            inbox.mark_done(session, row.id)
        assert order == ["m0", "a0", "m1", "m2", "m3", "b0", "a1", "m4"]


def test_what_youths_and_guardians_wrote_comes_before_all_else(world: World) -> None:
    """After a night in which the bot was away much has come, and a cry must not wait for a list of cases."""
    alex, mona = world.person("alex", role=Role.YOUTH), world.person("mona", role=Role.GUARDIAN)
    world.person("anna")
    with world.unit() as session:
        for number in range(3):
            add(world, session, f"$o{number}", f"o{number}", sender="@anna:s")
        for who, text in ((mona, "m"), (alex, "a0"), (alex, "a1")):
            page = session.get_one(Room, world.unit_store(session).page(who.id).id)
            inbox.add(session, page, said(f"${text}", text, sender=who.matrix_id))
        order, served = [], dict[str, int]()
        while (row := inbox.next_new(session, "bot", served)) is not None:
            order.append(row.body)
            served[row.sender] = len(order)
            inbox.mark_done(session, row.id)
        assert order == ["m", "a0", "a1", "o0", "o1", "o2"]


def test_a_row_whose_key_is_gone_is_unreadable(world: World) -> None:
    with world.unit() as session:
        add(world, session, "$1")
        sealed.destroy_key(session, session.get_one(Room, world.office(session).id).key_id)
        found = inbox.next_new(session, "bot")
        assert found is not None
        assert (found.kind, found.body) == (Kind.UNREADABLE, "")


def test_a_row_moved_to_another_event_does_not_open(world: World) -> None:
    with world.unit() as session:
        add(world, session, "$1", "ett")
        add(world, session, "$2", "två")
        one, two = session.scalars(select(Inbox).order_by(Inbox.id))
        one.body_sealed = two.body_sealed
        session.flush()
        with pytest.raises(sealed.CannotOpen):
            inbox.body(session, one)


def test_a_room_can_be_forgotten(world: World) -> None:
    with world.unit() as session:
        add(world, session, "$1")
        add(world, session, "$2", state="waiting")
        add(world, session, "$3", "annat", unit="syd")
        inbox.forget_room(session, world.office(session).id)
        found = inbox.next_new(session, "bot")
        assert found is not None
        assert found.body == "annat"
        assert inbox_count(session, "bot", "waiting") == 0


@pytest.mark.parametrize(
    ("kind", "text", "about", "where", "ours"),
    [
        (Kind.TEXT, "hej", None, RoomKind.OFFICE, True),
        (Kind.TEXT, "hej", None, RoomKind.PAGE, True),
        (Kind.TEXT, "hej", None, RoomKind.CASE, False),
        (Kind.TEXT, "hej", None, RoomKind.SIDE, False),
        (Kind.TEXT, "!hej", None, RoomKind.CASE, True),
        (Kind.TEXT, "\n !hej", None, RoomKind.SIDE, True),
        (Kind.TEXT, "hej!", None, RoomKind.CASE, False),
        (Kind.TEXT, "hej", "$ours", RoomKind.CASE, True),
        (Kind.TEXT, "hej", "$theirs", RoomKind.CASE, False),
        (Kind.REACTION, "✅", "$ours", RoomKind.CASE, True),
        (Kind.REACTION, "✅", "$theirs", RoomKind.CASE, False),
        (Kind.REACTION, "!", "$theirs", RoomKind.CASE, False),
        (Kind.EDIT, "!hej", "$heard", RoomKind.CASE, True),
        (Kind.EDIT, "!hej", "$theirs", RoomKind.CASE, False),
        (Kind.EDIT, "hej", None, RoomKind.PAGE, False),
        (Kind.REDACTION, "", "$heard", RoomKind.CASE, True),
        (Kind.REDACTION, "", "$theirs", RoomKind.OFFICE, False),
        (Kind.MEMBER, "join", "@x:s", RoomKind.CASE, True),
    ],
)
def test_what_is_addressed_to_the_bot(
    world: World, kind: Kind, text: str, about: str | None, where: RoomKind, ours: bool
) -> None:
    with world.unit() as session:
        room = session.get_one(Room, world.office(session).id)
        add(world, session, "$heard")
        outbox.mark_sent(session, outbox.put(session, room, say_body(), now=NOW), "$ours", NOW)
        room.kind = where
        event = said("$said", text, kind=kind, about=about)
        assert inbox.is_addressed(session, room, event) is ours
        if kind in (Kind.EDIT, Kind.REDACTION):  # only one's own words
            assert not inbox.is_addressed(session, room, replace(event, sender="@berit:s"))
