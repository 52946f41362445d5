"""Encryption at rest: free text and personal data are sealed with a data key per case, unit or bot account.

What comes from a list, such as a function, is sealed filled up to an even length (:func:`seal_facts`), because its
length would tell which word it is. What has to be unique has an index beside it (:func:`index`), which only whoever
has the key can compute.

Each data key is a row of ``sealed_key``, wrapped by a master key that lives outside the database and its
backups (:class:`Vault`). Rotating the master key wraps the rows again. Deleting a row erases everything it
sealed, also in backups, once the master key they need is dropped from the key file.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import SettingsWrong
from storage.cipher import CIPHER, NONCE, NotAuthentic, new_key
from storage.tables import SealedKey

#: Where a session carries the vault, so that storage functions need only the session.
VAULT = "vault"
#: Sealed facts are as long as a multiple of so many bytes.
FILLED_TO = 256
#: What keys of indexes are made for.
_INDEX = "index"
#: So many keys are looked up in one statement.
_KEYS_AT_ONCE = 1000


class CannotOpen(Exception):
    """The sealed bytes belong to another key or place, or the key is destroyed."""


class Vault:
    """Holds the master keys, newest first, and the data keys unwrapped so far."""

    def __init__(self, masters: dict[str, bytes], file: Path | None = None) -> None:
        """``masters`` maps an id to 32 bytes; the first one wraps new keys. ``file`` is where they came
        from."""
        if not masters:
            raise ValueError("a vault needs at least one master key")
        self._masters = masters
        self._file = file
        self._read = _stamp(file)
        self._open: dict[str, bytes] = {}

    @classmethod
    def fresh(cls) -> Vault:
        """A vault whose master key is only in memory, for tests and the stage's embedded people."""
        return cls({secrets.token_hex(4): new_key()})

    @classmethod
    def load(cls, path: Path) -> Vault:
        """Read the key file (see :func:`write_master`). Raises :class:`SettingsWrong`, also when others can
        read it."""
        return cls(_read_masters(path), path)

    @property
    def newest(self) -> str:
        """The id of the master key that wraps new keys."""
        return next(iter(self._masters))

    @property
    def masters(self) -> frozenset[str]:
        """The ids of all of them."""
        return frozenset(self._masters)

    def wrap(self, key_id: str, key: bytes) -> bytes:
        """Encrypt a data key with the newest master key, also one that was made after the bot started."""
        self._refresh()
        return encrypted(self._masters[self.newest], key, key_id)

    def key(self, session: Session, key_id: str) -> bytes:
        """The data key ``key_id``, unwrapped. Raises :class:`CannotOpen` when it was destroyed."""
        if key_id not in self._open:
            row = session.get(SealedKey, key_id)
            if row is None:
                raise CannotOpen(f"key {key_id} does not exist any more")
            self._open[key_id] = self.unwrap(key_id, row.wrapped, row.wrapped_by)
        return self._open[key_id]

    def unwrap(self, key_id: str, wrapped: bytes, wrapped_by: str) -> bytes:
        """A data key of a row of ``sealed_key``. Raises :class:`CannotOpen` when the key file lacks its master."""
        if wrapped_by not in self._masters:
            self._refresh()
        if wrapped_by not in self._masters:
            raise CannotOpen(f"key {key_id} is wrapped by master {wrapped_by}, which the key file lacks")
        return decrypted(self._masters[wrapped_by], wrapped, key_id)

    def take(self, session: Session, key_ids: Collection[str]) -> None:
        """Unwrap those of the data keys that are not in memory yet, found in as few statements as can be."""
        missing = sorted(set(key_ids) - set(self._open))
        for start in range(0, len(missing), _KEYS_AT_ONCE):
            some = SealedKey.id.in_(missing[start : start + _KEYS_AT_ONCE])
            rows = session.scalars(select(SealedKey).where(some)).all()  # the session has them while we do
            for row in rows:
                self.key(session, row.id)

    def take_one(self, key_id: str, wrapped: bytes, wrapped_by: str) -> None:
        """Unwrap a data key that was read already, unless it is in memory."""
        if key_id not in self._open:
            self._open[key_id] = self.unwrap(key_id, wrapped, wrapped_by)

    def forget(self, key_id: str) -> None:
        """Drop a data key from memory."""
        self._open.pop(key_id, None)

    def _refresh(self) -> None:
        """Read the key file again if it was replaced: ``sigbot keys rotate`` needs no restart."""
        if self._file is not None and _stamp(self._file) != self._read:
            self._masters = _read_masters(self._file)
            self._read = _stamp(self._file)


def _stamp(path: Path | None) -> tuple[int, int] | None:
    if path is None or not path.exists():
        return None
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


def _read_masters(path: Path) -> dict[str, bytes]:
    try:
        if path.stat().st_mode & 0o077:
            raise SettingsWrong(f"key_file: others can read {path}. Do: chmod 600 {path}")
        masters = {str(name): bytes.fromhex(key) for name, key in json.loads(path.read_text()).items()}
    except OSError as error:
        raise SettingsWrong(
            f"key_file: cannot read {path} ({error.strerror}). Restore it from where you keep it"
        ) from error
    except (ValueError, AttributeError, TypeError) as error:
        raise SettingsWrong(f"key_file: {path} is damaged. Restore it from where you keep it") from error
    if not masters or any(len(key) != 32 for key in masters.values()):
        raise SettingsWrong(f"key_file: {path} is damaged. Restore it from where you keep it")
    return masters


def write_master(path: Path) -> None:
    """Add a new master key in front of those in the file (created with mode 0600)."""
    old = {name: key.hex() for name, key in _read_masters(path).items()} if path.exists() else {}
    _write(path, {secrets.token_hex(4): new_key().hex(), **old})


