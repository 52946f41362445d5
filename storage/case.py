"""Cases: reading, changing and erasing them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.rules import case as rules
from bot.rules.note import Note
from bot.rules.room import RoomKind
from storage import due, erasure, sealed, status_round, tap, youth_alarm
from storage import room as rooms
from storage.actor import standing
from storage.tables import (
    Actor,
    Attendance,
    Case,
    Consent,
    Goal,
    Meeting,
    MeetingPoint,
    MeetingSeries,
    MeetingSuggestion,
    Milestone,
    Minute,
    OwnWithdrawal,
    Presence,
    Receipt,
    Refusal,
    Room,
    StatusRound,
    Task,
    TaskDay,
    TaskEvent,
)


class Cases:
    """The cases of one unit."""

    def __init__(self, session: Session, unit_id: str, today: date) -> None:
        self._session = session
        self._unit_id = unit_id
        self._today = today

    def all(self) -> list[rules.Case]:
        """Every case that is not erased, by code."""
        query = select(Case).where(Case.unit_id == self._unit_id, Case.state != rules.State.DISPOSED)
        return self._found(query)

    def states(self) -> frozenset[rules.State]:
        """The states of the unit's cases that are not erased; however many there are, few are read."""
        query = select(Case.state).where(Case.unit_id == self._unit_id, Case.state != rules.State.DISPOSED)
        return frozenset(rules.State(state) for state in self._session.scalars(query.distinct()))

    def codes(self) -> frozenset[str]:
        """The codes that are taken, also those of erased cases."""
        return frozenset(self._session.scalars(select(Case.code).where(Case.unit_id == self._unit_id)))

    def codes_of(self, case_ids: Collection[str]) -> dict[str, str]:
        """The codes of cases of the unit by their ids, also of erased ones; one statement."""
        query = select(Case.id, Case.code).where(Case.unit_id == self._unit_id, Case.id.in_(case_ids))
        return {case_id: code for case_id, code in self._session.execute(query)}

    def find(self, code: str) -> rules.Case | None:
        """The case with a code; ``None`` when there is none, or it is erased."""
        living = select(Case).where(Case.unit_id == self._unit_id, Case.state != rules.State.DISPOSED)
        row = self._session.scalars(living.where(Case.code == code)).first()
        return None if row is None else _from_row(self._session, row)

    def of_person(self, person_id: str) -> list[rules.Case]:
        """The cases somebody is an actor of today, without those that are closed or erased."""
        named = select(Actor.case_id).where(Actor.person_id == person_id, *standing(self._today))
        query = (
            select(Case)
            .where(Case.unit_id == self._unit_id, Case.id.in_(named))
            .where(Case.state.not_in((rules.State.CLOSED, rules.State.DISPOSED)))
        )
        return self._found(query)

    def only_of_person(self, person_id: str) -> rules.Case | None:
        """The one living case somebody is an actor of now; None when there is none, or more than one."""
        living = self.of_person(person_id)
        return living[0] if len(living) == 1 else None

    def of_coordinator(self, person_id: str) -> list[rules.Case]:
        """The cases somebody coordinates, also those that are closed: each needs a coordinator until it is
        erased."""
        query = select(Case).where(Case.unit_id == self._unit_id, Case.coordinator_id == person_id)
        return self._found(query.where(Case.state != rules.State.DISPOSED))

    def add(self, case: rules.Case) -> rules.Case:
        """Create a case with a key of its own, and its case room, which the reconciler opens.

        Returns the case with its new id.
        """
        office = self._session.scalars(
            select(Room).where(Room.unit_id == self._unit_id, Room.kind == RoomKind.OFFICE)
        ).one()
        key_id = sealed.make_key(self._session, "case")
        added = replace(case, id=secrets.token_hex(16), unit_id=self._unit_id, key_id=key_id)
        self._session.add(
            Case(id=added.id, unit_id=self._unit_id, code=added.code, key_id=key_id, state=added.state)
        )
        save(self._session, added)
        rooms.add(
            self._session,
            account_id=office.account_id,
            unit_id=self._unit_id,
            kind=RoomKind.CASE,
            key_id=key_id,
            case_id=added.id,
        )
        return added

    def _found(self, query: Select[Case]) -> list[rules.Case]:
        """Cases by code."""
        return _from_rows(self._session, self._session.scalars(query.order_by(Case.code)).all())


def _from_row(session: Session, row: Case) -> rules.Case:
    """A row as the rules see it."""
    about = about_case(session, row.id, row.key_id, row.about_sealed)
    return rules.Case(
        id=row.id,
        unit_id=row.unit_id,
        code=row.code,
        key_id=row.key_id,
        state=rules.State(row.state),
        age_band=about["age_band"],
        initiator=about["initiator"],
        coordinator_id=row.coordinator_id,
        created_on=row.created_on,
        track=about["track"],
        notes=_notes_from_json(about["notes"]),
        purge_on=row.purge_on,
        information_meeting_on=row.information_meeting_on,
        information_meeting_held=row.information_meeting_held,
        information_at=_moment(about.get("information_at")),
        youth_choice=about["youth_choice"],
        page_answers=about["page_answers"],
        scope=frozenset(about["scope"]),
        opened_on=row.opened_on,
        closing_on=row.closing_on,
        reason=about["reason"],
        receipt=about["receipt"],
        leave_on=row.leave_on,
        dispose_on=row.dispose_on,
        born=about["born"],
        protected=frozenset(about["protected"]),
        reviewed_on=row.reviewed_on,
    )


