"""Who comes, who goes, and what a homeserver hides: keys are for those who are in the room, and for nobody else."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bot.matrix.crypto.olm import ALGORITHM
from tests.attacks.attack import attack
from tests.attacks.attacker import send, together
from tests.attacks.victim import Victim, word
from tests.faults.faults import lies
from tests.faults.proxy import Exchange, Fault
from tests.stage.hearing import can_read


async def chatter(victim: Victim) -> None:
    """More events than any timeline shows. Taps, for they cost the others little."""
    said = await victim.member.say(victim.room, "hej")
    taps = [{"rel_type": "m.annotation", "event_id": said, "key": str(number)} for number in range(102)]
    await together(*(send(victim.member.client, victim.room, "m.reaction", {"m.relates_to": tap}) for tap in taps))


@attack(stock="fails")
async def put_out_and_listening(victim: Victim) -> None:
    """Somebody is put out; what is said right after must not be in a session they hold."""
    person = await victim.newcomer()
    assert not await victim.hides_from(person), "they read along so far"
    session_id = await victim.put_out(person)
    await person.client.sync_once()
    assert not can_read(person, victim.room, session_id), "who was put out holds the key to what came after"


@attack(stock="holds")
async def left_while_others_write(victim: Victim) -> None:
    """Somebody leaves while the bot stands still and others write so much that it sees only the end of it."""
    person = await victim.newcomer()
    assert not await victim.hides_from(person)
    victim.pause()
    await person.leave(victim.room)
    await chatter(victim)
    victim.resume()
    assert await victim.hides_from(person), "who left was given a new key"


@attack(stock="fails")
async def question_drowned_in_chat(victim: Victim) -> None:
    """While the bot stands still somebody decent asks something, and a member makes so much noise
    that it falls out of the timeline."""
    decent, marker = victim.asker(), word()
    victim.pause()
    await decent.say(victim.room, f"!språk {marker}")
    await chatter(victim)
    victim.resume()
    assert await victim.answered(decent, marker), "the question was lost"


@attack(stock="fails")
async def one_time_keys_used_up(victim: Victim) -> None:
    """A stranger claims every one-time key while the bot is down: a new device must still reach it."""
    stranger = await victim.bare_stranger()
    ((device_id, _),) = (await victim.curve25519()).items()
    body = {"one_time_keys": {victim.user_id: {device_id: "signed_curve25519"}}}
    victim.kill()
    await together(*(stranger.http.call("POST", ("keys", "claim"), body) for _ in range(70)))
    fresh = victim.guest(await victim.others[0].new_device(signed=True))
    await fresh.join(victim.room)
    marker = word()
    await fresh.say(victim.room, f"!språk {marker}")
    victim.start()
    assert await victim.answered(victim.others[0], marker), "nobody new can write to it"


@attack(stock="fails")
async def hidden_encryption(victim: Victim) -> None:
    """The homeserver does not say that rooms are encrypted: nothing may go out in clear."""

    def hide(said: dict[str, object]) -> None:
        _without(said, "m.room.encryption")

    def choose(exchange: Exchange) -> Fault | None:
        return lies(hide) if exchange.what == "sync" else None

    victim.gate.choose = choose
    try:
        await victim.member.say(victim.room, "hej")  # ends a wait that began before
        await asyncio.sleep(1)
        room = await victim.fresh_room()
        decent = victim.others[0]
        await send(decent.client, room, "m.room.message", {"msgtype": "m.text", "body": f"!språk {word()}"})
        await victim.answers(decent, room=room)
        assert not await victim.spoke_in_clear(room), "it spoke in clear in an encrypted room"
    finally:
        victim.gate.choose = lambda _: None


def _without(value: object, kind: str) -> None:
    if isinstance(value, dict):
        for inner in value.values():
            _without(inner, kind)
    elif isinstance(value, list):
        value[:] = [one for one in value if not isinstance(one, dict) or one.get("type") != kind]
        for inner in value:
            _without(inner, kind)


@attack(stock="fails")
async def bad_token(victim: Victim) -> None:
    """Its access token stops working: it may try again now and then, or stop; it must not hammer the homeserver."""

    async def refused(exchange: Exchange) -> web.StreamResponse:
        if "Authorization" not in exchange.request.headers:
            return (await exchange.forward()).response()
        return web.json_response({"errcode": "M_UNKNOWN_TOKEN", "error": "no such token"}, status=401)

    before = victim.gate.handled.total()
    victim.gate.choose = lambda _: refused
    try:
        await victim.member.say(victim.room, "hej")  # ends its long wait
        await asyncio.sleep(4)
        asked = victim.gate.handled.total() - before
        assert asked < 60, f"{asked} requests in four seconds"
    finally:
        victim.gate.choose = lambda _: None
    if victim.process.poll() is not None:
        victim.start()  # it ended with an error, as it may; whoever runs it starts it again


@attack(stock="fails")
async def invitations_by_strangers(victim: Victim) -> None:
    """Invitations to many rooms, one with a command from before in it: the bot must not come, nor obey."""
    stranger = await victim.stranger()
    marker, rooms = word(), []

    async def one() -> None:
        room = str((await stranger.client.http.call("POST", ("createRoom",), {"name": "x" * 200}))["room_id"])
        rooms.append(room)

    await together(*(one() for _ in range(INVITATIONS)))
    await stranger.client.join(rooms[0])
    await send(stranger.client, rooms[0], "m.room.message", {"msgtype": "m.text", "body": f"!språk {marker}"})
    who = {"user_id": victim.user_id}
    await together(*(stranger.client.http.call("POST", ("rooms", room, "invite"), who) for room in rooms))
    assert await victim.answers()
    joined = await victim.server.administer("GET", f"/v1/users/{victim.user_id}/joined_rooms")
    assert not set(joined["joined_rooms"]) & set(rooms), "it came into the rooms of a stranger"
    page = await stranger.client.http.call("GET", ("rooms", rooms[0], "messages"), query={"dir": "b", "limit": "20"})
    said = [one for one in page["chunk"] if one["sender"] == victim.user_id and one["type"] != "m.room.member"]
    assert not said, "it did an old command of a stranger"


INVITATIONS = 15


@attack(stock="holds")
async def odd_display_names(victim: Victim) -> None:
    """A member's own name is as long as may be, or full of marks that turn text around and call the room."""
    path = ("rooms", victim.room, "state", "m.room.member", victim.member.user_id)
    for name in ("x" * 256, "\u202e\u200b<b>@room</b>"):
        await victim.member.client.http.call("PUT", path, {"membership": "join", "displayname": name})
    await victim.member.say(victim.room, "hej")


