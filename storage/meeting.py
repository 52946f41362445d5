"""Meetings of a case, and who can come."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.rules import meeting as rules
from bot.rules.meeting_answers import Free
from storage import sealed
from storage.tables import Attendance, Case, Meeting, MeetingSeries, MeetingSuggestion


@dataclass(frozen=True, kw_only=True)
class Planned:
    """When a meeting is, and of which case, without its words."""

    case_id: str
    id: str
    starts_at: datetime


def planned_of(session: Session, case_ids: Collection[str], now: datetime) -> list[Planned]:
    """The meetings of some cases that are still to be, the next one first."""
    query = (
        select(Meeting.case_id, Meeting.id, Meeting.starts_at)
        .where(
            Meeting.case_id.in_(case_ids),
            Meeting.state == rules.MeetingState.PLANNED,
            Meeting.starts_at > now,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [
        Planned(case_id=row.case_id, id=row.id, starts_at=row.starts_at) for row in session.execute(query)
    ]


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
                about_sealed=sealed.seal_json(
                    self._session,
                    key_id,
                    {"kind": added.kind, "link": added.link, "agenda": list(added.agenda)},
                    f"meeting.about:{added.id}",
                ),
                series_id=added.series_id,
                root_id=added.root_id,
                sequence=added.sequence,
                asked_at=added.asked_at,
            )
        )
        self._session.flush()
        return added

    def note_asked(self, meeting_id: str, now: datetime) -> None:
        """Note that people were asked now whether they can come to a meeting."""
        self._own(meeting_id).asked_at = now
        self._session.flush()

    def add_series(self, repeats: str) -> rules.MeetingSeries:
        """Add a series, whose meetings follow: how it repeats, as one line."""
        row = MeetingSeries(
            id=secrets.token_hex(16), unit_id=self._unit_id, case_id=self._case_id, repeats=repeats
        )
        self._session.add(row)
        self._session.flush()
        return _series(row)

    def series(self) -> list[rules.MeetingSeries]:
        """Every series of meetings of the case."""
        query = select(MeetingSeries).where(MeetingSeries.case_id == self._case_id)
        return [_series(row) for row in self._session.scalars(query)]

    def end_series(self, series_id: str, now: datetime) -> None:
        """Note that no more meetings of a series are to follow."""
        row = self._session.get_one(MeetingSeries, series_id)
        if row.case_id != self._case_id:
            raise LookupError("a series of another case")
        row.ended_at = now
        self._session.flush()

    def relocate(self, meeting_id: str, place: str, link: str | None) -> rules.Meeting:
        """Write another place of a meeting, and a link or none; whoever has it in a calendar gets it anew."""
        row = self._own(meeting_id)
        before = self._meeting(row)
        row.place_sealed = sealed.seal(self._session, self._key, place, f"meeting.place:{row.id}")
        about = {"kind": before.kind, "link": link, "agenda": list(before.agenda)}
        row.about_sealed = sealed.seal_json(self._session, self._key, about, f"meeting.about:{row.id}")
        row.sequence += 1
        self._session.flush()
        return self._meeting(row)

    def set_state(self, meeting_id: str, state: rules.MeetingState) -> None:
        """Write what became of a meeting."""
        self._own(meeting_id).state = state
        self._session.flush()

    def note_answer(
        self,
        meeting_id: str,
        person_id: str,
        answer: rules.Answer,
        now: datetime,
        *,
        reason: str | None = None,
        deputy_id: str | None = None,
    ) -> None:
        """Note whether somebody can come, why, and who they say comes instead; the last answer counts."""
        self._own(meeting_id)
        row = self._session.get(Attendance, (meeting_id, person_id))
        if row is None:
            row = Attendance(
                meeting_id=meeting_id,
                person_id=person_id,
                case_id=self._case_id,
                answer=answer,
                answered_at=now,
            )
            self._session.add(row)
        row.answer = answer
        row.answered_at = now
        place = f"attendance.reason:{meeting_id}:{person_id}"
        row.reason_sealed = None if reason is None else sealed.seal(self._session, self._key, reason, place)
        row.deputy_id = deputy_id
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

    def replies(self, meeting_id: str) -> dict[str, rules.Reply]:
        """The answers to a meeting by person id, with when and why."""
        self._own(meeting_id)
        query = select(Attendance).where(Attendance.meeting_id == meeting_id)
        return {row.person_id: self._reply(row) for row in self._session.scalars(query)}

    def suggest(self, meeting_id: str, person_id: str, times: Sequence[Free], now: datetime) -> None:
        """Note when a meeting would suit somebody better; the last they said counts."""
        self._own(meeting_id)
        place = f"meeting_suggestion:{meeting_id}:{person_id}"
        written = [[str(each.day), None if each.hour is None else str(each.hour)] for each in times]
        row = self._session.get(MeetingSuggestion, (meeting_id, person_id))
        if row is None:
            row = MeetingSuggestion(
                meeting_id=meeting_id,
                person_id=person_id,
                case_id=self._case_id,
                suggested_at=now,
                times_sealed=b"",
            )
            self._session.add(row)
        row.suggested_at = now
        row.times_sealed = sealed.seal_json(self._session, self._key, written, place)
        self._session.flush()

    def suggestions(self, meeting_id: str) -> Mapping[str, Sequence[Free]]:
        """When a meeting would suit people better, by person id."""
        self._own(meeting_id)
        query = select(MeetingSuggestion).where(MeetingSuggestion.meeting_id == meeting_id)
        return {row.person_id: self._times(row) for row in self._session.scalars(query)}

    def _times(self, row: MeetingSuggestion) -> Sequence[Free]:
        place = f"meeting_suggestion:{row.meeting_id}:{row.person_id}"
        written = sealed.unseal_json(self._session, self._key, row.times_sealed, place)
        return tuple(
            Free(day=date.fromisoformat(day), hour=None if hour is None else time.fromisoformat(hour))
            for day, hour in written
        )

    def _reply(self, row: Attendance) -> rules.Reply:
        place = f"attendance.reason:{row.meeting_id}:{row.person_id}"
        return rules.Reply(
            answer=rules.Answer(row.answer),
            at=row.answered_at,
            reason=None
            if row.reason_sealed is None
            else sealed.unseal(self._session, self._key, row.reason_sealed, place),
            deputy_id=row.deputy_id,
        )

    def _own(self, meeting_id: str) -> Meeting:
        row = self._session.get(Meeting, meeting_id)
        if row is None or row.case_id != self._case_id:
            raise LookupError("a meeting of another case")
        return row

    def _meeting(self, row: Meeting) -> rules.Meeting:
        return value(self._session, row, self._key)

    @cached_property
    def _key(self) -> str:
        return self._session.get_one(Case, self._case_id).key_id


def value(session: Session, row: Meeting, key_id: str) -> rules.Meeting:
    """A row as the rules see it, its words opened with the key of its case."""
    about: dict[str, Any] = {}
    if row.about_sealed is not None:
        about = sealed.unseal_json(session, key_id, row.about_sealed, f"meeting.about:{row.id}")
    return rules.Meeting(
        id=row.id,
        unit_id=row.unit_id,
        case_id=row.case_id,
        number=row.number,
        starts_at=row.starts_at,
        minutes=row.minutes,
        title=sealed.unseal(session, key_id, row.title_sealed, f"meeting.title:{row.id}"),
        place=sealed.unseal(session, key_id, row.place_sealed, f"meeting.place:{row.id}"),
        state=rules.MeetingState(row.state),
        kind=rules.MeetingKind(about.get("kind", rules.MeetingKind.EXTRA)),
        link=about.get("link"),
        agenda=tuple(about.get("agenda", ())),
        series_id=row.series_id,
        root_id=row.root_id,
        sequence=row.sequence,
        asked_at=row.asked_at,
    )


def case_of(session: Session, unit_id: str, meeting_id: str) -> str | None:
    """The case that a meeting of a unit belongs to; None when there is no such meeting."""
    row = session.get(Meeting, meeting_id)
    return None if row is None or row.unit_id != unit_id else row.case_id


def _series(row: MeetingSeries) -> rules.MeetingSeries:
    return rules.MeetingSeries(id=row.id, case_id=row.case_id, repeats=row.repeats, ended_at=row.ended_at)
