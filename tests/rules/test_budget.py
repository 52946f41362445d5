from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import ZONE
from bot.messages import Urgency
from bot.rules.budget import BOUNDS, BUDGET, Group, Span, bound, counted_together, group, may_leave_at, opening_after
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
        (Urgency.REMINDER, Role.ACTOR, "2026-11-22T18:30", 0, "2026-11-23T07:00"),  # Sunday evening
        (Urgency.CHANGE, Role.YOUTH, "2026-11-20T12:00", 9, "2026-11-20T12:00"),  # nobody goes there for nothing
        (Urgency.CHANGE, Role.YOUTH, "2026-11-20T21:00", 0, "2026-11-21T08:00"),
        (Urgency.QUESTION, Role.ACTOR, "2026-11-20T12:00", 3, "2026-11-20T12:00"),
        (Urgency.QUESTION, Role.ACTOR, "2026-11-20T22:00", 0, "2026-11-23T07:00"),  # over the weekend
        (Urgency.QUESTION, Role.ACTOR, "2026-11-21T12:00", 0, "2026-11-23T07:00"),
        (Urgency.QUESTION, Role.ACTOR, "2026-12-23T22:00", 0, "2026-12-28T07:00"),  # over Christmas
        (Urgency.QUESTION, Role.LEAD, "2027-01-06T12:00", 0, "2027-01-07T07:00"),  # Epiphany, a Wednesday
        (Urgency.QUESTION, Role.YOUTH, "2026-12-24T12:00", 0, "2026-12-24T12:00"),
        (Urgency.QUESTION, Role.YOUTH, "2026-11-20T12:00", 2, "2026-11-21T08:00"),
        (Urgency.QUESTION, Role.GUARDIAN, "2026-11-21T12:00", 0, "2026-11-21T12:00"),
        (Urgency.DIGEST, Role.COORDINATOR, "2026-11-23T07:00", 0, "2026-11-23T07:00"),
        (Urgency.DIGEST, Role.YOUTH, "2026-11-23T08:00", 1, None),
        # the night the clocks go back and the one they go forward
        (Urgency.REMINDER, Role.YOUTH, "2026-10-25T01:00", 0, "2026-10-25T08:00"),
        (Urgency.REMINDER, Role.YOUTH, "2026-03-28T22:00", 0, "2026-03-29T08:00"),
    ],
)
def test_when_a_message_may_leave(urgency: Urgency, role: Role, now: str, sent: int, leaves: str | None) -> None:
    assert may_leave_at(urgency, role, at(now), sent) == (None if leaves is None else at(leaves))


def test_what_is_said_by_itself_is_bound_for_those_at_work_alone() -> None:
    assert {one: (bounded.most, bounded.span) for one, bounded in BOUNDS.items()} == {
        Group.PROFESSIONAL: (3, Span.WEEK),
        Group.COORDINATOR: (2, Span.DAY),
    }
    assert bound(Urgency.QUESTION, Role.ACTOR) == BOUNDS[Group.PROFESSIONAL]
    assert bound(Urgency.REMINDER, Role.COORDINATOR) == BOUNDS[Group.COORDINATOR]
    for outside in (Urgency.ANSWER, Urgency.NOTICE, Urgency.ALARM, Urgency.CHANGE):
        assert [bound(outside, role) for role in Role if bound(outside, role)] == []
    assert bound(Urgency.QUESTION, Role.YOUTH) is None


def test_a_week_is_counted_from_its_monday() -> None:
    sunday, friday = date(2026, 11, 22), date(2026, 11, 20)
    assert counted_together(Span.WEEK, sunday) == (date(2026, 11, 16), date(2026, 11, 23))
    assert counted_together(Span.DAY, friday) == (friday, date(2026, 11, 21))
    assert opening_after(Urgency.QUESTION, Role.ACTOR, date(2026, 12, 24)) == at("2026-12-28T07:00")


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
    opens = time(8) if group(role) in (Group.YOUTH, Group.GUARDIAN) else time(7)
    assert opens <= found.astimezone(ZONE).time() < time(21)
    # asked again at its moment, with a new day's count, it leaves at once
    assert may_leave_at(urgency, role, found, 0) == found
    if urgency is Urgency.REMINDER and role is Role.YOUTH and sent >= 2:
        assert found.astimezone(ZONE).date() > now.astimezone(ZONE).date() or now.astimezone(ZONE).hour < 8
