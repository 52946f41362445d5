"""The bot's own exceptions. Somebody who is refused gets a text; any other error gets them a reference id."""

from __future__ import annotations

import secrets

from bot.i18n import Lines, Text

_READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Refused(Exception):
    """The bot refuses: the text says why, and what to do instead. Nothing was changed."""

    def __init__(self, text: Text | Lines) -> None:
        super().__init__(text.key if isinstance(text, Text) else "lines")
        self.text = text


class Unclear(Refused):
    """Words may mean several things, so that the text asks which.

    ``left``: words for all that may be meant, with which the answer is read (``2026-12-01 eller 2026-12-08``).
    """

    def __init__(self, text: Text | Lines, *, left: str) -> None:
        super().__init__(text)
        self.left = left


class TryLater(Exception):
    """Sending failed for now and should be tried again in ``seconds``.

    ``cause`` is a short tag for the log and the outbox row. ``away``: the bot's homeserver does not answer at
    all, so nobody could be told either.
    """

    def __init__(self, seconds: float, *, cause: str = "", away: bool = False) -> None:
        super().__init__(f"again in {seconds:.1f} s")
        self.seconds = seconds
        self.cause = cause
        self.away = away


class CannotDeliver(Exception):
    """The homeserver refuses for good, so that trying again is no use.

    ``cause`` is a short tag for the log and the outbox row. ``gone``: the bot is no longer in the room.
    """

    def __init__(self, cause: str, *, gone: bool = False) -> None:
        super().__init__(cause)
        self.cause = cause
        self.gone = gone


class SettingsWrong(Exception):
    """The settings cannot work; the message names the key and what to do."""


class IdentityForeign(Exception):
    """The homeserver shows a cross-signing identity for the bot that it did not make. The bot stops."""


class CannotDo(Exception):
    """An operator command failed; the message says why, and what to do."""


class NotAlone(CannotDo):
    """Another bot works on this database. Whoever finds out stops at once and writes nothing more."""


def reference() -> str:
    """A short id that is easy to read aloud, given in the room and written in the log beside the trace."""
    return "".join(secrets.choice(_READABLE) for _ in range(6))
