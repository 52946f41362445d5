"""Follow-up: every month the circle is asked how it goes ([A] "cirka 1 gång/månad"). That the next meeting is not
planned, and who has nothing to do, stands in the coordinator's overview."""

from __future__ import annotations

from datetime import date

from bot.rules import retention, working_day
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.services import meeting, pause, status_round
from bot.services.status_round import Asking
from storage.scoped import CaseStore


def plan_next(store: CaseStore, last: date) -> None:
    """Plan the next follow-up, counted from the last one (or from the opening)."""
    facts = store.facts
    on = working_day.on_or_after(retention.followup_on(last, facts.profile))
    store.schedule("followup.prompt", facts.case.id, morning(on))


def prompt(store: CaseStore) -> Asking | None:
    """Follow an open case up, and plan the next time; None where nobody is to be asked now.

    Where the circle has met since, it is counted from that day. A paused case is asked about when the next time comes.
    """
    facts = store.facts
    if facts.case.state is not State.ACTIVE:
        return None
    if not working_day.is_working_day(facts.today):
        store.schedule("followup.prompt", facts.case.id, morning(working_day.on_or_after(facts.today)))
        return None
    met_on = meeting.met_lately(store)
    if met_on is not None:
        plan_next(store, met_on)
        return None
    plan_next(store, facts.today)
    if pause.is_paused(store):
        return None
    store.audit(Action.CASE_FOLLOWUP_PROMPTED)
    return status_round.hold(store, every=True)
