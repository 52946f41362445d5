"""Opening the case room, who is in it and why, and the words that greet people there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, OneOf, SomeOf
from bot.conversation.command import Args, CaseCtx, Lacks, NoArgs, Reply, UnitCtx, command, when_due, when_member
from bot.errors import Refused
from bot.i18n import Lines, T, Text, lines
from bot.messages import Pin, Say, Urgency
from bot.rules import case as rules
from bot.rules import consent, ledger, retention
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.roles import Duty, Role, may
from bot.rules.room import RoomKind, RoomState
from bot.rules.words import Term
from bot.services import circle, expiry, review
from bot.wording import admission, cards, devices, names
from storage.room import RoomView

PLACES = (
    Term(id="room", sv="rummet", en="the room", words=("rum", "ärenderummet", "room")),
    Term(id="page", sv="egen sida", en="own page", words=("sida", "sidan", "page", "bara egen sida", "only own page")),
)

#: People join one after the other; the briefing waits this long, so that it is posted once for all of them.
GATHERING = timedelta(seconds=20)


class Open(Args):
    """Where the youth wants to be, and what the room is about."""

    place: Annotated[str | None, Arg(reads=OneOf(lambda _: PLACES), ask="room.ask_place", options=lambda _: PLACES)] = (
        None
    )
    scope: Annotated[
        tuple[str, ...] | None, Arg(reads=SomeOf(lambda env: env.profile.kinds), words=("om", "about"))
    ] = None
    show: Annotated[bool, Arg(reads=admission.SHOW)] = False


@command(sv="öppna", en="open", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE,))
def open_room(ctx: CaseCtx, args: Open) -> Reply:
    """Open the case room: only the actors whose consent covers all of its scope come in."""
    choice = args.place or ctx.case.youth_choice
    scope = frozenset(args.scope) if args.scope is not None else ledger.shared(ctx.facts.heard, ctx.profile)
    try:
        rules.check_open(ctx.facts, scope=scope, youth_choice=choice or "room")
    except Refused as refusal:
        if args.show:
            return _shown(ctx, scope, choice, refusal.text)
        raise
    if args.show:
        return _shown(ctx, scope, choice, None)
    if choice is None:
        raise Lacks("place")
    case = rules.opened(ctx.case, scope=scope, youth_choice=choice, today=ctx.today)
    place = replace(ctx.store.room.place, scope=scope, state=RoomState.OPEN)
    preview = lines(
        T("room.opening", code=case.code, kinds=ctx.profile.kind_words(scope)),
        *admission.who_would_be_in(ctx, place, ctx.facts.with_case(case)),
    )
    ctx.confirm(preview)
    if case.protected:
        ctx.confirm_second(preview)
    ctx.store.save(case)
    ctx.store.open_room(scope)
    ctx.store.cancel_scheduled("the case is open", kind="case.purge")
    review.plan_next(ctx.store, ctx.today)
    expiry.plan_prompts(ctx.store)  # the room hangs on its scope, which is chosen only now
    ctx.store.schedule("followup.prompt", case.id, morning(retention.followup_on(ctx.today, ctx.profile)))
    ctx.store.audit(Action.CASE_OPENED, scope=sorted(scope), place=choice)
    told = [ctx.say(T("room.opened", code=case.code))]
    youth = ctx.facts.youth
    if youth is not None and youth.matrix_id is not None:
        told.append(Say(room_id=ctx.store.page(youth.id).id, body=T(f"room.youth_{choice}"), quiet=True))
    return tuple(told)


@command(
    sv="vem ser vad",
    en="who sees what",
    needs=Duty.SEE_WHO,
    evidence=False,
    also=("vem är med", "vilka är med", "vem ser va", "vilka ser vad", "who is in"),
)
def who_sees_what(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show who may read what, in plain words."""
    if ctx.case.opened_on is None:
        return (ctx.say(T("room.not_open", code=ctx.case.code), quiet=True),)
    known = [where for where in ctx.store.rooms if _may_know(ctx, where)]
    if not known:
        return (ctx.say(T("room.in_none", code=ctx.case.code), quiet=True),)
    why = may(ctx.sender.role, Duty.MANAGE_ROOM)  # the others need not know what is wrong with whose phone
    shown: list[Text] = []
    for where in known:
        inside, still = circle.members(ctx.store, where), where.state is RoomState.FROZEN
        about = {"kinds": ctx.profile.kind_words(where.scope), "number": where.number or 0}
        shown.append(T("room.about" if where.number is None or len(known) == 1 else "side.about", **about))
        if still:
            # Nothing new is shared; who is there reads what stands there, and nobody else comes in
            joined = ctx.store.joined(where)
            inside = {one: seen for one, seen in inside.items() if ctx.store.people.get(one).matrix_id in joined}
            shown.append(T("room.frozen_now"))
        shown += [names.with_role(ctx, person_id, "room.read" if still else "room.sees") for person_id in inside]
        shown += devices.cannot_read(ctx, map(ctx.store.people.get, inside), why=why)
    # On an own page this is asked for, and answered without a notification: it names actors
    return (ctx.say(lines(*shown, T("room.page_is_private")), quiet=ctx.room.kind is RoomKind.PAGE),)


