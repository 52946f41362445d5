"""Who may do what. Authority follows the person, never the room."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody is in a unit. Each person has one."""

    COORDINATOR = "coordinator"  # samordnare: all cases of the unit
    SECOND = "second"  # a second person, such as the manager: only says yes or no to what takes two
    LEAD = "lead"  # operativ samordnare: the daily work of the cases they are named in
    ACTOR = "actor"  # aktör: a professional or a private person who takes part
    YOUTH = "youth"
    GUARDIAN = "guardian"
    GUEST = "guest"  # has no case; asks in general
    OPERATOR = "operator"  # runs the bot; is told what is wrong with it, and nothing of any case


#: The unit of those who run the bot. No unit of the settings can be called so, and none sees another.
OPERATORS = "_operators"


#: Roles whose words on their own page are free text: what is no whole command never gets a parser's error.
OWN_WORDS = frozenset({Role.YOUTH, Role.GUARDIAN, Role.GUEST})


class Duty(StrEnum):
    """What may be done. A command names the one it needs."""

    CONSULT = "consult"  # answer guests who ask without saying whom it is about
    OPEN_CASE = "open_case"  # create a case and prepare it: information meeting, naming actors
    SEE_CASES = "see_cases"  # all of the unit
    OVERSEE = "oversee"  # see how the cases stand that one coordinates or leads
    BIND_PERSON = "bind_person"  # add people and bind their Matrix ids
    APPROVE = "approve"  # be the second person
    RECORD_CONSENT = "record_consent"  # record, show and withdraw for others
    WITHDRAW_OWN = "withdraw_own"
    PROMISE = "promise"  # a private person: promise to pass nothing on
    RECEIVE = "receive"  # note that one's own authority has the consent
    CHOOSE_PLACE = "choose_place"  # the youth: the case room, or the own page only
    TAKE_ALARM = "take_alarm"  # take what a youth's alarm asks for, and say what came of it
    MANAGE_ROOM = "manage_room"  # open, thaw, see who would come in
    PLAN = "plan"  # give tasks
    STATUS = "status"  # say how one's own tasks go
    CHOOSE_DIGEST = "choose_digest"  # be asked about everything together, once a week
    MEETING = "meeting"  # call a meeting, move it, note who came
    SEE_MEETINGS = "see_meetings"  # which meetings one has before one, of professionals
    PREPARE = "prepare"  # hand in a point for a meeting, and see its agenda; a youth does on their page
    ATTEND = "attend"  # answer whether one can come
    CLOSE = "close"
    SEE_WHO = "see_who"  # who may read what
    SEE_PLAN = "see_plan"  # what is to be done, as far as one may know it
    SELF = "self"  # help, language, own settings
    STOP_REMINDERS = "stop_reminders"


#: Duties whose commands let people in, remove them or close a case: a yes to them counts only for a short
#: time.
FAR_REACHING = frozenset(
    {
        Duty.OPEN_CASE,
        Duty.BIND_PERSON,
        Duty.RECORD_CONSENT,
        Duty.WITHDRAW_OWN,
        Duty.CHOOSE_PLACE,
        Duty.MANAGE_ROOM,
        Duty.CLOSE,
    }
)


class Consequence(IntEnum):
    """What may follow from a command, from the least to the most."""

    LOOK = 0  # something is shown
    NOTE = 1  # something is noted, which the same person can change again
    TELL = 2  # others are told, asked or given something
    FAR = 3  # somebody is put out or let in, something is closed or opened


_TELLING = frozenset({Duty.CONSULT, Duty.PLAN, Duty.MEETING})


def consequence(duty: Duty) -> Consequence:
    """What may follow from a command that needs this duty, unless the command says otherwise.

    That it only shows something, each command says itself: such a one may be shown on a guess.
    """
    if duty in FAR_REACHING or duty is Duty.APPROVE:
        return Consequence.FAR
    if duty in _TELLING:
        return Consequence.TELL
    return Consequence.NOTE


_EVERYBODY = frozenset({Duty.SELF})
_IN_A_CASE = _EVERYBODY | {Duty.STOP_REMINDERS, Duty.SEE_WHO, Duty.SEE_PLAN, Duty.ATTEND}
_AT_WORK = _IN_A_CASE | {Duty.STATUS}

#: The whole table. What is not here is not allowed.
DUTIES: Mapping[Role, frozenset[Duty]] = MappingProxyType(
    {
        Role.COORDINATOR: _AT_WORK
        | {
            Duty.CONSULT,
            Duty.OPEN_CASE,
            Duty.SEE_CASES,
            Duty.OVERSEE,
            Duty.BIND_PERSON,
            Duty.APPROVE,
            Duty.RECORD_CONSENT,
            Duty.RECEIVE,
            Duty.TAKE_ALARM,
            Duty.MANAGE_ROOM,
            Duty.PLAN,
            Duty.MEETING,
            Duty.CLOSE,
            Duty.CHOOSE_DIGEST,
            Duty.SEE_MEETINGS,
            Duty.PREPARE,
        },
        Role.SECOND: _EVERYBODY | {Duty.APPROVE, Duty.TAKE_ALARM},
        Role.LEAD: _AT_WORK
        | {
            *(Duty.OVERSEE, Duty.RECEIVE, Duty.PLAN, Duty.MEETING, Duty.CHOOSE_DIGEST, Duty.PREPARE),
            Duty.SEE_MEETINGS,
        },
        Role.ACTOR: _AT_WORK
        | {Duty.RECEIVE, Duty.PROMISE, Duty.CHOOSE_DIGEST, Duty.PREPARE, Duty.SEE_MEETINGS},
        Role.YOUTH: _AT_WORK | {Duty.WITHDRAW_OWN, Duty.CHOOSE_PLACE},
        Role.GUARDIAN: _AT_WORK | {Duty.WITHDRAW_OWN},
        Role.GUEST: _EVERYBODY,
        Role.OPERATOR: _EVERYBODY,
    }
)


def may(role: Role, duty: Duty) -> bool:
    """Whether a role has a duty. Which cases that goes for depends on where the person takes part."""
    return duty in DUTIES[role]
