"""Time, handed in wherever it matters. Rules never ask for it; the stage can move it.

Our clock is never compared with a homeserver's ``origin_server_ts``.
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
    """Real time plus an offset (seconds) read from a file: a play moves it while the bot runs or restarts."""

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
        """Begin a play at a moment, before or after the real one."""
        self._write((moment - super().now()).total_seconds())

    def move(self, by: timedelta) -> None:
        """Move ahead (time never goes back in a play)."""
        if by < timedelta(0):
            raise ValueError("a play's clock only moves forward")
        self._write(self.offset + by.total_seconds())

    def set(self, by: timedelta) -> None:
        """Correct it, as NTP does: also back."""
        self._write(self.offset + by.total_seconds())

    def _write(self, offset: float) -> None:
        temporary = self._file.with_suffix(".new")
        temporary.write_text(str(offset))
        temporary.replace(self._file)
