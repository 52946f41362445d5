"""Words that may belong to another argument than the text they stand in: the person is asked, and their answer goes
on with the command. "Menar du tor 3 dec, eller hör ”på torsdag” till texten?"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from bot.conversation import answers, contexts, parse, questions, which_case
from bot.conversation.arguments import Day, Env, Holder, Hour, Length, Repeats, Somebody, Unsure
from bot.conversation.clean import bare
from bot.conversation.command import Ask, Command, UnitCtx
from bot.conversation.message import Message
from bot.conversation.parse import ParsedCommand
from bot.conversation.verdict import Closed, Run, Said
from bot.errors import Refused
from bot.i18n import T, Text
from bot.messages import Takes, Urgency
from bot.rules import recurrence
from bot.rules.person import Person
from bot.rules.recurrence import Recurrence
from storage.question import Asked

#: Stands for a field: which argument some words belong to.
FIELD = "unclear"

_TEXT_OF = "unclear.field"
_PART = "unclear.part"
_OTHER = "unclear.other"
_SHOWN = "unclear.shown"
_ASKED_FOR = "unclear.asked"

_IS_TEXT = frozenset({"2", "text", "texten", "the text", "till texten", "det hör till texten"})
_IS_OTHER = frozenset(
    {
        "1",
        "datum",
        "datumet",
        "dag",
        "dagen",
        "tid",
        "tiden",
        "klockslag",
        "längd",
        "person",
        "date",
        "day",
        "time",
    }
    | {"length", "the date", "the day"}
)


def question(ctx: UnitCtx, said: Said, unsure: Unsure) -> Ask:
    """Ask what some words mean."""
    parsed = said.parsed
    in_room = ctx.room.kind.of_case
    if unsure.instead is not None:
        words = {
            **parsed.words,
            unsure.field: parsed.words[unsure.field].replace(unsure.part, unsure.instead),
        }
        key = "kit.meant_word_room" if in_room else "kit.meant_word"
        body = T(key, text=unsure.part, instead=unsure.instead)
        return questions.whether_meant(ctx, replace(parsed, words=words), said.case_id, body)
    other, shown = _other(parsed, unsure, contexts.env(ctx))
    is_asked_for = said.asked is not None and said.asked.field == unsure.field
    given = {**questions.fixed(ctx, parsed), _TEXT_OF: unsure.field, _PART: unsure.part, _OTHER: other or ""}
    given[_SHOWN] = _written(unsure.part, shown)
    given[_ASKED_FOR] = "yes" if is_asked_for else ""
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=_choices(ctx, unsure.part, other, shown),
        command=parsed.command.key,
        field=FIELD,
        given=given,
        case_id=said.case_id,
        agreed=frozenset() if said.asked is None else said.asked.agreed,
        urgency=Urgency.ANSWER,
        takes=Takes.NUMBER if other else None,
        reply_to=ctx.event_id,
        since=said.since,
    )


def is_answer(message: Message, asked: Asked) -> bool:
    """Whether a message says what the words mean. What is said to the bot and is no command gets the choices again."""
    plain = bare(message.text)
    if plain in _IS_TEXT or plain in _IS_OTHER:
        return True
    command = message.table.by_key[asked.command]
    if _typed(command, message.text, message.env) is not None:
        return True
    return message.is_for_bot and parse.find_in(message.words, message.table.spoken) is None


def answered(message: Message, asked: Asked) -> Run:
    """The command with these words where they belong. Refused with the choices, when the answer says neither."""
    command = message.table.by_key[asked.command]
    words = {name: text for name, text in asked.words.items() if not name.startswith("unclear.")}
    field, part, other = asked.words[_TEXT_OF], asked.words[_PART], asked.words[_OTHER]
    plain = bare(message.text)
    typed = _typed(command, message.text, message.env)
    if plain in _IS_TEXT or (not other and answers.yes_or_no(message.text)):
        words[field] = words[field].replace(part, f'"{part}"', 1)
    elif plain in _IS_OTHER and other:
        words = _moved(words, field, part, other, asked.words[_SHOWN])
    elif typed is not None and plain not in _IS_OTHER:
        words = _moved(words, field, part, typed, message.text)
    elif asked.words[_ASKED_FOR] and plain not in _IS_OTHER and not answers.is_bare(message.text):
        words[field] = message.text  # what was asked for, anew
    else:
        written = asked.words[_SHOWN]
        shown = None if not other else command.fields()[other].reads.value(written, message.env)
        raise Refused(_choices(message.ctx, part, other, shown))
    asker = message.ctx.acting_as(message.ctx.store.people.get(asked.asker), agreed=asked.agreed)
    parsed = ParsedCommand(command=command, code=None, words=words)
    return Run(
        ctx=which_case.in_case(asker, asked.case_id),
        said=Said(parsed=parsed, case_id=asked.case_id, asked=asked),
        closes=(Closed(question_id=asked.id, by=message.ctx.sender.id),),
        clears=(asked.event_id or "",),  # its words are understood now, so that no edit may say them anew
    )


def _written(part: str, shown: Any) -> str:
    """What was shown, as it means the same on a later day."""
    if isinstance(shown, time):
        return shown.isoformat("minutes")
    if isinstance(shown, Recurrence):
        return shown.stored
    return shown.isoformat() if isinstance(shown, date) else part


def _moved(words: Mapping[str, str], field: str, part: str, other: str, said: str) -> dict[str, str]:
    """The words with those that were unclear taken out of the text, and ``said`` as the other argument."""
    text = " ".join(words[field].replace(part, " ", 1).split())
    moved = {**words, field: text, other: said}
    if not text:
        del moved[field]
    return moved


def _other(parsed: ParsedCommand, unsure: Unsure, env: Env) -> tuple[str | None, Any]:
    """The argument that the words would fit as well, and what they would mean there; None when there is none."""
    for name, arg in parsed.command.fields().items():
        if name == unsure.field or not isinstance(arg.reads, Day | Hour | Length | Repeats | Somebody):
            continue
        words = unsure.part.split()
        if arg.reads.take(words, env) != len(words):
            continue
        try:
            return name, arg.reads.value(unsure.part, env)
        except Refused:
            continue
    return None, None


def _typed(command: Command, text: str, env: Env) -> str | None:
    """The argument that an answer fits, which says the day or the time itself."""
    words = text.split()
    for name, arg in command.fields().items():
        if isinstance(arg.reads, Day | Hour | Length | Repeats) and arg.reads.take(words, env) == len(words):
            return name
    return None


def _choices(ctx: UnitCtx, part: str, other: str | None, shown: Any) -> Text:
    """The question with its short answers."""
    in_room = ctx.room.kind.of_case
    if not other:
        return T("kit.unclear_text_room" if in_room else "kit.unclear_text", part=part)
    if isinstance(shown, Person):
        reading: Any = shown.name
    elif isinstance(shown, Holder):
        reading = shown.person.name if shown.person else ctx.profile.function(str(shown.function)).text
    elif isinstance(shown, timedelta):
        reading = part
    elif isinstance(shown, Recurrence):
        reading = recurrence.in_words(shown)
    else:
        reading = shown
    key = "kit.unclear_room" if in_room else "kit.unclear"
    return T(key, reading=reading, part=part, what=T(f"arg.{other}"))
