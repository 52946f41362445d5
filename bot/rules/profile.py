"""A municipality's way of working: read from TOML, checked at start, frozen. Profiles hold no code.

Nothing here opens a file: the application reads ``profiles/<id>.toml`` and hands the text to :func:`parse`. Each key is
explained in ``docs/profil.md``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from bot.errors import SettingsWrong
from bot.i18n import Text
from bot.rules import objections
from bot.rules.note import UNIT
from bot.rules.withdrawal import Withdrawal as Withdrawal
from bot.rules.words import Id as Id
from bot.rules.words import Part, Phrase, Words, one, plain
from bot.rules.words import Term as Term

#: Three functions that mean the same everywhere. The youth is no recipient: everything is about them.
YOUTH, GUARDIAN, LEAD = "youth", "guardian", "lead"

Days = Annotated[int, Field(ge=1, le=3660)]
Place = Literal["room", "page"]


class Givers(StrEnum):
    """Whose consent a band needs before anything is shared."""

    YOUTH = "youth"
    GUARDIAN = "guardian"  # every guardian there is
    ANY = "any"  # the youth, or every guardian
    BOTH = "both"  # the youth and every guardian


class Band(Term):
    """An age band; ages are in whole years, both ends included. ``oldest`` is missing for "older"."""

    youngest: int = Field(ge=0)
    oldest: int | None = Field(None, ge=0)
    givers: Givers
    ask_youth: bool = False  # the youth's consent is not needed, but whether the youth was asked is recorded
    assess_alone: bool = False  # a youth who consents alone: the day a social worker assessed that they understand it

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
    only: tuple[Id, ...] = ()  # the tracks it belongs to; none: all


class Ages(Part):
    """Whom the way of working, or a track, is meant for, in years. Others need a written reason."""

    youngest: int = Field(ge=0)
    oldest: int

    def include(self, band: Band) -> bool:
        """Whether everybody in a band is of these ages."""
        return self.youngest <= band.youngest and band.oldest is not None and band.oldest <= self.oldest


class Track(Term):
    """A programme within the way of working: young adults, defectors. ``place`` is what is proposed to the youth."""

    ages: Ages | None = None
    place: Place | None = None


class Reference(Term):
    """A decision of the unit's own, by its number. ``example`` shows how such a number looks."""

    example: Phrase


class Contact(Words):
    """Where to reach a human being. Without a phone here each unit's settings give theirs."""

    phone: Phrase | None = None


class HelpLine(Words):
    """Somebody to talk with, day and night. ``sv`` and ``en`` say when it is open."""

    name: Phrase
    phone: Phrase


class HelpLines(Part):
    """By age: a child's help line is no use to an adult, nor the other way round."""

    under_18: HelpLine
    adult: HelpLine


