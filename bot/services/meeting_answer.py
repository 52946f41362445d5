"""Who is asked whether they can come to a meeting, what each has said, and who comes instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.errors import Refused
from bot.rules import meeting as rules
from bot.rules import meeting_answers, membership, working_day
from bot.rules.audit import Action
from bot.rules.calendar import day_of, morning
from bot.rules.case import Case
from bot.rules.meeting import Answer, Meeting, MeetingState, Reply
from bot.rules.meeting_answers import Free, Invited, Proposal
from bot.rules.person import Person
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.room import Why
from bot.services import circle, deputy, pause
from storage.question import MEETING_ANSWER, AskedAbout
from storage.scoped import CaseStore, UnitStore

#: Due rows, each about a meeting: ask those who are silent once more; show the coordinator who still is.
NUDGE = "meeting.nudge"
SILENT = "meeting.silent"

#: So many working days before a meeting each of them comes.
_NUDGED_BEFORE = 2
_SHOWN_BEFORE = 1
#: Whoever is ill and names no meeting cannot come to one that is so near.
_ILL_FOR = timedelta(days=1)

#: The question of a professional's own words about a meeting, by the key of its command.
IN_WORDS = "meeting_words"


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What those who are asked about a meeting have said. ``invited``: the professionals, who are counted in the room;
    ``family``: the youth and the guardians, who are asked on their own pages."""

    invited: tuple[Invited, ...]
    family: tuple[Invited, ...]
    replies: Mapping[str, Reply]
    proposals: tuple[Proposal, ...] = ()

    @property
    def everybody(self) -> tuple[Invited, ...]:
        """All who are asked."""
        return (*self.invited, *self.family)

    @property
    def answered(self) -> int:
        """How many professionals have answered."""
        return sum(one.answer is not None for one in self.invited)

    @property
    def are_all_in(self) -> bool:
        """Whether one waits for nobody any more."""
        return not meeting_answers.silent(self.everybody)


def answers(store: CaseStore, meeting: Meeting) -> Answers:
    """What those who are asked about a meeting have said, and the times that would suit most if many cannot come.

    Whoever is out of the case room by now is not among them, nor what they had said.
    """
    replies = store.meetings.replies(meeting.id)
    people = _asked(store)
    invited = tuple(_invited(person_id, function, replies) for person_id, function in people)
    youth = store.facts.youth
    youth_id = None if youth is None else youth.id
    known = {one.person_id: one.answer for one in invited if one.answer is not None}
    proposals: tuple[Proposal, ...] = ()
    if meeting_answers.is_proposed(known, youth_id):
        suggested = store.meetings.suggestions(meeting.id)
        theirs = {person_id: suggested[person_id] for person_id in dict(people) if person_id in suggested}
        proposals = meeting_answers.proposals(meeting, theirs, store.now)
    return Answers(
        invited=tuple(one for one in invited if one.function not in (YOUTH, GUARDIAN)),
        family=tuple(one for one in invited if one.function in (YOUTH, GUARDIAN)),
        replies=replies,
        proposals=proposals,
    )


def _asked(store: CaseStore) -> list[tuple[str, str]]:
    """Who is asked about meetings, with what they stand for: all who are in the case room but the coordinator, who
    calls the meetings; and the youth, wherever they are."""
    facts = store.facts
    there = circle.members(store, store.room)
    found: dict[str, str] = {}
    for actor in facts.actors:
        is_youth = actor.function == YOUTH and actor.standing(facts.today)
        if actor.person_id == store.case.coordinator_id or actor.person_id in found:
            continue
        if actor.person_id in there or is_youth:
            found[actor.person_id] = actor.function
    return list(found.items())


def _invited(person_id: str, function: str, replies: Mapping[str, Reply]) -> Invited:
    reply = replies.get(person_id)
    return Invited(person_id=person_id, function=function, answer=None if reply is None else reply.answer)


# ------------------------------------------------------------------------------ what is said of it


@dataclass(frozen=True, kw_only=True)
class Given:
    """An answer as it was noted. ``is_news``: the coordinator is to notice it: a no that was none before, or the last
    answer that was missing."""

    answers: Answers
    is_news: bool


def give(
    store: CaseStore,
    meeting: Meeting,
    answer: Answer,
    *,
    by: str,
    reason: str | None = None,
    deputy_id: str | None = None,
) -> Given:
    """Note a professional's answer in words (``by``, a person id); the last one counts, with its reason."""
    before = answers(store, meeting)
    store.meetings.note_answer(meeting.id, by, answer, store.now, reason=reason, deputy_id=deputy_id)
    store.audit(Action.CASE_MEETING_ANSWERED, number=meeting.number, answer=str(answer))
    return given(store, meeting, before, by=by)


