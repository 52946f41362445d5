"""What corrects an earlier answer in a guided dialogue, or a preview: "tillbaka", or the name of an argument.

    ålder 15-17 · nej datum 3 dec · datum · tillbaka

Only professionals are understood so: what a youth, guardian or guest writes may be a cry for help.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.conversation import parse
from bot.conversation.arguments import Arg, Env, Phrase, Rest
from bot.conversation.command import Command
from bot.conversation.message import Message
from bot.errors import Refused
from bot.i18n import LANGUAGES, T, say
from bot.rules.roles import OWN_WORDS
from storage.question import Asked

#: One answer back.
_BACK = frozenset({"tillbaka", "backa", "gå tillbaka", "ett steg tillbaka", "back", "go back", "step back"})

#: Words between the name of an argument and what it is to be: ``datum ska vara fredag``.
_BETWEEN = frozenset({"är", "ska", "skall", "vara", "blir", "till", "is", "should", "be", "to", "=", "-"})

#: Words that say no before it, and names that are rather the beginning of a question.
_NO = frozenset({"nej", "nä", "nää", "no"})
_ASKING = frozenset({"vad", "hur", "vem", "what", "how", "who"})

#: What may stand behind a name: ``datumet``, ``åldern``.
_DEFINITE = ("", "n", "t", "en", "et")


@dataclass(frozen=True, kw_only=True)
class Correction:
    """The words of the command as corrected; what is asked anew has none."""

    words: Mapping[str, str]


def find(message: Message, command: Command, asked: Asked) -> Correction | None:
    """How a message corrects what was said before; None when it does not."""
    if message.ctx.sender.role in OWN_WORDS or command.hidden or not (asked.field or asked.words):
        return None
    if _plain(message.text) in _BACK:
        return _back(command, asked)
    return _named(message.text, message.env, command, asked)


def added(message: Message, command: Command, asked: Asked) -> Correction | None:
    """A preview with one of the fixed phrases of its command that is the whole of a message, ``hoppa över dem``, though
    a command may begin so; None of any other message."""
    if message.ctx.sender.role in OWN_WORDS or command.hidden or asked.field is not None:
        return None
    words = parse.split(message.text)
    for name, arg in command.fields().items():
        if isinstance(arg.reads, Phrase) and words and arg.reads.take(words, message.env) == len(words):
            return Correction(words={**asked.words, name: message.text})
    return None


def _back(command: Command, asked: Asked) -> Correction:
    """Without the last answer before the question, so that it is asked for again."""
    fields = list(command.fields())
    before = fields[: fields.index(asked.field)] if asked.field in fields else fields
    said = [name for name in before if name in asked.words]
    needed = [name for name in said if command.required(name)] or said
    last = needed[-1] if needed else None
    return Correction(words={name: text for name, text in asked.words.items() if name != last})


def _named(text: str, env: Env, command: Command, asked: Asked) -> Correction | None:
    fields = command.fields()
    current = fields.get(asked.field or "")
    is_free = current is not None and isinstance(current.reads, Rest)
    if current is not None and not is_free and _reads(current, text, env):
        return None
    words = parse.split(text)
    if len(words) > 1 and _plain(words[0]) in _NO:
        del words[0]
    for length in range(min(3, len(words)), 0, -1):
        name = _meant(" ".join(words[:length]), command, asked)
        if name is None:
            continue
        value = _value(words[length:])
        kept = {other: said for other, said in asked.words.items() if other != name}
        # In a dialogue it is told what is wrong with the value; a preview, or free text, is not corrected by it
        if value and (_reads(fields[name], value, env) or (current is not None and not is_free)):
            return Correction(words={**kept, name: value})
        if not value and not is_free and name in asked.words:
            return Correction(words=kept)
    return None


def _meant(said: str, command: Command, asked: Asked) -> str | None:
    """The argument of a name; of several with that name the one that was answered."""
    found = [
        name for name, arg in command.fields().items() if name != asked.field and _is_called(said, name, arg)
    ]
    answered = [name for name in found if name in asked.words]
    for names in (answered, found):
        if len(names) == 1:
            return names[0]
    return None


def _is_called(said: str, name: str, arg: Arg) -> bool:
    labels = {say(T(f"arg.{name}"), language).casefold().removeprefix("@") for language in LANGUAGES}
    names = {*labels, *arg.words} - _ASKING
    return any(_plain(said) == label + ending for label in names for ending in _DEFINITE)


def _value(words: Sequence[str]) -> str:
    """What an argument is to be, without the words that lead to it."""
    left = list(words)
    while len(left) > 1 and _plain(left[0]) in _BETWEEN:
        del left[0]
    return " ".join(left)


def _plain(text: str) -> str:
    """Words in small letters, without punctuation around them."""
    return " ".join(text.casefold().strip(" .,:;!?").split())


def _reads(arg: Arg, text: str, env: Env) -> bool:
    """Whether a text is an argument's value."""
    try:
        arg.reads.value(text, env)
    except Refused:
        return False
    return True
