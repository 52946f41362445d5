"""HTTP calls to the homeserver: finite timeouts, backoff with jitter, and errors that carry the server's
answer.

A call is repeated on 429, 5xx, broken connections, timeouts and malformed answers, never on anything else: a
bad token is raised at once. What must not happen twice (``createRoom``) is called with ``tries=1``.

How the homeserver is reached (a private CA, a proxy) stands in the settings and nowhere else: what the environment
says of proxies is not heeded.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from email.utils import parsedate_to_datetime
from types import UnionType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.backoff import Backoff
from bot.errors import SettingsWrong
from bot.logs import get_logger
from bot.matrix import payload
from bot.settings import Settings

log = get_logger(__name__)

T = TypeVar("T")

#: Fields an answer must have, with their types; one of type ``dict | None`` may be missing.
Shape = Mapping[str, type | UnionType]

CLIENT = "/_matrix/client/v3"
MEDIA = "/_matrix/media/v3"

#: Waits between two tries. When the homeserver asks for a longer wait than these allow, the call is not
#: repeated: the error says how long the caller has to wait.
_BACKOFF = Backoff(first=1, most=30)

#: Longest wait, in seconds, that the homeserver can ask for.
_LONGEST_RETRY_AFTER = 86_400.0

#: The code of a refusal that no homeserver wrote: a proxy, or another web server, answers in its place.
NOT_MATRIX = "NOT_MATRIX"
#: What a proxy refuses because of the request itself, so that the same again is refused again.
_TOO_LARGE = (413, 414, 431)
#: The homeserver's administrator has locked the account for now.
_LOCKED = ("M_USER_LOCKED", "M_USER_SUSPENDED")

_ERRCODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{1,59}")

#: How TLS says that the port answered without it.
_PLAIN_HTTP = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG")


class MatrixError(Exception):
    """The homeserver refused a call, or could not be reached (``status`` 0).

    ``errcode``: the homeserver's own, or one of ours that says how it failed: ``TIMEOUT``, ``REFUSED``, ``DNS``,
    ``CERTIFICATE``, ``NOT_TLS``, ``TLS``, ``PROXY``, ``CUT``, ``NOT_HTTP``, ``UNREACHABLE``, ``NOT_JSON``,
    ``NO_ANSWER``, ``NOT_MATRIX``. ``retry_after``: the seconds it asked us to wait.
    """

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
        return self.status in (0, 429) or self.status >= 500 or self.errcode in _LOCKED

    @property
    def token_bad(self) -> bool:
        """Whether we have to log in again before anything works."""
        return self.errcode in ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN")


#: Opens the connections to a homeserver: aiohttp's, or those of a homeserver in this process.
Connect = Callable[[], aiohttp.ClientSession]


def connecting(settings: Settings) -> Connect:
    """How the settings have the homeserver reached: which authorities are trusted, and through which proxy.

    Raises:
        SettingsWrong: ``ca_file`` is no file of certificates.
    """
    if settings.ca_file is None and settings.proxy is None:
        return aiohttp.ClientSession
    trusted: ssl.SSLContext | bool = True
    if settings.ca_file is not None:
        try:
            trusted = ssl.create_default_context(cafile=settings.ca_file)
        except ssl.SSLError as error:
            raise SettingsWrong(f"ca_file: {settings.ca_file} holds no certificates (PEM)") from error
        except OSError as error:
            raise SettingsWrong(f"ca_file: cannot read {settings.ca_file} ({error.strerror})") from error

    def connect() -> aiohttp.ClientSession:
        return aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted), proxy=settings.proxy)

    return connect


class Http:
    """One account's connection to its homeserver at ``url``. ``patience``: seconds until a try is given
    up."""

    def __init__(
        self,
        url: str,
        *,
        backoff: Backoff = _BACKOFF,
        patience: float = 30,
        connect: Connect | None = None,
        look: Callable[[], None] = lambda: None,
        on_error: Callable[[str], None] = lambda _errcode: None,
    ) -> None:
        """``look`` is called before each try, and raises when nothing may be asked of the homeserver now;
        ``on_error`` is called with the code of each try that failed."""
        self.url = url.rstrip("/")
        self.token: str | None = None
        self.patience = patience
        #: Once set, every call raises it: nothing more may be sent.
        self.blocked_by: Exception | None = None
        self.backoff = backoff
        self._look = look
        self._connect = connect or aiohttp.ClientSession
        self._on_error = on_error
        self._session: aiohttp.ClientSession | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """A connection to the settings' homeserver, in the way that they say."""
        return cls(settings.homeserver, connect=connecting(settings))

    def another(self) -> Http:
        """A connection to the same homeserver in the same way, without a token."""
        return Http(self.url, connect=self._connect)

    async def call(
        self,
        method: str,
        path: Sequence[str],
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        needs: Shape | None = None,
        seconds: float | None = None,
        tries: int = 4,
        below: str = CLIENT,
    ) -> dict[str, Any]:
        """Call ``below``/path (parts are quoted) and return the JSON object of the answer.

        ``seconds``: the timeout of each try. ``needs``: the fields the answer must have; one without them
        counts as no answer, because it would read as: nobody is in the room, nobody has a device.

        Raises:
            MatrixError: refused, or every try failed.
        """

        def read(content: bytes) -> dict[str, Any]:
            return _object(content, needs or {})

        sent = None if body is None else payload.dumps(body)
        address = self._address(below, path)
        return await self._repeat(method, address, sent, "application/json", query, seconds, tries, read)

    async def upload(self, data: bytes, mime: str, *, tries: int = 3) -> str:
        """Upload bytes to the homeserver; returns their ``mxc://`` address."""
        address = self._address(MEDIA, ("upload",))

        def read(content: bytes) -> str:
            return str(_object(content, {"content_uri": str})["content_uri"])

        return await self._repeat("POST", address, data, mime, None, 4 * self.patience, tries, read)

    async def time(self) -> datetime | None:
        """What time it is at the homeserver; ``None`` when it does not say."""
        try:
            async with self._request(
                "GET", self._address("/_matrix/client", ("versions",)), None, {}, None, self.patience
            ) as answer:
                return parsedate_to_datetime(answer.headers["Date"])
        except (aiohttp.ClientError, OSError, KeyError, ValueError):
            return None

    async def close(self) -> None:
        """Close the connections."""
        session = self._session
        self._session = None
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
        seconds: float | None,
        tries: int,
        read: Callable[[bytes], T],
    ) -> T:
        """Make a call until it succeeds, at most ``tries`` times; returns what ``read`` makes of the answer.

        Raises:
            MatrixError: it was refused, it failed every time, or the homeserver asks for a long wait.
        """
        timeout = seconds or self.patience
        for attempt in range(1, tries + 1):
            try:
                return read(await self._try_once(method, address, data, mime, query, timeout))
            except MatrixError as error:
                self._on_error(error.errcode)
                retry_after = error.retry_after or 0.0
                if not error.passing or attempt == tries or retry_after > self.backoff.most:
                    raise
                wait = max(retry_after, self.backoff.wait(attempt))
                log.info(
                    "http.again",
                    status=error.status,
                    errcode=error.errcode,
                    attempt=attempt,
                    wait=round(wait, 2),
                )
                await asyncio.sleep(wait)
        raise ValueError("a call needs at least one try")

    async def _try_once(
        self,
        method: str,
        address: str,
        data: bytes | None,
        mime: str,
        query: Mapping[str, str] | None,
        seconds: float,
    ) -> bytes:
        if self.blocked_by is not None:
            raise self.blocked_by
        self._look()
        headers = {"Content-Type": mime} if data is not None else {}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            async with self._request(method, address, data, headers, query, seconds) as answer:
                content = await answer.read()
                if answer.status == 200:
                    return content
                raise _refusal(answer.status, content, answer.headers.get("Retry-After"))
        except TimeoutError:
            raise MatrixError(0, "TIMEOUT", f"no answer within {seconds} s") from None
        except (aiohttp.ClientError, OSError) as error:
            raise MatrixError(0, _how_it_failed(error), type(error).__name__) from error

    def _request(
        self,
        method: str,
        address: str,
        data: bytes | None,
        headers: Mapping[str, str],
        query: Mapping[str, str] | None,
        seconds: float,
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        if self._session is None:
            self._session = self._connect()
        return self._session.request(
            method,
            URL(address, encoded=True),  # else %2F and friends are decoded again
            data=data,
            params=query,
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=seconds),
            allow_redirects=False,
        )


