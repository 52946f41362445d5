"""How devices are spoken of, and who cannot read yet."""

from __future__ import annotations

from collections.abc import Iterable

from bot.conversation.command import UnitCtx
from bot.i18n import T, Text
from bot.rules.device import Device
from bot.rules.person import Person

_LONGEST_NAME = 40


def cannot_read(ctx: UnitCtx, people: Iterable[Person], *, why: bool) -> list[Text]:
    """A line for each of these people who cannot read yet, as far as is known; ``why`` is for coordinators alone."""
    found = []
    for person in people:
        account = ctx.store.devices.of(person.id)
        text = None if account is None else account.cannot_read(person.name)
        if text is not None:
            found.append(text if why else T("device.cannot", name=person.name))
    return found


def name_of(device: Device) -> Text:
    """A device as its owner named it, which may be anything."""
    name = device.name.strip()[:_LONGEST_NAME]
    return T("device.named", name=name) if name else T("device.nameless")


def names_of(devices: Iterable[Device]) -> list[Text]:
    """Several of them."""
    return [name_of(device) for device in devices]
