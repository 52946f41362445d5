"""``sigbot check`` says of each thing ok, or what is wrong and what to do; on a real homeserver."""

from __future__ import annotations

import asyncio
import resource
import secrets
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import text

from bot.cli.check import Line, check
from bot.cli.identity import own_keys
from bot.core import ACCOUNT
from bot.matrix.http import Http
from bot.settings import load
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from storage import keys, migrate, sealed, version
from storage.db import Database
from storage.sealed import Vault
from tests.bot.operator import PASSWORD, first_start
from tests.bot.restored import log_in
from tests.faults.proxy import Exchange, Proxy
from tests.names import own
from tests.reaching import Answers, Authority, serving

EVERYTHING = (
    *("config", "profile", "deputy", "numbers", "keys", "database", "homeserver", "clock", "login", "identity"),
    *("recovery", "rate limits"),
)
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
    assert list(found) == list(EVERYTHING)
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


def are_unchecked(found: dict[str, Line], names: Iterable[str], why: str) -> bool:
    """Whether these could not be looked at, and no line is missing."""
    assert [name for name in EVERYTHING if name not in found] == []
    return all((found[name].wrong, found[name].unsure) == (f"not checked, because {why}", True) for name in names)


async def test_a_wrong_password_is_a_sentence_and_what_needs_it_is_not_checked(config: Path) -> None:
    (config.parent / "keys" / "password").write_text("fel\n")
    found = await lines(config)
    assert found["login"].wrong.startswith("password: the homeserver does not accept it for @assistent")
    assert found["login"].wrong.endswith("(403 M_FORBIDDEN)")
    assert "try both in Element" in found["login"].do
    assert are_unchecked(found, EVERYTHING[9:], "the login failed")


async def test_an_account_that_is_deactivated_is_told(config: Path, homeserver: Homeserver) -> None:
    await homeserver.administer("POST", f"/v1/deactivate/{load(config).user_id}", {"erase": False})
    assert "the account may be deactivated" in (await lines(config))["login"].do, "as Synapse has it"

    def deactivated(request: web.Request) -> web.Response:
        if request.path.endswith("/versions"):
            return web.json_response({"versions": ["v1.12"]})
        return web.json_response({"errcode": "M_USER_DEACTIVATED"}, status=403)

    async with serving(deactivated) as place:
        config.write_text(config.read_text().replace(homeserver.url, f"http://{place}"))
        assert "is deactivated (403 M_USER_DEACTIVATED)" in (await lines(config))["login"].wrong, "as others have it"


async def test_a_token_that_is_somebody_elses_or_nobodys_is_told(config: Path, homeserver: Homeserver) -> None:
    anna = await homeserver.register(own("anna"), PASSWORD)
    token = config.parent / "keys" / "password"
    config.write_text(config.read_text().replace("password_file", "token_file"))
    found = await lines(config)
    assert "does not know this access token" in found["login"].wrong
    assert "password_file" in found["login"].do
    who = load(config).model_copy(update={"user_id": anna})
    token.write_text((await log_in(who))[1])
    found = await lines(config)
    assert "is not @assistent" in found["login"].wrong
    assert found["login"].do == "make user_id and the token agree"


async def test_a_session_that_was_logged_out_is_no_fault_where_there_is_a_password(config: Path) -> None:
    settings = await first_start(config)
    http = Http.of(settings)
    http.token = own_keys(settings).token
    await http.call("POST", ("logout", "all"), {})
    await http.close()
    found = await lines(config)
    assert found["login"].good == "the bot's session is logged out: its next start logs in again"
    assert found["identity"].good == "ours"


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
    assert found["homeserver"].wrong == "nothing listens at 127.0.0.1:9"
    assert are_unchecked(found, EVERYTHING[7:], "the homeserver could not be asked")


@pytest.mark.parametrize(
    ("answer", "told"),
    [({"versions": ["v1.11", "v1.12"]}, "speaks up to v1.12"), ({"versions": []}, "speaks up to nothing known")],
)
async def test_the_newest_version_of_matrix_is_told_if_one_is_known(
    config: Path, answer: dict[str, object], told: str
) -> None:
    def versions(request: web.Request) -> web.Response:
        if request.path.endswith("/versions"):
            return web.json_response(answer)
        return web.json_response({"errcode": "M_FORBIDDEN"}, status=403)

    async with serving(versions) as place:
        config.write_text(config.read_text().replace(load(config).homeserver, f"http://{place}"))
        found = await lines(config)
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


async def test_with_settings_that_cannot_work_nothing_else_is_checked(tmp_path: Path) -> None:
    found = await lines(tmp_path / "none.toml")
    assert "sigbot init" in found["config"].wrong
    assert list(found) == list(EVERYTHING)
    assert are_unchecked(found, EVERYTHING[1:], "the settings could not be read")


async def test_a_slip_of_the_pen_in_the_settings_is_told_with_its_line(config: Path) -> None:
    config.write_text(config.read_text() + "health = [port\n")
    found = await lines(config)
    assert "is not TOML" in found["config"].wrong
    assert f"line {len(config.read_text().splitlines())}" in found["config"].wrong
    assert found["config"].do == "mend it there"


