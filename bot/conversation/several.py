"""Cuts a professional's message of several lines into the messages that it is.

A line that begins like a command is one of its own, done or refused by itself; other lines belong to the
free text before them. So is a yes or no with the code of a case, and a bare one below a command, which is no
answer to what that command is about to ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import clean, parse, short_answer
from bot.conversation.arguments import Code, Env, FileNumber, Rest
from bot.conversation.clean import Cleaned
from bot.conversation.command import Command
from bot.conversation.short_answer import ShortAnswer

#: So many messages are taken in one.
MOST = 20

#: So many lines are looked at; more are one text.
_MOST_LINES = 200

#: A number before a line of a list.
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+(?=\S)")


def first(text: str, commands: Sequence[Command], env: Env, names: tuple[str, ...]) -> tuple[str, str, bool]:
    """The first message of a text, what follows it, and whether it holds more than :data:`MOST`."""
    lines = text.split("\n")
    if len(lines) < 2 or len(lines) > _MOST_LINES:
        return text, "", False
    messages = [[lines[0]]]
    is_closed = not _is_open(text)
    for line in lines[1:]:
        if (is_closed and _is_open("\n".join(messages[-1]))) or not line.strip():
            messages[-1].append(line)
        elif _begins(line, messages[-1][0], commands, env, names):
            messages.append([line])
        elif not _is_chat(messages[-1][0], commands, env, names):
            messages[-1].append(line)
    whole = ["\n".join(message).strip("\n") for message in messages]
    return whole[0], "\n".join(whole[1:]), len(whole) > MOST


def without_number(cleaned: Cleaned, commands: Sequence[Command]) -> Cleaned:
    """A line without the number of a list before it ("1. klar 3"), if a command follows."""
    match = _NUMBERED.match(cleaned.text)
    if match is None:
        return cleaned
    text = clean.line(cleaned.text[match.end() :]).text
    return replace(cleaned, text=text) if parse.find(text, commands) is not None else cleaned


def _is_open(text: str) -> bool:
    """Whether a quotation that begins in a text does not end in it."""
    return text.count('"') % 2 == 1


def _begins(line: str, head: str, commands: Sequence[Command], env: Env, names: tuple[str, ...]) -> bool:
    """Whether a line is a message of its own, rather than part of the one that begins with ``head``."""
    cleaned = without_number(clean.line(line, names), commands)
    follows_command = _command(head, commands, names) is not None
    answer = short_answer.find(cleaned.text, leniently=True)
    if answer is not None and (follows_command or _is_named(answer, env)):
        return True
    if cleaned.is_marked:
        return True
    found = parse.find(cleaned.text, commands)
    if found is None:
        return False
    command, words = found
    if follows_command and not env.among_others:
        return True
    # Free words may begin like a command, and so may what people say to each other
    return not words or (parse.is_whole(command, words, env) and not _is_any_words(command, words, env))


def _is_any_words(command: Command, words: Sequence[str], env: Env) -> bool:
    """Whether a command would take any words at all, as "hjälp" does: "hjälp vad trött jag är" is said to
    people."""
    fields = command.fields()
    given = parse.read(command, words, env).words
    return bool(given) and all(
        isinstance(fields[name].reads, Rest) and not command.required(name) for name in given
    )


def _is_chat(head: str, commands: Sequence[Command], env: Env, names: tuple[str, ...]) -> bool:
    """Whether lines below another are said to the others in the room: it is said to the bot, and takes no
    free text."""
    if not env.among_others:
        return False
    command = _command(head, commands, names)
    if command is None:
        return clean.line(head, names).is_marked
    return not any(isinstance(arg.reads, Rest | FileNumber) for arg in command.fields().values())


def _command(line: str, commands: Sequence[Command], names: tuple[str, ...]) -> Command | None:
    found = parse.find(without_number(clean.line(line, names), commands).text, commands)
    return None if found is None else found[0]


def _is_named(answer: ShortAnswer, env: Env) -> bool:
    return answer.name is not None and Code().take([answer.name], env) == 1
