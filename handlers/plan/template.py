"""Templates lay out goals and tasks with one command; the catalogue names tasks that are often given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.conversation.arguments import Arg, Env, OneOf
from bot.conversation.command import Args, CaseCtx, Effect, NoArgs, Outcome, Reply, UnitCtx, command, refuse
from bot.i18n import Lines, T, Text, items, lines
from bot.rules import case as case_rules
from bot.rules import recurrence
from bot.rules.plan import KIND_TEXTS, TaskKind
from bot.rules.profile import CatalogueTask, Template
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.rules.words import one
from bot.services import pause
from bot.services import template as service
from bot.services.template import Forecast, Item
from bot.wording import cards, names, tasks


def _can_ask(ctx: CaseCtx) -> None:
    case_rules.check_can_ask_of_plan(ctx.case, is_paused=pause.is_paused(ctx.store))


def _templates(env: Env) -> Sequence[Template]:
    return env.profile.templates


class Which(Args):
    """Which template; all of them without a name."""

    template: Annotated[str | None, Arg(reads=OneOf(_templates), options=_templates)] = None


@command(
    sv="mall",
    en="template",
    also=("mallar", "mallen", "templates"),
    needs=Duty.PLAN,
    where=(RoomKind.OFFICE, RoomKind.CASE),
    ready=_can_ask,
)
def lay_out(ctx: CaseCtx, args: Which) -> Outcome:
    """Lay out the goals and tasks of a template, for those who stand for their functions."""
    if not ctx.profile.templates:
        raise refuse("template.none")
    if args.template is None:
        return (ctx.say(_listed(ctx), quiet=True),)
    template = one(ctx.profile.templates, args.template)
    found = service.forecast(ctx.store, template, lambda words: words.label(ctx.unit_language))
    if found.is_empty:
        raise refuse("template.nothing", name=template.text)
    asked = ctx.still_to_agree(_preview(ctx, template, found))
    if asked is not None:
        return asked
    laid = service.lay_out(ctx.store, found, ctx.by())
    questions: list[Effect] = []
    for task in laid.tasks:
        assert task.owner_id is not None
        questions += tasks.asked_in_room(ctx, task, ctx.facts.person(task.owner_id))
    done = T("template.laid_out", name=template.text, numbers=[str(task.number) for task in laid.tasks])
    return (ctx.say(lines(done, *_left_out(ctx, found)), quiet=True), *questions, *cards.refreshed(ctx))


def _listed(ctx: CaseCtx) -> Lines:
    """The templates there are, and how one is laid out."""
    shown = [
        T("template.line", name=each.text, tasks=[task.text for task in each.all_tasks])
        for each in ctx.profile.templates
    ]
    first = ctx.profile.templates[0].text
    return lines(T("template.head"), items(*shown), T("template.how", code=ctx.case.code, first=first))


def _preview(ctx: CaseCtx, template: Template, found: Forecast) -> Lines:
    """What would be laid out, and what would not."""
    shown: list[Text | Lines] = [T("template.preview", name=template.text)]
    for part in found.parts:
        if part.goal is not None:
            key = "template.goal" if part.known is None else "template.goal_there"
            shown.append(T(key, text=part.text))
        shown.append(lines(*(_item(ctx, item) for item in part.items)))
    return lines(*shown, *_left_out(ctx, found))


def _item(ctx: CaseCtx, item: Item) -> Text:
    owner = names.with_role(ctx, item.owner_id, "task.owner")
    if item.repeats is not None:
        when = recurrence.in_words(item.repeats, today=ctx.today)
        return T("template.task_due", text=item.text, owner=owner, when=when)
    if item.due_on is not None:
        return T("template.task_due", text=item.text, owner=owner, when=item.due_on)
    return T("template.task", text=item.text, owner=owner)


def _left_out(ctx: CaseCtx, found: Forecast) -> list[Text]:
    """The tasks whose function nobody stands for in the room, and those that are in the plan already."""
    shown = [
        T("template.left_out", function=ctx.profile.function(function).text, text=text)
        for function, text in found.left_out
    ]
    return [*shown, *(T("template.there", text=text) for text in found.there)]


@command(
    sv="katalog",
    en="catalogue",
    also=("katalogen", "uppgiftskatalog", "catalog"),
    needs=Duty.PLAN,
    consequence=Consequence.LOOK,
    evidence=False,
)
def catalogue(ctx: UnitCtx, args: NoArgs) -> Reply:
    """Show the tasks that are often given, each with the word by which it is given ([B] "Samtal/motivation")."""
    if not ctx.profile.catalogue:
        raise refuse("catalogue.none")
    shown = [_entry(ctx, entry) for entry in ctx.profile.catalogue]
    word = ctx.profile.catalogue[0]
    return (
        ctx.say(lines(T("catalogue.head"), items(*shown), T("catalogue.how", word=_short(word))), quiet=True),
    )


def _entry(ctx: UnitCtx, entry: CatalogueTask) -> Text:
    beside: list[Text] = []
    if entry.function is not None:
        beside.append(ctx.profile.function(entry.function).text)
    if entry.kind is not None:
        beside.append(T(KIND_TEXTS[TaskKind(entry.kind)]))
    if not beside:
        return T("catalogue.line", word=_short(entry), what=entry.text)
    return T("catalogue.line_of", word=_short(entry), what=entry.text, beside=beside)


def _short(entry: CatalogueTask) -> str:
    """The word by which a task is given: the first of its other words, else its name."""
    return entry.words[0] if entry.words else entry.sv
