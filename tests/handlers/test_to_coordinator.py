"""What a professional wrote that was not understood is kept in the offer to pass it on, sealed, and no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.messages import Kind
from bot.rules.roles import Role
from handlers import TABLE
from storage.question import TO_COORDINATOR
from storage.tables import Inbox, Question
from tests.bot.desk import Desk

WORDS = "Alex kom inte till skolan i morse"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, table=TABLE)
    with closing(desk.core.db):
        desk.add("lisa", Role.ACTOR, "school")
        desk.open_case_room(desk.case("K-7F2", actors=[("school", "lisa")]))
        desk.work()
        yield desk


def kept(desk: Desk) -> list[int]:
    """How much each offer holds that was ever made."""
    with desk.core.db.read() as session:
        assert session.scalars(select(Inbox).where(Inbox.body_sealed.is_not(None))).all() == []
        offers = session.scalars(select(Question.state_sealed).where(Question.command == TO_COORDINATOR))
        return [len(offer) for offer in offers]


def wait(desk: Desk) -> list[str]:
    before = len(desk.server.said())
    desk.clock.at += timedelta(days=1, minutes=1)
    desk.core.daily()
    desk.work()
    return desk.server.said()[before:]


ENDS: dict[str, Callable[[Desk], list[str]]] = {
    "yes": lambda desk: desk.say("lisa", "ja", where="page"),
    "no": lambda desk: desk.say("lisa", "nej", where="page"),
    "taken back": lambda desk: desk.say("lisa", "", where="page", kind=Kind.REDACTION, about="$in1"),
    "changed": lambda desk: desk.say("lisa", "vem ser vad", where="page", kind=Kind.EDIT, about="$in1"),
    "a day without an answer": wait,
}


@pytest.mark.parametrize("end", ENDS)
def test_the_words_are_gone_with_the_offer(desk: Desk, end: str) -> None:
    assert any("Ska samordnaren" in said for said in desk.say("lisa", WORDS, where="page"))
    assert [size > 0 for size in kept(desk)] == [True]
    said = ENDS[end](desk)
    assert kept(desk) == [0]
    assert any(WORDS in one for one in said) == (end == "yes")


def test_a_sentence_that_was_taken_back_is_not_passed_on_with_the_next(desk: Desk) -> None:
    for words in (WORDS, "Han svarar inte heller"):
        desk.say("lisa", words, where="page")
    offer = desk.event_of("Ska samordnaren")
    desk.say("lisa", "", where="page", kind=Kind.REDACTION, about="$in1")
    assert not any(kept(desk))
    assert not any(WORDS in said for said in desk.say("lisa", "ja", where="page", about=offer))
