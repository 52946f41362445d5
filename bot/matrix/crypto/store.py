"""nio's key store on our tables: in our database and unit of work, each session loaded when it is first
used."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from nio.crypto import (
    DeviceStore,
    GroupSessionStore,
    InboundGroupSession,
    OlmAccount,
    OlmDevice,
    SessionStore,
)
from nio.crypto.device import TrustState
from nio.crypto.sessions import Session as OneToOne
from sqlalchemy.orm import Session

from storage import device as known_devices
from storage import keys

#: Sessions and room sessions kept in memory; older ones are read again when needed.
CACHED = 500


class LazySessions(SessionStore):  # type: ignore[misc]  # nio is untyped
    """Olm sessions by the other device's Curve25519 key."""

    def __init__(self, load: Callable[[str], list[OneToOne]]) -> None:
        super().__init__()
        self._load = load
        self._cache: OrderedDict[str, list[OneToOne]] = OrderedDict()

    def __getitem__(self, sender_key: str) -> list[OneToOne]:
        if sender_key not in self._cache:
            self._cache[sender_key] = self._load(sender_key)
            while len(self._cache) > CACHED:
                self._cache.popitem(last=False)
        self._cache.move_to_end(sender_key)
        return self._cache[sender_key]

    def get(self, sender_key: str) -> OneToOne | None:
        sessions = self[sender_key]
        return max(sessions, key=lambda session: session.use_time) if sessions else None

    def add(self, sender_key: str, session: OneToOne) -> bool:
        sessions = self[sender_key]
        if session in sessions:
            return False
        sessions.insert(0, session)
        del sessions[keys.MOST_OLM_SESSIONS :]
        return True

    def __iter__(self) -> Iterator[OneToOne]:
        for sessions in self._cache.values():
            yield from sessions


class LazyRoomSessions(GroupSessionStore):  # type: ignore[misc]
    """Inbound room sessions; nio's machine only calls :meth:`add` and :meth:`get`."""

    def __init__(self, load: Callable[[str, str], list[InboundGroupSession]]) -> None:
        super().__init__()
        self._load = load
        self._cache: OrderedDict[tuple[str, str], list[InboundGroupSession]] = OrderedDict()

    def by_id(self, room_id: str, session_id: str) -> list[InboundGroupSession]:
        """All sessions with an id, whoever sent them."""
        key = (room_id, session_id)
        if key not in self._cache:
            self._cache[key] = self._load(room_id, session_id)
            while len(self._cache) > CACHED:
                self._cache.popitem(last=False)
        self._cache.move_to_end(key)
        return self._cache[key]

    def clear(self) -> None:
        """Empty the cache."""
        self._cache.clear()

    def get(self, room_id: str, sender_key: str, session_id: str) -> InboundGroupSession | None:
        return next((one for one in self.by_id(room_id, session_id) if one.sender_key == sender_key), None)

    def add(self, session: InboundGroupSession) -> bool:
        sessions = self.by_id(session.room_id, session.id)
        sessions[:] = [one for one in sessions if one.sender_key != session.sender_key]
        sessions.append(session)
        return True


class LazyDevices(DeviceStore):  # type: ignore[misc]
    """Devices as the database has them now. Nothing is cached, so nothing can be stale."""

    def __init__(self, load: Callable[[str], dict[str, OlmDevice]]) -> None:
        super().__init__()
        self._load = load

    def __getitem__(self, user_id: str) -> dict[str, OlmDevice]:
        return self._load(user_id)

    def active_user_devices(self, user_id: str) -> Iterator[OlmDevice]:
        yield from self._load(user_id).values()


class Store:
    """The store that nio's Olm machine calls. Works inside :meth:`bot.matrix.crypto.machine.Machine.unit`
    only."""

    def __init__(self, account_id: str, now: Callable[[], datetime]) -> None:
        self.account_id = account_id
        self.session: Session | None = None
        self._now = now

    @property
    def open(self) -> Session:
        """The database session of the open unit."""
        if self.session is None:
            raise RuntimeError("the Olm machine works inside Machine.unit() only")
        return self.session

    def load_account(self) -> OlmAccount | None:
        found = keys.olm_account(self.open, self.account_id)
        if found is None:
            return None
        pickle, shared = found
        return OlmAccount.from_pickle(pickle.encode(), shared=shared)

    def save_account(self, account: OlmAccount) -> None:
        keys.save_olm_account(self.open, self.account_id, account.pickle().decode(), shared=account.shared)

    def load_sessions(self) -> LazySessions:
        return LazySessions(self._sessions_of)

    def save_session(self, curve_key: str, session: OneToOne) -> None:
        stored = keys.Pickle(
            pickle=session.pickle().decode(),
            created_at=session.creation_time.astimezone(UTC),
            used_at=session.use_time.astimezone(UTC),
        )
        keys.save_olm_session(self.open, self.account_id, curve_key, session.id, stored)

    def load_inbound_group_sessions(self) -> LazyRoomSessions:
        return LazyRoomSessions(self._room_sessions)

    def save_inbound_group_session(self, session: InboundGroupSession) -> None:
        stored = keys.RoomPickle(
            session_id=session.id,
            sender_key=session.sender_key,
            ed25519=session.ed25519,
            pickle=session.pickle().decode(),
        )
        keys.save_megolm_session(self.open, self.account_id, session.room_id, stored, self._now())

    def load_device_keys(self) -> LazyDevices:
        return LazyDevices(self._devices_of)

    def load_outgoing_key_requests(self) -> dict[str, Any]:
        return {}  # we never request keys, and never answer requests

    def is_device_verified(self, device: OlmDevice) -> bool:
        return bool(device.verified)

    def is_device_blacklisted(self, device: OlmDevice) -> bool:
        return bool(device.blacklisted)

    def _sessions_of(self, sender_key: str) -> list[OneToOne]:
        return [
            OneToOne.from_pickle(
                stored.pickle.encode(),
                creation_time=_local(stored.created_at),
                use_time=_local(stored.used_at),
            )
            for stored in keys.olm_sessions(self.open, self.account_id, sender_key)
        ]

    def _room_sessions(self, room_id: str, session_id: str) -> list[InboundGroupSession]:
        return [
            InboundGroupSession.from_pickle(
                stored.pickle.encode(), stored.ed25519, stored.sender_key, room_id
            )
            for stored in keys.megolm_sessions(self.open, self.account_id, room_id, session_id)
        ]

    def _devices_of(self, user_id: str) -> dict[str, OlmDevice]:
        return {
            known.device_id: olm_device(known)
            for known in known_devices.of_user(self.open, self.account_id, user_id)
        }


def olm_device(known: known_devices.KnownDevice) -> OlmDevice:
    """A stored device as nio's class: trusted or blacklisted, nothing in between."""
    return OlmDevice(
        known.user_id,
        known.device_id,
        {"ed25519": known.ed25519, "curve25519": known.curve25519},
        display_name=known.name,
        trust_state=TrustState.verified if known.trusted else TrustState.blacklisted,
    )


def _local(moment: datetime) -> datetime:
    # nio compares naive local times
    return moment.astimezone().replace(tzinfo=None)
