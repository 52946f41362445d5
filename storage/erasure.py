"""What goes with a case that is disposed of, or with somebody whom nobody needs any more, beside their own rows."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session

from bot.rules.person import Person as Somebody
from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from storage import (
    asked_in_room,
    device,
    dialects,
    due,
    inbox,
    just_said,
    keys,
    outbox,
    question,
    sealed,
    youth_words,
)
from storage import member as members
from storage import room as rooms
from storage.person import People
from storage.tables import (
    Actor,
    Attendance,
    Digest,
    Due,
    Heard,
    Inbox,
    MeetingPoint,
    MeetingSuggestion,
    Outbox,
    OwnWithdrawal,
    Person,
    Presence,
    Question,
    Refusal,
    Room,
    Spoken,
    Tap,
    Unprompted,
    YouthAlarm,
)
from storage.tables.messages import is_said, is_unsent

#: Who is known for the sake of a case, and not because they work for the unit.
_OF_CASES = (Role.YOUTH, Role.GUARDIAN)


def forget_room(session: Session, row: Room, reason: str) -> None:
    """Forget who said what in a room and when, what was said there, and its keys; what is still to be done there
    stays only where it takes somebody out. Nobody is wanted there any more."""
    if row.matrix_room is not None:
        keys.drop_megolm_of_room(session, row.account_id, row.matrix_room)
    outbox.drop_room(session, row.id, reason)
    inbox.forget_room(session, row.id)
    question.forget_room(session, row.id)
    asked_in_room.forget_room(session, row.id)
    over = select(Outbox.id).where(Outbox.room_id == row.id, ~is_unsent(Outbox))
    session.execute(delete(Unprompted).where(Unprompted.outbox_id.in_(over)))
    session.execute(delete(Outbox).where(Outbox.id.in_(over)))
    for table in (Inbox, Question, Heard, Spoken):
        session.execute(delete(table).where(table.room_id == row.id))


def forget_traces(
    session: Session, unit_id: str, case_id: str, ids: Collection[str], pages: Collection[str]
) -> None:
    """Forget what tells of a case in other rooms: what was due, what was asked about it in kontoret, and which
    messages on ``pages`` and in kontoret showed the case, or what has one of these ``ids`` in it."""
    session.execute(delete(Due).where(Due.case_id == case_id, Due.state != "pending"))
    about = update(Question).where(Question.case_id == case_id, Question.state != "open")
    session.execute(about.values(case_id=None, digest=None))
    places = [*pages, rooms.office(session, unit_id).id]
    known = frozenset((case_id, *ids))
    tagged = select(Outbox).where(
        Outbox.room_id.in_(places), Outbox.tag.is_not(None), is_said(), ~is_unsent(Outbox)
    )
    shown = [row for row in session.scalars(tagged) if _is_about(row.tag, known)]
    kept = [
        {"event_id": row.event_id, "room_id": row.room_id, "number": row.id}
        for row in shown
        if row.event_id is not None
    ]
    if kept:
        session.execute(insert(Spoken), kept)
    numbers = [row.id for row in shown]
    session.execute(delete(Unprompted).where(Unprompted.outbox_id.in_(numbers)))
    session.execute(delete(Outbox).where(Outbox.id.in_(numbers)))
    for one in session.scalars(select(Spoken).where(Spoken.room_id.in_(places), Spoken.tag.is_not(None))):
        if _is_about(one.tag, known):
            one.tag = None
    session.flush()


def _is_about(tag: str | None, ids: frozenset[str]) -> bool:
    return not ids.isdisjoint((tag or "").split(":"))


def needless(
    session: Session, unit_id: str, person_ids: Collection[str], private: Collection[str]
) -> list[Person]:
    """Those of some people whom no case needs: youths, guardians, and who stood for a ``private`` function. Whoever
    works for the unit or an authority stays known until they stop."""
    people = People(session, unit_id)
    some = [people.get(person_id) for person_id in person_ids]
    of_cases = [one.id for one in some if one.role in _OF_CASES or _is_private(one, private)]
    unneeded = select(Person).where(Person.id.in_(of_cases), ~exists().where(Actor.person_id == Person.id))
    return list(session.scalars(unneeded.order_by(Person.id)))


def is_on_page(session: Session, person: Person) -> bool:
    """Whether a youth or guardian is on their own page still, where safe words wait for them as long as they stay."""
    page = rooms.page(session, person.id)
    if People(session, person.unit_id).get(person.id).role not in _OF_CASES or page.matrix_room is None:
        return False
    return person.matrix_id in members.joined(session, page.matrix_room)


def _is_private(person: Somebody, private: Collection[str]) -> bool:
    return person.role is Role.ACTOR and person.function in private


def forget_person(session: Session, person: Person) -> None:
    """Erase somebody, their page with its keys, and their account; the reconciler takes them out of the page."""
    office_key = rooms.office(session, person.unit_id).key_id
    page = session.get_one(Room, rooms.page(session, person.id).id)
    youth_words.forget(session, person.id)
    just_said.forget(session, person.id)
    question.close_person(session, person.id)
    due.cancel(session, "the person is erased", subject=person.id)
    forget_room(session, page, "the person is erased")
    for table in (
        Attendance,
        Digest,
        MeetingPoint,
        MeetingSuggestion,
        OwnWithdrawal,
        Presence,
        Refusal,
        Tap,
        YouthAlarm,
    ):
        session.execute(delete(table).where(table.person_id == person.id))
    of_person = (Due.subject == person.id) | dialects.begins(session, Due.subject, f"{person.id}:")
    session.execute(delete(Due).where(of_person))
    if person.matrix_id is not None and not _is_known_elsewhere(session, person):
        device.forget_account(session, page.account_id, person.matrix_id)
    # Nobody is wanted in an old room; removing them must not need the key that is destroyed
    page.kind = RoomKind.OLD
    page.key_id = office_key
    page.dirty = True
    if page.matrix_room is None:
        page.state = RoomState.LEFT
    own_key = person.key_id
    session.delete(person)
    session.flush()
    sealed.destroy_key(session, own_key)


def _is_known_elsewhere(session: Session, person: Person) -> bool:
    same = exists().where(Person.matrix_id == person.matrix_id, Person.id != person.id)
    return bool(session.scalar(select(same)))
