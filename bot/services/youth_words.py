"""What a youth or guardian wrote on their own page: kept until they decide, then passed on or forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.messages import Wordless
from bot.rules.audit import Action
from storage.scoped import CaseStore, UnitStore
from storage.youth_words import MORE, TAKEN_BACK, Line


def keep(
    store: UnitStore,
    person_id: str,
    text: str,
    what: Wordless | None = None,
    *,
    event_id: str | None,
    until: datetime,
) -> bool:
    """Keep a message beside the earlier ones, until somebody decides or that time has come.

    ``what``: what it is instead of words. Returns False when there was no room for all of it.
    """
    kind = "text" if what is None else str(what)
    return store.keep_words(person_id, text, kind=kind, event_id=event_id, expires_at=until)


def forget(store: UnitStore, person_id: str, room_id: str) -> None:
    """Forget what somebody wrote, and close the offers to pass it on that were made in a room."""
    _take(store, person_id, room_id)


def pass_on(store: CaseStore, person_id: str, room_id: str) -> Sequence[Line]:
    """Take what somebody wrote, in order, to be passed on; it is kept no longer. Closes the offers made in a
    room.

    Returns nothing when nothing is left of it but that there was something.
    """
    lines = _take(store, person_id, room_id)
    written = written_in(lines)
    if not written:
        return ()
    store.audit(Action.YOUTH_PASSED_ON, lines=len(written))
    return lines


def written_in(lines: Sequence[Line]) -> list[Line]:
    """The messages that are there: neither taken back, nor more than there was room for."""
    return [line for line in lines if line.kind not in (TAKEN_BACK, MORE)]


def _take(store: UnitStore, person_id: str, room_id: str) -> Sequence[Line]:
    lines = store.take_kept_words(person_id)
    store.close_offers(person_id, room_id)
    return lines
