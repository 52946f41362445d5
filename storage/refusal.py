"""Refusals: whom a youth or guardian does not want involved, said while there was no consent to withdraw."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.ledger import Refusal as Said
from storage.tables import Refusal


class Refusals:
    """The refusals in one case."""

    def __init__(self, session: Session, unit_id: str, case_id: str) -> None:
        self._session = session
        self._unit_id = unit_id
        self._case_id = case_id

    def all(self) -> list[Said]:
        """Every refusal, oldest first."""
        query = (
            select(Refusal)
            .where(Refusal.case_id == self._case_id)
            .order_by(Refusal.said_at, Refusal.person_id)
        )
        return [
            Said(function=row.function or None, person_id=row.person_id, said_at=row.said_at)
            for row in self._session.scalars(query)
        ]

    def put(self, function: str | None, *, by: str, now: datetime) -> None:
        """Store that somebody does not want a function involved (``None``: nobody in particular, or
        everybody)."""
        self._session.merge(
            Refusal(
                case_id=self._case_id,
                person_id=by,
                function=function or "",
                unit_id=self._unit_id,
                said_at=now,
            )
        )
        self._session.flush()
