"""What a member writes that is no command of theirs: repeated, edited, noticed, tapped, or in clear."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

from bot.matrix.crypto.olm import ALGORITHM
from tests.attacks.attack import attack
from tests.attacks.attacker import forge, inside, refused, send, together
from tests.attacks.victim import Victim, ready, word, words


async def _nothing_done(victim: Victim, *markers: str) -> None:
    """What was asked before is dealt with, and none of these words came of it."""
    assert await victim.answers(), "decent people are not answered"
    assert not [marker for marker in markers if victim.executed(marker)], "it did as it was told"


@attack(stock="fails")
async def another_room_inside(victim: Victim) -> None:
    """A command that names another room inside: written for somewhere else, it must not count here."""
    member, marker = await ready(victim), word()
    plaintext = {"type": "m.room.message", "room_id": "!elsewhere", "content": words(f"!språk {marker}")}
    await inside(member.client, victim.room, json.dumps(plaintext))
    await _nothing_done(victim, marker)


async def _repeat(victim: Victim, *, restart: bool) -> None:
    member, marker = await ready(victim), word()
    event_id = await member.say(victim.room, f"!språk {marker}")
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
    member, marker, decent = await ready(victim), word(), victim.others[0]
    first = word()
    event_id = await decent.say(victim.room, f"!språk {first}")
    assert await victim.answered(decent, first)
    content = words(
        f"!språk {marker}",
        **{
            "m.new_content": words(f"!språk {marker}"),
            "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
        },
    )
    await forge(member.client, victim.room, "m.room.message", content)
    await _nothing_done(victim, marker)


@attack(stock="fails")
async def edit_into_a_command(victim: Victim) -> None:
    """Chat of long ago becomes a command by an edit."""
    member, marker = await ready(victim), word()
    event_id = await member.say(victim.room, "vi hörs")
    assert await victim.answers()
    relation = {"rel_type": "m.replace", "event_id": event_id}
    edited = words(f"!språk {marker}", **{"m.new_content": words(f"!språk {marker}"), "m.relates_to": relation})
    await forge(member.client, victim.room, "m.room.message", edited)
    await _nothing_done(victim, marker)


@attack(stock="holds")
async def redaction_of_anothers_command(victim: Victim) -> None:
    """A member takes back what another said: the homeserver refuses, and the answer comes all the same."""
    decent, marker = victim.others[0], word()
    event_id = await decent.say(victim.room, f"!språk {marker}")
    path = ("rooms", victim.room, "redact", event_id, uuid.uuid4().hex)
    assert await refused(victim.member.client.http.call("PUT", path, {}), 403)
    assert await victim.answered(decent, marker)


@attack(stock="holds")
async def command_in_a_notice(victim: Victim) -> None:
    """A notice (what bots write), an emote, and a caption are no commands."""
    member, markers = await ready(victim), [word() for _ in range(3)]
    for marker, kind in zip(markers, ("m.notice", "m.emote", "m.image"), strict=True):
        await forge(member.client, victim.room, "m.room.message", words(f"!språk {marker}") | {"msgtype": kind})
    await _nothing_done(victim, *markers)


@attack(stock="fails")
async def command_in_clear(victim: Victim) -> None:
    """A command that is not encrypted, in an encrypted room: anybody on the way could have written it."""
    marker = word()
    await send(victim.member.client, victim.room, "m.room.message", words(f"!språk {marker}"))
    await _nothing_done(victim, marker)


#: The tax agency's own example, which belongs to nobody.
NUMBER = "811228-9874"


async def all_taken_away(victim: Victim, events: list[str]) -> bool:
    """Whether nothing stands any more in events that hold a personal number."""
    http, left = victim.others[0].client.http, events
    for _ in range(100):
        left = [one for one in left if (await http.call("GET", ("rooms", victim.room, "event", one)))["content"]]
        if not left:
            return True
        await asyncio.sleep(0.1)
    return False


@attack(stock="fails")
async def numbers_where_no_command_stands(victim: Victim) -> None:
    """A personal number in clear text, a poll, a sticker, a tap, or split by tags: it is taken away; and what stands
    beside it, however it looks, is no command."""
    member, marker = await ready(victim), word()
    command = words(f"!språk {marker} {NUMBER}")
    answers = [{"id": "a", "org.matrix.msc1767.text": NUMBER}]
    poll = {"question": {"org.matrix.msc1767.text": "vem?"}, "answers": answers}
    tapped = {"rel_type": "m.annotation", "event_id": await member.say(victim.room, "hej"), "key": NUMBER}
    numbers = [
        await send(member.client, victim.room, "m.room.message", command),
        await send(member.client, victim.room, "m.reaction", {"m.relates_to": tapped}),
        await forge(member.client, victim.room, "m.sticker", command),
        await forge(
            member.client, victim.room, "org.matrix.msc3381.poll.start", {"org.matrix.msc3381.poll.start": poll}
        ),
        await forge(member.client, victim.room, "m.room.message", words("se", formatted_body="811228-<b>9874</b>")),
    ]
    await _nothing_done(victim, marker)
    assert await all_taken_away(victim, numbers), "a personal number stands in the room"


@attack(stock="holds")
async def reactions_to_old_prompts(victim: Victim) -> None:
    """Taps, by the dozen, on everything the bot ever said, on what others said, and on nothing."""
    member = await ready(victim)
    before = len(victim.said())
    targets = [one.event_id for one in victim.said()[-8:]] + ["$nothing", await member.say(victim.room, "hej")]
    for number, target in enumerate(targets):
        key = "✅" if number % 3 else "x" * 3000
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
    keyless = [
        {
            "algorithm": ALGORITHM,
            "ciphertext": "AwgAEpABPNhWWRQx" + "A" * 2000,
            "session_id": f"{number:043d}",
            "device_id": member.device_id,
            "sender_key": 7,
        }
        for number in range(30)
    ]
    unfinished: list[dict[str, Any]] = [{}, {"algorithm": []}, {"algorithm": ALGORITHM}]
    await together(*(send(member.client, victim.room, "m.room.encrypted", one) for one in [*keyless, *unfinished]))
    assert await victim.answers()
    assert len(victim.said()) <= before + 2, "it answers what nobody can read, one by one"
