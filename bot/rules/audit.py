"""The actions that the audit log notes, each with the details that its row may carry.

What a row about a case may say in clear is a closed list: ids, numbers, counts, days. Whatever else it says tells of
the circle around a youth, and is sealed with the key of the case (:mod:`storage.audit`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import NewType, Self

#: That a command was carried out: ``command:consent_record``. What it changed has a row of its own.
CarriedOut = NewType("CarriedOut", str)

#: The beginning of the actions that note a command.
COMMAND = "command:"


def carried_out(command: str) -> CarriedOut:
    """What is noted when the command with this key was carried out."""
    return CarriedOut(f"{COMMAND}{command}")


class Action(StrEnum):
    """What happened, by the names the log keeps for good: a subject, often a part of it, and what was done,
    in the past tense; all in lower case and parted by colons: ``case:consent:withdrawn``. Some older names
    are no verbs; they stay.

    Behind each name are the details its row may carry: ids, codes, days and counts.
    """

    details: frozenset[str]

    def __new__(cls, text: str, *details: str) -> Self:
        action = str.__new__(cls, text)
        action._value_ = text
        action.details = frozenset(details)
        return action

    CASE_ACTOR_APPROVED = "case:actor:approved", "approved_by", "person"
    CASE_ACTOR_LEFT = "case:actor:left", "functions", "person"
    CASE_ACTOR_NAMED = "case:actor:named", "approved_by", "function", "person"
    CASE_ACTOR_REMOVED = "case:actor:removed", "functions", "person"
    CASE_ASKED_AGAIN = "case:asked_again", "person"
    CASE_INVITATION_GIVEN_UP = "case:invitation:given_up", "person"
    CASE_BIRTHDAY = "case:birthday", "age", "band"
    CASE_BORN_NOTED = "case:born:noted", "approved_by", "band"
    CASE_CIRCLE_REVIEWED = "case:circle:reviewed", "people"
    CASE_CLOSED = "case:closed"
    CASE_CLOSING = "case:closing"
    CASE_CONSENT_NARROWED = "case:consent:narrowed", "function", "kept"
    CASE_CONSENT_RECEIVED = "case:consent:received", "function"
    CASE_CONSENT_RECORDED = "case:consent:recorded", "approved_by", "functions", "until"
    CASE_CONSENT_RESTORED = "case:consent:restored", "approved_by", "n"
    CASE_CONSENT_STOPPED = "case:consent:stopped", "functions"
    CASE_CONSENT_WITHDRAWN = "case:consent:withdrawn", "functions"
    CASE_CREATED = "case:created", "band"
    CASE_DEPUTY_ENDED = "case:deputy:ended", "function", "person"
    CASE_DEPUTY_NAMED = "case:deputy:named", "approved_by", "day", "function", "person", "until"
    CASE_DISPOSED = "case:disposed"
    CASE_FOLLOWUP_PROMPTED = "case:followup:prompted"
    CASE_FROZEN = "case:frozen", "cause"
    CASE_GOAL_ADDED = "case:goal:added", "number"
    CASE_GOAL_CHANGED = "case:goal:changed", "number"
    CASE_GOAL_JUDGED = "case:goal:judged", "number"
    CASE_GOAL_STRUCK = "case:goal:struck", "number"
    CASE_HANDED_OVER = "case:handed_over", "approved_by", "before", "taker"
    CASE_INFORMATION_HELD = "case:information:held", "day"
    CASE_INFORMATION_PLANNED = "case:information:planned", "day"
    CASE_LEFT = "case:left"
    CASE_MEETING_ANSWERED = "case:meeting:answered", "answer", "number"
    CASE_MEETING_CALLED = "case:meeting:called", "number"
    CASE_MEETING_CANCELLED = "case:meeting:cancelled", "number"
    CASE_MEETING_HELD = "case:meeting:held", "day", "number"
    CASE_MEETING_MINUTED = "case:meeting:minuted", "number"
    CASE_MEETING_MISSED = "case:meeting:missed", "number"
    CASE_MEETING_MOVED = "case:meeting:moved", "number", "old"
    CASE_MEETING_RELOCATED = "case:meeting:relocated", "number"
    CASE_MEETING_TAPPED = "case:meeting:tapped", "answer", "number"
    CASE_MEETING_UNTAPPED = "case:meeting:untapped", "number"
    CASE_MEMBER_LEFT = "case:member:left", "room"
    CASE_MINUTES_SHOWN = "case:minutes:shown", "number"
    CASE_NOTED = "case:noted", "day", "kind"
    CASE_OPENED = "case:opened", "place", "scope"
    CASE_PAGE_AGREED = "case:page:agreed", "answers"
    CASE_POINT_HANDED_IN = "case:point:handed_in"
    CASE_POINT_TAKEN_BACK = "case:point:taken_back"
    CASE_PROMISE_GIVEN = "case:promise:given", "person"
    CASE_PROMISE_REFUSED = "case:promise:refused", "person"
    CASE_PROMISE_TAKEN_BACK = "case:promise:taken_back", "person"
    CASE_PROTECTED = "case:protected", "whose"
    CASE_PROTECTED_OVER = "case:protected:over", "approved_by", "whose"
    CASE_PURGED = "case:purged"
    CASE_REFUSAL_SAID = "case:refusal:said", "function"
    CASE_REFUSAL_SOMEBODY = "case:refusal:somebody"
    CASE_SIDE_CLOSED = "case:side:closed", "number"
    CASE_SIDE_OPENED = "case:side:opened", "number", "scope"
    CASE_STATUS_ASKED = "case:status:asked", "n"
    CASE_STATUS_NUDGED = "case:status:nudged", "n", "person"
    CASE_TASK_ADDED = "case:task:added", "number"
    CASE_TASK_ASKED_FOR_HELP = "case:task:asked_for_help", "number"
    CASE_TASK_CHANGED = "case:task:changed", "number"
    CASE_TASK_HANDED_OVER = "case:task:handed_over", "number"
    CASE_TASK_MOVED = "case:task:moved", "number", "state"
    CASE_TASK_SNOOZED = "case:task:snoozed", "day", "number"
    CASE_TASK_STRUCK = "case:task:struck", "number"
    CASE_TASK_STUCK = "case:task:stuck", "number"
    CASE_TASK_TAPPED = "case:task:tapped", "number", "state"
    CASE_TASK_UNTAPPED = "case:task:untapped", "number", "state"
    CASE_UNNOTED = "case:unnoted", "kind"
    CASE_YOUTH_CHOSE = "case:youth:chose", "place"
    CASE_YOUTH_UNNAMED = "case:youth:unnamed", "without"

    YOUTH_ALARM_PASSED = "youth:alarm:passed", "alarm", "step"
    YOUTH_ALARM_RAISED = "youth:alarm:raised", "alarm", "kind"
    YOUTH_ALARM_TAKEN = "youth:alarm:taken", "alarm"
    YOUTH_ALARM_TRIED = "youth:alarm:tried", "alarm", "outcome"
    YOUTH_ASKED_FOR_TALK = "youth:asked_for_talk"
    YOUTH_PASSED_ON = "youth:passed_on", "lines"
    YOUTH_WORDS_OPENED = "youth:words:opened", "approved_by", "lines"

    CONSULTATION_ANSWERED = "consultation:answered", "consultation"
    CONSULTATION_ASKED = "consultation:asked", "consultation"
    CONSULTATION_ENDED = "consultation:ended", "consultation"
    CONSULTATION_HELD = "consultation:held", "consultation"
    CONSULTATION_OPENED = "consultation:opened", "consultation"
    CONSULTATION_PURGED = "consultation:purged", "consultation"

    ROOM_ALARM = "room:alarm", "cause", "room"
    ROOM_FREEZE = "room:freeze", "room"
    ROOM_INVITE = "room:invite", "room", "who"
    ROOM_LEAVE = "room:leave", "room"
    ROOM_OPEN = "room:open", "room"
    ROOM_REMOVE = "room:remove", "room", "who"
    ROOM_THAW = "room:thaw", "room"
    ROOM_THAWED = "room:thawed", "fresh", "room"

    PERSON_ACCOUNT_CHANGED = "person:account:changed", "approved_by", "how", "person"
    PERSON_ACCOUNT_RELEASED = "person:account:released", "person"
    PERSON_ADDED = "person:added", "approved_by", "how", "person"
    PERSON_AWAY_ENDED = "person:away:ended", "person"
    PERSON_AWAY_NOTED = "person:away:noted", "deputy", "person", "until"
    PERSON_DIGEST_ENDED = "person:digest:ended", "person"
    PERSON_DIGEST_WANTED = "person:digest:wanted", "person"
    PERSON_HELD = "person:held", "person"
    PERSON_LEFT = "person:left", "person"
    PERSON_RELEASED = "person:released", "person"

    DEVICE_ANOTHER = "device:another"
    DEVICE_HELD_BACK = "device:held_back", "person", "why"
    DEVICE_IDENTITY_ACCEPTED = "device:identity:accepted", "approved_by", "how", "person"
    DEVICE_LOST = "device:lost", "left", "n", "person"

    UNIT_DEVIATIONS = "unit:deviations", "keys"
    UNIT_REFERENCE = "unit:reference", "kind", "number"
    UNIT_SERVERS = "unit:servers", "servers"

    IDENTITY_RESTORED = "identity:restored"
    LOG_SHORTENED = "log:shortened", "digest", "row", "rows"

    COMMAND_REFUSED = "command:refused", "reason"


#: What stands in the log instead of an action, or a command, that by its name tells of an identity that is protected
#: or of a private person in a circle.
HIDDEN_ACTION, HIDDEN_COMMAND = "case:sealed", f"{COMMAND}sealed"

_TELLING = frozenset(
    {
        Action.CASE_ACTOR_APPROVED,
        Action.CASE_PROMISE_GIVEN,
        Action.CASE_PROMISE_REFUSED,
        Action.CASE_PROMISE_TAKEN_BACK,
        Action.CASE_PROTECTED,
        Action.CASE_PROTECTED_OVER,
        Action.CASE_YOUTH_UNNAMED,
        *(carried_out(key) for key in ("protected_identity", "approve", "promise")),
    }
)

_IN_CLEAR = frozenset(
    {
        *("alarm", "before", "fresh", "person", "people", "room", "taker", "who"),  # ids
        *("lines", "n", "number", "old", "step"),
        *("day", "until"),
        "answer",  # to a meeting, as it stands in its row
        "approved_by",
        "cause",  # of a freeze or an alarm: one of a few phrases
        "state",  # of a task, as it stands in its row
    }
)

#: A second person is needed there only where an identity is protected.
_SECOND_TELLS = frozenset({Action.CASE_ACTOR_NAMED, Action.CASE_DEPUTY_NAMED})


def hidden(action: str) -> str | None:
    """What stands in the log instead of an action that tells too much; None: the action may stand there."""
    if action not in _TELLING:
        return None
    return HIDDEN_COMMAND if action.startswith(COMMAND) else HIDDEN_ACTION


def is_in_clear(action: str, detail: str) -> bool:
    """Whether a detail may be read in the row of an action about a case by whoever has only the database."""
    return detail in _IN_CLEAR and not (detail == "approved_by" and action in _SECOND_TELLS)
