"""Shows tasks in messages that ask about them: the line, what may be tapped, which to choose among."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.conversation.command import (
    CaseCtx,
    Reply,
    UnitCtx,
    refuse,
)
from bot.i18n import WEEKDAYS, Lines, T, Text, lines, say
from bot.messages import Edit, Offer, Say
from bot.rules import plan as rules
from bot.rules import reactions
from bot.rules.person import Person
from bot.rules.plan import Task, TaskState
from bot.rules.reactions import Question
from bot.rules.room import RoomKind
from bot.services import pause
from bot.wording import cards


def choices(ctx: UnitCtx, tasks: Sequence[Task]) -> str:
    """Tasks to choose among: ``1 Ringa mentor (ons) · 3 Möta efter skolan (fre)``."""
    return " · ".join(say(choice(ctx, task), ctx.language) for task in tasks)


def choice(ctx: UnitCtx, task: Task) -> Text:
    if task.due_on is None:
        return T("task.choice", number=task.number, text=task.text)
    day: date | str = task.due_on
    if 0 <= (task.due_on - ctx.today).days < 7:
        day = WEEKDAYS[ctx.language][task.due_on.weekday()][:3]
    return T("task.choice_due", number=task.number, text=task.text, day=day)


def joined_by_and(ctx: UnitCtx, words: Sequence[str]) -> str:
    return _listed(words, "och" if ctx.language == "sv" else "and")


def joined_by_or(ctx: UnitCtx, words: Sequence[str]) -> str:
    return _listed(words, "eller" if ctx.language == "sv" else "or")


def _listed(words: Sequence[str], last: str) -> str:
    """Words as they are listed in a sentence: ``1, 2 eller 3``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def unseen(ctx: CaseCtx, said: Text | Lines) -> Lines:
    """What was done; while the room is still, also that the others do not see it yet."""
    is_opened = ctx.case.opened_on is not None
    return lines(said, T("task.unseen") if is_opened and pause.is_paused(ctx.store) else None)


def ask_whether_taken(ctx: CaseCtx, task: Task, owner: Person) -> Reply:
    """Ask the owner in the room whether they take a task."""
    question = Say(
        room_id=ctx.store.room.id,
        body=with_legend(ctx, Question.TAKE, task),
        mentions=(owner.id,),
        to_all=True,
        tag=f"{Question.TAKE}:{task.id}",
        asks=owner.id,
    )
    asked = (question, *cards.refreshed(ctx), *offered(ctx, Question.TAKE, task))
    if ctx.room.kind is not RoomKind.OFFICE:
        return asked
    return (*asked, ctx.say(T("task.asked", number=task.number)))


def offered(ctx: CaseCtx, question: Question, task: Task) -> tuple[Offer, ...]:
    """The emoji that the bot puts under a question about a task."""
    tag = f"{question}:{task.id}"
    return (Offer(room_id=ctx.store.room.id, tag=tag, keys=reactions.offered(question)),)


def shown_again(ctx: CaseCtx, task: Task, *, asking: Collection[Question] = tuple(Question)) -> Reply:
    """The edits that bring the newest messages about a task up to date, so that their legend is true; nothing is
    offered under them any more.

    Messages whose question is not among ``asking`` get no legend any more.
    """
    shown: list[Edit | Offer] = []
    for question in Question:
        tag = f"{question}:{task.id}"
        if ctx.store.is_shown(tag):
            body: Text | Lines = cards.task_line(ctx, task)
            if question in asking:
                body = with_legend(ctx, question, task)
            shown.append(Edit(room_id=ctx.store.room.id, tag=tag, body=body))
            shown.append(Offer(room_id=ctx.store.room.id, tag=tag))
    return (*shown, *_shown_on_page(ctx, task))


def _shown_on_page(ctx: CaseCtx, task: Task) -> Reply:
    """The edit of the message about a task on its owner's page, where they have several and are asked one by one."""
    if task.owner_id is None:
        return ()
    page, tag = ctx.store.page(task.owner_id), f"{Question.GOES}:{task.id}"
    if not ctx.store.is_shown(tag, page):
        return ()
    return (
        Edit(room_id=page.id, tag=tag, body=with_legend_on_page(ctx, task)),
        Offer(room_id=page.id, tag=tag),
    )


def with_legend_on_page(ctx: CaseCtx, task: Task) -> Text | Lines:
    """A task on its owner's page, with its case, and what they may tap there."""
    line = T("status.in_case", code=ctx.case.code, task=cards.task_line(ctx, task))
    key = legend_key(Question.GOES, task)
    if key is None:
        return line
    if key == "task.how_goes_it":
        return lines(line, T("status.how_on_page", code=ctx.case.code, number=task.number))
    return lines(line, T(key, name="", number=task.number))


def with_legend(ctx: CaseCtx, question: Question, task: Task) -> Text | Lines:
    """A task, and what its owner may tap."""
    key = legend_key(question, task)
    if key is None or task.owner_id is None:
        return cards.task_line(ctx, task)
    owner = ctx.facts.person(task.owner_id)
    return lines(cards.task_line(ctx, task), T(key, name=owner.name, number=task.number))


def legend_key(question: Question, task: Task) -> str | None:
    """The key of the text that says what may be tapped under a message, if anything may."""
    if task.state is TaskState.DONE:
        return "task.not_done_yet"
    if task.state not in rules.OPEN:
        return None
    if question is Question.GOES:
        return "task.how_goes_it"
    return "task.do_you_take_it" if task.state is TaskState.ASKED else "task.taken"


def to_page(ctx: CaseCtx, words: Text) -> Say:
    """Words to whoever tapped, on their own page."""
    return Say(room_id=ctx.store.page(ctx.sender.id).id, body=words, quiet=True)


def numbered(ctx: CaseCtx, number: int) -> Task:
    """The task with a number. Refused where there is none."""
    task = ctx.store.plan.find(number)
    if task is None:
        raise refuse("task.no_such", number=number)
    return task
