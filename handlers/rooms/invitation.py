"""Asking in and taking out, and people who come and go by themselves. Nobody is let in by hand: consent decides."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Somebody
from bot.conversation.command import Args, CaseCtx, Reply, UnitCtx, command, refuse, when_member
from bot.delivery.stuck import ASKED, FAILING
from bot.errors import Refused
from bot.i18n import T, Text, lines
from bot.messages import Say
from bot.rules import case as rules
from bot.rules import plan as tasks
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.people import Person
from bot.rules.profile import YOUTH
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind
from bot.services import circle, departure, pause, promise
from bot.wording import admission, cards, farewell, names
from bot.wording import promise as promise_words

#: Why somebody who is named does not come in: only a consent helps.
_NAMED_ALREADY = frozenset(
    f"membership.{why}" for why in ("no_consent", "withdrawn", "expired", "incomplete", "no_longer_covered")
)


class Whom(Args):
    """Whom, or only to see what would follow."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]
    show: Annotated[bool, Arg(reads=admission.SHOW)] = False


@command(sv="bjud in", en="invite", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE, RoomKind.CASE))
def invite(ctx: CaseCtx, args: Whom) -> Reply:
    """See whether somebody comes in, and if not, why and what to do; ask somebody again who left by themselves, and at
    once whom an invitation has not reached."""
    whom, code = args.person, ctx.case.code
    places = [where for where in ctx.store.rooms if whom.id in circle.members(ctx.store, where)]
    if not places:
        stop = _stop(ctx, whom)
        if args.show:
            return (ctx.say(lines(stop, T("room.dry_run"))),)
        if stop.key == "promise.stop":
            asked = promise.ask_again(ctx.store, whom.id)
            return (ctx.say(stop),) if asked is None else (ctx.say(stop), promise_words.question(asked))
        raise Refused(stop)
    rooms = [names.of_room(ctx, where) for where in places]
    away = ctx.store.left_rooms(whom)
    if args.show:
        would = T("invitation.would_ask" if away else "invitation.would_stay", name=whom.name, rooms=rooms)
        return (ctx.say(lines(would, T("room.dry_run"))),)
    trying = ctx.store.retry_invitations(whom)
    for row in trying:
        ctx.store.schedule(FAILING, str(row.id), ctx.now + ASKED)  # whoever asks hears it also if it fails again
    if trying and not away:
        tried = {row.room.id: names.of_any_room(ctx, row.room) for row in trying}
        return (ctx.say(T("invitation.trying", name=whom.name, rooms=list(tried.values()))),)
    if not away:
        covered = "room.already_covered" if circle.is_talking(ctx.store) else "room.covered_still"
        return (ctx.say(T(covered, name=whom.name, code=code)),)
    ctx.store.invite_again(whom)
    ctx.store.audit(Action.CASE_ASKED_AGAIN, person=whom.id)
    told = "invitation.asked" if circle.is_talking(ctx.store) else "invitation.asked_later"
    return (ctx.say(T(told, name=whom.name, rooms=rooms)),)


@command(sv="ta bort", en="remove", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE,))
def remove(ctx: CaseCtx, args: Whom) -> Reply:
    """Somebody does not stand for anything in the case any more, and is out at once."""
    whom, code = args.person, ctx.case.code
    standing = ctx.store.actors.of(whom.id)
    if not standing:
        raise refuse("invitation.not_named", name=whom.name, code=code)
    if any(actor.function == YOUTH for actor in standing) and ctx.case.state is not State.PROPOSED:
        raise refuse("invitation.not_the_youth", code=code)
    ids = {actor.id for actor in standing}
    functions = [ctx.profile.function(one).text for one in sorted({actor.function for actor in standing})]
    theirs = [task.number for task in ctx.store.plan.all() if task.owner_id == whom.id and task.state in tasks.OPEN]
    lacking = _lacking(ctx, ids)
    preview = lines(
        T("invitation.removing", name=whom.name, functions=functions, code=code),
        cards.about_tasks(theirs, "consent.orphans"),
        *(T("invitation.would_freeze", function=one, code=code) for one in lacking),
    )
    if args.show:
        after = (
            admission.who_would_be_in(ctx, ctx.store.room.place, ctx.facts, without=ids)
            if ctx.case.opened_on is not None
            else ()
        )
        return (ctx.say(lines(preview, *after, T("room.dry_run"))),)
    ctx.confirm(preview)
    before = departure.look(ctx.store, standing[:1])
    ctx.store.actors.end(ids, ctx.today)
    ctx.store.audit(Action.CASE_ACTOR_REMOVED, person=whom.id, functions=sorted({actor.function for actor in standing}))
    left = departure.finish(ctx.store, before)
    gone = T("consent.gone", what=whom.name)
    told = lines(
        T("invitation.removed", name=whom.name, code=code),
        cards.about_tasks(left.orphaned, "consent.orphans_told"),
        *(T("invitation.freezes", function=one, code=code) for one in lacking),
    )
    words = farewell.told(ctx, left, gone)
    return (ctx.say(told), *words, *_youth_told(ctx, gone, any(before.seats.values())))


