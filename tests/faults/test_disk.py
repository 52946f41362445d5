"""The disk is full for a while: the log says so, and afterwards all is as if it had not been."""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from bot.stage.crashing import FULL
from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.power import Disk, NoShim, install
from bot.stage.script import load
from tests.names import own
from tests.stage.ending import End, EndingWorld

SCRIPT = load(Path(__file__).parent / "liten.yaml")

#: What is said while the disk is full, and for how many seconds it still is.
MEANWHILE = {"ärende ny 15-17 skola", "öppna K-3M9 rummet", "!klar 1"}
FULL_FOR = 1.5

_numbers = count(1)


class FullWorld(EndingWorld):
    """The disk is full at certain moments."""

    trouble: int = 0

    async def say(self, who: str, place: str, text: str) -> None:
        """Say it to a bot that cannot write anything down."""
        if text in MEANWHILE:
            self._fill()
            await super().say(who, place, text)
            await asyncio.sleep(FULL_FOR)
            await self._until_noticed()
            self._empty()
        else:
            await super().say(who, place, text)

    async def _until_noticed(self) -> None:
        self.trouble += 1
        for _ in range(200):
            if self.logged("database.unavailable"):
                return
            await asyncio.sleep(0.1)
        raise AssertionError("the bot did not notice")

    def logged(self, event: str) -> list[dict[str, object]]:
        lines = (self._folder / "bot.log").read_text().splitlines()
        found = [json.loads(line) for line in lines if line.startswith("{")]
        return [line for line in found if line["event"] == event]

    def _fill(self) -> None:
        (self._folder / FULL).touch()

    def _empty(self) -> None:
        (self._folder / FULL).unlink()


class LimitedWorld(FullWorld):
    """The kernel itself lets no file of the bot grow: it answers as it does for a full disk, with another number."""

    def _fill(self) -> None:
        self._limit(max(file.stat().st_size for file in (self._folder / "data").glob("*.db*")))

    def _empty(self) -> None:
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, most: int) -> None:
        assert self.bot.process is not None
        resource.prlimit(self.bot.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


async def played(
    server: Homeserver, folder: Path, kind: type[EndingWorld], hardships: tuple[str, ...] = ()
) -> tuple[End, EndingWorld]:
    number = next(_numbers)
    async with kind(SCRIPT, folder / str(number), server, tag=own(), hardships=hardships) as world:
        failure = await play(SCRIPT, world.watch())
        assert failure is None, f"{failure}\n{world.bot.log_tail()}"
        return await world.end(), world


@pytest.mark.real
@pytest.mark.long
@pytest.mark.parametrize("kind", [FullWorld, LimitedWorld])
async def test_a_case_goes_on_when_there_is_room_again(
    homeserver: Homeserver, tmp_path: Path, reference: End, kind: type[FullWorld]
) -> None:
    if kind is FullWorld:
        try:
            install(Disk(), "probe")()
        except NoShim as error:
            pytest.skip(str(error))
    elif not hasattr(resource, "prlimit"):
        pytest.skip("only Linux limits other processes")
    end, world = await played(homeserver, tmp_path, kind, ("--disk",) if kind is FullWorld else ())
    assert end.differs(reference) == []
    assert isinstance(world, FullWorld)
    assert world.trouble == len(MEANWHILE)
    said = world.logged("database.unavailable")
    assert all(len(str(line["reference"])) == 6 for line in said)
    assert {line["cause"] for line in said} == {"SQLITE_FULL" if kind is FullWorld else "SQLITE_IOERR_WRITE"}


def test_a_log_that_cannot_be_written_stops_nothing() -> None:
    code = "from bot import logs; logs.setup('info'); logs.get_logger('x').info('a.b'); print('on')"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-c", code], stderr=full, stdout=subprocess.PIPE, check=True)
    assert done.stdout == b"on\n"
