"""Meetings of a case and who can come."""

from __future__ import annotations

import pytest

from bot.rules.meeting import Answer
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
