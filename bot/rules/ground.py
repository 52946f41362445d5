"""What words about a case rest on. It is written down when they are queued and looked at again when they are sent:
words whose ground has gone meanwhile are never sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from bot.messages import Urgency
from bot.rules import budget, membership
from bot.rules.case import State
from bot.rules.facts import CaseFacts
from bot.rules.room import Room, RoomState


class Ground(StrEnum):
    """One of the things that words about a case may rest on."""

    LIVING = "living"  # the case is not about to be closed
    TALKING = "talking"  # nothing is paused in it
    NAMED = "named"  # the reader stands for something in it
    COVERED = "covered"  # consent covers what the reader stands for
    INSIDE = "inside"  # the reader may be in a room of it


#: An answer, and an alarm, rest on nothing: they are said whatever becomes of the case. A change of what somebody
#: knows is told while the case is paused too: nobody should turn up to a meeting that is not held.
_NOTHING = (Urgency.ANSWER, Urgency.ALARM)
_ALSO_PAUSED = frozenset({Ground.LIVING, Ground.NAMED})

_OVER = (State.CLOSING, State.CLOSED, State.DISPOSED)


def standing(facts: CaseFacts, rooms: Iterable[Room], person_id: str | None) -> frozenset[Ground]:
    """Everything that words about a case can rest on today in its ``rooms``, and for somebody who gets them."""
    found = set()
    if facts.case.state not in _OVER:
        found.add(Ground.LIVING)
    for actor in facts.actors if person_id is not None else ():
        if actor.person_id == person_id and actor.standing(facts.today):
            found.add(Ground.NAMED)
            if actor.function in facts.heard:
                found.add(Ground.COVERED)
    for room in rooms:
        if facts.case.state is State.ACTIVE and membership.freezes(room, facts) is None:
            found.add(Ground.TALKING)
        if person_id is not None and person_id in membership.wanted(_open(room), facts):
            found.add(Ground.INSIDE)
    return frozenset(found)


def needed(
    urgency: Urgency, facts: CaseFacts, rooms: Iterable[Room], person_id: str | None
) -> frozenset[Ground]:
    """What words rest on that are queued now: all that stands, as far as it matters for them.

    Whoever coordinates or leads hears of what is paused, since it is theirs to mend.
    """
    if urgency in _NOTHING:
        return frozenset()
    found = standing(facts, rooms, person_id)
    if person_id is not None and budget.group(facts.person(person_id).role) is budget.Group.COORDINATOR:
        return found & {Ground.LIVING}
    return found & _ALSO_PAUSED if urgency is Urgency.CHANGE else found


def _open(room: Room) -> Room:
    """The room as if nobody lingered there whose consent is over."""
    return replace(room, state=RoomState.OPEN) if room.state is RoomState.FROZEN else room
