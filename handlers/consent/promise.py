"""A private person promises, on their own page, to pass nothing on; nobody lets them in before that (rule 67,
[A] "den unges eget nätverk")."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, OneOf
from bot.conversation.command import Args, CaseCtx, Reply, command, refuse, when_due
from bot.i18n import T, lines
from bot.rules import promise as rules
from bot.rules.case import State
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import circle, promise
from bot.wording import cards, farewell
from bot.wording import promise as words

_YES = (
    "lovar",
    "jag lovar",
    "ja jag lovar",
    "ja, jag lovar",
    "det lovar jag",
    "jag lovar det",
    "I promise",
    "yes, I promise",
)
_NO = ("lovar inte", "jag lovar inte", "nej jag lovar inte", "inte", "I do not promise", "not")
VOWS = (
    Term(id="yes", sv="ja", en="yes", words=_YES),
    Term(id="no", sv="nej", en="no", words=_NO),
)


class Vow(Args):
    """Whether it is promised; the word alone is a promise."""

    vow: Annotated[str, Arg(reads=OneOf(lambda _: VOWS), ask="promise.vow")] = "yes"


@command(
    sv="lova",
    en="promise",
    also=("jag lovar", "I promise"),
    needs=Duty.PROMISE,
    where=(RoomKind.PAGE,),
)
def give(ctx: CaseCtx, args: Vow) -> Reply:
    """Promise to pass on nothing of what is heard in a case. Who is no authority comes in only then."""
    bound = promise.bound(ctx.store, ctx.sender.id)
    if not bound:
        raise refuse("promise.need_not", code=ctx.case.code)
    if args.vow == "no":
        return _refused(ctx)
    if not rules.lacking(bound, ctx.profile):
        raise refuse("promise.given_before", code=ctx.case.code)
    if not promise.awaited_of(ctx.store, ctx.sender.id):
        # nothing to promise about: it is asked when there is
        raise refuse("promise.not_now", code=ctx.case.code)
    promise.give(ctx.store, ctx.sender.id)
    thanks = T("promise.given" if circle.is_talking(ctx.store) else "promise.given_still", code=ctx.case.code)
    # A newer question may have taken the place of one about another case
    elsewhere = promise.ask_elsewhere(ctx.store, ctx.sender.id)
    if elsewhere is None:
        return (ctx.say(thanks),)
    return (ctx.say(thanks), words.question(elsewhere))


@when_due("promise.ask")
def ask(ctx: CaseCtx, subject: str) -> Reply:
    """Ask somebody who would come in but for the promise: once, on their own page, and not while the case is frozen."""
    actor = promise.awaited(ctx.store, subject)
    if actor is None:
        return ()
    if ctx.case.state is State.FROZEN:
        promise.ask_tomorrow(ctx.store, actor)
        return ()
    asked = promise.ask(ctx.store, actor)
    return () if asked is None else (words.question(asked),)


@when_due("promise.waits")
def tell_coordinator(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the coordinator, once, that somebody has not answered."""
    actor = promise.awaited(ctx.store, subject)
    if actor is None:
        return ()
    if not circle.is_talking(ctx.store):
        promise.tell_tomorrow(ctx.store, actor)
        return ()
    return (ctx.to_coordinator(words.about(ctx, ctx.facts.person(actor.person_id), "promise.waits")),)


def _refused(ctx: CaseCtx) -> Reply:
    """A no is a no, also after a yes."""
    departure = promise.refuse(ctx.store, ctx.sender.id)
    if departure is None:
        to_coordinator = words.about(ctx, ctx.sender, "promise.refused_told")
        return (ctx.say(T("promise.refused", code=ctx.case.code)), ctx.to_coordinator(to_coordinator))
    to_coordinator = words.about(ctx, ctx.sender, "promise.taken_back_told")
    return (
        ctx.say(T("promise.taken_back")),
        ctx.to_coordinator(
            lines(to_coordinator, cards.about_tasks(departure.orphaned, "consent.orphans_told"))
        ),
        *farewell.told(ctx, departure, T("consent.gone", what=ctx.sender.name)),
    )
