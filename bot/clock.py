"""The clock, which is handed in wherever time matters. Rules never read it; a play can move it.

It is never compared with a homeserver's ``origin_server_ts``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.i18n import ZONE


class Clock:
    """The real time."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Today in Sweden."""
        return self.now().astimezone(ZONE).date()


class MovableClock(Clock):
    """Real time plus an offset (in seconds) from a file, so that a play can move it while the bot runs."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.offset)

    @property
    def offset(self) -> float:
        """Seconds ahead of real time; 0 while the file does not exist."""
        try:
            return float(self._file.read_text() or 0)
        except FileNotFoundError:
            return 0.0

    def start_at(self, moment: datetime) -> None:
        """Set the clock to the moment at which a play begins, before or after the real one."""
        self._write((moment - super().now()).total_seconds())

    def move(self, by: timedelta) -> None:
        """Move the clock ahead by an amount that is not negative."""
        if by < timedelta(0):
            raise ValueError("a play's clock only moves forward")
        self._write(self.offset + by.total_seconds())

    def advance_to(self, moment: datetime) -> bool:
        """Move the clock ahead to a moment; returns whether it moved, which it does not to one that has passed."""
        by = moment - self.now()
        if by <= timedelta(0):
            return False
        self.move(by)
        return True

    def set(self, by: timedelta) -> None:
        """Correct the clock, perhaps backwards, as NTP does."""
        self._write(self.offset + by.total_seconds())

    def _write(self, offset: float) -> None:
        temporary = self._file.with_suffix(".new")
        temporary.write_text(str(offset))
        temporary.replace(self._file)
