"""When the desk prunes: once a day, when nobody waits, and never at the start; a fault in it stops nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.conversation.table import Table
from bot.messages import Kind
from handlers import TABLE
from storage.pruning import Pruning
from storage.tables import Heard, Inbox, Outbox, Spoken
from tests.bot.desk import Desk, sv

LONG = timedelta(days=120)


@pytest.fixture
def table() -> Table:
    return TABLE


def pass_days(desk: Desk, days: timedelta = LONG) -> None:
    """Time passes; the minutes come in which the desk does what it does each minute."""
    for passing in (days, timedelta(minutes=1), timedelta(minutes=1)):
        desk.clock.at += passing
        desk.work()


def counts(desk: Desk) -> tuple[int, ...]:
    """Events that came in and are there, or are known; messages likewise."""
    with desk.core.db.read() as session:
        tables = (Inbox, Heard, Outbox, Spoken)
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def test_what_is_old_goes_and_what_is_said_about_it_is_answered_all_the_same(desk: Desk) -> None:
    [listed] = desk.say("anna", "ärenden")
    first = desk.event_of(listed)
    understood = f"$in{desk.heard}"
    desk.say("anna", "flyta mötet")
    unclear = f"$in{desk.heard}"
    desk.say("anna", "ärenden")
    pass_days(desk)
    came, known, _, spoken = counts(desk)
    assert (came, known, spoken) == (1, 2, 3)
    assert sv("kit.nothing_asked") in desk.say("anna", "ja", about=first)[0]
    assert sv("kit.edited") in desk.say("anna", "hjälp", kind=Kind.EDIT, about=understood)[0]
    assert desk.say("anna", "ärenden", kind=Kind.EDIT, about=unclear) == [listed]


def test_a_start_prunes_nothing_and_the_day_after_it_does(desk: Desk) -> None:
    desk.say("anna", "ärenden")
    desk.say("anna", "ärenden")
    desk.core._minute_at = desk.core._minute_at.min.replace(tzinfo=desk.clock.at.tzinfo)  # as it is at a start
    before = counts(desk)
    desk.clock.at += LONG
    desk.work()
    assert counts(desk)[:2] == before[:2]
    desk.clock.at += timedelta(minutes=1)
    desk.work()
    assert counts(desk)[1] > 0


def test_an_answer_comes_before_what_is_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.say("anna", "ärenden")
    seen: list[int] = []
    prune = Pruning.go_on

    def note(self: Pruning, session: Any, **more: Any) -> bool:
        seen.append(session.scalar(select(func.count()).where(Inbox.state == "new")))
        return prune(self, session, **more)

    monkeypatch.setattr(Pruning, "go_on", note)
    desk.clock.at += LONG
    for _ in range(20):
        desk.hear("anna", "ärenden")
    desk.work()
    assert set(seen) == {0}
    slices = len(seen)
    pass_days(desk, timedelta())
    assert len(seen) == slices  # one round a day


def test_a_fault_is_logged_and_the_work_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.say("anna", "ärenden")

    def fail(self: Pruning, session: Any, **more: Any) -> bool:
        raise LookupError("a test")

    monkeypatch.setattr(Pruning, "go_on", fail)
    pass_days(desk)
    assert desk.say("anna", "ärenden") != []
    assert desk.core._pruning is None
    monkeypatch.undo()
    pass_days(desk, timedelta(days=1))
    assert counts(desk)[3] > 0
