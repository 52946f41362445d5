"""What a message asks for: the answer to a question, a command, or a youth's own words.

:func:`understand` is read from top to bottom. Which open question a message answers is settled in
  ``which_question`` (and ``own_page``), what an answer comes to in ``answering``, which case a command is
  about in ``which_case``, and what is said about words that only look like a command in ``near_miss``.
  Whether the person may do it, and what follows, is for the dispatcher.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import (
    about_meeting,
    answering,
    answers,
    clean,
    near_miss,
    own_page,
    parse,
    questions,
    several,
    short_answer,
    which_case,
    which_question,
)
from bot.conversation.answers import Meaning, Weight
from bot.conversation.command import Command
from bot.conversation.message import Message
from bot.conversation.verdict import Answer, Hand, Ignore, Refuse, Run, Said, Verdict
from bot.errors import Refused
from bot.i18n import T
from bot.messages import React
from bot.rules.roles import Role, may
from storage import inbox, question
from storage.question import Asked

#: Commands that are no command on a youth's or guardian's page, where their names may be a cry for help: they are
#: read as words. What can be written is the word MENY there, and a loud STOPP! is told from a quiet one.
_READ_AS_WORDS = frozenset({"help", "stop"})

#: Commands that a youth or guardian can give in the same breath as a cry: to be rung, and that a phone is in other
#: hands.
_URGENT = frozenset({"call_me", "lost_device", "choose_lost_device"})


def understand(message: Message) -> Verdict:
    """What a message asks for. Reads, and writes nothing."""
    try:
        return _understood(message)
    except Refused as refusal:
        return Refuse(text=refusal.text)


def _understood(message: Message) -> Verdict:
    """Raises :class:`Refused` where words are for the bot but make no sense; it says what to write
    instead."""
    if message.is_crowded:
        raise Refused(T("kit.too_many_lines", n=several.MOST))
    if len(message.text) > clean.LONGEST:
        return _too_long(message)
    clears: tuple[str, ...] = ()
    if message.is_edit and message.ctx.sender.role not in (Role.YOUTH, Role.GUARDIAN):
        clears = (_refused_before(message),)
    if own_page.follows_cry(message) and not _is_urgent(message):
        return _own_words(message)
    asked = which_question.answered_question(message)
    if own_page.edits_into_answer(message):
        return Answer(reply=(message.ctx.say(T("youth.answer_anew"), tag="beside"),))
    if message.ctx.on_own_page and not message.is_reply:
        which = own_page.which_one(message)
        if which is not None:
            return Answer(reply=(which,))
    if asked is not None and which_question.is_answer(message, asked):
        verdict = answering.answered(message, asked)
    else:
        verdict = _new_words(message, asked)
    return _clearing(verdict, clears)


def _is_urgent(message: Message) -> bool:
    """Whether a message is a command that does not wait, not even behind a cry, or answers what it asks; or whom they
    do not want in it any more."""
    found = parse.find_in(message.words, message.table.spoken)
    if found is not None and found[0].key in _URGENT and _is_command(message, *found):
        return True
    asked = which_question.answered_question(message)
    if asked is None or asked.command not in (*_URGENT, question.OWN_WITHDRAWAL):
        return False
    return which_question.is_answer(message, asked)


def _too_long(message: Message) -> Verdict:
    """Nothing that long is a command or an answer, and reading it as one could take minutes."""
    if message.allows_free_words or (message.is_among_others and message.is_for_bot):
        return _own_words(message)
    if message.is_for_bot:
        return Refuse(text=T("kit.not_understood", rest=message.said[:80] + "…"))
    return Ignore()


def _refused_before(message: Message) -> str:
    """The message that an edit changes, which made no sense so far. Refused when it did: what was understood
    has been done, and to do it again with other words takes a new message."""
    event_id = message.row.about or ""
    if not message.is_later and not inbox.is_refused(message.session, message.account_id, event_id):
        raise Refused(T("kit.edited"))
    return event_id


def _new_words(message: Message, asked: Asked | None) -> Verdict:
    """What words that answer no question ask for: a command, somebody's own words, or nothing we know.

    ``asked``: the question they might have answered, and do not.
    """
    ctx = message.ctx
    found = parse.find_in(message.words, message.table.spoken)
    if found is not None and _is_command(message, *found):
        return _command(message, *found)
    if message.allows_free_words:
        return _own_words(message)
    of_meeting = about_meeting.heard(message)
    if of_meeting is not None:
        return of_meeting
    if _is_tap_in_words(message):
        return Ignore()  # it is carried out as a tap
    if asked is None and which_question.is_misplaced(message):
        raise Refused(T("kit.reply_counts_there"))
    if asked is None and not message.is_for_bot:
        return Ignore()
    if which_question.is_undecided(message, asked):
        raise Refused(T("kit.yes_or_no"))
    small_talk = _small_talk(message)
    if small_talk is not None:
        return small_talk
    answer = which_question.said_shortly(message)
    if answer is not None and short_answer.is_known(answer, message.env):
        if which_question.is_stray(message):
            raise Refused(T("kit.too_early"))
        if question.is_awaiting_second(message.session, ctx.room.id, ctx.sender.id, ctx.now):
            raise Refused(T("person.second_is_first"))
        raise Refused(T("kit.nothing_asked"))
    if message.is_among_others:
        if found is not None and not found[1] and not may(ctx.sender.role, found[0].needs):
            raise Refused(T("kit.may_not"))
        return _own_words(message)
    if answers.begins_with_no(message.text):
        raise Refused(T("kit.nothing_asked"))
    if found is not None:
        command, words = found
        if not may(ctx.sender.role, command.needs):
            raise Refused(T("kit.may_not"))
        if words and parse.is_whole(command, words, message.env):
            raise Refused(parse.not_here(command))
        is_only_begun = words and not command.fields()
        about = near_miss.about_command(message) if is_only_begun else near_miss.rather(message, command)
        if about is not None:
            return about  # "starta ett nytt ärende" only begins like a command of other rooms
        raise Refused(parse.not_here(command))
    return near_miss.met(message)


def _is_tap_in_words(message: Message) -> bool:
    """Whether a message is a short answer in reply to what may be tapped, with or without the mark of a command."""
    replied_to = message.replied_to if message.is_reply else None
    if replied_to is None:
        return False
    kind, _, _ = (replied_to[1] or "").partition(":")
    if kind not in message.table.by_tag:
        return False
    if message.is_of_professional and answers.begun(message.text, plainly=False) is not None:
        return True
    return answers.read(message.text, leniently=message.is_of_professional) is not None


def _small_talk(message: Message) -> Verdict | None:
    """What is said to a greeting, to thanks, to the bot's bare name and to "meny"; None for any other words."""
    ctx = message.ctx
    if message.is_greeting:
        key = "kit.greeting_room" if ctx.room.kind.of_case else "kit.greeting"
        return Answer(reply=(ctx.say(T(key), quiet=True),))
    said = answers.read(message.said, leniently=True)
    if said is None or ctx.event_id is None or message.is_later:
        return None
    overview = message.table.by_key.get("help")
    if said.meaning is Meaning.MENU and overview is not None:
        return _command(message, overview, [])
    if said.meaning is Meaning.THANKS or (said.weight is Weight.VAGUE and said.with_thanks):
        return Answer(reply=(React(room_id=ctx.room.id, event_id=ctx.event_id, key="👍"),))
    return None


