"""A homeserver that is a function in the bot's process, and people whose devices are real.

It answers at once, so that what is measured is the bot. It is no judge of what a homeserver may do: it knows the
calls that the bot makes, and no others. The people's keys, their Olm sessions and their Megolm sessions are real:
what they write the bot decrypts, and what the bot writes they can decrypt.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from time import time
from types import TracebackType
from typing import Any
from urllib.parse import unquote

import vodozemac
from canonicaljson import encode_canonical_json
from nacl.signing import SigningKey
from unpaddedbase64 import decode_base64, encode_base64
from yarl import URL

from bot.matrix.crypto import published
from bot.matrix.crypto.olm import ALGORITHM, OLM_ALGORITHM

_ONE_TIME_KEYS = 50

Json = dict[str, Any]


class NotFound(Exception):
    """The homeserver has nothing there."""


class Homeserver:
    """One homeserver with the bot's account, its rooms and some people.

    ``on_call`` is called with what was asked when a request has come in, and again, with what begins by ``answered``,
    when it is answered.
    """

    def __init__(self, bot: str, people: Iterable[Person], on_call: Callable[[str], None]) -> None:
        self.bot = bot
        self.people = {one.user_id: one for one in people}
        self.joined: dict[str, set[str]] = {}
        #: What the bot sent to rooms, in order: room and content
        self.sent: list[tuple[str, Json]] = []
        self._on_call = on_call
        self._device: Json = {}
        self._device_id = ""
        self._identity: Json = {}
        self._account_data: Json = {}
        self._one_time_keys: Json = {}
        self._to_device: list[Json] = []
        self._timeline: list[tuple[str, Json]] = []
        self._position = 1
        self._number = 0
        self._news = asyncio.Event()

    # ----------------------------------------------------------------------------------------------- the people's side

    def say(self, who: str, matrix_room: str, text: str) -> None:
        """Write something, encrypted, into a room."""
        person = self.people[who]
        if not person.has_shared(matrix_room):
            message = person.shared_key(matrix_room, self.bot, self._device, self._take_one_time_key())
            self._to_device.append(message)
        self._put(matrix_room, who, "m.room.encrypted", person.encrypted(matrix_room, text))
        self._news.set()

    def readable(self, who: str, content: Json) -> str:
        """What somebody's device makes of what the bot sent to a room."""
        return self.people[who].decrypted(content)

    @property
    def is_quiet(self) -> bool:
        """Whether the bot has fetched all that there is."""
        return not self._timeline and not self._to_device

    def _take_one_time_key(self) -> str:
        name = next(iter(self._one_time_keys))
        return str(self._one_time_keys.pop(name)["key"])

    def _put(self, matrix_room: str, sender: str, kind: str, content: Json, **more: str) -> str:
        self._number += 1
        event_id = f"$event{self._number}"
        event = {
            "type": kind,
            "event_id": event_id,
            "sender": sender,
            "origin_server_ts": int(time() * 1000),
            "content": content,
            **more,
        }
        self._timeline.append((matrix_room, event))
        return event_id

    def _member(self, user_id: str, membership: str) -> Json:
        return {
            "type": "m.room.member",
            "state_key": user_id,
            "sender": user_id,
            "event_id": f"$member-of-{user_id}",
            "origin_server_ts": int(time() * 1000),
            "content": {"membership": membership},
        }

    # -------------------------------------------------------------------------------------------------- the bot's side

    def connect(self) -> Any:
        """What the bot takes for connections of aiohttp."""
        return _Connections(self._call)

    async def _call(
        self, method: str, path: list[str], query: Mapping[str, str], body: Json
    ) -> tuple[int, Json]:
        label = _label(method, path)
        self._on_call(label)
        await asyncio.sleep(0)  # as on a network, others get their turn
        try:
            answer = await self._sync(query) if path == ["sync"] else self._answer(method, path, body)
        except NotFound:
            return 404, {"errcode": "M_NOT_FOUND", "error": "not found"}
        finally:
            self._on_call(f"answered {label}")
        return 200, answer

    async def _sync(self, query: Mapping[str, str]) -> Json:
        if "since" not in query:
            state = {
                matrix_room: {
                    "state": {"events": [self._member(user_id, "join") for user_id in sorted(users)]},
                    "timeline": {"events": []},
                }
                for matrix_room, users in self.joined.items()
            }
            return {"next_batch": f"p{self._position}", "rooms": {"join": state}}
        if self.is_quiet:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), int(query["timeout"]) / 1000)
            except TimeoutError:
                pass  # an answer without news
        self._position += 1
        timeline = self._timeline
        to_device = self._to_device
        self._timeline = []
        self._to_device = []
        join: Json = {}
        for matrix_room, event in timeline:
            news = join.setdefault(matrix_room, {"timeline": {"events": []}, "state": {"events": []}})
            news["timeline"]["events"].append(event)
        return {
            "next_batch": f"p{self._position}",
            "rooms": {"join": join},
            "to_device": {"events": to_device},
            "device_one_time_keys_count": {"signed_curve25519": _ONE_TIME_KEYS},
            "device_unused_fallback_key_types": ["signed_curve25519"],
        }

    def _answer(self, method: str, path: list[str], body: Json) -> Json:
        match path:
            case ["login"]:
                self._device_id = body["device_id"]
                return {"access_token": "token"}
            case ["account", "whoami"]:
                return {"user_id": self.bot, "device_id": self._device_id}
            case ["keys", *rest]:
                return self._keys(rest, body)
            case ["sendToDevice", *_]:
                self._hand_out(body["messages"])
                return {}
            case ["joined_rooms"]:
                return {"joined_rooms": list(self.joined)}
            case ["user", _, "account_data", kind] if method == "PUT":
                self._account_data[kind] = body
                return {}
            case ["user", _, "account_data", kind] if kind in self._account_data:
                return dict(self._account_data[kind])
            case ["profile", *_]:
                return {"displayname": "Assistent"}
            case ["upload"]:
                return {"content_uri": "mxc://bench/picture"}
            case ["rooms", matrix_room, *rest]:
                return self._room(method, matrix_room, rest, body)
        raise NotFound

    def _keys(self, path: list[str], body: Json) -> Json:
        match path:
            case ["upload"]:
                self._device = body.get("device_keys", self._device)
                self._one_time_keys |= body.get("one_time_keys", {})
                return {"one_time_key_counts": {"signed_curve25519": _ONE_TIME_KEYS}}
            case ["device_signing", "upload"]:
                self._identity = body
                return {}
            case ["signatures", "upload"]:
                self._device = body[self.bot].get(self._device["device_id"], self._device)
                return {"failures": {}}
            case ["query"]:
                return self._shown(body["device_keys"])
            case ["claim"]:
                claimed: Json = {}
                for user_id in body["one_time_keys"]:
                    person = self.people[user_id]
                    claimed[user_id] = {person.device_id: person.one_time_key()}
                return {"one_time_keys": claimed}
        raise NotFound

    def _shown(self, users: Iterable[str]) -> Json:
        shown: Json = {"device_keys": {}, "master_keys": {}, "self_signing_keys": {}, "user_signing_keys": {}}
        for user_id in users:
            if user_id in self.people:
                for kind, found in self.people[user_id].shown().items():
                    shown[kind][user_id] = found
            elif user_id == self.bot and self._device:
                shown["device_keys"][user_id] = {self._device["device_id"]: self._device}
                for kind in ("master", "self_signing", "user_signing"):
                    if f"{kind}_key" in self._identity:
                        shown[f"{kind}_keys"][user_id] = self._identity[f"{kind}_key"]
        return shown

    def _hand_out(self, messages: Mapping[str, Mapping[str, Json]]) -> None:
        for user_id, devices in messages.items():
            for content in devices.values():
                self.people[user_id].receive(content)

    def _room(self, method: str, matrix_room: str, path: list[str], body: Json) -> Json:
        match method, path:
            case "PUT", ["send", _kind, _txn]:
                self.sent.append((matrix_room, body))
                return {"event_id": f"$sent{len(self.sent)}"}
            case "GET", ["event", event_id]:
                return {"event_id": event_id}
            case "GET", ["messages"]:
                return {"start": f"p{self._position}", "chunk": []}
            case "GET", ["joined_members"]:
                return {"joined": {user_id: {} for user_id in self.joined[matrix_room]}}
            case "GET", ["state", "m.room.member", user_id]:
                return {"membership": "join" if user_id in self.joined[matrix_room] else "leave"}
        raise NotFound


