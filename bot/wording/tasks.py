"""Shows tasks in messages that ask about them: the line, what may be tapped, which to choose among."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.conversation.arguments import Holder
from bot.conversation.command import (
    CaseCtx,
    Reply,
    UnitCtx,
    refuse,
)
from bot.i18n import WEEKDAYS, Lines, T, Text, lines, say
from bot.messages import Edit, Offer, Say
from bot.rules import plan as rules
from bot.rules import reactions, recurrence
from bot.rules.person import Person
from bot.rules.plan import Task, TaskState
from bot.rules.reactions import Question
from bot.services import circle, pause
from bot.wording import cards, names, rounds
from bot.wording.legend import legend_key
from storage.room import RoomView


def choices(ctx: UnitCtx, tasks: Sequence[Task]) -> str:
    """Tasks to choose among: ``1 Ringa mentor (ons) · 3 Möta efter skolan (fre)``."""
    return " · ".join(say(choice(ctx, task), ctx.language) for task in tasks)


def choice(ctx: UnitCtx, task: Task) -> Text:
    """A task to choose: ``1 Ringa mentor (ons)``; a day of the next week by its weekday."""
    if task.due_on is None:
        return T("task.choice", number=task.number, text=task.text)
    day: date | str = task.due_on
    if 0 <= (task.due_on - ctx.today).days < 7:
        day = WEEKDAYS[ctx.language][task.due_on.weekday()][:3]
    return T("task.choice_due", number=task.number, text=task.text, day=day)


def joined_by_and(ctx: UnitCtx, words: Sequence[str]) -> str:
    """Words as a sentence lists them: ``1, 2 och 3``."""
    return _listed(words, "och" if ctx.language == "sv" else "and")


def joined_by_or(ctx: UnitCtx, words: Sequence[str]) -> str:
    """Words as a sentence lists them where one is to be chosen: ``1, 2 eller 3``."""
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
    """Ask the owner in the task's room whether they take it."""
    room = place(ctx, task)
    asked = (*asked_in_room(ctx, task, owner), *cards.refreshed(ctx))
    if ctx.room.id == room.id or ctx.event_id is None:  # the bot by itself answers nobody
        return asked
    key = "task.asked" if room.number is None else "task.asked_side"
    laid = T(key, number=task.number, room=names.of_room(ctx, room))
    return (*asked, ctx.say(lines(laid, asked_line(ctx, task))))


def asked_in_room(ctx: CaseCtx, task: Task, owner: Person) -> Reply:
    """The question to the owner of a task, with what may be tapped under it."""
    question = Say(
        room_id=place(ctx, task).id,
        body=with_legend(ctx, Question.TAKE, task),
        mentions=(owner.id,),
        to_all=True,
        tag=f"{Question.TAKE}:{task.id}",
        asks=owner.id,
    )
    return (question, *offered(ctx, Question.TAKE, task))


def offered(ctx: CaseCtx, question: Question, task: Task) -> tuple[Offer, ...]:
    """The emoji that the bot puts under a question about a task."""
    tag = f"{question}:{task.id}"
    return (Offer(room_id=place(ctx, task).id, tag=tag, keys=reactions.offered(question)),)


def shown_again(ctx: CaseCtx, task: Task, *, asking: Collection[Question] = tuple(Question)) -> Reply:
    """The edits that bring the newest messages about a task up to date, so that their legend is true; nothing is
    offered under them any more.

    Messages whose question is not among ``asking`` get no legend any more.
    """
    shown: list[Edit | Offer] = []
    room = circle.room_of(ctx.store, task)
    if room is None:
        return ()
    for question in Question:
        tag = f"{question}:{task.id}"
        if ctx.store.is_shown(tag, room):
            body: Text | Lines = cards.task_line(ctx, task)
            if question in asking:
                body = with_legend(ctx, question, task)
            shown.append(Edit(room_id=room.id, tag=tag, body=body))
            shown.append(Offer(room_id=room.id, tag=tag))
    return (*shown, *rounds.shown_on_page(ctx, task))


def told(ctx: CaseCtx, task: Task, words: Text | Lines, in_room: Text | Lines | None = None) -> Reply:
    """Say what was done about a task where it was said, and in its room, without a sound, where that is another; and
    bring what is shown of it up to date."""
    room = circle.room_of(ctx.store, task)
    to_room: tuple[Say, ...] = ()
    if room is not None and ctx.room.id != room.id:
        to_room = (Say(room_id=room.id, body=in_room or words, quiet=True, to_all=True),)
    return (
        ctx.say(unseen(ctx, words), quiet=True),
        *to_room,
        *shown_again(ctx, task),
        *rounds.shown_again(ctx, [task.id]),
        *cards.refreshed(ctx),
    )


def with_legend(ctx: CaseCtx, question: Question, task: Task) -> Text | Lines:
    """A task, and what its owner may tap."""
    key = legend_key(question, task)
    if key is None or task.owner_id is None:
        return cards.task_line(ctx, task)
    owner = ctx.facts.person(task.owner_id)
    line: Text | Lines = cards.task_line(ctx, task)
    if question is Question.TAKE and task.state is TaskState.ASKED:
        line = asked_line(ctx, task)
    return lines(line, T(key, name=owner.name, number=task.number))


def asked_line(ctx: CaseCtx, task: Task) -> Lines:
    """A task as its owner is asked about it: number, what, who and for which function, when; then what belongs to
    it."""
    owner: str | Text = T("task.nobody")
    if task.owner_id is not None:
        owner = names.with_role(ctx, task.owner_id, "task.owner")
    values = {"number": task.number, "text": task.text, "owner": owner}
    when = day_or_rhythm(ctx, task)
    head = T("task.asked_line", **values) if when is None else T("task.asked_line_due", **values, when=when)
    return lines(head, _beside(ctx, task))


