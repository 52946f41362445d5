"""Puts what professionals write into the order and the words in which commands are read.

``1 klar`` and ``uppgift 1 är fixad`` are ``klar 1``, ``K-7F2 möte ...`` is ``möte K-7F2 ...``. Nothing is left out
but words that say nothing by themselves (``jag vill``, ``är``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.conversation.arguments import Code, Env, Number, Numbers, Quoted, is_every, numbers_in
from bot.conversation.clean import bare
from bot.conversation.command import Command
from bot.rules.roles import Consequence

#: Words that stand between a number and what is said of it.
_BETWEEN = frozenset(
    {"är", "is", "are", "nu", "now", "blev", "och", "and", "samt", "&", "+", "-", "–", "har", "has"}
)
#: Words that stand before a number and say no more than it does.
_BEFORE = frozenset(
    {"uppgift", "uppgiften", "uppgifter", "uppgifterna", "uppg", "task", "tasks", "nr", "nummer", "number"}
)
_WITH = frozenset({"med", "with", "på", "on"})
_TO = frozenset({"till", "to", "åt"})

#: How sentences begin that end in a command.
_OPENINGS = tuple(
    sorted(
        (
            tuple(opening.split())
            for opening in (
                *(
                    "jag",
                    "jag är",
                    "jag har",
                    "jag vill",
                    "jag vill ha",
                    "jag skulle vilja",
                    "jag behöver",
                    "jag ska",
                ),
                *(
                    "vi",
                    "vi är",
                    "vi har",
                    "vi vill",
                    "vi behöver",
                    "vi ska",
                    "kan du",
                    "kan jag",
                    "kan vi",
                    "kan ni",
                ),
                *(
                    "skulle du kunna",
                    "skulle vi kunna",
                    "vill du",
                    "går det att",
                    "nu",
                    "nu är",
                    "nu är jag",
                    "nu har jag",
                ),
                *(
                    "har",
                    "är",
                    "det är",
                    "ska",
                    "ska vi",
                    "dags att",
                    "visa mig",
                    "i",
                    "i am",
                    "i'm",
                    "i have",
                    "i've",
                ),
                *(
                    "i want to",
                    "i would like to",
                    "i need to",
                    "we",
                    "we are",
                    "we have",
                    "we want to",
                    "can you",
                ),
                *("could you", "can i", "can we", "could we", "let's", "please", "snälla", "show me", "now"),
            )
        ),
        key=len,
        reverse=True,
    )
)


@dataclass(frozen=True, kw_only=True)
class Wordings:
    """The commands that can be meant, by every wording that means one: its words, and the command's own."""

    commands: Sequence[Command]
    called: Mapping[str, tuple[str, ...]]
    of_numbered: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # what is plain only beside a number
    alone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what is plain only by itself

    def begun(self, words: Sequence[str]) -> tuple[list[str], list[str]] | None:
        """What words begin with, in a command's own words, and the words after it. The longest wording wins."""
        said = [bare_word(word) for word in words]
        whole = " ".join(said)
        for meant, ways in self.alone.items():
            if whole in ways and self.command_of(meant.split()) is not None:
                return meant.split(), []
        best: tuple[int, list[str], list[str]] | None = None
        for wording, command_words in self._all():
            rest = _after(said, words, wording)
            if rest is not None and (best is None or len(words) - len(rest) > best[0]):
                best = (len(words) - len(rest), command_words, rest)
        return None if best is None else (best[1], best[2])

    def command_of(self, command_words: Sequence[str]) -> Command | None:
        """The command that begins with these words."""
        said = " ".join(command_words)
        fitting = [
            (len(name), command)
            for command in self.commands
            for name in command.names()
            if said == name or said.startswith(f"{name} ")
        ]
        return max(fitting, key=lambda each: each[0])[1] if fitting else None

    def _all(self) -> list[tuple[str, list[str]]]:
        found = [(name.casefold(), name.split()) for command in self.commands for name in command.names()]
        for command_words, wordings in self.called.items():
            if self.command_of(command_words.split()) is not None:
                found += [(wording, command_words.split()) for wording in wordings]
        return found


def rephrased(words: Sequence[str], wordings: Wordings, env: Env) -> list[str]:
    """The same words as a command is read; as they are when they are none."""
    joined = _joined_codes(words)
    if len(joined) > 1 and bare(joined[0]) in _BEFORE and wordings.begun(joined[1:]) is not None:
        inner = rephrased(joined[1:], wordings, env)  # "uppgift klar 1"
        command = wordings.command_of(inner)
        last = inner[-1] if command is None else inner[len(command.sv.split())]
        if command is not None and "number" in command.fields() and numbers_in(last, env) and len(inner) == 2:
            return inner
    for tail in (joined, *_without_opening(joined)):
        moved = _moved(tail, wordings, env)
        if moved is not None:
            return moved
        begun = wordings.begun(tail)
        if begun is not None:
            rest = _without_with(begun[1], env)
            command = wordings.command_of(begun[0])
            is_look = command is not None and command.consequence is Consequence.LOOK
            return [*begun[0], *(_without_between(rest) if is_look else rest)]
    return joined


