"""The edge of the tests: a homeserver that does what it is told once, a clock that stands still, and a sudden death."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.clock import Clock
from bot.messages import Delivered, Out
from storage.body import Body
from storage.outbox import Item
from storage.room import RoomView
from tests.bodies import what_of

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class FixedClock(Clock):
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at


class Killed(BaseException):
    """What kill -9 does to a step: nothing after it happens."""


@dataclass
class Server:
    """Does each transaction once; keeps what it did, in order. ``fail`` may raise before anything is done."""

    done: list[tuple[str, str, str]] = field(default_factory=list)  # (room, kind, what)
    events: list[tuple[str, str]] = field(default_factory=list)  # (event id, what)
    bodies: list[Body] = field(default_factory=list)
    known: dict[str, Delivered] = field(default_factory=dict)
    fail: Callable[[Item, RoomView], None] = lambda _item, _where: None

    async def deliver(self, item: Item, where: RoomView) -> Delivered:
        self.fail(item, where)
        await asyncio.sleep(0)
        if item.txn not in self.known:
            said = what_of(item.body)
            self.done.append((place(where), str(item.kind), said))
            self.events.append((f"$out{item.id}", said))
            self.bodies.append(item.body)
            event_id = f"$out{item.id}"
            opened = f"!{where.alias}" if item.kind is Out.OPEN else None
            invited = "invite" if item.kind is Out.INVITE else None
            self.known[item.txn] = Delivered(event_id=event_id, matrix_room=opened, membership=invited)
        return self.known[item.txn]

    def said(self, where: str | None = None) -> list[str]:
        """The texts said, in a room or anywhere."""
        return [what for place, kind, what in self.done if kind in ("say", "edit") and where in (None, place)]


def place(where: RoomView) -> str:
    return where.kind if where.person_id is None else f"page:{where.person_id}"
