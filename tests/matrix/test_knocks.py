"""Invitations by strangers, on a real homeserver: heard once, declined, and never followed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.matrix import sync
from bot.stage.homeserver import Homeserver
from storage import keys
from tests.matrix.conftest import Bot, Person, World

BOT = "@bot:s"


def invitation(*events: dict[str, Any]) -> dict[str, Any]:
    return {"rooms": {"invite": {"!a:s": {"invite_state": {"events": list(events)}}}}}


def member(sender: Any, *, state_key: Any = BOT, membership: Any = "invite") -> dict[str, Any]:
    return {"type": "m.room.member", "state_key": state_key, "sender": sender, "content": {"membership": membership}}


def test_who_invites_us() -> None:
    name = {"type": "m.room.name", "state_key": "", "sender": "@x:s", "content": {"name": "hej"}}
    joined = member("@anna:s", state_key="@anna:s", membership="join")
    assert sync.knocks_of(invitation(name, joined, member("@anna:s")), BOT) == {"@anna:s": ["!a:s"]}


@pytest.mark.parametrize(
    "events",
    [
        [],
        [member("@anna:s", state_key="@other:s")],
        [member("@anna:s", membership="join")],
        [member("@anna:s", membership=["invite"])],
        [member("@mallory:evil"), member("@anna:s")],  # one of them was made up by somebody's server
        [member("@anna:s"), member("@anna:s")],
        [member(None)],
        [member({"a": 1})],
        [member("anna")],
        [{"type": "m.room.member", "state_key": BOT, "sender": "@anna:s", "content": "invite"}],
    ],
)
def test_what_is_no_invitation_by_anybody(events: list[dict[str, Any]]) -> None:
    assert sync.knocks_of(invitation(*events), BOT) == {}


@pytest.mark.parametrize(
    "rooms", [None, {"invite": []}, {"invite": {"!a:s": 7}}, {"invite": {"!a:s": {"invite_state": 7}}}]
)
def test_a_broken_answer_holds_no_invitations(rooms: Any) -> None:
    assert sync.knocks_of({"rooms": rooms}, BOT) == {}


def test_a_pile_of_invitations_is_not_all_looked_at() -> None:
    pile = {f"!{at}:s": {"invite_state": {"events": [member(f"@{at}:s")]}} for at in range(3 * sync.MOST_KNOCKS)}
    assert len(sync.knocks_of({"rooms": {"invite": pile}}, BOT)) == sync.MOST_KNOCKS


class Door:
    """Answers some of those who knock, and remembers all."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.answers = True

    def knock(self, session: Session, user_id: str) -> bool:
        assert session.in_transaction()
        self.heard.append(user_id)
        return self.answers


async def invite(person: Person, bot: Bot) -> str:
    body = {"invite": [bot.client.user_id]}
    return str((await person.client.http.call("POST", ("createRoom",), body))["room_id"])


async def membership(homeserver: Homeserver, bot: Bot, matrix_room: str) -> str:
    state = (await homeserver.administer("GET", f"/v1/rooms/{matrix_room}/state"))["state"]
    return next(
        str(one["content"]["membership"])
        for one in state
        if one["type"] == "m.room.member" and one["state_key"] == bot.client.user_id
    )


@pytest.mark.real
async def test_an_invitation_is_a_knock_heard_once_and_declined(world: World, homeserver: Homeserver) -> None:
    door = Door()
    bot, anna = await world.bot(on_knock=door.knock), await world.person("anna")
    rooms = [await invite(anna, bot) for _ in range(3)]
    await bot.client.sync_once()
    assert door.heard == [anna.id]
    assert [await membership(homeserver, bot, one) for one in rooms] == ["leave"] * 3
    assert (await bot.client.http.call("GET", ("joined_rooms",)))["joined_rooms"] == []
    await bot.restart()
    await bot.client.sync_once()
    assert door.heard == [anna.id]


@pytest.mark.real
async def test_what_was_heard_before_a_crash_is_heard_again_and_what_was_kept_is_not(world: World) -> None:
    """The position and what a knock leads to are one commit."""
    door = Door()
    bot, anna = await world.bot(on_knock=door.knock), await world.person("anna")
    with bot.db.unit() as session:
        before = keys.position(session, "bot")
    await invite(anna, bot)

    def crash(session: Session, user_id: str) -> bool:
        raise KeyboardInterrupt

    door_knock, bot.client._knocks._on_knock = bot.client._knocks._on_knock, crash
    with pytest.raises(KeyboardInterrupt):
        await bot.client.sync_once()
    with bot.db.unit() as session:
        assert keys.position(session, "bot") == before
    bot.client._knocks._on_knock = door_knock
    await bot.client.sync_once()
    assert door.heard == [anna.id]


@pytest.mark.real
async def test_whoever_is_not_answered_is_not_declined_either(world: World, homeserver: Homeserver) -> None:
    """They learn nothing, not even that somebody is there."""
    door = Door()
    door.answers = False
    bot, anna = await world.bot(on_knock=door.knock), await world.person("anna")
    matrix_room = await invite(anna, bot)
    await bot.client.sync_once()
    assert door.heard == [anna.id]
    assert await membership(homeserver, bot, matrix_room) == "invite"


@pytest.mark.real
@pytest.mark.long
async def test_hundreds_of_invitations_keep_nobody_waiting(world: World) -> None:
    door = Door()
    bot, mallory, anna = await world.bot(on_knock=door.knock), await world.person("mallory"), await world.person("anna")
    _, matrix_room = await bot.room(anna)
    for _ in range(15):
        await asyncio.gather(*(invite(mallory, bot) for _ in range(10)))
    await anna.say(matrix_room, "hör du?")
    for _ in range(5):
        await bot.client.sync_once()
    assert [one.body for one in bot.opened()] == ["hör du?"]
    assert set(door.heard) == {mallory.id}
    assert (await bot.client.http.call("GET", ("joined_rooms",)))["joined_rooms"] == [matrix_room]
