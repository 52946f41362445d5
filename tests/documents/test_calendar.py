"""Meetings as files for calendars, read back by a library that shares no code with the one that wrote them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject

from bot.documents.calendar import calendar
from bot.i18n import ZONE
from bot.messages import Delivered
from bot.rules import meeting as rules
from bot.rules.meeting import Meeting, MeetingState
from bot.rules.roles import Role
from bot.stage.fast import FastStage
from bot.stage.play import play
from bot.stage.script import parse
from handlers import TABLE
from storage import room
from storage.body import AttachBody
from storage.outbox import Item
from storage.room import RoomView
from tests.bot.desk import Desk
from tests.faults.test_clock import STORY
from tests.services.stores import case_store

#: What is said of a meeting that may not leave the encrypted rooms.
SECRET = ("Krismöte om skolan", "https://meet.example/rum", "Alex mår dåligt", "Petra", "SIG", "sig", "polis")

CALCURSE = shutil.which("calcurse")


def local(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


class Filed:
    """A desk with a case, and files of its meetings."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.petra = desk.add("petra", Role.ACTOR, "police")
        self.alex = desk.add("alex", Role.YOUTH, "youth")
        self.case = desk.case("K-7F2", actors=[("police", "petra"), ("youth", "alex")])

    def add(self, starts_at: datetime, *, place: str = "Stadshuset, rum 2") -> Meeting:
        meeting = Meeting(
            id="",
            unit_id="norr",
            case_id=self.case.id,
            number=0,
            starts_at=starts_at.astimezone(UTC),
            minutes=60,
            title=SECRET[0],
            place=place,
            link=SECRET[1],
            agenda=(SECRET[2],),
        )
        with self.desk.core.db.unit() as session:
            return case_store(self.desk, session, self.case).meetings.add(meeting)

    def move(self, meeting: Meeting, to: datetime) -> Meeting:
        after = rules.moved(meeting, starts_at=to.astimezone(UTC), minutes=90, place="Biblioteket")
        with self.desk.core.db.unit() as session:
            meetings = case_store(self.desk, session, self.case).meetings
            meetings.set_state(meeting.id, MeetingState.MOVED)
            return meetings.add(after)

    def call_off(self, meeting: Meeting) -> None:
        with self.desk.core.db.unit() as session:
            case_store(self.desk, session, self.case).meetings.set_state(meeting.id, MeetingState.CANCELLED)

    def protect(self) -> None:
        with self.desk.core.db.unit() as session:
            store = case_store(self.desk, session, self.case)
            store.save(replace(store.case, protected=frozenset({self.alex.id})))

    def file(self, of: str, *meetings: Meeting) -> bytes:
        with self.desk.core.db.read() as session:
            page = room.page(session, self.desk.person(of).id)
            about = {"room_id": page.id, "meetings": [[self.case.id, one.id] for one in meetings]}
            return calendar(session, about, "sv", self.desk.clock.now())


@pytest.fixture
def filed(desk: Desk) -> Filed:
    return Filed(desk)


def read(file: bytes) -> Any:
    return vobject.readOne(file.decode("utf-8"), validate=True)


def events(file: bytes) -> Sequence[Any]:
    found: Sequence[Any] = read(file).contents.get("vevent", [])
    return found


def test_people_at_work_get_the_code_the_place_and_a_reminder_the_day_before(filed: Filed) -> None:
    file = filed.file("petra", filed.add(local("2026-12-17 15:00")))
    (event,) = events(file)
    assert event.summary.value == "K-7F2"
    assert event.location.value == "Stadshuset, rum 2"
    assert event.dtstart.value.astimezone(UTC) == local("2026-12-17 15:00").astimezone(UTC)
    assert event.dtend.value - event.dtstart.value == timedelta(hours=1)
    assert event.status.value == "CONFIRMED"
    assert getattr(event, "class").value == "PRIVATE"
    assert event.valarm.trigger.value == timedelta(days=-1)
    assert event.valarm.description.value == "K-7F2"
    assert read(file).method.value == "PUBLISH"


def test_a_youth_gets_when_and_nothing_else(filed: Filed) -> None:
    file = filed.file("alex", filed.add(local("2026-12-17 15:00")))
    (event,) = events(file)
    assert event.summary.value == "Möte"
    assert set(event.contents) == {"uid", "sequence", "dtstamp", "dtstart", "dtend", "summary", "status", "class"}
    assert "VALARM" not in file.decode()
    assert "K-7F2" not in file.decode()


@pytest.mark.parametrize("who", ["petra", "alex"])
def test_nothing_leaves_the_encrypted_rooms_in_a_file(filed: Filed, who: str) -> None:
    text = filed.file(who, filed.add(local("2026-12-17 15:00"))).decode()
    assert [word for word in SECRET if word in text.replace("\r\n ", "")] == []
    assert "@" not in text, "no address of anybody"


def test_a_moved_meeting_is_the_same_event_with_a_higher_number(filed: Filed) -> None:
    first = filed.add(local("2026-12-17 15:00"))
    before = events(filed.file("petra", first))[0]
    second = filed.move(first, local("2026-12-18 10:00"))
    third = filed.move(second, local("2026-12-21 10:00"))
    after = events(filed.file("petra", third))[0]
    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "2")
    assert after.location.value == "Biblioteket"
    assert after.dtend.value - after.dtstart.value == timedelta(minutes=90)


