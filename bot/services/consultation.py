"""Consultations with strangers who do not say whom it is about: what they ask, what they are answered, how it
ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from bot.rules import consultation as rules
from bot.rules import working_day
from bot.rules.audit import Action
from bot.rules.calendar import moment, morning
from bot.rules.consultation import Consultation, State
from storage.scoped import UnitStore


@dataclass(frozen=True, kw_only=True)
class Question:
    """What became of a guest's message. ``is_first``: of this consultation. ``is_held``: the guests together
    have written so much that it is not to be sent to the office."""

    consultation: Consultation
    is_first: bool
    is_held: bool


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A consultation nobody has answered, and how many others are told about in the same line (0: only this
    one)."""

    consultation: Consultation
    others: int


def has_asked_enough(store: UnitStore, guest_id: str) -> bool:
    """Whether so many messages of a guest have been handled today that no more are passed on."""
    midnight = moment(store.facts.today, time())
    return store.consultations.heard_since(guest_id, midnight) >= rules.MOST_A_DAY


def take_question(store: UnitStore, asked: Consultation) -> Question:
    """Note that a guest has asked something: the consultation is open, and somebody is reminded to answer.

    The words themselves are kept nowhere.
    """
    facts = store.facts
    is_first = asked.state is State.NEW
    begun = rules.with_message(asked, facts.profile, facts.today)
    store.consultations.save(begun)
    store.consultations.schedule_reminder(asked.id, morning(working_day.following(facts.today)))
    store.audit(Action.CONSULTATION_OPENED if is_first else Action.CONSULTATION_ASKED, consultation=asked.id)
    is_passed_on = _count(store, asked)
    if not is_passed_on:
        store.consultations.hold(asked.id, store.now, until=begun.purge_on)
        store.audit(Action.CONSULTATION_HELD, consultation=asked.id)
    return Question(consultation=begun, is_first=is_first, is_held=not is_passed_on)


def count_message(store: UnitStore, guest_id: str) -> bool:
    """Count one more message of a guest to the office.

    ``False``, and nothing is counted, when it is not to be sent: the unit is not chosen yet or the
    consultation is over, or all guests together have written too much.
    """
    found = store.consultations.of(guest_id)
    if found is None or found.state not in (State.NEW, State.OPEN):
        return False
    return _count(store, found)


def choose_unit(store: UnitStore, asked: Consultation, unit_id: str) -> None:
    """Move a guest who has chosen a unit, and their page, to it; the unit greets them there."""
    store.consultations.move(asked, unit_id, store.now)


def answer(store: UnitStore, asked: Consultation) -> None:
    """Note that a guest is answered: nobody is reminded, and the days until it is erased begin anew."""
    facts = store.facts
    store.consultations.save(rules.with_message(asked, facts.profile, facts.today))
    store.consultations.mark_answered(asked.id)
    store.audit(Action.CONSULTATION_ANSWERED, consultation=asked.id)


def ended(store: UnitStore, asked: Consultation) -> Consultation:
    """The consultation as it would be, were it ended today. Nothing is written."""
    return rules.ended(asked, store.facts.today)


def end(store: UnitStore, asked: Consultation) -> Consultation:
    """End a consultation; its page is erased on the day that the result names."""
    after = ended(store, asked)
    store.consultations.save(after)
    store.consultations.mark_answered(asked.id)
    store.audit(Action.CONSULTATION_ENDED, consultation=asked.id)
    return after


def merge_reminders(store: UnitStore, consultation_id: str) -> Reminder | None:
    """The reminder that is due, with all others that are due now if they are many; ``None``: nothing
    waits."""
    found = store.consultations.get(consultation_id)
    if found is None or found.state is not State.OPEN:
        return None
    others = store.consultations.merge_reminders(store.now, fewest=rules.REMINDED_TOGETHER)
    return Reminder(consultation=found, others=others if others >= rules.REMINDED_TOGETHER else 0)


def purge(store: UnitStore, consultation_id: str) -> Consultation | None:
    """Erase a consultation whose day has come, as it was before; ``None`` when there is none or it goes
    on."""
    found = store.consultations.get(consultation_id)
    if found is None or found.purge_on > store.facts.today:
        return None
    _erase(store, found)
    return found


def make_way(store: UnitStore, matrix_id: str) -> None:
    """Forget the guest who had a Matrix id, which is about to be bound to somebody of the unit."""
    found = store.consultations.of_account(matrix_id)
    if found is not None:
        _erase(store, found)


def _erase(store: UnitStore, consultation: Consultation) -> None:
    store.consultations.erase(consultation)
    store.audit(Action.CONSULTATION_PURGED, consultation=consultation.id)


def _count(store: UnitStore, asked: Consultation) -> bool:
    in_hour, in_day = store.consultations.passed_counts(store.now)
    if not rules.within_limits(in_hour, in_day, first=asked.state is State.NEW):
        return False
    store.consultations.note_passed(asked.id, store.now)
    return True
