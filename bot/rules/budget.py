"""The message budget: whom a message may disturb, when, and how often. One table, for everything the bot says unasked.

Hours are Swedish; a window ends *before* its closing hour. Two classes are outside the budget: the answer to what
somebody just wrote, and danger.
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
    """Whom the budget tells apart."""

    YOUTH = "youth"
    GUARDIAN = "guardian"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """When one class of messages may leave for one group. ``a_day`` None: no limit.

    ``waits``: what is over the limit leaves the next day; otherwise it is dropped, since it would come too late to
    be of any use (the digest names what is still open).
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
        (Urgency.ALARM, Group.YOUTH): _ALWAYS,
        (Urgency.ALARM, Group.GUARDIAN): _ALWAYS,
        (Urgency.ALARM, Group.PROFESSIONAL): _ALWAYS,
        (Urgency.QUESTION, Group.YOUTH): Allowance(opens=8, closes=21, a_day=2),
        (Urgency.QUESTION, Group.GUARDIAN): Allowance(opens=8, closes=21, a_day=3),
        (Urgency.QUESTION, Group.PROFESSIONAL): Allowance(opens=7, closes=21, weekdays=True, a_day=10),
        (Urgency.REMINDER, Group.YOUTH): Allowance(opens=8, closes=21, a_day=2, waits=False),
        (Urgency.REMINDER, Group.GUARDIAN): Allowance(opens=8, closes=21, a_day=2, waits=False),
        # Also on Sunday evening, for Monday's meeting
        (Urgency.REMINDER, Group.PROFESSIONAL): Allowance(opens=7, closes=21, a_day=6, waits=False),
        (Urgency.CHANGE, Group.YOUTH): Allowance(opens=8, closes=21),
        (Urgency.CHANGE, Group.GUARDIAN): Allowance(opens=8, closes=21),
        (Urgency.CHANGE, Group.PROFESSIONAL): Allowance(opens=7, closes=21),
        (Urgency.DIGEST, Group.YOUTH): Allowance(opens=8, closes=21, a_day=1, waits=False),
        (Urgency.DIGEST, Group.GUARDIAN): Allowance(opens=8, closes=21, a_day=1, waits=False),
        (Urgency.DIGEST, Group.PROFESSIONAL): Allowance(opens=7, closes=18, weekdays=True, a_day=1, waits=False),
    }
)


def group(role: Role) -> Group:
    """The group of a role."""
    if role is Role.YOUTH:
        return Group.YOUTH
    return Group.GUARDIAN if role is Role.GUARDIAN else Group.PROFESSIONAL


def may_leave_at(urgency: Urgency, role: Role, now: datetime, sent_today: int) -> datetime | None:
    """The moment (UTC, never before ``now``) a message of this class may leave; None: not at all.

    ``sent_today``: how many of this class this person has got since midnight Swedish time. A message put off is asked
    about again when its moment comes.
    """
    allowed = BUDGET[urgency, group(role)]
    if allowed is _ALWAYS:
        return now.astimezone(UTC)
    local = now.astimezone(ZONE)
    today = local.date()
    if (allowed.weekdays and today.weekday() >= 5) or not allowed.opens <= local.hour < allowed.closes:
        return _opening(allowed, local, days=0 if local.hour < allowed.opens else 1)
    if allowed.a_day is None or sent_today < allowed.a_day:
        return now.astimezone(UTC)
    return _opening(allowed, local, days=1) if allowed.waits else None


def _opening(allowed: Allowance, local: datetime, *, days: int) -> datetime:
    day = local.date() + timedelta(days=days)
    while allowed.weekdays and day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(allowed.opens), tzinfo=ZONE).astimezone(UTC)
