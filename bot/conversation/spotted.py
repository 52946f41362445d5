"""What a professional's whole sentence may be about: ``Assistent, kan du markera ettan som klar?``

A sentence is never carried out. What is spotted in it (which command, and of its arguments the case, people, functions,
numbers, days and hours) is shown, and asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from bot.conversation import clean
from bot.conversation.arguments import (
    Arg,
    Code,
    Day,
    Env,
    Hour,
    Number,
    Numbers,
    OneOf,
    Quoted,
    Reads,
    Somebody,
    SomeOf,
    numbers_in,
)
from bot.conversation.command import Command
from bot.conversation.parse import ParsedCommand
from bot.rules.roles import Consequence

#: Kinds of arguments that are looked for in a sentence. Free text is asked for once the command is certain.
_FOUND = (Code, Somebody, OneOf, SomeOf, Day, Hour, Number, Numbers)

#: So many words of a sentence are looked at.
_MOST_WORDS = 60

_NOT = re.compile(r"\b(?:inte|ej|aldrig|not|never|don't)\b")


def shown(parsed: ParsedCommand, env: Env) -> list[str]:
    """The code and the arguments of a command as they would be written."""
    words = [] if parsed.code is None else [parsed.code]
    for name, arg in parsed.command.fields().items():
        if name in parsed.words:
            words += [*_keyword(arg, env), parsed.words[name]]
    return words


def find(
    words: Sequence[str], commands: Iterable[Command], spotted: Mapping[str, str], env: Env
) -> list[ParsedCommand]:
    """The commands that a sentence may be about, with what was found of their arguments.

    ``spotted``: by a command's Swedish name, the pattern of the words that speak of it. What says that something is
    not to be done is about no command that reaches far.
    """
    words = words[:_MOST_WORDS]
    text = " ".join(word if isinstance(word, Quoted) else clean.bare(word) for word in words)
    found = []
    for command in commands:
        pattern = spotted.get(command.sv)
        match = None if pattern is None else _compiled(pattern).search(text)
        if match is None:
            continue
        is_negated = _NOT.search(text) is not None and _NOT.search(match[0]) is None
        if is_negated and command.consequence is Consequence.FAR:
            continue
        found.append(_with_arguments(command, list(words), env))
    return found


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b")


def _keyword(arg: Arg, env: Env) -> list[str]:
    if not arg.words or not arg.only_after_word:
        return []
    return [arg.words[0] if env.language == "sv" else arg.words[-1]]


def _with_arguments(command: Command, left: list[str], env: Env) -> ParsedCommand:
    """The command with the arguments that stand anywhere among the words; each word counts once."""
    code = None
    if command.of_case:
        at = _first(left, Code(), env)
        if at is not None:
            code = Code().value(left.pop(at[0]), env)
    words: dict[str, str] = {}
    for name, arg in command.fields().items():
        if not isinstance(arg.reads, _FOUND):
            continue
        at = _number(left, env) if isinstance(arg.reads, Number | Numbers) else _first(left, arg.reads, env)
        if at is None:
            continue
        begin, count = at
        words[name] = " ".join(left[begin : begin + count])
        del left[begin : begin + count]
    return ParsedCommand(command=command, code=code, words=words)


def _first(words: Sequence[str], reads: Reads, env: Env) -> tuple[int, int] | None:
    """Where an argument of a kind stands first, and how many words it is."""
    for begin in range(len(words)):
        if isinstance(words[begin], Quoted):
            continue
        count = reads.take(words[begin:], env)
        if count:
            return begin, count
    return None


def _number(words: Sequence[str], env: Env) -> tuple[int, int] | None:
    """Where the number of a task or meeting stands first: ``2``, ``tvåan``; not the one of a day or an hour."""
    for begin, word in enumerate(words):
        is_when = Day().take(words[begin:], env) or Hour().take(words[begin:], env)
        if not isinstance(word, Quoted) and not is_when and numbers_in(clean.bare(word), env):
            return begin, 1
    return None
