"""Whose devices get keys: those signed by their owner's identity, and that identity is the one we pinned.

The first identity we see of a user is pinned. If the homeserver later shows another one, nobody speaking for that
user is trusted until a person accepts the new identity.
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
from bot.matrix.payload import Malformed
from bot.rules.device import SETTLING_TIME
from storage import device as known_devices
from storage import device_news
from storage import identity as identities

log = get_logger(__name__)

MOST_DEVICES = 50  # per user; more are an attack
_MOST_USERS = 100  # per question to the homeserver
_LOOK_EVERY = 10.0  # seconds
_PAUSE = 5.0  # seconds until a homeserver that could not answer is asked again without need
_ASK_AGAIN = 300.0  # seconds until somebody's own server that did not answer is asked again without need


class News(StrEnum):
    """What changed about a user, worth telling people."""

    PINNED = "pinned"  # first seen
    CHANGED = "changed"  # another identity: held back until accepted
    GONE = "gone"  # the identity is not shown any more: held back
    BACK = "back"  # the pinned identity is shown again, or the new one was accepted
    UNSIGNED = "unsigned"  # devices that the owner does not vouch for, or not any more: they get no keys
    SIGNED = "signed"  # the owner vouches for more devices than before


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something changed about a user's identity or devices."""

    user_id: str
    news: News
    devices: tuple[str, ...] = ()


def judge(session: Session, account_id: str, user_id: str, answer: dict[str, Any]) -> list[Change]:
    """Take in what ``/keys/query`` says about a user, and say what changed."""
    before = identities.get(session, account_id, user_id)
    master, signer = _identity(user_id, answer)
    pinned = (before.pinned if before else None) or master
    sound = master is not None and master == pinned and signer is not None
    known = {device.device_id: device for device in known_devices.of_user(session, account_id, user_id)}
    marks = known_devices.lost_ids_and_keys(session, account_id, user_id)
    found = []
    for device, vouched in _devices(user_id, answer, signer):
        keys = (device.ed25519, device.curve25519)
        was = known.get(device.device_id)
        lost = not marks.isdisjoint((device.device_id, *keys))
        # Whoever has a lost device may sign others with it: then nothing new is trusted until it is accepted
        further = was is None or not was.trusted or (was.ed25519, was.curve25519) != keys
        held = lost or (before is not None and before.closed and further)
        found.append(
            known_devices.KnownDevice(
                user_id=user_id,
                device_id=device.device_id,
                ed25519=device.ed25519,
                curve25519=device.curve25519,
                name=device.name,
                trusted=sound and vouched and not held,
                lost=lost,
            )
        )
    found.sort(key=lambda device: not device.trusted)  # a flood of unsigned devices must not push out a signed one
    known_devices.replace(session, account_id, user_id, found[:MOST_DEVICES])
    identities.save(session, account_id, user_id, pinned=pinned, seen=master)
    return _changes(user_id, before, pinned, master, known, found[:MOST_DEVICES])


def have_told(session: Session, change: Change, now: datetime) -> None:
    """Plan that a change is told, in the unit that learned of it, so that no crash keeps it from being told."""
    log.info("trust.changed", news=str(change.news))
    if change.news is not News.PINNED:
        good = change.news in (News.SIGNED, News.BACK)
        device_news.schedule_news(session, change.user_id, now + SETTLING_TIME, good=good)


