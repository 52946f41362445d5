"""What is wrong with the bot: that it is told, and that it is over."""

from __future__ import annotations

from bot.rules.trouble import Trouble
from storage.scoped import UnitStore
from storage.trouble import Noted


def take(store: UnitStore, kind: Trouble) -> bool:
    """Note that a trouble is told now; returns False when it is over by now, or was told."""
    return store.troubles.take(kind)


def end(store: UnitStore, kind: Trouble) -> Noted | None:
    """Forget a trouble that is over, which is told now; None when there is none."""
    return store.troubles.end(kind)
