"""The worker that carries out outbox rows: claim, deliver, mark. In order within a room, rooms beside each other.

It is handed a plain callable that delivers one row and knows nothing of Matrix. A row keeps its transaction id from its
first try to its last, also across a crash, so that the homeserver sees it once.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from bot import unheard
from bot.clock import Clock
from bot.errors import CannotDeliver, TryLater
from bot.i18n import Language
from bot.logs import get_logger
from bot.messages import Delivered, Out
from storage import audit, outbox, person, room
from storage.db import Database
from storage.outbox import Item
from storage.room import RoomView
from storage.sealed import CannotOpen
from storage.tables import Room

log = get_logger(__name__)

#: Rooms served beside each other.
WIDTH = 8

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
        waits: tuple[float, float] = (1, 300),
    ) -> None:
        """``on_step`` is told the name of each step just taken (the stage kills the process there). ``waits``: the
        first between two tries of a row, which doubles, and the longest; in seconds."""
        self._db = db
        self._account_id = account_id
        self._clock = clock
        self._deliver = deliver
        self._language_of = language_of
        self._on_unit = on_unit
        self._step = on_step
        self._refused = on_refused
        self._waits = waits
        self._busy: set[str] = set()

    async def run_ready(self) -> int:
        """Carry out everything that can go now; returns how many rows were finished."""
        finished = 0
        running: set[asyncio.Task[bool]] = set()
        try:
            while True:
                if len(running) < WIDTH:
                    running |= self._start(WIDTH - len(running))
                if not running:
                    return finished
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                finished += sum(task.result() for task in done)
        finally:
            for task in running:
                task.cancel()

    def _start(self, most: int) -> set[asyncio.Task[bool]]:
        claimed: list[tuple[Item, RoomView]] = []
        while not claimed:
            with self._db.read() as session:
                numbers = outbox.ready(session, self._account_id, self._clock.now(), busy=frozenset(self._busy))
            if not numbers:
                break
            claimed = [found for number in numbers[:most] if (found := self._try_claim(number)) is not None]
            # All of them dropped: what follows them in their rooms is ready now
        self._busy |= {where.id for _, where in claimed}
        return {asyncio.create_task(self._carry_out(item, where)) for item, where in claimed}

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
            self._later(number, self._waits[1])
        return None

    def _claim(self, number: int) -> tuple[Item, RoomView] | None:
        """Open a row for delivery, or drop it because what it was meant for no longer stands."""
        with self._db.unit() as session:
            item = outbox.claim(session, number)
            where = room.get(session, item.room_id)
            now = self._clock.now()
            cause = unheard.moot(session, item, where)
            if cause is None and item.kind in (Out.EDIT, Out.PIN):
                shown = outbox.shown(session, where.id, item.tag or item.body["tag"])
                cause = "nothing of that tag is shown" if shown is None else None
                item = replace(item, body={**item.body, "event_id": shown})
            waits = cause is None and unheard.waits(session, item, where)
            if waits and unheard.stale(item, now):
                cause = "nobody came to hear it"
            if waits or cause == unheard.NO_ACCOUNT:
                unheard.tell_office(session, item, where, self._language_of, now)
            if waits and cause is None:
                outbox.hold(session, number, now + unheard.HELD)  # or at once, when they come
                return None
            heard = cause is None and item.kind in unheard.WORDS and where.alarm is None  # under alarm the rest waits
            if heard and outbox.wake(session, where.id, now):
                outbox.later(session, number, now)  # they have come this very moment: what was held goes first
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
            self._later(item.id, max(later.seconds, self._backoff(item.tries)))
            return False
        except CannotDeliver as refused:
            with self._db.unit() as session:
                if refused.gone and item.kind in unheard.WORDS:
                    outbox.hold(session, item.id, self._clock.now() + unheard.HELD)  # perhaps for a fresh room
                else:
                    outbox.drop(session, item.id, refused.cause)
                self._refused(session, item, where, gone=refused.gone)
                self._on_unit(session)
            log.warning("outbox.refused", row=item.id, kind=str(item.kind), cause=refused.cause)
            return True
        except Exception:
            # One room's trouble must not stop the others; the row keeps its place and is tried again
            log.exception("outbox.failed", row=item.id, kind=str(item.kind))
            self._later(item.id, self._backoff(item.tries))
            return False
        finally:
            self._busy.discard(where.id)
        self._step("outbox.delivered")
        try:
            with self._db.unit() as session:
                self._done(session, item, where, delivered)
                self._on_unit(session)
        except Exception:
            # Likewise; delivering it again under the same transaction id does nothing
            log.exception("outbox.not_marked", row=item.id, kind=str(item.kind))
            self._later(item.id, self._backoff(item.tries))
            return False
        self._step("outbox.sent")
        return True

    def _backoff(self, tries: int) -> float:
        """Seconds to wait after so many tries, with jitter: rooms must not come back all at once."""
        first, longest = self._waits
        return min(longest, first * 2.0 ** min(tries, 16)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret

    def _later(self, number: int, seconds: float) -> None:
        with self._db.unit() as session:
            outbox.later(session, number, self._clock.now() + timedelta(seconds=seconds))
        log.info("outbox.later", row=number, seconds=round(seconds, 1))

    def _done(self, session: Session, item: Item, where: RoomView, delivered: Delivered) -> None:
        now = self._clock.now()
        match item.kind:
            case Out.OPEN if delivered.matrix_room is not None:
                room.opened(session, where.id, delivered.matrix_room)
            case Out.REMOVE:
                self._membership(session, item, where, "leave", now)
                if where.kind == "old":
                    room.mark(session, matrix_room=where.matrix_room)  # when nobody is left, we leave too
            case Out.INVITE:
                self._membership(session, item, where, delivered.membership, now)
            case Out.FREEZE | Out.THAW:
                room.set_state(session, where.id, "frozen" if item.kind is Out.FREEZE else "open")
                if where.alarm is not None:
                    room.mark(session, matrix_room=where.matrix_room)  # it may be over by now
            case Out.LEAVE:
                room.set_state(session, where.id, "left")
        if item.kind in (Out.OPEN, Out.FREEZE, Out.THAW, Out.LEAVE):
            self._audit(session, item, where, now)
        outbox.sent(session, item.id, delivered.event_id, now)

    def _membership(self, session: Session, item: Item, where: RoomView, membership: str | None, now: datetime) -> None:
        assert where.matrix_room is not None
        account_id = session.get_one(Room, where.id).account_id
        user_id = item.body["user_id"]
        if membership is not None:
            room.set_member(session, account_id, where.matrix_room, user_id, membership, now)
        who = person.by_matrix(session, user_id, where.unit_id)
        self._audit(session, item, where, now, who="stranger" if who is None else who.id)

    def _audit(self, session: Session, item: Item, where: RoomView, now: datetime, **detail: str) -> None:
        audit.write(
            session,
            at=now,
            unit_id=where.unit_id,
            actor="bot",
            case_id=where.case_id,
            action=f"room:{item.kind}",
            room=where.id,
            **detail,
        )
