"""A consent that runs out: the coordinator is told in good time; then the room freezes, and people leave after the
profile's days. A renewed one thaws it. ("conversations" 6: prompts at T-30, T-14, T-3; D: expiry freezes)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from bot.conversation.command import CaseCtx, Reply, when_due
from bot.i18n import T, lines
from bot.rules import age
from bot.rules.case import State
from bot.rules.room import RoomState
from bot.services import departure
from bot.services.expiry import OVER, PROMPTS, last_days
from bot.wording import cards, farewell


@when_due("consent.ending")
def ending(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the coordinator that a consent runs out, or has."""
    _, prompt, day = subject.split(":")
    end, days = date.fromisoformat(day), int(prompt)
    every = last_days(ctx.facts)
    functions = [one.id for one in ctx.profile.recipients if every.get(one.id) == end]
    left = (end - ctx.today).days
    late = left < 0 if days != OVER else left >= 0
    if (
        not functions
        or late
        or any(left <= other < days for other in PROMPTS)  # after a long sleep of the bot: the later one will be said
        or ctx.case.state not in (State.PROPOSED, State.ACTIVE, State.FROZEN)
        or (days == OVER and _by_birthday(ctx, end))
    ):
        return ()
    if days != OVER:
        key = "expiry.soon" if len(functions) == len(every) else "expiry.soon_some"
        words = [ctx.profile.function(function).text for function in functions]
        return (ctx.to_coordinator(T(key, code=ctx.case.code, until=end, n=left, days=left, functions=words)),)
    return _over(ctx, end, functions)


def _by_birthday(ctx: CaseCtx, end: date) -> bool:
    """Whether that day was the last before a birthday; :mod:`handlers.consent.birthday` says what follows then."""
    born = ctx.case.born
    return born is not None and any(one.day - timedelta(days=1) == end for one in age.birthdays(born, ctx.profile))


def _over(ctx: CaseCtx, end: date, functions: Collection[str]) -> Reply:
    living = ctx.facts.heard
    if ctx.case.state is State.PROPOSED and ctx.case.opened_on is None:
        return (ctx.to_coordinator(T("expiry.over_planned", code=ctx.case.code, until=end)),)
    if not living or set(functions) & set(ctx.profile.required_functions):
        leave = end + timedelta(days=ctx.profile.expiry_leave_days + 1)
        return (ctx.to_coordinator(T("expiry.over", code=ctx.case.code, until=end, leave=leave)),)
    # The room goes on without them
    words = [ctx.profile.function(function).text for function in functions]
    leaving = [actor for actor in ctx.facts.actors if actor.function in functions]
    gone = departure.finish(ctx.store, departure.look(ctx.store, leaving, day=end))
    told = lines(
        T("expiry.over_some", code=ctx.case.code, until=end, functions=words),
        cards.about_tasks(gone.orphaned, "consent.orphans_told"),
    )
    was_open = ctx.case.state is State.ACTIVE and ctx.store.room.state is RoomState.OPEN
    gone = replace(gone, was_talking=was_open and bool(leaving))
    return (*farewell.told(ctx, gone, T("consent.gone", what=words)), ctx.to_coordinator(told))
