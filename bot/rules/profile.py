"""A profile: one municipality's way of working, read from TOML, checked at start and frozen.

Nothing here opens a file. The application reads ``profiles/<id>.toml`` and hands the text to :func:`parse`.
Each key is explained in ``docs/profil.md``.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from bot.errors import SettingsWrong
from bot.i18n import LANGUAGES, LONGEST, Text
from bot.rules.note import EVENTS, KINDS, SERVICE_DECISION, UNIT
from bot.rules.office_hours import OfficeHours
from bot.rules.school_break import Breaks, Span
from bot.rules.withdrawal import DEFECTOR, Withdrawal
from bot.rules.words import Id, Part, Phrase, Term, Words, one, plain

#: Three functions that every profile has, with the same meaning.
YOUTH = "youth"
GUARDIAN = "guardian"
LEAD = "lead"

#: Ages at which the law of consent changes: an age band must begin at each.
CUTS = (15, 18)

Days = Annotated[int, Field(ge=1, le=3660)]
Place = Literal["room", "page"]
#: What the bot answers on own pages; see :mod:`bot.rules.page_answers`.
Answers = Literal["open", "time", "nothing"]


class Givers(StrEnum):
    """Whose consent a band needs before anything is shared."""

    YOUTH = "youth"
    GUARDIAN = "guardian"  # every guardian there is
    ANY = "any"  # the youth, or every guardian
    BOTH = "both"  # the youth and every guardian


class Band(Term):
    """An age band. Ages are in whole years, both ends included; the last band has no ``oldest``."""

    youngest: int = Field(ge=0)
    oldest: int | None = Field(None, ge=0)
    givers: Givers
    ask_youth: bool = False  # the youth need not consent, but it is recorded whether the youth was asked
    # for a youth who consents alone, the day of a social worker's assessment is recorded
    assess_alone: bool = False

    @property
    def adult(self) -> bool:
        """Whether everybody in the band is of age."""
        return self.youngest >= 18

    def known_as(self, word: str) -> bool:
        """Whether somebody who types this means the band; an age in it, ``16``, will do too."""
        typed = plain(word)
        if typed.isascii() and typed.isdigit() and len(typed) <= 2:
            return self.youngest <= int(typed) and (self.oldest is None or int(typed) <= self.oldest)
        return super().known_as(word)


class Function(Term):
    """A function somebody can take part in: police, school. ``private``: bound by a promise, not by secrecy
    law. ``family``: a relative, or whom the youth lives with."""

    private: bool = False
    family: bool = False
    only: tuple[Id, ...] = ()  # the tracks it belongs to; none: all

    @property
    def is_family(self) -> bool:
        """Whether it is a guardian or a relative of the youth."""
        return self.family or self.id == GUARDIAN


class Ages(Part):
    """The ages, in years, that the way of working or a track is meant for. Others need a written reason."""

    youngest: int = Field(ge=0)
    oldest: int

    def include(self, band: Band) -> bool:
        """Whether everybody in a band is of these ages."""
        return self.youngest <= band.youngest and band.oldest is not None and band.oldest <= self.oldest


class Track(Term):
    """A programme within the way of working: young adults, defectors. ``place`` is proposed to the youth;
    ``page_answers`` counts instead of the profile's."""

    ages: Ages | None = None
    place: Place | None = None
    page_answers: Answers | None = None


class Reference(Term):
    """A public decision the unit works under, kept by its number. ``example`` shows what such a number looks
    like."""

    example: Phrase


class SchoolBreak(Part):
    """One of the school's breaks: which, its first day and its last."""

    name: Literal["winter", "easter", "summer", "autumn", "christmas"]
    first: date
    last: date


class Contact(Words):
    """Where to reach a human being. Without a phone here each unit's settings give one."""

    phone: Phrase | None = None


class HelpLine(Words):
    """A help line. ``sv`` and ``en`` say when it is open; ``checked``: the day somebody made sure of that."""

    name: Phrase
    phone: Phrase
    checked: date | None = None


class OnCall(Words):
    """Somebody of the unit who reads alarms while the office does not. ``sv`` and ``en`` say when they are on call.

    ``handle`` is the short name of a coordinator or second person; ``phone``: how colleagues ring them.
    """

    handle: Id
    phone: Phrase | None = None


class HelpLines(Part):
    """The help lines for children and for adults, who are not helped by each other's; and one for those who worry
    about a child of theirs."""

    under_18: HelpLine
    adult: HelpLine
    guardian: HelpLine | None = None


