"""What a bot that starts does about what is not there yet, and how it ends: a process of its own, as on a server."""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import signal
import socket
import sys
import urllib.request
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import make_url

from bot import logs
from bot.app import App, open_database
from bot.errors import SettingsWrong
from bot.exits import FOR_GOOD, Exit, explanation
from bot.settings import load
from bot.stage.homeserver import Homeserver, die_with_parent
from storage import migrate
from tests import postgres as postgres_server
from tests.bot.operator import newcomer, settle, sigbot
from tests.bot.test_health import free_port
from tests.faults.proxy import Exchange, Fault, Proxy
from tests.reaching import Relay, serving

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def config(homeserver: Homeserver, tmp_path: Path) -> Path:
    return settle(homeserver.url, tmp_path, await newcomer(homeserver))


def moved(config: Path, url: str) -> None:
    """The homeserver is somewhere else."""
    config.write_text(config.read_text().replace(load(config).homeserver, url))


class Running:
    """A bot that runs, and what it logs."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.logged: list[dict[str, Any]] = []

    async def until(self, event: str) -> dict[str, Any]:
        """Read the log up to an event."""
        assert self.process.stderr is not None
        async with asyncio.timeout(60):
            while line := await self.process.stderr.readline():
                if line.startswith(b"{"):
                    self.logged.append(json.loads(line))
                    if self.logged[-1]["event"] == event:
                        return self.logged[-1]
        raise AssertionError(f"ended without {event}: {self.logged[-5:]}")

    def count(self, event: str) -> int:
        return sum(line["event"] == event for line in self.logged)

    async def stop(self) -> int:
        """Tell it to stop; returns its exit code."""
        self.process.terminate()
        _, rest = await self.process.communicate()
        self.logged += [json.loads(line) for line in rest.splitlines() if line.startswith(b"{")]
        assert self.process.returncode is not None
        return self.process.returncode


@asynccontextmanager
async def running(config: Path, *, prepare: Callable[[], None] = lambda: None) -> AsyncIterator[Running]:
    """``sigbot run``; ``prepare`` is called in the new process before it begins."""

    def begin() -> None:
        die_with_parent()
        prepare()

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", "--config", str(config)),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=PIPE,
        preexec_fn=begin,
    )
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


class Living:
    """The same bot in this process, where no process of its own is needed to see what it does."""

    def __init__(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._stop = asyncio.Event()
        self._capsys = capsys
        self.logged: list[dict[str, Any]] = []
        logs.setup("info", "json")
        self.life = asyncio.create_task(App(load(config)).run(self._stop))

    async def until(self, event: str) -> dict[str, Any]:
        """Wait until an event is logged."""
        async with asyncio.timeout(60):
            while True:
                assert not self.life.done(), "it goes on"
                lines = self._capsys.readouterr().err.splitlines()
                self.logged += [json.loads(line) for line in lines if line.startswith("{")]
                for line in self.logged:
                    if line["event"] == event:
                        return line
                await asyncio.sleep(0.05)

    async def stop(self) -> None:
        """Tell it to stop, and wait until it has."""
        self._stop.set()
        await self.life
        logs.setup("error", "json")


async def ended(config: Path) -> tuple[int, str]:
    """The exit code of a bot that ends by itself, and its last line."""
    async with running(config) as bot:
        _, told = await bot.process.communicate()
        assert bot.process.returncode is not None
        return bot.process.returncode, told.decode().splitlines()[-1]


def let_files_grow(bot: Running, most: int) -> None:
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


# ------------------------------------------------------------------------------- what it waits for, and says so once


def own_names_only(exchange: Exchange) -> Fault | None:
    """A homeserver whose administrator alone sets names."""

    async def refuse(_: Exchange) -> web.StreamResponse:
        said = {"errcode": "M_FORBIDDEN", "error": "Changing display name is disabled on this server"}
        return web.json_response(said, status=403)

    return refuse if (exchange.what, exchange.request.method) == ("profile", "PUT") else None


@pytest.mark.real
async def test_a_homeserver_that_is_away_is_waited_for_and_a_taken_port_missed(
    config: Path, homeserver: Homeserver
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        config.write_text(f"{config.read_text()}[health]\nport = {port}\n")
        async with Proxy(homeserver.url, own_names_only) as front:
            moved(config, front.url)
            await front.shut()
            async with running(config) as bot:
                assert (await bot.until("health.port_taken"))["port"] == port
                away = await bot.until("app.homeserver_away")
                assert (away["status"], away["errcode"]) == (0, "REFUSED")
                bot.process.send_signal(signal.SIGHUP)
                await bot.until("app.hangup_ignored")
                await front.open()
                await bot.until("app.started")
                assert bot.count("app.display_name_refused") == 1, "it works under the name it has"
                assert bot.count("app.homeserver_away") == bot.count("app.homeserver_back") == 1
                assert await bot.stop() == Exit.DONE
                assert bot.logged[-1]["event"] == "app.stopped"


async def test_a_web_server_in_the_homeservers_place_is_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As while somebody repairs what stands before the homeserver."""

    def page(_: web.Request) -> web.Response:
        return web.Response(status=404, text="<html>", content_type="text/html")

    async with serving(page) as place:
        bot = Living(settle(f"http://{place}", tmp_path, "@assistent:example.se"), capsys)
        away = await bot.until("app.homeserver_away")
        assert (away["status"], away["errcode"]) == (0, "NOT_MATRIX")
        await bot.stop()


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits other processes")
@pytest.mark.real
async def test_a_disk_that_is_full_at_the_start_is_waited_for(config: Path) -> None:
    port = free_port()
    config.write_text(f"{config.read_text()}[health]\nport = {port}\n")
    (config.parent / "data").rmdir()

    def nothing_grows() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    async with running(config, prepare=nothing_grows) as bot:
        full = await bot.until("database.unavailable")
        assert full["cause"].startswith("SQLITE_")
        assert len(full["reference"]) == 6
        status = await asyncio.to_thread(health, port)
        assert status == 503
        let_files_grow(bot, resource.RLIM_INFINITY)
        await bot.until("app.started")
        assert bot.count("database.unavailable") == 1
        assert await bot.stop() == Exit.DONE


