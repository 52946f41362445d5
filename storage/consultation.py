"""Consultations, and the guests who began them: strangers with a page of their own, who are forgotten
afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.i18n import Language
from bot.messages import Kind
from bot.rules import consultation as rules
from bot.rules.calendar import morning
from bot.rules.consultation import State
from bot.rules.person import Person as Somebody
from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from storage import device, due, erasure, sealed, youth_words
from storage import member as members
from storage import room as rooms
from storage.person import People, by_matrix, handle_index, handles, seal_about
from storage.tables import Consultation, Due, Inbox, Person, Room
from storage.tables.base import is_there
from storage.tables.cases import is_in_progress
from storage.tables.messages import is_pending

#: Due row: erase a consultation.
PURGE = "consultation.purge"
#: Due row: greet a guest who chose a unit.
CHOSEN = "consultation.chosen"
#: Due row: remind the office to answer.
WAITING = "consultation.waiting"
#: Due row: tell the office how many guests were turned away.
TURNED_AWAY = "consultation.turned_away"
#: Due row: one message was passed on to the office; it counts for a day.
PASSED = "consultation.passed"
#: Due row: a guest's message was held back; pending until something of theirs is passed on or answered.
HELD = "consultation.held"
#: Due row: tell the office how many guests have a message held back.
GATHERED = "consultation.gathered"

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)

_HANDLE = "gast-"

#: Guests are people with a consultation: what role somebody has is sealed.
_IS_GUEST = is_there(Consultation.person_id == Person.id)


class Consultations:
    """The consultations of one unit."""

    def __init__(self, session: Session, unit_id: str) -> None:
        self._session = session
        self._unit_id = unit_id

    def in_progress(self) -> list[rules.Consultation]:
        """The consultations in which a guest asked something and that nobody has ended, oldest first."""
        mine = select(Consultation).where(Consultation.unit_id == self._unit_id, is_in_progress())
        return [
            _view(row)
            for row in self._session.scalars(mine.order_by(Consultation.began_on, Consultation.code))
        ]

    def find(self, code: str) -> rules.Consultation | None:
        """The consultation in progress with a code."""
        mine = select(Consultation).where(
            Consultation.unit_id == self._unit_id, Consultation.code == code, is_in_progress()
        )
        row = self._session.scalars(mine).first()
        return None if row is None else _view(row)

    def get(self, consultation_id: str) -> rules.Consultation | None:
        """A consultation of this unit."""
        row = self._session.get(Consultation, consultation_id)
        return None if row is None or row.unit_id != self._unit_id else _view(row)

    def of(self, person_id: str) -> rules.Consultation | None:
        """The consultation of a guest."""
        mine = select(Consultation).where(
            Consultation.unit_id == self._unit_id, Consultation.person_id == person_id
        )
        row = self._session.scalars(mine).first()
        return None if row is None else _view(row)

    def of_account(self, matrix_id: str) -> rules.Consultation | None:
        """The consultation of the guest with a Matrix id."""
        found = by_matrix(self._session, matrix_id, self._unit_id)
        return None if found is None or found.role is not Role.GUEST else self.of(found.id)

    def save(self, consultation: rules.Consultation) -> None:
        """Write what the rules changed, and schedule the day it is erased."""
        row = self._row(consultation.id)
        row.state = consultation.state
        row.began_on = consultation.began_on
        self._schedule_purge(row, consultation.purge_on)

    def heard_since(self, person_id: str, since: datetime) -> int:
        """How many messages a guest wrote on their page since then that have been handled."""
        page = self._session.get_one(Room, rooms.page(self._session, person_id).id)
        guest = self._session.get_one(Person, person_id)
        heard = (
            Inbox.account_id == page.account_id,
            Inbox.sender == guest.matrix_id,
            Inbox.seen_at >= since,
            Inbox.room_id == page.id,
            Inbox.kind.in_((Kind.TEXT, Kind.EDIT)),
            Inbox.state == "done",
        )
        return self._session.scalar(select(func.count()).select_from(Inbox).where(*heard)) or 0

    def move(self, consultation: rules.Consultation, unit_id: str, now: datetime) -> None:
        """Move a guest and their page to the unit they chose, and schedule its greeting."""
        row = self._row(consultation.id)
        guest = People(self._session, self._unit_id).get(row.person_id)
        moved = {"unit_id": unit_id, "handle_index": handle_index(self._session, unit_id, guest.handle)}
        self._session.execute(update(Person).where(Person.id == guest.id).values(moved))
        self._session.execute(update(Room).where(Room.person_id == guest.id).values(unit_id=unit_id))
        row.unit_id = unit_id
        row.state = State.NEW
        self._session.flush()
        due.cancel(self._session, "moved", kind=PURGE, subject=row.id)
        self._schedule_purge(row, row.purge_on)
        due.schedule(self._session, unit_id=unit_id, kind=CHOSEN, subject=row.id, at=now)

    def schedule_reminder(self, consultation_id: str, until: datetime) -> None:
        """Remind the office at ``until`` if a guest is not answered by then. An earlier reminder is left as
        it is."""
        if due.scheduled_at(self._session, WAITING, consultation_id) is None:
            due.schedule(
                self._session, unit_id=self._unit_id, kind=WAITING, subject=consultation_id, at=until
            )

    def mark_answered(self, consultation_id: str) -> None:
        """Note that the office answered, so that nobody is reminded."""
        self._cancel("answered", (WAITING, HELD), consultation_id)

    def merge_reminders(self, now: datetime, *, fewest: int) -> int:
        """Cancel the other reminders that are due now if there are ``fewest`` or more: one line replaces
        them.

        Returns how many there are, cancelled or not.
        """
        mine = (Due.unit_id == self._unit_id, Due.kind == WAITING, is_pending(), Due.at <= now)
        others = self._session.scalar(select(func.count()).select_from(Due).where(*mine)) or 0
        if others >= fewest:
            self._session.execute(update(Due).where(*mine).values(state="cancelled", cause="told together"))
        return others

    def passed_counts(self, now: datetime) -> tuple[int, int]:
        """How many messages of guests were passed on to the office: in the last hour, and in the last day."""
        mine = (Due.unit_id == self._unit_id, Due.kind == PASSED, is_pending())
        count = select(func.count()).select_from(Due).where(*mine)
        hour = self._session.scalar(count.where(Due.at > now + _DAY - _HOUR))
        day = self._session.scalar(count.where(Due.at > now))
        return hour or 0, day or 0

    def note_passed(self, consultation_id: str, now: datetime) -> None:
        """Note that one more message of a guest was passed on."""
        self._session.add(Due(unit_id=self._unit_id, kind=PASSED, subject=consultation_id, at=now + _DAY))
        self._cancel("passed on", (HELD,), consultation_id)

    def hold(self, consultation_id: str, now: datetime, *, until: date) -> None:
        """Note that a guest's message was held back; the office gets the number of such guests within the
        hour."""
        due.schedule(
            self._session, unit_id=self._unit_id, kind=HELD, subject=consultation_id, at=morning(until)
        )
        if due.scheduled_at(self._session, GATHERED, self._unit_id) is None:
            due.schedule(
                self._session, unit_id=self._unit_id, kind=GATHERED, subject=self._unit_id, at=now + _HOUR
            )

    def held(self) -> frozenset[str]:
        """The ids of the consultations whose last message was held back."""
        query = select(Due.subject).where(Due.unit_id == self._unit_id, Due.kind == HELD, is_pending())
        return frozenset(self._session.scalars(query))

    def erase(self, consultation: rules.Consultation) -> None:
        """Erase the guest and their page with its keys; the reconciler removes everybody from it.

        The code stays taken. Of a guest who never wrote, nothing stays.
        """
        row = self._row(consultation.id)
        person = self._session.get_one(Person, row.person_id)
        office_key = rooms.office(self._session, self._unit_id).key_id
        page = self._session.get_one(Room, rooms.page(self._session, person.id).id)
        _forget_page(self._session, page, office_key)
        youth_words.forget(self._session, person.id)
        if person.matrix_id is not None:
            device.forget_account(self._session, page.account_id, person.matrix_id)
        own_key = person.key_id
        nameless = replace(People(self._session, self._unit_id).get(person.id), name="")
        person.key_id = office_key
        person.about_sealed = seal_about(self._session, office_key, nameless)
        person.matrix_id = None
        person.active = False
        self._cancel("erased", (PURGE, WAITING, CHOSEN, HELD), row.id)
        row.state = State.CLOSED
        self._session.flush()
        sealed.destroy_key(self._session, own_key)
        if not consultation.known_to_unit:
            self._session.delete(row)
            self._session.flush()
            self._session.delete(person)
            self._session.flush()

    def _cancel(self, cause: str, kinds: Collection[str], consultation_id: str) -> None:
        for kind in kinds:
            due.cancel(self._session, cause, kind=kind, subject=consultation_id)

    def _schedule_purge(self, row: Consultation, day: date) -> None:
        row.purge_on = day
        self._session.flush()
        due.schedule(self._session, unit_id=row.unit_id, kind=PURGE, subject=row.id, at=morning(day))

    def _row(self, consultation_id: str) -> Consultation:
        row = self._session.get(Consultation, consultation_id)
        if row is None or row.unit_id != self._unit_id:
            raise LookupError("no such consultation in this unit")
        return row


def begin(
    session: Session,
    unit_id: str,
    user_id: str,
    *,
    state: State,
    language: Language,
    new_code: Callable[[Collection[str]], str],
    now: datetime,
    today: date,
) -> rules.Consultation:
    """Make a stranger a guest with a page of their own. Only their Matrix id is stored.

    Raises:
        Refused: no code is left.
    """
    taken = set(session.scalars(select(Consultation.code)))
    # The guest may choose any of the units, where somebody may have been given such a handle by hand
    used = {handle for each in rooms.unit_ids(session) for handle in handles(session, each)}
    taken |= {
        f"{rules.PREFIX}-{handle.removeprefix(_HANDLE).upper()}"
        for handle in used
        if handle.startswith(_HANDLE)
    }
    code = new_code(taken)
    handle = _HANDLE + code.partition("-")[2].lower()
    guest = People(session, unit_id).add(
        Somebody(
            id="",
            unit_id=unit_id,
            handle=handle,
            name=handle,
            role=Role.GUEST,
            matrix_id=user_id,
            language=language,
            reminders=False,
            added_by="bot",
        ),
        now=now,
    )
    row = Consultation(
        id=secrets.token_hex(16),
        unit_id=unit_id,
        code=code,
        person_id=guest.id,
        state=state,
        began_on=today,
        purge_on=today + timedelta(days=rules.SILENT_DAYS),
    )
    session.add(row)
    session.flush()
    Consultations(session, unit_id).save(_view(row))
    return _view(row)


def known_account(session: Session, user_id: str) -> tuple[str, bool] | None:
    """The person with a Matrix id, of any unit, and whether they are a guest; ``None`` for a stranger."""
    query = select(Person.id, Person.active, _IS_GUEST).where(Person.matrix_id == user_id)
    found = session.execute(query.order_by(Person.id)).all()
    if not found:
        return None
    return found[0][0], all(active and is_guest for _, active, is_guest in found)


def invite_back(session: Session, person_id: str) -> None:
    """Have a guest who left their page invited to it again."""
    page = rooms.page(session, person_id)
    user_id = session.get_one(Person, person_id).matrix_id
    if members.is_away(session, page.matrix_room, user_id):
        members.forget_leaving(session, page.matrix_room, user_id)


def guests_since(session: Session, since: datetime) -> list[str]:
    """The Matrix ids of the guests of all units who came since then."""
    guests = select(Person.matrix_id).where(Person.added_at >= since, _IS_GUEST)
    return [found for found in session.scalars(guests) if found is not None]


def note_turned_away(session: Session, unit_id: str, at: datetime) -> None:
    """Count one more stranger who was turned away; the office is told the number once, ``at`` that time."""
    pending = select(Due).where(Due.kind == TURNED_AWAY, Due.unit_id == unit_id, is_pending())
    row = session.scalars(pending).first()
    if row is None:
        session.add(Due(unit_id=unit_id, kind=TURNED_AWAY, subject="1", at=at))
    else:
        row.subject = str(int(row.subject) + 1)
    session.flush()


def _forget_page(session: Session, page: Room, office_key: str) -> None:
    if page.matrix_room is None:
        page.state = RoomState.LEFT
    erasure.forget_room(session, page, "the consultation is over")
    # Nobody is wanted in an old room; removing them must not need the key that is destroyed
    page.kind = RoomKind.OLD
    page.key_id = office_key
    page.dirty = True


def _view(row: Consultation) -> rules.Consultation:
    return rules.Consultation(
        id=row.id,
        unit_id=row.unit_id,
        code=row.code,
        person_id=row.person_id,
        state=State(row.state),
        began_on=row.began_on,
        purge_on=row.purge_on,
    )
