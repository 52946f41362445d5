"""Opening the case room, who is in it and why, and the words that greet people there."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Annotated

from bot.conversation.arguments import Arg, OneOf, SomeOf
from bot.conversation.command import (
    Args,
    CaseCtx,
    Missing,
    NoArgs,
    Outcome,
    Reply,
    UnitCtx,
    command,
    when_due,
    when_member,
)
from bot.errors import Refused
from bot.i18n import Items, Lines, T, Text, items, lines
from bot.messages import Pin, Say
from bot.rules import away, gate, ledger
from bot.rules import case as rules
from bot.rules.case import State
from bot.rules.consent import Kinds
from bot.rules.device import Account
from bot.rules.facts import CaseFacts
from bot.rules.page_answers import PageAnswers
from bot.rules.roles import Consequence, Duty, Role, may
from bot.rules.room import RoomKind, RoomState
from bot.services import circle, page_answers, plan
from bot.services import room as rooms
from bot.services.circle import Presence
from bot.wording import admission, cards, devices, names, ordinary
from bot.wording import youth as youth_words
from storage.room import RoomView

#: What the youth is told of the opening, by the place they have chosen.
_TO_YOUTH = {"room": "room.youth_room", "page": "room.youth_page"}


class Open(Args):
    """Where the youth wants to be, and what the room is about."""

    place: Annotated[
        str | None,
        Arg(
            reads=OneOf(lambda _: youth_words.PLACES),
            ask="room.ask_place",
            options=lambda _: youth_words.PLACES,
        ),
    ] = None
    scope: Annotated[
        tuple[str, ...] | None, Arg(reads=SomeOf(lambda env: env.profile.kinds), words=("om", "about"))
    ] = None
    no_youth: Annotated[
        str | None,
        Arg(
            reads=OneOf(lambda _: gate.WHY_NO_YOUTH),
            ask="room.ask_no_youth",
            words=("utan", "without"),
            only_after_word=True,
            options=lambda _: gate.WHY_NO_YOUTH,
        ),
    ] = None
    show: Annotated[bool, Arg(reads=admission.SHOW)] = False


@command(sv="öppna", en="open", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE,))
def open_room(ctx: CaseCtx, args: Open) -> Outcome:
    """Open the case room: only the actors whose consent covers all of its scope come in."""
    facts = ctx.facts
    if _lacks_only_youth(facts):
        if args.no_youth is not None:
            named = rules.without_youth(facts.case, args.no_youth, by=ctx.sender.id, today=ctx.today)
            facts = facts.with_case(named)
        elif not args.show:
            return Missing(field="no_youth", values={"code": ctx.case.code})
    reason = facts.case.note(gate.NO_YOUTH) if facts.youth is None else None
    choice = args.place or ctx.case.youth_choice or (None if reason is None else "page")
    scope = ledger.shared(ctx.facts.heard, ctx.profile) if args.scope is None else frozenset(args.scope)
    try:
        rooms.check_settled(ctx.store)
        rules.check_open(facts, scope=scope, youth_choice=choice or "room")
    except Refused as refusal:
        if args.show:
            return _shown(ctx, scope, choice, refusal.text)
        raise
    if args.show:
        return _shown(ctx, scope, choice, None)
    if choice is None:
        return Missing(field="place")
    forecast = rooms.forecast(ctx.store, scope=scope, youth_choice=choice)
    preview = lines(
        T("room.opening", code=ctx.case.code, kinds=ctx.profile.kind_words(scope)),
        items(*admission.who_would_be_in(ctx, forecast.room, forecast.facts)),
        None if reason is None else T("room.no_youth", why=gate.why_no_youth(reason)),
    )
    asked = ctx.still_to_agree(preview, second=bool(ctx.case.protected))
    if asked is not None:
        return asked
    is_new = reason is not None and ctx.case.note(gate.NO_YOUTH) is None
    no_youth = args.no_youth if is_new else None
    rooms.open_room(ctx.store, scope=scope, youth_choice=choice, no_youth=no_youth, by=ctx.sender.id)
    nobody_else = None if away.deputies(ctx.facts, ctx.reader) else T("away.nobody_else")
    told = [ctx.say(lines(T("room.opened", code=ctx.case.code), nobody_else))]
    youth = ctx.facts.youth
    if youth is not None and youth.matrix_id is not None:
        told.append(Say(room_id=ctx.store.page(youth.id).id, body=T(_TO_YOUTH[choice]), quiet=True))
    return tuple(told)


def _lacks_only_youth(facts: CaseFacts) -> bool:
    """Whether a youth is all that a case still needs before its room opens."""
    return [one.id for one in gate.gates(facts) if not one.met] == [gate.YOUTH_NAMED]


@command(
    sv="vem ser vad",
    en="who sees what",
    needs=Duty.SEE_WHO,
    consequence=Consequence.LOOK,
    evidence=False,
    also=("vem är med", "vilka är med", "vem ser va", "vilka ser vad", "who is in"),
)
def who_sees_what(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show who may read what, in plain words; on the own page of a youth or guardian, where that was agreed."""
    if ctx.on_own_page and page_answers.agreed_for(ctx.store, ctx.sender) is not PageAnswers.OPEN:
        return ordinary.with_safe_words(ctx, ctx.case, (ordinary.orally(ctx),))
    if ctx.case.opened_on is None:
        return (ctx.say(T("room.not_open", code=ctx.case.code), quiet=True),)
    known = [room for room in ctx.store.rooms if _may_know(ctx, room)]
    if not known:
        return (ctx.say(T("room.in_none", code=ctx.case.code), quiet=True),)
    there = [circle.presence(ctx.store, room) for room in known]
    readers = {*chain.from_iterable((*one.inside, *one.awaited) for one in there)}
    accounts = ctx.store.devices.of_all(ctx.facts.person(one) for one in readers)
    shown: list[Text | Items] = []
    for room, presence in zip(known, there, strict=True):
        kinds = ctx.profile.kind_words(room.scope)
        if room.number is None or len(known) == 1:
            shown.append(T("room.about", kinds=kinds))
        else:
            shown.append(T("side.about", kinds=kinds, number=room.number))
        shown += _readers(ctx, room, presence, accounts)
    told = lines(*shown, T("room.page_is_private"))
    if ctx.on_own_page:
        return ordinary.with_safe_words(ctx, ctx.case, (ordinary.sensitive(ctx, told),))
    # On an own page this is asked for, and answered without a notification: it names actors
    return (ctx.say(told, quiet=ctx.room.kind is RoomKind.PAGE),)


