"""Stores as services get them, on the database of a desk, and what its log and its plans say."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.case import Case
from bot.rules.profile import Profile
from storage.scoped import CaseStore, UnitStore
from storage.tables import Due
from tests import opened
from tests.bot.desk import Desk
from tests.rules.making import SKOVDE


def unit_store(desk: Desk, session: Session, profile: Profile = SKOVDE) -> UnitStore:
    """The store of the unit norr, for the bot itself."""
    return UnitStore(session, "norr", "bot", desk.clock.now(), profile=profile)


def case_store(desk: Desk, session: Session, case: Case) -> CaseStore:
    """The store of a case of that unit."""
    return unit_store(desk, session).of(case)


def actions(session: Session) -> list[str]:
    """What the audit log tells, oldest first."""
    return [entry.action for entry in opened.audited(session)]


def pending(session: Session, kind: str) -> list[str]:
    """The subjects of all that is scheduled of a kind."""
    query = select(Due.subject).where(Due.kind == kind, Due.state == "pending").order_by(Due.subject)
    return list(session.scalars(query))
