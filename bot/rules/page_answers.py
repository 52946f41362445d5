"""What the bot may answer on a youth's or guardian's own page, as it was agreed with them face to face."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from bot.rules.profile import Profile

if TYPE_CHECKING:
    from bot.rules.case import Case


class PageAnswers(StrEnum):
    """How much is answered there. Somebody else may hold the phone."""

    OPEN = "open"  # also where a meeting is, who comes, and who reads what
    TIME = "time"  # day and time only
    NOTHING = "nothing"  # nothing about meetings and people; reminders come as before


_ORDER = (PageAnswers.NOTHING, PageAnswers.TIME, PageAnswers.OPEN)


def agreed(case: Case, profile: Profile) -> PageAnswers:
    """What is answered in a case. With a protected identity nothing, whatever was agreed before."""
    if case.protected:
        return PageAnswers.NOTHING
    if case.page_answers is not None:
        return PageAnswers(case.page_answers)
    return by_default(case, profile)


def by_default(case: Case, profile: Profile) -> PageAnswers:
    """What is answered until something is agreed: the track's way, else the profile's."""
    track = profile.track(case.track)
    if track is None or track.page_answers is None:
        return PageAnswers(profile.page_answers)
    return PageAnswers(track.page_answers)


def widens(before: PageAnswers, after: PageAnswers) -> bool:
    """Whether more is answered than before."""
    return _ORDER.index(after) > _ORDER.index(before)
