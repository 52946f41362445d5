"""Counts what one person has sent lately; :mod:`bot.rules.flood` says how much is too much."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import BindParameter, Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from bot.messages import Kind
from bot.rules import flood as rules
from bot.rules.flood import Counts, Verdict
from storage.room import RoomView
from storage.tables import Inbox, Room, UtcDateTime

_MINUTE = timedelta(minutes=1)
# how many of the newest rows are looked through: more than that in a minute comes from many senders
_LOOK_BACK = 1000


def verdict(
    session: Session,
    *,
    account_id: str,
    room: Room | RoomView,
    sender: str,
    sent_at: datetime,
    seen_at: datetime,
) -> Verdict:
    """What is done with an event addressed to the bot.

    Events count as sent within a minute only if both the homeserver's clock and ours say so: what people
    wrote while the bot was down arrives all at once, and is no flood. Whoever forges times is still held by
    the limit of waiting events.
    """
    waiting, of_sender = _open(session, account_id, "new", sender)
    given = {
        "account": account_id,
        "sender": sender,
        "room": room.id,
        "minute_ago": seen_at - _MINUTE,
        "sent_from": sent_at - _MINUTE,
        "sent_to": sent_at + _MINUTE,
        "told_since": seen_at - rules.told_again_after(room.kind),
    }
    lately, told = session.execute(_lately(), given).one()
    counts = Counts(lately=lately or 0, waiting=of_sender, waiting_in_all=waiting)
    return rules.verdict(room.kind, counts, is_told=bool(told))


@cache
def _lately() -> Select[int, int]:
    """The query for a sender's events of the last minute, and how often they were told. It runs at every
    event."""
    newest = (
        select(Inbox.account_id, Inbox.sender, Inbox.room_id, Inbox.kind, Inbox.sent_at, Inbox.seen_at)
        .order_by(
            Inbox.id.desc()
        )  # by the primary key alone: an index of the account would mean sorting all its rows
        .limit(_LOOK_BACK)
        .subquery()
    )
    sent = newest.c.sent_at.between(_at("sent_from"), _at("sent_to"))
    close = (newest.c.seen_at > _at("minute_ago")) & sent
    told = (newest.c.kind == Kind.FLOOD) & (newest.c.room_id == bindparam("room"))
    told &= newest.c.seen_at > _at("told_since")
    return select(func.sum(case((close, 1), else_=0)), func.sum(case((told, 1), else_=0))).where(
        newest.c.account_id == bindparam("account"), newest.c.sender == bindparam("sender")
    )


def _at(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=UtcDateTime())


def has_too_many_keyless(session: Session, account_id: str, sender: str) -> bool:
    """Whether one more message without a key is too many to keep. Its sender hears of unreadable messages
    anyway."""
    waiting, of_sender = _open(session, account_id, "waiting", sender)
    return rules.is_too_many_keyless(of_sender, waiting)


def _open(session: Session, account_id: str, state: str, sender: str) -> tuple[int, int]:
    """How many rows in a state there are: of everybody, and of one sender."""
    given = {"account": account_id, "state": state, "sender": sender}
    waiting, of_sender = session.execute(_counts(), given).one()
    return waiting, of_sender or 0


@cache
def _counts() -> Select[int, int]:
    of_sender = func.sum(case((Inbox.sender == bindparam("sender"), 1), else_=0))
    query = select(func.count(), of_sender)
    return query.where(Inbox.account_id == bindparam("account"), Inbox.state == bindparam("state"))
