"""The whole bot on a real homeserver: what it tells its operator at the start, and when it ends by itself."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bot import logs
from bot.app import App
from bot.errors import IdentityForeign, NotAlone
from bot.exits import Exit
from bot.matrix.crypto import cross_signing
from bot.settings import load
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Inbox
from tests.bot.operator import PASSWORD, newcomer, settle
from tests.bot.restored import HELP, Bot
from tests.names import own

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def anna(homeserver: Homeserver) -> AsyncIterator[Person]:
    person = await Person.arrive(homeserver, own("anna"))
    yield person
    await person.stop()


async def test_a_replaced_identity_ends_the_bot_and_keeps_it_down(
    homeserver: Homeserver, tmp_path: Path, anna: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.setup("warning", "json")
    config = settle(homeserver.url, tmp_path, await newcomer(homeserver), anna.user_id)
    bot = Bot(config, load(config), "")
    page = await bot.met(anna)
    assert "recovery.not_set_up" in capsys.readouterr().err
    life = asyncio.create_task(App(bot.settings).run(asyncio.Event()))
    await anna.say(page, "hjälp")
    await anna.until(lambda: sum(HELP in one.body for one in anna.received) == 2, "been answered once more")

    thief = Person(bot.settings.homeserver, bot.settings.user_id, PASSWORD, signed=False, accepts=False)
    await thief.start()
    http, machine = thief.client.http, thief.client.machine
    await cross_signing.upload(http, machine, cross_signing.load_or_create_signers(machine), PASSWORD)
    heard = len(anna.received)
    asked = await anna.say(page, "hjälp")
    with pytest.raises(IdentityForeign, match="not ours"):
        await asyncio.wait_for(life, 30)
    command = [sys.executable, "-m", "bot", "run", "--config", str(config)]
    started = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=asyncio.subprocess.PIPE)
    _, err = await started.communicate()
    assert started.returncode == Exit.IDENTITY_FOREIGN
    assert b"The bot says nothing more. Look with: sigbot identity verify" in err
    await thief.stop()

    assert not any(one.sender == bot.settings.user_id for one in anna.received[heard:])
    db = bot.opened()
    with db.read() as session:
        assert session.query(Inbox).filter_by(event_id=asked).count() == 0  # it is heard when all is in order
    db.close()
    logs.setup("error", "json")


@pytest.mark.long
@pytest.mark.postgres
async def test_a_bot_with_nothing_to_do_notices_that_another_took_over_its_database(
    homeserver: Homeserver, tmp_path: Path, postgres: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = settle(homeserver.url, tmp_path, await newcomer(homeserver))
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE idle"))
        url = make_url(postgres).set(database="idle").render_as_string(hide_password=False)
        config.write_text(f'database = "{url}"\n{config.read_text()}')
        logs.setup("info", "json")
        life = asyncio.create_task(App(load(config)).run(asyncio.Event()))
        while "app.started" not in capsys.readouterr().err:
            await asyncio.sleep(0.1)
            assert not life.done()
        logs.setup("error", "json")
        other = Database(url, Vault.fresh())
        connection.execute(text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'idle'"))
        with other.alone(), pytest.raises(NotAlone, match="another bot took over this database"):
            await asyncio.wait_for(life, 30)
        other.close()
        connection.execute(text("DROP DATABASE idle WITH (FORCE)"))
    server.dispose()
