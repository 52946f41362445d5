"""Asking somebody in again who left by themselves, or whom an invitation has not reached."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules.audit import Action
from bot.rules.person import Person
from bot.services import stuck
from storage.room import RoomView
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class AskedAgain:
    """What asking somebody again has done: the rooms they left and are asked into anew, and the rooms into
    which an invitation that had failed is tried at once."""

    left: tuple[RoomView, ...]
    retried: tuple[RoomView, ...]


def ask_again(store: CaseStore, person: Person) -> AskedAgain:
    """Ask somebody in again who left by themselves, and try at once what has not reached them.

    Whether they may come in, the reconciler computes.
    """
    left = tuple(store.left_rooms(person))
    retried = store.retry_invitations(person)
    stuck.try_again(store, retried)
    if left:
        store.invite_again(person)
        store.audit(Action.CASE_ASKED_AGAIN, person=person.id)
    rooms = {row.room.id: row.room for row in retried}
    return AskedAgain(left=left, retried=tuple(rooms.values()))
