"""A private person promises, on their own page, to pass nothing on; nobody lets them in before that (rule 67, [A] "den
unges eget nätverk")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, OneOf
from bot.conversation.command import Args, Ask, CaseCtx, Reply, command, refuse, when_due
from bot.i18n import T, Text, lines
from bot.rules import promise
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.consent import Actor
from bot.rules.people import Person
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import circle, departure
from bot.wording import cards, farewell, names

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


#: Days until the coordinator is told of somebody who has not answered.
TOLD_AFTER = 3
#: Days for which the question can be answered with a word.
LASTS = 14


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
    mine = [actor for actor in ctx.store.actors.all() if actor.person_id == ctx.sender.id]
    bound = [actor for actor in mine if promise.binds(actor.function, ctx.profile)]
    if not bound:
        raise refuse("promise.need_not", code=ctx.case.code)
    lacking = promise.lacking(bound, ctx.profile)
    for actor in bound:
        ctx.store.cancel_scheduled("they have answered", kind="promise.waits", subject=actor.id)
    if args.vow == "no":
        return _refused(ctx, bound)
    if not lacking:
        raise refuse("promise.given_before", code=ctx.case.code)
    if not any(_would_come(ctx, actor) for actor in lacking):
        raise refuse("promise.not_now", code=ctx.case.code)  # nothing to promise about: it is asked when there is
    ctx.store.actors.note_promise({actor.id for actor in bound}, ctx.today)
    ctx.store.audit(Action.CASE_PROMISE_GIVEN, person=ctx.sender.id)
    thanks = ctx.say(T("promise.given" if circle.is_talking(ctx.store) else "promise.given_still", code=ctx.case.code))
    return (thanks, *_elsewhere(ctx))


@when_due("promise.ask")
def ask(ctx: CaseCtx, subject: str) -> Reply:
    """Ask somebody who would come in but for the promise: once, on their own page."""
    actor = _waiting(ctx, subject)
    return () if actor is None else asked(ctx, actor)


@when_due("promise.waits")
def told(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the coordinator, once, that somebody has not answered."""
    actor = _waiting(ctx, subject)
    if actor is None:
        return ()
    if not circle.is_talking(ctx.store):
        ctx.store.schedule("promise.waits", actor.id, morning(ctx.today + timedelta(days=1)))
        return ()
    return (ctx.to_coordinator(_about(ctx, ctx.store.people.get(actor.person_id), "promise.waits")),)


def asked(ctx: CaseCtx, actor: Actor, *, anew: bool = False) -> Reply:
    """The question, if it has not been asked of them since the consent they would come in by; or ``anew``."""
    whom = ctx.store.people.get(actor.person_id)
    if whom.matrix_id is None:
        return ()
    given = [grant.recorded_at for grant in ctx.store.consents.all() if grant.function == actor.function]
    page, tag = ctx.store.page(whom.id), f"promise:{actor.id}:{max(given):%y%m%d%H%M%S}"
    if not anew and ctx.store.is_shown(tag, page):
        return ()
    ctx.store.schedule("promise.waits", actor.id, morning(ctx.today + timedelta(days=TOLD_AFTER)))
    question = Ask(
        room_id=page.id,
        person_id=whom.id,
        body=T("promise.ask", code=ctx.case.code),
        command=give.key,
        field="vow",
        case_id=ctx.case.id,
        tag=None if anew else tag,
        lasts=timedelta(days=LASTS),
    )
    return (question,)


def reminded(ctx: CaseCtx, person_id: str) -> Reply:
    """Ask again, because the coordinator does."""
    waiting = [actor for actor in ctx.store.actors.of(person_id) if _would_come(ctx, actor)]
    return tuple(one for actor in waiting[:1] for one in asked(ctx, actor, anew=True))


def waits(ctx: CaseCtx, person_id: str) -> bool:
    """Whether somebody would come into a room of the case but for the promise."""
    return any(_would_come(ctx, actor) for actor in ctx.store.actors.of(person_id))


def _refused(ctx: CaseCtx, bound: Sequence[Actor]) -> Reply:
    """A no is a no, also after a yes: out, as whoever has promised nothing is."""
    whom = ctx.sender.id
    before = departure.look(ctx.store, bound)
    ctx.store.actors.note_promise({actor.id for actor in bound}, None)
    if not any(before.seats.values()):
        ctx.store.audit(Action.CASE_PROMISE_REFUSED, person=whom)
        told = _about(ctx, ctx.sender, "promise.refused_told")
        return (ctx.say(T("promise.refused", code=ctx.case.code)), ctx.to_coordinator(told))
    ctx.store.audit(Action.CASE_PROMISE_TAKEN_BACK, person=whom)
    left = departure.finish(ctx.store, before)
    told = _about(ctx, ctx.sender, "promise.taken_back_told")
    gone = T("consent.gone", what=ctx.sender.name)
    return (
        ctx.say(T("promise.taken_back")),
        ctx.to_coordinator(lines(told, cards.about_tasks(left.orphaned, "consent.orphans_told"))),
        *farewell.told(ctx, left, gone),
    )


def _elsewhere(ctx: CaseCtx) -> Reply:
    """The same question about another case, where a newer one has taken its place: one at a time."""
    for case in ctx.store.cases.of_person(ctx.sender.id):
        if case.id != ctx.case.id and (question := reminded(ctx.of(case), ctx.sender.id)):
            return question
    return ()


def _waiting(ctx: CaseCtx, actor_id: str) -> Actor | None:
    """Somebody who would come in, and has not promised."""
    actor = ctx.store.actors.get(actor_id)
    return actor if actor is not None and _would_come(ctx, actor) else None


def _would_come(ctx: CaseCtx, actor: Actor) -> bool:
    if not actor.standing(ctx.today) or not promise.lacking((actor,), ctx.profile):
        return False
    outside = (circle.outsiders(ctx.store, where).get(actor.person_id) for where in ctx.store.rooms)
    return any(why is not None and why.key == "membership.not_promised" for why in outside)


def _about(ctx: CaseCtx, whom: Person, key: str) -> Text:
    named = names.with_role(ctx, whom.id, key)
    return T(key, **named.values, code=ctx.case.code, handle=whom.handle)
