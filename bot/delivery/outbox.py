"""The worker that carries out outbox rows: claim, deliver, mark. In order within a room, rooms beside each other, and
invitations beside all of it, for they take as long as somebody else's homeserver likes.

It is handed a plain callable that delivers one row and knows nothing of Matrix. A row keeps its transaction id from its
first try to its last, also across a crash, so that the homeserver sees it once. What does not go is tried again until
it does or its ground is gone, and :mod:`bot.delivery.stuck` sees to it that somebody knows.
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
from bot.i18n import Language
from bot.logs import get_logger
from bot.messages import Delivered, Out
from bot.rules.audit import Action
from bot.rules.room import RoomKind, RoomState
from storage import audit, outbox, person, room
from storage import member as members
from storage.body import EditBody, FreezeBody, InviteBody, LeaveBody, OpenBody, PinBody, RemoveBody, ThawBody
from storage.db import Database
from storage.outbox import Item, Next
from storage.room import RoomView
from storage.sealed import CannotOpen
from storage.tables import Room

log = get_logger(__name__)

#: Rooms served beside each other, and invitations under way beside them.
WIDTH = 8
INVITING = 4

#: Longest wait, in seconds, between two tries of an invitation, or of what the homeserver refuses. A person may ask for
#: one at once.
LONGEST = 3600.0

#: After so many tries of something on an own page, kontoret takes the alarms that wait behind it.
ALARMING = 3

#: What the audit log tells of a row that was carried out. It is silent about words.
NOTED: Mapping[Out, Action] = MappingProxyType(
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
    """Hears that the homeserver refused a row for good; ``gone``: because we are not in the room."""

    def __call__(self, session: Session, item: Item, where: RoomView, *, gone: bool) -> None: ...


class OutboxWorker:
    """Carries out rows until there is nothing left to do now."""

    def __init__(
        self,
        db: Database,
        *,
        account_id: str,
        clock: Clock,
        deliver: Deliver,
        language_of: Callable[[str], Language],
        on_unit: Callable[[Session], None],
        on_step: Callable[[str], None],
        on_refused: Refuse,
        backoff: Backoff,
    ) -> None:
        """``on_step`` is told the name of each step just taken (the stage kills the process there). ``backoff``:
        the waits between two tries of a row."""
        self._db = db
        self._account_id = account_id
        self._clock = clock
        self._deliver = deliver
        self._language_of = language_of
        self._on_unit = on_unit
        self._step = on_step
        self._refused = on_refused
        self._backoff = backoff
        self._patient = replace(backoff, most=LONGEST)
        self._running: dict[asyncio.Task[bool], Next] = {}

    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._running)

    async def run_ready(self, news: asyncio.Event | None = None) -> int:
        """Carry out everything that can go now; returns how many rows were finished.

        With ``news``, what takes long keeps nobody waiting: returns also when there are any, or when something is
        finished and nothing else can be begun. What is under way then goes on, and is taken up by the next call.
        """
        finished = 0
        ended = False
        hearing = None if news is None else asyncio.create_task(news.wait())
        try:
            while True:
                began = self._start()
                if not self._running or (hearing is not None and (hearing.done() or (ended and not began))):
                    return finished
                awaited: set[asyncio.Task[Any]] = {*self._running, *([] if hearing is None else [hearing])}
                done, _ = await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
                for task in [one for one in self._running if one in done]:
                    del self._running[task]
                    finished += task.result()
                    ended = True
        except BaseException:
            self._give_up()
            raise
        finally:
            if hearing is not None:
                hearing.cancel()

    async def finish(self) -> None:
        """Begin nothing more, and wait for what is under way."""
        try:
            for task in list(self._running):
                await task
        finally:
            self._give_up()

    def _give_up(self) -> None:
        for task in self._running:
            task.cancel()
        self._running.clear()

    def _start(self) -> bool:
        """Begin what there is room for; whether anything was."""
        claimed: list[tuple[Next, Item, RoomView]] = []
        while not claimed:
            chosen = self._choose()
            if not chosen:
                return False
            claimed = [(one, *found) for one in chosen if (found := self._try_claim(one.id)) is not None]
            # All of them dropped: what follows them in their rooms is ready now
        for one, item, where in claimed:
            self._running[asyncio.create_task(self._carry_out(item, where))] = one
        return True

    def _choose(self) -> list[Next]:
        """The next rows to be claimed, in order; of the invitations those first that have failed least."""
        running = list(self._running.values())
        inviting = frozenset(one.id for one in running if one.invites)
        busy = frozenset(one.room_id for one in running if not one.invites)
        with self._db.read() as session:
            found = outbox.ready(session, self._account_id, self._clock.now(), busy=busy)
        others = [one for one in found if not one.invites][: WIDTH - (len(running) - len(inviting))]
        coming = sorted((one for one in found if one.invites and one.id not in inviting), key=lambda one: one.tries)
        chosen = {one.id for one in (*others, *coming[: INVITING - len(inviting)])}
        return [one for one in found if one.id in chosen]

    def _try_claim(self, number: int) -> tuple[Item, RoomView] | None:
        try:
            return self._claim(number)
        except CannotOpen:
            with self._db.unit() as session:
                outbox.drop(session, number, "its key is gone")
            log.warning("outbox.unopenable", row=number)
        except Exception:
            # As in _carry_out: this row again later, the other rooms now
            log.exception("outbox.not_claimed", row=number)
            self._later(number, self._backoff.most, "bug")
        return None

    def _claim(self, number: int) -> tuple[Item, RoomView] | None:
        """Open a row for delivery, or drop it because what it was meant for no longer stands."""
        with self._db.unit() as session:
            item = outbox.claim(session, number)
            where = room.get(session, item.room_id)
            now = self._clock.now()
            cause = held.moot(session, item, where)
            if cause is None and isinstance(item.body, EditBody | PinBody):
                item = replace(item, shown=outbox.shown_event(session, where.id, _tag(item)))
                cause = "nothing of that tag is shown" if item.shown is None else None
            waits = cause is None and held.waits(session, item, where)
            if waits and held.stale(item, now):
                cause = "nobody came to hear it"
            if waits or cause == held.NO_ACCOUNT:
                held.tell_office(session, item, where, self._language_of, now)
            if waits and cause is None:
                outbox.hold(session, number, now + held.HELD)  # or at once, when they come
                return None
            heard = cause is None and item.kind in held.WORDS and where.alarm is None  # under alarm the rest waits
            if heard and outbox.wake(session, where.id, now):
                outbox.postpone(session, number, now)  # they have come this very moment: what was held goes first
                return None
            if cause is not None:
                outbox.drop(session, number, cause)
                log.info("outbox.dropped", row=number, cause=cause)
                return None
        self._step("outbox.claimed")
        return item, where

    async def _carry_out(self, item: Item, where: RoomView) -> bool:
        try:
            delivered = await self._deliver(item, where)
        except TryLater as later:
            wait = max(later.seconds, self._wait(item))
            self._later(item.id, wait, later.cause, silent=later.away)
            if not later.away:
                self._pass_on_alarms(item, where)
            return False
        except CannotDeliver as refused:
            log.warning("outbox.refused", row=item.id, kind=str(item.kind), cause=refused.cause)
            if item.kind in (Out.OPEN, Out.INVITE) and not refused.gone:
                self._later(item.id, self._patient.wait(item.tries), refused.cause, refused=True)
            else:
                self._lose(item, where, refused)
            return True
        except Exception:
            # One room's trouble must not stop the others; the row keeps its place and is tried again
            log.exception("outbox.failed", row=item.id, kind=str(item.kind))
            self._later(item.id, self._wait(item), "bug")
            self._pass_on_alarms(item, where)
            return False
        self._step("outbox.delivered")
        try:
            with self._db.unit() as session:
                self._done(session, item, where, delivered)
                self._on_unit(session)
        except Exception:
            # Likewise; delivering it again under the same transaction id does nothing
            log.exception("outbox.not_marked", row=item.id, kind=str(item.kind))
            self._later(item.id, self._wait(item), "bug")
            return False
        self._step("outbox.sent")
        return True

    def _lose(self, item: Item, where: RoomView, refused: CannotDeliver) -> None:
        """A row is not done and never will be, at least not as it is."""
        now = self._clock.now()
        with self._db.unit() as session:
            if not refused.gone:
                outbox.drop(session, item.id, refused.cause)
                stuck.lost(session, item, now)
            elif item.kind not in held.WORDS:
                outbox.drop(session, item.id, refused.cause)
            elif outbox.is_open(session, item.id):
                outbox.hold(session, item.id, now + held.HELD)  # perhaps for a fresh room
            self._refused(session, item, where, gone=refused.gone)
            self._on_unit(session)

    def _pass_on_alarms(self, item: Item, where: RoomView) -> None:
        """What fails on an own page may be an alarm, or hold one up: somebody has to take it."""
        if where.kind is not RoomKind.PAGE or item.kind is Out.INVITE or item.tries < ALARMING:
            return
        with self._db.unit() as session:
            for alarm in outbox.alarms(session, where.id):
                held.tell_office(session, alarm, where, self._language_of, self._clock.now(), failing=True)

    def _wait(self, item: Item) -> float:
        """Seconds until the next try of a row that failed."""
        backoff = self._patient if item.kind is Out.INVITE else self._backoff
        return backoff.wait(item.tries)

    def _later(self, number: int, seconds: float, cause: str, *, refused: bool = False, silent: bool = False) -> None:
        """Try a row again, and see to it that it is told, unless it is for now pointless (``silent``)."""
        now = self._clock.now()
        with self._db.unit() as session:
            if not outbox.is_open(session, number):
                return  # its ground is gone since it was begun
            outbox.postpone(session, number, now + timedelta(seconds=seconds), cause)
            if not silent:
                stuck.failing(session, number, now, refused=refused)
        log.info("outbox.later", row=number, seconds=round(seconds, 1), cause=cause)

    def _done(self, session: Session, item: Item, where: RoomView, delivered: Delivered) -> None:
        now = self._clock.now()
        stuck.done(session, item, where, now)
        match item.body:
            case OpenBody() if delivered.matrix_room is not None:
                room.mark_opened(session, where.id, delivered.matrix_room)
            case RemoveBody(user_id=user_id):
                self._membership(session, item, where, user_id, "leave", now)
                if where.kind is RoomKind.OLD:
                    room.mark_dirty(session, matrix_room=where.matrix_room)  # when nobody is left, we leave too
            case InviteBody(user_id=user_id):
                self._membership(session, item, where, user_id, delivered.membership, now)
                if not outbox.is_open(session, item.id):
                    room.mark_dirty(session, matrix_room=where.matrix_room)  # not wanted any more: out again
            case FreezeBody() | ThawBody():
                room.set_state(session, where.id, RoomState.FROZEN if item.kind is Out.FREEZE else RoomState.OPEN)
                if where.alarm is not None:
                    room.mark_dirty(session, matrix_room=where.matrix_room)  # it may be over by now
            case LeaveBody():
                room.set_state(session, where.id, RoomState.LEFT)
        if item.kind in (Out.OPEN, Out.FREEZE, Out.THAW, Out.LEAVE):
            self._audit(session, item, where, now)
        outbox.mark_sent(session, item.id, delivered.event_id, now)

    def _membership(
        self, session: Session, item: Item, where: RoomView, user_id: str, membership: str | None, now: datetime
    ) -> None:
        assert where.matrix_room is not None
        account_id = session.get_one(Room, where.id).account_id
        if membership is not None:
            members.note_membership(session, account_id, where.matrix_room, user_id, membership, now)
        who = person.by_matrix(session, user_id, where.unit_id)
        if who is not None:
            outbox.set_person(session, item.id, who.id)
        self._audit(session, item, where, now, who="stranger" if who is None else who.id)

    def _audit(self, session: Session, item: Item, where: RoomView, now: datetime, **detail: str) -> None:
        audit.write(
            session,
            at=now,
            unit_id=where.unit_id,
            actor="bot",
            case_id=where.case_id,
            action=NOTED[item.kind],
            room=where.id,
            **detail,
        )


def _tag(item: Item) -> str:
    """What an edit or a pin is about."""
    return item.body.tag if isinstance(item.body, PinBody) else str(item.tag)
