"""What is taken away from a page: sensitive answers ten minutes after they came, each once; or all that was said."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.rules.roles import Role
from storage import due, fading, outbox
from storage import room as rooms
from storage.body import SayBody
from storage.room import RoomView
from tests.storage.conftest import NOW, World

MINUTE = timedelta(minutes=1)


def say(session: Session, page: RoomView, event_id: str | None, minutes: int, *, fades: bool = True) -> int:
    """Something said on a page so many minutes after the beginning; without an event it is still on its way."""
    at = NOW + minutes * MINUTE
    number = outbox.put(
        session, page, SayBody(plain="hej", html="hej"), now=at, tag=fading.FADES if fades else "greeting:1"
    )
    if event_id is not None:
        outbox.claim(session, number)
        outbox.mark_sent(session, number, event_id, at)
    return number


def test_each_answer_is_taken_ten_minutes_after_it_came_and_the_next_is_planned_for(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        page = rooms.page(session, alex.id)
        say(session, page, "$first", 0)
        fading.plan(session, page, NOW)
        say(session, page, "$second", 6)
        fading.plan(session, page, NOW + 6 * MINUTE)
        assert due.scheduled_at(session, fading.FADE, page.id) == NOW + 10 * MINUTE, "no later answer puts it off"
        assert fading.take(session, page, NOW + 10 * MINUTE) == ["$first"]
        assert due.scheduled_at(session, fading.FADE, page.id) == NOW + 16 * MINUTE
        assert fading.take(session, page, NOW + 16 * MINUTE) == ["$second"]
        assert fading.take(session, page, NOW + 30 * MINUTE) == []


def test_what_comes_late_stands_as_long(world: World) -> None:
    alex = world.person("alex", role=Role.YOUTH)
    with world.unit() as session:
        page = rooms.page(session, alex.id)
        number = say(session, page, None, 0)
        assert fading.take(session, page, NOW + 10 * MINUTE) == []
        outbox.claim(session, number)
        outbox.mark_sent(session, number, "$late", NOW + 15 * MINUTE)
        assert fading.take(session, page, NOW + 20 * MINUTE) == []
        assert due.scheduled_at(session, fading.FADE, page.id) == NOW + 25 * MINUTE
        assert fading.take(session, page, NOW + 25 * MINUTE) == ["$late"]


def test_all_that_was_said_is_taken_once_and_counts_as_shown_no_more(world: World) -> None:
    alex, eva = world.person("alex", role=Role.YOUTH), world.person("eva", role=Role.YOUTH)
    with world.unit() as session:
        page = rooms.page(session, alex.id)
        say(session, page, "$one", 0, fades=False)
        say(session, page, "$two", 1)
        say(session, page, None, 2, fades=False)
        say(session, rooms.page(session, eva.id), "$hers", 0)
        assert fading.take_all(session, page) == ["$one", "$two"]
        assert outbox.shown_event(session, page.id, "greeting:1") is None
        assert outbox.row_behind(session, "$one") is None
        assert fading.take_all(session, page) == []
        assert fading.take(session, page, NOW + 30 * MINUTE) == [], "it is gone already"