def about_case(session: Session, case_id: str, key_id: str, blob: bytes | None) -> Mapping[str, Any]:
    """What a row keeps sealed about a case; of an erased one nothing is left."""
    return _ERASED if blob is None else sealed.unseal_facts(session, key_id, blob, f"case:{case_id}")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _about(case: rules.Case) -> dict[str, Any]:
    """What is sealed about a case."""
    return {
        "age_band": case.age_band,
        "initiator": case.initiator,
        "track": case.track,
        "notes": _notes_as_json(case.notes),
        "youth_choice": case.youth_choice,
        "page_answers": case.page_answers,
        "scope": sorted(case.scope),
        "reason": case.reason,
        "receipt": case.receipt,
        "born": case.born,
        "protected": sorted(case.protected),
        "information_at": None if case.information_at is None else case.information_at.isoformat(),
    }


#: What is known about an erased case.
_ERASED: Mapping[str, Any] = MappingProxyType(
    {
        "age_band": "",
        "initiator": "",
        "track": None,
        "notes": [],
        "youth_choice": None,
        "page_answers": None,
        "scope": [],
        "reason": None,
        "receipt": None,
        "born": None,
        "protected": [],
        "information_at": None,
    }
)


def get(session: Session, case_id: str) -> rules.Case:
    """One case, also an erased one."""
    return _from_row(session, session.get_one(Case, case_id))


def of_ids(session: Session, case_ids: Collection[str]) -> dict[str, rules.Case]:
    """Many cases by id, also erased ones."""
    rows = session.scalars(select(Case).where(Case.id.in_(case_ids))).all()
    return {case.id: case for case in _from_rows(session, rows)}


def _from_rows(session: Session, rows: Sequence[Case]) -> list[rules.Case]:
    """Rows as the rules see them, their keys unwrapped together."""
    sealed.take_keys(session, [row.key_id for row in rows])
    return [_from_row(session, row) for row in rows]


def save(session: Session, case: rules.Case) -> None:
    """Write what the rules changed, and have the members of the case's rooms compared again."""
    with session.no_autoflush:
        row = session.get(Case, case.id) or next(
            found for found in session.new if isinstance(found, Case) and found.id == case.id
        )
        row.state = case.state
        row.coordinator_id = case.coordinator_id
        row.created_on = case.created_on
        row.purge_on = case.purge_on
        row.information_meeting_on = case.information_meeting_on
        row.information_meeting_held = case.information_meeting_held
        row.opened_on = case.opened_on
        row.closing_on = case.closing_on
        row.leave_on = case.leave_on
        row.dispose_on = case.dispose_on
        row.reviewed_on = case.reviewed_on
        about = _about(case)
        # Sealed anew the same facts are other bytes: what is in memory of the case would be read again for nothing
        if row.about_sealed is None or about != about_case(session, case.id, case.key_id, row.about_sealed):
            row.about_sealed = sealed.seal_facts(session, case.key_id, about, f"case:{case.id}")
    session.flush()
    rooms.mark_dirty(session, case_id=case.id)


def _notes_from_json(notes: Sequence[Mapping[str, Any]]) -> tuple[Note, ...]:
    return tuple(Note(**{**each, "day": date.fromisoformat(each["day"])}) for each in notes)


def _notes_as_json(notes: Sequence[Note]) -> list[dict[str, Any]]:
    return [{**asdict(note), "day": note.day.isoformat()} for note in notes]


def dispose(session: Session, case: rules.Case, private: Collection[str] = ()) -> list[str]:
    """Erase a case. Only its code, its dates and the pseudonymous rows of the audit log remain.

    With it go its people whom no other case needs: youths, guardians, and who stands for a ``private`` function. Youths
    and guardians who are on their own page stay as long as they are: returns their ids.
    """
    save(session, case)
    session.get_one(Case, case.id).about_sealed = None
    office_key = rooms.office(session, case.unit_id).key_id
    for row in session.scalars(select(Room).where(Room.case_id == case.id)).all():
        erasure.forget_room(session, row, "the case is disposed of")
        # Somebody may still be in the room, and removing them must not need the key that is destroyed here
        row.key_id = office_key
        row.scope_sealed = None
    due.cancel(session, "the case is disposed of", case_id=case.id)
    tap.forget_case(session, case.id)
    youth_alarm.forget_case(session, case.id)
    named = frozenset(session.scalars(select(Actor.person_id).where(Actor.case_id == case.id)))
    pages = [rooms.page(session, person_id).id for person_id in named]
    erasure.forget_traces(session, case.unit_id, case.id, _ids_in(session, case.id), pages)
    status_round.forget_case(session, case.id)
    for table in (
        TaskDay,
        TaskEvent,
        Task,
        Milestone,
        Goal,
        Attendance,
        MeetingSuggestion,
        Presence,
        MeetingPoint,
        Minute,
        Meeting,
        MeetingSeries,
        Receipt,
        Refusal,
        OwnWithdrawal,
        Consent,
        Actor,
    ):
        for found in session.scalars(select(table).where(table.case_id == case.id)):
            session.delete(found)
    session.flush()
    staying = []
    for person in erasure.needless(session, case.unit_id, named, private):
        if erasure.is_on_page(session, person):
            staying.append(person.id)
        else:
            erasure.forget_person(session, person)
    sealed.destroy_key(session, case.key_id)
    return staying


def _ids_in(session: Session, case_id: str) -> frozenset[str]:
    """The ids of what a case has, by which messages are tagged."""
    return frozenset(
        found
        for table in (Task, Goal, Meeting, StatusRound)
        for found in session.scalars(select(table.id).where(table.case_id == case_id))
    )
