"""A youth is reminded of a meeting, in words that any lock screen may show; and somebody rings where that does not seem
to reach them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.conversation.command import Ask, CaseCtx, Reply, UnitCtx, when_due
from bot.i18n import ZONE, T, render
from bot.messages import Say, Urgency
from bot.rules.meeting import Meeting
from bot.rules.person import Person
from bot.services import reminder
from bot.services.reminder import By, Reminder, Why
from bot.wording import cards, tasks
from bot.wording import meeting as words

#: What whoever answers for the case is told.
_WHY: Mapping[Why, str] = MappingProxyType(
    {
        Why.NOT_THERE: "meeting.unreached_not_there",
        Why.NO_DEVICE: "meeting.unreached_no_device",
        Why.SILENT: "meeting.unreached_silent",
        Why.NOT_RUNG: "meeting.unreached_not_rung",
    }
)


@when_due(reminder.KIND)
def remind(ctx: CaseCtx, subject: str) -> Reply:
    """Remind the youth when they chose, and ask whether they can come, until they have said yes."""
    due = reminder.take(ctx.store, subject, is_late=ctx.is_late)
    if due is None:
        return ()
    if due.notice is not None:
        return words.changed(ctx, due.notice)
    return (replace(_reminded(ctx, due), quiet=due.quiet),)


def _reminded(ctx: CaseCtx, due: Reminder) -> Ask | Say:
    if due.by is By.TELLING:
        return _told(ctx, due.meeting, due.youth)
    if due.by is By.KNOWING:
        return words.reminded_again(ctx, due.meeting, due.youth)
    return words.question(ctx, due.meeting, due.youth, Urgency.REMINDER)


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


@when_due(reminder.UNSEEN)
def ring(ctx: CaseCtx, subject: str) -> Reply:
    """Have the youth rung, once, in time, when there is no sign that they have heard of a meeting."""
    found = reminder.take_unreached(ctx.store, subject)
    if found is None:
        return ()
    body = T(_WHY[found.why], code=ctx.case.code, at=found.meeting.starts_at)
    # Tomorrow it would be of no use, so it is outside what the bot may say in a day
    return (Say(room_id=ctx.coordinator_page.id, body=body, urgency=Urgency.CHANGE, person_id=ctx.reader.id),)


@when_due(reminder.TO_RING)
def to_ring(ctx: CaseCtx, subject: str) -> Reply:
    """Give somebody the task to ring a youth without an account."""
    meeting = ctx.store.meetings.get(subject)
    if meeting is None:
        return ()
    text = render(T("meeting.task_to_ring", at=meeting.starts_at), ctx.unit_language).plain
    given = reminder.give_task(ctx.store, subject, text)
    return () if given is None else tasks.ask_whether_taken(ctx, given.task, given.owner)


@when_due(reminder.RUNG)
def rung(ctx: CaseCtx, subject: str) -> Reply:
    """The meeting begins: nobody is to ring about it any more."""
    ended = reminder.end_task(ctx.store, subject)
    if ended is None:
        return ()
    return (*tasks.shown_again(ctx, ended, asking=()), *cards.refreshed(ctx))


@when_due(reminder.RESTED)
def rested(ctx: UnitCtx, subject: str) -> Reply:
    """Reminders have rested, and come again: say so."""
    if not reminder.end_rest(ctx.store, subject):
        return ()
    page = ctx.store.page(subject)
    body = T("youth.rested")
    return (
        Say(room_id=page.id, body=body, urgency=Urgency.CHANGE, person_id=subject, quiet=True, tag="beside"),
    )