#: What a task is there for; see :class:`bot.rules.plan.TaskKind`.
TaskKind = Literal["prevent", "treat", "coordinate"]


class CatalogueTask(Term):
    """A task that is often given, named by one word. ``function``: whose ordinary work it is."""

    function: Id | None = None
    kind: TaskKind | None = None


class TemplateTask(Words):
    """A task of a template, for whoever stands for a function; due some days after it is laid out, or as ``often`` as
    it says (``varje skoldag``)."""

    function: Id
    kind: TaskKind | None = None
    days: Days | None = None
    often: Phrase | None = None


class TemplateGoal(Words):
    """A goal of a template, with its tasks."""

    area: Id | None = None
    tasks: tuple[TemplateTask, ...] = ()


class Template(Term):
    """Goals and tasks that are laid out together."""

    goals: tuple[TemplateGoal, ...] = ()
    tasks: tuple[TemplateTask, ...] = ()

    @property
    def all_tasks(self) -> tuple[TemplateTask, ...]:
        """Its tasks, those of its goals first."""
        return (*(task for goal in self.goals for task in goal.tasks), *self.tasks)


class FurtherLanguage(Term):
    """A language beside the bot's own, in which it can say two texts that people have translated: ``safe``, to
    words that may be a cry for help, and ``first``, to whoever comes in. Each line stands on a line of its own."""

    id: Annotated[str, Field(pattern=r"^[a-z]{2,8}$")]
    safe: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    first: Annotated[str, Field(min_length=1, max_length=2000)] | None = None


