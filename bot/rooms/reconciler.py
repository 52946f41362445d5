"""Compares who is in a room with who may be (``rules.membership.wanted``), and writes the difference to the
outbox.

Nobody else writes who comes and goes. It runs at the end of each unit, for the rooms that the unit marked
dirty; at each start and once a day it looks at all of them. In a room, removals go before everything else,
and its keys are rotated once they are done.
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
from storage import due, facts, outbox
from storage import member as members
from storage import room as rooms
from storage.body import Body, FreezeBody, InviteBody, LeaveBody, OpenBody, RemoveBody, ThawBody
from storage.memory import recall
from storage.room import RoomView
from storage.tables import Room

log = get_logger(__name__)


class Reconciler:
    """Writes the outbox rows that change who is in a room, and whether people may write there."""

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
        """Look at every dirty room; returns how many there were."""
        rows = rooms.rows(session, dirty=True)
        for row in rows:
            self._reconcile(session, row)
            row.dirty = False
        return len(rows)

    def everything(self, session: Session) -> None:
        """Look at every room: at start, and once a day because consents end by the calendar."""
        for row in rooms.rows(session):
            if row.alarm == Cause.POWERLESS:
                row.state = RoomState.OPEN  # perhaps it can be frozen now
        rooms.mark_dirty(session)
        self.run(session)

    def wanted(self, session: Session, row: Room) -> frozenset[str]:
        """The Matrix ids that may be in a room now."""
        return self._judge(session, rooms.view(row)).user_ids

    def audience(self, session: Session, room_id: str) -> frozenset[str]:
        """The Matrix ids that may read what is sent to a room now: nobody else gets its keys."""
        return self._judge(session, rooms.get(session, room_id)).covered

    def _judge(self, session: Session, room: RoomView) -> _Verdict:
        """What the rules say about a room now: computed anew as soon as it or anything of its facts was written, and on
        every new day."""
        profile = self._profile_of(room.unit_id)
        language = self._language_of(room.unit_id)
        today = self._clock.today()

        def judge() -> _Verdict:
            if room.case_id is None:
                return _Verdict(room, facts.of_unit(session, room.unit_id, profile, today, language))
            return _Verdict(room, facts.of_case(session, room.case_id, profile, today, language))

        parts = facts.of_unit_parts(room.unit_id)
        if room.case_id is not None:
            parts += facts.of_case_parts(room.case_id)
        return recall(session, ("verdict", room, today), parts, judge)

    def _reconcile(self, session: Session, row: Room) -> None:
        """Write what has to change in one room."""
        room = rooms.view(row)
        verdict = self._judge(session, room)
        self._ask_for_promises(session, row, verdict.unpromised)
        if room.matrix_room is None:
            self._open(session, row, verdict)
            return
        if room.alarm == Cause.OUT:
            if verdict.over:
                self._leave(session, row)
            return  # the bot is out of the room, and can do nothing there
        seen = members.seen(session, room.matrix_room)
        frozen = verdict.frozen or room.alarm is not None
        change = difference(verdict.user_ids, seen, self._bot_user, frozen=frozen)
        self._remove(session, row, change.remove, wanted=verdict.user_ids)
        self._take_back_invitations(session, row, frozenset() if frozen else verdict.user_ids)
        self._freeze_or_thaw(session, row, frozen=frozen)
        self._invite(session, row, change.invite)
        if verdict.over and not change.remove:
            self._leave(session, row)

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

    def _open(self, session: Session, row: Room, verdict: _Verdict) -> None:
        """Have a planned room created and people invited to it, as long as anybody is wanted there."""
        if row.state is not RoomState.PLANNED:
            return
        opening = [number for number, _ in outbox.pending(session, row.id, OpenBody)]
        self._take_back_invitations(session, row, verdict.user_ids)
        if not verdict.user_ids:
            for number in opening:
                outbox.drop(session, number, "not wanted any more")
            return
        if not opening:
            self._put(session, row, OpenBody())
        self._invite(session, row, sorted(verdict.user_ids))

    def _remove(
        self, session: Session, row: Room, user_ids: Iterable[str], *, wanted: Collection[str]
    ) -> None:
        """Have people removed, and the invitations taken back of those who are not wanted any more."""
        leaving = {body.user_id for _, body in outbox.pending(session, row.id, RemoveBody)}
        # An invitation that seemed to fail may have reached the homeserver, or reach it yet
        unsure = {
            body.user_id
            for number, body in outbox.pending(session, row.id, InviteBody)
            if body.user_id not in wanted and outbox.is_tried(session, number)
        }
        for user_id in sorted({*user_ids, *unsure} - leaving):
            self._put(session, row, RemoveBody(user_id=user_id))

    def _invite(self, session: Session, row: Room, user_ids: Iterable[str]) -> None:
        coming = {body.user_id for _, body in outbox.pending(session, row.id, InviteBody)}
        for user_id in user_ids:
            if user_id not in coming:
                self._put(session, row, InviteBody(user_id=user_id))

    def _take_back_invitations(self, session: Session, row: Room, wanted: Collection[str]) -> None:
        """Drop the queued invitations of all who are not wanted."""
        for number, body in outbox.pending(session, row.id, InviteBody):
            if body.user_id not in wanted:
                outbox.drop(session, number, "not wanted any more")

    def _freeze_or_thaw(self, session: Session, row: Room, *, frozen: bool) -> None:
        """Have a room frozen, or thawed again."""
        wanted: type[FreezeBody | ThawBody] = FreezeBody if frozen else ThawBody
        opposite: type[FreezeBody | ThawBody] = ThawBody if frozen else FreezeBody
        for number, _ in outbox.pending(session, row.id, opposite):
            outbox.drop(session, number, "not so any more")
        state_before = RoomState.OPEN if frozen else RoomState.FROZEN
        if row.state != state_before or outbox.pending(session, row.id, wanted):
            return
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
        self.user_ids = user_ids(wanted, facts.people)
        #: Those of them who get new keys: not people who only stay because their consent ran out lately
        self.covered = user_ids(membership.wanted(replace(place, state=RoomState.OPEN), facts), facts.people)
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
    reachable = {person.id for person in facts.people if person.matrix_id is not None}
    excluded = membership.excluded(place, facts)
    kept_out = {person_id for person_id, why in excluded.items() if why.key == "membership.not_promised"}
    return [actor for actor in lacking if actor.person_id in kept_out & reachable]


def _is_gone(room: RoomView, facts: UnitFacts) -> bool:
    """Whether a room is the own page of somebody who is not one of the unit's people any more."""
    return any(person.id == room.person_id and not person.active for person in facts.people)


def _is_left(facts: UnitFacts) -> bool:
    """Whether the day has come on which everybody leaves the rooms of a closed case."""
    if not isinstance(facts, CaseFacts) or facts.case.leave_on is None:
        return False
    return facts.today >= facts.case.leave_on
