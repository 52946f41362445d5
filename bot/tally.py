"""What is counted in memory since the start, for whoever watches: it costs the database nothing.

Nothing here names anybody: codes are from a closed list, times are lengths.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, OrderedDict
from datetime import datetime

#: The codes of errors that are told apart: those of the Matrix specification that a bot may meet, and our own for
#: answers that were none. A homeserver could make up others without end: they count as one.
CODES = frozenset(
    {
        "CERTIFICATE",
        "CUT",
        "DNS",
        "IDENTITY",
        "M_BAD_JSON",
        "M_BAD_STATE",
        "M_CANNOT_LEAVE_SERVER_NOTICE_ROOM",
        "M_CONSENT_NOT_GIVEN",
        "M_DUPLICATE_ANNOTATION",
        "M_EXCLUSIVE",
        "M_FORBIDDEN",
        "M_GUEST_ACCESS_FORBIDDEN",
        "M_INVALID_PARAM",
        "M_INVALID_ROOM_STATE",
        "M_LIMIT_EXCEEDED",
        "M_MISSING_PARAM",
        "M_MISSING_TOKEN",
        "M_NOT_FOUND",
        "M_NOT_JSON",
        "M_RESOURCE_LIMIT_EXCEEDED",
        "M_ROOM_IN_USE",
        "M_TOO_LARGE",
        "M_UNABLE_TO_AUTHORISE_JOIN",
        "M_UNAUTHORIZED",
        "M_UNKNOWN",
        "M_UNKNOWN_TOKEN",
        "M_UNRECOGNIZED",
        "M_UNSUPPORTED_ROOM_VERSION",
        "M_USER_DEACTIVATED",
        "M_USER_LOCKED",
        "M_USER_SUSPENDED",
        "NOT_HTTP",
        "NOT_JSON",
        "NOT_MATRIX",
        "NOT_TLS",
        "NO_ANSWER",
        "PROXY",
        "REFUSED",
        "TIMEOUT",
        "TLS",
        "UNREACHABLE",
    }
)
OTHER = "OTHER"

#: The seconds from which answers are told apart.
BOUNDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)

#: So many answers on their way are remembered; of more at once, the earliest are not counted.
_MOST_ON_THEIR_WAY = 1000


class Tally:
    """Counts since the start."""

    def __init__(self) -> None:
        #: The homeserver's refusals, and calls it did not answer, by their code
        self.errors: Counter[str] = Counter()
        #: Encrypted messages that could not be read when they came, by why: their key may come later
        self.undecryptable: Counter[str] = Counter()
        #: Seconds from hearing somebody to the answer: how many took at most each of BOUNDS, then all others
        self.reply_counts = [0] * (len(BOUNDS) + 1)
        self.reply_seconds = 0.0
        self._heard: OrderedDict[datetime, datetime] = OrderedDict()

    def note_error(self, code: str) -> None:
        """Count an error of the homeserver."""
        self.errors[code if code in CODES else OTHER] += 1

    def note_heard(self, handled_at: datetime, heard_at: datetime) -> None:
        """Remember when that was heard which is handled now: ``handled_at`` stands on each row that answers it."""
        self._heard[handled_at] = heard_at
        if len(self._heard) > _MOST_ON_THEIR_WAY:
            self._heard.popitem(last=False)

    def note_answered(self, handled_at: datetime, now: datetime) -> None:
        """Count an answer that has gone out. Only the first to the same words counts."""
        heard_at = self._heard.pop(handled_at, None)
        if heard_at is None:
            return
        seconds = max((now - heard_at).total_seconds(), 0.0)
        self.reply_counts[bisect_left(BOUNDS, seconds)] += 1
        self.reply_seconds += seconds
