"""What people choose for themselves: their language, reminders or none, and the youth's place."""

from __future__ import annotations

from bot.rules import case as rules
from bot.rules.audit import Action
from bot.rules.person import Person
from storage.scoped import CaseStore, UnitStore


def set_language(store: UnitStore, changed: Person) -> None:
    """Speak with somebody in the languages of the ``changed`` person from now on."""
    store.people.set_language(changed.id, changed.language, changed.further_language)


def stop_reminders(store: UnitStore, person_id: str) -> None:
    """Remind somebody of nothing any more."""
    store.people.set_reminders(person_id, False)


def start_reminders(store: UnitStore, person_id: str) -> None:
    """Remind somebody again."""
    store.people.set_reminders(person_id, True)


def choose_place(store: CaseStore, place: str, youth: Person) -> None:
    """Let the youth be in the case room (``room``) or on the own page only (``page``), from now on.

    Whoever had left the room is invited anew. Raises ``Refused`` once the case is being closed.
    """
    _note_place(store, place)
    store.invite_again(youth)


def ask_for_room(store: CaseStore) -> None:
    """Note that the youth wants to be in the case room: a talk comes first."""
    store.audit(Action.YOUTH_ASKED_FOR_TALK)


def choose_page_by_leaving(store: CaseStore) -> None:
    """Take the youth's leaving of the case room as the choice that it is: the own page only."""
    _note_place(store, "page")


def _note_place(store: CaseStore, place: str) -> None:
    store.save(rules.with_youth_choice(store.case, place))
    store.audit(Action.CASE_YOUTH_CHOSE, place=place)
