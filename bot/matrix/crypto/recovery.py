"""Secret storage: the seeds of our identity on the homeserver, sealed with a recovery key that the operator
keeps.

The format is the Matrix specification's ("Secrets"), so that any client can read it back: account data,
sealed with AES-CTR and HMAC under keys derived by HKDF. What the homeserver returns is checked before it is
used. The bot never stores the recovery key; while it runs it only asks whether there is one, so that what
seals and opens is imported where that is done.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from operator import xor
from typing import Any

from unpaddedbase64 import decode_base64, encode_base64

from bot.matrix import account_data
from bot.matrix.http import Http, MatrixError
from bot.matrix.payload import as_object

USAGES = ("master", "self_signing", "user_signing")
ALGORITHM = "m.secret_storage.v1.aes-hmac-sha2"

_DEFAULT = "m.secret_storage.default_key"
_PREFIX = b"\x8b\x01"
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # base58: nothing that looks alike


class RecoveryWrong(Exception):
    """The recovery key is mistyped, is not the one of this account, or nothing is stored; the message says
    which."""


@dataclass(frozen=True, kw_only=True)
class RecoveryStatus:
    """What the homeserver has of secret storage, as far as can be seen without the key."""

    key_id: str | None
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether a key is named and all three seeds are stored under it."""
        return self.key_id is not None and not self.missing


# ------------------------------------------------------------------------------------------------ the key


def new_key() -> bytes:
    """A fresh recovery key."""
    return secrets.token_bytes(32)


def format_key(key: bytes) -> str:
    """A recovery key as people copy it: ``EsTc LW2K …``, twelve groups of four."""
    content = _PREFIX + key
    parity = reduce(xor, content)
    number = int.from_bytes(content + bytes([parity]))
    text = ""
    while number:
        number, digit = divmod(number, len(_ALPHABET))
        text = _ALPHABET[digit] + text
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def parse_key(text: str) -> bytes:
    """The recovery key that somebody typed, with or without spaces. Raises :class:`RecoveryWrong`."""
    number = 0
    typed = "".join(text.split())
    for character in typed[:100]:
        digit = _ALPHABET.find(character)
        if digit < 0:
            raise RecoveryWrong("this is no recovery key: it has a character that never stands in one")
        number = number * len(_ALPHABET) + digit
    try:
        content = number.to_bytes(len(_PREFIX) + 32 + 1)
    except OverflowError:
        content = b""
    key = content[len(_PREFIX) : -1]
    if format_key(key).replace(" ", "") != typed:  # then the prefix or the parity is wrong
        raise RecoveryWrong("this is no recovery key: a character is wrong or missing")
    return key


# --------------------------------------------------------------------------------------------- on the homeserver


async def status(http: Http, user_id: str) -> RecoveryStatus:
    """What the homeserver has of secret storage. Raises :class:`MatrixError` when it cannot be asked."""
    named = (await account_data.fetch(http, user_id, _DEFAULT)).get("key")
    if not isinstance(named, str) or not named:
        return RecoveryStatus(key_id=None, missing=USAGES)
    described = await account_data.fetch(http, user_id, _description(named))
    if described.get("algorithm") != ALGORITHM:
        return RecoveryStatus(key_id=None, missing=USAGES)
    stored = [usage for usage in USAGES if named in await _sealed(http, user_id, usage)]
    return RecoveryStatus(key_id=named, missing=tuple(usage for usage in USAGES if usage not in stored))


async def store(http: Http, user_id: str, key: bytes, seeds: Mapping[str, str]) -> None:
    """Store the seeds (hex, by usage) under a new recovery key; an older key stops working.

    A crash half-way leaves the old key working, or the new one: meanwhile the seeds are stored under both.

    Raises:
        MatrixError: refused, or what was stored is not what is read back.
    """
    key_id = secrets.token_hex(16)
    before = (await account_data.fetch(http, user_id, _DEFAULT)).get("key")
    await account_data.put(
        http, user_id, _description(key_id), {"algorithm": ALGORITHM, **_check(key, _fresh_iv())}
    )
    for usage in USAGES:
        sealed = _seal(key, _name(usage), _plain(seeds[usage]), _fresh_iv())
        both = {**await _sealed(http, user_id, usage), key_id: sealed}
        await account_data.put(http, user_id, _name(usage), {"encrypted": both})
    await account_data.put(http, user_id, _DEFAULT, {"key": key_id})
    for usage in USAGES:
        alone = {key_id: (await _sealed(http, user_id, usage)).get(key_id)}
        await account_data.put(http, user_id, _name(usage), {"encrypted": alone})
    if isinstance(before, str) and before and before != key_id:
        await account_data.put(http, user_id, _description(before), {})
    try:
        found = await fetch(http, user_id, key)
    except RecoveryWrong as error:
        raise MatrixError(0, "RECOVERY", f"the homeserver does not keep what we stored: {error}") from error
    if found != dict(seeds):
        raise MatrixError(0, "RECOVERY", "the homeserver gives other secrets than we stored")


