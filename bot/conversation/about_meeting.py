"""What a professional says of a meeting in words of their own: "kan inte på torsdag, har domstol".

It begins with no command, so it is looked for beside them; and only where somebody is asked about a meeting at all.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation import arguments, meeting_answers, parse
from bot.conversation.message import Message
from bot.conversation.parse import ParsedCommand
from bot.conversation.verdict import Run, Said
from bot.messages import Kind
from bot.rules.case import Case
from bot.rules.room import RoomKind
from bot.services import meeting_answer

#: How the tag of what asks about a meeting begins.
_ASKS = "meeting"


def heard(message: Message) -> Run | None:
    """The command that notes what a message says of a meeting; None when it may be about anything else.

    In a room of a case it is heard where it is said to the bot, or in reply to what asks about a meeting.
    """
    command = message.table.by_key.get(meeting_answer.IN_WORDS)
    ctx = message.ctx
    if command is None or not message.is_of_professional or ctx.room.kind not in command.where:
        return None
    if message.row.kind is not Kind.TEXT and not message.is_edit:
        return None
    asked_about = _replied_about(message)
    if message.is_reply and asked_about is None:
        return None
    if ctx.room.kind.of_case and not message.is_for_bot and asked_about is None:
        return None
    if parse.find(message.text, message.table.spoken) is not None:
        return None
    codes = [word for word in parse.split(message.text) if arguments.Code().take([word], message.env)]
    text = " ".join(word for word in message.text.split() if word not in codes)
    said = meeting_answers.read(text, ctx.today)
    if said is None or text.rstrip().endswith("?"):
        return None
    if asked_about is not None:
        if said.is_bare:
            return None  # a short answer in reply is a tap
        return _run(message, {"text": text, "meeting": asked_about})
    cases = _cases(message, codes)
    found = meeting_answer.open_to(ctx.store, ctx.sender.id, cases)
    if said.is_sick and not said.names_meeting:
        found = meeting_answer.near(found, ctx.store)
    if not found:
        return None
    return _run(message, {"text": text, **({"case": cases[0].id} if codes else {})})


def _run(message: Message, words: Mapping[str, str]) -> Run:
    command = message.table.by_key[meeting_answer.IN_WORDS]
    parsed = ParsedCommand(command=command, code=None, words=words)
    return Run(ctx=message.ctx, said=Said(parsed=parsed, case_id=None))


def _replied_about(message: Message) -> str | None:
    """The meeting that the message replied to asks about."""
    replied_to = message.replied_to if message.is_reply else None
    if replied_to is None:
        return None
    kind, _, subject = (replied_to[1] or "").partition(":")
    return subject if kind == _ASKS and subject else None


def _cases(message: Message, codes: list[str]) -> list[Case]:
    """The cases that may be meant: the one of the room or of the code, else all in which somebody takes part."""
    ctx = message.ctx
    if ctx.room.kind is not RoomKind.PAGE and ctx.room.case_id is not None:
        return [ctx.store.one_case(ctx.room.case_id)]
    theirs = ctx.store.cases.of_person(ctx.sender.id)
    if not codes:
        return theirs
    named = arguments.Code().value(codes[0], message.env)
    return [case for case in theirs if case.code == named]
