"""What happened in a case, in plain words, with the number of each row of the audit log.

The log holds no names; they are looked up when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

from bot.conversation.arguments import Arg, Number, Word
from bot.conversation.command import Args, CaseCtx, Reply, command, refuse
from bot.i18n import T, Text, catalogue, items, lines
from bot.rules.audit import COMMAND, Action
from bot.rules.gate import WHY_NO_YOUTH
from bot.rules.meeting import Answer
from bot.rules.note import AT_CLOSING, KINDS
from bot.rules.plan import TaskState
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.roles import Consequence, Duty, Role
from bot.rules.room import RoomKind
from bot.rules.youth_alarm import Outcome
from bot.wording import names
from bot.wording.page_answers import TOLD as PAGE_ANSWERS
from storage.audit import Entry

#: Rows on one page.
ROWS = 30

#: Who has done something and is no person of the unit.
_NOBODY: Mapping[str, Text] = {
    "bot": T("history.bot"),
    "stranger": T("history.stranger"),
}

#: The young person and the guardians, by what they are.
_FAMILY: Mapping[Role, Text] = {
    Role.YOUTH: T("youth.is_youth"),
    Role.GUARDIAN: T("youth.is_guardian"),
}

_PLACES: Mapping[str, Text] = {
    "room": T("history.place_room"),
    "page": T("history.place_page"),
}

_ANSWERS: Mapping[str, Text] = {
    Answer.YES: T("history.answer_yes"),
    Answer.NO: T("history.answer_no"),
    Answer.MAYBE: T("history.answer_maybe"),
}

#: What came of trying to reach whoever raised an alarm.
_OUTCOMES: Mapping[str, Text] = {
    Outcome.REACHED: T("history.outcome_reached"),
    Outcome.NOT_REACHED: T("history.outcome_not_reached"),
    Outcome.ON_CALL: T("history.outcome_on_call"),
}

_TASK_STATES: Mapping[str, Text] = {
    TaskState.ASKED: T("history.task_asked"),
    TaskState.DOING: T("history.task_doing"),
    TaskState.DONE: T("history.task_done"),
    TaskState.STUCK: T("history.task_stuck"),
    TaskState.DROPPED: T("history.task_dropped"),
}


class Page(Args):
    """How far back, and whether also who asked for what."""

    page: Annotated[int, Arg(reads=Number(), words=("sida", "page"), only_after_word=True)] = 1
    everything: Annotated[bool, Arg(reads=Word(("allt", "everything")))] = False


@command(
    sv="historik",
    en="history",
    needs=Duty.SEE_CASES,
    consequence=Consequence.LOOK,
    evidence=False,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def show(ctx: CaseCtx, args: Page) -> Reply:
    """Show what happened in a case and who did it, newest last."""
    entries, pages = ctx.store.history(page=max(1, args.page), size=ROWS, commands=args.everything)
    if not 1 <= args.page <= pages:
        raise refuse("history.no_page", code=ctx.case.code, n=pages)
    shown = [
        T("history.line", seq=entry.seq, at=entry.at, who=_name(ctx, entry.actor), what=_what(ctx, entry))
        for entry in entries
    ]
    older = T("history.older", code=ctx.case.code, page=args.page + 1) if args.page < pages else None
    title = T("history.title", code=ctx.case.code, page=args.page, pages=pages)
    return (ctx.say(lines(title, older, items(*shown), dated=True)),)


def _what(ctx: CaseCtx, entry: Entry) -> Text:
    described = f"command.{entry.action.removeprefix(COMMAND)}"
    if entry.action.startswith(COMMAND) and described in catalogue("sv"):
        return T("history.command", what=T(described))
    if entry.action not in TOLD:  # written by another version
        return T("history.other", action=entry.action)
    action = Action(entry.action)
    known = {name: reads(ctx, entry.detail[name]) for name, reads in READS.items() if entry.detail.get(name)}
    told = T(TOLD[action], **{**dict.fromkeys(READS, T("history.unknown")), **known})
    if action is Action.CASE_ACTOR_NAMED and entry.detail.get("function") in (YOUTH, GUARDIAN):
        told = T("history.family_named", function=known["function"])  # their names are told nowhere here
    if "approved_by" in known and "{approved_by}" not in str(catalogue("sv")[TOLD[action]].string):
        return T("history.with_second", what=told, approved_by=known["approved_by"])
    return told


def _name(ctx: CaseCtx, person_id: str) -> str | Text:
    """Somebody by name; the young person and the guardians by what they are."""
    if person_id in _NOBODY:
        return _NOBODY[person_id]
    try:
        person = ctx.facts.person(person_id)
    except LookupError:
        return T("history.former")
    if person.role in (Role.YOUTH, Role.GUARDIAN):
        return _FAMILY[person.role]
    return T("person.role_guest") if person.role is Role.GUEST else person.name


def _family(_ctx: CaseCtx, role: str) -> Text:
    return _FAMILY[Role(role)]


def _function(ctx: CaseCtx, function: str) -> str | Text:
    found = next((one for one in ctx.profile.functions if one.id == function), None)
    return function if found is None else found.text


def _band(ctx: CaseCtx, band: str) -> str | Text:
    found = next((one for one in ctx.profile.bands if one.id == band), None)
    return band if found is None else found.text


def _note(_ctx: CaseCtx, kind: str) -> str | Text:
    found = KINDS.get(kind.removeprefix(AT_CLOSING))
    return kind if found is None else found.term.text


def _room(ctx: CaseCtx, room_id: str) -> Text:
    found = next((room for room in ctx.store.rooms if room.id == room_id), None)
    if found is None:
        return T("history.room")
    return T("history.case_room") if found.number is None else T("history.side_room", number=found.number)


def _word(words: Mapping[str, Text]) -> Callable[[CaseCtx, str], str | Text]:
    """One of some words, each with its text; a word of another version stands as it is."""

    def read(_ctx: CaseCtx, word: str) -> str | Text:
        return words.get(word, word)

    return read


def _why_no_youth(_ctx: CaseCtx, reason: str) -> str | Text:
    found = next((one for one in WHY_NO_YOUTH if one.id == reason), None)
    return reason if found is None else found.text


def _day(_ctx: CaseCtx, day: str) -> date:
    return date.fromisoformat(day)


#: What may stand in a row's detail, and how it is told. Texts may name these and nothing else.
READS: Mapping[str, Callable[[CaseCtx, Any], Any]] = MappingProxyType(
    {
        "approved_by": _name,
        "age": lambda _, age: age,
        "answer": _word(_ANSWERS),
        "band": _band,
        "before": _name,
        "day": _day,
        "function": _function,
        "functions": lambda ctx, functions: [_function(ctx, one) for one in functions],
        "how": lambda _, checked: names.how_checked(checked),
        "kind": _note,
        "kept": lambda ctx, kinds: ctx.profile.kind_words(kinds),
        "number": lambda _, number: number,
        "old": lambda _, number: number,
        "outcome": _word(_OUTCOMES),
        "person": _name,
        "place": _word(_PLACES),
        "answers": _word({str(much): told for much, told in PAGE_ANSWERS.items()}),
        "room": _room,
        "scope": lambda ctx, kinds: ctx.profile.kind_words(kinds),
        "state": _word(_TASK_STATES),
        "taker": _name,
        "until": _day,
        "who": _name,
        "without": _why_no_youth,
        "whose": _family,
    }
)

#: The words for what happened.
TOLD: Mapping[Action, str] = MappingProxyType(
    {
        Action.CASE_ACTOR_APPROVED: "history.case_actor_approved",
        Action.CASE_ACTOR_LEFT: "history.case_actor_left",
        Action.CASE_ACTOR_NAMED: "history.case_actor_named",
        Action.CASE_ACTOR_REMOVED: "history.case_actor_removed",
        Action.CASE_ASKED_AGAIN: "history.case_asked_again",
        Action.CASE_INVITATION_GIVEN_UP: "history.case_invitation_given_up",
        Action.CASE_BIRTHDAY: "history.case_birthday",
        Action.CASE_BORN_NOTED: "history.case_born_noted",
        Action.CASE_CIRCLE_REVIEWED: "history.case_circle_reviewed",
        Action.CASE_CLOSED: "history.case_closed",
        Action.CASE_CLOSING: "history.case_closing",
        Action.CASE_CONSENT_NARROWED: "history.case_consent_narrowed",
        Action.CASE_CONSENT_RECEIVED: "history.case_consent_received",
        Action.CASE_CONSENT_RECORDED: "history.case_consent_recorded",
        Action.CASE_CONSENT_RESTORED: "history.case_consent_restored",
        Action.CASE_CONSENT_STOPPED: "history.case_consent_stopped",
        Action.CASE_CONSENT_WITHDRAWN: "history.case_consent_withdrawn",
        Action.CASE_CREATED: "history.case_created",
        Action.CASE_DEPUTY_ENDED: "history.case_deputy_ended",
        Action.CASE_DEPUTY_NAMED: "history.case_deputy_named",
        Action.CASE_DISPOSED: "history.case_disposed",
        Action.CASE_FOLLOWUP_PROMPTED: "history.case_followup_prompted",
        Action.CASE_FROZEN: "history.case_frozen",
        Action.CASE_GOAL_ADDED: "history.case_goal_added",
        Action.CASE_GOAL_CHANGED: "history.case_goal_changed",
        Action.CASE_GOAL_JUDGED: "history.case_goal_judged",
        Action.CASE_GOAL_STRUCK: "history.case_goal_struck",
        Action.CASE_HANDED_OVER: "history.case_handed_over",
        Action.CASE_INFORMATION_HELD: "history.case_information_held",
        Action.CASE_INFORMATION_PLANNED: "history.case_information_planned",
        Action.CASE_LEFT: "history.case_left",
        Action.CASE_MEETING_ANSWERED: "history.case_meeting_answered",
        Action.CASE_MEETING_CALLED: "history.case_meeting_called",
        Action.CASE_MEETING_CANCELLED: "history.case_meeting_cancelled",
        Action.CASE_MEETING_HELD: "history.case_meeting_held",
        Action.CASE_MEETING_MINUTED: "history.case_meeting_minuted",
        Action.CASE_MEETING_MISSED: "history.case_meeting_missed",
        Action.CASE_MEETING_MOVED: "history.case_meeting_moved",
        Action.CASE_MEETING_RELOCATED: "history.case_meeting_relocated",
        Action.CASE_MEETING_TAPPED: "history.case_meeting_tapped",
        Action.CASE_MEETING_UNTAPPED: "history.case_meeting_untapped",
        Action.CASE_MEMBER_LEFT: "history.case_member_left",
        Action.CASE_MINUTES_SHOWN: "history.case_minutes_shown",
        Action.CASE_NOTED: "history.case_noted",
        Action.CASE_OPENED: "history.case_opened",
        Action.CASE_PAGE_AGREED: "history.case_page_agreed",
        Action.CASE_POINT_HANDED_IN: "history.case_point_handed_in",
        Action.CASE_POINT_TAKEN_BACK: "history.case_point_taken_back",
        Action.CASE_PROMISE_GIVEN: "history.case_promise_given",
        Action.CASE_PROMISE_REFUSED: "history.case_promise_refused",
        Action.CASE_PROMISE_TAKEN_BACK: "history.case_promise_taken_back",
        Action.CASE_PROTECTED: "history.case_protected",
        Action.CASE_PROTECTED_OVER: "history.case_protected_over",
        Action.CASE_PURGED: "history.case_purged",
        Action.CASE_REFUSAL_SAID: "history.case_refusal_said",
        Action.CASE_REFUSAL_SOMEBODY: "history.case_refusal_somebody",
        Action.CASE_SIDE_CLOSED: "history.case_side_closed",
        Action.CASE_SIDE_OPENED: "history.case_side_opened",
        Action.CASE_STATUS_ASKED: "history.case_status_asked",
        Action.CASE_STATUS_NUDGED: "history.case_status_nudged",
        Action.CASE_TASK_ADDED: "history.case_task_added",
        Action.CASE_TASK_CHANGED: "history.case_task_changed",
        Action.CASE_TASK_HANDED_OVER: "history.case_task_handed_over",
        Action.CASE_TASK_ASKED_FOR_HELP: "history.case_task_asked_for_help",
        Action.CASE_TASK_MOVED: "history.case_task_moved",
        Action.CASE_TASK_SNOOZED: "history.case_task_snoozed",
        Action.CASE_TASK_STRUCK: "history.case_task_struck",
        Action.CASE_TASK_STUCK: "history.case_task_stuck",
        Action.CASE_TASK_TAPPED: "history.case_task_tapped",
        Action.CASE_TASK_UNTAPPED: "history.case_task_untapped",
        Action.CASE_UNNOTED: "history.case_unnoted",
        Action.CASE_YOUTH_CHOSE: "history.case_youth_chose",
        Action.CASE_YOUTH_UNNAMED: "history.case_youth_unnamed",
        Action.YOUTH_ALARM_PASSED: "history.youth_alarm_passed",
        Action.YOUTH_ALARM_RAISED: "history.youth_alarm_raised",
        Action.YOUTH_ALARM_TAKEN: "history.youth_alarm_taken",
        Action.YOUTH_ALARM_TRIED: "history.youth_alarm_tried",
        Action.YOUTH_ASKED_FOR_TALK: "history.youth_asked_for_talk",
        Action.YOUTH_PASSED_ON: "history.youth_passed_on",
        Action.YOUTH_WORDS_OPENED: "history.youth_words_opened",
        Action.CONSULTATION_ANSWERED: "history.consultation_answered",
        Action.CONSULTATION_ASKED: "history.consultation_asked",
        Action.CONSULTATION_ENDED: "history.consultation_ended",
        Action.CONSULTATION_HELD: "history.consultation_held",
        Action.CONSULTATION_OPENED: "history.consultation_opened",
        Action.CONSULTATION_PURGED: "history.consultation_purged",
        Action.ROOM_ALARM: "history.room_alarm",
        Action.ROOM_FREEZE: "history.room_freeze",
        Action.ROOM_INVITE: "history.room_invite",
        Action.ROOM_LEAVE: "history.room_leave",
        Action.ROOM_OPEN: "history.room_open",
        Action.ROOM_REMOVE: "history.room_remove",
        Action.ROOM_THAW: "history.room_thaw",
        Action.ROOM_THAWED: "history.room_thawed",
        Action.PERSON_ACCOUNT_CHANGED: "history.person_account_changed",
        Action.PERSON_ACCOUNT_RELEASED: "history.person_account_released",
        Action.PERSON_ADDED: "history.person_added",
        Action.PERSON_DIGEST_ENDED: "history.person_digest_ended",
        Action.PERSON_DIGEST_WANTED: "history.person_digest_wanted",
        Action.PERSON_AWAY_ENDED: "history.person_away_ended",
        Action.PERSON_AWAY_NOTED: "history.person_away_noted",
        Action.PERSON_HELD: "history.person_held",
        Action.PERSON_LEFT: "history.person_left",
        Action.PERSON_RELEASED: "history.person_released",
        Action.DEVICE_ANOTHER: "history.device_another",
        Action.DEVICE_HELD_BACK: "history.device_held_back",
        Action.DEVICE_IDENTITY_ACCEPTED: "history.device_identity_accepted",
        Action.DEVICE_LOST: "history.device_lost",
        Action.UNIT_DEVIATIONS: "history.unit_deviations",
        Action.UNIT_REFERENCE: "history.unit_reference",
        Action.UNIT_SERVERS: "history.unit_servers",
        Action.IDENTITY_RESTORED: "history.identity_restored",
        Action.LOG_SHORTENED: "history.log_shortened",
        Action.COMMAND_REFUSED: "history.command_refused",
    }
)
