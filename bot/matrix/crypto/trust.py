"""Decides which devices get room keys: those signed by their owner's identity, if it is the one we pinned.

The first identity seen of a user is pinned. If the homeserver later shows another one, no device of that user
is trusted until a coordinator accepts the new identity.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from bot.logs import get_logger
from bot.matrix.crypto import published
from bot.matrix.crypto.machine import Machine
from bot.matrix.http import Http, MatrixError
from bot.matrix.payload import Malformed, as_object
from bot.rules.device import SETTLING_TIME
from storage import device as known_devices
from storage import device_news, news
from storage import identity as identities
from storage.news import Awaited

log = get_logger(__name__)

MOST_DEVICES = 50  # per user; more are an attack
_MOST_USERS = 100  # per query
#: Seconds between two looks for stale devices: while somebody is to be asked about again, and otherwise.
_RETRY_EVERY = 10.0
_CHECK_EVERY = 60.0
#: Seconds until we ask again on our own initiative: our homeserver after an error, somebody's own server that
#: is away.
_RETRY_AFTER = 5.0
_RETRY_THEIR_SERVER_AFTER = 300.0
#: Seconds from one look to the next: a homeserver tells of one change once for each room that is shared, so that
#: somebody in a thousand rooms would be asked about a thousand times. Sending waits for none of it.
_BETWEEN_LOOKS = 0.5


class News(StrEnum):
    """What changed about a user's identity or devices."""

    PINNED = "pinned"  # an identity seen for the first time
    CHANGED = "changed"  # another identity: no keys until it is accepted
    GONE = "gone"  # the identity is not shown any more: no keys
    BACK = "back"  # the pinned identity is shown again, or the new one was accepted
    UNSIGNED = "unsigned"  # devices without their owner's signature, or that lost it: they get no keys
    SIGNED = "signed"  # devices that the owner has signed since we last asked


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of a user's identity or devices."""

    user_id: str
    news: News
    devices: tuple[str, ...] = ()


def update_user(session: Session, account_id: str, user_id: str, answer: dict[str, Any]) -> list[Change]:
    """Store a user's identity and devices as ``/keys/query`` shows them; returns what changed."""
    before = identities.get(session, account_id, user_id)
    master, signer = _identity_keys(user_id, answer)
    pinned = master
    if before is not None and before.pinned:
        pinned = before.pinned
    sound = master is not None and master == pinned and signer is not None
    known = {device.device_id: device for device in known_devices.of_user(session, account_id, user_id)}
    marks = known_devices.lost_ids_and_keys(session, account_id, user_id)
    found = []
    for device, signed in _devices(user_id, answer, signer):
        keys = (device.ed25519, device.curve25519)
        known_as = known.get(device.device_id)
        lost = not marks.isdisjoint((device.device_id, *keys))
        newly_trusted = (
            known_as is None or not known_as.trusted or (known_as.ed25519, known_as.curve25519) != keys
        )
        # Whoever has a lost device may sign others with it: then no further device is trusted until it is
        # accepted
        held_back = lost or (before is not None and before.closed and newly_trusted)
        found.append(
            known_devices.KnownDevice(
                user_id=user_id,
                device_id=device.device_id,
                ed25519=device.ed25519,
                curve25519=device.curve25519,
                name=device.name,
                trusted=sound and signed and not held_back,
                lost=lost,
            )
        )
    # a flood of unsigned devices must not push out a signed one
    found.sort(key=lambda device: not device.trusted)
    found = found[:MOST_DEVICES]
    known_devices.replace(session, account_id, user_id, found)
    identities.save(session, account_id, user_id, pinned=pinned, seen=master)
    return _changes(user_id, before, pinned, master, known, found)


def schedule_notice(session: Session, change: Change, now: datetime) -> None:
    """Schedule the notice about a change, in the unit that stores the change, so that no crash loses it."""
    log.info("trust.changed", news=str(change.news))
    if change.news is not News.PINNED:
        good = change.news in (News.SIGNED, News.BACK)
        device_news.schedule_news(session, change.user_id, now + SETTLING_TIME, good=good)


