"""The last days of consents: the prompts before them, and who leaves afterwards."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.rules import age, ledger
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.facts import CaseFacts
from bot.rules.room import RoomState
from bot.rules.working_day import on_or_before
from bot.services import departure
from bot.services.departure import Departure
from storage.scoped import CaseStore

#: The coordinator is told so many days before the last day; OVER is the day after it.
PROMPTS = (30, 14, 3)
OVER = -1

#: The states in which the end of a consent matters.
_LIVING = (State.PROPOSED, State.ACTIVE, State.FROZEN)


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A last day to be told about: of which functions, whether of all that are covered, and how soon it
    is."""

    end: date
    functions: tuple[str, ...]
    is_whole: bool
    days_left: int
    is_over: bool


def plan_prompts(store: CaseStore) -> None:
    """Plan the prompts for the consent as it stands now. A prompt for a day that is no last day any more says
    nothing."""
    facts = store.facts
    for end in set(last_days(facts).values()):
        for days in (*PROMPTS, OVER):
            day = end - timedelta(days=days)
            if days != OVER:
                day = on_or_before(day)  # nobody is told on a red day, and afterwards there is less time
            at = morning(day)
            if at > store.now:
                store.schedule("consent.ending", f"{facts.case.id}:{days}:{end}", at)


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
    """What a prompt (due row ``case:days before:last day``) tells today.

    None when there is nothing to tell: that day is not a last day any more, the prompt comes at the wrong
    time, or a birthday tells it (:mod:`bot.services.birthday`).
    """
    _, days, day = subject.split(":")
    days_before = int(days)
    end = date.fromisoformat(day)
    ends = last_days(facts)
    functions = tuple(function.id for function in facts.profile.recipients if ends.get(function.id) == end)
    if not functions or facts.case.state not in _LIVING:
        return None
    days_left = (end - facts.today).days
    if days_before == OVER:
        if days_left >= 0 or _ends_at_birthday(facts, end):
            return None
    elif days_left < 0:
        return None
    # When the bot was off for a while, a later prompt is due too, and tells it
    if any(days_left <= later < days_before for later in PROMPTS):
        return None
    return Ending(
        end=end,
        functions=functions,
        is_whole=len(functions) == len(ends),
        days_left=days_left,
        is_over=days_before == OVER,
    )


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
