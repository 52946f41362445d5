"""A youth's (or guardian's) own page: their own words, understood or answered kindly, never met by a parser's error."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from bot.arguments import Arg, OneOf, YesNo
from bot.command import Args, Ask, CaseCtx, NoArgs, Reply, UnitCtx, command
from bot.i18n import T, lines
from bot.messages import Say, Urgency
from bot.rules.case import Case, State
from bot.rules.roles import Duty
from bot.rules.youth import understood
from handlers.consent import withdrawn

#: How long a youth's own words wait, sealed, for a yes or no (the settings may be shorter, never longer).
KEPT = timedelta(hours=12)


def free_words(ctx: UnitCtx, text: str) -> Reply:
    """Whatever is neither answer nor command. What is plainly a wish is asked about; all else gets the same safe words:
    the bot does not judge what is serious ("conversations" 5)."""
    wish = understood(text, ctx.profile.functions, ctx.language)
    case = _case(ctx)
    match wish:
        case None:
            return _safe(ctx, text, case)
        case _ if wish.kind == "stop":
            return stop.run(ctx, NoArgs())
        case _ if wish.kind == "call":
            return call_me.run(ctx, NoArgs())
    if case is None or case.opened_on is None:
        return _safe(ctx, text, case)
    if wish.function is None:
        return (
            Ask(
                room_id=ctx.room.id,
                person_id=ctx.sender.id,
                body=T("youth.whom", choices=[one.text for one in ctx.profile.recipients if not one.private]),
                command=own_withdrawal.key,
                field="function",
                case_id=case.id,
                urgency=Urgency.ANSWER,
            ),
        )
    return (
        Ask(
            room_id=ctx.room.id,
            person_id=ctx.sender.id,
            body=T("youth.your_choice", what=ctx.profile.function(wish.function).text),
            command=own_withdrawal.key,
            field="sure",
            given={"function": wish.function},
            case_id=case.id,
            urgency=Urgency.ANSWER,
        ),
    )


class Own(Args):
    """Whom, and whether the person is sure."""

    function: Annotated[
        str, Arg(reads=OneOf(lambda env: env.profile.recipients), options=lambda env: env.profile.recipients)
    ]
    sure: Annotated[bool, Arg(reads=YesNo(), ask="youth.sure")]


@command(sv="dra tillbaka", en="withdraw", needs=Duty.WITHDRAW_OWN, evidence=True, hidden=True, where=("page",))
def own_withdrawal(ctx: CaseCtx, args: Own) -> Reply:
    """The person's own withdrawal: at once, no questions about why."""
    if not args.sure:
        return (ctx.say(T("youth.stays")),)
    what = ctx.profile.function(args.function).text
    return (ctx.say(T("youth.withdrawn", what=what), quiet=True), *withdrawn(ctx, args.function))


class PassOn(Args):
    """Whether what was written may be sent on."""

    may: Annotated[bool, Arg(reads=YesNo(), ask="youth.pass_on")]


@command(sv="skicka vidare", en="pass on", needs=Duty.SELF, hidden=True, where=("page",))
def pass_on(ctx: CaseCtx, args: PassOn) -> Reply:
    """Send the coordinator what a youth wrote, if the youth says yes; forget it either way."""
    text = ctx.store.take_kept(ctx.sender.id)
    if not args.may:
        return (ctx.say(T("youth.not_passed_on")),)
    if text is None:
        return (ctx.say(T("youth.gone")),)
    ctx.store.audit("youth:passed_on")
    return (
        ctx.say(T("youth.passed_on")),
        Say(
            room_id=ctx.store.page(ctx.case.coordinator_id).id,
            body=lines(T("youth.wrote", code=ctx.case.code), T("youth.quote", text=text)),
            urgency=Urgency.ALARM,
        ),
    )


@command(sv="stopp", en="stop", needs=Duty.STOP_REMINDERS, where=("page",))
def stop(ctx: UnitCtx, args: NoArgs) -> Reply:
    """No more reminders. It means only that."""
    ctx.store.people.set_reminders(ctx.sender.id, False)
    return (ctx.say(T("youth.stopped")),)


@command(sv="starta", en="start", needs=Duty.STOP_REMINDERS, where=("page",))
def start(ctx: UnitCtx, args: NoArgs) -> Reply:
    """Reminders again."""
    ctx.store.people.set_reminders(ctx.sender.id, True)
    return (ctx.say(T("youth.started")),)


@command(sv="ring mig", en="call me", needs=Duty.STOP_REMINDERS, where=("page",))
def call_me(ctx: UnitCtx, args: NoArgs) -> Reply:
    """Ask the coordinator to ring."""
    case = _case(ctx)
    contact = ctx.profile.contact
    told = ctx.say(T("youth.will_call", who=contact.label(ctx.language), phone=contact.phone))
    if case is None:
        return (told, Say(room_id=ctx.store.office.id, body=T("youth.call_somebody", handle=ctx.sender.handle)))
    asked = T("youth.call", code=case.code)
    return (told, Say(room_id=ctx.store.page(case.coordinator_id).id, body=asked, urgency=Urgency.ALARM))


def _safe(ctx: UnitCtx, text: str, case: Case | None) -> Reply:
    """No human reads this at once: who can help, and whether it may be passed on."""
    band = None if case is None else case.age_band
    line = ctx.profile.help_line(band or ctx.profile.bands[0].id)
    words = T(
        "youth.safe",
        emergency=ctx.profile.emergency,
        help_line=line.name,
        phone=line.phone,
        when=line.label(ctx.language),
    )
    if case is None:
        contact = ctx.profile.contact
        return (ctx.say(lines(words, T("help.contact", who=contact.label(ctx.language), phone=contact.phone))),)
    ctx.store.keep(ctx.sender.id, text, ctx.now + KEPT)
    return (
        Ask(
            room_id=ctx.room.id,
            person_id=ctx.sender.id,
            body=lines(words, T("youth.pass_on")),
            command=pass_on.key,
            field="may",
            case_id=case.id,
            urgency=Urgency.ANSWER,
        ),
        Say(
            room_id=ctx.store.page(case.coordinator_id).id,
            body=T("youth.not_an_answer", code=case.code),
            urgency=Urgency.ALARM,
        ),
    )


def _case(ctx: UnitCtx) -> Case | None:
    """The case the person is in, if there is one that lives."""
    living = [
        case for case in ctx.store.cases.of_person(ctx.sender.id) if case.state not in (State.CLOSED, State.DISPOSED)
    ]
    return living[0] if living else None
