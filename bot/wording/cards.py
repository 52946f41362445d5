"""Shows the plan: as the pinned card of a room, whole, and by person; a task as one line, and what became of several
tasks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.conversation.command import CaseCtx, Effect, Reply, UnitCtx
from bot.i18n import Items, Lines, T, Text, items, lines, say
from bot.messages import Edit, Pin, Say, Urgency
from bot.rules import card as rules
from bot.rules import recurrence
from bot.rules.card import Part, Standing
from bot.rules.goal import OUTCOME_TEXTS, Goal
from bot.rules.person import Person
from bot.rules.plan import OPEN, Task, TaskState, is_late, tally
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from bot.services import card, circle
from bot.wording import names
from storage.room import RoomView

#: The most characters of a title in a card. A whole one stands in the plan.
LONGEST_TITLE = 60

#: The most people and goals that a card names.
_MOST_NAMED = 6
_MOST_GOALS = 8

MARKS: Mapping[TaskState, Text] = {
    TaskState.ASKED: T("task.mark_asked"),
    TaskState.DOING: T("task.mark_doing"),
    TaskState.DONE: T("task.mark_done"),
    TaskState.STUCK: T("task.mark_stuck"),
    TaskState.DROPPED: T("task.mark_dropped"),
}

#: What the marks of those tasks mean that are not done, with how many there are.
_COUNTED = {
    TaskState.ASKED: "task.count_asked",
    TaskState.DOING: "task.count_doing",
    TaskState.STUCK: "task.count_stuck",
}

#: With at most so many messages of the bot below it, a card is still on the screen.
_JUST_ABOVE = 2

#: What comes within so many days needs no day beside how often it comes.
_SOON = timedelta(days=7)

#: What is shown of a plan in a message.
_Shown = list[Text | Lines | Items]


# ------------------------------------------------------------------------------------------------------ the pinned card


def of_room(ctx: CaseCtx, room: RoomView, plan: Part | None = None) -> Lines:
    """The plan card of a room of the case: what belongs to that room, on one screen of a phone.

    ``plan``: everything, where it has been read already.
    """
    return _card(ctx, room, card.in_room(ctx.store, room, plan))


def of_tasks(ctx: CaseCtx, tasks: Iterable[Task]) -> Lines:
    """The tasks of the case room, those that are in these, as the card shows them."""
    return of_room(ctx, ctx.store.room, Part(goals=(), tasks=tuple(tasks)))


def is_begun(ctx: CaseCtx, room: RoomView, plan: Part | None = None) -> bool:
    """Whether anything of the plan belongs to a room."""
    part = card.in_room(ctx.store, room, plan)
    return bool(part.tasks or part.goals)


def refreshed(ctx: CaseCtx, *, rooms: Sequence[RoomView] | None = None) -> Reply:
    """What brings the cards of the case up to date: those that have changed unless some rooms are named.

    A card is edited in place; another is pinned where the one there is has gone far up, or somebody has come who
    cannot read it, and the old one says so. A side room gets its first card with the first that belongs to it; the
    case room when it opens.
    """
    plan = card.everything(ctx.store)
    places = card.changed_rooms(ctx.store, plan) if rooms is None else rooms
    effects: list[Effect] = []
    for room in places:
        standing = ctx.store.standing(tag(ctx), room)
        if standing is None:
            is_side_room = room.kind is RoomKind.SIDE and room.matrix_room is not None
            effects += new(ctx, room, plan) if is_side_room and is_begun(ctx, room, plan) else ()
        elif _is_to_be_pinned_anew(ctx, room, standing):
            moved = Edit(room_id=room.id, tag=tag(ctx), body=T("card.moved", plan=ctx.profile.plan.text))
            effects += (moved, *new(ctx, room, plan))
        else:
            effects.append(Edit(room_id=room.id, tag=tag(ctx), body=of_room(ctx, room, plan)))
    return tuple(effects)


def _is_to_be_pinned_anew(ctx: CaseCtx, room: RoomView, standing: Standing) -> bool:
    if standing.sent_at is None:
        return False
    return rules.is_far_up(standing, ctx.now) or not ctx.store.all_were_there(room, standing.sent_at)


def new(ctx: CaseCtx, room: RoomView | None = None, plan: Part | None = None) -> Reply:
    """A new card in a room (the case room unless another is given), pinned in the place of an earlier one."""
    place = room or ctx.store.room
    body = of_room(ctx, place, plan)
    shown = Say(room_id=place.id, body=body, tag=tag(ctx), urgency=Urgency.DIGEST, to_all=True, quiet=True)
    return (shown, Pin(room_id=place.id, tag=tag(ctx)))


def tag(ctx: CaseCtx) -> str:
    """The tag of the case's cards, the same in each of its rooms."""
    return f"plan:{ctx.case.id}"


