"""The table of contents: everything the bot understands, and which handler it belongs to."""

from __future__ import annotations

from bot.conversation.command import Command, DueHandler, MemberHandler, TapHandler
from bot.conversation.table import Table
from handlers import called, consultation, cues, personal_number, profile, second_yes, to_coordinator
from handlers.case import case, closing, followup, gate, handover, history, review, week
from handlers.consent import (
    birthday,
    consent,
    expiry,
    ledger,
    narrowing,
    promise,
    receipt,
    taken_back,
    withdrawal,
)
from handlers.help import cancel, help_for, language
from handlers.meetings import answer, meeting, reminder, rescheduling
from handlers.people import (
    account,
    away,
    deputy,
    device,
    greeting,
    held_page,
    identity,
    lost_device,
    offboarding,
    person,
    protection,
)
from handlers.plan import status, task
from handlers.rooms import (
    alarm,
    first_words,
    invitation,
    leaving,
    pause,
    removal,
    room,
    side_room,
    stuck,
    youth_place,
)
from handlers.youth import alarm as youth_alarm
from handlers.youth import (
    choices,
    clearing,
    in_room,
    opening,
    own_withdrawal,
    page_answers,
    passing_on,
    questions,
    requests,
    talk,
    words,
)
from handlers.youth.words import Decider, Listener

#: What is heard of their words before that, as they stand: what decides about words that are kept, or stand in a room.
DECIDERS: list[Decider] = [in_room.take_away, passing_on.hear]

#: What a youth or guardian plainly wants in their own words about their case: the first whose subject it is answers.
LISTENERS: list[Listener] = [
    held_page.hear,
    own_withdrawal.hear,
    talk.hear,
    answer.hear,
    questions.answering(room.who_sees_what.run),
    requests.hear,
]

free_words = in_room.hearing(
    words.answering(
        LISTENERS,
        deciders=DECIDERS,
        clear=clearing.clear,
        late=answer.hear_late,
        guest_words=consultation.hear,
    )
)

COMMANDS: list[Command] = [
    language,
    cancel,
    case.new,
    week.show,
    case.show_all,
    case.show,
    case.information_meeting,
    case.appoint,
    birthday.note,
    protection.protect,
    protection.approve,
    page_answers.agree,
    gate.note,
    gate.refer,
    profile.show,
    consultation.show_all,
    consultation.answer,
    consultation.end,
    person.new,
    person.show_all,
    account.change,
    account.release,
    held_page.release,
    offboarding.leave,
    away.away,
    week.monday,
    handover.hand_over,
    handover.hand_over_all,
    handover.take_over,
    history.show,
    identity.accept,
    lost_device.report,
    lost_device.choose,
    consent.record,
    consent.extend,
    consent.renew,
    narrowing.narrow,
    withdrawal.withdraw,
    taken_back.settle,
    ledger.show,
    receipt.note,
    promise.give,
    room.open_room,
    youth_place.place,
    side_room.new,
    side_room.close,
    invitation.invite,
    removal.remove,
    deputy.deputy,
    room.who_sees_what,
    review.show,
    review.right,
    youth_alarm.take,
    youth_alarm.contact,
    youth_alarm.look_after,
    youth_alarm.contact_with,
    opening.open_kept,
    alarm.thaw,
    task.new,
    status.done,
    status.ongoing,
    status.stuck,
    task.hand_over,
    task.strike,
    meeting.new,
    rescheduling.move,
    rescheduling.call_off,
    answer.answer,
    answer.suggest,
    closing.close,
    closing.acknowledge,
    choices.stop,
    choices.start,
    talk.call_me,
    choices.in_room,
    choices.own_page,
    own_withdrawal.own,
    talk.talk,
    passing_on.pass_on,
    to_coordinator.pass_on,
]
COMMANDS.insert(0, help_for(COMMANDS, free_words))

DUE: list[DueHandler] = [
    case.purge,
    consultation.forget_held,
    consultation.forget_passed,
    consultation.invite_to_ask,
    consultation.purge,
    consultation.remind,
    consultation.tell_how_many_wait,
    consultation.tell_turned_away,
    room.brief,
    first_words.warn,
    deputy.begin,
    deputy.finish,
    alarm.tell,
    alarm.tell_rewound,
    youth_alarm.tell_untaken,
    youth_alarm.ask_taker,
    youth_alarm.note_taken_back,
    stuck.tell_failing,
    stuck.tell_lost,
    stuck.tell_through,
    account.tell_away,
    expiry.tell,
    birthday.tell,
    review.ask,
    taken_back.follow_up,
    receipt.remind,
    promise.ask,
    promise.tell_coordinator,
    status.due,
    reminder.remind,
    clearing.fade,
    answer.over,
    rescheduling.change,
    followup.prompt,
    week.tell,
    closing.leave,
    closing.dispose,
    device.tell,
    device.forget,
    *second_yes.due_for(COMMANDS),
]

TAPPED: list[TapHandler] = [status.taken, status.tapped, answer.tapped]

MEMBERS: list[MemberHandler] = [consultation.greet, greeting.greet, room.greet_newcomer, leaving.tell]

TABLE = Table(
    commands=COMMANDS,
    due=DUE,
    tapped=TAPPED,
    members=MEMBERS,
    free_words=free_words,
    number=personal_number.taking_away(free_words),
    unreadable=words.meet_unreadable,
    unheard=stuck.tell_unheard,
    called=called.CALLED,
    perhaps=called.PERHAPS,
    told=called.TOLD,
    alone=called.ALONE,
    cues=cues.CUES,
    known=cues.KNOWN,
    paused=pause.tell,
)
