"""What nobody has answered goes on: the deputy is asked on their own page, then a second person in the office."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.command import CaseCtx, Reply, when_due
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say, Urgency
from bot.services import escalation
from bot.services.escalation import PassedOn, To
from bot.services.task_history import UNANSWERED
from bot.wording import tasks


@when_due(UNANSWERED)
def pass_on(ctx: CaseCtx, subject: str) -> Reply:
    """Ask whoever is next, each once about all of it; nothing where somebody has answered by now."""
    together: dict[tuple[To, str], list[PassedOn]] = {}
    for one in escalation.take(ctx.store, subject):
        together.setdefault((one.to, one.person.id), []).append(one)
    return tuple(_told(ctx, to, theirs) for (to, _), theirs in together.items())


def _told(ctx: CaseCtx, to: To, found: Sequence[PassedOn]) -> Say:
    person = found[0].person
    if to is To.SECOND:
        return Say(
            room_id=ctx.store.office.id,
            body=_for_second(ctx, found),
            urgency=Urgency.REMINDER,
            mentions=(person.id,),
        )
    body = _for_deputy(ctx, found) if to is To.DEPUTY else _for_coordinator(ctx, found)
    return Say(
        room_id=ctx.store.page(person.id).id,
        body=body,
        urgency=Urgency.QUESTION,
        person_id=person.id,
        tag="beside",
        cases=(ctx.case.id,),
    )


def _for_deputy(ctx: CaseCtx, found: Sequence[PassedOn]) -> Lines:
    asked = [
        T(
            "escalation.deputy",
            owner=one.owner.name,
            code=ctx.case.code,
            task=tasks.choice(ctx, one.task),
            day=one.since,
        )
        for one in found
    ]
    return lines(*asked, T("escalation.deputy_how", which=_which(ctx, found[0])))


def _for_coordinator(ctx: CaseCtx, found: Sequence[PassedOn]) -> Lines:
    kept_out = [
        T("escalation.kept_out", name=one.deputy.name, owner=one.owner.name)
        for one in found
        if one.deputy is not None
    ]
    return lines(
        *_nobody(ctx, found),
        *dict.fromkeys(kept_out),
        T("escalation.what_now", which=_which(ctx, found[0])),
    )


def _for_second(ctx: CaseCtx, found: Sequence[PassedOn]) -> Lines:
    """The office reads of a task by its number alone: whoever may see the plan looks there."""
    person = found[0].person
    if person.id == ctx.reader.id:
        return lines(*_nobody(ctx, found), T("escalation.second_reader", name=person.name))
    return lines(*_nobody(ctx, found), T("escalation.second", name=person.name, coordinator=ctx.reader.name))


def _nobody(ctx: CaseCtx, found: Sequence[PassedOn]) -> list[Text]:
    return [
        T(
            "escalation.nobody",
            code=ctx.case.code,
            number=one.task.number,
            owner=one.owner.name,
            day=one.since,
        )
        for one in found
    ]


def _which(ctx: CaseCtx, one: PassedOn) -> str:
    return f"{ctx.case.code} {one.task.number}"