def _card(ctx: CaseCtx, room: RoomView, part: Part) -> Lines:
    said = _Sayer.of(ctx, part)
    head = [*_about(ctx, room), *_head(ctx, part)]
    if not part.tasks and not part.goals:
        return lines(*head, T("task.no_tasks"))
    idle = _idle(ctx, room, part)
    goals = sorted(part.goals, key=lambda goal: not goal.is_open)[:_MOST_GOALS]
    besides = [task for task in part.tasks if task.goal_id not in {goal.id for goal in goals}]
    headings = len(goals) + (1 if goals and besides else 0)
    room_for = rules.MOST_LINES - len(head) - headings - (idle is not None)
    hidden_goals = len(part.goals) - len(goals)
    if len(part.tasks) > room_for or hidden_goals:
        room_for -= 1
    kept = {task.id for task in rules.fitting(part.tasks, ctx.today, room_for)}
    shown: _Shown = []
    for goal in sorted(goals, key=lambda one: one.number):
        shown.append(_goal(goal, part))
        shown += said.on_card(task for task in part.of_goal(goal) if task.id in kept)
    if goals and besides:
        shown.append(T("card.besides"))
    shown += said.on_card(task for task in besides if task.id in kept)
    return lines(*head, *shown, idle, _more(len(part.tasks) - len(kept), hidden_goals))


def _about(ctx: CaseCtx, room: RoomView) -> list[Text]:
    """What a side room is about, which stands above its plan; the pinned words about the case room are its first."""
    if room.number is None:
        return []
    return [T("side.about", kinds=ctx.profile.kind_words(room.scope), number=room.number)]


def _head(ctx: CaseCtx, part: Part) -> list[Text]:
    if not part.tasks:
        return [T("task.card_empty", plan=ctx.profile.plan.text)]
    count = tally(part.tasks)
    late = sum(is_late(task, ctx.today) for task in part.tasks)
    counts = [T("card.count_late", n=late)] if late else []
    counts += [T(key, n=count[state]) for state, key in _COUNTED.items() if count[state]]
    title = T("task.card", plan=ctx.profile.plan.text, done=count[TaskState.DONE], n=len(part.tasks))
    return [title, T("task.legend", counts=counts)] if counts else [title]


def _goal(goal: Goal, part: Part, *, in_room: bool = True) -> Text:
    """A goal, and how many of its tasks are done; of one that was judged, what came of it.

    In a room only that it was judged: a youth may read there what others think of them.
    """
    values = {"number": goal.number, "text": title(goal.text)}
    if goal.outcome is not None:
        outcome = T("card.goal_over")
        if not in_room:
            outcome = T("card.goal_outcome", outcome=T(OUTCOME_TEXTS[goal.outcome]))
        return T("card.goal_judged", outcome=outcome, **values)
    tasks = part.of_goal(goal)
    if not tasks:
        return T("card.goal_empty", **values)
    done = tally(tasks)[TaskState.DONE]
    return T("card.goal", done=done, count=len(tasks), **values)


def _idle(ctx: CaseCtx, room: RoomView, part: Part) -> Text | None:
    """Who of the professionals in the room has no task that is open."""
    there = [ctx.facts.person(one) for one in circle.members(ctx.store, room)]
    at_work = [person.id for person in sorted(there, key=_by_name) if person.role is Role.ACTOR]
    idle = [one for one in rules.idle(part, at_work) if one not in _without_by_choice(ctx)]
    if not idle:
        return None
    named: list[Text] = [names.with_role(ctx, person_id, "card.somebody") for person_id in idle[:_MOST_NAMED]]
    if len(idle) > _MOST_NAMED:
        named.append(T("card.others", n=len(idle) - _MOST_NAMED))
    return T("card.idle", people=named)


def _without_by_choice(ctx: CaseCtx) -> frozenset[str]:
    """Who has said that they have no task in the case, by person id."""
    return frozenset(actor.person_id for actor in ctx.facts.actors if actor.no_task_on is not None)


def _more(tasks: int, goals: int) -> Text | None:
    hidden = [T("card.more_goals", n=goals)] if goals else []
    hidden += [T("card.more_tasks", n=tasks)] if tasks else []
    return T("card.more", hidden=hidden) if hidden else None


