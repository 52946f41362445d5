"""Goals of a case: numbered, sealed, out of reach from another case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.rules.case import Case
from bot.rules.goal import Goal, Milestone, Outcome, judged
from tests.storage.conftest import NOW, TODAY, World


def goal(case: Case, text: str = "Komma till Hemlighetsskolan") -> Goal:
    return Goal(id="", unit_id=case.unit_id, case_id=case.id, number=0, text=text, created_at=NOW)


def test_goals_are_numbered_within_their_case_and_come_back(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        goals, others = world.store(session, case).goals, world.store(session, other).goals
        first, second = goals.add(goal(case)), goals.add(replace(goal(case, "b"), area="school"))
        assert [first.number, second.number] == [1, 2]
        assert others.add(goal(other)).number == 1
        wished = replace(second, own_words="Slippa Hemlighetsson", own_words_from=anna.id, means="Skjuts av Hemlighets")
        goals.save(judged(wished, Outcome.PARTLY, TODAY, "anna"))
        assert goals.all() == [first, judged(wished, Outcome.PARTLY, TODAY, "anna")]
        assert goals.find(1) == goals.get(first.id) == first
        assert goals.find(3) is None
        assert not goals.all()[1].is_open
    assert b"Hemlighets" not in world.disk()


def test_a_step_comes_back_with_its_goal_and_is_sealed(world: World) -> None:
    anna = world.person("anna")
    case = world.case("K-7F2", anna)
    with world.unit() as session:
        goals = world.store(session, case).goals
        ours = goals.add(goal(case))
        step = goals.add_milestone(Milestone(id="", goal_id=ours.id, number=0, text="Hemlighetsveckan", due_on=TODAY))
        goals.save_milestone(replace(step, reached_on=TODAY))
        assert goals.all() == [replace(ours, milestones=(replace(step, reached_on=TODAY),))]
    assert b"Hemlighets" not in world.disk()


def test_a_goal_of_another_case_is_out_of_reach(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        theirs = world.store(session, other).goals.add(goal(other))
        goals = world.store(session, case).goals
        assert goals.all() == []
        assert goals.get(theirs.id) is None
        with pytest.raises(LookupError):
            goals.save(theirs)
        with pytest.raises(LookupError):
            goals.add_milestone(Milestone(id="", goal_id=theirs.id, number=0, text="a"))
