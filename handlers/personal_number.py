"""Somebody wrote a personal number: it is taken away at once, and the writer is told why, alone."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.command import Reply, UnitCtx
from bot.i18n import T
from bot.messages import Redact, Say
from bot.rules.roles import Role


def taking_away(free_words: Callable[[UnitCtx, str], Reply]) -> Callable[[UnitCtx, str, bool], Reply]:
    """What takes a message with a number away; ``free_words`` answers what else a youth or guardian wrote in it."""

    def take_away(ctx: UnitCtx, text: str, told: bool) -> Reply:
        """Take the message away and say what to write instead.

        ``told``: it is said already, and the message is being taken away. Nothing in it is carried out; but what a
        youth or guardian wrote on their own page (``text``, without the number) is answered like any other words of
        theirs, for it may be a cry for help.
        """
        assert ctx.event_id is not None
        page = ctx.store.page(ctx.sender.id)
        is_of_family = ctx.sender.role in (Role.YOUTH, Role.GUARDIAN)
        answered = free_words(ctx, text) if is_of_family and ctx.room.id == page.id and text else ()
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
