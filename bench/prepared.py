"""A homeserver with the bot in many encrypted rooms: prepared once for each size, and copied for each bot.

In each room are the bot and Anna. Anna has an account and no device yet, the bot a device of its own and a database
with a case for each room. What is prepared is kept in the folder ``.bench`` for the next run.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import cases
from bot.clock import Clock
from bot.core import ACCOUNT, Core
from bot.matrix.client import Client
from bot.matrix.http import Http
from bot.settings import Settings
from bot.stage.homeserver import Homeserver
from bot.stage.process import write_settings
from handlers import TABLE
from storage import due, migrate, outbox, sealed
from storage.db import Database
from storage.tables import Room

WORK = Path(os.environ.get("BENCH_WORK", Path(__file__).parents[1] / ".bench"))
BOT = "assistent"
ANNA = "anna"
BERIT = "berit"
PROFILE = "skovde"
_UNIT = "enhet"
_LAYOUT = 3  # of what is kept; another number makes it anew
_AT_ONCE = 6
_NAMES = {"server": "homeserver", "bot": "bot", "facts": "facts.json"}


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A copy of the prepared homeserver, with its own copy of the bot's database."""

    folder: Path
    server: Homeserver
    passwords: dict[str, str]
    rooms: list[str]  # Matrix ids of the case rooms
    tag: str = ""  # at the end of every Matrix name

    @property
    def bot_user(self) -> str:
        """The bot's Matrix id."""
        return f"@{BOT}{self.tag}:{self.server.server_name}"

    @property
    def anna(self) -> str:
        """Anna's Matrix id."""
        return f"@{ANNA}{self.tag}:{self.server.server_name}"

    def settings(self, **more: Any) -> dict[str, Any]:
        """The settings of the bot on this copy."""
        folder = self.folder / _NAMES["bot"]
        return _settings(self.server, folder, self.passwords[BOT], self.tag) | more

    def open_database(self, **more: Any) -> Database:
        """The bot's database, with the tables of this version."""
        settings = Settings(**self.settings(**more))
        db = Database(settings.database_url, sealed.Vault.load(settings.key_file))
        migrate.upgrade(db)
        return db


async def copy(rooms: int, folder: Path) -> Copy:
    """A copy of what is prepared for so many rooms, which is prepared first if it is not yet."""
    prepared = await _prepare(rooms)
    shutil.copytree(prepared, folder)
    server_folder = folder / _NAMES["server"]
    _move_port(server_folder / "homeserver.yaml")
    facts = json.loads((folder / _NAMES["facts"]).read_text())
    return Copy(
        folder=folder, server=Homeserver(server_folder), passwords=facts["passwords"], rooms=facts["rooms"]
    )


async def added(server: Homeserver, folder: Path, rooms: int, *, tag: str, clock: Clock) -> Copy:
    """A bot with so many rooms on a homeserver that runs and that others use too; ``tag`` ends every Matrix name."""
    passwords: dict[str, str] = {}
    for name in (BOT, ANNA, BERIT):
        passwords[name] = secrets.token_urlsafe(16)
        await server.register(name + tag, passwords[name])
    made = await _add(server, folder, passwords, first=0, last=rooms, tag=tag, clock=clock)
    return Copy(folder=folder, server=server, passwords=passwords, rooms=made, tag=tag)


async def _prepare(rooms: int) -> Path:
    """The folder of a prepared homeserver; rooms are added to the largest smaller one there is."""
    WORK.mkdir(exist_ok=True)
    target = WORK / f"{_LAYOUT}-{rooms}"
    if target.exists():
        return target
    smaller = {int(one.name.partition("-")[2]): one for one in WORK.glob(f"{_LAYOUT}-*") if one.suffix == ""}
    usable = [size for size in smaller if size < rooms]
    growing = target.with_suffix(".new")
    shutil.rmtree(growing, ignore_errors=True)
    if usable:
        shutil.copytree(smaller[max(usable)], growing)
    print(f"... preparing a homeserver with {rooms} rooms (once)", flush=True)
    await _fill(growing, first=max(usable, default=0), last=rooms)
    growing.rename(target)
    return target


