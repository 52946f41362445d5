"""The export of a case: everything the personal file needs, as JSON, with a checksum of its own content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation.contexts import BOT
from bot.rules.case import Case
from bot.rules.consent import Actor, Grant
from storage import case as cases
from storage import room
from storage.scoped import CaseStore

VERSION = 1


def export(session: Session, about: Mapping[str, Any], now: datetime) -> bytes:
    """The export of the case ``about["case_id"]``, with people's names, for the coordinator's own page.

    The coordinator puts it into the personal file.
    """
    case = cases.get(session, str(about["case_id"]))
    # everything as stored, ages included
    store = CaseStore(session, case.unit_id, BOT, now, case.id, profile=None)
    names = {person.id: person.name for person in store.people.all()}
    content: dict[str, Any] = {
        "version": VERSION,
        "made_at": now.isoformat(),
        "case": _case(case, names),
        "actors": [_actor(actor, names) for actor in store.actors.ever()],
        "rooms": [
            {"room": "case" if view.number is None else f"side {view.number}", "scope": sorted(view.scope)}
            for view in room.ever(session, case.id)
        ],
        "consents": [_grant(grant, names) for grant in store.consents.all()],
        "refusals": [
            {"function": each.function, "said_by": names[each.person_id], "said_at": each.said_at.isoformat()}
            for each in store.refusals.all()
        ],
        "receipts": [
            {
                "function": each.function,
                "noted_at": each.noted_at.isoformat(),
                "noted_by": names[each.noted_by],
            }
            for each in store.receipts.all()
        ],
        "tasks": [
            {
                "number": task.number,
                "text": task.text,
                "owner": None if task.owner_id is None else names[task.owner_id],
                "due_on": _day(task.due_on),
                "state": str(task.state),
                "obstacle": task.obstacle,
            }
            for task in store.plan.all()
        ],
        "meetings": [
            {
                "number": meeting.number,
                "title": meeting.title,
                # With a protected identity, where the youth can be met does not leave the case's rooms
                "place": None if case.protected else meeting.place,
                "starts_at": meeting.starts_at.isoformat(),
                "minutes": meeting.minutes,
                "state": str(meeting.state),
                "answers": {
                    names[person_id]: str(answer)
                    for person_id, answer in store.meetings.answers(meeting.id).items()
                },
            }
            for meeting in store.meetings.all()
        ],
    }
    content["sha256"] = checksum(content)
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def checksum(content: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of an export's content without its own checksum, as compact JSON with sorted keys in
    UTF-8."""
    rest = {key: value for key, value in content.items() if key != "sha256"}
    compact = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(compact.encode()).hexdigest()


def _case(case: Case, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": case.code,
        "unit": case.unit_id,
        "age_band": case.age_band,
        "initiator": case.initiator,
        "track": case.track,
        "born": case.born,
        "protected": sorted(case.protected),
        "notes": [
            {
                "kind": note.kind,
                "day": note.day.isoformat(),
                "number": note.reference,
                "noted_by": names[note.by],
            }
            for note in case.notes
        ],
        "coordinator": names[case.coordinator_id],
        "created_on": case.created_on.isoformat(),
        "information_meeting_on": _day(case.information_meeting_on),
        "youth_choice": case.youth_choice,
        "scope": sorted(case.scope),
        "opened_on": _day(case.opened_on),
        "reviewed_on": _day(case.reviewed_on),
        "closing_on": _day(case.closing_on),
        "reason": case.reason,
    }


def _actor(actor: Actor, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "function": actor.function,
        "name": names[actor.person_id],
        "named_on": actor.named_on.isoformat(),
        "ended_on": _day(actor.ended_on),
        "deputy": actor.deputy,
        "approved_by": None if actor.approved_by is None else names[actor.approved_by],
        "promised_on": _day(actor.promised_on),
    }


def _grant(grant: Grant, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "giver": grant.giver,
        "capacity": grant.capacity,
        "function": grant.function,
        "person": None if grant.person_id is None else names[grant.person_id],
        "kinds": sorted(grant.kinds),
        "starts_on": grant.starts_on.isoformat(),
        "until": grant.until.isoformat(),
        "method": grant.method,
        "given_on": grant.given_on.isoformat(),
        "youth_asked": grant.youth_asked,
        "assessed_on": _day(grant.assessed_on),
        "witness": grant.witness,
        "interpreter": grant.interpreter,
        "form": grant.form,
        "paper": grant.paper,
        "recorded_at": grant.recorded_at.isoformat(),
        "recorded_by": names[grant.recorded_by],
        "approved_by": names[grant.approved_by],
        "withdrawn_at": None if grant.withdrawn_at is None else grant.withdrawn_at.isoformat(),
        "withdrawn_by": None if grant.withdrawn_by is None else names[grant.withdrawn_by],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
