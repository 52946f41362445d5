"""The history of a case: every row of the audit log has its words, and words name only what a row can hold."""

from __future__ import annotations

from string import Formatter

import pytest

from bot.i18n import LANGUAGES, Language, catalogue
from bot.rules.audit import Action
from bot.rules.meeting import Answer
from bot.rules.plan import TaskState
from handlers.case.history import READS, TOLD


def test_every_action_has_its_words() -> None:
    assert set(TOLD) == set(Action)
    assert set(TOLD.values()) <= set(catalogue("sv"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_name_only_what_a_row_can_hold(language: Language) -> None:
    for action, name in TOLD.items():
        braces = {field for _, field, _, _ in Formatter().parse(str(catalogue(language)[name].string)) if field}
        assert braces <= action.details & set(READS), name


def test_states_and_answers_have_words() -> None:
    wanted = {f"history.task_{state}" for state in TaskState} | {f"history.answer_{answer}" for answer in Answer}
    assert wanted <= set(catalogue("sv"))
