"""A consent taken back: one mark in the ledger, the same for whoever does it; who is out at once follows from that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from bot.arguments import Arg, Env, OneOf, YesNo
from bot.command import Args, Ask, CaseCtx, Lacks, Reply, command, refuse
from bot.i18n import T, Text, lines
from bot.messages import Say, Urgency
from bot.rules import consent as rules
from bot.rules import membership
from bot.rules.case import Case, State, move
from bot.rules.consent import Actor, Grant
from bot.rules.profile import Function, Profile, Term
from bot.rules.roles import Duty, Role
from handlers import plan

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
            T("consent.would_freeze") if _freezes(ctx, changed) else None,
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
    if not any(grant.withdrawn_at is None and function in (None, grant.function) for grant in ctx.store.consents.all()):
        return (ctx.say(T("youth.already_out"), quiet=True),)
    if args.sure is None:
        raise Lacks("sure")
    if not args.sure:
        return (ctx.say(T("youth.stays")),)
    if ctx.case.state in (State.ACTIVE, State.FROZEN) and _follows(ctx) == "freeze":
        return _stilled(ctx, function)
    what = _what(ctx.profile, function)
    told = withdrawn(ctx, function)
    paused = T("youth.paused") if ctx.store.case.state is State.FROZEN else None
    return (ctx.say(lines(T("youth.withdrawn", what=what), paused), quiet=True), *told)


def wish(ctx: CaseCtx, function: str | None) -> Reply:
    """Somebody said in their own words that they do not want somebody in it: ask, or say how it is."""
    inside = taking_part(ctx)
    what = T("youth.somebody") if function is None else _what(ctx.profile, function)
    if inside and not ctx.verified:
        told = T("youth.wishes_unsure", code=ctx.case.code, who=who_is(ctx), what=what)
        page = ctx.store.page(ctx.case.coordinator_id)
        alarm = Say(room_id=page.id, body=told, urgency=Urgency.ALARM, elsewhere=told)
        return (ctx.say(T("youth.is_it_you")), alarm)
    if not inside:
        told = T("youth.wishes_without", code=ctx.case.code, who=who_is(ctx), what=what)
        return (
            ctx.say(T("youth.nobody_in"), quiet=True),
            Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=told),
        )
    known = function if function in {one.id for one in inside} else None
    choices = [*(one.text for one in inside), ALL.text]
    return (
        Ask(
            room_id=ctx.room.id,
            person_id=ctx.sender.id,
            body=T("youth.your_choice") if known else T("youth.whom", choices=choices),
            command=own.key,
            field="sure" if known else "function",
            given={"function": known} if known else {},
            case_id=ctx.case.id,
            urgency=Urgency.ANSWER,
            quiet=known is None,  # it names who takes part
        ),
    )


def taking_part(ctx: CaseCtx) -> list[Function]:
    """The functions somebody has consented to and nobody has withdrawn."""
    standing = {grant.function for grant in ctx.store.consents.all() if grant.withdrawn_at is None}
    return [function for function in ctx.profile.recipients if function.id in standing]


def withdrawn(ctx: CaseCtx, function: str | None) -> Reply:
    """Carry it out: one mark in the ledger; then words to the room, to those who leave, to the coordinator."""
    was_open = ctx.case.state is State.ACTIVE and ctx.store.room.state != "frozen"
    changed = _changed(ctx, function)
    leaving, freezing = _leaving(ctx, changed), _freezes(ctx, changed)
    ctx.store.consents.withdraw(changed)
    ctx.store.audit("case:consent:withdrawn", functions=sorted({grant.function for grant in changed}))
    orphans = plan.orphaned(ctx, {actor.person_id for actor in leaving})
    case = _freeze(ctx, "a required function is no longer covered") if freezing else ctx.case
    what = _what(ctx.profile, function)
    gone = lines(T("consent.gone", what=what), plan.numbers("consent.orphans", orphans))
    # A room that is frozen already hears nothing more
    to_room = (Say(room_id=ctx.store.room.id, body=gone),) if was_open else ()
    to_leavers = [said for actor in leaving for said in out(ctx, actor)] if case.opened_on is not None else []
    by = f"withdrawn_by_{ctx.sender.role}" if _personally(ctx) else "withdrawn_told"
    told = lines(
        T(f"consent.{by}", code=case.code, what=what),
        plan.numbers("consent.orphans_told", orphans),
        T("case.frozen_told", code=case.code) if freezing else None,
    )
    to_office = Say(room_id=ctx.store.office.id, body=told, mentions=(case.coordinator_id,))
    return (*to_room, *to_leavers, to_office if _personally(ctx) else ctx.say(told))


def out(ctx: CaseCtx, actor: Actor) -> tuple[Say, ...]:
    """The last words to somebody who is not in the case any more, if they can be reached."""
    if ctx.store.people.get(actor.person_id).matrix_id is None:
        return ()
    private = membership.private(actor.function, ctx.profile)
    body = T("consent.you_are_out_private" if private else "consent.you_are_out", code=ctx.case.code)
    return (Say(room_id=ctx.store.page(actor.person_id).id, body=body, quiet=True),)


def who_is(ctx: CaseCtx) -> Text:
    """How the coordinator is told who has written: by what they are, professionals by name."""
    if ctx.sender.role in (Role.YOUTH, Role.GUARDIAN):
        return T(f"youth.is_{ctx.sender.role}")
    return T("youth.is_other", name=ctx.sender.name)


# -------------------------------------------------------------------------------------------------------------- inside


def _personally(ctx: CaseCtx) -> bool:
    return ctx.sender.role in (Role.YOUTH, Role.GUARDIAN)


def _changed(ctx: CaseCtx, function: str | None) -> tuple[Grant, ...]:
    changed = rules.withdraw(ctx.store.consents.all(), function, by=ctx.sender.id, now=ctx.now)
    if not changed:
        raise refuse("consent.nothing_to_withdraw", code=ctx.case.code)
    return changed


def _leaving(ctx: CaseCtx, changed: Sequence[Grant]) -> list[Actor]:
    """Who stands for a function that is withdrawn."""
    functions = {grant.function for grant in changed}
    return [actor for actor in ctx.store.actors.all() if actor.function in functions]


def _freezes(ctx: CaseCtx, changed: Sequence[Grant]) -> bool:
    """Whether an open case now lacks somebody the profile requires ([Sk] "alltid en polis delaktig"): then it freezes,
    and a person decides."""
    if ctx.case.state is not State.ACTIVE:
        return False
    marked = {grant.id: grant for grant in changed}
    after = [marked.get(grant.id, grant) for grant in ctx.store.consents.all()]
    covered = rules.covered_functions(after, ctx.case.age_band, ctx.profile, ctx.case.id, ctx.today)
    return any(not covered.get(needed, frozenset()) >= ctx.case.scope for needed in ctx.profile.required_functions)


def _follows(ctx: CaseCtx) -> Literal["remove", "freeze"]:
    """The profile's table: what somebody's own withdrawal does by itself."""
    return ctx.profile.withdrawal.follows(str(ctx.sender.role), ctx.profile.band(ctx.case.age_band))


def _stilled(ctx: CaseCtx, function: str | None) -> Reply:
    """Nothing new is shared with anybody from now on; what becomes of the consent, the coordinator decides."""
    if ctx.case.state is State.ACTIVE:
        _freeze(ctx, "somebody took a consent back")
    told = T("consent.stilled", code=ctx.case.code, who=who_is(ctx), what=_what(ctx.profile, function))
    to_office = Say(room_id=ctx.store.office.id, body=told, mentions=(ctx.case.coordinator_id,))
    return (ctx.say(T("youth.stilled"), quiet=True), to_office)


def _freeze(ctx: CaseCtx, cause: str) -> Case:
    frozen = move(ctx.store.case, State.FROZEN)
    ctx.store.save(frozen)
    ctx.store.audit("case:frozen", cause=cause)
    return frozen


def _what(profile: Profile, function: str | None) -> Text:
    return T("consent.everybody") if function is None else profile.function(function).text
