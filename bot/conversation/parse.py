"""Parses a line of text into a command and its words. People and profile are handed in by :class:`Env`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation import clean
from bot.conversation.arguments import (
    Arg,
    Code,
    Day,
    Env,
    Hour,
    Length,
    Quoted,
    Rest,
    Somebody,
    SomeOf,
    Title,
    Word,
)
from bot.conversation.command import Args, Command
from bot.errors import Refused, Unclear
from bot.i18n import Language, Lines, T, Text, lines, say
from bot.rules import when
from bot.rules.room import RoomKind

#: How alike (0-100) a wrong word must be to a command's name to ask "Menade du ...?".
ALIKE = 70

_WORDS = re.compile(r"[\"“”]([^\"“”]*)[\"“”]|(\S+)")


@dataclass(frozen=True, kw_only=True)
class ParsedCommand:
    """A command, the case code given with it, and the words of each argument found so far."""

    command: Command
    code: str | None
    words: Mapping[str, str]


class UnclearWords(Unclear):
    """The words of one argument, ``field``, may mean several days or times, or none (``is_none``)."""

    def __init__(self, field: str, refused: Refused, words: str) -> None:
        self.is_none = not isinstance(refused, Unclear)
        super().__init__(refused.text, left=refused.left if isinstance(refused, Unclear) else words)
        self.field = field


def split(text: str) -> list[str]:
    """The words of a text; what stands in quotes is one word."""
    return [Quoted(match[1]) if match[1] is not None else match[2] for match in _WORDS.finditer(text)]


def find(text: str, commands: Iterable[Command]) -> tuple[Command, list[str]] | None:
    """The command that a line begins with, in either language, and the words after it. The longest name
    wins."""
    words = split(text)
    best: tuple[int, Command] | None = None
    for command in commands:
        for name in command.names():
            parts = name.lower().split()
            said = [word.lower() for word in words[: len(parts) - 1]]
            said += [clean.bare(word) for word in words[len(parts) - 1 : len(parts)]]  # "ärenden?"
            if said == parts and (best is None or len(parts) > best[0]):
                best = (len(parts), command)
    return None if best is None else (best[1], words[best[0] :])


def read(command: Command, words: Sequence[str], env: Env) -> ParsedCommand:
    """The command with each argument's words. Refused with the usage when words are left over."""
    left = list(words)
    fields = command.fields()
    found = _switches(fields, left, env)
    code = None
    if command.of_case and Code().take(left, env):
        code = Code().value(left.pop(0), env)
    for position, (name, arg) in enumerate(fields.items()):
        if name in found:
            continue
        start = _keyword(left, arg.words)
        if arg.only_after_word and start is None:
            continue
        begin = 0 if start is None else start
        offset = begin + (0 if start is None else 1)
        # An argument that takes the rest of the line ends at the keyword of another argument
        end = _begins(left[offset:], list(fields.values())[position + 1 :], env)
        open_words = left[offset:] if end is None else left[offset : offset + end]
        count = arg.reads.take(open_words, env)
        if count == 0:
            before = _before(open_words, arg, list(fields.items())[position + 1 :], env)
            if before is not None:
                other, others = before
                found[other] = " ".join(left[offset : offset + others])
                del left[offset : offset + others]
                count = arg.reads.take(left[offset:], env)
        if start is not None and count == 0:
            count = _numbers(open_words) if isinstance(arg.reads, SomeOf) else min(1, len(open_words))
        if count:
            found[name] = _joined(left[offset : offset + count], arg)
            del left[begin : offset + count]
    if left:  # the arguments came in another order ("utse sven polis K-7F2")
        code = _take_out_of_order(command, left, found, code, env)
    whom = missing(ParsedCommand(command=command, code=code, words=found))
    if len(left) == 1 and whom is not None and isinstance(fields[whom].reads, Somebody):
        found[whom] = left.pop()  # a name that nobody has; refused as such when its value is asked for
    if left:
        how = usage(command, env.language, in_room=env.among_others)
        raise Refused(lines(T("kit.not_understood", rest=" ".join(left)), how))
    return ParsedCommand(command=command, code=code, words=found)


