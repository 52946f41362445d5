"""``sigbot migrate``: never under a running bot, never back without a yes, never with a trace for a wrong number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.cli.migrate import migrate
from bot.errors import CannotDo, NotAlone
from bot.settings import Settings, load
from storage import dialects, lease, version
from storage.db import Database
from storage.sealed import Vault
from tests.bot.operator import Terminal, settle, sigbot


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.long, pytest.mark.postgres])])
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Settings of a bot whose database is empty."""
    file = settle("http://127.0.0.1:9", tmp_path, "@bot:example.se")
    if request.param == "sqlite":
        yield file
        return
    server = create_engine(request.getfixturevalue("postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE migrated"))
        url = make_url(server.url).set(database="migrated").render_as_string(hide_password=False)
        file.write_text(f'database = "{url}"\n{file.read_text()}')
        yield file
        connection.execute(text("DROP DATABASE migrated WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def settings(config: Path) -> Settings:
    return load(config)


def opened(settings: Settings) -> Database:
    return Database(settings.database_url, Vault.load(settings.key_file))


def is_of(settings: Settings) -> str | None:
    with closing(opened(settings)) as db:
        return version.current(db)


def test_it_refuses_while_a_bot_runs(settings: Settings) -> None:
    migrate(settings, "head", confirm=None)
    with closing(opened(settings)) as bot, bot.alone(settings.data_dir):
        for to in ("head", "0022"):
            with pytest.raises(NotAlone, match=r"a bot runs on this database .*Do: stop it first"):
                migrate(settings, to, confirm=Terminal().confirm)
    assert is_of(settings) == version.head()


def test_it_refuses_while_a_bot_of_an_earlier_release_runs(settings: Settings) -> None:
    """That one knows no lease: it has a locked file, or a lock of PostgreSQL's."""
    migrate(settings, "0022", confirm=None)
    refused = pytest.raises(NotAlone, match="Do: stop it first")
    with closing(opened(settings)) as bot, bot.alone_without_lease(), refused:
        migrate(settings, "head", confirm=None)
    assert is_of(settings) == "0022"
    assert migrate(settings, "head", confirm=None) == ("0022", version.head())


def test_no_bot_begins_while_tables_change(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    migrating = dialects.migrating
    refused = []

    def meanwhile(engine: object) -> object:
        with closing(opened(settings)) as bot, pytest.raises(NotAlone), bot.alone(settings.data_dir):
            raise AssertionError("a bot has begun")
        refused.append(True)
        return migrating(engine)  # type: ignore[arg-type]

    migrate(settings, "head", confirm=None)
    monkeypatch.setattr(dialects, "migrating", meanwhile)
    migrate(settings, "head", confirm=None)
    assert refused == [True]


def test_it_asks_before_it_goes_back(settings: Settings) -> None:
    migrate(settings, "head", confirm=None)
    terminal = Terminal(agrees=False)
    with pytest.raises(CannotDo, match="nothing was changed"):
        migrate(settings, "0021", confirm=terminal.confirm)
    with pytest.raises(CannotDo, match=r"nobody is here to be asked. Do: back up the database, then --yes"):
        migrate(settings, "base", confirm=None)
    assert is_of(settings) == version.head()
    terminal.agrees = True
    assert migrate(settings, "0021", confirm=terminal.confirm) == (version.head(), "0021")
    assert migrate(settings, "0022", confirm=None) == ("0021", "0022")
    assert [question.split(" drops")[0] for question in terminal.asked] == [
        f"Going back from {version.head()} to 0021"
    ] * 2


def test_a_revision_nobody_knows_is_one_sentence(config: Path, settings: Settings) -> None:
    migrate(settings, "head", confirm=None)
    for to in ("9999", "22", "heads", "-1"):
        code, out, err = sigbot(config, "migrate", f"--to={to}")
        assert (code != 0, out) == (True, "")
        assert err == (
            f"there is no revision {to}: this sigbot knows 0001 to {version.head()}. Do: choose one of them, or leave "
            "out --to\n"
        )
    with closing(opened(settings)) as db, db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9998'"))
    code, out, err = sigbot(config, "migrate")
    assert (code != 0, out) == (True, "")
    assert err.startswith("the database's tables are of version 9998, which this sigbot does not know. Do: ")


def test_by_command_nobody_is_asked_and_yes_says_so(config: Path) -> None:
    assert sigbot(config, "migrate")[:2] == (0, f"empty -> {version.head()}\n")
    code, out, err = sigbot(config, "migrate", "--to", "0022")
    assert (code != 0, out) == (True, "")
    assert err.endswith("Do: back up the database, then --yes\n")
    assert sigbot(config, "migrate", "--to", "0022", "--yes")[:2] == (0, f"{version.head()} -> 0022\n")


def test_a_dead_bots_lease_is_waited_out(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It died on another machine; on this one nobody waits."""
    migrate(settings, "head", confirm=None)
    with closing(opened(settings)) as db, db.unit() as session:
        session.execute(text("UPDATE lease SET holder = 'dead', proof = NULL"))
    monkeypatch.setattr(lease, "LASTS", 0.3)
    monkeypatch.setattr(lease, "LOOK_EVERY", 0.05)
    assert migrate(settings, "head", confirm=None) == (version.head(), version.head())
