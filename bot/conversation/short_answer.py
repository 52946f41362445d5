"""A yes or no, alone or with the name of what it is said to: ``ja``, ``ja K-7F2``."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation import answers, arguments, parse
from bot.conversation.arguments import Env

#: Words that may stand before the name: ``ja till K-7F2``.
_TO = ("till", "för", "to", "for")


@dataclass(frozen=True, kw_only=True)
class ShortAnswer:
    """A word of :data:`answers.YES` or :data:`answers.NO`; ``name``: the code or short name behind it."""

    word: str
    name: str | None = None

    @property
    def is_yes(self) -> bool:
        """Whether it is a yes."""
        return self.word in answers.YES

    @property
    def is_no(self) -> bool:
        """Whether it is a no."""
        return self.word in answers.NO


def find(text: str) -> ShortAnswer | None:
    """The yes or no that a text is; None when it is anything more."""
    word = arguments.bare(text)
    if word in answers.YES | answers.NO:
        return ShortAnswer(word=word)
    thumb = answers.thumb(text)
    if thumb is not None:
        # A thumb is no plainer than "ok": it may be to anything
        return ShortAnswer(word="ok" if thumb else "nej")
    words = parse.split(text)
    if len(words) == 3 and words[1].lower() in _TO:
        del words[1]
    if len(words) != 2:
        return None
    word = arguments.bare(words[0])
    if word not in answers.YES | answers.NO:
        return None
    return ShortAnswer(word=word, name=words[1])


def is_known(answer: ShortAnswer, env: Env) -> bool:
    """Whether an answer names nothing, or something that looks like a case or is a person."""
    if answer.name is None:
        return True
    return arguments.Code().take([answer.name], env) == 1 or env.person(answer.name) is not None


def is_same_name(one: str, other: str) -> bool:
    """Whether two codes or short names are the same: ``K-7F2`` and ``k7f2``, ``@petra`` and ``petra``."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return arguments.bare(name).removeprefix("@").replace("-", "")
