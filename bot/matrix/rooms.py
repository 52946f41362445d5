"""Rooms on the homeserver: created exactly once, changed by the bot alone, frozen, left.

Called when outbox rows are delivered. Everything here may be repeated after a crash.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.logs import get_logger
from bot.matrix.crypto.machine import Machine
from bot.matrix.crypto.olm import ALGORITHM
from bot.matrix.http import Http, MatrixError
from bot.matrix.members import Members
from bot.matrix.pictures import Pictures
from bot.matrix.sync import Watch
from bot.rules.room import RoomState
from storage import inbox, keys
from storage import member as members
from storage import room as rooms
from storage.tables import Room

log = get_logger(__name__)

VERSION = "12"  # no server part in room ids; the creator stands above all power levels
#: The creators stand above these levels and must not be listed. ``events`` stays empty, so that freezing
#: (``events_default``) covers reactions and redactions too, and every state event needs ``state_default``.
_LEVELS: dict[str, Any] = {
    "users": {},
    "users_default": 0,
    "events": {},
    "state_default": 100,
    "invite": 100,
    "kick": 100,
    "ban": 100,
    "redact": 100,
    "notifications": {"room": 100},
}
#: State that must stay unset, and the content that clears it when somebody has set it.
_CLEARED: dict[str, dict[str, Any]] = {
    "m.room.topic": {"topic": ""},
    "m.room.server_acl": {"allow": ["*"], "deny": [], "allow_ip_literals": True},
}
_WAITS_FOR_CREATED = (0.5, 1.0, 2.0, 4.0)  # seconds between looks for a room whose creation was not confirmed


class Rooms:
    """The rooms of one account.

    ``break_glass``: further creators, who may take over if the bot is lost; they are not members.
    ``federated``: whether users of other homeservers may ever join.
    ``rotation``: how long, and for how many messages, people's clients are to use one encryption session.
    """

    def __init__(
        self,
        http: Http,
        machine: Machine,
        *,
        break_glass: Sequence[str] = (),
        federated: bool = False,
        rotation: tuple[timedelta, int] = (timedelta(days=1), 100),
        watch: Watch | None = None,
    ) -> None:
        self.members = Members(http, machine, watch)
        self._http = http
        self._machine = machine
        self._break_glass = list(break_glass)
        self._federated = federated
        self._rotation = rotation
        self.pictures = Pictures(http, machine)

    async def create(self, room_id: str, *, name: str, topic: str = "", create_timeout: float = 60) -> str:
        """Create the planned room, or find the one an earlier call created; stores and returns its Matrix id.

        Raises:
            MatrixError: refused, or not confirmed yet (then the next call finds it, or creates it).
        """
        with self._machine.unit() as session:
            row = session.get_one(Room, room_id)
            alias = row.alias
            known = row.matrix_room
            kind = row.kind
        if known is not None:
            return known
        matrix_room = await self._room_with_alias(alias)
        if matrix_room is not None and matrix_room not in await self.joined_rooms():
            # Somebody has pointed our alias at a room of theirs: use another alias, and never touch their
            # room
            log.warning("room.alias_taken", room=room_id)
            alias = secrets.token_hex(12)
            with self._machine.unit() as session:
                session.get_one(Room, room_id).alias = alias
            matrix_room = None
        if matrix_room is None:
            picture = await self.pictures.content(kind)
            matrix_room = await self._create(alias, name, topic, picture, create_timeout)
            if picture is not None:
                self.pictures.note_room(room_id, kind)
                await self.pictures.show_account()
        await self._check_created_by_us(matrix_room)
        with self._machine.unit() as session:
            rooms.mark_opened(session, room_id, matrix_room)
            members.note_membership(
                session,
                self._machine.account_id,
                matrix_room,
                self._machine.user_id,
                "join",
                self._machine.clock.now(),
            )
        return matrix_room

    async def invite(self, matrix_room: str, user_id: str) -> None:
        """Invite somebody, unless they are joined or invited. Tried once: the outbox repeats it."""
        try:
            await self._http.call("POST", ("rooms", matrix_room, "invite"), {"user_id": user_id}, tries=1)
        except MatrixError as error:
            if error.status != 403 or await self.members.membership(matrix_room, user_id) not in (
                "join",
                "invite",
            ):
                raise
        await self.members.refresh_one(matrix_room, user_id)

    async def remove(self, matrix_room: str, user_id: str, reason: str = "") -> None:
        """Remove somebody and drop the room's outbound session at once, without waiting for the sync to show
        it."""
        try:
            await self._http.call(
                "POST", ("rooms", matrix_room, "kick"), {"user_id": user_id, "reason": reason}
            )
        except MatrixError as error:
            if error.status != 403 or await self.members.membership(matrix_room, user_id) in (
                "join",
                "invite",
                "knock",
            ):
                raise
        with self._machine.unit() as session:
            self._machine.rotate(matrix_room)
            now = self._machine.clock.now()
            members.note_membership(session, self._machine.account_id, matrix_room, user_id, "leave", now)

    async def set_up(self, room_id: str, name: str, *, frozen: bool) -> None:
        """Reset a room's settings, whatever others have changed; ``frozen``: nobody but the bot can write."""
        with self._machine.unit() as session:
            row = session.get_one(Room, room_id)
            alias = row.alias
            room_kind = row.kind
            matrix_room = str(row.matrix_room)
        picture = await self.pictures.content(room_kind)
        levels = await self._state(matrix_room, "m.room.power_levels") or {}
        pinned = await self._pinned(matrix_room)
        with self._machine.unit() as session:
            pinned = [event_id for event_id in pinned if inbox.is_ours(session, event_id)]
        expected: dict[str, dict[str, Any]] = {
            "m.room.power_levels": {**levels, **_LEVELS, "events_default": 100 if frozen else 0},
            **self._settings(),
            "m.room.name": {"name": name},
            "m.room.pinned_events": {"pinned": pinned},
            "m.room.avatar": picture or {},
        }
        if await self._room_with_alias(alias) is None:
            await self._http.call(
                "PUT", ("directory", "room", self._full_alias(alias)), {"room_id": matrix_room}
            )
        if await self._room_with_alias(alias) == matrix_room:
            expected["m.room.canonical_alias"] = {"alias": self._full_alias(alias)}
        for kind, content in expected.items():
            current = await self._state(matrix_room, kind)
            never_set = current is None and kind in ("m.room.pinned_events", "m.room.avatar")
            if current != content and not (never_set and not any(content.values())):
                await self._put_state(matrix_room, kind, content)
        if picture is not None:
            self.pictures.note_room(room_id, room_kind)
        for kind, content in _CLEARED.items():
            if await self._state(matrix_room, kind) not in (None, content):
                await self._put_state(matrix_room, kind, content)

    async def leave(self, matrix_room: str) -> None:
        """Leave and forget a room for good, and delete its keys; the server shows us nothing of it any
        more."""
        for step in ("leave", "forget"):
            try:
                await self._http.call("POST", ("rooms", matrix_room, step), {})
            except MatrixError as error:
                if error.status not in (403, 404):  # left or forgotten by an earlier call
                    raise
        with self._machine.unit() as session:
            self._machine.rotate(matrix_room)
            keys.drop_megolm_of_room(session, self._machine.account_id, matrix_room)
            row = rooms.at(session, self._machine.account_id, matrix_room)
            if row is not None:
                rooms.set_state(session, row.id, RoomState.LEFT)

    async def pin(self, matrix_room: str, event_ids: Sequence[str]) -> None:
        """Pin these events and no others."""
        await self._put_state(matrix_room, "m.room.pinned_events", {"pinned": list(event_ids)})

    async def check_joined(self, watch: Watch) -> None:
        """Raise an alarm in every room we are no longer in: a homeserver that deletes a room tells nobody."""
        joined = await self.joined_rooms()
        with self._machine.unit() as session:
            watch.alarm_on_missing_rooms(session, self._machine.account_id, joined)

    async def joined_rooms(self) -> list[str]:
        """The rooms the homeserver says we are in now."""
        answer = await self._http.call("GET", ("joined_rooms",), needs={"joined_rooms": list})
        return [str(one) for one in answer["joined_rooms"]]

    async def _room_with_alias(self, alias: str) -> str | None:
        path = ("directory", "room", self._full_alias(alias))
        try:
            return str((await self._http.call("GET", path, needs={"room_id": str}))["room_id"])
        except MatrixError as error:
            if error.status != 404:
                raise
            return None

    async def _create(
        self, alias: str, name: str, topic: str, picture: dict[str, Any] | None, seconds: float
    ) -> str:
        body = self._creation(alias, name, topic, picture)
        # createRoom has no transaction id: a repeat makes a second room. So one try, then we look for the
        # alias
        try:
            answer = await self._http.call(
                "POST", ("createRoom",), body, needs={"room_id": str}, seconds=seconds, tries=1
            )
            return str(answer["room_id"])
        except MatrixError as error:
            in_use = error.errcode == "M_ROOM_IN_USE"
            if not in_use and (not error.passing or error.status == 429):
                raise
            log.info("room.unconfirmed", errcode=error.errcode)
            for wait in _WAITS_FOR_CREATED:
                found = await self._room_with_alias(alias)
                if found is not None:
                    return found
                await asyncio.sleep(wait)
            raise

    def _creation(self, alias: str, name: str, topic: str, picture: dict[str, Any] | None) -> dict[str, Any]:
        """The body of the ``createRoom`` call."""
        creation: dict[str, Any] = {"m.federate": self._federated}
        if self._break_glass:
            creation["additional_creators"] = self._break_glass
        states = self._settings()
        if picture is not None:
            states["m.room.avatar"] = picture
        body: dict[str, Any] = {
            "room_version": VERSION,
            "preset": "private_chat",
            "visibility": "private",
            "room_alias_name": alias,
            "name": name,
            "creation_content": creation,
            "initial_state": [
                {"type": kind, "state_key": "", "content": content} for kind, content in states.items()
            ],
            "power_level_content_override": {**_LEVELS, "events_default": 0},
        }
        if topic:
            body["topic"] = topic
        return body

    def _settings(self) -> dict[str, dict[str, Any]]:
        """The state events that every room is created with and keeps."""
        age, messages = self._rotation
        return {
            "m.room.encryption": {
                "algorithm": ALGORITHM,
                "rotation_period_ms": int(age.total_seconds() * 1000),
                "rotation_period_msgs": messages,
            },
            "m.room.history_visibility": {"history_visibility": "joined"},
            "m.room.guest_access": {"guest_access": "forbidden"},
            "m.room.join_rules": {"join_rule": "invite"},
        }

    def _full_alias(self, alias: str) -> str:
        return f"#{alias}:{self._machine.user_id.partition(':')[2]}"

    async def _check_created_by_us(self, matrix_room: str) -> None:
        """Raise :class:`MatrixError` unless we created the room and it is encrypted; creation may be half
        done."""
        state = ("rooms", matrix_room, "state")
        created = await self._http.call("GET", (*state, "m.room.create"), query={"format": "event"})
        encryption = await self._http.call("GET", (*state, "m.room.encryption"))
        if created.get("sender") != self._machine.user_id or encryption.get("algorithm") != ALGORITHM:
            raise MatrixError(0, "ROOM", "the room under our alias is not ours, or not encrypted")

    async def _pinned(self, matrix_room: str) -> list[str]:
        """The ids of the room's pinned events."""
        listed = (await self._state(matrix_room, "m.room.pinned_events") or {}).get("pinned")
        if not isinstance(listed, list):
            return []
        return [one for one in listed if isinstance(one, str)]

    async def _state(self, matrix_room: str, kind: str) -> dict[str, Any] | None:
        """The content of a room's state event; ``None`` when it was never set."""
        try:
            return await self._http.call("GET", ("rooms", matrix_room, "state", kind))
        except MatrixError as error:
            if error.status != 404:
                raise
            return None

    async def _put_state(self, matrix_room: str, kind: str, content: dict[str, Any]) -> None:
        await self._http.call("PUT", ("rooms", matrix_room, "state", kind), content)
