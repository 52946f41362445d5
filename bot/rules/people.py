"""The people the bot talks with, and what must hold before somebody counts as who they are said to be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import Refused
from bot.i18n import Language, T, clean
from bot.rules.profile import GUARDIAN, LEAD, YOUTH, Profile, Term
from bot.rules.roles import Role

#: How it was made sure who somebody is (R3): by an e-identification, by papers that were seen, or by knowing them.
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


#: Characters of the longest name, and what may stand in one beside letters and digits.
LONGEST_NAME = 60
_IN_NAMES = " -'’.,()/&"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody in one unit. ``approved_by`` is the second person who said yes to who this is."""

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
    checked: str | None = None  # how it was made sure who this is: one of CHECKS


def as_name(written: str) -> str:
    """What somebody is called, as it is kept; refused when it is more than a name.

    A name stands in the bot's own sentences, and a second person says yes to it: it must not read like one of them.
    """
    name = clean(written).strip()
    looks = any(c.isalpha() for c in name) and all(c.isalnum() or _combines(c) or c in _IN_NAMES for c in name)
    if len(written.strip().splitlines()) > 1 or len(name) > LONGEST_NAME or not looks:
        raise Refused(T("person.only_name", most=LONGEST_NAME))
    return name


def _combines(character: str) -> bool:
    """Whether it is an accent or a vowel sign of the letter before it."""
    return unicodedata.category(character) in ("Mn", "Mc")


def is_meant(person: Person, said: str) -> bool:
    """Whether a short name (with or without ``@``) or a Matrix id is this person's."""
    plain = said.strip()
    return person.matrix_id == plain if ":" in plain else person.handle == plain.lstrip("@").lower()


def fits(person: Person, function: str) -> bool:
    """Whether this person can stand for a function: nobody becomes the youth, a guardian or the lead by being named."""
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
    """Refuse to let the last coordinator of a unit go: nobody could be asked, told or let in any more."""
    left = [one for one in coordinators(people, leaver.unit_id) if one.id != leaver.id and one.matrix_id is not None]
    if leaver.role is Role.COORDINATOR and not left:
        raise Refused(T("person.last_coordinator", name=leaver.name))


def check_server(matrix_id: str, own_server: str, profile: Profile) -> None:
    """Refuse a Matrix id of a server that is neither ours nor on the profile's list."""
    server = matrix_id.partition(":")[2]
    if server != own_server and server not in profile.allowed_servers:
        raise Refused(T("person.server_not_allowed", server=server))


def coordinators(people: Iterable[Person], unit_id: str) -> tuple[Person, ...]:
    """The active coordinators of a unit."""
    return tuple(
        person for person in people if person.unit_id == unit_id and person.active and person.role is Role.COORDINATOR
    )
