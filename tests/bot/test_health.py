"""The pages for whoever watches answer from their own thread, also when the event loop is stuck: whether the bot is
alive, whether it does its work and why not, all counts. They tell nothing personal."""

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


class Still(Clock):
    """A clock at which no time passes."""

    def now(self) -> datetime:
        return NOW


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def health(db: Database, port: int) -> Iterator[Health]:
    with db.unit() as session:
        session.add(
            Account(
                id="bot", user_id="@bot:x", device_id="D", key_id="k", position="s12", synced_at=NOW, olm_shared=True
            )
        )
    health = Health(db, HealthSettings(port=port, stuck_seconds=5), Still(), "bot")
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


async def test_a_bot_without_work_is_well(health: Health, port: int) -> None:
    assert await asyncio.to_thread(ask, port, "/live") == (200, {"ok": True})
    assert await asyncio.to_thread(ask, port, "/ready") == (200, {"ok": True, "reasons": []})
    status, report = await asyncio.to_thread(ask, port)
    assert status == 200
    assert report == {
        "ok": True,
        "live": True,
        "reasons": [],
        "troubles": [],
        "database": True,
        "synced_at": NOW.isoformat(),
        "position": "s12",
        "inbox_waiting": 0,
        "inbox_since": None,
        "inbox_keyless": 0,
        "inbox_aside": 0,
        "outbox_waiting": 0,
        "outbox_failing": 0,
        "outbox_since": None,
        "sending_since": None,
        "office_failing": 0,
        "due_late": 0,
        "due_since": None,
        "due_aside": 0,
        "held_back": 0,
        "unable": 0,
        "alarms": 0,
        "other_devices": 0,
    }


async def test_what_waits_is_counted_and_nobody_is_named(health: Health, port: int, db: Database) -> None:
    with db.unit() as session:
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
            row.waits_since = NOW if state == "sending" else None
            session.add(row)
        for minutes in (-5, 600):
            session.add(Due(unit_id="u", kind="k", subject=str(minutes), at=NOW + timedelta(minutes=minutes)))
    status, report = await asyncio.to_thread(ask, port)
    assert status == 200
    assert (report["inbox_waiting"], report["outbox_waiting"], report["due_late"]) == (1, 2, 1)
    assert report["outbox_failing"] == 1
    assert report["position"] == "s12"
    assert datetime.fromisoformat(report["synced_at"]) == datetime.fromisoformat(report["sending_since"]) == NOW
    assert "alex" not in json.dumps(report)


def put(db: Database, *, kind: str = "say", state: str = "waiting", cause: str | None = None, **times: int) -> None:
    """Queue a row for a page; ``created`` and ``not_before`` in minutes from now."""
    with db.unit() as session:
        if session.get(Room, "r") is None:
            session.add(
                Room(id="r", account_id="bot", unit_id="u", kind=RoomKind.PAGE, key_id="k", alias="a", person_id="p")
            )
            session.flush()
        created, not_before = (timedelta(minutes=times.get(name, 0)) for name in ("created", "not_before"))
        row = Outbox(account_id="bot", room_id="r", kind=kind, txn=kind, not_before=NOW + not_before)
        row.created_at, row.state, row.cause = NOW + created, state, cause
        row.waits_since = None if cause is None else NOW + created
        session.add(row)


def reasons(port: int) -> list[str]:
    """Why the bot is not ready; it is alive all the while."""
    assert ask(port, "/live")[0] == 200
    status, report = ask(port, "/ready")
    assert status == (503 if report["reasons"] else 200)
    assert ask(port)[0] == status
    return [str(reason) for reason in report["reasons"]]


def test_a_bot_that_hears_nothing_is_alive_and_not_ready(health: Health, port: int, db: Database) -> None:
    for synced_at in (NOW - timedelta(minutes=4), None):
        with db.unit() as session:
            session.get_one(Account, "bot").synced_at = synced_at
        assert reasons(port) == ["sync"]


def test_what_should_have_gone_out_makes_it_not_ready(health: Health, port: int, db: Database) -> None:
    put(db, created=-11, not_before=-11)
    assert reasons(port) == ["outbox"]


def test_what_fails_for_so_long_makes_it_not_ready_though_its_next_try_is_to_come(
    health: Health, port: int, db: Database
) -> None:
    put(db, created=-11, not_before=5, state="sending", cause="502 M_UNKNOWN")
    assert reasons(port) == ["outbox"]


