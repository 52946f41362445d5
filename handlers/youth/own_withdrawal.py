"""What a youth or a guardian wants, in their own words on their own page: whom they do not want in it any
more. It is done at once, or everything pauses until the coordinator has spoken with them alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from bot.conversation import answers
from bot.conversation.arguments import Arg, Env, OneOf
from bot.conversation.command import Args, CaseCtx, Missing, Outcome, Reply, command
from bot.conversation.youth import Intent, Wish
from bot.errors import Refused
from bot.i18n import T, lines
from bot.messages import Say, Urgency
from bot.rules.case import State
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import own_withdrawal, withdrawal
from bot.services.own_withdrawal import Course
from bot.wording import names
from bot.wording import own_withdrawal as words
from bot.wording import withdrawal as withdrawal_words
from bot.wording.consent import what_of
from bot.wording.own_withdrawal import ALL, SHOWN


def _own_choices(env: Env) -> tuple[Term, ...]:
    return (*env.profile.recipients, ALL)


@dataclass(frozen=True)
class Surely:
    """A yes that says yes, for what cannot be undone ("ok" may be to anything); a no in whatever plain
    words."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> bool:
        if answers.yes_or_no(text) is False:
            return False
        if answers.is_plain_yes(text):
            return True
        raise Refused(T("kit.yes_or_no"))


class Own(Args):
    """Whom (``all``: everybody), what they were shown would follow, and whether the person is sure."""

    function: Annotated[
        str | None, Arg(reads=OneOf(_own_choices), ask="youth.whom_again", options=_own_choices)
    ] = None
    shown: Annotated[str | None, Arg(reads=OneOf(lambda _: SHOWN), ask="youth.your_choice")] = None
    sure: Annotated[bool | None, Arg(reads=Surely(), ask="youth.your_choice")] = None


@command(sv="dra tillbaka", en="withdraw", needs=Duty.WITHDRAW_OWN, hidden=True, where=(RoomKind.PAGE,))
def own(ctx: CaseCtx, args: Own) -> Outcome:
    """The youth's or guardian's own withdrawal: at once, no questions about why."""
    if args.function is None:
        return Missing(field="function")
    function = None if args.function == ALL.id else args.function
    course = own_withdrawal.take_wish(ctx.store, function, by=ctx.sender.id)
    if ctx.sender.held or course in (Course.NO_SAY, Course.NOT_GIVEN, Course.WAITS):
        return words.reply_to_wish(ctx, function, course)
    if args.sure is False:
        return (ctx.say(T("youth.stays")), *_perhaps_one(ctx, function))
    if args.sure is None or args.shown != words.shown(ctx, function, course):
        return (words.sure(ctx, function, course),)  # what is done is what was shown
    match course:
        case Course.FREEZE:
            own_withdrawal.freeze(ctx.store)
            return (*_frozen(ctx, function), *_youth_hears(ctx))
        case Course.PAUSE:
            return (*_paused(ctx, function), *_youth_hears(ctx))
    result = withdrawal.withdraw(ctx.store, function, by=ctx.sender.id)
    told = lines(
        T("youth.withdrawn", what=what_of(ctx.profile, function)),
        T("youth.paused") if ctx.facts.case.state is State.FROZEN else None,
        T("withdrawal.may_be_regretted"),
    )
    return (
        ctx.say(told, quiet=True),
        *withdrawal_words.told(ctx, function, result),
        *_youth_hears(ctx),
    )


def hear(ctx: CaseCtx, wish: Wish, _text: str) -> Reply | None:
    """Ask about a wish, in somebody's own words, that somebody be out of it, or talk about one they regret; None
    when the words are no such wish."""
    match wish.kind:
        case Intent.OUT:
            course = own_withdrawal.take_wish(ctx.store, wish.function, by=ctx.sender.id)
            return words.reply_to_wish(ctx, wish.function, course)
        case Intent.UNDO:
            return _regret(ctx)
        case _:
            return None


def _regret(ctx: CaseCtx) -> Reply:
    if not own_withdrawal.regret(ctx.store, by=ctx.sender.id):
        return (ctx.say(T("withdrawal.nothing_to_regret")),)
    told = T("withdrawal.regretted", code=ctx.case.code, who=names.of_writer(ctx))
    return (ctx.say(T("withdrawal.talk_follows")), ctx.to_coordinator(told))


def _perhaps_one(ctx: CaseCtx, function: str | None) -> tuple[Say, ...]:
    """Who says no to having all of them out may want one of them out: a person asks."""
    if not words.names_of_several(ctx, function):
        return ()
    told = T(
        "youth.one_of_several",
        code=ctx.case.code,
        who=names.of_writer(ctx),
        what=what_of(ctx.profile, function),
    )
    return (Say(room_id=ctx.coordinator_page.id, body=told, urgency=Urgency.QUESTION),)


def _frozen(ctx: CaseCtx, function: str | None) -> Reply:
    """Nothing new is shared with anybody; what becomes of the consent, the coordinator decides."""
    told = lines(
        T(
            "consent.stilled",
            code=ctx.case.code,
            who=names.of_writer(ctx),
            what=what_of(ctx.profile, function),
        ),
        T("withdrawal.ask_the_youth"),
    )
    return (ctx.say(T("youth.stilled"), quiet=True), ctx.to_coordinator(told))


def _paused(ctx: CaseCtx, function: str | None) -> Reply:
    """Nothing new is shared with anybody; the coordinator speaks with whoever has taken the consent back."""
    waiting = own_withdrawal.pause_for(ctx.store, function, by=ctx.sender.id)
    told = lines(
        T(
            "withdrawal.said",
            code=ctx.case.code,
            who=names.of_writer(ctx),
            what=what_of(ctx.profile, function),
        ),
        T("withdrawal.may_be_forced", who=names.of_writer(ctx)),
        T("withdrawal.then", code=ctx.case.code, day=waiting.due_on),
    )
    return (
        ctx.say(lines(T("withdrawal.pauses"), T("withdrawal.may_be_regretted")), quiet=True),
        ctx.to_coordinator(told),
    )


def _youth_hears(ctx: CaseCtx) -> Reply:
    """After a guardian's word: the youth hears that something has changed, and where to see it; not who wanted
    it."""
    youth = ctx.facts.youth
    if ctx.sender.role is not Role.GUARDIAN or youth is None or youth.matrix_id is None:
        return ()
    return (Say(room_id=ctx.store.page(youth.id).id, body=T("withdrawal.youth_hears"), quiet=True),)
