"""Structured logs that mask personal data, so that none is logged even by mistake.

``log = get_logger(__name__)``, then ``log.info("outbox.sent", row=12)``: a dotted event name and values that
are ids, counts or states. Whatever looks like content (by its key, or by its value) is masked. Of an
exception its type, its frames and its code are written but not its message, because messages quote what failed. Of a
library's warning only the place is written: nio's log texts contain user ids and keys.
"""

from __future__ import annotations

import enum
import errno
import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import TracebackType
from typing import Any, Literal

Level = Literal["debug", "info", "warning", "error"]
MASK = "…"

_LEVELS: dict[Level, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}

#: Parts of a key that name content, a person or a secret.
_PRIVATE = re.compile(
    r"(^|_)(alias|answer|body|content|digest|email|handle|html|keys?|matrix|mentions?|message|names?|nonce|obstacle"
    r"|passphrase|password|phone|pickle|place|plain|plaintext|reason|recovery|secret|seeds?|sender|text|title|tokens?"
    r"|topic|url|user|values?)(_|$)"
)
_EVENT = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
#: Values that are logged: one short word, a number, a case code, a dotted name; no sentence, address, Matrix
#: id or key.
_HARMLESS = re.compile(r"[A-Za-z0-9_.:#/-]{0,39}")
#: What an error is called by where it comes from: ``M_FORBIDDEN``, ``SQLITE_FULL``, ``53100``.
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_.]{1,59}")
#: The same with the status of an answer before it: ``403 M_FORBIDDEN``, ``0 TIMEOUT``.
_STATUS_AND_CODE = re.compile(
    r"\d{1,3} (?:[A-Z0-9]{1,30}[_.][A-Z0-9_.]{1,30}|TIMEOUT|REFUSED|DNS|CERTIFICATE|TLS|PROXY|CUT|UNREACHABLE|ROOM)"
)
_TOKEN = re.compile(r"(syt_|mat_|mct_|mcr_|Es[A-Za-z0-9]{2}\b|https?://)")
#: Exceptions whose messages are about machines, not about people.
_SAFE_MESSAGES = (ConnectionError, TimeoutError)

_LIBRARIES_OFF = ("nio", "peewee")


class Logger:
    """Writes lines for one part of the bot, its ``source``."""

    def __init__(self, source: str) -> None:
        self._source = source

    def debug(self, event: str, /, **values: Any) -> None:
        """For whoever looks for a mistake."""
        self._write("debug", event, values)

    def info(self, event: str, /, **values: Any) -> None:
        """Something happened, as it should."""
        self._write("info", event, values)

    def warning(self, event: str, /, **values: Any) -> None:
        """Something failed that the bot copes with."""
        self._write("warning", event, values)

    def error(self, event: str, /, **values: Any) -> None:
        """Something failed that somebody should look at."""
        self._write("error", event, values)

    def exception(self, event: str, /, **values: Any) -> None:
        """An error, with the exception that is being handled."""
        self._write("error", event, {"exc_info": True, **values})

    def _write(self, level: Level, event: str, values: dict[str, Any]) -> None:
        if _LEVELS[level] < _format.threshold:
            return
        line = mask({"source": self._source, **values, "event": event})
        line |= {"level": level, "timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
        trace(line)
        written = _for_people(line) if _format.console else json.dumps(line, ensure_ascii=False)
        try:
            sys.stderr.write(written + "\n")
            sys.stderr.flush()
        except OSError:
            pass  # the disk is full, or the reader of the pipe is gone


@dataclass
class _Format:
    """How lines are written, as :func:`setup` was told."""

    is_set: bool = False
    threshold: int = logging.INFO
    console: bool = False


_format = _Format()


def get_logger(name: str) -> Logger:
    """The logger of a module. Libraries are held to our rules even before :func:`setup` is called."""
    if not _format.is_set:
        setup()
    return Logger(name)


def phrase(fixed: str) -> str:
    """A fixed phrase of ours (``no room``) as one word, which is not masked; a code stays as it is.

    Never for what somebody wrote.
    """
    return fixed if _STATUS_AND_CODE.fullmatch(fixed) else fixed.replace(" ", "-")


def setup(level: Level = "info", format: Literal["auto", "json", "console"] = "auto") -> None:  # noqa: A002
    """Write our own lines, and one line for each warning of a library, to standard error."""
    _format.console = format == "console" or (format == "auto" and sys.stderr.isatty())
    _format.threshold = _LEVELS[level]
    _format.is_set = True
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Library)]:
        root.removeHandler(handler)
    root.addHandler(_Library(logging.WARNING))
    for name in _LIBRARIES_OFF:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def mask(line: dict[str, Any]) -> dict[str, Any]:
    """The line with a mark in the place of content."""
    masked = {key: _masked(key, value) for key, value in line.items() if key not in ("event", "exc_info")}
    event = str(line["event"])
    masked["event"] = event if _EVENT.fullmatch(event) else MASK
    if "exc_info" in line:
        masked["exc_info"] = line["exc_info"]
    return masked


