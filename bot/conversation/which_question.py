"""Which open question a message answers: the person's own, or one that takes a second person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation import answers, contexts, correction, own_page, parse, short_answer, unclear
from bot.conversation.answers import Meaning
from bot.conversation.arguments import Code, Day, Hour, Repeats, Rest, Title
from bot.conversation.clean import bare
from bot.conversation.command import Command, UnitCtx
from bot.conversation.correction import Correction
from bot.conversation.message import Message
from bot.conversation.questions import CASE, MEANT, ONLY_CASE
from bot.conversation.short_answer import ShortAnswer
from bot.conversation.table import Table
from bot.errors import Refused
from bot.i18n import Lines, T, Text, lines
from bot.messages import Kind
from bot.rules.roles import Duty, may
from bot.rules.room import RoomKind
from storage import outbox, question
from storage.question import BETWEEN, REMINDED, Asked

#: What stands between a yes and the command that it is to.
_SENTENCE = re.compile(r"\s*[,.!;–—\n]+\s*")
#: Words for what a question is about.
_SAME = frozenset({"henne", "honom", "hen", "den", "det", "dem", "him", "her", "it", "them", "nu", "now"})

#: Events that are no new words of a person.
_NOT_SAID = frozenset({Kind.REACTION, Kind.MEMBER})


def answered_question(message: Message) -> Asked | None:
    """The question a message may answer; whether it does, :func:`is_answer` says.

    A reply answers what it replies to, or nothing, and a bare yes or no below other lines answers nothing. Other
    words answer the person's own question, else a second person's. Refused when a yes could be for several.
    """
    if message.is_reply:
        _check_reminder(message)
        return _replied_to(message)
    if message.ctx.on_own_page:
        return own_page.answered_question(message)
    if is_stray(message):
        return None
    own_question = _own_question(message)
    if own_question is not None and is_of_same(message, own_question):
        own_question = None
    if own_question is not None and own_question.field is None and not _is_seen(message, own_question):
        own_question = None
    return _question_for_second(message, own_question) or own_question


def is_answer(message: Message, asked: Asked) -> bool:
    """Whether a message answers a question, rather than being a new command or free words."""
    if asked.field is None:
        return yes_or_no(message, asked) is not None or correction_of(message, asked) is not None
    if asked.command == BETWEEN:
        return answers.named(message.text)[0] in asked.words
    if asked.field == unclear.FIELD:
        return unclear.is_answer(message, asked)
    if asked.field == CASE:
        words = parse.split(message.text)
        if ONLY_CASE in asked.words and yes_or_no(message, asked) is not None:
            return True
        return len(words) == 1 and Code().take(words, message.env) == 1
    command = message.table.by_key[asked.command]
    if (not command.hidden or message.is_of_professional) and _is_new_command(message, command, asked.field):
        return False
    reads = command.fields()[asked.field].reads
    if asked.field in asked.words and isinstance(reads, Day | Hour | Repeats):
        return reads.is_answer(asked.words[asked.field], message.text, message.env)
    return message.table.is_answer(message.ctx, command, asked.field, message.text)


def yes_or_no(message: Message, asked: Asked) -> ShortAnswer | None:
    """The yes or no that a message says to a question: alone, or with the name of what it is about.

    A professional's no counts with more words behind it: nothing is done by it.
    """
    answer = said_shortly(message)
    if answer is None and message.is_of_professional and answers.begins_with_no(message.text):
        answer = ShortAnswer(word="nej", meaning=Meaning.NO)
    if answer is None and message.is_of_professional:
        answer = _with_command(message, asked)
    if answer is None:
        return None
    if answer.name is not None and not _is_called(message, asked, answer.name):
        return None
    return answer


def _with_command(message: Message, asked: Asked) -> ShortAnswer | None:
    """A yes with which the whole of what is asked is said again: ``Ja, det stämmer. Ta bort henne.``"""
    for end in _SENTENCE.finditer(message.text):
        said = short_answer.find(message.text[: end.start()], leniently=True)
        if said is None or not said.is_yes or said.name is not None:
            continue
        found = parse.find(message.text[end.end() :], message.table.spoken)
        if found is None or found[0].key != asked.command:
            continue
        if all(bare(word) in _SAME or _is_called(message, asked, word) for word in found[1]):
            return said
    return None


def correction_of(message: Message, asked: Asked) -> Correction | None:
    """How a message corrects what was said before its question; None when it does not, or asks for something
    else.

    A second person corrects nothing: they say yes or no to what others ask for.
    """
    if asked.person_id != message.ctx.sender.id or asked.field in (CASE, BETWEEN) or asked.digest == MEANT:
        return None
    command = message.table.by_key[asked.command]
    added = correction.added(message, command, asked)
    if added is not None:
        return added
    if parse.find(message.text, message.table.spoken) is not None:
        return None
    return correction.find(message, command, asked)


def said_shortly(message: Message) -> ShortAnswer | None:
    """The yes or no that a message is, alone or with a name."""
    return short_answer.find(message.text, leniently=message.is_of_professional)


def is_of_same(message: Message, asked: Asked) -> bool:
    """Whether an earlier line of the same message led to a question: nothing in it can be its answer."""
    return message.is_later and asked.event_id == message.ctx.said_in


def is_undecided(message: Message, asked: Asked | None) -> bool:
    """Whether a professional answers a preview in words that are too weak for it: "gärna", "kanske", "vänta".
    Nothing is done by them, and the preview still stands."""
    if asked is None or asked.field is not None or message.is_later or not message.is_of_professional:
        return False
    said = answers.read(message.text, leniently=True)
    if said is None or said.meaning not in (Meaning.YES, Meaning.MAYBE, Meaning.LATER):
        return False
    return yes_or_no(message, asked) is None


def is_stray(message: Message) -> bool:
    """Whether a message is a bare yes or no below other lines, which may have been meant for any of them."""
    answer = said_shortly(message) if message.is_later else None
    return answer is not None and answer.name is None


def is_misplaced(message: Message) -> bool:
    """Whether a message would answer what is asked, were it not a reply to something that asks nothing."""
    if not message.is_reply:
        return False
    replied_to = message.replied_to
    if replied_to is not None:
        number, tag = replied_to
        if tag is not None or question.is_question(message.session, number):
            return False  # what may be tapped takes a yes; for a question that is over there are other words
    own_question = _own_question(message)
    if own_question is not None:
        return is_answer(message, own_question)
    if said_shortly(message) is None or not _may_be_second(message.ctx):
        return False
    return bool(_questions_for_second(message))


def own_question(message: Message) -> Asked | None:
    """What the person is asked in this room; None for what are no words of theirs."""
    return None if message.row.kind in _NOT_SAID else _own_question(message)


def ended_preview(message: Message, own_question: Asked | None) -> Asked | None:
    """The preview that a person's new words end, because they are not its answer.

    A question for a missing argument stays: help or a wrong word does no harm there. In the rooms of a case
    people talk with each other too, so that only what is said to the bot counts.
    """
    row = message.row
    if own_question is None or own_question.field is not None:
        return None
    if row.kind is Kind.REDACTION:
        return own_question  # perhaps of the very command: in doubt it is over
    if row.kind not in (Kind.TEXT, Kind.EDIT):
        if message.ctx.room.kind.of_case:
            return None
        return own_question
    if message.is_reply:
        asked = _replied_to(message)
        if asked is None or asked.id != own_question.id:
            return own_question
    if is_answer(message, own_question) or is_undecided(message, own_question):
        return None
    return own_question


def name_of(table: Table, ctx: UnitCtx, asked: Asked) -> str:
    """What a question is called to people: its command, and the case or person it is about."""
    name = table.by_key[asked.command].name(ctx.language)
    about = _about(table, ctx, asked)
    if about is None:
        return name
    return f"{name} {about}"


# ------------------------------------------------------------------------------------------------ the person's own


def _own_question(message: Message) -> Asked | None:
    """The newest open question to the person in this room."""
    return question.newest_open(message.session, message.ctx.room.id, message.ctx.sender.id, message.ctx.now)


def _is_seen(message: Message, asked: Asked) -> bool:
    """Whether the message that asks has reached the room. What nobody has been shown, nobody can agree to."""
    return asked.outbox_id is None or outbox.is_sent(message.session, asked.outbox_id)


def _replied_to(message: Message) -> Asked | None:
    """The question a message is a direct reply to, if the person may answer it."""
    replied_to = message.replied_to
    if replied_to is None:
        return None
    number, tag = replied_to
    reminded_of = (tag or "").removeprefix(f"{REMINDED}:")
    if reminded_of != tag and reminded_of.isdigit():
        waiting = _questions_for_second(message) if _may_be_second(message.ctx) else []
        return next((asked for asked in waiting if asked.id == int(reminded_of)), None)
    asked = question.replied_to(message.session, number, message.ctx.sender.id, message.ctx.now)
    if asked is None or asked.room_id != message.ctx.room.id:
        return None
    if asked.person_id is None and not _may_be_second(message.ctx):
        return None
    return asked


def _check_reminder(message: Message) -> None:
    """Refuse a bare yes or no in reply to a reminder of several questions; the text says how to answer."""
    replied_to = message.replied_to
    if replied_to is None or replied_to[1] != REMINDED or not _may_be_second(message.ctx):
        return
    answer = said_shortly(message)
    waiting = _questions_for_second(message)
    if answer is not None and waiting:
        raise Refused(_say_which(message, waiting))


def _is_new_command(message: Message, asking: Command, field: str) -> bool:
    """Whether a message is a command that the person may say here, though ``asking`` waits for a ``field``.

    Free text may begin like a command ("möte med mentor"): where it is asked for, only the bare name of a
    command, or a whole one, is one.
    """
    found = parse.find(message.text, message.table.spoken)
    if found is None:
        return False
    command, words = found
    if message.ctx.room.kind not in command.where or not may(message.ctx.sender.role, command.needs):
        return False
    if not isinstance(asking.fields()[field].reads, Rest | Title):
        return True
    return not words or parse.is_whole(command, words, message.env)


# ------------------------------------------------------------------------------------------------ a second person's


def _question_for_second(message: Message, own_question: Asked | None) -> Asked | None:
    """The question for a second person that a yes or no without a reply is for: the one it names, else the
    only one it can mean. ``own_question``: what the person is asked there themselves, which comes first.

    Raises: Refused: it may be for another; the text says how to answer. A yes typed for one question must
        never be taken for the next.
    """
    answer = said_shortly(message)
    if answer is None or not _may_be_second(message.ctx):
        return None
    candidates = _candidates(message, own_question, answer)
    if len(candidates) > 1:
        raise Refused(_say_which(message, candidates))
    if not candidates:
        return None
    [asked] = candidates
    is_here = asked.room_id == message.ctx.room.id
    if answer.name is not None or asked == own_question or (answer.is_no and is_here):
        return asked
    sender_id = message.ctx.sender.id
    is_plain = answer.is_beyond_doubt and is_here
    if not is_plain or not question.is_beyond_doubt(message.session, asked, sender_id, message.ctx.now):
        raise Refused(_is_it_this(message, asked))
    return asked


def _candidates(message: Message, own_question: Asked | None, answer: ShortAnswer) -> list[Asked]:
    """The questions that a yes or no without a reply may be for, the person's own preview among them."""
    waiting = [asked for asked in _questions_for_second(message) if _is_seen(message, asked)]
    preview = None
    if own_question is not None and own_question.field is None:
        preview = own_question
    if answer.name is not None:
        known = waiting if preview is None else [preview, *waiting]
        return [asked for asked in known if _is_called(message, asked, answer.name)]
    if preview is not None and answer.is_yes and message.ctx.room.kind is not RoomKind.PAGE:
        seen_since = [asked for asked in waiting if asked.id > preview.id]
        return [preview, *seen_since]
    if own_question is not None:
        return []
    return waiting


