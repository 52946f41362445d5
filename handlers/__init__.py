"""The table of contents: everything the bot understands, and which handler it belongs to."""

from __future__ import annotations

from bot.command import Command, MemberChange, Tapped, When
from bot.table import Table
from handlers import (
    alarm,
    case,
    closing,
    consent,
    device,
    expiry,
    followup,
    gate,
    identity,
    lost,
    meeting,
    number,
    person,
    plan,
    profile,
    room,
    withdrawal,
    youth,
)
from handlers.help import cancel, help_for, language

COMMANDS: list[Command] = [
    language,
    cancel,
    case.new,
    case.show_all,
    case.show,
    case.information_meeting,
    case.appoint,
    gate.note,
    gate.refer,
    profile.show,
    person.new,
    person.show_all,
    identity.accept,
    lost.report,
    lost.choose,
    consent.record,
    consent.show,
    withdrawal.withdraw,
    room.open_room,
    room.invite,
    room.who_sees_what,
    alarm.thaw,
    plan.new,
    plan.done,
    plan.ongoing,
    plan.stuck,
    plan.hand_over,
    plan.strike,
    meeting.new,
    meeting.answer,
    meeting.suggest,
    closing.close,
    closing.acknowledge,
    youth.stop,
    youth.start,
    youth.call_me,
    youth.in_room,
    youth.own_page,
    withdrawal.own,
    youth.pass_on,
]
COMMANDS.insert(0, help_for(COMMANDS))

DUE: list[When] = [
    case.purge,
    room.brief,
    alarm.tell,
    alarm.rewound,
    expiry.ending,
    plan.due,
    meeting.remind,
    followup.prompt,
    closing.leave,
    closing.dispose,
    device.tell,
    device.forget,
]

TAPPED: list[Tapped] = [plan.tapped, meeting.tapped]

MEMBERS: list[MemberChange] = [room.joined]

TABLE = Table(
    commands=COMMANDS, due=DUE, tapped=TAPPED, members=MEMBERS, free_words=youth.free_words, number=number.written
)
