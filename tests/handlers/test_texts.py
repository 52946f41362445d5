"""The words handlers use: all there in both languages, and those that come unasked fit a lock screen."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.i18n import LANGUAGES, Language, T, catalogue, say
from bot.rules.plan import TaskState
from bot.rules.reactions import Question, legend
from bot.wording.meeting import TAPS
from handlers import plan
from tests.rules.making import task

#: Every sign that any message of ours offers.
SIGNS = "✅❌❓⏳⛔"

HANDLERS = sorted((Path(__file__).parents[2] / "handlers").rglob("*.py"))

#: What comes with a sound to a youth who has asked nothing, with the longest values it can have.
UNASKED: dict[str, dict[str, Any]] = {
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
    "meeting.youth_off": {"at": datetime(2026, 12, 23, 15, 30, tzinfo=UTC)},
    "device.new": {"n": 20},
    "device.new_closed": {"n": 20},
}
YOUTH = """somebody_knows unread place_heard will_call_later
pass_on send_or_not in_words full nothing_kept wordless no_talk which_time_yes which_time_no answer_that
still_kept not_all not_asked_any_more still_can_send
kept_nobody_opens kept_two_may_open gone your_choice stays whom_again stopped started nothing_asked over
already_room already_page choose_room choose_page now_room now_page nobody_in is_it_you"""
#: What comes with a sound because a youth has just written.
ANSWERS: dict[str, dict[str, Any]] = {
    "meeting.youth_yes": {"at": datetime(2026, 12, 23, 15, 30, tzinfo=UTC)},
    "meeting.youth_maybe": {"at": datetime(2026, 12, 23, 15, 30, tzinfo=UTC)},
    "meeting.youth_no": {"at": datetime(2026, 12, 23, 15, 30, tzinfo=UTC)},
    "meeting.ask_when": {},
    "meeting.youth_asks_on": {},
    "meeting.not_any_more": {},
    "person.greeting_youth": {},
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
    **{f"youth.{name}": {} for name in YOUTH.split()},
}
#: What this is (SIG, but not Swedish "sig"), who takes part, which case.
HIDDEN = re.compile(r"\bSIG\b|K-\d|(?i:polis|police|socialtjänst|social services|\bskola|\bschool|ärende|\bcase\b)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_handlers_name_is_there(language: Language) -> None:
    found = {key for file in HANDLERS for key in re.findall(r'(?:T|refuse)\("([a-z_.]+)"', file.read_text("utf-8"))}
    found |= {key for file in HANDLERS for key in re.findall(r'ask="([a-z_.]+)"', file.read_text("utf-8"))}
    assert len(found) > 100
    assert found - catalogue(language).keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_notifies_a_youth_shows_nothing_on_a_lock_screen(language: Language) -> None:
    for key, values in {**UNASKED, **ANSWERS}.items():
        text = say(T(key, **values), language)
        assert HIDDEN.search(text) is None, text


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
    key = plan.legend_key(question, task(1, state))
    shown = "" if key is None else say(T(key, name="Sven", number=1), language)
    assert {sign for sign in SIGNS if sign in shown} == set(legend(question, state))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_shows_the_signs_it_takes_and_no_others(language: Language) -> None:
    shown = say(T("meeting.can_you"), language)
    assert {sign for sign in SIGNS if sign in shown} == set(TAPS)
