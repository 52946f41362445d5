"""What can go wrong, and how it is told. A :class:`Refused` is a kind sentence; anything else gets a reference id."""

from __future__ import annotations

import secrets

from bot.i18n import Lines, Text

_READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Refused(Exception):
    """The bot says no, why, and what to do instead. Nothing was changed."""

    def __init__(self, text: Text | Lines) -> None:
        super().__init__(text.key if isinstance(text, Text) else "lines")
        self.text = text


class TryLater(Exception):
    """It did not go now: the same thing again in ``seconds``. ``cause`` is a short tag for the log and the outbox row.

    ``away``: our homeserver answers nothing at all, so nobody could be told of it either.
    """

    def __init__(self, seconds: float, *, cause: str = "", away: bool = False) -> None:
        super().__init__(f"again in {seconds:.1f} s")
        self.seconds, self.cause, self.away = seconds, cause, away


class CannotDeliver(Exception):
    """The homeserver refuses for good; ``cause`` is a short tag for the log and the outbox row.

    ``gone``: because we are not in the room any more.
    """

    def __init__(self, cause: str, *, gone: bool = False) -> None:
        super().__init__(cause)
        self.cause, self.gone = cause, gone


class SettingsWrong(Exception):
    """The configuration cannot work; the message names the key and what to do."""


class IdentityForeign(Exception):
    """The homeserver shows a cross-signing identity for the bot that is not ours: stop, never replace it."""


class CannotDo(Exception):
    """A command of the operator's ends without having done it; the message says why, and what to do."""


def reference() -> str:
    """A short id a person can read aloud, told in the room and written in the log beside the trace."""
    return "".join(secrets.choice(_READABLE) for _ in range(6))
