"""Taking somebody off a case: they stand for nothing in it any more, and are out at once."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Somebody
from bot.conversation.command import Args, CaseCtx, Outcome, Reply, command, refuse
from bot.i18n import T, Text, items, lines
from bot.messages import Say
from bot.rules.case import State
from bot.rules.person import Person
from bot.rules.profile import YOUTH
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import removal as removals
from bot.services.removal import Removal
from bot.wording import admission, cards, farewell


class Whom(Args):
    """Whom, or only to see what would follow."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]
    show: Annotated[bool, Arg(reads=admission.SHOW)] = False


@command(sv="ta bort", en="remove", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE,))
def remove(ctx: CaseCtx, args: Whom) -> Outcome:
    """Somebody does not stand for anything in the case any more, and is out at once."""
    person = args.person
    code = ctx.case.code
    removal = removals.forecast(ctx.store, person.id)
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
        return (ctx.say(lines(preview, items(*_who_would_remain(ctx, removal)), T("room.dry_run"))),)
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    departure = removals.remove(ctx.store, person.id)
    told = lines(
        T("invitation.removed", name=person.name, code=code),
        cards.about_tasks(departure.orphaned, "consent.orphans_told"),
        *(T("invitation.freezes", function=function, code=code) for function in missing),
    )
    gone = T("consent.gone", what=person.name)
    to_others = farewell.told(ctx, departure, gone)
    was_inside = any(departure.before.values())
    return (ctx.say(told), *to_others, *(_to_youth(ctx, gone) if was_inside else ()))


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
