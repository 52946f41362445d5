"""From inbox to outbox on one database file, killed after any step: nothing is lost, nothing comes twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.core import ACCOUNT, load_profile, profiles
from bot.errors import SettingsWrong
from storage import inbox, room, youth_words
from storage.person import People
from storage.tables import Due, Inbox, Kept, Member, Outbox, Person, Question, Room
from tests.bot.desk import Desk
from tests.bot.server import Killed
from tests.bot.small import FACTS
from tests.storage.making import said
from tests.storage.rows import inbox_count


def play(desk: Desk) -> None:
    """A short case: a guided question, a yes, something due, and somebody who has to leave."""

    def work() -> None:
        while True:
            try:
                desk.work()
            except Killed:
                desk.rebuild()
            else:
                return

    desk.hear("anna", "måla blå")
    work()
    desk.hear("anna", "2")
    desk.hear("anna", "planera K-7F2 2026-12-24")
    work()
    desk.clock.at += timedelta(hours=1)
    work()
    desk.hear("anna", "släpp berit")
    desk.hear("cia", "radera", unit="syd")
    work()
    desk.hear("cia", "ja", unit="syd")
    work()


def remembered(desk: Desk) -> Mapping[str, object]:
    """All that counts in the end."""
    places = {"office", *(where for where, *_ in desk.server.done)}
    with desk.core.db.read() as session:
        return {
            "done": {where: [done[1:] for done in desk.server.done if done[0] == where] for where in places},
            "ran": [one for one in FACTS.ran if one != "bad"],
            "inbox": [row.state for row in session.scalars(select(Inbox).order_by(Inbox.id))],
            "outbox": sorted((row.kind, row.state) for row in session.scalars(select(Outbox))),
            "due": sorted((row.kind, row.state, row.at) for row in session.scalars(select(Due)) if row.kind != "bad"),
            "questions": [row.state for row in session.scalars(select(Question).order_by(Question.id))],
            "members": sorted((row.user_id, row.membership) for row in session.scalars(select(Member))),
            "sealed": session.scalar(select(func.count()).where(Outbox.body_sealed.is_not(None))),
            "leased": session.scalar(select(func.count()).where(Due.leased_until.is_not(None))),
        }


def begun(folder: Path, rested: Desk) -> Desk:
    desk = Desk(folder, rested)
    desk.case("K-7F2")
    return desk


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, rested: Desk) -> tuple[list[str], Mapping[str, object]]:
    """The steps of a play that nobody disturbs, and what is remembered in its end."""
    steps = list[str]()
    desk = begun(tmp_path_factory.mktemp("whole"), rested)
    desk.on_step = steps.append
    play(desk)
    expected = remembered(desk)
    desk.core.db.close()
    assert expected["sealed"] == 0
    assert expected["leased"] == 0
    assert set(steps) == {
        "inbox.handled",
        "outbox.claimed",
        "outbox.delivered",
        "outbox.sent",
        "due.claimed",
        "due.done",
    }
    assert ("remove", "@berit:s") in expected["done"]["office"]  # type: ignore[index]
    return steps, expected


def test_killed_after_every_step_in_turn_the_end_is_the_same(
    desk: Desk, whole: tuple[list[str], Mapping[str, object]]
) -> None:
    """One play in which the bot dies after each step it takes for the first time."""
    finished, killed = 0, set[tuple[str, int]]()

    def kill(name: str) -> None:
        nonlocal finished
        if (name, finished) not in killed:
            killed.add((name, finished))
            finished += name in ("inbox.handled", "outbox.sent", "due.done")
            raise Killed(name)

    desk.case("K-7F2")
    desk.on_step = kill
    play(desk)
    assert remembered(desk) == whole[1]
    # What one commit marks as sent dies with one step
    assert 0 < finished <= sum(name in ("inbox.handled", "outbox.sent", "due.done") for name in whole[0])


@pytest.mark.parametrize("offset", [0, *(pytest.param(number, marks=pytest.mark.long) for number in range(1, 16))])
def test_killed_once_after_any_step_the_end_is_the_same(
    tmp_path: Path, rested: Desk, whole: tuple[list[str], Mapping[str, object]], offset: int
) -> None:
    """Every sixteenth step; ``make test-long`` plays them all."""
    steps, expected = whole
    for number in range(offset, len(steps), 16):
        folder = tmp_path / str(number)
        folder.mkdir()
        desk, left = begun(folder, rested), [number]

        def kill(name: str, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == -1:
                raise Killed(name)

        desk.on_step = kill
        play(desk)
        assert left[0] < 0, "it was never killed"
        assert remembered(desk) == expected, f"killed after step {number}, {steps[number]}"
        desk.core.db.close()


def test_preparing_twice_changes_nothing(desk: Desk) -> None:
    with desk.core.db.read() as session:
        before = [session.scalar(select(func.count()).select_from(table)) for table in (Room, Person, Outbox)]
    desk.rebuild()
    desk.rebuild()
    with desk.core.db.read() as session:
        assert before == [session.scalar(select(func.count()).select_from(table)) for table in (Room, Person, Outbox)]


def test_every_unit_has_its_office_and_its_first_people(desk: Desk) -> None:
    with desk.core.db.read() as session:
        assert [one.handle for one in People(session, "norr").all()] == ["anna", "berit"]
        assert [(one.handle, str(one.role)) for one in People(session, "syd").all()] == [
            ("chef", "second"),
            ("cia", "coordinator"),
        ]
        assert room.office(session, "norr").id != room.office(session, "syd").id


def test_what_has_come_in_goes_before_what_is_due(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "planera K-7F2 2026-12-24")
    desk.clock.at += timedelta(hours=2)
    desk.hear("anna", "måla blå 1")
    desk.work()
    assert FACTS.ran[:3] == ["scheduled", "blue 1", "bad"]


def test_each_minute_what_is_over_is_forgotten(desk: Desk) -> None:
    desk.say("anna", "radera")
    now = desk.clock.now()
    with desk.core.db.unit() as session:
        anna = People(session, "norr").find("anna")
        assert anna is not None
        youth_words.add(
            session,
            unit_id="norr",
            person_id=anna.id,
            text="hemligt",
            event_id="$1",
            now=now,
            expires_at=now + timedelta(hours=12),
        )
        office = session.get_one(Room, room.office(session, "norr").id)
        inbox.add(
            session,
            office,
            said(
                "$late",
                "ciphertext",
                verified=False,
                session_id="s",
                sent_at=now,
                seen_at=now,
            ),
            state="waiting",
        )
    desk.core.minute()
    with desk.core.db.read() as session:
        assert inbox_count(session, ACCOUNT, "waiting") == 1
        assert session.scalar(select(func.count()).select_from(Kept)) == 1
    desk.clock.at += timedelta(hours=24, minutes=1)
    desk.core.minute()
    with desk.core.db.read() as session:
        assert inbox_count(session, ACCOUNT, "waiting") == 0
        assert session.scalar(select(func.count()).select_from(Kept)) == 0
        assert session.scalar(select(Question.state)) == "expired"
    desk.work()
    assert desk.server.said()[-1]  # that a message could not be read


def test_profiles_are_found_by_name() -> None:
    assert "skovde" in profiles()
    assert load_profile("skovde") is load_profile("skovde")
    with pytest.raises(SettingsWrong, match="skovde"):
        load_profile("atlantis")
