"""What a youth or guardian says to the bot in a room of the case, where all others read it: answered on their own page,
so that nothing in the room draws eyes to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.conversation.clean import bare
from bot.conversation.command import CaseCtx, Effect, Reply, UnitCtx
from bot.conversation.youth import Intent, understood
from bot.i18n import T
from bot.messages import React, Redact, Say

#: How far back what they said to the bot in the rooms is taken away.
SINCE = timedelta(days=1)

#: That it is to be taken away. Words of its own, which answer no question: yes, no and "ta bort" alone are for the
#: offer to pass it on, and must not be taken for one about the room.
_TAKE_AWAY = re.compile(
    r"ta bort (?:det |det jag skrev )?(?:i gruppen|i rummet|där)"
    r"|(?:remove|take away|delete) (?:it |what i wrote )?(?:from the group|in the group|there)"
)

#: What all may read without harm.
_HARMLESS = frozenset(
    {
        Intent.WHEN,
        Intent.WHERE,
        Intent.HOW_LONG,
        Intent.WHAT_IS_THIS,
        Intent.ARE_YOU_HUMAN,
        Intent.COORDINATOR,
        Intent.MY_TASKS,
        Intent.MENU,
        Intent.YES,
        Intent.NO,
        Intent.LATE,
        Intent.MAYBE,
        Intent.OTHER_TIME,
        Intent.CALL_ME,
        Intent.STOP_REMINDERS,
        Intent.START_REMINDERS,
        Intent.REMIND_USUALLY,
        Intent.REMIND_EVENING,
        Intent.REMIND_MORNING,
        Intent.REMIND_TWO_HOURS,
        Intent.REMIND_ONE_HOUR,
        Intent.REST_REMINDERS,
        Intent.LANGUAGE,
        Intent.GREETING,
        Intent.THANKS,
        Intent.FINE,
        Intent.LAUGHTER,
        Intent.EMOJI,
    }
)


def hearing(free_words: Callable[[UnitCtx, str], Reply]) -> Callable[[UnitCtx, str], Reply]:
    """What answers own words also where others read them: as ``free_words`` would on the page, and there."""

    def hear(ctx: UnitCtx, text: str) -> Reply:
        if not ctx.room.kind.of_case:
            return free_words(ctx, text)
        page = ctx.store.page(ctx.sender.id)
        answered = free_words(replace(ctx, room=page, thread=None), text)
        reply = tuple(_where_said(ctx, effect) for effect in answered)
        wish = understood(text, ctx.profile.functions, ctx.language)
        if wish is None or wish.kind not in _HARMLESS:
            return (Say(room_id=page.id, body=T("youth.all_read"), person_id=ctx.sender.id), *reply)
        if wish.kind is Intent.CALL_ME and ctx.event_id is not None:
            return (*reply, React(room_id=ctx.room.id, event_id=ctx.event_id, key="👍"))
        return reply

    return hear


def take_away(ctx: CaseCtx, text: str) -> Reply | None:
    """Take away what somebody has said to the bot in the rooms of the case; None when the words do not ask for it, or
    there is nothing."""
    if _TAKE_AWAY.fullmatch(bare(text)) is None:
        return None
    said = ctx.store.said_in_rooms(ctx.sender, ctx.now - SINCE)
    if not said:
        return None
    taken = tuple(Redact(room_id=room_id, event_id=event_id) for room_id, event_id in said)
    return (*taken, ctx.say(T("youth.taken_away")))


def _where_said(ctx: UnitCtx, effect: Effect) -> Effect:
    """A sign on their message, in the room in which the message is."""
    if isinstance(effect, React) and effect.event_id == ctx.event_id:
        return replace(effect, room_id=ctx.room.id)
    return effect
