"""What a lock screen near a youth may show: a closed list of texts that say nothing of what this is, who takes part,
where they meet, or why.

A phone shows what notifies to whoever looks at it: a mother, a friend, somebody who took it. So on the own page of a
youth or guardian, and in a room of a case where one of them is, a message notifies only if every text of it stands
here. Whatever does not is said without a sound.
"""

from __future__ import annotations

from bot.i18n import Lines, T, Text
from bot.rules.roles import Role

#: Those whose lock screens nobody else controls.
NEAR = frozenset({Role.YOUTH, Role.GUARDIAN})

#: In a room: that something has come, and nothing of what it is.
NEWS = T("room.news")
NEWS_OF_MEETING = T("room.news_meeting")

#: The keys of all texts that may notify there.
MAY_NOTIFY = frozenset(
    {
        "alarm.room_lost",
        "alarm.room_page",
        "alarm.room_restored",
        "alarm.room_settings",
        "alarm.room_stranger",
        "alarm.stay_away",
        "alarm.thawed_page",
        "alarm.thawed_room",
        "birthday.youth_15",
        "birthday.youth_18",
        "birthday.youth_answered",
        "device.keeps",
        "device.last",
        "device.log_out",
        "device.lost",
        "device.new",
        "device.new_closed",
        "help.contact_phone",
        "meeting.ask_when",
        "meeting.known_later",
        "meeting.known_today",
        "meeting.known_tomorrow",
        "meeting.not_any_more",
        "meeting.remind_later",
        "meeting.remind_today",
        "meeting.remind_tomorrow",
        "meeting.tell_later",
        "meeting.tell_today",
        "meeting.tell_tomorrow",
        "meeting.youth_asks_on",
        "meeting.youth_maybe",
        "meeting.youth_moved",
        "meeting.youth_no",
        "meeting.youth_off",
        "meeting.youth_place",
        "meeting.youth_yes",
        "person.does",
        "person.emergency",
        "person.greeting_youth",
        "person.help_line",
        "person.hide_previews",
        "person.interpreter",
        "person.no_human_reads",
        "person.stop_or_call",
        "profile.further",
        "recovery.unread",
        "room.news",
        "room.news_meeting",
        "youth.all_read",
        "youth.already_page",
        "youth.already_room",
        "youth.answer_that",
        "youth.cannot_wait",
        "youth.cannot_wait_jour",
        "youth.choose_page",
        "youth.choose_room",
        "youth.danger",
        "youth.full",
        "youth.gone",
        "youth.how_is_it_going",
        "youth.in_words",
        "youth.is_it_you",
        "youth.kept_nobody_opens",
        "youth.kept_two_may_open",
        "youth.no_talk",
        "youth.nobody_in",
        "youth.not_all",
        "youth.not_asked_any_more",
        "youth.not_passed_on",
        "youth.nothing_asked",
        "youth.nothing_kept",
        "youth.now_page",
        "youth.now_room",
        "youth.over",
        "youth.pass_on",
        "youth.passed_on",
        "youth.place_heard",
        "youth.read_later",
        "youth.read_today",
        "youth.room_after_talk",
        "youth.safe",
        "youth.send_or_not",
        "youth.somebody_knows",
        "youth.started",
        "youth.stays",
        "youth.still_can_send",
        "youth.still_kept",
        "youth.stopped",
        "youth.taken_away",
        "youth.unread",
        "youth.which_time_no",
        "youth.which_time_yes",
        "youth.whom_again",
        "youth.will_call",
        "youth.will_call_later",
        "youth.wordless",
        "youth.your_choice",
    }
)


def may_show(body: Text | Lines) -> bool:
    """Whether a lock screen near a youth may show a message."""
    if isinstance(body, Lines):
        return all(isinstance(part, Text | Lines) and may_show(part) for part in body.parts)
    inside = [value for value in body.values.values() if isinstance(value, Text | Lines)]
    return body.key in MAY_NOTIFY and all(may_show(value) for value in inside)