class Profile(Part):
    """One municipality's way of working."""

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
    catalogue: tuple[CatalogueTask, ...] = ()
    templates: tuple[Template, ...] = ()
    required_functions: tuple[Id, ...] = ()
    references: tuple[Reference, ...] = ()
    gates: tuple[str, ...] = Field(min_length=1)
    savry: Ages | None = None
    closing: tuple[Literal["best_interests"], ...] = ()
    goals_judged: bool = False  # a case cannot be closed while a goal is not judged; else that is only asked
    events: tuple[Literal["placement", "target_group"], ...] = ()
    coordinator: Words
    steering: Words | None = None
    plan: Words
    investigation: Words | None = None
    decision: Words | None = None
    contact: Contact
    emergency: Phrase
    socialjour: Phrase | None = None
    socialjour_hours: Words | None = None
    numbers_checked: date | None = None  # the day somebody made sure of the numbers of this profile
    on_call: OnCall | None = None
    # whether two authorised people may open what a youth wrote, in danger to life: for the municipality's lawyer
    kept_may_be_opened: bool = False
    help_lines: HelpLines
    languages: tuple[FurtherLanguage, ...] = ()
    withdrawal: Withdrawal
    youth_default_place: Place
    page_answers: Answers = "time"  # on own pages, until something else is agreed face to face
    offer_taps: bool = True  # the bot puts the emoji that may be tapped on its own messages
    allowed_servers: tuple[str, ...] = ()
    own_server: str | None = None  # the bot's own server; set at start, in no file
    own_ways: Mapping[str, str] = {}  # why a unit deviates, by key; set from its settings, in no file
    consent_days: Days
    verbal_days: int = Field(ge=1, le=14)
    purge_days: Days
    consultation: bool = False
    consultation_days: Days = 30
    followup_days: Days
    review_days: Days = 90
    office_hours: OfficeHours = OfficeHours(opens=time(8), closes=time(16))
    # an alarm nobody has taken goes on to the next who are responsible after so many minutes
    untaken_minutes: int = Field(15, ge=5, le=60)
    second_yes_days: int = Field(7, ge=1, le=7)
    leave_days: int = Field(ge=0, le=90)
    expiry_leave_days: int = Field(ge=0, le=90)
    retention_years: int = Field(ge=1, le=100)
    breaks: tuple[SchoolBreak, ...] = ()
    preserve_born_on: tuple[Annotated[int, Field(ge=1, le=31)], ...] = ()
    may_deviate: tuple[Id, ...] = ()

    # ------------------------------------------------------------------------------------------- looking things up

    def band(self, band_id: str) -> Band:
        """An age band. Raises KeyError."""
        return one(self.bands, band_id)

    def function(self, function_id: str) -> Function:
        """A function. Raises KeyError."""
        return one(self.functions, function_id)

    def initiator(self, initiator_id: str) -> Term:
        """Who may take the initiative to a case. Raises KeyError."""
        return one(self.initiators, initiator_id)

    def track(self, track_id: str | None) -> Track | None:
        """A track; None for a case without one. Raises KeyError."""
        return None if track_id is None else one(self.tracks, track_id)

    def reference(self, kind: str) -> Reference:
        """A decision the unit works under. Raises KeyError."""
        return one(self.references, kind)

    @property
    def recipients(self) -> tuple[Function, ...]:
        """The functions a consent can cover: not the youth, whom it is about, nor the lead, who is there by
        duty."""
        return tuple(function for function in self.functions if function.id not in (YOUTH, LEAD))

    def takes_part(self, function_id: str, track_id: str | None) -> bool:
        """Whether a function takes part in cases of a track at all."""
        only = self.function(function_id).only
        return not only or track_id in only

    @property
    def school_breaks(self) -> Breaks:
        """The school's breaks by name, the first one first."""
        found: dict[str, tuple[Span, ...]] = {}
        for each in sorted(self.breaks, key=lambda each: each.first):
            found[each.name] = (*found.get(each.name, ()), Span(each.first, each.last))
        return found

    def kind_words(self, kinds: Iterable[str]) -> list[Text]:
        """The names of kinds of information, in the profile's order."""
        wanted = frozenset(kinds)
        return [kind.text for kind in self.kinds if kind.id in wanted]

    def meant_for(self, track_id: str | None) -> Ages | None:
        """The ages a case is meant for: its track's, else the profile's; None: any age."""
        track = self.track(track_id)
        if track is None or track.ages is None:
            return self.ages
        return track.ages

    def outside_ages(self, band_id: str, track_id: str | None = None) -> bool:
        """Whether a band lies outside the ages this way of working is meant for."""
        ages = self.meant_for(track_id)
        return ages is not None and not ages.include(self.band(band_id))

    def proposed_place(self, track_id: str | None) -> Place:
        """Room or own page, as it is proposed to the youth, who chooses."""
        track = self.track(track_id)
        if track is None or track.place is None:
            return self.youth_default_place
        return track.place

    def gates_of(self, band_id: str) -> tuple[str, ...]:
        """The gates of a case in order; SAVRY only for the ages it is made for."""
        fits = self.savry is not None and self.savry.include(self.band(band_id))
        return tuple(gate for gate in self.gates if gate != "savry" or fits)

    @property
    def unit_gates(self) -> tuple[str, ...]:
        """The gates that the unit itself must meet before its first case."""
        return tuple(gate for gate in self.gates if gate in UNIT)

    @property
    def spoken(self) -> tuple[FurtherLanguage, ...]:
        """The further languages in which there is something to say."""
        return tuple(each for each in self.languages if each.safe and each.first)

    def help_line(self, band_id: str) -> HelpLine:
        """The help line for a youth of that age."""
        return self.help_lines.adult if self.band(band_id).adult else self.help_lines.under_18

    # ------------------------------------------------------------------------------------------------- for one unit

    def with_phones(self, *, phone: str | None, socialjour: str | None) -> Profile:
        """The profile with a unit's own phone numbers. Raises :class:`SettingsWrong` when nobody can be rung
        at all."""
        contact = self.contact.model_copy(update={"phone": phone or self.contact.phone})
        if contact.phone is None:
            raise SettingsWrong(
                f"phone is missing: profile {self.id} names none, and people must reach a human being"
            )
        return self.model_copy(update={"contact": contact, "socialjour": socialjour or self.socialjour})

    def on_server(self, server: str) -> Profile:
        """The profile for a bot whose own server is this."""
        return self.model_copy(update={"own_server": server})

    def with_deviations(self, changes: Mapping[str, Any], why: Mapping[str, str] | None = None) -> Profile:
        """The profile with a unit's deviations and their reasons.

        Raises :class:`SettingsWrong` for a key that the profile does not leave open.
        """
        for key in changes:
            if key not in self.may_deviate:
                left = ", ".join(self.may_deviate) or "nothing"
                raise SettingsWrong(
                    f"deviations: {key} is not the unit's to decide; profile {self.id} leaves open: {left}"
                )
        return _validated({**self.model_dump(), **changes, "own_ways": why or {}})

    @model_validator(mode="after")
    def _possible(self) -> Self:
        found = list(_objections(self))
        if found:
            raise ValueError("; ".join(found))
        return self


