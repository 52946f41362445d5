"""A homeserver as it can be: stands between a bot and a real one, and does to single requests what networks, gateways
and overloaded servers do. What it does is scripted (:meth:`Proxy.next`) or chosen for each request (``choose``)."""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web
from yarl import URL


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the homeserver said."""

    status: int
    body: bytes
    mime: str = "application/json"

    def response(self) -> web.Response:
        return web.Response(status=self.status, body=self.body, headers={"Content-Type": self.mime})


class Exchange:
    """One request on its way. ``what``: its endpoint without ids, such as ``sync``, ``rooms/send``, ``keys/claim``."""

    def __init__(self, request: web.Request, body: bytes, target: str, session: aiohttp.ClientSession) -> None:
        self.request = request
        self.what = endpoint(request.path)
        self._body = body
        self._target = target
        self._session = session

    async def forward(self) -> Answer:
        """Let the homeserver handle it, and hear what it says."""
        headers = {
            name: value for name in ("Authorization", "Content-Type") if (value := self.request.headers.get(name))
        }
        async with self._session.request(
            self.request.method,
            URL(self._target + self.request.raw_path, encoded=True),
            data=self._body or None,
            headers=headers,
            allow_redirects=False,
        ) as answer:
            body = await answer.read()
            return Answer(status=answer.status, body=body, mime=answer.headers.get("Content-Type", "text/plain"))

    def asks(self, text: str) -> bool:
        """Whether a text stands in what is asked."""
        return text.encode() in self._body

    def cut(self) -> web.Response:
        """The connection breaks; nobody gets an answer."""
        if self.request.transport is not None:
            self.request.transport.abort()
        return web.Response()


#: Handles a request instead of simply passing it on.
Fault = Callable[[Exchange], Awaitable[web.StreamResponse]]


def endpoint(path: str) -> str:
    """The endpoint of a path: ``rooms/send`` for ``/_matrix/client/v3/rooms/!a:b/send/m.room.message/txn``."""
    parts = path.split("/")[4:]  # "", _matrix, client, v3
    if parts and parts[0] == "rooms":
        return f"rooms/{parts[2]}" if len(parts) > 2 else "rooms"
    return "/".join(parts[:2]) if parts and parts[0] in ("keys", "account", "directory") else parts[0] if parts else ""


@dataclass
class _Planned:
    what: str
    fault: Fault
    passing: int


@dataclass
class Proxy:
    """Runs on loopback while it is open. ``choose`` is asked for each request; what is planned goes first.

    With ``tls`` it speaks https.
    """

    target: str
    choose: Callable[[Exchange], Fault | None] = lambda _: None
    handled: Counter[str] = field(default_factory=Counter)  # requests by endpoint
    done: Counter[str] = field(default_factory=Counter)  # faults, by name
    tls: ssl.SSLContext | None = None
    _planned: list[_Planned] = field(default_factory=list)
    _port: int = 0
    _broken: Exception | None = None

    @property
    def url(self) -> str:
        """Where the bot finds it."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self._port}"

    def next(self, what: str, fault: Fault, *, after: int = 0, times: int = 1) -> None:
        """Do this to the next request to an endpoint, or to the next ``times`` that follow ``after`` good ones."""
        self._planned += [_Planned(what, fault, after), *(_Planned(what, fault, 0) for _ in range(times - 1))]

    @property
    def left(self) -> int:
        """How many planned faults have not happened."""
        return len(self._planned)

    def clear(self) -> int:
        """Do no more of what is planned; returns how much that was."""
        left, self._planned = self.left, []
        return left

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        app = web.Application(client_max_size=2**30)
        app.router.add_route("*", "/{rest:.*}", self._handle)
        # Whoever hangs up is not waited for
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()
        await self._session.close()
        if self._broken is not None and error is None:
            raise self._broken

    async def open(self) -> None:
        """Listen (again), always at the same port."""
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True, ssl_context=self.tls)
        await site.start()
        self._site = site
        self._port = self._runner.addresses[0][1]

    async def shut(self) -> None:
        """Listen no more: connections are refused, those that stand are kept."""
        await self._site.stop()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        exchange = Exchange(request, await request.read(), self.target, self._session)
        self.handled[exchange.what] += 1
        fault = self._next(exchange.what) or self.choose(exchange)
        try:
            if fault is None:
                return (await exchange.forward()).response()
            self.done[getattr(fault, "__name__", "fault")] += 1
            return await fault(exchange)
        except (aiohttp.ClientError, OSError):
            return exchange.cut()  # the homeserver itself is away
        except Exception as error:
            self._broken = error  # a mistake of the test, not of the bot
            raise

    def _next(self, what: str) -> Fault | None:
        for plan in self._planned:
            if plan.what == what:
                if plan.passing:
                    plan.passing -= 1
                    return None
                self._planned.remove(plan)
                return plan.fault
        return None
