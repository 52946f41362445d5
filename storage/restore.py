"""A new device for the account after a loss: what the old one's keys could do goes, what we know of the work stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.rules.room import RoomState
from storage import keys, sealed
from storage.tables import Account, Inbox, MegolmSession, OlmSession, Outbox, Room


@dataclass(frozen=True, kw_only=True)
class Unsent:
    """A row of the outbox that may have been sent without our remembering it."""

    id: int
    matrix_room: str
    txn: str


def unsent(session: Session, account_id: str) -> list[Unsent]:
    """What waits to be said in rooms that exist."""
    query = (
        select(Outbox.id, Room.matrix_room, Outbox.txn)
        .join(Room, Room.id == Outbox.room_id)
        .where(Outbox.account_id == account_id, Outbox.state.in_(("waiting", "sending")), Room.matrix_room.is_not(None))
        .where(Room.state != RoomState.LEFT)
        .order_by(Outbox.id)
    )
    return [Unsent(id=row.id, matrix_room=str(row.matrix_room), txn=row.txn) for row in session.execute(query)]


def start_new_device(
    session: Session, account_id: str, user_id: str, *, device_id: str, token: str, seeds: Mapping[str, str]
) -> datetime | None:
    """Make the account a new device under the identity of ``seeds``; returns how far the old one had heard.

    Its one-to-one sessions go, for nobody else may continue them. Its room keys go too: what was said since can be
    replayed by a hostile homeserver, and we may have forgotten that we have heard it. What was heard and not handled
    is closed: it may have been handled after this copy was made.
    """
    keys.open_account(session, account_id, user_id, device_id)
    row = session.get_one(Account, account_id)
    heard = row.synced_at
    sealed.destroy_key(session, row.key_id)  # with it, every copy of the old device's keys in this database
    row.key_id = sealed.make_key(session, "account")
    row.olm_sealed, row.olm_shared, row.fallback_at = None, False, None
    row.position, row.synced_at = None, None
    keys.save_login(session, account_id, device_id=device_id, token=token)
    keys.save_seeds(session, account_id, dict(seeds))
    for table in (OlmSession, MegolmSession):
        session.execute(delete(table).where(table.account_id == account_id))
    open_rows = (Inbox.account_id == account_id, Inbox.state.in_(("new", "waiting")))
    session.execute(update(Inbox).where(*open_rows).values(state="done", body_sealed=None))
    session.flush()
    return heard
