"""What a member writes: events inside encryption that are none of theirs to send, and words that are no commands."""

from __future__ import annotations

import json
import uuid
from typing import Any

from bot.matrix.olm import ALGORITHM
from bot.stage.people import Person
from tests.attacks.attack import attack
from tests.attacks.attacker import forge, inside, refused, send
from tests.attacks.victim import Victim, keys_held, word


async def _ready(victim: Victim) -> Person:
    """The member has keys that the victim can read."""
    await victim.member.say(victim.room, "hej")
    return victim.member


async def _nothing_done(victim: Victim, *markers: str) -> None:
    """What was asked before is dealt with, and none of these words came of it."""
    assert await victim.answers(), "decent people are not answered"
    assert not [marker for marker in markers if victim.executed(marker)], "it did as it was told"


def _words(body: str, **more: Any) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": body, **more}


@attack(stock="fails")
async def forged_join(victim: Victim) -> None:
    """An outsider's join inside a message: the outsider must get no room key."""
    outsider, member = await victim.stranger(), await _ready(victim)
    who = {"state_key": outsider.user_id, "sender": outsider.user_id}
    await forge(member.client, victim.room, "m.room.member", {"membership": "join"}, **who)
    assert await victim.answers()
    assert await victim.answers()
    await outsider.client.sync_once()
    for sender_key in (await victim.curve25519()).values():
        assert keys_held(outsider, victim.room, sender_key) == 0, "an outsider got a room key"


@attack(stock="fails")
async def forged_leave(victim: Victim) -> None:
    """Somebody decent "leaves" inside a message: they must get the keys as before."""
    member, decent = await _ready(victim), victim.others[1]
    content = {"membership": "leave"}
    await forge(member.client, victim.room, "m.room.member", content, state_key=decent.user_id, sender=decent.user_id)
    assert await victim.answers(decent), "somebody decent lost the keys"


@attack(stock="fails")
async def forged_power(victim: Victim) -> None:
    """A member grants themselves power inside a message: it must give them no right."""
    member = await _ready(victim)
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
        member = await _ready(victim)
        await forge(member.client, victim.room, f"m.room.{kind}", content, state_key="", sender=victim.user_id)
        await forge(member.client, victim.room, f"m.room.{kind}", "nonsense", state_key="")

    run.__doc__ = f"An m.room.{kind} event inside a message: nothing must come of it."
    attack(stock="holds", name=f"forged_{kind}")(run)


for _kind, _content in FORGED.items():
    _forging(_kind, _content)


@attack(stock="fails")
async def not_utf8(victim: Victim) -> None:
    """A plaintext that is no text."""
    member = await _ready(victim)
    await inside(member.client, victim.room, b"\xff\xfe!")


@attack(stock="fails")
async def no_object(victim: Victim) -> None:
    """A plaintext that is a list, a number, nothing, or no JSON."""
    member = await _ready(victim)
    for plaintext in ("[]", "7", "null", '"!klar"', "not json", "", "NaN", "[" * 30_000):
        await inside(member.client, victim.room, plaintext)


@attack(stock="fails")
async def huge_integer(victim: Victim) -> None:
    """A number of 5 000 digits."""
    member, digits = await _ready(victim), "9" * 5000
    await inside(
        member.client, victim.room, f'{{"type":"m.room.message","room_id":"{victim.room}","content":{{"a":{digits}}}}}'
    )


@attack(stock="fails")
async def deep_nesting(victim: Victim) -> None:
    """Objects 6 000 deep."""
    member, deep = await _ready(victim), '{"a":' * 6000 + "1" + "}" * 6000
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
    member = await _ready(victim)
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
    member = await _ready(victim)
    reply: list[Any] = [7, {"event_id": []}]
    relations: list[Any] = [7, [], *({"m.in_reply_to": one} for one in reply), {"rel_type": {}, "event_id": 3}]
    for relation in relations:
        content = _words("hej", **{"m.relates_to": relation})
        await forge(member.client, victim.room, "m.room.message", content)


@attack(stock="holds")
async def largest_event(victim: Victim) -> None:
    """The longest message that the homeserver takes, again and again."""
    member = await _ready(victim)
    for _ in range(5):
        await member.say(victim.room, "!" + "x" * 44_000)


@attack(stock="fails")
async def another_room_inside(victim: Victim) -> None:
    """A command that names another room inside: written for somewhere else, it must not count here."""
    member, marker = await _ready(victim), word()
    plaintext = {"type": "m.room.message", "room_id": "!elsewhere", "content": _words(f"!klar {marker}")}
    await inside(member.client, victim.room, json.dumps(plaintext))
    await _nothing_done(victim, marker)


async def _repeat(victim: Victim, *, restart: bool) -> None:
    member, marker = await _ready(victim), word()
    event_id = await member.say(victim.room, f"!klar {marker}")
    assert await victim.answered(member, marker)
    raw = await member.client.http.call("GET", ("rooms", victim.room, "event", event_id))
    if restart:
        victim.kill()
        victim.start()
    await send(member.client, victim.room, "m.room.encrypted", raw["content"])
    assert await victim.answers()
    assert sum(marker in one.body for one in victim.said()) == 1, "the repeated command was obeyed again"


