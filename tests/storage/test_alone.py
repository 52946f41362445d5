"""One bot per database: a second one is refused, a dead one is not waited for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import CannotDo
from storage.db import Database
from storage.sealed import Vault

HOLD = """
import sys, time
from storage.db import Database
from storage.sealed import Vault
with Database(sys.argv[1], Vault.fresh()).alone():
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.long, pytest.mark.postgres])])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres"))
    return f"sqlite:///{tmp_path / 'a.db'}"


@pytest.fixture
def two(url: str) -> Iterator[tuple[Database, Database]]:
    first, second = (Database(url, Vault.fresh()) for _ in range(2))
    yield first, second
    first.close()
    second.close()


def test_a_second_bot_is_refused_until_the_first_has_ended(two: tuple[Database, Database]) -> None:
    first, second = two
    with first.alone(), first.unit(), pytest.raises(CannotDo, match="a bot runs on this database"), second.alone():
        raise AssertionError("two at once")
    with second.alone(), pytest.raises(CannotDo), first.alone():
        raise AssertionError("two at once")


def test_a_bot_that_was_killed_holds_nothing(url: str, two: tuple[Database, Database]) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLD, url], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(CannotDo), two[0].alone():
        raise AssertionError("two at once")
    other.kill()
    other.wait()
    other.stdout.close()
    with two[0].alone():
        pass


def test_in_memory_there_is_nobody_else() -> None:
    db = Database("sqlite://", Vault.fresh())
    with db.alone(), db.unit():
        pass
    db.close()
