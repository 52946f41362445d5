"""Invitations by strangers. The bot goes to no room that it did not make: whoever invites it is heard as knocking."""

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

#: Hears of each user who invites us; says whether they are dealt with, so that their invitations can be declined.
Knock = Callable[[Session, str], bool]


class Knocks:
    """The knocks at one account. Without ``on_knock`` nobody hears them, and they are not even remembered."""

    def __init__(self, http: Http, user_id: str, on_knock: Knock | None) -> None:
        self._http = http
        self._user_id = user_id
        self._on_knock = on_knock

    def take(self, session: Session, answer: dict[str, Any]) -> list[str]:
        """Let those who invite us in this answer be dealt with; returns the rooms to decline once that is kept."""
        if self._on_knock is None:
            return []
        knocks = sync.knocks_of(answer, self._user_id)
        return [one for user_id, rooms in knocks.items() if self._on_knock(session, user_id) for one in rooms]

    async def decline(self, matrix_rooms: Sequence[str]) -> None:
        """Say no to invitations. One that is left standing does no harm: the answer to it is elsewhere."""
        for matrix_room in matrix_rooms[:MOST]:
            try:
                await self._http.call("POST", ("rooms", matrix_room, "leave"), {}, tries=1)
            except MatrixError as error:
                log.info("knock.not_declined", errcode=error.errcode)
                if error.passing:
                    return