def day_or_rhythm(ctx: CaseCtx, task: Task) -> Text | date | None:
    """The day on which a task is due, or how often it repeats."""
    if task.repeats is None:
        return task.due_on
    return recurrence.in_words(recurrence.restored(task.repeats), today=ctx.today)


def _beside(ctx: CaseCtx, task: Task) -> Text | None:
    """The goal of a task, what it is good for, who steps in, and what it waits for, as far as there is any."""
    said: list[Text] = []
    goal = None if task.goal_id is None else ctx.store.goals.get(task.goal_id)
    if goal is not None:
        said.append(T("task.of_goal", number=goal.number, text=goal.text))
    if task.kind is not None:
        said.append(T(rules.KIND_TEXTS[task.kind]))
    if task.deputy_id is not None:
        said.append(T("task.of_deputy", name=ctx.facts.person(task.deputy_id).name))
    first = None if task.waits_for is None else ctx.store.plan.get(task.waits_for)
    if first is not None:
        said.append(T("task.of_first", number=first.number))
    return T("task.beside", said=said) if said else None


def to_page(ctx: CaseCtx, words: Text) -> Say:
    """Words to whoever tapped, on their own page."""
    return Say(room_id=ctx.store.page(ctx.sender.id).id, body=words, quiet=True)


def numbered(ctx: CaseCtx, number: int) -> Task:
    """The task with a number. Refused where there is none that may be spoken of here: in a room of the case only its
    own are. Whoever may be in the other room is told that it is there."""
    task = ctx.store.plan.find(number)
    if task is None:
        raise refuse("task.no_such", number=number)
    if ctx.room.kind.of_case and ctx.room.id != (task.room_id or ctx.store.room.id):
        room = circle.room_of(ctx.store, task)
        if room is None or ctx.sender.id not in circle.members(ctx.store, room):
            raise refuse("task.no_such", number=number)
        raise refuse("task.in_other_room", number=number, room=names.of_room(ctx, room))
    return task


# ------------------------------------------------------------------------------------------- whose, and in which room


def place(ctx: CaseCtx, task: Task) -> RoomView:
    """The room that may see a task. Refused once it is given up."""
    room = circle.room_of(ctx.store, task)
    if room is None:
        raise refuse("task.no_room", number=task.number)
    return room


def holder(ctx: CaseCtx, said: Holder) -> Person:
    """Who is meant: a person, or whoever stands for a function today. Refused where there is nobody, or several."""
    if said.person is not None:
        return said.person
    assert said.function is not None
    found = ctx.facts.holder_of(said.function)
    if found is not None:
        return ctx.facts.person(found)
    function = ctx.profile.function(said.function)
    people = [
        ctx.facts.person(actor.person_id) for actor in ctx.facts.actors if actor.function == said.function
    ]
    if people:
        named = [f"@{person.handle}" for person in people]
        raise refuse("task.several_stand", function=function.text, names=named)
    raise refuse("task.nobody_stands", function=function.text, code=ctx.case.code)


def room_for(ctx: CaseCtx, owner: Person) -> RoomView:
    """The room that a new task belongs to: where it is said, else the case room; the side room, for somebody who may
    be in that one alone. Refused where the owner would not see it."""
    if ctx.room.kind.of_case:
        room = ctx.room
    else:
        case_room = ctx.store.room
        here = [one for one in ctx.store.rooms if owner.id in circle.members(ctx.store, one)]
        room = here[0] if len(here) == 1 else case_room
        if len(here) > 1 and case_room.id not in {one.id for one in here}:
            rooms = [names.of_room(ctx, one) for one in here]
            raise refuse("task.which_room", name=owner.name, rooms=rooms)
    check_owner(ctx, owner, room)
    return room


def check_owner(ctx: CaseCtx, owner: Person, room: RoomView) -> None:
    """Refuse to give a task to somebody who is not in the case or in the room of the task."""
    people = {ctx.case.coordinator_id, *(actor.person_id for actor in ctx.facts.actors)}
    if owner.id not in people:
        raise refuse("task.not_in_case", name=owner.name)
    there = circle.presence(ctx.store, room)
    if owner.id in there.left:
        raise refuse("task.has_left", name=owner.name, code=ctx.case.code, handle=owner.handle)
    if owner.matrix_id is not None and owner.id not in (*there.inside, *there.awaited):
        raise refuse("task.not_in_room", name=owner.name)


def deputy(ctx: CaseCtx, said: Holder, owner: Person | None, room: RoomView) -> Person:
    """Who steps in for the owner of a task. Refused for the owner, and for somebody who is not in its room."""
    found = holder(ctx, said)
    if owner is not None and found.id == owner.id:
        raise refuse("task.own_deputy", name=found.name)
    check_owner(ctx, found, room)
    return found


def followed(ctx: CaseCtx, given: Sequence[Task]) -> Text | None:
    """That tasks went over to whoever stands for their function now."""
    if not given:
        return None
    owner = given[0].owner_id
    assert owner is not None
    numbers = [str(task.number) for task in given]
    return T("task.followed", numbers=numbers, n=len(numbers), name=ctx.facts.person(owner).name)


def same(ctx: CaseCtx, text: str, owner_id: str) -> Task | None:
    """An open task of somebody with just these words."""
    for task in ctx.store.plan.all():
        if task.state in rules.OPEN and task.owner_id == owner_id and task.text.casefold() == text.casefold():
            return task
    return None
