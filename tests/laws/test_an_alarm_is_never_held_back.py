"""A youth's alarm stands outside every budget, digest, snooze, red day and quiet hour.

The places that hold messages back are listed here. A new one fails the list, and is asked: does it let alarms through?
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.messages import Urgency
from bot.rules.budget import may_leave_at
from bot.rules.roles import Role
from handlers import TABLE
from storage.tables import Outbox
from tests.bot.desk import Desk

ROOT = Path(__file__).parents[2]

#: What decides that something waits, or is not said: budgets and hours, days, quiet times, expiry.
HOLDS = re.compile(r"budget\.|not_before=|is_working_day\(|red_day\.of_day|is_expired\(|waits_for\(|put_off\(")
#: The files in which that stands, and why it holds no alarm back.
KNOWN = {
    "bot/conversation/effects.py": "an alarm leaves at once, whoever it is for (_when)",
    "bot/delivery/held.py": "waits for a reader; the office is told of an alarm at once, and it never expires",
    "bot/delivery/budget.py": "counts what the bot says by itself; an alarm is none of the classes it counts",
    "bot/delivery/outbox.py": "carries out what held.py decides; puts off only emoji",
    "bot/rules/budget.py": "says of alarms that they always go",
    "bot/rules/meeting_series.py": "on which days people are asked about a meeting of a series",
    "bot/rules/next_meeting.py": "the day that is proposed for the next meeting",
    "bot/rules/ground.py": "says that an alarm rests on nothing, so that it goes whatever becomes of the case",
    "bot/rules/overview.py": "when coordinators are told what is new, besides the alarm itself",
    "bot/rules/recurrence.py": "on which days a task is due",
    "bot/rules/series.py": "on which days a task is asked about",
    "bot/rules/status_round.py": "on which days people are asked how a task goes",
    "bot/rules/when/facts.py": "reads days that people name",
    "bot/rules/office_hours.py": "when somebody is said to read; nothing waits for it but the repetition",
    "bot/rules/working_day.py": "for reminders of a second yes and of consultations",
    "bot/rules/school_break.py": "reads days that people name",
    "bot/rules/red_day.py": "says which days there are",
    "bot/scheduler.py": "tries again what failed; due rows are no messages",
    "bot/services/device.py": "when a changed device is told",
    "bot/services/followup.py": "when a circle is asked how it goes",
    "bot/services/plan.py": "moves the day of a task",
    "bot/services/silence.py": "when somebody is asked once more about a task",
    "bot/services/status_round.py": "when people are asked how a task goes",
    "bot/services/reminder.py": "when a youth is reminded of a meeting, if the bot was away in the evening",
    "bot/services/day_before.py": "reminds people at work without a sound once they have heard enough that week",
    "bot/services/meeting_notice.py": "when a youth hears that a meeting has moved",
    "bot/wording/meeting.py": "names a red day in the preview of a meeting",
    "handlers/plan/change.py": "moves the day of a task",
    "handlers/second_yes.py": "reminds of a second yes in the morning",
    "storage/mending.py": "tries at once what an operator asks for",
    "storage/outbox.py": "keeps the times that others decide",
    "storage/stuck.py": "tries at once what a person asks for",
    "storage/scoped.py": "counts how often somebody was asked, for questions alone",
}


def test_every_place_that_holds_messages_back_is_known() -> None:
    found = {
        str(file.relative_to(ROOT))
        for folder in ("bot", "handlers", "storage")
        for file in (ROOT / folder).rglob("*.py")
        if HOLDS.search(file.read_text("utf-8"))
    }
    assert found - KNOWN.keys() == set(), "does it let a youth's alarm through?"


def hours() -> Iterator[datetime]:
    """Every hour of a week with Christmas in it."""
    start = datetime(2026, 12, 21, tzinfo=UTC)
    return (start + timedelta(hours=hour) for hour in range(7 * 24))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SECOND])
def test_the_budget_lets_an_alarm_through_at_any_hour_after_any_number(role: Role) -> None:
    assert all(may_leave_at(Urgency.ALARM, role, now, 1000) == now for now in hours())


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 12, 24, 22, 30, tzinfo=UTC),  # Christmas Eve
        datetime(2026, 11, 28, 2, 0, tzinfo=UTC),  # a Saturday night
        datetime(2026, 6, 19, 19, 0, tzinfo=UTC),  # Midsummer Eve
    ],
)
def test_a_cry_is_queued_to_go_at_once(tmp_path: Path, at: datetime) -> None:
    desk = Desk(tmp_path, table=TABLE)
    with closing(desk.core.db):
        desk.add("alex", Role.YOUTH, "youth")
        desk.case("K-7F2", actors=[("youth", "alex")])
        desk.work()
        desk.clock.at = at
        desk.work()
        desk.say("alex", "de slår mig", where="page")
        alarms = [row for row in desk.outbox() if (row.tag or "").startswith("youth_alarm:")]
        assert alarms
        assert all(is_told_at_once(row) for row in alarms)


def is_told_at_once(row: Outbox) -> bool:
    return row.urgency == Urgency.ALARM and row.not_before == row.created_at and row.state == "sent"
