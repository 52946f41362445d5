"""Protected identity of the youth or a guardian: the smallest circle, each person in it approved by two (R10).

Wherever it is not sure that somebody may be there, they are not. The youth is never shut out of the own case by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.errors import Refused
from bot.i18n import T, Text
from bot.rules.consent import Actor
from bot.rules.people import Person
from bot.rules.profile import YOUTH, Profile
from bot.rules.roles import Role
from bot.rules.room import RoomKind

if TYPE_CHECKING:
    from bot.rules.case import Case


def approved(case: Case, actor: Actor) -> bool:
    """Whether somebody named may take part: where an identity is protected, a second person has said yes to each."""
    return not case.protected or actor.function == YOUTH or actor.approved_by is not None


def keeps_out(case: Case, actor: Actor, person: Person, profile: Profile) -> Text | None:
    """Why somebody named is not in the case's rooms, whatever the consent says; None when nothing is against it."""
    server = None if person.matrix_id is None else person.matrix_id.partition(":")[2]
    if server is not None and not _trusted(server, case, profile):
        return T("membership.server", server=server)
    return None if approved(case, actor) else T("membership.not_approved")


def foreign(person: Person, profile: Profile) -> Text | None:
    """Why somebody is in no room at all: their account is on a server that is not ours and not on the list any more.
    Those whom the settings name are where the settings say."""
    if person.role in (Role.COORDINATOR, Role.SECOND, Role.LEAD):
        return None
    server = "" if person.matrix_id is None else person.matrix_id.partition(":")[2]
    if not server or profile.own_server in (None, server) or server in profile.allowed_servers:
        return None
    return T("membership.server", server=server)


def away(people: Iterable[Person], profile: Profile) -> frozenset[str]:
    """The ids of those who are in no room for that."""
    return frozenset(person.id for person in people if foreign(person, profile) is not None)


def check_server(case: Case, person: Person, profile: Profile) -> None:
    """Refuse to name or approve somebody who could not come in: their account is on a server that is not ours."""
    if person.matrix_id is not None and not _trusted(person.matrix_id.partition(":")[2], case, profile):
        raise Refused(T("protected.server", name=person.name, code=case.code))


def check_open(case: Case, actors: Iterable[Actor], profile: Profile) -> None:
    """Refuse to open the room before everybody who must be there is approved."""
    lacking = [
        profile.function(actor.function).text
        for actor in actors
        if actor.function in profile.required_functions and not approved(case, actor)
    ]
    if lacking:
        raise Refused(T("protected.approve_first", code=case.code, functions=lacking))


def shows_place(case: Case, room_kind: RoomKind) -> bool:
    """Whether it may be written there where people meet: it does not leave the rooms of such a case."""
    return not case.protected or room_kind.of_case


def _trusted(server: str, case: Case, profile: Profile) -> bool:
    """Only our own server, where an identity is protected; else those on the profile's list too."""
    if profile.own_server is None:  # not told yet: then the list is all there is to know others by
        return not (case.protected and server in profile.allowed_servers)
    return server == profile.own_server or (not case.protected and server in profile.allowed_servers)
