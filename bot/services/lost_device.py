"""Phones and computers that are lost or stolen: keys are held back from them for good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from bot.rules.audit import Action
from bot.rules.device import TOLD_AGAIN_AFTER, Device
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.services import consultation
from storage.scoped import UnitStore

#: Remembered of somebody for some hours: that the office was told of a loss they reported of another's
#: device, and of one they reported unproven.
_ANOTHER = "another"
_UNSURE = "unsure"


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What holding keys back does: from which listed devices, which trusted ones remain, and whether the
    person then can read nowhere who could before."""

    devices: tuple[Device, ...]
    remaining: tuple[Device, ...]
    was_last: bool


class Unproven(Enum):
    """What became of a report whose sender is not proven to be who they say."""

    TAKEN = auto()  # the office is to be told
    TAKEN_BEFORE = auto()  # it has been told within the last hours
    TOO_MANY = auto()  # from guests, who together have written too much


def listed(store: UnitStore, person: Person) -> list[Device]:
    """The devices somebody has that are not reported lost."""
    account = store.devices.of(person.id)
    if account is None:
        return []
    return [device for device in account.devices if not device.lost]


def forecast(store: UnitStore, person: Person, marks: Collection[str] | None) -> Loss:
    """What follows if these devices of somebody are lost, by their marks (``None``: all there ever were)."""
    known = listed(store, person)
    lost = tuple(device for device in known if marks is None or device.mark in marks)
    remaining = tuple(device for device in known if device.trusted and device not in lost)
    return Loss(
        devices=lost,
        remaining=remaining,
        was_last=not remaining and any(device.trusted for device in lost),
    )


def mark_lost(store: UnitStore, person: Person, marks: Collection[str] | None) -> Loss:
    """Hold keys back from these devices of somebody, by their marks (``None``: from all there ever were)."""
    loss = forecast(store, person, marks)
    store.devices.mark_lost(person.id, None if marks is None else [device.id for device in loss.devices])
    store.audit(Action.DEVICE_LOST, person=person.id, n=len(loss.devices), left=len(loss.remaining))
    return loss


def take_unproven(store: UnitStore, sender: Person) -> Unproven:
    """Take a report whose sender is not proven to be who they say: nothing is held back, a human being finds
    out."""
    if _UNSURE in store.devices.reported(sender.id):
        return Unproven.TAKEN_BEFORE
    if sender.role is Role.GUEST and not consultation.count_message(store, sender.id):
        return Unproven.TOO_MANY
    store.devices.note_reported(sender.id, _UNSURE, store.now + TOLD_AGAIN_AFTER)
    return Unproven.TAKEN


def take_of_another(store: UnitStore, sender: Person) -> bool:
    """Take a report of a device of somebody whom the sender may not name; returns whether the office is to be
    told.

    It is told once in some hours by each sender, and of guests no more than it takes from them.
    """
    if _ANOTHER in store.devices.reported(sender.id):
        return False
    if sender.role is Role.GUEST and not consultation.count_message(store, sender.id):
        return False
    store.devices.note_reported(sender.id, _ANOTHER, store.now + TOLD_AGAIN_AFTER)
    store.audit(Action.DEVICE_ANOTHER)
    return True
