"""Envelopes: only the right key or passphrase opens one, and nothing in it can be changed unseen."""

from __future__ import annotations

import secrets
from io import BytesIO
from pathlib import Path

import pytest

from bot.errors import CannotDo, SettingsWrong
from storage import envelope
from storage.envelope import Opener, Passphrase, PublicKey, SecretKey

CONTENT = [secrets.token_bytes(70_000), b"", b"x", secrets.token_bytes(200_000)]


def closed(public: PublicKey) -> tuple[bytes, Opener]:
    file = BytesIO()
    opener = envelope.close(iter(CONTENT), file, public)
    return file.getvalue(), opener


def read(content: bytes, opener: Opener) -> bytes:
    with envelope.opened(BytesIO(content), opener) as source:
        return source.read()


@pytest.fixture
def key(tmp_path: Path) -> tuple[PublicKey, SecretKey]:
    public = envelope.write_key(tmp_path / "secret")
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    return public, SecretKey.read(tmp_path / "secret")


def test_who_closes_it_reads_it_back_and_later_only_the_secret_key_does(key: tuple[PublicKey, SecretKey]) -> None:
    content, of_now = closed(key[0])
    assert b"".join(CONTENT) == read(content, of_now) == read(content, key[1])
    assert CONTENT[0][:32] not in content
    assert not envelope.is_by_passphrase(BytesIO(content))
    _, of_then = closed(key[0])
    with pytest.raises(CannotDo, match="this key does not open it"):
        read(content, of_then)


def test_a_secret_key_is_never_overwritten(tmp_path: Path, key: tuple[PublicKey, SecretKey]) -> None:
    with pytest.raises(FileExistsError):
        envelope.write_key(tmp_path / "secret")


def test_what_was_changed_or_cut_off_does_not_open(key: tuple[PublicKey, SecretKey]) -> None:
    content, _ = closed(key[0])
    changed = bytearray(content)
    changed[len(content) // 2] ^= 1
    for wrong in (content[:-1], content[:100_000], content[:150], content[:10], b"", bytes(changed), content + b"x"):
        with pytest.raises(CannotDo, match="damaged or cut off"):
            read(wrong, key[1])


def test_who_has_read_enough_may_stop(key: tuple[PublicKey, SecretKey]) -> None:
    content, _ = closed(key[0])
    with envelope.opened(BytesIO(content), key[1]) as source:
        assert source.read(10) == CONTENT[0][:10]
    with pytest.raises(KeyError), envelope.opened(BytesIO(content), key[1]):
        raise KeyError


def test_errors_of_what_is_put_in_and_of_the_disk_come_out_as_they_are(key: tuple[PublicKey, SecretKey]) -> None:
    def failing() -> object:
        yield b"x"
        raise LookupError("the database is away")

    with pytest.raises(LookupError, match="the database is away"):
        envelope.close(failing(), BytesIO(), key[0])  # type: ignore[arg-type]
    for content in (CONTENT, [b"little"]):
        with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):
            envelope.close(iter(content), full, key[0])


@pytest.mark.long  # to make a passphrase hard to guess takes seconds, by design
def test_a_passphrase_opens_what_it_has_closed() -> None:
    file = BytesIO()
    opener = envelope.close(iter(CONTENT), file, Passphrase(text="åtta små grisar"))
    file.seek(0)
    assert envelope.is_by_passphrase(file)
    assert read(file.getvalue(), opener) == b"".join(CONTENT)
    with pytest.raises(CannotDo, match="the passphrase does not open it"):
        read(file.getvalue(), Passphrase(text="åtta små getter"))
    assert "grisar" not in repr(opener)


def test_what_is_no_key_is_told_and_not_quoted(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="not a public key of age"):
        PublicKey(text="age1x")
    for content in ("", "# public key: age1x\n", "AGE-SECRET-KEY-1HEMLIG\n", "å"):
        (tmp_path / "wrong").write_text(content)
        with pytest.raises(CannotDo, match="secret key of age") as caught:
            SecretKey.read(tmp_path / "wrong")
        assert "HEMLIG" not in str(caught.value)
    with pytest.raises(CannotDo, match=r"cannot read .*No such file"):
        SecretKey.read(tmp_path / "nowhere")
