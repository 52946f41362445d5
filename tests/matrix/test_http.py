"""Calls to a homeserver that is slow, busy, broken or hostile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from bot.backoff import Backoff
from bot.matrix.http import Http, MatrixError

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Answers with what it was told, in order, and counts."""

    def __init__(self) -> None:
        self.answers: list[Answer | web.Response] = []
        self.asked: list[web.Request] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        answer = self.answers.pop(0) if self.answers else web.json_response({"fine": True})
        return answer if isinstance(answer, web.Response) else await answer(request)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", made.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest.fixture
async def http(server: Server) -> AsyncIterator[Http]:
    made = Http(server.url, backoff=Backoff(first=0.02, most=30))
    yield made
    await made.close()


def refusal(status: int, errcode: str = "M_UNKNOWN", **more: object) -> web.Response:
    return web.json_response({"errcode": errcode, "error": "no", **more}, status=status)


async def test_again_after_errors_of_the_server(http: Http, server: Server) -> None:
    server.answers = [refusal(502), web.Response(status=503, text="<html>"), refusal(500)]
    assert await http.call("GET", ("x",)) == {"fine": True}
    assert len(server.asked) == 4
    server.answers = [refusal(500) for _ in range(9)]
    with pytest.raises(MatrixError) as told:
        await http.call("GET", ("x",))
    assert told.value.passing
    assert len(server.asked) == 8


async def test_a_refusal_is_final(http: Http, server: Server) -> None:
    for status, errcode in [(401, "M_UNKNOWN_TOKEN"), (403, "M_FORBIDDEN"), (404, "M_NOT_FOUND"), (302, "M_UNKNOWN")]:
        server.asked.clear()
        server.answers = [refusal(status, errcode)]
        with pytest.raises(MatrixError) as told:
            await http.call("GET", ("x",))
        assert len(server.asked) == 1
        assert (told.value.status, told.value.errcode, told.value.passing) == (status, errcode, False)


async def test_the_wait_the_server_asks_for(http: Http, server: Server) -> None:
    limited = web.Response(status=429, headers={"Retry-After": "1"}, text="{}")
    server.answers = [refusal(429, "M_LIMIT_EXCEEDED", retry_after_ms=300), limited]
    started = time.monotonic()
    await http.call("GET", ("x",))
    assert time.monotonic() - started >= 1.3
    server.answers = [refusal(429, "M_LIMIT_EXCEEDED", retry_after_ms=3_600_000)]
    with pytest.raises(MatrixError) as told:  # an hour is the caller's to plan
        await http.call("GET", ("x",))
    assert told.value.retry_after == 3600


async def test_no_second_try_where_it_would_make_a_second_room(http: Http, server: Server) -> None:
    async def never(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(1)
        raise AssertionError

    server.answers = [never]
    with pytest.raises(MatrixError) as told:
        await http.call("POST", ("createRoom",), {}, seconds=0.1, tries=1)
    assert told.value.status == 0
    assert len(server.asked) == 1


async def test_answers_that_are_no_json_objects(http: Http, server: Server) -> None:
    for text in ("[]", "7", "<html>", "", "[" * 100_000):
        server.answers = [web.Response(text=text) for _ in range(9)]
        with pytest.raises(MatrixError, match="NOT_JSON"):
            await http.call("GET", ("x",))


async def test_an_answer_without_what_it_must_have_is_none(http: Http, server: Server) -> None:
    """Taken at its word it would say that nobody is in a room, or has a device."""
    wrong = [{}, {"joined": []}, {"joined": None}, {"joined": {}, "more": 7}]
    server.answers = [web.json_response(one) for one in wrong]
    assert await http.call("GET", ("x",), needs={"joined": dict, "more": int | None}) == wrong[-1]
    server.answers = [web.json_response({}) for _ in range(9)]
    with pytest.raises(MatrixError, match="NO_ANSWER"):
        await http.call("GET", ("x",), needs={"joined": dict})
    assert len(server.asked) == 8


async def test_a_wait_that_leaves_the_calendar(http: Http, server: Server) -> None:
    server.answers = [refusal(429, "M_LIMIT_EXCEEDED", retry_after_ms=1e300)]
    with pytest.raises(MatrixError) as told:
        await http.call("GET", ("x",))
    assert told.value.retry_after == 86_400


async def test_path_parts_are_quoted(http: Http, server: Server) -> None:
    await http.call("GET", ("rooms", "!a/../b:c", "#x?y"), query={"since": "s1&t=2"})
    assert server.asked[0].raw_path == "/_matrix/client/v3/rooms/%21a%2F..%2Fb%3Ac/%23x%3Fy?since=s1%26t%3D2"


async def test_unreachable(server: Server) -> None:
    http = Http("http://127.0.0.1:9", backoff=Backoff(first=0.02, most=30))
    with pytest.raises(MatrixError) as told:
        await http.call("GET", ("x",), tries=2)
    assert told.value.passing
    await http.close()
