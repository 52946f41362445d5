"""The promise of a private person to pass nothing on, given before they hear anything (rule 67, least
access).

No secrecy law binds a private person. So a blanket consent never covers one: consent names the person.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.rules.profile import GUARDIAN, YOUTH, Profile

if TYPE_CHECKING:
    from bot.rules.consent import Actor

#: The functions that promise nothing, because the case is their own.
FAMILY = (YOUTH, GUARDIAN)


def binds(function: str, profile: Profile) -> bool:
    """Whether a function takes part only on a promise: trainer, relative, congregation."""
    return function not in FAMILY and profile.function(function).private


def lacking(actors: Iterable[Actor], profile: Profile) -> list[Actor]:
    """The actors who take part only on a promise and have not given it."""
    return [actor for actor in actors if actor.promised_on is None and binds(actor.function, profile)]
