"""What the coordinator hears of those who write on their own page."""

from __future__ import annotations

from bot.conversation.command import Reply, UnitCtx
from bot.i18n import T, Text
from bot.messages import Say, Urgency
from bot.rules.case import Case
from bot.wording import names


def alarm(ctx: UnitCtx, case: Case, words: Text) -> Say:
    """To the case's coordinator; to the office as well, if the coordinator is not there to hear it."""
    page = ctx.store.page(case.coordinator_id)
    return Say(room_id=page.id, body=words, urgency=Urgency.ALARM, elsewhere=words)


def call_back(ctx: UnitCtx, case: Case | None) -> Reply:
    """Somebody is to be rung: what they are told, and who is to do it. ``case``: the one they are in, if it lives."""
    told = ctx.say(T("youth.will_call", phone=ctx.profile.contact.phone))
    if case is None:
        asked = T("youth.call_somebody", handle=ctx.sender.handle)
        return (told, Say(room_id=ctx.store.office.id, body=asked, urgency=Urgency.ALARM))
    return (told, alarm(ctx, case, T("youth.call", code=case.code, who=names.of_writer(ctx))))
