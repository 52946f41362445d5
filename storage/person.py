"""People of a unit, and the keys their names are sealed with."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.i18n import Language
from bot.rules.person import Person as Somebody
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage import identity as identities
from storage import outbox, question, sealed
from storage import room as rooms
from storage.tables import Person, Room


class People:
    """The people of one unit."""

    def __init__(
        self, session: Session, unit_id: str, *, called: Callable[[], Mapping[str, str]] = dict[str, str]
    ) -> None:
        """``called``: what to call the people whose names are protected, by person id."""
        self._session = session
        self._unit_id = unit_id
        self._called = cache(called)

    def all(self) -> list[Somebody]:
        """Everybody in the unit, by handle."""
        query = select(Person).where(Person.unit_id == self._unit_id).order_by(Person.handle)
        rows = self._session.scalars(query).all()
        sealed.open_ahead(self._session, [row.key_id for row in rows])
        return [self._person(row) for row in rows]

    def get(self, person_id: str) -> Somebody:
        """One person of this unit. Raises ``LookupError`` for anybody else."""
        return self._person(self._row(person_id))

    def find(self, said: str) -> Somebody | None:
        """The active person with a handle (with or without ``@``) or a Matrix id; never a guest."""
        plain = said.strip()
        here = (Person.unit_id == self._unit_id, Person.active, Person.role != Role.GUEST)
        query = select(Person).where(*here)
        if ":" in plain:
            row = self._session.scalars(query.where(Person.matrix_id == plain)).first()
        else:
            row = self._session.scalars(query.where(Person.handle == plain.lstrip("@").lower())).first()
        return None if row is None else self._person(row)

    def has_handle(self, handle: str) -> bool:
        """Whether a handle is taken, also by somebody who has left: what is written about them must stay
        theirs."""
        query = select(Person.id).where(Person.unit_id == self._unit_id, Person.handle == handle)
        return self._session.scalars(query).first() is not None

    def add(self, somebody: Somebody, *, now: datetime) -> Somebody:
        """Add a person and their own page, which the reconciler opens; returns them with their new id."""
        office = self._session.scalars(
            select(Room).where(Room.unit_id == self._unit_id, Room.kind == RoomKind.OFFICE)
        ).one()
        person_id = secrets.token_hex(16)
        key_id = sealed.make_key(self._session, "unit")
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
            kind=RoomKind.PAGE,
            key_id=key_id,
            person_id=person_id,
        )
        rooms.mark_dirty(self._session, unit_id=self._unit_id)
        self._follow(somebody.matrix_id)
        return replace(somebody, id=person_id)

    def set_language(self, person_id: str, language: Language) -> None:
        """Set the language somebody is spoken to in."""
        self._row(person_id).language = language

    def set_reminders(self, person_id: str, wanted: bool) -> None:
        """Set whether somebody gets reminders."""
        self._row(person_id).reminders = wanted

    def bind(
        self,
        person_id: str,
        matrix_id: str | None,
        *,
        checked: str | None = None,
        approved_by: str | None = None,
    ) -> None:
        """Set a person's Matrix id, how their identity was checked, and who approved it as a second person.

        Everything the old account asked for or was asked is cancelled: it may have been in other hands.
        """
        row = self._row(person_id)
        row.matrix_id = matrix_id
        row.checked = checked
        row.approved_by = approved_by or row.approved_by
        self._session.flush()
        question.close_person(self._session, person_id)
        rooms.mark_dirty(self._session, unit_id=self._unit_id)
        self._follow(matrix_id)

    def deactivate(self, person_id: str) -> None:
        """Deactivate somebody who has left: no account, no rooms, and nothing waits for them. Their name is
        kept."""
        self.bind(person_id, None)
        self._row(person_id).active = False
        self._session.flush()
        outbox.drop_room(self._session, rooms.page(self._session, person_id).id, "the person has left")

    def _follow(self, matrix_id: str | None) -> None:
        """Have somebody's devices looked up early: a preview says whether they can read what will be sent."""
        if matrix_id is not None:
            office = self._session.scalars(
                select(Room).where(Room.unit_id == self._unit_id, Room.kind == RoomKind.OFFICE)
            )
            identities.mark_stale(self._session, office.one().account_id, [matrix_id], how="all")

    def _person(self, row: Person) -> Somebody:
        found = _from_row(self._session, row)
        return replace(found, name=self._called().get(row.id, found.name))

    def _row(self, person_id: str) -> Person:
        row = self._session.get(Person, person_id)
        if row is None or row.unit_id != self._unit_id:
            raise LookupError("no such person in this unit")
        return row


def by_matrix(session: Session, matrix_id: str, unit_id: str) -> Somebody | None:
    """The active person of a unit with a Matrix id."""
    query = select(Person).where(Person.unit_id == unit_id, Person.matrix_id == matrix_id, Person.active)
    row = session.scalars(query).first()
    return None if row is None else _from_row(session, row)


def has_account(session: Session, person_id: str) -> bool:
    """Whether somebody has a Matrix account."""
    return session.get_one(Person, person_id).matrix_id is not None


def _from_row(session: Session, row: Person) -> Somebody:
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
