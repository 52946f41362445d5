"""Which names are stored in a database: what a later release must still know, or map.

Counted is what stands in the rows (also in sealed ones); beside it stand the names the release knew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.messages import Kind, Out, Urgency, Wordless
from handlers import TABLE
from storage import sealed
from storage.receipt import Receipts
from storage.refusal import Refusals
from storage.tables import Audit, Due, Inbox, Outbox, Question, Room
from tests import opened

#: Columns that hold words of ours, beside those that are counted together below.
_WORDS = (
    *("sealed_key.purpose", "room.kind", "room.state", "room.alarm", "member.membership"),
    *("case.state", "reference.kind", "consultation.state"),
    *("task.state", "meeting.state", "attendance.answer", "kept.kind"),
    *("outbox.urgency", "outbox.cause", "outbox.rank", "due.cause"),
)


def census(session: Session) -> Mapping[str, Any]:
    """The stored names of a database, each with how often it is there."""
    questions = session.scalars(select(Question)).all()
    rows = session.scalars(select(Outbox)).all()
    bodies: dict[str, set[str]] = {}
    for row in rows:
        if row.body_sealed is not None:
            key_id = session.get_one(Room, row.room_id).key_id
            bodies.setdefault(row.kind, set()).update(
                sealed.unseal_json(session, key_id, row.body_sealed, f"outbox:{row.txn}")
            )
    held: dict[str, set[str]] = {}
    for asked in questions:
        if asked.state_sealed:
            state = sealed.unseal_json(session, asked.key_id, asked.state_sealed, "question")
            held.setdefault(asked.command, set()).update(state["words"])
    details: dict[str, set[str]] = {}
    entries = session.scalars(select(Audit)).all()
    for entry in entries:
        details.setdefault(entry.action, set()).update(entry.detail)
    return {
        "questions": _counted(f"{one.command}/{_asked(one)}/{one.state}" for one in questions),
        "question_words": _sorted(held),
        "outbox": _counted(f"{row.kind}/{row.state}" for row in rows),
        "outbox_bodies": _sorted(bodies),
        "due": _counted(f"{row.kind}/{row.state}" for row in session.scalars(select(Due))),
        "tags": _counted(row.tag.partition(":")[0] for row in rows if row.tag is not None),
        "inbox": _counted(f"{row.kind}/{row.state}" for row in session.scalars(select(Inbox))),
        "audit": _counted(entry.action for entry in entries),
        "audit_details": _sorted(details),
        "words": {**{name: _values(session, *name.split(".")) for name in _WORDS}, **_sealed_words(session)},
    }


def known() -> Mapping[str, Any]:
    """The names this release may store, whether or not they stand in any row."""
    return {
        "commands": {command.key: list(command.fields()) for command in TABLE.commands},
        "due": sorted(TABLE.by_due),
        "tapped": sorted(TABLE.by_tag),
        "outbox": sorted(Out),
        "inbox": sorted(Kind),
        "wordless": sorted(Wordless),
        "urgencies": sorted(Urgency),
    }


def _asked(asked: Question) -> str:
    """The field that is asked for; or who is to say yes, or that a command was meant."""
    if asked.field is not None:
        return asked.field
    if asked.person_id is None:
        return "(second yes)"
    return "(meant)" if asked.digest == "meant" else "(yes)"


def _values(session: Session, table: str, column: str) -> Mapping[str, int]:
    found = session.scalars(text(f'SELECT "{column}" FROM "{table}"'))
    return _counted(str(value) for value in found if value is not None)


def _sealed_words(session: Session) -> Mapping[str, Mapping[str, int]]:
    """The words of ours that stand in sealed columns."""
    cases = list(opened.cases(session).values())
    found: dict[str, list[str | None]] = {}
    for name, rows, columns in (
        ("person", opened.people(session), ("role", "function", "language", "checked")),
        ("case", cases, ("age_band", "initiator", "track", "youth_choice")),
        ("actor", opened.actors(session), ("function",)),
        ("consent", opened.grants(session), ("giver", "capacity", "function", "method", "youth_asked")),
        ("receipt", [one for case in cases for one in Receipts(session, case.unit_id, case.id).all()], ("function",)),
        ("refusal", [one for case in cases for one in Refusals(session, case.unit_id, case.id).all()], ("function",)),
    ):
        for column in columns:
            found[f"{name}.{column}"] = [getattr(row, column) for row in rows]
    return {name: _counted(str(word) for word in words if word is not None) for name, words in found.items()}


def _counted(names: Iterable[str]) -> Mapping[str, int]:
    return dict(sorted(Counter(names).items()))


def _sorted(names: Mapping[str, set[str]]) -> Mapping[str, list[str]]:
    return {name: sorted(found) for name, found in sorted(names.items())}
