"""``sigbot backup`` under load and ``sigbot restore`` elsewhere: the case goes on, and nobody sees another identity."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import App
from bot.cli import backup as backups
from bot.cli.identity import own_keys
from bot.cli.restore import restore
from bot.errors import CannotDo, IdentityForeign
from bot.matrix.crypto import cross_signing, recovery
from bot.settings import load as settings_of
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from bot.stage.play import play
from bot.stage.process import BotProcess
from bot.stage.script import load
from bot.stage.stagehand import BOT
from storage import backup as rows
from storage import device as known_devices
from storage import envelope, keys
from storage import identity as identities
from storage.db import Database
from storage.envelope import SecretKey
from storage.sealed import Vault
from tests.bot.operator import PASSWORD, Terminal
from tests.bot.restored import Bot
from tests.databases import EACH, url_of
from tests.names import own
from tests.stage.watched import WatchedWorld

ROOT = Path(__file__).parents[2]
SCRIPT = load(Path(__file__).parent / "flyttad.yaml")

pytestmark = pytest.mark.real


class MovingWorld(WatchedWorld):
    """A world whose bot moves to another machine."""

    @property
    def config(self) -> Path:
        """The settings of the bot, where it lives now."""
        return self._config

    async def die(self) -> None:
        """The machine of the bot is gone."""
        assert self.bot.process is not None
        self.bot.process.kill()
        self.bot.process.wait()
        self.bot.process = None
        self._db.close()

    def elsewhere(self, folder: Path, database: str) -> Path:
        """Settings and keys as the operator lays them out on another machine, with an empty database."""
        folder.mkdir(mode=0o700)
        shutil.copytree(self._folder / "keys", folder / "keys")
        config = folder / "sigbot.toml"
        words = self._config.read_text().replace(f'"{self._folder}/data"', f'"{folder}/data"')
        config.write_text(f'database = "{database}"\n' + words.replace(f'"{self._folder}/keys/', f'"{folder}/keys/'))
        config.chmod(0o600)
        return config

    def move_to(self, config: Path) -> None:
        """Start the bot there."""
        self._config = config
        settings = settings_of(config)
        self._db = Database(settings.database_url, Vault.load(settings.key_file))
        self._stack.callback(self._db.close)
        self.bot = BotProcess(config, config.parent / "bot.log")
        self._stack.push_async_callback(self.bot.stop)
        self.bot.start()

    def seen(self) -> dict[str, tuple[str | None, str | None, bool]]:
        """The bot's identity as each client has pinned it and sees it, and whether one of its devices is trusted."""
        found = {}
        for handle, person in self.people.items():
            with person._db.unit() as session:
                pin = identities.get(session, "person", self._bot_user)
                devices = known_devices.of_user(session, "person", self._bot_user)
            assert pin is not None
            found[handle] = (pin.pinned, pin.seen, any(one.trusted for one in devices))
        return found

    def said(self, place: str, since: int = 0) -> list[str]:
        """What the bot has said in a place."""
        return [line.text for line in self.transcript()[since:] if (line.who, line.place) == (BOT, place)]

    async def does(self, *said: str, who: str = "anna", place: str = "office") -> None:
        """Somebody says this, and waits for the bot each time."""
        for text in said:
            await self.say(who, place, text)
            await self.settle()


