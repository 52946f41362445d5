"""A youth's (or guardian's) own page: their own words, understood or answered kindly, never met by a parser's
error."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.conversation.command import Ask, CaseCtx, Reply, UnitCtx
from bot.conversation.meeting_answers import can_come
from bot.conversation.youth import Intent, understood
from bot.i18n import T, Text, lines
from bot.messages import React, Say, Urgency, Wordless
from bot.rules.case import Case
from bot.rules.meeting import Answer
from bot.rules.roles import Role
from bot.services import choices, dialogue, own_withdrawal, youth_words
from bot.wording import names, youth
from bot.wording import own_withdrawal as withdrawal_words
from storage.question import OFFER, OWN_WITHDRAWAL

#: Answers what somebody wrote in their own words about the case they are in; None when it is not about its
#: subject.
Listener = Callable[[CaseCtx, str], Reply | None]


def answering(
    listeners: Sequence[Listener], guest_words: Callable[[UnitCtx, str], Reply]
) -> Callable[[UnitCtx, str], Reply]:
    """What answers words that are neither an answer nor a command.

    The ``listeners`` are tried in their order; ``guest_words`` takes all a guest writes.
    """

    def free_words(ctx: UnitCtx, text: str) -> Reply:
        """Ask about what is plainly a wish, and meet all else with the same safe words: the bot does not
        judge what is serious ("conversations" 5)."""
        if ctx.sender.role is Role.GUEST:
            return guest_words(ctx, text)
        case = ctx.store.cases.only_of_person(ctx.sender.id)
        reply = _take_plain_wish(ctx, text, case)
        if reply is not None:
            return reply
        if case is not None:
            in_case = ctx.of(case)
            for hear in listeners:
                reply = hear(in_case, text)
                if reply is not None:
                    return reply
        said = can_come(text)
        if said is not None:
            return _answer_late(ctx, said, case)
        return _meet(ctx, text, case)

    return free_words


def meet_unreadable(ctx: UnitCtx, what: str) -> Reply:
    """Answer a message without words the bot reads (``what``: a :class:`Wordless`), or whose key has not come
    (empty).

    From a youth or guardian it may be a cry for help, and is met as any words of theirs.
    """
    if not ctx.on_own_page:
        return (ctx.say(T("kit.wordless" if what else "kit.unreadable")),)
    case = ctx.store.cases.only_of_person(ctx.sender.id)
    if not what:
        return _meet(ctx, "", case, what=Wordless.OTHER, told=T("kit.unreadable"))
    wordless = Wordless(what)
    told = None if wordless is Wordless.TAKEN_BACK else T("youth.wordless")
    return _meet(ctx, "", case, what=wordless, told=told)


def _take_plain_wish(ctx: UnitCtx, text: str, case: Case | None) -> Reply | None:
    """Do or say at once what does not hang on a case; None when the words are no such wish."""
    wish = understood(text, ctx.profile.functions, ctx.language)
    if wish is None:
        return None
    match wish.kind:
        case Intent.STOP_REMINDERS:
            choices.stop_reminders(ctx.store, ctx.sender.id)
            return (ctx.say(T("youth.stopped")),)
        case Intent.CALL_ME:
            return youth.call_back(ctx, case)
        case Intent.THANKS if ctx.event_id is not None:
            return (React(room_id=ctx.room.id, event_id=ctx.event_id, key="👍"),)
        case Intent.ARE_YOU_HUMAN | Intent.WHAT_IS_THIS | Intent.GREETING:
            return (ctx.say(T("youth.who", emergency=ctx.profile.emergency)),)
        case _:
            return None


def _meet(
    ctx: UnitCtx, text: str, case: Case | None, *, what: Wordless | None = None, told: Text | None = None
) -> Reply:
    """Meet words that nothing understands: who can help at once, since no human reads this now, and the offer
    to pass it on. ``told`` is said first."""
    words = _who_helps(ctx, case)
    if case is None:
        # whose number it is would name what this is
        reach = T("help.contact_phone", phone=ctx.profile.contact.phone)
        unknown = T("youth.not_an_answer_somebody", handle=ctx.sender.handle)
        answer = ctx.say(lines(words, told, reach))
        return (answer, Say(room_id=ctx.store.office.id, body=unknown, urgency=Urgency.ALARM))
    alarm = youth.alarm(ctx, case, T("youth.not_an_answer", code=case.code, who=names.of_writer(ctx)))
    is_kept_whole = True
    if what is Wordless.TAKEN_BACK:
        if not ctx.store.has_kept_words(ctx.sender.id):
            return (ctx.say(lines(words, told)), alarm)  # there is nothing to offer
    else:
        until = ctx.now + ctx.kept_for
        is_kept_whole = youth_words.keep(
            ctx.store, ctx.sender.id, text, what, event_id=ctx.said_in, until=until
        )
    offer = Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=lines(words, told, T("youth.pass_on" if is_kept_whole else "youth.full")),
        command=OFFER,
        field="may",
        case_id=case.id,
        urgency=Urgency.ANSWER,
    )
    return (offer, alarm)


def _who_helps(ctx: UnitCtx, case: Case | None) -> Text:
    """Who answers now: the emergency number, and the help line for that age."""
    if ctx.sender.role is Role.GUARDIAN:
        band = ctx.profile.bands[-1].id
    else:
        band = ctx.profile.bands[0].id if case is None else case.age_band
    line = ctx.profile.help_line(band)
    return T(
        "youth.safe",
        emergency=ctx.profile.emergency,
        help_line=line.name if line.name == line.phone else f"{line.name}, {line.phone}",
        when=line.label(ctx.language),
    )


def _answer_late(ctx: UnitCtx, said: Answer, case: Case | None) -> Reply:
    """Answer a bare yes or no to nothing that is asked. A no still ends it ("Vilken gäller det?" "nej")."""
    if ctx.store.has_kept_words(ctx.sender.id):
        return (ctx.say(T("youth.send_or_not"), tag="beside"),)  # a reply to something else
    if said is Answer.NO and dialogue.cancel(ctx.store, ctx.sender, ctx.room):
        return (ctx.say(T("youth.stays")),)
    waiting = ctx.store.open_questions(ctx.sender.id, ctx.room.id)
    newest = waiting[-1] if waiting else None
    if newest is not None and said is not Answer.NO and newest.field in (None, "sure", "talk"):
        # "absolut" is not plain enough for what has consequences; the question still is what was asked last
        return (ctx.say(T("kit.yes_or_no"), tag="again"),)
    if (
        newest is not None
        and newest.command == OWN_WITHDRAWAL
        and "function" not in newest.words
        and case is not None
    ):
        if said is not Answer.YES:
            return (ctx.say(T("youth.stays")),)
        # "Whom do you not want?" is no question for a yes; it is asked again, in the same words
        in_case = ctx.of(case)
        course = own_withdrawal.take_wish(in_case.store, None, by=ctx.sender.id)
        return withdrawal_words.reply_to_wish(in_case, None, course)
    asked = ctx.store.last_question(ctx.sender.id, ctx.room.id)
    if asked is not None and asked.command == OFFER and said is Answer.YES:
        return (ctx.say(T("youth.gone")),)
    return (ctx.say(T("youth.nothing_asked")),)
