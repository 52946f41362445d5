"""The power goes: no commit that was acknowledged is gone, none is there in half, and the bot goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random

import pytest

from bot.stage.power import Disk, NoShim, install
from storage import dialects
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Base, SealedKey

UNITS = 40
ROWS = 5  # per unit: it is there with all of them or with none
_names = count(1)


@dataclass(frozen=True, kw_only=True)
class Cut:
    """The power went: what was on the disk, and how many units had returned by then."""

    operation: int
    files: dict[str, bytes]
    returned: int


@pytest.fixture(scope="module", autouse=True)
def _reachable() -> None:
    try:
        install(Disk(), "probe")()
    except NoShim as error:
        pytest.skip(str(error))


def written(folder: Path, seed: int) -> list[Cut]:
    """Write units through our database, and note at every fourth operation or so what a power cut would leave."""
    folder.mkdir()
    cuts: list[Cut] = []
    returned = 0
    random = Random(seed)

    def operation() -> None:
        if random.randrange(4) == 0:
            cuts.append(Cut(operation=disk.operations, files=disk.survivors(random), returned=returned))

    disk = Disk(operation)
    name = f"power{next(_names)}"
    undo = install(disk, name)
    db = Database(f"sqlite:///file:{folder / 'sigbot.db'}?uri=true&vfs={name}", Vault.fresh())
    Base.metadata.create_all(db.engine)
    cuts.clear()  # before there were tables
    for number in range(UNITS):
        with db.unit() as session:
            session.add_all(
                SealedKey(
                    id=f"{number}-{part}",
                    purpose="unit",
                    wrapped=random.randbytes(random.randrange(2000)),
                    wrapped_by="m",
                    created_at=datetime.now(UTC),
                )
                for part in range(ROWS)
            )
        returned += 1
        if number % 20 == 10:
            with closing(db.engine.raw_connection()) as raw:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    undo()
    return cuts


def damage(cut: Cut, folder: Path) -> str | None:
    """What is wrong with a database after a power cut."""
    folder.mkdir()
    for path, content in cut.files.items():
        (folder / Path(path).name).write_bytes(content)
    try:
        with closing(sqlite3.connect(folder / "sigbot.db")) as raw:
            sound = raw.execute("PRAGMA integrity_check").fetchall()
            found = [name for (name,) in raw.execute("SELECT id FROM sealed_key")]
    except sqlite3.DatabaseError as error:
        return f"damaged: {error}"
    if sound != [("ok",)]:
        return f"damaged: {sound[:3]}"
    units = sorted({int(name.partition("-")[0]) for name in found})
    if len(found) != ROWS * len(units) or units != list(range(len(units))):
        return "half a unit is there"
    return f"{cut.returned - len(units)} units are lost" if len(units) < cut.returned else None


def losses(folder: Path, seed: int) -> Iterator[str]:
    cuts = written(folder / f"written{seed}", seed)
    assert len(cuts) > 2 * UNITS
    for cut in cuts:
        found = damage(cut, folder / f"cut{seed}-{cut.operation}")
        if found is not None:
            yield f"seed {seed}, operation {cut.operation}: {found}"


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 21))])
def test_what_was_acknowledged_is_there(tmp_path: Path, seed: int) -> None:
    assert list(losses(tmp_path, seed)) == []


@pytest.mark.parametrize(("synchronous", "harm"), [("OFF", "damaged"), ("NORMAL", "lost")])
def test_with_less_than_full_it_would_not_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, synchronous: str, harm: str
) -> None:
    """The proof that these tests can fail, and that FULL is not too much."""
    monkeypatch.setitem(dialects.SQLITE_PRAGMAS, "synchronous", synchronous)
    assert any(harm in loss for loss in losses(tmp_path, 1))
