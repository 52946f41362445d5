"""Asking in and taking out, and people who come and go by themselves. Nobody is let in by hand: consent decides."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Somebody
from bot.conversation.command import Args, CaseCtx, Outcome, Reply, UnitCtx, command, refuse, when_member
from bot.errors import Refused
from bot.i18n import T, Text, lines
from bot.messages import Say
from bot.rules.case import State
from bot.rules.person import Person
from bot.rules.profile import YOUTH
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind
from bot.services import choices, circle, promise
from bot.services import invitation as invitations
from bot.services.invitation import Removal
from bot.wording import admission, cards, farewell, names
from bot.wording import promise as promise_words

#: Why somebody who is named does not come in: only a consent helps.
_NAMED_ALREADY = frozenset(
    {
        "membership.no_consent",
        "membership.withdrawn",
        "membership.expired",
        "membership.incomplete",
    }
)

#: How somebody went by themselves.
_WENT = {"left": "invitation.left", "declined": "invitation.declined"}


class Whom(Args):
    """Whom, or only to see what would follow."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]
    show: Annotated[bool, Arg(reads=admission.SHOW)] = False


@command(sv="bjud in", en="invite", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE, RoomKind.CASE))
def invite(ctx: CaseCtx, args: Whom) -> Reply:
    """See whether somebody comes in, and if not, why and what to do; ask somebody again who left by themselves, and at
    once whom an invitation has not reached."""
    person = args.person
    covered = [room for room in ctx.store.rooms if person.id in circle.members(ctx.store, room)]
    if not covered:
        return _say_why_not(ctx, args)
    rooms = [names.of_room(ctx, room) for room in covered]
    if args.show:
        key = "invitation.would_ask" if ctx.store.left_rooms(person) else "invitation.would_stay"
        return (ctx.say(lines(T(key, name=person.name, rooms=rooms), T("room.dry_run"))),)
    asked = invitations.ask_again(ctx.store, person)
    is_talking = circle.is_talking(ctx.store)
    if asked.left:
        key = "invitation.asked" if is_talking else "invitation.asked_later"
        return (ctx.say(T(key, name=person.name, rooms=rooms)),)
    if asked.retried:
        places = [names.of_any_room(ctx, room) for room in asked.retried]
        return (ctx.say(T("invitation.trying", name=person.name, rooms=places)),)
    key = "room.already_covered" if is_talking else "room.covered_still"
    return (ctx.say(T(key, name=person.name, code=ctx.case.code)),)


@command(sv="ta bort", en="remove", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE,))
def remove(ctx: CaseCtx, args: Whom) -> Outcome:
    """Somebody does not stand for anything in the case any more, and is out at once."""
    person = args.person
    code = ctx.case.code
    removal = invitations.forecast_removal(ctx.store, person.id)
    if not removal.standing:
        raise refuse("invitation.not_named", name=person.name, code=code)
    if YOUTH in removal.functions and ctx.case.state is not State.PROPOSED:
        raise refuse("invitation.not_the_youth", code=code)
    missing = [ctx.profile.function(function).text for function in removal.missing]
    preview = lines(
        T(
            "invitation.removing",
            name=person.name,
            functions=[ctx.profile.function(function).text for function in removal.functions],
            code=code,
        ),
        cards.about_tasks(removal.tasks, "consent.orphans"),
        *(T("invitation.would_freeze", function=function, code=code) for function in missing),
    )
    if args.show:
        return (ctx.say(lines(preview, *_who_would_remain(ctx, removal), T("room.dry_run"))),)
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    departure = invitations.remove(ctx.store, person.id)
    told = lines(
        T("invitation.removed", name=person.name, code=code),
        cards.about_tasks(departure.orphaned, "consent.orphans_told"),
        *(T("invitation.freezes", function=function, code=code) for function in missing),
    )
    gone = T("consent.gone", what=person.name)
    to_others = farewell.told(ctx, departure, gone)
    was_inside = any(departure.before.values())
    return (ctx.say(told), *to_others, *(_to_youth(ctx, gone) if was_inside else ()))


