"""What a youth wrote that was no answer: sent on to the coordinator if they say so, else kept sealed for a while."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from bot.conversation import answers
from bot.conversation.arguments import Arg, Env
from bot.conversation.command import Args, CaseCtx, Reply, command
from bot.conversation.youth import own_point, own_words
from bot.errors import Refused
from bot.i18n import T, Words, lines
from bot.messages import Say, Urgency
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.rules.youth_alarm import SENT
from bot.services import minute, own_withdrawal, youth_words
from bot.services import youth_alarm as alarms
from bot.wording import kept_words, names, ordinary, youth, youth_alarm
from bot.wording import own_withdrawal as withdrawal_words
from storage.question import OWN_WITHDRAWAL
from storage.youth_words import MORE, Line


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
    """Send the coordinator what a youth wrote, all of it in order, if the youth says yes; keep it to themselves
    otherwise. What they were asked before stands again."""
    return decide(ctx, args.may)


def hear(ctx: CaseCtx, text: str) -> Reply | None:
    """Take SKICKA, or that nothing is to be sent, whatever else was asked since; None for any other words."""
    may = answers.sends(text)
    if may is None:
        return None
    changes_mind = may and ctx.store.has_declined_words(ctx.sender.id)
    if not ctx.store.has_kept_words(ctx.sender.id) and not changes_mind:
        return (ctx.say(T("youth.nothing_kept")),)
    return decide(ctx, may)


def decide(ctx: CaseCtx, may: bool) -> Reply:
    """Pass on what is kept, or note that it is not to be, and say so."""
    if not may:
        until = ctx.now + ctx.kept_for
        youth_words.decline(ctx.store, ctx.sender.id, ctx.room.id, until)
        declined = T("youth.not_passed_on", at=youth_alarm.moment(ctx, until))
        return (ctx.say(declined), *_ask_again(ctx))
    passed_on = youth_words.pass_on(ctx.store, ctx.sender.id, ctx.room.id)
    if not passed_on:
        return (ctx.say(T("youth.gone")), *_ask_again(ctx))
    is_all = all(line.kind != MORE for line in passed_on)
    told = lines(
        T("youth.passed_on", n=len(youth_words.written_in(passed_on))),
        None if is_all else T("youth.not_all"),
        *youth.when_read(ctx),
    )
    if all(line.kind == "text" and own_words.is_plain(line.text) for line in passed_on):
        # Nothing but what plainly is for the plan: whoever reads an alarm is to find something in it
        return (ctx.say(told), _for_the_plan(ctx, passed_on), *_ask_again(ctx))
    if all(line.kind == "text" and own_point.topic(line.text) is not None for line in passed_on):
        return (ctx.say(told), _for_the_meeting(ctx, passed_on), *_ask_again(ctx))
    alarm = youth.raised(ctx, SENT, ctx.case)
    return (ctx.say(told), *alarm, *_to_readers(ctx, passed_on), *_ask_again(ctx))


def _for_the_meeting(ctx: CaseCtx, passed_on: Sequence[Line]) -> Say:
    """What is to be taken up at the next meeting: it stands on the agenda now, and the coordinator hears of it."""
    text = passed_on[-1].text
    minute.hand_in(ctx.store, ctx.sender.id, own_point.topic(text) or text)
    quoted = T("youth.quote", text=Words(text))
    head = T("youth.own_point_head", code=ctx.case.code, who=names.of_writer(ctx))
    return ordinary.to_coordinator(ctx, lines(head, quoted, T("youth.own_point_there", code=ctx.case.code)))


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
    who = names.of_writer(ctx)
    head = T("youth.wrote", code=ctx.case.code, who=who)
    for reader in alarms.readers(ctx.store, ctx.case):
        page = ctx.store.page(reader.id)
        for body in kept_words.bodies(ctx, passed_on, head, who):
            yield Say(room_id=page.id, body=body, urgency=Urgency.ALARM, elsewhere=waits)


def _for_the_plan(ctx: CaseCtx, passed_on: Sequence[Line]) -> Say:
    """What is to stand in the plan in the youth's words, for whoever reads for the coordinator, who places it."""
    words = [T("youth.quote", text=Words(line.text)) for line in passed_on]
    head = T("youth.own_words_head", code=ctx.case.code)
    return ordinary.to_coordinator(ctx, lines(head, *words, T("youth.own_words_place", code=ctx.case.code)))
