"""Counts how often a session has written, to check that nothing is written by what must only read."""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

_WRITES = "writes"


class WroteTooEarly(RuntimeError):
    """Something was written by code that must only read, or before it was agreed to."""


def count(session: Session) -> int:
    """How often this session has written so far."""
    session.flush()
    writes: int = session.info.get(_WRITES, 0)
    return writes


def check(session: Session, before: int) -> None:
    """Raise :class:`WroteTooEarly` when something was written since :func:`count` gave ``before``."""
    if count(session) != before:
        raise WroteTooEarly("something was written while nothing should be")


@event.listens_for(Session, "before_flush")
def _count_flush(session: Session, _flush: UOWTransaction, _rows: object) -> None:
    if session.new or session.deleted or any(session.is_modified(row) for row in session.dirty):
        session.info[_WRITES] = session.info.get(_WRITES, 0) + 1


@event.listens_for(Session, "do_orm_execute")
def _count_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[_WRITES] = state.session.info.get(_WRITES, 0) + 1
