"""From a line of text to a command and its words. Knows no database: people and profile come in by ``Env``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from bot.conversation import answers
from bot.conversation.arguments import Arg, Code, Env, Quoted, Rest, Somebody, SomeOf, Title, Word
from bot.conversation.command import Args, Command
from bot.errors import Refused
from bot.i18n import Language, Lines, T, Text, lines, say
from bot.rules.room import RoomKind

#: How alike (0-100) a wrong word must be to a name for "Menade du ...?".
ALIKE = 70

#: Characters of the longest line that may be a command or an answer.
LONGEST = 3000

_PLEASE = frozenset({"snälla", "please"})

_WORDS = re.compile(r"[\"“”]([^\"“”]*)[\"“”]|(\S+)")


@dataclass(frozen=True, kw_only=True)
class ParsedCommand:
    """A command, the case code said with it, and the words of each argument found so far."""

    command: Command
    code: str | None
    words: Mapping[str, str]


def split(text: str) -> list[str]:
    """Words; what stands in quotes is one word."""
    return [Quoted(match[1]) if match[1] is not None else match[2] for match in _WORDS.finditer(text)]


def find(text: str, commands: Iterable[Command]) -> tuple[Command, list[str]] | None:
    """The command a line begins with (the longest name wins, in either language) and the words after it."""
    words = split(text)
    best: tuple[int, Command] | None = None
    for command in commands:
        for name in command.names():
            parts = name.split()
            said = [word.lower() for word in words[: len(parts)]]
            said[-1:] = [word.rstrip("?!.,:") for word in said[-1:]]  # "ärenden?" is "ärenden"
            if said == parts and (best is None or len(parts) > best[0]):
                best = (len(parts), command)
    return None if best is None else (best[1], words[best[0] :])


def read(command: Command, words: Sequence[str], env: Env) -> ParsedCommand:
    """Give each argument its words. Raises :class:`Refused` with the usage when words are left over."""
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
        # What takes the rest of the line ends where a keyword says that another argument begins
        end = _begins(left[offset:], list(fields.values())[position + 1 :], env)
        open_words = left[offset:] if end is None else left[offset : offset + end]
        count = arg.reads.take(open_words, env)
        if start is not None and count == 0:
            count = _numbers(open_words) if isinstance(arg.reads, SomeOf) else min(1, len(open_words))
        if count:
            found[name] = _joined(left[offset : offset + count], arg)
            del left[begin : offset + count]
    if left:  # said in another order ("utse sven polis K-7F2")
        code = _turned_round(command, left, found, code, env)
    if not env.own_words and _is_courtesy(left):  # of a youth "stopp snälla" may be a cry for help
        left = []
    whom = missing(ParsedCommand(command=command, code=code, words=found))
    if len(left) == 1 and whom is not None and isinstance(fields[whom].reads, Somebody):
        found[whom] = left.pop()  # a name nobody has: said as such when it is read
    if left:
        how = usage(command, env.language, in_room=env.among_others)
        raise Refused(lines(T("kit.not_understood", rest=" ".join(left)), how))
    return ParsedCommand(command=command, code=code, words=found)


def _is_courtesy(words: Sequence[str]) -> bool:
    """Whether words are thanks or a kind sign, as people put them behind what they ask for, and nothing else."""
    asked = answers.without_courtesy(" ".join(["ja", *words]))
    return bool(words) and (asked == "ja" or (asked.removeprefix("ja ") in _PLEASE))


def _joined(words: Sequence[str], arg: Arg) -> str:
    """The words of an argument. Free text keeps its quotes, which say that nothing in it is meant for elsewhere."""
    free = isinstance(arg.reads, Rest)
    return " ".join(f'"{word}"' if free and isinstance(word, Quoted) else word for word in words)


def _turned_round(command: Command, left: list[str], found: dict[str, str], code: str | None, env: Env) -> str | None:
    """Take what stands after its place out of ``left``, as long as it can be nothing else. Returns the case code."""
    fields = {name: arg for name, arg in command.fields().items() if not arg.only_after_word}
    if any(isinstance(arg.reads, Rest | Title) for arg in fields.values()):
        return code  # free text may hold anything
    taken = True
    while left and taken:
        taken = False
        if command.of_case and code is None and Code().take(left, env):
            code, taken = Code().value(left.pop(0), env), True
            continue
        for name, arg in fields.items():
            count = 0 if name in found else arg.reads.take(left, env)
            if count:
                found[name], taken = " ".join(left[:count]), True
                del left[:count]
                break
    return code


def _switches(fields: Mapping[str, Arg], left: list[str], env: Env) -> dict[str, str]:
    """Take the fixed words (``--visa``) out of a line, wherever they stand; but never out of free text."""
    if any(isinstance(arg.reads, Rest | Title) for arg in fields.values()):
        return {}
    found = {}
    for name, arg in fields.items():
        at = next(
            (index for index in range(len(left)) if isinstance(arg.reads, Word) and arg.reads.take(left[index:], env)),
            None,
        )
        if at is not None:
            found[name] = left.pop(at)
    return found


def _numbers(words: Sequence[str]) -> int:
    """How many words at the front are numbers of a list (``1, 2 och 4``); one at least, which is then told about."""
    count = 0
    while count < len(words) and re.fullmatch(r"\d{1,3},?", words[count]):
        count += 1
    return max(count, min(1, len(words)))


def missing(parsed: ParsedCommand) -> str | None:
    """The first required argument that has no words yet."""
    return next(
        (name for name in parsed.command.fields() if parsed.command.required(name) and name not in parsed.words), None
    )


def values(parsed: ParsedCommand, env: Env) -> Args:
    """The typed arguments. Raises :class:`Refused` when words make no sense."""
    fields = parsed.command.fields()
    return parsed.command.args(**{name: fields[name].reads.value(text, env) for name, text in parsed.words.items()})


def usage(command: Command, language: Language, *, in_room: bool = False) -> Text | Lines:
    """How a command is written: ``Skriv: klar <nummer>``; in a room of a case ``!klar <nummer>``, about that case."""
    shown = ["!" + command.name(language) if in_room else command.name(language)]
    if command.of_case and not in_room:
        shown.append(f"<{say(T('arg.case'), language)}>")
    for name, arg in command.fields().items():
        label = say(T(f"arg.{name}"), language)
        word = arg.words[0 if language == "sv" else -1] + " " if arg.words else ""
        shown.append(f"{word}<{label}>" if command.required(name) else f"[{word}{label}]")
    return T("kit.usage", usage=" ".join(shown))


def not_here(command: Command) -> Text:
    """Where a command is written that was written somewhere else."""
    if command.where == {RoomKind.PAGE}:
        return T("kit.not_here_page")
    return T("kit.not_here_office" if command.where == {RoomKind.OFFICE} else "kit.not_here")


def suggest(text: str, commands: Sequence[Command]) -> list[tuple[Command, list[str]]]:
    """The commands somebody may have meant, each with the words after its name; the likeliest only, so mostly one."""
    words = split(text)
    found: dict[str, tuple[float, Command, list[str]]] = {}
    for command in commands:
        for name in command.names():
            parts = name.split()
            for count in range(1, min(len(words), len(parts) + 1) + 1):
                said = " ".join(words[:count]).lower()
                if len(said) > 2 * len(name):
                    break  # and never half a minute over half a page
                # Half a name ("vem ser"), a name with its words turned round ("nytt ärende"), or a slip of the finger
                begun = count < len(parts) and said.split() == parts[:count]
                alike = 100.0 if begun else max(_alike(said, name), _alike(_sorted(said), _sorted(name)))
                if alike >= ALIKE and (command.key not in found or alike >= found[command.key][0]):
                    found[command.key] = (alike, command, words[count:])
    best = max((alike for alike, _, _ in found.values()), default=0.0)
    return [(command, rest) for alike, command, rest in found.values() if alike == best]


def _alike(said: str, name: str) -> float:
    """0-100; two letters that changed places are one slip."""
    return 100 * DamerauLevenshtein.normalized_similarity(said, name)


def _sorted(words: str) -> str:
    return " ".join(sorted(words.split()))


def _begins(words: Sequence[str], later: Sequence[Arg], env: Env) -> int | None:
    """Where the keyword of a later argument stands: of one that need not have it, only before words it takes."""
    for index, word in enumerate(words):
        for arg in later:
            if word.lower() in arg.words and (arg.only_after_word or arg.reads.take(words[index + 1 :], env)):
                return index
    return None


def _keyword(words: Sequence[str], keywords: Sequence[str]) -> int | None:
    return next((index for index, word in enumerate(words) if word.lower() in keywords), None)