# -------------------------------------------------------------------------------------------- the whole plan, by person


def whole(ctx: CaseCtx, part: Part, *, about: RoomView | None = None) -> Lines:
    """Everything of the plan that somebody may see: goals with their words and steps, all their tasks, by owner.

    ``about``: the room whose part it is; without one, what belongs to a side room is marked.
    """
    said = _Sayer.of(ctx, part, marks_rooms=about is None)
    head = [*([] if about is None else _about(ctx, about)), *_head(ctx, part)]
    if not part.tasks and not part.goals:
        return lines(*head, T("task.no_tasks"))
    shown: _Shown = []
    for goal in part.goals:
        shown.append(_goal(goal, part, in_room=about is not None))
        shown += _more_of(goal)
        shown += said.whole(part.of_goal(goal))
    if part.goals and part.besides:
        shown.append(T("card.besides"))
    shown += said.whole(part.besides)
    return lines(*head, *shown)


def is_just_above(ctx: CaseCtx, room: RoomView, whole_plan: Lines) -> bool:
    """Whether the card of a room stands just above and says all that the whole plan would."""
    standing = ctx.store.standing(tag(ctx), room)
    if standing is None or standing.after > _JUST_ABOVE:
        return False
    if standing.sent_at is not None and rules.is_far_up(standing, ctx.now):
        return False  # of what came after it some may be pruned by now
    return say(of_room(ctx, room), ctx.language).startswith(say(whole_plan, ctx.language))


def by_person(ctx: CaseCtx, part: Part, people: Iterable[Person]) -> Lines:
    """Who does what: each of some people with their open tasks, also who has none; first what nobody has."""
    said = _Sayer.of(ctx, part)
    shown: _Shown = []
    for owner_id, heading in [(None, T("card.nobody")), *_headings(ctx, people)]:
        tasks = [task for task in part.tasks if task.state in OPEN and task.owner_id == owner_id]
        if tasks:
            shown += [heading, items(*(said.of_owner(task) for task in rules.by_urgency(tasks, ctx.today)))]
        elif owner_id is not None and ctx.facts.person(owner_id).role is Role.ACTOR:
            has_said_so = owner_id in _without_by_choice(ctx)
            shown.append(
                names.with_role(ctx, owner_id, "card.person_none" if has_said_so else "card.person_idle")
            )
    return lines(T("card.by_person"), *shown) if shown else lines(T("card.nobody_does"))


def _headings(ctx: CaseCtx, people: Iterable[Person]) -> list[tuple[str | None, Text]]:
    return [
        (person.id, names.with_role(ctx, person.id, "card.person")) for person in sorted(people, key=_by_name)
    ]


def _more_of(goal: Goal) -> _Shown:
    """A goal's own words, how it is to be reached, and its steps."""
    found: _Shown = []
    if goal.own_words is not None:
        found.append(T("card.own_words", words=goal.own_words))
    if goal.means is not None:
        found.append(T("card.means", means=goal.means))
    for step in goal.milestones:
        values = {"number": step.number, "text": step.text}
        if step.reached_on is not None:
            found.append(T("card.milestone_reached", day=step.reached_on, **values))
        elif step.due_on is not None:
            found.append(T("card.milestone_due", day=step.due_on, **values))
        else:
            found.append(T("card.milestone", **values))
    return found


# --------------------------------------------------------------------------------------------------------- one task


