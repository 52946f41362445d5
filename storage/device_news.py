"""The devices of a unit's people: what changed about them, and what was reported of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules import device as rules
from bot.rules.person import Person as Somebody
from bot.rules.roles import OPERATORS
from storage import device, dialects, due, identity
from storage.room import OFFICES
from storage.tables import Due, Person, Room
from storage.tables.messages import is_pending

#: Due row: look whether something about a person's devices is to be reported.
NEWS = "device.news"
#: Due row: something was reported about a person's devices; it is forgotten when the row is due.
TOLD = "device.told"


class Devices:
    """The devices of one unit's people, and what was reported about them."""

    def __init__(self, session: Session, unit_id: str) -> None:
        self._session = session
        self._unit_id = unit_id

    def of(self, person_id: str) -> rules.Account | None:
        """Somebody's account with its devices; ``None`` when they have no account."""
        user_id = self._user(person_id)
        if user_id is None:
            return None
        known = identity.get(self._session, self._account, user_id)
        listed = device.of_user(self._session, self._account, user_id)
        return _account(user_id, known, listed)

    def of_all(self, people: Iterable[Somebody]) -> Mapping[str, rules.Account]:
        """The accounts of some people of this unit, by person id, without those who have none. Three
        statements."""
        people = tuple(people)
        if any(person.unit_id != self._unit_id for person in people):
            raise LookupError("somebody of another unit")
        users = {person.id: person.matrix_id for person in people if person.matrix_id is not None}
        if not users:
            return {}
        known = identity.of_users(self._session, self._account, users.values())
        listed: dict[str, list[device.KnownDevice]] = {user_id: [] for user_id in users.values()}
        for one in device.of_users(self._session, self._account, listed):
            listed[one.user_id].append(one)
        return {
            person_id: _account(user_id, known.get(user_id), listed[user_id])
            for person_id, user_id in users.items()
        }

    def mark_lost(self, person_id: str, device_ids: Collection[str] | None) -> None:
        """Mark somebody's devices lost (``None``: all they ever had), so that they never get keys again."""
        user_id = self._user(person_id)
        if user_id is not None:
            device.mark_lost(self._session, self._account, user_id, device_ids)

    def accept(self, person_id: str) -> bool:
        """Accept the identity somebody shows now; returns whether there was one to accept."""
        user_id = self._user(person_id)
        return user_id is not None and identity.accept(self._session, self._account, user_id)

    def schedule_news(self, person_id: str, at: datetime) -> None:
        """Look again at ``at`` whether something is to be reported."""
        due.schedule(self._session, unit_id=self._unit_id, kind=NEWS, subject=person_id, at=at)

    def reported(self, person_id: str) -> Mapping[str, datetime]:
        """What was reported about somebody's devices, and until when each report counts."""
        query = select(Due.subject, Due.at).where(
            Due.kind == TOLD, is_pending(), dialects.begins(self._session, Due.subject, f"{person_id}:")
        )
        return {subject.partition(":")[2]: at for subject, at in self._session.execute(query)}

    def note_reported(self, person_id: str, what: str, until: datetime) -> None:
        """Note that something was reported, which counts ``until`` then."""
        self._user(person_id)
        due.schedule(self._session, unit_id=self._unit_id, kind=TOLD, subject=f"{person_id}:{what}", at=until)

    def forget_reported(self, person_id: str, what: str) -> None:
        """Forget a report: should the same happen again, it is news."""
        due.cancel(self._session, "over", kind=TOLD, subject=f"{person_id}:{what}")

    @property
    def _account(self) -> str:
        query = select(Room.account_id).where(Room.unit_id == self._unit_id, Room.kind.in_(OFFICES))
        return self._session.scalars(query).one()

    def _user(self, person_id: str) -> str | None:
        row = self._session.get(Person, person_id)
        if row is None or row.unit_id != self._unit_id:
            raise LookupError("no such person in this unit")
        return row.matrix_id


def _account(
    user_id: str, known: identity.Pin | None, listed: Collection[device.KnownDevice]
) -> rules.Account:
    """What is known of somebody's account."""
    devices = [
        rules.Device(id=one.device_id, name=one.name, key=one.ed25519, trusted=one.trusted, lost=one.lost)
        for one in listed
    ]
    return rules.Account(
        user_id=user_id,
        asked=known is not None and (not known.stale or known.pinned is not None or bool(listed)),
        pinned=None if known is None else known.pinned,
        seen=None if known is None else known.seen,
        closed=known is not None and known.closed,
        devices=tuple(devices),
    )


def schedule_news(session: Session, user_id: str, at: datetime, *, good: bool) -> None:
    """Schedule a report about a user's devices at ``at``, once, however often they change until then.

    ``good`` news is only reported where bad news was.
    """
    people = select(Person.id, Person.unit_id).where(Person.matrix_id == user_id, Person.active)
    people = people.where(
        Person.unit_id != OPERATORS
    )  # they have no page; `sigbot doctor` shows who cannot read
    for person_id, unit_id in session.execute(people).all():
        wanted = not good or bool(Devices(session, unit_id).reported(person_id))
        if wanted and due.scheduled_at(session, NEWS, person_id) is None:
            due.schedule(session, unit_id=unit_id, kind=NEWS, subject=person_id, at=at)
