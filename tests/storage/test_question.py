"""Open questions: one per person and room, kept sealed, forgotten when their time is over."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import outbox, question
from storage.tables import Question, Room
from tests.bodies import say_body
from tests.storage.conftest import NOW, World

HOUR = timedelta(hours=1)


def ask(world: World, session: Session, person: str | None, *, outbox_id: int = 1, **more: Any) -> int:
    given: dict[str, Any] = {
        "asker": person or "anna",
        "command": "paint",
        "words": {"text": "Hemlighetsson"},
        "agreed": frozenset({"d1"}),
        "field": "number",
        "digest": None,
        "case_id": None,
        "now": NOW,
        "lasts": HOUR,
    }
    where = world.office(session, more.pop("unit", "norr"))
    return question.ask(session, where, person_id=person, outbox_id=outbox_id, **{**given, **more})


def test_a_question_comes_back_as_it_was_asked_and_only_for_its_person_and_room(world: World) -> None:
    with world.unit() as session:
        number = ask(world, session, "anna")
        norr, syd = world.office(session).id, world.office(session, "syd").id
        found = question.newest_open(session, norr, "anna", NOW)
        assert found is not None
        assert (found.id, found.words, found.agreed, found.field) == (
            number,
            {"text": "Hemlighetsson"},
            frozenset({"d1"}),
            "number",
        )
        assert question.newest_open(session, norr, "berit", NOW) is None
        assert question.newest_open(session, syd, "anna", NOW) is None
        assert question.newest_open(session, norr, "anna", NOW + HOUR) is None
    assert b"Hemlighetsson" not in world.disk()


def test_a_newer_question_closes_the_older_of_the_same_room_only(world: World) -> None:
    with world.unit() as session:
        ask(world, session, "anna", outbox_id=1)
        ask(world, session, "anna", outbox_id=2, unit="syd")
        newest = ask(world, session, "anna", outbox_id=3)
        found = question.newest_open(session, world.office(session).id, "anna", NOW)
        assert found is not None
        assert found.id == newest
        assert question.newest_open(session, world.office(session, "syd").id, "anna", NOW) is not None
        older = question.replied_to(session, 1, "anna", NOW)
        assert older is not None
        assert older.state == "replaced"
        assert question.replied_to(session, 1, "berit", NOW) is None
        assert question.is_question(session, 1)
        assert not question.is_question(session, 4)
        question.close_one(session, older.id)
        assert question.replied_to(session, 1, "anna", NOW) is None
        assert question.is_question(session, 1)


def test_a_guess_at_what_was_shown_cannot_be_tried_on_the_row(world: World) -> None:
    digest = sha256("Petra ska stå för polis i K-7F2. Stämmer det?".encode()).hexdigest()
    with world.unit() as session:
        number = ask(world, session, None, field=None, digest=digest)
        found = question.numbered(session, number)
        assert found is not None
        assert found.digest == digest
        row = session.get_one(Question, number)
        assert row.digest not in (None, digest)
        again = ask(world, session, None, field=None, digest=digest, outbox_id=2)
        assert session.get_one(Question, again).digest == row.digest, "the same preview is known again"


def test_what_is_set_aside_takes_only_a_direct_reply(world: World) -> None:
    with world.unit() as session:
        number = ask(world, session, "anna", field=None, digest="d1")
        assert question.mark_replaced(session, number)
        assert question.newest_open(session, world.office(session).id, "anna", NOW) is None
        assert question.replied_to(session, 1, "anna", NOW) is not None
        question.close_one(session, number)
        assert not question.mark_replaced(session, number)
        assert question.replied_to(session, 1, "anna", NOW) is None


@pytest.mark.parametrize(
    ("earlier", "doubt"),
    [
        ({}, True),  # taken back
        ({"state": "expired"}, True),
        ({"digest": "d2"}, False),  # the very same preview
        ({"state": "answered", "by": "bo"}, False),
        ({"by": "bo"}, True),  # refused, and the same person asks otherwise
        ({"by": "bo", "asker": "cia"}, False),
        ({"by": "berit"}, False),  # refused by the one who says yes now
        ({"asker": "berit", "state": "answered"}, False),  # their own
        ({"asked_at": NOW - 2 * question.LATE}, False),
        ({"unit": "syd"}, False),
    ],
)
def test_a_bare_yes_is_beyond_doubt_only_where_nothing_else_can_be_meant(
    world: World, earlier: dict[str, Any], doubt: bool
) -> None:
    earlier = dict(earlier)  # it is taken apart, and every database gets the same one
    state, by = earlier.pop("state", "cancelled"), earlier.pop("by", None)
    given = {"asker": "anna", "field": None, "digest": "d1", "now": earlier.pop("asked_at", NOW), **earlier}
    with world.unit() as session:
        question.close_one(session, ask(world, session, None, **given), state, by=by)
        ask(world, session, None, field=None, digest="d2", outbox_id=2)
        (asked,) = question.answerable_as_second(session, world.office(session).id, "berit", NOW)
        assert question.is_beyond_doubt(session, asked, "berit", NOW) is not doubt


def test_a_bare_yes_is_for_the_newest_question_of_all(world: World) -> None:
    with world.unit() as session:
        ask(world, session, None, field=None, digest="d1")
        question.close_one(session, ask(world, session, "berit", field=None, digest="d2", outbox_id=2))
        (asked,) = question.answerable_as_second(session, world.office(session).id, "berit", NOW)
        assert not question.is_beyond_doubt(session, asked, "berit", NOW)
        assert question.is_beyond_doubt(session, asked, "bo", NOW)


@pytest.mark.parametrize(
    ("later", "doubt"),
    [
        ({"field": None, "digest": "d2"}, True),  # on the screen: "Stämmer det? ja / nej"
        ({"field": None, "digest": "d2", "state": "replaced"}, True),
        ({"field": None, "digest": "d2", "state": "answered"}, False),
        ({"field": None, "digest": "d2", "lasts": -HOUR}, False),
        ({"field": None, "digest": "d2", "unit": "syd"}, False),
        ({}, False),  # no yes answers it
        ({"field": None, "digest": "d2", "asked_at": NOW - 3 * question.LATE}, False),
        # it lives for days, and was asked before the clock was set back
        ({"field": None, "digest": "d2", "asked_at": NOW - 3 * question.LATE, "lasts": 4 * question.LATE}, True),
    ],
)
def test_a_bare_yes_is_in_doubt_where_somebody_elses_preview_came_later(
    world: World, later: dict[str, Any], doubt: bool
) -> None:
    later = dict(later)  # it is taken apart, and every database gets the same one
    state = later.pop("state", "open")
    with world.unit() as session:
        ask(world, session, None, field=None, digest="d1")
        number = ask(world, session, "bo", outbox_id=2, now=later.pop("asked_at", NOW), **later)
        question.close_one(session, number, state)
        (asked,) = question.answerable_as_second(session, world.office(session).id, "berit", NOW)
        assert question.is_beyond_doubt(session, asked, "berit", NOW) is not doubt


def test_what_somebody_was_asked_about_may_be_forgotten(world: World) -> None:
    with world.unit() as session:
        norr = world.office(session).id
        row = session.get_one(Room, norr)
        unsent = outbox.put(session, row, say_body("?"), now=NOW)
        number = ask(world, session, "anna", outbox_id=unsent)

        def about(words: str) -> question.AskedAbout:
            return question.asked_about(session, norr, "anna", "paint", ("text", words))

        only = question.AskedAbout(open=(number,), unsent=(unsent,), may_know=False)
        assert about("Hemlighetsson") == only
        assert about("nothing") == question.AskedAbout(open=(), unsent=(), may_know=True)
        question.close_one(session, ask(world, session, "anna", outbox_id=9, command="draw"))
        question.expire(session, NOW + HOUR)
        assert about("Hemlighetsson") == question.AskedAbout(open=(), unsent=(), may_know=True)
        again = ask(world, session, "anna", outbox_id=unsent, now=NOW + HOUR)
        # what is forgotten may have been about it
        assert about("Hemlighetsson") == question.AskedAbout(open=(again,), unsent=(unsent,), may_know=True)


@pytest.mark.parametrize(
    ("tag", "after", "last", "strictly_last"),
    [
        (None, HOUR, False, False),
        (None, -HOUR, True, True),
        (None, 0 * HOUR, False, False),  # in the same instant, but put later
        ("again", HOUR, True, True),
        ("beside", HOUR, True, False),
        ("words:1", HOUR, True, False),
    ],
)
def test_a_question_is_the_last_word_until_something_answerable_follows(
    world: World, tag: str | None, after: timedelta, last: bool, strictly_last: bool
) -> None:
    with world.unit() as session:
        norr = world.office(session).id
        row = session.get_one(Room, norr)
        first, second = (outbox.put(session, row, say_body("?"), now=NOW, tag=of) for of in (None, tag))
        number = ask(world, session, "anna", outbox_id=first)
        asked = question.get(session, number, NOW)
        assert asked is not None
        outbox.mark_sent(session, first, "$1", NOW)
        assert question.is_last_word(session, asked, strictly=True)
        outbox.mark_sent(session, second, "$2", NOW + after)
        session.expire_all()
        assert question.is_last_word(session, asked) is last
        assert question.is_last_word(session, asked, strictly=True) is strictly_last


def test_a_second_persons_question_is_for_anybody_but_the_asker(world: World) -> None:
    with world.unit() as session:
        ask(world, session, None, field=None, digest="d2", outbox_id=1)
        norr = world.office(session).id
        assert question.answerable_as_second(session, norr, "anna", NOW) == []
        assert [found.digest for found in question.answerable_as_second(session, norr, "berit", NOW)] == ["d2"]
        assert question.answerable_as_second(session, norr, "berit", NOW + HOUR) == []
        assert question.replied_to(session, 1, "anna", NOW) is None
        assert question.replied_to(session, 1, "berit", NOW) is not None


def test_asking_a_second_person_anew_closes_only_the_very_same(world: World) -> None:
    with world.unit() as session:
        for words, case_id in (({"a": "1"}, None), ({"a": "2"}, None), ({"a": "1"}, "case")):
            ask(world, session, None, words=words, case_id=case_id)
        assert question.close_same_command(session, "anna", "paint", None, {"a": "1"}) == 1
        assert question.close_same_command(session, "berit", "paint", None, {"a": "2"}) == 0
        assert len(question.answerable_as_second(session, world.office(session).id, "berit", NOW)) == 2
        assert question.close_awaiting_second(session, world.office(session).id, "anna") == 2


def test_what_is_over_is_forgotten_whatever_became_of_it(world: World) -> None:
    with world.unit() as session:
        answered = ask(world, session, "berit")
        question.close_one(session, answered)
        for _ in range(2):
            ask(world, session, "anna")
        ask(world, session, "cia", lasts=3 * HOUR)
        assert question.expire(session, NOW) == 0
        assert question.expire(session, NOW + HOUR) == 1
        assert question.expire(session, NOW + HOUR) == 0
        rows = session.scalars(select(Question).order_by(Question.id).execution_options(populate_existing=True)).all()
        assert [(row.state, row.state_sealed == b"") for row in rows] == [
            ("answered", True),
            ("replaced", True),
            ("expired", True),
            ("open", False),
        ]
        latest = question.latest(session, world.office(session).id, "anna")
        assert latest is not None
        assert latest.words == {}


def test_a_room_can_be_forgotten(world: World) -> None:
    with world.unit() as session:
        ask(world, session, "anna")
        ask(world, session, "anna", unit="syd")
        question.forget_room(session, world.office(session).id)
        assert question.newest_open(session, world.office(session).id, "anna", NOW) is None
        assert question.newest_open(session, world.office(session, "syd").id, "anna", NOW) is not None
