"""Who came to a meeting, and whose absence is a pattern that the coordinator should see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: Of so many meetings the last are looked at; who was away from half of them is missed.
LOOKED_AT = 4
#: Who was away so many times in a row is missed.
IN_A_ROW = 2


class Came(StrEnum):
    """Whether somebody came."""

    YES = "yes"
    LATE = "late"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class Attended:
    """Who of those who were expected came to a meeting, by person id."""

    starts_at: datetime
    came: Mapping[str, Came]


@dataclass(frozen=True, kw_only=True)
class Missed:
    """How often somebody was away: from so many of the last meetings to which they were expected.

    ``since``: the start of the last of them.
    """

    person_id: str
    away: int
    of: int
    since: datetime


def came(expected: Sequence[str], *, absent: Sequence[str], late: Sequence[str]) -> Mapping[str, Came]:
    """Who came, by person id, of those who were expected: all but those named."""
    found = dict.fromkeys(expected, Came.YES)
    found.update(dict.fromkeys(late, Came.LATE))
    found.update(dict.fromkeys(absent, Came.NO))
    return found


def patterns(meetings: Sequence[Attended], functions: Mapping[str, str]) -> tuple[Missed, ...]:
    """Who is missed: away from the last two meetings, or from half of the last four.

    ``functions``: what each person stands for, by person id. Where somebody else came for the same function, the
    function was there, and nobody is missed.
    """
    ordered = sorted(meetings, key=lambda one: one.starts_at, reverse=True)
    people = dict.fromkeys(person_id for one in ordered for person_id in one.came)
    found = (
        _missed(person_id, ordered, functions) for person_id in people if _is_current(person_id, ordered)
    )
    return tuple(one for one in found if one is not None)


def _is_current(person_id: str, ordered: Sequence[Attended]) -> bool:
    """Whether somebody was expected to the last meeting: who has left the case is no pattern any more."""
    return bool(ordered) and person_id in ordered[0].came


def _missed(person_id: str, ordered: Sequence[Attended], functions: Mapping[str, str]) -> Missed | None:
    theirs = [one for one in ordered if person_id in one.came][:LOOKED_AT]
    away = [_was_away(person_id, one, functions) for one in theirs]
    if not any(away):
        return None
    since = next(one.starts_at for one, is_away in zip(theirs, away, strict=True) if is_away)
    if len(away) >= IN_A_ROW and all(away[:IN_A_ROW]):
        return Missed(person_id=person_id, away=sum(away), of=len(away), since=since)
    if len(away) == LOOKED_AT and 2 * sum(away) >= LOOKED_AT:
        return Missed(person_id=person_id, away=sum(away), of=len(away), since=since)
    return None


def _was_away(person_id: str, meeting: Attended, functions: Mapping[str, str]) -> bool:
    if meeting.came[person_id] is not Came.NO:
        return False
    function = functions.get(person_id)
    if function is None:
        return True
    others = (other for other in meeting.came if functions.get(other) == function)
    return all(meeting.came[other] is Came.NO for other in others)
