"""A template is laid out for those who are there, once."""

from __future__ import annotations

from bot.core import load_profile
from bot.rules.plan import By, Via
from bot.rules.roles import Role
from bot.rules.words import Words, one
from bot.services import template
from storage import writes
from tests.bot.desk import Desk
from tests.services.stores import case_store

BY = By(person_id="anna", via=Via.COMMAND, verified=True)
SCHOOL_START = one(load_profile("skovde").templates, "school_start")


def swedish(words: Words) -> str:
    return words.sv


def test_tasks_are_laid_out_for_those_who_stand_for_their_functions(desk: Desk) -> None:
    desk.add("sven", Role.ACTOR, "social_services")
    desk.add("lisa", Role.ACTOR, "school")
    desk.add("petra", Role.ACTOR, "police")
    case = desk.case("K-7F2", actors=[("social_services", "sven"), ("school", "lisa"), ("police", "petra")])
    desk.open_case_room(case)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        before = writes.count(session)
        found = template.forecast(store, SCHOOL_START, swedish)
        assert writes.count(session) == before
        assert [function for function, _ in found.left_out] == ["leisure", "school"]  # no consent covers Lisa
        laid = template.lay_out(store, found, BY)
        assert [goal.text for goal in laid.goals] == ["Komma till skolan varje dag"]
        by_function = {task.function: task for task in laid.tasks}
        assert by_function.keys() == {"social_services"}
        assert by_function["social_services"].due_on is not None
        assert {task.goal_id for task in laid.tasks} == {laid.goals[0].id}
        again = template.forecast(store, SCHOOL_START, swedish)
        assert again.is_empty
        assert len(again.there) == 1
