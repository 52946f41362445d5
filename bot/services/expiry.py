"""When a consent runs out, the prompts before that, and who leaves when it has."""

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

#: So many days before the last day the coordinator is told; "over" is the day after it.
PROMPTS = (30, 14, 3)
OVER = -1

#: States in which it matters that a consent runs out.
_LIVING = (State.PROPOSED, State.ACTIVE, State.FROZEN)


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A last day to be told about: the functions whose it is, whether all covered ones end then, and how soon."""

    end: date
    functions: tuple[str, ...]
    is_whole: bool
    days_left: int
    is_over: bool


def plan_prompts(store: CaseStore) -> None:
    """Plan the prompts for the consent as it stands now. Those for days that no longer are the last stay silent."""
    facts = store.facts
    for end in set(last_days(facts).values()):
        for days in (*PROMPTS, OVER):
            at = morning(end - timedelta(days=days))
            if at > store.now:
                store.schedule("consent.ending", f"{facts.case.id}:{days}:{end}", at)


def last_days(facts: CaseFacts) -> dict[str, date]:
    """The last day of each function: of hearing what the room is about, where it could."""
    return ledger.last_days(facts, facts.case.scope)


def last_day(facts: CaseFacts) -> date | None:
    """The last day of the consent the room hangs on: of those the profile requires, else of all."""
    every = last_days(facts)
    required = [every[function] for function in facts.profile.required_functions if function in every]
    if required:
        return min(required)
    return max(every.values(), default=None)


def ending(facts: CaseFacts, subject: str) -> Ending | None:
    """What a prompt (due row ``case:days before:last day``) tells today.

    None when there is nothing to tell: that is no last day any more, the prompt comes at the wrong time, or a birthday
    tells it (:mod:`bot.services.birthday`).
    """
    _, prompt, day = subject.split(":")
    days = int(prompt)
    end = date.fromisoformat(day)
    every = last_days(facts)
    functions = tuple(function.id for function in facts.profile.recipients if every.get(function.id) == end)
    if not functions or facts.case.state not in _LIVING:
        return None
    days_left = (end - facts.today).days
    if days == OVER:
        if days_left >= 0 or _ends_at_birthday(facts, end):
            return None
    elif days_left < 0:
        return None
    # After a long sleep of the bot the next prompt says it
    if any(days_left <= other < days for other in PROMPTS):
        return None
    return Ending(
        end=end,
        functions=functions,
        is_whole=len(functions) == len(every),
        days_left=days_left,
        is_over=days == OVER,
    )


def let_go(store: CaseStore, functions: Collection[str], end: date) -> Departure:
    """Take their tasks from those who are out because the consent for their functions ran out; ``end``: its last
    day."""
    facts = store.facts
    leaving = [actor for actor in facts.actors if actor.function in functions]
    gone = departure.finish(store, departure.look(store, leaving, day=end))
    was_open = facts.case.state is State.ACTIVE and store.room.state is RoomState.OPEN
    return replace(gone, was_talking=was_open and bool(leaving))


# -------------------------------------------------------------------------------------------------------------- inside


def _ends_at_birthday(facts: CaseFacts, end: date) -> bool:
    """Whether that day was the last before a birthday."""
    born = facts.case.born
    if born is None:
        return False
    return any(birthday.day - timedelta(days=1) == end for birthday in age.birthdays(born, facts.profile))
