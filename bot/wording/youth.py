"""What the coordinator hears of people who write on their own page."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply, UnitCtx
from bot.i18n import ZONE, Lines, T, Text, lines
from bot.messages import Say, Urgency
from bot.rules import plan
from bot.rules.case import Case
from bot.rules.person import Person
from bot.rules.words import Term
from bot.wording import cards, closed, names

#: Where a youth can be.
PLACES = (
    Term(id="room", sv="rummet", en="the room", words=("rum", "ärenderummet", "room")),
    Term(
        id="page",
        sv="egen sida",
        en="own page",
        words=("sida", "sidan", "page", "bara egen sida", "only own page"),
    ),
)


def alarm(ctx: UnitCtx, case: Case, words: Text) -> Say:
    """An alarm to the case's coordinator; it goes to the office as well, if they cannot read it on their
    page."""
    page = ctx.store.page(case.coordinator_id)
    body = lines(words, written_late(ctx))
    return Say(room_id=page.id, body=body, urgency=Urgency.ALARM, elsewhere=body)


def written_late(ctx: UnitCtx) -> Text | None:
    """When words were written that came late: the bot was away, and nobody has been told of them before."""
    if ctx.written_at is None:
        return None
    local = ctx.written_at.astimezone(ZONE).replace(second=0, microsecond=0)
    at = local.time() if local.date() == ctx.today else local
    return T(
        "youth.written_late", at=at, now=ctx.now.astimezone(ZONE).time().replace(second=0, microsecond=0)
    )


def call_back(ctx: UnitCtx, case: Case | None) -> Reply:
    """Have the writer rung: by the coordinator of the case they are in (``case``), else by the office."""
    if case is None and closed.is_over(ctx):
        return (ctx.say(closed.nobody_rings(ctx)),)
    to_writer = ctx.say(T("youth.will_call", phone=ctx.profile.contact.phone))
    if case is None:
        call = T("youth.call_somebody", handle=ctx.sender.handle)
        return (to_writer, Say(room_id=ctx.store.office.id, body=call, urgency=Urgency.ALARM))
    return (to_writer, alarm(ctx, case, T("youth.call", code=case.code, who=names.of_writer(ctx))))


def chose_page(ctx: CaseCtx, youth: Person) -> Lines:
    """That the youth is in the case room no more, and which tasks of theirs are asked about there."""
    open_tasks = [
        task.number for task in ctx.store.plan.all() if task.owner_id == youth.id and task.state in plan.OPEN
    ]
    return lines(
        T("youth.chose_page", code=ctx.case.code), cards.about_tasks(open_tasks, "youth.tasks_in_room")
    )
