"""JSON written by strangers: parsed without dying of 5000-digit numbers, deep nesting or broken Unicode."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from bot.i18n import clean
from bot.rules.personal_number import holds_personal_number

#: Larger than any event a homeserver lets through (65 536 bytes).
LARGEST = 70_000
_DEEPEST = 60
_LONGEST_INT = 20
_LONGEST_REASON = 200


class Malformed(ValueError):
    """What we were given is not what it claims to be."""


def parting(content: Mapping[str, Any], *, declined: bool) -> str:
    """What is passed on of somebody who goes by themselves: ``left`` or ``declined``, and their reason if it is a short
    text without a personal number. It is one line: a second one would stand in kontoret like a line of ours."""
    reason = content.get("reason")
    told = reason if isinstance(reason, str) and len(reason) <= _LONGEST_REASON else ""
    if holds_personal_number(told):
        told = ""
    return f"{'declined' if declined else 'left'} {clean(told)}".strip()


def before(event: Mapping[str, Any]) -> Any:
    """The membership that an event about a member says it comes after."""
    unsigned = event.get("unsigned")
    previous = unsigned.get("prev_content") if isinstance(unsigned, dict) else None
    return previous.get("membership") if isinstance(previous, dict) else None


def dumps(value: Mapping[str, Any]) -> bytes:
    """Compact UTF-8 JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def loads(content: bytes | str) -> Any:
    """Parse JSON of any size (an answer of the homeserver, with whatever strangers put into it).

    Raises:
        Malformed: no JSON at all.
    """
    try:
        return _parse(content)
    except RecursionError:
        return _parse_deep(content)


def event(text: str) -> dict[str, Any]:
    """Parse a decrypted event: a small, shallow JSON object of clean text.

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
    """Raise :class:`Malformed` when JSON is nested too deeply or its text cannot be stored (lone surrogates)."""
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
    """A user, room or event id that fits our columns. Raises :class:`Malformed`."""
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
    # One member's deeply nested event must not make a whole sync unreadable: the homeserver could parse it, so can we
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 6000))
    try:
        return _parse(content)
    except RecursionError:
        raise Malformed("too deep") from None
    finally:
        sys.setrecursionlimit(before)


def _integer(digits: str) -> int:
    # Longer numbers are legal JSON but no Matrix: their value does not matter, only that they do no harm
    return int(digits) if len(digits) <= _LONGEST_INT else 0


def _constant(name: str) -> None:
    raise Malformed(f"{name} is no JSON")
