"""Finds out who leaves rooms of a case by a change, and takes the tasks from those who do.

Ask for :func:`before` before the change is written, and :func:`finish` once it is: then it is known who left
what, whatever the change was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.consent import Actor
from bot.rules.plan import Task
from bot.services import circle, plan
from bot.services.circle import Seats
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Before:
    """Who may leave by a change, in which rooms they are before it, and whether people talk in the case room
    then."""

    leaving: tuple[Actor, ...]
    seats: Seats
    was_talking: bool


@dataclass(frozen=True, kw_only=True)
class Departure:
    """Where those people were and are, and the numbers of the tasks that have no owner any more.

    ``followed``: the tasks that went over to whoever stands for their function now.
    """

    leaving: tuple[Actor, ...]
    before: Seats
    after: Seats
    orphaned: tuple[int, ...]
    was_talking: bool
    followed: tuple[Task, ...] = ()


def before(
    store: CaseStore, leaving: Sequence[Actor], *, beside: Sequence[Actor] = (), day: date | None = None
) -> Before:
    """Where those who may leave are, before anything is written; ``beside`` and ``day`` as in
    :func:`circle.seats`."""
    people = {actor.person_id for actor in leaving}
    return Before(
        leaving=tuple(leaving),
        seats=circle.seats(store, people, beside=beside, day=day),
        was_talking=circle.is_talking(store),
    )


def finish(store: CaseStore, before: Before, *, named_for: str | None = None) -> Departure:
    """Take their tasks from those who are no longer in the room of the task, once the change is written.

    Whoever is in it still, by duty or for another function, keeps theirs. What was given to a function goes over to
    whoever stands for it now; ``named_for``: the function for which somebody was named.
    """
    people = {actor.person_id for actor in before.leaving}
    after = circle.seats(store, people)
    orphaned = plan.take_where_gone(store, people)
    functions = {actor.function for actor in before.leaving} | ({named_for} if named_for else set())
    followed = [task for function in sorted(functions) for task in plan.follow(store, function)]
    numbers = {task.number for task in followed}
    return Departure(
        leaving=before.leaving,
        before=before.seats,
        after=after,
        orphaned=tuple(number for number in orphaned if number not in numbers),
        was_talking=before.was_talking,
        followed=tuple(followed),
    )
