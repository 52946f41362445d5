"""A yes or no, alone or with the name of what it is said to: ``ja``, ``ja K-7F2``."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.conversation import answers, arguments, clean, parse
from bot.conversation.answers import Meaning, Weight
from bot.conversation.arguments import Env

#: Words that may stand before the name: ``ja till K-7F2``.
_TO = ("till", "för", "to", "for")

#: What may be said to a preview.
_BEARS = (Weight.PLAIN, Weight.VAGUE)

#: How a yes begins that counts without a reply or a name, even where something else is shown; "ok" may be said
#: to anybody.
_BEYOND_DOUBT = frozenset({"ja", "yes"})


@dataclass(frozen=True, kw_only=True)
class ShortAnswer:
    """A yes or no to what is shown, in the form it was said in; ``name``: the code or short name behind
    it."""

    word: str
    meaning: Meaning
    weight: Weight = Weight.PLAIN
    name: str | None = None

    @property
    def is_yes(self) -> bool:
        """Whether it is a yes."""
        return self.meaning is Meaning.YES

    @property
    def is_no(self) -> bool:
        """Whether it is a no."""
        return self.meaning is Meaning.NO

    @property
    def is_beyond_doubt(self) -> bool:
        """Whether it is a yes that nobody says to anything else."""
        return self.is_yes and (self.word.split()[0] in _BEYOND_DOUBT or self.weight is Weight.APPROVING)


def find(text: str, *, leniently: bool = False) -> ShortAnswer | None:
    """The yes or no that a text is; None when it is anything more. ``leniently``: a professional wrote it."""
    alone = _yes_or_no(text, leniently=leniently)
    if alone is not None:
        return alone
    *words, name = parse.split(text) or [""]
    if len(words) > 1 and clean.bare(words[-1]) in _TO:
        del words[-1]
    if len(words) > 1 and not leniently:
        return None
    said = _yes_or_no(" ".join(words), leniently=leniently)
    return None if said is None else replace(said, name=name)


def _yes_or_no(text: str, *, leniently: bool) -> ShortAnswer | None:
    said = answers.read(text, leniently=leniently)
    if said is None or said.is_question or said.meaning not in (Meaning.YES, Meaning.NO):
        return None
    if said.weight not in _BEARS and not (leniently and said.weight is Weight.APPROVING):
        return None
    return ShortAnswer(word=said.word, meaning=said.meaning, weight=said.weight)


def is_known(answer: ShortAnswer, env: Env) -> bool:
    """Whether an answer names nothing, or something that looks like a case or is a person."""
    if answer.name is None:
        return True
    return arguments.Code().take([answer.name], env) == 1 or env.person(answer.name) is not None


def is_same_name(one: str, other: str) -> bool:
    """Whether two codes or short names are the same: ``K-7F2`` and ``k7f2``, ``@petra`` and ``petra``."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return clean.bare(name).removeprefix("@").replace("-", "")