async def fetch(http: Http, user_id: str, key: bytes) -> dict[str, str]:
    """The seeds (hex, by usage) that a recovery key opens.

    Raises:
        RecoveryWrong: nothing is stored, this is not its key, or it is damaged.
        MatrixError: the homeserver cannot be asked.
    """
    key_id = (await account_data.fetch(http, user_id, _DEFAULT)).get("key")
    if not isinstance(key_id, str) or not key_id:
        raise RecoveryWrong("no recovery is set up for this account: no key can help")
    described = await account_data.fetch(http, user_id, _description(key_id))
    if described.get("algorithm") != ALGORITHM:
        raise RecoveryWrong("secret storage is of a kind we do not know")
    # The homeserver could leave out the check value: then the secrets' own MACs have to do
    if "mac" in described and not _same(described["mac"], _check(key, _bytes(described.get("iv")))["mac"]):
        raise RecoveryWrong(
            "this is not the recovery key of this account (or it was replaced by a newer one)"
        )
    found = {}
    for usage in USAGES:
        sealed = (await _sealed(http, user_id, usage)).get(key_id)
        if not isinstance(sealed, dict):
            raise RecoveryWrong(f"the {usage} key is not stored under this recovery key")
        seed = _bytes(_open(key, _name(usage), sealed))
        if len(seed) != 32:
            raise RecoveryWrong(f"the stored {usage} key is damaged")
        found[usage] = seed.hex()
    return found


async def _sealed(http: Http, user_id: str, usage: str) -> dict[str, Any]:
    """A stored seed, by the id of the key it is sealed with."""
    return as_object((await account_data.fetch(http, user_id, _name(usage))).get("encrypted"))


def _name(usage: str) -> str:
    return f"m.cross_signing.{usage}"


def _description(key_id: str) -> str:
    return f"m.secret_storage.key.{key_id}"


# -------------------------------------------------------------------------------------------------- sealing


def _seal(key: bytes, name: str, plain: bytes, iv: bytes) -> dict[str, str]:
    inner, mac_key = _keys(key, name)
    ciphertext = _ctr(inner, iv, plain)
    mac = hmac.digest(mac_key, ciphertext, sha256)
    return {"iv": encode_base64(iv), "ciphertext": encode_base64(ciphertext), "mac": encode_base64(mac)}


def _open(key: bytes, name: str, sealed: Mapping[str, Any]) -> str:
    """Open a sealed secret. Raises :class:`RecoveryWrong` when it was not sealed with this key under this
    name."""
    inner, mac_key = _keys(key, name)
    ciphertext = _bytes(sealed.get("ciphertext"))
    iv = _bytes(sealed.get("iv"))
    if len(iv) != 16 or not _same(sealed.get("mac"), encode_base64(hmac.digest(mac_key, ciphertext, sha256))):
        raise RecoveryWrong(f"what is stored as {name} was not sealed with this recovery key, or was changed")
    return _ctr(inner, iv, ciphertext).decode("ascii", "replace")


def _check(key: bytes, iv: bytes) -> dict[str, str]:
    """The value that tells the right key from a wrong one: 32 zeros, sealed under no name."""
    if len(iv) != 16:
        raise RecoveryWrong("the description of the recovery key on the homeserver is damaged")
    sealed = _seal(key, "", bytes(32), iv)
    return {"iv": sealed["iv"], "mac": sealed["mac"]}


def _keys(key: bytes, name: str) -> tuple[bytes, bytes]:
    """The keys to encrypt and to authenticate one secret with."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    both = HKDF(algorithm=SHA256(), length=64, salt=bytes(32), info=name.encode()).derive(key)
    return both[:32], both[32:]


def _ctr(key: bytes, iv: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import CTR

    cipher = Cipher(AES(key), CTR(iv)).encryptor()  # CTR decrypts with the same operation
    return cipher.update(data) + cipher.finalize()


def _fresh_iv() -> bytes:
    iv = bytearray(secrets.token_bytes(16))
    iv[8] &= 0x7F  # bit 63 is 0: some platforms count in 64 bits
    return bytes(iv)


def _plain(seed: str) -> bytes:
    return encode_base64(bytes.fromhex(seed)).encode()


def _same(given: Any, expected: str) -> bool:
    return hmac.compare_digest(_bytes(given), decode_base64(expected))


def _bytes(value: Any) -> bytes:
    """Decoded base64, padded or not; empty when it is something else."""
    if not isinstance(value, str) or len(value) >= 10_000:
        return b""
    try:
        return bytes(decode_base64(value.rstrip("=")))
    except ValueError:
        return b""
