"""After the bot was restored from a copy no case goes on before its coordinator has gone through it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bot.rules.alarm import Cause
from bot.rules.room import RoomKind
from bot.stage.fast import FastStage
from bot.stage.play import play
from bot.stage.script import load
from bot.stage.stagehand import BOT
from handlers import TABLE
from storage import alarm
from storage.tables import Room

FILE = Path(__file__).parents[1] / "conversations" / "kort.yaml"


async def test_a_case_waits_for_its_coordinator(tmp_path: Path) -> None:
    script = load(FILE)
    opened = next(n for n, step in enumerate(script.steps, 1) if "Välkomna" in step.source)
    with closing(FastStage(script, TABLE, tmp_path)) as stage:
        assert await play(replace(script, steps=script.steps[:opened]), stage) is None
        said = len(stage.transcript())
        with stage._core.db.unit() as session:
            row = session.query(Room).filter_by(kind=RoomKind.CASE).one()
            assert alarm.raise_alarm(session, row, Cause.RESTORED, stage.now())
        await stage.settle()
        told = [(line.place, line.text) for line in stage.transcript()[said:] if line.who == BOT]
        assert [place for place, _ in told] == ["K-3M9"]  # kontoret has been told of all of them at once
        assert "samordnaren har sett efter" in told[0][1]
        await stage.say("anna", "office", "uppgift K-3M9 Ringa hem @petra")
        await stage.settle()
        assert [line.place for line in stage.transcript()[said + 1 :] if line.who == BOT] == ["office"]  # held
        for text in ("tina upp K-3M9", "ja"):
            await stage.say("anna", "office", text)
            await stage.settle()
        after = [line.text for line in stage.transcript()[said:] if (line.who, line.place) == (BOT, "K-3M9")]
        assert any("Ringa hem" in text for text in after)
        assert any("Nu kan ni skriva här igen" in text for text in after)
