"""The homeserver shows an older state of itself than we have seen: it was restored from a copy.

Synapse does not say so: it takes a position from its future as its present, and goes on from there. Whoever was removed
since is back, whoever came is gone, frozen rooms are open, rooms are missing, one-time keys that were used are handed
out again. So we look at everything as it is now, and the rules say what to do about the difference.
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
from storage import room as rooms_kept

log = get_logger(__name__)

#: What only grows in a position of Synapse: the number of events and of messages to devices. ``s12_3_0_1_1_1_6_15_...``
#: is one between syncs; ``t5-12_0_0_...`` is one in a room's history, and knows of events alone.
_SYNC = re.compile(r"s(\d{1,18})(?:_\d+){5}_(\d{1,18})_")
_HISTORY = re.compile(r"t\d{1,18}-(\d{1,18})_")


class Past:
    """Notices that the homeserver went back, and puts in order what follows. ``watch`` is told, if there is one.

    ``doubted``: it was away (or we were), so it may have been restored, and may have caught up with us since.
    """

    def __init__(self, http: Http, machine: Machine, rooms: Rooms, upkeep: Upkeep, watch: Watch | None) -> None:
        self.doubted = True
        self._http = http
        self._machine = machine
        self._rooms = rooms
        self._upkeep = upkeep
        self._watch = watch

    async def is_shown(self, since: str) -> bool:
        """When in doubt: whether the homeserver is at a position from before ``since``, or does not know what we said
        last. To be asked before ``since`` is sent, for Synapse throws away the room keys up to there."""
        if not self.doubted:
            return False
        with self._machine.unit() as session:
            newest = outbox.newest_event(session, self._machine.account_id)
        back = newest is not None and await self._forgot(*newest, since)
        self.doubted = False
        return back

    async def look(self) -> None:
        """Renew what others reach us by, and see which rooms are left. To be done before the position is taken."""
        log.error("sync.homeserver_rewound", reference=reference())
        await self._upkeep.renew()
        if self._watch is not None:
            await self._rooms.look(self._watch)

    async def leave_again(self, shown: Iterable[str]) -> None:
        """Empty and leave the rooms we had left for good, which are shown to us again with whoever was in them then."""
        with self._machine.unit() as session:
            left = rooms_kept.left_for_good(session, self._machine.account_id) & set(shown)
        for matrix_room in left:
            log.error("room.back")
            try:
                for user_id in await self._rooms.members.joined(matrix_room) - {self._machine.user_id}:
                    await self._http.call("POST", ("rooms", matrix_room, "kick"), {"user_id": user_id})
            except MatrixError as error:
                if error.passing:
                    raise
                log.error("room.not_emptied", errcode=error.errcode)
            await self._rooms.leave(matrix_room)

    def correct(self, session: Session, news: Iterable[RoomNews]) -> None:
        """Before rooms are taken in as they are: whom the homeserver does not know of in one is not in it."""
        account_id, now = self._machine.account_id, self._machine.clock.now()
        for one in news:
            room = rooms_kept.at(session, account_id, one.matrix_room)
            if room is None:
                continue
            room.dirty = True
            shown = frozenset(_members(one.state))
            for user_id, membership in members.memberships(session, one.matrix_room).items():
                if membership in ("join", "invite") and user_id not in shown:
                    members.note_membership(session, account_id, one.matrix_room, user_id, "leave", now)
        if self._watch is not None:
            self._watch.rewound(session)

    async def _forgot(self, matrix_room: str, event_id: str, since: str) -> bool:
        inside = await self._rooms.joined()
        try:
            if matrix_room in inside:
                await self._http.call("GET", ("rooms", matrix_room, "event", event_id))
        except MatrixError as error:
            if error.status != 404:
                raise
            return True
        for any_room in inside[:1]:
            path, newest = ("rooms", any_room, "messages"), {"dir": "b", "limit": "1"}
            return is_older((await self._http.call("GET", path, query=newest, needs={"start": str}))["start"], since)
        return False


def is_older(position: str, since: str) -> bool:
    """Whether a position is from before ``since``; ``False`` where positions are not built as Synapse's are."""
    old, new = _SYNC.match(since), _SYNC.match(position) or _HISTORY.match(position)
    if old is None or new is None:
        return False
    return any(int(one) < int(other) for one, other in zip(new.groups(), old.groups(), strict=False))


def as_it_is(news: RoomNews) -> RoomNews:
    """A room's whole state, each part as it is now, and its newest events without what they changed on the way."""
    newest: dict[tuple[Any, Any], dict[str, Any]] = {}
    for event in [*news.state, *news.timeline]:
        if isinstance(event.get("type"), str) and isinstance(event.get("state_key"), str):
            newest[event["type"], event["state_key"]] = event
    said = [event for event in news.timeline if "state_key" not in event]
    return replace(news, state=list(newest.values()), timeline=said)


def _members(state: Iterable[dict[str, Any]]) -> Iterator[str]:
    for event in state:
        if event["type"] == "m.room.member":
            try:
                yield payload.matrix_id(event["state_key"], "@")
            except Malformed:
                continue
