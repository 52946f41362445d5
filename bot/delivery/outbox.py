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
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from types import MappingProxyType
from typing import Any, Protocol

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.backoff import Backoff
from bot.clock import Clock
from bot.delivery import budget, held, stuck
from bot.errors import CannotDeliver, TryLater
from bot.logs import get_logger, phrase
from bot.messages import Delivered, Out, Unheard, Urgency
from bot.rules.audit import Action
from bot.rules.ground import Ground
from bot.rules.room import RoomKind, RoomState
from storage import audit, news, outbox, person
from storage import member as members
from storage import room as rooms
from storage.body import (
    EditBody,
    FreezeBody,
    InviteBody,
    LeaveBody,
    OpenBody,
    PinBody,
    RemoveBody,
    SayBody,
    SeedBody,
    ThawBody,
    UnseedBody,
)
from storage.db import Database
from storage.dialects import is_passing
from storage.news import Awaited
from storage.outbox import Item, Next, Unopenable
from storage.room import RoomView

log = get_logger(__name__)

#: Rooms served in parallel, and invitations in parallel to them.
ROOMS_AT_ONCE = 8
INVITATIONS_AT_ONCE = 4

#: Of those rooms, the ones in which the bot speaks by itself. A homeserver sends hardly more events a second when it
#: is asked for more at once, but each takes longer: a few keep it busy, and an answer does not stand in line.
BY_ITSELF_AT_ONCE = 3

#: So many of those are claimed together, and stored as sent together: each takes a commit. What is claimed and not
#: begun yet is given back as soon as there is news.
BY_ITSELF_TOGETHER = 12
#: Seconds after which deliveries that ended are stored all the same.
STORED_WITHIN = 0.5

#: With more rows than this to be sent, no emoji is offered; it is looked again after so long.
MOST_BEFORE_SEEDS = 50
SEEDS_WAIT = timedelta(minutes=1)

#: Longest wait, in seconds, between two tries of an invitation, or of opening a room when the homeserver
#: refuses it. A coordinator may ask for a try at once.
LONGEST_WAIT = 3600.0

#: Words that fail are tried again so long after those before them, at least.
IN_ORDER = timedelta(seconds=1)

#: Seconds until we look again for rows while there are some, and at most otherwise.
LOOK_EVERY = 1.0
LONGEST_PAUSE = 60.0


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


#: What words in a room rest on now: (session, room, case, the person they are for, if it is no room of the case).
GroundOf = Callable[[Session, RoomView, str, str | None], frozenset[Ground]]


class Refuse(Protocol):
    """Called when the homeserver refused a row for good; ``gone``: because we are not in the room."""

    def __call__(self, session: Session, item: Item, room: RoomView, *, gone: bool) -> None: ...


@dataclass(frozen=True, kw_only=True)
class _Claimed:
    """A row that was claimed for delivery."""

    next: Next
    item: Item
    room: RoomView


@dataclass(frozen=True, kw_only=True)
class _Ended:
    """How a delivery ended. ``failure`` is ``None`` also when there was a bug, which is logged."""

    claimed: _Claimed
    delivered: Delivered | None = None
    failure: TryLater | CannotDeliver | None = None

    @property
    def is_finished(self) -> bool:
        """Whether the row was delivered, or was refused."""
        return self.delivered is not None or isinstance(self.failure, CannotDeliver)