@when_member
def left(ctx: UnitCtx, change: str) -> Reply:
    """Somebody went, or declined, by themselves: the coordinator is told once. The youth has chosen the own page."""
    how, _, reason = change.partition(" ")
    if how not in ("left", "declined"):
        return ()
    if ctx.sender.role is Role.GUEST:
        return ()
    if ctx.room.kind is RoomKind.PAGE:
        return (Say(room_id=ctx.store.office.id, body=T("invitation.left_page", handle=ctx.sender.handle)),)
    if not isinstance(ctx, CaseCtx) or ctx.case.state not in (State.ACTIVE, State.FROZEN):
        return ()
    if not ctx.room.kind.of_case or ctx.sender.id not in circle.members(ctx.store, ctx.room):
        return ()  # on their way out anyway
    youth = ctx.facts.youth
    if youth is not None and youth.id == ctx.sender.id:
        return _own_page(ctx, youth)
    office, tag = ctx.store.office, f"left:{ctx.case.code}:{ctx.sender.id}:{ctx.today}"
    elsewhere = {where.id for where in ctx.store.left_rooms(ctx.sender)} - {ctx.room.id}
    if elsewhere and ctx.store.is_shown(tag, office):
        return ()  # an account that is closed leaves all its rooms: told once
    words = names.with_role(ctx, ctx.sender.id, f"invitation.{how}")
    words = T(words.key, **words.values, room=names.of_room(ctx, ctx.room))
    required = {actor.function for actor in ctx.store.actors.of(ctx.sender.id)} & set(ctx.profile.required_functions)
    told = lines(
        words,
        T("invitation.reason", name=ctx.sender.name, reason=reason) if reason else None,
        *(T("invitation.required", function=ctx.profile.function(one).text) for one in sorted(required)),
        T("invitation.ask_again", code=ctx.case.code, handle=ctx.sender.handle),
    )
    ctx.store.audit(Action.CASE_MEMBER_LEFT, room=ctx.room.id)
    return (Say(room_id=office.id, body=told, tag=tag, mentions=(ctx.case.coordinator_id,)),)


def _own_page(ctx: CaseCtx, youth: Person) -> Reply:
    """Leaving is a choice, and the youth's to make: nothing is asked."""
    ctx.store.save(rules.with_youth_choice(ctx.case, "page"))
    ctx.store.audit(Action.CASE_YOUTH_CHOSE, place="page")
    coordinator = ctx.store.page(ctx.case.coordinator_id)
    return (
        Say(room_id=ctx.store.page(youth.id).id, body=T("invitation.youth_left")),
        Say(room_id=coordinator.id, body=T("youth.chose_page", code=ctx.case.code)),
    )


def _stop(ctx: CaseCtx, whom: Person) -> Text:
    """Why somebody does not come in, and what to do."""
    if ctx.case.opened_on is None:
        return T("room.not_open", code=ctx.case.code)
    if whom.matrix_id is None:
        return T("invitation.no_account", name=whom.name)
    if promise.awaited_of(ctx.store, whom.id):
        return T("promise.stop", name=whom.name, code=ctx.case.code)
    why = circle.outsiders(ctx.store, ctx.store.room).get(whom.id)
    words = {"name": whom.name, "code": ctx.case.code}
    if whom.role is Role.YOUTH and why is not None:
        return T("invitation.youth_chooses", why=why.text, **words)
    if why is None:
        return T("room.stop", why=T("room.not_named", name=whom.name), **words)
    if why.key == "membership.not_approved":
        return T("invitation.approve_first", handle=whom.handle, **words)
    if why.key in _NAMED_ALREADY:
        return T("invitation.not_covered", why=why.text, **words)
    if why.key == "membership.narrower":
        named = next(actor.function for actor in ctx.store.actors.of(whom.id))
        return T("invitation.narrower", why=why.text, function=ctx.profile.function(named).text, **words)
    return T("room.stop", why=why.text, **words)


def _lacking(ctx: CaseCtx, without: set[str]) -> list[Text]:
    """The functions for want of which the room is frozen without these actors, until somebody else is named."""
    after = ctx.facts.with_actors(actor for actor in ctx.facts.actors if actor.id not in without)
    return [ctx.profile.function(function).text for function in pause.lacking(ctx.store, after)]


def _youth_told(ctx: CaseCtx, gone: Text, was_inside: bool) -> tuple[Say, ...]:
    youth = ctx.facts.youth
    if youth is None or youth.matrix_id is None or not was_inside:
        return ()
    return (Say(room_id=ctx.store.page(youth.id).id, body=gone, quiet=True),)
