"""Why the homeserver is not reached, told apart for ``sigbot check``: each with what to do about it."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.matrix.http import NOT_MATRIX, Http, MatrixError
from bot.settings import Settings

#: Seconds a question takes that only helps to find out what is wrong.
_PATIENCE = 5.0

#: What the environment of other programs says of proxies.
_ENVIRONMENT = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What is wrong on the way to the homeserver, and what to do about it."""

    wrong: str
    do: str


async def versions(http: Http) -> list[Any]:
    """The versions of Matrix that the homeserver speaks.

    Raises:
        MatrixError: it does not answer, or what answers is no homeserver.
    """
    answer = await http.call("GET", ("versions",), below="/_matrix/client", tries=1)
    found = answer.get("versions")
    if not isinstance(found, list):
        raise MatrixError(0, NOT_MATRIX, "200")
    return found


async def trouble(settings: Settings, http: Http, error: MatrixError) -> Trouble:
    """What a failed :func:`versions` means."""
    where = urlsplit(settings.homeserver)
    port = where.port or (443 if where.scheme == "https" else 80)
    speaks_without_http = error.errcode in ("NOT_HTTP", "CUT", NOT_MATRIX)
    if where.scheme == "http" and speaks_without_http and await _speaks_tls(str(where.hostname), port):
        return Trouble(wrong=f"port {port} speaks https, not http", do="write https:// in `homeserver`")
    # Synapse itself waits for more when it hears TLS where it speaks http
    may_speak_http = error.errcode in ("NOT_TLS", "TLS", "TIMEOUT", "CUT")
    if where.scheme == "https" and may_speak_http and await _speaks_http(str(where.hostname), port):
        return Trouble(
            wrong=f"port {port} speaks http, not https",
            do="give the port that speaks https; http:// is for this machine's own addresses alone",
        )
    match error.errcode:
        case "REFUSED":
            return Trouble(
                wrong=f"nothing listens at {where.hostname}:{port}",
                do=f"look at the port in `homeserver`, and whether the homeserver runs{_hint(settings)}",
            )
        case "DNS":
            return Trouble(
                wrong=f"{where.hostname} has no address",
                do=f"look at the name in `homeserver`, and at this machine's DNS{_hint(settings)}",
            )
        case "CERTIFICATE":
            return Trouble(
                wrong=f"its certificate is not trusted ({_objection(error)})",
                do="look at the name in `homeserver`, and at the certificate; name an authority of your own as ca_file",
            )
        case "TLS" | "NOT_TLS":
            return Trouble(
                wrong=f"no encrypted connection comes about at {where.hostname}:{port}",
                do="look which TLS versions what answers there speaks: 1.2 or 1.3 is needed",
            )
        case "PROXY":
            return Trouble(
                wrong="the proxy is away, or lets nobody through to the homeserver",
                do=f"look at `proxy`, and whether the proxy allows {where.hostname}:{port}",
            )
        case "TIMEOUT":
            return Trouble(
                wrong=f"no answer from {where.hostname}:{port}",
                do=f"look at the firewall, and whether the homeserver has hung{_hint(settings)}",
            )
        case "NOT_JSON" | "NO_ANSWER" | "NOT_HTTP":
            return await _other_server(http, settings, error)
        case _ if error.errcode == NOT_MATRIX and error.status == 0:
            return await _other_server(http, settings, error)
        case _ if error.status >= 500:
            return Trouble(
                wrong=f"what stands before the homeserver answers {error.status}",
                do="look whether the homeserver runs",
            )
        case _:
            return Trouble(
                wrong=f"no answer ({error.status} {error.errcode})",
                do=f"look at `homeserver`, the network and the firewall{_hint(settings)}",
            )


async def _other_server(http: Http, settings: Settings, error: MatrixError) -> Trouble:
    """Something answers that is no homeserver; perhaps it says where the homeserver is."""
    said = f" with {error.message}" if error.errcode == NOT_MATRIX else ""
    do = "look at `homeserver`: the address at which clients reach the homeserver, not the one of a website"
    try:
        told = await http.call("GET", (), below="/.well-known/matrix/client", tries=1, seconds=_PATIENCE)
    except MatrixError:
        told = {}
    place = told.get("m.homeserver")
    address = place.get("base_url") if isinstance(place, Mapping) else None
    if isinstance(address, str) and address.rstrip("/") != settings.homeserver and len(address) < 200:
        do = f'write homeserver = "{address.rstrip("/")}", which is what this server says'
    return Trouble(wrong=f"another web server answered{said}, no homeserver", do=do)


def _objection(error: MatrixError) -> str:
    """What is wrong with a certificate."""
    cause = error.__cause__
    if isinstance(cause, aiohttp.ClientConnectorCertificateError):
        objection = cause.certificate_error
        if isinstance(objection, ssl.SSLCertVerificationError):
            return objection.verify_message.rstrip(".")
    return "it does not hold"


def _hint(settings: Settings) -> str:
    """That a proxy other programs use is not used by us."""
    named = [name for name in _ENVIRONMENT if os.environ.get(name)]
    if settings.proxy is not None or not named:
        return ""
    return f". {named[0]} is set here, and not heeded: if the way out is a proxy, write it as `proxy`"


async def _speaks_http(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            begun = await reader.read(5)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return begun == b"HTTP/"


async def _speaks_tls(host: str, port: int) -> bool:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # nothing is said to it
    try:
        async with asyncio.timeout(_PATIENCE):
            _, writer = await asyncio.open_connection(host, port, ssl=context)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
