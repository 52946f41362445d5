"""``sigbot drill``: restores a backup into a temporary folder and says whether it would serve. Meant for a timer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.cli.backup import PATTERN
from bot.cli.check import Line
from bot.errors import CannotDo
from bot.settings import Settings
from storage import rehearsal
from storage.envelope import Opener
from storage.rehearsal import Rehearsal
from storage.sealed import Vault


@dataclass(frozen=True, kw_only=True)
class Drilled:
    """The lines of a drill; and what was found, for machines."""

    lines: tuple[Line, ...]
    facts: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        """Whether the backup would serve."""
        return all(line.ok for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """All of it, as ``--json`` prints it."""
        return {
            "ok": self.ok,
            **self.facts,
            "lines": [{**asdict(line), "ok": line.ok} for line in self.lines],
        }


def newest(place: Path) -> Path:
    """A backup; in a folder, the newest. Raises :class:`CannotDo`."""
    if not place.is_dir():
        return place
    found = sorted(place.glob(PATTERN))
    if not found:
        raise CannotDo(f"there is no backup in {place} ({PATTERN})")
    return found[-1]


def drill(
    settings: Settings, file: Path, opener: Opener, *, most: timedelta, now: datetime | None = None
) -> Drilled:
    """Restore a backup where it touches nothing, and look at it. ``most``: older, and it is wrong."""
    now = now or datetime.now(UTC)
    try:
        with rehearsal.rehearsed(file, opener, Vault.load(settings.key_file)) as found:
            return Drilled(
                lines=tuple(_lines(settings, file, found, most, now)), facts=_facts(file, found, now)
            )
    except CannotDo as error:
        return Drilled(lines=(Line(name="backup", wrong=f"{file.name}: {error}"),), facts={"file": str(file)})


def _facts(file: Path, found: Rehearsal, now: datetime) -> dict[str, Any]:
    return {
        "file": str(file),
        "bytes": file.stat().st_size,
        "made_at": found.head.made_at.isoformat(),
        "age_hours": round((now - found.head.made_at) / timedelta(hours=1), 1),
        "tables_version": found.head.tables_version,
        "masters": list(found.head.masters),
        "user_id": found.head.user_id,
        "rows": dict(found.counts),
        "opened": found.sealed.opened,
        "shut": dict(found.sealed.shut),
        "audit": {"rows": found.last_link[0], "digest": found.last_link[1], "broken": list(found.broken)},
    }


def _lines(settings: Settings, file: Path, found: Rehearsal, most: timedelta, now: datetime) -> list[Line]:
    head = found.head
    age = now - head.made_at
    made = f"{file.name}, made {head.made_at:%Y-%m-%d %H:%M} UTC, {_hours(age)} ago"
    late = age > most
    lines = [
        Line(name="backup", good=made)
        if not late
        else Line(
            name="backup",
            wrong=f"{made}: none is younger",
            do="look whether the daily backup runs, and where it writes",
        ),
        Line(
            name="rows",
            good=f"{sum(found.counts.values())} in {len(found.counts)} tables of version {head.tables_version}",
        ),
        Line(name="keys", good=f"opens with master key {' and '.join(head.masters)}"),
        sealed_line(found),
        audit_line(found),
    ]
    if head.user_id is None:
        lines.append(Line(name="user", good="no bot has started on this database"))
    elif head.user_id != settings.user_id:
        lines.append(Line(name="user", wrong=f"it is {head.user_id}'s", do="look at user_id"))
    else:
        lines.append(Line(name="user", good=head.user_id))
    return lines


def sealed_line(found: Rehearsal) -> Line:
    """The line that says whether everything sealed opens."""
    if not found.sealed.shut:
        return Line(name="sealed", good=f"all {found.sealed.opened} values open")
    shut = ", ".join(f"{count} of {name}" for name, count in sorted(found.sealed.shut.items()))
    return Line(name="sealed", wrong=f"does not open: {shut}", do="drill an older backup, and keep that one")


def audit_line(found: Rehearsal) -> Line:
    """The line that says whether the log of who did what is whole."""
    rows, digest = found.last_link
    if found.broken:
        return Line(
            name="audit", wrong="; ".join(found.broken[:5]), do="sigbot audit verify, and ask who changed it"
        )
    return Line(name="audit", good=f"{rows} rows, whole, to compare with --noted {rows}:{digest[:16]}…")


def _hours(age: timedelta) -> str:
    hours = age / timedelta(hours=1)
    return f"{hours:.0f} h" if hours < 72 else f"{hours / 24:.0f} days"
