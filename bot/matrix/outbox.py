"""Delivers one outbox row: the calls to the homeserver that each kind of row stands for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.errors import CannotDeliver, TryLater
from bot.i18n import Language
from bot.matrix import history
from bot.matrix.client import Client
from bot.matrix.http import Http, MatrixError
from bot.matrix.members import Unsettled
from bot.matrix.outbound import Audience, NotEncrypted
from bot.messages import Delivered
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
    SeedBody,
    ThawBody,
    UnseedBody,
)
from storage.outbox import Item
from storage.room import RoomView

#: Writes a document: (which, about what, language) -> its bytes. Slow; called in a thread.
WriteDocument = Callable[[str, Mapping[str, Any], Language], bytes]

#: Synapse forgets transaction ids after a day: before an older row is tried again, we look for its event in
#: the room.
FORGOTTEN = timedelta(hours=20)

#: Seconds to wait when we check whether the homeserver answers at all.
_PROBE_TIMEOUT = 10.0

_Event = SayBody | EditBody | ReactBody | SeedBody | UnseedBody | AttachBody | RedactBody


class Delivery:
    """Delivers rows through a client. ``name_of`` gives a room's public name: the case code, or a neutral
    name."""

    def __init__(
        self,
        client: Client,
        *,
        clock: Clock,
        audience: Audience,
        name_of: Callable[[RoomView], str],
        write_document: WriteDocument,
    ) -> None:
        self._client = client
        self._clock = clock
        self._audience = audience
        self._name_of = name_of
        self._write_document = write_document

    async def deliver(self, item: Item, room: RoomView) -> Delivered:
        """Deliver one row.

        Raises:
            TryLater: it failed for now; deliver the same row again later.
            CannotDeliver: it will never succeed.
        """
        try:
            return await self._deliver(item, room)
        except MatrixError as error:
            raise await failure(self._client.http, error, room.matrix_room) from error
        except Unsettled as error:
            raise TryLater(2.0, cause="unsettled") from error
        except NotEncrypted as error:
            raise CannotDeliver("the room is not known to be encrypted") from error

    async def _deliver(self, item: Item, room: RoomView) -> Delivered:
        rooms = self._client.rooms
        if isinstance(item.body, OpenBody):
            return Delivered(matrix_room=await rooms.create(room.id, name=self._name_of(room)))
        if room.matrix_room is None:
            raise TryLater(1.0, cause="no room")
        match item.body:
            case InviteBody(user_id=user_id):
                await rooms.invite(room.matrix_room, user_id)
            case RemoveBody(user_id=user_id):
                await rooms.remove(room.matrix_room, user_id)
            case FreezeBody():
                # In the office people may always write: it is where an alarm is reported and ended
                await rooms.set_up(room.id, self._name_of(room), frozen=not room.kind.is_office)
            case ThawBody():
                await rooms.members.refresh(room.matrix_room)
                await rooms.set_up(room.id, self._name_of(room), frozen=False)
            case LeaveBody():
                await rooms.leave(room.matrix_room)
            case PinBody():
                assert item.shown is not None  # or the row was dropped when it was claimed
                await rooms.pin(room.matrix_room, [item.shown])
            case (
                SayBody() | EditBody() | ReactBody() | SeedBody() | UnseedBody() | AttachBody() | RedactBody()
            ):
                sent = await self._send_event(item, item.body, room, room.matrix_room)
                await rooms.pictures.show_room(room)
                return Delivered(event_id=sent)
        return Delivered()

    async def _send_event(self, item: Item, body: _Event, room: RoomView, matrix_room: str) -> str:
        outbound = self._client.outbound
        age = self._clock.now() - item.created_at
        if item.tries > 1 and not timedelta(0) <= age <= FORGOTTEN:  # a negative age: the clock was set
            found = await history.find(self._client.http, self._client.user_id, matrix_room, item.txn)
            if found is not None:
                return found
        match body:
            case ReactBody():
                return await outbound.react(matrix_room, body.event_id, body.key, item.txn)
            case SeedBody():
                assert item.shown is not None  # as below
                return await outbound.react(matrix_room, item.shown, body.key, item.txn)
            case UnseedBody():
                assert item.shown is not None  # as below
                return await outbound.redact(matrix_room, item.shown, item.txn)
            case RedactBody():
                return await outbound.redact(matrix_room, body.event_id, item.txn)
            case AttachBody():
                data = await asyncio.to_thread(self._write_document, body.make, body.about, body.language)
                return await outbound.send_file(
                    room.id,
                    body.name,
                    body.mime,
                    data,
                    item.txn,
                    audience=self._audience,
                    caption=body.caption,
                    size=body.size,
                )
            case SayBody():
                content = message(body)
            case EditBody():
                assert item.shown is not None  # or the row was dropped when it was claimed
                content = edit(body, item.shown)
        return await outbound.send(room.id, "m.room.message", content, item.txn, audience=self._audience)


async def failure(http: Http, error: MatrixError, matrix_room: str | None) -> TryLater | CannotDeliver:
    """What an error of the homeserver means for a row of a room: to be tried again, or refused for good.

    It asks whether our homeserver answers at all, and whether we are in the room still.
    """
    cause = _cause(error)
    if error.passing or error.token_bad:
        return TryLater(error.retry_after or 1.0, cause=cause, away=await _is_away(http, error))
    if error.status not in (403, 404) or matrix_room is None:
        return CannotDeliver(cause)
    try:
        answer = await http.call("GET", ("joined_rooms",), needs={"joined_rooms": list})
    except MatrixError as later:
        return TryLater(later.retry_after or 1.0, cause=_cause(later), away=await _is_away(http, later))
    return CannotDeliver(cause, gone=matrix_room not in answer["joined_rooms"])


async def _is_away(http: Http, error: MatrixError) -> bool:
    """Whether our homeserver answers other calls as little as this one; else somebody else's server is away."""
    if error.status == 429:
        return False
    try:
        await http.call("GET", ("account", "whoami"), tries=1, seconds=_PROBE_TIMEOUT)
    except MatrixError:
        return True
    return False


