"""Every conversation once more on PostgreSQL: what the bot does must not depend on its database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.stage import script
from bot.stage.fast import FastStage
from bot.stage.play import play
from handlers import TABLE
from storage.tables import Base

FILES = sorted((Path(__file__).parents[1] / "conversations").glob("*.yaml"))

pytestmark = [pytest.mark.long, pytest.mark.postgres]


@pytest.fixture
def empty(postgres: str) -> Iterator[str]:
    engine = create_engine(postgres)
    Base.metadata.drop_all(engine)
    yield postgres
    Base.metadata.drop_all(engine)
    engine.dispose()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_it_goes_as_written_on_postgresql(file: Path, tmp_path: Path, empty: str) -> None:
    played = script.load(file)
    stage = FastStage(played, TABLE, tmp_path, empty)
    try:
        failure = await play(played, stage)
    finally:
        stage.close()
    assert failure is None, str(failure)
