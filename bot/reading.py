"""All that is known of the bot at a moment, for the pages of whoever watches it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.rules.trouble import Signs, Trouble, hinders
from storage.backlog import Backlog, Watched


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What is known at ``now``, and what is wrong by it.

    ``backlog`` and ``watched`` are None when the database cannot be read.
    """

    now: datetime
    is_live: bool
    found: tuple[Trouble, ...]
    signs: Signs
    backlog: Backlog | None
    watched: Watched | None

    @property
    def reasons(self) -> tuple[Trouble, ...]:
        """Why the bot does not do its work; empty when it does."""
        return hinders(self.found)

    @property
    def is_ready(self) -> bool:
        """Whether the bot does its work."""
        return self.is_live and not self.reasons
