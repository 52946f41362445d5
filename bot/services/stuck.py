"""What does not get done: noting that somebody was told, trying it again at once, and giving it up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.messages import Out
from bot.rules.audit import Action
from storage import outbox
from storage.room import RoomView
from storage.scoped import UnitStore
from storage.stuck import StuckRow

#: Whoever has something tried at once hears after this long that it fails still.
RETRY_PATIENCE = timedelta(minutes=2)

#: Kinds of rows that only their ground ends: whoever gives one up would get it anew at the next comparison.
BY_GROUND = (Out.OPEN, Out.REMOVE, Out.FREEZE, Out.THAW, Out.LEAVE)


def note_told(store: UnitStore, rows: Iterable[StuckRow]) -> None:
    """Note that somebody was told that rows wait, and why."""
    store.stuck.note_told([row.id for row in rows])


def note_unread(store: UnitStore, page: RoomView) -> int:
    """Note that somebody was told of what waits on an own page for its owner; returns how many rows there are."""
    waiting = store.stuck.unread(page)
    store.stuck.note_told(waiting)
    return len(waiting)


def try_again(store: UnitStore, rows: Iterable[StuckRow]) -> None:
    """Try rows at once; whoever asked hears if they fail still."""
    for row in rows:
        store.stuck.try_again(row)
        store.schedule(outbox.FAILING, str(row.id), store.now + RETRY_PATIENCE)


def give_up(store: UnitStore, row: StuckRow) -> None:
    """Give a row up for good. Somebody who was to be invited is asked again only when a person says so."""
    store.stuck.give_up(row)
    case = store.case_of(row.room)
    invited = next((one for one in store.facts.people if one.matrix_id == row.user_id), None)
    if case is not None and row.kind is Out.INVITE and invited is not None:
        store.of(case).audit(Action.CASE_INVITATION_GIVEN_UP, person=invited.id)
