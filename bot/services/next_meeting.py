"""What the next meeting would be: counted from the last one that was held, and otherwise like it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.rules import calendar
from bot.rules import next_meeting as rules
from bot.rules.meeting import Meeting
from bot.services import meeting as meetings
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The next meeting as it is proposed. ``like``: the meeting whose hour, place and length it has, if there is one;
    ``last_on``: the day from which it is counted."""

    day: date
    like: Meeting | None
    last_on: date | None

    @property
    def at(self) -> time | None:
        """The hour of the meeting it is like."""
        return None if self.like is None else calendar.clock_of(self.like.starts_at)


def propose(store: CaseStore, words: str | None) -> Proposal:
    """The next meeting on the day that somebody says, or as many days after the last one as the profile says.

    Refused where the words are no day.
    """
    facts = store.facts
    held = meetings.last_held(store)
    last_on = None if held is None else calendar.day_of(held.starts_at)
    if words is None:
        day = rules.proposed(last_on or facts.today, facts.profile.followup_days, facts.today)
    else:
        day = rules.said(words, last_on, facts.today, facts.profile.school_breaks)
    return Proposal(day=day, like=held or meetings.latest(store), last_on=last_on)


def length(proposal: Proposal, said: timedelta | None) -> int:
    """How many minutes the next meeting lasts."""
    if said is not None:
        return int(said.total_seconds() // 60)
    return 60 if proposal.like is None else proposal.like.minutes