@pytest.mark.parametrize(
    ("why", "row"),
    [
        ("held for the morning, or for a reader", {"created": -3000, "not_before": 45}),
        ("held for long, and on its way now", {"created": -3000, "not_before": -1, "state": "sending"}),
        (
            "an invitation to somebody whose server is away",
            {"kind": "invite", "created": -3000, "not_before": 45, "state": "sending", "cause": "502 M_UNKNOWN"},
        ),
        ("not yet old", {"created": -9, "not_before": -9}),
    ],
)
def test_what_waits_on_purpose_is_no_lag(
    why: str, row: dict[str, Any], health: Health, port: int, db: Database
) -> None:
    put(db, **row)
    assert reasons(port) == [], why


def test_what_was_heard_and_not_handled_makes_it_not_ready(health: Health, port: int, db: Database) -> None:
    put(db)
    seen = NOW - timedelta(minutes=3)
    with db.unit() as session:
        row = Inbox(
            account_id="bot", event_id="$1", room_id="r", sender="@a:x", kind="text", sent_at=seen, seen_at=seen
        )
        session.add(row)
    assert reasons(port) == ["inbox"]
    with db.unit() as session:
        session.query(Inbox).one().state = "waiting"  # for its key, which is told by itself
    assert reasons(port) == []


def test_what_is_due_and_not_done_makes_it_not_ready(health: Health, port: int, db: Database) -> None:
    with db.unit() as session:
        session.add(Due(unit_id="u", kind="k", subject="x", at=NOW - timedelta(minutes=11)))
    assert reasons(port) == ["due"]


def test_a_database_that_cannot_be_written_makes_it_not_ready(health: Health, port: int) -> None:
    health.trouble = "ABCDEF"
    assert reasons(port) == ["database"]


def test_a_bot_that_lost_its_lease_is_not_ready(db: Database, port: int, health: Health) -> None:
    other = Health(db, HealthSettings(), Still(), "bot", has_lease=lambda: False)
    assert other.ready() == {"ok": False, "reasons": ["lease"]}


def test_what_needs_a_person_is_told_and_the_bot_stays_ready(health: Health, port: int, db: Database) -> None:
    health.has_recovery = False
    with db.unit() as session:
        session.add(Due(unit_id="u", kind="k", subject="x", at=NOW, state="aside"))
    assert reasons(port) == []
    assert ask(port)[1]["troubles"] == ["aside", "recovery"]


def test_an_event_loop_that_hangs_is_told_with_where(
    db: Database, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.setup("error", "json")
    health = Health(db, HealthSettings(port=port).model_copy(update={"stuck_seconds": 1}), Still(), "bot")
    health.start()
    assert ask(port, "/live") == (200, {"ok": True})
    time.sleep(2.5)
    assert ask(port, "/live") == (503, {"ok": False})
    assert "loop" in ask(port, "/ready")[1]["reasons"]
    health.beat()
    assert ask(port, "/live")[0] == 200
    health.stop()
    line = json.loads(capsys.readouterr().err.splitlines()[0])
    assert line["event"] == "watchdog.stuck"
    assert any(frame.startswith("test_health:") for frame in line["frames"])


async def test_a_broken_database_is_told_and_is_no_reason_to_restart(health: Health, port: int, db: Database) -> None:
    Base.metadata.drop_all(db.engine)
    broken = {"ok": False, "live": True, "reasons": ["database"], "troubles": ["database"], "database": False}
    assert await asyncio.to_thread(ask, port) == (503, broken)
    assert await asyncio.to_thread(ask, port, "/ready") == (503, {"ok": False, "reasons": ["database"]})
    assert await asyncio.to_thread(ask, port, "/live") == (200, {"ok": True})


async def test_there_are_no_other_pages(health: Health, port: int) -> None:
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
    assert ask(port, "/live")[0] == 200
    health.stop()
    assert said == ["health.port_taken", "health.port_free"]
    logs.setup("error", "json")


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]


def test_port_0_opens_nothing_but_still_watches(db: Database) -> None:
    health = Health(db, HealthSettings(), Still(), "bot")
    before = set(threading.enumerate())
    health.start()
    begun = set(threading.enumerate()) - before
    health.stop()
    assert [thread.name for thread in begun] == ["watchdog"]