async def backed_up(world: MovingWorld, file: Path, recipient: str) -> None:
    """Make a backup while commands are given."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = ["backup", str(file), "--recipient", recipient, "--config", str(world.config)]
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    number = 0
    while running.returncode is None:
        number += 1
        await world.does(f"!uppgift Ringa {number} @petra", place="K-3M9")
        await asyncio.sleep(0)
    out, err = await running.communicate()
    assert (running.returncode, err) == (0, b""), err
    assert b"Read back, and whole" in out


@pytest.fixture
async def anna(homeserver: Homeserver) -> AsyncIterator[Person]:
    person = await Person.arrive(homeserver, own("anna"))
    yield person
    await person.stop()


@pytest.fixture
async def bot(homeserver: Homeserver, tmp_path: Path, anna: Person) -> Bot:
    return await Bot.at(homeserver, tmp_path / "first", anna.user_id)


def backup_of(bot: Bot, folder: Path) -> tuple[Path, SecretKey]:
    public = envelope.write_key(folder / "secret")
    return backups.make(bot.settings, folder / "one.age", public).file, SecretKey.read(folder / "secret")


async def restored(bot: Bot, file: Path, opener: SecretKey, *, replace: bool = False, later: bool = False) -> None:
    await restore(
        bot.settings,
        file,
        opener,
        replace=replace,
        identity_later=later,
        tell=bot.terminal.tell,
        confirm=bot.terminal.confirm,
    )


async def test_from_a_backup_a_bot_comes_back_elsewhere_with_all_it_knew(
    bot: Bot, anna: Person, tmp_path: Path
) -> None:
    page = await bot.met(anna)
    before = own_keys(bot.settings)
    file, opener = backup_of(bot, tmp_path)
    await anna.say(page, "status")
    there = bot.elsewhere("second", anna.user_id)
    with pytest.raises(CannotDo, match="which the key file lacks"):
        await restored(there, file, opener)
    shutil.copy(bot.settings.key_file, there.settings.key_file)
    await restored(there, file, opener)
    after = own_keys(there.settings)
    assert (after.master, after.device_id == before.device_id) == (before.master, False)
    assert await there.devices() == [after.device_id]
    assert [line.split() for line in there.terminal.told if line.startswith("  ")] == [["1", "page"]]
    assert there.page() == page
    async with there.alive():
        assert (await anna.wait("Jag har varit borta", room=page, sender=bot.settings.user_id)).decrypted
        await anna.say(page, "hjälp språk")
        assert (await anna.wait("språk – välj språk", room=page)).decrypted


async def test_when_somebody_has_made_another_identity_nothing_changes(bot: Bot, anna: Person, tmp_path: Path) -> None:
    file, opener = backup_of(bot, tmp_path)
    devices = await bot.devices()
    other = Person(bot.settings.homeserver, bot.settings.user_id, PASSWORD, signed=False)
    await other.start()
    http, machine = other.client.http, other.client.machine
    await cross_signing.upload(http, machine, cross_signing.load_or_create_signers(machine), PASSWORD)
    there = bot.elsewhere("second", anna.user_id)
    shutil.copy(bot.settings.key_file, there.settings.key_file)
    with pytest.raises(CannotDo, match=r"the backup holds another identity .* sigbot restore --identity-later"):
        await restored(there, file, opener)
    with closing(there.opened()) as db, db.read() as session:
        assert rows.is_empty(session.connection())
    assert len(await bot.devices()) == len(devices) + 1  # the other's; ours is logged out again

    # it was one of us: the database first, and the identity with the newer recovery key
    await restored(there, file, opener, later=True)
    hasty = App(there.settings)
    with pytest.raises(IdentityForeign, match="our database has none"):
        await hasty.run(asyncio.Event())
    await hasty.client.stop()
    hasty.db.close()
    with other._db.unit() as session:
        seeds = keys.seeds(session, "person")
    assert seeds is not None
    key = recovery.new_key()
    await recovery.store(http, bot.settings.user_id, key, seeds)
    await other.stop()
    await there.restored(recovery.format_key(key))
    assert own_keys(there.settings).seeds == seeds


@pytest.mark.long
@pytest.mark.parametrize("kind", EACH)
async def test_the_case_goes_on_elsewhere_and_nobody_sees_another_bot(
    homeserver: Homeserver, request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    public = envelope.write_key(tmp_path / "secret")
    async with MovingWorld(SCRIPT, tmp_path / "first", homeserver, tag=own()) as world:
        assert await play(SCRIPT, world.watch()) is None
        before = world.seen()
        assert all(pinned == shown is not None and trusted for pinned, shown, trusted in before.values())
        old = own_keys(settings_of(world.config))
        await backed_up(world, tmp_path / "one.age", public.text)
        # what the backup does not know: a consent is withdrawn
        await world.does("samtycke återkalla K-3M9 skola", "ja")
        assert "lisa" not in await world.members("K-3M9")
        await world.die()
        await world.say("petra", "page of petra", "status")

        first = world.config
        config = world.elsewhere(tmp_path / "second", url_of(request, kind, tmp_path))
        terminal = Terminal()
        opener = SecretKey.read(tmp_path / "secret")
        await restore(
            settings_of(config),
            tmp_path / "one.age",
            opener,
            replace=False,
            identity_later=False,
            tell=terminal.tell,
            confirm=terminal.confirm,
        )
        told = "\n".join(terminal.told)
        assert "cannot be read, and is not handled" in told
        assert "Consents that may have been withdrawn since, in Enheten: K-3M9" in told
        assert terminal.asked[-1].startswith("Log out the account's other devices")

        since = len(world.transcript())
        world.move_to(config)
        await world.settle()
        assert world.seen() == before
        new = own_keys(settings_of(config))
        assert (new.master, new.device_id == old.device_id) == (old.master, False)
        (office,) = (text for text in world.said("office", since) if "Jag har återställts" in text)
        assert "Då gällde samtycken i K-3M9" in office
        assert any("Jag har varit borta" in text for text in world.said("page of petra", since))

        # nothing is said in the room, and nobody let in, until the coordinator has gone through the case
        quiet = len(world.transcript())
        await world.does("uppgift K-3M9 Hämta nyckeln @petra")
        assert not any("Hämta nyckeln" in text for text in world.said("K-3M9", quiet))
        assert "lisa" not in await world.members("K-3M9")
        await world.does("samtycke återkalla K-3M9 skola", "ja")
        await world.does("tina upp K-3M9", "ja")
        assert any("Hämta nyckeln" in text for text in world.said("K-3M9", quiet))
        assert await world.members("K-3M9") == {"anna", "petra", "sven"}
        await world.does("!vem ser vad", who="petra", place="K-3M9")
        assert world.wrong() == []
        assert world.unreadable() == []
        assert world.seen() == before

        # the old machine comes back, with its database, its keys and the password
        with pytest.raises(IdentityForeign, match="restored elsewhere since"):
            await App(settings_of(first)).run(asyncio.Event())
        assert world.seen() == before
