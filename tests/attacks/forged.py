"""What a member encrypts that is none of theirs to send, or no event at all."""

from __future__ import annotations

import json
from typing import Any

from tests.attacks.attack import attack
from tests.attacks.attacker import forge, inside
from tests.attacks.victim import Victim, keys_held, ready, words


@attack(stock="fails")
async def forged_join(victim: Victim) -> None:
    """An outsider's join inside a message: the outsider must get no room key."""
    outsider, member = await victim.stranger(), await ready(victim)
    who = {"state_key": outsider.user_id, "sender": outsider.user_id}
    await forge(member.client, victim.room, "m.room.member", {"membership": "join"}, **who)
    assert await victim.answers()
    await outsider.client.sync_once()
    for sender_key in (await victim.curve25519()).values():
        assert keys_held(outsider, victim.room, sender_key) == 0, "an outsider got a room key"


@attack(stock="fails")
async def forged_leave(victim: Victim) -> None:
    """Somebody decent "leaves" inside a message: they must get the keys as before."""
    member, decent = await ready(victim), victim.others[1]
    content = {"membership": "leave"}
    await forge(member.client, victim.room, "m.room.member", content, state_key=decent.user_id, sender=decent.user_id)
    assert await victim.answers(decent), "somebody decent lost the keys"


@attack(stock="fails")
async def forged_power(victim: Victim) -> None:
    """A member grants themselves power inside a message: it must give them no right."""
    member = await ready(victim)
    content = {"users": {member.user_id: 100}, "users_default": 100}
    await forge(member.client, victim.room, "m.room.power_levels", content, state_key="")
    assert not await victim.obeys(member), "the forged power is believed"


FORGED: dict[str, dict[str, Any]] = {
    "tombstone": {"body": "moved", "replacement_room": "!elsewhere:stage.localhost"},
    "encryption": {"algorithm": "none", "rotation_period_ms": 1, "rotation_period_msgs": 10**30},
    "history_visibility": {"history_visibility": "world_readable"},
    "create": {"creator": "@mallory:stage.localhost", "room_version": "1", "m.federate": True},
    "join_rules": {"join_rule": "public"},
    "name": {"name": "x" * 20_000},
    "canonical_alias": {"alias": 7},
}


def _forging(kind: str, content: dict[str, Any]) -> None:
    async def run(victim: Victim) -> None:
        member = await ready(victim)
        await forge(member.client, victim.room, f"m.room.{kind}", content, state_key="", sender=victim.user_id)
        await forge(member.client, victim.room, f"m.room.{kind}", "nonsense", state_key="")

    run.__doc__ = f"An m.room.{kind} event inside a message: nothing must come of it."
    attack(stock="holds", name=f"forged_{kind}")(run)


for _kind, _content in FORGED.items():
    _forging(_kind, _content)


@attack(stock="fails")
async def not_utf8(victim: Victim) -> None:
    """A plaintext that is no text."""
    member = await ready(victim)
    await inside(member.client, victim.room, b"\xff\xfe!")


@attack(stock="fails")
async def no_object(victim: Victim) -> None:
    """A plaintext that is a list, a number, nothing, or no JSON."""
    member = await ready(victim)
    for plaintext in ("[]", "7", "null", '"!klar"', "not json", "", "NaN", "[" * 30_000):
        await inside(member.client, victim.room, plaintext)


@attack(stock="fails")
async def huge_integer(victim: Victim) -> None:
    """A number of 5 000 digits."""
    member, digits = await ready(victim), "9" * 5000
    await inside(
        member.client, victim.room, f'{{"type":"m.room.message","room_id":"{victim.room}","content":{{"a":{digits}}}}}'
    )


@attack(stock="fails")
async def deep_nesting(victim: Victim) -> None:
    """Objects 6 000 deep."""
    member, deep = await ready(victim), '{"a":' * 6000 + "1" + "}" * 6000
    await inside(member.client, victim.room, f'{{"type":"m.room.message","room_id":"{victim.room}","content":{deep}}}')


WRONG: list[Any] = [
    [],
    7,
    None,
    {"msgtype": "m.text", "body": 7},
    {"msgtype": "m.text", "body": "\ud800"},
    {"msgtype": ["m.text"], "body": "!klar"},
    {"msgtype": "m.text", "body": {"body": "!klar"}},
    {"msgtype": "m.image", "body": "x", "file": []},
    {"msgtype": "m.text", "body": "* x", "m.new_content": 7, "m.relates_to": {"rel_type": "m.replace", "event_id": {}}},
    {"msgtype": "m.key.verification.request", "methods": 7, "to": []},
    {"body": "x" * 20_000, "msgtype": "m.text", "m.mentions": "everybody", "formatted_body": 3},
]


@attack(stock="holds")
async def wrong_types(victim: Victim) -> None:
    """Messages whose every part may be of the wrong kind."""
    member = await ready(victim)
    for content in WRONG:
        await forge(member.client, victim.room, "m.room.message", content)
    types: list[Any] = [
        ["m.room.message"],
        7,
        None,
        "m.room.encrypted",
        "m.call.invite",
        "m.room.redaction",
        "x" * 5000,
    ]
    for odd in types:
        plaintext = {"type": odd, "room_id": victim.room, "content": {}}
        await inside(member.client, victim.room, json.dumps(plaintext))


@attack(stock="holds")
async def odd_relations(victim: Victim) -> None:
    """Relations of the wrong kind around a plain command: it counts, or not, and that is all."""
    member = await ready(victim)
    reply: list[Any] = [7, {"event_id": []}]
    relations: list[Any] = [7, [], *({"m.in_reply_to": one} for one in reply), {"rel_type": {}, "event_id": 3}]
    for relation in relations:
        content = words("hej", **{"m.relates_to": relation})
        await forge(member.client, victim.room, "m.room.message", content)


@attack(stock="holds")
async def largest_event(victim: Victim) -> None:
    """The longest message that the homeserver takes, again and again."""
    member = await ready(victim)
    for _ in range(5):
        await member.say(victim.room, "!" + "x" * 44_000)
