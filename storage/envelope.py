"""A file that only its key or its passphrase opens, in the format of age (https://age-encryption.org).

Who makes a backup needs no secret for it: the public key is enough. ``age`` itself opens such a file too, where
no sigbot is left.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO

from bot.errors import CannotDo, SettingsWrong

#: How a file begins that a passphrase opens.
_BY_PASSPHRASE = b"age-encryption.org/v1\n-> scrypt "
_DAMAGED = "is damaged or cut off. Do: take another backup"


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """Anybody can close an envelope with it, which only its secret key opens again."""

    text: str

    def __post_init__(self) -> None:
        _recipient(self.text)


@dataclass(frozen=True, kw_only=True, repr=False)
class SecretKey:
    """One or several secret keys, each of which may open an envelope."""

    texts: tuple[str, ...]

    @classmethod
    def read(cls, file: Path) -> SecretKey:
        """The keys in a file as :func:`write_key` or age-keygen writes it. Raises :class:`CannotDo`."""
        try:
            lines = file.read_text(encoding="ascii").splitlines()
        except OSError as error:
            raise CannotDo(f"cannot read {file} ({error.strerror})") from error
        except UnicodeDecodeError as error:
            raise CannotDo(f"{file} holds no secret key of age") from error
        found = tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
        if not found:
            raise CannotDo(f"{file} holds no secret key of age")
        key = cls(texts=found)
        key.identities(str(file))
        return key

    def identities(self, where: str = "the key") -> list[Any]:
        """The keys as pyrage has them. Raises :class:`CannotDo`, without quoting them."""
        import pyrage

        try:
            return [pyrage.x25519.Identity.from_str(text) for text in self.texts]
        except pyrage.IdentityError as error:
            raise CannotDo(f"{where} is no secret key of age (AGE-SECRET-KEY-1…)") from error


@dataclass(frozen=True, kw_only=True, repr=False)
class Passphrase:
    """Closes an envelope, and opens it. The whole of it is in memory meanwhile."""

    text: str


Closer = PublicKey | Passphrase
Opener = SecretKey | Passphrase


def write_key(file: Path) -> PublicKey:
    """Make a pair of keys: the secret one in a new file that only its owner reads. Returns the public one.

    Raises:
        FileExistsError: there is such a file already.
    """
    import pyrage

    secret = pyrage.x25519.Identity.generate()
    public = PublicKey(text=str(secret.to_public()))
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as written:
        written.write(f"# public key: {public.text}\n{secret}\n")
        written.flush()
        os.fsync(written.fileno())
    return public


def close(content: Iterator[bytes], file: BinaryIO, closer: Closer) -> Opener:
    """Write content into an envelope. Returns what opens it again in this process, to read back what was written.

    For a public key that is a key of this moment, to which the envelope is closed as well, and which nobody
    keeps.
    """
    import pyrage

    if isinstance(closer, Passphrase):
        file.write(pyrage.passphrase.encrypt(b"".join(content), closer.text))
        return closer
    source = _Source(content)
    passing = pyrage.x25519.Identity.generate()
    target = _Target(file)
    try:
        pyrage.encrypt_io(source, target, [_recipient(closer.text), passing.to_public()])
    except (pyrage.EncryptError, OSError):
        if source.failure is None and target.failure is None:
            raise
    failure = source.failure or target.failure  # pyrage says nothing where its last write fails
    if failure is not None:
        raise failure
    return SecretKey(texts=(str(passing),))


def is_by_passphrase(file: BinaryIO) -> bool:
    """Whether a passphrase opens this file, rather than a key."""
    begins = file.read(len(_BY_PASSPHRASE))
    file.seek(0)
    return begins == _BY_PASSPHRASE


@contextmanager
def opened(file: BinaryIO, opener: Opener) -> Iterator[BinaryIO]:
    """What is in an envelope, to be read to its end.

    Raises:
        CannotDo: nothing opens it, or it was changed or cut off. What was read before is not to be trusted then.
    """
    import pyrage

    if isinstance(opener, Passphrase):
        try:
            yield BytesIO(pyrage.passphrase.decrypt(file.read(), opener.text))
        except pyrage.DecryptError as error:
            raise CannotDo(f"the passphrase does not open it, or it {_DAMAGED}") from error
        return
    identities = opener.identities()
    read_end, write_end = os.pipe()
    target = _Target(os.fdopen(write_end, "wb"))
    failures: list[Exception] = []

    def decrypt() -> None:
        try:
            pyrage.decrypt_io(file, target, identities)
        except (pyrage.DecryptError, OSError) as error:
            failures.append(error)
        finally:
            target.finish()

    # pyrage hands over what it has decrypted, but who reads wants to ask for it
    thread = threading.Thread(target=decrypt, name="decrypt")
    thread.start()
    try:
        with os.fdopen(read_end, "rb") as source:
            yield source
    finally:
        thread.join()
        if failures and not isinstance(target.failure, BrokenPipeError):  # else the reader had enough
            raise CannotDo(_why(failures[0])) from failures[0]


def _why(failure: Exception) -> str:
    """What is wrong with an envelope that does not open."""
    if "No matching keys" in str(failure):
        return "this key does not open it: it was closed for another one"
    return f"it {_DAMAGED}"


def _recipient(text: str) -> Any:
    """A public key as pyrage has it. Raises :class:`SettingsWrong`."""
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise SettingsWrong(
            f"{text[:80]}: not a public key of age (age1…). Do: make a pair with: sigbot keys backup"
        ) from error


class _Source(RawIOBase):
    """Chunks of bytes as a file that pyrage reads. Its errors come back through pyrage as mere text, so the real one is
    kept."""

    def __init__(self, content: Iterator[bytes]) -> None:
        super().__init__()
        self._content = content
        self._left = b""
        self.failure: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._left:
                self._left = next(self._content)
        except StopIteration:
            return b""
        except Exception as error:
            self.failure = error
            raise
        taken = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(taken) :]
        return taken


class _Target(RawIOBase):
    """A file that pyrage writes, and does not close. The real error is kept here too."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.failure: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            self.failure = error
            raise

    def finish(self) -> None:
        """Write what is still in memory, and close the file."""
        try:
            self._file.close()
        except OSError as error:
            self.failure = error
