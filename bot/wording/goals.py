"""Shows goals: one with all that belongs to it, several as a list, and what was done about one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.command import CaseCtx, Reply, refuse
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say
from bot.rules.goal import OUTCOME_TEXTS, Goal, Milestone
from bot.rules.plan import Task, TaskState
from bot.rules.profile import YOUTH
from bot.rules.room import RoomKind
from bot.rules.words import one
from bot.services import circle
from bot.wording import cards


def seen(ctx: CaseCtx) -> list[Goal]:
    """The goals that may be spoken of where somebody speaks: in a room of the case its own; in kontoret all; on an own
    page those of the rooms that they may be in."""
    return [goal for goal in ctx.store.goals.all() if may_be_spoken_of(ctx, goal.room_id)]


def may_be_spoken_of(ctx: CaseCtx, room_id: str | None) -> bool:
    """Whether what belongs to a room (None: the case room) may be spoken of here."""
    belongs_to = room_id or ctx.store.room.id
    if ctx.room.kind.of_case:
        return belongs_to == ctx.room.id
    if ctx.room.kind is RoomKind.OFFICE:
        return True
    room = next((each for each in ctx.store.rooms if each.id == belongs_to), None)
    return room is not None and ctx.sender.id in circle.members(ctx.store, room)


def numbered(ctx: CaseCtx, number: int) -> Goal:
    """The goal with a number, struck ones too. Refused where there is none that may be spoken of here."""
    found = next((goal for goal in seen(ctx) if goal.number == number), None)
    if found is None:
        raise refuse("goal.no_such", number=number)
    return found


def head(ctx: CaseCtx, goal: Goal) -> Text:
    """A goal as one line: number, words, area."""
    if goal.area is None:
        return T("goal.line", number=goal.number, text=goal.text)
    area = one(ctx.profile.goals, goal.area).text
    return T("goal.line_area", number=goal.number, text=goal.text, area=area)


def listed(ctx: CaseCtx, goals: Sequence[Goal]) -> Lines:
    """Several goals, a line each."""
    return lines(*(head(ctx, goal) for goal in goals), T("goal.more", number=goals[0].number))


def whole(ctx: CaseCtx, goal: Goal) -> Lines:
    """A goal with the youth's own words, how it is to be reached, its steps and its tasks."""
    own = _own_words(ctx, goal)
    means = None if goal.means is None else T("goal.means", means=goal.means)
    steps = [step_line(goal, step) for step in goal.milestones]
    tasks = [
        task
        for task in ctx.store.plan.all()
        if task.goal_id == goal.id and task.state is not TaskState.DROPPED
    ]
    judged = None if goal.outcome is None else judgement(ctx, goal)
    if goal.dropped:
        judged = T("goal.is_off")
    hint = T("goal.hint", number=goal.number) if not (own or means or steps or tasks or judged) else None
    return lines(
        head(ctx, goal), own, means, *steps, *(cards.task_line(ctx, task) for task in tasks), judged, hint
    )


def _own_words(ctx: CaseCtx, goal: Goal) -> Text | None:
    if goal.own_words is None:
        return None
    is_own = any(
        actor.function == YOUTH and actor.person_id == goal.own_words_from for actor in ctx.facts.actors
    )
    if is_own or goal.own_words_from is None:
        return T("goal.own_words", words=goal.own_words)
    return T("goal.own_words_by", words=goal.own_words, name=ctx.facts.person(goal.own_words_from).name)


def step_line(goal: Goal, step: Milestone) -> Text:
    """A step on the way as one line: ``1.2 ☐ Gå hela veckan, fre 4 dec``."""
    values = {"number": f"{goal.number}.{step.number}", "text": step.text}
    if step.reached_on is not None:
        return T("goal.step_taken", **values, day=step.reached_on)
    if step.due_on is not None:
        return T("goal.step_due", **values, day=step.due_on)
    return T("goal.step", **values)


def judgement(ctx: CaseCtx, goal: Goal) -> Text:
    """How far a goal was reached, who says so, and when. In a room of the case only that it is judged: a youth may read
    there what others think of them."""
    assert goal.outcome is not None
    if ctx.room.kind.of_case or goal.judged_by is None:
        return T("goal.is_judged_on", number=goal.number, day=goal.judged_on)
    outcome = T(OUTCOME_TEXTS[goal.outcome])
    name = ctx.facts.person(goal.judged_by).name
    return T("goal.judged", number=goal.number, outcome=outcome, name=name, day=goal.judged_on)


def with_tasks(preview: Text, tasks: Sequence[Task], *, is_going: bool) -> Lines:
    """What follows when a goal is struck, and what becomes of its open tasks."""
    numbers = [str(task.number) for task in tasks]
    if not numbers:
        return lines(preview)
    key = "goal.tasks_go" if is_going else "goal.tasks_stay"
    return lines(preview, T(key, numbers=numbers, n=len(numbers)))


def told(ctx: CaseCtx, goal: Goal, words: Text, more: Text | None = None, *, in_room: bool = True) -> Reply:
    """Say what was done about a goal, and without a sound in its room, where that is another; the card follows."""
    belongs_to = goal.room_id or ctx.store.room.id
    to_room: tuple[Say, ...] = ()
    is_open = any(room.id == belongs_to and room.matrix_room is not None for room in ctx.store.rooms)
    if in_room and ctx.room.id != belongs_to and is_open:
        to_room = (Say(room_id=belongs_to, body=words, quiet=True, to_all=True),)
    return (ctx.say(lines(words, more), quiet=True), *to_room, *cards.refreshed(ctx))