class _Ahead:
    """The rows that could be delivered when we last looked, and were not claimed yet.

    With a thousand of them they need not be looked for again after each delivery. They are, when an outbox row
    was written meanwhile, when somebody waits for what may be next in a room, and after a second.
    """

    def __init__(self) -> None:
        self._rows: list[Next] = []
        self._read_at = 0.0
        #: Whether rows may have become ready since we last looked.
        self.has_news = True

    def forget(self) -> None:
        """Look again before anything more is claimed."""
        self._rows = []

    def fill(self, found: Sequence[Next]) -> None:
        """Keep what was found by a look."""
        self._rows = list(found)
        self._read_at = monotonic()
        self.has_news = False

    def is_used_up(self, busy: frozenset[str]) -> bool:
        """Whether it is time to look again: nothing is left but for rooms that are ``busy``, or it is too
        old."""
        if monotonic() - self._read_at > LOOK_EVERY:
            return True
        return not any(one.room_id not in busy for one in self._rows if not one.invites)

    def take(
        self, running: Collection[Next], kept: Collection[Next] = (), *, remove: bool = True
    ) -> list[Next]:
        """The rows that may be claimed beside those that are ``running`` or ``kept`` for later, in order; of the
        invitations, those first that have failed least."""
        inviting = frozenset(one.id for one in running if one.invites)
        served = [one for one in running if not one.invites]
        busy = frozenset(one.room_id for one in (*served, *kept))
        others = [one for one in self._rows if not one.invites and one.room_id not in busy]
        urgent = [one for one in others if not one.can_wait][: ROOMS_AT_ONCE - len(served)]
        at_once = BY_ITSELF_AT_ONCE - sum(one.can_wait for one in served)
        at_once = max(0, min(at_once, ROOMS_AT_ONCE - len(served) - len(urgent)))
        patient = [one for one in others if one.can_wait]
        begun, later = patient[:at_once], []
        if begun:
            later = [one for one in patient[at_once:] if one.tries == 0]
            later = later[: max(0, BY_ITSELF_TOGETHER - len(kept))]
        invitations = [one for one in self._rows if one.invites and one.id not in inviting]
        invitations.sort(key=lambda one: one.tries)
        invitations = invitations[: INVITATIONS_AT_ONCE - len(inviting)]
        chosen = {one.id for one in (*urgent, *begun, *later, *invitations)}
        taken = [one for one in self._rows if one.id in chosen]
        if remove:
            self._rows = [one for one in self._rows if one.id not in chosen]
        return taken