def _before(
    words: Sequence[str], arg: Arg, later: Sequence[tuple[str, Arg]], env: Env
) -> tuple[str, int] | None:
    """The hour that stands before its day (``kl 15 på fredag``): the name of its argument, and how many words it
    is."""
    if not isinstance(arg.reads, Day):
        return None
    for name, other in later:
        if isinstance(other.reads, Hour):
            count = Hour().take(words, env)
            return (name, count) if count and arg.reads.take(words[count:], env) else None
    return None


def _joined(words: Sequence[str], arg: Arg) -> str:
    """The words of an argument as one text. Free text keeps its quotes: nothing inside them is another
    argument."""
    free = isinstance(arg.reads, Rest)
    return " ".join(f'"{word}"' if free and isinstance(word, Quoted) else word for word in words)


def _take_out_of_order(
    command: Command, left: list[str], found: dict[str, str], code: str | None, env: Env
) -> str | None:
    """Move arguments that stand after their place from ``left`` to ``found``. Returns the case code."""
    fields = {name: arg for name, arg in command.fields().items() if not arg.only_after_word}
    if any(isinstance(arg.reads, Rest | Title) for arg in fields.values()):
        return code  # free text may hold anything
    taken = True
    while left and taken:
        taken = False
        if command.of_case and code is None and Code().take(left, env):
            code = Code().value(left.pop(0), env)
            taken = True
            continue
        for name, arg in fields.items():
            count = 0 if name in found else arg.reads.take(left, env)
            if count:
                found[name] = " ".join(left[:count])
                taken = True
                del left[:count]
                break
    return code


def _switches(fields: Mapping[str, Arg], left: list[str], env: Env) -> dict[str, str]:
    """Take fixed words (``--visa``) out of a line, wherever they stand, unless the command has free text."""
    if any(isinstance(arg.reads, Rest | Title) for arg in fields.values()):
        return {}
    found = {}
    for name, arg in fields.items():
        if not isinstance(arg.reads, Word):
            continue
        for index in range(len(left)):
            if arg.reads.take(left[index:], env):
                found[name] = left.pop(index)
                break
    return found


def _numbers(words: Sequence[str]) -> int:
    """How many words at the front are numbers of a list (``1, 2``); at least one, so that a wrong word is
    refused."""
    count = 0
    while count < len(words) and re.fullmatch(r"\d{1,3},?", words[count]):
        count += 1
    return max(count, min(1, len(words)))


def missing(parsed: ParsedCommand) -> str | None:
    """The first required argument that has no words yet."""
    for name in parsed.command.fields():
        if parsed.command.required(name) and name not in parsed.words:
            return name
    return None


def is_whole(command: Command, words: Sequence[str], env: Env) -> bool:
    """Whether words are a command with all it needs, and nothing else."""
    try:
        parsed = read(command, words, env)
        check_words(parsed, env)
    except Refused:
        return False
    return missing(parsed) is None


def check_words(parsed: ParsedCommand, env: Env) -> None:
    """Refuse words of a command that make no sense, whether or not others are missing."""
    _values(parsed, env)


def values(parsed: ParsedCommand, env: Env) -> Args:
    """The command's typed arguments. Refused when words make no sense."""
    return parsed.command.args(**_values(parsed, env))


def _values(parsed: ParsedCommand, env: Env) -> Mapping[str, Any]:
    """The value of each argument. :class:`UnclearWords` says for which of them something must be asked."""
    fields = parsed.command.fields()
    found = {}
    for name, text in shared_words(parsed).items():
        try:
            found[name] = fields[name].reads.value(text, env)
        except Refused as refused:
            if isinstance(fields[name].reads, Day | Hour):
                raise UnclearWords(name, refused, text) from refused
            raise
    return found


