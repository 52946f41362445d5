"""People of a unit, and the keys their names are sealed with."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.i18n import Language
from bot.rules.person import Person as Somebody
from bot.rules.person import meant, spellings, typed, without_accents
from bot.rules.reminder import Reminding
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage import identity as identities
from storage import outbox, question, sealed
from storage import room as rooms
from storage.memory import Part, recall
from storage.tables import Person

#: Who adds those whom the settings name.
ADDED_BY = "bot"


class People:
    """The people of one unit."""

    def __init__(
        self, session: Session, unit_id: str, *, called: Callable[[], Mapping[str, str]] = dict[str, str]
    ) -> None:
        """``called``: what to call the people whose names are protected, by person id."""
        self._session = session
        self._unit_id = unit_id
        self._called = cache(called)

    def all(self) -> list[Somebody]:
        """Everybody in the unit, by handle."""
        return [self._as_called(person) for person in self._known.by_handle.values()]

    def get(self, person_id: str) -> Somebody:
        """One person of this unit. Raises ``LookupError`` for anybody else."""
        found = self._known.by_id.get(person_id)
        if found is None:
            raise LookupError("no such person in this unit")
        return self._as_called(found)

    def find(self, said: str) -> Somebody | None:
        """The active person meant by a handle (with or without ``@``), a Matrix id or a name; never a guest."""
        written = self._known.by_spelling
        alike = (one for form in typed(said) for one in written.get(form, ()))
        named = [self._as_called(one) for one in alike if one.active and one.role is not Role.GUEST]
        return meant(named, said)

    def has_handle(self, handle: str) -> bool:
        """Whether a handle, or one that differs only in accents, is taken, also by somebody who has left: what is
        written about them must stay theirs."""
        plain = without_accents(handle)
        return any(without_accents(taken) == plain for taken in self._known.by_handle)

    def add(self, somebody: Somebody, *, now: datetime) -> Somebody:
        """Add a person and their own page, which the reconciler opens; returns them with their new id. Those who run
        the bot have no page."""
        office = rooms.office(self._session, self._unit_id)
        person_id = secrets.token_hex(16)
        key_id = sealed.make_key(self._session, "unit")
        self._session.add(
            Person(
                id=person_id,
                unit_id=self._unit_id,
                handle_index=handle_index(self._session, self._unit_id, somebody.handle),
                about_sealed=seal_about(self._session, key_id, replace(somebody, id=person_id)),
                key_id=key_id,
                matrix_id=somebody.matrix_id,
                reminders=somebody.reminders,
                added_by=somebody.added_by,
                approved_by=somebody.approved_by,
                added_at=now,
                active=True,
            )
        )
        self._session.flush()
        if somebody.role is not Role.OPERATOR:
            rooms.add(
                self._session,
                account_id=office.account_id,
                unit_id=self._unit_id,
                kind=RoomKind.PAGE,
                key_id=key_id,
                person_id=person_id,
            )
        rooms.mark_dirty_for(self._session, self._unit_id, person_id)
        self._follow(somebody.matrix_id)
        return replace(somebody, id=person_id)

    def set_language(self, person_id: str, language: Language, further: str | None = None) -> None:
        """Set the language somebody is spoken to in, and the profile's language in which they hear a few texts as
        well."""
        self._change(self._row(person_id), language=language, further_language=further)

    def set_reminders(self, person_id: str, wanted: bool) -> None:
        """Set whether somebody gets reminders; if they rested, they rest no more."""
        row = self._row(person_id)
        row.reminders = wanted
        self._change(row, rests_until=None)

    def set_reminding(self, person_id: str, how: Reminding) -> None:
        """Set when somebody wants to be reminded."""
        self._change(self._row(person_id), reminding=how)

    def rest_reminders(self, person_id: str, until: date | None) -> None:
        """Set the day from which somebody is reminded again; None: they are reminded as usual."""
        self._change(self._row(person_id), rests_until=until)

    def set_daily(self, person_id: str, *, daily: bool) -> None:
        """Set whether somebody who gets everything together gets it each working day, and not once a week."""
        self._change(self._row(person_id), daily=daily)

    def set_greeted(self, person_id: str, at: datetime) -> bool:
        """Note that somebody gets the first words; returns False if the account they have now has got them."""
        row = self._row(person_id)
        if row.greeted_at is not None:
            return False
        row.greeted_at = at
        return True

    def hold_page(self, person_id: str, since: datetime | None) -> None:
        """Answer nothing sensitive on somebody's page from a time on; with None, answer as usual again."""
        self._row(person_id).held_since = since

    def set_away(self, person_id: str, until: date | None, deputy_id: str | None) -> None:
        """Set until which day somebody is away, and who stands in; None: they are not away."""
        row = self._row(person_id)
        row.away_until = until
        row.deputy_id = deputy_id

    def set_monday(self, person_id: str, monday: str) -> None:
        """Set whether somebody gets the week on Mondays; see :class:`bot.rules.overview.Monday`."""
        self._row(person_id).monday = monday

    def bind(
        self,
        person_id: str,
        matrix_id: str | None,
        *,
        checked: str | None = None,
        approved_by: str | None = None,
    ) -> None:
        """Set a person's Matrix id, how their identity was checked, and who approved it as a second person.

        Everything the old account asked for or was asked is cancelled: it may have been in other hands.
        """
        row = self._row(person_id)
        row.matrix_id = matrix_id
        self._change(row, checked=checked)
        row.approved_by = approved_by or row.approved_by
        row.greeted_at = None  # what was said before, the new account cannot read
        row.held_since = None  # whoever has the old account reads nothing there any more
        self._session.flush()
        question.close_person(self._session, person_id)
        rooms.mark_dirty_for(self._session, self._unit_id, person_id)
        self._follow(matrix_id)

    def deactivate(self, person_id: str) -> None:
        """Deactivate somebody who has left: no account, no rooms, and nothing waits for them. Their name is
        kept."""
        self.bind(person_id, None)
        self._row(person_id).active = False
        self._session.flush()
        outbox.drop_room(self._session, rooms.page(self._session, person_id).id, "the person has left")

    def _follow(self, matrix_id: str | None) -> None:
        """Have somebody's devices looked up early: a preview says whether they can read what will be sent."""
        if matrix_id is not None:
            account_id = rooms.office(self._session, self._unit_id).account_id
            identities.mark_stale(self._session, account_id, [matrix_id], how="all")

    def set_operators(self, matrix_ids: Sequence[str], language: Language, *, now: datetime) -> None:
        """Make those with these accounts the ones who run the bot, and nobody else."""
        known = self._known.by_matrix
        for matrix_id in matrix_ids:
            if matrix_id not in known:
                somebody = Somebody(
                    id="",
                    unit_id=self._unit_id,
                    handle=f"drift-{len(self._known.by_id) + 1}",
                    name=matrix_id,
                    role=Role.OPERATOR,
                    matrix_id=matrix_id,
                    language=language,
                    added_by=ADDED_BY,
                )
                self.add(somebody, now=now)
        for person in self.all():
            is_wanted = person.matrix_id in matrix_ids
            if person.active is not is_wanted:
                self._row(person.id).active = is_wanted
                rooms.mark_dirty(self._session, unit_id=self._unit_id)
        self._session.flush()

    @property
    def _known(self) -> _Known:
        return _known(self._session, self._unit_id)

    def _as_called(self, person: Somebody) -> Somebody:
        name = self._called().get(person.id)
        return person if name is None else replace(person, name=name)

    def _change(self, row: Person, **sealed_facts: str | date | bool | None) -> None:
        """Change what is sealed about somebody."""
        before = _from_row(self._session, row)
        after = replace(before, **sealed_facts)  # type: ignore[arg-type]  # each a fact of theirs
        if after != before:
            row.about_sealed = seal_about(self._session, row.key_id, after)

    def _row(self, person_id: str) -> Person:
        row = self._session.get(Person, person_id)
        if row is None or row.unit_id != self._unit_id:
            raise LookupError("no such person in this unit")
        return row


