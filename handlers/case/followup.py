"""Follow-up: every month the circle is asked how it goes, and the coordinator when the next meeting is."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply, when_due
from bot.i18n import T, Text, lines
from bot.messages import Say, Urgency
from bot.services import followup
from bot.services.followup import Prompt
from bot.wording import cards, names, rounds


@when_due("followup.prompt")
def prompt(ctx: CaseCtx, subject: str) -> Reply:
    """Ask the circle for status and the coordinator for a follow-up meeting; the next time is planned."""
    asked = followup.prompt(ctx.store)
    if asked is None:
        return ()
    to_room = rounds.asked(ctx, asked.asking)
    if not any(held.room.id == ctx.store.room.id for held in asked.asking.rounds):
        # Nobody is to be asked there now: the plan is shown, without a sound
        plan = lines(T("followup.room"), cards.of_tasks(ctx, asked.asking.tasks))
        to_room = (*to_room, Say(room_id=ctx.store.room.id, body=plan, quiet=True, to_all=True))
    to_coordinator = Say(
        room_id=ctx.store.office.id,
        body=lines(_next_meeting(ctx, asked), _without_task(ctx, asked)),
        urgency=Urgency.QUESTION,
        person_id=ctx.reader.id,
    )
    return (*to_room, to_coordinator)


def _next_meeting(ctx: CaseCtx, asked: Prompt) -> Text:
    """What is planned, or how to plan it."""
    days = ctx.profile.followup_days
    if asked.coming is None:
        return T("followup.office", code=ctx.case.code, days=days)
    return T("followup.planned", at=asked.coming.starts_at, code=ctx.case.code, days=days)


def _without_task(ctx: CaseCtx, asked: Prompt) -> Text | None:
    """Who of the authorities has nothing to do, if anybody has not."""
    if not asked.idle:
        return None
    return T(
        "followup.without",
        people=[names.with_role(ctx, person.id, "followup.somebody") for person in asked.idle],
    )