class Directory:
    """Keeps what we know of other people's devices up to date."""

    def __init__(
        self, http: Http, machine: Machine, on_change: Callable[[Session, Change], None] | None = None
    ) -> None:
        """``on_change`` is called inside the unit of work that learned of the change."""
        self._http = http
        self._machine = machine
        self._on_change = on_change
        self._turn = asyncio.Lock()
        self._look = asyncio.Event()
        self._changed: set[str] = set()
        self._away: dict[str, float] = {}  # users whose own server did not answer, and when to ask it again

    def changed(self, session: Session, users: Iterable[str]) -> None:
        """The homeserver says that these users' devices may have changed."""
        named = set(users)
        identities.mark_stale(session, self._machine.account_id, named)
        self._changed |= named
        for user in named:
            self._away.pop(user, None)
        self.look()

    def look(self) -> None:
        """Somebody's devices may have to be looked up: do it now."""
        self._look.set()

    async def refresh(self, users: Iterable[str]) -> None:
        """Ask about those of the users whose devices we do not know for sure.

        Raises:
            MatrixError: the homeserver cannot be asked.
        """
        asked = frozenset(users)
        async with self._turn:
            with self._machine.unit() as session:
                stale = sorted(identities.stale(session, self._machine.account_id, asked))
            for start in range(0, len(stale), _MOST_USERS):
                await self._ask(stale[start : start + _MOST_USERS])

    async def follow(self, stop: asyncio.Event) -> None:
        """Look up whoever's devices may have changed, as soon as it is known, until ``stop`` is set."""
        while not stop.is_set():
            self._look.clear()
            await self.catch_up()
            waiting = [asyncio.ensure_future(one.wait()) for one in (self._look, stop)]
            try:
                await asyncio.wait(waiting, timeout=_LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for one in waiting:
                    one.cancel()

    async def catch_up(self) -> None:
        """Ask about everybody whose devices may have changed, so that it is told even if nothing is said to them.

        What fails is tried again later: nothing waits for it, and who is about to be given keys is asked about anyway.
        """
        now = asyncio.get_running_loop().time()
        with self._machine.unit() as session:
            users = identities.stale(session, self._machine.account_id)
        asked = [user for user in users if self._away.get(user, now) <= now]
        try:
            await self.refresh(asked)
        except MatrixError as error:
            log.warning("devices.not_asked", status=error.status, errcode=error.errcode)
            self._away |= dict.fromkeys(asked, asyncio.get_running_loop().time() + _PAUSE)

    async def _ask(self, users: list[str]) -> None:
        self._changed -= set(users)
        body = {"device_keys": {user: [] for user in users}, "timeout": 10_000}
        answer = await self._http.call("POST", ("keys", "query"), body, needs=published.ANSWER)
        failed = answer.get("failures")
        with self._machine.unit() as session:
            for user in users:
                if isinstance(failed, dict) and user.partition(":")[2] in failed:
                    # The user's own server is away: what we knew stands, and we ask again
                    self._away[user] = asyncio.get_running_loop().time() + _ASK_AGAIN
                    continue
                self._away.pop(user, None)
                for change in judge(session, self._machine.account_id, user, answer):
                    if self._on_change is not None:
                        self._on_change(session, change)
            # Changed once more while we asked: the answer may be older than the change
            identities.mark_stale(session, self._machine.account_id, self._changed & set(users))


def _identity(user_id: str, answer: dict[str, Any]) -> tuple[str | None, str | None]:
    """The user's master key and the self-signing key it signed."""
    try:
        master = published.cross_signing_key(user_id, "master", _of(answer, "master_keys", user_id))
    except Malformed:
        return None, None
    raw = _of(answer, "self_signing_keys", user_id)
    try:
        signer = published.cross_signing_key(user_id, "self_signing", raw)
    except Malformed:
        return master, None
    return master, signer if published.signed(raw, user_id, f"ed25519:{master}", master) else None


def _devices(user_id: str, answer: dict[str, Any], signer: str | None) -> list[tuple[published.DeviceKeys, bool]]:
    """The well-formed devices of a user, and whether the self-signing key signed them."""
    listed = _of(answer, "device_keys", user_id)
    found = []
    for device_id, raw in listed.items() if isinstance(listed, dict) else ():
        try:
            device = published.device(user_id, device_id, raw)
        except Malformed as error:
            log.info("device.dropped", why=str(error))
            continue
        found.append((device, signer is not None and published.signed(raw, user_id, f"ed25519:{signer}", signer)))
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
        news = News.BACK if master == pinned else News.GONE if master is None else News.CHANGED
        changes.append(Change(user_id=user_id, news=news))
    trusted_before = {device.device_id for device in known.values() if device.trusted}
    unsigned = tuple(
        device.device_id
        for device in found
        if not device.trusted
        and not device.lost
        and (device.device_id not in known or (device.device_id in trusted_before and master == pinned))
    )
    signed = tuple(device.device_id for device in found if device.trusted and device.device_id not in trusted_before)
    if unsigned:
        changes.append(Change(user_id=user_id, news=News.UNSIGNED, devices=unsigned))
    if signed:
        changes.append(Change(user_id=user_id, news=News.SIGNED, devices=signed))
    return changes


def _of(answer: dict[str, Any], part: str, user_id: str) -> Any:
    section = answer.get(part)
    return section.get(user_id) if isinstance(section, dict) else None
