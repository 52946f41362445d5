"""The pictures beside the bot's name and on its rooms: each is uploaded once by an account, and set once.

They stand in the open, as a room's name does, and say as little. Nothing waits for them: where a picture cannot be
uploaded or set, the room is without it, and it is tried again after the next start.
"""

from __future__ import annotations

from typing import Any

from bot.logs import get_logger
from bot.matrix.crypto.machine import Machine
from bot.matrix.http import Http, MatrixError
from bot.pictures import BOT, Picture, picture
from storage import picture as pictures
from storage.room import RoomView

log = get_logger(__name__)

#: Seconds a picture may take.
_PATIENCE = 10.0


class Pictures:
    """The pictures of one account and its rooms."""

    def __init__(self, http: Http, machine: Machine) -> None:
        self._http = http
        self._machine = machine
        self._given_up: set[str] = set()

    async def content(self, name: str) -> dict[str, Any] | None:
        """The content of a room's ``m.room.avatar``; None where there is no such picture, or it is not there
        yet."""
        drawn = picture(name)
        if drawn is None or drawn.digest in self._given_up:
            return None
        try:
            return {"url": await self._address(drawn)}
        except MatrixError as error:
            self._give_up(drawn.digest, error)
            return None

    async def show_room(self, room: RoomView) -> None:
        """Set the picture of a room that was opened before it had one, or has an earlier one."""
        drawn = picture(room.kind)
        if drawn is None or room.picture == drawn.digest or room.id in self._given_up:
            return
        content = await self.content(room.kind)
        if content is None or room.matrix_room is None:
            return
        try:
            path = ("rooms", room.matrix_room, "state", "m.room.avatar")
            await self._http.call("PUT", path, content, tries=1, seconds=_PATIENCE)
        except MatrixError as error:
            self._give_up(room.id, error)
            return
        self.note_room(room.id, room.kind)
        await self.show_account()

    def note_room(self, room_id: str, name: str) -> None:
        """Remember that a room has this picture."""
        drawn = picture(name)
        if drawn is not None:
            with self._machine.unit() as session:
                pictures.note_of_room(session, room_id, drawn.digest)

    async def show_account(self) -> None:
        """Set the picture beside the bot's name, unless we have set this very one.

        It is looked at when a room gets its picture: a start asks nothing about it.
        """
        drawn = picture(BOT)
        assert drawn is not None  # it comes with the bot
        with self._machine.unit() as session:
            shown = pictures.of_account(session, self._machine.account_id)
        if shown == drawn.digest:
            return
        content = await self.content(BOT)
        if content is None:
            return
        try:
            path = ("profile", self._machine.user_id, "avatar_url")
            await self._http.call("PUT", path, {"avatar_url": content["url"]}, seconds=_PATIENCE, tries=1)
        except MatrixError as error:
            self._give_up(drawn.digest, error)
            return
        with self._machine.unit() as session:
            pictures.note_of_account(session, self._machine.account_id, drawn.digest)

    async def _address(self, drawn: Picture) -> str:
        with self._machine.unit() as session:
            known = pictures.address(session, self._machine.account_id, drawn.digest)
        if known is not None:
            return known
        address = await self._http.upload(drawn.png, "image/png", tries=1)
        with self._machine.unit() as session:
            pictures.note_uploaded(session, self._machine.account_id, drawn.digest, address)
        return address

    def _give_up(self, what: str, error: MatrixError) -> None:
        """Do without a picture until the next start."""
        self._given_up.add(what)
        log.warning("picture.not_set", status=error.status, errcode=error.errcode)
