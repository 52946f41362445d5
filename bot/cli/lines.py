"""Prints what a command found, a line for each thing: for people as it comes, or with ``--json`` as one object.

The object's keys stay the same, for scripts: ``ok``, and ``lines`` with ``name``, ``state`` (``ok``, ``wrong`` or
``unsure``), ``text``, ``do`` and ``about``, which holds ids and numbers by name.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.cli.check import Line


async def print_lines(lines: AsyncIterator[Line], tell: Callable[[str], None], *, as_json: bool) -> bool:
    """Print lines as they come, or all as one object; returns whether all of them are ok."""
    found = []
    async for line in lines:
        if not as_json:
            tell(str(line))
        found.append(line)
    if as_json:
        tell(to_json(found))
    return all(line.ok for line in found)


async def each(lines: Iterable[Line]) -> AsyncIterator[Line]:
    """Lines that need no waiting, for :func:`print_lines`."""
    for line in lines:
        yield line


def to_json(lines: Iterable[Line], **more: Any) -> str:
    """Lines as one object, with ``more`` beside them."""
    found = list(lines)
    shown = {"ok": all(line.ok for line in found), **more, "lines": [_shown(line) for line in found]}
    return json.dumps(shown, ensure_ascii=False, default=str)


def _shown(line: Line) -> dict[str, Any]:
    state = "ok"
    if line.wrong:
        state = "unsure" if line.unsure else "wrong"
    return {
        "name": line.name,
        "state": state,
        "text": line.wrong or line.good,
        "do": line.do,
        "about": dict(line.about),
    }