class Person:
    """Somebody with one device, which an identity of theirs vouches for."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        self.device_id = "DEVICE"
        self._account = vodozemac.Account()
        self._master = SigningKey.generate()
        self._signer = SigningKey.generate()
        self._with_bot: list[vodozemac.Session] = []
        self._writing: dict[str, vodozemac.GroupSession] = {}
        self._reading: dict[str, vodozemac.InboundGroupSession] = {}
        self._received: list[Json] = []

    @property
    def _ed25519(self) -> str:
        return self._account.ed25519_key.to_base64()

    @property
    def _curve25519(self) -> str:
        return self._account.curve25519_key.to_base64()

    def shown(self) -> Json:
        """What ``/keys/query`` shows of them, by kind."""
        device = self._signed(
            {
                "user_id": self.user_id,
                "device_id": self.device_id,
                "algorithms": [OLM_ALGORITHM, ALGORITHM],
                "keys": {
                    f"ed25519:{self.device_id}": self._ed25519,
                    f"curve25519:{self.device_id}": self._curve25519,
                },
            }
        )
        return {
            "device_keys": {self.device_id: published.sign(device, self.user_id, self._signer)},
            "master_keys": self._public("master", self._master),
            "self_signing_keys": published.sign(
                self._public("self_signing", self._signer), self.user_id, self._master
            ),
        }

    def one_time_key(self) -> Json:
        """A key for one Olm session with them, as ``/keys/claim`` hands it out."""
        self._account.generate_one_time_keys(1)
        [(name, key)] = self._account.one_time_keys.items()
        self._account.mark_keys_as_published()
        return {f"signed_curve25519:{name}": self._signed({"key": key.to_base64()})}

    def has_shared(self, matrix_room: str) -> bool:
        """Whether they have a key for a room, which the bot has."""
        return matrix_room in self._writing

    def shared_key(self, matrix_room: str, bot: str, device: Json, one_time_key: str) -> Json:
        """A new key for a room, as a message to the bot's device."""
        group = self._writing[matrix_room] = vodozemac.GroupSession()
        keys = device["keys"]
        theirs = keys[f"curve25519:{device['device_id']}"]
        if not self._with_bot:
            session = self._account.create_outbound_session(
                vodozemac.Curve25519PublicKey.from_base64(theirs),
                vodozemac.Curve25519PublicKey.from_base64(one_time_key),
            )
            self._with_bot.append(session)
        plain = {
            "type": "m.room_key",
            "content": {
                "algorithm": ALGORITHM,
                "room_id": matrix_room,
                "session_id": group.session_id,
                "session_key": group.session_key.to_base64(),
            },
            "sender": self.user_id,
            "sender_device": self.device_id,
            "keys": {"ed25519": self._ed25519},
            "recipient": bot,
            "recipient_keys": {"ed25519": keys[f"ed25519:{device['device_id']}"]},
        }
        kind, body = self._with_bot[0].encrypt(json.dumps(plain).encode()).to_parts()
        content = {
            "algorithm": OLM_ALGORITHM,
            "sender_key": self._curve25519,
            "ciphertext": {theirs: {"type": kind, "body": encode_base64(body)}},
        }
        return {"type": "m.room.encrypted", "sender": self.user_id, "content": content}

    def encrypted(self, matrix_room: str, text: str) -> Json:
        """A text for a room, encrypted with the key they shared."""
        group = self._writing[matrix_room]
        plain = {
            "type": "m.room.message",
            "room_id": matrix_room,
            "content": {"msgtype": "m.text", "body": text},
        }
        return {
            "algorithm": ALGORITHM,
            "sender_key": self._curve25519,
            "device_id": self.device_id,
            "session_id": group.session_id,
            "ciphertext": group.encrypt(json.dumps(plain).encode()).to_base64(),
        }

    def receive(self, content: Json) -> None:
        """Take in an Olm message. It is decrypted when it is needed, which costs the bot's figures nothing."""
        self._received.append(content)

    def decrypted(self, content: Json) -> str:
        """The text of what the bot sent to a room. Raises ``KeyError`` when its key never came."""
        self._read_received()
        message = vodozemac.MegolmMessage.from_base64(content["ciphertext"])
        plain = self._reading[content["session_id"]].decrypt(message).plaintext
        return str(json.loads(plain)["content"]["body"])

    def _read_received(self) -> None:
        for content in self._received:
            part = content["ciphertext"][self._curve25519]
            plain = self._read_olm(content["sender_key"], part["type"], part["body"])
            key = json.loads(plain)["content"]
            session_key = vodozemac.SessionKey(key["session_key"])
            self._reading[key["session_id"]] = vodozemac.InboundGroupSession(session_key)
        self._received.clear()

    def _read_olm(self, sender_key: str, kind: int, body: str) -> bytes:
        message = vodozemac.AnyOlmMessage.from_parts(kind, decode_base64(body))
        for session in self._with_bot:
            try:
                return session.decrypt(message)
            except vodozemac.OlmDecryptionException:
                continue  # of another session
        theirs = vodozemac.Curve25519PublicKey.from_base64(sender_key)
        first = vodozemac.PreKeyMessage.from_base64(body)
        session, plain = self._account.create_inbound_session(theirs, first)
        self._with_bot.append(session)
        return plain

    def _signed(self, fields: Json) -> Json:
        by_device = self._account.sign(encode_canonical_json(fields)).to_base64()
        return {**fields, "signatures": {self.user_id: {f"ed25519:{self.device_id}": by_device}}}

    def _public(self, usage: str, key: SigningKey) -> Json:
        public = published.public_of(key)
        return {"user_id": self.user_id, "usage": [usage], "keys": {f"ed25519:{public}": public}}


