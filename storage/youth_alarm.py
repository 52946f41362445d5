"""Alarms of youths: what has come, who took it, and what came of that. No words of theirs stand here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.rules.youth_alarm import TAG, Came, Outcome, State
from bot.rules.youth_alarm import YouthAlarm as Alarm
from storage.tables import YouthAlarm
from storage.tables.cases import is_alarming


class YouthAlarms:
    """The alarms of one unit."""

    def __init__(self, session: Session, unit_id: str) -> None:
        self._session = session
        self._unit_id = unit_id

    def get(self, alarm_id: int) -> Alarm | None:
        """An alarm of this unit, in any state; None when there is none, as once its case is erased."""
        row = self._session.get(YouthAlarm, alarm_id)
        return None if row is None or row.unit_id != self._unit_id else _from_row(row)

    def of_person(self, person_id: str) -> Sequence[Alarm]:
        """The alarms of somebody that are not over, oldest first; at most the last of them is not taken."""
        query = select(YouthAlarm).where(YouthAlarm.person_id == person_id, is_alarming())
        return self._found(query)

    def of_case(self, case_id: str) -> Sequence[Alarm]:
        """The alarms of a case that are not over, oldest first."""
        return self._found(select(YouthAlarm).where(YouthAlarm.case_id == case_id, is_alarming()))

    def all(self) -> Sequence[Alarm]:
        """Every alarm of the unit that is not over, oldest first."""
        return self._found(select(YouthAlarm).where(is_alarming()))

    def add(self, person_id: str, case_id: str | None, came: Sequence[Came], places: Sequence[str]) -> Alarm:
        """Add an alarm that nobody has taken."""
        row = YouthAlarm(
            unit_id=self._unit_id,
            person_id=person_id,
            case_id=case_id,
            state=State.OPEN,
            came=_to_json(came),
            places=list(places),
            step=0,
            asked=0,
        )
        self._session.add(row)
        self._session.flush()
        return _from_row(row)

    def save(self, alarm: Alarm) -> None:
        """Write an alarm as it has become."""
        row = self._session.get_one(YouthAlarm, alarm.id)
        if row.unit_id != self._unit_id:
            raise LookupError("an alarm of another unit")
        row.state = alarm.state
        row.came = _to_json(alarm.came)
        row.places = list(alarm.places)
        row.step = alarm.step
        row.asked = alarm.asked
        row.taken_by = alarm.taken_by
        row.taken_at = alarm.taken_at
        row.outcome = alarm.outcome
        self._session.flush()

    def _found(self, query: Any) -> list[Alarm]:
        mine = query.where(YouthAlarm.unit_id == self._unit_id).order_by(YouthAlarm.id)
        return [_from_row(row) for row in self._session.scalars(mine)]


def is_over(session: Session, tag: str | None) -> bool:
    """Whether a message with this tag tells of an alarm that is over, or was erased with its case."""
    _, prefix, number = (tag or "").partition(TAG)
    if not prefix:
        return False
    row = session.get(YouthAlarm, int(number))
    return row is None or row.state == State.CLOSED


def forget_case(session: Session, case_id: str) -> None:
    """Delete the alarms of a case."""
    session.execute(delete(YouthAlarm).where(YouthAlarm.case_id == case_id))


def _to_json(came: Sequence[Came]) -> list[dict[str, Any]]:
    return [{**asdict(one), "first": one.first.isoformat(), "last": one.last.isoformat()} for one in came]


def _from_row(row: YouthAlarm) -> Alarm:
    came = tuple(
        Came(
            kind=one["kind"],
            count=one["count"],
            first=datetime.fromisoformat(one["first"]),
            last=datetime.fromisoformat(one["last"]),
        )
        for one in row.came
    )
    return Alarm(
        id=row.id,
        unit_id=row.unit_id,
        case_id=row.case_id,
        person_id=row.person_id,
        state=State(row.state),
        came=came,
        places=tuple(row.places),
        step=row.step,
        asked=row.asked,
        taken_by=row.taken_by,
        taken_at=row.taken_at,
        outcome=None if row.outcome is None else Outcome(row.outcome),
    )
