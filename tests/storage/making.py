"""Small makers for the tests of what is kept, with whatever does not matter filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.messages import Kind
from bot.rules.case import Case
from bot.rules.consent import Grant
from bot.rules.meeting import Meeting
from storage import inbox
from tests.rules.making import grant, meeting
from tests.storage.conftest import NOW


def said(event_id: str, body: str = "hej", **more: Any) -> inbox.Event:
    """Something Anna wrote, encrypted and from a device of hers."""
    known = {"sender": "@anna:s", "kind": Kind.TEXT, "verified": True, "sent_at": NOW, "seen_at": NOW, **more}
    return inbox.Event(event_id=event_id, body=body, **known)


def given(case: Case, function: str = "police", **more: Any) -> Grant:
    """A grant before it is in the ledger."""
    known = {
        "id": "",
        "unit_id": case.unit_id,
        "case_id": case.id,
        "method": "verbal",
        "recorded_at": NOW,
        "youth_asked": "yes",
        "witness": "Vittne Hemlighetsson",
        **more,
    }
    return replace(grant(function, "school", "family"), **known)


def called(case: Case) -> Meeting:
    """A meeting before it is kept."""
    return meeting(
        id="",
        unit_id=case.unit_id,
        case_id=case.id,
        number=0,
        starts_at=NOW + timedelta(days=7),
        title="Uppföljning Hemlighetsson",
        place="Hos Hemlighetsson",
    )
