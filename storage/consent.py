"""The consent ledger of a case: grants are added and marked withdrawn, never edited or removed while the case
lives."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.case import Case as CaseValue
from bot.rules.consent import Grant
from storage import room as rooms
from storage import sealed
from storage.tables import Case, Consent


class Consents:
    """The ledger of one case."""

    def __init__(
        self,
        session: Session,
        unit_id: str,
        case_id: str,
        *,
        counted: Callable[[Sequence[Grant]], Sequence[Grant]] = tuple,
    ) -> None:
        """``counted``: turns the grants as written into those that count (a birthday ends what was given
        before it)."""
        self._session = session
        self._counted = counted
        self._unit_id = unit_id
        self._case_id = case_id

    def all(self) -> list[Grant]:
        """Every grant, also withdrawn and expired ones, oldest first."""
        query = (
            select(Consent, Case.key_id)
            .join(Case, Case.id == Consent.case_id)
            .where(Consent.case_id == self._case_id)
            .order_by(Consent.recorded_at, Consent.id)
        )
        found = self._session.execute(query)
        return list(self._counted([_from_row(self._session, key_id, row) for row, key_id in found]))

    def add(self, grants: Sequence[Grant]) -> None:
        """Write new grants, with new ids."""
        for grant in grants:
            self._session.add(self._row(replace(grant, id=secrets.token_hex(16))))
        self._session.flush()
        rooms.mark_dirty(self._session, case_id=self._case_id)

    def withdraw(self, grants: Sequence[Grant]) -> None:
        """Mark grants withdrawn, with the ``withdrawn_at`` and ``withdrawn_by`` the rules gave them."""
        for grant in grants:
            row = self._session.get_one(Consent, grant.id)
            if row.case_id != self._case_id:
                raise LookupError("a grant of another case")
            row.withdrawn_at = grant.withdrawn_at
            row.withdrawn_by = grant.withdrawn_by
        self._session.flush()
        rooms.mark_dirty(self._session, case_id=self._case_id)

    # ------------------------------------------------------------------------------------- a grant and its row

    def _row(self, grant: Grant) -> Consent:
        return Consent(
            id=grant.id,
            unit_id=self._unit_id,
            case_id=self._case_id,
            about_sealed=sealed.seal_facts(self._session, self._key, _about(grant), f"consent:{grant.id}"),
            person_id=grant.person_id,
            starts_on=grant.starts_on,
            until=grant.until,
            given_on=grant.given_on,
            recorded_by=grant.recorded_by,
            approved_by=grant.approved_by,
            recorded_at=grant.recorded_at,
            withdrawn_at=grant.withdrawn_at,
            withdrawn_by=grant.withdrawn_by,
        )

    @cached_property
    def _key(self) -> str:
        return self._session.get_one(Case, self._case_id).key_id


def of_cases(session: Session, cases: Iterable[CaseValue]) -> Mapping[str, list[Grant]]:
    """Every grant of each of many cases by case id, as written and ordered as in :meth:`Consents.all`; one
    statement."""
    keys = {case.id: case.key_id for case in cases}
    sealed.take_keys(session, list(keys.values()))
    found: dict[str, list[Grant]] = {case_id: [] for case_id in keys}
    query = select(Consent).where(Consent.case_id.in_(keys)).order_by(Consent.recorded_at, Consent.id)
    for row in session.scalars(query):
        found[row.case_id].append(_from_row(session, keys[row.case_id], row))
    return found


def codes_of_living(session: Session, unit_id: str, on: date) -> list[str]:
    """The codes of the cases of a unit with a grant that was not withdrawn and had not run out on a day."""
    query = (
        select(Case.code)
        .join(Consent, Consent.case_id == Case.id)
        .where(Case.unit_id == unit_id, Consent.withdrawn_at.is_(None), Consent.until >= on)
    )
    return list(session.scalars(query.distinct().order_by(Case.code)))


def _about(grant: Grant) -> dict[str, Any]:
    """What is sealed about a grant."""
    return {
        "giver": grant.giver,
        "capacity": grant.capacity,
        "function": grant.function,
        "kinds": sorted(grant.kinds),
        "method": grant.method,
        "youth_asked": grant.youth_asked,
        "assessed_on": None if grant.assessed_on is None else grant.assessed_on.isoformat(),
        "witness": grant.witness,
        "interpreter": grant.interpreter,
        "form": grant.form,
        "paper": grant.paper,
    }


def _from_row(session: Session, key_id: str, row: Consent) -> Grant:
    """A row as the rules see it."""
    about = sealed.unseal_facts(session, key_id, row.about_sealed, f"consent:{row.id}")
    assessed_on = about["assessed_on"]
    return Grant(
        id=row.id,
        unit_id=row.unit_id,
        case_id=row.case_id,
        giver=about["giver"],
        capacity=about["capacity"],
        function=about["function"],
        person_id=row.person_id,
        kinds=frozenset(about["kinds"]),
        starts_on=row.starts_on,
        until=row.until,
        method=about["method"],
        given_on=row.given_on,
        recorded_by=row.recorded_by,
        approved_by=row.approved_by,
        recorded_at=row.recorded_at,
        youth_asked=about["youth_asked"],
        assessed_on=None if assessed_on is None else date.fromisoformat(assessed_on),
        witness=about["witness"],
        interpreter=about["interpreter"],
        form=about["form"],
        paper=about["paper"],
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
    )
