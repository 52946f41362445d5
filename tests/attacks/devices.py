"""What a member or a stranger publishes about keys, and what they send to the bot's device directly."""

from __future__ import annotations

import asyncio
import secrets
import uuid
from typing import Any

import vodozemac
from unpaddedbase64 import encode_base64

from bot.matrix.crypto.olm import ALGORITHM, OLM_ALGORITHM
from bot.matrix.http import Http
from bot.matrix.payload import dumps
from tests.attacks.attack import attack
from tests.attacks.attacker import ZERO, Device, device_of, together, vouch
from tests.attacks.victim import Victim
from tests.faults.faults import lies

#: Everything to-device that is not what it claims to be; OURS is the bot's own Curve25519 key.
GARBAGE: list[Any] = [
    {},
    {"algorithm": OLM_ALGORITHM},
    {"algorithm": OLM_ALGORITHM, "sender_key": 7, "ciphertext": []},
    {"algorithm": OLM_ALGORITHM, "sender_key": ZERO, "ciphertext": {"OURS": {"type": 0, "body": "AAAA"}}},
    {"algorithm": OLM_ALGORITHM, "sender_key": "OURS", "ciphertext": {"OURS": {"type": 0, "body": "x" * 40}}},
    {"algorithm": OLM_ALGORITHM, "sender_key": "OURS", "ciphertext": {"OURS": {"type": 1, "body": "A" * 400}}},
    {"algorithm": OLM_ALGORITHM, "sender_key": "OURS", "ciphertext": {"OURS": {"type": "0", "body": None}}},
    {"algorithm": OLM_ALGORITHM, "sender_key": "OURS", "ciphertext": {"OURS": {"type": 10**15, "body": "AA"}}},
    {"algorithm": OLM_ALGORITHM, "sender_key": "OURS", "ciphertext": {"OURS": 3}},
    {"algorithm": OLM_ALGORITHM, "sender_key": "%%%", "ciphertext": {"OURS": {"type": 0, "body": "åäö"}}},
    {"algorithm": ALGORITHM, "sender_key": "OURS", "ciphertext": "AAAA", "session_id": "x", "device_id": 7},
    {"algorithm": ["m.olm"], "ciphertext": {}},
]


ODD_VERIFICATION: list[Any] = [
    {},
    {"transaction_id": 7},
    {"transaction_id": "t", "from_device": "X", "method": "m.sas.v1"},
]
ODD_REQUESTS: list[Any] = [{}, {"action": "request", "body": 7}, {"action": [], "request_id": {}}]


async def _after_keys_are_looked_up(victim: Victim) -> None:
    """Decent people, old devices and new, are answered: keys were handed out beside what is spoiled."""
    answered = await asyncio.gather(*(victim.answers(one) for one in victim.others))
    assert all(answered), "decent people are not answered"


async def _spoiled_device(victim: Victim, *, vouched: bool = False, one_time: str | None = None, **keys: str) -> None:
    """The member logs in on a device whose keys are spoiled, and writes; the bot must look it up."""
    device = victim.guest(await device_of(victim.server, victim.member))
    shown = device.keys(**keys)
    more = {"one_time_keys": device.one_time(one_time)} if one_time is not None else {}
    await device.publish(device_keys=shown, **more)
    if vouched:
        await vouch(victim.member, shown)
    await victim.member.say(victim.room, "hej")
    await _after_keys_are_looked_up(victim)


@attack(stock="fails")
async def device_with_bad_ed25519(victim: Victim) -> None:
    """A device whose signing key is no key."""
    await _spoiled_device(victim, ed25519="nonsense")


@attack(stock="holds")
async def device_with_zero_ed25519(victim: Victim) -> None:
    """A device whose signing key is all zero."""
    await _spoiled_device(victim, ed25519=ZERO)


@attack(stock="fails")
async def device_with_bad_curve25519(victim: Victim) -> None:
    """A device whose identity key is no key."""
    await _spoiled_device(victim, vouched=True, curve25519="%%%", one_time=ZERO)


@attack(stock="fails")
async def device_with_zero_curve25519(victim: Victim) -> None:
    """A device whose identity key is all zero: a secret agreed with it is no secret, and cannot be made."""
    await _spoiled_device(victim, vouched=True, curve25519=ZERO, one_time=nobodys_key())


@attack(stock="fails")
async def zero_one_time_keys(victim: Victim) -> None:
    """A good device, vouched for, with one-time keys that are all zero."""
    await _spoiled_device(victim, vouched=True, one_time=ZERO)


@attack(stock="fails")
async def malformed_one_time_keys(victim: Victim) -> None:
    """A good device, vouched for, with one-time keys that are no keys."""
    await _spoiled_device(victim, vouched=True, one_time="no key at all")


@attack(stock="holds")
async def badly_signed_device_and_one_time_keys(victim: Victim) -> None:
    """Keys that somebody else signed, or nobody."""
    device, other = [victim.guest(await device_of(victim.server, victim.member)) for _ in range(2)]
    device.signer = other.signer
    good = device.keys()
    good["keys"][f"ed25519:{device.device_id}"] = other.olm.ed25519_key.to_base64()
    keys = device.one_time(nobodys_key())
    for one in keys.values():
        one["signatures"] = {victim.member.user_id: {f"ed25519:{device.device_id}": "A" * 86}}
    await device.publish(device_keys=good, one_time_keys=keys)
    await other.publish(device_keys={**other.keys(), "signatures": {}})
    await victim.member.say(victim.room, "hej")
    await _after_keys_are_looked_up(victim)


