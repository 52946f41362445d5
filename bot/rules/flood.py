"""How many messages one person may send at once. What is too much is dropped after one reply, so that others
are heard.

People do not normally come near these limits. Whoever does is a broken client, somebody who means to keep
others waiting, or a young person in despair. So an own page takes twice as much, and a message over the limit
there is still answered with where to find help, once a minute, for as long as it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from bot.rules.room import RoomKind

#: How many events of one sender are taken in a minute, and how many may wait to be handled.
MOST = 40
#: The same on an own page.
MOST_ON_PAGE = 80
#: When so many events of everybody wait to be handled, only senders with none waiting may add one.
MOST_IN_ALL = 3000
#: How many messages without a key are kept of one sender.
MOST_KEYLESS = 60
#: How many are kept of everybody.
MOST_KEYLESS_IN_ALL = 1500

#: A sender is told at most this often that it was too much.
TOLD = timedelta(minutes=10)
#: The same on an own page.
TOLD_ON_PAGE = timedelta(minutes=1)


class Verdict(Enum):
    """What is done with an event."""

    TAKE = "take"
    TELL = "tell"  # too much: drop it and say so
    DROP = "drop"  # too much, and that was said


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How much there is of one sender: sent within the last minute, and waiting to be handled; and waiting of
    all."""

    lately: int
    waiting: int
    waiting_in_all: int


def verdict(room: RoomKind, counts: Counts, *, is_told: bool) -> Verdict:
    """What is done with one more event. ``is_told``: the sender has been told lately that it is too much."""
    most = MOST_ON_PAGE if room is RoomKind.PAGE else MOST
    if counts.waiting_in_all >= MOST_IN_ALL:
        most = 1
    if counts.waiting < most and counts.lately < most:
        return Verdict.TAKE
    return Verdict.DROP if is_told else Verdict.TELL


def told_again_after(room: RoomKind) -> timedelta:
    """How long after being told somebody is told again."""
    return TOLD_ON_PAGE if room is RoomKind.PAGE else TOLD


def is_too_many_keyless(of_sender: int, of_everybody: int) -> bool:
    """Whether one more message without a key is too many to keep."""
    return of_sender >= MOST_KEYLESS or of_everybody >= MOST_KEYLESS_IN_ALL
