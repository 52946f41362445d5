"""Which question a youth or a guardian answers on their own page, where several may be open.

They answer in words that they use anyway: yes, no, SKICKA. Where it is not plain which question these are
for, they are asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation import answers
from bot.conversation.command import Ask, UnitCtx
from bot.conversation.message import Message
from bot.i18n import T, Text
from bot.messages import Kind, Urgency
from storage import inbox, just_said, question
from storage.question import BETWEEN, Asked

#: How a question is called when several are open, by its command; any other is "the question".
_SHORT_NAMES = {
    question.MEETING_ANSWER: "time",
    question.SUGGEST_TIME: "time",
    question.OWN_WITHDRAWAL: "group",
    question.TALK: "talk",
    question.OFFER: "send",
}

_NAMES = {
    "time": T("youth.name_time"),
    "group": T("youth.name_group"),
    "talk": T("youth.name_talk"),
    "question": T("youth.name_question"),
    "send": T("youth.name_send"),
    "not_send": T("youth.name_not_send"),
}


def answered_question(message: Message) -> Asked | None:
    """The question a message may answer: the one they saw last.

    What says SKICKA, or not, is for the offer to pass their words on, whatever else has been asked since.
    """
    shown = _shown(message)
    if answers.sends(message.text) is not None or answers.forgets(message.text):
        offers = [asked for asked in shown if asked.command == question.OFFER]
        if offers:
            return offers[-1]
    if answers.yes_or_no(message.text) is not None:
        candidates = _candidates(shown)
        if len(candidates) == 1:
            return candidates[0]
    return shown[-1] if shown else None


def which_one(message: Message) -> Ask | None:
    """The question which question a bare yes or no is for; None where that is plain, and for other words."""
    said_yes = answers.yes_or_no(message.text)
    if said_yes is None:
        return None
    candidates = _candidates(_shown(message))
    if len(candidates) == 1:
        [only] = candidates
        if only.command == question.OFFER and not question.is_last_word(message.session, only):
            # Something that sounds like a question came after the offer: it is made again
            return ask_again(message.ctx, only, T("youth.send_or_not"))
    if len(candidates) < 2:
        return None
    numbers = {_SHORT_NAMES.get(asked.command, "question"): str(asked.id) for asked in candidates}
    return replace(
        ask_again(message.ctx, candidates[-1], _which(numbers, said_yes=said_yes)),
        command=BETWEEN,
        field=BETWEEN,
        given={**numbers, "said": "ja" if said_yes else "nej"},
    )


def follows_cry(message: Message) -> bool:
    """Whether words come so close behind what is no ordinary message that they are not taken for a command or an
    answer. A bare yes, no or SKICKA decides about what was written, and is."""
    if not message.ctx.on_own_page or is_bare_answer(message.text):
        return False
    return just_said.has_cried(message.session, message.ctx.sender.id, message.ctx.now)


def is_judged_with_next(message: Message) -> bool:
    """Whether words may turn out to belong to a cry that follows: all of a youth's or guardian's, but a bare
    answer."""
    if message.row.kind not in (Kind.TEXT, Kind.EDIT) or not message.ctx.on_own_page:
        return False
    return not is_bare_answer(message.text)


def is_bare_answer(text: str) -> bool:
    """Whether words only decide about something that was asked, and say nothing of their own."""
    if answers.yes_or_no(text) is not None or answers.sends(text) is not None:
        return True
    return answers.forgets(text) or answers.named(text)[0] is not None


def edits_into_answer(message: Message) -> bool:
    """Whether an earlier message was changed into a short answer to something asked since it was written."""
    if not message.is_edit or not message.ctx.on_own_page:
        return False
    if answers.yes_or_no(message.text) is None and answers.sends(message.text) is None:
        return False
    written_at = inbox.seen_at(message.session, message.account_id, message.row.about or "")
    standing = [asked for asked in _shown(message) if asked.command in question.STANDING]
    return any(written_at is None or asked.asked_at >= written_at for asked in standing)


def must_ask_again(message: Message, asked: Asked) -> bool:
    """Whether a yes that would put somebody out came after other words of the bot, so that it may not be
    meant for that."""
    if asked.command != question.OWN_WITHDRAWAL or answers.yes_or_no(message.text) is not True:
        return False
    return not question.is_last_word(message.session, asked, strictly=True)


def ask_again(ctx: UnitCtx, asked: Asked, body: Text) -> Ask:
    """A question once more, in other words."""
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=body,
        command=asked.command,
        field=str(asked.field),
        given=asked.words,
        case_id=asked.case_id,
        urgency=Urgency.ANSWER,
        tag="beside",
    )


# -------------------------------------------------------------------------------------------------------------- inside


def _shown(message: Message) -> list[Asked]:
    """The open questions they have seen, in the order they saw them."""
    return question.delivered(message.session, message.ctx.room.id, message.ctx.sender.id, message.ctx.now)


def _candidates(shown: Sequence[Asked]) -> list[Asked]:
    """The questions that a bare yes or no may be for: the one seen last, and standing ones before it.

    Yes and no belong to an offer, if that is what was asked last.
    """
    if not shown:
        return []
    last = shown[-1]
    if last.command == BETWEEN:
        numbers = {number for name, number in last.words.items() if name != "said"}
        return [asked for asked in shown if str(asked.id) in numbers]
    if last.command == question.OFFER:
        return [last]
    before = [asked for asked in shown[:-1] if asked.command in question.STANDING - {last.command}]
    if last.command == question.SUGGEST_TIME:
        return before  # it asks for a time: no yes or no answers that
    return [*before, last]


def _which(names: Mapping[str, str], *, said_yes: bool) -> Text:
    """Which of several questions was meant: told by the words to write."""
    if set(names) == {"time", "send"}:
        return T("youth.which_time_yes" if said_yes else "youth.which_time_no")
    choices = [_NAMES["not_send" if name == "send" and not said_yes else name] for name in names]
    return T("youth.which_yes" if said_yes else "youth.which_no", choices=choices)
