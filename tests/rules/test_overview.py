"""What needs a coordinator's hands, in which order, and on which mornings it is news."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.rules import overview
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.consent import Grant
from bot.rules.ledger import Receipt
from bot.rules.meeting import Answer, MeetingState
from bot.rules.overview import Matter, MatterKind, MeetingHead, Monday, Seen, TaskHead
from bot.rules.plan import TaskState
from bot.rules.presence import Came
from bot.rules.roles import Role
from tests.rules.making import CASE, NOW, OPEN_CASE, TODAY, after, facts, grant, person, profile

#: A consent that covers everybody for a long time, recorded a month ago.
LONG_AGO = NOW - timedelta(days=1)
GRANTS = tuple(
    grant(function, "school", until=after(300), recorded_at=LONG_AGO)
    for function in ("police", "social_services", "school")
)


def seen(**more: Any) -> Seen:
    """An open case in which nothing needs hands, unless ``more`` says so."""
    day: date = more.pop("today", TODAY)
    case = more.pop("case", OPEN_CASE)
    grants: tuple[Grant, ...] = more.pop("grants", GRANTS)
    receipts = tuple(Receipt(function=one.function, noted_at=one.recorded_at, noted_by="x") for one in GRANTS)
    known: dict[str, Any] = {
        "facts": facts(case, grants=grants, today=day),
        "members": frozenset({"petra", "sven", "anna"}),
        "is_still": False,
        "receipts": receipts,
        **more,
    }
    return Seen(**known)


def head(number: int, **more: Any) -> TaskHead:
    known: dict[str, Any] = {
        "id": f"t{number}",
        "owner_id": "petra",
        "due_on": None,
        "state": TaskState.DOING,
        "changed_at": NOW,
        **more,
    }
    return TaskHead(number=number, **known)


def found(case: Seen, *, day: date | None = None) -> tuple[Matter, ...]:
    return overview.matters(case, morning(day or case.facts.today))


def kinds(case: Seen) -> list[MatterKind]:
    return [matter.kind for matter in found(case)]


def test_a_calm_case_needs_nobody() -> None:
    assert kinds(seen()) == []


def test_the_most_urgent_comes_first() -> None:
    ending = tuple(replace(one, until=after(12)) for one in GRANTS)
    tasks = (head(1, due_on=after(-1)), head(2, state=TaskState.STUCK), head(3, owner_id=None))
    case = seen(grants=ending, tasks=tasks, alarms=1, room_alarms=1, is_still=True, seconds=1, failing=("sven",))
    assert kinds(case) == [
        MatterKind.YOUTH_ALARM,
        MatterKind.ROOM_ALARM,
        MatterKind.FROZEN,
        MatterKind.SECOND,
        MatterKind.CONSENT,
        MatterKind.LATE,
        MatterKind.STUCK,
        MatterKind.UNOWNED,
        MatterKind.INVITATION,
    ]


@pytest.mark.parametrize(("days", "place"), [(2, 0), (12, 0), (25, 1)])
def test_a_consent_counts_by_the_days_that_are_left(days: int, place: int) -> None:
    ending = tuple(replace(one, until=after(days)) for one in GRANTS)
    case = seen(grants=ending, tasks=(head(1, due_on=after(-1)),))
    assert kinds(case).index(MatterKind.CONSENT) == place


def test_a_consent_is_news_thirty_fourteen_and_three_days_before_its_end() -> None:
    end = date(2027, 3, 21)  # a Sunday
    case = seen(grants=tuple(replace(one, until=end) for one in GRANTS), today=date(2027, 3, 10))
    (matter,) = (one for one in found(case) if one.kind is MatterKind.CONSENT)
    assert matter.functions == ()
    assert matter.told_on == {date(2027, 2, 19), date(2027, 3, 5), date(2027, 3, 18)}, "Fridays before two Sundays"
    assert overview.is_news(matter, date(2027, 3, 17), date(2027, 3, 18))
    assert overview.is_news(matter, date(2027, 3, 17), date(2027, 3, 22)), "the bot slept that morning"
    assert not overview.is_news(matter, date(2027, 3, 18), date(2027, 3, 19))


def test_whose_consent_ends_is_said_where_it_is_not_all_of_them() -> None:
    some = (replace(GRANTS[0], until=after(10)), *GRANTS[1:])
    (matter,) = found(seen(grants=some))
    assert (matter.kind, matter.functions) == (MatterKind.CONSENT, ("police",))


def test_a_late_task_is_news_on_the_next_working_day() -> None:
    friday = date(2026, 11, 27)
    case = seen(tasks=(head(4, due_on=friday),), today=date(2026, 11, 30))
    (matter,) = found(case)
    assert (matter.kind, matter.numbers, matter.people, matter.day) == (MatterKind.LATE, (4,), ("petra",), friday)
    assert matter.told_on == {date(2026, 11, 30)}
    assert kinds(seen(tasks=(head(4, due_on=friday),), today=friday)) == [], "it is due today"
    assert kinds(seen(tasks=(head(4, due_on=friday, state=TaskState.DONE),), today=date(2026, 11, 30))) == []


def test_who_was_asked_and_says_nothing_is_shown_after_four_working_days() -> None:
    asked = date(2026, 12, 21)  # a Monday; Christmas Eve, two red days and a weekend are no working days
    opened = replace(OPEN_CASE, opened_on=date(2026, 12, 14))
    task = head(1, silent_since=asked)
    assert kinds(seen(case=opened, tasks=(task,), today=date(2026, 12, 28))) == []
    case = seen(case=opened, tasks=(task,), today=date(2026, 12, 29))
    assert [(one.kind, one.people) for one in found(case)] == [(MatterKind.SILENT, ("petra",))]
    answered = replace(task, silent_since=None)
    assert kinds(seen(case=opened, tasks=(answered,), today=date(2026, 12, 29))) == []


def test_a_task_nobody_has_taken_is_shown_after_two_working_days() -> None:
    given = morning(date(2026, 11, 27))  # a Friday
    task = head(1, state=TaskState.ASKED, changed_at=given)
    assert kinds(seen(tasks=(task,), today=date(2026, 11, 30))) == []
    assert kinds(seen(tasks=(task,), today=date(2026, 12, 1))) == [MatterKind.UNTAKEN]


def held(day: date, **more: Any) -> MeetingHead:
    known: dict[str, Any] = {"number": 1, "state": MeetingState.PLANNED, "answers": {}, **more}
    return MeetingHead(starts_at=morning(day), **known)


def test_whether_a_meeting_took_place_is_asked_about_the_next_working_day_and_no_more() -> None:
    thursday = date(2026, 11, 26)
    met = held(thursday)

    def asked(day: date, **more: Any) -> list[Matter]:
        one = replace(met, **more)
        return [each for each in found(seen(today=day, meetings=(one,))) if each.kind is MatterKind.MET]

    assert asked(thursday) == [], "an hour after it, whoever calls it is asked"
    (matter,) = asked(date(2026, 11, 27))
    assert matter.numbers == (1,)
    assert matter.told_on == {date(2026, 11, 27)}
    assert asked(date(2026, 11, 30)) == [], "it counts as held until somebody says otherwise"
    for state in (MeetingState.HELD, MeetingState.MISSED, MeetingState.CANCELLED):
        assert asked(date(2026, 11, 27), state=state) == []


def test_who_stays_away_from_meetings_is_shown_to_the_coordinator() -> None:
    days = (date(2026, 11, 23), date(2026, 11, 30))
    away = {"petra": Came.NO, "sven": Came.YES}
    twice = tuple(held(day, number=n, state=MeetingState.HELD, came=away) for n, day in enumerate(days, 1))
    (matter,) = [one for one in found(seen(today=date(2026, 12, 1), meetings=twice)) if one.kind is MatterKind.ABSENT]
    assert matter.people == ("petra",)
    assert matter.told_on == {date(2026, 12, 1)}
    once = twice[1:]
    assert not any(one.kind is MatterKind.ABSENT for one in found(seen(today=date(2026, 12, 1), meetings=once)))


def test_a_follow_up_is_counted_from_the_last_meeting() -> None:
    opened_on = TODAY
    busy = (head(1, owner_id="petra"), head(2, owner_id="sven"))
    due = opened_on + timedelta(days=30)
    assert kinds(seen(tasks=busy, today=due - timedelta(days=1))) == []
    assert kinds(seen(tasks=busy, today=due)) == [MatterKind.FOLLOWUP]
    met = held(due - timedelta(days=2), state=MeetingState.HELD)
    assert kinds(seen(tasks=busy, today=due, meetings=(met,))) == [MatterKind.NEXT], "only that no next one is called"
    called_off = replace(met, state=MeetingState.CANCELLED)
    assert kinds(seen(tasks=busy, today=due, meetings=(called_off,))) == [MatterKind.FOLLOWUP]
    planned = held(due + timedelta(days=5))
    assert kinds(seen(tasks=busy, today=due, meetings=(planned,))) == [], "the next one is planned"
    (matter,) = found(seen(tasks=busy, today=due + timedelta(days=8)))
    assert due in matter.told_on
    assert due + timedelta(days=7) in matter.told_on, "it is told again each week"


def test_an_authority_without_a_task_is_shown_when_a_follow_up_is_due() -> None:
    case = seen(tasks=(head(1, owner_id="petra"),), today=after(30))
    assert [(one.kind, one.people) for one in found(case)][-1] == (MatterKind.IDLE, ("sven",))


def test_an_authority_is_asked_for_its_receipt_before_the_coordinator_is_told() -> None:
    case = seen(receipts=(), today=after(6))
    assert MatterKind.RECEIPT in kinds(case)
    assert MatterKind.RECEIPT not in kinds(seen(receipts=(), today=after(5)))
    (matter,) = (one for one in found(case) if one.kind is MatterKind.RECEIPT)
    recorded = LONG_AGO.date()
    assert matter.told_on == {recorded + timedelta(days=14)}


def test_a_goal_whose_tasks_are_all_done_can_be_judged() -> None:
    goals = (overview.GoalHead(id="g1", number=1, is_open=True), overview.GoalHead(id="g2", number=2, is_open=True))
    done = head(1, goal_id="g1", state=TaskState.DONE)
    case = seen(goals=goals, tasks=(done, head(2, goal_id="g2")))
    assert [(one.kind, one.numbers) for one in found(case)] == [(MatterKind.GOAL, (1,))]
    judged = (replace(goals[0], is_open=False), goals[1])
    assert kinds(seen(goals=judged, tasks=(done, head(2, goal_id="g2")))) == []


def test_a_case_without_a_consent_is_shown_before_it_is_erased() -> None:
    proposed = replace(CASE, purge_on=after(7))
    case = seen(case=proposed, grants=(), receipts=())
    (matter,) = found(case)
    assert (matter.kind, matter.day) == (MatterKind.PURGE, after(7))
    assert kinds(seen(case=replace(proposed, purge_on=after(8)), grants=(), receipts=())) == []
    assert kinds(seen(case=proposed)) == [], "with a consent it is looked at again, and not erased"


def test_a_closing_case_waits_for_its_receipt_week_by_week() -> None:
    closing = replace(OPEN_CASE, state=State.CLOSING, closing_on=TODAY)
    (matter,) = found(seen(case=closing, today=after(12)))
    assert matter.kind is MatterKind.CLOSING
    assert matter.told_on == {after(3), after(10)}
    assert kinds(seen(case=replace(closing, state=State.CLOSED), today=after(12))) == []


def test_who_has_answered_to_a_meeting_is_counted_among_those_asked() -> None:
    answers = {"petra": Answer.YES, "gone": Answer.NO}
    case = seen(meetings=(held(after(3), answers=answers), held(after(20), number=2)))
    now = morning(TODAY)
    first, second = overview.coming(case, now)
    assert (first.asked, first.answered, first.cannot) == (len(case.members - {"anna"} | youth_of(case)), 1, 0)
    assert not first.is_sure
    assert second.number == 2
    assert overview.coming(case, now, within=timedelta(days=14)) == (first,)
    everybody = dict.fromkeys(case.members | youth_of(case), Answer.YES)
    (sure,) = overview.coming(seen(meetings=(held(after(3), answers=everybody),)), now)
    assert sure.is_sure


def youth_of(case: Seen) -> frozenset[str]:
    return frozenset(actor.person_id for actor in case.facts.actors if actor.function == "youth")


def test_coordinators_get_the_week_until_they_say_otherwise() -> None:
    assert overview.monday_of(person("anna", Role.COORDINATOR)) is Monday.ON
    assert overview.monday_of(person("leo", Role.LEAD)) is Monday.OFF
    assert overview.monday_of(replace(person("leo", Role.LEAD), monday="picture")) is Monday.PICTURE
    assert overview.monday_of(replace(person("anna", Role.COORDINATOR), monday="off")) is Monday.OFF


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),
        (date(2027, 3, 29), False),  # Easter Monday
        (date(2027, 3, 30), True),
        (date(2027, 3, 31), False),
        (date(2026, 12, 26), False),
    ],
)
def test_a_week_begins_on_its_first_working_day(day: date, begins: bool) -> None:
    assert overview.begins_week(day) is begins


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime.fromisoformat("2026-11-30T07:30:00+01:00"), True),
        (datetime.fromisoformat("2026-11-30T06:59:00+01:00"), False),
        (datetime.fromisoformat("2026-11-30T18:00:00+01:00"), False),
        (datetime.fromisoformat("2026-11-29T07:30:00+01:00"), False),
        (datetime.fromisoformat("2026-12-25T07:30:00+01:00"), False),
    ],
)
def test_nobody_is_told_on_a_day_off_or_at_night(at: datetime, told: bool) -> None:
    assert overview.is_time(at) is told


def test_the_days_of_a_profile_decide_when_a_follow_up_is_due() -> None:
    often = facts(OPEN_CASE, grants=GRANTS, today=after(10), profile=profile(followup_days=10))
    assert MatterKind.FOLLOWUP in kinds(seen(facts=often))


@pytest.mark.parametrize(
    ("day", "since", "is_first"),
    [
        ("2026-11-30", "2026-11-27", True),  # a Monday after a Friday
        ("2026-12-01", "2026-11-30", False),
        ("2026-12-02", "2026-11-27", True),  # the bot was away on Monday and on Tuesday
        ("2027-01-07", "2027-01-05", False),  # Twelfth Night was between
    ],
)
def test_the_week_is_told_on_the_first_day_on_which_the_bot_is_there(day: str, since: str, is_first: bool) -> None:
    assert overview.is_first_of_week(date.fromisoformat(day), date.fromisoformat(since)) is is_first
