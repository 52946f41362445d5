"""A municipality's way of working: read from TOML, checked at start, frozen. Profiles hold no code.

Nothing here opens a file: the application reads ``profiles/<id>.toml`` and hands the text to :func:`parse`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.errors import SettingsWrong
from bot.i18n import Language, T, Text

#: Three functions that mean the same everywhere. The youth is no recipient: everything is about them.
YOUTH, GUARDIAN, LEAD = "youth", "guardian", "lead"

Id = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}$")]
Phrase = Annotated[str, Field(min_length=1, max_length=80)]
Days = Annotated[int, Field(ge=1, le=3660)]


class Givers(StrEnum):
    """Whose consent a band needs before anything is shared."""

    YOUTH = "youth"
    GUARDIAN = "guardian"  # every guardian there is
    ANY = "any"  # the youth, or every guardian
    BOTH = "both"  # the youth and every guardian


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Part):
    """Something said in both languages."""

    sv: Phrase
    en: Phrase

    def label(self, language: Language) -> str:
        """The words in a language."""
        return self.sv if language == "sv" else self.en

    @property
    def text(self) -> Text:
        """The words as a text, for use inside other texts."""
        return T("profile.word", sv=self.sv, en=self.en)


class Term(Words):
    """One word of a list, and the other ways people type it, inflected."""

    id: Id
    words: tuple[str, ...] = ()

    def known_as(self, word: str) -> bool:
        """Whether somebody who types this means the term. Case and kinds of dash do not matter."""
        return plain(word) in self.names

    @property
    def names(self) -> frozenset[str]:
        """Everything it is known as, in small letters."""
        return frozenset(plain(name) for name in (self.id, self.id.replace("_", " "), self.sv, self.en, *self.words))


class Band(Term):
    """An age band; ages are in whole years, both ends included. ``oldest`` is missing for "older"."""

    youngest: int = Field(ge=0)
    oldest: int | None = Field(None, ge=0)
    givers: Givers
    ask_youth: bool = False  # the youth's consent is not needed, but whether the youth was asked is recorded

    @property
    def adult(self) -> bool:
        """Whether everybody in it is of age."""
        return self.youngest >= 18

    def known_as(self, word: str) -> bool:
        """Also by an age in it: ``16``."""
        typed = plain(word)
        if typed.isascii() and typed.isdigit() and len(typed) <= 2:
            return self.youngest <= int(typed) and (self.oldest is None or int(typed) <= self.oldest)
        return super().known_as(word)


class Function(Term):
    """Somebody who may take part. ``private``: bound by a promise, not by an authority's secrecy."""

    private: bool = False


class Ages(_Part):
    """Whom the way of working is meant for, in years. Others need a written reason."""

    youngest: int = Field(ge=0)
    oldest: int


class Contact(Words):
    """Where to reach a human being."""

    phone: Phrase


class HelpLine(Words):
    """Somebody to talk with, day and night. ``sv`` and ``en`` say when it is open."""

    name: Phrase
    phone: Phrase


class HelpLines(_Part):
    """By age: a child's help line is no use to an adult, nor the other way round."""

    under_18: HelpLine
    adult: HelpLine


class Withdrawal(_Part):
    """What follows when somebody withdraws an actor's consent. ``decided``: a lawyer of the municipality did."""

    decided: bool = False
    youth: Literal["remove"] = "remove"
    guardian: Literal["remove"] = "remove"
    coordinator: Literal["remove"] = "remove"


