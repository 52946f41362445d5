"""The steps of a conversation file: what people do in a play, and what the bot is expected to do then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.i18n import Language
from bot.stage.stagehand import AccountChange

GROUP = re.compile(r"\{(@[a-z][a-z0-9-]*|[a-z_]+)\}")


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody in a play. ``known``: the bot knows them from the start. ``visitor``: they have an account, with
    which somebody outside of the play logs in."""

    handle: str
    role: str
    name: str
    function: str | None = None
    language: Language = "sv"
    matrix: Literal["signed", "unsigned", "none", "visitor"] = "signed"
    known: bool = True


@dataclass(frozen=True, kw_only=True)
class Expect:
    """The bot says something matching ``text``, reacts with ``reacts``, takes its own emoji ``takes_back`` away, or
    removes a message that matches ``removes``. Without a place: in that of the step. ``thread``: said in a thread,
    or in none. ``quiet``: without a notification, or with one."""

    place: str | None = None
    text: str | None = None
    reacts: str | None = None
    takes_back: str | None = None
    removes: str | None = None
    thread: bool | None = None
    quiet: bool | None = None


@dataclass(frozen=True, kw_only=True)
class _Step:
    line: int  # in the file, from 1
    source: str  # as written, for the report


@dataclass(frozen=True, kw_only=True)
class _Act(_Step):
    bot: tuple[Expect, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Say(_Act):
    """Somebody writes, in the ``thread`` of the newest message that matches, if one is given.

    ``pills``: words of the text that are links to people, by handle.
    """

    who: str
    place: str
    text: str
    thread: str | None = None
    pills: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Send(_Act):
    """Somebody sends something that is no text; ``text`` is its caption or file name."""

    who: str
    place: str
    what: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Reply(_Act):
    """Somebody answers the newest message that matches ``to``."""

    who: str
    place: str | None
    to: str
    text: str


@dataclass(frozen=True, kw_only=True)
class React(_Act):
    """Somebody puts an emoji on the newest message that matches ``to``."""

    who: str
    place: str | None
    to: str
    key: str


@dataclass(frozen=True, kw_only=True)
class TakeBack(_Act):
    """Somebody takes the emoji ``key`` away that they put on the newest message that matches ``to``."""

    who: str
    place: str | None
    to: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Edit(_Act):
    """Somebody changes the newest own message that matches ``to``."""

    who: str
    place: str | None
    to: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Redact(_Act):
    """Somebody redacts the newest own message that matches ``to``."""

    who: str
    place: str | None
    to: str


@dataclass(frozen=True, kw_only=True)
class Enter(_Act):
    """Somebody joins a room that the homeserver's administrator opened to them, past the bot."""

    who: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Leave(_Act):
    """Somebody leaves a room on their own initiative."""

    who: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Knock(_Act):
    """Somebody makes a room and invites the bot to it."""

    who: str


@dataclass(frozen=True, kw_only=True)
class MoveClock(_Act):
    """Time passes: ``by`` an amount, or ``until`` a moment."""

    by: timedelta | None
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Account(_Act):
    """Something happens to somebody's account."""

    who: str
    what: AccountChange


@dataclass(frozen=True, kw_only=True)
class Crash(_Act):
    """The bot is killed and started again."""


@dataclass(frozen=True, kw_only=True)
class Away(_Act):
    """The bot is stopped while people write on, or started again."""

    begins: bool


@dataclass(frozen=True, kw_only=True)
class Members(_Step):
    """Exactly these people are in a room, beside the bot."""

    place: str
    handles: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Silent(_Step):
    """The bot says nothing to ``text``, or without it, to the step before."""

    who: str | None
    place: str | None
    text: str | None


@dataclass(frozen=True, kw_only=True)
class Audience(_Step):
    """These people can, or cannot, read the newest matching message on their first device, or the
    ``newest``."""

    handles: tuple[str, ...]
    place: str | None
    message: str
    reads: bool
    newest: bool = False


Act = (
    Say
    | Send
    | Reply
    | React
    | TakeBack
    | Edit
    | Redact
    | Enter
    | Leave
    | Knock
    | MoveClock
    | Account
    | Crash
    | Away
)
Step = Act | Members | Silent | Audience


@dataclass(frozen=True, kw_only=True)
class Script:
    """A whole conversation."""

    title: str
    profile: str
    start: datetime
    codes: tuple[str, ...]
    people: Mapping[str, Actor]
    steps: tuple[Step, ...]


def fill(text: str, values: Mapping[str, str], *, pattern: bool = False) -> str:
    """The text with values in the place of ``{groups}`` and ``{@handles}``. In a ``pattern`` they are
    escaped."""

    def value(found: re.Match[str]) -> str:
        known = values[found[1]]
        return re.escape(known) if pattern else known

    return GROUP.sub(value, text)
