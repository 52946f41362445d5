"""``sigbot identity``: shows and verifies on a real homeserver; the recovery key is seen once, and kept nowhere."""

from __future__ import annotations

import base64
import json
import os
import secrets
import stat
from pathlib import Path

import pytest

from bot.app import open_database
from bot.cli.check import Line, check
from bot.cli.identity import _hand_over, own_keys, read_key, show, verify
from bot.core import ACCOUNT
from bot.errors import CannotDo
from bot.exits import Exit
from bot.matrix.crypto import cross_signing, recovery
from bot.settings import Settings, load
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from storage import keys
from tests.bot.operator import PASSWORD, Terminal, client, first_start, newcomer, settle, sigbot

pytestmark = pytest.mark.real


@pytest.fixture
async def config(homeserver: Homeserver, tmp_path: Path) -> Path:
    return settle(homeserver.url, tmp_path, await newcomer(homeserver))


async def verified(settings: Settings, key: str = "") -> dict[str, Line]:
    tried = recovery.parse_key(key) if key else None
    return {line.name: line async for line in verify(settings, tried)}


async def made(settings: Settings, *, replace: bool = False) -> str:
    """A recovery key, shown at a terminal."""
    terminal = Terminal()
    await terminal.make_recovery(settings, replace=replace)
    return terminal.key


async def test_before_the_first_start_it_says_so_and_makes_nothing(config: Path) -> None:
    with pytest.raises(CannotDo, match=r"no identity in our database yet. Do: look first whether .* data_dir"):
        await verified(load(config))
    assert list((config.parent / "data").iterdir()) == []
    code, out, err = sigbot(config, "identity", "verify")
    assert (code, out) == (Exit.CANNOT_DO, "")
    assert err.startswith("there is no identity")


async def test_everything_in_order_is_shown_and_recovery_recommended(config: Path) -> None:
    settings = await first_start(config)
    found = {line.name: str(line) async for line in show(settings)}
    mine = own_keys(settings)
    assert settings.user_id in found["user"]
    assert mine.public[0] in found["fingerprint"].replace(" ", "")
    assert mine.master in found["master key"].replace(" ", "")
    seen = await verified(settings)
    assert list(seen) == ["identity", "device", "devices", "recovery"]
    assert all(line.ok for line in seen.values())
    for advice in (seen["recovery"], {line.name: line async for line in check(config)}["recovery"]):
        assert (advice.do, advice.unsure) == ("sigbot identity recovery", True)
    await made(settings)
    assert (await verified(settings))["recovery"].good
    assert {line.name: line async for line in check(config)}["recovery"].good
    code, out, _ = sigbot(config, "identity", "show")
    assert (code, [line.split()[0] for line in out.splitlines()][:3]) == (0, ["user", "device", "fingerprint"])


async def test_an_identity_of_somebody_else_is_told(config: Path) -> None:
    settings = await first_start(config)
    thief = Person(settings.homeserver, settings.user_id, PASSWORD, signed=False)
    await thief.start()
    machine = thief.client.machine
    await cross_signing.upload(thief.client.http, machine, cross_signing.load_or_create_signers(machine), PASSWORD)
    await thief.stop()
    code, out, _ = sigbot(config, "identity", "verify")
    assert code == 1
    assert "another one than ours" in out
    terminal = Terminal()
    with pytest.raises(CannotDo, match="another one than ours"):
        await terminal.make_recovery(settings)
    assert terminal.told == []


async def test_a_device_without_our_signature_is_told_and_one_too_many(config: Path) -> None:
    settings = load(config)
    db = open_database(settings)
    bot = client(settings, db)
    bot._cross_sign = False
    await bot.start()
    await cross_signing.upload(bot.http, bot.machine, cross_signing.load_or_create_signers(bot.machine), None)
    assert "red shield" in (await verified(settings))["device"].wrong
    assert sigbot(config, "identity", "verify")[0] == 1
    await cross_signing.ensure_published(bot.http, bot.machine, None)
    assert (await verified(settings))["device"].good
    with db.unit() as session:
        seeds = keys.seeds(session, ACCOUNT)
    await bot.stop()
    db.close()
    other = Person(settings.homeserver, settings.user_id, PASSWORD, name="another")
    with other._db.unit() as session:
        keys.open_account(session, "person", settings.user_id, "OTHER")
        keys.save_seeds(session, "person", seeds or {})
    await other.start()
    await other.stop()
    assert "OTHER" in (await verified(settings))["devices"].wrong


