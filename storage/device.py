"""Other people's devices as they published them, and which of them were reported lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.tables import Device, Identity

#: Devices remembered of a user after they are gone. Anybody can log in and out without end.
MOST_GONE = 200


@dataclass(frozen=True, kw_only=True)
class KnownDevice:
    """A device that is not deleted. ``trusted``: its owner vouches for it under the identity we pinned.

    ``lost``: reported lost or stolen, and so never trusted again.
    """

    user_id: str
    device_id: str
    ed25519: str
    curve25519: str
    name: str
    trusted: bool
    lost: bool = False


def of_user(session: Session, account_id: str, user_id: str) -> list[KnownDevice]:
    """A user's devices that are not deleted."""
    return of_users(session, account_id, [user_id])


def of_users(session: Session, account_id: str, users: Collection[str]) -> list[KnownDevice]:
    """The devices of some users, in one look: who may read is asked before every message."""
    query = select(Device).where(Device.account_id == account_id, Device.user_id.in_(users), Device.deleted.is_(False))
    return [
        KnownDevice(
            user_id=row.user_id,
            device_id=row.device_id,
            ed25519=row.ed25519,
            curve25519=row.curve25519,
            name=row.name,
            trusted=row.trusted and not row.lost,
            lost=row.lost,
        )
        for row in session.scalars(query.order_by(Device.user_id, Device.device_id))
    ]


def replace(session: Session, account_id: str, user_id: str, found: Iterable[KnownDevice]) -> None:
    """Make the stored devices of a user those found; others are marked deleted, never trusted again unseen.

    What was reported lost stays lost: by its id, whatever keys come with it, and by its keys, under whatever id.
    """
    rows = session.scalars(select(Device).where(Device.account_id == account_id, Device.user_id == user_id)).all()
    known = {row.device_id: row for row in rows}
    marks = lost_ids_and_keys(session, account_id, user_id)
    for one in found:
        row = known.pop(one.device_id, None)
        if row is None:
            row = Device(account_id=account_id, user_id=user_id, device_id=one.device_id, lost=False)
            session.add(row)
        row.deleted, row.name = False, one.name
        if row.lost:
            continue  # the keys it was lost with are what must be known again
        row.ed25519, row.curve25519 = one.ed25519, one.curve25519
        row.lost = not marks.isdisjoint((one.ed25519, one.curve25519))
        row.trusted = one.trusted and not row.lost
    for gone in known.values():
        gone.deleted, gone.trusted = True, False
    for row in [row for row in known.values() if not row.lost][MOST_GONE:]:
        session.delete(row)
    session.flush()


def lost_ids_and_keys(session: Session, account_id: str, user_id: str) -> frozenset[str]:
    """Ids and keys of a user's devices that were reported lost, also of those that are gone."""
    query = select(Device.device_id, Device.ed25519, Device.curve25519).where(
        Device.account_id == account_id, Device.user_id == user_id, Device.lost
    )
    return frozenset(mark for row in session.execute(query) for mark in row)


def mark_lost(session: Session, account_id: str, user_id: str, device_ids: Collection[str] | None) -> None:
    """Never trust these devices again (``None``: none that were ever seen), and no further one until it is accepted:
    whoever has a lost device may be able to sign others with it."""
    lost = update(Device).where(Device.account_id == account_id, Device.user_id == user_id)
    if device_ids is not None:
        lost = lost.where(Device.device_id.in_(device_ids))
    session.execute(lost.values(lost=True, trusted=False))
    row = session.get(Identity, (account_id, user_id))
    if row is None:
        row = Identity(account_id=account_id, user_id=user_id, stale=True)
        session.add(row)
    row.pinned_at = None
    session.flush()