def by_matrix(session: Session, matrix_id: str, unit_id: str) -> Somebody | None:
    """The active person of a unit with a Matrix id."""
    found = _known(session, unit_id).by_matrix.get(matrix_id)
    return found if found is not None and found.active else None


def handles(session: Session, unit_id: str) -> Collection[str]:
    """The short names that are taken in a unit."""
    return _known(session, unit_id).by_handle.keys()


def handle_index(session: Session, unit_id: str, handle: str) -> str:
    """What stands for a short name in a row: no two people of a unit have the same."""
    return sealed.index(session, sealed.index_key(session, unit_id), handle, "person.handle")


def seal_about(session: Session, key_id: str, somebody: Somebody) -> bytes:
    """What a row keeps sealed about somebody."""
    about = {
        "handle": somebody.handle,
        "name": somebody.name,
        "role": str(somebody.role),
        "function": somebody.function,
        "language": somebody.language,
        "further_language": somebody.further_language,
        "checked": somebody.checked,
    }
    # Left out where nothing was chosen, as in rows of before anybody could choose
    if somebody.reminding is not Reminding.USUAL:
        about["reminding"] = str(somebody.reminding)
    if somebody.daily:
        about["daily"] = "yes"
    if somebody.rests_until is not None:
        about["rests_until"] = somebody.rests_until.isoformat()
    return sealed.seal_facts(session, key_id, about, f"person:{somebody.id}")


