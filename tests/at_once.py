"""A guard for reading what is long: it ends by itself, or the test fails instead of hanging."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

# CPU seconds of this process, so that a loaded machine changes nothing. What is written with care takes a small part
# of one second for the longest event there can be; what looks again from each sign takes minutes or hours.
BEYOND_MEASURE: Final = 60


class NeverEnds(AssertionError):
    """The work went on beyond all measure."""


@contextmanager
def read_at_once(beyond_measure: float = BEYOND_MEASURE) -> Iterator[None]:
    """Stop what is done inside with NeverEnds after so many CPU seconds: a guard against hanging, no time to
    keep."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise NeverEnds(f"still reading after {beyond_measure} s of CPU time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, beyond_measure)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
