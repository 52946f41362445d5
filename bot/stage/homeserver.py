"""A real Synapse on loopback, from its Python package, with all its files in one folder.

For demos, plays and tests: no federation, no rate limits, cheap password hashes. Never for production.
"""

from __future__ import annotations

import asyncio
import ctypes
import hashlib
import hmac
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import aiohttp
from signedjson.key import generate_signing_key, write_signing_keys

DATABASE = "homeserver.db"
_CONFIG = "homeserver.yaml"
_LOG = "homeserver.log"
_ADMIN = "stage-admin"
_PATIENCE = 60.0  # seconds to wait for the first answer: usually three, far more on a busy machine


class HomeserverError(Exception):
    """The homeserver did not start, or refused something; the message holds what it answered."""


class Homeserver:
    """Synapse in a subprocess. The folder may be used again: same users, same rooms, same port."""

    def __init__(
        self, folder: Path, *, server_name: str = "stage.localhost", port: int | None = None
    ) -> None:
        """``port`` can be chosen at the first start only; None takes a free one."""
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._admin_token: str | None = None
        if (folder / _CONFIG).exists():
            self._config: dict[str, Any] = json.loads((folder / _CONFIG).read_text())
        else:
            self._config = _new_config(folder, server_name, port or _free_port())

    @property
    def server_name(self) -> str:
        """The part after the colon in its Matrix ids."""
        return str(self._config["server_name"])

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"http://127.0.0.1:{self._config['listeners'][0]['port']}"

    @property
    def log_file(self) -> Path:
        """What Synapse printed."""
        return self.folder / _LOG

    async def start(self) -> None:
        """Start and wait for the first answer. Raises :class:`HomeserverError` with the end of the log."""
        self._process = self._spawn()
        try:
            await self._answering(self._process)
        except BaseException:  # also when cancelled: nobody else knows of the child
            await self.stop()
            raise

    async def crash(self) -> None:
        """Kill it with SIGKILL and start it again on what is on the disk."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        await self.start()

    async def stop(self) -> None:
        """Stop it in order; kill it after ten seconds."""
        process = self._process
        self._process = None
        if process is None:
            return
        process.terminate()
        deadline = time.monotonic() + 10
        while process.poll() is None:
            if time.monotonic() > deadline:
                process.kill()
            await asyncio.sleep(0.05)

    async def register(
        self, localpart: str, password: str, *, admin: bool = False, display_name: str | None = None
    ) -> str:
        """Make a user; returns the Matrix id. Raises :class:`HomeserverError` when the name is taken."""
        made = await self._register(localpart, password, admin=admin, display_name=display_name)
        return str(made["user_id"])

    async def override_ratelimit(self, user_id: str) -> None:
        """Lift every rate limit for a user, as ``sigbot check`` asks for in production."""
        unlimited = {"messages_per_second": 0, "burst_count": 0}
        await self.administer("POST", f"/v1/users/{user_id}/override_ratelimit", unlimited)

    async def administer(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Make a call below ``/_synapse/admin`` as a server administrator that it registers for itself."""
        if self._admin_token is None:
            self._admin_token = await self._log_in_admin()
        return await self._call(method, f"/_synapse/admin{path}", body, token=self._admin_token)

    async def let_in(self, room: str, user_id: str) -> None:
        """Give somebody an invitation and power in the name of the room's creator, as any administrator
        can."""
        await self.administer("POST", f"/v1/rooms/{room}/make_room_admin", {"user_id": user_id})

    async def __aenter__(self) -> Homeserver:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _spawn(self) -> subprocess.Popen[bytes]:
        # In the caller's thread: the kernel ends the child when the *thread* that forked it ends
        with self.log_file.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-m", "synapse.app.homeserver", "--config-path", _CONFIG],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in a terminal is for us; we stop it in order
                preexec_fn=die_with_parent,
            )

    async def _answering(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _PATIENCE
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
            while time.monotonic() < deadline:
                if process.poll() is not None:
                    raise HomeserverError(f"Synapse ended with {process.returncode}:\n{self._log_tail()}")
                try:
                    async with http.get(f"{self.url}/_matrix/client/versions") as answer:
                        if answer.status == 200:
                            return
                except (aiohttp.ClientError, TimeoutError):
                    pass  # not listening yet
                await asyncio.sleep(0.1)
        raise HomeserverError(f"Synapse did not answer within {_PATIENCE:.0f} s:\n{self._log_tail()}")

    async def _log_in_admin(self) -> str:
        secret = self._config["macaroon_secret_key"]
        try:
            return str((await self._register(_ADMIN, secret, admin=True, display_name=None))["access_token"])
        except HomeserverError:  # made in an earlier run on this folder
            body = {
                "type": "m.login.password",
                "identifier": {"type": "m.id.user", "user": _ADMIN},
                "password": secret,
            }
            return str((await self._call("POST", "/_matrix/client/v3/login", body))["access_token"])

    async def _register(
        self, localpart: str, password: str, *, admin: bool, display_name: str | None
    ) -> dict[str, Any]:
        path = "/_synapse/admin/v1/register"
        nonce = str((await self._call("GET", path))["nonce"])
        signed = "\0".join([nonce, localpart, password, "admin" if admin else "notadmin"])
        mac = hmac.new(
            self._config["registration_shared_secret"].encode(), signed.encode(), hashlib.sha1
        ).hexdigest()
        body = {
            "nonce": nonce,
            "username": localpart,
            "password": password,
            "admin": admin,
            "mac": mac,
            "displayname": display_name or localpart,
        }
        return await self._call("POST", path, body)

    async def _call(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, token: str | None = None
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30), headers=headers) as http,
            http.request(method, self.url + path, json=body) as answer,
        ):
            found: dict[str, Any] = await answer.json()
            if answer.status != 200:
                raise HomeserverError(
                    f"{method} {path}: {answer.status} {found.get('errcode')} {found.get('error')}"
                )
            return found

    def _log_tail(self) -> str:
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-20:])


