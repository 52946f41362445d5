"""The export of a case: everything the personal file needs, as JSON, with a checksum of its own content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation.contexts import BOT
from bot.rules.case import Case
from bot.rules.consent import Actor, Grant
from bot.rules.goal import Goal
from bot.rules.minute import Minute
from bot.rules.plan import Task, TaskDay, TaskEvent
from storage import case as cases
from storage import room
from storage.scoped import CaseStore

VERSION = 2


def export(session: Session, about: Mapping[str, Any], now: datetime) -> bytes:
    """The export of the case ``about["case_id"]``, with people's names, for the coordinator's own page.

    The coordinator puts it into the personal file.
    """
    case = cases.get(session, str(about["case_id"]))
    # everything as stored, ages included
    store = CaseStore(session, case.unit_id, BOT, now, case.id, profile=None)
    names = {person.id: person.name for person in store.people.all()}
    views = room.ever(session, case.id)
    rooms = {view.id: "case" if view.number is None else f"side {view.number}" for view in views}
    minutes = store.minutes.all()
    task_numbers = {task.id: task.number for task in store.plan.all()}
    content: dict[str, Any] = {
        "version": VERSION,
        "made_at": now.isoformat(),
        "case": _case(case, names),
        "actors": [_actor(actor, names) for actor in store.actors.ever()],
        "rooms": [{"room": rooms[view.id], "scope": sorted(view.scope)} for view in views],
        "consents": [_grant(grant, names) for grant in store.consents.all()],
        "refusals": [
            {"function": each.function, "said_by": names[each.person_id], "said_at": each.said_at.isoformat()}
            for each in store.refusals.all()
        ],
        "receipts": [
            {
                "function": each.function,
                "noted_at": each.noted_at.isoformat(),
                "noted_by": names[each.noted_by],
            }
            for each in store.receipts.all()
        ],
        **_plan(store, names, rooms),
        "meetings": [
            {
                "number": meeting.number,
                "title": meeting.title,
                # With a protected identity, where the youth can be met does not leave the case's rooms
                "place": None if case.protected else meeting.place,
                "starts_at": meeting.starts_at.isoformat(),
                "minutes": meeting.minutes,
                "state": str(meeting.state),
                "answers": {
                    names[person_id]: str(answer)
                    for person_id, answer in store.meetings.answers(meeting.id).items()
                },
                "attendance": {
                    names[person_id]: str(came)
                    for person_id, came in store.presences.of_meeting(meeting.id).items()
                },
                "noted": [
                    _minute(minute, task_numbers) for minute in minutes if minute.meeting_id == meeting.id
                ],
            }
            for meeting in store.meetings.all()
        ],
    }
    content["sha256"] = checksum(content)
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _plan(store: CaseStore, names: Mapping[str, str], rooms: Mapping[str, str]) -> dict[str, Any]:
    """The goals with their milestones, and the tasks with their days and their history; struck ones too. Goals and
    tasks are named by their numbers, rooms as they are elsewhere."""
    goals, tasks = store.goals.all(), store.plan.all()
    goal_numbers = {goal.id: goal.number for goal in goals}
    task_numbers = {task.id: task.number for task in tasks}
    days, history = store.plan.days(), store.plan.history()
    about: dict[str, Any] = {**names, **goal_numbers, **task_numbers}
    return {
        "goals": [_goal(goal, names, rooms) for goal in goals],
        "tasks": [
            {
                **_task(task, names, rooms, goal_numbers, task_numbers),
                "days": [_day_of(day) for day in days if day.task_id == task.id],
                "history": [_event(event, names, about) for event in history if event.task_id == task.id],
            }
            for task in tasks
        ],
    }


def _goal(goal: Goal, names: Mapping[str, str], rooms: Mapping[str, str]) -> dict[str, Any]:
    return {
        "number": goal.number,
        "text": goal.text,
        "area": goal.area,
        "own_words": goal.own_words,
        "own_words_from": _name(goal.own_words_from, names),
        "means": goal.means,
        "room": "case" if goal.room_id is None else rooms.get(goal.room_id),
        "outcome": None if goal.outcome is None else str(goal.outcome),
        "judged_on": _day(goal.judged_on),
        "judged_by": _name(goal.judged_by, names),
        "struck": goal.dropped,
        "milestones": [
            {
                "number": f"{goal.number}.{step.number}",
                "text": step.text,
                "due_on": _day(step.due_on),
                "reached_on": _day(step.reached_on),
            }
            for step in goal.milestones
        ],
    }


def _task(
    task: Task,
    names: Mapping[str, str],
    rooms: Mapping[str, str],
    goals: Mapping[str, int],
    tasks: Mapping[str, int],
) -> dict[str, Any]:
    return {
        "number": task.number,
        "text": task.text,
        "owner": _name(task.owner_id, names),
        "function": task.function,
        "deputy": _name(task.deputy_id, names),
        "due_on": _day(task.due_on),
        "repeats": task.repeats,
        "state": str(task.state),
        "obstacle": task.obstacle,
        "kind": None if task.kind is None else str(task.kind),
        "goal": None if task.goal_id is None else goals.get(task.goal_id),
        "waits_for": None if task.waits_for is None else tasks.get(task.waits_for),
        "room": "case" if task.room_id is None else rooms.get(task.room_id),
    }


def _day_of(day: TaskDay) -> dict[str, Any]:
    return {"day": day.day.isoformat(), "moved_to": _day(day.moved_to), "state": str(day.state)}


def _event(event: TaskEvent, names: Mapping[str, str], about: Mapping[str, Any]) -> dict[str, Any]:
    """One line of a task's history; what it is about by name, number or, of a move, the day before it."""
    return {
        "at": event.at.isoformat(),
        "what": str(event.what),
        "by": _name(event.by, names),
        "via": str(event.via),
        "verified": event.verified,
        "day": _day(event.day),
        "about": None if event.about is None else about.get(event.about, event.about),
        "words": event.words,
    }


