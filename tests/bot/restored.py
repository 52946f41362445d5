"""A bot with a recovery key, lived with and brought back by its operator; and a coordinator who has met it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import App, open_database
from bot.cli.identity import own_keys
from bot.cli.identity_restore import restore
from bot.matrix.crypto import recovery
from bot.matrix.http import Http
from bot.settings import Settings, load
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from storage import room as rooms
from storage.db import Database
from storage.person import People
from tests.bot.operator import PASSWORD, Terminal, first_start, newcomer, settle

HELP = "Det här kan du skriva"


class Bot:
    """A bot that has started once and has a recovery key; what is done with it is done on its own database."""

    def __init__(self, config: Path, settings: Settings, key: str) -> None:
        self.config = config
        self.settings = settings
        self.key = key
        self.terminal = Terminal()

    @classmethod
    async def at(cls, homeserver: Homeserver, folder: Path, coordinator: str) -> Bot:
        config = settle(homeserver.url, folder, await newcomer(homeserver), coordinator)
        settings = await first_start(config)
        terminal = Terminal()
        await terminal.make_recovery(settings)
        return cls(config, settings, terminal.key)

    @asynccontextmanager
    async def alive(self) -> AsyncIterator[None]:
        """The whole bot runs."""
        stop = asyncio.Event()
        life = asyncio.create_task(App(self.settings).run(stop))
        try:
            yield
        finally:
            stop.set()
            await life

    async def met(self, anna: Person) -> str:
        """It has come to know anna, a coordinator; returns her page."""
        async with self.alive():
            await anna.until(lambda: len(anna.rooms) == 2, "come in to kontoret and her page")
            page = self.page()
            await anna.until(
                lambda: any((one.room, one.type) == (page, "m.room.encryption") for one in anna.received), ""
            )
            await anna.say(page, "hjälp")
            await anna.wait(HELP, room=page)
        return page

    def page(self) -> str:
        """The Matrix id of anna's page."""
        db = open_database(self.settings)
        with db.read() as session:
            anna = People(session, "u").find("anna")
            found = "" if anna is None else rooms.page(session, anna.id).matrix_room
        db.close()
        return found or ""

    async def restored(self, key: str = "", *, log_out: bool | None = None) -> None:
        await restore(
            self.settings,
            recovery.parse_key(key or self.key),
            tell=self.terminal.tell,
            confirm=self.terminal.confirm,
            log_out=log_out,
        )

    async def devices(self) -> list[str]:
        """The account's devices, as the homeserver has them."""
        http = Http(self.settings.homeserver)
        http.token = own_keys(self.settings).token
        listed = (await http.call("GET", ("devices",)))["devices"]
        await http.close()
        return sorted(one["device_id"] for one in listed)

    def elsewhere(self, name: str, coordinator: str) -> Bot:
        """Everything but the account and the recovery key is lost: new settings, new keys, no database."""
        folder = self.config.parent.parent / name
        config = settle(self.settings.homeserver, folder, self.settings.user_id, coordinator)
        return Bot(config, load(config), self.key)

    def use_token(self, token: str) -> None:
        """Give the bot an access token instead of the password."""
        file = self.config.parent / "keys" / "token"
        file.write_text(token)
        file.chmod(0o600)
        self.config.write_text(
            self.config.read_text().replace("password_file", "token_file").replace("keys/password", "keys/token")
        )
        self.settings = load(self.config)

    def opened(self) -> Database:
        return open_database(self.settings)


async def log_in(settings: Settings) -> tuple[str, str]:
    """A device of the account without keys, as an administrator makes one for its token: its id and token."""
    http = Http(settings.homeserver)
    who = {"type": "m.id.user", "user": settings.user_id}
    answer = await http.call("POST", ("login",), {"type": "m.login.password", "identifier": who, "password": PASSWORD})
    await http.close()
    return answer["device_id"], answer["access_token"]
