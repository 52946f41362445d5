"""Takes away messages with a personal number, and tells the writer why, on their own page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.conversation.command import Reply, UnitCtx
from bot.i18n import T
from bot.messages import Redact, Say
from bot.rules.roles import Role


def taking_away(free_words: Callable[[UnitCtx, str], Reply]) -> Callable[[UnitCtx, str, bool], Reply]:
    """The handler of messages with a personal number; ``free_words`` answers what else a youth or guardian
    wrote."""

    def take_away(ctx: UnitCtx, text: str, told: bool) -> Reply:
        """Remove the message and say what to write instead.

        Nothing in it is carried out. But what a youth or guardian wrote on their own page, or to the bot in a
        room (``text``, without the number), is answered on the page like any other words of theirs, because it
        may be a cry for help. ``told``: the message is being removed already, and the writer has been told.
        """
        assert ctx.event_id is not None
        page = ctx.store.page(ctx.sender.id)
        is_of_family = ctx.sender.role in (Role.YOUTH, Role.GUARDIAN)
        answered = free_words(replace(ctx, room=page), text) if is_of_family and text else ()
        if told:
            return answered
        if ctx.sender.role is Role.GUEST:
            why = T("consultation.number", emergency=ctx.profile.emergency)
        elif answered:
            why = T("number.taken_away_page")
        elif is_of_family:
            why = T("number.taken_away_youth")
        else:
            why = T("number.taken_away")
        taken = Redact(room_id=ctx.room.id, event_id=ctx.event_id)
        return (taken, Say(room_id=page.id, body=why), *answered)

    return take_away
