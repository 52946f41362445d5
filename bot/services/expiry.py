"""The last days of consents, and who leaves after them. That one comes near stands in the coordinator's overview."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.rules import age, ledger
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.facts import CaseFacts
from bot.rules.room import RoomState
from bot.services import departure
from bot.services.departure import Departure
from storage.scoped import CaseStore

#: What a due row says that is of the day after a last day; rows of earlier releases also were of days before it.
OVER = -1

#: The states in which the end of a consent matters.
_LIVING = (State.PROPOSED, State.ACTIVE, State.FROZEN)


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A last day that has passed, and of which functions it was."""

    end: date
    functions: tuple[str, ...]


def plan_end(store: CaseStore) -> None:
    """Plan what follows the last days of the consent as it stands now. A day that is no last day any more is
    passed over."""
    facts = store.facts
    for end in set(last_days(facts).values()):
        at = morning(end - timedelta(days=OVER))
        if at > store.now:
            store.schedule("consent.ending", f"{facts.case.id}:{OVER}:{end}", at)


def last_days(facts: CaseFacts) -> dict[str, date]:
    """The last day of each covered function: where it may hear the whole scope of the room, the last day of
    that."""
    return ledger.last_days(facts, facts.case.scope)


def last_day(facts: CaseFacts) -> date | None:
    """The last day of the consent on which the room depends: the first of the required functions, else the
    last."""
    ends = last_days(facts)
    required = [ends[function] for function in facts.profile.required_functions if function in ends]
    if required:
        return min(required)
    return max(ends.values(), default=None)


def ending(facts: CaseFacts, subject: str) -> Ending | None:
    """What has ended, as a due row (``case:days before:last day``) says.

    None when there is nothing to tell: that day is not a last day any more, it has not passed, or a birthday tells it
    (:mod:`bot.services.birthday`).
    """
    _, days, day = subject.split(":")
    end = date.fromisoformat(day)
    ends = last_days(facts)
    functions = tuple(function.id for function in facts.profile.recipients if ends.get(function.id) == end)
    if int(days) != OVER or not functions or facts.case.state not in _LIVING:
        return None
    if end >= facts.today or _ends_at_birthday(facts, end):
        return None
    return Ending(end=end, functions=functions)


def let_go(store: CaseStore, functions: Collection[str], end: date) -> Departure:
    """Take the tasks from those whose functions' consent has run out, and say who left; ``end``: its last
    day."""
    facts = store.facts
    leaving = [actor for actor in facts.actors if actor.function in functions]
    left = departure.finish(store, departure.before(store, leaving, day=end))
    was_open = facts.case.state is State.ACTIVE and store.room.state is RoomState.OPEN
    return replace(left, was_talking=was_open and bool(leaving))


# -------------------------------------------------------------------------------------------------------------- inside


def _ends_at_birthday(facts: CaseFacts, end: date) -> bool:
    """Whether a day is the last one before a birthday that changes who consents."""
    born = facts.case.born
    if born is None:
        return False
    return any(birthday.day - timedelta(days=1) == end for birthday in age.birthdays(born, facts.profile))
