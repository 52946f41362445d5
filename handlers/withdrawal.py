"""A consent taken back: one mark in the ledger, the same for whoever does it; who is out at once follows from that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from bot.arguments import Arg, Env, OneOf, YesNo
from bot.command import Args, Ask, CaseCtx, Lacks, Reply, command, refuse
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say, Urgency
from bot.rules import consent as rules
from bot.rules import ledger
from bot.rules.case import Case, State, move
from bot.rules.consent import Actor, Grant
from bot.rules.profile import Function, Profile, Term
from bot.rules.roles import Duty, Role
from handlers import circle, plan
from handlers.circle import Seats

#: What somebody says who wants nobody in it any more.
ALL = Term(id="all", sv="alla", en="everybody", words=("allihop", "alla andra", "ingen", "everyone", "nobody"))


def _own_choices(env: Env) -> tuple[Term, ...]:
    return (*env.profile.recipients, ALL)


class Withdraw(Args):
    """Whose part ends; everything when nobody is named."""

    function: Annotated[str | None, Arg(reads=OneOf(lambda env: env.profile.recipients))] = None


@command(sv="samtycke återkalla", en="consent withdraw", needs=Duty.RECORD_CONSENT, evidence=True, where=("office",))
def withdraw(ctx: CaseCtx, args: Withdraw) -> Reply:
    """Record that a consent is withdrawn, for one function or altogether: those concerned are out at once."""
    changed = _changed(ctx, args.function)
    leaving = [ctx.store.people.get(actor.person_id).name for actor in _leaving(ctx, changed)]
    ctx.confirm(
        lines(
            T("consent.withdraw_preview", code=ctx.case.code, what=_what(ctx.profile, args.function)),
            T("consent.leaves", names=leaving) if leaving else None,
            T("consent.would_freeze") if freezes(ctx, ledger.after(ctx.store.consents.all(), changed)) else None,
        )
    )
    return withdrawn(ctx, args.function)


class Own(Args):
    """Whom (``all``: everybody), and whether the person is sure."""

    function: Annotated[str | None, Arg(reads=OneOf(_own_choices), ask="youth.whom_again", options=_own_choices)] = None
    sure: Annotated[bool | None, Arg(reads=YesNo(), ask="youth.sure")] = None


@command(sv="dra tillbaka", en="withdraw", needs=Duty.WITHDRAW_OWN, evidence=True, hidden=True, where=("page",))
def own(ctx: CaseCtx, args: Own) -> Reply:
    """The youth's or guardian's own withdrawal: at once, no questions about why."""
    if args.function is None:
        raise Lacks("function")
    function = None if args.function == ALL.id else args.function
    if _no_say(ctx):
        return _passed_on(ctx, function)
    if not any(grant.withdrawn_at is None and function in (None, grant.function) for grant in ctx.store.consents.all()):
        return _not_in(ctx, function)
    if args.sure is None:
        raise Lacks("sure")
    if not args.sure:
        return (ctx.say(T("youth.stays")), *_perhaps_one(ctx, function))
    if ctx.case.state in (State.ACTIVE, State.FROZEN) and _follows(ctx) == "freeze":
        return _stilled(ctx, function)
    what = _what(ctx.profile, function)
    told = withdrawn(ctx, function)
    paused = T("youth.paused") if ctx.store.case.state is State.FROZEN else None
    return (ctx.say(lines(T("youth.withdrawn", what=what), paused), quiet=True), *told)


def wish(ctx: CaseCtx, function: str | None) -> Reply:
    """Somebody said in their own words that they do not want somebody in it: ask, or say how it is."""
    if _no_say(ctx):
        return _passed_on(ctx, function)
    inside = taking_part(ctx)
    what = T("youth.somebody") if function is None else _what(ctx.profile, function)
    if not inside or function not in (None, *(one.id for one in inside)):
        return _not_in(ctx, function)
    if not ctx.verified:
        told = T("youth.wishes_unsure", code=ctx.case.code, who=who_is(ctx), what=what)
        page = ctx.store.page(ctx.case.coordinator_id)
        alarm = Say(room_id=page.id, body=told, urgency=Urgency.ALARM, elsewhere=told)
        return (ctx.say(T("youth.is_it_you")), alarm)
    several = _several(ctx, function)
    choices = [*(one.text for one in inside), ALL.text]
    body = T("youth.your_choice") if function else T("youth.whom", choices=choices)
    if several:
        body = T("youth.your_choice_several", function=what, names=several)
    return (
        Ask(
            room_id=ctx.room.id,
            person_id=ctx.sender.id,
            body=body,
            command=own.key,
            field="sure" if function else "function",
            given={"function": function} if function else {},
            case_id=ctx.case.id,
            urgency=Urgency.ANSWER,
            quiet=function is None or bool(several),  # it names who takes part
        ),
    )


def taking_part(ctx: CaseCtx) -> list[Function]:
    """The functions somebody has consented to and nobody has withdrawn."""
    standing = {grant.function for grant in ctx.store.consents.all() if grant.withdrawn_at is None}
    return [function for function in ctx.profile.recipients if function.id in standing]


def withdrawn(ctx: CaseCtx, function: str | None) -> Reply:
    """Carry it out: one mark in the ledger; then words to the room, to those who leave, to the coordinator."""
    was_open = circle.talks(ctx)
    changed = _changed(ctx, function)
    leaving, freezing = _leaving(ctx, changed), freezes(ctx, ledger.after(ctx.store.consents.all(), changed))
    before = circle.seats(ctx, {actor.person_id for actor in leaving})
    ctx.store.consents.withdraw(changed)
    ctx.store.audit("case:consent:withdrawn", functions=sorted({grant.function for grant in changed}))
    orphans = left_behind(ctx, leaving)
    case = freeze(ctx, "a required function is no longer covered") if freezing else ctx.case
    what = _what(ctx.profile, function)
    words = parted(ctx, leaving, before, T("consent.gone", what=what), orphans, was_open=was_open)
    by = f"withdrawn_by_{ctx.sender.role}" if _personally(ctx) else "withdrawn_told"
    told = lines(
        T(f"consent.{by}", code=case.code, what=what),
        plan.numbers("consent.orphans_told", orphans),
        T("case.frozen_told", code=case.code) if freezing else None,
    )
    to_office = Say(room_id=ctx.store.office.id, body=told, mentions=(case.coordinator_id,))
    return (*words, to_office if _personally(ctx) else ctx.say(told))


def parted(
    ctx: CaseCtx, leaving: Sequence[Actor], before: Seats, said: Text, orphans: Sequence[int], *, was_open: bool
) -> Reply:
    """Words to each room that somebody is no longer in (``before``: where they were), then to those who leave.

    Others hear nothing of it: that somebody was in a side room is for those who were there. A room that is frozen
    already (not ``was_open``) hears nothing more.
    """
    after = circle.seats(ctx, {actor.person_id for actor in leaving})
    told = []
    for where in ctx.store.rooms if was_open else ():
        case_room = where.kind == "case"
        gone = before.get(where.id, frozenset()) - after[where.id]
        theirs = [
            said if gone or (case_room and not any(before.values())) else None,
            plan.numbers("consent.orphans", orphans) if case_room else None,
        ]
        if where.state != "frozen" and any(theirs):
            told.append(Say(room_id=where.id, body=lines(*theirs)))
    if ctx.case.opened_on is None:
        return tuple(told)
    remaining = frozenset[str]().union(*after.values())
    lost = frozenset[str]().union(*(before[each] - after.get(each, frozenset()) for each in before))
    # Once to each, also to who stood for two functions; nothing to who is where they were, for another reason
    goodbye = {
        actor.person_id: actor for actor in leaving if actor.person_id in lost or actor.person_id not in remaining
    }
    card = plan.shown_again(ctx) if orphans and was_open else ()
    words = (one for who, actor in goodbye.items() for one in out(ctx, actor, elsewhere=who in remaining))
    return (*told, *card, *words)


def out(ctx: CaseCtx, actor: Actor, *, elsewhere: bool = False) -> tuple[Say, ...]:
    """The last words to somebody who is not in the case any more, if they can be reached; ``elsewhere``: they are in
    another room of it still."""
    if ctx.store.people.get(actor.person_id).matrix_id is None:
        return ()
    body: Text | Lines = lines(
        T("consent.you_are_out", code=ctx.case.code), still_bound(ctx, actor), T("consent.ask_coordinator")
    )
    if elsewhere:
        body = T("side.elsewhere", code=ctx.case.code)
    return (Say(room_id=ctx.store.page(actor.person_id).id, body=body, quiet=True),)


def still_bound(ctx: CaseCtx, actor: Actor) -> Text | None:
    """What binds somebody who is out: an authority's secrecy, their own promise; nobody asks the family for one."""
    if actor.promised_on is not None:
        return T("consent.still_promised")
    return None if ctx.profile.function(actor.function).private else T("consent.still_secret")


