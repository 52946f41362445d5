"""One young person's case: its states, what opening its room requires, and what closing requires."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.errors import Refused
from bot.i18n import T, lines
from bot.rules import protection
from bot.rules.consent import Kinds, covered
from bot.rules.gate import NO_YOUTH, gate_text, gates, next_step, next_text
from bot.rules.meeting import Meeting, MeetingState
from bot.rules.note import AT_CLOSING, EVENTS, Note
from bot.rules.plan import OPEN, Task
from bot.rules.profile import Profile
from bot.rules.retention import dispose_on, leave_on

if TYPE_CHECKING:
    from bot.rules.facts import CaseFacts


class State(StrEnum):
    """Where a case is in its life."""

    PROPOSED = "proposed"  # a code; gates are being met
    ACTIVE = "active"
    FROZEN = "frozen"  # nothing new is shared: consent ran out, or a coordinator said so
    CLOSING = "closing"  # frozen, waiting for the receipt of the export
    CLOSED = "closed"
    DISPOSED = "disposed"  # erased but for its code


#: What each state is called.
STATE_TEXTS: Mapping[State, str] = MappingProxyType(
    {
        State.PROPOSED: "case.state_proposed",
        State.ACTIVE: "case.state_active",
        State.FROZEN: "case.state_frozen",
        State.CLOSING: "case.state_closing",
        State.CLOSED: "case.state_closed",
        State.DISPOSED: "case.state_disposed",
    }
)

#: Every allowed move from one state to others. What is not here is refused.
MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.PROPOSED: frozenset({State.ACTIVE, State.DISPOSED}),
        State.ACTIVE: frozenset({State.FROZEN, State.CLOSING}),
        State.FROZEN: frozenset({State.ACTIVE, State.CLOSING}),
        State.CLOSING: frozenset({State.CLOSED}),
        State.CLOSED: frozenset({State.DISPOSED}),
        State.DISPOSED: frozenset(),
    }
)

#: The refusal when somebody asks for the state that a case is in already.
_ALREADY: Mapping[State, str] = MappingProxyType(
    {State.ACTIVE: "case.already_active", State.CLOSING: "case.already_closing"}
)

#: What is to be gone through anew before a case is closed, and what is said where it has not been.
_ANEW: Mapping[str, str] = MappingProxyType(
    {
        "best_interests": "gate.before_closing_best_interests",
    }
)

#: States in which the case's rooms are frozen: nobody new comes in and nothing new is shared.
FROZEN_STATES = frozenset({State.FROZEN, State.CLOSING, State.CLOSED})


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case. Until consent: a code, an age band and who took the initiative; nothing else."""

    id: str
    unit_id: str
    code: str
    key_id: str
    state: State
    age_band: str
    initiator: str
    coordinator_id: str
    created_on: date
    track: str | None = None
    notes: tuple[Note, ...] = ()
    purge_on: date | None = None
    information_meeting_on: date | None = None
    information_meeting_held: bool = False
    information_at: datetime | None = None  # the hour of the information meeting, where it was said
    youth_choice: str | None = None  # room | page
    # what is answered on own pages, as agreed face to face: bot.rules.page_answers; None: nothing is agreed yet
    page_answers: str | None = None
    scope: Kinds = frozenset()
    opened_on: date | None = None
    closing_on: date | None = None
    reason: str | None = None
    receipt: str | None = None
    leave_on: date | None = None
    dispose_on: date | None = None
    born: str | None = None  # year and month, "2011-05"; kept only after consent
    protected: frozenset[str] = frozenset()  # whose personal identity is protected: youth, guardian
    reviewed_on: date | None = None  # when the coordinator last reviewed the circle

    def note(self, kind: str) -> Note | None:
        """The note of a kind, if there is one."""
        return next((note for note in self.notes if note.kind == kind), None)


# ------------------------------------------------------------------------------------------------------------ moving


def check_move(case: Case, to: State) -> None:
    """Refuse a state that the table does not allow after the one the case is in."""
    if to is case.state and to in _ALREADY:
        raise Refused(T(_ALREADY[to], code=case.code))
    if to not in MOVES[case.state]:
        raise Refused(
            T("case.no_move", code=case.code, state=T(STATE_TEXTS[case.state]), wanted=T(STATE_TEXTS[to]))
        )


def moved(case: Case, to: State) -> Case:
    """The case in another state. Refused when the table has no such move."""
    check_move(case, to)
    return replace(case, state=to)


def with_information_meeting(case: Case, *, day: date, held: bool, at: datetime | None = None) -> Case:
    """The case with its information meeting: planned for a day, perhaps at a time, or held on it."""
    return replace(
        case,
        information_meeting_on=day,
        information_meeting_held=case.information_meeting_held or held,
        information_at=at,
    )


def with_note(case: Case, note: Note) -> Case:
    """The case with a note, which replaces an earlier one of its kind."""
    rest = without_note(case, note.kind)
    return replace(rest, notes=(*rest.notes, note))


def without_note(case: Case, kind: str) -> Case:
    """The case without a note of this kind."""
    return replace(case, notes=tuple(note for note in case.notes if note.kind != kind))


def without_youth(case: Case, reason: str, *, by: str, today: date) -> Case:
    """The case with the reason why nobody is named as its youth; ``by``: the id of the person who says so."""
    return with_note(case, Note(kind=NO_YOUTH, day=today, by=by, reference=reason))


def note_kind(case: Case, what: str, profile: Profile) -> str:
    """The kind of a note that says ``what``: a gate before the case opens, an event or something for its end
    after.

    Refused where the case is past that, or not there yet.
    """
    at_work = case.state in (State.ACTIVE, State.FROZEN)
    if what in EVENTS:
        if not at_work:
            raise Refused(T("case.not_active", code=case.code))
        return what
    if case.state is State.PROPOSED:
        return what
    if not at_work or what not in profile.closing:
        raise Refused(T("case.past_that", code=case.code))
    return AT_CLOSING + what


