"""Asks the homeserver who is in a room, when a sync leaves it uncertain or has not come yet.

An answer and a sync may cross each other on the way, and nothing tells which is newer. So an answer is stored
only if no sync changed the room's members while it was asked for; otherwise it is asked for again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.matrix.crypto.machine import Machine
from bot.matrix.http import Http, MatrixError
from bot.matrix.payload import as_objects
from bot.matrix.sync import Watch
from storage import identity as identities
from storage import member as members
from storage import room as rooms

_MOST_TRIES = 5


class Unsettled(Exception):
    """Members or devices changed at every try; try again later."""


class Members:
    """Asks for and stores the members of one account's rooms. ``watch`` may raise an alarm at whoever has
    joined."""

    def __init__(self, http: Http, machine: Machine, watch: Watch | None) -> None:
        self._http = http
        self._machine = machine
        self._watch = watch

    # -------------------------------------------------------------------------------------------------- asking

    async def joined(self, matrix_room: str) -> frozenset[str]:
        """The users the homeserver shows as joined now."""
        path = ("rooms", matrix_room, "joined_members")
        return frozenset((await self._http.call("GET", path, needs={"joined": dict}))["joined"])

    async def joined_at(self, matrix_room: str, event_id: str) -> frozenset[str]:
        """The users the homeserver shows as joined when an event was sent."""
        path = ("rooms", matrix_room, "context", event_id)
        state = (await self._http.call("GET", path, query={"limit": "0"}, needs={"state": list}))["state"]
        members = [one for one in as_objects(state) if one.get("type") == "m.room.member"]
        joined = [one for one in members if one.get("content", {}).get("membership") == "join"]
        return frozenset(str(one.get("state_key")) for one in joined)

    async def membership(self, matrix_room: str, user_id: str) -> str:
        """One user's membership now; ``leave`` for users the room has never had."""
        try:
            path = ("rooms", matrix_room, "state", "m.room.member", user_id)
            content = await self._http.call("GET", path, needs={"membership": str})
        except MatrixError as error:
            if error.status != 404:
                raise
            return "leave"
        return str(content["membership"])

    async def event(self, matrix_room: str, user_id: str) -> dict[str, Any] | None:
        """The state event of one user's membership now; ``None`` if there is none, or none is shown to us."""
        path = ("rooms", matrix_room, "state", "m.room.member", user_id)
        needs = {"content": dict, "sender": str}
        try:
            shown = await self._http.call("GET", path, query={"format": "event"}, needs=needs)
        except MatrixError as error:
            if error.status not in (403, 404):
                raise
            return None
        return {**shown, "type": "m.room.member", "state_key": user_id}

    # ------------------------------------------------------------------------------------------------- storing

    async def refresh_one(self, matrix_room: str, user_id: str) -> None:
        """Ask for one user's membership after we changed it, and store it unless a sync stored something
        meanwhile."""
        account_id = self._machine.account_id
        with self._machine.unit() as session:
            identities.mark_stale(session, account_id, [user_id], how="new")
        for _ in range(_MOST_TRIES):
            before = self._known(matrix_room)
            shown = await self.membership(matrix_room, user_id)
            with self._machine.unit() as session:
                if members.memberships(session, matrix_room) == before:
                    members.note_membership(
                        session, account_id, matrix_room, user_id, shown, self._machine.clock.now()
                    )
                    return

    async def refresh(self, matrix_room: str, before: Mapping[str, str] | None = None) -> None:
        """Ask who has joined a room, and store it. ``before``: the memberships known until then, if they were
        just read.

        Raises: Unsettled: members changed at every try, or somebody raised an alarm by being there: send
            nothing now.
        """
        if before is None:
            before = self._known(matrix_room)
        for _ in range(_MOST_TRIES):
            joined = await self.joined(matrix_room)
            with self._machine.unit() as session:
                known = members.memberships(session, matrix_room)
                if known != before:
                    before = known
                    continue
                if joined == _joined(known):
                    return  # the usual case: there is nothing to store
                alarmed = self._store_joined(session, matrix_room, known, joined)
            if alarmed:
                raise Unsettled("somebody is in the room who must not be")
            return
        raise Unsettled("members changed at every try")

    def _known(self, matrix_room: str) -> Mapping[str, str]:
        with self._machine.db.read() as session:
            return members.memberships(session, matrix_room)

    def _store_joined(
        self, session: Session, matrix_room: str, known: Mapping[str, str], joined: frozenset[str]
    ) -> bool:
        """Store who has joined a room; returns whether that raised an alarm."""
        account_id = self._machine.account_id
        now = self._machine.clock.now()
        row = rooms.at(session, account_id, matrix_room)
        alarm = None if row is None else row.alarm
        for user in joined:
            if known.get(user) != "join":
                if self._watch is not None and row is not None:
                    self._watch.alarm_on_membership(session, row, user, "join", None)
                members.note_membership(session, account_id, matrix_room, user, "join", now)
        for user, membership in known.items():
            if membership == "join" and user not in joined:
                members.note_membership(session, account_id, matrix_room, user, "leave", now)
        if joined != _joined(known):
            rooms.mark_dirty(session, matrix_room=matrix_room)
        return row is not None and row.alarm != alarm


def _joined(memberships: Mapping[str, str]) -> frozenset[str]:
    return frozenset(user for user, membership in memberships.items() if membership == "join")
