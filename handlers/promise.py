"""A private person promises, on their own page, to pass nothing on; nobody lets them in before that (rule 67, [A] "den
unges eget nätverk")."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from bot.arguments import Arg, OneOf
from bot.command import Args, Ask, CaseCtx, Reply, command, refuse, when_due
from bot.i18n import T, Text
from bot.rules import promise
from bot.rules.calendar import morning
from bot.rules.consent import Actor
from bot.rules.people import Person
from bot.rules.profile import Term
from bot.rules.roles import Duty
from handlers import circle

VOWS = (
    Term(id="yes", sv="ja", en="yes", words=("lovar", "jag lovar", "ja jag lovar", "I promise", "yes I promise")),
    Term(id="no", sv="nej", en="no", words=("lovar inte", "jag lovar inte", "inte", "I do not promise", "not")),
)


#: Days until the coordinator is told of somebody who has not answered.
TOLD_AFTER = 3


class Vow(Args):
    """Whether it is promised; the word alone is a promise."""

    vow: Annotated[str, Arg(reads=OneOf(lambda _: VOWS), ask="promise.vow")] = "yes"


@command(
    sv="lova",
    en="promise",
    also=("jag lovar", "I promise"),
    needs=Duty.PROMISE,
    evidence=True,
    where=("page",),
)
def give(ctx: CaseCtx, args: Vow) -> Reply:
    """Promise to pass on nothing of what is heard in a case. Who is no authority comes in only then."""
    mine = [actor for actor in ctx.store.actors.all() if actor.person_id == ctx.sender.id]
    waiting = promise.lacking(mine, ctx.profile)
    if not waiting:
        bound = any(promise.binds(actor.function, ctx.profile) for actor in mine)
        raise refuse("promise.given_before" if bound else "promise.need_not", code=ctx.case.code)
    for actor in waiting:
        ctx.store.cancel_due("they have answered", kind="promise.waits", subject=actor.id)
    if args.vow == "no":
        ctx.store.audit("case:promise:refused", person=ctx.sender.id)
        told = _about(ctx, ctx.sender, "promise.refused_told")
        return (ctx.say(T("promise.refused", code=ctx.case.code)), ctx.to_coordinator(told))
    ctx.store.actors.promise({actor.id for actor in waiting})
    ctx.store.audit("case:promise:given", person=ctx.sender.id)
    comes = any(circle.seats(ctx, {ctx.sender.id}).values()) and circle.talks(ctx)
    return (ctx.say(T("promise.given_comes" if comes else "promise.given", code=ctx.case.code)),)


@when_due("promise.ask")
def ask(ctx: CaseCtx, subject: str) -> Reply:
    """Ask somebody who would come in but for the promise: once, on their own page."""
    actor = _waiting(ctx, subject)
    if actor is None:
        return ()
    question = asked(ctx, actor)
    if question:
        ctx.store.plan_due("promise.waits", actor.id, morning(ctx.today + timedelta(days=TOLD_AFTER)))
    return question


@when_due("promise.waits")
def told(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the coordinator, once, that somebody has not answered."""
    actor = _waiting(ctx, subject)
    if actor is None or not circle.talks(ctx):
        return ()
    return (ctx.to_coordinator(_about(ctx, ctx.store.people.get(actor.person_id), "promise.waits")),)


def asked(ctx: CaseCtx, actor: Actor, *, anew: bool = False) -> Reply:
    """The question, if it has not been asked of them in this case; or ``anew``."""
    whom = ctx.store.people.get(actor.person_id)
    if whom.matrix_id is None:
        return ()
    page, tag = ctx.store.page(whom.id), f"promise:{actor.id}"
    if not anew and ctx.store.is_shown(tag, page):
        return ()
    question = Ask(
        room_id=page.id,
        person_id=whom.id,
        body=T("promise.ask", code=ctx.case.code),
        command=give.key,
        field="vow",
        case_id=ctx.case.id,
        tag=None if anew else tag,
    )
    return (question,)


def reminded(ctx: CaseCtx, person_id: str) -> Reply:
    """Ask again, because the coordinator does."""
    waiting = promise.lacking(ctx.store.actors.of(person_id), ctx.profile)
    return tuple(one for actor in waiting[:1] for one in asked(ctx, actor, anew=True))


def _waiting(ctx: CaseCtx, actor_id: str) -> Actor | None:
    """Somebody who is named still, and has not promised."""
    actor = ctx.store.actors.get(actor_id)
    waits = actor is not None and actor.standing(ctx.today) and promise.lacking((actor,), ctx.profile)
    return actor if waits else None


def _about(ctx: CaseCtx, whom: Person, key: str) -> Text:
    named = circle.named(ctx, whom.id, key)
    return T(key, **named.values, code=ctx.case.code, handle=whom.handle)
