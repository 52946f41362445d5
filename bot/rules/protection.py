"""Protected personal identity of the youth or a guardian: the smallest circle, each person approved by two
(R10).

Somebody about whom it is uncertain whether they may be in a room is not in it. The youth is never shut out of
their own case.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.errors import Refused
from bot.i18n import T, Text
from bot.rules.consent import Actor
from bot.rules.person import Person
from bot.rules.profile import YOUTH, Profile
from bot.rules.roles import Role
from bot.rules.room import RoomKind

if TYPE_CHECKING:
    from bot.rules.case import Case


def approved(case: Case, actor: Actor) -> bool:
    """Whether somebody named may take part. Where an identity is protected, a second person must have
    approved them."""
    return not case.protected or actor.function == YOUTH or actor.approved_by is not None


def keeps_out(case: Case, actor: Actor, person: Person, profile: Profile) -> Text | None:
    """Why somebody named may not be in the case's rooms, whatever the consent says; None when they may."""
    server = None if person.matrix_id is None else person.matrix_id.partition(":")[2]
    if server is not None and not _trusted(server, case, profile):
        return T("membership.server", server=server)
    return None if approved(case, actor) else T("membership.not_approved")


def foreign(person: Person, profile: Profile) -> Text | None:
    """Why somebody may be in no room at all, or None: their server is neither the bot's own nor allowed any
    longer.

    People whom the settings name may have their accounts anywhere.
    """
    if person.role in (Role.COORDINATOR, Role.SECOND, Role.LEAD):
        return None
    server = "" if person.matrix_id is None else person.matrix_id.partition(":")[2]
    if not server or profile.own_server in (None, server) or server in profile.allowed_servers:
        return None
    return T("membership.server", server=server)


def away(people: Iterable[Person], profile: Profile) -> frozenset[str]:
    """The ids of the people who may be in no room because of their server."""
    return frozenset(person.id for person in people if foreign(person, profile) is not None)


def check_server(case: Case, person: Person, profile: Profile) -> None:
    """Refuse to name or approve somebody whose server keeps them out of the case's rooms."""
    if person.matrix_id is not None and not _trusted(person.matrix_id.partition(":")[2], case, profile):
        raise Refused(T("protected.server", name=person.name, code=case.code))


def check_open(case: Case, actors: Iterable[Actor], profile: Profile) -> None:
    """Refuse to open the room before everybody the profile requires is approved."""
    lacking = [
        profile.function(actor.function).text
        for actor in actors
        if actor.function in profile.required_functions and not approved(case, actor)
    ]
    if lacking:
        raise Refused(T("protected.approve_first", code=case.code, functions=lacking))


def shows_place(case: Case, room_kind: RoomKind) -> bool:
    """Whether a room may show where people meet. With a protected identity only the case's own rooms may."""
    return not case.protected or room_kind.of_case


def _trusted(server: str, case: Case, profile: Profile) -> bool:
    """Whether a server is trusted: the bot's own, and those the profile allows unless an identity is
    protected."""
    if profile.own_server is None:  # the bot's own server is not known yet, only those that are not it
        return not (case.protected and server in profile.allowed_servers)
    return server == profile.own_server or (not case.protected and server in profile.allowed_servers)
