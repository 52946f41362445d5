"""The working day before, people at work and guardians are reminded of their meetings, each in one message."""

from __future__ import annotations

from datetime import date

from bot.conversation.command import Reply, UnitCtx, when_due
from bot.messages import Say, Urgency
from bot.services import day_before
from bot.services.day_before import Reminder
from bot.wording import day_before as words


@when_due(day_before.REMIND)
def remind(ctx: UnitCtx, subject: str) -> Reply:
    """Remind everybody who has a meeting on the next working day, on their own pages."""
    day = date.fromisoformat(subject.rpartition(":")[2])
    return tuple(_to_page(ctx, reminder) for reminder in day_before.due(ctx.store, day))


def _to_page(ctx: UnitCtx, reminder: Reminder) -> Say:
    return Say(
        room_id=ctx.store.page(reminder.person.id).id,
        body=words.body(ctx, reminder),
        urgency=Urgency.REMINDER,
        quiet=reminder.is_quiet,
        person_id=reminder.person.id,
    )