def health(port: int) -> int:
    """The status of the health page."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


async def test_told_to_stop_it_does_not_wait_for_who_does_not_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.set()
        await reader.read()
        writer.close()
        await writer.wait_closed()
        left.set()

    heard, left = asyncio.Event(), asyncio.Event()
    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    bot = Living(settle(f"http://127.0.0.1:{port}", tmp_path, "@assistent:example.se"), capsys)
    await heard.wait()
    await asyncio.wait_for(bot.stop(), 20)  # its patience alone is half a minute, four times over
    silent.close()
    await left.wait()


async def test_a_database_server_that_is_away_is_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = settle("http://127.0.0.1:9", tmp_path, "@assistent:example.se")
    config.write_text(f'database = "postgresql+psycopg://sigbot@127.0.0.1:9/sigbot"\n{config.read_text()}')
    bot = Living(config, capsys)
    assert (await bot.until("database.unavailable"))["cause"] == "REFUSED"
    await bot.stop()


@pytest.mark.real
@pytest.mark.long
@pytest.mark.postgres
async def test_a_database_server_that_comes_later_is_enough(config: Path) -> None:
    relay = Relay()
    url = f"postgresql+psycopg://sigbot@127.0.0.1:{relay.port}/postgres"
    config.write_text(f'database = "{url}"\n{config.read_text()}')
    async with running(config) as bot:
        await bot.until("database.unavailable")
        with postgres_server.server() as real:
            await relay.open(make_url(real.url).port or 0)
            await bot.until("app.started")
            assert await bot.stop() == Exit.DONE
            await relay.close()


# --------------------------------------------------------------------------------------- what a person must settle


@pytest.mark.real
async def test_a_wrong_password_is_a_sentence_and_ends_it_for_good(config: Path) -> None:
    (config.parent / "keys" / "password").write_text("fel\n")
    said = "password: the homeserver does not accept it for @assistent.*. Do: look at user_id and at the password"
    with pytest.raises(SettingsWrong, match=said) as told:
        await App(load(config)).run(asyncio.Event())
    found = explanation(told.value)
    assert found is not None
    assert found[0] in FOR_GOOD
    assert "\n" not in found[1]


@pytest.mark.real
async def test_a_password_that_was_changed_meanwhile_ends_it_when_the_session_ends(
    config: Path, homeserver: Homeserver, capsys: pytest.CaptureFixture[str]
) -> None:
    """As when somebody takes the account back: it does not come back by itself, and says what to do."""
    bot = Living(config, capsys)
    await bot.until("app.started")
    changed = {"new_password": "annat", "logout_devices": True}
    await homeserver.administer("POST", f"/v1/reset_password/{load(config).user_id}", changed)
    with pytest.raises(SettingsWrong, match="password: the homeserver does not accept it"):
        await asyncio.wait_for(bot.life, 60)
    logs.setup("error", "json")


def typo(config: Path) -> None:
    config.write_text(config.read_text().replace("user_id", "userid"))


def no_toml(config: Path) -> None:
    config.write_text(config.read_text() + "health = [port\n")


def readable_keys(config: Path) -> None:
    (config.parent / "keys" / "master.json").chmod(0o644)


def readable_password(config: Path) -> None:
    (config.parent / "keys" / "password").chmod(0o644)


def damaged_keys(config: Path) -> None:
    (config.parent / "keys" / "master.json").write_text("{}")


def no_authorities(config: Path) -> None:
    config.write_text(f'ca_file = "sigbot.toml"\n{config.read_text()}')


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (typo, "userid: no such setting; did you mean user_id?"),
        (no_toml, "is not TOML"),
        (readable_keys, "key_file: others can read"),
        (readable_password, "password_file: others can read"),
        (damaged_keys, "is damaged"),
        (no_authorities, "holds no certificates"),
    ],
)
def test_what_is_wrong_in_the_files_is_told_before_anything_is_done(
    tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    config = settle("http://127.0.0.1:9", tmp_path, "@assistent:example.se")
    spoil(config)
    code, out, err = sigbot(config, "run")
    assert (code, out) == (Exit.SETTINGS_WRONG, "")
    assert told in err
    assert not (config.parent / "data" / "sigbot.db").exists()


@pytest.mark.parametrize(("folder", "told"), [("keys/password", "cannot make"), ("/proc/self/data", "cannot make")])
async def test_a_folder_that_cannot_be_made_ends_it_for_good(tmp_path: Path, folder: str, told: str) -> None:
    config = settle("http://127.0.0.1:9", tmp_path, "@assistent:example.se")
    config.write_text(f'data_dir = "{folder}"\n{config.read_text()}')
    with pytest.raises(SettingsWrong, match=f"data_dir: {told}"):
        await App(load(config)).run(asyncio.Event())


async def test_tables_of_an_older_version_end_it_for_good(tmp_path: Path) -> None:
    config = settle("http://127.0.0.1:9", tmp_path, "@assistent:example.se")
    db = open_database(load(config))
    migrate.downgrade(db, "0002")
    db.close()
    with pytest.raises(SettingsWrong, match=r"its tables are of version 0002.* Back it up, then: sigbot migrate$"):
        await App(load(config)).run(asyncio.Event())


@pytest.mark.real
@pytest.mark.long
async def test_a_second_process_ends_for_good_and_the_first_goes_on(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = Living(config, capsys)
    await first.until("app.started")
    code, said = await ended(config)
    assert code == Exit.NOT_ALONE
    assert re.fullmatch(r"a bot runs on this database \(process \d+ on \S+\)\. Do: stop it first", said)
    assert not first.life.done()
    await first.stop()
