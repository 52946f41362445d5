"""AES-256-GCM, by whichever library this machine can do it with. Both make the very same bytes.

libsodium is in memory anyway, for our identity's signatures. It uses the processor's own instructions for AES,
which few machines lack. OpenSSL, in the package cryptography, needs none, but takes seven megabytes: it is
loaded on those few.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Protocol

from nacl.bindings import crypto_aead_aes256gcm_decrypt, crypto_aead_aes256gcm_encrypt
from nacl.exceptions import CryptoError, UnavailableError

NONCE = 12
KEY = 32


class NotAuthentic(Exception):
    """The bytes were sealed with another key, nonce or place, or were changed."""


class Cipher(Protocol):
    """One library's AES-256-GCM."""

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, place: bytes) -> bytes:
        """Encrypt; the tag stands at the end."""

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, place: bytes) -> bytes:
        """Decrypt. Raises :class:`NotAuthentic`."""


@dataclass(frozen=True)
class Libsodium:
    """By the processor's instructions."""

    @property
    def available(self) -> bool:
        """Whether the processor has them."""
        try:
            self.encrypt(bytes(KEY), bytes(NONCE), b"", b"")
        except UnavailableError:
            return False
        return True

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, place: bytes) -> bytes:
        return crypto_aead_aes256gcm_encrypt(data, place, nonce, key)

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, place: bytes) -> bytes:
        try:
            return crypto_aead_aes256gcm_decrypt(data, place, nonce, key)
        except (CryptoError, ValueError, TypeError) as error:  # the last two: too short for a tag, or a nonce
            raise NotAuthentic from error


@dataclass(frozen=True)
class OpenSsl:
    """On every machine."""

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, place: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # 7 MB, see above

        return AESGCM(key).encrypt(nonce, data, place)

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, place: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            return AESGCM(key).decrypt(nonce, data, place)
        except (InvalidTag, ValueError) as error:  # ValueError: shorter than a nonce
            raise NotAuthentic from error


#: The one this machine seals with.
CIPHER: Cipher = Libsodium() if Libsodium().available else OpenSsl()


def new_key() -> bytes:
    """A fresh key."""
    return secrets.token_bytes(KEY)