class Directory:
    """Keeps the stored devices and identities of other users up to date."""

    def __init__(
        self, http: Http, machine: Machine, on_change: Callable[[Session, Change], None] | None = None
    ) -> None:
        """``on_change`` is called inside the unit of work that stores the change."""
        self._http = http
        self._machine = machine
        self._on_change = on_change
        self._querying = asyncio.Lock()
        self._woken = asyncio.Event()
        self._changed_since_query: set[str] = set()
        self._retry_at: dict[str, float] = {}  # users we could not ask about, by the event loop's time
        machine.db.on_commit(self._wake_if_marked)

    def mark_changed(self, session: Session, users: Iterable[str]) -> None:
        """Mark users as stale whose devices, says the homeserver, may have changed."""
        named = set(users)
        identities.mark_stale(session, self._machine.account_id, named)
        self._changed_since_query |= named
        for user in named:
            self._retry_at.pop(user, None)

    def stale(self, session: Session, users: Iterable[str]) -> frozenset[str]:
        """Those of the users whose stored devices are stale, or who were never asked about."""
        return identities.stale(session, self._machine.account_id, users)

    def wake(self) -> None:
        """Make :meth:`follow` look for stale users now."""
        self._woken.set()

    def _wake_if_marked(self, session: Session) -> None:
        if Awaited.STALE in news.noted(session):
            self.wake()

    async def refresh(self, users: Iterable[str]) -> None:
        """Ask the homeserver about those of the users whose stored devices are stale.

        Raises:
            MatrixError: the homeserver cannot be asked.
        """
        asked = frozenset(users)
        if not asked:
            return
        async with self._querying:
            with self._machine.db.read() as session:  # again: perhaps they were asked about meanwhile
                stale = sorted(self.stale(session, asked))
            for start in range(0, len(stale), _MOST_USERS):
                await self._query(stale[start : start + _MOST_USERS])

    async def follow(self, stop: asyncio.Event, *, between_looks: float = _BETWEEN_LOOKS) -> None:
        """Refresh stale users as soon as there are any, until ``stop`` is set; ``between_looks``: in seconds.

        Whoever is marked stale in this process wakes us. The look from time to time is for users who are to
        be asked about again, and for what another process has marked.
        """
        while not stop.is_set():
            self._woken.clear()
            await self.refresh_stale()
            await _first_of(stop, within=between_looks)
            await _first_of(self._woken, stop, within=_RETRY_EVERY if self._retry_at else _CHECK_EVERY)

    async def refresh_stale(self) -> None:
        """Ask about every stale user, so that changes are noticed even while nothing is sent to them.

        What fails is tried again later: sending does not wait for it, and refreshes its own readers.
        """
        now = asyncio.get_running_loop().time()
        with self._machine.db.read() as session:
            users = identities.stale(session, self._machine.account_id)
        asked = [user for user in users if self._retry_at.get(user, now) <= now]
        try:
            await self.refresh(asked)
        except MatrixError as error:
            log.warning("devices.not_asked", status=error.status, errcode=error.errcode)
            self._retry_at |= dict.fromkeys(asked, asyncio.get_running_loop().time() + _RETRY_AFTER)

    async def _query(self, users: list[str]) -> None:
        self._changed_since_query -= set(users)
        body = {"device_keys": {user: [] for user in users}, "timeout": 10_000}
        answer = await self._http.call("POST", ("keys", "query"), body, needs=published.ANSWER)
        failed = answer.get("failures")
        with self._machine.unit() as session:
            for user in users:
                if isinstance(failed, dict) and user.partition(":")[2] in failed:
                    # The user's own server is away: what is stored stands, and we ask again
                    self._retry_at[user] = asyncio.get_running_loop().time() + _RETRY_THEIR_SERVER_AFTER
                    continue
                self._retry_at.pop(user, None)
                for change in update_user(session, self._machine.account_id, user, answer):
                    if self._on_change is not None:
                        self._on_change(session, change)
            # Changed once more while we asked: the answer may be older than the change
            identities.mark_stale(session, self._machine.account_id, self._changed_since_query & set(users))


async def _first_of(*events: asyncio.Event, within: float) -> None:
    """Wait until one of the events is set, but no longer than so many seconds."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()


def _identity_keys(user_id: str, answer: dict[str, Any]) -> tuple[str | None, str | None]:
    """The user's master key, and the self-signing key if the master key signed it."""
    try:
        master = published.cross_signing_key(
            user_id, "master", published.part_of(answer, "master_keys", user_id)
        )
    except Malformed:
        return None, None
    raw = published.part_of(answer, "self_signing_keys", user_id)
    try:
        signer = published.cross_signing_key(user_id, "self_signing", raw)
    except Malformed:
        return master, None
    if not published.is_signed(raw, user_id, f"ed25519:{master}", master):
        return master, None
    return master, signer


def _devices(
    user_id: str, answer: dict[str, Any], signer: str | None
) -> list[tuple[published.DeviceKeys, bool]]:
    """The well-formed devices of a user, each with whether the self-signing key signed it."""
    found = []
    for device_id, raw in as_object(published.part_of(answer, "device_keys", user_id)).items():
        try:
            device = published.device(user_id, device_id, raw)
        except Malformed as error:
            log.info("device.dropped", why=str(error))
            continue
        signed = signer is not None and published.is_signed(raw, user_id, f"ed25519:{signer}", signer)
        found.append((device, signed))
    return found


def _changes(
    user_id: str,
    before: identities.Pin | None,
    pinned: str | None,
    master: str | None,
    known: dict[str, known_devices.KnownDevice],
    found: list[known_devices.KnownDevice],
) -> list[Change]:
    changes = []
    if before is None or before.pinned is None:
        if pinned is not None:
            changes.append(Change(user_id=user_id, news=News.PINNED))
    elif master != before.seen:
        if master == pinned:
            changes.append(Change(user_id=user_id, news=News.BACK))
        elif master is None:
            changes.append(Change(user_id=user_id, news=News.GONE))
        else:
            changes.append(Change(user_id=user_id, news=News.CHANGED))
    trusted_before = {device.device_id for device in known.values() if device.trusted}
    unsigned = tuple(
        device.device_id
        for device in found
        if not device.trusted
        and not device.lost
        and (device.device_id not in known or (device.device_id in trusted_before and master == pinned))
    )
    signed = tuple(
        device.device_id for device in found if device.trusted and device.device_id not in trusted_before
    )
    if unsigned:
        changes.append(Change(user_id=user_id, news=News.UNSIGNED, devices=unsigned))
    if signed:
        changes.append(Change(user_id=user_id, news=News.SIGNED, devices=signed))
    return changes
