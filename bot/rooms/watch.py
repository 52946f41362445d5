"""Watches over our rooms: whatever somebody else than the bot does to one raises an alarm there.

It hears of each change before it is noted, inside the unit of work that notes it; so an alarm is kept by the same
commit as what caused it. ``bot.rules.alarm`` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.logs import get_logger
from bot.messages import Out
from bot.rooms.reconciler import Reconciler
from bot.rules import alarm as rules
from bot.rules.alarm import Cause, Circumstances, MembershipChange
from bot.rules.room import RoomKind, RoomState
from storage import alarm, due, outbox
from storage import member as members
from storage.body import InviteBody, LeaveBody, ThawBody
from storage.outbox import Item
from storage.room import RoomView
from storage.tables import Room

log = get_logger(__name__)

#: News from before we removed somebody may still come this long after.
JUST_NOW = timedelta(seconds=30)


class Watch:
    """Raises alarms. ``creators``: break-glass accounts; ``on_alarm`` is told inside the unit of work."""

    def __init__(
        self,
        *,
        clock: Clock,
        reconciler: Reconciler,
        bot_user: str,
        creators: Sequence[str],
        on_alarm: Callable[[], None],
    ) -> None:
        self._clock = clock
        self._reconciler = reconciler
        self._bot_user = bot_user
        self._creators = frozenset(creators)
        self._on_alarm = on_alarm

    def moved(self, session: Session, row: Room, user_id: str, membership: str, sender: str | None) -> None:
        """Somebody's membership changes; to be said before it is noted. ``sender`` None: we only see that it is so."""
        known = members.membership_since(session, str(row.matrix_room), user_id)
        before, since = known or (None, None)
        now = self._clock.now()
        ours = Circumstances(
            bot=self._bot_user,
            creators=self._creators,
            inviting=any(body.user_id == user_id for _, body in outbox.pending(session, row.id, InviteBody)),
            removed=before == "leave" and since is not None and now - since < JUST_NOW,
            leaving=bool(outbox.pending(session, row.id, LeaveBody)),
            alarmed=row.alarm is not None,
        )
        move = MembershipChange(user_id=user_id, before=before, membership=membership, sender=sender)
        cause = rules.cause_of_change(move, ours)
        if cause is not None and membership in ("join", "invite"):
            # Only now, for it opens the names of a whole unit
            cause = rules.cause_of_change(move, replace(ours, wanted=self._reconciler.wanted(session, row)))
        self._raise(session, row, cause)

    def changed(self, session: Session, row: Room, kind: str, content: dict[str, Any], sender: str) -> None:
        """A room's state changes."""
        thawing = bool(outbox.pending(session, row.id, ThawBody))
        frozen = row.state is RoomState.FROZEN and row.kind is not RoomKind.OFFICE and not thawing
        cause = rules.cause_of_state(kind, content, by_bot=sender == self._bot_user, frozen=frozen)
        self._raise(session, row, cause)

    def inside(self, session: Session, account_id: str, rooms: Sequence[str]) -> None:
        """These are the rooms the homeserver says we are in; from any other we were taken without being told."""
        kept = select(Room).where(
            Room.account_id == account_id, Room.matrix_room.is_not(None), Room.state != RoomState.LEFT
        )
        for row in session.scalars(kept).all():
            if row.matrix_room not in rooms and not outbox.pending(session, row.id, LeaveBody):
                self._raise(session, row, Cause.OUT)

    def rewound(self, session: Session) -> None:
        """The homeserver was restored from an older copy of itself: each office is told."""
        for row in session.scalars(select(Room).where(Room.kind == RoomKind.OFFICE, Room.state != RoomState.LEFT)):
            due.schedule(session, unit_id=row.unit_id, kind=alarm.REWOUND, subject=row.unit_id, at=self._clock.now())
        self._on_alarm()

    def refused(self, session: Session, item: Item, where: RoomView, *, gone: bool) -> None:
        """The homeserver refused a row for good. ``gone``: because we are not in the room."""
        row = session.get_one(Room, where.id)
        if gone:
            self._raise(session, row, Cause.OUT)
        elif item.kind in (Out.REMOVE, Out.FREEZE, Out.THAW):
            news = self._raise(session, row, Cause.POWERLESS)
            if item.kind is Out.FREEZE:
                row.state = RoomState.FROZEN  # by us alone, since the homeserver does not
            row.dirty = news  # else it would be tried, and refused, without end: the daily round tries again

    def _raise(self, session: Session, row: Room, cause: Cause | None) -> bool:
        if cause is None or row.kind is RoomKind.OLD:
            return False
        news = alarm.raise_alarm(session, row, cause, self._clock.now())
        if news:
            log.warning("room.alarm", room=row.id, cause=str(cause))
        self._on_alarm()
        return news
