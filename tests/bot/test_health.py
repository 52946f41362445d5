"""The health page answers from its own thread, also when the event loop is stuck, and tells nothing personal."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import logs
from bot.clock import Clock
from bot.health import Health
from bot.rules.room import RoomKind
from bot.settings import HealthSettings
from storage.db import Database
from storage.tables import Account, Base, Due, Inbox, Outbox, Room

NOW = datetime.now(UTC)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def health(db: Database, port: int) -> Iterator[Health]:
    health = Health(db, HealthSettings(port=port, stuck_seconds=5), Clock(), "bot")
    health.start()
    yield health
    health.stop()


def ask(port: int, path: str = "/health") -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            content = error.read()
            return error.code, json.loads(content) if error.code == 503 else {}


async def test_a_fresh_bot_is_well(health: Health, port: int) -> None:
    status, report = await asyncio.to_thread(ask, port)
    assert status == 200
    assert report == {
        "ok": True,
        "database": True,
        "synced_at": None,
        "position": None,
        "inbox_waiting": 0,
        "outbox_waiting": 0,
        "outbox_failing": 0,
        "due_late": 0,
        "sending_since": None,
    }


async def test_what_waits_is_counted_and_nobody_is_named(health: Health, port: int, db: Database) -> None:
    with db.unit() as session:
        session.add(
            Account(
                id="bot", user_id="@bot:x", device_id="D", key_id="k", position="s12", synced_at=NOW, olm_shared=True
            )
        )
        session.flush()
        session.add(
            Room(id="r", account_id="bot", unit_id="u", kind=RoomKind.PAGE, key_id="k", alias="a", person_id="p")
        )
        session.flush()
        session.add(
            Inbox(account_id="bot", event_id="$1", room_id="r", sender="@alex:x", kind="text", sent_at=NOW, seen_at=NOW)
        )
        for txn, state, cause in (("1", "waiting", None), ("2", "sending", "0 TIMEOUT"), ("3", "dropped", "gone")):
            row = Outbox(account_id="bot", room_id="r", kind="say", txn=txn, not_before=NOW, created_at=NOW)
            row.state, row.cause = state, cause
            session.add(row)
        for minutes in (-600, 600):
            session.add(Due(unit_id="u", kind="k", subject=str(minutes), at=NOW + timedelta(minutes=minutes)))
    status, report = await asyncio.to_thread(ask, port)
    assert status == 200
    assert (report["inbox_waiting"], report["outbox_waiting"], report["due_late"]) == (1, 2, 1)
    assert report["outbox_failing"] == 1
    assert report["position"] == "s12"
    assert datetime.fromisoformat(report["synced_at"]) == datetime.fromisoformat(report["sending_since"]) == NOW
    assert "alex" not in json.dumps(report)


def test_an_event_loop_that_hangs_is_told_with_where(
    db: Database, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.setup("error", "json")
    health = Health(db, HealthSettings(port=port).model_copy(update={"stuck_seconds": 1}), Clock(), "bot")
    health.start()
    assert ask(port)[0] == 200
    time.sleep(2.5)
    assert ask(port)[0] == 503
    health.beat()
    assert ask(port)[0] == 200
    health.stop()
    line = json.loads(capsys.readouterr().err.splitlines()[0])
    assert line["event"] == "watchdog.stuck"
    assert any(frame.startswith("test_health:") for frame in line["frames"])


async def test_a_broken_database_is_told(health: Health, port: int, db: Database) -> None:
    Base.metadata.drop_all(db.engine)
    assert await asyncio.to_thread(ask, port) == (503, {"ok": False, "database": False})


async def test_there_is_one_page(health: Health, port: int) -> None:
    assert (await asyncio.to_thread(ask, port, "/"))[0] == 404


def test_a_port_that_another_program_has_is_told_and_taken_once_it_is_free(
    db: Database, port: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.health.PORT_TRIED_EVERY", 0)
    logs.setup("info", "json")
    health = Health(db, HealthSettings(port=port), Clock(), "bot")
    said: list[str] = []
    with socket.create_server(("127.0.0.1", port)):
        health.start()
        said += told(capsys)
    while "health.port_free" not in said:
        time.sleep(0.05)
        said += told(capsys)
    assert ask(port)[0] == 200
    health.stop()
    assert said == ["health.port_taken", "health.port_free"]
    logs.setup("error", "json")


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]


def test_port_0_opens_nothing_but_still_watches(db: Database) -> None:
    health = Health(db, HealthSettings(), Clock(), "bot")
    before = set(threading.enumerate())
    health.start()
    begun = set(threading.enumerate()) - before
    health.stop()
    assert [thread.name for thread in begun] == ["watchdog"]
