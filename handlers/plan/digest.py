"""A digest: whoever wants it is asked about everything together, once a week or each working day, not in between."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Env, OneOf
from bot.conversation.command import Args, Reply, UnitCtx, command, when_due
from bot.i18n import T, lines
from bot.messages import Say, Urgency
from bot.rules.roles import Duty
from bot.rules.words import Term
from bot.services import meeting_answer, silence
from bot.wording import meeting_answers, waiting

#: The meetings of the week to come, and of the days until somebody could answer the next time.
_AHEAD = timedelta(days=9)

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
DAILY = Term(
    id="daily",
    sv="varje dag",
    en="every day",
    words=(
        *(
            "dagligen",
            "en gång om dagen",
            "per dag",
            "om dagen",
            "varje morgon",
            "på morgonen",
            "varje vardag",
        ),
        *("daily", "once a day", "each day", "every morning", "each morning"),
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
    return (WEEKLY, DAILY, USUAL)


class Choose(Args):
    """How often."""

    how: Annotated[str, Arg(reads=OneOf(_choices), options=_choices, ask="status.ask_weekly")]


@command(sv="sammandrag", en="digest", needs=Duty.CHOOSE_DIGEST, evidence=False)
def choose(ctx: UnitCtx, args: Choose) -> Reply:
    """Choose to be asked about all your tasks together, once a week or each working day, instead of as their days
    come."""
    weekly, daily = args.how == WEEKLY.id, args.how == DAILY.id
    first = silence.choose(ctx.store, ctx.sender.id, weekly=weekly, daily=daily)
    if first is None:
        return (ctx.say(T("status.usual")),)
    return (ctx.say(T("status.daily" if daily else "status.weekly", day=first)),)


@when_due(silence.WEEKLY)
def week(ctx: UnitCtx, subject: str) -> Reply:
    """Tell somebody who wants it so about the whole day or week; nothing where there is nothing."""
    found = silence.take_digest(ctx.store, subject)
    is_daily = silence.is_daily(ctx.store, subject)
    unanswered = () if is_daily else meeting_answer.unanswered(ctx.store, subject, until=ctx.today + _AHEAD)
    if not found and not unanswered:
        return ()
    # What they have asked for is outside the budget
    page = ctx.store.page(subject)
    body = lines(
        waiting.digest(ctx, found, daily=is_daily) if found else None,
        meeting_answers.unanswered(ctx, unanswered) if unanswered else None,
    )
    cases = tuple(dict.fromkeys((*(one.case.id for one in found), *(one.case.id for one in unanswered))))
    return (Say(room_id=page.id, body=body, urgency=Urgency.NOTICE, tag="beside", cases=cases),)
