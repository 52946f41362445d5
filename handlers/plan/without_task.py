"""Whoever takes part has a task, or says that they have none (rule 28, [A] "alla aktörer äger gemensamt insatsen")."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Holder, Owner
from bot.conversation.command import Args, CaseCtx, NoArgs, Reply, command, refuse
from bot.i18n import T, lines
from bot.messages import Say
from bot.rules import case as case_rules
from bot.rules.roles import Consequence, Duty, Role, may
from bot.rules.room import RoomKind
from bot.services import without_task as service
from bot.wording import cards, names, tasks


def _can_change(ctx: CaseCtx) -> None:
    case_rules.check_can_change_plan(ctx.case)


class Whose(Args):
    """Who has none; oneself unless said."""

    owner: Annotated[Holder | None, Arg(reads=Owner())] = None


@command(
    sv="ingen uppgift",
    en="no task",
    also=("jag har ingen uppgift", "inga uppgifter just nu", "i have no task"),
    needs=Duty.STATUS,
    evidence=False,
    ready=_can_change,
)
def say_none(ctx: CaseCtx, args: Whose) -> Reply:
    """Say that one has no task now; it is shown in the plan, and nobody asks about it again for a while."""
    person = ctx.sender if args.owner is None else tasks.holder(ctx, args.owner)
    if person.id != ctx.sender.id and not may(ctx.sender.role, Duty.PLAN):
        raise refuse("task.none_of_others")
    if person.role not in (Role.ACTOR, Role.LEAD) or not ctx.facts.actors_of(person.id):
        raise refuse("task.none_of_actors", name=person.name)
    own = service.open_tasks(ctx.store, person)
    if own:
        raise refuse(
            "task.has_some", name=person.name, numbers=[str(task.number) for task in own], n=len(own)
        )
    service.note(ctx.store, person)
    said = names.with_role(ctx, person.id, "task.says_none")
    to_coordinator: tuple[Say, ...] = ()
    if ctx.room.kind is RoomKind.PAGE and ctx.sender.id != ctx.reader.id:
        told = names.with_role(ctx, person.id, "task.says_none_to")
        body = lines(T("task.about", code=ctx.case.code), told)
        to_coordinator = (Say(room_id=ctx.coordinator_page.id, body=body, quiet=True),)
    return (ctx.say(said, quiet=True), *to_coordinator, *cards.refreshed(ctx))


@command(
    sv="utan uppgift",
    en="without task",
    needs=Duty.STATUS,
    consequence=Consequence.LOOK,
    evidence=False,
)
def show(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Show who of those at work in the room has no task, and who of them has said so."""
    if ctx.on_own_page:
        raise refuse("kit.may_not")
    found = service.without(ctx.store)
    if not found:
        return (ctx.say(T("task.all_have", code=ctx.case.code), quiet=True),)
    shown = []
    for each in found:
        values = {"name": each.person.name, "function": names.role_in_case(ctx, each.person)}
        if each.said_on is None:
            shown.append(T("task.without", **values))
        else:
            shown.append(T("task.without_said", **values, day=each.said_on))
    return (ctx.say(lines(T("task.without_head"), *shown), quiet=True),)
