"""Names of people on a homeserver that tests share."""

from __future__ import annotations

import re
import secrets


def own(name: str = "") -> str:
    """The name with a tag that nobody else has: ``anna-1f09c3ab``; alone, a tag for a whole cast."""
    return f"{name}-{secrets.token_hex(4)}"


def is_own(name: str) -> bool:
    """Whether no other test can have chosen the name."""
    return re.search(r"-[0-9a-f]{8}$", name) is not None
