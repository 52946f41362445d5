"""A consent that runs out: the coordinator is told in good time; then the room freezes, and people leave after the
profile's days. A new consent thaws it. ("conversations" 6: prompts at T-30, T-14, T-3; D: expiry freezes)."""

from __future__ import annotations

from datetime import date, timedelta

from bot.command import CaseCtx, Reply, when_due
from bot.i18n import T, Text
from bot.messages import Say, Urgency
from bot.rules import consent as rules
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.consent import Grant

#: So many days before the last day the coordinator is told; "over" is the day after it.
PROMPTS = (30, 14, 3)
OVER = -1


def plan(ctx: CaseCtx) -> None:
    """Plan the prompts for the consent as it stands now; a renewed one moves them."""
    end = last_day(ctx)
    if end is None:
        return
    for days in (*PROMPTS, OVER):
        at, subject = morning(end - timedelta(days=days)), f"{ctx.case.id}:{days}"
        if at > ctx.now:
            ctx.store.plan_due("consent.ending", subject, at)
        else:
            ctx.store.cancel_due("that day has been", kind="consent.ending", subject=subject)


@when_due("consent.ending")
def ending(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the coordinator that a consent runs out, or has."""
    end = last_day(ctx)
    days = int(subject.rpartition(":")[2])
    if (
        end is None
        or (end - ctx.today).days != days
        or ctx.case.state
        not in (
            State.PROPOSED,
            State.ACTIVE,
            State.FROZEN,
        )
    ):
        return ()
    body = _over(ctx, end) if days == OVER else T("expiry.soon", code=ctx.case.code, until=end, days=days)
    coordinator = ctx.case.coordinator_id
    return (
        Say(
            room_id=ctx.store.office.id,
            body=body,
            urgency=Urgency.QUESTION,
            person_id=coordinator,
            mentions=(coordinator,),
        ),
    )


def last_day(ctx: CaseCtx) -> date | None:
    """The last day of the consent the room hangs on: of those the profile requires, else of all."""
    standing = [grant for grant in ctx.store.consents.all() if grant.withdrawn_at is None]
    ends = {function: _end(standing, function) for function in {grant.function for grant in standing}}
    required = [ends[function] for function in ctx.profile.required_functions if function in ends]
    return min(required or list(ends.values()), default=None)


def _over(ctx: CaseCtx, end: date) -> Text:
    living = rules.covered_functions(ctx.store.consents.all(), ctx.case.age_band, ctx.profile, ctx.case.id, ctx.today)
    if living:
        return T("expiry.over_some", code=ctx.case.code, until=end)
    if ctx.case.state is State.PROPOSED:
        return T("expiry.over_planned", code=ctx.case.code, until=end)
    leave = end + timedelta(days=ctx.profile.expiry_leave_days + 1)
    return T("expiry.over", code=ctx.case.code, until=end, leave=leave)


def _end(grants: list[Grant], function: str) -> date:
    end = rules.ends_on(grant for grant in grants if grant.function == function)
    assert end is not None  # it was found among them
    return end
