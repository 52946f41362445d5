"""The plan card: what of the plan belongs to which room, in which order it stands, and when a new card is due."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules.facts import CaseFacts
from bot.rules.goal import Goal
from bot.rules.person import Person
from bot.rules.plan import OPEN, Task, TaskState, is_late
from bot.rules.profile import LEAD
from bot.rules.roles import Role
from bot.rules.room import RoomKind

#: The most lines of a card: one screen of a phone.
MOST_LINES = 20

#: So many messages of the bot below it, each of which mostly answers somebody, a card is far up: people have to scroll.
FAR_MESSAGES = 25

#: So long after it was posted it is far up in any case: what people write to each other is not counted.
FAR_AFTER = timedelta(days=14)

#: So long a day that has passed is called by its weekday alone.
WEEKDAY_LASTS = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What somebody, or everybody in a room, may see of a case's plan."""

    goals: tuple[Goal, ...]
    tasks: tuple[Task, ...]

    def of_goal(self, goal: Goal) -> list[Task]:
        """The tasks under a goal."""
        return [task for task in self.tasks if task.goal_id == goal.id]

    @property
    def besides(self) -> list[Task]:
        """The tasks under none of these goals."""
        known = {goal.id for goal in self.goals}
        return [task for task in self.tasks if task.goal_id not in known]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The newest card of a room: when it was sent (None: it is still to be sent), and how many messages of the bot
    have come after it."""

    sent_at: datetime | None
    after: int


def not_struck(plan: Part) -> Part:
    """The plan without what was struck from it."""
    return Part(
        goals=tuple(goal for goal in plan.goals if not goal.dropped),
        tasks=tuple(task for task in plan.tasks if task.state is not TaskState.DROPPED),
    )


def part_of_room(plan: Part, room_id: str, case_room_id: str) -> Part:
    """What belongs to a room: everybody who is in it may see that, and nothing else."""
    return _part(plan, {room_id}, case_room_id)


def part_of_person(
    plan: Part, person: Person, facts: CaseFacts, *, member_of: Collection[str], case_room_id: str
) -> Part:
    """What somebody may see where nobody else reads it.

    The coordinators and the case's lead see everything. Others see what belongs to the rooms they may be in
    (``member_of``, room ids) and the tasks that are their own; the youth and the guardians only those.
    """
    if sees_all(person, facts):
        return plan
    own = [task for task in plan.tasks if task.owner_id == person.id]
    if person.role in (Role.YOUTH, Role.GUARDIAN):
        return Part(goals=(), tasks=tuple(own))
    seen = _part(plan, set(member_of), case_room_id)
    missing = [task for task in own if task not in seen.tasks]
    return Part(goals=seen.goals, tasks=tuple(sorted((*seen.tasks, *missing), key=lambda task: task.number)))


def sees_all(person: Person, facts: CaseFacts) -> bool:
    """Whether somebody sees the whole plan of a case, with what stands in the way of its tasks."""
    if person.role is Role.COORDINATOR:
        return True
    return any(
        actor.person_id == person.id and actor.function == LEAD and actor.standing(facts.today)
        for actor in facts.actors
    )


def hears_obstacles(person: Person, facts: CaseFacts, room: RoomKind) -> bool:
    """Whether somebody is told what stands in the way of a task: never where others read."""
    return sees_all(person, facts) and not room.of_case


def is_waiting(task: Task, by_id: Mapping[str, Task]) -> bool:
    """Whether a task that is not done comes before this one, as far as the reader may know."""
    before = by_id.get(task.waits_for or "")
    return task.state in OPEN and before is not None and before.state in OPEN


def by_urgency(tasks: Iterable[Task], today: date) -> list[Task]:
    """Tasks with the most urgent first: late ones by how late, then those that nobody has, those that wait for a yes
    or are stuck, then by day; what is done comes last."""
    return sorted(tasks, key=lambda task: _urgency(task, today))


def _urgency(task: Task, today: date) -> tuple[int, int, date, int]:
    day = task.due_on or date.max
    if is_late(task, today):
        return (0, 0, day, task.number)
    if task.state not in OPEN:
        return (2, 0, date.max, -task.number)
    if task.owner_id is None:
        return (1, 0, day, task.number)
    is_calm = task.state is TaskState.DOING
    return (1, 2 if is_calm else 1, day, task.number)


def idle(part: Part, people: Sequence[str]) -> list[str]:
    """Those of some people (by id) who have no open task there, in their order."""
    busy = {task.owner_id for task in part.tasks if task.state in OPEN}
    return [person_id for person_id in people if person_id not in busy]


def is_far_up(standing: Standing, now: datetime) -> bool:
    """Whether people have to scroll far to find a card."""
    if standing.sent_at is None:
        return False
    return standing.after >= FAR_MESSAGES or now - standing.sent_at >= FAR_AFTER


def fitting(tasks: Sequence[Task], today: date, room_for: int) -> list[Task]:
    """The most urgent of some tasks, for which there is room, in the order in which they were."""
    kept = {task.id for task in by_urgency(tasks, today)[: max(room_for, 0)]}
    return [task for task in tasks if task.id in kept]


def _part(plan: Part, rooms: Collection[str], case_room_id: str) -> Part:
    def is_there(room_id: str | None) -> bool:
        return (room_id or case_room_id) in rooms

    return Part(
        goals=tuple(goal for goal in plan.goals if is_there(goal.room_id)),
        tasks=tuple(task for task in plan.tasks if is_there(task.room_id)),
    )
