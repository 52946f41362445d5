"""Two libraries, one cipher: what either sealed, the other opens, and neither opens anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.cipher import CIPHER, KEY, NONCE, Cipher, Libsodium, NotAuthentic, OpenSsl, new_key

NEEDS_AES = pytest.mark.skipif(not Libsodium().available, reason="this processor has no AES of its own")
EITHER = pytest.mark.parametrize(
    "cipher", [pytest.param(Libsodium(), id="libsodium", marks=NEEDS_AES), pytest.param(OpenSsl(), id="openssl")]
)
ONE, OTHER = new_key(), new_key()
FIRST, SECOND = bytes(NONCE), bytes([1] * NONCE)


@NEEDS_AES
@given(st.binary(min_size=KEY, max_size=KEY), st.binary(min_size=NONCE, max_size=NONCE), st.binary(), st.binary())
def test_both_make_the_very_same_bytes(key: bytes, nonce: bytes, data: bytes, place: bytes) -> None:
    sealed = OpenSsl().encrypt(key, nonce, data, place)
    assert Libsodium().encrypt(key, nonce, data, place) == sealed
    assert OpenSsl().decrypt(key, nonce, sealed, place) == data
    assert Libsodium().decrypt(key, nonce, sealed, place) == data


@EITHER
@pytest.mark.parametrize(
    ("key", "nonce", "place"),
    [(OTHER, FIRST, b"x:1"), (ONE, SECOND, b"x:1"), (ONE, FIRST, b"x:2"), (ONE, b"", b"x:1")],
    ids=["key", "nonce", "place", "no nonce"],
)
def test_what_was_sealed_otherwise_does_not_open(cipher: Cipher, key: bytes, nonce: bytes, place: bytes) -> None:
    sealed = cipher.encrypt(ONE, FIRST, b"hemligt", b"x:1")
    with pytest.raises(NotAuthentic):
        cipher.decrypt(key, nonce, sealed, place)


@EITHER
def test_changed_and_cut_bytes_do_not_open(cipher: Cipher) -> None:
    sealed = cipher.encrypt(ONE, FIRST, b"hemligt", b"x:1")
    changed = bytes([sealed[0] ^ 1]) + sealed[1:]
    for damaged in (changed, sealed[:-1], sealed[:10], b""):
        with pytest.raises(NotAuthentic):
            cipher.decrypt(ONE, FIRST, damaged, b"x:1")


def test_this_machine_seals_with_what_it_has() -> None:
    assert isinstance(CIPHER, Libsodium if Libsodium().available else OpenSsl)
