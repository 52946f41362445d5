"""Asking somebody in. Nobody is let in by hand: consent decides, and this says why not, or asks again."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Somebody
from bot.conversation.command import Args, CaseCtx, Reply, command
from bot.errors import Refused
from bot.i18n import T, Text, lines
from bot.rules.person import Person
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind
from bot.services import circle, promise
from bot.services import invitation as invitations
from bot.wording import admission, names
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


class Whom(Args):
    """Whom, or only to see what would follow."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]
    show: Annotated[bool, Arg(reads=admission.SHOW)] = False


@command(sv="bjud in", en="invite", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE, RoomKind.CASE))
def invite(ctx: CaseCtx, args: Whom) -> Reply:
    """See whether somebody comes in, and if not, why and what to do; ask somebody again who left by
    themselves, and at once whom an invitation has not reached."""
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
