"""While the bot is away people write on; when it is back, youths come first, and the alarm says when they wrote."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from bot.stage import script
from bot.stage.fast import FastStage
from bot.stage.play import play
from bot.stage.stagehand import BOT
from bot.stage.steps import Away
from handlers import TABLE

FILE = Path(__file__).parents[1] / "conversations" / "boten-var-borta-over-natten.yaml"


async def test_a_youths_words_come_first_and_the_alarm_says_when_they_were_written(tmp_path: Path) -> None:
    played = script.load(FILE)
    back = next(step for step in played.steps if isinstance(step, Away) and not step.begins)
    with closing(FastStage(played, TABLE, tmp_path)) as stage:
        assert await play(played, stage) is None
        lines = list(stage.transcript())
    written = next(number for number, line in enumerate(lines) if "utanför dörren" in line.text)
    later = [line for line in lines[written + 1 :] if line.who == BOT and line.kind != "reaction"]
    first = later[: len(back.bot)]
    assert [line.place for line in first][:2] in (["page of anna", "page of alex"], ["page of alex", "page of anna"])
    alarms = [line.text for line in later if line.place == "page of anna"]
    assert alarms[0].endswith("\nDet skrevs kl 02.13, men jag var borta och fick det först kl 07.00.")
    assert "Det skrevs" not in alarms[1]
