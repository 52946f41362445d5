"""The message budget: whom a message may disturb, when, and how often. One table for all the bot says
unasked.

Hours are Swedish time; a window ends *before* its closing hour. Two classes are outside the budget: the
answer to what somebody just wrote, and alarms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.i18n import ZONE
from bot.messages import Urgency
from bot.rules.roles import Role


class Group(StrEnum):
    """A group of people with a budget of its own."""

    YOUTH = "youth"
    GUARDIAN = "guardian"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """When one class of messages may be sent to one group. ``a_day`` is the limit per person and day; None:
    no limit.

    ``waits``: a message over the limit is sent the next day. Otherwise it is dropped, because it would come
    too late to be of use (the digest names what is still open).
    """

    opens: int = 0
    closes: int = 24
    weekdays: bool = False
    a_day: int | None = None
    waits: bool = True


_ALWAYS = Allowance()

#: The whole budget.
BUDGET: Mapping[tuple[Urgency, Group], Allowance] = MappingProxyType(
    {
        (Urgency.ANSWER, Group.YOUTH): _ALWAYS,
        (Urgency.ANSWER, Group.GUARDIAN): _ALWAYS,
        (Urgency.ANSWER, Group.PROFESSIONAL): _ALWAYS,
        (Urgency.NOTICE, Group.YOUTH): _ALWAYS,
        (Urgency.NOTICE, Group.GUARDIAN): _ALWAYS,
        (Urgency.NOTICE, Group.PROFESSIONAL): _ALWAYS,
        (Urgency.ALARM, Group.YOUTH): _ALWAYS,
        (Urgency.ALARM, Group.GUARDIAN): _ALWAYS,
        (Urgency.ALARM, Group.PROFESSIONAL): _ALWAYS,
        (Urgency.QUESTION, Group.YOUTH): Allowance(opens=8, closes=21, a_day=2),
        (Urgency.QUESTION, Group.GUARDIAN): Allowance(opens=8, closes=21, a_day=3),
        (Urgency.QUESTION, Group.PROFESSIONAL): Allowance(opens=7, closes=21, weekdays=True, a_day=10),
        (Urgency.REMINDER, Group.YOUTH): Allowance(opens=8, closes=21, a_day=2, waits=False),
        (Urgency.REMINDER, Group.GUARDIAN): Allowance(opens=8, closes=21, a_day=2, waits=False),
        # Every day of the week: on Sunday evening people are reminded of Monday's meeting
        (Urgency.REMINDER, Group.PROFESSIONAL): Allowance(opens=7, closes=21, a_day=6, waits=False),
        (Urgency.CHANGE, Group.YOUTH): Allowance(opens=8, closes=21),
        (Urgency.CHANGE, Group.GUARDIAN): Allowance(opens=8, closes=21),
        (Urgency.CHANGE, Group.PROFESSIONAL): Allowance(opens=7, closes=21),
        (Urgency.DIGEST, Group.YOUTH): Allowance(opens=8, closes=21, a_day=1, waits=False),
        (Urgency.DIGEST, Group.GUARDIAN): Allowance(opens=8, closes=21, a_day=1, waits=False),
        (Urgency.DIGEST, Group.PROFESSIONAL): Allowance(
            opens=7, closes=18, weekdays=True, a_day=1, waits=False
        ),
    }
)


def group(role: Role) -> Group:
    """The group a role belongs to."""
    if role is Role.YOUTH:
        return Group.YOUTH
    if role is Role.GUARDIAN:
        return Group.GUARDIAN
    return Group.PROFESSIONAL


def may_leave_at(urgency: Urgency, role: Role, now: datetime, sent_today: int) -> datetime | None:
    """The moment (UTC, never before ``now``) at which a message may be sent; None when it is dropped.

    ``sent_today``: how many of this class the person has got since midnight, Swedish time. Whoever holds a
    message back asks again when its moment comes.
    """
    allowed = BUDGET[urgency, group(role)]
    if allowed is _ALWAYS:
        return now.astimezone(UTC)
    local = now.astimezone(ZONE)
    today = local.date()
    weekend = allowed.weekdays and today.weekday() >= 5
    if weekend or not allowed.opens <= local.hour < allowed.closes:
        opens_today = local.hour < allowed.opens
        return _opening(allowed, local, days=0 if opens_today else 1)
    if allowed.a_day is None or sent_today < allowed.a_day:
        return now.astimezone(UTC)
    return _opening(allowed, local, days=1) if allowed.waits else None


def _opening(allowed: Allowance, local: datetime, *, days: int) -> datetime:
    """When the window opens after so many days; where weekends are closed, on the next weekday."""
    day = local.date() + timedelta(days=days)
    while allowed.weekdays and day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(allowed.opens), tzinfo=ZONE).astimezone(UTC)
