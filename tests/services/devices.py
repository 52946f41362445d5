"""Devices of people on a desk, as the homeserver shows them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from bot.core import ACCOUNT
from bot.rules.person import Person
from storage import device, identity
from storage.device import KnownDevice


def show(session: Session, person: Person, trusted: Iterable[str], untrusted: Iterable[str] = ()) -> None:
    """Let somebody have these devices, by their ids, and an identity that the bot has accepted."""
    assert person.matrix_id is not None
    identity.save(session, ACCOUNT, person.matrix_id, pinned="KEY", seen="KEY")
    found = [_known(person.matrix_id, name, trusted=True) for name in trusted]
    found += [_known(person.matrix_id, name, trusted=False) for name in untrusted]
    device.replace(session, ACCOUNT, person.matrix_id, found)


def _known(user_id: str, name: str, *, trusted: bool) -> KnownDevice:
    return KnownDevice(
        user_id=user_id, device_id=name, ed25519=f"e{name}", curve25519=f"c{name}", name=name, trusted=trusted
    )