async def _fill(folder: Path, *, first: int, last: int) -> None:
    server = Homeserver(folder / _NAMES["server"])
    facts_file = folder / _NAMES["facts"]
    facts: dict[str, Any] = {"passwords": {}, "rooms": []}
    async with server:
        if facts_file.exists():
            facts = json.loads(facts_file.read_text())
        else:
            for name in (BOT, ANNA, BERIT):
                facts["passwords"][name] = secrets.token_urlsafe(16)
                await server.register(name, facts["passwords"][name])
        facts["rooms"] += await _add(server, folder, facts["passwords"], first=first, last=last)
    facts_file.write_text(json.dumps(facts))


async def _add(
    server: Homeserver,
    folder: Path,
    passwords: dict[str, str],
    *,
    first: int,
    last: int,
    tag: str = "",
    clock: Clock | None = None,
) -> list[str]:
    """Add the cases numbered from ``first`` up to ``last`` to the bot's database, and make their rooms."""
    settings = Settings(**_settings(server, folder / _NAMES["bot"], passwords[BOT], tag))
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    settings.key_file.parent.mkdir(exist_ok=True, mode=0o700)
    if not settings.key_file.exists():
        sealed.write_master(settings.key_file)
    db = Database(settings.database_url, sealed.Vault.load(settings.key_file))
    try:
        migrate.upgrade(db)
        core = Core(settings, db, clock or Clock(), TABLE)
        core.prepare()
        cases.add(core, first=first, last=last)
        return await _open_rooms(server, core, passwords, tag)
    finally:
        db.close()


async def _open_rooms(server: Homeserver, core: Core, passwords: dict[str, str], tag: str) -> list[str]:
    """Make the case rooms that are not made yet, with the bot's own code, and let Anna join them.

    What the bot would say there at first is not sent.
    """
    db = core.db
    settings = core.settings
    client = Client(
        server.url,
        db,
        ACCOUNT,
        core.clock,
        user_id=settings.user_id,
        password=passwords[BOT],
        rotation=(settings.rotation.period, settings.rotation.messages),
    )
    anna = Http(server.url)
    user_id = f"@{ANNA}{tag}:{server.server_name}"
    login = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": ANNA + tag},
        "password": passwords[ANNA],
    }
    anna.token = str((await anna.call("POST", ("login",), login))["access_token"])
    width = asyncio.Semaphore(_AT_ONCE)

    async def make(room_id: str, name: str) -> str:
        async with width:
            matrix_room = await client.rooms.create(room_id, name=name)
            await client.rooms.invite(matrix_room, user_id)
            await anna.call("POST", ("rooms", matrix_room, "join"), {})
            await client.rooms.members.refresh(matrix_room)
            return matrix_room

    try:
        await client.start()
        with db.read() as session:
            planned = {
                room_id: code
                for room_id, (_, code) in cases.rooms(session).items()
                if session.get_one(Room, room_id).matrix_room is None
            }
        made = await asyncio.gather(*(make(room_id, code) for room_id, code in planned.items()))
        await client.sync_once()
        while core.work_one():
            pass
        with db.unit() as session:
            due.cancel(session, "said before", kind="room.briefing")
            for room_id in planned:
                outbox.drop_room(session, room_id, "said before")
                session.get_one(Room, room_id).dirty = False
        await anna.call("POST", ("logout",), {})
        return list(made)
    finally:
        await client.stop()
        await anna.close()


def _settings(server: Homeserver, folder: Path, password: str, tag: str = "") -> dict[str, Any]:
    def someone(handle: str) -> dict[str, str]:
        return {
            "handle": handle,
            "name": handle.capitalize(),
            "matrix_id": f"@{handle}{tag}:{server.server_name}",
        }

    return {
        "homeserver": server.url,
        "user_id": f"@{BOT}{tag}:{server.server_name}",
        "password": password,
        "data_dir": str(folder / "data"),
        "key_file": str(folder / "keys" / "master.json"),
        "log_format": "json",
        "units": [
            {
                "id": _UNIT,
                "name": "Enheten",
                "profile": PROFILE,
                "coordinators": [someone(ANNA), someone(BERIT)],
            }
        ],
    }


def write(copy: Copy, file: Path, **more: Any) -> None:
    """Write the bot's settings file."""
    write_settings(file, copy.settings(**more))


def _move_port(config_file: Path) -> None:
    """Let a copied homeserver listen on a port of its own."""
    config = json.loads(config_file.read_text())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config["listeners"][0]["port"] = port
    config["public_baseurl"] = f"http://127.0.0.1:{port}/"
    config_file.write_text(json.dumps(config, indent=2))
