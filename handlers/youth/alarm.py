"""A youth's alarm: taken by a word of somebody responsible, asked about, and over once the youth is reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from bot.conversation.arguments import Arg, OneOf, Somebody
from bot.conversation.command import Args, CaseCtx, NoArgs, Reply, UnitCtx, command, refuse, when_due
from bot.i18n import ZONE, T, Text, lines
from bot.messages import Say, Urgency
from bot.rules.person import Person
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.rules.youth_alarm import ASK_AFTER, Outcome, State, YouthAlarm
from bot.services import youth_alarm as service
from bot.wording import youth_alarm as wording
from storage.youth_words import TAKEN_BACK_NOTED

#: What may have come of trying to reach a youth.
OUTCOMES = (
    Term(id=Outcome.REACHED, sv="nådd", en="reached", words=("nått", "nådde", "pratat")),
    Term(
        id=Outcome.NOT_REACHED,
        sv="inte nådd",
        en="not reached",
        words=("ej nådd", "inte nått", "inget svar", "svarar inte", "no answer"),
    ),
    Term(id=Outcome.ON_CALL, sv="jour", en="on call", words=("jouren", "socialjour", "socialjouren")),
)


def _cases(state: State) -> Callable[[UnitCtx, Mapping[str, Any]], Mapping[str, str]]:
    """Finds the cases with an alarm in a state, each with the hour it was raised."""

    def narrow(ctx: UnitCtx, _said: Mapping[str, Any]) -> Mapping[str, str]:
        alarms = [one for one in ctx.store.youth_alarms.all() if one.state is state]
        return {
            one.case_id: one.raised_at.astimezone(ZONE).strftime("%H.%M")
            for one in alarms
            if one.case_id is not None
        }

    return narrow


@command(
    sv="jag tar",
    en="i take",
    needs=Duty.TAKE_ALARM,
    consequence=Consequence.TELL,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
    narrow=_cases(State.OPEN),
)
def take(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Take a youth's alarm: one tries to reach them now. It covers what has come so far."""
    return _take(ctx, ctx.store.youth_alarms.of_case(ctx.case.id), ctx.case.code)


class Whose(Args):
    """Whose alarm, for somebody who is in no case."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]


@command(
    sv="jag tar hand om",
    en="i look after",
    needs=Duty.BIND_PERSON,
    consequence=Consequence.TELL,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def look_after(ctx: UnitCtx, args: Whose) -> Reply:
    """Take the alarm of somebody who is in no case."""
    return _take(ctx, _of_nobodys_case(ctx, args.person), f"@{args.person.handle}")


class Contact(Args):
    """What came of it."""

    outcome: Annotated[
        str,
        Arg(reads=OneOf(lambda _: OUTCOMES), ask="youth_alarm.ask_outcome", options=lambda _: OUTCOMES),
    ]


@command(
    sv="kontakt",
    en="contact",
    needs=Duty.TAKE_ALARM,
    consequence=Consequence.TELL,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
    narrow=_cases(State.TAKEN),
)
def contact(ctx: CaseCtx, args: Contact) -> Reply:
    """Say what came of trying to reach a youth: reached, not reached, or the social services on call have it."""
    return _note(ctx, ctx.store.youth_alarms.of_case(ctx.case.id), Outcome(args.outcome), ctx.case.code)


class ContactWith(Contact):
    """With whom, where that is somebody in no case, and what came of it."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]


