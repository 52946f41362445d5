"""The public numbers of the decisions a unit works on, one of each kind."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.note import Note
from storage.tables import Reference


class References:
    """The references of one unit."""

    def __init__(self, session: Session, unit_id: str) -> None:
        self._session = session
        self._unit_id = unit_id

    def all(self) -> dict[str, Note]:
        """The references given so far, by kind."""
        rows = self._session.scalars(select(Reference).where(Reference.unit_id == self._unit_id))
        return {
            row.kind: Note(kind=row.kind, day=row.noted_on, by=row.noted_by, reference=row.number)
            for row in rows
        }

    def put(self, note: Note) -> None:
        """Store a reference; it replaces an earlier one of its kind."""
        self._session.merge(
            Reference(
                unit_id=self._unit_id,
                kind=note.kind,
                number=note.reference,
                noted_on=note.day,
                noted_by=note.by,
            )
        )
        self._session.flush()
