"""What a row of the inbox comes to: one value, which :mod:`bot.conversation.dispatch` carries out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.conversation.command import Ask, Reply, UnitCtx
from bot.conversation.parse import ParsedCommand
from bot.i18n import Lines, Text
from storage.question import Asked


@dataclass(frozen=True, kw_only=True)
class Closed:
    """A question that these words answer, or call off. ``by``: whoever wrote them."""

    question_id: int
    state: Literal["answered", "cancelled"] = "answered"
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """A command as it was said: all at once, or by the answer to a question (``asked``)."""

    parsed: ParsedCommand
    case_id: str | None
    asked: Asked | None = None
    by_second: bool = False  # the answer is a second person's

    @property
    def since(self) -> str | None:
        """The event with which the dialogue began; None when it begins now."""
        return None if self.asked is None else self.asked.event_id

    @property
    def answers_preview(self) -> bool:
        """Whether it was a yes to a preview, and not to the question whether the command was meant at all."""
        return self.asked is not None and self.asked.field is None and self.asked.digest != "meant"


@dataclass(frozen=True, kw_only=True)
class Run:
    """Run a command, as the person in ``ctx``: not always the writer, for a second person says yes to what
    the first asked for."""

    ctx: UnitCtx
    said: Said
    closes: tuple[Closed, ...] = ()
    clears: tuple[str, ...] = ()  # events that made no sense before, and are understood now
    heard: UnitCtx | None = None  # where the answer was given, if not in the room of its question


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Give the row to a handler that is no command: own words, a tap, somebody who came or went."""

    ctx: UnitCtx
    handler: Callable[[UnitCtx], Reply]
    clears: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Say or ask something; nothing is run."""

    reply: Reply
    closes: tuple[Closed, ...] = ()
    clears: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Refuse:
    """Say why it cannot be done, or ask whether a similar command was meant. An edit of the message may mend
    it. ``is_unclear``: nothing is known of what they want."""

    text: Text | Lines
    ask: Ask | None = None  # asked instead of saying the text
    is_unclear: bool = False


@dataclass(frozen=True, kw_only=True)
class Ignore:
    """There is nothing to do. ``is_void``: its writer has changed or removed it by now, and an edit says it
    anew."""

    is_void: bool = False


Verdict = Run | Hand | Answer | Refuse | Ignore
