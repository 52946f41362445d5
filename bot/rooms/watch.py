"""Raises an alarm in a room when somebody other than the bot changes it.

It is called with each change before the change is stored, inside the same unit of work, so that an alarm is
committed together with its cause. ``bot.rules.alarm`` decides which changes call for one.
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

#: For this long after we removed somebody, a sync may still show them from before the removal.
JUST_REMOVED = timedelta(seconds=30)


class Watch:
    """Raises alarms. ``creators``: break-glass accounts; ``on_alarm`` is called inside the unit of work."""

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

    def alarm_on_membership(
        self, session: Session, row: Room, user_id: str, membership: str, sender: str | None
    ) -> None:
        """Raise an alarm if somebody's new membership calls for one; to be called before it is stored.

        ``sender``: who changed it, or ``None`` if we only know the result.
        """
        known = members.membership_since(session, str(row.matrix_room), user_id)
        before, since = known or (None, None)
        now = self._clock.now()
        ours = Circumstances(
            bot=self._bot_user,
            creators=self._creators,
            inviting=any(body.user_id == user_id for _, body in outbox.pending(session, row.id, InviteBody)),
            removed=before == "leave" and since is not None and now - since < JUST_REMOVED,
            leaving=bool(outbox.pending(session, row.id, LeaveBody)),
            alarmed=row.alarm is not None,
        )
        move = MembershipChange(user_id=user_id, before=before, membership=membership, sender=sender)
        cause = rules.cause_of_change(move, ours)
        if cause is not None and membership in ("join", "invite"):
            # Who is wanted is computed only now, because it decrypts the names of a whole unit
            cause = rules.cause_of_change(move, replace(ours, wanted=self._reconciler.wanted(session, row)))
        self._raise_alarm(session, row, cause)

    def alarm_on_state(
        self, session: Session, row: Room, kind: str, content: dict[str, Any], sender: str
    ) -> None:
        """Raise an alarm if a change of the room's settings calls for one; to be called before it is
        stored."""
        thawing = bool(outbox.pending(session, row.id, ThawBody))
        frozen = row.state is RoomState.FROZEN and not row.kind.is_office and not thawing
        cause = rules.cause_of_state(kind, content, by_bot=sender == self._bot_user, frozen=frozen)
        self._raise_alarm(session, row, cause)

    def alarm_on_missing_rooms(self, session: Session, account_id: str, joined: Sequence[str]) -> None:
        """Raise an alarm in every room of ours that is not among those the homeserver says we are in."""
        ours = select(Room).where(
            Room.account_id == account_id, Room.matrix_room.is_not(None), Room.state != RoomState.LEFT
        )
        for row in session.scalars(ours).all():
            if row.matrix_room not in joined and not outbox.pending(session, row.id, LeaveBody):
                self._raise_alarm(session, row, Cause.OUT)

    def alarm_on_rollback(self, session: Session) -> None:
        """Have every office told that the homeserver was restored from an older backup."""
        for row in session.scalars(
            select(Room).where(Room.kind == RoomKind.OFFICE, Room.state != RoomState.LEFT)
        ):
            due.schedule(
                session, unit_id=row.unit_id, kind=alarm.REWOUND, subject=row.unit_id, at=self._clock.now()
            )
        self._on_alarm()

    def alarm_on_refusal(self, session: Session, item: Item, room: RoomView, *, gone: bool) -> None:
        """Raise an alarm if the homeserver refused for good what a room needs. ``gone``: we are not in the
        room."""
        row = session.get_one(Room, room.id)
        if gone:
            self._raise_alarm(session, row, Cause.OUT)
        elif item.kind in (Out.REMOVE, Out.FREEZE, Out.THAW):
            is_new = self._raise_alarm(session, row, Cause.POWERLESS)
            if item.kind is Out.FREEZE:
                # the homeserver does not freeze it, so the bot at least posts nothing
                row.state = RoomState.FROZEN
            # an old alarm would repeat the refused call at once; it is repeated the next day
            row.dirty = is_new
        elif item.kind is Out.LEAVE:
            row.changes_on = self._clock.today() + timedelta(days=1)  # the bot tries again to leave

    def _raise_alarm(self, session: Session, row: Room, cause: Cause | None) -> bool:
        """Store an alarm if there is a cause; returns whether it is a new one."""
        if cause is None or row.kind is RoomKind.OLD:
            return False
        is_new = alarm.raise_alarm(session, row, cause, self._clock.now())
        if is_new:
            log.warning("room.alarm", room=row.id, cause=str(cause))
        self._on_alarm()
        return is_new
