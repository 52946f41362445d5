"""Words that nobody would hear: whether a room can still be spoken in, and who is told when its owner is not there.

The history of a room is for those who were in it: what is said to an empty page can never be read by anybody. So it
waits for its owner; an alarm is told to kontoret at once as well, and kontoret hears of it when we stop waiting.
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
from storage import outbox, person, room
from storage.body import SayBody, Wording
from storage.outbox import Item
from storage.person import People
from storage.room import RoomView
from storage.tables import Room

log = get_logger(__name__)

#: Words for somebody who has not come to their page yet are looked at this often, and dropped as stale after this long.
HELD = timedelta(hours=1)
UNHEARD = timedelta(days=3)

#: Why words for somebody who can be reached on Matrix no more are dropped.
NO_ACCOUNT = "the person has no account"

WORDS = (Out.SAY, Out.EDIT, Out.REACT, Out.ATTACH, Out.PIN)


def moot(session: Session, item: Item, where: RoomView) -> str | None:
    """Why a row must not be delivered any more."""
    if where.state is RoomState.LEFT:
        return "the room is left"
    if item.kind in WORDS and where.kind is RoomKind.OLD:
        return "the room is replaced"
    if stuck.over(session, item):
        return "it got through"
    if item.kind in WORDS:
        if where.matrix_room is None and where.kind.of_case:
            return "the room is not open"
        if where.person_id is not None and not person.has_account(session, where.person_id):
            return NO_ACCOUNT
        if where.state is RoomState.FROZEN and where.alarm is None:
            return "the room is frozen"
    return None


def waits(session: Session, item: Item, where: RoomView) -> bool:
    """Whether a row must wait until somebody can hear it (the owner of a page, anybody in kontoret), or until the alarm
    that stands in its room is over."""
    if item.kind not in WORDS:
        return False
    if where.alarm is not None and not may_be_said(where.kind, item.urgency, item.tag):
        return True
    if where.kind not in (RoomKind.PAGE, RoomKind.OFFICE):
        return False
    there = frozenset[str]() if where.matrix_room is None else members.joined(session, where.matrix_room)
    if where.person_id is None:
        return not any(one.matrix_id in there for one in People(session, where.unit_id).all() if one.matrix_id)
    return People(session, where.unit_id).get(where.person_id).matrix_id not in there


def stale(item: Item, now: datetime) -> bool:
    """Whether what waited is of no use any more. An alarm never is."""
    return item.urgency != Urgency.ALARM and now - item.created_at >= UNHEARD


def tell_office(
    session: Session,
    item: Item,
    where: RoomView,
    language_of: Callable[[str], Language],
    now: datetime,
    *,
    failing: bool = False,
) -> None:
    """Tell kontoret what it must know of words that nobody hears now: once, and only if somebody has to act.

    Of an alarm, what its handler said may be told there, at once; of anything else that it was dropped, once a day.
    ``failing``: its owner may be there, but nothing gets through.
    """
    elsewhere = item.body.elsewhere if isinstance(item.body, SayBody) else None
    alarm = item.urgency == Urgency.ALARM and elsewhere is not None
    lost = (
        stale(item, now) and item.kind in (Out.SAY, Out.ATTACH) and person.has_account(session, where.person_id or "")
    )
    if where.kind is not RoomKind.PAGE or not (alarm or lost):
        return
    office = room.office(session, where.unit_id)
    tag = f"unheard:{item.id if alarm else f'{where.id}:{now.date()}'}"
    if outbox.is_queued(session, office.id, tag) or outbox.shown_event(session, office.id, tag) is not None:
        return
    assert where.person_id is not None  # kontoret itself is nobody's page, and has nowhere else to tell it
    owner = People(session, where.unit_id).get(where.person_id)
    name = f"@{owner.handle}" if owner.role in (Role.YOUTH, Role.GUARDIAN) else owner.name
    if where.alarm is not None:
        why = "alarm.unheard"
    elif failing:
        why = "stuck.alarm"
    else:
        why = "room.unheard_alarm" if alarm else "room.unheard"
    said = render(T(why, name=name), language_of(where.unit_id))
    more = elsewhere if alarm and elsewhere is not None else Wording(plain="", html="")
    body = SayBody(
        plain="\n".join(filter(None, (said.plain, more.plain))),
        html="<br>".join(filter(None, (said.html, more.html))),
    )
    outbox.put(session, session.get_one(Room, office.id), body, now=now, tag=tag, urgency=item.urgency)
    log.warning("unheard.told", row=item.id, alarm=alarm)
