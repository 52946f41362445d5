"""Every sealed column, with the place and the key that its values are sealed for: to see that all of it still opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.orm import Session

from storage import sealed
from storage.sealed import CannotOpen
from storage.tables import Account, Base, Case, Room

#: The place of each, in the words of whoever seals it; in braces stand columns of the row.
PLACES: Mapping[str, str] = {
    "account.olm_sealed": "account.olm:{id}",
    "account.seeds_sealed": "account.seeds:{id}",
    "account.token_sealed": "account.token:{id}",
    "actor.about_sealed": "actor:{id}",
    "attendance.reason_sealed": "attendance.reason:{meeting_id}:{person_id}",
    "case.about_sealed": "case:{id}",
    "consent.about_sealed": "consent:{id}",
    "goal.about_sealed": "goal:{id}",
    "goal.means_sealed": "goal.means:{id}",
    "goal.own_words_sealed": "goal.own_words:{id}",
    "inbox.body_sealed": "inbox:{event_id}",
    "just_said.text_sealed": "just_said:{event_id}",
    "kept.text_sealed": "kept:{id}",
    "meeting.about_sealed": "meeting.about:{id}",
    "meeting.place_sealed": "meeting.place:{id}",
    "meeting.title_sealed": "meeting.title:{id}",
    "meeting_suggestion.times_sealed": "meeting_suggestion:{meeting_id}:{person_id}",
    "meeting_point.text_sealed": "meeting_point:{case_id}:{person_id}",
    "megolm_session.pickle_sealed": "megolm:{matrix_room}:{sender_key}:{session_id}",
    "milestone.text_sealed": "milestone.text:{id}",
    "minute.text_sealed": "minute:{id}",
    "olm_session.pickle_sealed": "olm:{session_id}",
    "outbox.body_sealed": "outbox:{txn}",
    "own_withdrawal.function_sealed": "own_withdrawal:{case_id}",
    "person.about_sealed": "person:{id}",
    "question.state_sealed": "question",
    "receipt.function_sealed": "receipt:{case_id}",
    "refusal.function_sealed": "refusal:{case_id}",
    "room.scope_sealed": "room.scope:{id}",
    "task.about_sealed": "task:{id}",
    "task.obstacle_sealed": "task.obstacle:{id}",
    "task_event.words_sealed": "task_event.words:{task_id}",
}

#: Whose key a row without one of its own is sealed with, by the column that says so.
_OWNERS: Mapping[str, tuple[ColumnElement[str], ColumnElement[str]]] = {
    "case_id": (Case.__table__.c.id, Case.__table__.c.key_id),
    "room_id": (Room.__table__.c.id, Room.__table__.c.key_id),
    "account_id": (Account.__table__.c.id, Account.__table__.c.key_id),
}


@dataclass(frozen=True, kw_only=True)
class Tried:
    """How many values were opened, and how many of which column cannot be."""

    opened: int
    shut: Mapping[str, int]


def open_all(session: Session) -> Tried:
    """Open every sealed value there is."""
    opened = 0
    shut: Counter[str] = Counter()
    for name, key_id, value, place in _values(session):
        try:
            sealed.unseal(session, key_id, value, place)
        except CannotOpen:
            shut[name] += 1
        else:
            opened += 1
    return Tried(opened=opened, shut=dict(shut))


def _values(session: Session) -> Iterator[tuple[str, str, bytes, str]]:
    """Each value with its column, the id of its key, and its place."""
    for name, place in PLACES.items():
        table_name, _, column = name.partition(".")
        table = Base.metadata.tables[table_name]
        named = [field for _, field, _, _ in Formatter().parse(place) if field is not None]
        query = _with_keys(table).add_columns(table.c[column], *(table.c[field] for field in named))
        is_there = func.length(table.c[column]) > 0  # an empty one was wiped
        for key_id, value, *of_row in session.execute(
            query.where(is_there).execution_options(yield_per=1000)
        ):
            yield name, key_id, value, place.format(**dict(zip(named, of_row, strict=True)))


def _with_keys(table: Table) -> Any:
    """A query for the ids of the keys that the rows of a table are sealed with."""
    if "key_id" in table.c:
        return select(table.c.key_id)
    by = next(name for name in _OWNERS if name in table.c)
    owner, key_id = _OWNERS[by]
    return select(key_id).join_from(table, owner.table, owner == table.c[by])
