"""Every conversation once more on PostgreSQL, one of them in each run: what the bot does must not depend on its
database."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.stage import script
from bot.stage.fast import FastStage
from bot.stage.play import play
from handlers import TABLE

FILES = sorted((Path(__file__).parents[1] / "conversations").glob("*.yaml"))

pytestmark = pytest.mark.postgres

#: Played in each run.
SAMPLE = "under-15-racker-vardnadshavaren"


@pytest.mark.parametrize(
    "file",
    [pytest.param(file, id=file.stem, marks=[] if file.stem == SAMPLE else pytest.mark.long) for file in FILES],
)
async def test_it_goes_as_written_on_postgresql(file: Path, tmp_path: Path, postgres: str) -> None:
    played = script.load(file)
    stage = FastStage(played, TABLE, tmp_path, postgres)
    try:
        failure = await play(played, stage)
    finally:
        stage.close()
    assert failure is None, str(failure)
