"""The message budget: whom a message may disturb, when, and how often. One table for all the bot says
unasked.

Hours are Swedish time; a window ends *before* its closing hour. Two classes are outside the budget: the
answer to what somebody just wrote, and alarms. So is what the bot passes on, at once, of what a youth or guardian has
written or asked for.

People at work are disturbed on working days only. What the bot says to them *by itself*, as a day comes, is bound in
its number too, whatever it is about: see :data:`BOUNDS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.i18n import ZONE
from bot.messages import Urgency
from bot.rules import working_day
from bot.rules.roles import Role


class Group(StrEnum):
    """A group of people with a budget of its own."""

    YOUTH = "youth"
    GUARDIAN = "guardian"
    PROFESSIONAL = "professional"
    COORDINATOR = "coordinator"  # and whoever leads cases, or is the second person


class Span(StrEnum):
    """For how long messages are counted together."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, kw_only=True)
class Bound:
    """How many messages the bot may send somebody by itself in a day or a week, all of them together.

    ``spared``: of these, how many are kept for what is said on the own page, which holds all that waits.
    """

    most: int
    span: Span
    spared: int = 1


#: What the bot says by itself to people at work, at the most, over all their cases.
BOUNDS: Mapping[Group, Bound] = MappingProxyType(
    {
        Group.PROFESSIONAL: Bound(most=3, span=Span.WEEK),
        Group.COORDINATOR: Bound(most=2, span=Span.DAY),
    }
)

#: The classes of messages that are bound so, where the bot speaks by itself.
UNPROMPTED = frozenset({Urgency.QUESTION, Urgency.REMINDER, Urgency.DIGEST})


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """When one class of messages may be sent to one group. ``a_day`` is the limit per person and day; None:
    no limit.

    ``waits``: a message over the limit is sent the next day. Otherwise it is dropped, because it would come
    too late to be of use (the digest names what is still open). ``working``: on working days only.
    """

    opens: int = 0
    closes: int = 24
    working: bool = False
    a_day: int | None = None
    waits: bool = True


_ALWAYS = Allowance()

#: The whole budget.
BUDGET: Mapping[tuple[Urgency, Group], Allowance] = MappingProxyType(
    {
        **{
            (urgency, one): _ALWAYS
            for urgency in (Urgency.ANSWER, Urgency.NOTICE, Urgency.ALARM)
            for one in Group
        },
        (Urgency.QUESTION, Group.YOUTH): Allowance(opens=8, closes=21, a_day=2),
        (Urgency.QUESTION, Group.GUARDIAN): Allowance(opens=8, closes=21, a_day=3),
        (Urgency.REMINDER, Group.YOUTH): Allowance(opens=8, closes=21, a_day=2, waits=False),
        (Urgency.REMINDER, Group.GUARDIAN): Allowance(opens=8, closes=21, a_day=2, waits=False),
        (Urgency.CHANGE, Group.YOUTH): Allowance(opens=8, closes=21),
        (Urgency.CHANGE, Group.GUARDIAN): Allowance(opens=8, closes=21),
        (Urgency.DIGEST, Group.YOUTH): Allowance(opens=8, closes=21, a_day=1, waits=False),
        (Urgency.DIGEST, Group.GUARDIAN): Allowance(opens=8, closes=21, a_day=1, waits=False),
        **{
            (urgency, one): allowed
            for one in (Group.PROFESSIONAL, Group.COORDINATOR)
            for urgency, allowed in (
                (Urgency.QUESTION, Allowance(opens=7, closes=21, working=True)),
                (Urgency.REMINDER, Allowance(opens=7, closes=21, working=True)),
                (Urgency.CHANGE, Allowance(opens=7, closes=21)),
                (Urgency.DIGEST, Allowance(opens=7, closes=18, working=True)),
            )
        },
    }
)


def group(role: Role) -> Group:
    """The group a role belongs to."""
    if role is Role.YOUTH:
        return Group.YOUTH
    if role is Role.GUARDIAN:
        return Group.GUARDIAN
    if role in (Role.COORDINATOR, Role.LEAD, Role.SECOND):
        return Group.COORDINATOR
    return Group.PROFESSIONAL


def bound(urgency: Urgency, role: Role) -> Bound | None:
    """How many messages of that class the bot may send somebody by itself; None: that is not bound so."""
    return BOUNDS.get(group(role)) if urgency in UNPROMPTED else None


def counted_together(span: Span, day: date) -> tuple[date, date]:
    """The first day, and the one after the last, of those with whose messages one of this day is counted."""
    if span is Span.DAY:
        return day, day + timedelta(days=1)
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def opening_after(urgency: Urgency, role: Role, day: date) -> datetime:
    """The first moment (UTC) on or after a day at which a message may be sent."""
    midnight = datetime.combine(day, time(), tzinfo=ZONE)
    found = may_leave_at(urgency, role, midnight, 0)
    assert found is not None  # nothing was sent that day
    return found


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
    is_closed = allowed.working and not working_day.is_working_day(today)
    if is_closed or not allowed.opens <= local.hour < allowed.closes:
        opens_today = local.hour < allowed.opens
        return _opening(allowed, local, days=0 if opens_today else 1)
    if allowed.a_day is None or sent_today < allowed.a_day:
        return now.astimezone(UTC)
    return _opening(allowed, local, days=1) if allowed.waits else None


def _opening(allowed: Allowance, local: datetime, *, days: int) -> datetime:
    """When the window opens after so many days; for those at work, on the next working day."""
    day = local.date() + timedelta(days=days)
    if allowed.working and not working_day.is_working_day(day):
        day = working_day.following(day)
    return datetime.combine(day, time(allowed.opens), tzinfo=ZONE).astimezone(UTC)