@when_member
def tell_who_went(ctx: UnitCtx, change: str) -> Reply:
    """Tell the coordinator, once, of somebody who went or declined by themselves. The youth has chosen the own page."""
    how, _, reason = change.partition(" ")
    if how not in _WENT or ctx.sender.role is Role.GUEST:
        return ()
    if ctx.room.kind is RoomKind.PAGE:
        return (Say(room_id=ctx.store.office.id, body=T("invitation.left_page", handle=ctx.sender.handle)),)
    if not isinstance(ctx, CaseCtx) or ctx.case.state not in (State.ACTIVE, State.FROZEN):
        return ()
    if not ctx.room.kind.of_case or ctx.sender.id not in circle.members(ctx.store, ctx.room):
        return ()  # on their way out anyway
    youth = ctx.facts.youth
    if youth is not None and youth.id == ctx.sender.id:
        return _choose_own_page(ctx, youth)
    office = ctx.store.office
    tag = f"left:{ctx.case.code}:{ctx.sender.id}:{ctx.today}"
    elsewhere = {room.id for room in ctx.store.left_rooms(ctx.sender)} - {ctx.room.id}
    if elsewhere and ctx.store.is_shown(tag, office):
        return ()  # an account that is closed leaves all its rooms: told once
    person = ctx.facts.person(ctx.sender.id)
    went = T(
        _WENT[how],
        name=person.name,
        function=names.role_in_case(ctx, person),
        room=names.of_room(ctx, ctx.room),
    )
    standing = {actor.function for actor in ctx.store.actors.of(ctx.sender.id)}
    required = sorted(standing & set(ctx.profile.required_functions))
    told = lines(
        went,
        T("invitation.reason", name=person.name, reason=reason) if reason else None,
        *(T("invitation.required", function=ctx.profile.function(function).text) for function in required),
        T("invitation.ask_again", code=ctx.case.code, handle=ctx.sender.handle),
    )
    invitations.note_departure(ctx.store, ctx.room)
    return (Say(room_id=office.id, body=told, tag=tag, mentions=(ctx.case.coordinator_id,)),)


def _choose_own_page(ctx: CaseCtx, youth: Person) -> Reply:
    """Leaving is a choice, and the youth's to make: nothing is asked."""
    choices.choose_page_by_leaving(ctx.store)
    coordinator = ctx.store.page(ctx.case.coordinator_id)
    return (
        Say(room_id=ctx.store.page(youth.id).id, body=T("invitation.youth_left")),
        Say(room_id=coordinator.id, body=T("youth.chose_page", code=ctx.case.code)),
    )


def _say_why_not(ctx: CaseCtx, args: Whom) -> Reply:
    """Say why somebody does not come in, and ask again whoever has not promised yet."""
    stop = _stop(ctx, args.person)
    if args.show:
        return (ctx.say(lines(stop, T("room.dry_run"))),)
    if stop.key == "promise.stop":
        asked = promise.ask_again(ctx.store, args.person.id)
        return (ctx.say(stop),) if asked is None else (ctx.say(stop), promise_words.question(asked))
    raise Refused(stop)


def _stop(ctx: CaseCtx, person: Person) -> Text:
    """Why somebody does not come in, and what to do."""
    if ctx.case.opened_on is None:
        return T("room.not_open", code=ctx.case.code)
    if person.matrix_id is None:
        return T("invitation.no_account", name=person.name)
    if promise.awaited_of(ctx.store, person.id):
        return T("promise.stop", name=person.name, code=ctx.case.code)
    why = circle.outsiders(ctx.store, ctx.store.room).get(person.id)
    words = {"name": person.name, "code": ctx.case.code}
    if why is None:
        return T("room.stop", why=T("room.not_named", name=person.name), **words)
    if person.role is Role.YOUTH:
        return T("invitation.youth_chooses", why=why.text, **words)
    if why.key == "membership.not_approved":
        return T("invitation.approve_first", handle=person.handle, **words)
    if why.key in _NAMED_ALREADY:
        return T("invitation.not_covered", why=why.text, **words)
    if why.key == "membership.narrower":
        named = next(actor.function for actor in ctx.store.actors.of(person.id))
        return T("invitation.narrower", why=why.text, function=ctx.profile.function(named).text, **words)
    return T("room.stop", why=why.text, **words)


def _who_would_remain(ctx: CaseCtx, removal: Removal) -> list[Text]:
    """Who would be in the case room without somebody, once it has been opened."""
    if ctx.case.opened_on is None:
        return []
    return admission.who_would_be_in(ctx, ctx.store.room.place, ctx.facts, without=removal.actor_ids)


def _to_youth(ctx: CaseCtx, gone: Text) -> Reply:
    youth = ctx.facts.youth
    if youth is None or youth.matrix_id is None:
        return ()
    return (Say(room_id=ctx.store.page(youth.id).id, body=gone, quiet=True),)
