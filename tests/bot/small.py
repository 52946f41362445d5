"""A few commands of our own, small enough to know everything about, and what goes wrong on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Number, OneOf, Repeats, Rest
from bot.conversation.command import (
    Args,
    CaseCtx,
    Command,
    Confirm,
    NoArgs,
    Outcome,
    Reply,
    UnitCtx,
    command,
    refuse,
    when_due,
    when_tapped,
)
from bot.conversation.table import Table
from bot.i18n import T, Text
from bot.messages import Edit, Say, Urgency
from bot.rules.recurrence import Recurrence
from bot.rules.roles import Duty
from bot.rules.words import Term
from handlers import second_yes
from handlers.rooms import stuck
from storage.tap import Tap

COLOURS = (Term(id="red", sv="röd", en="red"), Term(id="blue", sv="blå", en="blue"))


@dataclass
class Facts:
    """What the small commands remember, beside the database: how often they ran, and what they show."""

    ran: list[str] = field(default_factory=list)
    preview: str = "så"
    needs_second: bool = True


FACTS = Facts()


class Painted(Args):
    function: Annotated[str, Arg(reads=OneOf(lambda _: COLOURS), ask="ask.function", options=lambda _: COLOURS)]
    number: Annotated[int, Arg(reads=Number(), ask="task.ask_number")]


class Noted(Args):
    text: Annotated[str | None, Arg(reads=Rest())] = None


class Planned(Args):
    day: Annotated[object, Arg(reads=Day(), ask="meeting.ask_day")]


class Repeated(Args):
    often: Annotated[Recurrence, Arg(reads=Repeats(), ask="meeting.ask_day")]


def told(ctx: UnitCtx, what: str) -> Reply:
    FACTS.ran.append(what)
    return (ctx.say(word(what)),)


def word(text: str) -> Text:
    """Any text, in both languages."""
    return T("profile.word", sv=text, en=text)


@command(sv="måla", en="paint", needs=Duty.SEE_CASES)
def paint(ctx: UnitCtx, args: Painted) -> Reply:
    return told(ctx, f"{args.function} {args.number}")


@command(sv="nej till allt", en="refuse", needs=Duty.SELF)
def always_refused(ctx: UnitCtx, args: Noted) -> Reply:
    ctx.store.people.set_language(ctx.sender.id, "en")
    raise refuse("kit.empty")


@command(sv="trasig", en="broken", needs=Duty.SELF)
def broken(ctx: UnitCtx, args: Noted) -> Reply:
    ctx.store.people.set_language(ctx.sender.id, "en")
    FACTS.ran.append("broken")
    raise ZeroDivisionError("this command is broken on purpose")


@command(sv="fel text", en="wrong text", needs=Duty.SELF)
def wrong_text(ctx: UnitCtx, args: NoArgs) -> Reply:
    raise refuse("there.is.no.such.text")


@command(sv="radera", en="erase", needs=Duty.SEE_CASES, evidence=True)
def erase(ctx: UnitCtx, args: Noted) -> Outcome:
    asked = ctx.still_to_agree(word(FACTS.preview))
    if asked is not None:
        return asked
    return told(ctx, "erased")


@command(sv="för tidigt", en="too early", needs=Duty.SEE_CASES)
def too_early(ctx: UnitCtx, args: Noted) -> Outcome:
    ctx.store.people.set_language(ctx.sender.id, "en")
    return Confirm(preview=word("what was done already"))


@command(sv="binda", en="bind", needs=Duty.BIND_PERSON, evidence=True)
def bind(ctx: UnitCtx, args: Noted) -> Outcome:
    asked = ctx.still_to_agree(word(f"{FACTS.preview} {args.text}"), second=FACTS.needs_second)
    if asked is not None:
        return asked
    assert ctx.approver is not None
    return told(ctx, f"bound {args.text} for {ctx.sender.handle} by {ctx.approver.handle}")


@command(sv="flytta hem", en="move home", needs=Duty.BIND_PERSON)
def move_home(ctx: CaseCtx, args: NoArgs) -> Outcome:
    asked = ctx.still_to_agree(word(f"{ctx.case.code} flyttar"), second=True)
    if asked is not None:
        return asked
    return told(ctx, f"moved {ctx.case.code}")


@command(sv="avbryt", en="cancel", needs=Duty.SELF)
def cancel(ctx: UnitCtx, args: NoArgs) -> Reply:
    return told(ctx, f"cancelled {ctx.store.cancel_questions(ctx.sender.id, ctx.room.id)}")


@command(sv="läge", en="standing", needs=Duty.STATUS)
def standing(ctx: CaseCtx, args: NoArgs) -> Reply:
    return told(ctx, f"standing {ctx.case.code}")


def _not_twice(ctx: CaseCtx) -> None:
    if f"closed {ctx.case.code}" in FACTS.ran:
        raise refuse("kit.empty")


class Because(Args):
    reason: Annotated[str, Arg(reads=Rest(), ask="closing.ask_reason")]


@command(sv="stäng", en="shut", also=("lås",), needs=Duty.SEE_CASES, ready=_not_twice)
def shut(ctx: CaseCtx, args: Because) -> Reply:
    return told(ctx, f"closed {ctx.case.code}")


@command(sv="planera", en="schedule", needs=Duty.SEE_CASES)
def schedule(ctx: CaseCtx, args: Planned) -> Reply:
    ctx.store.schedule("again", ctx.case.id, ctx.now + timedelta(hours=1))
    ctx.store.schedule("bad", ctx.case.id, ctx.now + timedelta(minutes=30))
    return told(ctx, "scheduled")


@command(sv="upprepa", en="repeat", needs=Duty.SEE_CASES)
def repeat(ctx: UnitCtx, args: Repeated) -> Reply:
    return told(ctx, args.often.stored)


@command(sv="visa kort", en="card", needs=Duty.SEE_CASES)
def card(ctx: CaseCtx, args: Noted) -> Reply:
    return (Edit(room_id=ctx.store.room.id, tag="card:1", body=word(args.text or "kort")),)


@command(sv="släpp", en="let go", needs=Duty.BIND_PERSON)
def let_go(ctx: UnitCtx, args: Noted) -> Reply:
    found = ctx.store.people.find(args.text or "")
    assert found is not None
    ctx.store.people.bind(found.id, None)
    return (Say(room_id=ctx.store.office.id, body=word(f"{found.handle} is out")), *told(ctx, "let go"))


@command(sv="påminn", en="remind", needs=Duty.SEE_CASES)
def remind(ctx: UnitCtx, args: Noted) -> Reply:
    urgency = Urgency(args.text or "reminder")
    page = ctx.store.page(ctx.sender.id)
    return (Say(room_id=page.id, body=word(f"a {urgency}"), urgency=urgency, person_id=ctx.sender.id),)


@when_due("again")
def again(ctx: CaseCtx, subject: str) -> Reply:
    FACTS.ran.append("again")
    ctx.store.schedule("again", subject, ctx.now + timedelta(days=30))
    return ()


@when_due("bad")
def bad(ctx: CaseCtx, subject: str) -> Reply:
    FACTS.ran.append("bad")
    raise ZeroDivisionError("this due handler is broken on purpose")


def untapped(ctx: CaseCtx, tap: Tap) -> Reply:
    FACTS.ran.append(f"{ctx.sender.handle} not {tap.said}")
    return ()


@when_tapped("card", back=untapped)
def tapped(ctx: CaseCtx, subject: str, key: str) -> Reply:
    FACTS.ran.append(f"{ctx.sender.handle} {key} {subject}")
    return ()


def free_words(ctx: UnitCtx, text: str) -> Reply:
    FACTS.ran.append(f"free {len(text)}")
    return (ctx.say(T("youth.gone")),)


def number(ctx: UnitCtx, text: str, told: bool) -> Reply:
    FACTS.ran.append("number again" if told else "number")
    return (ctx.say(word("a number")),)


def unreadable(ctx: UnitCtx, what: str) -> Reply:
    return (ctx.say(T("kit.unreadable")),)


COMMANDS: list[Command] = [
    paint,
    always_refused,
    broken,
    wrong_text,
    erase,
    too_early,
    bind,
    move_home,
    cancel,
    standing,
    schedule,
    repeat,
    card,
    let_go,
    remind,
    shut,
]
TABLE = Table(
    commands=COMMANDS,
    due=[again, bad, *second_yes.due_for(COMMANDS)],
    tapped=[tapped],
    members=[],
    free_words=free_words,
    number=number,
    unreadable=unreadable,
    unheard=stuck.tell_unheard,
    paused=lambda ctx, room, is_still: (),
    operators=lambda ctx, row: (),
)
