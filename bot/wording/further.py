"""What is said in a language of the profile's as well, in the words of whoever translated it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.command import UnitCtx
from bot.i18n import T, Text
from bot.rules.profile import FurtherLanguage


def safe(ctx: UnitCtx) -> Sequence[Text]:
    """The safe words in the speaker's further language, line by line; none when they have none."""
    language = _of_speaker(ctx)
    return () if language is None else _lines(language.safe)


def first(ctx: UnitCtx) -> Sequence[Text]:
    """The first words in the speaker's further language, line by line; none when they have none."""
    language = _of_speaker(ctx)
    return () if language is None else _lines(language.first)


def _of_speaker(ctx: UnitCtx) -> FurtherLanguage | None:
    """What the profile can say in the speaker's further language. A profile may have dropped it since."""
    wanted = ctx.sender.further_language
    return next((each for each in ctx.profile.spoken if each.id == wanted), None)


def _lines(text: str | None) -> Sequence[Text]:
    return tuple(T("profile.further", line=line) for line in (text or "").splitlines() if line.strip())
