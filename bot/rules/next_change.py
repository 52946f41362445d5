"""The next day on which what the rules say about a room changes by itself, because time passes.

Whoever is wanted in a room follows from rows and from the day. Rows change only in a unit of work, which has
the room compared at once; the days on which anything else can change are known beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.rules import age
from bot.rules.case import FROZEN_STATES, State
from bot.rules.consent import Actor
from bot.rules.facts import CaseFacts, UnitFacts

_DAY = timedelta(days=1)


def next_change(facts: UnitFacts, coming: Iterable[Actor] = ()) -> date | None:
    """The first day after today on which who is wanted in a room, or whether it freezes, may be another than
    today; None when no day changes that.

    It may come early: what begins or ends on it need not matter in this room. ``coming``: who is named in the
    case from a later day, because the facts hold only those who stand today. Only rooms of a case change.
    """
    if not isinstance(facts, CaseFacts):
        return None
    return min((day for day in _days(facts, coming) if day > facts.today), default=None)


def _days(facts: CaseFacts, coming: Iterable[Actor]) -> Iterator[date]:
    """Every day on which anything begins or ends that decides who is wanted."""
    case = facts.case
    if case.leave_on is not None:
        yield case.leave_on
    if case.state is not State.ACTIVE and case.state not in FROZEN_STATES:
        return  # nobody is wanted yet, or any longer, whatever the day
    lingering = timedelta(days=facts.profile.expiry_leave_days)
    for grant in facts.grants:
        if grant.withdrawn_at is None:
            yield grant.starts_on
            yield grant.until + _DAY
            yield grant.until + lingering + _DAY
    for actor in (*facts.actors, *coming):
        yield actor.named_on
        if actor.ended_on is not None:
            yield actor.ended_on
    if case.born is not None:
        for day in age.changes_of_band(case.born, facts.profile):
            yield day
            yield day + lingering
