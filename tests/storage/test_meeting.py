"""Meetings of a case and who can come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.rules import meeting as rules
from bot.rules.meeting import Answer, MeetingKind, Reply
from bot.rules.meeting_answers import Free
from tests.storage.conftest import NOW, World
from tests.storage.making import called


def test_meetings_are_numbered_and_come_back(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    with world.unit() as session:
        meetings = world.store(session, case).meetings
        one, two = meetings.add(called(case)), meetings.add(called(case))
        assert (one.number, two.number) == (1, 2)
        assert meetings.all() == [one, two]
        assert meetings.get(two.id) == two
    assert b"Hemlighetsson" not in world.disk()


def test_the_last_answer_counts(world: World) -> None:
    anna, petra = world.person("anna"), world.person("petra")
    case = world.case("K-7F2", anna)
    with world.unit() as session:
        meetings = world.store(session, case).meetings
        made = meetings.add(called(case))
        for person, answer in ((anna, Answer.YES), (petra, Answer.MAYBE), (anna, Answer.NO)):
            meetings.note_answer(made.id, person.id, answer, NOW)
        assert meetings.answers(made.id) == {anna.id: Answer.NO, petra.id: Answer.MAYBE}


def test_a_meeting_of_another_case_is_out_of_reach(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        theirs = world.store(session, other).meetings.add(called(other))
        meetings = world.store(session, case).meetings
        assert meetings.get(theirs.id) is None
        with pytest.raises(LookupError):
            meetings.note_answer(theirs.id, anna.id, Answer.YES, NOW)
        with pytest.raises(LookupError):
            meetings.answers(theirs.id)


def test_what_a_meeting_is_for_its_series_and_why_somebody_cannot_come_are_sealed(world: World) -> None:
    anna, karin = world.person("anna"), world.person("karin")
    case = world.case("K-7F2", anna)
    with world.unit() as session:
        meetings = world.store(session, case).meetings
        series = meetings.add_series("2026-12-07 week mo")
        known = replace(
            called(case),
            kind=MeetingKind.FOLLOWUP,
            link="https://mote.example/hemlig-adress",
            agenda=("Hemlig punkt",),
            series_id=series.id,
        )
        made = meetings.add(known)
        after = rules.moved(made, starts_at=made.starts_at + timedelta(days=1), minutes=30, place="Rådhuset")
        again = meetings.add(rules.moved(meetings.add(after), starts_at=NOW, minutes=30, place="Rådhuset"))
        assert (again.first_id, again.sequence, again.asked_at) == (made.id, 2, None)
        meetings.note_asked(again.id, NOW)
        read = meetings.get(again.id)
        assert read is not None
        assert (read.kind, read.link, read.agenda) == (known.kind, known.link, known.agenda)
        assert (read.series_id, read.asked_at) == (series.id, NOW)
        meetings.note_answer(made.id, anna.id, Answer.NO, NOW, reason="hemlig domstol", deputy_id=karin.id)
        reply = Reply(answer=Answer.NO, at=NOW, reason="hemlig domstol", deputy_id=karin.id)
        assert meetings.replies(made.id) == {anna.id: reply}
        meetings.note_answer(made.id, anna.id, Answer.YES, NOW)
        assert meetings.replies(made.id) == {anna.id: Reply(answer=Answer.YES, at=NOW)}
        meetings.end_series(series.id, NOW)
        assert meetings.series() == [replace(series, ended_at=NOW)]
    disk = world.disk()
    for planted in (b"hemlig-adress", b"Hemlig punkt", b"hemlig domstol"):
        assert planted not in disk


def test_a_series_of_another_case_is_out_of_reach(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        theirs = world.store(session, other).meetings.add_series("2026-12-07 week mo")
        meetings = world.store(session, case).meetings
        assert meetings.series() == []
        with pytest.raises(LookupError):
            meetings.end_series(theirs.id, NOW)


def test_when_a_meeting_would_suit_people_better_is_sealed_and_the_last_they_said_counts(world: World) -> None:
    anna, petra = world.person("anna"), world.person("petra")
    case = world.case("K-7F2", anna)
    friday = Free(day=date(2026, 12, 18), hour=time(15))
    with world.unit() as session:
        meetings = world.store(session, case).meetings
        made = meetings.add(called(case))
        meetings.suggest(made.id, petra.id, [Free(day=date(2026, 12, 21))], NOW)
        meetings.suggest(made.id, petra.id, [friday, Free(day=date(2026, 12, 22))], NOW)
        assert meetings.suggestions(made.id) == {petra.id: (friday, Free(day=date(2026, 12, 22)))}
    disk = world.disk()
    assert b"2026-12-18" not in disk
    assert b"2026-12-22" not in disk


def test_suggestions_to_a_meeting_of_another_case_are_out_of_reach(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        theirs = world.store(session, other).meetings.add(called(other))
        meetings = world.store(session, case).meetings
        with pytest.raises(LookupError):
            meetings.suggest(theirs.id, anna.id, [], NOW)
        with pytest.raises(LookupError):
            meetings.suggestions(theirs.id)
