"""A consent narrowed: a function hears about less from now on. Nobody else has to agree to that, as to a
withdrawal."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

from bot.conversation.arguments import Arg, OneOf, SomeOf
from bot.conversation.command import Args, CaseCtx, Outcome, command, refuse
from bot.i18n import Lines, T, Text, lines
from bot.rules.consent import Kinds
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import narrowing
from bot.services.narrowing import Forecast
from bot.wording import agreement as words
from bot.wording import cards, farewell, names
from storage.room import RoomView


class Narrow(Args):
    """Whose part becomes smaller, and what is left of it."""

    function: Annotated[
        str,
        Arg(
            reads=OneOf(lambda env: env.profile.recipients),
            ask="consent.ask_narrow",
            options=lambda env: env.profile.recipients,
        ),
    ]
    kept: Annotated[
        tuple[str, ...],
        Arg(
            reads=SomeOf(lambda env: env.profile.kinds),
            ask="consent.ask_kept",
            words=("om", "about"),
            options=lambda env: env.profile.kinds,
        ),
    ]


@command(sv="samtycke begränsa", en="consent narrow", needs=Duty.RECORD_CONSENT, where=(RoomKind.OFFICE,))
def narrow(ctx: CaseCtx, args: Narrow) -> Outcome:
    """Record that a function hears about less from now on: at once, like a withdrawal, and without a second
    person."""
    kept = frozenset(args.kept)
    heard = ctx.facts.heard.get(args.function)
    named = {"code": ctx.case.code, "function": ctx.profile.function(args.function).text}
    if heard is None:
        raise refuse("consent.nothing_to_narrow", **named)
    if kept == heard:
        raise refuse("consent.narrow_same", kinds=ctx.profile.kind_words(heard), **named)
    if not kept < heard:
        raise refuse("consent.narrow_wider", kinds=ctx.profile.kind_words(heard), **named)
    forecast = narrowing.forecast(ctx.store, args.function, kept, by=ctx.sender.id)
    asked = ctx.still_to_agree(_preview(ctx, named, kept, heard - kept, forecast))
    if asked is not None:
        return asked
    result = narrowing.narrow(ctx.store, args.function, kept, by=ctx.sender.id)
    leaving = result.departure.leaving
    told = lines(
        T("consent.narrowed", kinds=ctx.profile.kind_words(kept), **named),
        cards.about_tasks(result.departure.orphaned, "consent.orphans_told"),
        T("case.frozen_told", code=ctx.case.code) if result.froze else None,
        words.side_room(ctx, args.function, kept) if leaving and not result.froze else None,
    )
    if not leaving:
        return (ctx.say(told),)
    return (*farewell.told(ctx, result.departure, T("consent.gone", what=named["function"])), ctx.say(told))


def _preview(ctx: CaseCtx, named: dict[str, Any], kept: Kinds, lost: Kinds, forecast: Forecast) -> Lines:
    kinds = ctx.profile.kind_words(kept)
    return lines(
        T("consent.narrow_preview", kinds=kinds, gone=ctx.profile.kind_words(lost), **named),
        *(
            _leaves(ctx, room, forecast.out_of[room.id])
            for room in ctx.store.rooms
            if forecast.out_of[room.id]
        ),
        T("consent.would_freeze") if forecast.freezes else None,
    )


def _leaves(ctx: CaseCtx, room: RoomView, people: Collection[str]) -> Text:
    leaving = sorted(ctx.facts.person(person_id).name for person_id in people)
    return T("consent.leaves_room", room=names.of_room(ctx, room), names=leaving)