@contextmanager
def running(server: Homeserver) -> Iterator[Homeserver]:
    """Start the homeserver for synchronous code, such as a session fixture, and stop it afterwards."""
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(server.start())
        yield server
    finally:
        loop.run_until_complete(server.stop())
        loop.close()


def _new_config(folder: Path, server_name: str, port: int) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "signing.key").open("w") as file:
        write_signing_keys(file, [generate_signing_key("stage")])
    config = {
        "server_name": server_name,
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "listeners": [
            {
                "port": port,
                "bind_addresses": ["127.0.0.1"],
                "type": "http",
                "tls": False,
                "resources": [{"names": ["client"], "compress": False}],
            }
        ],
        # Paths below the folder, which is also the working directory: the folder can be moved
        "database": {"name": "sqlite3", "args": {"database": DATABASE}},
        "signing_key_path": "signing.key",
        "media_store_path": "media",
        "pid_file": "homeserver.pid",
        "log_config": "log.yaml",
        "registration_shared_secret": secrets.token_hex(32),
        "macaroon_secret_key": secrets.token_hex(32),
        "form_secret": secrets.token_hex(32),
        "report_stats": False,
        "enable_registration": False,
        "federation_domain_whitelist": [],
        "trusted_key_servers": [],
        "presence": {"enabled": False},
        "url_preview_enabled": False,
        "bcrypt_rounds": 4,
        "default_room_version": "12",
        # Otherwise a restarted bot would get an initial sync up to two minutes old
        "caches": {"sync_response_cache_duration": "0s"},
        **_no_limits(),
    }
    logs = {
        "version": 1,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"level": "WARNING", "handlers": ["console"]},
        "disable_existing_loggers": False,
    }
    # JSON is YAML
    (folder / "log.yaml").write_text(json.dumps(logs))
    descriptor = os.open(folder / _CONFIG, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(config, file, indent=2)
    return config


def _no_limits() -> dict[str, Any]:
    limit = {"per_second": 100_000, "burst_count": 100_000}
    flat = ("message", "registration", "admin_redaction", "3pid_validation", "room_creation", "key_requests")
    return {
        **{f"rc_{name}": limit for name in flat},
        "rc_login": {"address": limit, "account": limit, "failed_attempts": limit},
        "rc_joins": {"local": limit, "remote": limit},
        "rc_joins_per_room": limit,
        "rc_invites": {"per_room": limit, "per_user": limit, "per_issuer": limit},
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def die_with_parent() -> None:
    """Ask the kernel, in a child, to terminate it when its parent dies, even by SIGKILL (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
