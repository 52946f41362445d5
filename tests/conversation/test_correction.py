"""What corrects an earlier answer, in the words of real commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.conversation import correction, message
from bot.messages import Incoming, Kind
from bot.rules.roles import Role
from handlers import TABLE
from storage import room
from storage.question import Asked
from tests.bot.desk import Desk


def corrected(
    desk: Desk, text: str, command: str, field: str | None, words: Mapping[str, str], who: str = "anna"
) -> Mapping[str, str] | None:
    """The words of a command once somebody has said this to its question."""
    with desk.core.db.read() as session:
        person = desk.person(who)
        where = room.office(session, "norr")
        ctx = desk.core._contexts.unit(session, person, where)
        row = Incoming(
            id=1,
            event_id="$1",
            room_id=where.id,
            sender=person.matrix_id or "",
            kind=Kind.TEXT,
            about=None,
            body=text,
            verified=True,
            seen_at=desk.clock.now(),
            sent_at=desk.clock.now(),
        )
        said = message.of_row(session, TABLE, "bot", ctx, row)
        asked = Asked(
            id=1,
            room_id=where.id,
            person_id=person.id,
            asker=person.id,
            command=command,
            case_id=None,
            field=field,
            digest=None,
            words=dict(words),
            agreed=frozenset(),
            outbox_id=None,
            event_id=None,
            asked_at=desk.clock.now(),
            expires_at=desk.clock.now() + timedelta(hours=1),
            state="open",
        )
        found = correction.find(said, TABLE.by_key[command], asked)
        return None if found is None else found.words


MEETING = {"title": "uppföljning", "day": "2026-11-27", "at": "15:00", "place": "Stadshuset"}
CONSENT = {"functions": "polis", "kinds": "1 2", "givers": "ungdomen", "method": "papper"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nej datum 3 dec", {**MEETING, "day": "3 dec"}),
        ("datumet ska vara fredag", {**MEETING, "day": "fredag"}),
        ("Datum: fredag", {**MEETING, "day": "fredag"}),
        ("klockslag kl 14", {**MEETING, "at": "kl 14"}),
        ("plats Biblioteket", {**MEETING, "place": "Biblioteket"}),
        ("längd 2 h", {**MEETING, "length": "2 h"}),
        ("place Library", {**MEETING, "place": "Library"}),
        ("datum", {name: text for name, text in MEETING.items() if name != "day"}),
        ("tillbaka", {name: text for name, text in MEETING.items() if name != "place"}),
        ("datum i helgen kanske", None),
        ("vad händer nu", None),
        ("nej", None),
        ("ja", None),
        ("fredag", None),
    ],
)
def test_at_the_preview_of_a_meeting(desk: Desk, text: str, words: Mapping[str, str] | None) -> None:
    assert corrected(desk, text, "meeting", None, MEETING) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("aktörer polis skola", {**CONSENT, "functions": "polis skola"}),
        ("nej uppgifter 1", {**CONSENT, "kinds": "1"}),
        ("om 1", {**CONSENT, "kinds": "1"}),
        ("till fredag", {**CONSENT, "until": "fredag"}),
        ("om en stund", None),
        ("av misstag", None),
        ("bara så du vet", None),
    ],
)
def test_at_the_preview_of_a_consent(desk: Desk, text: str, words: Mapping[str, str] | None) -> None:
    assert corrected(desk, text, "consent_record", None, CONSENT) == words


def test_where_free_text_is_asked_for_only_a_whole_value_corrects(desk: Desk) -> None:
    so_far = {"title": "uppföljning", "day": "2026-11-27", "at": "15:00"}
    assert corrected(desk, "datum fredag", "meeting", "place", so_far) == {**so_far, "day": "fredag"}
    assert corrected(desk, "datum bestäms sen", "meeting", "place", so_far) is None
    assert corrected(desk, "datum", "meeting", "place", so_far) is None
    assert corrected(desk, "tillbaka", "meeting", "place", so_far) == {"title": "uppföljning", "day": "2026-11-27"}


def test_what_a_youth_says_corrects_nothing(desk: Desk) -> None:
    desk.add("alex", Role.YOUTH, "youth")
    assert corrected(desk, "tillbaka", "meeting", None, MEETING, who="alex") is None
