"""The people the bot talks with, and the checks before somebody is added, named for a function or let go."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.errors import Refused
from bot.i18n import Language, T, clean
from bot.rules.profile import GUARDIAN, LEAD, YOUTH, Profile
from bot.rules.reminder import Reminding
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
    further_language: str | None = (
        None  # one of the profile's languages, in which a few texts are said as well
    )
    reminders: bool = True
    reminding: Reminding = Reminding.USUAL  # when they want to be reminded
    rests_until: date | None = None  # the day from which they are reminded again
    active: bool = True
    added_by: str
    approved_by: str | None = None
    checked: str | None = None  # how their personal identity was checked: one of CHECKS
    away_until: date | None = None  # the day on which they are back; see bot.rules.away
    deputy_id: str | None = None  # who stands in until then
    monday: str | None = None  # whether they get the week on Mondays; see bot.rules.overview.Monday
    daily: bool = False  # of who gets everything together: each working day, and not once a week
    held: bool = False  # nothing sensitive is answered on their page: somebody else may write there

    def is_reminded(self, on: date) -> bool:
        """Whether somebody wants to be reminded of anything on a day."""
        return self.reminders and (self.rests_until is None or self.rests_until <= on)


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


#: Any Matrix id. Old accounts may have capitals in their local part.
_ACCOUNT = re.compile(
    r"@[A-Za-z0-9._=/+-]{1,200}:(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?"
)
_LONGEST_ACCOUNT = 255

#: A short name: Latin letters, also with accents, digits, dots and dashes.
_HANDLE = re.compile(r"[^\W_](?:[\w.-]{0,30}[\w-])?")


def is_account(text: str) -> bool:
    """Whether a text is a Matrix id."""
    return len(text) <= _LONGEST_ACCOUNT and _ACCOUNT.fullmatch(text) is not None


def has_capitals(matrix_id: str) -> bool:
    """Whether a Matrix id has capitals in front of its server, as only old accounts do; mostly it is a slip."""
    local = matrix_id.partition(":")[0]
    return local != local.lower()


def is_handle(text: str) -> bool:
    """Whether a text can be a short name. Letters of other scripts are left out: some look like Latin ones."""
    if _HANDLE.fullmatch(text) is None or text != text.lower():
        return False
    letters = [character for character in text if character.isalpha()]
    numbers = [character for character in text if character.isnumeric()]
    is_latin = all(unicodedata.name(letter, "").startswith("LATIN SMALL LETTER") for letter in letters)
    return is_latin and all(number.isascii() for number in numbers)


def without_accents(handle: str) -> str:
    """A short name as somebody types it whose keyboard lacks its letters: ``andré`` is ``andre``."""
    letters = unicodedata.normalize("NFD", handle)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def spellings(person: Person) -> frozenset[str]:
    """The ways to write somebody, in small letters: short name, Matrix id and whole name."""
    written = {without_accents(person.handle), person.name.casefold()}
    if person.matrix_id is not None:
        written.add(person.matrix_id.lower())
    return frozenset(written)


def typed(said: str) -> tuple[str, ...]:
    """What somebody typed for a person, in the forms of :func:`spellings`."""
    text = _tidy(said)
    if ":" in text:
        return (text.lower(),)
    handle = text.removeprefix("@").casefold()
    return (without_accents(handle), handle)


def _tidy(said: str) -> str:
    """What was typed, with plain spaces and without a comma or the like behind it."""
    return unicodedata.normalize("NFC", " ".join(said.split())).rstrip(",;:!?.")


def meant(people: Iterable[Person], said: str) -> Person | None:
    """The person with a short name (with or without ``@``), a Matrix id or a whole name; None when nobody or
    several may be meant.

    What is written exactly comes first. Otherwise accents may be left out, and capitals of a Matrix id be small
    or large.
    """
    text = _tidy(said)
    handle = text.removeprefix("@").lower()
    forms = typed(said)
    known = list(people)
    exact = [one for one in known if text == one.matrix_id or handle == one.handle]
    alike = [one for one in known if not spellings(one).isdisjoint(forms)]
    for found in (exact, alike):
        if found:
            return found[0] if len({one.id for one in found}) == 1 else None
    return None


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