async def test_the_key_is_worth_nothing_before_somebody_has_it(config: Path) -> None:
    settings = await first_start(config)
    careless = Terminal(answers=["no", "", "Es12"])
    with pytest.raises(CannotDo, match="nothing was changed"):
        await careless.make_recovery(settings)
    assert (await verified(settings))["recovery"].wrong
    key = await made(settings)
    assert (await verified(settings, key))["recovery key"].good
    assert "not the recovery key" in (await verified(settings, careless.key))["recovery key"].wrong


async def test_a_new_key_is_made_only_when_it_is_meant(config: Path) -> None:
    settings = await first_start(config)
    first = await made(settings)
    unwilling = Terminal(agrees=False)
    with pytest.raises(CannotDo, match="still the right one"):
        await unwilling.make_recovery(settings)
    assert "stops working" in unwilling.asked[0]
    assert (await verified(settings, first))["recovery key"].good
    code, _, err = sigbot(config, "identity", "recovery", "--file", str(config.parent / "key"))
    assert (code, "--replace" in err, (config.parent / "key").exists()) == (Exit.CANNOT_DO, True, False)
    second = await made(settings, replace=True)
    assert (await verified(settings, second))["recovery key"].good
    assert (await verified(settings, first))["recovery key"].wrong
    typed = sigbot(config, "identity", "verify", "--key", typed=f"{first}\n")
    assert (typed[0], first in typed[1] + typed[2]) == (1, False)


async def test_it_is_never_shown_where_it_may_be_kept(config: Path) -> None:
    await first_start(config)
    code, out, err = sigbot(config, "identity", "recovery")
    assert (code, out) == (Exit.CANNOT_DO, "")
    assert "--file" in err
    taken = config.parent / "taken"
    taken.write_text("mine")
    code, out, err = sigbot(config, "identity", "recovery", "--file", str(taken))
    assert (code, out, taken.read_text()) == (Exit.CANNOT_DO, "", "mine")
    assert "File exists" in err
    assert (await verified(load(config)))["recovery"].wrong  # nothing was changed


async def test_it_is_kept_nowhere_but_in_its_file(config: Path) -> None:
    await first_start(config)
    file = config.parent / "key"
    code, out, err = sigbot(config, "identity", "recovery", "--file", str(file))
    assert code == 0, err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text().strip()
    key = recovery.parse_key(text)
    seeds = [bytes.fromhex(seed) for seed in own_keys(load(config)).seeds.values()]
    code, more, worse = sigbot(config, "identity", "verify", "--key-file", str(file))
    assert (code, "it brings our identity back" in more) == (0, True), more + worse
    said = (out + err + more + worse).encode()
    kept = b"".join(one.read_bytes() for one in config.parent.rglob("*") if one.is_file() and one != file)
    assert len(kept) > 50_000
    for secret in (key, *seeds):
        for form in (
            secret,
            secret.hex().encode(),
            base64.b64encode(secret)[:40],
            base64.urlsafe_b64encode(secret)[:40],
        ):
            assert form not in said
            assert form not in kept
    for part in (text, text.replace(" ", ""), *text.split(" ")[1:]):
        assert part.encode() not in said
        assert part.encode() not in kept or len(part) == 4


def test_its_file_is_for_its_owner_alone_whatever_others_files_are(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        _hand_over("Es12 3456", tmp_path / "key", lambda _line: None, None)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


@pytest.mark.parametrize("typed", ["", "lösenord", "Es12 3456"])
def test_what_is_no_key_is_told_without_repeating_it(typed: str, tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="no recovery key") as told:
        read_key(None, lambda _question: typed)
    assert not typed or typed not in str(told.value)
    file = tmp_path / "key"
    file.write_text(recovery.format_key(secrets.token_bytes(32)))
    file.chmod(0o640)
    with pytest.raises(CannotDo, match="chmod 600"):
        read_key(file, lambda _question: "")
    with pytest.raises(CannotDo, match="cannot read"):
        read_key(tmp_path / "none", lambda _question: "")


async def test_for_scripts_each_command_says_the_same_as_one_object(config: Path) -> None:
    await first_start(config)
    for command in (("check",), ("identity", "show"), ("identity", "verify")):
        code, out, _ = sigbot(config, *command)
        as_json, shown, _ = sigbot(config, *command, "--json")
        found = json.loads(shown)
        assert as_json == code, command
        assert found["ok"] is (code == Exit.DONE), command
        assert [line["name"] for line in found["lines"]] == [
            line.partition("  ")[0].strip() for line in out.splitlines()
        ], command
