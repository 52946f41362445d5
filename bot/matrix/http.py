"""Calls to the homeserver: finite timeouts, own backoff with jitter, and an error that says what the server said.

A call is repeated on 429, 5xx, broken connections and timeouts, never on anything else: a bad token is raised at
once. What must not happen twice (``createRoom``) is called with ``tries=1``.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.logs import get_logger
from bot.matrix import payload

log = get_logger(__name__)

CLIENT = "/_matrix/client/v3"
MEDIA = "/_matrix/media/v3"
_MEDIA_DOWNLOAD = "/_matrix/client/v1/media/download"

#: Longest wait between two tries; a server that asks for more gets its way: the error carries it to the caller.
_LONGEST_WAIT = 30.0
_LARGEST_FILE = 50 * 2**20


class MatrixError(Exception):
    """The homeserver refused, or could not be reached (``status`` 0). ``retry_after``: seconds it asked for."""

    def __init__(self, status: int, errcode: str, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(f"{status} {errcode}: {message}")
        self.status = status
        self.errcode = errcode
        self.message = message
        self.retry_after = retry_after
        self.body: dict[str, Any] = {}

    @property
    def passing(self) -> bool:
        """Whether the same call may well succeed later."""
        return self.status in (0, 429) or self.status >= 500

    @property
    def token_bad(self) -> bool:
        """Whether we have to log in again before anything works."""
        return self.errcode in ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN")


class Http:
    """One account's connection to its homeserver at ``url``."""

    def __init__(self, url: str, *, first_wait: float = 0.5) -> None:
        self.url = url.rstrip("/")
        self.token: str | None = None
        self._first_wait = first_wait
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self,
        method: str,
        path: Sequence[str],
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        seconds: float = 30,
        tries: int = 4,
        below: str = CLIENT,
    ) -> dict[str, Any]:
        """Call ``below``/path (parts are quoted) and return the JSON object. ``seconds`` is the timeout, per try.

        Raises:
            MatrixError: refused, or every try failed.
        """
        sent = None if body is None else payload.dumps(body)
        answer = await self._repeat(method, self._address(below, path), sent, "application/json", query, seconds, tries)
        return _object(answer)

    async def upload(self, data: bytes, mime: str) -> str:
        """Store bytes on the homeserver; returns their ``mxc://`` address."""
        address = self._address(MEDIA, ("upload",))
        answer = _object(await self._repeat("POST", address, data, mime, None, 120, 3))
        return str(answer["content_uri"])

    async def download(self, mxc: str) -> bytes:
        """The bytes behind an ``mxc://`` address."""
        server, _, media = mxc.removeprefix("mxc://").partition("/")
        address = self._address(_MEDIA_DOWNLOAD, (server, media))
        return await self._repeat("GET", address, None, "application/json", None, 120, 3)

    async def close(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _address(self, below: str, path: Sequence[str]) -> str:
        return self.url + below + "".join("/" + quote(part, safe="") for part in path)

    async def _repeat(
        self,
        method: str,
        address: str,
        data: bytes | None,
        mime: str,
        query: Mapping[str, str] | None,
        seconds: float,
        tries: int,
    ) -> bytes:
        for attempt in range(1, tries + 1):
            try:
                return await self._once(method, address, data, mime, query, seconds)
            except MatrixError as error:
                asked = error.retry_after or 0.0
                if not error.passing or attempt == tries or asked > _LONGEST_WAIT:
                    raise
                jitter = random.uniform(0.5, 1)  # noqa: S311 - not a secret
                wait = max(asked, min(_LONGEST_WAIT, self._first_wait * 2**attempt) * jitter)
                log.info("http.again", status=error.status, errcode=error.errcode, attempt=attempt, wait=round(wait, 2))
                await asyncio.sleep(wait)
        raise ValueError("a call needs at least one try")

    async def _once(
        self, method: str, address: str, data: bytes | None, mime: str, query: Mapping[str, str] | None, seconds: float
    ) -> bytes:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        headers = {"Content-Type": mime} if data is not None else {}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            async with self._session.request(
                method,
                URL(address, encoded=True),  # else %2F and friends are decoded again
                data=data,
                params=query,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=seconds),
                allow_redirects=False,
            ) as answer:
                content = await _read(answer)
                if answer.status == 200:
                    return content
                raise _refusal(answer.status, content, answer.headers.get("Retry-After"))
        except TimeoutError:
            raise MatrixError(0, "TIMEOUT", f"no answer within {seconds} s") from None
        except aiohttp.ClientError as error:
            raise MatrixError(0, "UNREACHABLE", type(error).__name__) from error


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    if "/media/" not in answer.url.raw_path:
        return await answer.read()
    content = await answer.content.read(_LARGEST_FILE + 1)
    while len(content) <= _LARGEST_FILE and not answer.content.at_eof():
        content += await answer.content.read(_LARGEST_FILE + 1 - len(content))
    if len(content) > _LARGEST_FILE:
        raise MatrixError(413, "M_TOO_LARGE", "the file is too large for us")
    return content


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = payload.loads(content)
    except ValueError as error:
        raise MatrixError(0, "NOT_JSON", "the homeserver's answer is no JSON") from error
    if not isinstance(found, dict):
        raise MatrixError(0, "NOT_JSON", "the homeserver's answer is no JSON object")
    return found


def _refusal(status: int, content: bytes, header: str | None) -> MatrixError:
    try:
        found = payload.loads(content)
    except ValueError:
        found = None
    body: dict[str, Any] = found if isinstance(found, dict) else {}
    asked = body.get("retry_after_ms")
    retry_after: float | None = None
    if isinstance(asked, int | float) and not isinstance(asked, bool) and asked >= 0:
        retry_after = asked / 1000
    elif header is not None and header.strip().isascii() and header.strip().isdigit():
        retry_after = float(header.strip()[:9])
    errcode, said = str(body.get("errcode", "M_UNKNOWN")), str(body.get("error", ""))
    error = MatrixError(status, errcode, said, retry_after=retry_after)
    error.body = body
    return error
