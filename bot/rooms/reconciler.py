"""Compares who is in a room with who may be (``rules.membership.wanted``), and writes the difference to the
outbox.

Nobody else writes who comes and goes. It runs at the end of each unit, for the rooms that the unit marked
dirty. What changes with the days, or with the rules, it looks at in slices between other work
(:meth:`Reconciler.slice`), and until then nothing new is said in these rooms. So that nothing depends on those
days alone, every room is looked at once a day (:meth:`Reconciler.sweep`). In a room, removals go before
everything else, and its keys are rotated once they are done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.i18n import Language
from bot.logs import get_logger
from bot.rules import membership, promise
from bot.rules.alarm import Cause
from bot.rules.consent import Actor
from bot.rules.facts import CaseFacts, UnitFacts
from bot.rules.next_change import next_change
from bot.rules.profile import Profile
from bot.rules.room import Difference, RoomKind, RoomState, difference, user_ids
from bot.rules.room import Room as Place
from storage import due, facts, outbox
from storage import member as members
from storage import person as people
from storage import room as rooms
from storage.actor import Actors
from storage.body import Body, FreezeBody, InviteBody, LeaveBody, OpenBody, RemoveBody, ThawBody
from storage.memory import Same, recall
from storage.news import Awaited, note
from storage.outbox import Pending
from storage.room import RoomView
from storage.tables import Room

log = get_logger(__name__)

_Kind = TypeVar("_Kind", bound=Body)

#: A slice ends after so many rooms, or with the room during which so many seconds have passed.
AT_ONCE = 32
SLICE = 0.05


class Reconciler:
    """Writes the outbox rows that change who is in a room, and whether people may write there."""

    def __init__(
        self,
        *,
        clock: Clock,
        profile_of: Callable[[str], Profile],
        language_of: Callable[[str], Language],
        bot_user: str,
        on_pause: Callable[[Session, RoomView, bool], None],
    ) -> None:
        """``on_pause`` is called before a room of a case is frozen for want of consents (True), and after it
        was thawed."""
        self._clock = clock
        self._profile_of = profile_of
        self._language_of = language_of
        self._bot_user = bot_user
        self._on_pause = on_pause
        self._changes = 0  # rows written or dropped since the start
        #: How many of them a sweep had to, so that no day was known on which they would be
        self.unforeseen = 0

    def run(self, session: Session) -> int:
        """Look at every dirty room; returns how many there were."""
        rows = rooms.rows(session, dirty=True)
        self._compare(session, rows)
        return len(rows)

    def slice(self, session: Session) -> int:
        """Look at some of the rooms that are to be compared in their turn, for some 50 ms; returns how many
        there were."""
        rows = rooms.uncompared(session, self._clock.today(), most=AT_ONCE)
        return self._compare(session, rows, anew=True, seconds=SLICE)

    def sweep(self, session: Session) -> None:
        """Look at some of the rooms that were last compared on an earlier day, as a safety net.

        There is nothing to be done in them, or their day was not foreseen: that is repaired, and logged.
        """
        rows = rooms.compared_before(session, self._clock.today(), most=AT_ONCE)
        before = self._changes
        self._compare(session, rows, seconds=SLICE)
        found = self._changes - before
        if found > 0:
            self.unforeseen += found
            log.error("reconciler.unforeseen", rows=found)

    def everything(self, session: Session) -> None:
        """Look at every room in this unit. Only tests and plays do; in slices it comes to the same."""
        self._compare(session, rooms.rows(session), anew=True)

    def _compare(
        self, session: Session, rows: Sequence[Room], *, anew: bool = False, seconds: float | None = None
    ) -> int:
        """Look at rooms, for so many seconds; returns at how many. ``anew``: also what the homeserver refused
        to do there is tried again."""
        ends = None if seconds is None else time.perf_counter() + seconds
        done = 0
        for start in range(0, len(rows), AT_ONCE):
            done += self._compare_some(session, rows[start : start + AT_ONCE], ends, anew=anew)
        if done > 0:
            note(session, Awaited.OUTBOX)  # what waited for this in these rooms may go now
        return done

    def _compare_some(self, session: Session, rows: Sequence[Room], ends: float | None, *, anew: bool) -> int:
        today = self._clock.today()
        queued = outbox.pending_moves(session, [row.id for row in rows])
        changes: list[date | None] = []
        for row in rows:
            if anew and row.alarm == Cause.POWERLESS:
                row.state = RoomState.OPEN  # perhaps it can be frozen now
            changes_on = self._reconcile(session, row, queued[row.id])
            if row.alarm == Cause.POWERLESS:
                changes_on = min(changes_on or date.max, today + timedelta(days=1))
            changes.append(changes_on)
            if ends is not None and time.perf_counter() >= ends:
                break
        for row, changes_on in zip(rows, changes, strict=False):  # at last, so that it is one statement
            row.dirty = False
            row.compared_on = today
            row.changes_on = changes_on
        session.flush()
        return len(changes)

    def wanted(self, session: Session, row: Room) -> frozenset[str]:
        """The Matrix ids that may be in a room now."""
        room = rooms.view(row)
        return self._judge(session, room).user_ids

    def change(self, session: Session, row: Room) -> Difference:
        """What would change about who is in a room, if it were compared now. Reads, and writes nothing."""
        room = rooms.view(row)
        verdict = self._judge(session, room)
        frozen = verdict.frozen or room.alarm is not None
        seen = members.seen(session, str(room.matrix_room))
        return difference(verdict.user_ids, seen, self._bot_user, frozen=frozen)

    def audience(self, session: Session, room_id: str) -> frozenset[str]:
        """The Matrix ids that may read what is sent to a room now: nobody else gets its keys."""
        return self._judge(session, rooms.get(session, room_id)).covered

    def _judge(self, session: Session, room: RoomView) -> _Verdict:
        """What the rules say about a room now: computed anew as soon as it or anything of its facts was
        written, and on every new day."""
        parts = facts.of_unit_parts(room.unit_id)
        if room.case_id is not None:
            parts += facts.of_case_parts(room.case_id)
        key = ("verdict", room, Same(self._profile_of(room.unit_id)), self._clock.today())
        return recall(session, key, parts, lambda: _Verdict(room, self._facts(session, room)))

    def _facts(self, session: Session, room: RoomView) -> UnitFacts:
        profile = self._profile_of(room.unit_id)
        language = self._language_of(room.unit_id)
        today = self._clock.today()
        if room.case_id is None:
            return facts.of_unit(session, room.unit_id, profile, today, language)
        return facts.of_case(session, room.case_id, profile, today, language)

    def _reconcile(self, session: Session, row: Room, queued: Sequence[Pending]) -> date | None:
        """Write what has to change in one room, beside what is ``queued``; returns the day on which it changes
        by itself."""
        room = rooms.view(row)
        known = self._facts(session, room)
        verdict = self._judge(session, room)
        self._ask_for_promises(session, row, verdict.unpromised)
        if room.matrix_room is None:
            self._open(session, row, verdict, queued)
        elif room.alarm != Cause.OUT:
            self._put_right(session, row, room, verdict, queued)
        elif verdict.over:  # else the bot is out of the room, and can do nothing there
            self._leave(session, row, queued)
        return next_change(known, _coming(session, known))

    def _put_right(
        self, session: Session, row: Room, room: RoomView, verdict: _Verdict, queued: Sequence[Pending]
    ) -> None:
        """Have people removed and invited, and the room frozen or thawed."""
        frozen = verdict.frozen or room.alarm is not None
        change = self.change(session, row)
        self._remove(session, row, change.remove, queued, wanted=verdict.user_ids)
        self._take_back_invitations(session, queued, frozenset() if frozen else verdict.user_ids)
        self._freeze_or_thaw(session, row, queued, frozen=frozen)
        self._invite(session, row, change.invite, queued)
        if verdict.over and not change.remove:
            self._leave(session, row, queued)

    def _ask_for_promises(self, session: Session, row: Room, actors: Iterable[Actor]) -> None:
        """Schedule the question to private persons who may come in once they promise to pass nothing on."""
        for actor in actors:
            due.schedule(
                session,
                unit_id=row.unit_id,
                case_id=row.case_id,
                kind="promise.ask",
                subject=actor.id,
                at=self._clock.now(),
            )

    def _open(self, session: Session, row: Room, verdict: _Verdict, queued: Sequence[Pending]) -> None:
        """Have a planned room created and people invited to it, as long as anybody is wanted there."""
        if row.state is not RoomState.PLANNED:
            return
        opening = _of(queued, OpenBody)
        self._take_back_invitations(session, queued, verdict.user_ids)
        if not verdict.user_ids:
            for number in opening:
                self._drop(session, number, "not wanted any more")
            return
        if not opening:
            self._put(session, row, OpenBody())
        self._invite(session, row, sorted(verdict.user_ids), queued, is_opening=True)

    def _remove(
        self,
        session: Session,
        row: Room,
        user_ids: Iterable[str],
        queued: Sequence[Pending],
        *,
        wanted: Collection[str],
    ) -> None:
        """Have people removed, and the invitations taken back of those who are not wanted any more."""
        leaving = {body.user_id for body in _of(queued, RemoveBody).values()}
        tried = {one.id for one in queued if one.is_tried}
        # An invitation that seemed to fail may have reached the homeserver, or reach it yet
        unsure = {
            body.user_id
            for number, body in _of(queued, InviteBody).items()
            if body.user_id not in wanted and number in tried
        }
        for user_id in sorted({*user_ids, *unsure} - leaving):
            self._put(session, row, RemoveBody(user_id=user_id))

    def _invite(
        self,
        session: Session,
        row: Room,
        user_ids: Iterable[str],
        queued: Sequence[Pending],
        *,
        is_opening: bool = False,
    ) -> None:
        coming = {body.user_id for body in _of(queued, InviteBody).values()}
        for user_id in user_ids:
            if user_id not in coming:
                who = people.by_matrix(session, user_id, row.unit_id)
                tag = None if who is None else outbox.invitation_tag(who.id, is_opening=is_opening)
                self._put(session, row, InviteBody(user_id=user_id), tag=tag)

    def _take_back_invitations(
        self, session: Session, queued: Sequence[Pending], wanted: Collection[str]
    ) -> None:
        """Drop the queued invitations of all who are not wanted."""
        for number, body in _of(queued, InviteBody).items():
            if body.user_id not in wanted:
                self._drop(session, number, "not wanted any more")

    def _freeze_or_thaw(
        self, session: Session, row: Room, queued: Sequence[Pending], *, frozen: bool
    ) -> None:
        """Have a room frozen, or thawed again."""
        wanted: type[FreezeBody | ThawBody] = FreezeBody if frozen else ThawBody
        opposite: type[FreezeBody | ThawBody] = ThawBody if frozen else FreezeBody
        for number in _of(queued, opposite):
            self._drop(session, number, "not so any more")
        state_before = RoomState.OPEN if frozen else RoomState.FROZEN
        if row.state != state_before or _of(queued, wanted):
            return
        if row.alarm is not None:  # nobody may write before anything is said about it
            self._put(session, row, wanted(), rank=1)
            return
        if frozen:
            self._on_pause(session, rooms.view(row), True)  # what was said goes out first
        self._put(session, row, wanted())
        if not frozen:
            self._on_pause(session, rooms.view(row), False)

    def _leave(self, session: Session, row: Room, queued: Sequence[Pending]) -> None:
        if not _of(queued, LeaveBody):
            self._put(session, row, LeaveBody())

    def _put(
        self, session: Session, row: Room, body: Body, *, rank: int | None = None, tag: str | None = None
    ) -> None:
        number = outbox.put(session, row, body, now=self._clock.now(), rank=rank, tag=tag)
        self._changes += 1
        log.info("reconciler.queued", kind=str(body.kind), room=row.id, row=number)

    def _drop(self, session: Session, number: int, cause: str) -> None:
        outbox.drop(session, number, cause)
        self._changes += 1


def _of(queued: Iterable[Pending], kind: type[_Kind]) -> dict[int, _Kind]:
    """The queued rows of one kind, by their number."""
    return {one.id: one.body for one in queued if isinstance(one.body, kind)}


def _coming(session: Session, facts: UnitFacts) -> Sequence[Actor]:
    """Who is named from a later day in the case that the facts are about."""
    if not isinstance(facts, CaseFacts):
        return ()
    return Actors(session, facts.unit_id, facts.case.id, facts.today).coming()


class _Verdict:
    """What the rules say about one room now."""

    def __init__(self, room: RoomView, facts: UnitFacts) -> None:
        place = room.place
        #: Nobody gets keys or is invited; people whose consent ran out stay for the profile's days
        self.frozen = membership.freezes(place, facts) is not None
        if room.state == (RoomState.OPEN if self.frozen else RoomState.FROZEN):
            # The state that the room is about to have counts: when a consent has run out, people stay in the
            # frozen room for the profile's days, but not in one that an alarm froze
            place = replace(place, state=RoomState.FROZEN if self.frozen else RoomState.OPEN)
        wanted = membership.wanted(place, facts)
        #: The Matrix ids that may be in the room
        self.user_ids = _ids(wanted, facts)
        #: Those of them who get new keys: not people who only stay because their consent ran out lately
        self.covered = _ids(membership.wanted(replace(place, state=RoomState.OPEN), facts), facts)
        #: Whom only a promise that they have not given yet keeps out
        self.unpromised = [] if self.frozen else _unpromised(place, facts)
        #: Whether everybody is out for good, so that the bot leaves too
        self.over = room.kind is RoomKind.OLD or _is_gone(room, facts) or (_is_left(facts) and not wanted)


def _unpromised(place: Place, facts: UnitFacts) -> list[Actor]:
    """Private persons whom only the promise they have not given keeps out, and who can be asked for it on
    Matrix."""
    if not isinstance(facts, CaseFacts):
        return []
    lacking = promise.lacking(facts.actors, facts.profile)
    if not lacking:
        return []
    reachable = {person.id for person in facts.by_id.values() if person.matrix_id is not None}
    excluded = membership.excluded(place, facts)
    kept_out = {person_id for person_id, why in excluded.items() if why.key == "membership.not_promised"}
    return [actor for actor in lacking if actor.person_id in kept_out & reachable]


def _is_gone(room: RoomView, facts: UnitFacts) -> bool:
    """Whether a room is the own page of somebody who is not one of the unit's people any more."""
    owner = facts.by_id.get(room.person_id or "")
    return owner is not None and not owner.active


def _ids(wanted: Iterable[str], facts: UnitFacts) -> frozenset[str]:
    """The Matrix ids of people who are wanted."""
    return user_ids(wanted, [facts.person(person_id) for person_id in wanted])


def _is_left(facts: UnitFacts) -> bool:
    """Whether the day has come on which everybody leaves the rooms of a closed case."""
    if not isinstance(facts, CaseFacts) or facts.case.leave_on is None:
        return False
    return facts.today >= facts.case.leave_on
