"""The pictures of the bot and its rooms on a real homeserver: uploaded once, set once, and in nobody's way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.matrix.http import Http, MatrixError
from bot.rules.room import RoomKind
from storage import room as rooms
from storage.room import RoomView
from storage.tables import Room
from tests.matrix.conftest import Bot, World

pytestmark = pytest.mark.real


@contextmanager
def noted(http: Http) -> Iterator[list[str]]:
    """What is uploaded and set by this connection."""
    found: list[str] = []
    upload, call = http.upload, http.call

    async def uploaded(*args: Any, **more: Any) -> str:
        found.append("upload")
        return await upload(*args, **more)

    async def called(method: str, path: Any, *args: Any, **more: Any) -> dict[str, Any]:
        if method == "PUT":
            found.append(path[-1])
        return await call(method, path, *args, **more)

    http.upload, http.call = uploaded, called  # type: ignore[method-assign]
    try:
        yield found
    finally:
        del http.upload, http.call


def view(bot: Bot, room_id: str) -> RoomView:
    with bot.db.read() as session:
        return rooms.get(session, room_id)


async def avatar(bot: Bot, matrix_room: str) -> Any:
    return await bot.client.http.call("GET", ("rooms", matrix_room, "state", "m.room.avatar"))


async def test_a_picture_is_uploaded_once_and_a_room_begins_with_it(world: World) -> None:
    bot = await world.bot()
    with noted(bot.client.http) as calls:
        _, first = await bot.room(kind=RoomKind.PAGE)
        assert calls == ["upload", "upload", "avatar_url"]  # the room's, and the bot's own
        calls.clear()
        _, second = await bot.room(kind=RoomKind.PAGE)
        assert calls == []
    assert await avatar(bot, first) == await avatar(bot, second)
    await bot.restart()
    with noted(bot.client.http) as calls:
        _, third = await bot.room(kind=RoomKind.PAGE)
        assert calls == []
        _, office = await bot.room()
        assert calls == ["upload"]
    assert await avatar(bot, third) == await avatar(bot, first)
    assert await avatar(bot, office) != await avatar(bot, first)
    profile = await bot.client.http.call("GET", ("profile", bot.client.user_id, "avatar_url"))
    assert profile["avatar_url"].startswith("mxc://")


async def test_a_room_of_an_earlier_release_gets_its_picture_once(world: World) -> None:
    bot = await world.bot()
    room_id, matrix_room = await bot.room()
    await bot.client.http.call("PUT", ("rooms", matrix_room, "state", "m.room.avatar"), {})
    with bot.db.unit() as session:
        session.get_one(Room, room_id).picture = None
    pictures = bot.client.rooms.pictures
    with noted(bot.client.http) as calls:
        await pictures.show_room(view(bot, room_id))
        assert calls == ["m.room.avatar"]
        await pictures.show_room(view(bot, room_id))
        assert calls == ["m.room.avatar"]
    assert (await avatar(bot, matrix_room))["url"].startswith("mxc://")


async def test_without_a_picture_the_room_is_opened_all_the_same(world: World) -> None:
    bot = await world.bot()
    tried = []

    async def refused(*_args: Any, **_more: Any) -> str:
        tried.append(1)
        raise MatrixError(413, "M_TOO_LARGE", "no room for pictures")

    bot.client.http.upload = refused  # type: ignore[method-assign]
    room_id, matrix_room = await bot.room()
    await bot.client.rooms.pictures.show_room(view(bot, room_id))
    assert len(tried) == 1
    with pytest.raises(MatrixError):
        await avatar(bot, matrix_room)
