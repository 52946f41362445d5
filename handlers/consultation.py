"""Consultation: a stranger asks whether SIG could help, without saying whom it is about ([Sk] "oidentifierat").

What a guest writes on the own page goes to kontoret and is kept nowhere; with a name or a number in it, nowhere at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from bot.conversation.arguments import Arg, Code, Rest, bare
from bot.conversation.command import Args, NoArgs, Reply, UnitCtx, command, refuse, when_due, when_member
from bot.conversation.parse import LONGEST
from bot.i18n import ZONE, Lines, T, Text, Words, lines
from bot.messages import Redact, Say
from bot.rules import consultation as rules
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.consultation import Consultation, State
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind

#: Lines of one message that are passed on.
_LINES = 40


class One(Args):
    """Which consultation."""

    consultation: Annotated[str, Arg(reads=Code("consultation.no_code"), ask="consultation.which")]


class Answer(One):
    """Which, and what to say."""

    answer: Annotated[str, Arg(reads=Rest(), ask="consultation.what")]


@command(sv="konsultationer", en="consultations", needs=Duty.CONSULT, evidence=False, where=(RoomKind.OFFICE,))
def show_all(ctx: UnitCtx, args: NoArgs) -> Reply:
    """List the open consultations, in which somebody asks without saying whom it is about."""
    found = ctx.store.consultations.in_progress()
    if not found:
        return (ctx.say(T("consultation.none")),)
    held = ctx.store.consultations.held()
    found.sort(key=lambda one: one.id in held)  # those who write too much stand last
    shown = [
        T(
            "consultation.line_held" if one.id in held else "consultation.line",
            code=one.code,
            began=one.began_on,
            day=one.purge_on,
        )
        for one in found[: rules.MOST_LISTED]
    ]
    more = len(found) - len(shown)
    and_more = T("consultation.and_more", n=more) if more else None
    return (ctx.say(lines(*shown, and_more, T("consultation.how", code=found[0].code))),)


@command(sv="svara", en="answer", needs=Duty.CONSULT, where=(RoomKind.OFFICE,))
def answer(ctx: UnitCtx, args: Answer) -> Reply:
    """Answer somebody who asks without saying whom it is about."""
    found = _open(ctx, args.consultation)
    ctx.store.consultations.save(rules.with_message(found, ctx.profile, ctx.today))
    ctx.store.consultations.mark_answered(found.id)
    ctx.store.audit(Action.CONSULTATION_ANSWERED, consultation=found.id)
    body = lines(T("consultation.answer"), T("consultation.quote", text=Words(args.answer)))
    return (
        Say(room_id=ctx.store.page(found.person_id).id, body=body, person_id=found.person_id),
        ctx.say(T("consultation.sent", code=found.code), quiet=True),
    )


@command(sv="avsluta konsultation", en="end consultation", needs=Duty.CONSULT, where=(RoomKind.OFFICE,))
def end(ctx: UnitCtx, args: One) -> Reply:
    """End a consultation; the page it was on is emptied the day after."""
    found = _open(ctx, args.consultation)
    done = rules.ended(found, ctx.today)
    ctx.confirm(T("consultation.end", code=found.code, day=done.purge_on))
    ctx.store.consultations.save(done)
    ctx.store.consultations.mark_answered(found.id)
    ctx.store.audit(Action.CONSULTATION_ENDED, consultation=found.id)
    told = Say(
        room_id=ctx.store.page(found.person_id).id,
        body=T("consultation.ended_guest", day=done.purge_on),
        person_id=found.person_id,
    )
    return (told, ctx.say(T("consultation.ended", code=found.code)))


@when_member
def came(ctx: UnitCtx, change: str) -> Reply:
    """A guest comes to the page that was made for them: what it is for, and for several units which one they mean."""
    if change != "join" or ctx.sender.role is not Role.GUEST or ctx.room.person_id != ctx.sender.id:
        return ()
    found = ctx.store.consultations.of(ctx.sender.id)
    if found is None or found.known_to_unit:
        return ()
    choice = _choice(ctx) if found.state is State.ASKED else None
    return (ctx.say(lines(T("consultation.greeting"), choice)),)


def heard(ctx: UnitCtx, text: str) -> Reply:
    """Whatever a guest writes: passed on to kontoret, with the first answer to the first of it."""
    found = ctx.store.consultations.of(ctx.sender.id)
    if found is None or found.state is State.CLOSED:
        raise refuse("consultation.over", phone=ctx.profile.contact.phone, emergency=ctx.profile.emergency)
    if found.state is State.ASKED:
        return _chosen(ctx, found, text)
    midnight = ctx.now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    if ctx.store.consultations.heard_since(ctx.sender.id, midnight) >= rules.MOST_A_DAY:
        raise refuse("consultation.enough", phone=ctx.profile.contact.phone, emergency=ctx.profile.emergency)
    if len(text) > LONGEST or len(text.splitlines()) > _LINES:
        raise refuse("consultation.long", emergency=ctx.profile.emergency)
    if rules.names_somebody(text, _known(ctx)):
        raise refuse("consultation.name", emergency=ctx.profile.emergency)
    begun = rules.with_message(found, ctx.profile, ctx.today)
    ctx.store.consultations.save(begun)
    ctx.store.consultations.schedule_reminder(found.id, morning(rules.next_working_day(ctx.today)))
    first = found.state is State.NEW
    ctx.store.audit(Action.CONSULTATION_OPENED if first else Action.CONSULTATION_ASKED, consultation=found.id)
    if not _count_passed(ctx, found):
        ctx.store.consultations.hold(found.id, ctx.now, until=begun.purge_on)
        ctx.store.audit(Action.CONSULTATION_HELD, consultation=found.id)
        many = T("consultation.many", phone=ctx.profile.contact.phone, emergency=ctx.profile.emergency)
        return (ctx.say(lines(many, *_duties(ctx)) if first else many),)
    passed = lines(
        T("consultation.asks", code=found.code),
        T("consultation.quote", text=Words(text)),
        T("consultation.how", code=found.code) if first else None,
    )
    told = (
        ctx.say(_first(ctx, found))
        if first
        else ctx.say(T("consultation.passed_on", emergency=ctx.profile.emergency), quiet=True)
    )
    return (told, Say(room_id=ctx.store.office.id, body=passed))


def count_passed(ctx: UnitCtx) -> bool:
    """Count one more message of a guest to kontoret. ``False``, and nothing is counted, when it is not to be sent:
    the unit is not chosen yet or the consultation is over, or all guests together have written so much."""
    found = ctx.store.consultations.of(ctx.sender.id)
    return found is not None and found.state in (State.NEW, State.OPEN) and _count_passed(ctx, found)


def number(ctx: UnitCtx) -> Reply:
    """A guest wrote a personal number: it is taken away, and nothing of it is passed on."""
    assert ctx.event_id is not None
    page = ctx.store.page(ctx.sender.id)
    told = T("consultation.number", emergency=ctx.profile.emergency)
    return (Redact(room_id=ctx.room.id, event_id=ctx.event_id), Say(room_id=page.id, body=told))


def make_way(ctx: UnitCtx, matrix_id: str) -> None:
    """A Matrix id is bound to somebody: the guest who had it is forgotten, and the way is free for their own page."""
    found = ctx.store.consultations.of_account(matrix_id)
    if found is not None:
        ctx.store.consultations.erase(found)
        ctx.store.audit(Action.CONSULTATION_PURGED, consultation=found.id)


@when_due("consultation.purge")
def purge(ctx: UnitCtx, subject: str) -> Reply:
    """Erase who asked, and the page; the code stays taken."""
    found = ctx.store.consultations.get(subject)
    if found is None or found.purge_on > ctx.today:
        return ()
    ctx.store.consultations.erase(found)
    ctx.store.audit(Action.CONSULTATION_PURGED, consultation=found.id)
    return (ctx.say(T("consultation.purged", code=found.code), quiet=True),) if found.known_to_unit else ()


@when_due("consultation.waiting")
def waiting(ctx: UnitCtx, subject: str) -> Reply:
    """Nobody has answered by the next working day, as somebody was told they would: say so, once."""
    found = ctx.store.consultations.get(subject)
    if found is None or found.state is not State.OPEN:
        return ()
    others = ctx.store.consultations.merge_reminders(ctx.now, fewest=rules.REMINDED_TOGETHER)
    if others >= rules.REMINDED_TOGETHER:
        return (ctx.say(T("consultation.waiting_many", n=others + 1)),)
    return (ctx.say(T("consultation.waiting", code=found.code)),)


@when_due("consultation.gathered")
def gathered(ctx: UnitCtx, subject: str) -> Reply:
    """Tell kontoret in one line how many guests wait whose messages were too many to be sent there."""
    waits = len(ctx.store.consultations.held())
    return (ctx.say(T("consultation.gathered", n=waits)),) if waits else ()


@when_due("consultation.passed")
def forget_passed(ctx: UnitCtx, subject: str) -> Reply:
    """A message was passed on a day ago: it counts no more, as soon as the row is done."""
    return ()


@when_due("consultation.held")
def forget_held(ctx: UnitCtx, subject: str) -> Reply:
    """A message that was held back is no more waited for: the consultation is erased."""
    return ()


@when_due("consultation.turned_away")
def turned_away(ctx: UnitCtx, subject: str) -> Reply:
    """Tell kontoret how many who wanted to ask were too many."""
    return (ctx.say(T("consultation.turned_away", n=int(subject))),)


def _count_passed(ctx: UnitCtx, found: Consultation) -> bool:
    in_hour, in_day = ctx.store.consultations.passed_counts(ctx.now)
    if not rules.within_limits(in_hour, in_day, first=found.state is State.NEW):
        return False
    ctx.store.consultations.note_passed(found.id, ctx.now)
    return True


def _duties(ctx: UnitCtx) -> tuple[Text, ...]:
    return T("consultation.duty"), T("consultation.gone", n=ctx.profile.consultation_days)


def _first(ctx: UnitCtx, found: Consultation) -> Lines:
    return lines(
        T("consultation.first", code=found.code),
        T("consultation.danger", emergency=ctx.profile.emergency),
        *_duties(ctx),
        T("help.contact_phone", phone=ctx.profile.contact.phone),  # whose number it is would name what this is
    )


def _chosen(ctx: UnitCtx, found: Consultation, text: str) -> Reply:
    """Several units of the bot could take it: the guest says which, and only then anything is passed on."""
    word, names = bare(text), list(_units(ctx).items())
    said = next(
        (unit for at, (unit, name) in enumerate(names, 1) if word in (str(at), bare(name), bare(f"{at} {name}"))), None
    )
    if said is None:
        raise refuse("consultation.choose_first", choice=_choice(ctx), emergency=ctx.profile.emergency)
    ctx.store.consultations.move(found, said, ctx.now)
    return ()  # from here the guest is the other unit's: what is said to them is said there


@when_due("consultation.chosen")
def chosen(ctx: UnitCtx, subject: str) -> Reply:
    """A guest has chosen this unit: now they may ask."""
    found = ctx.store.consultations.get(subject)
    if found is None:
        return ()
    guest = ctx.store.people.get(found.person_id)
    unit = ctx.taking_guests(rules.server_of(guest.matrix_id or "")).get(ctx.unit_id, ctx.profile.name)
    return (Say(room_id=ctx.store.page(guest.id).id, body=T("consultation.chosen", unit=unit)),)


def _choice(ctx: UnitCtx) -> Lines:
    shown = [T("consultation.unit", number=at, name=name) for at, name in enumerate(_units(ctx).values(), 1)]
    return lines(T("consultation.which_unit"), *shown)


def _units(ctx: UnitCtx) -> Mapping[str, str]:
    return ctx.taking_guests(rules.server_of(ctx.sender.matrix_id or ""))


def _open(ctx: UnitCtx, code: str) -> Consultation:
    found = ctx.store.consultations.find(code)
    if found is None:
        raise refuse("consultation.no_such", code=code)
    return found


def _known(ctx: UnitCtx) -> Iterator[str]:
    """Words with a capital letter that name nobody: of the municipality, its functions and its units."""
    profile = ctx.profile
    yield profile.name
    yield from _units(ctx).values()
    for words in (profile.coordinator, profile.contact, *profile.functions, *profile.initiators):
        yield words.sv
        yield words.en
