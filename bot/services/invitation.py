"""Who comes into a case's rooms, and who goes: asked in again, removed, or gone by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.rules import plan
from bot.rules.audit import Action
from bot.rules.consent import Actor
from bot.rules.person import Person
from bot.services import departure, pause
from bot.services.departure import Departure
from storage import outbox
from storage.room import RoomView
from storage.scoped import CaseStore

#: Whoever has an invitation tried at once hears after this long that it fails still.
PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class AskedAgain:
    """What asking somebody again has done: the rooms they left and are asked into anew, and the rooms into which an
    invitation that had failed is tried at once."""

    left: tuple[RoomView, ...]
    retried: tuple[RoomView, ...]


@dataclass(frozen=True, kw_only=True)
class Removal:
    """What removing somebody would do: what they stand for, the numbers of the tasks they would lose, and the functions
    for want of which the case room freezes until somebody else is named."""

    standing: tuple[Actor, ...]
    tasks: tuple[int, ...]
    missing: tuple[str, ...]

    @property
    def functions(self) -> list[str]:
        """The functions they stand for."""
        return sorted({actor.function for actor in self.standing})

    @property
    def actor_ids(self) -> frozenset[str]:
        """The ids of what ends."""
        return frozenset(actor.id for actor in self.standing)


def ask_again(store: CaseStore, person: Person) -> AskedAgain:
    """Ask somebody in again who left by themselves, and try at once what has not reached them.

    Whether they may come in, the reconciler computes.
    """
    left = tuple(store.left_rooms(person))
    retried = store.retry_invitations(person)
    for row in retried:
        store.schedule(outbox.FAILING, str(row.id), store.now + PATIENCE)
    if left:
        store.invite_again(person)
        store.audit(Action.CASE_ASKED_AGAIN, person=person.id)
    rooms = {row.room.id: row.room for row in retried}
    return AskedAgain(left=left, retried=tuple(rooms.values()))


def forecast_removal(store: CaseStore, person_id: str) -> Removal:
    """What would follow if somebody stood for nothing in the case any more."""
    facts = store.facts
    standing = store.actors.of(person_id)  # also from a day that has not come yet
    ending = {actor.id for actor in standing}
    after = facts.with_actors(actor for actor in facts.actors if actor.id not in ending)
    return Removal(
        standing=tuple(standing),
        tasks=tuple(task.number for task in store.plan.all() if task.owner_id == person_id and task.state in plan.OPEN),
        missing=tuple(pause.lacking(store, after)),
    )


def remove(store: CaseStore, person_id: str) -> Departure:
    """End all that somebody stands for in the case; they are out at once, and their tasks are nobody's."""
    removal = forecast_removal(store, person_id)
    before = departure.look(store, removal.standing[:1])
    store.actors.end(removal.actor_ids, store.facts.today)
    store.audit(Action.CASE_ACTOR_REMOVED, person=person_id, functions=removal.functions)
    return departure.finish(store, before)


def note_departure(store: CaseStore, room: RoomView) -> None:
    """Note that somebody went, or declined, by themselves."""
    store.audit(Action.CASE_MEMBER_LEFT, room=room.id)
