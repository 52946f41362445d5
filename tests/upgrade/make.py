"""Makes the database that later releases must be able to go on from: ``python -m tests.upgrade.make v0_1_0``.

Before a release is tagged: copy the ``.yaml`` files of the release before to a new folder (``v0_2_0``). Add to
``before.yaml`` and ``last_minute.yaml`` what the release can do beyond it, make the fixture with the code of the
release, look at the census it prints, and add to ``after.yaml`` what must go on. Commit the folder. From then on only
its ``after.yaml`` changes, where texts do. An older folder is never made again and never taken away: its tests stay.

In the last hour nothing that is due is done any more. ``last_minute.yaml`` is played with the homeserver away too: the
bot takes words in, but sends nothing. At last somebody writes what it never got to.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import logs
from bot.stage import script
from bot.stage.play import play
from handlers import TABLE
from storage import version as tables
from storage.db import Database
from storage.sealed import Vault, write_master
from tests.upgrade import fixture
from tests.upgrade.census import census, known
from tests.upgrade.fixture import Made
from tests.upgrade.stages import GUESTS, UNHANDLED, Before


async def make(folder: Path) -> None:
    """Play, and write down what is there then.

    Raises ``RuntimeError`` for what does not go as written, and for a folder that another release has made.
    """
    release = version("sigbot")
    if (folder / "rows.json").exists() and fixture.made(folder).release != release:
        raise RuntimeError(f"{folder.name} was made by another release than {release}: it is kept as it is")
    with TemporaryDirectory(prefix="sigbot-upgrade-") as name:
        scratch = Path(name)
        key_file, url = scratch / "master.json", f"sqlite:///{scratch / 'play.db'}"
        write_master(key_file)
        vault = Vault.load(key_file)
        before = script.load(folder / "before.yaml")
        with closing(Before(before, TABLE, scratch, url, vault=vault)) as stage:
            failure = await play(before, stage)
            if failure is None:
                stage.idle = True
                await stage.relent()
                for guest in GUESTS:
                    await stage.knock(guest)
                await stage.settle()
                stage.away = True
                failure = await play(script.load(folder / "last_minute.yaml"), stage)
            if failure is not None:
                raise RuntimeError(str(failure))
            stage.rewind()
            for who, place, words in UNHANDLED:
                await stage.say(who, place, words)
            how = Made(release=release, head=tables.head(), moment=stage.now())
            outside = stage.surroundings()
        with closing(Database(url, vault)) as db:
            fixture.write(folder, how, db.engine, outside)
            with db.read() as session:
                found = {"stored": census(session), "known": known()}
        (folder / "census.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        keys = json.dumps(json.loads(key_file.read_text(encoding="utf-8")), indent=1)
        (folder / "test-master-key.json").write_text(f"{keys}\n", encoding="utf-8")
        sys.stdout.write(json.dumps(found["stored"], indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    logs.setup("error", "json")
    asyncio.run(make(fixture.HERE / sys.argv[1]))
