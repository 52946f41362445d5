"""How a play ended, in a form that two plays of one script can be compared by, whatever happened on the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.stage.crashing import STEPS
from storage import audit
from storage import tables as rows
from storage.tables import Base
from tests import opened
from tests.stage.watched import WatchedWorld

#: What belongs to the way, not to the end: sessions, devices, which process it was, the numbers of rows, when and how
#: often it was tried; and pictures, which are done without until the next start where one cannot be set.
_TABLES_OF_THE_WAY = {
    *("account", "audit", "sealed_key", "device", "identity", "megolm_session", "olm_session", "lease", "picture"),
}
_COLUMNS_OF_THE_WAY = {
    *("id", "seq", "previous", "digest", "txn", "alias", "event_id", "key_id", "account_id", "about", "tries"),
    *(
        "reference",
        "session_id",
        "message_index",
        "outbox_id",
        "at",
        "leased_until",
        "dirty",
        "waits_since",
        "told_at",
        "picture",
    ),
}
#: A room gets its picture after its words, outside of the way of messages: who dies between setting it and noting that
#: sets it once more. It is state without a sound, the same as before.
_MAY_BE_SET_AGAIN = {"m.room.avatar"}
#: An id, or the digest of some.
_OPAQUE = re.compile(r"[0-9a-f]{32}|(?<=:)[0-9a-f]{16}\b")
#: Until when a question waits, which hangs on the minute in which it was asked.
_WAITS = re.compile(r"(?<=Frågan väntar till )[^\n]+? kl \d\d\.\d\d")
#: What is done every morning: which mornings these were is of the way.
_MORNINGS = (
    "due: unit_id=enhet case_id=None kind=overview.morning ",
    "due: unit_id=enhet case_id=None kind=second.remind ",
)
#: Where the homeserver keeps a file.
_ADDRESS = re.compile(r"mxc://\S+")


@dataclass(frozen=True, kw_only=True)
class End:
    """How a play ended."""

    said: dict[str, list[tuple[str, str, str]]]  # by place, in the homeserver's order
    members: dict[str, frozenset[str]]
    bot_events: dict[str, int]  # by type, as the homeserver counts them: a second message would show
    kept: Counter[str]  # the bot's own tables, see `normal`
    broken: list[Any]  # links of the audit chain
    wrong: list[str]  # devices that read what they must not, or cannot read what they must
    steps: list[str]

    def without_mornings(self) -> End:
        """The same, of a play whose clock saw other mornings."""
        kept = Counter({row: n for row, n in self.kept.items() if not row.startswith(_MORNINGS)})
        return replace(self, kept=kept)

    def differs(self, other: End) -> list[str]:
        """What is not the same, the way there apart."""
        found = [
            f"{field.name}: {mine}\ninstead of {theirs}"
            for field in fields(self)
            if field.name not in ("steps", "kept")
            for mine, theirs in _unlike(getattr(self, field.name), getattr(other, field.name))
        ]
        if self.kept != other.kept:
            found.append(f"kept: {self.kept - other.kept}\ninstead of {other.kept - self.kept}")
        return found


def _unlike(mine: Any, theirs: Any) -> Iterator[tuple[Any, Any]]:
    """What is not the same in both; of two dictionaries only the values that are not."""
    if not isinstance(mine, dict):
        mine, theirs = {"": mine}, {"": theirs}
    for name in sorted({*mine, *theirs}):
        if mine.get(name) != theirs.get(name):
            yield (name, mine.get(name)), (name, theirs.get(name))


class EndingWorld(WatchedWorld):
    """Tells how it ended. Whatever happens on the way may take its time: the bot waits between tries, and logs in anew
    among faults that meet that too."""

    patience = 300.0

    async def end(self) -> End:
        """What people see, what the bot keeps and what is to be done later; not how often something was tried."""
        said: dict[str, list[tuple[str, str, str]]] = {}
        for line in self.transcript():
            said.setdefault(line.place, []).append((line.who, line.kind, _WAITS.sub("then", line.text)))
        steps = self._folder / STEPS
        with self._db.read() as session:
            return End(
                said=said,
                members={place: await self.members(place) for place in self._places().values()},
                bot_events={kind: n for kind, n in self.bot_events().items() if kind not in _MAY_BE_SET_AGAIN},
                kept=normal(session, self._places(), self._tag),
                broken=list(audit.broken_links(session)),
                wrong=self.wrong(),
                steps=steps.read_text().split() if steps.exists() else [],
            )


def normal(session: Session, places: Mapping[str, str], tag: str) -> Counter[str]:
    """Every row of the tables that say what the bot knows and has to do, with names instead of opaque ids."""
    names = dict(places)
    names |= opened.handles(session)
    names |= {one.id: one.code for one in session.scalars(select(rows.Case))}
    names |= {one.id: names.get(str(one.matrix_room), one.kind) for one in session.scalars(select(rows.Room))}
    found: Counter[str] = Counter()
    for entry in opened.audited(session):
        about = {name: _shown(value, names, tag) for name, value in sorted(entry.detail.items())}
        found[f"what the log tells: {names.get(entry.actor, entry.actor)} {entry.action} {about}"] += 1
    for table in Base.metadata.sorted_tables:
        if table.name in _TABLES_OF_THE_WAY:
            continue
        kept = [column for column in table.columns if column.name not in _COLUMNS_OF_THE_WAY]
        for row in session.execute(select(*kept)):
            values = (f"{column.name}={_shown(value, names, tag)}" for column, value in zip(kept, row, strict=True))
            found[f"{table.name}: {' '.join(values)}"] += 1
    return found


def _shown(value: Any, names: Mapping[str, str], tag: str) -> str:
    """Moments and sealed texts only as being there or not: they are never the same twice."""
    if isinstance(value, datetime):
        return "then"
    if isinstance(value, bytes):
        return "sealed"
    text = names.get(value, str(value)) if isinstance(value, str) else str(value)
    text = _ADDRESS.sub("mxc", text)
    text = _OPAQUE.sub(lambda found: names.get(found[0], "*"), text)
    return text.replace(f"{tag}:", ":") if tag else text