@when_member
def greet_newcomer(ctx: UnitCtx, change: str) -> Reply:
    """Brief somebody who came into a case or side room, and announce them to the youth.

    The first who come are briefed together, in the room; whoever comes later, on their own page. The youth hears of
    those who were not invited as the room opened. In a side
    room the youth hears of nobody they know from the case room, or of whom they heard that day.
    """
    if not isinstance(ctx, CaseCtx) or change != "join" or not ctx.room.kind.of_case:
        return ()
    if ctx.sender.id not in circle.members(ctx.store, ctx.room):
        return ()  # let in past us, and out again: nobody hears who it was but the coordinator
    plan.follow_newcomer(ctx.store, ctx.sender.id)
    return (*_briefing(ctx), *_announcement(ctx))


def _briefing(ctx: CaseCtx) -> Reply:
    """What a newcomer is told, and one line about them to the others in the room."""
    if not ctx.store.is_shown(_welcome_tag(ctx, ctx.room), ctx.room):
        rooms.plan_briefing(ctx.store, ctx.room)
        return ()
    page = ctx.store.page(ctx.sender.id)
    match ctx.sender.role:
        case Role.COORDINATOR:
            return ()
        case Role.YOUTH | Role.GUARDIAN:
            return (Say(room_id=page.id, body=T("room.youth_joined"), quiet=True),)
    words = [_welcome(ctx, ctx.room)]
    if ctx.room.kind is RoomKind.CASE or cards.is_begun(ctx, ctx.room):
        words.append(cards.of_room(ctx, ctx.room))
    is_police = any(actor.function == "police" for actor in ctx.facts.actors_of(ctx.sender.id))
    joined = names.with_role(ctx, ctx.sender.id, "room.joined_police" if is_police else "room.joined")
    return (
        Say(room_id=page.id, body=lines(*words, paragraphs=True), quiet=True),
        Say(room_id=ctx.room.id, body=joined, quiet=True, to_all=True),
    )


