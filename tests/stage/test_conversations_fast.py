"""Every conversation file holds, played without Matrix; and no youth's lock screen ever shows what it must not."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from bot.messages import Urgency
from bot.stage import script
from bot.stage.play import play
from tests.audience import CONVERSATIONS, Listening, listening

#: What a lock screen must not show ("conversations" 5): what this is, who takes part, where, in which case.
HIDDEN = re.compile(r"\bSIG\b|polis|police|socialtjänst|social services|skola\b|school\b|Stadshuset|K-[0-9][0-9A-Z]{2}")
#: Longest reminder, in characters.
LONGEST = 160


@pytest.mark.parametrize("file", CONVERSATIONS, ids=lambda file: file.stem)
async def test_the_conversation_goes_as_written(file: Path, tmp_path: Path) -> None:
    played = script.load(file)
    with listening() as heard, closing(Listening(played, tmp_path, heard)) as stage:
        failure = await play(played, stage)
    assert failure is None, str(failure)
    assert heard.undeclared() == {}, "say in the catalogue for whom they are: python -m tests.audience"
    assert stage.unforeseen == 0
    names = "|".join(re.escape(actor.name) for actor in played.people.values())
    for urgency, text in stage.notified:
        shown = HIDDEN.search(text) or re.search(rf"\b({names})\b", text)
        assert shown is None, f"a lock screen shows {shown[0]!r}: {text}"
        if urgency in (Urgency.REMINDER, Urgency.QUESTION):
            assert len(text) <= LONGEST, text


def test_a_file_is_named_and_titled_for_what_it_shows() -> None:
    for file in CONVERSATIONS:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", file.stem), file.name
        assert " " in script.load(file).title, file.name