class Profile(_Part):
    """One municipality."""

    id: Id
    name: Phrase
    registration: Literal["serviceinsats"]
    ages: Ages
    bands: tuple[Band, ...] = Field(min_length=1)
    initiators: tuple[Term, ...] = Field(min_length=1)
    functions: tuple[Function, ...] = Field(min_length=1)
    kinds: tuple[Term, ...] = Field(min_length=1)
    required_functions: tuple[Id, ...] = ()
    gates: tuple[str, ...] = Field(min_length=1)
    plan: Words
    contact: Contact
    emergency: Phrase
    help_lines: HelpLines
    withdrawal: Withdrawal
    youth_default_place: Literal["room", "page"]
    allowed_servers: tuple[str, ...] = ()
    consent_days: Days
    verbal_days: int = Field(ge=1, le=14)
    purge_days: Days
    followup_days: Days
    leave_days: int = Field(ge=0, le=90)
    expiry_leave_days: int = Field(ge=0, le=90)
    retention_years: int = Field(ge=1, le=100)

    # ------------------------------------------------------------------------------------------- looking things up

    def band(self, band_id: str) -> Band:
        """An age band. Raises KeyError."""
        return _one(self.bands, band_id)

    def function(self, function_id: str) -> Function:
        """A function. Raises KeyError."""
        return _one(self.functions, function_id)

    def kind(self, kind_id: str) -> Term:
        """A kind of information. Raises KeyError."""
        return _one(self.kinds, kind_id)

    def initiator(self, initiator_id: str) -> Term:
        """Somebody who may take the initiative. Raises KeyError."""
        return _one(self.initiators, initiator_id)

    @property
    def recipients(self) -> tuple[Function, ...]:
        """The functions a consent can cover: not the youth, and not the lead, who is there by duty."""
        return tuple(function for function in self.functions if function.id not in (YOUTH, LEAD))

    def kind_words(self, kinds: Iterable[str]) -> list[Text]:
        """Kinds of information as texts, in the profile's order."""
        wanted = frozenset(kinds)
        return [kind.text for kind in self.kinds if kind.id in wanted]

    def outside(self, band_id: str) -> bool:
        """Whether a band lies outside the ages this way of working is meant for."""
        band = self.band(band_id)
        return band.youngest < self.ages.youngest or band.oldest is None or band.oldest > self.ages.oldest

    def help_line(self, band_id: str) -> HelpLine:
        """Whom a youth of that age can talk with."""
        return self.help_lines.adult if self.band(band_id).adult else self.help_lines.under_18

    # --------------------------------------------------------------------------------------------------- what must hold

    @model_validator(mode="after")
    def _bands_cut(self) -> Self:
        expected: int | None = 0
        for band in self.bands:
            if expected is None or band.youngest != expected:
                raise ValueError(f"bands: {band.id} must begin at {expected}, right after the band before it")
            for limit in (15, 18):
                if band.youngest < limit and (band.oldest is None or band.oldest >= limit):
                    raise ValueError(f"bands: {band.id} must be cut at {limit}, where consent changes")
            if band.adult and band.givers is not Givers.YOUTH:
                raise ValueError(f"bands: {band.id} are adults, nobody else consents for them: givers must be youth")
            expected = None if band.oldest is None else band.oldest + 1
        if expected is not None:
            raise ValueError("bands: the last one must have no oldest age")
        if self.ages.youngest > self.ages.oldest:
            raise ValueError("ages: youngest is older than oldest")
        return self

    @model_validator(mode="after")
    def _all_known(self) -> Self:
        known = {function.id for function in self.functions}
        for needed in (YOUTH, GUARDIAN, *self.required_functions):
            if needed not in known:
                raise ValueError(f"functions: {needed} is missing")
        for gate in self.gates:
            before, _, function = gate.partition(":")
            if before == "function" and function not in known:
                raise ValueError(f"gates: {gate} names a function that does not exist")
            if before != "function" and gate not in ("information_meeting", "consent"):
                raise ValueError(f"gates: {gate} is unknown; use information_meeting, consent or function:<id>")
        if "consent" not in self.gates:
            raise ValueError("gates: consent is missing; no room opens without it")
        if len(set(self.gates)) < len(self.gates):
            raise ValueError("gates: one stands twice")
        return self

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        terms: tuple[tuple[str, Sequence[Term]], ...] = (
            ("bands", self.bands),
            ("initiators", self.initiators),
            ("functions", self.functions),
            ("kinds", self.kinds),
        )
        for name, group in terms:
            count = Counter(word for term in group for word in term.names)
            for word in sorted(word for word, times in count.items() if times > 1):
                raise ValueError(f"{name}: {word!r} means two things")
        return self


def parse(toml_text: str) -> Profile:
    """A profile from its TOML text. Raises :class:`SettingsWrong` that names the key and what is wrong with it."""
    try:
        return Profile.model_validate(tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsWrong(f"profile: this is no TOML: {wrong}") from wrong
    except ValidationError as wrong:
        found = [".".join(str(part) for part in each["loc"]) + ": " + each["msg"] for each in wrong.errors()]
        raise SettingsWrong("profile: " + "; ".join(each.removeprefix(": ") for each in found)) from wrong


def plain(word: str) -> str:
    """A typed word without case, outer punctuation and fancy dashes."""
    joined = " ".join(word.replace("–", "-").replace("—", "-").replace("‑", "-").split())
    return joined.strip(" .,;:!?\"'()").casefold()


_T = TypeVar("_T", bound=Term)


def _one(terms: Iterable[_T], term_id: str) -> _T:
    for term in terms:
        if term.id == term_id:
            return term
    raise KeyError(term_id)
