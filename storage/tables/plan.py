"""The plan of a case: goals, milestones, tasks, what has happened to a task, the days of a task that repeats, and when
people are asked how it goes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Serial, partial


class Goal(Base):
    """What the circle works towards with a youth."""

    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("case_id", "number"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    number: Mapped[int]
    about_sealed: Mapped[bytes]  # its words, and its area: one of the profile's goals
    own_words_sealed: Mapped[bytes | None]
    own_words_from: Mapped[str | None] = mapped_column(String(32))  # person id: the youth, or who noted them
    means_sealed: Mapped[bytes | None]
    room_id: Mapped[str | None] = mapped_column(String(32))  # the room that may see it; None: the case room
    outcome: Mapped[str | None] = mapped_column(String(8))  # reached | partly | missed; None: not judged yet
    judged_on: Mapped[date | None]
    judged_by: Mapped[str | None] = mapped_column(String(32))  # person id
    dropped: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Milestone(Base):
    """A step on the way to a goal."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("goal_id", "number"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    goal_id: Mapped[str] = mapped_column(ForeignKey("goal.id"))
    number: Mapped[int]
    text_sealed: Mapped[bytes]
    due_on: Mapped[date | None]
    reached_on: Mapped[date | None]


class Task(Base):
    """One line of the action plan: who does what by when, once or again and again."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        Index("ix_task_unit_owner", "unit_id", "owner_id"),
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    number: Mapped[int]
    about_sealed: Mapped[bytes]  # its words, the function whose holder owns it, and its kind
    owner_id: Mapped[str | None] = mapped_column(String(32))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(8))  # asked | doing | done | stuck | dropped
    obstacle_sealed: Mapped[bytes | None]
    changed_at: Mapped[datetime]
    goal_id: Mapped[str | None] = mapped_column(String(32))
    room_id: Mapped[str | None] = mapped_column(String(32))  # the room that may see it; None: the case room
    deputy_id: Mapped[str | None] = mapped_column(String(32))
    repeats: Mapped[str | None] = mapped_column(String(200))  # bot.rules.recurrence, as one line
    waits_for: Mapped[str | None] = mapped_column(String(32))  # the task that comes before it


class TaskDay(Base):
    """A day of a task that repeats about which there is something to remember: an answer, or that it is another
    day, or none."""

    __tablename__ = "task_day"
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)  # as the series has it
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    moved_to: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(8))  # open | done | doing | stuck | skipped
    changed_at: Mapped[datetime]


class TaskEvent(Base):
    """Something that happened to a task: when, through whom, and how."""

    __tablename__ = "task_event"
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    what: Mapped[str] = mapped_column(String(12))  # bot.rules.plan.Happened
    by_id: Mapped[str | None] = mapped_column(String(32))  # person id; None: the bot by itself
    via: Mapped[str] = mapped_column(String(8))  # bot.rules.plan.Via
    verified: Mapped[bool]
    at: Mapped[datetime]
    day: Mapped[date | None]  # a due day, or the day of a series, that it is about
    about_id: Mapped[str | None] = mapped_column(String(32))  # a person or task that it is about
    words_sealed: Mapped[bytes | None]


class StatusRound(Base):
    """One message in a room, on one day, that asks all whose turn it is how their tasks go."""

    __tablename__ = "status_round"
    __table_args__ = (UniqueConstraint("room_id", "day"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"))
    day: Mapped[date]
    is_followup: Mapped[bool]  # it asks about all that is open, once a month


class StatusAsk(Base):
    """Somebody is asked in a round how a task goes, and what they answered, if they did."""

    __tablename__ = "status_ask"
    __table_args__ = (Index("ix_status_ask_task_id_asked_on", "task_id", "asked_on"),)
    round_id: Mapped[str] = mapped_column(ForeignKey("status_round.id"), primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    person_id: Mapped[str] = mapped_column(String(32))
    asked_on: Mapped[date]
    day: Mapped[date | None]  # the due day it is about; of a series the last of its days
    answer: Mapped[str | None] = mapped_column(String(8))  # bot.rules.status_round.Said; None: none yet
    answered_at: Mapped[datetime | None]
    nudged_on: Mapped[date | None]  # asked once more, on the own page


class Snooze(Base):
    """A task that its owner does not want to be asked about before a day."""

    __tablename__ = "snooze"
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    until: Mapped[date]


class Digest(Base):
    """Somebody who is asked about everything together, once a week, and not in between."""

    __tablename__ = "digest"
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    since: Mapped[date]


def is_unanswered() -> ColumnElement[bool]:
    """Asks that wait for an answer."""
    return StatusAsk.answer.is_(None)


partial(
    "ix_status_ask_unanswered",
    StatusAsk.unit_id,
    StatusAsk.person_id,
    StatusAsk.asked_on,
    where=is_unanswered(),
)
