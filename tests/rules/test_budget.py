from __future__ import annotations

from datetime import UTC, datetime, time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import ZONE
from bot.messages import Urgency
from bot.rules.budget import BUDGET, Group, group, may_leave_at
from bot.rules.roles import Role


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_the_table_is_complete() -> None:
    assert set(BUDGET) == set(product(Urgency, Group))
    assert {group(role) for role in Role} == set(Group)


# 2026-11-20 is a Friday
@pytest.mark.parametrize(
    ("urgency", "role", "now", "sent", "leaves"),
    [
        (Urgency.ANSWER, Role.YOUTH, "2026-11-20T03:00", 50, "2026-11-20T03:00"),
        (Urgency.ALARM, Role.YOUTH, "2026-11-20T03:00", 50, "2026-11-20T03:00"),
        (Urgency.ALARM, Role.COORDINATOR, "2026-11-22T03:00", 50, "2026-11-22T03:00"),
        (Urgency.REMINDER, Role.YOUTH, "2026-11-20T18:30", 0, "2026-11-20T18:30"),
        (Urgency.REMINDER, Role.YOUTH, "2026-11-20T18:30", 1, "2026-11-20T18:30"),
        (Urgency.REMINDER, Role.YOUTH, "2026-11-20T18:30", 2, None),
        (Urgency.REMINDER, Role.YOUTH, "2026-11-20T20:59", 0, "2026-11-20T20:59"),
        (Urgency.REMINDER, Role.YOUTH, "2026-11-20T21:00", 0, "2026-11-21T08:00"),
        (Urgency.REMINDER, Role.YOUTH, "2026-11-20T07:59", 0, "2026-11-20T08:00"),
        (Urgency.REMINDER, Role.YOUTH, "2026-11-20T21:00", 2, "2026-11-21T08:00"),  # tomorrow's two are not used up
        (Urgency.REMINDER, Role.ACTOR, "2026-11-22T18:30", 0, "2026-11-22T18:30"),  # Sunday evening, for Monday
        (Urgency.CHANGE, Role.YOUTH, "2026-11-20T12:00", 9, "2026-11-20T12:00"),  # nobody goes there for nothing
        (Urgency.CHANGE, Role.YOUTH, "2026-11-20T21:00", 0, "2026-11-21T08:00"),
        (Urgency.QUESTION, Role.ACTOR, "2026-11-20T12:00", 3, "2026-11-20T12:00"),
        (Urgency.QUESTION, Role.ACTOR, "2026-11-20T22:00", 0, "2026-11-23T07:00"),  # over the weekend
        (Urgency.QUESTION, Role.ACTOR, "2026-11-21T12:00", 0, "2026-11-23T07:00"),
        (Urgency.QUESTION, Role.ACTOR, "2026-11-20T12:00", 10, "2026-11-23T07:00"),
        (Urgency.QUESTION, Role.YOUTH, "2026-11-20T12:00", 2, "2026-11-21T08:00"),
        (Urgency.QUESTION, Role.GUARDIAN, "2026-11-21T12:00", 0, "2026-11-21T12:00"),
        (Urgency.DIGEST, Role.COORDINATOR, "2026-11-23T07:00", 0, "2026-11-23T07:00"),
        (Urgency.DIGEST, Role.COORDINATOR, "2026-11-23T08:00", 1, None),
        # the night the clocks go back and the one they go forward
        (Urgency.REMINDER, Role.YOUTH, "2026-10-25T01:00", 0, "2026-10-25T08:00"),
        (Urgency.REMINDER, Role.YOUTH, "2026-03-28T22:00", 0, "2026-03-29T08:00"),
    ],
)
def test_when_a_message_may_leave(urgency: Urgency, role: Role, now: str, sent: int, leaves: str | None) -> None:
    assert may_leave_at(urgency, role, at(now), sent) == (None if leaves is None else at(leaves))


@given(
    st.sampled_from(Urgency),
    st.sampled_from(Role),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 12),
)
def test_only_answers_notices_and_alarms_come_at_night(urgency: Urgency, role: Role, now: datetime, sent: int) -> None:
    found = may_leave_at(urgency, role, now, sent)
    if urgency in (Urgency.ANSWER, Urgency.NOTICE, Urgency.ALARM):
        assert found == now
        return
    if found is None:
        return
    assert found >= now
    opens = time(7) if group(role) is Group.PROFESSIONAL else time(8)
    assert opens <= found.astimezone(ZONE).time() < time(21)
    # asked again at its moment, with a new day's count, it leaves at once
    assert may_leave_at(urgency, role, found, 0) == found
    if urgency is Urgency.REMINDER and role is Role.YOUTH and sent >= 2:
        assert found.astimezone(ZONE).date() > now.astimezone(ZONE).date() or now.astimezone(ZONE).hour < 8