def trace(line: dict[str, Any]) -> None:
    """Replace an exception by its types and frames, without messages and values."""
    given = line.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()[1]
    elif isinstance(given, tuple):
        given = given[1]
    if isinstance(given, BaseException):
        line["error"] = _kind(given)
        line["trace"] = list(_frames(given))


def _for_people(line: dict[str, Any]) -> str:
    """A line for a terminal: when, how grave, what, then the values; each frame of a trace below it."""
    first = f"{line['timestamp']} {line['level']:<7} {line['event']}"
    rest = {key: value for key, value in line.items() if key not in ("timestamp", "level", "event", "trace")}
    shown = " ".join([first, *(f"{key}={value}" for key, value in rest.items())])
    return "\n    ".join([shown, *line.get("trace", ())])


class _Library(logging.Handler):
    """Logs that a library warned, and where: logger, module and line."""

    def emit(self, record: logging.LogRecord) -> None:
        log = get_logger(record.name)
        write = log.error if record.levelno >= logging.ERROR else log.warning
        write("library.warned", where=f"{record.module}:{record.lineno}", exc_info=record.exc_info)


def _masked(key: str, value: Any) -> Any:
    return MASK if _PRIVATE.search(key.lower()) else _harmless(value)


def _harmless(value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case enum.Enum():
            return _harmless(value.value)
        case datetime() | date() | time() | timedelta():
            return str(value)
        case str():
            if _STATUS_AND_CODE.fullmatch(value):
                return value
            return value if _HARMLESS.fullmatch(value) and not _TOKEN.match(value) else MASK
        case list() | tuple() | set() | frozenset():
            return [_harmless(one) for one in value]
        case dict():
            return {_harmless(str(key)): _masked(str(key), one) for key, one in value.items()}
        case _:
            return MASK


def _kind(error: BaseException) -> str:
    """The type of an exception, and the code by which its source names it (Matrix, SQLite, PostgreSQL, the
    system)."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, _SAFE_MESSAGES):
        return f"{name}: {error}"
    found = [getattr(error, attribute, None) for attribute in ("errcode", "sqlite_errorname", "sqlstate")]
    if isinstance(error, OSError) and error.errno is not None:
        found.append(errno.errorcode.get(error.errno))
    code = next((code for code in found if isinstance(code, str) and _CODE.fullmatch(code)), None)
    if code is None:
        return name
    status = getattr(error, "status", None)
    return f"{name}: {status} {code}" if isinstance(status, int) else f"{name}: {code}"


def _frames(error: BaseException) -> Iterator[str]:
    cause = error.__cause__
    if cause is None and not error.__suppress_context__:
        cause = error.__context__
    if cause is not None:
        yield from _frames(cause)
        yield f"then {_kind(error)}"
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _frames(inner)
            yield f"in {_kind(inner)}"
    step: TracebackType | None = error.__traceback__
    while step is not None:
        yield f"{step.tb_frame.f_globals.get('__name__')}:{step.tb_lineno} {step.tb_frame.f_code.co_name}"
        step = step.tb_next