def _minute(minute: Minute, tasks: Mapping[str, int]) -> dict[str, Any]:
    """A point of the minutes; of a decision that became a task, its number."""
    return {
        "kind": str(minute.kind),
        "text": minute.text,
        "noted_at": minute.noted_at.isoformat(),
        "task": None if minute.task_id is None else tasks.get(minute.task_id),
        "shown_at": None if minute.shown_at is None else minute.shown_at.isoformat(),
    }


def _name(person_id: str | None, names: Mapping[str, str]) -> str | None:
    return None if person_id is None else names[person_id]


def checksum(content: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of an export's content without its own checksum, as compact JSON with sorted keys in
    UTF-8."""
    rest = {key: value for key, value in content.items() if key != "sha256"}
    compact = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(compact.encode()).hexdigest()


def _case(case: Case, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": case.code,
        "unit": case.unit_id,
        "age_band": case.age_band,
        "initiator": case.initiator,
        "track": case.track,
        "born": case.born,
        "protected": sorted(case.protected),
        "notes": [
            {
                "kind": note.kind,
                "day": note.day.isoformat(),
                "number": note.reference,
                "noted_by": names[note.by],
            }
            for note in case.notes
        ],
        "coordinator": names[case.coordinator_id],
        "created_on": case.created_on.isoformat(),
        "information_meeting_on": _day(case.information_meeting_on),
        "youth_choice": case.youth_choice,
        "scope": sorted(case.scope),
        "opened_on": _day(case.opened_on),
        "reviewed_on": _day(case.reviewed_on),
        "closing_on": _day(case.closing_on),
        "reason": case.reason,
    }


def _actor(actor: Actor, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "function": actor.function,
        "name": names[actor.person_id],
        "named_on": actor.named_on.isoformat(),
        "ended_on": _day(actor.ended_on),
        "deputy": actor.deputy,
        "approved_by": None if actor.approved_by is None else names[actor.approved_by],
        "promised_on": _day(actor.promised_on),
        "no_task_on": _day(actor.no_task_on),
    }


def _grant(grant: Grant, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "giver": grant.giver,
        "capacity": grant.capacity,
        "function": grant.function,
        "person": None if grant.person_id is None else names[grant.person_id],
        "kinds": sorted(grant.kinds),
        "starts_on": grant.starts_on.isoformat(),
        "until": grant.until.isoformat(),
        "method": grant.method,
        "given_on": grant.given_on.isoformat(),
        "youth_asked": grant.youth_asked,
        "assessed_on": _day(grant.assessed_on),
        "witness": grant.witness,
        "interpreter": grant.interpreter,
        "form": grant.form,
        "paper": grant.paper,
        "recorded_at": grant.recorded_at.isoformat(),
        "recorded_by": names[grant.recorded_by],
        "approved_by": names[grant.approved_by],
        "withdrawn_at": None if grant.withdrawn_at is None else grant.withdrawn_at.isoformat(),
        "withdrawn_by": None if grant.withdrawn_by is None else names[grant.withdrawn_by],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
