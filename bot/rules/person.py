"""The people the bot talks with, and the checks before somebody is added, named for a function or let go."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import Refused
from bot.i18n import Language, T, clean
from bot.rules.profile import GUARDIAN, LEAD, YOUTH, Profile
from bot.rules.roles import Role
from bot.rules.words import Term

#: How somebody's personal identity was checked (R3): by e-identification, by papers, or by knowing them.
CHECKS = (
    Term(id="bankid", sv="BankID", en="BankID", words=("mobilt bankid", "mobile bankid")),
    Term(id="freja", sv="Freja eID Plus", en="Freja eID Plus", words=("freja", "freja eid")),
    Term(id="siths", sv="SITHS", en="SITHS", words=("siths-kort", "siths card")),
    Term(
        id="document",
        sv="pass eller id-kort",
        en="passport or ID card",
        words=("pass", "id-kort", "id", "legitimation", "körkort", "passport", "id card"),
    ),
    Term(id="service_card", sv="tjänstekort", en="service card", words=("tjänstelegitimation", "tjänste-id")),
    Term(id="known", sv="känd personligen", en="known in person", words=("känd", "personligen", "known")),
)

#: The longest name, in characters.
LONGEST_NAME = 60
#: What a name may hold beside letters and digits.
_IN_NAMES = " -'’.,()/&"


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person of one unit. ``approved_by`` is the second person, who confirmed who this is."""

    id: str
    unit_id: str
    handle: str
    name: str
    role: Role
    function: str | None = None
    matrix_id: str | None = None
    language: Language = "sv"
    reminders: bool = True
    active: bool = True
    added_by: str
    approved_by: str | None = None
    checked: str | None = None  # how their personal identity was checked: one of CHECKS


def parse_name(written: str) -> str:
    """Somebody's name as it is stored. Refused when it is more than a name.

    A name stands in the bot's own sentences, and a second person confirms it, so it must not read like a
    sentence.
    """
    name = clean(written).strip()
    has_letters = any(character.isalpha() for character in name)
    plain = all(character.isalnum() or _combines(character) or character in _IN_NAMES for character in name)
    several_lines = len(written.strip().splitlines()) > 1
    if several_lines or len(name) > LONGEST_NAME or not has_letters or not plain:
        raise Refused(T("person.only_name", most=LONGEST_NAME))
    return name


def _combines(character: str) -> bool:
    """Whether a character is an accent or a vowel sign of the letter before it."""
    return unicodedata.category(character) in ("Mn", "Mc")


def is_meant(person: Person, said: str) -> bool:
    """Whether a short name (with or without ``@``) or a Matrix id is this person's."""
    typed = said.strip()
    if ":" in typed:
        return person.matrix_id == typed
    return person.handle == typed.lstrip("@").lower()


def role_for(function: str) -> Role:
    """The role of somebody added for a function: the youth, a guardian and the lead have one of their own."""
    match function:
        case _ if function == YOUTH:
            return Role.YOUTH
        case _ if function == GUARDIAN:
            return Role.GUARDIAN
        case _ if function == LEAD:
            return Role.LEAD
    return Role.ACTOR


def fits(person: Person, function: str) -> bool:
    """Whether this person can stand for a function. Youth, guardian and lead need the role of that name."""
    if not person.active:
        return False
    match function:
        case _ if function == YOUTH:
            return person.role is Role.YOUTH
        case _ if function == GUARDIAN:
            return person.role is Role.GUARDIAN
        case _ if function == LEAD:
            return person.role is Role.LEAD
    return person.role in (Role.ACTOR, Role.LEAD, Role.COORDINATOR) and person.function in (None, function)


def check_not_last(leaver: Person, people: Iterable[Person]) -> None:
    """Refuse to let the last coordinator of a unit go, after whom nobody could decide or be told anything."""
    others = [one for one in coordinators(people, leaver.unit_id) if one.id != leaver.id]
    reachable = [one for one in others if one.matrix_id is not None]
    if leaver.role is Role.COORDINATOR and not reachable:
        raise Refused(T("person.last_coordinator", name=leaver.name))


def check_server(matrix_id: str, own_server: str, profile: Profile) -> None:
    """Refuse a Matrix id on a server that is neither the bot's own nor on the profile's list."""
    server = matrix_id.partition(":")[2]
    if server != own_server and server not in profile.allowed_servers:
        raise Refused(T("person.server_not_allowed", server=server))


def coordinators(people: Iterable[Person], unit_id: str) -> tuple[Person, ...]:
    """The active coordinators of a unit."""
    return tuple(
        person
        for person in people
        if person.unit_id == unit_id and person.active and person.role is Role.COORDINATOR
    )
