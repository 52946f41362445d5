"""A consent that runs out: the coordinator is told in good time; then the room freezes, and people leave after the
profile's days. A renewed one thaws it. ("conversations" 6: prompts at T-30, T-14, T-3; D: expiry freezes)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from bot.conversation.command import CaseCtx, Reply, when_due
from bot.i18n import T, lines
from bot.rules import age, ledger
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.room import RoomState
from handlers import circle
from handlers import plan as tasks
from handlers.consent import withdrawal

#: So many days before the last day the coordinator is told; "over" is the day after it.
PROMPTS = (30, 14, 3)
OVER = -1


def plan(ctx: CaseCtx) -> None:
    """Plan the prompts for the consent as it stands now. Those for days that no longer are the last stay silent."""
    for end in set(last_days(ctx).values()):
        for days in (*PROMPTS, OVER):
            at = morning(end - timedelta(days=days))
            if at > ctx.now:
                ctx.store.schedule("consent.ending", f"{ctx.case.id}:{days}:{end}", at)


@when_due("consent.ending")
def ending(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the coordinator that a consent runs out, or has."""
    _, prompt, day = subject.split(":")
    end, days = date.fromisoformat(day), int(prompt)
    every = last_days(ctx)
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


def last_days(ctx: CaseCtx) -> dict[str, date]:
    """The last day of each function: of hearing what the room is about, where it could."""
    grants = ctx.store.consents.all()
    return ledger.ends(grants, ctx.case.scope, ctx.case.age_band, ctx.profile, ctx.case.id)


def last_day(ctx: CaseCtx) -> date | None:
    """The last day of the consent the room hangs on: of those the profile requires, else of all."""
    every = last_days(ctx)
    required = [every[function] for function in ctx.profile.required_functions if function in every]
    return min(required) if required else max(every.values(), default=None)


def _by_birthday(ctx: CaseCtx, end: date) -> bool:
    """Whether that day was the last before a birthday; :mod:`handlers.consent.birthday` says what follows then."""
    born = ctx.case.born
    return born is not None and any(one.day - timedelta(days=1) == end for one in age.birthdays(born, ctx.profile))


def _over(ctx: CaseCtx, end: date, functions: Collection[str]) -> Reply:
    living = circle.heard(ctx)
    if ctx.case.state is State.PROPOSED and ctx.case.opened_on is None:
        return (ctx.to_coordinator(T("expiry.over_planned", code=ctx.case.code, until=end)),)
    if not living or set(functions) & set(ctx.profile.required_functions):
        leave = end + timedelta(days=ctx.profile.expiry_leave_days + 1)
        return (ctx.to_coordinator(T("expiry.over", code=ctx.case.code, until=end, leave=leave)),)
    # The room goes on without them
    leaving = [actor for actor in ctx.store.actors.all() if actor.function in functions]
    orphans = withdrawal.left_behind(ctx, leaving)
    words = [ctx.profile.function(function).text for function in functions]
    before = circle.seats(ctx, {actor.person_id for actor in leaving}, day=end)
    told = lines(
        T("expiry.over_some", code=ctx.case.code, until=end, functions=words),
        tasks.numbers("consent.orphans_told", orphans),
    )
    was_open = ctx.case.state is State.ACTIVE and ctx.store.room.state is RoomState.OPEN
    return (
        *withdrawal.parted(
            ctx, leaving, before, T("consent.gone", what=words), orphans, was_open=was_open and bool(leaving)
        ),
        ctx.to_coordinator(told),
    )
