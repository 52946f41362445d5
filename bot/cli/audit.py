"""``sigbot audit``: verifies the audit log from its first row to its last."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass

from bot.settings import Settings
from storage import audit as log
from storage.db import Database
from storage.sealed import Vault


@dataclass(frozen=True, kw_only=True)
class Verified:
    """The result of a verification: a line for each broken row, the number of rows, and the digest of the
    last."""

    broken: tuple[str, ...]
    rows: int
    digest: str

    def to_json(self) -> str:
        """The same as one object for scripts; ``noted`` is for the next time."""
        noted = f"{self.rows}:{self.digest}"
        return json.dumps({"ok": not self.broken, "rows": self.rows, "noted": noted, "broken": self.broken})


def verify(settings: Settings, noted: str) -> Verified:
    """Verify the whole audit log.

    ``noted`` is what an earlier run printed, as ``NUMBER:DIGEST``, or empty: it shows whether the end was cut
    off.
    """
    number, _, digest = noted.partition(":")
    with closing(Database(settings.database_url, Vault.load(settings.key_file))) as db, db.read() as session:
        broken = [f"row {seq} {what}" for seq, what in log.broken_links(session)]
        if noted and not log.has_link(session, int(number), digest):
            broken.append(f"row {number} is not the one that was noted, or is gone")
        rows, last = log.last_link(session)
    return Verified(broken=tuple(broken), rows=rows, digest=last)
