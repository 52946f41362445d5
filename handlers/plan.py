"""The action plan in chat: tasks are given, moved on by a word or a tap, and shown on the card."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

from bot.conversation.arguments import Arg, Day, Number, Numbers, Rest, Somebody, Title, Which
from bot.conversation.command import (
    Args,
    Ask,
    CaseCtx,
    Confirm,
    Effect,
    Missing,
    Outcome,
    Reply,
    UnitCtx,
    command,
    refuse,
    when_due,
    when_tapped,
)
from bot.errors import Refused
from bot.i18n import WEEKDAYS, Lines, T, Text, Words, lines, say
from bot.messages import Edit, Offer, Say, Takes, Urgency
from bot.rules import plan as rules
from bot.rules import reactions
from bot.rules.case import FROZEN_STATES, State
from bot.rules.person import Person
from bot.rules.plan import Task, TaskState
from bot.rules.reactions import Question, TaskAnswer
from bot.rules.roles import OWN_WORDS, Consequence, Duty, Role
from bot.rules.room import RoomKind
from bot.services import circle, pause, plan
from bot.wording import cards
from bot.wording.taps import to_tapper
from storage.tap import Tap

#: Answers in words, as handlers get them; anything else was tapped.
_WORDS = frozenset({"ja", "nej", "klar"})

#: What is said back to an answer in words.
_SAID_BACK: Mapping[TaskAnswer, str] = MappingProxyType(
    {
        TaskAnswer.TAKES: "task.has_taken",
        TaskAnswer.DECLINES: "task.has_declined",
        TaskAnswer.DONE: "task.said_done",
    }
)


class New(Args):
    """Who does what by when."""

    text: Annotated[str, Arg(reads=Title((Day(),)), ask="task.ask_text")]
    owner: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]
    day: Annotated[date | None, Arg(reads=Day(), words=("senast", "by"))] = None


def _can_ask(ctx: CaseCtx) -> None:
    """Refuse what would be asked of somebody in a room where nothing is said now."""
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    if pause.is_paused(ctx.store):
        raise refuse("task.still", code=ctx.case.code)


def _can_change(ctx: CaseCtx) -> None:
    """Refuse to change the plan of a case that is closed, or is being closed."""
    if ctx.case.state in FROZEN_STATES - {State.FROZEN}:
        raise refuse("task.over")


@command(sv="uppgift", en="task", needs=Duty.PLAN, where=(RoomKind.OFFICE, RoomKind.CASE), ready=_can_ask)
def new(ctx: CaseCtx, args: New) -> Reply:
    """Give somebody in the case a task; they say whether they take it ([Sk] R70)."""
    _check_owner(ctx, args.owner)
    if args.day is not None and args.day < ctx.today:
        raise refuse("task.day_past", day=args.day)
    task = plan.add(ctx.store, args.text, owner_id=args.owner.id, due_on=args.day)
    return _ask_whether_taken(ctx, task, args.owner)


def _which(ctx: CaseCtx, field: str) -> str | Missing | None:
    """The only task that can be meant when none is named; the question which one, when there are several.

    For a youth or guardian nothing is done that they have not named.
    """
    if field != "number":
        return None
    tasks = _open_tasks(ctx)
    if not tasks:
        raise refuse("task.none_open", code=ctx.case.code)
    if len(tasks) == 1 and ctx.sender.role not in OWN_WORDS:
        return str(tasks[0].number)
    return _ask_which(ctx, tasks)


def _cases_with_tasks(ctx: UnitCtx, said: Mapping[str, Any]) -> Mapping[str, str]:
    """The cases in which somebody has open tasks of their own, with their numbers; those with the number that was
    said, if there are any."""
    which = said.get("number")
    if isinstance(which, Which):
        wanted = frozenset(which.numbers)
    else:
        wanted = frozenset() if which is None else frozenset({which})
    own = ctx.store.task_numbers_of(ctx.sender.id, rules.OPEN)
    fitting = {case_id: numbers for case_id, numbers in own.items() if wanted <= set(numbers)}
    return {
        case_id: _and(ctx, [str(number) for number in numbers])
        for case_id, numbers in (fitting or own).items()
    }


class Done(Args):
    """Which tasks."""

    number: Annotated[Which, Arg(reads=Numbers(), ask="task.ask_number")]


@command(
    sv="klar",
    en="done",
    needs=Duty.STATUS,
    evidence=False,
    ready=_can_change,
    fill=_which,
    narrow=_cases_with_tasks,
)
def done(ctx: CaseCtx, args: Done) -> Outcome:
    """Say that a task is done, or several."""
    return _moved(ctx, args.number, TaskState.DONE)


@command(
    sv="pågår",
    en="ongoing",
    needs=Duty.STATUS,
    evidence=False,
    ready=_can_change,
    fill=_which,
    narrow=_cases_with_tasks,
)
def ongoing(ctx: CaseCtx, args: Done) -> Outcome:
    """Say that a task is under way, or several."""
    return _moved(ctx, args.number, TaskState.DOING)


class One(Args):
    """Which task."""

    number: Annotated[int, Arg(reads=Number(), ask="task.ask_number")]


class HandOver(Args):
    """Which task, and who has it from now on."""

    number: Annotated[int, Arg(reads=Number(), ask="task.ask_number")]
    owner: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person", words=("till", "to"))]


@command(
    sv="lämna över",
    en="hand over",
    needs=Duty.PLAN,
    where=(RoomKind.OFFICE, RoomKind.CASE),
    ready=_can_ask,
)
def hand_over(ctx: CaseCtx, args: HandOver) -> Reply:
    """Give a task to somebody else in the case; they say whether they take it."""
    task = _task(ctx, args.number)
    _check_owner(ctx, args.owner)
    given = plan.hand_over(ctx.store, task, owner_id=args.owner.id)
    return (*_shown_again(ctx, given, asking=()), *_ask_whether_taken(ctx, given, args.owner))


@command(
    sv="stryk",
    en="strike",
    needs=Duty.PLAN,
    consequence=Consequence.FAR,
    where=(RoomKind.OFFICE, RoomKind.CASE),
    ready=_can_change,
)
def strike(ctx: CaseCtx, args: One) -> Outcome:
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
        ctx.say(_unseen(ctx, T("task.struck", number=task.number)), quiet=True),
        *to_room,
        *_shown_again(ctx, struck),
        *cards.refreshed(ctx),
    )


class Stuck(Args):
    """Which task, and what stands in the way."""

    number: Annotated[int, Arg(reads=Number(), ask="task.ask_number")]
    obstacle: Annotated[str | None, Arg(reads=Rest())] = None


@command(
    sv="hinder",
    en="obstacle",
    needs=Duty.STATUS,
    evidence=False,
    ready=_can_change,
    fill=_which,
    narrow=_cases_with_tasks,
)
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
    asked = () if args.obstacle else _ask_obstacle(ctx, moved)
    return (
        ctx.say(_unseen(ctx, T("task.stuck", number=task.number))),
        *_shown_again(ctx, moved),
        *cards.refreshed(ctx),
        Say(room_id=ctx.coordinator_page.id, body=lines(told, words)),
        *asked,
    )


def _ask_obstacle(ctx: CaseCtx, task: Task) -> Reply:
    """Ask a professional on their own page what the obstacle is, and listen: the room does not hear it.

    A youth or guardian is told how to write it. Whatever else they write may be a cry for help, which is no
    answer to anything.
    """
    page = ctx.store.page(ctx.sender.id)
    if ctx.sender.role in OWN_WORDS:
        if ctx.room.kind is RoomKind.PAGE:
            return ()
        return (Say(room_id=page.id, body=T("task.what_obstacle", number=task.number)),)
    return (
        Ask(
            room_id=page.id,
            person_id=ctx.sender.id,
            body=T(
                "task.ask_obstacle",
                task=T("task.choice", number=task.number, text=task.text),
                code=ctx.case.code,
            ),
            command=stuck.key,
            field="obstacle",
            given={"number": str(task.number)},
            case_id=ctx.case.id,
            urgency=Urgency.ANSWER,
        ),
    )


def untapped(ctx: CaseCtx, tap: Tap) -> Reply:
    """A tap of the owner of a task that is taken back: the task is as it was before it."""
    kind, _, subject = tap.tag.partition(":")
    task = ctx.store.plan.get(subject)
    if task is None:
        return ()
    if ctx.case.state is not State.ACTIVE:
        return (to_tapper(ctx, subject, T("task.tap_still", code=ctx.case.code)),)
    restored = plan.take_back(ctx.store, task, tap)
    if restored is None:
        if not tap.is_newest:
            return ()  # what was tapped after it counts
        return (to_tapper(ctx, subject, T("task.untapped_late", number=task.number)),)
    shown = _shown_again(ctx, restored)
    if restored.state is TaskState.ASKED or kind == Question.GOES:
        shown = (*shown, *_offered(ctx, Question(kind), restored))
    return (*shown, *cards.refreshed(ctx), *_after_untap(ctx, restored, TaskAnswer(tap.said)))


def _after_untap(ctx: CaseCtx, task: Task, said: TaskAnswer) -> tuple[Say, ...]:
    """What those hear who were told of an answer that is taken back."""
    if said is TaskAnswer.DECLINES:
        back = T("task.declined_back", code=ctx.case.code, number=task.number, name=ctx.sender.name)
        return (Say(room_id=ctx.coordinator_page.id, body=back),)
    if said is TaskAnswer.STUCK:
        return (_to_page(ctx, T("task.stuck_back", number=task.number)),)
    return ()


@when_tapped(Question.TAKE, back=untapped)
def taken(ctx: CaseCtx, subject: str, key: str) -> Reply:
    """A tap on "do you take it?"."""
    return _tapped(ctx, Question.TAKE, subject, key)


@when_tapped(Question.GOES, back=untapped)
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
        return (to_tapper(ctx, task.id, T("task.tap_not_yours", number=task.number)),)
    if pause.is_paused(ctx.store):
        return (to_tapper(ctx, task.id, T("task.tap_still", code=ctx.case.code)),)
    if said is None:
        return (to_tapper(ctx, task.id, _meaning(question, task)),)
    assert ctx.event_id is not None
    answered = plan.note_answer(ctx.store, task, said, question, ctx.event_id)
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


def _after_tap(ctx: CaseCtx, task: Task) -> Reply:
    """What is said after a tap: to the coordinator, when the owner declined; to the owner, when they are
    stuck."""
    if task.owner_id is None:
        declined = T("task.declined", code=ctx.case.code, number=task.number, name=ctx.sender.name)
        return (Say(room_id=ctx.coordinator_page.id, body=declined),)
    if task.state is TaskState.STUCK:
        return _ask_obstacle(ctx, task)
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
            asks=task.owner_id,
            takes=Takes.STATE,
            urgency=Urgency.QUESTION,
            person_id=task.owner_id,
        ),
        *_offered(ctx, Question.GOES, task),
    )


def _moved(ctx: CaseCtx, which: Which, to: TaskState) -> Outcome:
    """Move tasks on, each by itself, and show them: one that cannot be moved does not keep the others."""
    chosen = _chosen(ctx, which, to)
    if not isinstance(chosen, tuple):
        return chosen
    moved: list[Task] = []
    refused: list[Text | Lines] = []
    for number in chosen:
        try:
            task = _task(ctx, number)
            rules.check_status(task, ctx.sender)
            moved.append(plan.move(ctx.store, task, to))
        except Refused as refusal:
            refused.append(refusal.text)
    if not moved:
        raise Refused(lines(*refused))
    shown: list[Effect] = []
    for task in moved:
        shown += _shown_again(ctx, task)
    told = lines(_said(ctx, moved, to, by_number=bool(which.numbers)), *refused)
    return (ctx.say(_unseen(ctx, told), quiet=True), *shown, *cards.refreshed(ctx))


def _said(ctx: CaseCtx, moved: Sequence[Task], to: TaskState, *, by_number: bool) -> Text:
    """Thanks for what was done. What was named by its words is named again; the case too, where a person has
    several."""
    if len(moved) > 1:
        numbers = _and(ctx, [str(task.number) for task in moved])
        return T("task.said_all_done" if to is TaskState.DONE else "task.said_all_doing", numbers=numbers)
    [task] = moved
    what = str(task.number) if by_number else f"{task.number} {task.text}"
    if ctx.room.case_id is None and len(ctx.store.cases.of_person(ctx.sender.id)) > 1:
        key = "task.said_done_in" if to is TaskState.DONE else "task.said_doing_in"
        return T(key, what=what, code=ctx.case.code)
    return T("task.said_done" if to is TaskState.DONE else "task.said_doing", number=what)


def _chosen(ctx: CaseCtx, which: Which, to: TaskState) -> tuple[int, ...] | Missing | Confirm:
    """The numbers of the tasks that are meant; what to ask where that is not certain."""
    if which.numbers:
        return which.numbers
    tasks = [task for task in _open_tasks(ctx) if task.state is not to]
    if not tasks:
        raise refuse("task.none_open", code=ctx.case.code)
    if which.every:
        preview = "task.all_done_preview" if to is TaskState.DONE else "task.all_doing_preview"
        asked = ctx.still_to_agree(T(preview, tasks=_choices(ctx, tasks)))
        return asked or tuple(task.number for task in tasks)
    named = rules.named(tasks, which.words or "")
    if named.is_certain:
        return (named.tasks[0].number,)
    if len(named.tasks) == 1:
        sure = ctx.still_to_agree(T("task.named_preview", task=_choices(ctx, named.tasks)))
        return sure or (named.tasks[0].number,)
    return _ask_which(ctx, named.tasks or tasks, unknown=None if named.tasks else which.words)


def _open_tasks(ctx: CaseCtx) -> list[Task]:
    """The open tasks of whoever speaks; a coordinator or lead who has none may mean anybody's."""
    tasks = [task for task in ctx.store.plan.all() if task.state in rules.OPEN]
    own = [task for task in tasks if _is_own(task, ctx.sender)]
    if own or ctx.sender.role not in (Role.COORDINATOR, Role.LEAD):
        return own
    return tasks