def test_a_file_that_waited_has_the_time_that_counts_by_now(filed: Filed) -> None:
    first = filed.add(local("2026-12-17 15:00"))
    filed.move(first, local("2026-12-18 10:00"))
    (event,) = events(filed.file("alex", first))
    assert event.dtstart.value.astimezone(ZONE) == local("2026-12-18 10:00")
    assert event.sequence.value == "1"


@pytest.mark.parametrize(("who", "said"), [("petra", "Inställt: K-7F2"), ("alex", "Inställt: Möte")])
def test_a_meeting_that_is_called_off_says_so_also_to_those_whose_calendar_knows_no_status(
    filed: Filed, who: str, said: str
) -> None:
    meeting = filed.add(local("2026-12-17 15:00"))
    before = events(filed.file(who, meeting))[0]
    filed.call_off(meeting)
    (event,) = events(filed.file(who, meeting))
    assert event.uid.value == before.uid.value
    assert int(event.sequence.value) > int(before.sequence.value)
    assert (event.status.value, event.summary.value) == ("CANCELLED", said)
    assert "valarm" not in event.contents


def test_with_a_protected_identity_there_is_no_place(filed: Filed) -> None:
    meeting = filed.add(local("2026-12-17 15:00"))
    filed.protect()
    text = filed.file("petra", meeting).decode()
    assert "LOCATION" not in text
    assert "Stadshuset" not in text


@pytest.mark.parametrize("first", ["2026-10-12 15:00", "2027-03-15 15:00", "2028-02-22 15:00"])
def test_a_series_stays_at_its_hour_when_the_clock_changes(filed: Filed, first: str) -> None:
    """The rule in the file says the same as Swedish time does: the last one is in a year with a leap day."""
    days = [local(first) + timedelta(weeks=week) for week in range(6)]
    made = [filed.add(day) for day in days]
    found = events(filed.file("petra", *made))
    assert len({event.uid.value for event in found}) == len(days)
    for event, day in zip(found, days, strict=True):
        assert event.dtstart.value.hour == 15
        assert event.dtstart.value.utcoffset() == day.utcoffset()
        assert event.dtstart.value.astimezone(UTC) == day.astimezone(UTC)


@pytest.mark.skipif(CALCURSE is None, reason="calcurse is not installed")
def test_a_calendar_program_shows_it(filed: Filed, tmp_path: Path) -> None:
    assert CALCURSE is not None
    made = [filed.add(local("2026-10-19 15:00")), filed.add(local("2026-10-26 15:00"))]
    (tmp_path / "mote.ics").write_bytes(filed.file("petra", *made))

    def run(*words: str) -> str:
        command = [CALCURSE, "-D", str(tmp_path), "-q", *words]
        surroundings = {"TZ": "Europe/Stockholm", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=True)
        return done.stdout

    run("-i", str(tmp_path / "mote.ics"))
    shown = run("-Q", "--from", "10/19/2026", "--days", "8", "--filter-type", "cal")
    assert shown.count("K-7F2") == 2
    assert shown.count("15:00 -> 16:00") == 2


# ------------------------------------------------------------------------------------------- with what it comes with


class Filing(FastStage):
    """A stage that keeps the files which the bot sends, as they are made."""

    async def _deliver(self, item: Item, view: RoomView) -> Delivered:
        if isinstance(item.body, AttachBody) and item.body.make == "calendar":
            with self._core.db.read() as session:
                made = calendar(session, item.body.about, item.body.language, self.now())
            self.files.append((view.person_id is None, made))
        return await super()._deliver(item, view)

    files: list[tuple[bool, bytes]]


PLAYED = STORY.format(start="2026-11-23 09:00", meeting="2026-12-17", task="2026-11-25")


async def test_the_room_of_a_youth_gets_the_file_that_says_nothing(tmp_path: Path) -> None:
    script = parse(
        PLAYED
        + """
  - {who: petra, in: page, says: "kalender"}
  - {who: alex, in: page, says: "kan jag få det i kalendern"}
  - {who: anna, in: K-7F2, says: "!flytta möte 2026-12-18 kl 10 Stadshuset", bot: "2026-12-18|18 dec"}
  - {who: anna, in: K-7F2, says: "!ja"}
  - {who: anna, in: K-7F2, says: "!ställ in möte", bot: "ställ"}
  - {who: anna, in: K-7F2, says: "!ja"}
"""
    )
    stage = Filing(script, TABLE, tmp_path)
    stage.files = []
    with closing(stage):
        failure = await play(script, stage)
        assert failure is None, str(failure)
    in_room = [events(made)[0] for is_room, made in stage.files if is_room]
    assert [event.summary.value for event in in_room] == ["Möte", "Möte", "Inställt: Möte"]
    assert [event.sequence.value for event in in_room] == ["0", "1", "2"]
    assert len({event.uid.value for event in in_room}) == 1
    on_pages = [events(made)[0].summary.value for is_room, made in stage.files if not is_room]
    assert on_pages == ["K-7F2", "Möte"]
