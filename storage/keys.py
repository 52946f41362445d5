"""What the Olm machine, cross-signing and the sync loop must remember, sealed.

What belongs to the account is sealed with its key. Other people's room sessions are sealed with the room's
key, so that erasing a case erases what could read its conversation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from storage import sealed
from storage.tables import Account, Device, MegolmSession, OlmSession, Room

#: One-to-one sessions kept per device; more than a few only come from attacks or broken clients.
MOST_OLM_SESSIONS = 8
#: One-to-one sessions kept with keys of unknown devices: anybody can invent any number of them.
MOST_STRANGE_SESSIONS = 50
#: Room sessions kept per sender device and room, and of all unknown devices together.
MOST_MEGOLM_SESSIONS = 200


@dataclass(frozen=True, kw_only=True)
class Login:
    """How the account is logged in. ``device_id`` is chosen, and kept, before the first login.

    ``alive_at``: when the bot last lived; ``back_at``: when it was last back from a time away.
    """

    user_id: str
    device_id: str
    token: str | None
    alive_at: datetime | None = None
    back_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Pickle:
    """A one-to-one session, as the Olm library writes it."""

    pickle: str
    created_at: datetime
    used_at: datetime


@dataclass(frozen=True, kw_only=True)
class RoomPickle:
    """Somebody's room session, as the Olm library writes it, and which device sent it."""

    session_id: str
    sender_key: str
    ed25519: str
    pickle: str


# ------------------------------------------------------------------------------------------------ the account


def open_account(session: Session, account_id: str, user_id: str, new_device_id: str) -> Login:
    """The account's login. The account is stored first, with a sealing key and the new device id, if there is
    none yet.

    Raises ``ValueError`` when the account belongs to another user.
    """
    row = session.get(Account, account_id)
    if row is None:
        key_id = sealed.make_key(session, "account")
        row = Account(id=account_id, user_id=user_id, device_id=new_device_id, key_id=key_id)
        session.add(row)
        session.flush()
    if row.user_id != user_id:
        raise ValueError("the account in the database is another user's")
    return Login(
        user_id=row.user_id,
        device_id=row.device_id,
        token=_open(session, row, row.token_sealed, "token"),
        alive_at=row.alive_at,
        back_at=row.back_at,
    )


def login(session: Session, account_id: str) -> Login | None:
    """The account's login, if the account was ever opened."""
    row = session.get(Account, account_id)
    if row is None:
        return None
    return Login(
        user_id=row.user_id,
        device_id=row.device_id,
        token=_open(session, row, row.token_sealed, "token"),
        alive_at=row.alive_at,
        back_at=row.back_at,
    )


def save_login(session: Session, account_id: str, *, device_id: str, token: str) -> None:
    """Store the device id and the access token."""
    row = session.get_one(Account, account_id)
    row.device_id = device_id
    row.token_sealed = _seal(session, row, token, "token")


def olm_account(session: Session, account_id: str) -> tuple[str, bool] | None:
    """The pickled Olm account and whether its device keys are published."""
    row = session.get_one(Account, account_id)
    pickle = _open(session, row, row.olm_sealed, "olm")
    if pickle is None:
        return None
    return pickle, row.olm_shared


def save_olm_account(session: Session, account_id: str, pickle: str, *, shared: bool) -> None:
    """Store the pickled Olm account, and whether its device keys are published."""
    row = session.get_one(Account, account_id)
    row.olm_sealed = _seal(session, row, pickle, "olm")
    row.olm_shared = shared


def seeds(session: Session, account_id: str) -> dict[str, str] | None:
    """The cross-signing seeds (hex) by usage: master, self_signing, user_signing."""
    row = session.get_one(Account, account_id)
    if row.seeds_sealed is None:
        return None
    found: dict[str, str] = sealed.unseal_json(
        session, row.key_id, row.seeds_sealed, f"account.seeds:{row.id}"
    )
    return found


def save_seeds(session: Session, account_id: str, found: dict[str, str]) -> None:
    """Store the cross-signing seeds. Commit them before they are uploaded."""
    row = session.get_one(Account, account_id)
    row.seeds_sealed = sealed.seal_json(session, row.key_id, found, f"account.seeds:{row.id}")


