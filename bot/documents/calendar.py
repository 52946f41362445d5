"""Meetings as a file that a calendar reads: one event each, with nothing that may not be said outside encryption.

Whoever has the file can copy it to a telephone whose lock screen shows it, or to a calendar that colleagues read. So it
has neither names, nor a title, nor an agenda. For people at work it says the code of the case and the place, and
reminds them the day before; near a youth or guardian it says "Meeting", when, and nothing else: a reminder in a
telephone would also survive a "stop".
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from sqlalchemy.orm import Session

from bot.conversation.contexts import BOT
from bot.i18n import ZONE, Language, T, say
from bot.rules.case import Case
from bot.rules.lock_screen import NEAR
from bot.rules.meeting import Meeting, MeetingState
from storage import case as cases
from storage import near
from storage import room as rooms
from storage.scoped import CaseStore

#: How long before a meeting the calendar of somebody at work reminds them.
_BEFORE: Final = timedelta(days=1)

#: The days on which the hour changes, in the words of calendars.
_SPRING: Final = {"freq": "yearly", "bymonth": 3, "byday": "-1su"}
_AUTUMN: Final = {"freq": "yearly", "bymonth": 10, "byday": "-1su"}
_WINTER_TIME: Final = timedelta(hours=1)
_SUMMER_TIME: Final = timedelta(hours=2)


def calendar(session: Session, about: Mapping[str, Any], language: Language, now: datetime) -> bytes:
    """The file for the room ``about["room_id"]``: the ``meetings``, each as a case and a meeting id.

    It is made as it is sent, so a meeting that was moved meanwhile is at its new time, and a youth who came into the
    room meanwhile counts.
    """
    is_neutral = near.is_near(session, rooms.get(session, str(about["room_id"])), NEAR)
    made = Calendar()
    made.add("prodid", "-//-//-//SV")  # what made it would tell what it is about
    made.add("version", "2.0")
    made.add("method", "PUBLISH")  # a CANCEL would need the address of an organiser
    made.add_component(_zone())
    for case_id, meeting_id in about["meetings"]:
        case = cases.get(session, case_id)
        store = CaseStore(session, case.unit_id, BOT, now, case.id, profile=None)
        meeting = _latest(store.meetings.all(), meeting_id)
        if meeting is not None:
            made.add_component(_event(case, meeting, language, now, is_neutral=is_neutral))
    return bytes(made.to_ical())


def _latest(meetings: Sequence[Meeting], meeting_id: str) -> Meeting | None:
    """What became of a meeting, if it was moved."""
    asked = next((one for one in meetings if one.id == meeting_id), None)
    if asked is None:
        return None
    return max((one for one in meetings if one.first_id == asked.first_id), key=lambda one: one.sequence)


def _event(case: Case, meeting: Meeting, language: Language, now: datetime, *, is_neutral: bool) -> Event:
    is_off = meeting.state is MeetingState.CANCELLED
    what = T("calendar.meeting") if is_neutral else T("calendar.code", code=case.code)
    event = Event()
    event.add("uid", str(uuid.UUID(meeting.first_id)))
    event.add("sequence", meeting.sequence + is_off)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at.astimezone(ZONE))
    event.add("dtend", meeting.ends_at.astimezone(ZONE))
    event.add("summary", say(T("calendar.off", what=what) if is_off else what, language))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("class", "PRIVATE")  # whoever shares their calendar shows that they are busy
    if is_neutral or is_off:
        return event
    if not case.protected and meeting.place:
        event.add("location", meeting.place)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", case.code)
    alarm.add("trigger", -_BEFORE)
    event.add_component(alarm)
    return event


def _zone() -> Timezone:
    """Swedish time, by the rule that holds since 1996."""
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    for part, name, begins, rule, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), _SPRING, _WINTER_TIME, _SUMMER_TIME),  # noqa: DTZ001
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), _AUTUMN, _SUMMER_TIME, _WINTER_TIME),  # noqa: DTZ001
    ):
        part.add("dtstart", begins)
        part.add("rrule", rule)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone
