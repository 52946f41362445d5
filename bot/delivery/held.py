"""Decides which rows are dropped or held because nobody could read them, and tells the office when that matters.

People read a room's history only from their own joining on, so what is sent to an empty page can never be read. A row
for it is held until its owner has joined. An alarm is passed on to the office at once as well, and the office is told
when a held row is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.delivery import stuck
from bot.i18n import Language, T, render
from bot.logs import get_logger
from bot.messages import Out, Urgency
from bot.rules.alarm import may_be_said
from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from storage import member as members
from storage import outbox, person
from storage import room as rooms
from storage.body import SayBody, Wording
from storage.outbox import Item
from storage.person import People
from storage.room import RoomView
from storage.tables import Room

log = get_logger(__name__)

#: How often a held row is looked at again, and how long it is held before it is dropped as expired.
CHECK_EVERY = timedelta(hours=1)
LONGEST_HOLD = timedelta(days=3)

#: The cause under which rows for somebody without a Matrix account are dropped.
NO_ACCOUNT = "the person has no account"

#: Kinds of rows that people read in the room.
READABLE = (Out.SAY, Out.EDIT, Out.REACT, Out.ATTACH, Out.PIN)


def drop_cause(session: Session, item: Item, room: RoomView) -> str | None:
    """Why a row must not be delivered any more; ``None`` if it may."""
    if room.state is RoomState.LEFT:
        return "the room is left"
    if item.kind in READABLE and room.kind is RoomKind.OLD:
        return "the room is replaced"
    if stuck.is_outdated_notice(session, item):
        return "it got through"
    if item.kind in READABLE:
        if room.matrix_room is None and room.kind.of_case:
            return "the room is not open"
        if room.person_id is not None and not person.has_account(session, room.person_id):
            return NO_ACCOUNT
        if room.state is RoomState.FROZEN and room.alarm is None:
            return "the room is frozen"
    return None


def must_wait(session: Session, item: Item, room: RoomView) -> bool:
    """Whether a row is held: until a reader has joined (a page's owner, anybody in the office), or an alarm is over."""
    if item.kind not in READABLE:
        return False
    if room.alarm is not None and not may_be_said(room.kind, item.urgency, item.tag):
        return True
    if room.kind not in (RoomKind.PAGE, RoomKind.OFFICE):
        return False
    joined = frozenset[str]() if room.matrix_room is None else members.joined(session, room.matrix_room)
    people = People(session, room.unit_id)
    if room.person_id is None:
        return not any(one.matrix_id in joined for one in people.all() if one.matrix_id)
    return people.get(room.person_id).matrix_id not in joined


def is_expired(item: Item, now: datetime) -> bool:
    """Whether a held row has waited too long to be of use. An alarm never has."""
    return item.urgency != Urgency.ALARM and now - item.created_at >= LONGEST_HOLD


def tell_office(
    session: Session,
    item: Item,
    room: RoomView,
    language_of: Callable[[str], Language],
    now: datetime,
    *,
    failing: bool = False,
) -> None:
    """Tell the office about a row for a page that nobody can read now; once, and only if somebody has to act.

    An alarm is passed on at once, in the words its handler allows there. Of other rows the office is told, once a day
    for each page, that they were dropped. ``failing``: the page's owner may have joined, but delivery fails.
    """
    elsewhere = item.body.elsewhere if isinstance(item.body, SayBody) else None
    alarm = item.urgency == Urgency.ALARM and elsewhere is not None
    lost = (
        is_expired(item, now)
        and item.kind in (Out.SAY, Out.ATTACH)
        and person.has_account(session, room.person_id or "")
    )
    if room.kind is not RoomKind.PAGE or not (alarm or lost):
        return
    office = rooms.office(session, room.unit_id)
    subject = str(item.id) if alarm else f"{room.id}:{now.date()}"
    tag = f"unheard:{subject}"
    if outbox.is_queued(session, office.id, tag) or outbox.shown_event(session, office.id, tag) is not None:
        return
    assert room.person_id is not None  # only pages come here, and each has its owner
    owner = People(session, room.unit_id).get(room.person_id)
    name = f"@{owner.handle}" if owner.role in (Role.YOUTH, Role.GUARDIAN) else owner.name
    if room.alarm is not None:
        why = "alarm.unheard"
    elif failing:
        why = "stuck.alarm"
    else:
        why = "room.unheard_alarm" if alarm else "room.unheard"
    said = render(T(why, name=name), language_of(room.unit_id))
    more = elsewhere if alarm and elsewhere is not None else Wording(plain="", html="")
    body = SayBody(
        plain="\n".join(filter(None, (said.plain, more.plain))),
        html="<br>".join(filter(None, (said.html, more.html))),
    )
    outbox.put(session, session.get_one(Room, office.id), body, now=now, tag=tag, urgency=item.urgency)
    log.warning("held.office_told", row=item.id, alarm=alarm)
