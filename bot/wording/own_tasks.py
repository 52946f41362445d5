"""Shows somebody's own tasks: to a professional over all cases, to a youth or guardian in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.command import CaseCtx, Reply, UnitCtx
from bot.i18n import Lines, T, Text, items, lines
from bot.rules import card as rules
from bot.rules.page_answers import PageAnswers
from bot.rules.plan import OPEN, STATE_TEXTS, Task, TaskState
from bot.rules.roles import Role
from bot.services import card, page_answers
from bot.wording import cards, ordinary

#: So many of somebody's tasks are one screen of a phone.
MOST = 15


def to_family(ctx: CaseCtx) -> Reply:
    """To a youth or guardian on their own page: what they themselves are to do, and to the youth their own words;
    nothing of what others do or think."""
    if page_answers.agreed_for(ctx.store, ctx.sender) is PageAnswers.NOTHING:
        return (ordinary.orally(ctx),)
    mine = [task for task in card.for_person(ctx.store, ctx.sender).tasks if task.state in OPEN]
    words = _own_words(ctx)
    if not mine:
        nothing = T("ordinary.no_tasks")
        return (
            ordinary.answer(ctx, nothing)
            if words is None
            else ordinary.sensitive(ctx, lines(nothing, words)),
        )
    shown = [_plainly(task) for task in rules.by_urgency(mine, ctx.today)]
    done = T("ordinary.task_done", number=mine[0].number)
    return (ordinary.sensitive(ctx, lines(T("ordinary.tasks"), items(*shown), done, words)),)


def one_to_family(ctx: CaseCtx, task: Task) -> Reply:
    """To a youth or guardian: one task of their own, and how it stands; no more, since a history names others."""
    state = T("told.state", state=T(STATE_TEXTS[task.state]))
    done = T("ordinary.task_done", number=task.number) if task.state in OPEN else None
    return (ordinary.sensitive(ctx, lines(_plainly(task), state, done)),)


def own_words(ctx: CaseCtx) -> Reply:
    """To the youth: their own words in the plan, and how to say what is to stand there."""
    if page_answers.agreed_for(ctx.store, ctx.sender) is PageAnswers.NOTHING:
        return (ordinary.orally(ctx),)
    words = _own_words(ctx)
    how = T("ordinary.own_words_how")
    if words is None:
        return (ordinary.answer(ctx, lines(T("ordinary.no_own_words"), how)),)
    return (ordinary.sensitive(ctx, lines(words, how)),)


def _own_words(ctx: CaseCtx) -> Lines | None:
    """What stands in the plan in the youth's words; to nobody else on their page."""
    if ctx.sender.role is not Role.YOUTH:
        return None
    words = [goal.own_words for goal in ctx.store.goals.all() if goal.is_open and goal.own_words is not None]
    if not words:
        return None
    return lines(T("ordinary.own_words"), items(*(T("ordinary.own_word", text=one) for one in words)))


def _plainly(task: Task) -> Text:
    """A task without how it stands: who reads it knows, and whoever holds the phone need not."""
    values = {"number": task.number, "text": cards.whole_title(task.text)}
    if task.due_on is None:
        return T("task.choice", **values)
    return T("task.choice_due", day=task.due_on, **values)


def of_professional(ctx: UnitCtx, tasks: Sequence[Task], codes: Mapping[str, str]) -> Lines:
    """All open tasks of a professional, the most urgent first, with the words to answer with.

    ``codes``: of the cases they are in; where it is one, it need not be named.
    """
    ordered = rules.by_urgency(tasks, ctx.today)
    is_named = len(set(codes.values())) > 1
    shown: list[Text] = []
    for task in ordered[:MOST]:
        line = _line(ctx, task)
        shown.append(T("mine.in_case", code=codes[task.case_id], task=line) if is_named else line)
    first = ordered[0]
    which = f"{codes[first.case_id]} {first.number}" if is_named else str(first.number)
    asked = next((task for task in ordered if task.state is TaskState.ASKED), None)
    hidden = len(ordered) - len(shown)
    return lines(
        T("mine.title", n=len(ordered)),
        *shown,
        T("mine.more", n=hidden) if hidden else None,
        T("mine.how", which=which),
        None if asked is None else T("mine.asked", which=_which(asked, codes, is_named=is_named)),
    )


def _which(task: Task, codes: Mapping[str, str], *, is_named: bool) -> str:
    return f"{codes[task.case_id]} {task.number}" if is_named else str(task.number)


def _line(ctx: UnitCtx, task: Task) -> Text:
    values = {"mark": cards.MARKS[task.state], "number": task.number, "text": cards.title(task.text)}
    more = cards.when(task, ctx)
    return T("task.own_more", more=more, **values) if more else T("task.own", **values)
