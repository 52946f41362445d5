"""Rooms as the rules see them, and the removals and invitations that make a room's members the wanted
ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.i18n import Text
from bot.rules.consent import Kinds
from bot.rules.person import Person


class RoomKind(StrEnum):
    """What a room is for, by the names the database keeps."""

    OFFICE = "office"  # of a unit: its coordinators and second persons
    CASE = "case"
    SIDE = "side"  # for what some of a case's circle share
    PAGE = "page"  # one person's own
    OLD = "old"  # given up: another took its place, and nobody is wanted in it
    OPERATORS = "operator"  # of those who run the bot, and of nobody else

    @property
    def of_case(self) -> bool:
        """Whether the circle of a case talks there."""
        return self in (RoomKind.CASE, RoomKind.SIDE)

    @property
    def is_office(self) -> bool:
        """Whether what happens to a unit's rooms and people is told there: people may always write."""
        return self in (RoomKind.OFFICE, RoomKind.OPERATORS)


class RoomState(StrEnum):
    """How far a room has come, by the names the database keeps."""

    PLANNED = "planned"  # the homeserver has not made it yet
    OPEN = "open"
    FROZEN = "frozen"  # nothing new is shared there until it thaws
    LEFT = "left"  # by the bot, for good


@dataclass(frozen=True, kw_only=True)
class Room:
    """One room of a unit or a case."""

    id: str
    kind: RoomKind
    unit_id: str
    case_id: str | None = None
    person_id: str | None = None
    scope: Kinds = frozenset()
    state: RoomState = RoomState.PLANNED


@dataclass(frozen=True)
class Why:
    """Why somebody is in a room, or is not."""

    text: Text

    @property
    def key(self) -> str:
        """The text's key: ``membership.consented``."""
        return self.text.key


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Somebody's membership as the homeserver shows it: join | invite | leave | ban | knock.

    ``left_by_self``: they left, or declined an invitation, themselves; only a coordinator invites them again.
    """

    user_id: str
    membership: str
    left_by_self: bool = False


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The changes a room needs: first everybody in ``remove`` is removed, then those in ``invite`` are
    invited."""

    remove: tuple[str, ...] = ()
    invite: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.remove or self.invite)


def user_ids(members: Iterable[str], people: Iterable[Person]) -> frozenset[str]:
    """The Matrix ids of persons, given by person id. People without one are left out."""
    ids = frozenset(members)
    return frozenset(
        person.matrix_id for person in people if person.id in ids and person.matrix_id is not None
    )


def difference(
    wanted_user_ids: Iterable[str], seen: Iterable[Seen], bot_user: str, *, frozen: bool = False
) -> Difference:
    """The changes that make the wanted people, and nobody else, members of a room.

    Everybody in it, invited or knocking who is not wanted is removed, however they came. Wanted people who
    left themselves or are banned are not invited again. A frozen room invites nobody.
    """
    want = frozenset(wanted_user_ids) - {bot_user}
    remove: set[str] = set()
    present: set[str] = set()
    for member in seen:
        if member.user_id == bot_user:
            continue
        if member.user_id not in want:
            if member.membership in ("join", "invite", "knock"):
                remove.add(member.user_id)
        elif member.membership in ("join", "invite", "ban") or member.left_by_self:
            present.add(member.user_id)
    invite = () if frozen else tuple(sorted(want - present))
    return Difference(remove=tuple(sorted(remove)), invite=invite)