@dataclass(frozen=True, kw_only=True)
class _Sayer:
    """Says tasks, among those that the reader may see."""

    ctx: CaseCtx
    by_id: Mapping[str, Task]
    names: Mapping[str, str | Text]
    side_rooms: Mapping[str, int]

    @classmethod
    def of(cls, ctx: CaseCtx, part: Part, *, marks_rooms: bool = False) -> _Sayer:
        side_rooms = {room.id: room.number for room in ctx.store.rooms if room.number is not None}
        return cls(
            ctx=ctx,
            by_id={task.id: task for task in part.tasks},
            names=names.told_apart(ctx),
            side_rooms=side_rooms if marks_rooms else {},
        )

    def on_card(self, tasks: Iterable[Task]) -> list[Text]:
        return [self.line(task, clipped=True) for task in self._ordered(tasks)]

    def whole(self, tasks: Iterable[Task]) -> list[Text]:
        return [self.line(task) for task in self._ordered(tasks)]

    def line(self, task: Task, *, clipped: bool = False) -> Text:
        """A task by its number: what, who, when."""
        values = {
            "mark": MARKS[task.state],
            "number": task.number,
            "text": title(task.text) if clipped else whole_title(task.text),
            "owner": self.owner(task),
        }
        more = self._more(task)
        return T("task.line_more", more=more, **values) if more else T("task.line", **values)

    def of_owner(self, task: Task) -> Text:
        """A task below the name of its owner."""
        values = {"mark": MARKS[task.state], "number": task.number, "text": title(task.text)}
        more = self._more(task)
        return T("task.own_more", more=more, **values) if more else T("task.own", **values)

    def owner(self, task: Task) -> str | Text:
        if task.owner_id is None:
            return T("task.nobody")
        known = self.names.get(task.owner_id)
        return self.ctx.facts.person(task.owner_id).name if known is None else known

    def _more(self, task: Task) -> list[Text]:
        found = when(task, self.ctx)
        if rules.is_waiting(task, self.by_id):
            before = self.by_id[str(task.waits_for)]
            found.append(T("card.waits", number=before.number, owner=self.owner(before)))
        if task.room_id in self.side_rooms:
            found.append(T("card.in_side_room", number=self.side_rooms[str(task.room_id)]))
        return found

    def _ordered(self, tasks: Iterable[Task]) -> list[Task]:
        """Late ones first, then by owner and day; what is done last."""

        def place(task: Task) -> tuple[int, str, str, int]:
            owner = "" if task.owner_id is None else self.ctx.facts.person(task.owner_id).name.casefold()
            day = "9999" if task.due_on is None else task.due_on.isoformat()
            if is_late(task, self.ctx.today):
                return (0, day, owner, task.number)
            return (1 if task.state in OPEN else 2, owner, day, task.number)

        return sorted(tasks, key=place)


def task_line(ctx: CaseCtx, task: Task) -> Text:
    """A task as it stands in the plan: number, what, who, by when, how it goes."""
    return _Sayer.of(ctx, Part(goals=(), tasks=(task,))).line(task)


def when(task: Task, ctx: UnitCtx) -> list[Text]:
    """How often a task comes and by which day it should be done, or since when it should have been."""
    if task.state not in OPEN:
        return []
    if task.repeats is not None:
        return _rhythm(task, task.repeats, ctx)
    if task.due_on is None:
        return []
    if is_late(task, ctx.today):
        return [T("card.late_since", day=_day(task, ctx))]
    return [T("card.due", day=task.due_on)]


def _rhythm(task: Task, repeats: str, ctx: UnitCtx) -> list[Text]:
    """How often a task comes; of what is rare, also the next time."""
    said = recurrence.in_words(recurrence.restored(repeats), today=ctx.today)
    if task.due_on is None or task.due_on <= ctx.today + _SOON:
        return [said]
    return [said, T("card.next", day=task.due_on)]


def _day(task: Task, ctx: UnitCtx) -> object:
    """A day of the week behind us by its weekday, any other as a date."""
    assert task.due_on is not None
    if ctx.today < task.due_on + rules.WEEKDAY_LASTS:
        return _WEEKDAY[task.due_on.weekday()]
    return task.due_on


_WEEKDAY = tuple(
    T(key)
    for key in (
        *("card.monday", "card.tuesday", "card.wednesday", "card.thursday"),
        *("card.friday", "card.saturday", "card.sunday"),
    )
)


def about_tasks(numbers: Sequence[int], key: str) -> Text | None:
    """A text about some tasks, when there are any."""
    if not numbers:
        return None
    return T(key, numbers=list(numbers), n=len(numbers))


# --------------------------------------------------------------------------------------------------------------- titles


def title(text: str) -> str | Text:
    """A title on a line of a phone: cut between words where it is long."""
    return _apart(_clipped(text))


def whole_title(text: str) -> str | Text:
    """A title as somebody wrote it."""
    return _apart(text)


def _apart(text: str) -> str | Text:
    """A title that is written from right to left is kept apart, so that what stands around it keeps its order."""
    if any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in text):
        return T("card.right_to_left", text=text)
    return text


def _clipped(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LONGEST_TITLE:
        return words
    head = words[: LONGEST_TITLE - 1]
    if words[len(head)] != " " and " " in head[LONGEST_TITLE // 2 :]:
        head = head.rpartition(" ")[0]
    while head and _belongs_to_the_sign_before(words[len(head)]):
        head = head[:-1]  # never half of an emoji or of a letter with its marks
    return head.rstrip(" ,.;:–-") + "…"


def _belongs_to_the_sign_before(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Me", "Sk", "Cf")


def _by_name(person: Person) -> tuple[str, str]:
    return (person.name.casefold(), person.id)
