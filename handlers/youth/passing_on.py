"""What a youth wrote that was no answer: sent on to the coordinator if they say so, else forgotten."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from bot.conversation import answers
from bot.conversation.arguments import Arg, Env
from bot.conversation.command import Args, CaseCtx, Reply, command
from bot.errors import Refused
from bot.i18n import ZONE, Lines, T, Text, Words, lines
from bot.messages import Say, Urgency, Wordless
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.rules.youth_alarm import SENT
from bot.services import own_withdrawal, youth_words
from bot.services import youth_alarm as alarms
from bot.wording import names, youth
from bot.wording import own_withdrawal as withdrawal_words
from storage.question import OWN_WITHDRAWAL
from storage.youth_words import MORE, Line

#: Bytes of a youth's words passed on in one message, as they stand in it: an event has room for this many
#: twice (plain and HTML) and encrypted.
LARGEST_PASSED_ON = 12_000

#: How the coordinator is told of a message without words.
_SENT = {
    Wordless.VOICE: "youth.sent_voice",
    Wordless.IMAGE: "youth.sent_image",
    Wordless.VIDEO: "youth.sent_video",
    Wordless.FILE: "youth.sent_file",
    Wordless.LOCATION: "youth.sent_location",
    Wordless.STICKER: "youth.sent_sticker",
    Wordless.EMOTE: "youth.sent_emote",
    Wordless.NOTICE: "youth.sent_notice",
    Wordless.POLL: "youth.sent_poll",
    Wordless.OTHER: "youth.sent_other",
    Wordless.TAKEN_BACK: "youth.sent_taken_back",
    Wordless.MORE: "youth.sent_more",
}


@dataclass(frozen=True)
class SendOrNot:
    """SKICKA or NEJ, or a plain yes or no with or without courtesy."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> bool:
        for found in (answers.sends(text), answers.yes_or_no(text)):
            if found is not None:
                return found
        if answers.forgets(text):
            return False
        raise Refused(T("youth.send_or_not"))


class PassOn(Args):
    """Whether what was written may be sent on."""

    may: Annotated[bool, Arg(reads=SendOrNot(), ask="youth.pass_on")]


@command(
    sv="skicka vidare", en="pass on", needs=Duty.SELF, evidence=False, hidden=True, where=(RoomKind.PAGE,)
)
def pass_on(ctx: CaseCtx, args: PassOn) -> Reply:
    """Send the coordinator what a youth wrote, all of it in order, if the youth says yes; forget it either
    way. What they were asked before stands again."""
    return _decide(ctx, may=args.may)


def hear(ctx: CaseCtx, text: str) -> Reply | None:
    """Take SKICKA, or that nothing is to be sent, whatever else was asked since; None for any other words."""
    may = answers.sends(text)
    if may is None:
        return None
    if not ctx.store.has_kept_words(ctx.sender.id):
        return (ctx.say(T("youth.nothing_kept")),)
    return _decide(ctx, may=may)


def _decide(ctx: CaseCtx, *, may: bool) -> Reply:
    """Pass on what is kept, or forget it, and say so."""
    if not may:
        youth_words.forget(ctx.store, ctx.sender.id, ctx.room.id)
        return (ctx.say(T("youth.not_passed_on")), *_ask_again(ctx))
    passed_on = youth_words.pass_on(ctx.store, ctx.sender.id, ctx.room.id)
    if not passed_on:
        return (ctx.say(T("youth.gone")), *_ask_again(ctx))
    alarm = youth.raised(ctx, SENT, ctx.case)
    is_all = all(line.kind != MORE for line in passed_on)
    told = lines(
        T("youth.passed_on", n=len(youth_words.written_in(passed_on))),
        None if is_all else T("youth.not_all"),
        *youth.when_read(ctx),
    )
    return (ctx.say(told), *alarm, *_to_readers(ctx, passed_on), *_ask_again(ctx))


def _ask_again(ctx: CaseCtx) -> Reply:
    """Ask again whom they do not want in it, if that was asked before the offer: a yes now would be to
    that."""
    for asked in reversed(ctx.store.open_questions(ctx.sender.id, ctx.room.id)):
        if asked.command == OWN_WITHDRAWAL:
            said = asked.words.get("function")
            function = None if said == withdrawal_words.ALL.id else said
            course = own_withdrawal.take_wish(ctx.store, function, by=ctx.sender.id)
            return withdrawal_words.reply_to_wish(ctx, function, course)
    return ()


def _to_readers(ctx: CaseCtx, passed_on: Sequence[Line]) -> Iterator[Say]:
    """What a youth wrote, for whoever reads for the coordinator, and for nobody else than who is on call."""
    # what the office hears: their words are not for it
    waits = T("youth.wrote_waits", code=ctx.case.code, who=names.of_writer(ctx))
    for reader in alarms.readers(ctx.store, ctx.case):
        page = ctx.store.page(reader.id)
        for body in _bodies(ctx, passed_on):
            yield Say(room_id=page.id, body=body, urgency=Urgency.ALARM, elsewhere=waits)


def _bodies(ctx: CaseCtx, passed_on: Sequence[Line]) -> Iterator[Lines]:
    """What a youth wrote, in several messages where one has no room for it."""
    who = names.of_writer(ctx)
    shown: list[Text] = [T("youth.wrote", code=ctx.case.code, who=who)]
    room_left = LARGEST_PASSED_ON
    time_shown: Text | None = None
    for line, piece in _pieces(passed_on):
        if _size(piece) > room_left:
            yield lines(*shown)
            shown = [T("youth.wrote_more", code=ctx.case.code, who=who)]
            room_left = LARGEST_PASSED_ON
            time_shown = None
        written_at = _written_at(ctx, line)
        if written_at is not None and written_at != time_shown:
            shown.append(written_at)
            time_shown = written_at
        if line.kind == "text":
            shown.append(T("youth.quote", text=Words(piece)))
        else:
            shown.append(T(_SENT[Wordless(line.kind)]))
            if piece:  # the place that was shared
                shown.append(T("youth.quote", text=Words(piece)))
        room_left -= _size(piece)
    shown.append(T("youth.wrote_then"))
    yield lines(*shown)


def _size(text: str) -> int:
    """Bytes of a text as it stands in a message: each line marked, and HTML written out."""
    return len(html.escape(text).replace("\n", "<br>» ").encode()) + 64


def _pieces(kept: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Each message with its text, cut where one of ours would have no room for it; empty for what had no
    words."""
    for line in kept:
        text = line.text
        while _size(text) > LARGEST_PASSED_ON:
            fits = len(text) * LARGEST_PASSED_ON // _size(text) * 9 // 10
            while _size(text[:fits]) > LARGEST_PASSED_ON:
                fits = fits * 9 // 10
            yield line, text[:fits]
            text = text[fits:]
        yield line, text


def _written_at(ctx: CaseCtx, line: Line) -> Text | None:
    """When a message was written, to the minute; with the day when that is not today."""
    if line.said_at is None:
        return None
    local = line.said_at.astimezone(ZONE).replace(second=0, microsecond=0)
    return T("youth.written_at", at=local.time() if local.date() == ctx.today else local)
