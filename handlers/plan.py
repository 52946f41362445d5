"""The action plan: tasks, their status by a word or a tap, and the card that shows them all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Number, Rest, Somebody, Title
from bot.conversation.command import Args, CaseCtx, Reply, command, refuse, when_due, when_tapped
from bot.i18n import Lines, T, Text, Words, lines
from bot.messages import Edit, Say, Urgency
from bot.rules import plan as rules
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.people import Person
from bot.rules.plan import Question, Task, TaskAnswer, TaskState
from bot.rules.roles import OWN_WORDS, Duty
from bot.rules.room import RoomKind
from bot.services import circle
from bot.services.pause import is_paused
from bot.wording import cards


class New(Args):
    """Who does what by when."""

    text: Annotated[str, Arg(reads=Title((Day(),)), ask="task.ask_text")]
    owner: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]
    day: Annotated[date | None, Arg(reads=Day(), words=("senast", "by"))] = None


@command(sv="uppgift", en="task", needs=Duty.PLAN, where=(RoomKind.OFFICE, RoomKind.CASE))
def new(ctx: CaseCtx, args: New) -> Reply:
    """Give somebody in the case a task; they say whether they take it ([Sk] R70)."""
    _check_owner(ctx, args.owner)
    if args.day is not None and args.day < ctx.today:
        raise refuse("task.day_past", day=args.day)
    task = ctx.store.plan.add(
        Task(
            id="",
            unit_id=ctx.unit_id,
            case_id=ctx.case.id,
            number=0,
            text=args.text,
            owner_id=args.owner.id,
            due_on=args.day,
            changed_at=ctx.now,
        ),
        now=ctx.now,
    )
    if task.due_on is not None:
        ctx.store.schedule("task.due", task.id, morning(task.due_on))
    ctx.store.audit(Action.CASE_TASK_ADDED, number=task.number)
    return _asked(ctx, task, args.owner)


class Which(Args):
    """Which task."""

    number: Annotated[int, Arg(reads=Number(), ask="task.ask_number")]


@command(sv="klar", en="done", needs=Duty.STATUS, evidence=False)
def done(ctx: CaseCtx, args: Which) -> Reply:
    """Say that a task is done."""
    return _moved(ctx, args.number, TaskState.DONE)


@command(sv="pågår", en="ongoing", needs=Duty.STATUS, evidence=False)
def ongoing(ctx: CaseCtx, args: Which) -> Reply:
    """Say that a task is under way."""
    return _moved(ctx, args.number, TaskState.DOING)


class HandOver(Args):
    """Which task, and who has it from now on."""

    number: Annotated[int, Arg(reads=Number(), ask="task.ask_number")]
    owner: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person", words=("till", "to"))]


@command(sv="lämna över", en="hand over", needs=Duty.PLAN, where=(RoomKind.OFFICE, RoomKind.CASE))
def hand_over(ctx: CaseCtx, args: HandOver) -> Reply:
    """Give a task to somebody else in the case; they say whether they take it."""
    task = _find(ctx, args.number)
    _check_owner(ctx, args.owner)
    given = rules.given_to(task, args.owner.id, ctx.now)
    ctx.store.plan.save(given, now=ctx.now)
    if given.due_on is not None and ctx.today <= given.due_on:
        ctx.store.schedule("task.due", given.id, morning(given.due_on))  # whoever left took their follow-up along
    ctx.store.audit(Action.CASE_TASK_HANDED_OVER, number=task.number)
    return (*_legends(ctx, given, asking=()), *_asked(ctx, given, args.owner))


@command(sv="stryk", en="strike", needs=Duty.PLAN, where=(RoomKind.OFFICE, RoomKind.CASE))
def strike(ctx: CaseCtx, args: Which) -> Reply:
    """Take a task off the plan. It stays in the export as struck."""
    task = _find(ctx, args.number)
    dropped = rules.moved(task, TaskState.DROPPED, ctx.now)
    ctx.confirm(T("task.strike_preview", number=task.number, text=task.text))
    ctx.store.plan.save(dropped, now=ctx.now)
    ctx.store.cancel_scheduled("the task is struck", kind="task.due", subject=task.id)
    ctx.store.audit(Action.CASE_TASK_STRUCK, number=task.number)
    in_room = (
        ()
        if ctx.room.kind is RoomKind.CASE
        else (Say(room_id=ctx.store.room.id, body=_line(ctx, dropped), quiet=True),)
    )
    return (
        ctx.say(T("task.struck", number=task.number), quiet=True),
        *in_room,
        *_legends(ctx, dropped),
        *cards.refreshed(ctx),
    )


class Stuck(Args):
    """Which task, and what stands in the way."""

    number: Annotated[int, Arg(reads=Number(), ask="task.ask_number")]
    obstacle: Annotated[str | None, Arg(reads=Rest())] = None


@command(sv="hinder", en="obstacle", needs=Duty.STATUS, evidence=False)
def stuck(ctx: CaseCtx, args: Stuck) -> Reply:
    """Say that something stands in the way. What it is goes to the coordinator, not to the room."""
    if args.obstacle and not ctx.verified and ctx.sender.role not in OWN_WORDS:
        raise refuse("kit.not_verified")  # the sign alone may be a tap as well; words to others take more
    task = _find(ctx, args.number)
    rules.check_status(task, ctx.sender)
    moved = rules.with_obstacle(rules.moved(task, TaskState.STUCK, ctx.now), args.obstacle)
    ctx.store.plan.save(moved, now=ctx.now)
    ctx.store.audit(Action.CASE_TASK_STUCK, number=task.number)
    told = T("task.obstacle_told", code=ctx.case.code, number=task.number, name=ctx.sender.name)
    words = T("task.obstacle", name=ctx.sender.name, obstacle=Words(args.obstacle)) if args.obstacle else None
    return (
        ctx.say(T("task.stuck", number=task.number)),
        *_legends(ctx, moved),
        *cards.refreshed(ctx),
        Say(
            room_id=ctx.store.page(ctx.case.coordinator_id).id,
            body=lines(told, words),
        ),
    )


@when_tapped(Question.TAKE)
def taken(ctx: CaseCtx, subject: str, key: str) -> Reply:
    """A tap on "do you take it?"."""
    return _tapped(ctx, Question.TAKE, subject, key)


@when_tapped(Question.GOES)
def tapped(ctx: CaseCtx, subject: str, key: str) -> Reply:
    """A tap on "how does it go?"."""
    return _tapped(ctx, Question.GOES, subject, key)


def _tapped(ctx: CaseCtx, question: Question, subject: str, key: str) -> Reply:
    """What the owner taps is what the legend under that message says. Who is not understood hears it on their page."""
    task = ctx.store.plan.get(subject)
    if task is None:
        return ()
    said = rules.answer_in(question, task.state, key)
    if task.owner_id != ctx.sender.id:
        # Others may put a 🎉 there without being spoken to
        return (_to_page(ctx, T("task.tap_not_yours", number=task.number)),) if rules.is_offered(key) else ()
    if ctx.case.state is not State.ACTIVE:
        return (_to_page(ctx, T("task.tap_still", code=ctx.case.code)),)
    if said is None:
        return (_to_page(ctx, _means(question, task)),)
    moved = rules.answered(task, said, ctx.now)
    if moved == task:
        again = "task.what_obstacle" if said is TaskAnswer.STUCK else "task.said_doing"
        return (_to_page(ctx, T(again, number=task.number)),)
    ctx.store.plan.save(moved, now=ctx.now)
    ctx.store.audit(Action.CASE_TASK_TAPPED, number=task.number, state=str(moved.state))
    told: tuple[Say, ...] = ()
    if moved.owner_id is None:
        told = (
            Say(
                room_id=ctx.store.page(ctx.case.coordinator_id).id,
                body=T("task.declined", code=ctx.case.code, number=task.number, name=ctx.sender.name),
            ),
        )
    elif moved.state is TaskState.STUCK:
        told = (Say(room_id=ctx.store.page(ctx.sender.id).id, body=T("task.what_obstacle", number=task.number)),)
    return (*_legends(ctx, moved), *cards.refreshed(ctx), *told)


@when_due("task.due")
def due(ctx: CaseCtx, subject: str) -> Reply:
    """On the due day: ask the owner how it goes. Not while the case stands still: then once it goes on."""
    task = ctx.store.plan.get(subject)
    if task is None or task.owner_id is None or task.state not in rules.OPEN:
        return ()
    if is_paused(ctx.store):
        if ctx.case.state in (State.ACTIVE, State.FROZEN):
            ctx.store.schedule("task.due", task.id, morning(ctx.today + timedelta(days=1)))
        return ()
    return (
        Say(
            room_id=ctx.store.room.id,
            body=_with_legend(ctx, Question.GOES, task),
            mentions=(task.owner_id,),
            tag=f"{Question.GOES}:{task.id}",
            urgency=Urgency.QUESTION,
            person_id=task.owner_id,
        ),
    )


def card(ctx: CaseCtx) -> Lines:
    """The plan as one message, edited in place as things change."""
    tasks = [task for task in ctx.store.plan.all() if task.state is not TaskState.DROPPED]
    count = rules.tally(tasks)
    title = T(
        "task.card",
        plan=ctx.profile.plan.text,
        doing=count[TaskState.DOING] + count[TaskState.ASKED],
        done=count[TaskState.DONE],
        stuck=count[TaskState.STUCK],
    )
    return lines(title, *(_line(ctx, task) for task in tasks)) if tasks else lines(title, T("task.no_tasks"))


def shown_again(ctx: CaseCtx) -> Reply:
    """Bring the pinned card up to date, if the room has one already."""
    tag = f"plan:{ctx.case.id}"
    return (Edit(room_id=ctx.store.room.id, tag=tag, body=card(ctx)),) if ctx.store.is_shown(tag) else ()


def orphaned(ctx: CaseCtx, people: Collection[str]) -> list[int]:
    """Take the open tasks from people who leave; returns their numbers."""
    found = []
    for task in ctx.store.plan.all():
        if task.owner_id in people and task.state in rules.OPEN:
            ctx.store.plan.save(rules.without_owner(task, ctx.now), now=ctx.now)
            ctx.store.cancel_scheduled("nobody owns the task", kind="task.due", subject=task.id)
            found.append(task.number)
    return found


def numbers(key: str, found: Sequence[int]) -> Text | None:
    """A text about some tasks, when there are any."""
    return T(key, numbers=list(found), n=len(found)) if found else None


def _moved(ctx: CaseCtx, number: int, to: TaskState) -> Reply:
    task = _find(ctx, number)
    rules.check_status(task, ctx.sender)
    moved = rules.moved(task, to, ctx.now)
    ctx.store.plan.save(moved, now=ctx.now)
    if to is TaskState.DONE:
        ctx.store.cancel_scheduled("the task is done", kind="task.due", subject=task.id)
    ctx.store.audit(Action.CASE_TASK_MOVED, number=number, state=str(to))
    return (ctx.say(T(f"task.said_{to}", number=number), quiet=True), *_legends(ctx, moved), *cards.refreshed(ctx))


def _check_owner(ctx: CaseCtx, owner: Person) -> None:
    """Refuse to give anybody a task in a case that does not go on, or somebody who does not see the room it is in."""
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    if owner.id not in {actor.person_id for actor in ctx.store.actors.all()} | {ctx.case.coordinator_id}:
        raise refuse("task.not_in_case", name=owner.name)
    if owner.matrix_id is not None and owner.id not in circle.members(ctx.store, ctx.store.room):
        raise refuse("task.not_in_room", name=owner.name)


def _asked(ctx: CaseCtx, task: Task, owner: Person) -> Reply:
    """Ask the owner in the room whether they take it."""
    return (
        Say(
            room_id=ctx.store.room.id,
            body=_with_legend(ctx, Question.TAKE, task),
            mentions=(owner.id,),
            tag=f"{Question.TAKE}:{task.id}",
        ),
        *cards.refreshed(ctx),
        *((ctx.say(T("task.asked", number=task.number)),) if ctx.room.kind is RoomKind.OFFICE else ()),
    )


def _legends(ctx: CaseCtx, task: Task, *, asking: Collection[Question] = tuple(Question)) -> Reply:
    """Bring the newest messages about a task up to date, so that the signs they offer do what they say. Those that
    are not among ``asking`` ask nothing any more."""
    shown: list[Edit] = []
    for question in Question:
        tag = f"{question}:{task.id}"
        if ctx.store.is_shown(tag):
            body = _with_legend(ctx, question, task) if question in asking else _line(ctx, task)
            shown.append(Edit(room_id=ctx.store.room.id, tag=tag, body=body))
    return tuple(shown)


def _with_legend(ctx: CaseCtx, question: Question, task: Task) -> Text | Lines:
    """A task and what its owner may tap, as the table of signs has it."""
    asked = asks(question, task)
    if asked is None or task.owner_id is None:
        return _line(ctx, task)
    return lines(_line(ctx, task), T(asked, name=ctx.store.people.get(task.owner_id).name, number=task.number))


def asks(question: Question, task: Task) -> str | None:
    """The text that shows the legend of a message, if it has any."""
    if task.state is TaskState.DONE:
        return "task.not_done_yet"
    if task.state not in rules.OPEN:
        return None
    if question is Question.GOES:
        return "task.how_goes_it"
    return "task.do_you_take_it" if task.state is TaskState.ASKED else "task.taken"


def _means(question: Question, task: Task) -> Text:
    """What the signs under a message mean, for somebody who tapped another."""
    if task.state is TaskState.DONE:
        return T("task.tap_done", number=task.number)
    if task.state not in rules.OPEN:
        return T("task.tap_struck", number=task.number)
    if question is Question.GOES:
        return T("task.tap_how_goes_it", number=task.number)
    return T("task.tap_take_it" if task.state is TaskState.ASKED else "task.tap_taken", number=task.number)


def _to_page(ctx: CaseCtx, words: Text) -> Say:
    """To the one who tapped, and nobody else."""
    return Say(room_id=ctx.store.page(ctx.sender.id).id, body=words, quiet=True)


def _find(ctx: CaseCtx, number: int) -> Task:
    task = ctx.store.plan.find(number)
    if task is None:
        raise refuse("task.no_such", number=number)
    return task


def _line(ctx: CaseCtx, task: Task) -> Text:
    owner = T("task.nobody") if task.owner_id is None else ctx.store.people.get(task.owner_id).name
    values = {"number": task.number, "text": task.text, "owner": owner, "mark": T(f"task.mark_{task.state}")}
    return T("task.line", **values) if task.due_on is None else T("task.line_due", day=task.due_on, **values)
