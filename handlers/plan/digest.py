"""A weekly digest: whoever wants it is asked about everything together, once a week, and not in between."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Env, OneOf
from bot.conversation.command import Args, Reply, UnitCtx, command, when_due
from bot.i18n import T
from bot.messages import Say, Urgency
from bot.rules.roles import Duty
from bot.rules.words import Term
from bot.services import silence
from bot.wording import waiting

WEEKLY = Term(
    id="weekly",
    sv="varje vecka",
    en="every week",
    words=(
        *(
            "ja",
            "ja tack",
            "en gång i veckan",
            "veckovis",
            "per vecka",
            "i veckan",
            "varje måndag",
            "på måndagar",
        ),
        *("yes", "once a week", "weekly", "each week", "on mondays"),
    ),
)
USUAL = Term(
    id="usual",
    sv="nej",
    en="no",
    words=(
        *("av", "aldrig", "som vanligt", "inte", "nej tack", "sluta", "stäng av", "inget", "direkt"),
        *("off", "never", "as usual", "stop", "none"),
    ),
)


def _choices(_env: Env) -> tuple[Term, ...]:
    return (WEEKLY, USUAL)


class Choose(Args):
    """How often."""

    how: Annotated[str, Arg(reads=OneOf(_choices), options=_choices, ask="status.ask_weekly")]


@command(sv="sammandrag", en="digest", needs=Duty.CHOOSE_DIGEST, evidence=False)
def choose(ctx: UnitCtx, args: Choose) -> Reply:
    """Choose to be asked about all your tasks together, once a week, instead of as their days come."""
    first = silence.choose(ctx.store, ctx.sender.id, weekly=args.how == WEEKLY.id)
    return (ctx.say(T("status.usual") if first is None else T("status.weekly", day=first)),)


@when_due(silence.WEEKLY)
def week(ctx: UnitCtx, subject: str) -> Reply:
    """Ask somebody who wants it so about the whole week."""
    found = silence.take_week(ctx.store, subject)
    if not found:
        return ()
    # What they have asked for is outside the budget
    page = ctx.store.page(subject)
    cases = tuple(one.case.id for one in found)
    return (
        Say(
            room_id=page.id, body=waiting.week(ctx, found), urgency=Urgency.NOTICE, tag="beside", cases=cases
        ),
    )