def _may_be_second(ctx: UnitCtx) -> bool:
    """Whether the person has the duty to approve, without which they answer for nobody else, whatever the
    room."""
    return may(ctx.sender.role, Duty.APPROVE)


def _questions_for_second(message: Message) -> list[Asked]:
    """The open questions that the person may answer here as a second person: those of the office, there and
    on their own page."""
    ctx = message.ctx
    room_id = ctx.store.office.id if ctx.room.kind is RoomKind.PAGE else ctx.room.id
    return question.answerable_as_second(message.session, room_id, ctx.sender.id, ctx.now)


def _say_which(message: Message, waiting: Sequence[Asked]) -> Text:
    """That a yes may be for several questions, and how to say for which."""
    names = [_about(message.table, message.ctx, asked) for asked in waiting]
    named = next((name for name in names if name is not None and names.count(name) == 1), None)
    if message.ctx.room.kind is RoomKind.PAGE and named is not None:
        return T("second.which", n=len(waiting), name=named)
    return T("kit.which_question", n=len(waiting))


def _is_it_this(message: Message, asked: Asked) -> Lines:
    """What a second person's question is, and how to answer it so that nothing else can be meant."""
    about = _about(message.table, message.ctx, asked)
    how = T("kit.second_how") if about is None else T("kit.second_how_named", name=about)
    asker = message.ctx.store.people.get(asked.asker).name
    what = name_of(message.table, message.ctx, asked)
    return lines(T("kit.second_meant", name=asker, what=what), how)


def _is_called(message: Message, asked: Asked, name: str) -> bool:
    """Whether a question is about what is named so."""
    about = _about(message.table, message.ctx, asked)
    return about is not None and short_answer.is_same_name(about, name)


def _about(table: Table, ctx: UnitCtx, asked: Asked) -> str | None:
    """The code of the case, or the short name of the person, that a question is about."""
    return contexts.called(ctx, table.by_key[asked.command], asked.case_id, asked.words)
