"""What a handler wants done becomes rows: in the reader's language, within the budget."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversation.command import Ask
from bot.conversation.effects import Effects
from bot.i18n import T, say
from bot.messages import Attach, Kind, Out, Pin, React, Redact, Say, Urgency
from bot.rules.case import State
from bot.rules.roles import Role
from storage import outbox, question
from storage.body import AttachBody, SayBody
from storage.person import People
from storage.tables import Case, Outbox
from tests.bot.desk import Desk


def test_a_reminder_at_night_waits_for_the_morning(desk: Desk) -> None:
    desk.clock.at = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # 23.30 in Sweden
    assert desk.say("anna", "påminn reminder") == []
    row = next(row for row in desk.outbox() if row.urgency == "reminder")
    assert row.state == "waiting"
    assert row.not_before == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)  # seven in the morning
    desk.clock.at = row.not_before
    desk.work()
    assert desk.server.said()[-1] == "a reminder"


def test_danger_breaks_every_quiet_hour_and_an_answer_comes_at_once(desk: Desk) -> None:
    desk.clock.at = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    assert desk.say("anna", "påminn alarm") == ["a alarm"]
    assert desk.say("anna", "måla blå 1") == ["blue 1"]


def test_what_somebody_does_is_told_however_often(desk: Desk) -> None:
    """What the bot says by itself is bound; see tests/delivery/test_budget.py."""
    for _ in range(11):
        desk.say("anna", "påminn question")
    assert desk.server.said().count("a question") == 11


def test_asked_which_case_those_that_are_over_come_last(desk: Desk) -> None:
    over = desk.case("K-7F2")
    desk.case("K-8G3")
    with desk.core.db.unit() as session:
        session.get_one(Case, over.id).state = State.CLOSED
    assert desk.say("anna", "läge") == [say(T("kit.which_case", codes=["K-8G3", "K-7F2"]), "sv")]


def test_everybody_is_spoken_to_in_their_own_language(desk: Desk) -> None:
    """The owner's on a page, the speaker's where they speak, the unit's elsewhere."""
    with desk.core.db.unit() as session:
        people = People(session, "norr")
        berit = people.find("berit")
        assert berit is not None
        people.set_language(berit.id, "en")
    with desk.core.db.unit() as session:
        people = People(session, "norr")
        anna, berit = people.find("anna"), people.find("berit")
        assert anna is not None
        assert berit is not None
        ctx = desk.core.dispatcher._contexts.unit(session, anna, desk.view(session, "office", "anna", "norr"))
        effects = desk.core.dispatcher._effects
        word = T("profile.word", sv="svenska", en="English")
        page = ctx.store.page(berit.id)
        effects.write(session, ctx, (Say(room_id=page.id, body=word), ctx.say(word)))
        theirs = desk.core.dispatcher._contexts.unit(session, berit, ctx.room)
        effects.write(session, theirs, (theirs.say(word), Say(room_id=ctx.store.page(anna.id).id, body=word)))
    desk.work()
    assert sorted(desk.server.said()) == ["English", "English", "svenska", "svenska"]
    assert desk.server.said(f"page:{berit.id}") == ["English"]
    assert desk.server.said("office") == ["svenska", "English"]


def test_each_effect_becomes_one_row_that_can_be_opened_again(desk: Desk) -> None:
    with desk.core.db.unit() as session:
        anna = People(session, "norr").find("anna")
        assert anna is not None
        ctx = desk.core.dispatcher._contexts.unit(session, anna, desk.view(session, "office", "anna", "norr"))
        where, word = ctx.room.id, T("kit.empty")
        effects: Effects = desk.core.dispatcher._effects
        effects.write(
            session,
            ctx,
            (
                Say(room_id=where, body=word, mentions=(anna.id,), tag="a:1", quiet=True, reply_to="$e"),
                React(room_id=where, event_id="$e", key="✅"),
                Redact(room_id=where, event_id="$e"),
                Pin(room_id=where, tag="a:1"),
                Attach(room_id=where, name="x.json", mime="application/json", make="export", about={"case_id": "1"}),
                Ask(
                    room_id=where,
                    person_id=anna.id,
                    body=word,
                    command="paint",
                    field="number",
                    given={"function": "1"},
                ),
            ),
        )
        rows = [outbox.claim(session, number) for number in waiting(session)]
        assert [row.kind for row in rows] == [Out.SAY, Out.REACT, Out.REDACT, Out.PIN, Out.ATTACH, Out.SAY]
        said, attached = rows[0].body, rows[4].body
        assert isinstance(said, SayBody)
        assert isinstance(attached, AttachBody)
        assert (said.mentions, said.quiet, said.reply_to, rows[0].tag) == (("@anna:s",), True, "$e", "a:1")
        assert attached.language == "sv"
        asked = question.newest_open(session, where, anna.id, desk.clock.now())
        assert asked is not None
        assert asked.words == {"function": "1"}
        assert question.replied_to(session, rows[5].id, anna.id, desk.clock.now()) == asked


def waiting(session: Session) -> list[int]:
    return list(session.scalars(select(Outbox.id).where(Outbox.state == "waiting").order_by(Outbox.id)))


def test_a_question_over_the_budget_is_not_open(desk: Desk) -> None:
    alex = desk.add("alex", Role.YOUTH, "youth")
    desk.work()
    with desk.core.db.unit() as session:
        ctx = desk.core.dispatcher._contexts.bot(session, "norr", None)
        page = ctx.store.page(alex.id).id
        ask = Ask(room_id=page, person_id=alex.id, body=T("kit.empty"), command="paint", field="number")
        reminder = dataclasses.replace(ask, urgency=Urgency.REMINDER)
        desk.core.dispatcher._effects.write(session, ctx, (reminder,) * 3)
        assert len(waiting(session)) == 2
        assert question.newest_open(session, page, alex.id, desk.clock.now()) is not None


def test_a_refusal_answers_the_message_it_is_about(desk: Desk) -> None:
    desk.hear("anna", "nonsens som ingen förstår", kind=Kind.TEXT)
    desk.core.work_one()
    with desk.core.db.unit() as session:
        (number,) = waiting(session)
        body = outbox.claim(session, number).body
        assert isinstance(body, SayBody)
        assert body.reply_to == "$in1"


def test_an_edit_shows_the_newest_and_becomes_a_message_where_nothing_is_shown(desk: Desk) -> None:
    where = desk.open_case_room(desk.case("K-7F2"))
    for text in ("ett", "två"):  # the second before the first has left
        desk.hear("anna", f"visa kort K-7F2 {text}")
    desk.work()
    desk.say("anna", "visa kort K-7F2 tre")
    assert [(kind, what) for place, kind, what in desk.server.done if place == "case"] == [
        ("say", "ett"),
        ("edit", "två"),
        ("edit", "tre"),
    ]
    shown = next(row.event_id for row in desk.outbox() if row.tag == "card:1" and row.kind == "say")
    with desk.core.db.read() as session:
        assert outbox.shown_event(session, where.id, "card:1") == shown
