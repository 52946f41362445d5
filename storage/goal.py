"""The goals of a case, with their milestones."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.rules.goal import Goal as GoalValue
from bot.rules.goal import Milestone as MilestoneValue
from bot.rules.goal import Outcome
from storage import sealed
from storage.tables import Case, Goal, Milestone


class Goals:
    """The goals of one case."""

    def __init__(self, session: Session, unit_id: str, case_id: str) -> None:
        self._session = session
        self._unit_id = unit_id
        self._case_id = case_id

    def all(self) -> list[GoalValue]:
        """Every goal with its milestones, by number; two statements."""
        steps: dict[str, list[MilestoneValue]] = {}
        milestones = select(Milestone).where(Milestone.case_id == self._case_id).order_by(Milestone.number)
        for row in self._session.scalars(milestones):
            steps.setdefault(row.goal_id, []).append(self._milestone(row))
        goals = select(Goal).where(Goal.case_id == self._case_id).order_by(Goal.number)
        return [self._goal(row, tuple(steps.get(row.id, ()))) for row in self._session.scalars(goals)]

    def find(self, number: int) -> GoalValue | None:
        """The goal with a number."""
        return next((goal for goal in self.all() if goal.number == number), None)

    def get(self, goal_id: str) -> GoalValue | None:
        """The goal of this case with an id."""
        return next((goal for goal in self.all() if goal.id == goal_id), None)

    def add(self, goal: GoalValue) -> GoalValue:
        """Add a goal; returns it with its new id and number. Its milestones are added by themselves."""
        last = self._session.scalar(select(func.max(Goal.number)).where(Goal.case_id == self._case_id)) or 0
        added = replace(goal, id=secrets.token_hex(16), case_id=self._case_id, number=last + 1, milestones=())
        row = Goal(
            id=added.id,
            unit_id=self._unit_id,
            case_id=self._case_id,
            number=added.number,
            created_at=added.created_at,
        )
        self._write(row, added)
        self._session.add(row)
        self._session.flush()
        return added

    def save(self, goal: GoalValue) -> None:
        """Write everything about a goal but its number and its milestones."""
        row = self._session.get_one(Goal, goal.id)
        if row.case_id != self._case_id:
            raise LookupError("a goal of another case")
        self._write(row, goal)
        self._session.flush()

    def add_milestone(self, milestone: MilestoneValue) -> MilestoneValue:
        """Add a step to a goal; returns it with its new id and number."""
        self._check(milestone.goal_id)
        counted = select(func.max(Milestone.number)).where(Milestone.goal_id == milestone.goal_id)
        last = self._session.scalar(counted) or 0
        added = replace(milestone, id=secrets.token_hex(16), number=last + 1)
        self._session.add(
            Milestone(
                id=added.id,
                case_id=self._case_id,
                goal_id=added.goal_id,
                number=added.number,
                text_sealed=self._seal(added.text, f"milestone.text:{added.id}"),
                due_on=added.due_on,
                reached_on=added.reached_on,
            )
        )
        self._session.flush()
        return added

    def save_milestone(self, milestone: MilestoneValue) -> None:
        """Write a step's words, its day, and when it was taken."""
        self._check(milestone.goal_id)
        row = self._session.get_one(Milestone, milestone.id)
        row.text_sealed = self._seal(milestone.text, f"milestone.text:{milestone.id}")
        row.due_on = milestone.due_on
        row.reached_on = milestone.reached_on
        self._session.flush()

    def _check(self, goal_id: str) -> None:
        row = self._session.get(Goal, goal_id)
        if row is None or row.case_id != self._case_id:
            raise LookupError("a goal of another case")

    def _write(self, row: Goal, goal: GoalValue) -> None:
        about = {"text": goal.text, "area": goal.area}
        row.about_sealed = sealed.seal_facts(self._session, self._key, about, f"goal:{row.id}")
        row.own_words_sealed = self._seal_any(goal.own_words, f"goal.own_words:{row.id}")
        row.own_words_from = goal.own_words_from
        row.means_sealed = self._seal_any(goal.means, f"goal.means:{row.id}")
        row.room_id = goal.room_id
        row.outcome = goal.outcome
        row.judged_on = goal.judged_on
        row.judged_by = goal.judged_by
        row.dropped = goal.dropped

    def _goal(self, row: Goal, milestones: tuple[MilestoneValue, ...]) -> GoalValue:
        about = sealed.unseal_facts(self._session, self._key, row.about_sealed, f"goal:{row.id}")
        return GoalValue(
            id=row.id,
            unit_id=row.unit_id,
            case_id=row.case_id,
            number=row.number,
            text=about["text"],
            area=about["area"],
            own_words=self._unseal_any(row.own_words_sealed, f"goal.own_words:{row.id}"),
            own_words_from=row.own_words_from,
            means=self._unseal_any(row.means_sealed, f"goal.means:{row.id}"),
            room_id=row.room_id,
            outcome=None if row.outcome is None else Outcome(row.outcome),
            judged_on=row.judged_on,
            judged_by=row.judged_by,
            dropped=row.dropped,
            milestones=milestones,
            created_at=row.created_at,
        )

    def _milestone(self, row: Milestone) -> MilestoneValue:
        return MilestoneValue(
            id=row.id,
            goal_id=row.goal_id,
            number=row.number,
            text=self._unseal(row.text_sealed, f"milestone.text:{row.id}"),
            due_on=row.due_on,
            reached_on=row.reached_on,
        )

    @cached_property
    def _key(self) -> str:
        return self._session.get_one(Case, self._case_id).key_id

    def _seal(self, text: str, place: str) -> bytes:
        return sealed.seal(self._session, self._key, text, place)

    def _seal_any(self, text: str | None, place: str) -> bytes | None:
        return None if text is None else self._seal(text, place)

    def _unseal(self, kept: bytes, place: str) -> str:
        return sealed.unseal(self._session, self._key, kept, place)

    def _unseal_any(self, kept: bytes | None, place: str) -> str | None:
        return None if kept is None else self._unseal(kept, place)
