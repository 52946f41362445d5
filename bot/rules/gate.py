"""Gates: what a case needs before its room opens, in the profile's order, and the command that comes next.

That the youth is named, or why not, is always a gate. Without a youth nobody is asked about meetings or told
who takes part; so that is never an oversight, but said when the room opens, for a reason of a short list.

The order means three things. What the unit needs comes before its first case. A body that decides before
consent knows only the code: until it has decided, no consent is recorded and nobody of the family is named.
What is noted about a known youth (an investigation, SAVRY, a granted decision) waits for the consent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.errors import Refused
from bot.i18n import T, Text
from bot.rules import note as notes
from bot.rules.note import DECISIONS, EVENTS, KINDS, UNIT, Note
from bot.rules.profile import GUARDIAN, YOUTH, Profile
from bot.rules.words import Term, one

if TYPE_CHECKING:
    from bot.rules.case import Case
    from bot.rules.facts import CaseFacts

#: The gate that every profile has: the youth is named.
YOUTH_NAMED = f"function:{YOUTH}"
#: The kind of the note that says why nobody is named as the youth; its reference is one of these reasons.
NO_YOUTH = "no_youth"
WHY_NO_YOUTH = (
    Term(
        id="unwilling",
        sv="ungdomen vill inte stå med",
        en="the youth does not want to be listed",
        words=("vill inte", "vill inte stå med", "does not want to"),
    ),
    Term(
        id="protected",
        sv="skyddade uppgifter",
        en="protected identity",
        words=("skyddad", "skyddade", "skyddad identitet", "protected"),
    ),
    Term(id="later", sv="utses senare", en="named later", words=("senare", "sedan", "later")),
)

#: What those gates are called that are called the same in every profile.
_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "information_meeting": "case.gate_information_meeting",
        "consent": "case.gate_consent",
        "mapping": "case.gate_mapping",
        "steering_group": "case.gate_steering_group",
        "savry": "case.gate_savry",
        "sig_document": "case.gate_sig_document",
        "best_interests": "case.gate_best_interests",
    }
)

#: What to write next, for the gates that are no note, no function and nothing of the unit's.
_NEXT: Mapping[str, str] = MappingProxyType(
    {
        "information_meeting": "case.next_information_meeting",
        "consent": "case.next_consent",
    }
)


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Something required before the room opens: ``consent``, ``function:police``, ``savry``."""

    id: str
    met: bool
    note: Note | None = None


def gates(facts: CaseFacts) -> tuple[Gate, ...]:
    """The case's gates in the profile's order, the youth last unless the profile says otherwise."""
    case = facts.case
    here = [actor for actor in facts.actors if actor.case_id == case.id]
    named = {actor.function for actor in here if actor.standing(facts.today)}

    def met(gate: str) -> bool:
        if gate == "information_meeting":
            return case.information_meeting_held
        if gate == "consent":
            return bool(facts.heard)
        if gate == YOUTH_NAMED and case.note(NO_YOUTH) is not None:
            return True
        if gate.startswith("function:"):
            return gate.removeprefix("function:") in named
        return case.note(gate) is not None

    wanted = dict.fromkeys((*facts.profile.gates_of(case.age_band), YOUTH_NAMED))
    notes_of = {YOUTH_NAMED: None if YOUTH in named else case.note(NO_YOUTH)}
    return tuple(Gate(id=gate, met=met(gate), note=notes_of.get(gate, case.note(gate))) for gate in wanted)


def next_step(found: Iterable[Gate]) -> Gate | None:
    """The first gate that is not met."""
    return next((gate for gate in found if not gate.met), None)


def gate_text(gate: Gate, profile: Profile) -> Text:
    """``☐ samtycke``, ``☑ polis utsedd``, ``☑ SAVRY gjord, tis 1 dec 2026 (v. 49)``."""
    words = gate_words(gate.id, profile)
    if gate.id == YOUTH_NAMED and gate.note is not None:
        return T("case.gate_no_youth", why=why_no_youth(gate.note))
    if gate.note is None:
        return T("case.gate_met" if gate.met else "case.gate_open", gate=words)
    if gate.note.reference is None:
        return T("case.gate_noted", gate=words, day=gate.note.day)
    return T("case.gate_noted_number", gate=words, day=gate.note.day, number=gate.note.reference)