def left_behind(ctx: CaseCtx, leaving: Sequence[Actor]) -> list[int]:
    """Take their tasks from those who leave, once the change is written; who is in the case room still, by duty or for
    another function, keeps theirs. Returns the numbers."""
    people = {actor.person_id for actor in leaving}
    return plan.orphaned(ctx, people - circle.seats(ctx, people).get(ctx.store.room.id, frozenset()))


def freezes(ctx: CaseCtx, after: Sequence[Grant]) -> bool:
    """Whether an open case lacks somebody the profile requires once the ledger is ``after``: then it freezes, and a
    person decides."""
    case = ctx.case
    return case.state is State.ACTIVE and bool(
        ledger.lacking(after, case.scope, case.age_band, ctx.profile, case.id, ctx.today)
    )


def freeze(ctx: CaseCtx, cause: str) -> Case:
    """Freeze an open case; ``cause`` is for the audit log."""
    frozen = move(ctx.store.case, State.FROZEN)
    ctx.store.save(frozen)
    ctx.store.audit("case:frozen", cause=cause)
    return frozen


def who_is(ctx: CaseCtx) -> Text:
    """How the coordinator is told who has written: by what they are, professionals by name."""
    if ctx.sender.role in (Role.YOUTH, Role.GUARDIAN):
        return T(f"youth.is_{ctx.sender.role}")
    return T("youth.is_other", name=ctx.sender.name)