@when_member
def joined(ctx: UnitCtx, change: str) -> Reply:
    """Somebody came into a case or side room: brief them, once for all who come at about the same time. Newcomers are
    announced to the youth; in a side room not if they are known from the case room, or were announced that day."""
    if not isinstance(ctx, CaseCtx) or change != "join" or not ctx.room.kind.of_case:
        return ()
    if ctx.sender.id not in circle.members(ctx.store, ctx.room):
        return ()  # let in past us, and out again: nobody hears who it was but the coordinator
    side = ctx.room.kind is RoomKind.SIDE
    ctx.store.schedule("room.briefing", ctx.room.id if side else ctx.case.id, ctx.now + GATHERING)
    youth = ctx.facts.youth
    founding = not side and not ctx.store.is_shown(f"welcome:{ctx.case.id}")
    if founding or youth is None or youth.matrix_id is None or ctx.sender.id == youth.id:
        return ()
    page, tag = ctx.store.page(youth.id), f"newcomer:{ctx.sender.id}:{ctx.today}"
    if side and (ctx.sender.matrix_id in ctx.store.joined() or ctx.store.is_shown(tag, page)):
        return ()
    who = names.with_role(ctx, ctx.sender.id, "side.newcomer" if side else "room.newcomer")
    about = T("side.newcomer_about", kinds=ctx.profile.kind_words(ctx.room.scope)) if side else None
    return (Say(room_id=page.id, body=lines(who, about), quiet=True, tag=tag),)


@when_due("room.briefing")
def brief(ctx: CaseCtx, subject: str) -> Reply:
    """The first words in a room, again for newcomers: they cannot read what was said before they came."""
    where = next(
        (one for one in ctx.store.rooms if subject in (one.id, one.case_id if one.kind is RoomKind.CASE else "")), None
    )
    if ctx.case.state is not State.ACTIVE or where is None:
        return ()
    tag = f"welcome:{subject}"
    welcome = Say(room_id=where.id, body=_welcome(ctx, where), tag=tag, quiet=True)
    if where.kind is RoomKind.SIDE:
        return (welcome, Pin(room_id=where.id, tag=tag))
    plan_tag = f"plan:{ctx.case.id}"
    return (
        welcome,
        Say(room_id=where.id, body=cards.plan(ctx), tag=plan_tag, urgency=Urgency.DIGEST),
        Pin(room_id=where.id, tag=plan_tag),
    )


def _may_know(ctx: CaseCtx, where: RoomView) -> bool:
    """What is asked in a room is read by all who are in it: there it is answered about that room alone."""
    if ctx.room.kind.of_case:
        return where.id == ctx.room.id
    concerns = ctx.sender.role in (Role.YOUTH, Role.GUARDIAN) or may(ctx.sender.role, Duty.MANAGE_ROOM)
    return concerns or ctx.sender.id in circle.members(ctx.store, where)


def _welcome(ctx: CaseCtx, where: RoomView) -> Lines:
    contact = ctx.profile.contact
    inside = circle.members(ctx.store, where)
    police = any(actor.function == "police" and actor.person_id in inside for actor in ctx.store.actors.all())
    kinds = ctx.profile.kind_words(where.scope)
    return lines(
        T("room.welcome", code=ctx.case.code, kinds=kinds)
        if where.number is None
        else T("side.welcome", code=ctx.case.code, number=where.number, kinds=kinds),
        T("room.police") if police else None,
        T("room.secrecy"),
        T("ledger.welcome"),
        T(
            "room.emergency",
            emergency=ctx.profile.emergency,
            who=contact.label(ctx.unit_language),
            phone=contact.phone,
        ),
        T("profile.socialjour", phone=ctx.profile.socialjour) if ctx.profile.socialjour else None,
    )


def _shown(ctx: CaseCtx, scope: consent.Kinds, choice: str | None, stop: Text | Lines | None) -> Reply:
    """The dry run: who would come in if the room were opened now. Nothing is changed, nothing asked."""
    case = replace(ctx.case, state=State.ACTIVE, scope=scope, youth_choice=choice or "room", opened_on=ctx.today)
    kinds = T("room.would_open", code=case.code, kinds=ctx.profile.kind_words(scope)) if scope else None
    found: list[Text] = []
    if scope:
        place = replace(ctx.store.room.place, scope=scope, state=RoomState.OPEN)
        found = admission.who_would_be_in(ctx, place, ctx.facts.with_case(case))
    unsure = T("room.youth_unasked") if choice is None else None
    return (ctx.say(lines(stop, kinds, *found, unsure, T("room.dry_run"))),)
