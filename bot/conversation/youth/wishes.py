"""What plain words on a youth's or guardian's page may ask for or say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: The longest message, in characters, that may be ordinary.
LONGEST = 300


class Intent(StrEnum):
    """What plain words on a youth's or guardian's page ask for or say: a closed list."""

    # what they ask
    WHEN = "when"  # when the next meeting is
    WHERE = "where"
    HOW_LONG = "how_long"  # how long a meeting takes
    WHO_COMES = "who_comes"  # who comes to the meeting
    WHO_READS = "who_reads"  # who can read this ("kan polisen läsa det här"); ``function`` if one is named
    WHAT_IS_THIS = "what_is_this"  # what the group, this chat, a SIG is
    ARE_YOU_HUMAN = "are_you_human"  # who or what the bot is
    MUST_I = "must_i"  # whether one must come, or take part
    MAY_I_BRING = "may_i_bring"  # somebody to the meeting
    CAN_I_STOP = "can_i_stop"  # whether, and how, one can leave it
    WHAT_IS_KEPT = "what_is_kept"
    MY_RIGHTS = "my_rights"
    COORDINATOR = "coordinator"  # who the coordinator is, and the number
    MY_TASKS = "my_tasks"
    CALENDAR = "calendar"  # the times as a file for their calendar
    ASK_ABOUT = (
        "ask_about"  # a practical thing that only a human knows; ``said``: the thing, of a closed list
    )
    MENU = "menu"  # what can be written here
    # what they say about a meeting
    YES = "yes"
    NO = "no"
    CANNOT = "cannot"  # "kan inte då har prov": ``reason`` is from a closed list
    SICK = "sick"
    LATE = "late"  # ``minutes`` when said
    MAYBE = "maybe"
    OTHER_TIME = "other_time"  # ``when``: the words about the time, which say nothing else
    # what they want done
    STOP_REMINDERS = "stop"
    START_REMINDERS = "start"
    REMIND_USUALLY = "remind_usually"  # the evening before, and two hours before
    REMIND_EVENING = "remind_evening"  # the evening before, and no more
    REMIND_MORNING = "remind_morning"  # in the morning of the day
    REMIND_TWO_HOURS = "remind_two_hours"
    REMIND_ONE_HOUR = "remind_one_hour"
    REST_REMINDERS = "rest"  # until ``when``, and then again
    CALL_ME = "call"
    OUT = "withdraw"  # somebody is to be out of it; ``function``: who
    IN = "in"  # somebody is to be in it
    BACK_AGAIN = "back_again"  # the writer, or somebody put out, is to be back
    SECRET = "secret"  # noqa: S105 - no password; somebody near may not know; ``said``: what they are called
    OTHER_COORDINATOR = "other_coordinator"
    COMPLAIN = "complain"
    MEET_ELSEWHERE = "meet_elsewhere"
    NOT_AT_MEETING = "not_at_meeting"  # not him or her at the meeting
    LANGUAGE = "language"  # ``said``: the language's code
    INTERPRETER = "interpreter"
    OTHER_PHONE = "other_phone"  # I have another phone
    NOT_ME = "not_me"  # it is not me who writes
    REMOVE_ME = "remove_me"  # "ta bort mig": the group, or life? It gets a question of its own
    CLEAR_AWAY = "clear_away"  # STÄDA: the bot takes its messages away
    UNDO = "undo"  # ÅNGRA: a withdrawal
    # small talk
    GREETING = "greeting"
    THANKS = "thanks"
    PRACTICAL = "practical"  # a harmless remark with nothing to do: "fel chatt", "svarar sen"
    FINE = "fine"  # "ok", "okej", "aight" to nothing that is asked
    LAUGHTER = "laughter"
    EMOJI = "emoji"


class Asked(StrEnum):
    """What the bot's open question to somebody is about: some words are an answer to it, and nothing else
    without it."""

    MEETING = "meeting"  # whether they can come: "kan inte", "orkar inte", "vet inte"
    TIME = "time"  # when it would suit them: "ikväll", "efter plugget"
    OFFER = "offer"  # whether what they wrote may be passed on: "aa gör det", "hellre lisa"
    OTHER = "other"  # any other question that a yes or no answers


class Reason(StrEnum):
    """Why somebody cannot come, or is late: harmless reasons alone."""

    TEST = "test"
    TRAINING = "training"
    MATCH = "match"
    WORK = "work"
    SCHOOL = "school"
    HOMEWORK = "homework"
    DENTIST = "dentist"
    APPOINTMENT = "appointment"
    DRIVING = "driving"
    TRAVEL = "travel"
    PARTY = "party"
    BABYSITTING = "babysitting"
    TRANSPORT = "transport"
    FORGOT = "forgot"
    OVERSLEPT = "overslept"
    BUSY = "busy"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody's plain words ask for or say.

    ``function``: whom it is about; None when that has to be asked, or when it is about nobody. ``said``: what
    they called people, or a language's code. ``minutes``: how late, if that was said. ``when``: words about a
    time and nothing else; ``not_when``: the time at which they cannot come, if they name it. ``reason``: why
    they cannot come, one of :class:`Reason`. ``alarmed``: it was said
    so that the safe words go beside the answer ("STOPP!").
    """

    kind: Intent
    function: str | None = None
    said: str = ""
    minutes: int | None = None
    when: str = ""
    not_when: str = ""
    reason: str = ""
    alarmed: bool = False
