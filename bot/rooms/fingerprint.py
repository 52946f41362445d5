"""What decides who may be in the rooms of a unit, beside rows and the day: the rules, a profile and settings.

Their fingerprint is stored with the unit. When a start finds another one, every room of the unit is compared
anew. It is taken from the code itself, because a number that is raised by hand is one day forgotten.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib import resources

from bot.rules.profile import Profile
from bot.settings import UnitSettings


def fingerprint(unit: UnitSettings, profile: Profile, bot_user: str) -> str:
    """By what the rooms of a unit are compared. ``bot_user``: the Matrix id of the bot, which is in each."""
    decides = {
        "rules": _rules(),
        "profile": profile.model_dump(mode="json"),
        "unit": unit.model_dump(mode="json"),
        "bot": bot_user,
    }
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


@cache
def _rules() -> str:
    """The rules as they are written, and the reconciler that asks them."""
    known = hashlib.sha256()
    for name, source in _sources():
        known.update(f"{name} {len(source)}\n".encode())
        known.update(source)
    return known.hexdigest()


def _sources() -> Iterator[tuple[str, bytes]]:
    for package in ("bot.rules", "bot.rooms"):
        for file in sorted(resources.files(package).iterdir(), key=lambda one: one.name):
            if file.name.endswith(".py"):
                yield f"{package}.{file.name}", file.read_bytes()
