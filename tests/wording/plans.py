"""A case with a plan, and what people see of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation.command import CaseCtx, Command, NoArgs, Reply
from bot.i18n import Language, Lines, Text, say
from bot.messages import Edit, Say
from bot.rules.case import Case
from bot.rules.goal import Goal
from bot.rules.person import Person
from bot.rules.plan import Task
from storage.room import RoomView
from storage.scoped import CaseStore
from tests.bot.desk import Desk
from tests.rules.making import goal as any_goal
from tests.rules.making import grant
from tests.rules.making import task as any_task
from tests.services.shared_case import opened
from tests.services.stores import case_store


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An open case about school, with a side room about crime for the police and the social services."""

    desk: Desk
    session: Session
    case: Case
    store: CaseStore
    side: RoomView

    def person(self, handle: str) -> Person:
        found = self.store.people.find(handle)
        assert found is not None
        return found

    def task(self, text: str, owner: str | None = None, **more: Any) -> Task:
        """A task of somebody's, in a state."""
        owner_id = None if owner is None else self.person(owner).id
        made = any_task(0, text=text, owner_id=owner_id, **more)
        return self.store.plan.add(replace(made, unit_id=self.case.unit_id), now=self.store.now)

    def goal(self, text: str, **more: Any) -> Goal:
        """A goal with all that is said of it."""
        return self.store.goals.add(replace(any_goal(0, text=text, **more), unit_id=self.case.unit_id))

    def ctx(self, handle: str, room: RoomView | None = None) -> CaseCtx:
        """Somebody in a room; on their own page unless one is given."""
        who = self.person(handle)
        contexts = self.desk.core.dispatcher._contexts
        return contexts.unit(self.session, who, room or self.store.page(who.id)).of(self.store.case)

    def answer(self, command: Command, handle: str, room: RoomView | None = None, **args: Any) -> str:
        """What a command answers somebody, as text."""
        ctx = self.ctx(handle, room)
        reply = command.run(ctx, command.args(**args) if args else NoArgs())
        assert isinstance(reply, tuple)
        return said(reply, ctx.language)


def said(reply: Reply, language: Language = "sv") -> str:
    """All that a reply says."""
    bodies: list[Text | Lines] = [effect.body for effect in reply if isinstance(effect, Say | Edit)]
    return "\n".join(say(body, language) for body in bodies)


def planned(desk: Desk, session: Session, case: Case) -> Planned:
    """The case with its side room; the police and the social services also share what is about crime."""
    store = case_store(desk, session, case)
    today = store.facts.today
    for function in ("police", "social_services"):
        given = grant(function, "school", "crime", starts_on=today, given_on=today, recorded_at=store.now)
        store.consents.add([replace(given, id=f"crime-{function}", unit_id=case.unit_id, case_id=case.id)])
    side = store.add_side_room(frozenset({"school", "crime"}))
    return Planned(desk=desk, session=session, case=store.case, store=store, side=side)


__all__ = ("Planned", "opened", "planned", "said")
