"""What is due comes hours or days late when the bot was away. Each kind says what it does then."""

from __future__ import annotations

from enum import StrEnum

from handlers import TABLE


class Late(StrEnum):
    """What a due row does when it comes late."""

    TRUE = "it looks again, and says what is true now, or nothing where nothing is left to say"
    TOLD = "where its time has passed, whoever coordinates is told instead"
    DONE = "it says nothing: it is done late"


#: Every kind. Whoever adds one decides here what it does after five days away.
KINDS = {
    Late.TOLD: {"meeting.reminder", "meeting.change", "reminder.missed"},
    Late.DONE: {
        *("case.purge", "page.fade", "meeting.began", "plan.late", "person.erase", "device.told"),
        *("consultation.purge", "consultation.held", "consultation.passed", "operator.compare", "operator.retry"),
        "operators.fresh",
    },
    Late.TRUE: {
        *("case.birthday", "case.dispose", "case.leave", "circle.review", "consent.ending", "consent.receipts"),
        *("consultation.chosen", "consultation.gathered", "consultation.turned_away", "consultation.waiting"),
        *("deputy.begins", "deputy.ended", "device.news", "followup.prompt", "overview.morning"),
        *("promise.ask", "promise.waits", "room.alarm", "room.briefing", "room.first_words", "servers.struck"),
        *("second.lapses", "second.overtaken", "second.remind", "withdrawal.waits"),
        *("status.again", "status.nudge", "status.snoozed", "status.weekly", "task.due", "task.freed", "task.offer"),
        *("youth_alarm.ask", "youth_alarm.taken_back", "youth_alarm.untaken"),
        *("due.aside", "homeserver.rewound", "inbox.aside", "outage.tell", "trouble.over", "trouble.tell"),
        *("meeting.day_before", "meeting.nudge", "meeting.over", "meeting.silent", "meeting.unseen"),
        *("meeting.ask", "meeting.rung", "meeting.series", "meeting.to_ring", "reminders.rested"),
        *("outbox.failing", "outbox.lost", "outbox.through", "outbox.unread"),
    },
}


def test_every_kind_says_what_it_does_when_it_comes_late() -> None:
    listed = [kind for kinds in KINDS.values() for kind in kinds]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(TABLE.by_due)
