"""Meetings: when to remind, and what a short answer means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.i18n import ZONE
from bot.rules.plan import bare

#: Reminders leave between these hours, Swedish time; at 21 sharp it is night.
MORNING, NIGHT = time(8), time(21)
EVENING_BEFORE = time(18, 30)
JUST_BEFORE = timedelta(hours=2)


class MeetingState(StrEnum):
    """Where a meeting is."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"


class Answer(StrEnum):
    """Whether somebody can come."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting of the circle."""

    id: str
    unit_id: str
    case_id: str
    number: int
    starts_at: datetime
    minutes: int
    title: str
    place: str
    state: MeetingState = MeetingState.PLANNED

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


def reminders(starts_at: datetime, now: datetime) -> tuple[datetime, ...]:
    """When to remind somebody who asked for it (UTC): the evening before at 18.30 and two hours before.

    Never at night: a morning meeting has the evening one only. Never in the past: what is missed is not made up for.
    """
    start = starts_at.astimezone(UTC)
    day_before = start.astimezone(ZONE).date() - timedelta(days=1)
    evening = datetime.combine(day_before, EVENING_BEFORE, tzinfo=ZONE).astimezone(UTC)
    return tuple(at for at in (evening, start - JUST_BEFORE) if at > now and _awake(at))


def answer_word(text: str) -> Answer | None:
    """Yes, no or maybe, when the message is nothing else; None for whatever else somebody wrote."""
    words = " ".join(bare(text).casefold().replace("’", "'").replace(",", " ").split()).strip(" .!?\"'()…")
    return _ANSWERS.get(words)


def _awake(at: datetime) -> bool:
    return MORNING <= at.astimezone(ZONE).time() < NIGHT


_YES = """ja|japp|jajamän|jadå|jo|jepp|yes|yep|yeah|yup|ok|okej|okay|absolut|visst|självklart|sure|jag kan|jag kommer|
kan|kommer|ja tack|ja jag kan|ja jag kommer|ja det funkar|ja det går bra|det funkar|funkar|det går bra|går bra|passar|
det passar|i can|i will|yes i can|yes please|that works|works|✅|👍|✔"""
_NO = """nej|nä|nää|nepp|nix|nope|no|nej tack|kan inte|jag kan inte|nej jag kan inte|nej kan inte|nä kan inte|
funkar inte|det funkar inte|nej det funkar inte|går inte|det går inte|passar inte|det passar inte|i can't|i cannot|
can't|cannot|no i can't|i can not|no thanks|❌|👎"""
_MAYBE = """kanske|vet inte|jag vet inte|osäker|jag är osäker|kanske det|maybe|perhaps|not sure|i'm not sure|
i don't know|don't know|❓|🤷"""

_ANSWERS = {
    word.strip(): answer
    for answer, words in ((Answer.YES, _YES), (Answer.NO, _NO), (Answer.MAYBE, _MAYBE))
    for word in words.split("|")
}
