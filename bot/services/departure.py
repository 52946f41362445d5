"""Finds out who leaves rooms of a case by a change, and takes the tasks from those who do.

Ask for :func:`before` before the change is written, and :func:`finish` once it is: then it is known who left
what, whatever the change was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.consent import Actor
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
    """Where those people were and are, and the numbers of the tasks that have no owner any more."""

    leaving: tuple[Actor, ...]
    before: Seats
    after: Seats
    orphaned: tuple[int, ...]
    was_talking: bool


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


def finish(store: CaseStore, before: Before) -> Departure:
    """Take their tasks from those who are no longer in the room of the task, once the change is written.

    Whoever is in it still, by duty or for another function, keeps theirs.
    """
    people = {actor.person_id for actor in before.leaving}
    after = circle.seats(store, people)
    return Departure(
        leaving=before.leaving,
        before=before.seats,
        after=after,
        orphaned=tuple(plan.take_where_gone(store, people)),
        was_talking=before.was_talking,
    )
