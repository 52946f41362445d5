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
from storage.tables.messages import is_unhandled

_MINUTE = timedelta(minutes=1)


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
    the limit of waiting events. What seems to have come later than now came before our clock was set back, and
    counts no longer.
    """
    told_again_after = rules.told_again_after(room.kind)
    waiting, of_sender = _open(session, account_id, "new", sender)
    given = {
        "account": account_id,
        "sender": sender,
        "room": room.id,
        "now": seen_at,
        "since": seen_at - max(_MINUTE, told_again_after),
        "minute_ago": seen_at - _MINUTE,
        "sent_from": sent_at - _MINUTE,
        "sent_to": sent_at + _MINUTE,
        "told_since": seen_at - told_again_after,
    }
    lately, told = session.execute(_lately(), given).one()
    counts = Counts(lately=lately or 0, waiting=of_sender, waiting_in_all=waiting)
    return rules.verdict(room.kind, counts, is_told=bool(told))


@cache
def _lately() -> Select[int, int]:
    """The query for a sender's events of the last minute, and how often they were told. It runs at every
    event."""
    sent = Inbox.sent_at.between(_at("sent_from"), _at("sent_to"))
    close = (Inbox.seen_at > _at("minute_ago")) & sent
    told = (Inbox.kind == Kind.FLOOD) & (Inbox.room_id == bindparam("room"))
    told &= Inbox.seen_at > _at("told_since")
    return select(func.sum(case((close, 1), else_=0)), func.sum(case((told, 1), else_=0))).where(
        Inbox.account_id == bindparam("account"),
        Inbox.sender == bindparam("sender"),
        Inbox.seen_at > _at("since"),
        Inbox.seen_at <= _at("now"),
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
    query = select(func.count(), of_sender).where(Inbox.account_id == bindparam("account"))
    return query.where(is_unhandled(), Inbox.state == bindparam("state"))
