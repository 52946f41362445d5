"""Detects that the homeserver was restored from an older backup, and repairs what we know of its rooms.

Synapse does not say so: given a sync position from its future, it answers as if that were its present.
Whoever was removed since is back, whoever came is gone, frozen rooms are open, rooms are missing, used
one-time keys are handed out again. So we fetch everything as it is now, and the rules say what to do about
the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import reference
from bot.logs import get_logger
from bot.matrix import payload
from bot.matrix.crypto.machine import Machine
from bot.matrix.crypto.upkeep import Upkeep
from bot.matrix.http import Http, MatrixError
from bot.matrix.payload import Malformed
from bot.matrix.rooms import Rooms
from bot.matrix.sync import RoomNews, Watch
from storage import member as members
from storage import outbox
from storage import room as rooms

log = get_logger(__name__)

#: The two numbers in a Synapse position that only grow: events, and to-device messages.
#: ``s12_3_0_1_1_1_6_15_...`` is a position between syncs; ``t5-12_0_0_...`` is one in a room's history, and
#: counts events alone.
_SYNC = re.compile(r"s(\d{1,18})(?:_\d+){5}_(\d{1,18})_")
_HISTORY = re.compile(r"t\d{1,18}-(\d{1,18})_")


class Rollback:
    """Detects a rollback of the homeserver and repairs the state that follows from it.

    ``in_doubt``: the homeserver or the bot was away, so a rollback may have happened unnoticed.
    """

    def __init__(
        self, http: Http, machine: Machine, rooms: Rooms, upkeep: Upkeep, watch: Watch | None
    ) -> None:
        self.in_doubt = True
        self._http = http
        self._machine = machine
        self._rooms = rooms
        self._upkeep = upkeep
        self._watch = watch

    async def detect(self, since: str) -> bool:
        """If in doubt, ask whether the homeserver was rolled back to before ``since``; clears the doubt.

        To be called before ``since`` is sent, for Synapse then deletes the to-device messages up to there.
        """
        if not self.in_doubt:
            return False
        with self._machine.db.read() as session:
            newest = outbox.newest_event(session, self._machine.account_id)
        rolled_back = newest is not None and await self._is_rolled_back(*newest, since)
        self.in_doubt = False
        return rolled_back

    async def prepare(self) -> None:
        """Replace our one-time keys and check which rooms we are still in. To be done before the next full
        sync."""
        log.error("sync.homeserver_rolled_back", reference=reference())
        await self._upkeep.replace_one_time_keys()
        if self._watch is not None:
            await self._rooms.check_joined(self._watch)

    async def leave_again(self, shown: Iterable[str]) -> None:
        """Remove everybody from rooms we had left for good and the rollback put us back in, and leave them
        again."""
        with self._machine.db.read() as session:
            left = rooms.left_for_good(session, self._machine.account_id) & set(shown)
        for matrix_room in left:
            log.error("room.left_room_back")
            try:
                for user_id in await self._rooms.members.joined(matrix_room) - {self._machine.user_id}:
                    await self._http.call("POST", ("rooms", matrix_room, "kick"), {"user_id": user_id})
            except MatrixError as error:
                if error.passing:
                    raise
                log.error("room.not_emptied", errcode=error.errcode)
            await self._rooms.leave(matrix_room)

    def remove_unknown_members(self, session: Session, news: Iterable[RoomNews]) -> None:
        """Mark stored members as gone whom the homeserver does not know any more, and have the offices told.

        To be called before the rooms' current state is stored.
        """
        account_id = self._machine.account_id
        now = self._machine.clock.now()
        for one in news:
            room = rooms.at(session, account_id, one.matrix_room)
            if room is None:
                continue
            room.dirty = True
            shown = frozenset(_members(one.state))
            for user_id, membership in members.memberships(session, one.matrix_room).items():
                if membership in ("join", "invite") and user_id not in shown:
                    members.note_membership(session, account_id, one.matrix_room, user_id, "leave", now)
        if self._watch is not None:
            self._watch.alarm_on_rollback(session)

    async def _is_rolled_back(self, matrix_room: str, event_id: str, since: str) -> bool:
        """Whether the homeserver lacks the event we sent last, or is at a position before ``since``."""
        joined = await self._rooms.joined_rooms()
        if matrix_room in joined:
            try:
                await self._http.call("GET", ("rooms", matrix_room, "event", event_id))
            except MatrixError as error:
                if error.status != 404:
                    raise
                return True
        if not joined:
            return False
        path = ("rooms", joined[0], "messages")
        page = await self._http.call("GET", path, query={"dir": "b", "limit": "1"}, needs={"start": str})
        return is_older(page["start"], since)


def is_older(position: str, since: str) -> bool:
    """Whether a position is from before ``since``; ``False`` where positions are not built as Synapse's
    are."""
    old = _SYNC.match(since)
    new = _SYNC.match(position) or _HISTORY.match(position)
    if old is None or new is None:
        return False
    return any(int(one) < int(other) for one, other in zip(new.groups(), old.groups(), strict=False))


def current_state(news: RoomNews) -> RoomNews:
    """A room's news from a full sync, reduced to its current state and the messages of its timeline."""
    newest: dict[tuple[Any, Any], dict[str, Any]] = {}
    for event in [*news.state, *news.timeline]:
        if isinstance(event.get("type"), str) and isinstance(event.get("state_key"), str):
            newest[event["type"], event["state_key"]] = event
    messages = [event for event in news.timeline if "state_key" not in event]
    return replace(news, state=list(newest.values()), timeline=messages)


def _members(state: Iterable[dict[str, Any]]) -> Iterator[str]:
    for event in state:
        if event["type"] == "m.room.member":
            try:
                yield payload.matrix_id(event["state_key"], "@")
            except Malformed:
                continue
