"""Rooms on the homeserver: made exactly once, with the bot as the only one who may change anything, frozen and left.

Only the reconciler calls this. Everything here may be repeated after a crash.
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
from bot.matrix.sync import Watch
from bot.rules.room import RoomState
from storage import inbox, keys
from storage import member as members
from storage import room as rooms_kept
from storage.tables import Room

log = get_logger(__name__)

VERSION = "12"  # no server part in room ids; the creator stands above all power levels
#: The creators stand above these and must not be listed. ``events`` stays empty, so that freezing (``events_default``)
#: covers reactions and redactions too, and every state event needs ``state_default``.
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
#: What we never set, and what it says when nothing is to be said.
_NEVER_SET: dict[str, dict[str, Any]] = {
    "m.room.topic": {"topic": ""},
    "m.room.avatar": {},
    "m.room.server_acl": {"allow": ["*"], "deny": [], "allow_ip_literals": True},
}
_JOINED = {"joined_rooms": list}
_NOT_SEEN_YET = (0.5, 1.0, 2.0, 4.0)  # seconds between looks for a room whose creation was not confirmed


class Rooms:
    """Rooms of one account.

    ``break_glass``: users who may take over if the bot is lost (creators besides it, never members by themselves).
    ``federated``: whether people of other homeservers may ever come in.
    """

    def __init__(
        self,
        http: Http,
        machine: Machine,
        *,
        break_glass: Sequence[str] = (),
        federated: bool = False,
        rotation_shown: tuple[timedelta, int] = (timedelta(days=1), 100),
        watch: Watch | None = None,
    ) -> None:
        self.members = Members(http, machine, watch)
        self._http = http
        self._machine = machine
        self._break_glass = list(break_glass)
        self._federated = federated
        self._rotation = rotation_shown

    async def create(self, room_id: str, *, name: str, topic: str = "", create_timeout: float = 60) -> str:
        """Make the planned room, or find the one made before; remembers and returns its Matrix id.

        Raises:
            MatrixError: refused, or not confirmed yet (then the next call finds it, or makes it).
        """
        with self._machine.unit() as session:
            row = session.get_one(Room, room_id)
            alias, known = row.alias, row.matrix_room
        if known is not None:
            return known
        matrix_room = await self._find(alias)
        if matrix_room is not None and matrix_room not in await self.joined():
            # Somebody has put a room of theirs behind our alias: we take another one, and never look at theirs
            log.warning("room.alias_taken", room=room_id)
            with self._machine.unit() as session:
                alias = session.get_one(Room, room_id).alias = secrets.token_hex(12)
            matrix_room = None
        if matrix_room is None:
            matrix_room = await self._make(alias, name, topic, create_timeout)
        await self._must_be_ours(matrix_room)
        with self._machine.unit() as session:
            rooms_kept.mark_opened(session, room_id, matrix_room)
            members.note_membership(
                session, self._machine.account_id, matrix_room, self._machine.user_id, "join", self._machine.clock.now()
            )
        return matrix_room

    async def invite(self, matrix_room: str, user_id: str) -> None:
        """Invite somebody; nothing happens to those who are in or invited. One try: whoever calls it tries again."""
        try:
            await self._http.call("POST", ("rooms", matrix_room, "invite"), {"user_id": user_id}, tries=1)
        except MatrixError as error:
            if error.status != 403 or await self.members.of(matrix_room, user_id) not in ("join", "invite"):
                raise
        await self.members.note(matrix_room, user_id)

    async def remove(self, matrix_room: str, user_id: str, reason: str = "") -> None:
        """Take somebody out. Our room key is never used again from here on, whatever sync says when."""
        try:
            await self._http.call("POST", ("rooms", matrix_room, "kick"), {"user_id": user_id, "reason": reason})
        except MatrixError as error:
            if error.status != 403 or await self.members.of(matrix_room, user_id) in ("join", "invite", "knock"):
                raise
        with self._machine.unit() as session:
            self._machine.rotate(matrix_room)
            now = self._machine.clock.now()
            members.note_membership(session, self._machine.account_id, matrix_room, user_id, "leave", now)

    async def set_up(self, room_id: str, name: str, *, frozen: bool) -> None:
        """Have a room as it was made, whatever others have changed; ``frozen``: nobody but the bot can write."""
        with self._machine.unit() as session:
            row = session.get_one(Room, room_id)
            alias, matrix_room = row.alias, str(row.matrix_room)
        levels = await self._shown(matrix_room, "m.room.power_levels") or {}
        shown = (await self._shown(matrix_room, "m.room.pinned_events") or {}).get("pinned")
        events = [one for one in shown if isinstance(one, str)] if isinstance(shown, list) else []
        with self._machine.unit() as session:
            pinned = [event_id for event_id in events if inbox.is_ours(session, event_id)]
        expected: dict[str, dict[str, Any]] = {
            "m.room.power_levels": {**levels, **_LEVELS, "events_default": 100 if frozen else 0},
            **self._settings(),
            "m.room.name": {"name": name},
            "m.room.pinned_events": {"pinned": pinned},
        }
        if await self._find(alias) is None:
            await self._http.call("PUT", ("directory", "room", self._full(alias)), {"room_id": matrix_room})
        if await self._find(alias) == matrix_room:
            expected["m.room.canonical_alias"] = {"alias": self._full(alias)}
        for kind, content in expected.items():
            current = await self._shown(matrix_room, kind)
            if current != content and not (current is None and kind == "m.room.pinned_events"):
                await self._put_state(matrix_room, kind, content)
        for kind, content in _NEVER_SET.items():
            if await self._shown(matrix_room, kind) not in (None, content):
                await self._put_state(matrix_room, kind, content)

    async def leave(self, matrix_room: str) -> None:
        """Leave and forget for good: the server shows us nothing of it any more, and we drop its keys."""
        for step in ("leave", "forget"):
            try:
                await self._http.call("POST", ("rooms", matrix_room, step), {})
            except MatrixError as error:
                if error.status not in (403, 404):  # left or forgotten before
                    raise
        with self._machine.unit() as session:
            self._machine.rotate(matrix_room)
            keys.drop_megolm_of_room(session, self._machine.account_id, matrix_room)
            row = rooms_kept.at(session, self._machine.account_id, matrix_room)
            if row is not None:
                rooms_kept.set_state(session, row.id, RoomState.LEFT)

    async def pin(self, matrix_room: str, event_ids: Sequence[str]) -> None:
        """Pin these events and no others."""
        await self._put_state(matrix_room, "m.room.pinned_events", {"pinned": list(event_ids)})

    async def look(self, watch: Watch) -> None:
        """See which rooms we are in: a homeserver that erases one tells nobody who was in it."""
        inside = await self.joined()
        with self._machine.unit() as session:
            watch.inside(session, self._machine.account_id, inside)

    async def joined(self) -> list[str]:
        """The rooms we are in, says the homeserver now."""
        return [str(one) for one in (await self._http.call("GET", ("joined_rooms",), needs=_JOINED))["joined_rooms"]]

    async def _find(self, alias: str) -> str | None:
        path = ("directory", "room", self._full(alias))
        try:
            return str((await self._http.call("GET", path, needs={"room_id": str}))["room_id"])
        except MatrixError as error:
            if error.status != 404:
                raise
            return None

    async def _make(self, alias: str, name: str, topic: str, seconds: float) -> str:
        plan = self._plan(alias, name, topic)
        # createRoom has no transaction id: a repeat makes a second room. So one try, then we look for the alias
        try:
            path = ("createRoom",)
            answer = await self._http.call("POST", path, plan, needs={"room_id": str}, seconds=seconds, tries=1)
            return str(answer["room_id"])
        except MatrixError as error:
            in_use = error.errcode == "M_ROOM_IN_USE"
            if not in_use and (not error.passing or error.status == 429):
                raise
            log.info("room.unconfirmed", errcode=error.errcode)
            for wait in _NOT_SEEN_YET:
                found = await self._find(alias)
                if found is not None:
                    return found
                await asyncio.sleep(wait)
            raise

    def _plan(self, alias: str, name: str, topic: str) -> dict[str, Any]:
        creation: dict[str, Any] = {"m.federate": self._federated}
        if self._break_glass:
            creation["additional_creators"] = self._break_glass
        states = self._settings()
        plan: dict[str, Any] = {
            "room_version": VERSION,
            "preset": "private_chat",
            "visibility": "private",
            "room_alias_name": alias,
            "name": name,
            "creation_content": creation,
            "initial_state": [{"type": kind, "state_key": "", "content": content} for kind, content in states.items()],
            "power_level_content_override": {**_LEVELS, "events_default": 0},
        }
        if topic:
            plan["topic"] = topic
        return plan

    def _settings(self) -> dict[str, dict[str, Any]]:
        """What a room is made with, and keeps."""
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

    def _full(self, alias: str) -> str:
        return f"#{alias}:{self._machine.user_id.partition(':')[2]}"

    async def _must_be_ours(self, matrix_room: str) -> None:
        """The room behind the alias was made by us and its encryption is set; a half-made room has to wait."""
        state = ("rooms", matrix_room, "state")
        created = await self._http.call("GET", (*state, "m.room.create"), query={"format": "event"})
        encryption = await self._http.call("GET", (*state, "m.room.encryption"))
        if created.get("sender") != self._machine.user_id or encryption.get("algorithm") != ALGORITHM:
            raise MatrixError(0, "ROOM", "the room under our alias is not ours, or not encrypted")

    async def _shown(self, matrix_room: str, kind: str) -> dict[str, Any] | None:
        """A part of a room's state; ``None`` when it was never set."""
        try:
            return await self._http.call("GET", ("rooms", matrix_room, "state", kind))
        except MatrixError as error:
            if error.status != 404:
                raise
            return None

    async def _put_state(self, matrix_room: str, kind: str, content: dict[str, Any]) -> None:
        await self._http.call("PUT", ("rooms", matrix_room, "state", kind), content)
