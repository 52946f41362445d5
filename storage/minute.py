"""What people want to have taken up at the next meeting of a case, and what was decided and noted at its meetings."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules import minute as rules
from storage import sealed
from storage.tables import Case, MeetingPoint, Minute


class Minutes:
    """The points handed in and the minutes of one case."""

    def __init__(self, session: Session, case_id: str) -> None:
        self._session = session
        self._case_id = case_id

    def points(self) -> list[rules.Point]:
        """What people want to have taken up, the oldest first; each may have one."""
        query = (
            select(MeetingPoint)
            .where(MeetingPoint.case_id == self._case_id)
            .order_by(MeetingPoint.said_at, MeetingPoint.person_id)
        )
        return [
            rules.Point(
                person_id=row.person_id,
                text=sealed.unseal(
                    self._session, self._key, row.text_sealed, f"meeting_point:{row.case_id}:{row.person_id}"
                ),
                said_at=row.said_at,
            )
            for row in self._session.scalars(query)
        ]

    def put_point(self, person_id: str, text: str, now: datetime) -> None:
        """Store what somebody wants to have taken up, instead of what they wanted before."""
        place = f"meeting_point:{self._case_id}:{person_id}"
        self._session.merge(
            MeetingPoint(
                case_id=self._case_id,
                person_id=person_id,
                said_at=now,
                text_sealed=sealed.seal(self._session, self._key, text, place),
            )
        )
        self._session.flush()

    def remove_point(self, person_id: str) -> bool:
        """Remove what somebody wanted to have taken up; returns whether there was anything."""
        row = self._session.get(MeetingPoint, (self._case_id, person_id))
        if row is None:
            return False
        self._session.delete(row)
        self._session.flush()
        return True

    def all(self) -> list[rules.Minute]:
        """The minutes of every meeting, in the order in which they were noted."""
        query = select(Minute).where(Minute.case_id == self._case_id).order_by(Minute.noted_at, Minute.id)
        return [self._minute(row) for row in self._session.scalars(query)]

    def of_meeting(self, meeting_id: str) -> list[rules.Minute]:
        """The minutes of a meeting, in the order in which they were noted."""
        return [minute for minute in self.all() if minute.meeting_id == meeting_id]

    def add(self, minute: rules.Minute) -> rules.Minute:
        """Add a point of the minutes; returns it with its id."""
        added = replace(minute, id=secrets.token_hex(16))
        self._session.add(
            Minute(
                id=added.id,
                case_id=self._case_id,
                meeting_id=added.meeting_id,
                kind=added.kind,
                text_sealed=sealed.seal(self._session, self._key, added.text, f"minute:{added.id}"),
                noted_at=added.noted_at,
                task_id=added.task_id,
                shown_at=added.shown_at,
            )
        )
        self._session.flush()
        return added

    def note_shown(self, meeting_id: str, now: datetime) -> None:
        """Note that the minutes of a meeting were shown in the room."""
        query = select(Minute).where(Minute.case_id == self._case_id, Minute.meeting_id == meeting_id)
        for row in self._session.scalars(query):
            row.shown_at = now
        self._session.flush()

    def _minute(self, row: Minute) -> rules.Minute:
        return rules.Minute(
            id=row.id,
            meeting_id=row.meeting_id,
            kind=rules.MinuteKind(row.kind),
            text=sealed.unseal(self._session, self._key, row.text_sealed, f"minute:{row.id}"),
            noted_at=row.noted_at,
            task_id=row.task_id,
            shown_at=row.shown_at,
        )

    @cached_property
    def _key(self) -> str:
        return self._session.get_one(Case, self._case_id).key_id
