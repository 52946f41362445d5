"""What is still known of events that were handled long ago: digests, by which they are known when they come again.

The row of an event in the inbox is pruned after some months (:mod:`storage.pruning`). What then stays tells nobody
what was said, when, or by whom; only whoever has the event can find it.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import ColumnElement, exists

from bot.messages import Kind
from storage.tables import Heard, Inbox

#: What stands on a row whose text made no sense.
REFUSED = "refused"

_LENGTH = 16


def event_digest(account_id: str, event_id: str) -> bytes:
    """By which an event is known again."""
    return _digest("event", account_id, event_id)


def ciphertext_digest(account_id: str, session_id: str, message_index: int) -> bytes:
    """By which a ciphertext is known again, under whatever event id it comes."""
    return _digest("ciphertext", account_id, session_id, str(message_index))


def sender_digest(account_id: str, event_id: str, sender: str) -> bytes:
    """By which it is known whether somebody sent an event."""
    return _digest("sender", account_id, event_id, sender)


def value_of(row: Inbox) -> dict[str, object]:
    """What is kept of a row of the inbox."""
    ciphertext = None
    if row.session_id is not None and row.message_index is not None:
        ciphertext = ciphertext_digest(row.account_id, row.session_id, row.message_index)
    return {
        "event": event_digest(row.account_id, row.event_id),
        "ciphertext": ciphertext,
        "sender": sender_digest(row.account_id, row.event_id, row.sender),
        "room_id": row.room_id,
        "is_reaction": row.kind == Kind.REACTION,
        "is_refused": row.reference == REFUSED,
    }


def is_heard(account_id: str, event_id: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an event was addressed to the bot, long ago."""
    return exists().where(Heard.event == event_digest(account_id, event_id), *conditions)


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode()).digest()[:_LENGTH]
