"""PostgreSQL is restarted under a conversation, with commands in flight: nothing is lost, nothing is said twice."""

from __future__ import annotations

import asyncio
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from aiohttp import web
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from tests.faults.proxy import Exchange, Fault, Proxy
from tests.faults.test_kill import SCRIPT
from tests.names import own
from tests.stage.ending import End, EndingWorld

pytestmark = [pytest.mark.real, pytest.mark.long, pytest.mark.postgres]

#: Restarts in one play, and requests from one to the next, at most. What is asked then belongs to a row that is on its
#: way, and whose end has to be stored.
RESTARTS = 5
LONGEST_LIFE = 8
IN_FLIGHT = ("rooms/send", "sendToDevice", "createRoom", "rooms/invite")


@pytest.fixture
def database(postgres: str) -> Iterator[str]:
    """A database that nobody else uses."""
    server = create_engine(postgres, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE played"))
    yield make_url(postgres).set(database="played").render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE played WITH (FORCE)"))


def restart(url: str) -> None:
    """Restart the server at once: every connection is cut, and whatever was not committed is gone."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        data = Path(str(connection.scalar(text("SHOW data_directory"))))
    server = int((data / "postmaster.pid").read_text().split()[0])
    control = Path(f"/proc/{server}/exe").resolve().parent / "pg_ctl"
    command: list[str | Path] = [control, "-D", data, "-w", "-m", "immediate", "-l", data / "log", "restart"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=data.stat().st_uid, cwd=data)


class RestartingWorld(EndingWorld):
    """Looks again when the database was away as it looked."""

    def _busy(self, *, patient: bool) -> str | None:
        try:
            return super()._busy(patient=patient)
        except DBAPIError:
            return "got its database back"


class Restarter:
    """Restarts the database at requests chosen by a seed, before they are handled or after."""

    def __init__(self, seed: int, url: str) -> None:
        self._random = Random(seed)
        self._url = url
        self._left = self._random.randint(1, LONGEST_LIFE)
        self.at: list[str] = []

    def __call__(self, exchange: Exchange) -> Fault | None:
        if exchange.what not in IN_FLIGHT:
            return None
        self._left -= 1
        if self._left or len(self.at) == RESTARTS:
            return None
        self._left = self._random.randint(1, LONGEST_LIFE)
        handled = self._random.random() < 0.5
        self.at.append(f"{'after' if handled else 'before'} {exchange.what}")

        async def restarted(exchange: Exchange) -> web.StreamResponse:
            if not handled:
                await asyncio.to_thread(restart, self._url)
                return (await exchange.forward()).response()
            answer = await exchange.forward()
            await asyncio.to_thread(restart, self._url)
            return answer.response()

        return restarted


@pytest.mark.parametrize("seed", range(1, 4))
async def test_a_case_survives_restarts_of_its_database(
    homeserver: Homeserver, tmp_path: Path, reference: End, database: str, seed: int
) -> None:
    restarter = Restarter(seed, database)
    async with (
        Proxy(homeserver.url, restarter) as proxy,
        RestartingWorld(SCRIPT, tmp_path, homeserver, tag=own(), via=proxy.url, database=database) as world,
    ):
        failure = await play(SCRIPT, world.watch())
        assert failure is None, f"{restarter.at}: {failure}"
        end = await world.end()
    for place, lines in reference.said.items():
        # It may tell of its own trouble besides, and word by it what it says; but it says nothing twice
        said, expected = Counter(end.said[place]), Counter(lines)
        assert [line for line in expected if said[line] > expected[line]] == [], (place, restarter.at)
        assert said.total() >= expected.total(), (place, restarter.at)
    assert (end.members, end.broken, end.wrong) == (reference.members, [], []), restarter.at
    assert len(restarter.at) == RESTARTS
