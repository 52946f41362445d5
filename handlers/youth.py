"""A youth's (or guardian's) own page: their own words, understood or answered kindly, never met by a parser's error."""

from __future__ import annotations

from typing import Annotated

from bot.arguments import Arg, YesNo
from bot.command import Args, Ask, CaseCtx, NoArgs, Reply, UnitCtx, command
from bot.i18n import T, Text, lines
from bot.messages import React, Say, Urgency
from bot.rules import case as rules
from bot.rules.case import Case, State
from bot.rules.meeting import Answer, answer_word
from bot.rules.roles import Duty, Role
from bot.rules.youth import understood
from handlers import consultation, meeting, withdrawal
from handlers import wish as wishes


def free_words(ctx: UnitCtx, text: str) -> Reply:
    """Whatever is neither answer nor command. What is plainly a wish is asked about; all else gets the same safe words:
    the bot does not judge what is serious ("conversations" 5). A guest's words are a question for kontoret."""
    if ctx.sender.role is Role.GUEST:
        return consultation.heard(ctx, text)
    case = _case(ctx)
    wish = understood(text, ctx.profile.functions, ctx.language)
    if wish is not None and wish.kind == "stop":
        return stop.run(ctx, NoArgs())
    if wish is not None and wish.kind == "call":
        return call_me.run(ctx, NoArgs())
    if wish is not None and wish.kind == "thanks" and ctx.event_id is not None:
        return (React(room_id=ctx.room.id, event_id=ctx.event_id, key="👍"),)
    if wish is not None and wish.kind == "who":
        return (ctx.say(T("youth.who", emergency=ctx.profile.emergency)),)
    if case is not None and wish is not None and wish.kind == "withdraw":
        return wishes.wish(ctx.of(case), wish.function)
    changed = None if case is None else meeting.second_thoughts(ctx.of(case), text)
    if changed is not None:
        return changed
    said = answer_word(text)
    return _safe(ctx, text, case) if said is None else _late(ctx, said)


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
            body=lines(T("youth.wrote", code=ctx.case.code, who=withdrawal.who_is(ctx)), T("youth.quote", text=text)),
            urgency=Urgency.ALARM,
            # Their words are for the coordinator alone: kontoret hears that they wait
            elsewhere=T("youth.wrote_waits", code=ctx.case.code, who=withdrawal.who_is(ctx)),
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
    case, contact = _case(ctx), ctx.profile.contact
    told = ctx.say(T("youth.will_call", phone=contact.phone))
    if case is None:
        asked = T("youth.call_somebody", handle=ctx.sender.handle)
        return (told, Say(room_id=ctx.store.office.id, body=asked, urgency=Urgency.ALARM))
    asked = T("youth.call", code=case.code, who=withdrawal.who_is(ctx.of(case)))
    return (told, _alarm(ctx, case, asked))


@command(sv="rummet", en="room", needs=Duty.CHOOSE_PLACE, where=("page",))
def in_room(ctx: CaseCtx, args: NoArgs) -> Reply:
    """The youth chooses the group's room."""
    return _choose(ctx, "room")


@command(sv="egen sida", en="own page", needs=Duty.CHOOSE_PLACE, where=("page",))
def own_page(ctx: CaseCtx, args: NoArgs) -> Reply:
    """The youth chooses the own page only, and is out of the group's room at once."""
    return _choose(ctx, "page")


def _choose(ctx: CaseCtx, place: str) -> Reply:
    """The choice is the youth's and may be changed at any time ("conversations" 3)."""
    if ctx.case.youth_choice == place:
        return (ctx.say(T(f"youth.already_{place}")),)
    ctx.confirm(T(f"youth.choose_{place}"))
    ctx.store.save(rules.chosen(ctx.case, place))
    ctx.store.ask_again(ctx.sender)  # whoever had left the room is invited anew
    ctx.store.audit("case:youth:chose", place=place)
    told = T(f"youth.chose_{place}", code=ctx.case.code)
    is_open = place == "room" and ctx.case.state is State.ACTIVE and ctx.store.room.state == "open"
    now = T("youth.now_room_open" if is_open else f"youth.now_{place}")
    return (ctx.say(now), Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=told))


def _safe(ctx: UnitCtx, text: str, case: Case | None) -> Reply:
    """No human reads this at once: who can help, and whether it may be passed on."""
    adult = ctx.sender.role is Role.GUARDIAN
    band = ctx.profile.bands[-1 if adult else 0].id if case is None or adult else case.age_band
    line, contact = ctx.profile.help_line(band), ctx.profile.contact
    words = T(
        "youth.safe",
        emergency=ctx.profile.emergency,
        help_line=line.name if line.name == line.phone else f"{line.name}, {line.phone}",
        when=line.label(ctx.language),
    )
    if case is None:
        reach = T("help.contact_phone", phone=contact.phone)  # whose number it is would name what this is
        alarm = T("youth.not_an_answer_somebody", handle=ctx.sender.handle)
        return (ctx.say(lines(words, reach)), Say(room_id=ctx.store.office.id, body=alarm, urgency=Urgency.ALARM))
    ctx.store.keep(ctx.sender.id, text, ctx.now + ctx.kept_for)
    alarm = T("youth.not_an_answer", code=case.code, who=withdrawal.who_is(ctx.of(case)))
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
        _alarm(ctx, case, alarm),
    )


def _alarm(ctx: UnitCtx, case: Case, words: Text) -> Say:
    """To the case's coordinator; to kontoret as well, if the coordinator is not there to hear it."""
    page = ctx.store.page(case.coordinator_id)
    return Say(room_id=page.id, body=words, urgency=Urgency.ALARM, elsewhere=words)


def _late(ctx: UnitCtx, said: Answer) -> Reply:
    """A bare yes or no that answers nothing that is asked. A no still ends it ("Vilken gäller det?" "nej")."""
    if said is Answer.NO and ctx.store.cancel_questions(ctx.sender.id, ctx.room.id):
        return (ctx.say(T("youth.stays")),)
    if said is not Answer.NO and ctx.store.is_asked(ctx.sender.id, ctx.room.id, wishes.own.key):
        return (ctx.say(T("kit.yes_or_no")),)  # "absolut" is not plain enough for what has consequences
    asked = ctx.store.last_question(ctx.sender.id, ctx.room.id)
    if asked is not None and asked[0] == pass_on.key and said is Answer.YES:
        return (ctx.say(T("youth.gone")),)
    case = _case(ctx)
    if asked is not None and asked[0] == wishes.own.key and "function" not in asked[1] and case is not None:
        # "Whom do you not want?" is no question for a yes; it is asked again, in the same words
        return wishes.wish(ctx.of(case), None) if said is Answer.YES else (ctx.say(T("youth.stays")),)
    return (ctx.say(T("youth.nothing_asked")),)


def _case(ctx: UnitCtx) -> Case | None:
    """The one case the person is in, if it lives."""
    living = ctx.store.cases.of_person(ctx.sender.id)
    return living[0] if len(living) == 1 else None
