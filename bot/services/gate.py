"""What is noted of a case, and the numbers of the decisions that a unit works under."""

from __future__ import annotations

from bot.rules import case as cases
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.note import UNIT, Note
from storage.scoped import CaseStore, UnitStore


def note(store: CaseStore, done: Note) -> None:
    """Note that something is done, instead of an earlier note of its kind."""
    store.save(cases.with_note(store.case, done))
    store.audit(Action.CASE_NOTED, kind=done.kind, day=done.day.isoformat())


def take_note_back(store: CaseStore, kind: str) -> None:
    """Take the note of a kind away."""
    store.save(cases.without_note(store.case, kind))
    store.audit(Action.CASE_UNNOTED, kind=kind)


def refer(store: UnitStore, decision: str, number: str, *, by: str) -> None:
    """Note the number of a decision that the unit works under, instead of an earlier one.

    Cases that were begun before the profile asked for it get it too.
    """
    reference = Note(kind=decision, day=store.facts.today, by=by, reference=number)
    store.references.put(reference)
    store.audit(Action.UNIT_REFERENCE, kind=decision, number=number)
    if decision not in UNIT:
        return
    for case in store.cases.all():
        if case.state is State.PROPOSED:
            store.of(case).save(cases.with_note(case, reference))
