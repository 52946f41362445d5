"""Somebody stops: out of every room at once; what they had goes to others, what they did stays written."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Somebody
from bot.conversation.command import Args, Effect, Outcome, UnitCtx, command, refuse
from bot.i18n import Lines, T, Text, items, lines
from bot.messages import Say
from bot.rules import person as rules
from bot.rules.case import State
from bot.rules.person import Person
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind
from bot.services import handover, offboarding
from bot.services.offboarding import Forecast, Left, Place
from bot.wording import cards, names
from bot.wording import handover as handover_words


class Leaves(Args):
    """Who, and of a coordinator also who takes the cases."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]
    taker: Annotated[Person | None, Arg(reads=Somebody(), words=("till", "to"), only_after_word=True)] = None


@command(sv="person slutar", en="person leaves", needs=Duty.BIND_PERSON, where=(RoomKind.OFFICE,))
def leave(ctx: UnitCtx, args: Leaves) -> Outcome:
    """Somebody stops working here, or was added by mistake: out of every room at once."""
    whose = args.person
    rules.check_not_last(whose, ctx.store.facts.people)
    forecast = offboarding.forecast(ctx.store, whose)
    if whose.role in (Role.YOUTH, Role.GUARDIAN) and forecast.places:
        # Theirs is to take a consent back; and a name that was wrong is taken off the case first
        codes = [place.case.code for place in forecast.places]
        raise refuse("offboarding.not_so", codes=codes, handle=whose.handle)
    if forecast.led and args.taker is None:
        codes = [case.code for case in forecast.led]
        raise refuse("offboarding.leads", name=whose.name, codes=codes, handle=whose.handle)
    if args.taker is not None:
        handover.check(forecast.led, args.taker)
    asked = ctx.still_to_agree(_preview(ctx, args, forecast), second=bool(forecast.led))
    if asked is not None:
        return asked
    result = offboarding.leave(ctx.store, whose, args.taker, by=ctx.sender, approved_by=ctx.approver)
    told: list[Effect] = [_done(ctx, whose, result)]
    for place in result.places:
        told += _of_case(ctx, whose, place, result)
    if result.handed_over is not None:
        told += handover_words.told(ctx, result.handed_over)
    return tuple(told)


def _preview(ctx: UnitCtx, args: Leaves, forecast: Forecast) -> Lines:
    whose = args.person
    shown = [T("offboarding.preview", name=whose.name, handle=whose.handle)]
    for place in forecast.places:
        shown += _would_follow(ctx, place)
    if forecast.led and args.taker is not None:
        shown.append(handover_words.preview(forecast.led, whose, args.taker))
    if forecast.last_approver is not None:
        shown.append(T("offboarding.alone", name=forecast.last_approver.name))
    return lines(*shown)


def _would_follow(ctx: UnitCtx, place: Place) -> list[Text]:
    """What would follow in one case."""
    code = place.case.code
    found = [T("offboarding.stands", code=code, functions=_roles(ctx, place))]
    if place.tasks:
        found.append(T("offboarding.tasks", code=code, numbers=list(place.tasks), n=len(place.tasks)))
    if place.freezes:
        found.append(T("offboarding.would_freeze", code=code))
    return found


def _done(ctx: UnitCtx, whose: Person, result: Left) -> Say:
    """The answer, with what has to be done now in each case; its coordinators are mentioned."""
    to_do = [text for place in result.places for text in _to_do(ctx, place)]
    others = {place.case.coordinator_id for place in result.places} - {whose.id, ctx.sender.id}
    return Say(
        room_id=ctx.room.id,
        body=lines(T("offboarding.done", name=whose.name), items(*to_do)),
        mentions=tuple(sorted(others)) if to_do else (),
        person_id=ctx.sender.id,
    )


def _to_do(ctx: UnitCtx, place: Place) -> list[Text]:
    code = place.case.code
    found = []
    if place.tasks:
        found.append(T("offboarding.orphans", code=code, numbers=list(place.tasks), n=len(place.tasks)))
    if place.freezes:
        functions = [ctx.profile.function(function).text for function in place.functions]
        found.append(T("offboarding.freezes", code=code, functions=functions))
    return found


def _of_case(ctx: UnitCtx, whose: Person, place: Place, result: Left) -> list[Effect]:
    """Words to the rooms of a case that somebody is not in any more, and to the youth."""
    if place.case.opened_on is None or place.case.state is State.CLOSED:
        return []
    of_case = ctx.of(place.case)
    gone = T("offboarding.gone", name=whose.name, functions=_roles(ctx, place))
    orphaned = cards.about_tasks(result.orphaned[place.case.id], "consent.orphans")
    case_room = of_case.store.room.id
    told: list[Effect] = []
    for room_id in place.room_ids:
        # The plan is for the case room alone
        told.append(Say(room_id=room_id, body=lines(gone, orphaned if room_id == case_room else None)))
    told += cards.refreshed(of_case)
    youth = of_case.facts.youth
    if youth is not None and youth.matrix_id is not None:
        told.append(Say(room_id=of_case.store.page(youth.id).id, body=gone, quiet=True))  # it names somebody
    return told


def _roles(ctx: UnitCtx, place: Place) -> list[Text]:
    """What somebody is in a case, once for each function."""
    return [names.of_actor(ctx, actor) for actor in place.actors]