#: Events as other homeservers may send them. What looks like a change of the room is not among them: that is an alarm.
ODD_EVENTS: list[Any] = [
    {},
    {"type": 7, "content": [], "sender": {}, "event_id": None},
    {"type": "m.room.member", "state_key": 7, "content": {"membership": "join"}, "sender": "@x:y", "event_id": "$a"},
    {"type": "m.room.member", "state_key": "@x:y", "content": {"membership": []}, "sender": "@x:y", "event_id": "$b"},
    {"type": "m.room.member", "state_key": "@" + "x" * 5000, "content": {"membership": "leave"}, "sender": ""},
    {"type": "m.room.encrypted", "content": {"algorithm": ALGORITHM}, "sender": "@x:y", "event_id": "$e"},
    {"type": "m.room.encrypted", "content": 7, "sender": 7, "event_id": 7, "origin_server_ts": "then"},
    {
        "type": "m.reaction",
        "content": {"m.relates_to": 7},
        "sender": "@x:y",
        "event_id": "$f",
        "origin_server_ts": 1e99,
    },
    {"type": "m.room.redaction", "redacts": {}, "content": {}, "sender": "@x:y", "event_id": "$g"},
]


@attack(stock="fails")
async def odd_events(victim: Victim) -> None:
    """Another homeserver's events of every wrong shape come with the next sync, before and after good ones."""

    def add(said: dict[str, Any]) -> None:
        news = said.get("rooms", {}).get("join", {}).get(victim.room)
        if news is not None:
            news["timeline"]["events"] = [*ODD_EVENTS, *news["timeline"]["events"], *ODD_EVENTS]
            news["state"]["events"] = [*ODD_EVENTS, *news["state"]["events"]]

    victim.gate.choose = lambda exchange: lies(add) if exchange.what == "sync" else None
    try:
        assert await victim.answers()
        assert await victim.answers()
    finally:
        victim.gate.choose = lambda _: None
