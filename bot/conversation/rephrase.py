"""Puts what professionals write into the order and the words in which commands are read.

``1 klar`` and ``uppgift 1 är fixad`` are ``klar 1``, ``K-7F2 möte ...`` is ``möte K-7F2 ...``. Nothing is left out
but words that say nothing by themselves (``jag vill``, ``är``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.conversation.arguments import (
    Code,
    Day,
    Env,
    Number,
    Numbers,
    Owner,
    Quoted,
    Repeats,
    is_every,
    numbers_in,
)
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
_GOAL = frozenset({"mål", "målet", "goal"})
_MOVE = frozenset({"flytta", "flyttar", "move"})
#: What a goal can be judged as, right behind its number.
_JUDGED = frozenset({"helt", "delvis", "nej", "fully", "partly", "no"})
#: What is said of a goal behind its number, and the command that is; the longest first.
_SAID_OF_GOAL = (
    *(("ungdomens egna ord", "egna ord"), ("med egna ord", "egna ord"), ("egna ord", "egna ord")),
    *(("in own words", "own words"), ("own words", "own words")),
    *(
        ("så här når vi det", "mål så här"),
        ("så här", "mål så här"),
        ("så", "mål så här"),
        ("hur", "mål så här"),
    ),
    *(("means", "goal means"), ("delmål", "delmål"), ("milestone", "milestone")),
    *(("bedöms", "bedöm mål"), ("bedöm", "bedöm mål"), ("döm", "bedöm mål"), ("judge", "judge goal")),
    *(("är nått", "bedöm mål"), ("nått", "bedöm mål"), ("klart", "bedöm mål"), ("är klart", "bedöm mål")),
    *(("ändra till", "ändra mål"), ("ändra", "ändra mål"), ("heter", "ändra mål"), ("ska vara", "ändra mål")),
    *(("change to", "change goal"), ("change", "change goal")),
    *(("stryks", "stryk mål"), ("stryk", "stryk mål"), ("strike", "strike goal"), ("utgår", "stryk mål")),
)
#: What is said of a task behind its number, and nowhere else.
_BEHIND_NUMBER: Mapping[str, tuple[str, ...]] = {
    "uppgift efter": ("efter", "kommer efter", "väntar på", "after", "waits for"),
    "uppgift ersättare": ("ersättare", "reserv", "deputy"),
}
#: A number, or several, that a word ends in: ``klar2,3``.
_NUMBERS = re.compile(r"\d[\d,–-]*")
_WITH = frozenset({"med", "with", "på", "on"})
_TO = frozenset({"till", "to", "åt"})
#: Words that speak of a task only with its number behind them, and the command that they are then: ``hjälp 3``,
#: ``vänta 3 till torsdag``.
_OF_TASK = {"hjälp": "hjälp med", "help": "hjälp med", "vänta": "påminn mig", "wait": "påminn mig"}

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
    """The commands that can be meant, by every wording that means one: its words, and the command's own.

    There are five hundred wordings, and a message is compared with few of them: those whose first word it begins
    with.
    """

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
        for wording in self.nearby(said):
            rest = _after(said, words, wording.parts)
            if rest is not None and (best is None or len(words) - len(rest) > best[0]):
                best = (len(words) - len(rest), list(wording.command_words), rest)
        return None if best is None else (best[1], best[2])

    def command_of(self, command_words: Sequence[str]) -> Command | None:
        """The command that begins with these words."""
        said = " ".join(command_words).split(" ")
        for end in range(len(said), 0, -1):
            command = self._by_name.get(" ".join(said[:end]))
            if command is not None:
                return command
        return None

    @cached_property
    def numbered(self) -> Wordings:
        """The commands that take a number, also by what is plain only beside one."""
        called = _both(_both(self.called, self.of_numbered), _BEHIND_NUMBER)
        return replace(self, called=called, commands=_numbered(self.commands))

    @cached_property
    def _by_name(self) -> Mapping[str, Command]:
        found: dict[str, Command] = {}
        for command in self.commands:
            for name in command.names():
                found.setdefault(name, command)
        return found

    @cached_property
    def _by_beginning(self) -> Mapping[str, Sequence[_Wording]]:
        """The wordings by their first word, and by all their words written as one."""
        named = [(name.casefold(), name) for command in self.commands for name in command.names()]
        for command_words, ways in self.called.items():
            if self.command_of(command_words.split()) is not None:
                named += [(way, command_words) for way in ways]
        found: dict[str, list[_Wording]] = defaultdict(list)
        for place, (way, command_words) in enumerate(named):
            parts = tuple(way.split())
            wording = _Wording(place=place, parts=parts, command_words=tuple(command_words.split()))
            for beginning in {parts[0], "".join(parts)}:
                found[beginning].append(wording)
        return found

    def nearby(self, said: Sequence[str]) -> list[_Wording]:
        """The wordings that words may begin with, in their order."""
        if not said:
            return []
        first = said[0]
        glued = {first[:end] for end in range(1, len(first)) if _NUMBERS.fullmatch(first[end:])}
        found = {
            wording.place: wording
            for beginning in (first, *glued)
            for wording in self._by_beginning.get(beginning, ())
        }
        return [found[place] for place in sorted(found)]


@dataclass(frozen=True, kw_only=True)
class _Wording:
    """One way to say a command; ``place``: which comes first among those of the same length."""

    place: int
    parts: tuple[str, ...]
    command_words: tuple[str, ...]


def rephrased(words: Sequence[str], wordings: Wordings, env: Env) -> list[str]:
    """The same words as a command is read; as they are when they are none."""
    joined = _joined_codes(words)
    if len(joined) > 1 and bare(joined[0]) in _BEFORE and wordings.begun(joined[1:]) is not None:
        inner = rephrased(joined[1:], wordings, env)  # "uppgift klar 1"
        command = wordings.command_of(inner)
        is_of_number = command is not None and "number" in command.fields()
        if is_of_number and len(inner) == 2 and numbers_in(inner[1], env):
            return inner
    named = _OF_TASK.get(bare(joined[0])) if joined else None
    if named is not None and _begins_with_task(joined[1:], env) and wordings.command_of(named.split()):
        return [*named.split(), *joined[1:]]
    of_goal = _of_goal(joined, wordings, env) or _of_task(joined, wordings, env)
    if of_goal is not None:
        return of_goal
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


def _begins_with_task(words: Sequence[str], env: Env) -> bool:
    """Whether words begin with the number of a task, perhaps with its case before it."""
    left = list(words)
    if len(left) > 1 and (Code().take(left, env) or bare(left[0]) in _BEFORE):
        del left[0]
    return bool(left) and not isinstance(left[0], Quoted) and bool(numbers_in(left[0].strip(":.!"), env))


def _of_goal(words: Sequence[str], wordings: Wordings, env: Env) -> list[str] | None:
    """What is said of a goal behind its number, as its command is written: ``mål 1 egna ord ...``. None for anything
    else."""
    if len(words) < 2 or bare(words[0]) not in _GOAL or wordings.command_of(["visa", "mål"]) is None:
        return None
    left = list(words[1:])
    codes = [left.pop(0)] if Code().take(left, env) else []
    if not left or isinstance(left[0], Quoted) or Number().take(left[:1], env) != 1:
        return None
    number = left.pop(0).strip(":.,")
    if not left:
        return ["visa", "mål", *codes, number]
    if bare(" ".join(left)) in _JUDGED:
        return ["bedöm", "mål", *codes, number, *left]
    said = [bare_word(word) for word in left]
    for wording, command_words in _SAID_OF_GOAL:
        parts = wording.split()
        if said[: len(parts)] == parts:
            return [*command_words.split(), *codes, number, *left[len(parts) :]]
    return None


def _of_task(words: Sequence[str], wordings: Wordings, env: Env) -> list[str] | None:
    """A task that is moved to somebody or to a day, as its command is written: ``flytta uppgift 3 till Sven``,
    ``flytta 3 till fredag``, ``uppgift 3 till fredag``. None for anything else."""
    move, left = ["flytta", "uppgift"], list(words)
    if wordings.command_of(move) is None:
        return None
    is_move = bool(left) and bare(left[0]) in _MOVE
    if is_move:
        del left[0]
    is_task = bool(left) and bare(left[0]) in _BEFORE
    if is_task:
        del left[0]
    codes = [left.pop(0)] if Code().take(left, env) else []
    if not (is_move or is_task) or not left or not numbers_in(left[0], env):
        return None
    number = left.pop(0)
    lead = left[:1] if left and bare(left[0]) in _TO else []
    rest = left[len(lead) :]
    if not rest:
        return [*move, *codes, number] if is_move else None
    if Repeats().take(rest, env) == len(rest):
        return [*move, *codes, number, *rest]
    if Day().take(rest, env) == len(rest):
        return [*move, *codes, number, *left]
    if is_move and lead and Owner().take(rest, env) == len(rest):
        return ["lämna", "över", *codes, number, *left]
    return [*move, *codes, number, *left] if is_move and is_task else None


def bare_word(word: str) -> str:
    """A word of a name as it is compared."""
    return "" if isinstance(word, Quoted) else word.casefold().strip("?!.,:;")


def _after(said: Sequence[str], words: Sequence[str], parts: Sequence[str]) -> list[str] | None:
    """The words after a wording; None when they do not begin with it. Its spaces may be missing, and one before a
    number."""
    if list(said[: len(parts)]) == list(parts):
        return list(words[len(parts) :])
    plain = "".join(parts)
    if len(parts) > 1 and said[0] == plain:
        return list(words[1:])
    number = said[0].removeprefix(plain)
    if number != said[0] and _NUMBERS.fullmatch(number):
        return [number, *words[1:]]
    return None


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
        wordings = wordings.numbered
    begun = wordings.begun(rest)
    command = None if begun is None else wordings.command_of(begun[0])
    if begun is None or command is None or (codes and not command.of_case):
        return None
    arg = command.fields().get("number")
    if numbers and (arg is None or not isinstance(arg.reads, Number | Numbers)):
        return None
    return [*begun[0], *codes, *numbers, *_without_between(begun[1])]


def _numbered(commands: Sequence[Command]) -> list[Command]:
    """The commands that take a number."""
    found = []
    for command in commands:
        arg = command.fields().get("number")
        if arg is not None and isinstance(arg.reads, Number | Numbers):
            found.append(command)
    return found


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