@dataclass(frozen=True, kw_only=True)
class Life:
    """Which life of the bot this database belongs to, how often it has started in it, and the mark of its last
    start; ``None`` before the first."""

    number: int
    starts: int
    start: str | None


def life(session: Session, account_id: str) -> Life:
    """Which life and which start this is."""
    row = session.get_one(Account, account_id)
    return Life(number=row.life, starts=row.starts, start=row.start)


def save_life(session: Session, account_id: str, found: Life) -> None:
    """Store which life and which start this is. Commit it before it is shown."""
    row = session.get_one(Account, account_id)
    row.life = found.number
    row.starts = found.starts
    row.start = found.start


def position(session: Session, account_id: str) -> str | None:
    """How far the account has synced."""
    return session.get_one(Account, account_id).position


def save_position(session: Session, account_id: str, token: str, now: datetime) -> None:
    """Store how far the account has synced, in the same unit as what the sync brought."""
    session.execute(update(Account).where(Account.id == account_id).values(position=token, synced_at=now))


def save_fallback_at(session: Session, account_id: str, now: datetime) -> None:
    """Note that a fallback key was made now."""
    session.get_one(Account, account_id).fallback_at = now


# ------------------------------------------------------------------------------------------ one-to-one sessions


def olm_sessions(session: Session, account_id: str, sender_key: str) -> list[Pickle]:
    """The one-to-one sessions with a device, latest used first."""
    query = (
        select(OlmSession)
        .where(OlmSession.account_id == account_id, OlmSession.sender_key == sender_key)
        .order_by(OlmSession.used_at.desc())
    )
    account = session.get_one(Account, account_id)
    return [
        Pickle(
            pickle=sealed.unseal(session, account.key_id, row.pickle_sealed, f"olm:{row.session_id}"),
            created_at=row.created_at,
            used_at=row.used_at,
        )
        for row in session.scalars(query)
    ]


def save_olm_session(
    session: Session, account_id: str, sender_key: str, session_id: str, kept: Pickle
) -> None:
    """Store a one-to-one session. When there are too many with a device, those unused longest are dropped."""
    account = session.get_one(Account, account_id)
    blob = sealed.seal(session, account.key_id, kept.pickle, f"olm:{session_id}")
    row = session.get(OlmSession, (account_id, session_id))
    if row is not None:
        row.pickle_sealed = blob
        row.used_at = kept.used_at
        return
    session.add(
        OlmSession(
            account_id=account_id,
            session_id=session_id,
            sender_key=sender_key,
            pickle_sealed=blob,
            created_at=kept.created_at,
            used_at=kept.used_at,
        )
    )
    session.flush()
    of_device = select(OlmSession).where(
        OlmSession.account_id == account_id, OlmSession.sender_key == sender_key
    )
    for old in session.scalars(of_device.order_by(OlmSession.used_at.desc()).offset(MOST_OLM_SESSIONS)).all():
        session.delete(old)


def drop_strange_sessions(session: Session, account_id: str) -> None:
    """Drop sessions and room sessions of unknown devices, except the latest used.

    A new device is unknown until it is looked up; if its sessions are dropped before, they are made again.
    """
    known = select(Device.curve25519).where(Device.account_id == account_id)
    for kind, most in ((OlmSession, MOST_STRANGE_SESSIONS), (MegolmSession, MOST_MEGOLM_SESSIONS)):
        found = _sender_keys(account_id, kind).subquery()
        strange = session.scalars(select(found.c.sender_key).where(found.c.sender_key.not_in(known))).all()
        theirs = select(kind).where(kind.account_id == account_id, kind.sender_key.in_(strange))
        for old in session.scalars(theirs.order_by(kind.used_at.desc()).offset(most)).all():
            session.delete(old)
    session.flush()


def _sender_keys(account_id: str, kind: type[OlmSession | MegolmSession]) -> Select[str]:
    """Whose sessions there are: each key looked up in the index after the one before it, since there are many
    sessions of few devices."""
    first = select(func.min(kind.sender_key).label("sender_key")).where(kind.account_id == account_id)
    found = first.cte(recursive=True)
    following = (
        select(func.min(kind.sender_key))
        .where(kind.account_id == account_id, kind.sender_key > found.c.sender_key)
        .scalar_subquery()
    )
    found = found.union_all(select(following).where(found.c.sender_key.is_not(None)))
    return select(found.c.sender_key).where(found.c.sender_key.is_not(None))