@attack(stock="holds")
async def two_hundred_devices(victim: Victim) -> None:
    """A member with two hundred devices, all well-formed: decent people must not have to wait for them."""
    mine = victim.member.user_id
    many = [Device(mine, f"DEVICE{number}", Http(victim.server.url)).keys() for number in range(200)]

    def crowd(said: dict[str, Any]) -> None:
        if mine in said.get("device_keys", {}):
            said["device_keys"][mine] |= {one["device_id"]: one for one in many}

    victim.gate.choose = lambda exchange: lies(crowd) if exchange.what == "keys/query" else None
    try:
        await _spoiled_device(victim)
    finally:
        victim.gate.choose = lambda _: None


@attack(stock="fails")
async def garbage_to_device(victim: Victim) -> None:
    """A stranger who shares no room sends what is no Olm message."""
    stranger = await victim.bare_stranger()
    for device_id, ours in (await victim.curve25519()).items():
        shapes = [_with(shape, ours) for shape in GARBAGE]
        kinds = ("m.room.encrypted", "m.room_key")
        await together(*(_send(stranger, victim, device_id, kind, one) for one in shapes for kind in kinds))


@attack(stock="holds")
async def garbage_verification_and_requests(victim: Victim) -> None:
    """A stranger starts verifications and asks for keys, in every wrong shape, and in the right one."""
    stranger = await victim.bare_stranger()
    verifying = ("start", "accept", "key", "mac", "cancel", "request", "ready", "done")
    asking = ("m.room_key_request", "m.secret.request", "m.dummy")
    sent = [(f"m.key.verification.{kind}", content) for kind in verifying for content in ODD_VERIFICATION]
    sent += [(kind, content) for kind in asking for content in ODD_REQUESTS]
    for device_id in await victim.curve25519():
        await together(*(_send(stranger, victim, device_id, kind, content) for kind, content in sent))


@attack(stock="fails")
async def oversized_to_device(victim: Victim) -> None:
    """A stranger sends the bot's device as much as the homeserver takes in one event, many times."""
    stranger = await victim.bare_stranger()
    for device_id, ours in (await victim.curve25519()).items():
        body = {"type": 1, "body": "A" * 48_000}
        shape = {"algorithm": OLM_ALGORITHM, "sender_key": ours, "ciphertext": {ours: body}}
        await together(*(_send(stranger, victim, device_id, "m.room.encrypted", shape) for _ in range(60)))


@attack(stock="fails")
async def invented_sender_keys(victim: Victim) -> None:
    """A stranger sends well-formed Olm messages, each from an identity of its own, with keys of rooms that are none:
    what is kept of it must be bounded."""
    stranger = await victim.bare_stranger()
    before = victim.strangers_rows()
    ((device_id, ours),) = (await victim.curve25519()).items()
    own = await stranger.http.call("POST", ("keys", "query"), {"device_keys": {victim.user_id: []}})
    ed25519 = own["device_keys"][victim.user_id][device_id]["keys"][f"ed25519:{device_id}"]

    async def one() -> None:
        claim = {"one_time_keys": {victim.user_id: {device_id: "signed_curve25519"}}}
        answer = await stranger.http.call("POST", ("keys", "claim"), claim)
        offered = answer["one_time_keys"].get(victim.user_id, {}).get(device_id)
        if not offered:
            return  # used up, as this stock bot has no fallback key
        (key,) = offered.values()
        message = _room_key(stranger.user_id, victim.user_id, ours, ed25519, key["key"])
        await _send(stranger, victim, device_id, "m.room.encrypted", message)

    await together(*(one() for _ in range(MOST_STRANGE + 30)))
    assert await victim.answers()
    assert await victim.answers()
    assert victim.strangers_rows() - before <= MOST_STRANGE + 5, "it keeps all that a stranger invents"


#: Rows about keys of strangers that are bearable.
MOST_STRANGE = 50


def _room_key(sender: str, victim: str, ours: str, ed25519: str, one_time: str) -> dict[str, Any]:
    """A well-formed room key in a well-formed Olm message, of an invented device, for an invented room."""
    account, session = vodozemac.Account(), vodozemac.GroupSession()
    content = {
        "algorithm": ALGORITHM,
        "room_id": f"!{secrets.token_hex(8)}:stage.localhost",
        "session_id": session.session_id,
        "session_key": session.session_key.to_base64(),
    }
    plain = {
        "type": "m.room_key",
        "content": content,
        "sender": sender,
        "recipient": victim,
        "recipient_keys": {"ed25519": ed25519},
        "keys": {"ed25519": account.ed25519_key.to_base64()},
    }
    their, key = (vodozemac.Curve25519PublicKey.from_base64(one) for one in (ours, one_time))
    kind, body = account.create_outbound_session(their, key).encrypt(dumps(plain)).to_parts()
    return {
        "algorithm": OLM_ALGORITHM,
        "sender_key": account.curve25519_key.to_base64(),
        "ciphertext": {ours: {"type": kind, "body": encode_base64(body)}},
    }


def nobodys_key() -> str:
    """A good Curve25519 key of nobody."""
    return vodozemac.Account().curve25519_key.to_base64()


async def _send(stranger: Device, victim: Victim, device_id: str, kind: str, content: Any) -> None:
    path = ("sendToDevice", kind, uuid.uuid4().hex)
    await stranger.http.call("PUT", path, {"messages": {victim.user_id: {device_id: content}}})


def _with(shape: Any, ours: str) -> Any:
    if isinstance(shape, dict):
        return {name.replace("OURS", ours): _with(value, ours) for name, value in shape.items()}
    return ours if shape == "OURS" else shape
