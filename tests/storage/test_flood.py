"""How much one person may ask at once: bounded for each, in all, and told once; never the innocent."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy.orm import Session

from bot.messages import Kind
from bot.rules import flood as rules
from bot.rules.flood import MOST, MOST_KEYLESS, MOST_ON_PAGE, Verdict
from bot.rules.room import RoomKind
from storage import flood, inbox
from storage.tables import Room
from tests.storage.conftest import NOW, World
from tests.storage.making import said

EVENTS = count(1)
SECOND = timedelta(seconds=1)


def place(world: World, session: Session, kind: RoomKind = RoomKind.OFFICE) -> Room:
    row = session.get_one(Room, world.office(session).id)
    row.kind = kind
    return row


def write(
    session: Session,
    room: Room,
    sender: str = "@mallory:s",
    *,
    at: timedelta = timedelta(0),
    sent: timedelta | None = None,
    done: bool = True,
) -> Verdict:
    """Somebody writes; what would become a row does."""
    seen_at, sent_at = NOW + at, NOW + (at if sent is None else sent)
    verdict = flood.verdict(session, account_id="bot", room=room, sender=sender, sent_at=sent_at, seen_at=seen_at)
    if verdict is not Verdict.DROP:
        row = inbox.add(
            session,
            room,
            said(
                f"${next(EVENTS)}",
                "x",
                sender=sender,
                kind=Kind.TEXT if verdict is Verdict.TAKE else Kind.FLOOD,
                sent_at=sent_at,
                seen_at=seen_at,
            ),
        )
        if done:
            inbox.mark_done(session, row or 0)
    return verdict


def test_too_much_in_a_minute_is_told_once(world: World) -> None:
    with world.unit() as session:
        room = place(world, session)
        assert {write(session, room, at=SECOND * (number / 2)) for number in range(MOST)} == {Verdict.TAKE}
        after = SECOND * (MOST / 2)
        assert write(session, room, at=after) is Verdict.TELL
        assert {write(session, room, at=after + SECOND) for _ in range(50)} == {Verdict.DROP}
        assert write(session, room, "@anna:s", at=after) is Verdict.TAKE
        # A minute later all is as before; who begins anew is not told again at once
        later = timedelta(minutes=2)
        assert {write(session, room, at=later) for _ in range(MOST)} == {Verdict.TAKE}
        assert write(session, room, at=later) is Verdict.DROP
        later = timedelta(minutes=15)
        assert {write(session, room, at=later) for _ in range(MOST)} == {Verdict.TAKE}
        assert write(session, room, at=later) is Verdict.TELL


def test_an_own_page_takes_more_and_is_told_each_minute(world: World) -> None:
    assert MOST_ON_PAGE > MOST
    with world.unit() as session:
        room = place(world, session, RoomKind.PAGE)
        told = []
        for second in range(300):
            verdicts = [write(session, room, at=SECOND * second) for _ in range(4)]
            told += [second for verdict in verdicts if verdict is Verdict.TELL]
        assert len(told) in (4, 5)  # in five minutes


def test_what_came_before_the_clock_was_set_back_silences_nobody(world: World) -> None:
    with world.unit() as session:
        room = place(world, session)
        year = timedelta(days=365)
        verdicts = [write(session, room, at=year) for _ in range(MOST + 2)]
        assert verdicts[MOST:] == [Verdict.TELL, Verdict.DROP]
        verdicts = [write(session, room) for _ in range(MOST + 2)]
        assert verdicts[MOST:] == [Verdict.TELL, Verdict.DROP]


def test_what_was_written_over_hours_is_no_flood_though_it_comes_at_once(world: World) -> None:
    with world.unit() as session:
        room = place(world, session)
        verdicts = {write(session, room, sent=timedelta(minutes=number - 200)) for number in range(200)}
        assert verdicts == {Verdict.TAKE}


def test_what_waits_is_bounded_whatever_times_are_claimed(world: World) -> None:
    with world.unit() as session:
        room = place(world, session)
        verdicts = [write(session, room, sent=timedelta(days=-number), done=False) for number in range(100)]
        assert verdicts.count(Verdict.TAKE) == MOST
        assert verdicts.count(Verdict.TELL) == 1
        assert write(session, room, "@anna:s", done=False) is Verdict.TAKE


def test_what_waits_in_all_is_bounded_and_everybody_gets_one_in(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_IN_ALL", 10)
    with world.unit() as session:
        room = place(world, session)
        for number in range(10):
            assert write(session, room, f"@m{number}:s", done=False) is Verdict.TAKE
        assert write(session, room, "@m1:s", done=False) is Verdict.TELL
        assert write(session, room, "@m1:s", done=False) is Verdict.DROP
        assert write(session, room, "@anna:s", done=False) is Verdict.TAKE


def test_messages_without_a_key_are_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.unit() as session:
        room = place(world, session)

        def wait(sender: str) -> bool:
            if flood.has_too_many_keyless(session, "bot", sender):
                return False
            inbox.add(
                session,
                room,
                said(
                    f"${next(EVENTS)}",
                    "{}",
                    sender=sender,
                    verified=False,
                    session_id="s",
                ),
                state="waiting",
            )
            return True

        assert [wait("@mallory:s") for _ in range(100)].count(True) == MOST_KEYLESS
        assert wait("@anna:s")
        monkeypatch.setattr(rules, "MOST_KEYLESS_IN_ALL", MOST_KEYLESS + 2)
        assert [wait("@berit:s") for _ in range(5)].count(True) == 1