def _is_own(task: Task, person: Person) -> bool:
    return task.owner_id == person.id


def _ask_which(ctx: CaseCtx, tasks: Sequence[Task], *, unknown: str | None = None) -> Missing:
    """Ask which task is meant, with their days."""
    values = {"tasks": _choices(ctx, tasks), "numbers": _or(ctx, [str(task.number) for task in tasks])}
    if unknown is not None:
        return Missing(field="number", ask="task.ask_which_unknown", values={**values, "text": unknown})
    key = "task.ask_which_room" if ctx.room.kind.of_case else "task.ask_which"
    return Missing(field="number", ask=key, values={**values, "first": str(tasks[0].number)})


def _choices(ctx: UnitCtx, tasks: Sequence[Task]) -> str:
    """Tasks to choose among: ``1 Ringa mentor (ons) · 3 Möta efter skolan (fre)``."""
    return " · ".join(say(_choice(ctx, task), ctx.language) for task in tasks)


def _choice(ctx: UnitCtx, task: Task) -> Text:
    if task.due_on is None:
        return T("task.choice", number=task.number, text=task.text)
    day: date | str = task.due_on
    if 0 <= (task.due_on - ctx.today).days < 7:
        day = WEEKDAYS[ctx.language][task.due_on.weekday()][:3]
    return T("task.choice_due", number=task.number, text=task.text, day=day)