class Profile(Part):
    """One municipality."""

    id: Id
    name: Phrase
    registration: Literal["serviceinsats", "investigation", "decision", "documented"]
    ages: Ages | None = None
    bands: tuple[Band, ...] = Field(min_length=1)
    tracks: tuple[Track, ...] = ()
    initiators: tuple[Term, ...] = Field(min_length=1)
    functions: tuple[Function, ...] = Field(min_length=1)
    kinds: tuple[Term, ...] = Field(min_length=1)
    goals: tuple[Term, ...] = ()
    required_functions: tuple[Id, ...] = ()
    references: tuple[Reference, ...] = ()
    gates: tuple[str, ...] = Field(min_length=1)
    savry: Ages | None = None
    closing: tuple[Literal["best_interests"], ...] = ()
    events: tuple[Literal["placement"], ...] = ()
    coordinator: Words
    steering: Words | None = None
    plan: Words
    investigation: Words | None = None
    decision: Words | None = None
    contact: Contact
    emergency: Phrase
    socialjour: Phrase | None = None
    help_lines: HelpLines
    withdrawal: Withdrawal
    youth_default_place: Place
    allowed_servers: tuple[str, ...] = ()
    own_server: str | None = None  # the bot's own, as it is told at start; no profile says it
    own_ways: Mapping[str, str] = {}  # why a unit deviates, by key; its settings say it, no profile
    consent_days: Days
    verbal_days: int = Field(ge=1, le=14)
    purge_days: Days
    consultation: bool = False
    consultation_days: Days = 30
    followup_days: Days
    review_days: Days = 90
    leave_days: int = Field(ge=0, le=90)
    expiry_leave_days: int = Field(ge=0, le=90)
    retention_years: int = Field(ge=1, le=100)
    preserve_born_on: tuple[Annotated[int, Field(ge=1, le=31)], ...] = ()
    may_deviate: tuple[Id, ...] = ()

    # ------------------------------------------------------------------------------------------- looking things up

    def band(self, band_id: str) -> Band:
        """An age band. Raises KeyError."""
        return one(self.bands, band_id)

    def function(self, function_id: str) -> Function:
        """A function. Raises KeyError."""
        return one(self.functions, function_id)

    def kind(self, kind_id: str) -> Term:
        """A kind of information. Raises KeyError."""
        return one(self.kinds, kind_id)

    def initiator(self, initiator_id: str) -> Term:
        """Somebody who may take the initiative. Raises KeyError."""
        return one(self.initiators, initiator_id)

    def track(self, track_id: str | None) -> Track | None:
        """A track; None where a case has none. Raises KeyError."""
        return None if track_id is None else one(self.tracks, track_id)

    def reference(self, kind: str) -> Reference:
        """One of the unit's own decisions. Raises KeyError."""
        return one(self.references, kind)

    @property
    def recipients(self) -> tuple[Function, ...]:
        """The functions a consent can cover: not the youth, and not the lead, who is there by duty."""
        return tuple(function for function in self.functions if function.id not in (YOUTH, LEAD))

    def takes_part(self, function_id: str, track_id: str | None) -> bool:
        """Whether a function may take part at all in a case of a track."""
        only = self.function(function_id).only
        return not only or track_id in only

    def kind_words(self, kinds: Iterable[str]) -> list[Text]:
        """Kinds of information as texts, in the profile's order."""
        wanted = frozenset(kinds)
        return [kind.text for kind in self.kinds if kind.id in wanted]

    def meant_for(self, track_id: str | None) -> Ages | None:
        """The ages a case is meant for: its track's, else the profile's; None: any."""
        track = self.track(track_id)
        return self.ages if track is None or track.ages is None else track.ages

    def outside_ages(self, band_id: str, track_id: str | None = None) -> bool:
        """Whether a band lies outside the ages this way of working is meant for."""
        ages = self.meant_for(track_id)
        return ages is not None and not ages.include(self.band(band_id))

    def proposed_place(self, track_id: str | None) -> Place:
        """What is proposed to the youth, who chooses."""
        track = self.track(track_id)
        return self.youth_default_place if track is None or track.place is None else track.place

    def gates_of(self, band_id: str) -> tuple[str, ...]:
        """The gates of a case, in order; SAVRY only for the ages it is made for."""
        fits = self.savry is not None and self.savry.include(self.band(band_id))
        return tuple(gate for gate in self.gates if gate != "savry" or fits)

    @property
    def unit_gates(self) -> tuple[str, ...]:
        """What the unit itself must have before its first case."""
        return tuple(gate for gate in self.gates if gate in UNIT)

    def help_line(self, band_id: str) -> HelpLine:
        """Whom a youth of that age can talk with."""
        return self.help_lines.adult if self.band(band_id).adult else self.help_lines.under_18

    # ------------------------------------------------------------------------------------------------- for one unit

    def with_phones(self, *, phone: str | None, socialjour: str | None) -> Profile:
        """The profile with a unit's own phone numbers. Refused when nobody can be rung at all."""
        contact = self.contact.model_copy(update={"phone": phone or self.contact.phone})
        if contact.phone is None:
            raise SettingsWrong(f"phone is missing: profile {self.id} names none, and people must reach a human being")
        return self.model_copy(update={"contact": contact, "socialjour": socialjour or self.socialjour})

    def on_server(self, server: str) -> Profile:
        """The profile as a bot on that server follows it."""
        return self.model_copy(update={"own_server": server})

    def with_deviations(self, changes: Mapping[str, Any], why: Mapping[str, str] | None = None) -> Profile:
        """The profile as a unit follows it, and why. Raises :class:`SettingsWrong` for what it does not leave open."""
        for key in changes:
            if key not in self.may_deviate:
                left = ", ".join(self.may_deviate) or "nothing"
                raise SettingsWrong(
                    f"deviations: {key} is not the unit's to decide; profile {self.id} leaves open: {left}"
                )
        return _validated({**self.model_dump(), **changes, "own_ways": why or {}})

    @model_validator(mode="after")
    def _possible(self) -> Self:
        found = list(objections.to(self))
        if found:
            raise ValueError("; ".join(found))
        return self


def parse(toml_text: str) -> Profile:
    """A profile from its TOML text. Raises :class:`SettingsWrong` that names each key and what is wrong with it."""
    try:
        return _validated(tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsWrong(f"profile: this is no TOML: {wrong}") from wrong


def _validated(found: Mapping[str, Any]) -> Profile:
    try:
        return Profile.model_validate(found)
    except ValidationError as wrong:
        each = [
            ".".join(str(part) for part in one["loc"]) + ": " + one["msg"].removeprefix("Value error, ")
            for one in wrong.errors()
        ]
        raise SettingsWrong("profile: " + "; ".join(one.removeprefix(": ") for one in each)) from wrong
