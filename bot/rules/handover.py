"""Handing a case over to another coordinator, never without that coordinator's yes."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import Refused
from bot.i18n import T
from bot.rules.case import Case
from bot.rules.person import Person
from bot.rules.roles import Role


def check_taker(taker: Person) -> None:
    """Refuse a taker who is no active coordinator of the unit, or has no Matrix account."""
    if taker.role is not Role.COORDINATOR or not taker.active:
        raise Refused(T("handover.no_coordinator", name=taker.name))
    if taker.matrix_id is None:
        raise Refused(T("handover.no_account", name=taker.name))


def check_agreed(taker: Person, asker: Person, approver: Person) -> None:
    """Refuse a handover in which the taker neither asks for the case nor gives the second yes."""
    if taker.id not in (asker.id, approver.id):
        raise Refused(T("handover.not_theirs", name=taker.name))


def handed_over(case: Case, taker: Person) -> Case:
    """The case with another coordinator. Refused for somebody who has it already, or cannot take it."""
    check_taker(taker)
    if case.coordinator_id == taker.id:
        raise Refused(T("handover.has_it", code=case.code, name=taker.name))
    return replace(case, coordinator_id=taker.id)
