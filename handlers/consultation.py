"""Consultations: a guest asks whether SIG could help, without saying whom it is about ([Sk] "oidentifierat").

What a guest writes on their own page goes to the office and is stored nowhere. When it has a name or a number
in it, it is not even passed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from bot.conversation.arguments import Arg, Code, Rest
from bot.conversation.clean import LONGEST, bare
from bot.conversation.command import (
    Args,
    NoArgs,
    Outcome,
    Reply,
    UnitCtx,
    command,
    refuse,
    when_due,
    when_member,
)
from bot.i18n import Lines, T, Text, Words, choices, items, lines
from bot.messages import Say
from bot.rules import consultation as rules
from bot.rules.consultation import Consultation, State
from bot.rules.roles import Consequence, Duty, Role
from bot.rules.room import RoomKind
from bot.services import consultation as service

#: Lines of one message that are passed on.
_MOST_LINES = 40


class Which(Args):
    """Which consultation."""

    consultation: Annotated[str, Arg(reads=Code("consultation.no_code"), ask="consultation.which")]


class Answer(Which):
    """Which, and what to say."""

    answer: Annotated[str, Arg(reads=Rest(), ask="consultation.what")]


@command(
    sv="konsultationer",
    en="consultations",
    needs=Duty.CONSULT,
    consequence=Consequence.LOOK,
    evidence=False,
    where=(RoomKind.OFFICE,),
)
def show_all(ctx: UnitCtx, args: NoArgs) -> Reply:
    """List the open consultations, in which somebody asks without saying whom it is about."""
    found = ctx.store.consultations.in_progress()
    if not found:
        return (ctx.say(T("consultation.none")),)
    held = ctx.store.consultations.held()
    found.sort(key=lambda consultation: consultation.id in held)  # guests who write too much come last
    listed = found[: rules.MOST_LISTED]
    shown = [_line(consultation, is_held=consultation.id in held) for consultation in listed]
    more = len(found) - len(shown)
    and_more = T("consultation.and_more", n=more) if more else None
    return (ctx.say(lines(items(*shown), and_more, T("consultation.how", code=found[0].code))),)


@command(sv="svara", en="answer", needs=Duty.CONSULT, where=(RoomKind.OFFICE,))
def answer(ctx: UnitCtx, args: Answer) -> Reply:
    """Answer somebody who asks without saying whom it is about."""
    found = _open(ctx, args.consultation)
    service.answer(ctx.store, found)
    body = lines(T("consultation.answer"), T("consultation.quote", text=Words(args.answer)))
    return (
        Say(room_id=ctx.store.page(found.person_id).id, body=body, person_id=found.person_id),
        ctx.say(T("consultation.sent", code=found.code), quiet=True),
    )


@command(
    sv="avsluta konsultation",
    en="end consultation",
    needs=Duty.CONSULT,
    consequence=Consequence.FAR,
    where=(RoomKind.OFFICE,),
)
def end(ctx: UnitCtx, args: Which) -> Outcome:
    """End a consultation; the page it was on is emptied the day after."""
    found = _open(ctx, args.consultation)
    would_be = service.ended(ctx.store, found)
    asked = ctx.still_to_agree(T("consultation.end", code=found.code, day=would_be.purge_on))
    if asked is not None:
        return asked
    done = service.end(ctx.store, found)
    to_guest = Say(
        room_id=ctx.store.page(found.person_id).id,
        body=T("consultation.ended_guest", day=done.purge_on),
        person_id=found.person_id,
    )
    return (to_guest, ctx.say(T("consultation.ended", code=found.code)))


@when_member
def greet(ctx: UnitCtx, change: str) -> Reply:
    """Tell a guest who comes to their page what it is for, and ask which unit they mean, when there are
    several."""
    if change != "join" or ctx.sender.role is not Role.GUEST or ctx.room.person_id != ctx.sender.id:
        return ()
    found = ctx.store.consultations.of(ctx.sender.id)
    if found is None or found.known_to_unit:
        return ()
    choice = _choice(ctx) if found.state is State.ASKED else None
    return (ctx.say(lines(T("consultation.greeting"), choice)),)


def hear(ctx: UnitCtx, text: str) -> Reply:
    """Pass on to the office what a guest writes, and answer their first message."""
    emergency = ctx.profile.emergency
    phone = ctx.profile.contact.phone
    found = ctx.store.consultations.of(ctx.sender.id)
    if found is None or found.state is State.CLOSED:
        raise refuse("consultation.over", phone=phone, emergency=emergency)
    if found.state is State.ASKED:
        return _choose(ctx, found, text)
    if service.has_asked_enough(ctx.store, ctx.sender.id):
        raise refuse("consultation.enough", phone=phone, emergency=emergency)
    if len(text) > LONGEST or len(text.splitlines()) > _MOST_LINES:
        raise refuse("consultation.long", emergency=emergency)
    if rules.names_somebody(text, _known(ctx)):
        raise refuse("consultation.name", emergency=emergency)
    question = service.take_question(ctx.store, found)
    if question.is_held:
        many = T("consultation.many", phone=phone, emergency=emergency)
        if not question.is_first:
            return (ctx.say(many),)
        return (ctx.say(lines(many, *_duties(ctx))),)
    to_office = lines(
        T("consultation.asks", code=found.code),
        T("consultation.quote", text=Words(text)),
        T("consultation.how", code=found.code) if question.is_first else None,
    )
    if question.is_first:
        to_guest = ctx.say(_first_words(ctx, found))
    else:
        to_guest = ctx.say(T("consultation.passed_on", emergency=emergency), quiet=True)
    return (to_guest, Say(room_id=ctx.store.office.id, body=to_office))


@when_due("consultation.purge")
def purge(ctx: UnitCtx, subject: str) -> Reply:
    """Erase who asked, and the page; the code stays taken."""
    erased = service.purge(ctx.store, subject)
    if erased is None or not erased.known_to_unit:
        return ()
    return (ctx.say(T("consultation.purged", code=erased.code), quiet=True),)


@when_due("consultation.waiting")
def remind(ctx: UnitCtx, subject: str) -> Reply:
    """Say once that nobody has answered by the next working day, as the guest was told somebody would."""
    reminder = service.merge_reminders(ctx.store, subject)
    if reminder is None:
        return ()
    if reminder.others:
        return (ctx.say(T("consultation.waiting_many", n=reminder.others + 1)),)
    return (ctx.say(T("consultation.waiting", code=reminder.consultation.code)),)


@when_due("consultation.gathered")
def tell_how_many_wait(ctx: UnitCtx, subject: str) -> Reply:
    """Tell the office in one line how many guests wait whose messages were too many to be passed on."""
    waiting = len(ctx.store.consultations.held())
    if not waiting:
        return ()
    return (ctx.say(T("consultation.gathered", n=waiting)),)


@when_due("consultation.passed")
def forget_passed(ctx: UnitCtx, subject: str) -> Reply:
    """Do nothing: a message that was passed on a day ago stops counting once this row is done."""
    return ()


@when_due("consultation.held")
def forget_held(ctx: UnitCtx, subject: str) -> Reply:
    """Do nothing: the row says that a message was held back, until the consultation is erased."""
    return ()


@when_due("consultation.turned_away")
def tell_turned_away(ctx: UnitCtx, subject: str) -> Reply:
    """Tell the office how many guests were turned away because there were too many."""
    return (ctx.say(T("consultation.turned_away", n=int(subject))),)


@when_due("consultation.chosen")
def invite_to_ask(ctx: UnitCtx, subject: str) -> Reply:
    """Tell a guest who has chosen this unit that they may ask now."""
    found = ctx.store.consultations.get(subject)
    if found is None:
        return ()
    guest = ctx.store.facts.person(found.person_id)
    unit = ctx.taking_guests(rules.server_of(guest.matrix_id or "")).get(ctx.unit_id, ctx.profile.name)
    return (Say(room_id=ctx.store.page(guest.id).id, body=T("consultation.chosen", unit=unit)),)


# -------------------------------------------------------------------------------------------------------------- inside


def _line(consultation: Consultation, *, is_held: bool) -> Text:
    """A consultation as it stands in the list."""
    key = "consultation.line_held" if is_held else "consultation.line"
    return T(key, code=consultation.code, began=consultation.began_on, day=consultation.purge_on)


def _duties(ctx: UnitCtx) -> tuple[Text, ...]:
    """What a guest must know: the duty to report, and when the page is emptied."""
    return (T("consultation.duty"), T("consultation.gone", n=ctx.profile.consultation_days))


def _first_words(ctx: UnitCtx, found: Consultation) -> Lines:
    """The answer to a guest's first message."""
    return lines(
        T("consultation.first", code=found.code),
        T("consultation.danger", emergency=ctx.profile.emergency),
        *_duties(ctx),
        T(
            "help.contact_phone", phone=ctx.profile.contact.phone
        ),  # whose number it is would tell what this is about
    )


