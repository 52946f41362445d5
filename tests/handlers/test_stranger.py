"""Somebody the bot does not know is not answered, whatever they write and however they came in."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from bot.stage.fast import SERVER, FastStage
from bot.stage.script import parse
from bot.stage.stagehand import BOT
from handlers import TABLE

SCRIPT = """\
title: A stranger in the office
people: {anna: coordinator, berit: second}
steps:
  - {who: anna, in: office, says: hjälp}
"""


async def test_a_stranger_is_not_answered(tmp_path: Path) -> None:
    with closing(FastStage(parse(SCRIPT), TABLE, tmp_path)) as stage:
        await stage.settle()
        office = next(iter(stage._joined))
        for there in stage._joined.values():
            there.add(f"@okand:{SERVER}")  # by the homeserver's administrator, say
        assert office
        before = len(stage.transcript())
        for text in ("ärenden", "!ärende ny 15-17 skola", "ja", "hjälp"):
            await stage.say("okand", "office", text)
            await stage.settle()
        assert [line.text for line in stage.transcript()[before:] if line.who == BOT] == []
