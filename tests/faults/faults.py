"""What can happen to a request. Each fault is a function that a :class:`tests.faults.proxy.Proxy` calls instead of
passing the request on; those made with arguments are named after what they do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.faults.proxy import Answer, Exchange, Fault

HTML = "<html><body><h1>502 Bad Gateway</h1>{}</body></html>"


async def cut_before(exchange: Exchange) -> web.StreamResponse:
    """The homeserver never hears of it."""
    return exchange.cut()


async def cut_after(exchange: Exchange) -> web.StreamResponse:
    """The homeserver does it, and the answer is lost."""
    await exchange.forward()
    return exchange.cut()


async def cut_midway(exchange: Exchange) -> web.StreamResponse:
    """The homeserver does it, and half of the answer arrives."""
    answer = await exchange.forward()
    begun = web.StreamResponse(status=answer.status)
    begun.content_length = len(answer.body)
    await begun.prepare(exchange.request)
    await begun.write(answer.body[: len(answer.body) // 2])
    return exchange.cut()


async def twice(exchange: Exchange) -> web.StreamResponse:
    """The request arrives twice; the second answer counts."""
    await exchange.forward()
    return (await exchange.forward()).response()


async def trickle(exchange: Exchange) -> web.StreamResponse:
    """The answer comes drop by drop."""
    answer = await exchange.forward()
    slow = web.StreamResponse(status=answer.status, headers={"Content-Type": answer.mime})
    await slow.prepare(exchange.request)
    step = max(1, len(answer.body) // 10)
    for start in range(0, len(answer.body), step):
        await slow.write(answer.body[start : start + step])
        await asyncio.sleep(0.03)
    await slow.write_eof()
    return slow


async def truncated(exchange: Exchange) -> web.StreamResponse:
    """Half of the JSON, as if it were all."""
    answer = await exchange.forward()
    return Answer(status=answer.status, body=answer.body[: len(answer.body) // 2]).response()


async def garbage(exchange: Exchange) -> web.StreamResponse:
    """The homeserver does it; a captive portal answers."""
    await exchange.forward()
    return web.Response(text=HTML.format("Welcome to the wireless network"), content_type="text/html")


async def logged_out(_: Exchange) -> web.StreamResponse:
    """A token that is good is called unknown."""
    said = {"errcode": "M_UNKNOWN_TOKEN", "error": "Access token has expired", "soft_logout": True}
    return web.json_response(said, status=401)


def late(seconds: float) -> Fault:
    """The homeserver does it; the answer comes too late."""

    async def late(exchange: Exchange) -> web.StreamResponse:
        answer = await exchange.forward()
        await asyncio.sleep(seconds)
        return answer.response()

    return late


def gateway(status: int, *, handled: bool = False) -> Fault:
    """A gateway answers with HTML. ``handled``: the homeserver has done what was asked all the same."""

    async def gateway(exchange: Exchange) -> web.StreamResponse:
        if handled:
            await exchange.forward()
        return web.Response(status=status, text=HTML.format(status), content_type="text/html")

    return gateway


def limited(seconds: float, *, header: bool = False) -> Fault:
    """Too many requests; says in the body or in a header how long to wait."""

    async def limited(_: Exchange) -> web.StreamResponse:
        said: dict[str, Any] = {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests"}
        if header:
            return web.json_response(said, status=429, headers={"Retry-After": str(int(seconds))})
        return web.json_response({**said, "retry_after_ms": int(seconds * 1000)}, status=429)

    return limited


def lies(change: Callable[[dict[str, Any]], None], name: str = "lies") -> Fault:
    """The homeserver does it, and its answer is changed."""

    async def lies(exchange: Exchange) -> web.StreamResponse:
        answer = await exchange.forward()
        try:
            said = json.loads(answer.body)
        except ValueError:
            return answer.response()
        if answer.status == 200 and isinstance(said, dict):
            change(said)
        return web.json_response(said, status=answer.status)

    lies.__name__ = name
    return lies


def put(**fields: Any) -> Fault:
    """Fields of the answer become something else."""
    return lies(lambda said: said.update(fields), "wrong_" + "_".join(fields))


def without(*names: str) -> Fault:
    """Fields of the answer are missing."""

    def change(said: dict[str, Any]) -> None:
        for name in names:
            said.pop(name, None)

    return lies(change, "without_" + "_".join(names))


class Again:
    """The last good answer once more: what it brought is delivered twice."""

    def __init__(self) -> None:
        self._last: Answer | None = None

    async def note(self, exchange: Exchange) -> web.StreamResponse:
        """Pass on, and remember the answer."""
        self._last = await exchange.forward()
        return self._last.response()

    async def repeat(self, exchange: Exchange) -> web.StreamResponse:
        """Answer as the last time, if anything was said then."""
        if self._last is None or self._last.status != 200:
            return await self.note(exchange)
        return self._last.response()


class Held:
    """Requests that are answered at once and handled when they are let go."""

    def __init__(self) -> None:
        self._exchanges: list[Exchange] = []

    async def hold(self, exchange: Exchange) -> web.StreamResponse:
        """Keep it back."""
        self._exchanges.append(exchange)
        return web.json_response({})

    async def release(self) -> int:
        """Let them go; returns how many there were."""
        held, self._exchanges = self._exchanges, []
        for exchange in held:
            await exchange.forward()
        return len(held)


#: What any request can meet.
ANYWHERE: list[Fault] = [
    cut_before,
    cut_after,
    cut_midway,
    twice,
    trickle,
    truncated,
    garbage,
    gateway(500),
    gateway(502, handled=True),
    gateway(503),
    limited(0.1),
]

#: Answers that are no answers, by endpoint.
LIES: dict[str, list[Fault]] = {
    "sync": [
        put(next_batch=7),
        without("next_batch"),
        put(rooms=[]),
        put(rooms={"join": []}),
        put(to_device=[]),
        put(to_device={"events": {}}),
    ],
    "rooms/send": [without("event_id"), put(event_id=7)],
    "rooms/joined_members": [put(joined=[]), without("joined")],
    "rooms/messages": [put(chunk={}), without("chunk")],
    "keys/query": [put(device_keys=[]), put(master_keys=[]), without("self_signing_keys")],
    "keys/claim": [put(one_time_keys=[]), without("one_time_keys")],
    "createRoom": [without("room_id"), put(room_id=["!a"])],
    "account/whoami": [put(user_id=None)],
    "login": [without("access_token")],
    "directory/room": [put(room_id={})],
}
