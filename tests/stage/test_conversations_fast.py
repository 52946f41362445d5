"""Every conversation file holds, played without Matrix; and no youth's or guardian's lock screen ever shows what it
must not: on their own page, and in every room that they are in."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from bot.messages import Urgency
from bot.rules.profile import LEAD, YOUTH, Profile
from bot.stage import script
from bot.stage.play import play
from bot.stage.steps import Script
from tests.audience import CONVERSATIONS, Listening, listening

#: What a lock screen must not show ("conversations" 5): what this is, who takes part, where, in which case.
HIDDEN = re.compile(r"\bSIG\b|polis|police|socialtjänst|social services|skola\b|school\b|Stadshuset|K-[0-9][0-9A-Z]{2}")
#: Longest reminder, in characters.
LONGEST = 160


def _hidden(played: Script, profile: Profile) -> re.Pattern[str]:
    """The names of the people of a play, and what the profile calls what they stand for and talk about."""
    names = {actor.name for actor in played.people.values()}
    terms = (*profile.functions, *profile.kinds)
    words = {word for term in terms for word in (term.sv, term.en) if term.id not in (YOUTH, LEAD)}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b|\b(?i:{'|'.join(map(re.escape, words))})\b")


@pytest.mark.parametrize("file", CONVERSATIONS, ids=lambda file: file.stem)
async def test_the_conversation_goes_as_written(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    played = script.load(file)
    with listening() as heard, closing(Listening(played, tmp_path, heard)) as stage:
        failure = await play(played, stage)
        hidden = _hidden(played, stage.profile)
    assert failure is None, str(failure)
    assert heard.undeclared() == {}, "say in the catalogue for whom they are: python -m tests.audience"
    assert stage.unforeseen == 0
    logged = capsys.readouterr().err
    assert "effects.not_for_lock_screen" not in logged, f"not heard, as it is not in bot.rules.lock_screen: {logged}"
    for urgency, text in stage.notified:
        shown = HIDDEN.search(text) or hidden.search(text)
        assert shown is None, f"a lock screen shows {shown[0]!r}: {text}"
        if urgency in (Urgency.REMINDER, Urgency.QUESTION):
            assert len(text) <= LONGEST, text


def test_a_file_is_named_and_titled_for_what_it_shows() -> None:
    for file in CONVERSATIONS:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", file.stem), file.name
        assert " " in script.load(file).title, file.name
