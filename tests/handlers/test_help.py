"""Help shows what fits the moment, the rest by subject, and one command with an example that can be written."""

from __future__ import annotations

import re

import pytest

from bot.conversation import parse
from bot.conversation.command import Command
from bot.i18n import LANGUAGES, Language
from handlers import COMMANDS
from handlers.help import SUBJECTS, example_of, subject_of
from tests.bot.written import env

SHOWN = [each for each in COMMANDS if not each.hidden]

#: What can be noted depends on the profile and the case, and who is protected on the case: no example fits all.
WITHOUT = {"note", "protected_identity"}


def test_every_command_is_listed_under_a_subject() -> None:
    assert {subject_of(each) for each in SHOWN} == {subject.id for subject in SUBJECTS}
    assert sum(subject_of(each) == "other" for each in SHOWN) < 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("each", SHOWN, ids=lambda each: each.key)
def test_an_example_can_be_written_as_it_stands(each: Command, language: Language) -> None:
    example = example_of(each, language)
    found = parse.find(example, COMMANDS)
    assert found is not None
    assert found[0] is each
    read = parse.read(each, found[1], env(language))
    lacking = parse.missing(read)
    assert lacking is None or each.key in WITHOUT | {"change_account"}, (example, lacking)
    assert not re.search(r"[åäö]", example) or language == "sv"