def with_youth_choice(case: Case, place: str) -> Case:
    """The case with the youth's choice, ``room`` or ``page``. Once the case is being closed nobody chooses the
    room any more; to leave it is never refused."""
    if place != "page" and case.state not in (State.PROPOSED, State.ACTIVE, State.FROZEN):
        raise Refused(T("youth.over"))
    return replace(case, youth_choice=place)


def opened(case: Case, *, scope: Kinds, youth_choice: str, today: date) -> Case:
    """The case with its room, about ``scope``. It no longer has a day on which it is purged."""
    active = moved(case, State.ACTIVE)
    return replace(active, scope=scope, youth_choice=youth_choice, opened_on=today, purge_on=None)


def closing(case: Case, *, reason: str, today: date) -> Case:
    """The case on its way to closed: its rooms freeze until the receipt of the export. Refused without a
    reason."""
    if not reason.strip():
        raise Refused(T("case.reason_missing", code=case.code))
    return replace(moved(case, State.CLOSING), reason=reason.strip(), closing_on=today)


def closed(case: Case, *, receipt: str, profile: Profile, today: date) -> Case:
    """The closed case. ``receipt``: the number under which the coordinator filed the export in the personal
    file."""
    if not any(character.isdigit() for character in receipt):  # a "ja" is no number and must close nothing
        raise Refused(T("case.receipt_missing", code=case.code))
    done = replace(moved(case, State.CLOSED), receipt=receipt.strip())
    return replace(done, leave_on=leave_on(today, profile), dispose_on=dispose_on(today, profile))


# ----------------------------------------------------------------------------------------------- opening and closing


def check_open(facts: CaseFacts, *, scope: Kinds, youth_choice: str) -> None:
    """Refuse to open the room while anything is missing, naming every gate that is not met."""
    case = facts.case
    profile = facts.profile
    check_move(case, State.ACTIVE)
    found = gates(facts)
    if next_step(found) is not None:
        missing = [gate_text(gate, profile) for gate in found]
        raise Refused(
            lines(T("case.gates_missing", code=case.code), *missing, next_text(found, case, profile))
        )
    protection.check_open(case, facts.actors, profile)
    if not scope:
        raise Refused(T("case.no_scope", code=case.code))
    for kind in sorted(scope - {kind.id for kind in profile.kinds}):
        raise Refused(
            T("consent.unknown_kind", kind=kind, kinds=profile.kind_words(kind.id for kind in profile.kinds))
        )
    if youth_choice not in ("room", "page"):
        raise Refused(T("case.no_choice", code=case.code))
    for function in profile.required_functions:
        standing = [
            actor for actor in facts.actors if actor.function == function and actor.standing(facts.today)
        ]
        heard = [covered(facts.grants, actor, case.age_band, profile, facts.today) for actor in standing]
        if not any(kinds >= scope for kinds in heard):
            raise Refused(
                T(
                    "case.required_not_covered",
                    code=case.code,
                    function=profile.function(function).text,
                    kinds=profile.kind_words(scope),
                )
            )


def check_closing(
    case: Case, tasks: Iterable[Task], meetings: Iterable[Meeting], profile: Profile, now: datetime
) -> None:
    """Refuse to close while tasks are open, meetings are planned, or the profile wants something noted
    anew."""
    open_tasks = sorted(task.number for task in tasks if task.case_id == case.id and task.state in OPEN)
    if open_tasks:
        raise Refused(
            T(
                "case.open_tasks",
                code=case.code,
                numbers=[str(number) for number in open_tasks],
                n=len(open_tasks),
            )
        )
    planned = [one for one in meetings if one.case_id == case.id and one.state is MeetingState.PLANNED]
    coming = sorted(one.number for one in planned if one.starts_at > now)
    if coming:
        raise Refused(
            T(
                "case.planned_meetings",
                code=case.code,
                numbers=[str(number) for number in coming],
                n=len(coming),
            )
        )
    for anew in profile.closing:
        if case.note(AT_CLOSING + anew) is None:
            raise Refused(T(_ANEW[anew], code=case.code))


# -------------------------------------------------------------------------------------------------------------- codes

#: Nothing that looks like something else: no I, L, O, 0, 1; no vowels, so that no code becomes a word.
LETTERS = "BCDFGHJKMNPQRSTVWXZ"
DIGITS = "23456789"


def new_code(taken: Collection[str], choice: Callable[[str], str], prefix: str = "K") -> str:
    """A case code like ``K-7F2`` that is not taken. ``choice`` picks one character of several
    (``secrets.choice``).

    The first character after the dash is a digit, so that a code never reads as initials. Refused when the
    unit has used up its codes.
    """
    for _ in range(10_000):
        code = f"{prefix}-" + choice(DIGITS) + choice(LETTERS + DIGITS) + choice(LETTERS + DIGITS)
        if code not in taken:
            return code
    raise Refused(T("case.no_codes"))


def check_can_ask_of_plan(case: Case, *, is_paused: bool) -> None:
    """Refuse what would be asked of somebody in a room where nothing is said now."""
    if case.state is not State.ACTIVE:
        raise Refused(T("case.not_active", code=case.code))
    if is_paused:
        raise Refused(T("task.still", code=case.code))


def check_can_change_plan(case: Case) -> None:
    """Refuse to change the plan of a case that is closed, or is being closed."""
    if case.state in FROZEN_STATES - {State.FROZEN}:
        raise Refused(T("task.over"))
