"""``sigbot check`` says of each thing ok, or what is wrong and what to do; on a real homeserver."""

from __future__ import annotations

import asyncio
import resource
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import text

from bot.cli.check import Line, check
from bot.core import ACCOUNT
from bot.settings import load
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from storage import keys, migrate, sealed, version
from storage.db import Database
from storage.sealed import Vault
from tests.bot.operator import PASSWORD, first_start
from tests.names import own

USAGES = ("master", "self_signing", "user_signing")

pytestmark = pytest.mark.real


@pytest.fixture
async def config(homeserver: Homeserver, tmp_path: Path) -> Path:
    bot = await homeserver.register(own("assistent"), PASSWORD)
    server = bot.split(":")[1]
    path = tmp_path / "sigbot.toml"
    path.write_text(
        f'homeserver = "{homeserver.url}"\nuser_id = "{bot}"\npassword_file = "keys/password"\n'
        '[[units]]\nid = "u"\nname = "U"\n'
        f'[[units.coordinators]]\nhandle = "anna"\nname = "Anna"\nmatrix_id = "@anna:{server}"\n'
        f'[units.second]\nhandle = "chef"\nname = "Chef"\nmatrix_id = "@chef:{server}"\n'
    )
    (tmp_path / "keys").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "keys" / "password").write_text(PASSWORD + "\n")
    sealed.write_master(tmp_path / "keys" / "master.json")
    for file in (path, tmp_path / "keys" / "password"):
        file.chmod(0o600)
    return path


async def lines(config: Path) -> dict[str, Line]:
    return {line.name: line async for line in check(config)}


def opened(config: Path) -> Database:
    settings = load(config)
    return Database(settings.database_url, Vault.load(settings.key_file))


async def test_before_the_first_start_everything_is_in_place(config: Path) -> None:
    found = await lines(config)
    names = "config profile deputy numbers keys database homeserver clock login identity recovery"
    assert list(found) == [*names.split(), "rate limits"]
    of_town = {"deputy", "numbers"}  # for the municipality to settle, not for whoever starts the bot
    assert all(line.unsure for name, line in found.items() if name in of_town)
    assert all(line.ok for name, line in found.items() if name not in of_town), [str(line) for line in found.values()]
    assert "first start makes it" in found["database"].good
    assert "first start makes it" in found["identity"].good
    assert found["recovery"].good == "after the first start: sigbot identity recovery"
    assert found["rate limits"].unsure
    assert "override_ratelimit" in found["rate limits"].do
    assert not (config.parent / "data" / "sigbot.db").exists()  # it changed nothing


async def test_clocks_that_differ_are_told(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.check.SKEW", -1)  # no two clocks are that near
    clock = (await lines(config))["clock"]
    assert not clock.ok
    assert "apart from the homeserver's" in clock.wrong


async def test_lifted_limits_are_seen_by_an_administrator(config: Path, homeserver: Homeserver) -> None:
    boss = await homeserver.register(own("boss"), PASSWORD, admin=True)
    text = config.read_text()
    config.write_text(text.replace(load(config).user_id, boss))
    assert (await lines(config))["rate limits"].wrong
    await homeserver.override_ratelimit(boss)
    assert (await lines(config))["rate limits"].good


async def test_a_wrong_password_is_told_and_ends_it(config: Path) -> None:
    (config.parent / "keys" / "password").write_text("fel\n")
    found = await lines(config)
    assert "M_FORBIDDEN" in found["login"].wrong
    assert list(found)[-1] == "login"


async def test_an_identity_is_made_or_published_by_the_next_start(config: Path) -> None:
    db = opened(config)
    version.ensure(db)
    with db.unit() as session:
        keys.open_account(session, ACCOUNT, load(config).user_id, "DEVICE")
        keys.save_seeds(session, ACCOUNT, {usage: secrets.token_hex(32) for usage in USAGES})
    db.close()
    found = await lines(config)
    assert found["identity"].good.startswith("not on the homeserver")
    assert found["database"].good == f"version {version.head()}"


async def test_an_identity_that_is_not_in_our_database_is_told(config: Path, homeserver: Homeserver) -> None:
    async with Person(homeserver.url, load(config).user_id, PASSWORD):
        found = (await lines(config))["identity"]
        assert "not in our database" in found.wrong
        assert found.do.startswith("look first whether `database` and data_dir are the bot's own")


async def test_what_is_wrong_here_is_told_even_without_a_homeserver(config: Path) -> None:
    config.write_text(config.read_text().replace(load(config).homeserver, "http://127.0.0.1:9"))
    found = await lines(config)
    assert found["config"].ok
    assert "no answer" in found["homeserver"].wrong
    assert list(found)[-1] == "homeserver"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"versions": ["v1.11", "v1.12"]}, "speaks up to v1.12"),
        ({"versions": []}, "speaks up to nothing known"),
        ({"versions": None}, "speaks up to nothing known"),
        ({}, "speaks up to nothing known"),
    ],
)
async def test_the_newest_version_of_matrix_is_told_if_one_is_known(
    config: Path, answer: dict[str, object], told: str
) -> None:
    async def answer_versions(request: web.Request) -> web.Response:
        if request.path.endswith("/versions"):
            return web.json_response(answer)
        return web.json_response({"errcode": "M_FORBIDDEN"}, status=403)

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer_versions)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        config.write_text(config.read_text().replace(load(config).homeserver, url))
        found = await lines(config)
    finally:
        await runner.cleanup()
    assert found["homeserver"].good == told
    assert "M_FORBIDDEN" in found["login"].wrong


