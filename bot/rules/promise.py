"""A private person is bound by no authority's secrecy, but by a promise, given before anything is heard (rule 67, least
access). Nor does what is agreed for everybody reach one: it is said for them, by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.rules.profile import GUARDIAN, YOUTH, Profile

if TYPE_CHECKING:
    from bot.rules.consent import Actor

#: It is their own case: nobody asks them to promise anything.
FAMILY = (YOUTH, GUARDIAN)


def binds(function: str, profile: Profile) -> bool:
    """Whether whoever stands for a function takes part only on a promise: trainer, relative, congregation."""
    return function not in FAMILY and profile.function(function).private


def lacking(actors: Iterable[Actor], profile: Profile) -> list[Actor]:
    """Those who take part only on a promise, and have not given it."""
    return [actor for actor in actors if actor.promised_on is None and binds(actor.function, profile)]