@command(
    sv="kontakt med",
    en="contact with",
    needs=Duty.BIND_PERSON,
    consequence=Consequence.TELL,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def contact_with(ctx: UnitCtx, args: ContactWith) -> Reply:
    """Say what came of trying to reach somebody who is in no case."""
    return _note(ctx, _of_nobodys_case(ctx, args.person), Outcome(args.outcome), f"@{args.person.handle}")


@when_due(service.UNTAKEN)
def tell_untaken(ctx: UnitCtx, subject: str) -> Reply:
    """Tell the next who are responsible of an alarm that nobody has taken."""
    found = service.pass_untaken(ctx.store, int(subject))
    return () if found is None else wording.untaken(ctx, found)


@when_due(service.ASK)
def ask_taker(ctx: UnitCtx, subject: str) -> Reply:
    """Ask whoever took an alarm what came of it; once they do not answer, tell the office as well."""
    alarm = service.ask_taker(ctx.store, int(subject))
    if alarm is None or alarm.taken_by is None or alarm.taken_at is None:
        return ()
    code = wording.called(ctx, alarm)
    taker = ctx.store.facts.person(alarm.taken_by)
    end = wording.how_to_end(alarm, code)
    asked = lines(T("youth_alarm.ask_taker", code=code, at=wording.moment(ctx, alarm.taken_at)), end)
    to_taker = Say(room_id=ctx.store.page(taker.id).id, body=asked, urgency=Urgency.ALARM, elsewhere=asked)
    if alarm.asked == 1:
        return (to_taker,)
    silent = T("youth_alarm.taker_silent", code=code, name=taker.name, at=wording.moment(ctx, alarm.taken_at))
    to_office = Say(
        room_id=ctx.store.office.id,
        body=lines(silent, end),
        urgency=Urgency.ALARM,
        mentions=service.mentioned(ctx.store),
    )
    return (to_taker, to_office)


@when_due(TAKEN_BACK_NOTED)
def note_taken_back(ctx: UnitCtx, subject: str) -> Reply:
    """Show in an alarm that something of it was taken back or changed: it is no smaller for that."""
    alarm = service.note_taken_back(ctx.store, ctx.store.facts.person(subject))
    return () if alarm is None else tuple(wording.shown(ctx, alarm))


def _of_nobodys_case(ctx: UnitCtx, person: Person) -> Sequence[YouthAlarm]:
    return [one for one in ctx.store.youth_alarms.of_person(person.id) if one.case_id is None]


def _take(ctx: UnitCtx, alarms: Sequence[YouthAlarm], code: str) -> Reply:
    """Have the sender take what nobody has taken, and tell those who wrote."""
    taken = service.take(ctx.store, alarms, ctx.sender)
    if not taken:
        raise _nothing_to_take(ctx, alarms, code)
    told = lines(
        T("youth_alarm.you_took", code=code, at=wording.moment(ctx, ctx.now + ASK_AFTER)),
        wording.how_to_end(taken[0], code),
    )
    writers = [
        Say(room_id=ctx.store.page(person_id).id, body=T("youth.somebody_knows"))
        for person_id in dict.fromkeys(alarm.person_id for alarm in taken)
    ]
    return (ctx.say(told), *writers, *_shown(ctx, taken))


def _note(ctx: UnitCtx, alarms: Sequence[YouthAlarm], outcome: Outcome, code: str) -> Reply:
    """Note what came of what somebody has taken, and say what follows."""
    noted = service.note_contact(ctx.store, alarms, outcome)
    if not noted:
        raise refuse("youth_alarm.take_first" if alarms else "youth_alarm.none", code=code)
    is_more = any(alarm.state is State.OPEN for alarm in alarms)
    told = lines(_after(ctx, outcome, code), T("youth_alarm.still_open", code=code) if is_more else None)
    return (ctx.say(told), *_shown(ctx, noted))


def _shown(ctx: UnitCtx, alarms: Sequence[YouthAlarm]) -> Reply:
    return tuple(effect for alarm in alarms for effect in wording.shown(ctx, alarm))


def _after(ctx: UnitCtx, outcome: Outcome, code: str) -> Text:
    """What follows from what came of it, for whoever said it."""
    if outcome.closes:
        return T("youth_alarm.closed", code=code)
    at = wording.moment(ctx, ctx.now + ASK_AFTER)
    phone, emergency = ctx.profile.socialjour, ctx.profile.emergency
    if phone is None:
        return T("youth_alarm.not_reached_unknown", code=code, emergency=emergency, at=at)
    return T("youth_alarm.not_reached", code=code, phone=phone, emergency=emergency, at=at)


def _nothing_to_take(ctx: UnitCtx, alarms: Sequence[YouthAlarm], code: str) -> Exception:
    """Why there is no alarm to take: somebody has it, or there is none."""
    for alarm in alarms:
        if alarm.taken_by is not None and alarm.taken_at is not None:
            name = ctx.store.facts.person(alarm.taken_by).name
            at = wording.moment(ctx, alarm.taken_at)
            return refuse("youth_alarm.already_taken", code=code, name=name, at=at)
    return refuse("youth_alarm.none", code=code)