def has_account(session: Session, unit_id: str, person_id: str) -> bool:
    """Whether somebody of a unit has a Matrix account."""
    return _known(session, unit_id).by_id[person_id].matrix_id is not None


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The people of a unit, in order of their handles, as they are looked up."""

    by_id: Mapping[str, Somebody]
    by_handle: Mapping[str, Somebody]
    by_matrix: Mapping[str, Somebody]
    by_spelling: Mapping[str, Sequence[Somebody]]


def _known(session: Session, unit_id: str) -> _Known:
    parts = (Part(Person, "unit_id", unit_id),)
    return recall(session, ("people", unit_id), parts, lambda: _read(session, unit_id))


def _read(session: Session, unit_id: str) -> _Known:
    rows = session.scalars(select(Person).where(Person.unit_id == unit_id)).all()
    sealed.take_keys(session, [row.key_id for row in rows])
    people = sorted((_from_row(session, row) for row in rows), key=attrgetter("handle"))
    by_spelling: dict[str, list[Somebody]] = {}
    for person in people:
        for form in spellings(person):
            by_spelling.setdefault(form, []).append(person)
    return _Known(
        by_id={person.id: person for person in people},
        by_handle={person.handle: person for person in people},
        by_matrix={person.matrix_id: person for person in people if person.matrix_id is not None},
        by_spelling=by_spelling,
    )


def _from_row(session: Session, row: Person) -> Somebody:
    """A row as the rules see it."""
    about = sealed.unseal_facts(session, row.key_id, row.about_sealed, f"person:{row.id}")
    return Somebody(
        id=row.id,
        unit_id=row.unit_id,
        handle=about["handle"],
        name=about["name"],
        role=Role(about["role"]),
        function=about["function"],
        matrix_id=row.matrix_id,
        language=cast(Language, about["language"]),
        further_language=about["further_language"],
        reminders=row.reminders,
        active=row.active,
        added_by=row.added_by,
        approved_by=row.approved_by,
        checked=about["checked"],
        reminding=Reminding(about.get("reminding", Reminding.USUAL)),
        rests_until=None if about.get("rests_until") is None else date.fromisoformat(about["rests_until"]),
        daily=about.get("daily") == "yes",
        held=row.held_since is not None,
        away_until=row.away_until,
        deputy_id=row.deputy_id,
        monday=row.monday,
    )
