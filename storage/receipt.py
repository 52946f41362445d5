"""Who has noted that they have the consent: the latest time for each function of a case."""

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
        """Those that are given, by function."""
        query = select(Receipt).where(Receipt.case_id == self._case_id).order_by(Receipt.function)
        return [
            Noted(function=row.function, noted_at=row.noted_at, noted_by=row.noted_by)
            for row in self._session.scalars(query)
        ]

    def put(self, function: str, *, by: str, now: datetime) -> None:
        """Keep a receipt, instead of an earlier one for an earlier consent."""
        self._session.merge(
            Receipt(case_id=self._case_id, function=function, unit_id=self._unit_id, noted_at=now, noted_by=by)
        )
        self._session.flush()
