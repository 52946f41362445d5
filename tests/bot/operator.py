"""An operator of a bot on a real homeserver: settings, database, and what is asked and told at a terminal."""

from __future__ import annotations

import io
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from bot import logs
from bot.__main__ import main
from bot.app import open_database
from bot.cli.identity import make_recovery
from bot.clock import Clock
from bot.core import ACCOUNT
from bot.matrix.client import Client
from bot.matrix.http import connecting
from bot.settings import Settings, load
from bot.stage.homeserver import Homeserver
from storage import sealed
from storage.db import Database
from tests.names import own

PASSWORD = "correct horse battery staple"


def settle(url: str, folder: Path, user_id: str, coordinator: str = "") -> Path:
    """What ``sigbot init`` makes."""
    server = user_id.split(":", 1)[1]
    for part in (folder, folder / "keys", folder / "data"):
        part.mkdir(mode=0o700, exist_ok=True)
    config = folder / "sigbot.toml"
    config.write_text(
        f'homeserver = "{url}"\nuser_id = "{user_id}"\npassword_file = "keys/password"\n'
        '[[units]]\nid = "u"\nname = "U"\n'
        f'[[units.coordinators]]\nhandle = "anna"\nname = "Anna"\nmatrix_id = "{coordinator or "@anna:" + server}"\n'
        f'[units.second]\nhandle = "chef"\nname = "Chef"\nmatrix_id = "@chef:{server}"\n'
    )
    (folder / "keys" / "password").write_text(PASSWORD + "\n")
    for file in (config, folder / "keys" / "password"):
        file.chmod(0o600)
    sealed.write_master(folder / "keys" / "master.json")
    return config


async def newcomer(homeserver: Homeserver) -> str:
    """An account for a bot."""
    return await homeserver.register(own("assistent"), PASSWORD)


def client(settings: Settings, db: Database, password: str = PASSWORD) -> Client:
    """The bot's client alone: what ``sigbot run`` does about Matrix."""
    connect = connecting(settings)
    return Client(
        settings.homeserver, db, ACCOUNT, Clock(), user_id=settings.user_id, password=password, connect=connect
    )


async def first_start(config: Path) -> Settings:
    """The bot was up once."""
    settings = load(config)
    db = open_database(settings)
    bot = client(settings, db)
    await bot.start()
    await bot.sync_once()
    await bot.stop()
    db.close()
    return settings


@dataclass
class Terminal:
    """Somebody who reads what is told and answers what is asked, as planned."""

    answers: list[str] = field(default_factory=list)
    agrees: bool = True
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def tell(self, line: str) -> None:
        self.told.append(line)

    def ask(self, question: str) -> str:
        """Gives the planned answers; after those, the end of the recovery key that stands on the screen."""
        self.asked.append(question)
        return self.answers.pop(0) if self.answers else self.key[-4:]

    def confirm(self, question: str) -> bool:
        self.asked.append(question)
        return self.agrees

    async def make_recovery(self, settings: Settings, *, replace: bool = False) -> None:
        """Make a recovery key here, as ``sigbot identity recovery`` does."""
        await make_recovery(settings, file=None, replace=replace, tell=self.tell, ask=self.ask, confirm=self.confirm)

    @property
    def key(self) -> str:
        """The recovery key that was shown last."""
        shown = [line.strip() for line in self.told if line.startswith("\n    Es")]
        return shown[-1]


def sigbot(config: Path, *arguments: str, typed: str = "") -> tuple[int, str, str]:
    """Run a command where nobody sits at a terminal; returns its exit code and what it wrote, the log included."""
    out, err = io.StringIO(), io.StringIO()
    before = os.umask(0o077), sys.argv, sys.stdin
    sys.argv, sys.stdin = ["sigbot", *arguments, "--config", str(config)], io.StringIO(typed)
    os.environ["SIGBOT_LOG_LEVEL"] = "debug"
    try:
        # A thread: the command has an event loop of its own
        with redirect_stdout(out), redirect_stderr(err), ThreadPoolExecutor(1) as alone:
            code = alone.submit(_ended).result()
    finally:
        os.umask(before[0])
        sys.argv, sys.stdin = before[1:]
        del os.environ["SIGBOT_LOG_LEVEL"]
        logs.setup("error", "json")
    return code, out.getvalue(), err.getvalue()


def _ended() -> int:
    try:
        main()
    except SystemExit as done:
        return int(done.code or 0)
    return 0
