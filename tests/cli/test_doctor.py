"""``sigbot doctor`` says what is stuck and what mends it; what it is asked to mend, the bot that runs carries out."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.cli import doctor as doctoring
from bot.cli.check import Line
from bot.cli.lines import to_json
from bot.core import ACCOUNT
from bot.errors import CannotDo
from bot.rules.room import RoomKind
from bot.settings import Settings
from bot.stage import cast
from bot.stage import script as scripts
from bot.stage.fast import FastStage, Surroundings
from bot.stage.play import play
from bot.stage.steps import Script
from handlers import TABLE
from storage import member as members
from storage import outbox, sealed, version
from storage import room as rooms
from storage.body import SayBody
from storage.db import Database
from storage.person import People
from storage.sealed import Vault
from storage.tables import Case, Due, Inbox, Outbox, Room, YouthAlarm
from tests.audience import CONVERSATIONS

HOUR = timedelta(hours=1)
#: Somebody let in past the bot.
STRANGER = "@mallory:stage"


class Played(FastStage):
    """A stage after its play, with the settings an operator has."""

    @property
    def db(self) -> Database:
        return self._core.db

    @property
    def settings(self) -> Settings:
        return self._core.settings

    def lines(self) -> list[Line]:
        return list(doctoring.doctor(self.settings))


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A play up to the moment at which the room of its case is open, and what there is outside of its database."""

    folder: Path
    script: Script
    surroundings: Surroundings

    def again(self, folder: Path) -> Played:
        """The same, to go on with in a folder of its own."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return played_in(folder, self.script, self.surroundings)


def played_in(folder: Path, script: Script, surroundings: Surroundings | None = None) -> Played:
    settings = cast.settings(script, folder=folder)
    vault = Vault.load(settings.key_file)
    return Played(script, TABLE, folder, settings.database_url, vault=vault, surroundings=surroundings)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    folder = tmp_path_factory.mktemp("opened")
    whole = scripts.load(next(file for file in CONVERSATIONS if file.stem == "kort"))
    begun = replace(whole, steps=whole.steps[:15])
    for name in ("keys", "data"):
        (folder / name).mkdir()
    sealed.write_master(cast.settings(begun, folder=folder).key_file)
    with closing(played_in(folder, begun)) as stage:
        assert asyncio.run(play(begun, stage)) is None
        with stage.db.engine.begin() as connection:  # a play's tables have no version
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
            connection.execute(text(f"INSERT INTO alembic_version VALUES ('{version.head()}')"))
        return Opened(folder=folder, script=begun, surroundings=stage.surroundings())


@pytest.fixture
def stage(opened: Opened, tmp_path: Path) -> Iterator[Played]:
    """A case whose room is open."""
    with closing(opened.again(tmp_path)) as found:
        yield found


def wrong(lines: list[Line]) -> dict[str, Line]:
    return {line.name: line for line in lines if line.wrong and line.name != "bot"}


def break_all(stage: Played) -> dict[str, Any]:
    """Make a row fail, set others aside, let a stranger in, leave an alarm untaken; returns the rows."""
    now = stage.now()
    with stage.db.unit() as session:
        room = session.scalars(select(Room).where(Room.kind == RoomKind.CASE)).one()
        number = outbox.put(session, room, SayBody(plain="Hej", html="Hej"), now=now - HOUR)
        row = session.get_one(Outbox, number)
        row.state, row.cause, row.not_before, row.waits_since = "sending", "502 M_UNKNOWN", now + HOUR, now - HOUR
        due = Due(unit_id=room.unit_id, kind="device.told", subject="x", at=now - HOUR, state="aside", cause="failed")
        heard = Inbox(account_id=ACCOUNT, event_id="$1", room_id=room.id, sender=STRANGER, kind="text", sent_at=now)
        heard.seen_at, heard.state, heard.reference = now - HOUR, "aside", "ABC234"
        somebody = People(session, cast.UNIT).all()[0]
        session.add_all([due, heard, YouthAlarm(unit_id=room.unit_id, person_id=somebody.id)])
        members.note_membership(session, ACCOUNT, str(room.matrix_room), STRANGER, "join", now)
        session.flush()
        room.dirty = False
        return {"outbox": f"outbox:{number}", "due": f"due:{due.id}", "room": room.id}


def test_of_a_bot_that_works_nothing_is_wrong(stage: Played) -> None:
    assert wrong(stage.lines()) == {}


def test_each_thing_that_is_stuck_is_named_with_what_mends_it(stage: Played) -> None:
    rows = break_all(stage)
    found = wrong(stage.lines())
    assert set(found) == {"outbox", "due", "inbox", "rooms", "alarms"}
    assert found["outbox"].wrong.startswith(f"{rows['outbox']} (say) has waited for 1 h 0 min: 502 M_UNKNOWN")
    assert found["outbox"].do.endswith(f"sigbot doctor --retry {rows['outbox']}")
    assert found["due"].do.endswith(f"sigbot doctor --retry {rows['due']}")
    assert "reference ABC234" in found["inbox"].wrong
    assert found["rooms"].do == f"sigbot doctor --compare {rows['room']}"
    assert found["rooms"].about["too_many"] == 1
    assert found["alarms"].about == {"untaken": 1}


def test_no_line_names_anybody(stage: Played) -> None:
    break_all(stage)
    told = to_json(stage.lines()) + "".join(map(str, stage.lines()))
    with stage.db.read() as session:
        names = {person.handle for person in People(session, cast.UNIT).all()}
        names |= {case.code for case in session.scalars(select(Case))}
        names |= {str(room.matrix_room) for room in session.scalars(select(Room))}
    assert {name for name in {*names, STRANGER} if name in told} == set()


def test_what_is_asked_for_is_done_by_the_bot_that_runs(stage: Played) -> None:
    rows = break_all(stage)
    for row in (rows["outbox"], rows["due"]):
        assert "within a minute" in doctoring.retry(stage.settings, row)
    assert "within a minute" in doctoring.compare(stage.settings, rows["room"])
    with stage.db.read() as session:  # nothing was done behind its back
        assert session.get_one(Outbox, int(rows["outbox"].partition(":")[2])).state == "sending"

    asyncio.run(stage.settle())

    with stage.db.read() as session:
        assert session.get_one(Outbox, int(rows["outbox"].partition(":")[2])).state == "sent"
        assert session.get_one(Due, int(rows["due"].partition(":")[2])).state == "done"
        room = rooms.get(session, rows["room"])
        assert STRANGER not in members.joined(session, str(room.matrix_room))
    assert set(wrong(stage.lines())) == {"inbox", "alarms"}


def test_a_row_that_does_not_wait_is_not_asked_for(stage: Played) -> None:
    for row in ("outbox:99999", "due:1", "inbox:1", "outbox", "outbox:x", ""):
        with pytest.raises(CannotDo, match="no such row waits"):
            doctoring.retry(stage.settings, row)


def test_a_room_that_is_none_is_not_asked_for(stage: Played) -> None:
    with pytest.raises(CannotDo, match="no such room"):
        doctoring.compare(stage.settings, "x")


def test_for_scripts_the_keys_stay(stage: Played) -> None:
    rows = break_all(stage)
    found = json.loads(to_json(stage.lines()))
    assert set(found) == {"ok", "lines"}
    assert found["ok"] is False
    assert {frozenset(line) for line in found["lines"]} == {frozenset({"name", "state", "text", "do", "about"})}
    assert {line["state"] for line in found["lines"]} == {"ok", "wrong", "unsure"}
    (row,) = [line["about"] for line in found["lines"] if line["name"] == "outbox"]
    assert set(row) == {"row", "kind", "unit", "room", "since", "cause", "mends", "next_try", "told_at"}
    assert (row["row"], row["mends"]) == (rows["outbox"], "try_again")


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    played = scripts.load(CONVERSATIONS[0])
    settings = cast.settings(played, folder=tmp_path)
    with pytest.raises(CannotDo, match="there is no database yet"):
        list(doctoring.doctor(settings))
    assert list(tmp_path.iterdir()) == []