async def test_files_that_others_can_read_are_told(config: Path) -> None:
    config.chmod(0o644)
    (config.parent / "keys" / "master.json").chmod(0o644)
    (config.parent / "keys" / "password").chmod(0o644)
    found = await lines(config)
    for name in ("config", "keys", "login"):
        assert "chmod 600" in str(found[name]), name
        assert not found[name].ok


async def test_keys_beside_the_data_are_told(config: Path) -> None:
    config.write_text('key_file = "data/master.json"\n' + config.read_text())
    assert "whoever takes a backup" in (await lines(config))["config"].wrong


async def test_tables_of_another_version_are_told(config: Path) -> None:
    db = opened(config)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0000')")
    db.close()
    assert "sigbot migrate" in (await lines(config))["database"].do


# ------------------------------------------------- what could not be read is not called wrong, and nobody is alarmed

Spoil = Callable[[Path], None]


def other_keys(config: Path) -> None:
    file = config.parent / "keys" / "master.json"
    file.unlink()
    sealed.write_master(file)


def no_keys(config: Path) -> None:
    (config.parent / "keys" / "master.json").unlink()


def older_tables(config: Path) -> None:
    db = opened(config)
    migrate.downgrade(db, "0002")
    db.close()


def no_database_server(config: Path) -> None:
    config.write_text(f'database = "postgresql+psycopg://sigbot@127.0.0.1:9/sigbot"\n{config.read_text()}')


def damaged(config: Path) -> None:
    (config.parent / "data" / "sigbot.db").write_bytes(b"no database" * 1000)


def another_account(config: Path) -> None:
    db = opened(config)
    with db.unit() as session:
        session.execute(text("UPDATE account SET user_id = '@other:example.se'"))
    db.close()


@pytest.mark.parametrize(
    ("spoil", "name", "told"),
    [
        (other_keys, "database", "use the key file this database was made with"),
        (no_keys, "keys", "Restore it from where you keep it"),
        (older_tables, "database", "sigbot migrate"),
        (no_database_server, "database", "whether its server runs"),
        (damaged, "database", "cannot be read"),
        (another_account, "database", "look at user_id"),
    ],
)
async def test_what_could_not_be_read_is_not_checked_and_nobody_is_told_to_restore(
    config: Path, spoil: Spoil, name: str, told: str
) -> None:
    await first_start(config)
    spoil(config)
    found = await lines(config)
    assert found[name].wrong
    assert told in str(found[name])
    for thing in ("identity", "recovery"):
        assert found[thing].wrong == "not checked, because the database could not be read"
        assert found[thing].unsure
    everything = " ".join(map(str, found.values()))
    assert "identity restore" not in everything
    assert "password" not in everything


def _let_no_file_grow() -> None:
    """As when the disk is full; in a process of its own, for this one writes what tests print."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


async def test_on_a_full_disk_nobody_is_told_to_restore(config: Path) -> None:
    await first_start(config)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "check", "--config", str(config)),
        preexec_fn=_let_no_file_grow,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told = (await process.communicate())[0].decode()
    assert process.returncode == 1, told
    assert "whether its disk is full" in told
    assert told.count("not checked, because the database could not be read") == 2
    assert "identity restore" not in told
    assert "password" not in told


async def test_settings_that_cannot_work_are_the_only_line(tmp_path: Path) -> None:
    found = await lines(tmp_path / "none.toml")
    assert list(found) == ["config"]
    assert "sigbot init" in found["config"].wrong
