"""Meetings of a case, and who can come."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.rules import meeting as rules
from storage import sealed
from storage.tables import Attendance, Case, Meeting


class Meetings:
    """The meetings of one case."""

    def __init__(self, session: Session, unit_id: str, case_id: str) -> None:
        self._session = session
        self._unit_id = unit_id
        self._case_id = case_id

    def all(self) -> list[rules.Meeting]:
        """Every meeting, by number."""
        query = select(Meeting).where(Meeting.case_id == self._case_id).order_by(Meeting.number)
        return [self._meeting(row) for row in self._session.scalars(query)]

    def get(self, meeting_id: str) -> rules.Meeting | None:
        """The meeting of this case with an id."""
        row = self._session.get(Meeting, meeting_id)
        return None if row is None or row.case_id != self._case_id else self._meeting(row)

    def add(self, meeting: rules.Meeting) -> rules.Meeting:
        """Add a meeting; returns it with its new id and number."""
        last = (
            self._session.scalar(select(func.max(Meeting.number)).where(Meeting.case_id == self._case_id))
            or 0
        )
        added = replace(meeting, id=secrets.token_hex(16), case_id=self._case_id, number=last + 1)
        key_id = self._key
        self._session.add(
            Meeting(
                id=added.id,
                unit_id=self._unit_id,
                case_id=self._case_id,
                number=added.number,
                starts_at=added.starts_at,
                minutes=added.minutes,
                title_sealed=sealed.seal(self._session, key_id, added.title, f"meeting.title:{added.id}"),
                place_sealed=sealed.seal(self._session, key_id, added.place, f"meeting.place:{added.id}"),
                state=added.state,
            )
        )
        self._session.flush()
        return added

    def set_state(self, meeting_id: str, state: rules.MeetingState) -> None:
        """Write what became of a meeting."""
        row = self._session.get_one(Meeting, meeting_id)
        if row.case_id != self._case_id:
            raise LookupError("a meeting of another case")
        row.state = state
        self._session.flush()

    def note_answer(self, meeting_id: str, person_id: str, answer: rules.Answer, now: datetime) -> None:
        """Note whether somebody can come; the last answer counts."""
        if self.get(meeting_id) is None:
            raise LookupError("a meeting of another case")
        row = self._session.get(Attendance, (meeting_id, person_id))
        if row is None:
            row = Attendance(meeting_id=meeting_id, person_id=person_id, answer=answer, answered_at=now)
            self._session.add(row)
        row.answer = answer
        row.answered_at = now
        self._session.flush()

    def answer_of(self, meeting_id: str, person_id: str) -> tuple[rules.Answer, datetime] | None:
        """What somebody has answered, and when; None when they have not."""
        row = self._session.get(Attendance, (meeting_id, person_id))
        if row is None or self.get(meeting_id) is None:
            return None
        return rules.Answer(row.answer), row.answered_at

    def forget_answer(self, meeting_id: str, person_id: str) -> None:
        """Forget what somebody has answered."""
        if self.get(meeting_id) is None:
            raise LookupError("a meeting of another case")
        self._session.execute(
            delete(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.person_id == person_id)
        )

    def answers(self, meeting_id: str) -> dict[str, rules.Answer]:
        """The answers to a meeting by person id."""
        if self.get(meeting_id) is None:
            raise LookupError("a meeting of another case")
        query = select(Attendance.person_id, Attendance.answer).where(Attendance.meeting_id == meeting_id)
        return {person_id: rules.Answer(answer) for person_id, answer in self._session.execute(query)}

    def _meeting(self, row: Meeting) -> rules.Meeting:
        key_id = self._key
        return rules.Meeting(
            id=row.id,
            unit_id=row.unit_id,
            case_id=row.case_id,
            number=row.number,
            starts_at=row.starts_at,
            minutes=row.minutes,
            title=sealed.unseal(self._session, key_id, row.title_sealed, f"meeting.title:{row.id}"),
            place=sealed.unseal(self._session, key_id, row.place_sealed, f"meeting.place:{row.id}"),
            state=rules.MeetingState(row.state),
        )

    @cached_property
    def _key(self) -> str:
        return self._session.get_one(Case, self._case_id).key_id
