"""Other people's devices as they published them, and which of them were reported lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.memory import Part, recall_all
from storage.news import Awaited, note
from storage.tables import Device, Identity

#: How many deleted devices of a user are kept. Anybody can log in and out without end.
MOST_GONE = 200


@dataclass(frozen=True, kw_only=True)
class KnownDevice:
    """A device that its owner has not deleted.

    ``trusted``: its owner signed it with the identity we pinned. ``lost``: reported lost or stolen, and so
    never trusted again.
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
    """The devices of some users that are not deleted. In memory, because they are needed for every message."""

    def read(unknown: Collection[str]) -> Mapping[str, Sequence[KnownDevice]]:
        found: dict[str, list[KnownDevice]] = {user_id: [] for user_id in unknown}
        query = select(Device).where(
            Device.account_id == account_id, Device.user_id.in_(unknown), Device.deleted.is_(False)
        )
        for row in session.scalars(query.order_by(Device.user_id, Device.device_id)):
            found[row.user_id].append(_from_row(row))
        return found

    wanted = {
        user_id: (("devices", account_id, user_id), (Part(Device, "user_id", user_id),))
        for user_id in sorted(users)
    }
    return [device for devices in recall_all(session, wanted, read).values() for device in devices]


def _from_row(row: Device) -> KnownDevice:
    return KnownDevice(
        user_id=row.user_id,
        device_id=row.device_id,
        ed25519=row.ed25519,
        curve25519=row.curve25519,
        name=row.name,
        trusted=row.trusted and not row.lost,
        lost=row.lost,
    )


def replace(session: Session, account_id: str, user_id: str, found: Iterable[KnownDevice]) -> None:
    """Store the devices that were found for a user, and mark all others deleted and untrusted.

    A lost device stays lost: by its id, whatever keys it shows now, and by its keys, under whatever id.
    """
    rows = session.scalars(
        select(Device).where(Device.account_id == account_id, Device.user_id == user_id)
    ).all()
    known = {row.device_id: row for row in rows}
    lost = lost_ids_and_keys(session, account_id, user_id)
    for one in found:
        row = known.pop(one.device_id, None)
        if row is None:
            row = Device(account_id=account_id, user_id=user_id, device_id=one.device_id, lost=False)
            session.add(row)
        row.deleted = False
        row.name = one.name
        if row.lost:
            continue  # keep the keys it was lost with: they must be recognised again
        row.ed25519 = one.ed25519
        row.curve25519 = one.curve25519
        row.lost = not lost.isdisjoint((one.ed25519, one.curve25519))
        row.trusted = one.trusted and not row.lost
    for gone in known.values():
        gone.deleted = True
        gone.trusted = False
    forgettable = [row for row in known.values() if not row.lost]
    for row in forgettable[MOST_GONE:]:
        session.delete(row)
    session.flush()


def lost_ids_and_keys(session: Session, account_id: str, user_id: str) -> frozenset[str]:
    """The ids and the keys of a user's lost devices, also of deleted ones, in one set."""
    query = select(Device.device_id, Device.ed25519, Device.curve25519).where(
        Device.account_id == account_id, Device.user_id == user_id, Device.lost
    )
    return frozenset(value for row in session.execute(query) for value in row)


def mark_lost(session: Session, account_id: str, user_id: str, device_ids: Collection[str] | None) -> None:
    """Mark devices lost, so that they are never trusted again (``None``: every device of the user that was
    ever seen).

    No further device is trusted until the user's identity is accepted again: whoever has the lost device may
    be able to sign others with it.
    """
    lost = update(Device).where(Device.account_id == account_id, Device.user_id == user_id)
    if device_ids is not None:
        lost = lost.where(Device.device_id.in_(device_ids))
    session.execute(lost.values(lost=True, trusted=False))
    row = session.get(Identity, (account_id, user_id))
    if row is None:
        row = Identity(account_id=account_id, user_id=user_id, stale=True)
        session.add(row)
        note(session, Awaited.STALE)
    row.pinned_at = None
    session.flush()


def users_with_lost(session: Session, account_id: str, users: Collection[str]) -> frozenset[str]:
    """Those of some users who reported a device lost, also one that is deleted now."""
    query = select(Device.user_id).where(
        Device.account_id == account_id, Device.user_id.in_(users), Device.lost
    )
    return frozenset(session.scalars(query.distinct()))


def forget_account(session: Session, account_id: str, user_id: str) -> None:
    """Forget an account's devices and identity, except devices reported lost: those must never be trusted
    again."""
    mine = (Device.account_id == account_id, Device.user_id == user_id)
    session.execute(delete(Device).where(*mine, Device.lost.is_(False)))
    if session.scalars(select(Device).where(*mine)).first() is None:
        session.execute(
            delete(Identity).where(Identity.account_id == account_id, Identity.user_id == user_id)
        )
