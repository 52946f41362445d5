"""Who stands for which function in a case."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from bot.rules import consent
from storage import room as rooms
from storage import sealed
from storage.person import People
from storage.tables import Actor, Case


class Actors:
    """Who stands for which function in one case."""

    def __init__(self, session: Session, unit_id: str, case_id: str, today: date) -> None:
        self._session = session
        self._unit_id = unit_id
        self._case_id = case_id
        self._today = today

    def all(self) -> list[consent.Actor]:
        """Everybody who stands for a function today; deputies come last within their function."""
        return self._found(*standing(self._today))

    def coming(self) -> list[consent.Actor]:
        """Everybody who stands for a function from a later day."""
        return self._found(Actor.named_on > self._today, _lasting(self._today))

    def deputies(self, function: str) -> list[consent.Actor]:
        """The deputies for a function, also those who have not begun yet."""
        found = self._found(Actor.deputy.is_(True), _lasting(self._today))
        return [deputy for deputy in found if deputy.function == function]

    def of(self, person_id: str) -> list[consent.Actor]:
        """Every function somebody stands for, also those that begin on a later day."""
        return self._found(Actor.person_id == person_id, _lasting(self._today))

    def ever(self) -> list[consent.Actor]:
        """Everybody who ever stood for a function, or will: the export lists who took part."""
        return self._found()

    def get(self, actor_id: str) -> consent.Actor | None:
        """One actor, also if their time is over; ``None`` when this case has no such actor."""
        return next(iter(self._found(Actor.id == actor_id)), None)

    def assign(
        self,
        function: str,
        person_id: str,
        today: date,
        *,
        beside: bool = False,
        deputy: bool = False,
        ended_on: date | None = None,
        approved_by: str | None = None,
    ) -> str:
        """Assign a person of the unit to a function, from ``today`` until ``ended_on``; returns the actor's
        id.

        Whoever stood for the function before is ended, unless the new one comes ``beside`` them. A ``deputy``
        replaces nobody, and stays when others change.
        """
        People(self._session, self._unit_id).get(person_id)
        key_id = self._session.get_one(Case, self._case_id).key_id
        earlier = select(Actor).where(
            Actor.case_id == self._case_id, Actor.deputy.is_(False), *standing(today)
        )
        if not beside and not deputy:
            for row in self._session.scalars(earlier):
                if function_of(self._session, key_id, row) == function:
                    row.ended_on = today
        actor_id = secrets.token_hex(16)
        about = {"function": function, "approved_by": approved_by, "promised_on": None}
        added = Actor(
            id=actor_id,
            unit_id=self._unit_id,
            case_id=self._case_id,
            about_sealed=sealed.seal_facts(self._session, key_id, about, _place(actor_id)),
            person_id=person_id,
            named_on=today,
            ended_on=ended_on,
            deputy=deputy,
        )
        self._session.add(added)
        self._session.flush()
        rooms.mark_dirty(self._session, case_id=self._case_id)
        return added.id

    def approve(self, actor_id: str, approved_by: str) -> None:
        """Note that a second person approved an actor."""
        row = self._session.get_one(Actor, actor_id)
        if row.case_id != self._case_id:
            raise LookupError("an actor of another case")
        self._change(row, approved_by=approved_by)
        self._session.flush()
        rooms.mark_dirty(self._session, case_id=self._case_id)

    def note_promise(self, actor_ids: Collection[str], day: date | None) -> None:
        """Note the day a private person promised confidentiality; ``None`` takes the promise back."""
        for row in self._session.scalars(
            select(Actor).where(Actor.case_id == self._case_id, Actor.id.in_(actor_ids))
        ):
            self._change(row, promised_on=None if day is None else day.isoformat())
        self._session.flush()
        rooms.mark_dirty(self._session, case_id=self._case_id)

    def note_no_task(self, person_id: str, day: date) -> None:
        """Note the day on which somebody said that they have no task in the case."""
        for row in self._session.scalars(
            select(Actor).where(Actor.case_id == self._case_id, Actor.person_id == person_id)
        ):
            row.no_task_on = day
        self._session.flush()

    def end(self, actor_ids: Collection[str], today: date) -> None:
        """End these actors today; one who has not begun yet never does."""
        for row in self._session.scalars(
            select(Actor).where(Actor.case_id == self._case_id, Actor.id.in_(actor_ids))
        ):
            row.ended_on = today
        self._session.flush()
        rooms.mark_dirty(self._session, case_id=self._case_id)

    def _found(self, *which: ColumnElement[bool]) -> list[consent.Actor]:
        return _read(self._session, Actor.case_id == self._case_id, *which)

    def _change(self, row: Actor, **about: str | None) -> None:
        """Change what is sealed about an actor."""
        key_id = self._session.get_one(Case, self._case_id).key_id
        before = _about(self._session, key_id, row)
        row.about_sealed = sealed.seal_facts(self._session, key_id, {**before, **about}, _place(row.id))


def of_cases(session: Session, case_ids: Collection[str], today: date) -> Mapping[str, list[consent.Actor]]:
    """Who stands for a function today in each of many cases, ordered as in :meth:`Actors.all`; one
    statement."""
    found: dict[str, list[consent.Actor]] = {case_id: [] for case_id in case_ids}
    for one in _read(session, Actor.case_id.in_(found), *standing(today)):
        found[one.case_id].append(one)
    return found


def lasting_of_person(session: Session, unit_id: str, person_id: str, today: date) -> list[consent.Actor]:
    """Every function somebody stands for in the unit's cases, also those that begin on a later day."""
    mine = (Actor.unit_id == unit_id, Actor.person_id == person_id, _lasting(today))
    return _read(session, *mine)


def function_of(session: Session, key_id: str, row: Actor) -> str:
    """The function of a row whose case has this key."""
    function: str = _about(session, key_id, row)["function"]
    return function


def _read(session: Session, *which: ColumnElement[bool]) -> list[consent.Actor]:
    """Actors of any cases by function, deputies last within it; one statement, and one more for the keys that are
    not in memory."""
    found = session.execute(
        select(Actor, Case.key_id).join(Case, Case.id == Actor.case_id).where(*which)
    ).all()
    sealed.take_keys(session, [key_id for _, key_id in found])
    actors = [_from_row(session, key_id, row) for row, key_id in found]
    return sorted(actors, key=lambda one: (one.function, one.deputy, one.named_on, one.id))


def _about(session: Session, key_id: str, row: Actor) -> dict[str, Any]:
    return sealed.unseal_facts(session, key_id, row.about_sealed, _place(row.id))


def _place(actor_id: str) -> str:
    return f"actor:{actor_id}"


def _from_row(session: Session, key_id: str, row: Actor) -> consent.Actor:
    """A row as the rules see it."""
    about = _about(session, key_id, row)
    promised_on = about["promised_on"]
    return consent.Actor(
        id=row.id,
        case_id=row.case_id,
        function=about["function"],
        person_id=row.person_id,
        named_on=row.named_on,
        ended_on=row.ended_on,
        deputy=row.deputy,
        approved_by=about["approved_by"],
        promised_on=None if promised_on is None else date.fromisoformat(promised_on),
        no_task_on=row.no_task_on,
    )


def standing(today: date) -> tuple[ColumnElement[bool], ...]:
    """The same condition as :meth:`bot.rules.consent.Actor.standing`."""
    return (Actor.named_on <= today, _lasting(today))


def _lasting(today: date) -> ColumnElement[bool]:
    return or_(Actor.ended_on.is_(None), Actor.ended_on > today)
