"""A new cross-signing identity, accepted by two people."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.rules.person import Person
from bot.services import device
from storage.scoped import UnitStore


def accept(store: UnitStore, person: Person, *, how: str, approved_by: str) -> None:
    """Accept the identity that somebody shows now: their devices are given keys again.

    ``how``: how it was made sure that it is theirs. It is told soon whether they can read.
    """
    store.devices.accept(person.id)
    device.expect_news(store, person)
    store.audit(Action.DEVICE_IDENTITY_ACCEPTED, person=person.id, approved_by=approved_by, how=how)
