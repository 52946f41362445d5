"""Meetings of other cases that fall together with one: the same people cannot be at both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.consent import Actor
from bot.rules.facts import CaseFacts
from bot.rules.meeting import Meeting
from bot.rules.membership import wanted
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.room import Room


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A planned meeting of another case, without its words."""

    case_id: str
    number: int
    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Somebody (a person id) who is to be at a meeting and at one of another case at the same time."""

    person_id: str
    meeting: Meeting
    other: Elsewhere


def overlap(meeting: Meeting, other: Elsewhere) -> bool:
    """Whether two meetings are at the same time, if only in part."""
    return meeting.starts_at < other.ends_at and other.starts_at < meeting.ends_at


def people(room: Room, facts: CaseFacts) -> frozenset[str]:
    """Who is to come to the meetings of a case, by person id: who may be in its room, and the family, who are asked on
    their own pages."""
    family = {actor.person_id for actor in facts.actors if _is_of_family(actor)}
    return frozenset({*wanted(room, facts), *family, facts.case.coordinator_id})


def _is_of_family(actor: Actor) -> bool:
    return actor.function in (YOUTH, GUARDIAN)
