"""Shows a round: the message that asks all whose turn it is how their tasks go, with what they have answered so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.conversation.command import CaseCtx, Reply
from bot.i18n import Lines, T, Text, lines
from bot.messages import Edit, Offer, Say, Takes, Urgency
from bot.rules import reactions
from bot.rules import status_round as rules
from bot.rules.plan import Task
from bot.rules.reactions import Question
from bot.rules.status_round import Asked, Round, Said
from bot.services.status_round import Asking, Held
from bot.wording import cards
from bot.wording.legend import legend_key
from storage.room import RoomView

#: How the tag of a round's message begins.
TAG = "round"

#: What was said about a task, as the room sees it. That somebody needs help is for the coordinator.
_SAID: Mapping[Said | None, Text] = {
    None: T("status.waits"),
    Said.DONE: T("status.done"),
    Said.DOING: T("status.doing"),
    Said.STUCK: T("status.stuck"),
    Said.WAITS: T("status.later"),
    Said.HELP: T("status.answered"),
    Said.GONE: T("status.gone"),
}

#: Of somebody's tasks in one room at most so many are asked about one by one on their page; who has more writes.
_MOST_ONE_BY_ONE = 5


def asked(ctx: CaseCtx, asking: Asking) -> Reply:
    """Everything that is said when people are asked: one message in each room, and on own pages what cannot be answered
    with one tap there."""
    found: list[Say | Edit | Offer] = []
    for held in asking.rounds:
        found += _message(ctx, held, asking.tasks)
        found += _one_by_one(ctx, held, asking.tasks)
    for person_id, theirs in asking.own.items():
        found += _own(ctx, person_id, theirs)
    return tuple(found)


def shown_again(ctx: CaseCtx, task_ids: Collection[str]) -> Reply:
    """The edits that bring the tallies up to date in which some tasks were asked about last."""
    newest = ctx.store.status_rounds.newest(task_ids)
    rooms = {room.id: room for room in ctx.store.rooms}
    tasks = ctx.store.plan.all() if newest else []
    found: list[Say | Edit | Offer] = []
    for round_id in dict.fromkeys(each.round_id for each in newest.values()):
        of_task = ctx.store.status_rounds.get(round_id)
        room = None if of_task is None else rooms.get(of_task.room_id)
        if of_task is None or room is None or not ctx.store.is_shown(_tag(of_task), room):
            continue
        found += _edited(ctx, of_task, room, ctx.store.status_rounds.asked(round_id), tasks)
    return tuple(found)


def of_left(ctx: CaseCtx) -> Reply:
    """The tallies that ask about tasks nobody has any more, as somebody has left."""
    return shown_again(ctx, [task.id for task in ctx.store.plan.all() if task.owner_id is None])


def shown_on_page(ctx: CaseCtx, task: Task) -> Reply:
    """The edit of the message about a task on its owner's page, where they have several and are asked one by one."""
    if task.owner_id is None:
        return ()
    page, tag = ctx.store.page(task.owner_id), f"{Question.GOES}:{task.id}"
    if not ctx.store.is_shown(tag, page):
        return ()
    return (Edit(room_id=page.id, tag=tag, body=_on_page(ctx, task)), Offer(room_id=page.id, tag=tag))


def _on_page(ctx: CaseCtx, task: Task) -> Text | Lines:
    """A task on its owner's page, with its case, and what they may tap there."""
    line = T("status.in_case", code=ctx.case.code, task=cards.task_line(ctx, task))
    key = legend_key(Question.GOES, task)
    if key is None:
        return line
    if key == "task.how_goes_it":
        return lines(line, T("status.how_on_page", code=ctx.case.code, number=task.number))
    return lines(line, T(key, name="", number=task.number))


def _message(ctx: CaseCtx, held: Held, tasks: Iterable[Task]) -> list[Say | Edit | Offer]:
    """The message of a round; where there is one on that day already, it is changed."""
    if not held.is_new:
        return _edited(ctx, held.round, held.room, held.asked, tasks)
    alone = _alone(held.asked)
    return [
        Say(
            room_id=held.room.id,
            body=_body(ctx, held.round, held.asked, tasks),
            mentions=held.told,
            quiet=not held.told,
            to_all=True,
            tag=_tag(held.round),
            asks=tuple(alone),
            takes=Takes.STATE,
            urgency=Urgency.QUESTION,
        ),
        *_offered(held.round, held.room, held.asked),
    ]