def _how_it_failed(error: aiohttp.ClientError | OSError) -> str:
    """A code for a connection that brought no answer."""
    match error:
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            return "PROXY"
        case aiohttp.ClientConnectorDNSError():
            return "DNS"
        case aiohttp.ClientConnectorCertificateError():
            return "CERTIFICATE"
        case aiohttp.ClientConnectorSSLError():
            return "NOT_TLS" if _spoke_plain_http(error) else "TLS"
        case aiohttp.ClientConnectorError(os_error=ConnectionRefusedError()):
            return "REFUSED"
        case aiohttp.ClientResponseError():
            return "NOT_HTTP"
        case aiohttp.ClientConnectorError():
            return "UNREACHABLE"
        case _:
            return "CUT"


def _spoke_plain_http(error: aiohttp.ClientConnectorSSLError) -> bool:
    reason = getattr(error.os_error, "reason", None)
    return reason in _PLAIN_HTTP


def _object(content: bytes, needs: Shape) -> dict[str, Any]:
    try:
        found = payload.loads(content)
    except ValueError as error:
        raise MatrixError(0, "NOT_JSON", "the homeserver's answer is no JSON") from error
    if not isinstance(found, dict):
        raise MatrixError(0, "NOT_JSON", "the homeserver's answer is no JSON object")
    for name, kind in needs.items():
        if not isinstance(found.get(name), kind):
            raise MatrixError(0, "NO_ANSWER", f"the homeserver's answer has no {name}, or a wrong one")
    return found


def _refusal(status: int, content: bytes, header: str | None) -> MatrixError:
    try:
        found = payload.loads(content)
    except ValueError:
        found = None
    body = payload.as_object(found)
    asked = body.get("retry_after_ms")
    retry_after: float | None = None
    if isinstance(asked, int | float) and not isinstance(asked, bool) and asked >= 0:
        retry_after = asked / 1000
    elif header is not None and header.strip().isascii() and header.strip().isdigit():
        retry_after = float(header.strip()[:9])
    if retry_after is not None:
        retry_after = min(retry_after, _LONGEST_RETRY_AFTER)  # added to a time, a huge number would overflow
    errcode = body.get("errcode")
    if errcode is None and "flows" not in body:  # no homeserver said it, so "not found" finds nothing out
        known = status >= 500 or status in (429, *_TOO_LARGE)
        return MatrixError(status if known else 0, NOT_MATRIX, str(status), retry_after=retry_after)
    if not isinstance(errcode, str) or not _ERRCODE.fullmatch(errcode):
        errcode = "M_UNKNOWN"
    message = str(body.get("error", ""))
    error = MatrixError(status, errcode, message, retry_after=retry_after)
    error.body = body
    return error