def _choose(ctx: UnitCtx, found: Consultation, text: str) -> Reply:
    """Take a guest's answer to the question which unit they mean; nothing is passed on before that."""
    unit_id = _named(ctx, text)
    if unit_id is None:
        raise refuse("consultation.choose_first", choice=_choice(ctx), emergency=ctx.profile.emergency)
    service.choose_unit(ctx.store, found, unit_id)
    return ()  # the guest belongs to that unit from now on, and hears from it


def _named(ctx: UnitCtx, text: str) -> str | None:
    """The unit that a guest names: by its number in the list, by its name, or by both."""
    said = bare(text)
    for number, (unit_id, name) in enumerate(_units(ctx).items(), 1):
        if said in (str(number), bare(name), bare(f"{number} {name}")):
            return unit_id
    return None


def _choice(ctx: UnitCtx) -> Lines:
    """The question which unit is meant, with those there are."""
    return lines(T("consultation.which_unit"), choices(*_units(ctx).values()))


def _units(ctx: UnitCtx) -> Mapping[str, str]:
    """The names of the units that talk with guests from this server, by unit."""
    return ctx.taking_guests(rules.server_of(ctx.sender.matrix_id or ""))


def _open(ctx: UnitCtx, code: str) -> Consultation:
    """The open consultation of a code. Refused when there is none."""
    found = ctx.store.consultations.find(code)
    if found is None:
        raise refuse("consultation.no_such", code=code)
    return found


def _known(ctx: UnitCtx) -> Iterator[str]:
    """Words with a capital letter that are no names of people: of the municipality, its functions and its
    units."""
    profile = ctx.profile
    yield profile.name
    yield from _units(ctx).values()
    for words in (profile.coordinator, profile.contact, *profile.functions, *profile.initiators):
        yield words.sv
        yield words.en
