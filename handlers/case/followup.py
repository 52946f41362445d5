"""Follow-up: every month the circle is asked how it goes."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply, when_due
from bot.i18n import T, lines
from bot.messages import Say
from bot.services import followup
from bot.wording import cards, rounds


@when_due("followup.prompt")
def prompt(ctx: CaseCtx, subject: str) -> Reply:
    """Ask the circle for status; the next time is planned."""
    asking = followup.prompt(ctx.store)
    if asking is None:
        return ()
    to_room = rounds.asked(ctx, asking)
    if any(held.room.id == ctx.store.room.id for held in asking.rounds):
        return to_room
    # Nobody is to be asked there now: the plan is shown, without a sound
    plan = lines(T("followup.room"), cards.of_tasks(ctx, asking.tasks))
    return (*to_room, Say(room_id=ctx.store.room.id, body=plan, quiet=True, to_all=True))
