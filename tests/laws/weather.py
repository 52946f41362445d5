"""A homeserver that fails by chance: a function that answers a row's requests, and what it does to them by a seed.

A fault lasts for a while or for good, and is of one endpoint or of all, in one kind of room or in all of them. What
the bot makes of an answer is its own code (:func:`bot.matrix.outbox.failure`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from types import TracebackType
from typing import Any

import aiohttp
from yarl import URL

from bot.backoff import Backoff
from bot.matrix.http import Http
from bot.messages import Out
from storage.outbox import Item
from storage.room import RoomView

#: What each kind of row asks of the homeserver, in order: method and path; ``!`` stands for the room.
REQUESTS: dict[Out, Sequence[tuple[str, str]]] = {
    Out.OPEN: (("GET", "directory/room"), ("POST", "createRoom"), ("PUT", "rooms/!/state")),
    Out.INVITE: (("POST", "rooms/!/invite"),),
    Out.REMOVE: (("POST", "rooms/!/kick"),),
    Out.FREEZE: (("PUT", "rooms/!/state"),),
    Out.THAW: (("GET", "rooms/!/joined_members"), ("PUT", "rooms/!/state")),
    Out.LEAVE: (("POST", "rooms/!/leave"),),
    Out.PIN: (("PUT", "rooms/!/state"),),
    Out.SAY: (("GET", "rooms/!/joined_members"), ("PUT", "rooms/!/send")),
    Out.EDIT: (("GET", "rooms/!/joined_members"), ("PUT", "rooms/!/send")),
    Out.ATTACH: (("POST", "upload"), ("PUT", "rooms/!/send")),
    Out.REACT: (("PUT", "rooms/!/react"),),
    Out.SEED: (("PUT", "rooms/!/react"),),
    Out.UNSEED: (("PUT", "rooms/!/redact"),),
    Out.REDACT: (("PUT", "rooms/!/redact"),),
}

ENDPOINTS = sorted({path for asked in REQUESTS.values() for _, path in asked} | {"account/whoami", "joined_rooms"})

#: Those that are asked most, and those that are about somebody.
OFTEN = ("rooms/!/send", "rooms/!/invite", "rooms/!/kick", "createRoom", "rooms/!/state")
OF_USER = ("rooms/!/invite", "rooms/!/kick")
OF_PLACE = (None, "rooms/!/send", "rooms/!/state", "rooms/!/joined_members")

#: What can become of a request: an answer with a status, none in time, a connection that breaks before or after the
#: homeserver has done it, something that is no JSON.
FATES = ("500", "502", "429", "403", "403", "404", "404", "timeout", "cut", "cut after", "no json", "bug")


#: A request is repeated at once: what passes within seconds is no matter of this law.
AT_ONCE = Backoff(first=0, most=0.001, jitter=False)


@dataclass(frozen=True, kw_only=True)
class Spell:
    """A fault while it lasts. ``endpoint``, ``place`` and ``user`` None: any; ``rate``: of so many requests each."""

    fate: str
    endpoint: str | None
    place: str | None
    user: str | None
    begins: datetime
    ends: datetime | None
    rate: int

    def is_at(self, now: datetime) -> bool:
        return self.begins <= now and (self.ends is None or now < self.ends)


class Lost(Exception):
    """The homeserver has done what was asked, and the answer is lost: what follows is done, then it fails."""


class Weather:
    """What a homeserver does to requests, by a seed. ``joined``: the Matrix rooms that it shows us to be in."""

    def __init__(self, seed: int, begins: datetime, users: Sequence[str]) -> None:
        self._random = Random(seed)
        self.now = begins
        self.joined: list[str] = []
        self.spells = [self._spell(begins, users) for _ in range(self._random.randint(3, 6))]
        self.met = 0
        self.http = Http("http://stage", backoff=AT_ONCE, connect=self._connect)
        self._asks: tuple[str, str | None] = ("", None)

    def _connect(self) -> Any:
        """What the bot takes for connections of aiohttp."""
        return _Session(self)

    def _spell(self, begins: datetime, users: Sequence[str]) -> Spell:
        chance = self._random
        starts = begins + timedelta(minutes=chance.choice((0, 0, 0, 0, 15, 240)))
        lasts = chance.choice((None, 4, 12, 60, 300, 3000))
        endpoint = chance.choice((None, None, *OFTEN, *OFTEN, *ENDPOINTS))
        of_user = endpoint in OF_USER and chance.random() < 0.5
        of_place = endpoint in OF_PLACE and chance.random() < 0.7
        return Spell(
            fate=chance.choice(FATES),
            endpoint=endpoint,
            place=chance.choice(("case", "case", "page", "office", "side")) if of_place else None,
            user=chance.choice(users) if of_user else None,
            begins=starts,
            ends=None if lasts is None else starts + timedelta(minutes=lasts),
            rate=chance.choice((1, 1, 1, 2, 5)),
        )

    def clear(self) -> None:
        """From now on everything works."""
        self.spells = []

    async def meet(self, item: Item, room: RoomView, user: str | None) -> bool:
        """Let a row's requests meet what they meet; returns whether the answer to what was done is lost.

        Raises what the bot's own calls raise.
        """
        self._asks = (str(room.kind), user)
        for method, path in REQUESTS[item.kind]:
            try:
                await self.http.call(method, path.split("/"), {}, tries=1)
            except Lost:
                return True
        return False

    def fate(self, path: str) -> str | None:
        """What becomes of a request."""
        place, user = self._asks
        for spell in self.spells:
            of_room = path.startswith("rooms/") or path in ("createRoom", "directory/room", "upload")
            if not spell.is_at(self.now) or spell.endpoint not in (None, path):
                continue
            if of_room and spell.place not in (None, place):
                continue
            if spell.user is not None and (user is None or not user.startswith(f"@{spell.user}:")):
                continue
            if self._random.randrange(spell.rate) == 0:
                self.met += 1
                return spell.fate
        return None


class _Session:
    """Stands for aiohttp's connections."""

    def __init__(self, weather: Weather) -> None:
        self._weather = weather

    def request(self, method: str, url: URL, **_ignored: object) -> _Answer:
        path = "/".join(url.path.split("/")[4:])
        return _Answer(self._weather, path)

    async def close(self) -> None:
        return None


class _Answer:
    """An answer, once it is awaited."""

    def __init__(self, weather: Weather, path: str) -> None:
        self._weather = weather
        self._path = path
        self.status = 200
        self.headers: dict[str, str] = {}
        self._content: Any = {"joined_rooms": weather.joined}

    async def __aenter__(self) -> _Answer:
        fate = self._weather.fate(self._path)
        match fate:
            case None:
                pass
            case "timeout":
                raise TimeoutError
            case "cut":
                raise aiohttp.ServerDisconnectedError
            case "cut after":
                if self._path.rpartition("/")[2] in ("whoami", "joined_rooms", "joined_members", "room"):
                    raise aiohttp.ServerDisconnectedError
                raise Lost
            case "bug":
                raise ZeroDivisionError
            case "no json":
                self._content = None
            case _:
                self.status = int(fate)
                self._content = {"errcode": {"403": "M_FORBIDDEN", "404": "M_NOT_FOUND"}.get(fate, "M_UNKNOWN")}
                if fate == "429":
                    self._content = {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 30_000}
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def read(self) -> bytes:
        return b"<html>" if self._content is None else json.dumps(self._content).encode()
