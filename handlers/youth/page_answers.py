"""How much the bot answers on the own pages of a case, as it was agreed face to face."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, OneOf
from bot.conversation.command import Args, CaseCtx, Outcome, command, refuse
from bot.i18n import T
from bot.rules import page_answers as rules
from bot.rules.case import State
from bot.rules.page_answers import PageAnswers
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import page_answers as service
from bot.wording.page_answers import TOLD

HOW_MUCH = (
    Term(id="open", sv="allt", en="everything", words=("öppet", "all", "open")),
    Term(id="time", sv="tid", en="time", words=("tiden", "tider", "dag och tid", "bara tid", "times")),
    Term(id="nothing", sv="inget", en="nothing", words=("ingenting", "none")),
)


class HowMuch(Args):
    """How much is answered."""

    answers: Annotated[
        str, Arg(reads=OneOf(lambda _: HOW_MUCH), ask="page_answers.ask", options=lambda _: HOW_MUCH)
    ]


@command(
    sv="sidan svarar",
    en="page answers",
    needs=Duty.OPEN_CASE,
    consequence=Consequence.TELL,
    where=(RoomKind.OFFICE,),
)
def agree(ctx: CaseCtx, args: HowMuch) -> Outcome:
    """Set what the youth and guardians are answered on their own pages, as agreed with them face to face."""
    if ctx.case.state in (State.CLOSED, State.DISPOSED):
        raise refuse("case.past_that", code=ctx.case.code)
    wanted = PageAnswers(args.answers)
    before = service.agreed(ctx.store)
    if ctx.case.protected and wanted is not PageAnswers.NOTHING:
        raise refuse("page_answers.protected", code=ctx.case.code)
    if rules.widens(before, wanted):
        asked = ctx.still_to_agree(T("page_answers.preview", code=ctx.case.code, what=TOLD[wanted]))
        if asked is not None:
            return asked
    service.agree(ctx.store, wanted)
    return (ctx.say(T("page_answers.set", code=ctx.case.code, what=TOLD[wanted])),)
