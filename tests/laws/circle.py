"""A case without a database: its ledger, its people, its rooms on a homeserver that does what it is told.

Everything that decides is the bot's own code; what the reconciler and the outbox do about it is told here in a dozen
lines, so that many thousand lives can be lived (:mod:`tests.laws.test_bot` lives some hundred with the real ones).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count

from bot.core import load_profile
from bot.errors import Refused
from bot.rules import agreement, consent, membership, promise
from bot.rules.agreement import Agreement
from bot.rules.case import State, closed, closing, moved
from bot.rules.consent import Actor, Grant, Kinds
from bot.rules.facts import CaseFacts, as_they_count
from bot.rules.person import Person
from bot.rules.profile import Profile
from bot.rules.roles import Role
from bot.rules.room import Room, RoomKind, RoomState, Seen, difference, user_ids
from tests.laws.oracle import Facts, way
from tests.rules.making import CASE, person

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BOT = "@bot:s"
STRANGER = "@mallory:s"
UNIT = "u"


@cache
def profile(name: str) -> Profile:
    return load_profile(name)


def _person(handle: str, role: Role, function: str | None = None) -> Person:
    return person(handle, role, function, unit_id=UNIT, matrix_id=f"@{handle}:s", added_by="bot")


PEOPLE = (
    _person("anna", Role.COORDINATOR),
    _person("berit", Role.COORDINATOR),
    _person("lena", Role.LEAD, "lead"),
    _person("petra", Role.ACTOR, "police"),
    _person("per", Role.ACTOR, "police"),
    _person("sven", Role.ACTOR, "social_services"),
    _person("lisa", Role.ACTOR, "school"),
    _person("alex", Role.YOUTH, "youth"),
    _person("mia", Role.GUARDIAN, "guardian"),
    _person("olle", Role.GUARDIAN, "guardian"),
)


@dataclass
class Place:
    """A room on the homeserver: who is in it, and whom the keys of each message went to."""

    room: Room
    members: dict[str, Seen] = field(default_factory=dict)

    def there(self) -> frozenset[str]:
        return frozenset(user for user, one in self.members.items() if one.membership in ("join", "invite"))

    def put(self, user: str, how: str, *, by_self: bool = False) -> None:
        self.members[user] = Seen(user_id=user, membership=how, left_by_self=by_self)


class Circle:
    """One open case."""

    def __init__(self, name: str, band: str, kinds: Iterable[str], *, today: datetime = START) -> None:
        self.name, self.profile, self.now = name, profile(name), today
        #: Whom the way of working calls the youth's own: a trainer, a relative
        self.private = next(one.id for one in self.profile.functions if promise.binds(one.id, self.profile))
        people = (*PEOPLE, _person("kim", Role.ACTOR, self.private))
        self.people: dict[str, Person] = {one.id: one for one in people}
        self.ledger: tuple[Grant, ...] = ()
        self.actors: list[Actor] = []
        self._numbers = count(1)
        scope = frozenset(kinds)
        self.case = replace(
            CASE,
            id="c",
            unit_id=UNIT,
            state=State.ACTIVE,
            age_band=band,
            created_on=self.today,
            youth_choice="room",
            scope=scope,
            opened_on=self.today,
        )
        self.places = [
            Place(Room(id="r0", kind=RoomKind.CASE, unit_id=UNIT, case_id="c", scope=scope, state=RoomState.OPEN))
        ]
        for function, who in (("police", "petra"), ("social_services", "sven"), ("school", "lisa"), ("youth", "alex")):
            self.name_actor(function, who)

    @property
    def today(self) -> date:
        return self.now.date()

    # ------------------------------------------------------------------------------------------------- what happens

    def name_actor(self, function: str, who: str, *, until: date | None = None, approved_by: str | None = None) -> None:
        consent.check_named(self.actors, self.people[who], function, self.profile, self.today)
        number = next(self._numbers)
        self.actors.append(
            Actor(
                id=f"a{number}",
                case_id="c",
                function=function,
                person_id=who,
                named_on=self.today,
                ended_on=until,
                deputy=until is not None,
                approved_by=approved_by,
            )
        )

    def end_actor(self, index: int) -> None:
        self.actors[index] = replace(self.actors[index], ended_on=self.today)

    def promise(self, index: int) -> None:
        self.actors[index] = replace(self.actors[index], promised_on=self.today)

    def record(self, said: Agreement) -> None:
        self.ledger += agreement.grants_of(
            said,
            self._known(),
            now=self.now,
            recorded_by="anna",
            approved_by="berit",
            new_id=lambda: f"g{next(self._numbers):04}",
        )

    def withdraw(self, function: str | None, by: str) -> None:
        marked = {one.id: one for one in consent.withdrawn(self.ledger, function, by=by, now=self.now)}
        self.ledger = tuple(marked.get(one.id, one) for one in self.ledger)

    def narrow(self, function: str, kinds: Kinds) -> None:
        """Fewer kinds for a function: what stood is marked, less is written beside it at the same moment."""
        stood = [one for one in consent.living(self.ledger, self.today) if one.function == function]
        self.withdraw(function, "anna")
        self.ledger += tuple(
            replace(one, id=f"g{next(self._numbers):04}", kinds=one.kinds & kinds, recorded_at=self.now)
            for one in stood
            if one.kinds & kinds
        )

    def side_room(self, kinds: Kinds) -> None:
        number = len(self.places)
        room = Room(id=f"r{number}", kind=RoomKind.SIDE, unit_id=UNIT, case_id="c", scope=kinds, state=RoomState.OPEN)
        self.places.append(Place(room))

    def go(self, to: State) -> None:
        """Let the case move, as far as its table of moves allows."""
        try:
            match to:
                case State.CLOSING:
                    self.case = closing(self.case, reason="klart", today=self.today)
                case State.CLOSED:
                    self.case = closed(self.case, receipt="dnr 1", profile=self.profile, today=self.today)
                case State.FROZEN | State.ACTIVE:
                    self.case = moved(self.case, to)
        except Refused:
            pass

    # ------------------------------------------------------------------------------------------------ the bot's work

    def settle(self) -> None:
        """Compare every room and carry the difference out: removals, the freeze, invitations (which people accept)."""
        known = self._known()
        for place in self.places:
            why = membership.freezes(place.room, known)
            place.room = replace(place.room, state=RoomState.OPEN if why is None else RoomState.FROZEN)
            wanted = user_ids(membership.wanted(place.room, known), known.people)
            change = difference(wanted, place.members.values(), BOT, frozen=why is not None)
            for user in change.remove:
                place.put(user, "leave")
            for user in change.invite:
                place.put(user, "join")

    def readers(self, place: Place) -> frozenset[str]:
        """Whom the bot's keys would go to if it spoke there now."""
        known = self._known()
        living = membership.wanted(replace(place.room, state=RoomState.OPEN), known)
        return place.there() & user_ids(living, known.people)

    def facts(self) -> Facts:
        """What the second judge is told."""
        return Facts(
            way=way(self.name),
            case=self.case,
            rows=self.ledger,
            actors=self.actors,
            people=tuple(self.people.values()),
            day=self.today,
        )

    def days(self, number: int) -> None:
        self.now += timedelta(days=number)

    def _known(self) -> CaseFacts:
        """What the rules are told."""
        rows = CaseFacts(
            unit_id=UNIT,
            people=tuple(self.people.values()),
            profile=self.profile,
            today=self.today,
            case=self.case,
            grants=self.ledger,
            actors=tuple(self.actors),
        )
        return as_they_count(rows)
