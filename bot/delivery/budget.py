"""Finds out when somebody may be disturbed, by what has gone out to them already: as a message is queued, and again as
one that was held goes out.

What a message may do is decided in :mod:`bot.rules.budget`; here it is counted.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from bot.i18n import ZONE
from bot.messages import Out, Urgency
from bot.rules import budget
from bot.rules.calendar import day_of
from bot.rules.person import Person
from storage import outbox, question
from storage.outbox import Item
from storage.person import People
from storage.room import RoomView

#: So many days or weeks ahead a place is looked for.
_FURTHEST = 200


def next_for(session: Session, who: Person, urgency: Urgency, now: datetime) -> datetime:
    """The first moment at which the bot may speak to somebody at work by itself, beside all that it will say."""
    bound = budget.bound(urgency, who.role)
    found = budget.may_leave_at(urgency, who.role, now, 0)
    assert bound is not None
    assert found is not None
    for _ in range(_FURTHEST):
        first, following = budget.counted_together(bound.span, day_of(found))
        counted = outbox.unprompted(session, [who.id], _midnight(first), _midnight(following))
        if counted.get(who.id, 0) < bound.most:
            return found
        found = budget.opening_after(urgency, who.role, following)
    return found


def cause_to_drop(session: Session, item: Item) -> str | None:
    """Why a message that was held must not go out any more; None if it may."""
    if not _was_held(item) or item.urgency not in budget.UNPROMPTED:
        return None
    asked = question.of_message(session, item.id)
    if asked is not None and asked.state in ("answered", "cancelled", "expired"):
        return "what it asks is over"
    return None


def later(session: Session, item: Item, room: RoomView, now: datetime) -> datetime | None:
    """When a message that was held, and would disturb somebody now, goes out instead; None: now.

    What was held for the morning comes all at once: then it is counted again, with what has gone out by then.
    """
    if item.person_id is None or not _was_held(item) or item.urgency not in budget.UNPROMPTED:
        return None
    urgency = Urgency(item.urgency)
    who = People(session, room.unit_id).get(item.person_id)
    bound = budget.bound(urgency, who.role)
    today = day_of(now)
    if bound is None:
        sent = outbox.gone_out(session, who.id, urgency, _midnight(today), but=item.id)
        found = budget.may_leave_at(urgency, who.role, now, sent)
        # A reminder that is one too many is of no use tomorrow: it was not one too many when it was queued
        return None if found is None or found <= now else found
    if who.id not in outbox.disturbs(session, item.id):
        return None
    opens = budget.may_leave_at(urgency, who.role, now, 0)
    assert opens is not None
    if opens > now:
        return opens
    first, following = budget.counted_together(bound.span, today)
    counted = outbox.unprompted(
        session, [who.id], _midnight(first), _midnight(following), gone_out=True, but=item.id
    )
    if counted.get(who.id, 0) < bound.most:
        return None
    return budget.opening_after(urgency, who.role, following)


def _was_held(item: Item) -> bool:
    """Whether a message had to wait when it was queued, and nobody has tried to deliver it."""
    return item.kind is Out.SAY and item.tries == 1 and item.not_before > item.created_at


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE)