def given(store: CaseStore, meeting: Meeting, before: Answers, *, by: str) -> Given:
    """What an answer of somebody has changed, beside what was known ``before``."""
    after = answers(store, meeting)
    old, new = before.replies.get(by), after.replies.get(by)
    is_no = new is not None and new.answer is Answer.NO
    was_no = old is not None and old.answer is Answer.NO
    return Given(
        answers=after, is_news=(is_no and not was_no) or (after.are_all_in and not before.are_all_in)
    )


def suggest(store: CaseStore, meeting: Meeting, times: Sequence[Free], *, by: str) -> Answers:
    """Note when a meeting would suit somebody better; words that name no day are passed on, and not kept."""
    if times:
        store.meetings.suggest(meeting.id, by, times, store.now)
    return answers(store, meeting)


class Standing(StrEnum):
    """What stands in the way of somebody who is to come instead."""

    UNKNOWN = "unknown"  # nobody here is called so
    THERE = "there"  # they are in the case room already
    COVERED = "covered"  # the consent covers them, once they are named
    NOT_COVERED = "not_covered"  # they are of another function, which no consent covers
    KEPT_OUT = "kept_out"  # something else keeps them out of the room
    CANNOT = "cannot"  # they cannot stand for that function


@dataclass(frozen=True, kw_only=True)
class Instead:
    """Somebody who is said to come instead. ``name``: as they were called; ``why``: why they may not come;
    ``refused``: why they cannot stand for the function."""

    name: str
    function: str
    standing: Standing
    person: Person | None = None
    why: Why | None = None
    refused: Refused | None = None


def instead(store: CaseStore, person: Person | None, name: str, *, of: str) -> Instead:
    """What stands in the way of ``person``, who is to come instead of somebody (``of``, a person id)."""
    actors = store.facts.actors_of(of)
    function = actors[0].function if actors else ""
    if person is None or not function:
        return Instead(name=name, function=function, standing=Standing.UNKNOWN)
    if person.id in circle.members(store, store.room):
        return Instead(name=person.name, function=function, standing=Standing.THERE, person=person)
    try:
        found = deputy.forecast(store, function, person, store.facts.today, None)
    except Refused as refusal:
        if person.function is not None and person.function not in store.facts.heard:
            return Instead(
                name=person.name,
                function=person.function,
                standing=Standing.NOT_COVERED,
                person=person,
            )
        return Instead(
            name=person.name, function=function, standing=Standing.CANNOT, person=person, refused=refusal
        )
    if found.comes_in:
        return Instead(name=person.name, function=function, standing=Standing.COVERED, person=person)
    return Instead(
        name=person.name,
        function=function,
        standing=Standing.KEPT_OUT,
        person=person,
        why=found.kept_out,
    )


def called(store: UnitStore, name: str) -> Person | None:
    """The only one of the unit who can be meant by a name, of whom nobody is told but the coordinator."""
    found = store.people.find(name.removeprefix("@"))
    if found is not None:
        return found
    first = name.casefold().split()[:1]
    alike = [one for one in store.people.all() if one.active and one.name.casefold().split()[:1] == first]
    return alike[0] if len(alike) == 1 and len(name.split()) == 1 else None


# ------------------------------------------------------------------------ which meetings are meant


@dataclass(frozen=True, kw_only=True)
class Open:
    """A meeting about which somebody is asked, with its case; ``is_answered``: they have said something of it."""

    case: Case
    meeting: Meeting
    is_answered: bool


def open_to(store: UnitStore, person_id: str, cases: Iterable[Case]) -> tuple[Open, ...]:
    """The meetings to come about which somebody is asked in some cases, the soonest first."""
    found: list[Open] = []
    for case in cases:
        own = store.of(case)
        planned = [one for one in rules.planned(own.meetings.all(), own.now) if one.asked_at is not None]
        if not planned or pause.is_paused(own) or person_id not in dict(_asked(own)):
            continue
        found += [
            Open(
                case=own.case,
                meeting=one,
                is_answered=own.meetings.answer_of(one.id, person_id) is not None,
            )
            for one in planned
        ]
    return tuple(sorted(found, key=lambda each: each.meeting.starts_at))


def is_asked_of_tasks(store: UnitStore, person_id: str) -> bool:
    """Whether somebody is asked how a task goes, too, so that their words may be about that."""
    return bool(store.silent(asked_until=day_of(store.now), person_id=person_id))


