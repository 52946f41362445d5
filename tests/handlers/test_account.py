"""A server that is struck off the list: whoever has their account there is out, and kontoret is told, once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from bot.rules.room import RoomState
from bot.stage.fast import SERVER, FastStage
from bot.stage.play import play
from bot.stage.script import load
from bot.stage.stagehand import BOT
from handlers import TABLE

FILE = Path(__file__).parents[1] / "conversations" / "skolan-slapps-inte-in-utan-samtycke.yaml"


async def restarted(stage: FastStage, *servers: str) -> list[str]:
    """What kontoret is told after a start on a machine of another name, with these servers on the list."""
    core, before = stage._core, len(stage.transcript())
    (unit,) = core._profiles
    core._profiles[unit] = core._profiles[unit].model_copy(
        update={"own_server": "hemma.exempel", "allowed_servers": servers}
    )
    core.prepare()
    await stage.settle()
    return [line.text for line in stage.transcript()[before:] if line.who == BOT and line.place == "office"]


async def test_whose_server_is_struck_is_out_and_the_room_without_the_police_is_frozen(tmp_path: Path) -> None:
    script = load(FILE)
    with closing(FastStage(script, TABLE, tmp_path)) as stage:
        assert await play(script, stage, lambda _: None) is None
        there = await stage.members("K-7F2")
        assert {"anna", "petra", "sven"} <= there
        assert await restarted(stage, SERVER) == []
        assert await stage.members("K-7F2") == there
        (told,) = await restarted(stage)
        assert "Petra, i K-7F2" in told
        assert "byt konto" in told
        assert await stage.members("K-7F2") == {"anna"}
        assert await stage.members("page of petra") == frozenset()
        assert await stage.members("page of anna") == {"anna"}
        assert await stage.members("page of alex") == {"alex"}, "a youth has always a place"
        assert stage._room("K-7F2").state == RoomState.FROZEN
        assert await restarted(stage) == []
        assert await restarted(stage, SERVER) == []
        assert stage._room("K-7F2").state == RoomState.OPEN
        assert await stage.members("K-7F2") == there