class OutboxWorker:
    """Delivers rows until none is left that can be delivered now.

    What became of deliveries that ended together is stored in one unit, which also claims what is delivered
    next: one commit for all of them. Should one of them fail there, all of it is rolled back, and done again
    row by row.

    What the bot says by itself is claimed several rows at a time, and what became of it stored together: a commit
    takes as long as a delivery. Some rows are then claimed and not begun (``_kept``), others delivered and not yet
    marked (``_ended``). Both are as after a crash: they would be delivered again with the same transaction id.
    """

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
        ground: GroundOf,
        backoff: Backoff,
        on_answered: Callable[[datetime, datetime], None] = lambda _handled_at, _now: None,
    ) -> None:
        """``on_step`` is called with the name of each step just taken (the stage kills the process there),
        ``on_answered`` with when an answer was written and when it had gone out. ``ground``: what words
        about a case rest on now.

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
        self._ground = ground
        self._on_answered = on_answered
        self._backoff = backoff
        self._patient_backoff = replace(backoff, most=LONGEST_WAIT)
        self._running: dict[asyncio.Task[_Ended], Next] = {}
        self._kept: deque[_Claimed] = deque()
        self._ended: list[_Ended] = []
        self._ended_at = 0.0  # when the first of them ended
        self._ahead = _Ahead()
        self._pause = LOOK_EVERY  # seconds until we look by ourselves
        db.on_commit(self._note_news)

    def is_busy(self) -> bool:
        """Whether any delivery is running."""
        return bool(self._running)

    async def run_ready(self, news: asyncio.Event | None = None) -> int:
        """Deliver everything that can be delivered now; returns how many rows were finished.

        With ``news`` a slow delivery keeps nobody waiting: it also returns when the event is set, when a
        delivery has ended and no other can start, and when it is time to look again. Running deliveries then
        go on, and the next call waits for them.
        """
        finished = 0
        ended: list[_Ended] = []
        waiting = None if news is None else asyncio.create_task(news.wait())
        try:
            while True:
                any_started = self._take_turn(ended)
                if not self._running:
                    return finished
                awaited: set[asyncio.Task[Any]] = {*self._running}
                if waiting is not None:
                    if waiting.done() or (ended and not any_started):
                        return finished
                    awaited.add(waiting)
                pause = None if waiting is None else self._pause
                done, _ = await asyncio.wait(awaited, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
                if not done:
                    return finished
                ended = self._collect(done)
                finished += sum(one.is_finished for one in ended)
        except BaseException:
            self._cancel_running()
            raise
        finally:
            if waiting is not None:
                waiting.cancel()

    async def wait(self, news: asyncio.Event) -> None:
        """Wait until the event is set, or the time of a row has come."""
        with suppress(TimeoutError):
            await asyncio.wait_for(news.wait(), self._pause)

    async def finish(self) -> None:
        """Start no more deliveries, and wait for those that run."""
        try:
            self._take_turn([], claims=False)
            while self._running:
                done, _ = await asyncio.wait(self._running)
                self._take_turn(self._collect(done), claims=False)
        finally:
            self._cancel_running()

    def _collect(self, done: Collection[asyncio.Task[Any]]) -> list[_Ended]:
        """How those of the running deliveries ended that are done."""
        tasks = [task for task in self._running if task in done]
        for task in tasks:
            del self._running[task]
        return [task.result() for task in tasks]

    def _cancel_running(self) -> None:
        for task in self._running:
            task.cancel()
        self._running.clear()
        self._kept.clear()
        self._ended.clear()
        self._ahead.forget()

    # ------------------------------------------------------------------------------------------------ the turns

    def _take_turn(self, ended: Sequence[_Ended], *, claims: bool = True) -> bool:
        """Store what became of the deliveries that ended, claim and start as many as may run at once; returns
        whether any was started."""
        if any(one.claimed.next.is_waited_for for one in ended):
            self._ahead.forget()  # what somebody waits for may be next in its room
        if ended and not self._ended:
            self._ended_at = monotonic()
        self._ended += ended
        if claims and self._may_store_later():
            self._begin_kept()
            return True
        if not self._ended and not (self._is_worth_a_unit() if claims else self._kept):
            return False
        stored, self._ended = self._ended, []
        claimed: list[_Claimed] = []
        try:
            with self._db.unit() as session:
                self._settle(session, stored)
                if self._ahead.has_news or not claims or Awaited.OUTBOX in news.noted(session):
                    self._give_back(session)
                if claims:
                    claimed = self._claim_next(session)
        except Exception as error:
            self._ahead.forget()
            self._kept.clear()
            if isinstance(error, DBAPIError) and is_passing(error):
                raise  # what was delivered is delivered again; the homeserver knows its transaction id
            log.exception("outbox.turn_failed", rows=",".join(str(one.claimed.item.id) for one in stored))
            self._settle_one_by_one(stored)
            claimed = self._claim_one_by_one() if claims else []
        else:
            for one in stored:
                self._tell_sent(one)
        for one_claimed in claimed:
            if one_claimed.next.can_wait and one_claimed.item.tries == 1:
                self._kept.append(one_claimed)
            else:
                self._begin(one_claimed)
        return self._begin_kept() or bool(claimed)

    def _begin(self, claimed: _Claimed) -> None:
        self._on_step("outbox.claimed")
        self._running[asyncio.create_task(self._carry_out(claimed))] = claimed.next

    def _begin_kept(self) -> bool:
        """Begin as many of the rows that are kept as may run at once; returns whether there were any."""
        free = BY_ITSELF_AT_ONCE - sum(one.can_wait for one in self._running.values())
        begun = 0
        while self._kept and begun < free:
            self._begin(self._kept.popleft())
            begun += 1
        return begun > 0

    def _may_store_later(self) -> bool:
        """Whether another delivery may begin before those that ended are stored: all is as it was expected, and it
        is what the bot says by itself."""
        if not self._kept or self._ahead.has_news or monotonic() - self._ended_at > STORED_WITHIN:
            return False
        return bool(self._ended) and all(
            one.delivered is not None and one.claimed.next.can_wait for one in self._ended
        )

    def _give_back(self, session: Session) -> None:
        """Give back what was claimed and not begun, since something may go before it now."""
        outbox.give_back(session, [one.item.id for one in self._kept])
        self._kept.clear()
        self._ahead.forget()

    def _note_news(self, session: Session) -> None:
        if Awaited.OUTBOX in news.noted(session):
            self._ahead.forget()
            self._ahead.has_news = True

    def _is_worth_a_unit(self) -> bool:
        """Whether there is a row to claim, as far as can be said without the write lock."""
        is_full = sum(not one.invites for one in self._running.values()) >= ROOMS_AT_ONCE
        if self._ahead.has_news and not is_full:
            return True
        with self._db.read() as session:
            self._look(session)
        return bool(self._ahead.take(self._running.values(), self._kept_rows(), remove=False))

    def _kept_rows(self) -> list[Next]:
        """The rows that are claimed or delivered, and neither running nor marked."""
        return [*(one.next for one in self._kept), *(one.claimed.next for one in self._ended)]

    def _look(self, session: Session) -> None:
        """Look which rows can be delivered, unless we know; and when there is none, when one can be."""
        at_work = (*self._running.values(), *self._kept_rows())
        busy = frozenset(one.room_id for one in at_work if not one.invites)
        if Awaited.OUTBOX in news.noted(session):
            self._ahead.forget()  # written in this very unit: somebody may have to be removed first
        if not self._ahead.is_used_up(busy):
            return
        now = self._clock.now()
        found = outbox.ready(session, self._account_id, now, busy=busy)
        self._ahead.fill(found)
        self._pause = LOOK_EVERY
        if not found:
            following = outbox.next_at(session, self._account_id, now)
            seconds = LONGEST_PAUSE if following is None else (following - now).total_seconds()
            self._pause = min(seconds, LONGEST_PAUSE)

    # ----------------------------------------------------------------------------------------------- the claims

    def _claim_next(self, session: Session) -> list[_Claimed]:
        """Claim as many rows as may run at once."""
        while True:
            self._look(session)
            chosen = self._ahead.take(self._running.values(), self._kept_rows())
            if not chosen:
                return []
            claimed = self._claim(session, chosen)
            if claimed:
                return claimed
            self._ahead.forget()  # all are held or dropped: the rows after them in their rooms are ready now

    def _claim_one_by_one(self) -> list[_Claimed]:
        """Claim what can be claimed, after one of the rows has failed in the common unit."""
        with self._db.read() as session:
            self._look(session)
        claimed = []
        for one in self._ahead.take(self._running.values(), self._kept_rows()):
            try:
                with self._db.unit() as session:
                    claimed += self._claim(session, [one])
            except Exception as error:
                if isinstance(error, DBAPIError) and is_passing(error):
                    raise
                # One room's trouble must not stop the others
                log.exception("outbox.not_claimed", row=one.id)
                with self._db.unit() as session:
                    self._postpone(session, one.id, self._backoff.most, "bug")
        return claimed

    def _claim(self, session: Session, chosen: Sequence[Next]) -> list[_Claimed]:
        """Claim rows for delivery; without those that are held or dropped instead."""
        now = self._clock.now()
        by_number = {one.id: one for one in chosen}
        claimed = []
        for item in outbox.claim_all(session, list(by_number)):
            if isinstance(item, Unopenable):
                outbox.drop(session, item.id, "its key is gone")
                log.warning("outbox.unopenable", row=item.id)
                continue
            room = rooms.get(session, item.room_id)
            checked = self._checked(session, item, room, now)
            if checked is not None:
                claimed.append(_Claimed(next=by_number[item.id], item=checked, room=room))
        # Where a reader has only just joined, the rows that were held before go first. An alarm holds them all
        read = [one for one in claimed if one.item.kind in held.READABLE and one.room.alarm is None]
        woken = outbox.wake_all(session, {one.room.id for one in read if one.next.has_held}, now)
        for one in claimed:
            if one.room.id in woken and one.item.kind in held.READABLE:
                outbox.give_way(session, one.item.id, now)
        return [one for one in claimed if one.room.id not in woken or one.item.kind not in held.READABLE]

    def _checked(self, session: Session, item: Item, room: RoomView, now: datetime) -> Item | None:
        """A row as it is to be delivered; ``None`` if it is held or dropped instead."""
        cause = held.drop_cause(session, item, room) or budget.cause_to_drop(session, item)
        if cause is None and isinstance(item.body, SayBody) and held.is_over(item.body, now):
            cause = held.OVER
        if cause is None and isinstance(item.body, SayBody) and item.body.parts:
            resting = self._resting(session, item, item.body, room)
            item = replace(item, body=resting)
            cause = None if resting.parts else held.NO_GROUND
        if cause is None and isinstance(item.body, EditBody | PinBody | SeedBody):
            item = replace(item, shown=outbox.shown_event(session, room.id, _tag(item)))
            if item.shown is None:
                cause = "nothing of that tag is shown"
        if cause is None and isinstance(item.body, UnseedBody):
            item = replace(item, shown=outbox.event_of(session, item.body.seed))
            if item.shown is None:
                cause = "it was never shown"
        # One that was tried may stand there already: it is sent again with its transaction id
        is_fresh_seed = isinstance(item.body, SeedBody) and item.tries == 1
        if cause is None and is_fresh_seed and self._is_busy_with_words(session, now):
            outbox.put_off(session, item.id, now + SEEDS_WAIT, outbox.WORDS_GO_FIRST)
            return None
        at_another_time = budget.later(session, item, room, now) if cause is None else None
        if at_another_time is not None:
            outbox.put_off(session, item.id, at_another_time)
            return None
        waits_for = held.waits_for(session, item, room) if cause is None else None
        if waits_for is not None and held.is_expired(item, now):
            cause = held.TOO_LATE
        if waits_for is not None or cause == held.NO_ACCOUNT:
            self._tell_unheard(session, item, room, held.unheard(session, item, room, now))
        if cause is not None:
            outbox.drop(session, item.id, cause)
            if cause in (held.OVER, held.TOO_LATE, held.NO_ACCOUNT):
                held.note_missed(session, item, room, now)
            if cause == held.TOO_LATE and room.alarm is not None:
                stuck.schedule_lost_notice(session, item, now)
            log.info("outbox.dropped", row=item.id, cause=phrase(cause))
            return None
        if waits_for is not None:
            self._hold(session, item, waits_for, now)
            return None
        return item

    def _resting(self, session: Session, item: Item, body: SayBody, room: RoomView) -> SayBody:
        """A message with those of its parts whose ground stands."""
        reader = None if room.kind.of_case else room.person_id or item.person_id
        standing = [
            part
            for part in body.parts
            if all(
                self._ground(session, room, one.case_id, reader).issuperset(one.ground)
                for one in part.rests_on
            )
        ]
        return body if len(standing) == len(body.parts) else body.with_parts(standing)

    def _hold(self, session: Session, item: Item, waits_for: str, now: datetime) -> None:
        """Hold a row back until the next look, or earlier, when somebody joins or an alarm ends."""
        outbox.hold(session, item.id, now + held.CHECK_EVERY, waits_for, now)
        if waits_for == outbox.IN_ALARM:
            outbox.note_told(
                session, [item.id], now
            )  # the alarm was told: it says that nothing is said there
        log.info("outbox.held", row=item.id, kind=str(item.kind), cause=waits_for)

    def _is_busy_with_words(self, session: Session, now: datetime) -> bool:
        """Whether so much is to be said that the emoji which are offered have to wait: a reader has words."""
        return outbox.has_backlog(session, self._account_id, now, over=MOST_BEFORE_SEEDS)

    # ---------------------------------------------------------------------------------------------- the outcomes

    async def _carry_out(self, claimed: _Claimed) -> _Ended:
        """Deliver a claimed row; returns how it ended, which is not stored yet."""
        item = claimed.item
        try:
            delivered = await self._deliver(item, claimed.room)
        except TryLater as later:
            return _Ended(claimed=claimed, failure=later)
        except CannotDeliver as refused:
            log.warning("outbox.refused", row=item.id, kind=str(item.kind), cause=phrase(refused.cause))
            return _Ended(claimed=claimed, failure=refused)
        except Exception:
            # One room's trouble must not stop the others: the row keeps its place and is tried again
            log.exception("outbox.failed", row=item.id, kind=str(item.kind))
            return _Ended(claimed=claimed)
        self._on_step("outbox.delivered")
        return _Ended(claimed=claimed, delivered=delivered)

    def _tell_sent(self, one: _Ended) -> None:
        if one.delivered is None:
            return
        self._on_step("outbox.sent")
        item = one.claimed.item
        if item.urgency == Urgency.ANSWER:
            self._on_answered(item.created_at, self._clock.now())

    def _settle(self, session: Session, ended: Sequence[_Ended]) -> None:
        """Store what became of deliveries: which are sent, tried later or given up."""
        if not ended:
            return
        now = self._clock.now()
        sent: dict[int, str | None] = {}
        for one in ended:
            item, room = one.claimed.item, one.claimed.room
            if one.delivered is not None:
                self._store_delivered(session, item, room, one.delivered, now)
                sent[item.id] = one.delivered.event_id
            elif isinstance(one.failure, CannotDeliver):
                self._store_refused(session, item, room, one.failure, now)
            else:
                self._store_failed(session, item, room, one.failure)
        outbox.mark_all_sent(session, sent, now)
        self._on_unit(session)

    def _settle_one_by_one(self, ended: Sequence[_Ended]) -> None:
        """Store what became of each delivery in a unit of its own, after one has failed in the common unit."""
        for one in ended:
            item = one.claimed.item
            try:
                with self._db.unit() as session:
                    self._settle(session, [one])
            except Exception as error:
                if isinstance(error, DBAPIError) and is_passing(error):
                    raise
                # Delivering it again with the same transaction id does nothing
                log.exception("outbox.not_marked", row=item.id, kind=str(item.kind))
                with self._db.unit() as session:
                    self._postpone(session, item.id, self._wait_before_retry(item), "bug")
            else:
                self._tell_sent(one)

    def _store_failed(self, session: Session, item: Item, room: RoomView, later: TryLater | None) -> None:
        """Have a row tried again later; ``None``: it failed by a bug."""
        wait = self._wait_before_retry(item)
        if later is None:
            self._postpone(session, item.id, wait, "bug")
        else:
            self._postpone(session, item.id, max(later.seconds, wait), later.cause, silent=later.away)
        if later is None or not later.away:
            self._pass_on_alarms(session, item, room)

    def _store_refused(
        self, session: Session, item: Item, room: RoomView, refused: CannotDeliver, now: datetime
    ) -> None:
        """Drop a row that was refused for good. If we are not in its room, rows people read are held for a
        new room. What a room needs to be of use is tried again instead."""
        if item.kind in (Out.OPEN, Out.INVITE) and not refused.gone:
            wait = self._patient_backoff.wait(item.tries)
            self._postpone(session, item.id, wait, refused.cause, refused=True)
            return
        if not refused.gone:
            outbox.drop(session, item.id, refused.cause)
            stuck.schedule_lost_notice(session, item, now)
        elif item.kind not in held.READABLE:
            outbox.drop(session, item.id, refused.cause)
        elif outbox.is_open(session, item.id):
            self._hold(session, item, outbox.IN_ALARM, now)  # it is raised here, since we are out of the room
        self._on_refused(session, item, room, gone=refused.gone)

    def _pass_on_alarms(self, session: Session, item: Item, room: RoomView) -> None:
        """Pass the alarms of a page on to the office when a row there keeps failing: it is one, or holds them
        up."""
        if not stuck.holds_up_a_page(item, room):
            return
        for alarm in outbox.alarms(session, room.id):
            unheard = held.unheard(session, alarm, room, self._clock.now(), is_failing=True)
            self._tell_unheard(session, alarm, room, unheard)

    def _tell_unheard(self, session: Session, item: Item, room: RoomView, unheard: Unheard | None) -> None:
        """Tell the office what somebody cannot read on their page, if there is something to tell."""
        if unheard is not None:
            self._on_unheard(session, room.unit_id, unheard)
            outbox.note_told(session, [item.id], self._clock.now())

    def _wait_before_retry(self, item: Item) -> float:
        """Seconds to wait before a row is tried again; invitations may wait longer than other rows."""
        if item.kind is Out.INVITE:
            return self._patient_backoff.wait(item.tries)
        return self._backoff.wait(item.tries)

    def _postpone(
        self,
        session: Session,
        number: int,
        seconds: float,
        cause: str,
        *,
        refused: bool = False,
        silent: bool = False,
    ) -> None:
        """Have a row tried again after some seconds, and schedule the notice that it fails unless
        ``silent``."""
        now = self._clock.now()
        if not outbox.is_open(session, number):
            return  # it was dropped while it was being delivered
        at = now + timedelta(seconds=seconds)
        before = outbox.next_try_before(session, number)
        if before is not None and before >= at:
            at = before + IN_ORDER  # when it works again, what was said first goes first
        outbox.postpone(session, number, at, cause, now)
        if not silent:
            stuck.schedule_failing_notice(session, number, now, refused=refused)
        seconds_left = round((at - now).total_seconds(), 1)
        log.info("outbox.later", row=number, seconds=seconds_left, cause=phrase(cause))

    def _store_delivered(
        self, session: Session, item: Item, room: RoomView, delivered: Delivered, now: datetime
    ) -> None:
        """Store what a delivery changed: room, membership, audit, notices."""
        stuck.resolve_failing_notice(session, item, room, now)
        match item.body:
            case OpenBody() if delivered.matrix_room is not None:
                rooms.mark_opened(session, room.id, delivered.matrix_room)
            case RemoveBody(user_id=user_id):
                self._record_membership(session, item, room, user_id, "leave", now)
                if room.kind in (RoomKind.OLD, RoomKind.PAGE):
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
    """The tag of the message that an edit, a pin or a seed is about."""
    return item.body.tag if isinstance(item.body, PinBody | SeedBody) else str(item.tag)
