"""Receipts: which functions of a case have acknowledged that they have the consent, and when last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.ledger import Receipt as Noted
from storage.tables import Receipt


class Receipts:
    """The receipts of one case."""

    def __init__(self, session: Session, unit_id: str, case_id: str) -> None:
        self._session = session
        self._unit_id = unit_id
        self._case_id = case_id

    def all(self) -> list[Noted]:
        """The receipts given so far, by function."""
        query = select(Receipt).where(Receipt.case_id == self._case_id).order_by(Receipt.function)
        return [
            Noted(function=row.function, noted_at=row.noted_at, noted_by=row.noted_by)
            for row in self._session.scalars(query)
        ]

    def put(self, function: str, *, by: str, now: datetime) -> None:
        """Store a function's receipt; it replaces an earlier one."""
        self._session.merge(
            Receipt(
                case_id=self._case_id, function=function, unit_id=self._unit_id, noted_at=now, noted_by=by
            )
        )
        self._session.flush()
