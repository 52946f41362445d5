"""Structured logs that mask personal data, so that none is logged even by mistake.

``log = get_logger(__name__)``, then ``log.info("outbox.sent", row=12)``: a dotted event name and values that
are ids, counts or states. Whatever looks like content (by its key, or by its value) is masked. Of an
exception its type and its frames are written but not its message, because messages quote what failed. Of a
library's warning only the place is written: nio's log texts contain user ids and keys.
"""

from __future__ import annotations

import enum
import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from datetime import date, datetime, time, timedelta
from types import TracebackType
from typing import Any, Literal

import structlog

Level = Literal["debug", "info", "warning", "error"]
MASK = "…"

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
_TOKEN = re.compile(r"(syt_|mat_|mct_|mcr_|Es[A-Za-z0-9]{2}\b|https?://)")
#: Exceptions whose messages are about machines, not about people.
_SAFE_MESSAGES = (ConnectionError, TimeoutError)

_LIBRARIES_OFF = ("nio", "peewee")


def get_logger(name: str) -> Any:
    """A structlog logger. It masks even before :func:`setup` is called."""
    if not structlog.is_configured():
        setup()
    return structlog.get_logger(source=name)


def setup(level: Level = "info", format: Literal["auto", "json", "console"] = "auto") -> None:  # noqa: A002
    """Write our own lines, and one line for each warning of a library, to standard error."""
    console = format == "console" or (format == "auto" and sys.stderr.isatty())
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            mask,
            trace,
            structlog.dev.ConsoleRenderer()
            if console
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=lambda *_: _TolerantLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Library)]:
        root.removeHandler(handler)
    root.addHandler(_Library(logging.WARNING))
    for name in _LIBRARIES_OFF:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def mask(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: replace content by a mark."""
    if not _EVENT.fullmatch(str(line["event"])):
        line["event"] = MASK
    for key, value in line.items():
        if key not in ("event", "exc_info", "stack_info"):
            line[key] = _masked(key, value)
    return line


def trace(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: replace an exception by its types and frames, without messages and values."""
    line.pop("stack_info", None)
    given = line.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()[1]
    elif isinstance(given, tuple):
        given = given[1]
    if isinstance(given, BaseException):
        line["error"] = _kind(given)
        line["trace"] = list(_frames(given))
    return line


class _TolerantLogger(structlog.PrintLogger):
    """Ignores that a line cannot be written: the disk is full, or the reader of the pipe is gone."""

    def msg(self, message: str) -> None:
        try:
            super().msg(message)
        except OSError:
            pass

    log = debug = info = warn = warning = fatal = failure = err = error = critical = exception = msg


class _Library(logging.Handler):
    """Logs that a library warned, and where: logger, module and line."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger(source=record.name)
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
            return value if _HARMLESS.fullmatch(value) and not _TOKEN.match(value) else MASK
        case list() | tuple() | set() | frozenset():
            return [_harmless(one) for one in value]
        case dict():
            return {_harmless(str(key)): _masked(str(key), one) for key, one in value.items()}
        case _:
            return MASK


def _kind(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name}: {error}" if isinstance(error, _SAFE_MESSAGES) else name


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
