"""Schedules the notices to the office about outbox rows that fail, are lost, or got through after all.

A notice is a due row, so that no crash loses it and it is given once: at once when the homeserver refused,
otherwise after some minutes of failing. While our own homeserver is away there is no notice, only a line in
the log. ``handlers.rooms.stuck`` writes the text.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.logs import get_logger
from bot.messages import Out
from bot.rules.patience import PATIENCE, UNREAD
from bot.rules.room import RoomKind
from storage import due, outbox
from storage import room as rooms
from storage import stuck as waits
from storage.outbox import Item
from storage.room import RoomView
from storage.tables import Outbox

log = get_logger(__name__)

#: After so many tries of a row on an own page, the alarms that wait behind it are passed on to the office.
TRIES_BEFORE_OFFICE = 3

#: Kinds of the due rows that tell the office; their subject is the outbox row.
FAILING = outbox.FAILING
LOST = "outbox.lost"
DELIVERED = "outbox.through"
#: The same of an own page whose owner has not come in; its subject is the room.
UNREAD_PAGE = "outbox.unread"
#: The same of an inbox row that could not be handled; its subject is that row.
UNHANDLED = "inbox.aside"

#: How the tag of a notice begins that something is lost.
LOST_TAG = "lost:"

#: Kinds of rows whose loss somebody would notice; nobody misses a reaction or a pin.
NOTICEABLE = (Out.SAY, Out.EDIT, Out.ATTACH, Out.REDACT)


def holds_up_a_page(item: Item, room: RoomView) -> bool:
    """Whether a row has failed so often that the alarms of its page are for the office instead: it is one, or
    they wait behind it. An invitation holds nothing up."""
    if room.kind is not RoomKind.PAGE or item.kind is Out.INVITE:
        return False
    return item.tries >= TRIES_BEFORE_OFFICE


def failing_tag(row_id: int) -> str:
    """The tag of the notice that a row fails."""
    return f"stuck:{row_id}"


def is_outdated_notice(session: Session, item: Item) -> bool:
    """Whether a row is the notice that another row fails, and that one has since been sent or dropped."""
    _, prefix, number = (item.tag or "").partition("stuck:")
    return bool(prefix) and not outbox.is_open(session, int(number))


def schedule_failing_notice(session: Session, row_id: int, now: datetime, *, refused: bool) -> None:
    """Schedule the notice that a row fails; once, however often it fails."""
    if outbox.was_failing(session, row_id):
        return
    at = now if refused else now + PATIENCE
    _schedule(session, FAILING, row_id, at)


def schedule_lost_notice(session: Session, item: Item, now: datetime) -> None:
    """Schedule the notice that a row will never be delivered, if somebody would notice. When it is such a notice
    that kontoret did not get, its coordinators' own pages do; that one of them does not, is in the log."""
    is_notice = (item.tag or "").startswith(LOST_TAG)
    is_of_office = rooms.get(session, item.room_id).kind.is_office
    if item.kind in NOTICEABLE and (is_of_office or not is_notice):
        _schedule(session, LOST, item.id, now)


def resolve_failing_notice(session: Session, item: Item, room: RoomView, now: datetime) -> None:
    """Cancel the notice that a row fails, because it was delivered.

    If the office has been told already and waits for the room or the person, schedule the notice of success.
    """
    if item.tries == 1:
        return
    due.forget(session, FAILING, str(item.id))
    if item.kind not in (Out.OPEN, Out.INVITE):
        return
    office = rooms.office(session, room.unit_id)
    if outbox.shown_event(session, office.id, failing_tag(item.id)):
        _schedule(session, DELIVERED, item.id, now)


def schedule_untold(session: Session, account_id: str, now: datetime) -> None:
    """Schedule a notice of everything that waits too long and that nobody was told of, for whatever reason: each
    minute, so that nothing depends on every way of failing having been thought of."""
    pages: set[str] = set()
    for row_id, room_id, is_held in waits.untold(session, account_id, now, unread=UNREAD):
        if is_held:
            pages.add(room_id)
        elif due.scheduled_at(session, FAILING, str(row_id)) is None:
            log.warning("outbox.waits_untold", row=row_id)
            _schedule(session, FAILING, row_id, now)
    for room_id in sorted(pages):
        if due.scheduled_at(session, UNREAD_PAGE, room_id) is None:
            unit_id = rooms.get(session, room_id).unit_id
            due.schedule(session, unit_id=unit_id, kind=UNREAD_PAGE, subject=room_id, at=now)


def _schedule(session: Session, kind: str, row_id: int, at: datetime) -> None:
    room = rooms.get(session, session.get_one(Outbox, row_id).room_id)
    due.schedule(session, unit_id=room.unit_id, kind=kind, subject=str(row_id), at=at)
    log.info("outbox.notice_scheduled", kind=kind, row=row_id)
