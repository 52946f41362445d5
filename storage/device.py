"""Other people's devices as published, the identities that vouch for them, and what was said about that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from bot.rules import device as rules
from storage import due
from storage.tables import Device, Due, Identity, Person, Room

#: Due rows: something changed about a person's devices; and what was told about them, forgotten when it is due.
NEWS, TOLD = "device.news", "device.told"

#: Devices remembered of a user after they are gone. Anybody can log in and out without end.
MOST_GONE = 200


#: When an identity was pinned that was accepted for one look; no bot was there then.
_ONE_LOOK = datetime(1970, 1, 1, tzinfo=UTC)


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


@dataclass(frozen=True, kw_only=True)
class Pin:
    """Which identity of a user counts, and which one the server shows. ``closed``: it vouches for no further device."""

    pinned: str | None
    seen: str | None
    stale: bool
    closed: bool


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
    marks = lost_marks(session, account_id, user_id)
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


def lost_marks(session: Session, account_id: str, user_id: str) -> frozenset[str]:
    """Ids and keys of a user's devices that were reported lost, also of those that are gone."""
    query = select(Device.device_id, Device.ed25519, Device.curve25519).where(
        Device.account_id == account_id, Device.user_id == user_id, Device.lost
    )
    return frozenset(mark for row in session.execute(query) for mark in row)


def lose(session: Session, account_id: str, user_id: str, device_ids: Collection[str] | None) -> None:
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


def accept(session: Session, account_id: str, user_id: str) -> bool:
    """Pin the identity the homeserver shows now. The user's devices are asked for again before the next send.

    After a loss the same identity is accepted for what it vouches for at that look, and closed again with it: whoever
    has the lost device may go on signing. Only a new identity is out of their hands. Returns whether there was anything
    to accept.
    """
    row = session.get(Identity, (account_id, user_id))
    if row is None or row.seen_master is None:
        return False
    if row.seen_master == row.pinned_master and not _closed(session, row):
        return False
    row.pinned_at = _ONE_LOOK if row.seen_master == row.pinned_master else datetime.now(UTC)
    row.pinned_master, row.stale = row.seen_master, True
    session.flush()
    return True


def pin(session: Session, account_id: str, user_id: str) -> Pin | None:
    """What we know of a user's identity; ``None`` when we never looked."""
    row = session.get(Identity, (account_id, user_id))
    if row is None:
        return None
    return Pin(pinned=row.pinned_master, seen=row.seen_master, stale=row.stale, closed=_closed(session, row))


def save_pin(session: Session, account_id: str, user_id: str, *, pinned: str | None, seen: str | None) -> None:
    """Remember a user's identity as just looked up."""
    row = session.get(Identity, (account_id, user_id))
    if row is None:
        row = Identity(account_id=account_id, user_id=user_id)
        session.add(row)
    if pinned != row.pinned_master:
        row.pinned_at = None if pinned is None or _closed(session, row) else datetime.now(UTC)
    elif row.pinned_at == _ONE_LOOK:
        row.pinned_at = None
    row.pinned_master, row.seen_master, row.stale = pinned, seen, False
    session.flush()


def _closed(session: Session, row: Identity) -> bool:
    return row.pinned_at is None and bool(lost_marks(session, row.account_id, row.user_id))


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


def mark_unread_stale(session: Session, account_id: str) -> None:
    """Have everybody looked up who has no device we trust: nobody tells us of those we share no room with yet."""
    reads = exists().where(
        Device.account_id == Identity.account_id,
        Device.user_id == Identity.user_id,
        Device.trusted,
        Device.deleted.is_(False),
    )
    session.execute(update(Identity).where(Identity.account_id == account_id, ~reads).values(stale=True))


def stale(session: Session, account_id: str, among: Iterable[str] | None = None) -> frozenset[str]:
    """Users whose keys must be asked for; of ``among`` also those we never looked at."""
    query = select(Identity.user_id).where(Identity.account_id == account_id, Identity.stale.is_(True))
    marked = frozenset(session.scalars(query))
    if among is None:
        return marked
    wanted = frozenset(among)
    seen = select(Identity.user_id).where(Identity.account_id == account_id, Identity.user_id.in_(wanted))
    return (wanted & marked) | (wanted - frozenset(session.scalars(seen)))


def plan_news(session: Session, user_id: str, at: datetime, *, good: bool) -> None:
    """Something changed about a user's devices: have it told, once, however often it changes until then.

    ``good`` news is for those who have heard the bad.
    """
    people = select(Person.id, Person.unit_id).where(Person.matrix_id == user_id, Person.active)
    for person_id, unit_id in session.execute(people).all():
        wanted = not good or bool(Devices(session, unit_id).reported(person_id))
        if wanted and due.scheduled_at(session, NEWS, person_id) is None:
            due.schedule(session, unit_id=unit_id, kind=NEWS, subject=person_id, at=at)


class Devices:
    """The devices of a unit's people, and what was told about them."""

    def __init__(self, session: Session, unit_id: str) -> None:
        self._session = session
        self._unit_id = unit_id

    def of(self, person_id: str) -> rules.Account | None:
        """What is known of somebody's account; ``None`` when they have none."""
        user_id = self._user(person_id)
        if user_id is None:
            return None
        known, listed = pin(self._session, self._account, user_id), of_user(self._session, self._account, user_id)
        return rules.Account(
            user_id=user_id,
            asked=known is not None and (not known.stale or known.pinned is not None or bool(listed)),
            pinned=None if known is None else known.pinned,
            seen=None if known is None else known.seen,
            closed=known is not None and known.closed,
            devices=tuple(
                rules.Device(id=one.device_id, name=one.name, key=one.ed25519, trusted=one.trusted, lost=one.lost)
                for one in listed
            ),
        )

    def mark_lost(self, person_id: str, device_ids: Collection[str] | None) -> None:
        """Hold keys back from somebody's devices for good (``None``: from all there ever were)."""
        user_id = self._user(person_id)
        if user_id is not None:
            lose(self._session, self._account, user_id, device_ids)

    def accept(self, person_id: str) -> bool:
        """Let the identity that somebody shows now count (a second person has said yes)."""
        user_id = self._user(person_id)
        return user_id is not None and accept(self._session, self._account, user_id)

    def schedule_news(self, person_id: str, at: datetime) -> None:
        """Look again then whether there is something to tell."""
        due.schedule(self._session, unit_id=self._unit_id, kind=NEWS, subject=person_id, at=at)

    def reported(self, person_id: str) -> Mapping[str, datetime]:
        """What was told about somebody's devices, and until when that counts."""
        query = select(Due.subject, Due.at).where(
            Due.kind == TOLD, Due.state == "pending", Due.subject.startswith(f"{person_id}:", autoescape=True)
        )
        return {subject.partition(":")[2]: at for subject, at in self._session.execute(query)}

    def note_reported(self, person_id: str, what: str, until: datetime) -> None:
        """Something was told."""
        self._user(person_id)
        due.schedule(self._session, unit_id=self._unit_id, kind=TOLD, subject=f"{person_id}:{what}", at=until)

    def forget_reported(self, person_id: str, what: str) -> None:
        """It is over: should it come again, it is news."""
        due.cancel(self._session, "over", kind=TOLD, subject=f"{person_id}:{what}")

    @property
    def _account(self) -> str:
        query = select(Room.account_id).where(Room.unit_id == self._unit_id, Room.kind == "office")
        return self._session.scalars(query).one()

    def _user(self, person_id: str) -> str | None:
        row = self._session.get(Person, person_id)
        if row is None or row.unit_id != self._unit_id:
            raise LookupError("no such person in this unit")
        return row.matrix_id
