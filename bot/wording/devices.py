"""Names devices, and says who cannot read yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.i18n import T, Text
from bot.rules.device import Account, Device
from bot.rules.person import Person

_LONGEST_NAME = 40


def cannot_read(accounts: Mapping[str, Account], people: Iterable[Person], *, why: bool) -> list[Text]:
    """A line for each of these people who, as far as is known of their accounts, cannot read yet.

    ``why``: with the reason, which is for coordinators alone.
    """
    shown = []
    for person in people:
        account = accounts.get(person.id)
        if account is None:
            continue
        reason = account.cannot_read(person.name)
        if reason is not None:
            shown.append(reason if why else T("device.cannot", name=person.name))
    return shown


def name_of(device: Device) -> Text:
    """A device by the name its owner gave it (cut, because that may be any text)."""
    name = device.name.strip()[:_LONGEST_NAME]
    if not name:
        return T("device.nameless")
    return T("device.named", name=name)


def names_of(devices: Iterable[Device]) -> list[Text]:
    """Several devices by their names."""
    return [name_of(device) for device in devices]
