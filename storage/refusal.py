"""Refusals: whom a youth or guardian does not want involved, said while there was no consent to withdraw."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.ledger import Refusal as Said
from storage import sealed
from storage.tables import Case, Refusal


class Refusals:
    """The refusals in one case."""

    def __init__(self, session: Session, unit_id: str, case_id: str) -> None:
        self._session = session
        self._unit_id = unit_id
        self._case_id = case_id

    def all(self) -> list[Said]:
        """Every refusal, oldest first."""
        query = (
            select(Refusal, Case.key_id)
            .join(Case, Case.id == Refusal.case_id)
            .where(Refusal.case_id == self._case_id)
            .order_by(Refusal.said_at, Refusal.person_id)
        )
        return [
            Said(
                function=sealed.unseal_facts(self._session, key_id, row.function_sealed, self._place)[
                    "function"
                ],
                person_id=row.person_id,
                said_at=row.said_at,
            )
            for row, key_id in self._session.execute(query)
        ]

    def put(self, function: str | None, *, by: str, now: datetime) -> None:
        """Store that somebody does not want a function involved (``None``: nobody in particular, or
        everybody)."""
        key_id = self._session.get_one(Case, self._case_id).key_id
        self._session.merge(
            Refusal(
                case_id=self._case_id,
                person_id=by,
                function_index=sealed.index(self._session, key_id, function or "", f"refusal:{by}"),
                function_sealed=sealed.seal_facts(self._session, key_id, {"function": function}, self._place),
                unit_id=self._unit_id,
                said_at=now,
            )
        )
        self._session.flush()

    @property
    def _place(self) -> str:
        return f"refusal:{self._case_id}"
