"""One outbox row becomes calls to the homeserver: what each kind of row means in Matrix."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.errors import CannotDeliver, TryLater
from bot.matrix import history
from bot.matrix.client import Client
from bot.matrix.http import MatrixError
from bot.matrix.members import Unsettled
from bot.matrix.outbound import Audience, NotEncrypted
from bot.messages import Delivered
from bot.rules.room import RoomKind
from storage.body import (
    AttachBody,
    EditBody,
    FreezeBody,
    InviteBody,
    LeaveBody,
    OpenBody,
    PinBody,
    ReactBody,
    RedactBody,
    RemoveBody,
    SayBody,
    ThawBody,
)
from storage.outbox import Item
from storage.room import RoomView

#: Makes a document: (which, about what, language) -> its bytes. Slow; called in a thread.
Make = Callable[[str, Mapping[str, Any], str], bytes]

#: Synapse forgets transaction ids after a day: an older row that was already tried is looked for first.
FORGOTTEN = timedelta(hours=20)

#: Seconds to wait for an answer when we look whether the homeserver answers at all.
_LOOK = 10.0

_Event = SayBody | EditBody | ReactBody | AttachBody | RedactBody


class Delivery:
    """Delivers rows through a client. ``name_of`` names a room: the case code, or something neutral."""

    def __init__(
        self, client: Client, *, clock: Clock, audience: Audience, name_of: Callable[[RoomView], str], make: Make
    ) -> None:
        self._client = client
        self._clock = clock
        self._audience = audience
        self._name_of = name_of
        self._make = make

    async def deliver(self, item: Item, where: RoomView) -> Delivered:
        """Carry out one row.

        Raises:
            TryLater: not now; the same row again later.
            CannotDeliver: never.
        """
        try:
            return await self._deliver(item, where)
        except MatrixError as error:
            cause = f"{error.status} {error.errcode}"[:64]
            if error.passing or error.token_bad:
                raise TryLater(error.retry_after or 1.0, cause=cause, away=await self._away(error)) from error
            raise CannotDeliver(cause, gone=await self._gone(error, where)) from error
        except Unsettled as error:
            raise TryLater(2.0, cause="unsettled") from error
        except NotEncrypted as error:
            raise CannotDeliver("the room is not known to be encrypted") from error

    async def _deliver(self, item: Item, where: RoomView) -> Delivered:
        rooms = self._client.rooms
        if isinstance(item.body, OpenBody):
            return Delivered(matrix_room=await rooms.create(where.id, name=self._name_of(where)))
        if where.matrix_room is None:
            raise TryLater(1.0, cause="no room")
        match item.body:
            case InviteBody(user_id=user_id):
                await rooms.invite(where.matrix_room, user_id)
            case RemoveBody(user_id=user_id):
                await rooms.remove(where.matrix_room, user_id)
            case FreezeBody():
                # In kontoret people may always write: it is where an alarm is told and ended
                await rooms.set_up(where.id, self._name_of(where), frozen=where.kind is not RoomKind.OFFICE)
            case ThawBody():
                await rooms.members.look(where.matrix_room)
                await rooms.set_up(where.id, self._name_of(where), frozen=False)
            case LeaveBody():
                await rooms.leave(where.matrix_room)
            case PinBody():
                assert item.shown is not None  # or the row was dropped when it was claimed
                await rooms.pin(where.matrix_room, [item.shown])
            case SayBody() | EditBody() | ReactBody() | AttachBody() | RedactBody():
                return Delivered(event_id=await self._event(item, item.body, where, where.matrix_room))
        return Delivered()

    async def _away(self, error: MatrixError) -> bool:
        """Whether our homeserver answers nothing else either. What it says may be about somebody else's."""
        if error.status == 429:
            return False
        try:
            await self._client.http.call("GET", ("account", "whoami"), tries=1, seconds=_LOOK)
        except MatrixError:
            return True
        return False

    async def _gone(self, error: MatrixError, where: RoomView) -> bool:
        """Whether something was refused because we are not in the room any more."""
        if error.status not in (403, 404) or where.matrix_room is None:
            return False
        try:
            return where.matrix_room not in await self._client.rooms.joined()
        except MatrixError as later:
            raise TryLater(later.retry_after or 1.0, cause=f"{later.status} {later.errcode}"[:64], away=True) from later

    async def _event(self, item: Item, body: _Event, where: RoomView, matrix_room: str) -> str:
        outbound = self._client.outbound
        age = self._clock.now() - item.created_at
        if item.tries > 1 and not timedelta(0) <= age <= FORGOTTEN:  # or the clock was set, and nobody knows how old
            found = await history.find(self._client.http, self._client.user_id, matrix_room, item.txn)
            if found is not None:
                return found
        match body:
            case ReactBody():
                return await outbound.react(matrix_room, body.event_id, body.key, item.txn)
            case RedactBody():
                return await outbound.redact(matrix_room, body.event_id, item.txn)
            case AttachBody():
                data = await asyncio.to_thread(self._make, body.make, body.about, body.language)
                return await outbound.send_file(where.id, body.name, body.mime, data, item.txn, audience=self._audience)
            case SayBody():
                content = message(body)
            case EditBody():
                assert item.shown is not None  # or the row was dropped when it was claimed
                content = edit(body, item.shown)
        return await outbound.send(where.id, "m.room.message", content, item.txn, audience=self._audience)


def edit(body: EditBody, shown: str) -> dict[str, Any]:
    """The content of an edit before encryption. ``shown``: the event that is edited."""
    words = {
        "msgtype": "m.notice",
        "body": body.plain,
        "format": "org.matrix.custom.html",
        "formatted_body": body.html,
    }
    return {
        **words,
        "body": f"* {body.plain}",
        "formatted_body": f"* {body.html}",
        "m.mentions": {},
        "m.new_content": {**words, "m.mentions": {}},
        "m.relates_to": {"rel_type": "m.replace", "event_id": shown},
    }


def message(body: SayBody) -> dict[str, Any]:
    """The content of a message before encryption; always with ``m.mentions``, so nobody is pinged by chance."""
    words: dict[str, Any] = {
        "msgtype": "m.notice" if body.quiet else "m.text",
        "body": body.plain,
        "format": "org.matrix.custom.html",
        "formatted_body": body.html,
        "m.mentions": {"user_ids": list(body.mentions)} if body.mentions else {},
    }
    if body.reply_to:
        words["m.relates_to"] = {"m.in_reply_to": {"event_id": body.reply_to}}
    return words