async def test_what_a_profile_is_needed_for_is_not_checked_without_it(config: Path) -> None:
    config.write_text(config.read_text().replace('name = "U"\n', 'name = "U"\nprofile = "malmo"\n'))
    found = await lines(config)
    assert "there is no malmo" in found["profile"].wrong
    assert are_unchecked(found, ["deputy", "numbers"], "the profile could not be read")
    assert found["login"].ok, "and all else is"


# ---------------------------------------------------------------------------- each way in which nobody is reached there


def page(status: int) -> Answers:
    """A web server that knows no Matrix."""
    html = f"<html><head><title>{status}</title></head><body><center><h1>nginx</h1></center></body></html>"
    return lambda _: web.Response(status=status, text=html, content_type="text/html")


def redirect(_: web.Request) -> web.Response:
    return web.Response(status=301, headers={"Location": "https://www.example.se/"})


def json_of_another(_: web.Request) -> web.Response:
    return web.json_response({"version": "3.2", "name": "another service"})


def detail(_: web.Request) -> web.Response:
    return web.json_response({"detail": "Not Found"}, status=404)


def well_known(request: web.Request) -> web.Response:
    if request.path == "/.well-known/matrix/client":
        return web.json_response({"m.homeserver": {"base_url": "https://matrix.example.se/"}})
    return page(404)(request)


async def told_at(config: Path, url: str) -> Line:
    """What is said of the homeserver at an address, where all that needs it is not checked."""
    config.write_text(config.read_text().replace(load(config).homeserver, url))
    found = await lines(config)
    assert are_unchecked(found, EVERYTHING[7:], "the homeserver could not be asked")
    return found["homeserver"]


@pytest.mark.parametrize(
    ("answers", "wrong", "do"),
    [
        (page(404), "another web server answered with 404, no homeserver", "not the one of a website"),
        (page(200), "another web server answered, no homeserver", "not the one of a website"),
        (page(401), "another web server answered with 401, no homeserver", "not the one of a website"),
        (redirect, "another web server answered with 301, no homeserver", "not the one of a website"),
        (json_of_another, "another web server answered with 200, no homeserver", "not the one of a website"),
        (detail, "another web server answered with 404, no homeserver", "not the one of a website"),
        (well_known, "another web server answered with 404", 'write homeserver = "https://matrix.example.se"'),
        (page(502), "what stands before the homeserver answers 502", "whether the homeserver runs"),
    ],
    ids=["404", "a website", "a login", "a redirect", "JSON", "JSON 404", "well-known", "502"],
)
async def test_what_answers_and_is_no_homeserver_is_told(config: Path, answers: Answers, wrong: str, do: str) -> None:
    async with serving(answers) as place:
        line = await told_at(config, f"http://{place}")
    assert wrong in line.wrong
    assert do in line.do


async def test_http_and_https_are_told_apart(config: Path, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority")
    async with serving(page(404)) as place:
        line = await told_at(config, f"https://{place}")
        assert line.wrong == f"port {place.split(':')[1]} speaks http, not https"
    async with serving(page(404), authority.vouched()) as place:
        line = await told_at(config, f"http://{place}")
        assert line.wrong == f"port {place.split(':')[1]} speaks https, not http"
        assert line.do == "write https:// in `homeserver`"
        line = await told_at(config, f"https://{place}")
        assert line.wrong.startswith("its certificate is not trusted (")
        assert "ca_file" in line.do


async def test_a_homeserver_that_waits_for_more_when_it_hears_tls_is_told(
    config: Path, homeserver: Homeserver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Synapse does."""
    monkeypatch.setattr("bot.cli.check.PATIENCE", 0.5)
    line = await told_at(config, homeserver.url.replace("http://", "https://"))
    assert line.wrong.endswith(" speaks http, not https")


async def test_a_name_without_an_address_is_told_and_a_proxy_that_is_not_heeded(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.se:3128")
    line = await told_at(config, "https://matrix.example.invalid")
    assert line.wrong == "matrix.example.invalid has no address"
    assert "HTTPS_PROXY is set here, and not heeded" in line.do


async def test_a_proxy_that_is_away_is_told(config: Path) -> None:
    config.write_text(f'proxy = "http://127.0.0.1:9"\n{config.read_text()}')
    line = await told_at(config, "https://matrix.example.invalid")
    assert line.wrong == "the proxy is away, or lets nobody through to the homeserver"


async def test_a_file_of_no_authorities_is_told(config: Path) -> None:
    config.write_text(f'ca_file = "sigbot.toml"\n{config.read_text()}')
    found = await lines(config)
    assert "holds no certificates" in found["homeserver"].wrong
    assert are_unchecked(found, EVERYTHING[7:], "the homeserver could not be asked")


async def test_a_clock_ten_minutes_off_is_told(config: Path, homeserver: Homeserver) -> None:
    async def ten_minutes_later(exchange: Exchange) -> web.StreamResponse:
        answer = (await exchange.forward()).response()
        answer.headers["Date"] = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
        return answer

    async with Proxy(homeserver.url, lambda _: ten_minutes_later) as front:
        config.write_text(config.read_text().replace(homeserver.url, front.url))
        clock = (await lines(config))["clock"]
    assert clock.wrong in ("600 s apart from the homeserver's", "599 s apart from the homeserver's")
    assert clock.do == "let both machines use NTP"
    assert not clock.ok
