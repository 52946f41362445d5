"""What of a case's plan a room or a person may see, and the day on which a card changes by itself."""

from __future__ import annotations

from datetime import timedelta

from bot.rules import card as rules
from bot.rules.calendar import morning
from bot.rules.card import Part
from bot.rules.case import State
from bot.rules.person import Person
from bot.rules.plan import OPEN, Task, is_late
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from bot.services import circle
from storage.room import RoomView
from storage.scoped import CaseStore, UnitStore

#: The states of a case in which somebody still has something to do in it.
_GOING_ON = frozenset({State.ACTIVE, State.FROZEN, State.CLOSING})


def everything(store: CaseStore) -> Part:
    """The whole plan, with what was struck from it."""
    return Part(goals=tuple(store.goals.all()), tasks=tuple(store.plan.all()))


def in_room(store: CaseStore, room: RoomView, plan: Part | None = None, *, struck: bool = False) -> Part:
    """What of the plan (read anew unless given) belongs to a room; with ``struck``, also what was taken off it."""
    found = plan or everything(store)
    return rules.part_of_room(found if struck else rules.not_struck(found), room.id, store.room.id)


def for_person(store: CaseStore, person: Person, *, struck: bool = False) -> Part:
    """What of the plan somebody may see where nobody else reads it; with ``struck``, also what was taken off it."""
    found = everything(store)
    plan = found if struck else rules.not_struck(found)
    member_of = {room.id for room in store.rooms if person.id in circle.members(store, room)}
    return rules.part_of_person(plan, person, store.facts, member_of=member_of, case_room_id=store.room.id)


def changed_rooms(store: CaseStore, plan: Part) -> list[RoomView]:
    """The rooms whose card may have changed with what was written just now: the case room, and of the side rooms those
    with a task that was, or with goals, of which nobody notes when they were."""
    changed = {task.room_id for task in plan.tasks if task.changed_at == store.now}
    changed |= {goal.room_id for goal in plan.goals}
    return [room for room in store.rooms if room.kind is RoomKind.CASE or room.id in changed]


def own_tasks(store: UnitStore, person: Person, place: RoomView) -> list[Task]:
    """Somebody's open tasks in the cases they take part in or coordinate; where others read, those that belong to
    that room."""
    if place.case_id is not None:
        here = in_room(store.of(store.one_case(place.case_id)), place)
        return [task for task in here.tasks if task.owner_id == person.id and task.state in OPEN]
    found = {case.id: case for case in store.cases.of_person(person.id)}
    if person.role is Role.COORDINATOR:
        found |= {case.id: case for case in store.cases.of_coordinator(person.id) if case.state in _GOING_ON}
    return list(store.tasks_of(list(found.values()), person.id, OPEN))


def plan_late(store: CaseStore, task: Task) -> None:
    """Plan to show in the card that a task is late, the morning after its day."""
    if task.due_on is None or task.repeats is not None or task.state not in OPEN:
        return
    store.schedule("plan.late", task.id, morning(task.due_on + timedelta(days=1)))


def late(store: CaseStore, task_id: str) -> Task | None:
    """The task if it is late; None when it is done, or has another day by now.

    After a week it is planned once more: until then the card calls its day by the weekday alone.
    """
    task = store.plan.get(task_id)
    if task is None or task.due_on is None or not is_late(task, store.facts.today):
        return None
    week_after = task.due_on + rules.WEEKDAY_LASTS
    if store.facts.today < week_after:
        store.schedule("plan.late", task.id, morning(week_after))
    return task