def near(found: Sequence[Open], store: UnitStore) -> tuple[Open, ...]:
    """Those of some meetings that somebody who is ill now misses."""
    return tuple(each for each in found if each.meeting.starts_at <= store.now + _ILL_FOR)


# ----------------------------------------------------------------------------------- the guardians


@dataclass(frozen=True, kw_only=True)
class Guardians:
    """The guardians who take part: those who are asked on their own page, and those whom somebody has to ring, for
    they have no account."""

    on_page: tuple[Person, ...] = ()
    by_telephone: tuple[Person, ...] = ()


#: No guardian takes part.
NO_GUARDIANS = Guardians()


def guardians(store: CaseStore) -> Guardians:
    """The guardians who are asked about meetings: those who may be in the case room."""
    facts = store.facts
    named = [facts.person(one.person_id) for one in facts.actors if one.function == GUARDIAN]
    there = circle.members(store, store.room)
    kept_out = membership.excluded(store.room.place, facts)
    return Guardians(
        on_page=tuple(one for one in named if one.id in there),
        by_telephone=tuple(
            one for one in named if one.id in kept_out and kept_out[one.id].key == "membership.no_account"
        ),
    )


def told_of(store: CaseStore, meeting: Meeting) -> Guardians:
    """The guardians who may know of a meeting that was called: they were asked, or somebody was to ring them."""
    if meeting.asked_at is None:
        return NO_GUARDIANS  # of a series: people are asked about it later
    now = guardians(store)
    return Guardians(
        on_page=tuple(one for one in now.on_page if _about(store, one.id, meeting).may_know),
        by_telephone=now.by_telephone,
    )


def close(store: CaseStore, meeting: Meeting) -> None:
    """Close what everybody but the youth is asked about a meeting that is not held as it was called; what is unsent is
    dropped."""
    for person_id, function in _asked(store):
        if function == GUARDIAN:
            store.close_about(_about(store, person_id, meeting))
        elif function != YOUTH:
            page_id = store.page(person_id).id
            store.close_about(store.asked_about(person_id, page_id, IN_WORDS, ("meeting", meeting.id)))


def _about(store: CaseStore, person_id: str, meeting: Meeting) -> AskedAbout:
    return store.asked_about(person_id, store.page(person_id).id, MEETING_ANSWER, ("meeting", meeting.id))


# ----------------------------------------------------------------------------------- who is silent


def plan(store: CaseStore, meeting: Meeting) -> None:
    """Plan that those who are silent are asked once more, and that the coordinator is shown who still is.

    Not on the day on which they were asked.
    """
    day = day_of(meeting.starts_at)
    for kind, before in ((NUDGE, _NUDGED_BEFORE), (SILENT, _SHOWN_BEFORE)):
        on = working_day.before(day, before)
        if on > day_of(store.now):
            store.schedule(kind, meeting.id, morning(on))


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A meeting about which people are silent: professionals, and guardians, who are asked in other words."""

    meeting: Meeting
    professionals: tuple[Person, ...]
    guardians: tuple[Person, ...]


def silence(store: CaseStore, meeting_id: str) -> Silence | None:
    """Who is to be asked once more about a meeting; None where nobody is. Whoever wants it once a week is asked then,
    and whoever wants no reminders is not."""
    meeting = still_open(store, meeting_id)
    if meeting is None:
        return None
    waiting = meeting_answers.silent(answers(store, meeting).everybody)
    people = [(one.function, store.facts.person(one.person_id)) for one in waiting]
    rarely = store.rarely_asked([person.id for _, person in people])
    found = Silence(
        meeting=meeting,
        professionals=tuple(
            person
            for function, person in people
            if function not in (YOUTH, GUARDIAN) and person.id not in rarely and person.reminders
        ),
        guardians=tuple(person for function, person in people if function == GUARDIAN and person.reminders),
    )
    return found if found.professionals or found.guardians else None


def still_open(store: CaseStore, meeting_id: str) -> Meeting | None:
    """A meeting that is still to be, and about which people are asked; None for any other, or while all is still."""
    meeting = store.meetings.get(meeting_id)
    if meeting is None or meeting.state is not MeetingState.PLANNED or meeting.starts_at <= store.now:
        return None
    if meeting.asked_at is None or pause.is_paused(store):
        return None
    return meeting


def unanswered(store: UnitStore, person_id: str, until: date) -> tuple[Open, ...]:
    """The meetings up to a day about which somebody has said nothing, over all their cases."""
    found = open_to(store, person_id, store.cases.of_person(person_id))
    return tuple(each for each in found if not each.is_answered and day_of(each.meeting.starts_at) <= until)
