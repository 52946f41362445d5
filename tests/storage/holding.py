"""A bot in a process of its own, reduced to what two of them quarrel about: it holds a database, renews its lease, and
asks a homeserver something all the time.

``python -m tests.storage.holding URL FOLDER SERVER SECONDS``: the folder may be empty (no locked file), and so may
the server (nothing is asked); a lease lasts so many seconds. It ends as ``sigbot run`` does when it is not alone.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.clock import Clock
from bot.errors import NotAlone
from bot.matrix.client import Client
from bot.matrix.http import MatrixError
from storage import lease
from storage.db import Database
from storage.sealed import Vault

TAKEN_OVER = 12


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def _hold(db: Database, server: str) -> None:
    client = Client(server, db, "bot", Clock(), user_id="@bot:example.se", token="token")
    try:
        while True:
            await asyncio.sleep(lease.RENEW_EVERY / 4)
            if server:
                await _ask(client)
            else:
                db.stay_alone()
    finally:
        await client.stop()


async def _ask(client: Client) -> None:
    try:
        await client.http.call("GET", ("joined_rooms",), tries=1)
    except MatrixError as error:
        _tell(error.errcode)


def main(url: str, folder: str, server: str, seconds: str) -> None:
    lease.LASTS = float(seconds)
    lease.RENEW_EVERY = lease.LASTS / 3
    db = Database(url, Vault.fresh())
    with db.alone(Path(folder) if folder else None):
        _tell("held")
        asyncio.run(_hold(db, server))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except NotAlone as error:
        _tell(str(error))
        sys.exit(TAKEN_OVER)
