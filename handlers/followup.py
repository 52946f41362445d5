"""Follow-up: every month somebody asks how it goes, and when the next meeting is ([A] "cirka 1 gång/månad")."""

from __future__ import annotations

from bot.command import CaseCtx, Reply, when_due
from bot.i18n import T, lines
from bot.messages import Say, Urgency
from bot.rules import plan, retention
from bot.rules.calendar import morning
from bot.rules.case import State
from handlers.plan import card
from handlers.standstill import still


@when_due("followup.prompt")
def prompt(ctx: CaseCtx, subject: str) -> Reply:
    """Ask the circle for status and the coordinator for a follow-up meeting; then plan the next one."""
    if ctx.case.state is not State.ACTIVE:
        return ()
    ctx.store.plan_due("followup.prompt", ctx.case.id, morning(retention.followup_on(ctx.today, ctx.profile)))
    if still(ctx):
        return ()  # its consent has run out; when it is renewed, the next one comes
    ctx.store.audit("case:followup:prompted")
    owners = {task.owner_id for task in ctx.store.plan.all() if task.state in plan.OPEN and task.owner_id is not None}
    return (
        Say(
            room_id=ctx.store.room.id,
            body=lines(T("followup.room"), card(ctx), T("followup.how")),
            mentions=tuple(sorted(owners)),
            urgency=Urgency.QUESTION,
        ),
        Say(
            room_id=ctx.store.office.id,
            body=T("followup.office", code=ctx.case.code, days=ctx.profile.followup_days),
            urgency=Urgency.QUESTION,
            person_id=ctx.case.coordinator_id,
        ),
    )
