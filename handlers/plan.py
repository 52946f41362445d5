"""The action plan in chat: tasks are given, moved on by a word or a tap, and shown on the card."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Number, Rest, Somebody, Title
from bot.conversation.command import Args, CaseCtx, Outcome, Reply, command, refuse, when_due, when_tapped
from bot.i18n import Lines, T, Text, Words, lines
from bot.messages import Edit, Say, Urgency
from bot.rules import plan as rules
from bot.rules import reactions
from bot.rules.case import State
from bot.rules.person import Person
from bot.rules.plan import Task, TaskState
from bot.rules.reactions import Question, TaskAnswer
from bot.rules.roles import OWN_WORDS, Duty
from bot.rules.room import RoomKind
from bot.services import circle, plan
from bot.wording import cards

#: Answers in words, as handlers get them; anything else was tapped.
_WORDS = frozenset({"ja", "nej"})

#: What is said back to an answer in words.
_SAID_BACK: Mapping[TaskAnswer, str] = MappingProxyType(
    {TaskAnswer.TAKES: "task.has_taken", TaskAnswer.DECLINES: "task.has_declined"}
)


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
    task = plan.add(ctx.store, args.text, owner_id=args.owner.id, due_on=args.day)
    return _ask_whether_taken(ctx, task, args.owner)


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
    task = _task(ctx, args.number)
    _check_owner(ctx, args.owner)
    given = plan.hand_over(ctx.store, task, owner_id=args.owner.id)
    return (*_shown_again(ctx, given, asking=()), *_ask_whether_taken(ctx, given, args.owner))


@command(sv="stryk", en="strike", needs=Duty.PLAN, where=(RoomKind.OFFICE, RoomKind.CASE))
def strike(ctx: CaseCtx, args: Which) -> Outcome:
    """Take a task off the plan. It stays in the export as struck."""
    task = _task(ctx, args.number)
    rules.check_move(task, TaskState.DROPPED)
    asked = ctx.still_to_agree(T("task.strike_preview", number=task.number, text=task.text))
    if asked is not None:
        return asked
    struck = plan.strike(ctx.store, task)
    to_room: tuple[Say, ...] = ()
    if ctx.room.kind is not RoomKind.CASE:
        to_room = (Say(room_id=ctx.store.room.id, body=cards.task_line(ctx, struck), quiet=True),)
    return (
        ctx.say(T("task.struck", number=task.number), quiet=True),
        *to_room,
        *_shown_again(ctx, struck),
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
        # That a task is stuck can be tapped as well; words that are passed on need a verified device
        raise refuse("kit.not_verified")
    task = _task(ctx, args.number)
    rules.check_status(task, ctx.sender)
    moved = plan.note_obstacle(ctx.store, task, args.obstacle)
    told = T("task.obstacle_told", code=ctx.case.code, number=task.number, name=ctx.sender.name)
    words = T("task.obstacle", name=ctx.sender.name, obstacle=Words(args.obstacle)) if args.obstacle else None
    return (
        ctx.say(T("task.stuck", number=task.number)),
        *_shown_again(ctx, moved),
        *cards.refreshed(ctx),
        Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=lines(told, words)),
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
    """Note what the owner of a task tapped, as the legend under that message says.

    A tap that is not understood is answered on the own page of whoever tapped.
    """
    task = ctx.store.plan.get(subject)
    if task is None:
        return ()
    said = reactions.answer_in(question, task.state, key)
    if task.owner_id != ctx.sender.id:
        if not reactions.is_offered(key):
            return ()  # others may put a 🎉 there without being spoken to
        return (_to_page(ctx, T("task.tap_not_yours", number=task.number)),)
    if ctx.case.state is not State.ACTIVE:
        return (_to_page(ctx, T("task.tap_still", code=ctx.case.code)),)
    if said is None:
        return (_to_page(ctx, _meaning(question, task)),)
    answered = plan.note_answer(ctx.store, task, said)
    if answered is None:
        again = "task.what_obstacle" if said is TaskAnswer.STUCK else "task.said_doing"
        return (_to_page(ctx, T(again, number=task.number)),)
    said_back = _said_back(ctx, task, said) if key in _WORDS else ()
    return (*_shown_again(ctx, answered), *cards.refreshed(ctx), *said_back, *_after_tap(ctx, answered))


def _said_back(ctx: CaseCtx, task: Task, said: TaskAnswer) -> tuple[Say, ...]:
    """What an answer in words was understood as: in a room it may have been meant for somebody else."""
    if said not in _SAID_BACK:
        return ()
    body = T(_SAID_BACK[said], name=ctx.sender.name, number=task.number, text=task.text)
    return (ctx.say(body, quiet=True, tag="beside"),)


def _after_tap(ctx: CaseCtx, task: Task) -> tuple[Say, ...]:
    """What is said after a tap: to the coordinator, when the owner declined; to the owner, when they are
    stuck."""
    if task.owner_id is None:
        declined = T("task.declined", code=ctx.case.code, number=task.number, name=ctx.sender.name)
        return (Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=declined),)
    if task.state is TaskState.STUCK:
        obstacle = T("task.what_obstacle", number=task.number)
        return (Say(room_id=ctx.store.page(ctx.sender.id).id, body=obstacle),)
    return ()


@when_due("task.due")
def due(ctx: CaseCtx, subject: str) -> Reply:
    """Ask the owner on the due day how it goes; while the case is paused, later."""
    task = plan.take_due(ctx.store, subject)
    if task is None:
        return ()
    assert task.owner_id is not None
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


def _moved(ctx: CaseCtx, number: int, to: TaskState) -> Reply:
    """Move a task on, and show it."""
    task = _task(ctx, number)
    rules.check_status(task, ctx.sender)
    moved = plan.move(ctx.store, task, to)
    said = T("task.said_done" if to is TaskState.DONE else "task.said_doing", number=number)
    return (ctx.say(said, quiet=True), *_shown_again(ctx, moved), *cards.refreshed(ctx))


def _check_owner(ctx: CaseCtx, owner: Person) -> None:
    """Refuse to give a task in a case that is not active, or to somebody who is not in the case or in its
    room."""
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    people = {ctx.case.coordinator_id, *(actor.person_id for actor in ctx.facts.actors)}
    if owner.id not in people:
        raise refuse("task.not_in_case", name=owner.name)
    if owner.matrix_id is not None and owner.id not in circle.members(ctx.store, ctx.store.room):
        raise refuse("task.not_in_room", name=owner.name)


def _ask_whether_taken(ctx: CaseCtx, task: Task, owner: Person) -> Reply:
    """Ask the owner in the room whether they take a task."""
    question = Say(
        room_id=ctx.store.room.id,
        body=_with_legend(ctx, Question.TAKE, task),
        mentions=(owner.id,),
        tag=f"{Question.TAKE}:{task.id}",
        asks=owner.id,
    )
    if ctx.room.kind is not RoomKind.OFFICE:
        return (question, *cards.refreshed(ctx))
    return (question, *cards.refreshed(ctx), ctx.say(T("task.asked", number=task.number)))


def _shown_again(ctx: CaseCtx, task: Task, *, asking: Collection[Question] = tuple(Question)) -> Reply:
    """The edits that bring the newest messages about a task up to date, so that their legend is true.

    Messages whose question is not among ``asking`` get no legend any more.
    """
    shown: list[Edit] = []
    for question in Question:
        tag = f"{question}:{task.id}"
        if ctx.store.is_shown(tag):
            body: Text | Lines = cards.task_line(ctx, task)
            if question in asking:
                body = _with_legend(ctx, question, task)
            shown.append(Edit(room_id=ctx.store.room.id, tag=tag, body=body))
    return tuple(shown)


def _with_legend(ctx: CaseCtx, question: Question, task: Task) -> Text | Lines:
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


def _meaning(question: Question, task: Task) -> Text:
    """What the signs under a message mean, for somebody who tapped another."""
    if task.state is TaskState.DONE:
        return T("task.tap_done", number=task.number)
    if task.state not in rules.OPEN:
        return T("task.tap_struck", number=task.number)
    if question is Question.GOES:
        return T("task.tap_how_goes_it", number=task.number)
    return T("task.tap_take_it" if task.state is TaskState.ASKED else "task.tap_taken", number=task.number)


def _to_page(ctx: CaseCtx, words: Text) -> Say:
    """Words to whoever tapped, on their own page."""
    return Say(room_id=ctx.store.page(ctx.sender.id).id, body=words, quiet=True)


def _task(ctx: CaseCtx, number: int) -> Task:
    """The task with a number. Refused where there is none."""
    task = ctx.store.plan.find(number)
    if task is None:
        raise refuse("task.no_such", number=number)
    return task
