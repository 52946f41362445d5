"""Who is in a room is computed, never edited: this compares ``rules.membership.wanted`` with the room and writes the
difference to the outbox. Nobody else writes membership.

It runs at the end of every unit that may have changed something (rooms are marked dirty then), at each start, and once
a day for every room. Removals go before everything else in their room, and the keys are rotated when they are done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.i18n import Language
from bot.logs import get_logger
from bot.rules import membership, promise
from bot.rules.alarm import Cause
from bot.rules.consent import Actor
from bot.rules.facts import CaseFacts, UnitFacts
from bot.rules.profile import Profile
from bot.rules.room import Room as Place
from bot.rules.room import RoomKind, RoomState, difference, user_ids
from storage import due, facts, outbox, room
from storage import member as members
from storage.body import Body, FreezeBody, InviteBody, LeaveBody, OpenBody, RemoveBody, ThawBody
from storage.room import RoomView
from storage.tables import Room

log = get_logger(__name__)


class Reconciler:
    """Writes membership rows."""

    def __init__(
        self,
        *,
        clock: Clock,
        profile_of: Callable[[str], Profile],
        language_of: Callable[[str], Language],
        bot_user: str,
    ) -> None:
        self._clock = clock
        self._profile_of = profile_of
        self._language_of = language_of
        self._bot_user = bot_user

    def run(self, session: Session) -> int:
        """Look at every dirty room; returns how many."""
        rows = room.rows(session, dirty=True)
        for row in rows:
            self._one(session, row)
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
        return self._judge(session, room.view(row)).user_ids

    def audience(self, session: Session, room_id: str) -> frozenset[str]:
        """The Matrix ids that may read what is sent to a room now: whom keys are shared with, at most."""
        return self._judge(session, room.get(session, room_id)).covered

    def _judge(self, session: Session, where: RoomView) -> _Verdict:
        profile = self._profile_of(where.unit_id)
        language = self._language_of(where.unit_id)
        today = self._clock.today()
        if where.case_id is None:
            return _Verdict(where, facts.of_unit(session, where.unit_id, profile, today, language))
        return _Verdict(where, facts.of_case(session, where.case_id, profile, today, language))

    def _one(self, session: Session, row: Room) -> None:
        where = room.view(row)
        verdict = self._judge(session, where)
        for actor in verdict.unpromised:
            due.schedule(
                session,
                unit_id=row.unit_id,
                case_id=row.case_id,
                kind="promise.ask",
                subject=actor.id,
                at=self._clock.now(),
            )
        if where.matrix_room is None:
            self._open(session, row, verdict)
            return
        if where.alarm == Cause.OUT:
            if verdict.over:
                self._leave(session, row)
            return  # there is nothing we could do there
        seen = members.seen(session, where.matrix_room)
        still = verdict.frozen or where.alarm is not None
        change = difference(verdict.user_ids, seen, self._bot_user, frozen=still)
        leaving = {body.user_id for _, body in outbox.pending(session, where.id, RemoveBody)}
        coming = [(body.user_id, number) for number, body in outbox.pending(session, where.id, InviteBody)]
        # An invitation that seemed to fail may have reached the homeserver, or reach it yet: it is taken back
        unsure = {user_id for user_id, number in coming if outbox.is_tried(session, number)} - verdict.user_ids
        for user_id in sorted({*change.remove, *unsure}):
            if user_id not in leaving:
                self._put(session, row, RemoveBody(user_id=user_id))
        self._take_back(session, coming, frozenset() if still else verdict.user_ids)
        self._still(session, row, still)
        self._invite(session, row, change.invite)
        if verdict.over and not change.remove:
            self._leave(session, row)

    def _open(self, session: Session, row: Room, verdict: _Verdict) -> None:
        """Have a planned room made and people invited to it, while anybody is wanted there."""
        if row.state is not RoomState.PLANNED:
            return
        opening = [number for number, _ in outbox.pending(session, row.id, OpenBody)]
        coming = [(body.user_id, number) for number, body in outbox.pending(session, row.id, InviteBody)]
        self._take_back(session, coming, verdict.user_ids)
        if not verdict.user_ids:
            for number in opening:
                outbox.drop(session, number, "not wanted any more")
            return
        if not opening:
            self._put(session, row, OpenBody())
        self._invite(session, row, sorted(verdict.user_ids))

    def _invite(self, session: Session, row: Room, user_ids: Iterable[str]) -> None:
        coming = {body.user_id for _, body in outbox.pending(session, row.id, InviteBody)}
        for user_id in user_ids:
            if user_id not in coming:
                self._put(session, row, InviteBody(user_id=user_id))

    def _take_back(self, session: Session, coming: Iterable[tuple[str, int]], wanted: Collection[str]) -> None:
        for user_id, number in coming:
            if user_id not in wanted:
                outbox.drop(session, number, "not wanted any more")

    def _still(self, session: Session, row: Room, still: bool) -> None:
        """Freeze or thaw, as the rules say; never thaw while an alarm stands."""
        wanted: type[FreezeBody | ThawBody] = FreezeBody if still else ThawBody
        other: type[FreezeBody | ThawBody] = ThawBody if still else FreezeBody
        for number, _ in outbox.pending(session, row.id, other):
            outbox.drop(session, number, "not so any more")
        if row.state == (RoomState.OPEN if still else RoomState.FROZEN) and not outbox.pending(session, row.id, wanted):
            # Under alarm nobody may write before anything is said about it; else what was said goes out first
            self._put(session, row, wanted(), rank=1 if row.alarm is not None else None)

    def _leave(self, session: Session, row: Room) -> None:
        if not outbox.pending(session, row.id, LeaveBody):
            self._put(session, row, LeaveBody())

    def _put(self, session: Session, row: Room, body: Body, *, rank: int | None = None) -> None:
        number = outbox.put(session, row, body, now=self._clock.now(), rank=rank)
        log.info("reconciler.queued", kind=str(body.kind), room=row.id, row=number)


class _Verdict:
    """What the rules say about one room now."""

    def __init__(self, where: RoomView, facts: UnitFacts) -> None:
        place = where.place
        #: No keys and no invitations; people whose consent ran out stay for the profile's days
        self.frozen = membership.freezes(place, facts) is not None
        if where.state == (RoomState.OPEN if self.frozen else RoomState.FROZEN):
            # People linger in a room whose consent ran out, not in one that an alarm froze, or that is about to thaw
            place = replace(place, state=RoomState.FROZEN if self.frozen else RoomState.OPEN)
        wanted = membership.wanted(place, facts)
        #: Who may be in the room. Whoever has no Matrix account is reached otherwise
        self.user_ids = user_ids(wanted, facts.people)
        #: Whose consent lives: people whose consent ran out may stay in a frozen room, but get no new keys
        self.covered = user_ids(membership.wanted(replace(place, state=RoomState.OPEN), facts), facts.people)
        #: Who would come in on a promise they have not given yet
        self.unpromised = [] if self.frozen else _unpromised(place, facts)
        #: Everybody is out for good: the bot leaves too
        self.over = where.kind is RoomKind.OLD or _is_gone(where, facts) or (_is_left(facts) and not wanted)


def _unpromised(place: Place, facts: UnitFacts) -> list[Actor]:
    """Private persons whom only their promise keeps out, and who can be asked for it."""
    if not isinstance(facts, CaseFacts):
        return []
    lacking = promise.lacking(facts.actors, facts.profile)
    if not lacking:
        return []
    reachable = {person.id for person in facts.people if person.matrix_id is not None}
    excluded = membership.excluded(place, facts)
    asked = {who for who, why in excluded.items() if why.key == "membership.not_promised"} & reachable
    return [actor for actor in lacking if actor.person_id in asked]


def _is_gone(where: RoomView, facts: UnitFacts) -> bool:
    """Whether a room is the own page of somebody who is not one of the unit's people any more."""
    return any(person.id == where.person_id and not person.active for person in facts.people)


def _is_left(facts: UnitFacts) -> bool:
    """Whether the day has come on which everybody leaves the rooms of a closed case."""
    if not isinstance(facts, CaseFacts) or facts.case.leave_on is None:
        return False
    return facts.today >= facts.case.leave_on
