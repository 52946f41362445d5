"""What the bot takes away again from an own page."""

from __future__ import annotations

from collections.abc import Sequence

from storage.scoped import UnitStore


def take(store: UnitStore, page_id: str) -> Sequence[str]:
    """The events of sensitive answers that have stood long enough on a page; they are taken away now."""
    return store.take_faded(page_id)


def take_all(store: UnitStore, page_id: str) -> Sequence[str]:
    """The events of all that the bot has said on a page; they are taken away now."""
    return store.take_said(page_id)