# -------------------------------------------------------------------------------------------------------------- inside


def _personally(ctx: CaseCtx) -> bool:
    return ctx.sender.role in (Role.YOUTH, Role.GUARDIAN)


def _no_say(ctx: CaseCtx) -> bool:
    """Whether it is a guardian who speaks, of somebody who is grown up: then only the youth takes a consent back."""
    return ctx.sender.role is Role.GUARDIAN and ctx.profile.band(ctx.case.age_band).adult


def _not_in(ctx: CaseCtx, function: str | None) -> Reply:
    """There is nothing to take back, but the no stands: it is kept, and shown with any consent from that day or before
    (one may be waiting for its second yes right now)."""
    ctx.store.refusals.note(function, by=ctx.sender.id, now=ctx.now)
    if function is None:
        ctx.store.audit("case:refusal:somebody")
    else:
        ctx.store.audit("case:refusal:said", function=function)
    what = T("youth.somebody") if function is None else _what(ctx.profile, function)
    told = T("youth.wishes_without", code=ctx.case.code, who=who_is(ctx), what=what)
    page = ctx.store.page(ctx.case.coordinator_id)
    return (ctx.say(T("youth.nobody_in"), quiet=True), Say(room_id=page.id, body=told))


def _several(ctx: CaseCtx, function: str | None) -> list[str]:
    """The names of those who stand for one private function, where there is more than one: a word such as "pappa" or
    "mormor" means one of them, and the consent is for all."""
    if function is None or not ctx.profile.function(function).private:
        return []
    people = {actor.person_id for actor in ctx.store.actors.all() if actor.function == function}
    return sorted(ctx.store.people.get(person_id).name for person_id in people) if len(people) > 1 else []


def _perhaps_one(ctx: CaseCtx, function: str | None) -> tuple[Say, ...]:
    """Who says no to having all of them out may want one of them out: a person asks."""
    if not _several(ctx, function):
        return ()
    told = T("youth.one_of_several", code=ctx.case.code, who=who_is(ctx), what=_what(ctx.profile, function))
    return (Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=told, urgency=Urgency.QUESTION),)


def _passed_on(ctx: CaseCtx, function: str | None) -> Reply:
    what = T("youth.somebody") if function is None else _what(ctx.profile, function)
    told = T("youth.wishes_grown", code=ctx.case.code, who=who_is(ctx), what=what)
    return (ctx.say(T("youth.grown")), Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=told))


def _changed(ctx: CaseCtx, function: str | None) -> tuple[Grant, ...]:
    changed = rules.withdraw(ctx.store.consents.all(), function, by=ctx.sender.id, now=ctx.now)
    if not changed:
        raise refuse("consent.nothing_to_withdraw", code=ctx.case.code)
    return changed


def _leaving(ctx: CaseCtx, changed: Sequence[Grant]) -> list[Actor]:
    """Who stands for a function that is withdrawn."""
    functions = {grant.function for grant in changed}
    return [actor for actor in ctx.store.actors.all() if actor.function in functions]


def _follows(ctx: CaseCtx) -> Literal["remove", "freeze"]:
    """The profile's table: what somebody's own withdrawal does by itself."""
    return ctx.profile.withdrawal.follows(str(ctx.sender.role), ctx.profile.band(ctx.case.age_band))


def _stilled(ctx: CaseCtx, function: str | None) -> Reply:
    """Nothing new is shared with anybody from now on; what becomes of the consent, the coordinator decides."""
    if ctx.case.state is State.ACTIVE:
        freeze(ctx, "somebody took a consent back")
    told = T("consent.stilled", code=ctx.case.code, who=who_is(ctx), what=_what(ctx.profile, function))
    to_office = Say(room_id=ctx.store.office.id, body=told, mentions=(ctx.case.coordinator_id,))
    return (ctx.say(T("youth.stilled"), quiet=True), to_office)


def _what(profile: Profile, function: str | None) -> Text:
    return T("consent.everybody") if function is None else profile.function(function).text
