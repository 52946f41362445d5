"""What a youth or guardian wrote on their own page: kept until they decide, and opened against their will only where
the profile says so, by two, in danger to life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.messages import Wordless
from bot.rules import kept_words
from bot.rules.audit import Action
from bot.rules.youth_alarm import YouthAlarm
from storage.scoped import CaseStore, UnitStore
from storage.youth_words import MORE, TAKEN_BACK, Line


def keep(
    store: UnitStore,
    person_id: str,
    text: str,
    what: Wordless | None = None,
    *,
    event_id: str | None,
    until: datetime,
) -> bool:
    """Keep a message beside the earlier ones, until somebody decides or that time has come.

    ``what``: what it is instead of words. Returns False when there was no room for all of it.
    """
    kind = "text" if what is None else str(what)
    return store.keep_words(person_id, text, kind=kind, event_id=event_id, expires_at=until)


def decline(store: UnitStore, person_id: str, room_id: str, until: datetime) -> None:
    """Note that what somebody wrote is not to be passed on, and close the offers to do it that were made in a room.

    It is kept until then, and as long as their alarm is open, should they change their mind.
    """
    store.decline_kept_words(person_id, until)
    store.close_offers(person_id, room_id)


def openable(store: CaseStore) -> Sequence[YouthAlarm]:
    """The alarms of a case whose words two people may open. Refused as :func:`bot.rules.kept_words.openable` says."""
    alarms = store.youth_alarms.of_case(store.case_id)
    people = {alarm.person_id for alarm in alarms}
    writers = {person_id for person_id in people if written_in(store.kept_words(person_id))}
    return kept_words.openable(alarms, writers, store.facts.profile, store.case.code)


def open_in_danger(
    store: CaseStore, alarms: Sequence[YouthAlarm], *, approved_by: str
) -> Mapping[str, Sequence[Line]]:
    """Open what somebody wrote because their life is in danger and nobody reaches them; by person. It stays kept."""
    opened = {}
    for person_id in dict.fromkeys(alarm.person_id for alarm in alarms):
        lines = store.kept_words(person_id)
        store.audit(Action.YOUTH_WORDS_OPENED, approved_by=approved_by, lines=len(written_in(lines)))
        opened[person_id] = lines
    return opened


def pass_on(store: CaseStore, person_id: str, room_id: str) -> Sequence[Line]:
    """Take what somebody wrote, in order, to be passed on; it is kept no longer. Closes the offers made in a
    room.

    Returns nothing when nothing is left of it but that there was something.
    """
    lines = _take(store, person_id, room_id)
    written = written_in(lines)
    if not written:
        return ()
    store.audit(Action.YOUTH_PASSED_ON, lines=len(written))
    return lines


def written_in(lines: Sequence[Line]) -> list[Line]:
    """The messages that are there: neither taken back, nor more than there was room for."""
    return [line for line in lines if line.kind not in (TAKEN_BACK, MORE)]


def _take(store: UnitStore, person_id: str, room_id: str) -> Sequence[Line]:
    lines = store.take_kept_words(person_id)
    store.close_offers(person_id, room_id)
    return lines
