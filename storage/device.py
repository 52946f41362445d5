"""Other people's devices as published, and the identities that vouch for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.tables import Device, Identity


@dataclass(frozen=True, kw_only=True)
class KnownDevice:
    """A device that is not deleted. ``trusted``: its owner vouches for it under the identity we pinned."""

    user_id: str
    device_id: str
    ed25519: str
    curve25519: str
    name: str
    trusted: bool


@dataclass(frozen=True, kw_only=True)
class Pin:
    """Which identity of a user counts, and which one the server shows."""

    pinned: str | None
    seen: str | None
    stale: bool


def of_user(session: Session, account_id: str, user_id: str) -> list[KnownDevice]:
    """A user's devices that are not deleted."""
    query = select(Device).where(Device.account_id == account_id, Device.user_id == user_id, Device.deleted.is_(False))
    return [
        KnownDevice(
            user_id=row.user_id,
            device_id=row.device_id,
            ed25519=row.ed25519,
            curve25519=row.curve25519,
            name=row.name,
            trusted=row.trusted,
        )
        for row in session.scalars(query.order_by(Device.device_id))
    ]


def replace(session: Session, account_id: str, user_id: str, found: Iterable[KnownDevice]) -> None:
    """Make the stored devices of a user those found; others are marked deleted, never trusted again unseen."""
    rows = session.scalars(select(Device).where(Device.account_id == account_id, Device.user_id == user_id)).all()
    known = {row.device_id: row for row in rows}
    for one in found:
        row = known.pop(one.device_id, None)
        if row is None:
            row = Device(account_id=account_id, user_id=user_id, device_id=one.device_id)
            session.add(row)
        row.ed25519, row.curve25519, row.name = one.ed25519, one.curve25519, one.name
        row.deleted, row.trusted = False, one.trusted
    for gone in known.values():
        gone.deleted, gone.trusted = True, False
    session.flush()


def pin(session: Session, account_id: str, user_id: str) -> Pin | None:
    """What we know of a user's identity; ``None`` when we never looked."""
    row = session.get(Identity, (account_id, user_id))
    return None if row is None else Pin(pinned=row.pinned_master, seen=row.seen_master, stale=row.stale)


def save_pin(session: Session, account_id: str, user_id: str, *, pinned: str | None, seen: str | None) -> None:
    """Remember a user's identity as just looked up."""
    row = session.get(Identity, (account_id, user_id))
    if row is None:
        row = Identity(account_id=account_id, user_id=user_id)
        session.add(row)
    if pinned != row.pinned_master:
        row.pinned_at = None if pinned is None else datetime.now(UTC)
    row.pinned_master, row.seen_master, row.stale = pinned, seen, False
    session.flush()


def mark_stale(
    session: Session, account_id: str, users: Iterable[str], *, how: Literal["known", "all", "new"] = "known"
) -> None:
    """Have users looked up again before they are next given keys.

    ``known``: those we already follow; ``all``: follow them from now on; ``new``: only those not followed yet.
    """
    for user_id in users:
        row = session.get(Identity, (account_id, user_id))
        if row is None:
            if how != "known":
                session.add(Identity(account_id=account_id, user_id=user_id, stale=True))
        elif how != "new":
            row.stale = True
    session.flush()


def mark_everybody_stale(session: Session, account_id: str) -> None:
    """After a sync without a position nobody told us what changed."""
    session.execute(update(Identity).where(Identity.account_id == account_id).values(stale=True))


def stale(session: Session, account_id: str, among: Iterable[str] | None = None) -> frozenset[str]:
    """Users whose keys must be asked for; of ``among`` also those we never looked at."""
    query = select(Identity.user_id).where(Identity.account_id == account_id, Identity.stale.is_(True))
    marked = frozenset(session.scalars(query))
    if among is None:
        return marked
    wanted = frozenset(among)
    seen = select(Identity.user_id).where(Identity.account_id == account_id, Identity.user_id.in_(wanted))
    return (wanted & marked) | (wanted - frozenset(session.scalars(seen)))