def shared_words(parsed: ParsedCommand) -> dict[str, str]:
    """The words of all arguments, where those of a day also say the evening, and those of an hour how long."""
    fields, words = parsed.command.fields(), parsed.words
    day, hour, length = (_first(fields, kind) for kind in (Day, Hour, Length))
    shared = dict(words)
    if day in words and hour in words:
        part = when.part_of_day(words[day])
        if part is not None:
            shared[hour] = f"{words[hour]} | {part}"
    if hour in words and length and length not in words:
        lasting = when.length_beside(shared[hour])
        if lasting is not None:
            shared[length] = f"{int(lasting.total_seconds() // 60)} min"
    return shared


def _first(fields: Mapping[str, Arg], kind: type[Day | Hour | Length]) -> str:
    """The name of the first argument of a kind; empty when there is none."""
    return next((name for name, arg in fields.items() if isinstance(arg.reads, kind)), "")


def usage(command: Command, language: Language, *, in_room: bool = False) -> Text | Lines:
    """How a command is written: ``Skriv: klar <nummer>``; in a room of a case ``!klar <nummer>``, about that
    case."""
    shown = ["!" + command.name(language) if in_room else command.name(language)]
    if command.of_case and not in_room:
        shown.append(f"<{say(T('arg.case'), language)}>")
    for name, arg in command.fields().items():
        label = say(T(f"arg.{name}"), language)
        keyword = ""
        if arg.words:
            keyword = (arg.words[0] if language == "sv" else arg.words[-1]) + " "
        if label == keyword.strip():
            label = "…"  # "[track track]" would read like a slip
        shown.append(f"{keyword}<{label}>" if command.required(name) else f"[{keyword}{label}]")
    return T("kit.usage", usage=" ".join(shown))


def not_here(command: Command) -> Text:
    """The text that says where to write a command that was written in the wrong room."""
    if command.where == {RoomKind.PAGE}:
        return T("kit.not_here_page")
    if command.where == {RoomKind.OFFICE}:
        return T("kit.not_here_office")
    return T("kit.not_here")


def suggest(text: str, commands: Sequence[Command]) -> list[tuple[Command, list[str]]]:
    """The commands somebody most likely meant (mostly one), each with the words after its name."""
    words = split(text)
    found: dict[str, tuple[float, Command, list[str]]] = {}
    for command in commands:
        for name in command.names():
            parts = name.split()
            for count in range(1, min(len(words), len(parts) + 1) + 1):
                said = " ".join(words[:count]).lower()
                if len(said) > 2 * len(name):
                    break  # far too long to be the name; comparing half a page takes half a minute
                # Half a name ("vem ser"), a name with its words in another order ("nytt ärende"), or a typo
                begun = count < len(parts) and said.split() == parts[:count]
                alike = 100.0 if begun else max(_alike(said, name), _alike(_sorted(said), _sorted(name)))
                if alike >= ALIKE and (command.key not in found or alike >= found[command.key][0]):
                    found[command.key] = (alike, command, words[count:])
    best = max((alike for alike, _, _ in found.values()), default=0.0)
    return [(command, rest) for alike, command, rest in found.values() if alike == best]


def _alike(said: str, name: str) -> float:
    """How alike two texts are, 0-100. Two letters that changed places count as one typo."""
    from rapidfuzz.distance import DamerauLevenshtein  # loaded by the first who mistypes: 3 MB

    return 100 * DamerauLevenshtein.normalized_similarity(said, name)


def _sorted(words: str) -> str:
    return " ".join(sorted(words.split()))


def _begins(words: Sequence[str], later: Sequence[Arg], env: Env) -> int | None:
    """Where the keyword of a later argument stands. If the argument needs no keyword, its words must follow
    there."""
    for index, word in enumerate(words):
        for arg in later:
            if word.lower() in arg.words and (arg.only_after_word or arg.reads.take(words[index + 1 :], env)):
                return index
    return None


def _keyword(words: Sequence[str], keywords: Sequence[str]) -> int | None:
    return next((index for index, word in enumerate(words) if word.lower() in keywords), None)
