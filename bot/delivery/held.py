"""Decides which rows are dropped or held because nobody could read them, and tells the office when that
matters.

People read a room's history only from their own joining on, so what is sent to an empty page can never be
read. A row for it is held until its owner has joined. An alarm is passed on to the office at once as well,
and the office is told when a held row is dropped.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.delivery import stuck
from bot.i18n import Rendered
from bot.logs import get_logger
from bot.messages import Out, Unheard, Urgency
from bot.rules.alarm import may_be_said
from bot.rules.room import RoomKind, RoomState
from storage import member as members
from storage import outage, outbox, person, youth_alarm
from storage import room as rooms
from storage.body import SayBody
from storage.outbox import Item
from storage.person import People
from storage.room import RoomView

log = get_logger(__name__)

#: How often a held row is looked at again, and how long it is held before it is dropped as expired.
CHECK_EVERY = timedelta(hours=1)
LONGEST_HOLD = timedelta(days=3)

#: The cause under which rows for somebody without a Matrix account are dropped.
NO_ACCOUNT = "the person has no account"

#: The cause under which rows are dropped that were held too long.
TOO_LATE = "nobody came to hear it"

#: The cause under which words are dropped about a time that has come.
OVER = "its time is over"
#: The cause under which words are dropped whose reader is out of the case by now, or whose case is paused or over.
NO_GROUND = "its ground is gone"

#: The cause under which an alarm is dropped for somebody who comes in when the youth has been reached.
ALARM_OVER = "the alarm is over"

#: Kinds of rows that people read in the room.
READABLE = (Out.SAY, Out.EDIT, Out.REACT, Out.SEED, Out.ATTACH, Out.PIN)


def drop_cause(session: Session, item: Item, room: RoomView) -> str | None:
    """Why a row must not be delivered any more; ``None`` if it may."""
    if room.state is RoomState.LEFT:
        return "the room is left"
    if item.kind in READABLE and room.kind is RoomKind.OLD:
        return "the room is replaced"
    if stuck.is_outdated_notice(session, item):
        return "it got through"
    if item.kind is Out.SAY and youth_alarm.is_over(session, item.tag):
        return ALARM_OVER
    if item.kind in READABLE:
        if room.matrix_room is None and room.kind.of_case:
            return "the room is not open"
        if room.person_id is not None and not person.has_account(session, room.unit_id, room.person_id):
            return NO_ACCOUNT
        if room.state is RoomState.FROZEN and room.alarm is None:
            return "the room is frozen"
    return None


def waits_for(session: Session, item: Item, room: RoomView) -> str | None:
    """Why a row is held; ``None`` if it is not. It waits until a reader has joined (a page's owner, anybody in
    the office), or an alarm is over."""
    if item.kind not in READABLE:
        return None
    if room.alarm is not None and not may_be_said(room.kind, item.urgency, item.tag):
        return outbox.IN_ALARM
    if room.kind is not RoomKind.PAGE and not room.kind.is_office:
        return None
    joined = frozenset[str]() if room.matrix_room is None else members.joined(session, room.matrix_room)
    people = People(session, room.unit_id)
    if room.person_id is None:
        is_read = any(one.matrix_id in joined for one in people.all() if one.matrix_id)
    else:
        is_read = people.get(room.person_id).matrix_id in joined
    return None if is_read else outbox.NOBODY_READS


def is_expired(item: Item, now: datetime) -> bool:
    """Whether a held row has waited too long to be of use. An alarm never has."""
    return item.urgency != Urgency.ALARM and now - item.created_at >= LONGEST_HOLD


def is_over(body: SayBody, now: datetime) -> bool:
    """Whether a message is of no use any more: what it is about has begun."""
    return body.until is not None and now >= body.until.at


def note_missed(session: Session, item: Item, room: RoomView, now: datetime) -> None:
    """Have somebody told of a dropped message that a youth needed."""
    if isinstance(item.body, SayBody) and item.body.until is not None:
        outage.note_missed(session, room.unit_id, item.body.until, now)


def unheard(
    session: Session, item: Item, room: RoomView, now: datetime, *, is_failing: bool = False
) -> Unheard | None:
    """What the office must hear of a row for a page that nobody can read now; ``None`` if nothing, or not
    again.

    An alarm is passed on at once, in the words its handler allows there. Of other rows the office is told,
    once a day for each page, that they were dropped. ``is_failing``: the page's owner may have joined, but
    delivery fails.
    """
    if room.kind is not RoomKind.PAGE or room.person_id is None:
        return None
    elsewhere = item.body.elsewhere if isinstance(item.body, SayBody) else None
    if item.urgency == Urgency.ALARM and elsewhere is not None:
        tag = f"unheard:{item.id}"
        words = Rendered(plain=elsewhere.plain, html=elsewhere.html)
    elif _is_lost(session, item, room, now):
        tag = f"unheard:{room.id}:{now.date()}"
        words = None
    else:
        return None
    office = rooms.office(session, room.unit_id)
    if outbox.is_queued(session, office.id, tag) or outbox.shown_event(session, office.id, tag) is not None:
        return None
    log.warning("held.office_told", row=item.id, alarm=words is not None)
    return Unheard(
        room_id=room.id,
        owner_id=room.person_id,
        tag=tag,
        urgency=Urgency(item.urgency),
        elsewhere=words,
        is_failing=is_failing,
        is_alarmed=room.alarm is not None,
    )


def _is_lost(session: Session, item: Item, page: RoomView, now: datetime) -> bool:
    """Whether words for somebody who can still come to their page are dropped."""
    if item.kind not in (Out.SAY, Out.ATTACH) or page.person_id is None:
        return False
    return is_expired(item, now) and person.has_account(session, page.unit_id, page.person_id)
