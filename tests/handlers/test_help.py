"""Help shows what fits the moment, the rest by subject, and one command with an example that can be written."""

from __future__ import annotations

import re

import pytest

from bot.conversation import parse
from bot.conversation.command import Command
from bot.conversation.youth import understood_all
from bot.i18n import LANGUAGES, Language, catalogue
from bot.rules.room import RoomKind
from handlers import COMMANDS
from handlers.help import SUBJECTS, example_of, subject_of
from tests.bot.written import env
from tests.rules.making import SKOVDE

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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("menu", ["help.youth", "help.guardian"])
def test_what_the_menu_of_a_page_shows_is_understood_there(menu: str, language: Language) -> None:
    shown = re.findall(r"\*\*(.+?)\*\*", str(catalogue(language)[menu].string))
    assert len(shown) > 10
    for words in shown:
        found = parse.find(words, [each for each in SHOWN if RoomKind.PAGE in each.where])
        assert found is not None or understood_all(words, SKOVDE.functions, language), words
