"""Device keys, one-time keys and identities that others publish, checked before they are used.

A single device with a malformed key stops a stock client for good; here it is dropped and the others are
kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from canonicaljson import encode_canonical_json
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey
from unpaddedbase64 import decode_base64, encode_base64

from bot.matrix.payload import Malformed, as_object, check

_BASE64_OF_32 = re.compile(r"[A-Za-z0-9+/]{43}")
_BASE64_OF_64 = re.compile(r"[A-Za-z0-9+/]{86}")
_P = 2**255 - 19

#: Curve25519 points of small order (and their other encodings): anybody can compute a secret agreed with
#: them.
_LOW_ORDER = frozenset(
    [
        0,
        1,
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
        _P - 1,
        _P,
        _P + 1,
    ]
)

#: The fields an answer of ``/keys/query`` must have. An answer without them would read as: no devices, no
#: identity.
ANSWER = {"device_keys": dict, "master_keys": dict, "self_signing_keys": dict}

#: Longest device id and device name we keep.
_LONGEST_ID = 255
_LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class DeviceKeys:
    """A well-formed, self-signed device. Whether its owner's identity signed it is checked in ``trust``."""

    user_id: str
    device_id: str
    ed25519: str
    curve25519: str
    name: str


def device(user_id: str, device_id: str, raw: Any) -> DeviceKeys:
    """A device as published under ``/keys/query``. Raises :class:`Malformed`."""
    fields = _object(raw)
    check(fields)
    if fields.get("user_id") != user_id or fields.get("device_id") != device_id:
        raise Malformed("somebody else's device")
    if not 0 < len(device_id) <= _LONGEST_ID or any(ord(character) < 32 for character in device_id):
        raise Malformed("strange device id")
    keys = _object(fields.get("keys"))
    ed25519 = key(keys.get(f"ed25519:{device_id}"))
    curve25519 = agreement_key(keys.get(f"curve25519:{device_id}"))
    if not is_signed(fields, user_id, f"ed25519:{device_id}", ed25519):
        raise Malformed("not signed by itself")
    name = as_object(fields.get("unsigned")).get("device_display_name")
    if not isinstance(name, str):
        name = ""
    name = name.replace("\0", "")[:_LONGEST_NAME]
    return DeviceKeys(user_id=user_id, device_id=device_id, ed25519=ed25519, curve25519=curve25519, name=name)


def one_time_key(user_id: str, device_id: str, ed25519: str, raw: Any) -> str:
    """The Curve25519 key of a claimed, signed one-time or fallback key. Raises :class:`Malformed`."""
    offered = _object(raw)
    if len(offered) != 1:
        raise Malformed("not one key")
    name, content = next(iter(offered.items()))
    fields = _object(content)
    check(fields)
    if not isinstance(name, str) or not name.startswith("signed_curve25519:"):
        raise Malformed("not a signed key")
    if not is_signed(fields, user_id, f"ed25519:{device_id}", ed25519):
        raise Malformed("not signed by its device")
    return agreement_key(fields.get("key"))


def cross_signing_key(user_id: str, usage: str, raw: Any) -> str:
    """The public key of a ``master`` or ``self_signing`` key object. Raises :class:`Malformed`."""
    fields = _object(raw)
    check(fields)
    if fields.get("user_id") != user_id:
        raise Malformed("somebody else's key")
    uses = fields.get("usage")
    if not isinstance(uses, list) or usage not in uses:
        raise Malformed("another usage")
    keys = _object(fields.get("keys"))
    if len(keys) != 1:
        raise Malformed("not one key")
    name, value = next(iter(keys.items()))
    public = key(value)
    if name != f"ed25519:{public}":
        raise Malformed("misnamed key")
    return public


def key(value: Any) -> str:
    """Unpadded base64 of 32 bytes, not all zero. Raises :class:`Malformed`."""
    if not isinstance(value, str) or not _BASE64_OF_32.fullmatch(value):
        raise Malformed("no key")
    try:
        content = decode_base64(value)
    except ValueError:
        raise Malformed("no key") from None
    if len(content) != 32 or not any(content) or encode_base64(content) != value:
        raise Malformed("no key")
    return value


def agreement_key(value: Any) -> str:
    """A Curve25519 public key that is not of low order. Raises :class:`Malformed`."""
    public = key(value)
    point = int.from_bytes(decode_base64(public), "little") & (2**255 - 1)
    if point in _LOW_ORDER or point % _P in _LOW_ORDER:
        raise Malformed("a point of low order")
    return public


def is_signed(fields: dict[str, Any], user_id: str, key_name: str, public: str) -> bool:
    """Whether an object carries a valid signature of that key."""
    of_user = as_object(as_object(fields.get("signatures")).get(user_id))
    signature = of_user.get(key_name)
    if not isinstance(signature, str) or not _BASE64_OF_64.fullmatch(signature):
        return False
    try:
        VerifyKey(decode_base64(public)).verify(_signable(fields), decode_base64(signature))
    except (BadSignatureError, ValueError, TypeError, RecursionError):
        return False
    return True


def sign(fields: dict[str, Any], user_id: str, signer: SigningKey) -> dict[str, Any]:
    """A copy of the object with our cross-signing key's signature added."""
    signatures = {user: dict(by_user) for user, by_user in fields.get("signatures", {}).items()}
    name = f"ed25519:{public_of(signer)}"
    signatures.setdefault(user_id, {})[name] = encode_base64(signer.sign(_signable(fields)).signature)
    return {**fields, "signatures": signatures}


def part_of(answer: Mapping[str, Any], part: str, user_id: str) -> Any:
    """One user's entry in a part of a ``/keys/query`` answer; ``None`` if there is none."""
    return as_object(answer.get(part)).get(user_id)


def public_of(signer: SigningKey) -> str:
    """A signing key's public half, in unpadded base64."""
    return encode_base64(bytes(signer.verify_key))


def _signable(fields: dict[str, Any]) -> bytes:
    return encode_canonical_json(
        {name: value for name, value in fields.items() if name not in ("signatures", "unsigned")}
    )


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Malformed("no object")
    return value
