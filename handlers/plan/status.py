"""Owners say how their tasks go: by a word, a tap or an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

from bot.conversation.arguments import Arg, Day, Number, Numbers, Rest, Which
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
    when_tapped,
)
from bot.errors import Refused
from bot.i18n import Lines, T, Text, Words, lines
from bot.messages import Say, Urgency
from bot.rules import case as case_rules
from bot.rules import plan as rules
from bot.rules import reactions
from bot.rules.case import State
from bot.rules.person import Person
from bot.rules.plan import By, Task, TaskState, Via
from bot.rules.reactions import Question, Snooze, TaskAnswer
from bot.rules.roles import OWN_WORDS, Duty, Role
from bot.rules.room import RoomKind
from bot.services import pause, plan, status_round
from bot.wording import cards, rounds, tasks
from bot.wording.taps import to_tapper
from storage.tap import Tap

#: Answers in words, as handlers get them; anything else was tapped.
_WORDS = frozenset({"ja", "nej", "klar"})


#: What a tap says that puts a question off.
_SNOOZED = frozenset(Snooze)

#: What somebody writes who wants the room to hear what the obstacle is.
_TO_ROOM = frozenset(
    {"rummet", "till rummet", "i rummet", "the room", "room", "to the room", "tell the room"}
)

#: What is said back to an answer in words.
_SAID_BACK: Mapping[TaskAnswer, str] = MappingProxyType(
    {
        TaskAnswer.TAKES: "task.has_taken",
        TaskAnswer.DECLINES: "task.has_declined",
        TaskAnswer.DONE: "task.said_done",
    }
)


def _can_change(ctx: CaseCtx) -> None:
    case_rules.check_can_change_plan(ctx.case)


def _which(ctx: CaseCtx, field: str) -> str | Missing | None:
    """The only task that can be meant when none is named; the question which one, when there are several.

    For a youth or guardian nothing is done that they have not named.
    """
    if field != "number":
        return None
    own = _open_tasks(ctx)
    if not own:
        raise refuse("task.none_open", code=ctx.case.code)
    if len(own) == 1 and ctx.sender.role not in OWN_WORDS:
        return str(own[0].number)
    return _ask_which(ctx, own)


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
        case_id: tasks.joined_by_and(ctx, [str(number) for number in numbers])
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
    task = tasks.numbered(ctx, args.number)
    rules.check_status(task, ctx.sender)
    if (args.obstacle or "").casefold().strip(' .!”"') in _TO_ROOM:
        return _told_room(ctx, task)
    moved = plan.note_obstacle(ctx.store, task, args.obstacle, ctx.by())
    told = T("task.obstacle_told", code=ctx.case.code, number=task.number, name=ctx.sender.name)
    words = T("task.obstacle", name=ctx.sender.name, obstacle=Words(args.obstacle)) if args.obstacle else None
    to_room = T("status.to_room", number=task.number) if args.obstacle and _may_tell_room(ctx) else None
    asked = () if args.obstacle else _ask_obstacle(ctx, moved)
    return (
        ctx.say(lines(tasks.unseen(ctx, T("task.stuck", number=task.number)), to_room)),
        *_shown(ctx, [moved]),
        Say(room_id=ctx.coordinator_page.id, body=lines(told, words)),
        *asked,
    )


def _may_tell_room(ctx: CaseCtx) -> bool:
    """Whether somebody is asked here if the room may hear what the obstacle is: on their page, not in the room."""
    return ctx.room.kind is RoomKind.PAGE and ctx.sender.role not in OWN_WORDS


def _told_room(ctx: CaseCtx, task: Task) -> Reply:
    """What the obstacle is, said in the room because its writer wants that."""
    if task.obstacle is None or ctx.sender.id != task.owner_id:
        raise refuse("status.nothing_to_tell", number=task.number)
    obstacle = T(
        "status.obstacle_in_room",
        name=ctx.sender.name,
        number=task.number,
        obstacle=Words(task.obstacle),
    )
    room_id = task.room_id or ctx.store.room.id
    told = () if ctx.room.id == room_id else (ctx.say(T("status.room_knows"), quiet=True),)
    return (Say(room_id=room_id, body=obstacle, quiet=True, to_all=True), *told)


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
            body=lines(
                T(
                    "task.ask_obstacle",
                    task=T("task.choice", number=task.number, text=task.text),
                    code=ctx.case.code,
                ),
                T("status.new_day", number=task.number),
            ),
            command=stuck.key,
            field="obstacle",
            given={"number": str(task.number)},
            case_id=ctx.case.id,
            urgency=Urgency.ANSWER,
        ),
    )


class Late(Args):
    """Which task, and its new day."""

    number: Annotated[int, Arg(reads=Number(), ask="task.ask_number")]
    day: Annotated[
        date,
        Arg(
            reads=Day(),
            ask="status.ask_day",
            words=("till", "tills", "förrän", "på", "senast", "to", "until", "till dess", "by", "on"),
        ),
    ]


@command(
    sv="försenad",
    en="late",
    needs=Duty.STATUS,
    evidence=False,
    ready=_can_change,
    fill=_which,
    narrow=_cases_with_tasks,
)
def late(ctx: CaseCtx, args: Late) -> Reply:
    """Say that a task takes longer, and until when."""
    task = tasks.numbered(ctx, args.number)
    rules.check_status(task, ctx.sender)
    moved = status_round.delay(ctx.store, task, args.day, ctx.by())
    said = T("status.moved_to", number=task.number, day=args.day)
    return (ctx.say(tasks.unseen(ctx, said), quiet=True), *_shown(ctx, [moved]))


class Help(Args):
    """Which tasks."""

    number: Annotated[Which, Arg(reads=Numbers(), ask="task.ask_number")]


@command(
    sv="hjälp med",
    en="help with",
    needs=Duty.STATUS,
    evidence=False,
    ready=_can_change,
    fill=_which,
    narrow=_cases_with_tasks,
)
def help_with(ctx: CaseCtx, args: Help) -> Outcome:
    """Say that you need help with a task. The coordinator hears it, not the room."""
    every = tuple(task.number for task in _open_tasks(ctx)) if args.number.every else ()
    chosen = every or _chosen(ctx, args.number, TaskState.DROPPED)
    if not isinstance(chosen, tuple):
        return chosen
    needing = [tasks.numbered(ctx, number) for number in chosen]
    for task in needing:
        rules.check_status(task, ctx.sender)
    for task in needing:
        status_round.ask_for_help(ctx.store, task, ctx.by())
    named = [
        T("status.needs_help", code=ctx.case.code, name=ctx.sender.name, number=task.number, text=task.text)
        for task in needing
    ]
    numbers = tasks.joined_by_and(ctx, [str(task.number) for task in needing])
    return (
        ctx.say(T("status.help_follows", number=numbers), quiet=True),
        *_shown(ctx, needing),
        Say(room_id=ctx.coordinator_page.id, body=lines(*named)),
    )


class Later(Args):
    """Until when, and about which task."""

    number: Annotated[int | None, Arg(reads=Number())] = None
    day: Annotated[
        date,
        Arg(reads=Day(), ask="status.ask_later", words=("till", "tills", "på", "to", "until", "on")),
    ]


@command(
    sv="påminn mig",
    en="remind me",
    needs=Duty.STATUS,
    evidence=False,
    ready=_can_change,
    narrow=_cases_with_tasks,
)
def later(ctx: CaseCtx, args: Later) -> Outcome:
    """Be asked about a task on another day; without a number, about all that wait for your answer."""
    if args.number is not None:
        one = tasks.numbered(ctx, args.number)
        rules.check_status(one, ctx.sender)
        chosen = [one]
    else:
        own = [
            task for task in ctx.store.plan.all() if task.state in rules.OPEN and _is_own(task, ctx.sender)
        ]
        newest = ctx.store.status_rounds.newest()
        chosen = [task for task in own if task.id in newest and newest[task.id].said is None]
        if not chosen and len(own) != 1:
            return _ask_which(ctx, own) if own else (ctx.say(T("task.none_open", code=ctx.case.code)),)
        chosen = chosen or own
    for task in chosen:
        status_round.snooze(ctx.store, task, args.day, ctx.by())
    numbers = tasks.joined_by_and(ctx, [str(task.number) for task in chosen])
    said = T("status.asked_later", numbers=numbers, day=args.day)
    return (ctx.say(said, quiet=True), *_shown(ctx, chosen))


def untapped(ctx: CaseCtx, tap: Tap) -> Reply:
    """A tap of the owner of a task that is taken back: the task is as it was before it."""
    kind, _, subject = tap.tag.partition(":")
    task = ctx.store.plan.get(subject)
    if task is None:
        return ()
    if tap.said in _SNOOZED:
        woken = status_round.wake_by_tap(ctx.store, task, tap, ctx.by(Via.TAP))
        return _shown(ctx, [task]) if woken else ()
    if ctx.case.state is not State.ACTIVE:
        return (to_tapper(ctx, subject, T("task.tap_still", code=ctx.case.code)),)
    restored = plan.take_back(ctx.store, task, tap, ctx.by(Via.TAP))
    if restored is None:
        if not tap.is_newest:
            return ()  # what was tapped after it counts
        return (to_tapper(ctx, subject, T("task.untapped_late", number=task.number)),)
    shown = _shown(ctx, [restored])
    if ctx.store.is_shown(tap.tag) and (restored.state is TaskState.ASKED or kind == Question.GOES):
        shown = (*shown, *tasks.offered(ctx, Question(kind), restored))
    return (*shown, *_after_untap(ctx, restored, TaskAnswer(tap.said)))


def _after_untap(ctx: CaseCtx, task: Task, said: TaskAnswer) -> tuple[Say, ...]:
    """What those hear who were told of an answer that is taken back."""
    if said is TaskAnswer.DECLINES:
        back = T("task.declined_back", code=ctx.case.code, number=task.number, name=ctx.sender.name)
        return (Say(room_id=ctx.coordinator_page.id, body=back),)
    if said is TaskAnswer.STUCK:
        return (tasks.to_page(ctx, T("task.stuck_back", number=task.number)),)
    return ()


@when_tapped(Question.TAKE, back=untapped)
def taken(ctx: CaseCtx, subject: str, key: str) -> Reply:
    """A tap on "do you take it?"."""
    return _tapped(ctx, Question.TAKE, subject, key)


@when_tapped(rounds.TAG, back=untapped)
def tapped_in_round(ctx: CaseCtx, subject: str, key: str) -> Reply:
    """A tap under a round: it answers for whoever has exactly one task in it."""
    asked = [each for each in ctx.store.status_rounds.asked(subject) if each.person_id == ctx.sender.id]
    if len(asked) == 1:
        return _tapped(ctx, Question.GOES, asked[0].task_id, key)
    if not reactions.is_offered(key):
        return ()
    if not asked:
        return (to_tapper(ctx, subject, T("status.not_in_it")),)
    own = [task for task in map(ctx.store.plan.get, (each.task_id for each in asked)) if task is not None]
    numbers = [str(task.number) for task in own]
    several = T("status.several", tasks=tasks.choices(ctx, own), first=numbers[0], numbers=" ".join(numbers))
    return (to_tapper(ctx, subject, several),)


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
    snooze = reactions.snooze_in(question, task.state, key)
    assert ctx.event_id is not None
    if snooze is not None:
        day = status_round.snooze_by_tap(ctx.store, task, snooze, ctx.event_id, _by(ctx, key))
        told = T("status.asked_later", numbers=str(task.number), day=day)
        return (
            *_shown(ctx, [task]),
            Say(room_id=ctx.store.page(ctx.sender.id).id, body=told, quiet=True),
        )
    if said is None:
        return (to_tapper(ctx, task.id, _meaning(question, task)),)
    answered = plan.note_answer(ctx.store, task, said, question, ctx.event_id, _by(ctx, key))
    if answered is None:
        again = "task.what_obstacle" if said is TaskAnswer.STUCK else "task.said_doing"
        return (tasks.to_page(ctx, T(again, number=task.number)),)
    said_back = _said_back(ctx, task, said) if key in _WORDS else ()
    return (*_shown(ctx, [answered]), *said_back, *_after_tap(ctx, answered))


def _by(ctx: CaseCtx, key: str) -> By:
    return ctx.by(Via.REPLY if key in _WORDS else Via.TAP)


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


def _moved(ctx: CaseCtx, which: Which, to: TaskState) -> Outcome:
    """Move tasks on, each by itself, and show them: one that cannot be moved does not keep the others."""
    chosen = _chosen(ctx, which, to)
    if not isinstance(chosen, tuple):
        return chosen
    moved: list[Task] = []
    refused: list[Text | Lines] = []
    for number in chosen:
        try:
            task = tasks.numbered(ctx, number)
            rules.check_status(task, ctx.sender)
            moved.append(plan.move(ctx.store, task, to, ctx.by()))
        except Refused as refusal:
            refused.append(refusal.text)
    if not moved:
        raise Refused(lines(*refused))
    told = lines(_said(ctx, moved, to, by_number=bool(which.numbers)), *refused)
    return (ctx.say(tasks.unseen(ctx, told), quiet=True), *_shown(ctx, moved))


def _shown(ctx: CaseCtx, changed: Sequence[Task]) -> Reply:
    """What brings every message up to date that shows tasks which have changed: their own, the rounds, the card."""
    shown: list[Effect] = []
    for task in changed:
        shown += tasks.shown_again(ctx, task)
    return (*shown, *rounds.shown_again(ctx, [task.id for task in changed]), *cards.refreshed(ctx))


def _said(ctx: CaseCtx, moved: Sequence[Task], to: TaskState, *, by_number: bool) -> Text:
    """Thanks for what was done. What was named by its words is named again; the case too, where a person has
    several."""
    if len(moved) > 1:
        numbers = tasks.joined_by_and(ctx, [str(task.number) for task in moved])
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
    among = [task for task in _open_tasks(ctx) if task.state is not to]
    if not among:
        raise refuse("task.none_open", code=ctx.case.code)
    if which.every:
        preview = "task.all_done_preview" if to is TaskState.DONE else "task.all_doing_preview"
        asked = ctx.still_to_agree(T(preview, tasks=tasks.choices(ctx, among)))
        return asked or tuple(task.number for task in among)
    named = rules.named(among, which.words or "")
    if named.is_certain:
        return (named.tasks[0].number,)
    if len(named.tasks) == 1:
        sure = ctx.still_to_agree(T("task.named_preview", task=tasks.choices(ctx, named.tasks)))
        return sure or (named.tasks[0].number,)
    return _ask_which(ctx, named.tasks or among, unknown=None if named.tasks else which.words)


def _open_tasks(ctx: CaseCtx) -> list[Task]:
    """The open tasks of whoever speaks; a coordinator or lead who has none may mean anybody's."""
    found = [task for task in ctx.store.plan.all() if task.state in rules.OPEN]
    own = [task for task in found if _is_own(task, ctx.sender)]
    if own or ctx.sender.role not in (Role.COORDINATOR, Role.LEAD):
        return own
    return found


def _is_own(task: Task, person: Person) -> bool:
    return task.owner_id == person.id


def _ask_which(ctx: CaseCtx, among: Sequence[Task], *, unknown: str | None = None) -> Missing:
    """Ask which task is meant, with their days."""
    values = {
        "tasks": tasks.choices(ctx, among),
        "numbers": tasks.joined_by_or(ctx, [str(task.number) for task in among]),
    }
    if unknown is not None:
        return Missing(field="number", ask="task.ask_which_unknown", values={**values, "text": unknown})
    key = "task.ask_which_room" if ctx.room.kind.of_case else "task.ask_which"
    return Missing(field="number", ask=key, values={**values, "first": str(among[0].number)})


def _meaning(question: Question, task: Task) -> Text:
    """What the signs under a message mean, for somebody who tapped another."""
    if task.state is TaskState.DONE:
        return T("task.tap_done", number=task.number)
    if task.state not in rules.OPEN:
        return T("task.tap_struck", number=task.number)
    if question is Question.GOES:
        return T("task.tap_how_goes_it", number=task.number)
    return T("task.tap_take_it" if task.state is TaskState.ASKED else "task.tap_taken", number=task.number)
