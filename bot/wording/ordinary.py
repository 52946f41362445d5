"""What is said to ordinary words on a youth's or guardian's own page.

All of it is quiet: whoever asked looks at the page already, and a lock screen may be in another's hand.
"""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.command import Ask, CaseCtx, Reply, UnitCtx
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say, Urgency
from bot.rules.case import Case
from bot.rules.roles import Role
from bot.wording import further

#: The tag of the words that meet what is no ordinary message.
SAFE = "safe"

#: So long after such a message ordinary questions are answered and these words said again.
SAFE_LASTS = timedelta(days=1)


def answer(ctx: UnitCtx, body: Text | Lines) -> Say:
    """A quiet answer."""
    return ctx.say(body, quiet=True)


def sensitive(ctx: UnitCtx, body: Text | Lines) -> Say:
    """A quiet answer that names people, places or what is agreed, and so is taken away again after a while."""
    return Say(room_id=ctx.room.id, body=body, quiet=True, person_id=ctx.sender.id, fades=ctx.on_own_page)


def orally(ctx: UnitCtx) -> Say:
    """That it is told face to face. It is the same words whether there is anything to tell or not."""
    return answer(ctx, T("ordinary.orally"))


def menu(ctx: UnitCtx) -> Say:
    """What a youth or guardian can write on their page."""
    contact = ctx.profile.contact
    key = "help.youth" if ctx.sender.role is Role.YOUTH else "help.guardian"
    return answer(ctx, lines(T(key), T("help.contact", who=contact.label(ctx.language), phone=contact.phone)))


def to_coordinator(ctx: CaseCtx, body: Text | Lines) -> Say:
    """What whoever reads for the case's coordinator hears of somebody's ordinary words: on their page, or in the
    office when they have none."""
    reader = ctx.reader
    if reader.matrix_id is None or not reader.active:
        return Say(room_id=ctx.store.office.id, body=body, urgency=Urgency.ANSWER)
    return Say(room_id=ctx.store.page(reader.id).id, body=body, urgency=Urgency.ANSWER)


def with_safe_words(ctx: UnitCtx, case: Case | None, reply: Reply) -> Reply:
    """An ordinary answer in words; for a day after what was no ordinary message, below the safe words.

    Below them, so that what the answer asks still is what was asked last.
    """
    if not any(isinstance(effect, Say | Ask) and effect.room_id == ctx.room.id for effect in reply):
        return reply
    if not ctx.store.was_said_since(ctx.room, SAFE, ctx.now - SAFE_LASTS):
        return reply
    safe = ctx.say(who_helps(ctx, case), quiet=True, tag="beside")
    return reply if safe in reply else (safe, *reply)


def who_helps(ctx: UnitCtx, case: Case | None) -> Lines:
    """Who answers now: the emergency number, and the help line for that age; in their further language too."""
    if ctx.sender.role is Role.GUARDIAN:
        band = ctx.profile.bands[-1].id
    else:
        band = ctx.profile.bands[0].id if case is None else case.age_band
    line = ctx.profile.help_line(band)
    safe = T(
        "youth.safe",
        emergency=ctx.profile.emergency,
        help_line=line.name if line.name == line.phone else f"{line.name}, {line.phone}",
        when=line.label(ctx.language),
    )
    return lines(safe, *further.safe(ctx))
