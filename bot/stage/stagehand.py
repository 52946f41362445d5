"""The interface of a stage: a real homeserver, or the application alone (``--fast``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

BOT = "bot"

#: What may happen to somebody's account.
AccountChange = Literal["new device", "device signed", "new identity"]


class StageError(Exception):
    """A step is impossible on this stage: nobody is there, the room does not exist, the bot does not come
    back."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a play's transcript, as the people in the room received it.

    ``who`` is a handle, :data:`BOT`, or the Matrix id of a stranger. ``place`` is ``office``, ``page of
    <handle>`` or a case code. ``text`` is the plain text, for a reaction the emoji, for a file its name.
    """

    id: str
    place: str
    who: str
    kind: Literal["text", "edit", "reaction", "file", "redaction"]
    text: str
    about: str | None = None  # the id of the event it edits, reacts to or redacts
    thread: str | None = None  # the id of the event with which its thread began
    quiet: bool = False  # a notice, about which no phone rings

    @property
    def target(self) -> str:
        """The event id to use when something is about this line: of an edit, the original's."""
        return self.about if self.kind == "edit" and self.about else self.id


class Stagehand(Protocol):
    """Carries out the steps of a play. Raises :class:`StageError` when a step is impossible."""

    async def settle(self) -> None:
        """Wait until the bot has nothing left to do now, and everybody has received everything."""

    async def say(self, who: str, place: str, text: str) -> None:
        """Write."""

    async def post(
        self, who: str, place: str, text: str, *, pills: Mapping[str, str], thread: Line | None
    ) -> None:
        """Write with links, or in the thread of a message. ``pills``: words of the text that are links, with the
        handles they lead to."""

    async def send(self, who: str, place: str, what: str, text: str) -> None:
        """Send something that is no text (``voice``, ``image`` ...), with a caption or file name."""

    async def reply(self, who: str, to: Line, text: str) -> None:
        """Answer a message."""

    async def react(self, who: str, to: Line, key: str) -> None:
        """Put an emoji on a message."""

    async def edit(self, who: str, to: Line, text: str) -> None:
        """Change an own message."""

    async def redact(self, who: str, to: Line) -> None:
        """Redact an own message or reaction."""

    async def enter(self, who: str, place: str) -> None:
        """Join a room that the homeserver's administrator opened; the bot may remove the intruder first."""

    async def leave(self, who: str, place: str) -> None:
        """Leave a room on one's own initiative."""

    async def knock(self, who: str) -> None:
        """Make a room and invite the bot to it."""

    async def move_clock(self, to: datetime) -> None:
        """Let the bot's time pass until ``to``; never backwards."""

    async def account(self, who: str, what: AccountChange) -> None:
        """Log in on one more device, vouch for the newest one from the first, or make a new identity."""

    async def set_away(self, begins: bool) -> None:
        """Stop the bot, which then does nothing until it is started again."""

    async def crash(self) -> None:
        """Kill the bot without warning and start it again."""

    async def members(self, place: str) -> frozenset[str]:
        """Who has joined beside the bot: handles, and Matrix ids of strangers."""

    async def reads(self, who: str, line: Line, *, newest: bool = False) -> bool:
        """Whether this person's first device, or the ``newest``, received the message and can decrypt it."""

    def now(self) -> datetime:
        """The bot's time."""

    def matrix_id(self, who: str) -> str:
        """The Matrix id of a handle, even if nobody has registered it."""

    def transcript(self) -> Sequence[Line]:
        """All lines so far, in order; it only grows."""
