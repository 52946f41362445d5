"""What is wrong with a profile, in words that name the key. All of it at once: nobody likes one error a start."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.rules.note import EVENTS, KINDS, SERVICE_DECISION, UNIT

if TYPE_CHECKING:
    from bot.rules.profile import Profile
    from bot.rules.words import Term

#: Ages at which the law of consent changes: every band is cut there.
CUTS = (15, 18)
#: Gates that are no notes.
OTHERS = ("information_meeting", "consent")
#: The longest ids of what is kept in columns of its own.
LENGTHS = {"bands": 12, "initiators": 24, "tracks": 16}
#: What is no habit of a municipality but holds for all, or would change what is in the ledger already.
FIXED = frozenset(
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


def to(profile: Profile) -> Iterator[str]:
    """Each objection as ``key: what is wrong``."""
    yield from _bands(profile)
    yield from _functions(profile)
    yield from _gates(profile)
    yield from _references(profile)
    yield from _words(profile)
    for key in profile.may_deviate:
        if key in FIXED or key not in type(profile).model_fields:
            yield f"may_deviate: {key} cannot be left to the units"


def _bands(profile: Profile) -> Iterator[str]:
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


def _functions(profile: Profile) -> Iterator[str]:
    known = {function.id for function in profile.functions}
    for needed in ("youth", "guardian", *profile.required_functions):
        if needed not in known:
            yield f"functions: {needed} is missing"
    tracks = {track.id for track in profile.tracks}
    for function in profile.functions:
        for track in function.only:
            if track not in tracks:
                yield f"functions: {function.id} belongs to the track {track}, which does not exist"
        if function.only and function.id in (*profile.required_functions, "youth", "guardian", "lead"):
            yield f"functions: {function.id} takes part in every case, it cannot belong to some tracks only"


def _gates(profile: Profile) -> Iterator[str]:
    known = {function.id for function in profile.functions}
    noted = set(KINDS) - EVENTS
    for gate in profile.gates:
        before, _, function = gate.partition(":")
        if before == "function" and function not in known:
            yield f"gates: {gate} names a function that does not exist"
        if before != "function" and gate not in {*OTHERS, *UNIT, *noted}:
            yield f"gates: {gate} is unknown; use {', '.join([*UNIT, *OTHERS, *sorted(noted)])} or function:<id>"
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


def _references(profile: Profile) -> Iterator[str]:
    known = {reference.id for reference in profile.references}
    needed = {gate for gate in profile.gates if gate in UNIT}
    if profile.registration == "serviceinsats":
        needed.add(SERVICE_DECISION)
    for missing in sorted(needed - known):
        yield f"references: {missing} is missing"
    for unknown in sorted(known - {*UNIT, SERVICE_DECISION}):
        yield f"references: {unknown} is unknown; use {', '.join([*UNIT, SERVICE_DECISION])}"


def _words(profile: Profile) -> Iterator[str]:
    groups: dict[str, Sequence[Term]] = {
        name: getattr(profile, name)
        for name in ("bands", "tracks", "initiators", "functions", "kinds", "goals", "references")
    }
    for name, group in groups.items():
        count = Counter(word for term in group for word in term.names)
        for word in sorted(word for word, times in count.items() if times > 1):
            yield f"{name}: {word!r} means two things"
        for term in group:
            if len(term.id) > LENGTHS.get(name, 32):
                yield f"{name}: the id {term.id} is longer than {LENGTHS[name]} characters"