def bare_word(word: str) -> str:
    """A word of a name as it is compared."""
    return "" if isinstance(word, Quoted) else word.casefold().strip("?!.,:;")


def _after(said: Sequence[str], words: Sequence[str], wording: str) -> list[str] | None:
    """The words after a wording; None when they do not begin with it. Its spaces may be missing, and one before a
    number."""
    parts = wording.split()
    if list(said[: len(parts)]) == parts:
        return list(words[len(parts) :])
    if not said:
        return None
    plain = "".join(parts)
    if len(parts) > 1 and said[0] == plain:
        return list(words[1:])
    glued = re.fullmatch(rf"{re.escape(plain)}(\d[\d,–-]*)", said[0])
    return None if glued is None else [glued[1], *words[1:]]


def _joined_codes(words: Sequence[str]) -> list[str]:
    """``K 7F2`` as one word."""
    found: list[str] = []
    for word in words:
        is_half = (
            bool(found)
            and bare_word(found[-1]) == "k"
            and re.fullmatch(r"-?(?=\w*\d)(?=\w*[A-Za-z])\w{3}[:.,]?", word)
        )
        if is_half and not isinstance(word, Quoted):
            found[-1] = f"K-{word.lstrip('-')}"
        else:
            found.append(word)
    return found


def _without_opening(words: Sequence[str]) -> list[list[str]]:
    """The words after what a sentence begins with, if anything follows."""
    said = [bare_word(word) for word in words]
    return [
        list(words[len(opening) :])
        for opening in _OPENINGS
        if len(words) > len(opening) and tuple(said[: len(opening)]) == opening
    ]


def _moved(words: Sequence[str], wordings: Wordings, env: Env) -> list[str] | None:
    """A command before the code and the numbers that stand in front of it; None when it is not so."""
    codes: list[str] = []
    numbers: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        plain = bare(word)
        if isinstance(word, Quoted):
            break
        if not codes and Code().take([word], env):
            codes.append(word)
        elif numbers_in(word.strip(":."), env) or (is_every(word) and not numbers):
            numbers.append(word.strip(":."))
        elif not _says_nothing(plain, words[at + 1 :], env, codes=codes, numbers=numbers):
            break
        at += 1
    rest = list(words[at:])
    if not codes and not numbers:
        return None
    if not rest:
        is_bare_code = codes and not numbers and len(words) == 1
        shown = wordings.command_of(["ärende"])
        return [*shown.sv.split(), *codes] if is_bare_code and shown is not None else None
    if numbers and bare(rest[0]) in _TO:
        return ["lämna", "över", *codes, *numbers, *rest]
    if numbers:
        wordings = replace(wordings, called=_both(wordings.called, wordings.of_numbered))
    begun = wordings.begun(rest)
    command = None if begun is None else wordings.command_of(begun[0])
    if begun is None or command is None or (codes and not command.of_case):
        return None
    arg = command.fields().get("number")
    if numbers and (arg is None or not isinstance(arg.reads, Number | Numbers)):
        return None
    return [*begun[0], *codes, *numbers, *_without_between(begun[1])]


def _both(
    one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    return {key: (*one.get(key, ()), *other.get(key, ())) for key in (*one, *other)}


def _says_nothing(
    word: str, after: Sequence[str], env: Env, *, codes: Sequence[str], numbers: Sequence[str]
) -> bool:
    """Whether a word beside a number says no more than it does: ``uppgift`` before one, ``är`` after one."""
    if word in _BEFORE:
        following = next((each for each in after if bare(each) not in _BEFORE), "")  # "uppgift nr 2"
        return bool(numbers) or bool(numbers_in(following.strip(":."), env))
    return word in _BETWEEN and bool(codes or numbers)


def _without_with(words: Sequence[str], env: Env) -> list[str]:
    """The words without ``med`` before a number."""
    if len(words) > 1 and bare(words[0]) in _WITH and numbers_in(words[1], env):
        return list(words[1:])
    return list(words)


def _without_between(words: Sequence[str]) -> list[str]:
    """The words without ``nu`` at their end."""
    kept = list(words)
    while kept and bare(kept[-1]) in ("nu", "now"):
        kept.pop()
    return kept
