"""A world in which every message of the bot is held against who may read it, device by device."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot.core import load_profile
from bot.rules import membership
from bot.rules.facts import UnitFacts
from bot.rules.room import RoomState, user_ids
from bot.stage.people import Person
from bot.stage.world import World
from storage import facts
from storage.room import RoomView
from tests.stage.hearing import can_read
from tests.storage.rows import room_at

#: A device: user and device id.
Device = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Message:
    """An encrypted event of the bot, as the homeserver has it, and who should be able to read it."""

    event_id: str
    matrix_room: str
    session_id: str
    readers: frozenset[Device]


class WatchedWorld(World):
    """After every step, notes for each new message of the bot the devices that may read it.

    Those are the devices which their owner vouches for, of the people whom ``rules.membership.wanted`` lets into the
    room by the ledger as it stands, and who had joined when it was sent (``history_visibility`` is ``joined``: who is
    invited but not in gets no keys). Taking the ledger at the end of the step is right because the play settles before
    the next, and because nothing leaves for a room while a removal is pending there.
    """

    messages: list[Message]
    unsigned: set[str]  # device ids

    def watch(self) -> WatchedWorld:
        """Begin; before the play."""
        self.messages, self.unsigned = [], set()
        return self

    async def settle(self) -> None:
        """As ever, and then look at what the bot has said."""
        await super().settle()
        known = {message.event_id for message in self.messages}
        with closing(self._homeserver()) as db, self._db.read() as session:
            for event_id, matrix_room, order, content in self._said(db):
                if event_id not in known:
                    readers = self._readers(session, db, matrix_room, order)
                    session_id = str(content["session_id"])
                    self.messages.append(
                        Message(event_id=event_id, matrix_room=matrix_room, session_id=session_id, readers=readers)
                    )

    def everybody(self) -> list[Person]:
        """All clients, also those of people who are in no room."""
        return [*self.people.values(), *self.devices]

    def wrong(self) -> list[str]:
        """Each device that can read what it must not, or cannot read what it must."""
        found = []
        for message in self.messages:
            for client in self.everybody():
                may = _device(client) in message.readers
                holds = can_read(client, message.matrix_room, message.session_id)
                event = client.event(message.event_id)
                reads = event is not None and event.decrypted
                if not (may == holds == reads):
                    found.append(f"{client.user_id} {client.device_id}: may {may}, holds {holds}, reads {reads}")
        return found

    def bot_events(self) -> dict[str, int]:
        """How many events of each type the bot has sent, by the homeserver's account; members apart."""
        query = "SELECT type, count(*) FROM events WHERE sender = ? AND type != 'm.room.member' GROUP BY type"
        with closing(self._homeserver()) as db:
            return {kind: count for kind, count in db.execute(query, (self._bot_user,))}

    def _homeserver(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self._server.folder / 'homeserver.db'}?mode=ro", uri=True, timeout=5)

    def _said(self, db: sqlite3.Connection) -> Iterator[tuple[str, str, int, dict[str, str]]]:
        query = (
            "SELECT event_id, events.room_id, stream_ordering, json FROM events JOIN event_json USING (event_id)"
            " WHERE sender = ? AND type = 'm.room.encrypted' ORDER BY stream_ordering"
        )
        for event_id, matrix_room, order, text in db.execute(query, (self._bot_user,)):
            yield event_id, matrix_room, order, json.loads(text)["content"]

    def _readers(self, session: Session, db: sqlite3.Connection, matrix_room: str, order: int) -> frozenset[Device]:
        where = room_at(session, matrix_room)
        users = self._wanted(session, where) & _joined(db, matrix_room, order)
        devices = [client for client in self.everybody() if client.user_id in users]
        return frozenset(_device(client) for client in devices if client.device_id not in self.unsigned)

    def _wanted(self, session: Session, where: RoomView) -> frozenset[str]:
        known = self._facts_of(session, where)
        # The bot says nothing in a frozen room: when it spoke, it was open
        found = membership.wanted(replace(where.place, state=RoomState.OPEN), known)
        return user_ids(found, known.people)

    def _facts_of(self, session: Session, where: RoomView) -> UnitFacts:
        profile = load_profile(self._script.profile)
        today = self._clock.today()
        if where.case_id is None:
            return facts.of_unit(session, where.unit_id, profile, today, "sv")
        return facts.of_case(session, where.case_id, profile, today, "sv")


def _joined(db: sqlite3.Connection, matrix_room: str, order: int) -> frozenset[str]:
    """Who was in a room when the homeserver took in an event."""
    query = (
        "SELECT user_id, room_memberships.membership FROM room_memberships JOIN events USING (event_id)"
        " WHERE events.room_id = ? AND stream_ordering < ? ORDER BY stream_ordering"
    )
    last = dict(db.execute(query, (matrix_room, order)))
    return frozenset(user for user, now in last.items() if now == "join")


def _device(client: Person) -> Device:
    return client.user_id, client.device_id
