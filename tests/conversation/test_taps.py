"""Whose taps count, and what is done when they are taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages import Kind, Offer, Out
from bot.rules.reactions import TAPPED
from bot.rules.roles import Role
from bot.wording.meeting import TAPS
from handlers import TABLE as REAL
from storage import outbox, room
from storage.body import SeedBody
from storage.tables import Outbox
from tests.bodies import say_body
from tests.bot.desk import Desk, sv
from tests.bot.small import FACTS


def shown_card(desk: Desk) -> tuple[str, room.RoomView]:
    """A message that may be tapped, in the room of a case."""
    desk.add("sven", Role.ACTOR, "social_services")
    where = desk.open_case_room(desk.case("K-7F2", actors=[("social_services", "sven")]))
    desk.say("anna", "visa kort K-7F2")
    return desk.event_of("kort"), where


def test_what_may_be_tapped_has_a_handler() -> None:
    assert {handler.tag for handler in REAL.tapped} == set(TAPPED)
    assert len(TAPS) == 3


def test_who_is_not_in_the_room_any_more_answers_nothing(desk: Desk) -> None:
    """The homeserver took the reaction in before they were out, or forged it."""
    card, where = shown_card(desk)
    desk.add("lisa", Role.ACTOR, "school")
    told = sv("kit.tap_not_in")
    assert desk.say("lisa", "✅", where=where, kind=Kind.REACTION, about=card) == [told]
    assert desk.say("lisa", "❌", where=where, kind=Kind.REACTION, about=card) == []
    assert desk.say("mallory", "✅", where=where, kind=Kind.REACTION, about=card) == []
    assert FACTS.ran == []


def seeds(desk: Desk) -> list[Outbox]:
    return [row for row in desk.outbox() if row.kind in (Out.SEED, Out.UNSEED)]


def offer(desk: Desk, where: room.RoomView, *keys: str) -> None:
    with desk.core.db.unit() as session:
        outbox.put_seeds(session, where, "task:1", keys, now=desk.clock.now())


def test_what_is_offered_goes_last_and_once(desk: Desk) -> None:
    _, where = shown_card(desk)
    offer(desk, where, "✅", "❌")
    desk.put(where.id, say_body("tar du den"), tag="task:1")
    desk.work()
    assert [row.state for row in seeds(desk)] == ["sent", "sent"]
    said = next(row for row in desk.outbox() if row.tag == "task:1" and row.kind == "say")
    assert all(row.sent_at >= said.sent_at for row in seeds(desk) if row.sent_at and said.sent_at)
    offer(desk, where)
    desk.work()
    assert [(row.kind, row.state) for row in seeds(desk)] == [
        ("seed", "sent"),
        ("seed", "sent"),
        ("unseed", "sent"),
        ("unseed", "sent"),
    ]
    offer(desk, where)
    assert len(seeds(desk)) == 4  # they are gone already


def test_what_was_never_put_there_need_not_be_taken_away(desk: Desk) -> None:
    _, where = shown_card(desk)
    offer(desk, where, "✅")
    offer(desk, where)
    assert [(row.kind, row.state) for row in seeds(desk)] == [("seed", "dropped")]


def test_nothing_is_offered_on_a_message_that_is_not_shown(desk: Desk) -> None:
    _, where = shown_card(desk)
    offer(desk, where, "✅")
    desk.work()
    assert [(row.kind, row.state, row.cause) for row in seeds(desk)] == [
        ("seed", "dropped", "nothing of that tag is shown")
    ]


def test_a_crash_before_it_is_noted_puts_nothing_there_twice_and_leaves_nothing(desk: Desk) -> None:
    """It is being sent when it is taken away: the homeserver may have it, and knows its transaction id."""
    _, where = shown_card(desk)
    desk.put(where.id, say_body("tar du den"), tag="task:1")
    desk.work()
    offer(desk, where, "✅")
    number = seeds(desk)[0].id
    with desk.core.db.unit() as session:
        claimed = outbox.claim(session, number)
        assert isinstance(claimed.body, SeedBody)
    desk.rebuild()
    offer(desk, where)
    desk.work()
    assert [(row.kind, row.state) for row in seeds(desk)] == [("seed", "sent"), ("unseed", "sent")]


def test_with_much_to_say_nothing_is_offered_until_it_is_said(desk: Desk) -> None:
    _, where = shown_card(desk)
    with desk.core.db.read() as session:
        office = room.office(session, "norr")
    for number in range(60):
        desk.put(office.id, say_body(f"rad {number}"))
    now = desk.clock.now()
    with desk.core.db.read() as session:
        assert outbox.has_backlog(session, "bot", now, over=50)
        assert not outbox.has_backlog(session, "bot", now, over=60)
    desk.put(where.id, say_body("tar du den"), tag="task:1")
    offer(desk, where, "✅")
    desk.work()
    assert seeds(desk)[0].state in ("sent", "waiting")
    desk.clock.at += timedelta(minutes=2)
    desk.work()
    assert [row.state for row in seeds(desk)] == ["sent"]


@pytest.mark.parametrize("role", [Role.YOUTH, Role.GUARDIAN])
def test_on_a_youths_or_guardians_page_nothing_is_ever_offered(desk: Desk, role: Role) -> None:
    alex = desk.add("alex", role, str(role))
    with desk.core.db.unit() as session:
        page = room.page(session, alex.id)
        effects = desk.core._effects
        ctx = desk.core._contexts.bot(session, "norr", None)
        effects.write(session, ctx, (Offer(room_id=page.id, tag="meeting:1", keys=("✅",)),))
        effects.write(session, ctx, (Offer(room_id=ctx.room.id, tag="meeting:1", keys=("✅", "❌", "❓", "⏳")),))
    assert [row.kind for row in seeds(desk)] == ["seed"] * 3