def _cause(error: MatrixError) -> str:
    """An error as it is stored with a row and logged: the status, and the homeserver's code."""
    return f"{error.status} {error.errcode}"[:64]


def edit(body: EditBody, shown: str) -> dict[str, Any]:
    """The content of an edit before encryption. ``shown``: the event that is edited.

    Clients show the new content instead of the old, in the colour of its type: it has the type of what was
    said before. The edit itself is a notice, about which no phone rings.
    """
    words = {
        "msgtype": "m.text",
        "body": body.plain,
        "format": "org.matrix.custom.html",
        "formatted_body": body.html,
    }
    return {
        **words,
        "msgtype": "m.notice",
        "body": f"* {body.plain}",
        "formatted_body": f"* {body.html}",
        "m.mentions": {},
        "m.new_content": {**words, "m.mentions": {}},
        "m.relates_to": {"rel_type": "m.replace", "event_id": shown},
    }


def message(body: SayBody) -> dict[str, Any]:
    """The content of a message before encryption.

    It always has ``m.mentions``: without them a user id in the text would ping that person.
    """
    words: dict[str, Any] = {
        "msgtype": "m.notice" if body.quiet else "m.text",
        "body": body.plain,
        "format": "org.matrix.custom.html",
        "formatted_body": body.html,
        "m.mentions": {"user_ids": list(body.mentions)} if body.mentions else {},
    }
    if body.reply_to:
        words["m.relates_to"] = {"m.in_reply_to": {"event_id": body.reply_to}}
    if body.thread:
        relation = {"rel_type": "m.thread", "event_id": body.thread, "is_falling_back": not body.replies}
        words["m.relates_to"] = {**words.get("m.relates_to", {}), **relation}
    return words
