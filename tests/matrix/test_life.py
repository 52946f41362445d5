"""Which life of the bot this is: neither an old machine, nor a copy, nor an older database goes on as if it were it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey

from bot.app import open_database
from bot.cli.identity import own_keys
from bot.core import ACCOUNT
from bot.errors import IdentityForeign
from bot.matrix import account_data
from bot.matrix.client import Client
from bot.matrix.crypto import cross_signing, published
from bot.matrix.crypto.life import KIND
from bot.matrix.http import Http, MatrixError
from bot.settings import Settings, load
from bot.stage.homeserver import Homeserver
from storage import keys
from tests.bot.operator import client, first_start, newcomer, settle

pytestmark = pytest.mark.real


@pytest.fixture
async def settings(homeserver: Homeserver, tmp_path: Path) -> Settings:
    """A bot that was up once."""
    (tmp_path / "original").mkdir()
    return await first_start(settle(homeserver.url, tmp_path / "original", await newcomer(homeserver)))


def copied(settings: Settings, name: str) -> Settings:
    """A copy of the bot's whole folder, as it is now, also while the bot runs."""
    folder = settings.data_dir.parent
    copy = folder.with_name(name)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("sigbot.db*"))
    with (
        closing(sqlite3.connect(settings.data_dir / "sigbot.db")) as original,
        closing(sqlite3.connect(copy / "data" / "sigbot.db")) as target,
    ):
        original.backup(target)
    return load(copy / "sigbot.toml")


@asynccontextmanager
async def started(settings: Settings) -> AsyncIterator[Client]:
    """The bot's client, started."""
    with closing(open_database(settings)) as db:
        bot = client(settings, db)
        try:
            await bot.start()
            yield bot
        finally:
            await bot.stop()


async def refused(settings: Settings, why: str) -> None:
    """The bot does not start, and says why."""
    with pytest.raises(IdentityForeign, match=why):
        async with started(settings):
            pass


@asynccontextmanager
async def account(settings: Settings) -> AsyncIterator[Http]:
    """The account on the homeserver, with the bot's own token."""
    http = Http(settings.homeserver)
    http.token = own_keys(settings).token
    yield http
    await http.close()


async def shown(settings: Settings) -> dict[str, Any]:
    """What is claimed."""
    async with account(settings) as http:
        return await account_data.fetch(http, settings.user_id, KIND)


async def show(settings: Settings, content: dict[str, Any]) -> None:
    """Have the homeserver show another claim."""
    async with account(settings) as http:
        await account_data.put(http, settings.user_id, KIND, content)


def own(settings: Settings) -> keys.Life:
    with closing(open_database(settings)) as db, db.read() as session:
        return keys.life(session, ACCOUNT)


async def test_each_start_is_claimed_and_stored(settings: Settings) -> None:
    first = await shown(settings)
    assert (first["life"], first["starts"], first["start"]) == (1, 1, own(settings).start)
    async with started(settings):
        pass
    second = await shown(settings)
    assert (second["life"], second["starts"], second["start"]) == (1, 2, own(settings).start)
    assert second["start"] != first["start"]


async def test_what_is_missing_or_older_on_the_homeserver_is_put_back(settings: Settings) -> None:
    """It was deleted, or restored from a backup."""
    first = await shown(settings)
    await show(settings, {})
    async with started(settings):
        pass
    assert (await shown(settings))["starts"] == 2
    await show(settings, first)
    async with started(settings):
        pass
    assert (await shown(settings))["starts"] == 3


def forged(settings: Settings, claim: dict[str, Any]) -> list[dict[str, Any]]:
    """Claims of a higher life by whoever runs the homeserver, and what can be made of a good one."""
    seeds = own_keys(settings).seeds
    unsigned = {name: value for name, value in claim.items() if name != "signatures"}
    theirs = published.sign({**unsigned, "life": 9}, settings.user_id, SigningKey.generate())
    by_device = {**theirs, "signatures": {settings.user_id: {"ed25519:DEVICE": "A" * 86}}}
    other = cross_signing.signers_of(seeds)["master"]
    of_another = published.sign({**unsigned, "user_id": "@other:stage.localhost"}, settings.user_id, other)
    unnumbered = published.sign({**unsigned, "life": True}, settings.user_id, other)
    return [{**claim, "life": 9}, theirs, by_device, of_another, unnumbered, {"life": 9}]


async def test_a_claim_that_was_not_signed_by_us_stops_us_and_says_so(settings: Settings) -> None:
    claim = await shown(settings)
    for content in forged(settings, claim):
        await show(settings, content)
        await refused(settings, "was not signed by it")
    await show(settings, claim)
    async with started(settings) as bot:
        await bot.sync_once()
        await show(settings, forged(settings, claim)[0])
        with pytest.raises(IdentityForeign, match="was not signed by it"):
            await bot.sync_once()
        with pytest.raises(IdentityForeign):  # it says nothing more
            await bot.http.call("GET", ("joined_rooms",))


async def test_a_copy_that_is_older_than_the_last_start_does_nothing(settings: Settings) -> None:
    copy = copied(settings, "copy")
    async with started(settings):
        pass
    claim = await shown(settings)
    for _ in range(2):
        await refused(copy, "another bot has started as this one.*Do: run that one only.*sigbot identity restore")
    assert await shown(settings) == claim


async def test_of_a_copy_and_the_original_that_runs_the_original_stays(settings: Settings) -> None:
    async with started(settings) as original:
        await original.sync_once()
        async with started(copied(settings, "copy")) as copy:
            await original.sync_once()
            with pytest.raises(IdentityForeign, match="this database is a copy of its"):
                await copy.sync_once()
        await original.sync_once()
    await refused(load(settings.data_dir.parent.with_name("copy") / "sigbot.toml"), "another bot has started as this")
    async with started(settings) as original:
        await original.sync_once()


async def test_of_a_copy_that_runs_and_the_original_that_comes_later_the_copy_stays(settings: Settings) -> None:
    """It cannot be known which of them is meant to be the bot: it is the one that has gone on."""
    async with started(copied(settings, "copy")) as copy:
        await copy.sync_once()
        await refused(settings, "another bot has started as this one")
        await copy.sync_once()


async def test_who_dies_while_claiming_knows_the_claim_as_its_own(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = account_data.put

    async def killed(http: Http, user_id: str, kind: str, content: dict[str, Any]) -> None:
        await put(http, user_id, kind, content)
        raise MatrixError(0, "UNREACHABLE", "killed")

    for dies_before in (True, False):
        with monkeypatch.context() as patch, pytest.raises((MatrixError, RuntimeError)):
            patch.setattr(account_data, "put", _never if dies_before else killed)
            async with started(settings):
                pass
        async with started(settings):
            pass
    assert (await shown(settings))["start"] == own(settings).start


async def _never(*_: Any) -> None:
    raise RuntimeError("killed")