def _and(ctx: UnitCtx, words: Sequence[str]) -> str:
    return _listed(words, "och" if ctx.language == "sv" else "and")


def _or(ctx: UnitCtx, words: Sequence[str]) -> str:
    return _listed(words, "eller" if ctx.language == "sv" else "or")


def _listed(words: Sequence[str], last: str) -> str:
    """Words as they are listed in a sentence: ``1, 2 eller 3``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _unseen(ctx: CaseCtx, said: Text | Lines) -> Lines:
    """What was done; while the room is still, also that the others do not see it yet."""
    is_opened = ctx.case.opened_on is not None
    return lines(said, T("task.unseen") if is_opened and pause.is_paused(ctx.store) else None)


def _check_owner(ctx: CaseCtx, owner: Person) -> None:
    """Refuse to give a task to somebody who is not in the case or in its room."""
    people = {ctx.case.coordinator_id, *(actor.person_id for actor in ctx.facts.actors)}
    if owner.id not in people:
        raise refuse("task.not_in_case", name=owner.name)
    there = circle.presence(ctx.store, ctx.store.room)
    if owner.id in there.left:
        raise refuse("task.has_left", name=owner.name, code=ctx.case.code, handle=owner.handle)
    if owner.matrix_id is not None and owner.id not in (*there.inside, *there.awaited):
        raise refuse("task.not_in_room", name=owner.name)


def _ask_whether_taken(ctx: CaseCtx, task: Task, owner: Person) -> Reply:
    """Ask the owner in the room whether they take a task."""
    question = Say(
        room_id=ctx.store.room.id,
        body=_with_legend(ctx, Question.TAKE, task),
        mentions=(owner.id,),
        to_all=True,
        tag=f"{Question.TAKE}:{task.id}",
        asks=owner.id,
    )
    asked = (question, *cards.refreshed(ctx), *_offered(ctx, Question.TAKE, task))
    if ctx.room.kind is not RoomKind.OFFICE:
        return asked
    return (*asked, ctx.say(T("task.asked", number=task.number)))


def _offered(ctx: CaseCtx, question: Question, task: Task) -> tuple[Offer, ...]:
    """The emoji that the bot puts under a question about a task."""
    tag = f"{question}:{task.id}"
    return (Offer(room_id=ctx.store.room.id, tag=tag, keys=reactions.offered(question)),)


def _shown_again(ctx: CaseCtx, task: Task, *, asking: Collection[Question] = tuple(Question)) -> Reply:
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
                body = _with_legend(ctx, question, task)
            shown.append(Edit(room_id=ctx.store.room.id, tag=tag, body=body))
            shown.append(Offer(room_id=ctx.store.room.id, tag=tag))
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
