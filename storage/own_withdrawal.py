"""Withdrawals that are said on an own page and wait for a talk, while everything pauses."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.withdrawal import Waiting
from storage import sealed
from storage.tables import Case, OwnWithdrawal


class OwnWithdrawals:
    """The withdrawals that wait in one case; of each function one."""

    def __init__(self, session: Session, unit_id: str, case_id: str) -> None:
        self._session = session
        self._unit_id = unit_id
        self._case_id = case_id

    def all(self) -> list[Waiting]:
        """Every withdrawal that waits, oldest first."""
        query = select(OwnWithdrawal, Case.key_id).join(Case, Case.id == OwnWithdrawal.case_id)
        found = [
            Waiting(
                function=sealed.unseal_facts(self._session, key_id, row.function_sealed, self._place)[
                    "function"
                ],
                person_id=row.person_id,
                said_at=row.said_at,
                due_on=row.due_on,
            )
            for row, key_id in self._session.execute(query.where(OwnWithdrawal.case_id == self._case_id))
        ]
        return sorted(found, key=lambda one: (one.said_at, one.function or ""))

    def put(self, waiting: Waiting) -> None:
        """Store a withdrawal that waits."""
        key_id = self._session.get_one(Case, self._case_id).key_id
        self._session.add(
            OwnWithdrawal(
                case_id=self._case_id,
                function_index=self._index(waiting),
                function_sealed=sealed.seal_facts(
                    self._session, key_id, {"function": waiting.function}, self._place
                ),
                unit_id=self._unit_id,
                person_id=waiting.person_id,
                said_at=waiting.said_at,
                due_on=waiting.due_on,
            )
        )
        self._session.flush()

    def end(self, waiting: Waiting) -> None:
        """Forget a withdrawal that is carried out or taken back."""
        row = self._session.get_one(OwnWithdrawal, (self._case_id, self._index(waiting)))
        self._session.delete(row)
        self._session.flush()

    def _index(self, waiting: Waiting) -> str:
        key_id = self._session.get_one(Case, self._case_id).key_id
        return sealed.index(self._session, key_id, waiting.function or "", "own_withdrawal")

    @property
    def _place(self) -> str:
        return f"own_withdrawal:{self._case_id}"
