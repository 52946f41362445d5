"""A youth is reminded of a meeting, in words that any lock screen may show."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply, when_due
from bot.i18n import ZONE, T
from bot.messages import Say, Urgency
from bot.rules.meeting import Meeting
from bot.rules.person import Person
from bot.services import missed, reminder
from bot.services.reminder import By
from bot.wording import meeting as words


@when_due(missed.REMINDER)
def remind(ctx: CaseCtx, subject: str) -> Reply:
    """Remind the youth, the evening before and two hours before: ask whether they can come, until they have said
    yes."""
    due = reminder.take(ctx.store, subject.split(":")[0], is_late=ctx.is_late)
    if due is None:
        return ()
    if due.notice is not None:
        return words.changed(ctx, due.notice)
    if due.by is By.RINGING:
        return (words.ring(ctx, due.meeting, due.youth, Urgency.REMINDER),)
    if due.by is By.TELLING:
        return (_told(ctx, due.meeting, due.youth),)
    if due.by is By.KNOWING:
        return (words.reminded_again(ctx, due.meeting, due.youth),)
    return (words.question(ctx, due.meeting, due.youth, Urgency.REMINDER),)


def _told(ctx: CaseCtx, meeting: Meeting, youth: Person) -> Say:
    """A reminder that asks nothing."""
    local = meeting.starts_at.astimezone(ZONE)
    match (local.date() - ctx.today).days:
        case 0:
            key = "meeting.tell_today"
        case 1:
            key = "meeting.tell_tomorrow"
        case _:
            key = "meeting.tell_later"
    return Say(
        room_id=ctx.store.page(youth.id).id,
        body=T(key, day=local.date(), at=local.time()),
        urgency=Urgency.REMINDER,
        person_id=youth.id,
        until=words.while_of_use(ctx, meeting, Urgency.REMINDER),
        tag="beside",  # what was asked before it stays what was asked last
    )
