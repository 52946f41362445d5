"""Invitations from others count as knocks: the bot joins no room that it did not create."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from bot.logs import get_logger
from bot.matrix import sync
from bot.matrix.http import Http, MatrixError

log = get_logger(__name__)

#: Invitations declined after one sync.
MOST = 20

#: Called for each user who invites us; returns whether their invitations are to be declined.
Knock = Callable[[Session, str], bool]


class Knocks:
    """Handles the invitations to one account. Without ``on_knock`` they are ignored."""

    def __init__(self, http: Http, user_id: str, on_knock: Knock | None) -> None:
        self._http = http
        self._user_id = user_id
        self._on_knock = on_knock

    def handle(self, session: Session, answer: dict[str, Any]) -> list[str]:
        """Call ``on_knock`` for each user who invites us in this answer.

        Returns the rooms whose invitations are to be declined after the unit is committed.
        """
        if self._on_knock is None:
            return []
        declined: list[str] = []
        for user_id, matrix_rooms in sync.knocks_of(answer, self._user_id).items():
            if self._on_knock(session, user_id):
                declined += matrix_rooms
        return declined

    async def decline(self, matrix_rooms: Sequence[str]) -> None:
        """Decline invitations. One that is not declined does no harm: its sender is invited to a page all the
        same."""
        for matrix_room in matrix_rooms[:MOST]:
            try:
                await self._http.call("POST", ("rooms", matrix_room, "leave"), {}, tries=1)
            except MatrixError as error:
                log.info("knock.not_declined", errcode=error.errcode)
                if error.passing:
                    return