# ------------------------------------------------------------------------------------------------------------ the edge


class _Connections:
    """Stands for aiohttp's connections: what is asked goes to a function."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def request(
        self,
        method: str,
        url: URL,
        *,
        data: bytes | None,
        params: Mapping[str, str] | None,
        **_ignored: object,
    ) -> _Answer:
        """Ask."""
        below = url.raw_path.split("/")[4:]  # after /_matrix/client/v3
        is_media = below == ["upload"]
        body = json.loads(data) if data and not is_media else {}
        return _Answer(self._call(method, [unquote(part) for part in below], params or {}, body))

    async def close(self) -> None:
        """Close nothing."""


class _Answer:
    """An answer, once it is awaited."""

    def __init__(self, call: Any) -> None:
        self._call = call
        self.status = 0
        self.headers: dict[str, str] = {}
        self._content = b""

    async def __aenter__(self) -> _Answer:
        self.status, answer = await self._call
        self._content = json.dumps(answer).encode()
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        return None

    async def read(self) -> bytes:
        """The bytes of the answer."""
        return self._content


def _label(method: str, path: list[str]) -> str:
    """A call without ids of rooms, people, events and transactions."""
    match path:
        case ["rooms", _room, "send", kind, _txn]:
            return f"{method} send {kind}"
        case ["sendToDevice", *_]:
            return f"{method} sendToDevice"
    shown = ["*" if part[:1] in ("!", "@", "$", "#") else part for part in path]
    return f"{method} {'/'.join(shown)}"
