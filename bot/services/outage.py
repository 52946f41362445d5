"""The bot was away: whom that touched, which each room is told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.room import RoomState
from bot.services import missed
from bot.services.missed import Missed
from storage.room import RoomView
from storage.scoped import UnitStore


@dataclass(frozen=True, kw_only=True)
class Touched:
    """What a time away was in one room: whether somebody wrote there, how many messages came late, and whether a
    reminder never came."""

    room: RoomView
    is_heard: bool
    late: int
    is_missing: bool


@dataclass(frozen=True, kw_only=True)
class Away:
    """A time away, the rooms it touched, and what youths did not hear in time."""

    began_at: datetime
    ended_at: datetime
    touched: Sequence[Touched]
    missed: Sequence[Missed]


def take(store: UnitStore, number: int) -> Away | None:
    """A time away that is told now; None when it has been."""
    outage = store.outages.take(number)
    if outage is None:
        return None
    gone = missed.take(store)
    missing = {one.page_id for one in gone if one.page_id is not None}
    touched = []
    for room_id in sorted({*outage.late, *outage.heard, *missing}):
        room = store.alarms.get(room_id)
        if room.state is RoomState.LEFT:
            continue
        touched.append(
            Touched(
                room=room,
                is_heard=room_id in outage.heard,
                late=outage.late.get(room_id, 0),
                is_missing=room_id in missing,
            )
        )
    return Away(began_at=outage.began_at, ended_at=outage.ended_at, touched=touched, missed=gone)