def _is_command(message: Message, command: Command, words: list[str]) -> bool:
    """Whether words that begin like a command are one, in this room.

    A cry for help may begin so too ("hjälp mig", "stopp snälla"): what a youth, guardian or guest writes is a
    command only when all of it is. And what they may not say is no command of theirs: "flytta mötet annars
    ..." is what they want to tell somebody, and is met as such.
    """
    if message.ctx.room.kind not in command.where:
        return False
    if message.is_among_others:
        if not words and command.key == "help":
            return False  # it may be a cry; there is another word for the menu
    elif not message.allows_free_words:
        return True
    if not may(message.ctx.sender.role, command.needs):
        return False
    if message.ctx.on_own_page and command.key in _READ_AS_WORDS:
        return False
    return not words or parse.is_whole(command, words, message.env)


def _command(message: Message, command: Command, words: list[str]) -> Verdict:
    """A command that is said at once: it runs, when it is known about which case."""
    ctx = message.ctx
    if not may(ctx.sender.role, command.needs):
        raise Refused(T("kit.may_not"))  # before anything of it is read, so that the answer tells nothing
    near_miss.check_not_negated(message, command, words)
    try:
        parsed = parse.read(command, words, message.env)
    except parse.LeftOverError as left_over:
        return near_miss.rather(message, command) or near_miss.without(message, left_over)
    if parse.missing(parsed) is not None and parsed.words:
        meant = near_miss.rather(message, command, lacks=True)
        if meant is not None:
            return meant
    case_id = which_case.case_id(ctx, parsed)
    if case_id is None and command.of_case:
        return Answer(reply=(questions.for_case(ctx, parsed, narrowed=which_case.narrowed(ctx, parsed)),))
    doubted = near_miss.doubted(message, parsed, case_id)
    if doubted is not None:
        return doubted
    return Run(ctx=which_case.in_case(ctx, case_id), said=Said(parsed=parsed, case_id=case_id))


def _own_words(message: Message) -> Hand:
    """The words of a youth, a guardian or a guest, which are never met by a parser's error; those said in a room are
    answered on the page."""
    return Hand(ctx=message.ctx, handler=lambda here: message.table.free_words(here, message.text))


def _clearing(verdict: Verdict, event_ids: tuple[str, ...]) -> Verdict:
    """The same verdict; unless it refuses, these events made sense after all."""
    if not event_ids or isinstance(verdict, Refuse | Ignore):
        return verdict
    return replace(verdict, clears=(*verdict.clears, *event_ids))
