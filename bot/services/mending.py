"""What an operator asks for from outside (``sigbot doctor``), done by the bot that runs."""

from __future__ import annotations

from storage.scoped import UnitStore


def retry(store: UnitStore, row: str) -> bool:
    """Try a row again; returns False when it is over by now."""
    return store.mending.retry(row)


def compare(store: UnitStore, room_id: str) -> bool:
    """Compare a room's members with those wanted; returns False when it is left by now."""
    return store.mending.compare(room_id)
