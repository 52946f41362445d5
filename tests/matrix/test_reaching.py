"""How the homeserver is reached: its certificate, a private authority, a proxy; and each way in which it is not."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from bot.backoff import Backoff
from bot.cli.check import check
from bot.errors import SettingsWrong
from bot.matrix.http import Http, MatrixError, connecting
from bot.settings import Settings, load
from bot.stage.homeserver import Homeserver
from tests.bot.operator import first_start, newcomer, settle
from tests.faults.proxy import Proxy
from tests.reaching import Authority, Tunnel, serving


def versions(_: web.Request) -> web.Response:
    """What a homeserver answers who asks what it speaks."""
    return web.json_response({"versions": ["v1.12"]})


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "authority")


def settings(folder: Path, url: str, *, ca_file: Path | None = None, proxy: str | None = None) -> Settings:
    file = settle(url, folder / "bot", "@assistent:example.se")
    more = "" if ca_file is None else f'ca_file = "{ca_file}"\n'
    more += "" if proxy is None else f'proxy = "{proxy}"\n'
    file.write_text(more + file.read_text())
    return load(file)


async def asked(found: Settings) -> str:
    """``ok``, or the code of what went wrong."""
    http = Http.of(found)
    http.backoff = Backoff(first=0.01, most=0.01)
    try:
        answer = await http.call("GET", ("versions",), below="/_matrix/client", tries=1)
    except MatrixError as error:
        return error.errcode if error.passing else "refused"
    finally:
        await http.close()
    return "ok" if answer["versions"] else "?"


async def test_a_private_authority_is_trusted_where_the_settings_name_it(authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other", "other")
    async with serving(versions, authority.vouched()) as place:
        url = f"https://{place}"
        assert await asked(settings(tmp_path, url)) == "CERTIFICATE"
        assert await asked(settings(tmp_path, url, ca_file=other.file)) == "CERTIFICATE"
        assert await asked(settings(tmp_path, url, ca_file=authority.file)) == "ok"
    async with serving(versions, authority.vouched("127.0.0.9")) as place:  # it vouches for another address
        assert await asked(settings(tmp_path, f"https://{place}", ca_file=authority.file)) == "CERTIFICATE"


async def test_a_proxy_is_used_where_the_settings_name_it_and_nowhere_else(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(versions, authority.vouched()) as place, Tunnel() as tunnel, Tunnel(refuses=True) as wall:
        url = f"https://{place}"
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, tunnel.url)
        assert await asked(settings(tmp_path, url, ca_file=authority.file)) == "ok"
        assert tunnel.opened == [], "what the environment says of proxies is not heeded"
        assert await asked(settings(tmp_path, url, ca_file=authority.file, proxy=tunnel.url)) == "ok"
        assert tunnel.opened == [place]
        assert await asked(settings(tmp_path, url, proxy=tunnel.url)) == "CERTIFICATE", "a tunnel vouches for nobody"
        assert await asked(settings(tmp_path, url, ca_file=authority.file, proxy=wall.url)) == "PROXY"
        assert await asked(settings(tmp_path, url, proxy="http://127.0.0.1:9")) == "PROXY"


async def test_each_way_of_not_being_reached_has_its_code(authority: Authority, tmp_path: Path) -> None:
    async with serving(versions) as place:
        assert await asked(settings(tmp_path, f"https://{place}")) == "NOT_TLS"
    async with serving(versions, authority.vouched()) as place:
        assert await asked(settings(tmp_path, f"http://{place}")) in ("NOT_HTTP", "CUT")
    assert await asked(settings(tmp_path, "https://127.0.0.1:9")) == "REFUSED"
    assert await asked(settings(tmp_path, "https://matrix.example.invalid")) == "DNS"


async def test_who_hangs_up_has_cut_the_connection(tmp_path: Path) -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert await asked(settings(tmp_path, f"http://127.0.0.1:{port}")) == "CUT"


def test_what_is_no_file_of_certificates_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("-----BEGIN NOTHING-----")
    with pytest.raises(SettingsWrong, match=r"ca_file: .* holds no certificates"):
        connecting(settings(tmp_path, "https://127.0.0.1:9", ca_file=tmp_path / "ca.pem"))
    with pytest.raises(SettingsWrong, match=r"ca_file: cannot read .* \(No such file"):
        connecting(settings(tmp_path, "https://127.0.0.1:9", ca_file=tmp_path / "none.pem"))


@pytest.mark.real
async def test_a_bot_behind_a_proxy_and_a_private_authority_works(
    homeserver: Homeserver, authority: Authority, tmp_path: Path
) -> None:
    async with Proxy(homeserver.url, tls=authority.vouched()) as front, Tunnel() as tunnel:
        config = settle(front.url, tmp_path / "bot", await newcomer(homeserver))
        config.write_text(f'ca_file = "{authority.file}"\nproxy = "{tunnel.url}"\n{config.read_text()}')
        await first_start(config)
        assert front.handled["keys/upload"]
        assert set(tunnel.opened) == {front.url.removeprefix("https://")}
        for line in [line async for line in check(config)]:
            assert line.ok, str(line)
