"""What the coordinator hears of people who write on their own page."""

from __future__ import annotations

from bot.conversation.command import Reply, UnitCtx
from bot.i18n import T, Text
from bot.messages import Say, Urgency
from bot.rules.case import Case
from bot.wording import names


def alarm(ctx: UnitCtx, case: Case, words: Text) -> Say:
    """An alarm to the case's coordinator; it goes to the office as well, if they cannot read it on their
    page."""
    page = ctx.store.page(case.coordinator_id)
    return Say(room_id=page.id, body=words, urgency=Urgency.ALARM, elsewhere=words)


def call_back(ctx: UnitCtx, case: Case | None) -> Reply:
    """Have the writer rung: by the coordinator of the case they are in (``case``), else by the office."""
    to_writer = ctx.say(T("youth.will_call", phone=ctx.profile.contact.phone))
    if case is None:
        call = T("youth.call_somebody", handle=ctx.sender.handle)
        return (to_writer, Say(room_id=ctx.store.office.id, body=call, urgency=Urgency.ALARM))
    return (to_writer, alarm(ctx, case, T("youth.call", code=case.code, who=names.of_writer(ctx))))
