"""What somebody wrote on their page within the last half minute: judged as one."""

from __future__ import annotations

from datetime import datetime

from bot.services import youth_words
from storage.scoped import UnitStore


def take_cry(store: UnitStore, person_id: str, event_id: str, *, keep_until: datetime | None) -> None:
    """Note that a message is no ordinary one: what comes within half a minute is none either, and what came just
    before is kept beside it until then. With ``keep_until`` None nothing of it is kept."""
    for one in store.note_cry(person_id, event_id):
        if keep_until is not None:
            youth_words.keep(store, person_id, one.text, event_id=one.event_id, until=keep_until)
