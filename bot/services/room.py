"""The case room: opened, with all that follows from it, and newcomers briefed together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.rules import case as rules
from bot.rules import withdrawal
from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.consent import Kinds
from bot.rules.facts import CaseFacts
from bot.rules.room import Room, RoomKind, RoomState
from bot.services import expiry, followup, review
from storage.room import RoomView
from storage.scoped import CaseStore

#: People join one after the other; the briefing waits this long, so that it is posted once for all of them.
GATHERING = timedelta(seconds=20)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """The case as it would be with its room open, the facts with it, and the room itself."""

    case: Case
    facts: CaseFacts
    room: Room


def forecast(store: CaseStore, *, scope: Kinds, youth_choice: str) -> Forecast:
    """What the case would be like if its room opened today, about ``scope``, whether or not it may."""
    facts = store.facts
    case = replace(
        facts.case,
        state=rules.State.ACTIVE,
        scope=scope,
        youth_choice=youth_choice,
        opened_on=facts.today,
        purge_on=None,
    )
    return Forecast(
        case=case,
        facts=facts.with_case(case),
        room=replace(store.room.place, scope=scope, state=RoomState.OPEN),
    )


def open_room(
    store: CaseStore, *, scope: Kinds, youth_choice: str, no_youth: str | None = None, by: str = ""
) -> None:
    """Open the case room: what it is about, the youth's place, and all that is planned from the opening on.

    ``no_youth``: the reason why nobody is named as the youth, as ``by`` (a person id) says. Raises ``Refused``
    where the case may not open.
    """
    check_settled(store)
    if no_youth is not None:
        store.save(rules.without_youth(store.case, no_youth, by=by, today=store.facts.today))
        store.audit(Action.CASE_YOUTH_UNNAMED, without=no_youth)
    facts = store.facts
    rules.check_open(facts, scope=scope, youth_choice=youth_choice)
    case = rules.opened(facts.case, scope=scope, youth_choice=youth_choice, today=facts.today)
    store.save(case)
    store.open_room(scope)
    store.cancel_scheduled("the case is open", kind="case.purge")
    review.plan_next(store, facts.today)
    expiry.plan_end(store)  # the room hangs on its scope, which is chosen only now
    followup.plan_next(store, facts.today)
    store.audit(Action.CASE_OPENED, scope=sorted(scope), place=youth_choice)


def check_settled(store: CaseStore) -> None:
    """Refuse to open the room while something that was taken back on an own page waits for a talk."""
    withdrawal.check_settled(store.own_withdrawals.all(), store.case.code)


def plan_briefing(store: CaseStore, room: RoomView) -> None:
    """Plan the briefing for those who come into a room of the case now; more who come move it."""
    subject = store.case_id if room.kind is RoomKind.CASE else room.id
    store.schedule("room.briefing", subject, store.now + GATHERING)


def briefed(store: CaseStore, subject: str) -> RoomView | None:
    """The room that a planned briefing is for; None when it is given up or left."""
    for room in store.rooms:
        if subject == room.id or (room.kind is RoomKind.CASE and subject == room.case_id):
            return room
    return None
