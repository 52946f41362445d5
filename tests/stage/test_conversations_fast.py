"""Every conversation file holds, played without Matrix; and no youth's lock screen ever shows what it must not."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from bot.messages import Delivered, Urgency
from bot.stage import script
from bot.stage.fast import FastStage
from bot.stage.play import play
from bot.stage.steps import Script
from handlers import TABLE
from storage.body import SayBody
from storage.outbox import Item
from storage.room import RoomView

FILES = sorted((Path(__file__).parents[1] / "conversations").glob("*.yaml"))

#: What a lock screen must not show ("conversations" 5): what this is, who takes part, where, in which case.
HIDDEN = re.compile(r"\bSIG\b|polis|police|socialtjänst|social services|skola\b|school\b|Stadshuset|K-[0-9][0-9A-Z]{2}")
#: Longest reminder, in characters.
LONGEST = 160


class Watched(FastStage):
    """A stage that also notes what came on a youth's page with a sound."""

    def __init__(self, played: Script, folder: Path) -> None:
        super().__init__(played, TABLE, folder)
        self.notified: list[tuple[str, str]] = []
        self._youths = {handle for handle, actor in played.people.items() if actor.role == "youth"}

    async def _deliver(self, item: Item, where: RoomView) -> Delivered:
        owner = self._place(where).removeprefix("page of ")
        if isinstance(item.body, SayBody) and owner in self._youths and not item.body.quiet:
            self.notified.append((item.urgency, item.body.plain))
        return await super()._deliver(item, where)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_the_conversation_goes_as_written(file: Path, tmp_path: Path) -> None:
    played = script.load(file)
    with closing(Watched(played, tmp_path)) as stage:
        failure = await play(played, stage)
    assert failure is None, str(failure)
    names = "|".join(re.escape(actor.name) for actor in played.people.values())
    for urgency, text in stage.notified:
        shown = HIDDEN.search(text) or re.search(rf"\b({names})\b", text)
        assert shown is None, f"a lock screen shows {shown[0]!r}: {text}"
        if urgency in (Urgency.REMINDER, Urgency.QUESTION):
            assert len(text) <= LONGEST, text


def test_a_file_is_named_and_titled_for_what_it_shows() -> None:
    for file in FILES:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", file.stem), file.name
        assert " " in script.load(file).title, file.name