def _edited(
    ctx: CaseCtx, of_day: Round, room: RoomView, all_asked: Sequence[Asked], tasks: Iterable[Task]
) -> list[Say | Edit | Offer]:
    waiting = tuple(person_id for person_id, each in _alone(all_asked).items() if each.said is None)
    edit = Edit(
        room_id=room.id, tag=_tag(of_day), body=_body(ctx, of_day, all_asked, tasks), still_asks=waiting
    )
    return [edit] if waiting else [edit, *_offered(of_day, room, all_asked)]


def _offered(of_day: Round, room: RoomView, all_asked: Sequence[Asked]) -> list[Offer]:
    """The emoji under a round, while somebody can still answer with one."""
    waits = any(each.said is None for each in _alone(all_asked).values())
    keys = reactions.offered(Question.GOES) if waits else ()
    return [Offer(room_id=room.id, tag=_tag(of_day), keys=keys)]


def _tag(of_day: Round) -> str:
    return f"{TAG}:{of_day.id}"


def _alone(all_asked: Iterable[Asked]) -> dict[str, Asked]:
    """What those are asked who are asked about one task only, by person id: they can answer with a tap."""
    listed = list(all_asked)
    count = Counter(each.person_id for each in listed)
    return {each.person_id: each for each in listed if count[each.person_id] == 1}


def _body(ctx: CaseCtx, of_day: Round, all_asked: Sequence[Asked], tasks: Iterable[Task]) -> Lines:
    """A round as it stands: how to answer, and each task with its answer, by number."""
    by_id = {task.id: task for task in tasks}
    listed = sorted(
        ((by_id[each.task_id], each) for each in all_asked if each.task_id in by_id),
        key=lambda pair: pair[0].number,
    )
    waiting = [task for task, each in listed if each.said is None]
    return lines(
        T("followup.room") if of_day.is_followup else None,
        _how(waiting, is_tapped=bool(_alone(all_asked))),
        *(_line(ctx, task, each) for task, each in listed),
    )


def _how(waiting: Sequence[Task], *, is_tapped: bool) -> Text:
    if not waiting:
        return T("status.all_answered")
    first = waiting[0].number
    return T("status.how", number=first) if is_tapped else T("status.how_in_words", number=first)


def _line(ctx: CaseCtx, task: Task, each: Asked) -> Text:
    owner = ctx.facts.person(each.person_id).name
    said = _SAID[each.said] if each.said is not Said.MOVED else _moved(task)
    values = {"number": task.number, "text": task.text, "owner": owner, "said": said}
    if each.said is None and rules.is_past_its_round(task, ctx.today):
        assert task.due_on is not None
        return T("status.line_late", day=task.due_on, **values)
    return T("status.line", **values)


def _moved(task: Task) -> Text:
    return T("status.answered") if task.due_on is None else T("status.moved", day=task.due_on)


def _one_by_one(ctx: CaseCtx, held: Held, tasks: Iterable[Task]) -> list[Say | Offer]:
    """For those who are asked about several tasks, a message each on their own page, without a sound: there a tap can
    only mean one."""
    by_person: dict[str, list[Asked]] = {}
    for each in held.asked:
        by_person.setdefault(each.person_id, []).append(each)
    by_id = {task.id: task for task in tasks}
    found: list[Say | Offer] = []
    for person_id, theirs in by_person.items():
        if not held.is_new or not 1 < len(theirs) <= _MOST_ONE_BY_ONE:
            continue
        page = ctx.store.page(person_id)
        for each in theirs:
            tag = f"{Question.GOES}:{each.task_id}"
            body = _on_page(ctx, by_id[each.task_id])
            found.append(Say(room_id=page.id, body=body, tag=tag, quiet=True))
            found.append(Offer(room_id=page.id, tag=tag, keys=reactions.offered(Question.GOES)))
    return found


def _own(ctx: CaseCtx, person_id: str, theirs: Sequence[Task]) -> list[Say]:
    """A youth or guardian is asked on their own page: what notifies names nothing, what is named makes no sound."""
    page = ctx.store.page(person_id)
    return [
        Say(
            room_id=page.id,
            body=T("youth.how_is_it_going"),
            urgency=Urgency.QUESTION,
            person_id=person_id,
            tag="beside",
        ),
        *(
            Say(
                room_id=page.id,
                body=T("youth.own_task", number=task.number, text=task.text),
                quiet=True,
                fades=True,
            )
            for task in theirs
        ),
    ]
