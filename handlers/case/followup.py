"""Follow-up: every month somebody asks how it goes, and when the next meeting is ([A] "cirka 1 gång/månad")."""

from __future__ import annotations

from collections.abc import Collection

from bot.conversation.command import CaseCtx, Reply, when_due
from bot.i18n import T, Text, lines
from bot.messages import Say, Urgency
from bot.rules import plan, retention
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.roles import Role
from bot.services import circle
from bot.services.pause import is_paused
from bot.wording import names
from handlers.meetings import meeting
from handlers.plan import card


@when_due("followup.prompt")
def prompt(ctx: CaseCtx, subject: str) -> Reply:
    """Ask the circle for status and the coordinator for a follow-up meeting; then plan the next one."""
    if ctx.case.state is not State.ACTIVE:
        return ()
    ctx.store.schedule("followup.prompt", ctx.case.id, morning(retention.followup_on(ctx.today, ctx.profile)))
    if is_paused(ctx.store):
        return ()  # its consent has run out; when it is renewed, the next one comes
    ctx.store.audit(Action.CASE_FOLLOWUP_PROMPTED)
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
            body=lines(_next(ctx), _without(ctx, owners)),
            urgency=Urgency.QUESTION,
            person_id=ctx.case.coordinator_id,
        ),
    )


def _next(ctx: CaseCtx) -> Text:
    """What is planned, or how to plan it."""
    planned = meeting.coming(ctx)
    words = {"code": ctx.case.code, "days": ctx.profile.followup_days}
    return T("followup.planned", at=planned.starts_at, **words) if planned else T("followup.office", **words)


def _without(ctx: CaseCtx, owners: Collection[str]) -> Text | None:
    """Who of the authorities in the room has nothing to do (rule 28, [A] "alla aktörer äger gemensamt insatsen")."""
    inside = (ctx.store.people.get(person_id) for person_id in circle.members(ctx.store, ctx.store.room))
    idle = [
        names.with_role(ctx, person.id, "followup.somebody")
        for person in inside
        if person.role is Role.ACTOR
        and person.id not in owners
        and person.function is not None
        and not ctx.profile.function(person.function).private
    ]
    return T("followup.without", people=idle) if idle else None
