"""A new device after a restore: drops old session state, keeps pending work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.rules.room import RoomState
from storage import keys, outage, sealed
from storage.tables import Account, Inbox, MegolmSession, OlmSession, Outbox, Room
from storage.tables.messages import is_unhandled, is_unsent


@dataclass(frozen=True, kw_only=True)
class Unsent:
    """An outbox row that may have been sent after this copy of the database was made."""

    id: int
    matrix_room: str
    txn: str


def unsent(session: Session, account_id: str) -> list[Unsent]:
    """The outbox rows that are not done in rooms that exist."""
    query = (
        select(Outbox.id, Room.matrix_room, Outbox.txn)
        .join(Room, Room.id == Outbox.room_id)
        .where(
            Outbox.account_id == account_id,
            is_unsent(Outbox),
            Room.matrix_room.is_not(None),
        )
        .where(Room.state != RoomState.LEFT)
        .order_by(Outbox.id)
    )
    return [
        Unsent(id=row.id, matrix_room=str(row.matrix_room), txn=row.txn) for row in session.execute(query)
    ]


def start_new_device(
    session: Session, account_id: str, user_id: str, *, device_id: str, token: str, seeds: Mapping[str, str]
) -> datetime | None:
    """Give the account a new device under the identity of ``seeds``; returns when the old device last synced.

    The old device's one-to-one sessions are deleted, since nobody may continue them. Its room keys are
    deleted too: a hostile homeserver could replay messages, and this copy may not know that they were
    handled. Messages that were not handled are closed, for the same reason.
    """
    keys.open_account(session, account_id, user_id, device_id)
    row = session.get_one(Account, account_id)
    heard = row.synced_at
    # nothing sealed with it, such as the old device's keys, can be read again
    sealed.destroy_key(session, row.key_id)
    row.key_id = sealed.make_key(session, "account")
    row.olm_sealed = None
    row.olm_shared = False
    row.fallback_at = None
    row.position = None
    row.synced_at = None
    outage.forget_life(session, account_id)
    keys.save_login(session, account_id, device_id=device_id, token=token)
    keys.save_seeds(session, account_id, dict(seeds))
    for table in (OlmSession, MegolmSession):
        session.execute(delete(table).where(table.account_id == account_id))
    open_rows = (Inbox.account_id == account_id, is_unhandled(), Inbox.state.in_(("new", "waiting")))
    session.execute(update(Inbox).where(*open_rows).values(state="done", body_sealed=None))
    session.flush()
    return heard


def forget_device(session: Session, account_id: str, device_id: str) -> None:
    """Take the device and the identity from the account of an old copy, so that no bot starts with them.

    ``device_id``: a new one, for a bot that logs in all the same, and then finds that it has no identity. How far
    the old one had synced stays: :func:`start_new_device` will want to know.
    """
    row = session.get(Account, account_id)
    if row is None:
        return
    row.device_id = device_id
    row.token_sealed = None
    row.olm_sealed = None
    row.olm_shared = False
    row.seeds_sealed = None
    outage.forget_life(session, account_id)
    for table in (OlmSession, MegolmSession):
        session.execute(delete(table).where(table.account_id == account_id))
    session.flush()