def _announcement(ctx: CaseCtx) -> Reply:
    """To the youth: who is new, where they may know. Those invited at the opening are not, however late they come."""
    is_side_room = ctx.room.kind is RoomKind.SIDE
    youth = ctx.facts.youth
    if youth is None or youth.matrix_id is None or ctx.sender.id == youth.id:
        return ()
    if not is_side_room and ctx.store.came_with_opening(ctx.sender):
        return ()
    page = ctx.store.page(youth.id)
    tag = f"newcomer:{ctx.sender.id}:{ctx.today}"
    if not is_side_room:
        body = lines(names.with_role(ctx, ctx.sender.id, "room.newcomer"))
        return (Say(room_id=page.id, body=body, quiet=True, tag=tag),)
    if ctx.sender.matrix_id in ctx.store.joined() or ctx.store.is_shown(tag, page):
        return ()
    about = T("side.newcomer_about", kinds=ctx.profile.kind_words(ctx.room.scope))
    body = lines(names.with_role(ctx, ctx.sender.id, "side.newcomer"), about)
    return (Say(room_id=page.id, body=body, quiet=True, tag=tag),)


@when_due("room.briefing")
def brief(ctx: CaseCtx, subject: str) -> Reply:
    """Say the first words in a room, to those who came first."""
    room = rooms.briefed(ctx.store, subject)
    if ctx.case.state is not State.ACTIVE or room is None:
        return ()
    tag = _welcome_tag(ctx, room)
    if ctx.store.is_shown(tag, room):
        return ()
    welcome = Say(room_id=room.id, body=_welcome(ctx, room), tag=tag, quiet=True, to_all=True)
    if room.kind is RoomKind.SIDE:
        return (welcome, Pin(room_id=room.id, tag=tag))
    return (welcome, *cards.new(ctx))


def _welcome_tag(ctx: CaseCtx, room: RoomView) -> str:
    """The tag of the first words in a room."""
    return f"welcome:{ctx.case.id if room.kind is RoomKind.CASE else room.id}"


def _readers(
    ctx: CaseCtx, room: RoomView, presence: Presence, accounts: Mapping[str, Account]
) -> list[Text | Items]:
    """What is to be known about a room, and a line for each who reads there, or may once they come in; then for
    each of them who cannot yet."""
    shown: list[Text | Items] = []
    coming: tuple[str, ...] = ()
    key = "room.read"
    if room.state is RoomState.FROZEN:
        # Nothing new is shared; who is there reads what stands there, and nobody else comes in
        shown.append(T("room.frozen_now"))
    else:
        key = "room.sees"
        coming = presence.awaited
    there = [names.with_role(ctx, person_id, key) for person_id in presence.inside]
    there += [names.with_role(ctx, person_id, "room.awaited") for person_id in coming]
    there += [names.with_role(ctx, person_id, "room.left") for person_id in presence.left]
    # The others need not know what is wrong with whose phone
    why = may(ctx.sender.role, Duty.MANAGE_ROOM)
    readers = map(ctx.facts.person, (*presence.inside, *coming))
    there += devices.cannot_read(accounts, readers, why=why)
    shown.append(items(*there))
    return shown


def _may_know(ctx: CaseCtx, room: RoomView) -> bool:
    """Whether somebody may hear who is in a room; what is asked in a room of the case is answered about it
    alone, for all who are in it read the answer."""
    if ctx.room.kind.of_case:
        return room.id == ctx.room.id
    if ctx.sender.role in (Role.YOUTH, Role.GUARDIAN) or may(ctx.sender.role, Duty.MANAGE_ROOM):
        return True
    return ctx.sender.id in circle.members(ctx.store, room)


def _welcome(ctx: CaseCtx, room: RoomView) -> Lines:
    """The first words in a room: what it is about, what may be said there, and whom to call."""
    contact = ctx.profile.contact
    inside = circle.members(ctx.store, room)
    has_police = any(actor.function == "police" and actor.person_id in inside for actor in ctx.facts.actors)
    kinds = ctx.profile.kind_words(room.scope)
    if room.number is None:
        welcome = T("room.welcome", code=ctx.case.code, kinds=kinds)
    else:
        welcome = T("side.welcome", code=ctx.case.code, number=room.number, kinds=kinds)
    return lines(
        welcome,
        T("room.police") if has_police else None,
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


def _shown(ctx: CaseCtx, scope: Kinds, choice: str | None, stop: Text | Lines | None) -> Reply:
    """The dry run: who would come in if the room were opened now. Nothing is changed, nothing asked."""
    would: list[Text | Items] = []
    if scope:
        forecast = rooms.forecast(ctx.store, scope=scope, youth_choice=choice or "room")
        would.append(T("room.would_open", code=ctx.case.code, kinds=ctx.profile.kind_words(scope)))
        would.append(items(*admission.who_would_be_in(ctx, forecast.room, forecast.facts)))
    unsure = T("room.youth_unasked") if choice is None else None
    return (ctx.say(lines(stop, *would, unsure, T("room.dry_run"))),)
