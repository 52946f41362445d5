"""The question whether a private person promises to pass nothing on, and what the coordinator hears of it."""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.command import Ask, CaseCtx
from bot.i18n import T, Text
from bot.rules.person import Person
from bot.services.promise import Question
from bot.wording import names

#: The command that the answer carries out, and the argument that is asked for.
COMMAND = "promise"
FIELD = "vow"
#: How long the question can be answered with a word.
LASTS = timedelta(days=14)


def question(due: Question) -> Ask:
    """The question, on their own page."""
    return Ask(
        room_id=due.page.id,
        person_id=due.person.id,
        body=T("promise.ask", code=due.case.code),
        command=COMMAND,
        field=FIELD,
        case_id=due.case.id,
        tag=due.tag,
        lasts=LASTS,
    )


def about(ctx: CaseCtx, person: Person, key: str) -> Text:
    """A text for the coordinator about somebody and their promise."""
    named = names.with_role(ctx, person.id, key)
    return T(key, **named.values, code=ctx.case.code, handle=person.handle)