def drop_masters(path: Path) -> None:
    """Keep only the newest master key in the file: what older ones wrap, as in old backups, is unreadable for
    good."""
    name, key = next(iter(_read_masters(path).items()))
    _write(path, {name: key.hex()})


def _write(path: Path, keys: dict[str, str]) -> None:
    """Replace the key file, on disk before it returns: a power cut must not lose a master key that wraps
    something."""
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(keys, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def make_key(session: Session, purpose: str) -> str:
    """Make a data key for an ``account``, a ``unit`` or a ``case``; returns its id."""
    return _make_key(session, secrets.token_hex(16), purpose)


def _make_key(session: Session, key_id: str, purpose: str) -> str:
    vault = _vault(session)
    session.add(
        SealedKey(
            id=key_id,
            purpose=purpose,
            wrapped=vault.wrap(key_id, new_key()),
            wrapped_by=vault.newest,
            created_at=datetime.now(UTC),
        )
    )
    session.flush()
    return key_id


def destroy_key(session: Session, key_id: str) -> None:
    """Erase a data key: what it sealed can never be read again."""
    row = session.get(SealedKey, key_id)
    if row is not None:
        session.delete(row)
        session.flush()
    _vault(session).forget(key_id)


def rewrap(session: Session) -> int:
    """Wrap every data key with the newest master key; returns how many changed."""
    vault = _vault(session)
    rows = session.scalars(select(SealedKey).where(SealedKey.wrapped_by != vault.newest)).all()
    for row in rows:
        row.wrapped = vault.wrap(row.id, vault.key(session, row.id))
        row.wrapped_by = vault.newest
    session.flush()
    return len(rows)


def seal(session: Session, key_id: str, value: str, place: str) -> bytes:
    """Encrypt text for a key and a place (``person.name:<id>``): moved to another place, the bytes do not
    open."""
    return encrypted(_vault(session).key(session, key_id), value.encode(), place)


def unseal(session: Session, key_id: str, blob: bytes, place: str) -> str:
    """Decrypt text sealed for the same key and place. Raises :class:`CannotOpen`."""
    return decrypted(_vault(session).key(session, key_id), blob, place).decode()


def take_keys(session: Session, key_ids: Collection[str]) -> None:
    """Take data keys into memory together, before much is unsealed that each of them seals a little of."""
    _vault(session).take(session, key_ids)


def take_key(session: Session, key_id: str, wrapped: bytes, wrapped_by: str) -> None:
    """Take a data key into memory whose row was read together with what it seals."""
    _vault(session).take_one(key_id, wrapped, wrapped_by)


def seal_json(session: Session, key_id: str, value: Any, place: str) -> bytes:
    """Like :func:`seal`, for anything JSON can hold."""
    return seal(session, key_id, json.dumps(value), place)


def unseal_json(session: Session, key_id: str, blob: bytes, place: str) -> Any:
    """Like :func:`unseal`, for what :func:`seal_json` made."""
    return json.loads(unseal(session, key_id, blob, place))


def seal_facts(session: Session, key_id: str, facts: Mapping[str, Any], place: str) -> bytes:
    """Like :func:`seal_json`, for words of which already the length would tell which they are."""
    return encrypted(_vault(session).key(session, key_id), filled(facts), place)


def unseal_facts(session: Session, key_id: str, blob: bytes, place: str) -> dict[str, Any]:
    """Like :func:`unseal`, for what :func:`seal_facts` made."""
    facts: dict[str, Any] = json.loads(decrypted(_vault(session).key(session, key_id), blob, place))
    return facts


def filled(facts: Mapping[str, Any]) -> bytes:
    """Facts as JSON, with blanks at their end up to an even length."""
    plain = json.dumps(facts, ensure_ascii=False).encode()
    return plain.ljust(-(-len(plain) // FILLED_TO) * FILLED_TO)


def index(session: Session, key_id: str, word: str, place: str) -> str:
    """What stands for a word where a database must find it or keep it unique: without the key nobody can tell which
    word it is. It is another one at another place."""
    return indexed(_vault(session).key(session, key_id), word, place)


def index_key(session: Session, unit_id: str) -> str:
    """The id of the data key by which a unit's words are indexed; it is made when first asked for. Rotating the master
    key keeps it."""
    key_id = index_key_id(unit_id)
    if session.get(SealedKey, key_id) is None:
        _make_key(session, key_id, _INDEX)
    return key_id


def index_key_id(unit_id: str) -> str:
    """The id of the key by which a unit's words are indexed, whether or not it was made."""
    return hashlib.sha256(f"{_INDEX}:{unit_id}".encode()).hexdigest()[:32]


def _vault(session: Session) -> Vault:
    vault: Vault = session.info[VAULT]
    return vault


def indexed(key: bytes, word: str, place: str) -> str:
    """The index of a word under a data key: a keyed hash, by a key of its own that is made of it."""
    own = hmac.digest(key, _INDEX.encode(), "sha256")
    return hmac.digest(own, f"{place}:{word}".encode(), "sha256").hex()[:32]


def encrypted(key: bytes, data: bytes, place: str) -> bytes:
    """Bytes sealed with a key for a place."""
    nonce = os.urandom(NONCE)
    return nonce + CIPHER.encrypt(key, nonce, data, place.encode())


def decrypted(key: bytes, blob: bytes, place: str) -> bytes:
    """What :func:`encrypted` made. Raises :class:`CannotOpen`."""
    try:
        return CIPHER.decrypt(key, blob[:NONCE], blob[NONCE:], place.encode())
    except NotAuthentic as error:
        raise CannotOpen(f"sealed bytes do not open at {place.split(':')[0]}") from error
