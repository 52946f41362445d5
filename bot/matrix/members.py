"""Who is in a room, asked of the homeserver: for when the sync's word is not enough, or has not come yet.

What a question brings and what a sync brings may cross each other on the way, and nobody can say which is the newer. So
an answer is believed only when nothing came by sync while it was asked for; else it is asked for again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.matrix.crypto.machine import Machine
from bot.matrix.http import Http, MatrixError
from bot.matrix.sync import Watch, dicts
from storage import identity as identities
from storage import member as members
from storage import room as rooms_kept

_TIMES = 5


class Unsettled(Exception):
    """Members or devices changed at every try; try again later."""


class Members:
    """Of one account's rooms. ``watch`` is told who has come, if there is one."""

    def __init__(self, http: Http, machine: Machine, watch: Watch | None) -> None:
        self._http = http
        self._machine = machine
        self._watch = watch

    # -------------------------------------------------------------------------------------------------- asking

    async def joined(self, matrix_room: str) -> frozenset[str]:
        """Who is in the room, says the homeserver now."""
        path = ("rooms", matrix_room, "joined_members")
        return frozenset((await self._http.call("GET", path, needs={"joined": dict}))["joined"])

    async def joined_at(self, matrix_room: str, event_id: str) -> frozenset[str]:
        """Who was in the room when an event came, says the homeserver."""
        path = ("rooms", matrix_room, "context", event_id)
        state = (await self._http.call("GET", path, query={"limit": "0"}, needs={"state": list}))["state"]
        shown: list[dict[str, Any]] = [one for one in dicts(state) if one.get("type") == "m.room.member"]
        inside = [one for one in shown if one.get("content", {}).get("membership") == "join"]
        return frozenset(str(one.get("state_key")) for one in inside)

    async def of(self, matrix_room: str, user_id: str) -> str:
        """One user's membership, ``leave`` for those never seen."""
        try:
            path = ("rooms", matrix_room, "state", "m.room.member", user_id)
            content = await self._http.call("GET", path, needs={"membership": str})
        except MatrixError as error:
            if error.status != 404:
                raise
            return "leave"
        return str(content["membership"])

    async def event_of(self, matrix_room: str, user_id: str) -> dict[str, Any] | None:
        """The event that one user's membership is by; ``None`` if there is none, or none is shown to us."""
        path, query = ("rooms", matrix_room, "state", "m.room.member", user_id), {"format": "event"}
        try:
            shown = await self._http.call("GET", path, query=query, needs={"content": dict, "sender": str})
        except MatrixError as error:
            if error.status not in (403, 404):
                raise
            return None
        return {**shown, "type": "m.room.member", "state_key": user_id}

    # ----------------------------------------------------------------------------------------------- believing

    async def note(self, matrix_room: str, user_id: str) -> None:
        """Take in one user's membership, of whom there is news; what comes by sync meanwhile stands."""
        account_id = self._machine.account_id
        with self._machine.unit() as session:
            identities.mark_stale(session, account_id, [user_id], how="new")
        for _ in range(_TIMES):
            before = self._known(matrix_room)
            shown = await self.of(matrix_room, user_id)
            with self._machine.unit() as session:
                if members.memberships(session, matrix_room) == before:
                    members.note_membership(session, account_id, matrix_room, user_id, shown, self._machine.clock.now())
                    return

    async def look(self, matrix_room: str) -> None:
        """Take in everybody.

        Raises:
            Unsettled: somebody is there who must not be: nothing is to be sent before that is dealt with.
        """
        for _ in range(_TIMES):
            before = self._known(matrix_room)
            joined = await self.joined(matrix_room)
            with self._machine.unit() as session:
                if members.memberships(session, matrix_room) != before:
                    continue
                alarmed = self._believe(session, matrix_room, before, joined)
            if alarmed:
                raise Unsettled("somebody is in the room who must not be")
            return
        raise Unsettled("members changed at every try")

    def _known(self, matrix_room: str) -> Mapping[str, str]:
        with self._machine.unit() as session:
            return members.memberships(session, matrix_room)

    def _believe(self, session: Session, matrix_room: str, known: Mapping[str, str], joined: frozenset[str]) -> bool:
        """Take in who is in a room; returns whether an alarm came of it."""
        account_id, now = self._machine.account_id, self._machine.clock.now()
        row = rooms_kept.at(session, account_id, matrix_room)
        alarm = None if row is None else row.alarm
        for user in joined:
            if known.get(user) != "join":
                if self._watch is not None and row is not None:
                    self._watch.moved(session, row, user, "join", None)
                members.note_membership(session, account_id, matrix_room, user, "join", now)
        for user, membership in known.items():
            if membership == "join" and user not in joined:
                members.note_membership(session, account_id, matrix_room, user, "leave", now)
        if joined != {user for user, membership in known.items() if membership == "join"}:
            rooms_kept.mark_dirty(session, matrix_room=matrix_room)
        return row is not None and row.alarm != alarm
