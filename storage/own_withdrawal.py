"""Withdrawals that are said on an own page and wait for a talk, while everything pauses."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.withdrawal import Waiting
from storage.tables import OwnWithdrawal


class OwnWithdrawals:
    """The withdrawals that wait in one case; of each function one."""

    def __init__(self, session: Session, unit_id: str, case_id: str) -> None:
        self._session = session
        self._unit_id = unit_id
        self._case_id = case_id

    def all(self) -> list[Waiting]:
        """Every withdrawal that waits, oldest first."""
        query = (
            select(OwnWithdrawal)
            .where(OwnWithdrawal.case_id == self._case_id)
            .order_by(OwnWithdrawal.said_at, OwnWithdrawal.function)
        )
        return [
            Waiting(
                function=row.function or None,
                person_id=row.person_id,
                said_at=row.said_at,
                due_on=row.due_on,
            )
            for row in self._session.scalars(query)
        ]

    def put(self, waiting: Waiting) -> None:
        """Store a withdrawal that waits."""
        self._session.add(
            OwnWithdrawal(
                case_id=self._case_id,
                function=waiting.function or "",
                unit_id=self._unit_id,
                person_id=waiting.person_id,
                said_at=waiting.said_at,
                due_on=waiting.due_on,
            )
        )
        self._session.flush()

    def end(self, waiting: Waiting) -> None:
        """Forget a withdrawal that is carried out or taken back."""
        row = self._session.get_one(OwnWithdrawal, (self._case_id, waiting.function or ""))
        self._session.delete(row)
        self._session.flush()
