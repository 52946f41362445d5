"""Who is in a room is computed, never edited: this compares ``rules.membership.wanted`` with the room and writes the
difference to the outbox. Nobody else writes membership.

It runs at the end of every unit that may have changed something (rooms are marked dirty then), at each start, and once
a day for every room. Removals go before everything else in their room, and the keys are rotated when they are done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.logs import get_logger
from bot.messages import Out
from bot.rules import membership, promise, protection
from bot.rules.alarm import Cause
from bot.rules.people import Person
from bot.rules.profile import Profile
from bot.rules.room import RoomKind, RoomState
from storage import case as cases
from storage import due, outbox, room
from storage import member as members
from storage.actor import Actors
from storage.consent import Consents
from storage.person import People
from storage.room import RoomView
from storage.tables import Room

log = get_logger(__name__)


class Reconciler:
    """Writes membership rows."""

    def __init__(self, *, clock: Clock, profile_of: Callable[[str], Profile], bot_user: str) -> None:
        self._clock = clock
        self._profile_of = profile_of
        self._bot_user = bot_user

    def run(self, session: Session) -> int:
        """Look at every dirty room; returns how many."""
        rows = room.rows(session, dirty=True)
        # Once per unit, not per room: opening a few hundred names for each of a few hundred rooms takes many seconds
        people = {unit_id: People(session, unit_id).all() for unit_id in {row.unit_id for row in rows}}
        for row in rows:
            self._one(session, row, people[row.unit_id])
            row.dirty = False
        return len(rows)

    def everything(self, session: Session) -> None:
        """Look at every room: at start and once a day (dates move without anybody's doing)."""
        for row in room.rows(session):
            if row.alarm == Cause.POWERLESS:
                row.state = RoomState.OPEN  # perhaps it can be frozen now
        room.mark_dirty(session)
        self.run(session)

    def wanted(self, session: Session, row: Room) -> frozenset[str]:
        """The Matrix ids that may be in a room now."""
        people = People(session, row.unit_id).all()
        profile = self._profile_of(row.unit_id)
        return _Facts(session, room.view(row), people, profile, self._clock.today()).user_ids

    def audience(self, session: Session, room_id: str) -> frozenset[str]:
        """The Matrix ids that may read what is sent to a room now: whom keys are shared with, at most."""
        where = room.get(session, room_id)
        people = People(session, where.unit_id).all()
        return _Facts(session, where, people, self._profile_of(where.unit_id), self._clock.today()).covered

    def _one(self, session: Session, row: Room, people: Sequence[Person]) -> None:
        where = room.view(row)
        facts = _Facts(session, where, people, self._profile_of(where.unit_id), self._clock.today())
        for actor in facts.unpromised:
            due.schedule(
                session,
                unit_id=row.unit_id,
                case_id=row.case_id,
                kind="promise.ask",
                subject=actor.id,
                at=self._clock.now(),
            )
        if where.matrix_room is None:
            self._open(session, row, facts)
            return
        if where.alarm == Cause.OUT:
            if facts.over:
                self._leave(session, row)
            return  # there is nothing we could do there
        seen = members.seen(session, where.matrix_room)
        still = facts.frozen or where.alarm is not None
        change = membership.difference(facts.user_ids, seen, self._bot_user, frozen=still)
        leaving = {body["user_id"] for _, body in outbox.pending(session, where.id, Out.REMOVE)}
        coming = [(body["user_id"], number) for number, body in outbox.pending(session, where.id, Out.INVITE)]
        # An invitation that seemed to fail may have reached the homeserver, or reach it yet: it is taken back
        unsure = {user_id for user_id, number in coming if outbox.is_tried(session, number)} - facts.user_ids
        for user_id in sorted({*change.remove, *unsure}):
            if user_id not in leaving:
                self._put(session, row, Out.REMOVE, {"user_id": user_id})
        self._take_back(session, coming, frozenset() if still else facts.user_ids)
        self._still(session, row, still)
        self._invite(session, row, change.invite)
        if facts.over and not change.remove:
            self._leave(session, row)

    def _open(self, session: Session, row: Room, facts: _Facts) -> None:
        """Have a planned room made and people invited to it, while anybody is wanted there."""
        if row.state is not RoomState.PLANNED:
            return
        opening = [number for number, _ in outbox.pending(session, row.id, Out.OPEN)]
        coming = [(body["user_id"], number) for number, body in outbox.pending(session, row.id, Out.INVITE)]
        self._take_back(session, coming, facts.user_ids)
        if not facts.user_ids:
            for number in opening:
                outbox.drop(session, number, "not wanted any more")
            return
        if not opening:
            self._put(session, row, Out.OPEN, {})
        self._invite(session, row, sorted(facts.user_ids))

    def _invite(self, session: Session, row: Room, user_ids: Iterable[str]) -> None:
        coming = {body["user_id"] for _, body in outbox.pending(session, row.id, Out.INVITE)}
        for user_id in user_ids:
            if user_id not in coming:
                self._put(session, row, Out.INVITE, {"user_id": user_id})

    def _take_back(self, session: Session, coming: Iterable[tuple[str, int]], wanted: Collection[str]) -> None:
        for user_id, number in coming:
            if user_id not in wanted:
                outbox.drop(session, number, "not wanted any more")

    def _still(self, session: Session, row: Room, still: bool) -> None:
        """Freeze or thaw, as the rules say; never thaw while an alarm stands."""
        kind, other = (Out.FREEZE, Out.THAW) if still else (Out.THAW, Out.FREEZE)
        for number, _ in outbox.pending(session, row.id, other):
            outbox.drop(session, number, "not so any more")
        if row.state == (RoomState.OPEN if still else RoomState.FROZEN) and not outbox.pending(session, row.id, kind):
            # Under alarm nobody may write before anything is said about it; else what was said goes out first
            self._put(session, row, kind, {}, rank=1 if row.alarm is not None else None)

    def _leave(self, session: Session, row: Room) -> None:
        if not outbox.pending(session, row.id, Out.LEAVE):
            self._put(session, row, Out.LEAVE, {})

    def _put(self, session: Session, row: Room, kind: Out, body: dict[str, str], *, rank: int | None = None) -> None:
        number = outbox.put(session, row, kind, body, now=self._clock.now(), rank=rank)
        log.info("reconciler.queued", kind=str(kind), room=row.id, row=number)


class _Facts:
    """What the rules say about one room now."""

    def __init__(
        self, session: Session, where: RoomView, people: Sequence[Person], profile: Profile, today: date
    ) -> None:
        case = None if where.case_id is None else cases.get(session, where.case_id)
        grants = [] if case is None else Consents(session, where.unit_id, case.id).all()
        actors = [] if case is None else Actors(session, where.unit_id, case.id, today).all()
        place = where.place
        #: No keys and no invitations; people whose consent ran out stay for the profile's days
        away = protection.away(people, profile)
        self.frozen = membership.freezes(place, case, grants, actors, profile, today, away=away) is not None
        if where.state == (RoomState.OPEN if self.frozen else RoomState.FROZEN):
            # People linger in a room whose consent ran out, not in one that an alarm froze, or that is about to thaw
            place = replace(place, state=RoomState.FROZEN if self.frozen else RoomState.OPEN)
        self.wanted = membership.wanted(place, case, grants, actors, people, profile, today)
        living = membership.wanted(replace(place, state=RoomState.OPEN), case, grants, actors, people, profile, today)
        #: Who would come in on a promise they have not given yet
        self.unpromised = []
        if (lacking := promise.lacking(actors, profile)) and not self.frozen:
            stays = membership.excluded(place, case, grants, actors, people, profile, today)
            asked = {who for who, why in stays.items() if why.key == "membership.not_promised"}
            asked &= {person.id for person in people if person.matrix_id is not None}  # the others cannot be asked
            self.unpromised = [actor for actor in lacking if actor.person_id in asked]
        #: Whose consent lives: people whose consent ran out may stay in a frozen room, but get no new keys
        self.covered = membership.user_ids(living, people)
        #: Whoever has no Matrix account is reached otherwise
        self.user_ids = membership.user_ids(self.wanted, people)
        #: Everybody is out for good: the bot leaves too
        gone = any(person.id == where.person_id and not person.active for person in people)  # whose page it was
        self.over = (
            where.kind is RoomKind.OLD
            or gone
            or (case is not None and case.leave_on is not None and today >= case.leave_on and not self.wanted)
        )
