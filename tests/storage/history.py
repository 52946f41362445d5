"""A database that has worked for years: 100 000 rows that are over in each table that grows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from bot.core import ACCOUNT
from bot.rules.person import Person as Somebody
from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from storage import sealed
from storage.person import seal_about
from storage.question import LATE
from storage.tables import (
    Audit,
    Base,
    Case,
    Consultation,
    Due,
    Inbox,
    Kept,
    MegolmSession,
    OlmSession,
    Outbox,
    Person,
    Question,
    Refusal,
    Room,
)

#: So many people there are, each of whom the bot looks at again and again; of the others only what they did is left.
PEOPLE = 30
GONE = 200
CASES = 300

#: Rows that are written one by one, and how often each of them is there: SQL multiplies them.
ONES = 1000
TIMES = 100

#: What a copy needs of its own; the rest is as in the row it is a copy of.
_OWN: dict[type[Base], dict[str, str]] = {
    Inbox: {"event_id": "event_id || '-' || n.i", "session_id": "session_id || '-' || n.i"},
    Outbox: {"txn": "txn || '-' || n.i", "event_id": "event_id || '-' || n.i"},
    Due: {"subject": "CASE WHEN id % 2 = 0 THEN subject ELSE subject || '-' || n.i END"},
    Question: {},
    Audit: {"seq": f"seq + {ONES} * n.i"},
    MegolmSession: {"session_id": "session_id || '-' || n.i"},
    OlmSession: {"session_id": "session_id || '-' || n.i"},
}

#: The tables that grow for as long as the bot works.
TABLES = tuple(table.__tablename__ for table in _OWN)


def fill(session: Session, unit_id: str, office: str, before: datetime) -> None:
    """Add people, closed cases with the rooms they had, and what went through all of them until ``before``; a tenth of
    it in the office."""
    _add_places(session, unit_id, before)
    rooms = [office, *(f"room{number}" for number in range(9))] * 20 + [f"room{number}" for number in range(CASES)]
    _add_messages(session, unit_id, rooms, [f"p{number}" for number in range(GONE)], before, ONES)
    session.execute(insert(Audit), [_audit(number, unit_id, before) for number in range(1, ONES + 1)])
    session.execute(insert(MegolmSession), [_megolm(number, before) for number in range(ONES)])
    session.execute(insert(OlmSession), [_olm(number, before) for number in range(ONES)])
    session.execute(insert(Kept), [_kept(number, unit_id, before) for number in range(ONES)])
    session.execute(insert(Refusal), [_refusal(number, unit_id, before) for number in range(ONES)])
    session.execute(insert(Consultation), [_consultation(number, unit_id, before) for number in range(ONES)])
    for table, own in _OWN.items():
        _multiply(session, table, own)


def fill_room(session: Session, room: Room, person_id: str, before: datetime, rows: int = 2000) -> None:
    """Add what one room has seen, and one person in it."""
    _add_messages(session, room.unit_id, [room.id], [person_id], before, rows)


def _add_places(session: Session, unit_id: str, before: datetime) -> None:
    key_id = sealed.make_key(session, "unit")
    names = [*(f"p{number}" for number in range(PEOPLE)), *(f"guest{number}" for number in range(ONES))]
    people = [
        {
            "id": name,
            "unit_id": unit_id,
            "handle_index": name,
            "about_sealed": seal_about(session, key_id, _person(name, unit_id)),
            "key_id": key_id,
            "added_by": "bot",
            "added_at": before,
        }
        for name in names
    ]
    session.execute(insert(Person), people)
    cases = [
        {
            "id": f"case{number}",
            "unit_id": unit_id,
            "code": f"O-{number}",
            "key_id": key_id,
            "state": "disposed",
            "coordinator_id": "p0",
            "created_on": before.date(),
        }
        for number in range(CASES)
    ]
    session.execute(insert(Case), cases)
    rooms = [
        {
            "id": f"room{number}",
            "account_id": ACCOUNT,
            "unit_id": unit_id,
            "kind": RoomKind.OLD,
            "case_id": f"case{number}",
            "key_id": key_id,
            "alias": f"old{number}",
            "matrix_room": f"!old{number}",
            "state": RoomState.LEFT,
            "dirty": False,
        }
        for number in range(CASES)
    ]
    session.execute(insert(Room), rooms)


def _person(name: str, unit_id: str) -> Somebody:
    """Somebody from a school."""
    return Somebody(
        id=name,
        unit_id=unit_id,
        handle=name,
        name=name.capitalize(),
        role=Role.ACTOR,
        function="school",
        added_by="bot",
    )


def _add_messages(
    session: Session, unit_id: str, rooms: list[str], people: list[str], before: datetime, rows: int
) -> None:
    def each(of: Any) -> Iterable[dict[str, Any]]:
        for number in range(rows):
            room, person = rooms[number % len(rooms)], people[number % len(people)]
            yield of(number, unit_id, room, person, before - timedelta(hours=number + 1))

    session.execute(insert(Inbox), list(each(_inbox)))
    session.execute(insert(Outbox), list(each(_outbox)))
    session.execute(insert(Due), list(each(_due)))
    session.execute(insert(Question), list(each(_question)))


def _inbox(number: int, _unit: str, room: str, person: str, at: datetime) -> dict[str, Any]:
    name = f"{room[:12]}{number}"
    return {
        "account_id": ACCOUNT,
        "event_id": f"$in{name}",
        "room_id": room,
        "sender": "@anna:stage" if number % 5 == 0 else f"@{person}:stage",
        "kind": "reaction" if number % 4 == 0 else "text",
        "about": f"$out{name}" if number % 4 == 0 else None,
        "session_id": f"in{name}",
        "message_index": number % 100,
        "sent_at": at,
        "seen_at": at,
        "state": "done",
        "verified": True,
        "tries": 0,
    }


def _outbox(number: int, _unit: str, room: str, person: str, at: datetime) -> dict[str, Any]:
    name = f"{room[:12]}{number}"
    is_dropped = number % 50 == 0
    tags = (None, None, "again", "beside", "words:1", f"plan:{room[:12]}", f"change:{number}:1:2026-01-01", None)
    return {
        "account_id": ACCOUNT,
        "room_id": room,
        "kind": ("say", "say", "edit", "say", "react")[number % 5],
        "rank": 5,
        "txn": f"out{name}",
        "tag": tags[number % len(tags)],
        "person_id": None if number % 2 else person,
        "urgency": ("answer", "reminder", "question", "change")[number // 2 % 4],
        "not_before": at,
        "created_at": at,
        "state": "dropped" if is_dropped else "sent",
        "cause": "the room is closed" if is_dropped else None,
        "tries": 0 if is_dropped else 1,
        "event_id": None if is_dropped else f"$out{name}",
        "sent_at": None if is_dropped else at,
    }


def _due(number: int, unit_id: str, _room: str, person: str, at: datetime) -> dict[str, Any]:
    kind = ("followup.prompt", "meeting.reminder", "device.told", "consultation.passed", "outbox.failing")[number % 5]
    return {
        "unit_id": unit_id,
        "case_id": None if number % 3 == 0 else f"case{number % CASES}",
        "kind": kind,
        "subject": f"{person[:12]}:{number}" if kind == "device.told" else str(number),
        "at": at,
        "state": ("done", "done", "cancelled")[number % 3],
        "tries": 1,
    }


def _question(number: int, unit_id: str, room: str, person: str, at: datetime) -> dict[str, Any]:
    command = ("pass_on", "meeting_answer", "withdraw", "consent_record", "task")[number % 5]
    return {
        "unit_id": unit_id,
        "room_id": room,
        "person_id": None if number % 7 == 0 else person,
        "asker": person,
        "command": command,
        "case_id": f"case{number % CASES}",
        "digest": f"d{number}",
        "state_sealed": b"",
        "key_id": "",
        "outbox_id": 10_000_000 + number,
        "state": ("answered", "replaced", "expired", "cancelled")[number % 4],
        "asked_at": at - LATE,  # none can be meant any more by a yes that comes now
        "expires_at": at - LATE + timedelta(minutes=59),
        "event_id": f"$in{room[:12]}{number}",
    }


def _audit(number: int, unit_id: str, before: datetime) -> dict[str, Any]:
    return {
        "seq": number,
        "at": before,
        "unit_id": unit_id,
        "actor": f"p{number % PEOPLE}",
        "case_id": None if number % 5 == 0 else f"case{number % CASES}",
        "action": ("command:help", "case:opened", "room:open", "person:added")[number % 4],
        "detail": {},
        "previous": "0" * 64,
        "digest": "0" * 64,
    }


def _megolm(number: int, before: datetime) -> dict[str, Any]:
    return {
        "account_id": ACCOUNT,
        "matrix_room": f"!old{number % CASES}",
        "sender_key": f"curve{number % GONE}",
        "session_id": f"megolm{number}",
        "ed25519": "",
        "key_id": "",
        "pickle_sealed": b"",
        "used_at": before - timedelta(minutes=number),
    }


def _olm(number: int, before: datetime) -> dict[str, Any]:
    return {
        "account_id": ACCOUNT,
        "session_id": f"olm{number}",
        "sender_key": f"curve{number % GONE}",
        "pickle_sealed": b"",
        "created_at": before,
        "used_at": before - timedelta(minutes=number),
    }


def _kept(number: int, unit_id: str, before: datetime) -> dict[str, Any]:
    return {
        "id": f"kept{number}",
        "unit_id": unit_id,
        "person_id": f"p{number % PEOPLE}",
        "key_id": "",
        "number": number,
        "event_id": f"$kept{number}",
        "said_at": before,
        "text_sealed": b"x",
        "expires_at": before + timedelta(days=3650),
    }


def _refusal(number: int, unit_id: str, before: datetime) -> dict[str, Any]:
    return {
        "case_id": f"case{number % CASES}",
        "person_id": f"p{number % PEOPLE}",
        "function_index": f"f{number}",
        "function_sealed": b"",
        "unit_id": unit_id,
        "said_at": before,
    }


def _consultation(number: int, unit_id: str, before: datetime) -> dict[str, Any]:
    return {
        "id": f"consultation{number}",
        "unit_id": unit_id,
        "code": f"G-{number}",
        "person_id": f"guest{number}",
        "state": "closed",
        "began_on": before.date(),
        "purge_on": before.date(),
    }


def _multiply(session: Session, table: type[Base], own: dict[str, str]) -> None:
    """Copy every row of a table, all but those of the play, until there are 100 000."""
    columns = [column.name for column in table.__table__.columns if column.name != "id"]
    chosen = ", ".join(own.get(name, name) for name in columns)
    name = table.__tablename__
    session.execute(
        text(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {TIMES - 1}) "
            f"INSERT INTO {name} ({', '.join(columns)}) SELECT {chosen} FROM {name} CROSS JOIN n"
        )
    )
