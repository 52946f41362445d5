"""People of a unit, and the keys their names are sealed with."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.i18n import Language
from bot.rules.people import Person as Somebody
from bot.rules.roles import Role
from storage import device as known_devices
from storage import room as rooms
from storage import sealed
from storage.tables import Person, Room


class People:
    """The people of one unit."""

    def __init__(self, session: Session, unit_id: str) -> None:
        self._session = session
        self._unit_id = unit_id

    def all(self) -> list[Somebody]:
        """Everybody, by handle."""
        query = select(Person).where(Person.unit_id == self._unit_id).order_by(Person.handle)
        return [person(self._session, row) for row in self._session.scalars(query)]

    def get(self, person_id: str) -> Somebody:
        """One person of this unit. Raises ``LookupError`` for anybody else."""
        return person(self._session, self._row(person_id))

    def find(self, said: str) -> Somebody | None:
        """By handle (with or without ``@``) or Matrix id, active people only."""
        plain = said.strip()
        query = select(Person).where(Person.unit_id == self._unit_id, Person.active)
        if ":" in plain:
            row = self._session.scalars(query.where(Person.matrix_id == plain)).first()
        else:
            row = self._session.scalars(query.where(Person.handle == plain.lstrip("@").lower())).first()
        return None if row is None else person(self._session, row)

    def add(self, somebody: Somebody, *, now: datetime) -> Somebody:
        """Add a person and plan their own page. The id is made here."""
        office = self._session.scalars(select(Room).where(Room.unit_id == self._unit_id, Room.kind == "office")).one()
        person_id = secrets.token_hex(16)
        key_id = sealed.new_key(self._session, "unit")
        self._session.add(
            Person(
                id=person_id,
                unit_id=self._unit_id,
                handle=somebody.handle,
                name_sealed=sealed.seal(self._session, key_id, somebody.name, f"person.name:{person_id}"),
                key_id=key_id,
                role=somebody.role,
                function=somebody.function,
                matrix_id=somebody.matrix_id,
                language=somebody.language,
                reminders=somebody.reminders,
                added_by=somebody.added_by,
                approved_by=somebody.approved_by,
                checked=somebody.checked,
                added_at=now,
                active=True,
            )
        )
        self._session.flush()
        rooms.add(
            self._session,
            account_id=office.account_id,
            unit_id=self._unit_id,
            kind="page",
            key_id=key_id,
            person_id=person_id,
        )
        rooms.mark(self._session, unit_id=self._unit_id)
        self._follow(somebody.matrix_id)
        return replace(somebody, id=person_id)

    def set_language(self, person_id: str, language: Language) -> None:
        """The language somebody is spoken to in."""
        self._row(person_id).language = language

    def set_reminders(self, person_id: str, wanted: bool) -> None:
        """Whether somebody wants reminders."""
        self._row(person_id).reminders = wanted

    def bind(self, person_id: str, matrix_id: str | None) -> None:
        """Set the Matrix id of a person (a second person has said yes)."""
        self._row(person_id).matrix_id = matrix_id
        rooms.mark(self._session, unit_id=self._unit_id)
        self._follow(matrix_id)

    def _follow(self, matrix_id: str | None) -> None:
        """Have their devices looked up before anything is said to them: a preview tells whether they can read."""
        if matrix_id is not None:
            office = self._session.scalars(select(Room).where(Room.unit_id == self._unit_id, Room.kind == "office"))
            known_devices.mark_stale(self._session, office.one().account_id, [matrix_id], how="all")

    def _row(self, person_id: str) -> Person:
        row = self._session.get(Person, person_id)
        if row is None or row.unit_id != self._unit_id:
            raise LookupError("no such person in this unit")
        return row


def by_matrix(session: Session, matrix_id: str, unit_id: str) -> Somebody | None:
    """The active person of a unit behind a Matrix id."""
    query = select(Person).where(Person.unit_id == unit_id, Person.matrix_id == matrix_id, Person.active)
    row = session.scalars(query).first()
    return None if row is None else person(session, row)


def has_account(session: Session, person_id: str) -> bool:
    """Whether somebody can be reached by Matrix."""
    return session.get_one(Person, person_id).matrix_id is not None


def person(session: Session, row: Person) -> Somebody:
    """A row as the rules see it."""
    return Somebody(
        id=row.id,
        unit_id=row.unit_id,
        handle=row.handle,
        name=sealed.unseal(session, row.key_id, row.name_sealed, f"person.name:{row.id}"),
        role=Role(row.role),
        function=row.function,
        matrix_id=row.matrix_id,
        language=cast(Language, row.language),
        reminders=row.reminders,
        active=row.active,
        added_by=row.added_by,
        approved_by=row.approved_by,
        checked=row.checked,
    )
