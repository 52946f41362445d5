"""The end of a case: it is frozen, its export is acknowledged, everybody leaves, and in time it is erased."""

from __future__ import annotations

from datetime import timedelta

from bot.rules import case as rules
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import Case, State
from storage.scoped import CaseStore, UnitStore

#: The due row that looks whether somebody of an erased case is on their page still, and how often it does.
ERASE = "person.erase"
LOOK_AGAIN = timedelta(days=30)


def begin(store: CaseStore, reason: str) -> None:
    """Begin to close a case: its rooms freeze, and nobody is reminded of anything any more."""
    store.save(rules.closing(store.case, reason=reason, today=store.facts.today))
    store.cancel_scheduled("the case is closing")
    store.overtake_questions()
    store.audit(Action.CASE_CLOSING)


def acknowledge(store: CaseStore, receipt: str) -> Case:
    """Close the case, whose export is filed under the number ``receipt``; returns it with the days of what
    follows."""
    facts = store.facts
    closed = rules.closed(facts.case, receipt=receipt, profile=facts.profile, today=facts.today)
    assert closed.leave_on is not None
    assert closed.dispose_on is not None
    store.save(closed)
    store.schedule("case.leave", closed.id, morning(closed.leave_on))
    store.schedule("case.dispose", closed.id, morning(closed.dispose_on))
    store.audit(Action.CASE_CLOSED)
    return closed


def leave(store: CaseStore) -> bool:
    """Have everybody leave the rooms of a closed case, the bot last; returns whether it is closed.

    On this day nobody is wanted there any more; saving the case lets the reconciler look at its rooms.
    """
    if store.case.state is not State.CLOSED:
        return False
    store.save(store.case)
    store.audit(Action.CASE_LEFT)
    return True


def dispose(store: CaseStore) -> bool:
    """Erase what a closed case held; its code and the pseudonymous audit stay. Returns whether it did."""
    if store.case.state is not State.CLOSED:
        return False
    erase(store)
    store.audit(Action.CASE_DISPOSED)
    return True


def erase(store: CaseStore) -> None:
    """Erase a case and those of its people whom nobody needs; who is on their page still goes when they leave it."""
    for person_id in store.dispose(rules.moved(store.case, State.DISPOSED)):
        store.schedule_for(ERASE, person_id, store.now + LOOK_AGAIN)


def erase_person(store: UnitStore, person_id: str) -> None:
    """Erase a youth or guardian of an erased case once they have left their page; until then look again each
    month."""
    if store.erase_needless(person_id):
        store.schedule_for(ERASE, person_id, store.now + LOOK_AGAIN)
