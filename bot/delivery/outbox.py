"""The worker that delivers outbox rows: claim, deliver, mark as sent.

Rows of one room go in order, rooms run in parallel, and invitations run in parallel to everything, because
they take as long as somebody else's homeserver takes to answer.

The worker is given a callable that delivers one row; it knows nothing of Matrix. A row keeps its transaction
id from its first try to its last, also across a crash, so that the homeserver accepts it once. A row that
fails is tried again until it succeeds or its reason is gone, and :mod:`bot.delivery.stuck` has the office
told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Protocol

from sqlalchemy.orm import Session

from bot.backoff import Backoff
from bot.clock import Clock
from bot.delivery import held, stuck
from bot.errors import CannotDeliver, TryLater
from bot.logs import get_logger
from bot.messages import Delivered, Out, Unheard
from bot.rules.audit import Action
from bot.rules.room import RoomKind, RoomState
from storage import audit, outbox, person
from storage import member as members
from storage import room as rooms
from storage.body import EditBody, FreezeBody, InviteBody, LeaveBody, OpenBody, PinBody, RemoveBody, ThawBody
from storage.db import Database
from storage.outbox import Item, Next
from storage.room import RoomView
from storage.sealed import CannotOpen

log = get_logger(__name__)

#: Rooms served in parallel, and invitations in parallel to them.
ROOMS_AT_ONCE = 8
INVITATIONS_AT_ONCE = 4

#: Longest wait, in seconds, between two tries of an invitation, or of opening a room when the homeserver
#: refuses it. A coordinator may ask for a try at once.
LONGEST_WAIT = 3600.0


#: What is written to the audit log when a row of this kind is delivered. Other kinds, which people read, are
#: not.
AUDITED: Mapping[Out, Action] = MappingProxyType(
    {
        Out.OPEN: Action.ROOM_OPEN,
        Out.INVITE: Action.ROOM_INVITE,
        Out.REMOVE: Action.ROOM_REMOVE,
        Out.FREEZE: Action.ROOM_FREEZE,
        Out.THAW: Action.ROOM_THAW,
        Out.LEAVE: Action.ROOM_LEAVE,
    }
)

Deliver = Callable[[Item, RoomView], Awaitable[Delivered]]


class Refuse(Protocol):
    """Called when the homeserver refused a row for good; ``gone``: because we are not in the room."""

    def __call__(self, session: Session, item: Item, room: RoomView, *, gone: bool) -> None: ...


class OutboxWorker:
    """Delivers rows until none is left that can be delivered now."""

    def __init__(
        self,
        db: Database,
        *,
        account_id: str,
        clock: Clock,
        deliver: Deliver,
        on_unheard: Callable[[Session, str, Unheard], None],
        on_unit: Callable[[Session], None],
        on_step: Callable[[str], None],
        on_refused: Refuse,
        backoff: Backoff,
    ) -> None:
        """``on_step`` is called with the name of each step just taken (the stage kills the process there).

        ``backoff``: the waits between two tries of a row; for rows that need patience they grow to
        ``LONGEST_WAIT``.
        """
        self._db = db
        self._account_id = account_id
        self._clock = clock
        self._deliver = deliver
        self._on_unheard = on_unheard
        self._on_unit = on_unit
        self._on_step = on_step
        self._on_refused = on_refused
        self._backoff = backoff
        self._patient_backoff = replace(backoff, most=LONGEST_WAIT)
        self._running: dict[asyncio.Task[bool], Next] = {}

    def is_busy(self) -> bool:
        """Whether any delivery is running."""
        return bool(self._running)

    async def run_ready(self, news: asyncio.Event | None = None) -> int:
        """Deliver everything that can be delivered now; returns how many rows were finished.

        With ``news`` a slow delivery keeps nobody waiting: it also returns when the event is set, or when a
        delivery has ended and no other can start. Running deliveries then go on, and the next call waits for
        them.
        """
        finished = 0
        any_ended = False
        waiting = None if news is None else asyncio.create_task(news.wait())
        try:
            while True:
                any_started = self._start()
                if not self._running:
                    return finished
                awaited: set[asyncio.Task[Any]] = {*self._running}
                if waiting is not None:
                    if waiting.done() or (any_ended and not any_started):
                        return finished
                    awaited.add(waiting)
                done, _ = await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
                for task in [one for one in self._running if one in done]:
                    del self._running[task]
                    finished += task.result()
                    any_ended = True
        except BaseException:
            self._cancel_running()
            raise
        finally:
            if waiting is not None:
                waiting.cancel()

    async def finish(self) -> None:
        """Start no more deliveries, and wait for those that run."""
        try:
            for task in list(self._running):
                await task
        finally:
            self._cancel_running()

    def _cancel_running(self) -> None:
        for task in self._running:
            task.cancel()
        self._running.clear()

    def _start(self) -> bool:
        """Claim and start as many deliveries as may run at once; returns whether any was started."""
        claimed: list[tuple[Next, Item, RoomView]] = []
        while not claimed:
            chosen = self._choose()
            if not chosen:
                return False
            for one in chosen:
                found = self._try_claim(one.id)
                if found is not None:
                    claimed.append((one, *found))
            # If none was claimed, the rows after them in their rooms are ready now
        for one, item, room in claimed:
            self._running[asyncio.create_task(self._carry_out(item, room))] = one
        return True

    def _choose(self) -> list[Next]:
        """The next rows to claim, in order; of the invitations, those first that have failed least."""
        running = list(self._running.values())
        inviting = frozenset(one.id for one in running if one.invites)
        busy = frozenset(one.room_id for one in running if not one.invites)
        with self._db.read() as session:
            found = outbox.ready(session, self._account_id, self._clock.now(), busy=busy)
        others = [one for one in found if not one.invites]
        others = others[: ROOMS_AT_ONCE - (len(running) - len(inviting))]
        invitations = [one for one in found if one.invites and one.id not in inviting]
        invitations.sort(key=lambda one: one.tries)
        invitations = invitations[: INVITATIONS_AT_ONCE - len(inviting)]
        chosen = {one.id for one in (*others, *invitations)}
        return [one for one in found if one.id in chosen]

    def _try_claim(self, number: int) -> tuple[Item, RoomView] | None:
        try:
            return self._claim(number)
        except CannotOpen:
            with self._db.unit() as session:
                outbox.drop(session, number, "its key is gone")
            log.warning("outbox.unopenable", row=number)
        except Exception:
            # As in _carry_out: one room's trouble must not stop the others
            log.exception("outbox.not_claimed", row=number)
            self._postpone(number, self._backoff.most, "bug")
        return None

    def _claim(self, number: int) -> tuple[Item, RoomView] | None:
        """Claim a row for delivery; ``None`` if it is held or dropped instead."""
        with self._db.unit() as session:
            item = outbox.claim(session, number)
            room = rooms.get(session, item.room_id)
            now = self._clock.now()
            cause = held.drop_cause(session, item, room)
            if cause is None and isinstance(item.body, EditBody | PinBody):
                item = replace(item, shown=outbox.shown_event(session, room.id, _tag(item)))
                if item.shown is None:
                    cause = "nothing of that tag is shown"
            must_wait = cause is None and held.must_wait(session, item, room)
            if must_wait and held.is_expired(item, now):
                cause = "nobody came to hear it"
            if must_wait or cause == held.NO_ACCOUNT:
                self._tell_office(session, room, held.unheard(session, item, room, now))
            if must_wait and cause is None:
                outbox.hold(session, number, now + held.CHECK_EVERY)  # or earlier, when they join
                return None
            # an alarm holds the rest
            has_readers = cause is None and item.kind in held.READABLE and room.alarm is None
            if has_readers and outbox.wake(session, room.id, now):
                # the reader has only just joined: the rows held before go first
                outbox.postpone(session, number, now)
                return None
            if cause is not None:
                outbox.drop(session, number, cause)
                log.info("outbox.dropped", row=number, cause=cause)
                return None
        self._on_step("outbox.claimed")
        return item, room

    async def _carry_out(self, item: Item, room: RoomView) -> bool:
        """Deliver a claimed row and mark it; returns whether it is finished, delivered or not."""
        try:
            delivered = await self._deliver(item, room)
        except TryLater as later:
            wait = max(later.seconds, self._wait_before_retry(item))
            self._postpone(item.id, wait, later.cause, silent=later.away)
            if not later.away:
                self._pass_on_alarms(item, room)
            return False
        except CannotDeliver as refused:
            log.warning("outbox.refused", row=item.id, kind=str(item.kind), cause=refused.cause)
            if item.kind in (Out.OPEN, Out.INVITE) and not refused.gone:
                self._postpone(item.id, self._patient_backoff.wait(item.tries), refused.cause, refused=True)
            else:
                self._give_up(item, room, refused)
            return True
        except Exception:
            # One room's trouble must not stop the others: the row keeps its place and is tried again
            log.exception("outbox.failed", row=item.id, kind=str(item.kind))
            self._postpone(item.id, self._wait_before_retry(item), "bug")
            self._pass_on_alarms(item, room)
            return False
        self._on_step("outbox.delivered")
        try:
            with self._db.unit() as session:
                self._mark_delivered(session, item, room, delivered)
                self._on_unit(session)
        except Exception:
            # Likewise; delivering it again with the same transaction id does nothing
            log.exception("outbox.not_marked", row=item.id, kind=str(item.kind))
            self._postpone(item.id, self._wait_before_retry(item), "bug")
            return False
        self._on_step("outbox.sent")
        return True

    def _give_up(self, item: Item, room: RoomView, refused: CannotDeliver) -> None:
        """Drop a row that was refused for good. If we are not in its room, rows people read are held for a
        new room."""
        now = self._clock.now()
        with self._db.unit() as session:
            if not refused.gone:
                outbox.drop(session, item.id, refused.cause)
                stuck.schedule_lost_notice(session, item, now)
            elif item.kind not in held.READABLE:
                outbox.drop(session, item.id, refused.cause)
            elif outbox.is_open(session, item.id):
                outbox.hold(session, item.id, now + held.CHECK_EVERY)
            self._on_refused(session, item, room, gone=refused.gone)
            self._on_unit(session)

    def _pass_on_alarms(self, item: Item, room: RoomView) -> None:
        """Pass the alarms of a page on to the office when a row there keeps failing: it is one, or holds them
        up."""
        if not stuck.holds_up_a_page(item, room):
            return
        with self._db.unit() as session:
            for alarm in outbox.alarms(session, room.id):
                unheard = held.unheard(session, alarm, room, self._clock.now(), is_failing=True)
                self._tell_office(session, room, unheard)

    def _tell_office(self, session: Session, room: RoomView, unheard: Unheard | None) -> None:
        if unheard is not None:
            self._on_unheard(session, room.unit_id, unheard)

    def _wait_before_retry(self, item: Item) -> float:
        """Seconds to wait before a row is tried again; invitations may wait longer than other rows."""
        if item.kind is Out.INVITE:
            return self._patient_backoff.wait(item.tries)
        return self._backoff.wait(item.tries)

    def _postpone(
        self, number: int, seconds: float, cause: str, *, refused: bool = False, silent: bool = False
    ) -> None:
        """Have a row tried again after some seconds, and schedule the notice that it fails unless
        ``silent``."""
        now = self._clock.now()
        with self._db.unit() as session:
            if not outbox.is_open(session, number):
                return  # it was dropped while it was being delivered
            outbox.postpone(session, number, now + timedelta(seconds=seconds), cause)
            if not silent:
                stuck.schedule_failing_notice(session, number, now, refused=refused)
        log.info("outbox.later", row=number, seconds=round(seconds, 1), cause=cause)

    def _mark_delivered(self, session: Session, item: Item, room: RoomView, delivered: Delivered) -> None:
        """Mark a row as sent and store what its delivery changed: room, membership, audit, notices."""
        now = self._clock.now()
        stuck.resolve_failing_notice(session, item, room, now)
        match item.body:
            case OpenBody() if delivered.matrix_room is not None:
                rooms.mark_opened(session, room.id, delivered.matrix_room)
            case RemoveBody(user_id=user_id):
                self._record_membership(session, item, room, user_id, "leave", now)
                if room.kind is RoomKind.OLD:
                    # when nobody is left, we leave too
                    rooms.mark_dirty(session, matrix_room=room.matrix_room)
            case InviteBody(user_id=user_id):
                self._record_membership(session, item, room, user_id, delivered.membership, now)
                if not outbox.is_open(session, item.id):
                    # dropped meanwhile: remove them again
                    rooms.mark_dirty(session, matrix_room=room.matrix_room)
            case FreezeBody() | ThawBody():
                rooms.set_state(
                    session, room.id, RoomState.FROZEN if item.kind is Out.FREEZE else RoomState.OPEN
                )
                if room.alarm is not None:
                    rooms.mark_dirty(session, matrix_room=room.matrix_room)  # it may be over by now
            case LeaveBody():
                rooms.set_state(session, room.id, RoomState.LEFT)
        if item.kind in (Out.OPEN, Out.FREEZE, Out.THAW, Out.LEAVE):
            self._write_audit(session, item, room, now)
        outbox.mark_sent(session, item.id, delivered.event_id, now)

    def _record_membership(
        self,
        session: Session,
        item: Item,
        room: RoomView,
        user_id: str,
        membership: str | None,
        now: datetime,
    ) -> None:
        """Store the membership that an invitation or removal led to, and write it to the audit log."""
        assert room.matrix_room is not None
        if membership is not None:
            members.note_membership(session, room.account_id, room.matrix_room, user_id, membership, now)
        who = person.by_matrix(session, user_id, room.unit_id)
        if who is not None:
            outbox.set_person(session, item.id, who.id)
        self._write_audit(session, item, room, now, who="stranger" if who is None else who.id)

    def _write_audit(
        self, session: Session, item: Item, room: RoomView, now: datetime, **detail: str
    ) -> None:
        audit.write(
            session,
            at=now,
            unit_id=room.unit_id,
            actor="bot",
            case_id=room.case_id,
            action=AUDITED[item.kind],
            room=room.id,
            **detail,
        )


def _tag(item: Item) -> str:
    """The tag of the message that an edit or a pin is about."""
    return item.body.tag if isinstance(item.body, PinBody) else str(item.tag)
