"""The words handlers use: all there in both languages, and those that come unasked fit a lock screen."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.core import load_profile, profiles
from bot.i18n import LANGUAGES, Language, T, catalogue, items, lines, say
from bot.rules import lock_screen
from bot.rules.plan import TaskState
from bot.rules.profile import LEAD, YOUTH
from bot.rules.reactions import Question, legend, snooze_in
from bot.settings import Settings
from bot.wording.legend import legend_key
from bot.wording.meeting import TAPS
from tests.rules.making import task

#: Every sign that any message of ours offers.
SIGNS = "✅❌❓⏳⛔▶⏩"

OURS = [load_profile(name) for name in profiles()]

ROOT = Path(__file__).parents[2]
HANDLERS = sorted((ROOT / "handlers").rglob("*.py"))

#: What comes with a sound to a youth who has asked nothing, with the longest values it can have.
UNASKED: dict[str, dict[str, Any]] = {
    "meeting.known_today": {"at": time(15, 30), "day": date(2026, 12, 23)},
    "meeting.known_tomorrow": {"at": time(15, 30), "day": date(2026, 12, 23)},
    "meeting.known_later": {"at": time(15, 30), "day": date(2026, 12, 23)},
    "meeting.remind_today": {"at": time(15, 30), "day": date(2026, 12, 23)},
    "meeting.remind_tomorrow": {"at": time(15, 30), "day": date(2026, 12, 23)},
    "meeting.remind_later": {"at": time(15, 30), "day": date(2026, 12, 23)},
    "meeting.tell_today": {"at": time(15, 30), "day": date(2026, 12, 23)},
    "meeting.tell_tomorrow": {"at": time(15, 30), "day": date(2026, 12, 23)},
    "meeting.tell_later": {"at": time(15, 30), "day": date(2026, 12, 23)},
    "meeting.youth_moved": {
        "before": datetime(2026, 12, 23, 15, 30, tzinfo=UTC),
        "at": datetime(2026, 12, 24, 15, 30, tzinfo=UTC),
    },
    "youth.how_is_it_going": {},
    "meeting.youth_off": {"at": datetime(2026, 12, 23, 15, 30, tzinfo=UTC)},
    "meeting.youth_place": {"at": datetime(2026, 12, 23, 15, 30, tzinfo=UTC)},
    "device.new": {"n": 20},
    "device.new_closed": {"n": 20},
}
OF_YOUTHS = """all_read taken_away pass_on send_or_not in_words full nothing_kept wordless no_talk which_time_yes
which_time_no answer_that still_kept not_all not_asked_any_more gone your_choice stays whom_again
stopped started nothing_asked over already_room room_after_talk already_page choose_room choose_page now_room now_page
nobody_in is_it_you somebody_knows unread place_heard will_call_later still_can_send kept_nobody_opens
kept_two_may_open"""
#: What comes with a sound because a youth has just written.
ANSWERS: dict[str, dict[str, Any]] = {
    "meeting.youth_yes": {"at": datetime(2026, 12, 23, 15, 30, tzinfo=UTC)},
    "meeting.youth_maybe": {"at": datetime(2026, 12, 23, 15, 30, tzinfo=UTC)},
    "meeting.youth_no": {"at": datetime(2026, 12, 23, 15, 30, tzinfo=UTC)},
    "meeting.ask_when": {},
    "meeting.youth_asks_on": {},
    "meeting.not_any_more": {},
    "person.greeting_youth": {},
    "person.no_human_reads": {},
    "person.does": {},
    "person.hide_previews": {},
    "person.stop_or_call": {},
    "person.interpreter": {},
    "person.emergency": {"emergency": "112"},
    "person.help_line": {"help_line": "Bris", "phone": "077-150 50 50", "when": "vardagar"},
    "profile.further": {"line": "112"},
    "device.lost": {"devices": ["Element på iPhone"]},
    "device.keeps": {},
    "device.log_out": {},
    "device.last": {},
    "help.contact_phone": {"phone": "0500-49 80 00"},
    "youth.safe": {"emergency": "112", "help_line": "Bris", "phone": "116 111", "when": "dygnet runt"},
    "youth.passed_on": {"n": 2},
    "youth.will_call": {"phone": "0500-49 80 00"},
    "youth.read_today": {"at": time(16)},
    "youth.read_later": {"at": datetime(2026, 12, 28, 8, tzinfo=UTC)},
    "youth.cannot_wait": {"emergency": "112"},
    "youth.cannot_wait_jour": {"emergency": "112", "phone": "0500-49 80 00"},
    "youth.danger": {"emergency": "112"},
    "youth.not_passed_on": {"at": datetime(2026, 12, 24, 8, tzinfo=UTC)},
    **{f"youth.{name}": {} for name in OF_YOUTHS.split()},
}
#: What else may notify where a youth is, in a room or when something has happened to it.
ELSEWHERE = """room.news room.news_meeting birthday.youth_15 birthday.youth_18 birthday.youth_answered
alarm.room_stranger alarm.room_settings alarm.room_restored alarm.room_lost alarm.stay_away alarm.thawed_room
alarm.thawed_page"""
NOTIFYING: dict[str, dict[str, Any]] = {
    **UNASKED,
    **ANSWERS,
    "alarm.room_page": {"emergency": "112"},
    "recovery.unread": {
        "since": datetime(2026, 12, 23, 15, 30, tzinfo=UTC),
        "until": datetime(2026, 12, 24, 15, 30, tzinfo=UTC),
    },
    **{key: {} for key in ELSEWHERE.split()},
}
#: The values that such a text may have: a day or time, how many, a number to ring, what a device is called, and what a
#: municipality has had translated.
HARMLESS = frozenset(
    {"at", "day", "before", "since", "until", "n", "emergency", "help_line", "when", "phone", "devices", "line"}
)
#: What this is (SIG, but not Swedish "sig"), which case, and why.
HIDDEN = re.compile(r"\bSIG\b|K-\d|(?i:socialtjänst|social services|ärende|\bcase\b|samtyck|consent|\bbrott|\bcrime)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_handlers_name_is_there(language: Language) -> None:
    found = {key for file in HANDLERS for key in re.findall(r'(?:T|refuse)\("([a-z_.]+)"', file.read_text("utf-8"))}
    found |= {key for file in HANDLERS for key in re.findall(r'ask="([a-z_.]+)"', file.read_text("utf-8"))}
    assert len(found) > 100
    assert found - catalogue(language).keys() == set()


def test_every_text_that_may_notify_near_a_youth_is_tried_here() -> None:
    assert NOTIFYING.keys() == lock_screen.MAY_NOTIFY


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_notifies_near_a_youth_shows_nothing_on_a_lock_screen(language: Language) -> None:
    terms = [term for profile in OURS for term in (*profile.functions, *profile.kinds) if term.id not in (YOUTH, LEAD)]
    names = {word.casefold() for term in terms for word in (term.sv, term.en, *term.words)} - {"work"}
    for key, values in NOTIFYING.items():
        text = say(T(key, **values), language)
        assert HIDDEN.search(text) is None, text
        for name in names:
            assert re.search(rf"\b{re.escape(name)}\b", text.casefold()) is None, f"{key} names {name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_notifies_near_a_youth_has_no_values_that_could_name_anybody(language: Language) -> None:
    for key in lock_screen.MAY_NOTIFY:
        form = catalogue(language)[key]
        placeholders = set(re.findall(r"\{(\w+)\}", str(form)))
        assert placeholders <= HARMLESS, key


def test_what_rooms_and_the_bot_are_called_shows_nothing_on_a_lock_screen() -> None:
    """A case room is called by its code, and no room has a topic."""
    fields = (Settings.model_fields[name] for name in ("display_name", "device_name", "page_name", "office_name"))
    assert [field.default for field in fields if HIDDEN.search(field.default)] == []


def test_messages_are_made_where_it_is_decided_whether_they_notify() -> None:
    """Besides, a restored bot says one listed text before anything of it runs."""
    files = [file for folder in ("bot", "handlers", "storage") for file in (ROOT / folder).rglob("*.py")]
    making = re.compile(r"(?<!case )(?<!\| )(?<!class )SayBody\((?!\))")
    makers = {file.name for file in files if "stage" not in file.parts and making.search(file.read_text("utf-8"))}
    assert makers == {"effects.py", "identity_restore.py"}


def test_only_what_is_listed_whole_may_be_shown() -> None:
    reminder = T("meeting.remind_today", at=time(15))
    assert lock_screen.may_show(lines(T("youth.safe"), T("youth.pass_on")))
    assert not lock_screen.may_show(lines(reminder, T("meeting.what")))
    assert not lock_screen.may_show(lines(reminder, items(reminder)))
    assert not lock_screen.may_show(T("meeting.remind_today", at=T("meeting.what")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_comes_unasked_is_short(language: Language) -> None:
    for key, values in UNASKED.items():
        assert len(say(T(key, **values), language)) <= 160, key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", Question)
@pytest.mark.parametrize("state", TaskState)
def test_a_message_about_a_task_shows_the_signs_it_takes_and_no_others(
    language: Language, question: Question, state: TaskState
) -> None:
    key = legend_key(question, task(1, state))
    shown = "" if key is None else say(T(key, name="Sven", number=1), language)
    put_off = {sign for sign in SIGNS if snooze_in(question, state, sign) is not None}
    assert {sign for sign in SIGNS if sign in shown} == {*legend(question, state), *put_off}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_shows_the_signs_it_takes_and_no_others(language: Language) -> None:
    shown = say(T("meeting.can_you"), language)
    assert {sign for sign in SIGNS if sign in shown} == set(TAPS)
