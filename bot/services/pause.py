"""Freezes a case, and says whether it is paused: frozen, closing, or without a consent. Nobody is reminded
then."""

from __future__ import annotations

from bot.rules import membership
from bot.rules.audit import Action
from bot.rules.case import Case, State, moved
from bot.rules.facts import CaseFacts
from bot.rules.room import Room, RoomState, Why
from storage.room import RoomView
from storage.scoped import CaseStore


def is_paused(store: CaseStore) -> bool:
    """Whether nothing is to be asked of people in this case today."""
    return store.case.state is not State.ACTIVE or why_frozen(store) is not None


def is_still(store: CaseStore, room: RoomView) -> bool:
    """Whether nothing is said in a room of the case: it is frozen or under alarm, or is about to freeze."""
    if room.state is RoomState.FROZEN or room.alarm is not None:
        return True
    return membership.freezes(room.place, store.facts) is not None


def why_frozen(store: CaseStore, facts: CaseFacts | None = None) -> Why | None:
    """Why the case room is frozen today, as the reconciler sees it; with other ``facts``: why it would be."""
    return membership.freezes(store.room.place, store.facts if facts is None else facts)


def would_freeze(store: CaseStore, facts: CaseFacts) -> bool:
    """Whether an open case freezes once the ``facts`` are these, by the rule that the reconciler follows."""
    return store.case.state is State.ACTIVE and why_frozen(store, facts) is not None


def would_begin(store: CaseStore, facts: CaseFacts) -> bool:
    """Whether the case room is not frozen today, and freezes by itself once the ``facts`` are these."""
    return begins(store.room.place, store.facts, facts)


def begins(room: Room, before: CaseFacts, after: CaseFacts) -> bool:
    """Whether a case room that is not frozen freezes by itself when the facts become others."""
    return membership.freezes(room, before) is None and membership.freezes(room, after) is not None


def lacking(store: CaseStore, facts: CaseFacts) -> list[str]:
    """The functions whose loss freezes the case room, or keeps it frozen, once the ``facts`` are these.

    A function is lost when nobody stands for it any more, or nobody who may be in the room. Only those that
    the profile requires count; if none of these is lost, but the room freezes because nobody is left, all
    lost ones count.
    """
    now = store.facts
    if now.case.opened_on is None:
        return []
    room = store.room.place
    without_actor = _with_actor(now) - _with_actor(facts)
    lost = without_actor | (membership.reached(room, now) - membership.reached(room, facts))
    required = lost & set(now.profile.required_functions)
    if required:
        return sorted(required)
    return sorted(lost) if would_begin(store, facts) else []


def freeze(store: CaseStore, cause: str) -> Case:
    """Freeze an open case; ``cause`` is for the audit log. A person decides when it goes on."""
    frozen = moved(store.case, State.FROZEN)
    store.save(frozen)
    store.audit(Action.CASE_FROZEN, cause=cause)
    return frozen


# -------------------------------------------------------------------------------------------------------------- inside


def _with_actor(facts: CaseFacts) -> set[str]:
    """The functions for which somebody stands today."""
    return {actor.function for actor in facts.actors if actor.standing(facts.today)}
