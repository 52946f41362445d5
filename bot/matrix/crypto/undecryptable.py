"""After the identity is restored to a new device: counts the messages it cannot decrypt, and finds what was
sent."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.matrix import history
from bot.matrix.http import Http, MatrixError
from bot.matrix.payload import dumps
from storage import outbox, restore
from storage import room as rooms
from storage.db import Database

_MOST = 5000  # messages counted per room
_NOTHING = dumps({"room": {"rooms": []}, "presence": {"types": []}, "account_data": {"types": []}}).decode()


async def count_by_room(
    http: Http, db: Database, account_id: str, user_id: str, since: str | None
) -> dict[str, int]:
    """How many encrypted messages others sent to each of our rooms (by our id) since the sync position
    ``since``.

    Rooms without any are left out.

    Raises:
        MatrixError: the homeserver cannot be asked.
    """
    if since is None:
        return {}
    now = await http.call(
        "GET", ("sync",), query={"filter": _NOTHING, "timeout": "0"}, needs={"next_batch": str}
    )
    with db.read() as session:
        known = [
            (row.id, row.matrix_room)
            for row in rooms.rows(session)
            if row.account_id == account_id and row.matrix_room is not None
        ]
    counts = {}
    for room_id, matrix_room in known:
        try:
            missed = await history.between(http, matrix_room, since, now["next_batch"], most=_MOST)
        except MatrixError as error:
            if error.passing or error.token_bad:
                raise
            continue  # refused: we are not in that room any more
        count = sum(
            event.get("type") == "m.room.encrypted" and event.get("sender") != user_id for event in missed
        )
        if count:
            counts[room_id] = count
    return counts


async def mark_already_sent(http: Http, db: Database, account_id: str, user_id: str) -> None:
    """Mark as sent the outbox rows that an older copy of the database believes unsent.

    The homeserver would not recognise their transaction ids: those count per device, and this device is new.

    Raises:
        MatrixError: the homeserver cannot be asked.
    """
    with db.read() as session:
        waiting = restore.unsent(session, account_id)
    for row in waiting:
        try:
            event_id = await history.find(http, user_id, row.matrix_room, row.txn)
        except MatrixError as error:
            if error.passing or error.token_bad:
                raise
            continue
        if event_id is not None:
            with db.unit() as session:
                outbox.mark_sent(session, row.id, event_id, datetime.now(UTC))