# ------------------------------------------------------------------------------------------------ room sessions


def megolm_sessions(session: Session, account_id: str, matrix_room: str, session_id: str) -> list[RoomPickle]:
    """The room sessions with an id in a room: normally one, more if several devices claim to own it."""
    query = select(MegolmSession).where(
        MegolmSession.account_id == account_id,
        MegolmSession.matrix_room == matrix_room,
        MegolmSession.session_id == session_id,
    )
    return [
        RoomPickle(
            session_id=row.session_id,
            sender_key=row.sender_key,
            ed25519=row.ed25519,
            pickle=sealed.unseal(session, row.key_id, row.pickle_sealed, _megolm_place(row)),
        )
        for row in session.scalars(query)
    ]


def save_megolm_session(
    session: Session, account_id: str, matrix_room: str, kept: RoomPickle, now: datetime
) -> None:
    """Store somebody's room session, sealed with the room's key, or with the account's for an unknown
    room."""
    row = session.get(MegolmSession, (account_id, matrix_room, kept.sender_key, kept.session_id))
    if row is None:
        row = MegolmSession(
            account_id=account_id,
            matrix_room=matrix_room,
            sender_key=kept.sender_key,
            session_id=kept.session_id,
        )
    row.ed25519 = kept.ed25519
    row.used_at = now
    room_key = select(Room.key_id).where(Room.account_id == account_id, Room.matrix_room == matrix_room)
    row.key_id = session.scalar(room_key) or session.get_one(Account, account_id).key_id
    row.pickle_sealed = sealed.seal(session, row.key_id, kept.pickle, _megolm_place(row))
    session.add(row)
    session.flush()
    of_sender = select(MegolmSession).where(
        MegolmSession.account_id == account_id,
        MegolmSession.matrix_room == matrix_room,
        MegolmSession.sender_key == kept.sender_key,
    )
    for old in session.scalars(
        of_sender.order_by(MegolmSession.used_at.desc()).offset(MOST_MEGOLM_SESSIONS)
    ).all():
        session.delete(old)


def touch_megolm_session(
    session: Session, account_id: str, matrix_room: str, sender_key: str, session_id: str, now: datetime
) -> bool:
    """Note that a room session was used now, so that it is kept longer; ``False`` when it was dropped
    already."""
    used = update(MegolmSession).where(
        MegolmSession.account_id == account_id,
        MegolmSession.matrix_room == matrix_room,
        MegolmSession.sender_key == sender_key,
        MegolmSession.session_id == session_id,
    )
    return bool(session.execute(used.values(used_at=now)).rowcount)  # type: ignore[attr-defined]  # as above


def drop_megolm_before(session: Session, account_id: str, when: datetime) -> int:
    """Delete room sessions not used since ``when``; returns how many. What they could read can never be read
    again.

    Call it through ``Machine.drop_keys_before``, which forgets what is in memory too.
    """
    old = delete(MegolmSession).where(MegolmSession.account_id == account_id, MegolmSession.used_at < when)
    return int(session.execute(old).rowcount)  # type: ignore[attr-defined]  # a DELETE always has one


def drop_megolm_of_room(session: Session, account_id: str, matrix_room: str) -> None:
    """Delete every room session of a room."""
    session.execute(
        delete(MegolmSession).where(
            MegolmSession.account_id == account_id, MegolmSession.matrix_room == matrix_room
        )
    )


def _seal(session: Session, row: Account, value: str, what: str) -> bytes:
    return sealed.seal(session, row.key_id, value, f"account.{what}:{row.id}")


def _open(session: Session, row: Account, blob: bytes | None, what: str) -> str | None:
    return None if blob is None else sealed.unseal(session, row.key_id, blob, f"account.{what}:{row.id}")


def _megolm_place(row: MegolmSession) -> str:
    return f"megolm:{row.matrix_room}:{row.sender_key}:{row.session_id}"
