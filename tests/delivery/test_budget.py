"""What the bot says by itself is bound, merged and looked at again; alarms, words that are passed on and RING MIG are
outside of every bound."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversation.command import Ask, UnitCtx
from bot.conversation.table import Table
from bot.i18n import T
from bot.messages import Say, Urgency
from bot.rules.roles import Role
from handlers import TABLE
from storage import question
from storage.tables import Outbox, Question
from tests.bot.desk import Desk

#: A Monday at nine, Swedish time.
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def table() -> Table:
    return TABLE


def by_itself(desk: Desk, session: Session) -> UnitCtx:
    return desk.core.dispatcher._contexts.bot(session, "norr", None)


def tell(desk: Desk, handle: str, *texts: str, urgency: Urgency = Urgency.QUESTION) -> None:
    """Let the bot say something to somebody by itself."""
    person = desk.person(handle)
    with desk.core.db.unit() as session:
        ctx = by_itself(desk, session)
        says = [
            Say(
                room_id=ctx.store.page(person.id).id,
                body=T("profile.word", sv=text, en=text),
                urgency=urgency,
                person_id=person.id,
            )
            for text in texts
        ]
        desk.core.dispatcher._effects.write(session, ctx, says)
    desk.work()


def test_a_coordinator_hears_two_things_a_day_and_the_rest_together(desk: Desk) -> None:
    desk.clock.at = MONDAY
    tell(desk, "anna", "ett", "två", "tre", "fyra", "fem")
    assert desk.server.said()[-2:] == ["ett", "två"]
    desk.clock.at = MONDAY + timedelta(days=1)
    desk.work()
    assert desk.server.said()[-1] == "tre\n\nfyra\n\nfem"
    tell(desk, "anna", "sex", "sju")
    assert desk.server.said()[-1] == "sex"


def test_nobody_at_work_hears_anything_by_itself_on_a_red_day(desk: Desk) -> None:
    desk.clock.at = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
    before = len(desk.server.said())
    tell(desk, "anna", "ett", "två", "tre")
    assert desk.server.said()[before:] == []
    desk.clock.at = datetime(2026, 12, 28, 6, 0, tzinfo=UTC)
    desk.work()
    assert desk.server.said()[before:] == ["ett\n\ntvå\n\ntre"]


def test_alarms_stand_outside_every_bound(desk: Desk) -> None:
    desk.clock.at = datetime(2026, 12, 24, 2, 0, tzinfo=UTC)
    tell(desk, "anna", *"abcdefgh", urgency=Urgency.ALARM)
    assert desk.server.said()[-8:] == list("abcdefgh")


@pytest.mark.parametrize(
    ("words", "told"),
    [("ring mig", "vill bli uppringd|ring"), ("de ska skjuta mig", "okänt innehåll|Försök nå")],
)
def test_what_a_youth_asks_for_and_cries_for_comes_at_once_however_much_was_said(
    desk: Desk, words: str, told: str
) -> None:
    desk.clock.at = MONDAY
    desk.add("alex", Role.YOUTH, "youth")
    desk.work()
    case = desk.case("K-7F2", actors=[("youth", "alex")])
    desk.open_case_room(case)
    tell(desk, "anna", *(str(number) for number in range(12)))
    desk.clock.at = datetime(2026, 12, 24, 19, 0, tzinfo=UTC)  # Christmas Eve
    before = len(desk.server.done)
    desk.hear("alex", words, where="page")
    desk.work()
    anna = desk.person("anna")
    came = [what for where, _, what in desk.server.done[before:] if where == f"page:{anna.id}"]
    assert any(part in what for what in came for part in told.split("|")), came


def test_what_a_youth_was_to_be_asked_over_night_does_not_come_all_at_once(desk: Desk) -> None:
    desk.clock.at = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
    desk.add("alex", Role.YOUTH, "youth")
    desk.work()
    # As earlier releases queued them, each by itself
    tell(desk, "alex", "a")
    with desk.core.db.unit() as session:
        first = session.scalars(select(Outbox).where(Outbox.state == "waiting")).one()
        first.not_before = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
    for text in "bcdef":
        tell(desk, "alex", text)
        with desk.core.db.unit() as session:
            for row in session.scalars(select(Outbox).where(Outbox.state == "waiting")):
                row.not_before = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
    before = len(desk.server.said())
    for day in range(3):
        desk.clock.at = datetime(2026, 12, 1 + day, 7, 0, tzinfo=UTC)
        desk.work()
        assert len(desk.server.said()) - before == 2 * (day + 1)


def test_a_held_question_that_is_over_is_dropped(desk: Desk) -> None:
    desk.clock.at = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
    anna = desk.person("anna")
    with desk.core.db.unit() as session:
        ctx = by_itself(desk, session)
        asks = Ask(
            room_id=ctx.store.page(anna.id).id,
            person_id=anna.id,
            body=T("profile.word", sv="frågan", en="frågan"),
            command="cases",
            field=None,
            digest="x",
        )
        desk.core.dispatcher._effects.write(session, ctx, (asks,))
        asked = session.scalars(select(Question)).one()
        question.close_one(session, asked.id, "answered", by=anna.id)
    desk.clock.at = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
    before = len(desk.server.said())
    desk.work()
    assert desk.server.said()[before:] == []
    assert [row.cause for row in desk.outbox() if row.state == "dropped"] == ["what it asks is over"]
