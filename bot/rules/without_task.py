"""Who is expected to have a task in a case, and how long it counts that somebody says they have none ([A] "alla aktörer
äger gemensamt insatsen")."""

from __future__ import annotations

from datetime import date, timedelta

from bot.rules.facts import CaseFacts
from bot.rules.person import Person
from bot.rules.roles import Role


def is_asked(facts: CaseFacts, person: Person) -> bool:
    """Whether somebody is at work in the case, so that a task is expected of them: nobody who is there as a private
    person."""
    if person.role is not Role.ACTOR or person.function is None:
        return False
    return not facts.profile.function(person.function).private


def said_on(facts: CaseFacts, person: Person) -> date | None:
    """The day somebody said that they have no task, as long as it counts: until the next follow-up but one."""
    said = [actor.no_task_on for actor in facts.actors_of(person.id) if actor.no_task_on is not None]
    newest = max(said, default=None)
    if newest is None or newest + timedelta(days=facts.profile.followup_days) < facts.today:
        return None
    return newest
