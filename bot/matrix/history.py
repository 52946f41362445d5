"""Reads a room's history from the homeserver: the events a sync left out, and an event we sent long ago."""

from __future__ import annotations

from typing import Any

from bot.logs import get_logger
from bot.matrix import sync
from bot.matrix.http import Http, MatrixError
from bot.matrix.payload import as_object, as_objects

log = get_logger(__name__)

#: The field with our transaction id in what we send, to find it again when the homeserver has forgotten it.
OWN_ID = "se.sigbot.id"

#: Events per call.
PAGE = "100"


async def between(
    http: Http, matrix_room: str, since: str, before: str, *, most: int
) -> list[dict[str, Any]]:
    """The events between two positions, oldest first; if there are too many, at least the newest ``most``."""
    missed: list[dict[str, Any]] = []
    query = {"dir": "b", "from": before, "to": since, "limit": PAGE, "filter": sync.GAP_FILTER}
    while len(missed) < most:
        try:
            page = await http.call(
                "GET", ("rooms", matrix_room, "messages"), query=query, needs={"chunk": list}
            )
        except MatrixError as error:
            if error.status != 403:
                raise
            break  # we are not in the room any more
        chunk = as_objects(page.get("chunk"))
        missed += chunk
        if not chunk or not isinstance(page.get("end"), str) or page["end"] == query["from"]:
            break
        query["from"] = page["end"]
    else:
        log.error("sync.gap_too_long", events=len(missed))
    return missed[::-1]


async def find(http: Http, user_id: str, matrix_room: str, txn: str, *, pages: int = 10) -> str | None:
    """The id of the event ``user_id`` sent with this ``txn``, if it is among the newest ``pages`` of the
    room.

    For rows so old that the homeserver may have forgotten the transaction id (Synapse: after a day).
    """
    query = {"dir": "b", "limit": PAGE}
    for _ in range(pages):
        page = await http.call("GET", ("rooms", matrix_room, "messages"), query=query, needs={"chunk": list})
        for event in as_objects(page.get("chunk")):
            own_id = as_object(event.get("content")).get(OWN_ID)
            transaction_id = as_object(event.get("unsigned")).get("transaction_id")
            if event.get("sender") == user_id and txn in (own_id, transaction_id):
                return str(event["event_id"])
        if not isinstance(page.get("end"), str):
            break
        query["from"] = page["end"]
    return None
