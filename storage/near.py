"""Whether somebody of certain roles is in a room, or asked in."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from bot.rules.roles import Role
from storage import member, person
from storage.person import People
from storage.room import RoomView


def is_near(session: Session, room: RoomView, roles: Collection[Role]) -> bool:
    """Whether the owner of a page, or anybody in or asked into a room of a case, has one of the roles."""
    if room.person_id is not None:
        return People(session, room.unit_id).get(room.person_id).role in roles
    if not room.kind.of_case or room.matrix_room is None:
        return False
    memberships = member.memberships(session, room.matrix_room)
    there = [user for user, membership in memberships.items() if membership in ("join", "invite")]
    people = (person.by_matrix(session, user, room.unit_id) for user in there)
    return any(one is not None and one.role in roles for one in people)
