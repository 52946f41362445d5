"""How long to wait before something that failed is tried again."""

from __future__ import annotations

import random
from dataclasses import dataclass

#: From here on a wait grows no more, whatever its limit.
_MOST_DOUBLINGS = 15


@dataclass(frozen=True, kw_only=True)
class Backoff:
    """Growing waits, in seconds: ``first`` after one failure, doubled by each further one, ``most`` at the
    most."""

    first: float
    most: float
    jitter: bool = True

    def full(self, failures: int) -> float:
        """The wait after so many failures in a row (one or more), without jitter."""
        return min(self.most, self.first * 2.0 ** min(failures - 1, _MOST_DOUBLINGS))

    def wait(self, failures: int) -> float:
        """The wait after so many failures in a row; with jitter between half of it and all of it, so that not
        everything that failed comes back at once."""
        if not self.jitter:
            return self.full(failures)
        return self.full(failures) * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret
