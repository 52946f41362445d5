"""How a private person is asked to promise to pass nothing on, and how the coordinator is told about it."""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.command import Ask, CaseCtx
from bot.i18n import T, Text
from bot.rules.person import Person
from bot.services.promise import Question
from bot.wording import names

#: The command that an answer carries out, and its argument that is asked for.
COMMAND = "promise"
FIELD = "vow"
#: How long the question can be answered with a word.
LASTS = timedelta(days=14)


def question(asked: Question) -> Ask:
    """The question, on their own page."""
    return Ask(
        room_id=asked.page.id,
        person_id=asked.person.id,
        body=T("promise.ask", code=asked.case.code),
        command=COMMAND,
        field=FIELD,
        case_id=asked.case.id,
        tag=asked.tag,
        lasts=LASTS,
    )


def about(ctx: CaseCtx, person: Person, key: str) -> Text:
    """A text for the coordinator about somebody and their promise."""
    named = names.with_role(ctx, person.id, key)
    return T(key, **named.values, code=ctx.case.code, handle=person.handle)
