"""What people are reminded of the working day before a meeting."""

from __future__ import annotations

from bot.conversation.command import UnitCtx
from bot.i18n import ZONE, Lines, T, Text, items, lines
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from bot.services.day_before import Ahead, Reminder
from bot.wording import meeting as words


def body(ctx: UnitCtx, reminder: Reminder) -> Lines:
    """All meetings somebody has before them, in one message; a digest can take it in as it is.

    A guardian is told the day and the time, in words that any lock screen may show.
    """
    if reminder.person.role is Role.GUARDIAN:
        return lines(*(_time(ctx, ahead) for ahead in reminder.meetings))
    first = next((ahead for ahead in reminder.meetings if not ahead.has_point), None)
    return lines(
        T("day_before.head", n=len(reminder.meetings)),
        items(*(_meeting(ctx, ahead) for ahead in reminder.meetings)),
        None if first is None else T("day_before.point", code=first.case.code),
    )


def _meeting(ctx: UnitCtx, ahead: Ahead) -> Text:
    what = words.what(ctx.of(ahead.case), ahead.meeting, RoomKind.PAGE)
    return T("day_before.meeting", code=ahead.case.code, what=what)


def _time(ctx: UnitCtx, ahead: Ahead) -> Text:
    local = ahead.meeting.starts_at.astimezone(ZONE)
    match (local.date() - ctx.today).days:
        case 0:
            key = "meeting.tell_today"
        case 1:
            key = "meeting.tell_tomorrow"
        case _:
            key = "meeting.tell_later"
    return T(key, day=local.date(), at=local.time())
