"""Parses JSON written by strangers, safe against 5000-digit numbers, deep nesting and broken Unicode."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.i18n import clean
from bot.rules.personal_number import holds_personal_number

#: Larger than any event a homeserver lets through (65 536 bytes).
LARGEST = 70_000
_DEEPEST = 60
_LONGEST_INT = 20
_LONGEST_REASON = 200


class Malformed(ValueError):
    """The data does not have the form it must have."""


def departure(content: Mapping[str, Any], today: date, *, declined: bool) -> str:
    """``left`` or ``declined``, followed by the reason somebody gave for it.

    A reason is left out if it is long or has a personal number. It is cut to one line: in the office, a
    second line would look like one of the bot's own.
    """
    reason = content.get("reason")
    if not isinstance(reason, str) or len(reason) > _LONGEST_REASON or holds_personal_number(reason, today):
        reason = ""
    how = "declined" if declined else "left"
    return f"{how} {clean(reason)}".strip()


def previous_membership(event: Mapping[str, Any]) -> Any:
    """The membership that a member event says it replaces."""
    unsigned = as_object(event.get("unsigned"))
    return as_object(unsigned.get("prev_content")).get("membership")


def as_object(value: Any) -> dict[str, Any]:
    """The value, if it is a JSON object; otherwise an empty one."""
    return value if isinstance(value, dict) else {}


def as_objects(value: Any) -> list[dict[str, Any]]:
    """The JSON objects in a list; anything else in it is left out. Empty if the value is no list."""
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)]


def dumps(value: Mapping[str, Any]) -> bytes:
    """Encode as compact UTF-8 JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def loads(content: bytes | str) -> Any:
    """Parse an answer of the homeserver, whatever strangers put into it.

    Raises:
        Malformed: it is not JSON.
    """
    try:
        return _parse(content)
    except RecursionError:
        return _parse_deep(content)


def parse_event(text: str) -> dict[str, Any]:
    """Parse a decrypted event: a small, shallow JSON object whose text can be stored.

    Raises:
        Malformed: anything else.
    """
    if len(text) > LARGEST:
        raise Malformed("too large")
    try:
        found = _parse(text)
    except RecursionError:
        raise Malformed("too deep") from None
    if not isinstance(found, dict):
        raise Malformed("no object")
    check(found)
    return found


def check(value: Any, *, depth: int = 0) -> None:
    """Raise :class:`Malformed` if JSON is nested too deeply, or has text that cannot be stored (lone
    surrogates)."""
    if depth > _DEEPEST:
        raise Malformed("too deep")
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Malformed("broken Unicode") from None
    elif isinstance(value, dict):
        for key, inner in value.items():
            check(key, depth=depth + 1)
            check(inner, depth=depth + 1)
    elif isinstance(value, list):
        for inner in value:
            check(inner, depth=depth + 1)


def matrix_id(value: Any, sigil: str) -> str:
    """The value, if it is a user, room or event id that fits our columns. Raises :class:`Malformed`."""
    if not isinstance(value, str) or not value.startswith(sigil) or not 1 < len(value) <= 255:
        raise Malformed("no Matrix id")
    if any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in value):
        raise Malformed("no Matrix id")
    return value


def _parse(content: bytes | str) -> Any:
    try:
        return json.loads(content, parse_int=_integer, parse_constant=_constant)
    except ValueError as error:
        raise Malformed("no JSON") from error


def _parse_deep(content: bytes | str) -> Any:
    # One member's deeply nested event must not make a whole sync unreadable: the homeserver could parse it,
    # so can we
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(max(usual, 6000))
    try:
        return _parse(content)
    except RecursionError:
        raise Malformed("too deep") from None
    finally:
        sys.setrecursionlimit(usual)


def _integer(digits: str) -> int:
    # Longer numbers are JSON, but not allowed in Matrix: any value will do
    if len(digits) > _LONGEST_INT:
        return 0
    return int(digits)


def _constant(name: str) -> None:
    raise Malformed(f"{name} is no JSON")
