"""What the answer to a question comes to: its command runs, one answer further, or is called off."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import answers, arguments, own_page, questions, unclear, which_case, which_question
from bot.conversation.arguments import Day, Hour, Repeats, Rest
from bot.conversation.command import Command, UnitCtx
from bot.conversation.correction import Correction
from bot.conversation.message import Message
from bot.conversation.parse import ParsedCommand
from bot.conversation.questions import CASE, MEANT, ONLY_CASE
from bot.conversation.verdict import Answer, Closed, Run, Said, Verdict
from bot.errors import Refused
from bot.i18n import T
from bot.messages import Say
from storage import question, room
from storage.question import BETWEEN, Asked


def answered(message: Message, asked: Asked, *, is_named: bool = False) -> Verdict:
    """What a message that answers a question comes to. ``is_named``: the person said which question it is
    for."""
    if asked.command == BETWEEN:
        return _answered_by_name(message, asked)
    if asked.field == CASE:
        return _with_case(message, asked)
    if asked.field == unclear.FIELD:
        return unclear.answered(message, asked)
    corrected = which_question.correction_of(message, asked)
    if corrected is not None:
        return _corrected(message, asked, corrected)
    if asked.field is not None:
        return _with_field(message, asked, asked.field, is_named=is_named)
    answer = which_question.yes_or_no(message, asked)
    if answer is not None and answer.is_no:
        return _called_off(message, asked)
    return _agreed(message, asked)


def _answered_by_name(message: Message, between: Asked) -> Verdict:
    """The question that the person says their yes or no was for, answered by it."""
    name, said = answers.named(message.text)
    named = question.get(message.session, int(between.words[str(name)]), message.ctx.now)
    if named is None:
        raise Refused(T("youth.not_asked_any_more"))
    closed = _closed(message, between)
    answer = replace(message, text=said or between.words["said"])
    if not which_question.is_answer(answer, named):  # it takes more than a yes or no
        # Asked again, so that what is written next answers it, whatever was asked after it
        again = own_page.ask_again(message.ctx, named, T("youth.answer_that"))
        return Answer(reply=(again,), closes=(closed,))
    return _closing(answered(answer, named, is_named=True), closed)


def _with_case(message: Message, asked: Asked) -> Verdict:
    """The case was asked for: the command runs, about that case. A yes means the only one there is."""
    command = message.table.by_key[asked.command]
    words = dict(asked.words)
    only = words.pop(ONLY_CASE, None)
    said = message.text
    meant = None if only is None else which_question.yes_or_no(message, asked)
    if meant is not None and meant.is_no:
        return _called_off(message, asked)
    if meant is not None and only is not None:
        said = only
    code = arguments.Code().value(said, message.env)
    case_id = which_case.case_id(message.ctx, ParsedCommand(command=command, code=code, words=words))
    asker = message.ctx.acting_as(message.ctx.store.people.get(asked.asker))
    parsed = ParsedCommand(command=command, code=said, words=words)
    return Run(
        ctx=which_case.in_case(asker, case_id),
        said=Said(parsed=parsed, case_id=case_id, asked=asked),
        closes=(_closed(message, asked),),
    )


def _with_field(message: Message, asked: Asked, field: str, *, is_named: bool) -> Run:
    """An argument was asked for: the command runs, one answer further."""
    command = message.table.by_key[asked.command]
    words = {**asked.words, field: _answer_to(message, asked, command, field)}
    if not is_named and own_page.must_ask_again(message, asked):
        words = dict(asked.words)
    asker = message.ctx.acting_as(message.ctx.store.people.get(asked.asker), agreed=asked.agreed)
    parsed = ParsedCommand(command=command, code=None, words=words)
    return Run(
        ctx=which_case.in_case(asker, asked.case_id),
        said=Said(parsed=parsed, case_id=asked.case_id, asked=asked),
        closes=(_closed(message, asked),),
    )


def _corrected(message: Message, asked: Asked, corrected: Correction) -> Run:
    """An earlier answer was another one: the command runs with it, and what was agreed to before is void."""
    parsed = ParsedCommand(command=message.table.by_key[asked.command], code=None, words=corrected.words)
    return Run(
        ctx=which_case.in_case(message.ctx, asked.case_id),
        said=Said(parsed=parsed, case_id=asked.case_id, asked=asked, corrects=True),
        closes=(_closed(message, asked),),
    )


def _answer_to(message: Message, asked: Asked, command: Command, field: str) -> str:
    """The words that fill an argument: free text as it was written, all else as it is read. Asked which of
    several days or times is meant, one of them."""
    reads = command.fields()[field].reads
    if isinstance(reads, Rest):
        return message.said
    if isinstance(reads, Day | Hour | Repeats) and field in asked.words:
        return reads.answer(asked.words[field], message.text, message.env)
    return message.text


def _called_off(message: Message, asked: Asked) -> Answer:
    """A no: nothing is done. Whoever asked for a second yes is told by whom it was refused."""
    ctx = message.ctx
    cancelled = Closed(question_id=asked.id, state="cancelled", by=ctx.sender.id)
    if asked.person_id is not None:
        return Answer(reply=(ctx.say(T("kit.cancelled")),), closes=(cancelled,))
    asker = ctx.store.people.get(asked.asker)
    what = which_question.name_of(message.table, ctx, asked)
    said = T("kit.second_no", name=ctx.sender.name, asker=asker.name, what=what)
    told = Say(room_id=asked.room_id, body=said, mentions=(asker.id,))
    if asked.room_id == ctx.room.id:
        return Answer(reply=(told,), closes=(cancelled,))
    return Answer(reply=(told, ctx.say(T("kit.cancelled"))), closes=(cancelled,))


def _agreed(message: Message, asked: Asked) -> Verdict:
    """A yes: the command runs as whoever asked for it, in the room where the question stands."""
    assert asked.digest is not None
    ctx = message.ctx
    parsed = ParsedCommand(command=message.table.by_key[asked.command], code=None, words=asked.words)
    closes = (_closed(message, asked),)
    clears: tuple[str, ...] = ()
    if asked.digest == MEANT:
        clears = (asked.event_id or "",)  # its words are understood now, so that no edit may say them anew
    if parsed.command.of_case and asked.case_id is None:
        # "Menade du öppna?" - yes, but which case?
        which = questions.for_case(
            ctx, parsed, since=asked.event_id, narrowed=which_case.narrowed(ctx, parsed)
        )
        return Answer(reply=(which,), closes=closes, clears=clears)
    by_second = asked.person_id is None
    heard: UnitCtx | None = None
    if asked.room_id != ctx.room.id:  # a second person's yes on their own page
        heard = ctx
        ctx = replace(ctx, room=room.get(message.session, asked.room_id))
    asker = ctx.acting_as(
        ctx.store.people.get(asked.asker),
        agreed=asked.agreed | {asked.digest},
        approver=ctx.sender if by_second else None,
    )
    return Run(
        ctx=which_case.in_case(asker, asked.case_id),
        said=Said(parsed=parsed, case_id=asked.case_id, asked=asked, by_second=by_second),
        closes=closes,
        clears=clears,
        heard=heard,
    )


def _closed(message: Message, asked: Asked) -> Closed:
    """The question is answered by whoever wrote the message."""
    return Closed(question_id=asked.id, by=message.ctx.sender.id)


def _closing(verdict: Verdict, closed: Closed) -> Verdict:
    """The same verdict, by which one more question is closed."""
    if not isinstance(verdict, Run | Answer):
        return verdict
    return replace(verdict, closes=(closed, *verdict.closes))
