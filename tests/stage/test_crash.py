"""kill -9 after any step: the case ends as if nothing had happened; nothing twice, nothing lost, all of it readable."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from bot.delivery.outbox import ROOMS_AT_ONCE
from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.script import load
from bot.stage.steps import Script
from tests.names import own
from tests.stage.ending import End, EndingWorld

pytestmark = pytest.mark.real

TESTS = Path(__file__).parents[1]

#: From first idea to closing, for the long series; and until a task is done, for every run.
WHOLE, SHORT = load(TESTS / "conversations" / "kort.yaml"), load(TESTS / "faults" / "liten.yaml")

_numbers = count(1)


@pytest.fixture(scope="module")
def reference(homeserver: Homeserver, tmp_path_factory: pytest.TempPathFactory) -> End:
    """The whole case without a crash."""
    return _undisturbed(WHOLE, homeserver, tmp_path_factory)


@pytest.fixture(scope="module")
def short_reference(homeserver: Homeserver, tmp_path_factory: pytest.TempPathFactory) -> End:
    """The short case without a crash."""
    return _undisturbed(SHORT, homeserver, tmp_path_factory)


def _undisturbed(script: Script, homeserver: Homeserver, folders: pytest.TempPathFactory) -> End:
    end = asyncio.run(played(script, homeserver, folders.mktemp("reference"), ["0"]))
    assert not end.broken
    assert not end.wrong
    return end


async def played(
    script: Script, homeserver: Homeserver, folder: Path, crashes: Sequence[str], *, database: str = ""
) -> End:
    """Play a case with crashes. Fails when the conversation does not go as written."""
    folder /= str(next(_numbers))
    async with EndingWorld(script, folder, homeserver, tag=own(), crashes=crashes, database=database) as world:
        failure = await play(script, world.watch())
        assert failure is None, f"{crashes}: {failure}"
        return await world.end()


#: Each kind of step, in the order of the case; each life of the bot counts anew.
SAMPLE = [
    *("outbox.delivered:5", "outbox.claimed:9", "sync.committed:4", "inbox.handled:5", "outbox.sent:6"),
    *("due.claimed:1", "due.done:1", "outbox.delivered:3"),
]


async def test_a_case_survives_kill_9(homeserver: Homeserver, tmp_path: Path, short_reference: End) -> None:
    assert set(short_reference.steps) == {point.partition(":")[0] for point in SAMPLE}
    end = await played(SHORT, homeserver, tmp_path, SAMPLE)
    assert end.differs(short_reference) == []
    assert end.steps.count("crash") == len(SAMPLE)


@pytest.mark.long
@pytest.mark.postgres
async def test_so_it_does_on_postgresql(
    homeserver: Homeserver, tmp_path: Path, postgres: str, short_reference: End
) -> None:
    end = await played(SHORT, homeserver, tmp_path, SAMPLE, database=postgres)
    assert end.differs(short_reference) == []
    assert end.steps.count("crash") == len(SAMPLE)


#: In the long series the bot dies after every so many steps, all through the case; shifted by one each time, every step
#: of it is the last of some life. One crash per play would take hours and show less: here they also follow each other.
#: A life must be longer than the rows claimed beside each other at its start, or nothing would ever be finished.
COMB = 3 * ROOMS_AT_ONCE - 1


@pytest.mark.long
@pytest.mark.parametrize("shift", range(1, COMB + 1))
async def test_a_case_survives_kill_9_at_every_step(
    homeserver: Homeserver, tmp_path: Path, reference: End, shift: int
) -> None:
    lives = 2 * len(reference.steps) // COMB
    end = await played(WHOLE, homeserver, tmp_path, [str(shift), *[str(COMB)] * lives])
    assert end.differs(reference) == []
    assert len(reference.steps) // COMB <= end.steps.count("crash") < lives


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.parametrize("shift", range(3, COMB + 1, 7))
async def test_nor_at_many_on_postgresql(
    homeserver: Homeserver, tmp_path: Path, postgres: str, reference: End, shift: int
) -> None:
    lives = 2 * len(reference.steps) // COMB
    end = await played(WHOLE, homeserver, tmp_path, [str(shift), *[str(COMB)] * lives], database=postgres)
    assert end.differs(reference) == []


@pytest.mark.long
def test_that_makes_two_hundred_crashes(reference: End) -> None:
    assert COMB * (len(reference.steps) // COMB) >= 200


class StoppedWorld(EndingWorld):
    """The bot is stopped in order whenever something was said in the case room."""

    codes: list[int | None]

    async def say(self, who: str, place: str, text: str) -> None:
        """Say it, and stop and start the bot before it can answer."""
        await super().say(who, place, text)
        if place == "K-3M9":
            self.codes.append(await self.bot.stop())
            self.bot.start()


@pytest.mark.long
async def test_a_stopped_bot_goes_on_where_it_was(homeserver: Homeserver, tmp_path: Path, reference: End) -> None:
    async with StoppedWorld(WHOLE, tmp_path, homeserver, tag=own(), crashes=["0"]) as world:
        world.codes = []
        failure = await play(WHOLE, world.watch())
        assert failure is None, str(failure)
        assert (await world.end()).differs(reference) == []
        assert world.codes == [0, 0]  # within seconds: else it would have been killed
