"""Receipts: which functions of a case have acknowledged that they have the consent, and when last."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.ledger import Receipt as Noted
from storage import sealed
from storage.tables import Case, Receipt


class Receipts:
    """The receipts of one case."""

    def __init__(self, session: Session, unit_id: str, case_id: str) -> None:
        self._session = session
        self._unit_id = unit_id
        self._case_id = case_id

    def all(self) -> list[Noted]:
        """The receipts given so far, by function."""
        query = select(Receipt, Case.key_id).join(Case, Case.id == Receipt.case_id)
        found = self._session.execute(query.where(Receipt.case_id == self._case_id))
        return sorted(
            (from_row(self._session, key_id, row) for row, key_id in found), key=attrgetter("function")
        )

    def put(self, function: str, *, by: str, now: datetime) -> None:
        """Store a function's receipt; it replaces an earlier one."""
        key_id = self._session.get_one(Case, self._case_id).key_id
        self._session.merge(
            Receipt(
                case_id=self._case_id,
                function_index=sealed.index(self._session, key_id, function, "receipt"),
                function_sealed=sealed.seal_facts(
                    self._session, key_id, {"function": function}, _place(self._case_id)
                ),
                unit_id=self._unit_id,
                noted_at=now,
                noted_by=by,
            )
        )
        self._session.flush()


def from_row(session: Session, key_id: str, row: Receipt) -> Noted:
    """A row as the rules see it, of a case with this key."""
    about = sealed.unseal_facts(session, key_id, row.function_sealed, _place(row.case_id))
    return Noted(function=about["function"], noted_at=row.noted_at, noted_by=row.noted_by)


def _place(case_id: str) -> str:
    return f"receipt:{case_id}"