def why_no_youth(note: Note) -> Text:
    """Why nobody is named as the youth, as a note of that kind says."""
    return one(WHY_NO_YOUTH, note.reference or "").text


def next_text(found: Iterable[Gate], case: Case, profile: Profile) -> Text:
    """The command to write next, with the case's code; when all gates are met, the one that opens the
    room."""
    gate = next_step(found)
    if gate is None:
        place = profile.proposed_place(case.track)
        return T("case.next_open" if place == "room" else "case.next_open_page", code=case.code)
    if gate.id == YOUTH_NAMED:
        return T("case.next_youth", code=case.code)
    if gate.id.startswith("function:"):
        function = profile.function(gate.id.removeprefix("function:"))
        return T("case.next_function", code=case.code, function=function.text)
    if gate.id in UNIT:
        reference = profile.reference(gate.id)
        return T("case.next_reference", what=reference.text, example=reference.example)
    if gate.id in KINDS:
        kind = KINDS[gate.id]
        key = "case.next_note_number" if kind.reference == "must" else "case.next_note"
        return T(key, code=case.code, gate=gate_words(gate.id, profile), what=kind.term.text)
    return T(_NEXT[gate.id], code=case.code)


def gate_words(gate: str, profile: Profile) -> Text:
    """What a gate is called in a profile."""
    match gate.partition(":"):
        case ("function", _, function):
            return T("case.gate_function", function=profile.function(function).text)
        case ("mandate" | "agreement", _, _):
            return profile.reference(gate).text
        case ("investigation", _, _) if profile.investigation is not None:
            return profile.investigation.text
        case ("decision", _, _) if profile.decision is not None:
            return profile.decision.text
        case ("steering_group", _, _) if profile.steering is not None:
            return T("case.gate_steering_group", who=profile.steering.text)
    return T(_CALLED[gate])


# ------------------------------------------------------------------------------------------------------------- noting


def notable(profile: Profile) -> tuple[Term, ...]:
    """What can be noted about a case of this profile, in its order."""
    kinds = dict.fromkeys((*profile.gates, *profile.closing, *profile.events))
    return tuple(KINDS[kind].term for kind in kinds if kind in KINDS)


def check_note(note: Note, facts: CaseFacts) -> None:
    """Refuse a note that comes too early, or says more than its kind allows."""
    early = note.kind in _before_consent(facts.profile)
    if early and note.reference is not None:
        raise Refused(T("gate.date_only"))  # a number reveals who the case is about
    notes.check(note, facts.today)
    if note.kind not in KINDS or early or (note.kind in EVENTS and note.kind != TARGET_GROUP):
        return
    if not facts.heard:
        raise Refused(T("gate.consent_first", code=facts.case.code, what=KINDS[note.kind].term.text))


#: Noted only once there is a consent: before it nothing is written down about why ([Sk] "misstänka och/eller dömda").
TARGET_GROUP = "target_group"


def check_decided(case: Case, profile: Profile) -> None:
    """Refuse a consent, or naming the family, while a body that must decide first has not."""
    for gate in _before_consent(profile):
        if gate in DECISIONS and case.note(gate) is None:
            raise Refused(
                T(
                    "gate.decided_first",
                    code=case.code,
                    gate=gate_words(gate, profile),
                    what=KINDS[gate].term.text,
                )
            )


def check_named(case: Case, function: str, profile: Profile) -> None:
    """Refuse to name somebody for a function that does not take part in this case, or not yet."""
    if not profile.takes_part(function, case.track):
        tracks = [track.text for track in profile.tracks if track.id in profile.function(function).only]
        raise Refused(T("gate.other_track", function=profile.function(function).text, tracks=tracks))
    if function in (YOUTH, GUARDIAN):
        check_decided(case, profile)


def check_first_case(references: Mapping[str, Note], profile: Profile) -> None:
    """Refuse a unit's first case while the unit lacks a reference it works under."""
    for gate in profile.unit_gates:
        if gate not in references:
            reference = profile.reference(gate)
            raise Refused(T("gate.before_first_case", what=reference.text, example=reference.example))


def _before_consent(profile: Profile) -> tuple[str, ...]:
    """The gates that stand before consent."""
    return profile.gates[: profile.gates.index("consent")]