@attack(stock="holds")
async def replay(victim: Victim) -> None:
    """The same ciphertext sent again: one command is one command."""
    await _repeat(victim, restart=False)


@attack(stock="fails")
async def replay_after_restart(victim: Victim) -> None:
    """The same ciphertext sent again after the bot was started again."""
    await _repeat(victim, restart=True)


@attack(stock="fails")
async def edit_of_anothers_command(victim: Victim) -> None:
    """A member "edits" what somebody else asked: it must not be done in their name, nor in the member's."""
    member, marker, decent = await _ready(victim), word(), victim.others[0]
    first = word()
    event_id = await decent.say(victim.room, f"!klar {first}")
    assert await victim.answered(decent, first)
    content = _words(
        f"!klar {marker}",
        **{
            "m.new_content": _words(f"!klar {marker}"),
            "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
        },
    )
    await forge(member.client, victim.room, "m.room.message", content)
    await _nothing_done(victim, marker)


@attack(stock="fails")
async def edit_into_a_command(victim: Victim) -> None:
    """Chat of long ago becomes a command by an edit."""
    member, marker = await _ready(victim), word()
    event_id = await member.say(victim.room, "vi hörs")
    assert await victim.answers()
    relation = {"rel_type": "m.replace", "event_id": event_id}
    edited = _words(f"!klar {marker}", **{"m.new_content": _words(f"!klar {marker}"), "m.relates_to": relation})
    await forge(member.client, victim.room, "m.room.message", edited)
    await _nothing_done(victim, marker)


@attack(stock="holds")
async def redaction_of_anothers_command(victim: Victim) -> None:
    """A member takes back what another said: the homeserver refuses, and the answer comes all the same."""
    decent, marker = victim.others[0], word()
    event_id = await decent.say(victim.room, f"!klar {marker}")
    path = ("rooms", victim.room, "redact", event_id, uuid.uuid4().hex)
    assert await refused(victim.member.client.http.call("PUT", path, {}), 403)
    assert await victim.answered(decent, marker)


@attack(stock="holds")
async def command_in_a_notice(victim: Victim) -> None:
    """A notice (what bots write), an emote, and a caption are no commands."""
    member, markers = await _ready(victim), [word() for _ in range(3)]
    for marker, kind in zip(markers, ("m.notice", "m.emote", "m.image"), strict=True):
        await forge(member.client, victim.room, "m.room.message", _words(f"!klar {marker}") | {"msgtype": kind})
    await _nothing_done(victim, *markers)


@attack(stock="fails")
async def command_in_clear(victim: Victim) -> None:
    """A command that is not encrypted, in an encrypted room: anybody on the way could have written it."""
    marker = word()
    await send(victim.member.client, victim.room, "m.room.message", _words(f"!klar {marker}"))
    await _nothing_done(victim, marker)


@attack(stock="holds")
async def reactions_to_old_prompts(victim: Victim) -> None:
    """Taps, by the dozen, on everything the bot ever said, on what others said, and on nothing."""
    member = await _ready(victim)
    before = len(victim.said())
    targets = [one.event_id for one in victim.said()[-8:]] + ["$nothing", await member.say(victim.room, "hej")]
    for target in targets:
        for key in ("✅", "x" * 3000):
            content = {"m.relates_to": {"rel_type": "m.annotation", "event_id": target, "key": key}}
            await forge(member.client, victim.room, "m.reaction", content)
    odd: list[Any] = [{"rel_type": "m.annotation", "event_id": 7, "key": []}, [], {"key": "✅"}]
    for relation in odd:
        await forge(member.client, victim.room, "m.reaction", {"m.relates_to": relation})
    assert await victim.answers()
    assert len(victim.said()) == before + 1, "it answered to a tap that meant nothing"


@attack(stock="holds")
async def ciphertext_of_no_session(victim: Victim) -> None:
    """Messages that no key will ever open: they must not crowd out others, nor be answered one by one."""
    member = victim.member
    before = len(victim.said())
    for number in range(40):
        content: dict[str, Any] = {
            "algorithm": ALGORITHM,
            "ciphertext": "AwgAEpABPNhWWRQx" + "A" * 2000,
            "session_id": f"{number:043d}",
            "device_id": member.device_id,
            "sender_key": 7,
        }
        await send(member.client, victim.room, "m.room.encrypted", content)
    odd: list[dict[str, Any]] = [
        {},
        {"algorithm": ALGORITHM},
        {"algorithm": []},
        {"algorithm": ALGORITHM, "session_id": 7},
    ]
    for one in odd:
        await send(member.client, victim.room, "m.room.encrypted", one)
    assert await victim.answers()
    assert len(victim.said()) <= before + 2, "it answers what nobody can read, one by one"
