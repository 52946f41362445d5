"""Whatever is passed to a logger by mistake, content, people and secrets do not come out."""

from __future__ import annotations

import errno
import json
import logging
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.logs import MASK, get_logger, phrase, setup
from bot.matrix.http import MatrixError

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _json() -> Any:
    setup("debug", "json")
    yield
    setup("warning", "json")


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_an_event_with_ids_counts_and_states(capsys: pytest.CaptureFixture[str]) -> None:
    get_logger("bot.delivery.outbox").info("outbox.sent", row=12, case="K-7F2", state="sent", late=1.5, again=False)
    (line,) = written(capsys)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "outbox.sent",
        "level": "info",
        "source": "bot.delivery.outbox",
        "row": 12,
        "case": "K-7F2",
        "state": "sent",
        "late": 1.5,
        "again": False,
    }


@pytest.mark.parametrize(
    "mistake",
    [
        {"body": "hemligt"},
        {"access_token": "hemligt"},
        {"name_of_youth": "hemligt"},
        {"detail": "någon skrev hemligt"},
        {"who": "@hemligt:example.org"},
        {"room": "!hemligt:example.org"},
        {"login": "syt_hemligt_abc"},
        {"raw": b"hemligt"},
        {"found": ["ok", "det var hemligt"]},
        {"found": {"@hemligt:example.org": 1, "body": "hemligt"}},
        {"error": "ValueError: hemligt stod det"},
        {"key_of_room": "hemligt"},
        {"pickled": "hemligt" * 6},
        {"thing": type("Thing", (), {"__repr__": lambda self: "hemligt"})()},
    ],
    ids=lambda value: next(iter(value)),
)
def test_content_passed_by_mistake_is_masked(mistake: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    get_logger("x").info("some.event", **mistake)
    text = capsys.readouterr().err
    assert MASK in text
    assert "hemligt" not in text


def test_a_sentence_is_no_event_name(capsys: pytest.CaptureFixture[str]) -> None:
    get_logger("x").info("alex skrev hemligt")
    assert written(capsys)[0]["event"] == MASK


def test_an_exception_shows_where_and_not_what(capsys: pytest.CaptureFixture[str]) -> None:
    def inner() -> None:
        raise ValueError("hemligt")

    try:
        try:
            inner()
        except ValueError as error:
            raise KeyError("hemligt") from error
    except KeyError:
        get_logger("x").exception("handler.failed", reference="AB23CD")
    text = capsys.readouterr().err
    line = json.loads(text)
    assert "hemligt" not in text
    assert line["reference"] == "AB23CD"
    assert line["error"] == "builtins.KeyError"
    assert any(frame.endswith(" inner") for frame in line["trace"])


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MatrixError(403, "M_FORBIDDEN", "hemligt"), "bot.matrix.http.MatrixError: 403 M_FORBIDDEN"),
        (MatrixError(0, "TIMEOUT", "hemligt"), "bot.matrix.http.MatrixError: 0 TIMEOUT"),
        (MatrixError(400, "alex skrev", "hemligt"), "bot.matrix.http.MatrixError"),
        (OSError(errno.ENOSPC, "hemligt"), "builtins.OSError: ENOSPC"),
        (OSError("hemligt"), "builtins.OSError"),
    ],
    ids=str,
)
def test_an_error_is_named_by_its_code_and_not_by_what_it_says(
    error: Exception, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    get_logger("x").error("row.failed", exc_info=error)
    text = capsys.readouterr().err
    assert json.loads(text)["error"] == said
    assert "hemligt" not in text


def test_the_code_of_a_database_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(":memory:").execute("SELECT hemligt")
    get_logger("x").error("row.failed", exc_info=caught.value)
    assert json.loads(capsys.readouterr().err)["error"] == "sqlite3.OperationalError: SQLITE_ERROR"


@pytest.mark.parametrize("cause", ["403 M_FORBIDDEN", "0 TIMEOUT", "502 NOT_MATRIX", "400 ORG.MATRIX.MSC3848.JOINED"])
def test_the_code_of_a_refusal_is_told(cause: str, capsys: pytest.CaptureFixture[str]) -> None:
    get_logger("x").info("outbox.later", row=3, cause=cause)
    assert written(capsys)[0]["cause"] == cause


def test_a_fixed_phrase_of_ours_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for cause in ("nobody came to hear it", "403 M_FORBIDDEN", "no room"):
        get_logger("x").info("outbox.dropped", cause=phrase(cause))
    found = [line["cause"] for line in written(capsys)]
    assert found == ["nobody-came-to-hear-it", "403 M_FORBIDDEN", "no-room"]


@pytest.mark.parametrize("cause", ["112 HEMLIGT", "7 alex", "403 M_FORBIDDEN hemligt", "1 SMS"])
def test_what_only_looks_like_one_is_masked(cause: str, capsys: pytest.CaptureFixture[str]) -> None:
    get_logger("x").info("outbox.later", cause=cause)
    assert written(capsys)[0]["cause"] == MASK


def test_a_failed_connection_may_say_why(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ConnectionRefusedError(111, "Connection refused")
    except ConnectionError as error:
        get_logger("x").warning("homeserver.unreachable", exc_info=error)
    assert "Connection refused" in written(capsys)[0]["error"]


def test_libraries_may_warn_but_not_tell(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("apscheduler.scheduler").warning("job of @alex:example.org: hemligt")
    (line,) = written(capsys)
    assert line["event"] == "library.warned"
    assert line["source"] == "apscheduler.scheduler"
    assert line["where"].startswith("test_logs:")
    assert "alex" not in json.dumps(line)


def test_nio_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("nio.crypto").error("key of @alex:example.org")
    logging.getLogger("nio").warning("key of @alex:example.org")
    assert capsys.readouterr().err == ""


def test_the_level_holds(capsys: pytest.CaptureFixture[str]) -> None:
    setup("warning", "json")
    get_logger("x").info("too.quiet")
    get_logger("x").warning("loud.enough")
    assert [line["event"] for line in written(capsys)] == ["loud.enough"]


def test_a_line_that_cannot_be_written_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full").open("w")  # noqa: SIM115 - closing it would fail, as writing does
    monkeypatch.setattr(sys, "stderr", full)
    get_logger("x").error("some.event")
    monkeypatch.undo()
    with pytest.raises(OSError, match="No space left"):
        full.close()


def test_on_a_terminal_a_trace_stands_below_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    setup("info", "console")
    try:
        raise ValueError("hemligt")
    except ValueError:
        get_logger("x").exception("handler.failed", row=3)
    first, *frames = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"\S+Z error   handler\.failed source=x row=3 error=builtins\.ValueError", first)
    assert [frame.split()[-1] for frame in frames] == ["test_on_a_terminal_a_trace_stands_below_its_line"]
    assert "hemligt" not in "".join(frames)


def test_libraries_are_held_to_the_rules_before_anybody_set_the_logs_up() -> None:
    code = "import logging; import bot.matrix.http; logging.getLogger('nio.rooms').warning('hemligt')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""


def test_on_a_terminal_the_masks_hold_too(capsys: pytest.CaptureFixture[str]) -> None:
    setup("info", "console")
    get_logger("x").info("some.event", body="hemligt", row=3)
    text = capsys.readouterr().err
    assert "some.event" in text
    assert "hemligt" not in text