def parse(toml_text: str) -> Profile:
    """The profile of a TOML text. Raises :class:`SettingsWrong`, naming each wrong key and what is wrong with
    it."""
    try:
        return _validated(tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsWrong(f"profile: this is no TOML: {wrong}") from wrong


def _validated(found: Mapping[str, Any]) -> Profile:
    try:
        return Profile.model_validate(found)
    except ValidationError as wrong:
        objections = []
        for error in wrong.errors():
            key = ".".join(str(part) for part in error["loc"])
            what = error["msg"].removeprefix("Value error, ")
            objections.append(f"{key}: {what}" if key else what)
        raise SettingsWrong("profile: " + "; ".join(objections)) from wrong


# ----------------------------------------------------------------------------------- what makes a profile impossible

#: Gates that are neither a note nor a function.
OTHER_GATES = ("information_meeting", "consent")
#: The longest ids, in characters, of terms that have database columns of their own.
_LENGTHS = {"bands": 12, "initiators": 24, "tracks": 16}
#: Keys that no profile may leave to its units: they say which profile it is, or what recorded consents mean.
_FIXED = frozenset(
    {
        "id",
        "name",
        "bands",
        "functions",
        "kinds",
        "tracks",
        "initiators",
        "may_deviate",
        "references",
        "own_server",
        "own_ways",
    }
)


def _objections(profile: Profile) -> Iterator[str]:
    """Everything that is wrong with a profile, as ``key: what is wrong``, so that one start shows it all."""
    yield from _wrong_bands(profile)
    yield from _wrong_functions(profile)
    yield from _wrong_gates(profile)
    yield from _wrong_references(profile)
    yield from _wrong_words(profile)
    yield from _wrong_plans(profile)
    for each in profile.breaks:
        if each.last < each.first:
            yield f"breaks: the {each.name} break of {each.first} ends before it begins"
    yield from _wrong_withdrawal(profile)
    yield from _wrong_languages(profile)
    for key in profile.may_deviate:
        if key in _FIXED or key not in type(profile).model_fields:
            yield f"may_deviate: {key} cannot be left to the units"


def _wrong_bands(profile: Profile) -> Iterator[str]:
    expected: int | None = 0
    for band in profile.bands:
        if expected is None or band.youngest != expected:
            yield f"bands: {band.id} must begin at {expected}, right after the band before it"
        for limit in CUTS:
            if band.youngest < limit and (band.oldest is None or band.oldest >= limit):
                yield f"bands: {band.id} must be cut at {limit}, where consent changes"
        if band.adult and band.givers != "youth":
            yield f"bands: {band.id} are adults, nobody else consents for them: givers must be youth"
        if band.ask_youth and band.givers != "guardian":
            yield f"bands: {band.id} asks the youth beside the guardian, so givers must be guardian"
        if band.assess_alone and (band.adult or band.givers not in ("any", "youth")):
            yield f"bands: in {band.id} no minor consents alone, so assess_alone says nothing"
        expected = None if band.oldest is None else band.oldest + 1
    if expected is not None:
        yield "bands: the last one must have no oldest age"
    edges = {band.youngest for band in profile.bands}
    ranges = {"ages": profile.ages, "savry": profile.savry}
    ranges |= {f"tracks.{track.id}.ages": track.ages for track in profile.tracks}
    for key, ages in ranges.items():
        if ages is None:
            continue
        if ages.youngest > ages.oldest:
            yield f"{key}: youngest is older than oldest"
        elif not {ages.youngest, ages.oldest + 1} <= edges:
            yield f"{key}: no band begins at {ages.youngest} or at {ages.oldest + 1}; cut the bands there"


def _wrong_functions(profile: Profile) -> Iterator[str]:
    known = {function.id for function in profile.functions}
    for needed in ("youth", "guardian", *profile.required_functions):
        if needed not in known:
            yield f"functions: {needed} is missing"
    tracks = {track.id for track in profile.tracks}
    for function in profile.functions:
        if function.family and not function.private:
            yield f"functions: {function.id} is family, so it must be private"
        for track in function.only:
            if track not in tracks:
                yield f"functions: {function.id} belongs to the track {track}, which does not exist"
        if function.only and function.id in (*profile.required_functions, "youth", "guardian", "lead"):
            yield f"functions: {function.id} takes part in every case, it cannot belong to some tracks only"


def _wrong_withdrawal(profile: Profile) -> Iterator[str]:
    known = {track.id for track in profile.tracks}
    for track in profile.withdrawal.freeze_tracks:
        if track not in known and track != DEFECTOR:  # it is the default, and not every profile has it
            yield f"withdrawal.freeze_tracks: the track {track} does not exist"


def _wrong_languages(profile: Profile) -> Iterator[str]:
    for each in profile.languages:
        if each.id in LANGUAGES:
            yield f"languages: {each.id} is the bot's own"
        if (each.safe is None) != (each.first is None):
            yield f"languages: {each.id} needs both safe and first, or neither"
        if each.safe is not None and profile.emergency not in each.safe:
            yield f"languages: {each.id}: safe does not say {profile.emergency}"
        for line in (*(each.safe or "").splitlines(), *(each.first or "").splitlines()):
            if len(line) > LONGEST:
                yield f"languages: {each.id}: a line is longer than {LONGEST} characters"


def _wrong_gates(profile: Profile) -> Iterator[str]:
    known = {function.id for function in profile.functions}
    noted = set(KINDS) - EVENTS
    for gate in profile.gates:
        before, _, function = gate.partition(":")
        if before == "function" and function not in known:
            yield f"gates: {gate} names a function that does not exist"
        if before != "function" and gate not in {*OTHER_GATES, *UNIT, *noted}:
            yield f"gates: {gate} is unknown; use {', '.join([*UNIT, *OTHER_GATES, *sorted(noted)])} or function:<id>"
    if "consent" not in profile.gates:
        yield "gates: consent is missing; no room opens without it"
        return
    if len(set(profile.gates)) < len(profile.gates):
        yield "gates: one stands twice"
    own = [gate for gate in profile.gates if gate in UNIT]
    if list(profile.gates[: len(own)]) != own:
        yield f"gates: {', '.join(own)} must stand first, for they come before the first case"
    early = profile.gates[: profile.gates.index("consent")]
    for gate in early:
        if gate in KINDS and KINDS[gate].reference == "must":
            yield f"gates: {gate} carries a number that says who the youth is, so it must stand after consent"
    if ("savry" in profile.gates) != (profile.savry is not None):
        yield "savry: give its ages, and the gate savry, or neither"
    if "steering_group" in profile.gates and profile.steering is None:
        yield "steering: is missing; who decides at the gate steering_group?"
    for key in ("investigation", "decision"):
        if (key in profile.gates) != (getattr(profile, key) is not None):
            yield f"{key}: give its words, and the gate {key}, or neither"
        if profile.registration == key and key not in profile.gates:
            yield f"registration: {key} needs the gate {key}"


def _wrong_references(profile: Profile) -> Iterator[str]:
    known = {reference.id for reference in profile.references}
    needed = {gate for gate in profile.gates if gate in UNIT}
    if profile.registration == "serviceinsats":
        needed.add(SERVICE_DECISION)
    for missing in sorted(needed - known):
        yield f"references: {missing} is missing"
    for unknown in sorted(known - {*UNIT, SERVICE_DECISION}):
        yield f"references: {unknown} is unknown; use {', '.join([*UNIT, SERVICE_DECISION])}"


def _wrong_plans(profile: Profile) -> Iterator[str]:
    functions = {function.id for function in profile.functions}
    areas = {area.id for area in profile.goals}
    for entry in profile.catalogue:
        if entry.function is not None and entry.function not in functions:
            yield f"catalogue: {entry.id} names the function {entry.function}, which does not exist"
    for template in profile.templates:
        if not template.goals and not template.tasks:
            yield f"templates: {template.id} has neither goals nor tasks"
        for goal in template.goals:
            if goal.area is not None and goal.area not in areas:
                yield f"templates: {template.id} names the area {goal.area}, which does not exist"
        for task in template.all_tasks:
            if task.function not in functions:
                yield f"templates: {template.id} names the function {task.function}, which does not exist"
            if task.days is not None and task.often is not None:
                yield f"templates: in {template.id} a task has both days and often; give one"


def _wrong_words(profile: Profile) -> Iterator[str]:
    groups: dict[str, Sequence[Term]] = {
        name: getattr(profile, name)
        for name in (
            "bands",
            "tracks",
            "initiators",
            "functions",
            "kinds",
            "goals",
            "catalogue",
            "templates",
            "references",
            "languages",
        )
    }
    for name, group in groups.items():
        count = Counter(word for term in group for word in term.names)
        for word in sorted(word for word, times in count.items() if times > 1):
            yield f"{name}: {word!r} means two things"
        for term in group:
            if len(term.id) > _LENGTHS.get(name, 32):
                yield f"{name}: the id {term.id} is longer than {_LENGTHS[name]} characters"
