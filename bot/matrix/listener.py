"""Passes every event of an embedded person's rooms to a callback, decrypted where possible. Nothing is
stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.matrix import payload
from bot.matrix.crypto.machine import Decrypted, Machine, MissingKey
from storage.tables import Room


@dataclass(frozen=True, kw_only=True)
class SeenEvent:
    """An event as a person's client shows it. Without its key ``readable`` is False; it is passed on again
    with it."""

    matrix_room: str
    event_id: str
    sender: str
    type: str
    content: dict[str, Any]
    encrypted: bool
    verified: bool
    readable: bool
    raw: dict[str, Any]


class Listener:
    """The counterpart of :class:`bot.matrix.inbound.Inbound` for people: passes events on instead of storing
    them."""

    def __init__(self, machine: Machine, on_event: Callable[[SeenEvent], None]) -> None:
        self._machine = machine
        self._on_event = on_event
        self._waiting: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def store(self, session: Session, room: Room, raw: dict[str, Any]) -> bool:
        """Pass on one event; remember it in memory if its key is missing."""
        matrix_room = str(room.matrix_room)
        if raw.get("type") != "m.room.encrypted":
            self._pass_on(matrix_room, raw, str(raw.get("type")), raw.get("content"), None)
            return True
        opened = self._machine.decrypt(session, matrix_room, raw)
        if isinstance(opened, Decrypted):
            self._pass_on(matrix_room, raw, opened.type, opened.content, opened)
            return True
        if isinstance(opened, MissingKey):
            self._waiting.setdefault((matrix_room, opened.session_id), []).append(raw)
        self._pass_on(matrix_room, raw, "m.room.encrypted", raw.get("content"), None)
        return True

    def retry_waiting(self, session: Session, new_keys: Iterable[tuple[str, str]]) -> bool:
        """Pass on again the events that waited for these keys, as (room, session id)."""
        wrote = False
        for matrix_room, session_id in new_keys:
            for raw in self._waiting.pop((matrix_room, session_id), []):
                opened = self._machine.decrypt(session, matrix_room, raw)
                if isinstance(opened, Decrypted):
                    self._pass_on(matrix_room, raw, opened.type, opened.content, opened)
                    wrote = True
        return wrote

    def _pass_on(
        self, matrix_room: str, raw: dict[str, Any], kind: str, content: Any, opened: Decrypted | None
    ) -> None:
        self._on_event(
            SeenEvent(
                matrix_room=matrix_room,
                event_id=payload.matrix_id(raw.get("event_id"), "$"),
                sender=payload.matrix_id(raw.get("sender"), "@"),
                type=kind,
                content=payload.as_object(content),
                encrypted=raw.get("type") == "m.room.encrypted",
                verified=opened is not None and opened.verified,
                readable=raw.get("type") != "m.room.encrypted" or opened is not None,
                raw=raw,
            )
        )
