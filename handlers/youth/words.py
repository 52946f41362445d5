"""A youth's (or guardian's) own page: their own words, understood or answered kindly, never met by a parser's
error."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from bot.conversation import answers, own_page
from bot.conversation.answers import Weight
from bot.conversation.command import Ask, CaseCtx, Effect, Reply, UnitCtx
from bot.conversation.meeting_answers import can_come
from bot.conversation.youth import Asked, Intent, Wish, understood_all
from bot.errors import Refused, Unclear
from bot.i18n import LANGUAGES, T, Text, lines
from bot.messages import React, Say, Urgency, Wordless
from bot.rules import when
from bot.rules.case import Case
from bot.rules.meeting import Answer
from bot.rules.profile import LEAD
from bot.rules.reminder import LONGEST_REST, Reminding
from bot.rules.roles import Role
from bot.rules.youth_alarm import TEXT
from bot.services import choices, dialogue, just_said, own_withdrawal, reminder, youth_words
from bot.wording import closed, ordinary, youth
from bot.wording import own_withdrawal as withdrawal_words
from storage.question import MEETING_ANSWER, OFFER, OWN_WITHDRAWAL, SUGGEST_TIME

#: Takes words as they stand, whatever they plainly say; None when they are not for it.
Decider = Callable[[CaseCtx, str], Reply | None]

#: Answers a wish that somebody's words plainly say about the case they are in, with the words; None when it is not
#: about its subject.
Listener = Callable[[CaseCtx, Wish, str], Reply | None]

#: Decides whether the words that are kept are passed on.
OfferDecider = Callable[[CaseCtx, bool], Reply]

#: What the open question is about, by its command; any other is just another question.
_ABOUT = MappingProxyType({MEETING_ANSWER: Asked.MEETING, SUGGEST_TIME: Asked.TIME, OFFER: Asked.OFFER})

#: The tag of the question whether "ta bort mig" is said of the group, or of life.
GROUP_OR_YOU = "group_or_you"

#: So long "GRUPPEN" answers it.
_LASTS = timedelta(days=1)

#: What a yes or no in plain words says of the time that was asked about.
_SAID = MappingProxyType({Intent.YES: Answer.YES, Intent.NO: Answer.NO, Intent.MAYBE: Answer.MAYBE})

#: What needs no words in return, by the sign that answers it.
_SIGNS: Mapping[Intent, str] = MappingProxyType(
    {
        Intent.THANKS: "👍",
        Intent.FINE: "👍",
        Intent.LAUGHTER: "😄",
        Intent.EMOJI: "🙂",
        Intent.PRACTICAL: "👍",
    }
)


#: When somebody is reminded who says so, and what they are told they are promised.
_REMINDING: Mapping[Intent, Reminding] = MappingProxyType(
    {
        Intent.REMIND_USUALLY: Reminding.USUAL,
        Intent.REMIND_EVENING: Reminding.EVENING,
        Intent.REMIND_MORNING: Reminding.MORNING,
        Intent.REMIND_TWO_HOURS: Reminding.TWO_HOURS,
        Intent.REMIND_ONE_HOUR: Reminding.ONE_HOUR,
    }
)
_MORNINGS = frozenset({"på morgonen", "samma morgon", "in the morning", "på morgonen samma dag"})
_REMINDED: Mapping[Reminding, str] = MappingProxyType(
    {
        Reminding.USUAL: "youth.reminds_usually",
        Reminding.EVENING: "youth.reminds_evening",
        Reminding.MORNING: "youth.reminds_morning",
        Reminding.TWO_HOURS: "youth.reminds_two_hours",
        Reminding.ONE_HOUR: "youth.reminds_one_hour",
    }
)


def answering(
    listeners: Sequence[Listener],
    *,
    deciders: Sequence[Decider],
    decide_offer: OfferDecider,
    clear: Callable[[UnitCtx], Reply],
    late: Decider,
    guest_words: Callable[[UnitCtx, str], Reply],
) -> Callable[[UnitCtx, str], Reply]:
    """What answers words that are neither an answer to what is asked nor a command.

    In this order: ``deciders`` take what decides about the words that are kept, ``decide_offer`` what plainly answers
    the offer to pass them on; ``listeners`` answer what is wholly
    ordinary, and ``clear`` takes away what the bot has said; ``late`` hears answers about a meeting that come when
    nothing is asked any more; all else is met with the safe words. ``guest_words`` takes all a guest writes.
    """

    def free_words(ctx: UnitCtx, text: str) -> Reply:
        """Answer what is plainly ordinary, and meet all else with the same safe words: the bot does not judge
        what is serious ("conversations" 5)."""
        if ctx.sender.role is Role.GUEST:
            return guest_words(ctx, text)
        case = ctx.store.cases.only_of_person(ctx.sender.id)
        in_case = None if case is None else ctx.of(case)
        decided = None if in_case is None else _first(deciders, in_case, text)
        if decided is not None:
            return decided
        asked = _asked(ctx)
        wishes = _group_meant(ctx, text) or _wishes(ctx, in_case, text, asked)
        if in_case is not None and asked is Asked.OFFER:
            settled = _answer_offer(in_case, wishes, decide_offer)
            if settled is not None:
                return settled
            # A yes or no beside other words is no plain answer to the offer, and to nothing else either
            wishes = tuple(wish for wish in wishes if wish.kind not in (Intent.YES, Intent.NO))
        if ctx.store.has_just_cried(ctx.sender.id) and not _stands_alone(wishes, text):
            return _meet_beside(ctx, text, case, wishes)
        if [wish.kind for wish in wishes] == [Intent.CLEAR_AWAY]:
            return clear(ctx)
        ordinary_reply = _answer_all(ctx, in_case, wishes, text, listeners)
        if ordinary_reply is not None:
            return ordinary.with_safe_words(ctx, case, ordinary_reply)
        if in_case is not None:
            heard = late(in_case, text)
            if heard is not None:
                return heard
        said = _late_answer(text, wishes)
        if said is not None:
            return _answer_late(ctx, said, case)
        return _meet_beside(ctx, text, case, wishes)

    return free_words


def _late_answer(text: str, wishes: Sequence[Wish]) -> Answer | None:
    """A yes, no or perhaps to nothing that is asked. "Kan inte" is none: without a question it may be said of
    life."""
    short = answers.read(text)
    if short is not None and short.weight is Weight.COMING and short.meaning is answers.Meaning.NO:
        return None
    return can_come(text) or next((_SAID[wish.kind] for wish in wishes if wish.kind in _SAID), None)


def _first(deciders: Sequence[Decider], ctx: CaseCtx, text: str) -> Reply | None:
    """What the first of them says who takes these words."""
    for decide in deciders:
        reply = decide(ctx, text)
        if reply is not None:
            return reply
    return None


def _group_meant(ctx: UnitCtx, text: str) -> tuple[Wish, ...]:
    """That "ta bort mig" was said of the group, when that has been asked; nothing otherwise."""
    if answers.named(text) != ("group", None):
        return ()
    is_asked = ctx.store.was_said_since(ctx.room, GROUP_OR_YOU, ctx.now - _LASTS)
    return (Wish(kind=Intent.OUT),) if is_asked else ()


def _wishes(ctx: UnitCtx, in_case: CaseCtx | None, text: str, asked: Asked | None) -> tuple[Wish, ...]:
    """What somebody's words plainly say; nothing when any of them is more."""
    found = understood_all(text, ctx.profile.functions, ctx.language, people=_people(in_case), asked=asked)
    return tuple(_of_coordinator(_in_the_morning(wish)) for wish in found)


def _in_the_morning(wish: Wish) -> Wish:
    """ "Påminn mig på morgonen" says when, and not only that."""
    if wish.kind is Intent.START_REMINDERS and wish.when in _MORNINGS:
        return replace(wish, kind=Intent.REMIND_MORNING, when="")
    return wish


def _of_coordinator(wish: Wish) -> Wish:
    """Who does not want the coordinator in it wants another: no consent lets them in, so none puts them out."""
    if wish.function == LEAD and wish.kind in (Intent.OUT, Intent.NOT_AT_MEETING):
        return replace(wish, kind=Intent.OTHER_COORDINATOR, function=None)
    return wish


def _people(in_case: CaseCtx | None) -> Mapping[str, str]:
    """Those who take part in the case by their names, with what they stand for; and its coordinator."""
    if in_case is None:
        return {}
    facts = in_case.facts
    found = {facts.person(actor.person_id).name.casefold(): actor.function for actor in facts.actors}
    return {in_case.reader.name.casefold(): LEAD, **found}


def _asked(ctx: UnitCtx) -> Asked | None:
    """What the question is about that is open to the writer: the last one."""
    waiting = ctx.store.open_questions(ctx.sender.id, ctx.room.id)
    return _ABOUT.get(waiting[-1].command, Asked.OTHER) if waiting else None


def _answer_offer(ctx: CaseCtx, wishes: Sequence[Wish], decide: OfferDecider) -> Reply | None:
    """What is plainly a yes or a no to the offer to pass words on decides about them. What is about the offer, and
    neither, is told how it is; nothing is passed on. None for any other words."""
    match {wish.kind for wish in wishes}:
        case kinds if kinds == {Intent.YES}:
            return decide(ctx, True)
        case kinds if kinds == {Intent.NO}:
            return decide(ctx, False)
        case kinds if kinds and kinds <= {Intent.YES, Intent.NO, Intent.MAYBE}:
            return (ctx.say(lines(T("youth.about_offer"), youth.offer(ctx)), tag="beside"),)
        case _:
            return None


# -------------------------------------------------------------------------------------------------- ordinary words


def _answer_all(
    ctx: UnitCtx,
    in_case: CaseCtx | None,
    wishes: Sequence[Wish],
    text: str,
    listeners: Sequence[Listener],
) -> Reply | None:
    """The answers to all that a message says; None when one of its wishes has none, so that nothing is done by
    half."""
    if any(wish.alarmed or wish.kind is Intent.REMOVE_ME for wish in wishes):
        return None
    found: list[Effect] = []
    for wish in _apart_from_courtesy(wishes):
        reply = _answer(ctx, in_case, wish, text, listeners)
        if reply is None:
            return None
        found += reply
    return tuple(found) if wishes else None


def _apart_from_courtesy(wishes: Sequence[Wish]) -> Sequence[Wish]:
    """What is to be answered: a greeting or thanks beside a question needs no answer of its own."""
    courtesy = {Intent.GREETING, *_SIGNS}
    said = [wish for wish in wishes if wish.kind not in courtesy]
    return said or wishes[:1]


def _answer(
    ctx: UnitCtx, in_case: CaseCtx | None, wish: Wish, text: str, listeners: Sequence[Listener]
) -> Reply | None:
    case = None if in_case is None else in_case.case
    reply = _answer_anybody(ctx, case, wish, text)
    if reply is not None:
        return reply
    if in_case is None:
        # Whose page it is, and what it was about, is known to nobody here
        return (ordinary.answer(ctx, T("ordinary.no_case")),) if wish.kind in _OF_CASE else None
    if wish.kind is Intent.ASK_ABOUT:
        return (_offer_to_ask(in_case, text),)
    for hear in listeners:
        reply = hear(in_case, wish, text)
        if reply is not None:
            return reply
    return None


def _offer_to_ask(ctx: CaseCtx, text: str) -> Ask:
    """The offer to have the coordinator read a practical question, which only a human being can answer."""
    until = ctx.now + ctx.kept_for
    is_kept_whole = youth_words.keep(ctx.store, ctx.sender.id, text, None, event_id=ctx.said_in, until=until)
    said = T("ordinary.asks_a_human", emergency=ctx.profile.emergency)
    return youth.offer_quietly(ctx, said, is_kept_whole=is_kept_whole)


#: What is asked about a case.
_OF_CASE = frozenset(
    {
        Intent.WHEN,
        Intent.WHERE,
        Intent.HOW_LONG,
        Intent.WHO_COMES,
        Intent.WHO_READS,
        Intent.WHAT_IS_THIS,
        Intent.COORDINATOR,
        Intent.MY_TASKS,
        Intent.MY_RIGHTS,
        Intent.WHAT_IS_KEPT,
        Intent.MAY_I_BRING,
    }
)


def _answer_anybody(ctx: UnitCtx, case: Case | None, wish: Wish, text: str) -> Reply | None:
    """Do or say at once what does not hang on a case; None when the words are no such wish."""
    match wish.kind:
        case Intent.STOP_REMINDERS:
            choices.stop_reminders(ctx.store, ctx.sender.id)
            return (ctx.say(T("youth.stopped"), quiet=True),)
        case Intent.START_REMINDERS:
            choices.start_reminders(ctx.store, ctx.sender.id)
            return (ctx.say(T("youth.started"), quiet=True),)
        case Intent.REST_REMINDERS:
            return (_rest(ctx, wish),)
        case _ if wish.kind in _REMINDING:
            return (_remind(ctx, wish),)
        case Intent.CALL_ME:
            return youth.call_back(ctx, case)
        case Intent.ARE_YOU_HUMAN:
            return (ordinary.answer(ctx, T("youth.who", emergency=ctx.profile.emergency)),)
        case Intent.MENU:
            return (ordinary.menu(ctx),)
        case Intent.GREETING:
            return (ordinary.answer(ctx, T("ordinary.hello")),)
        case Intent.LANGUAGE:
            return (_speak(ctx, wish),)
        case _ if wish.kind in _SIGNS:
            return _sign(ctx, wish, text)
        case _:
            return None


def _remind(ctx: UnitCtx, wish: Wish) -> Say:
    """Remind a youth as they want it; others are reminded by day alone, and have nothing to choose."""
    how = _REMINDING[wish.kind]
    if ctx.sender.role is not Role.YOUTH:
        return ctx.say(T("youth.reminds_by_day"), quiet=True)
    reminder.choose(ctx.store, ctx.sender.id, how)
    return ctx.say(T(_REMINDED[how]), quiet=True)


def _rest(ctx: UnitCtx, wish: Wish) -> Say:
    """Have reminders rest until a day that is said; nothing rests that was not understood."""
    if not wish.when:
        return ctx.say(T("youth.rest_until_when"), quiet=True)
    until = _day_after(ctx, wish.when)
    if until is None:
        return ctx.say(T("youth.rest_until_when"), quiet=True)
    if (until - ctx.today).days > LONGEST_REST:
        return ctx.say(T("youth.rest_too_long"), quiet=True)
    reminder.rest(ctx.store, ctx.sender.id, until)
    return ctx.say(T("youth.rests", day=until), quiet=True)


def _day_after(ctx: UnitCtx, said: str) -> date | None:
    """The day after today that words mean. Of several the first: "till nästa vecka" is until its Monday, and "till
    måndag", on a Monday, until the next."""
    breaks = ctx.profile.school_breaks
    try:
        try:
            found = when.parse_span(said, ctx.today, breaks=breaks).first
        except Unclear:
            found = when.parse_span(said, ctx.today + timedelta(days=1), breaks=breaks).first
    except Refused:
        return None
    return found if found > ctx.today else None


def _speak(ctx: UnitCtx, wish: Wish) -> Say:
    """Speak another language from now on, if it is one of the bot's."""
    language = next((known for known in LANGUAGES if known == wish.said), None)
    if language is None:
        return ordinary.answer(ctx, T("ordinary.other_language"))
    choices.set_language(ctx.store, replace(ctx.sender, language=language))
    return ordinary.answer(ctx, T("help.language_sv" if language == "sv" else "help.language_en"))


def _sign(ctx: UnitCtx, wish: Wish, text: str) -> Reply | None:
    """A sign in return, which disturbs nobody. None for a plain yes, which may be a late one; and while words are
    kept, "ok" may be meant for them: that is asked."""
    if ctx.event_id is None:
        return None
    short = answers.read(text)
    if short is not None and short.meaning is answers.Meaning.YES and short.weight is Weight.PLAIN:
        return None
    if wish.kind is Intent.FINE and ctx.store.has_kept_words(ctx.sender.id):
        return None
    return (React(room_id=ctx.room.id, event_id=ctx.event_id, key=_SIGNS[wish.kind]),)


# -------------------------------------------------------------------------------------------------- no ordinary words


def _stands_alone(wishes: Sequence[Wish], text: str) -> bool:
    """Whether words just behind a cry are what they are all the same: a call to be rung, an answer to what the bot
    has asked, and that it takes its own words away."""
    alone = {Intent.CALL_ME, Intent.CLEAR_AWAY, Intent.YES, Intent.NO}
    return own_page.is_bare_answer(text) or (bool(wishes) and all(wish.kind in alone for wish in wishes))


def _meet_beside(ctx: UnitCtx, text: str, case: Case | None, wishes: Sequence[Wish]) -> Reply:
    """Meet words with the safe words, and do beside it what they plainly ask for as well: STOPP! ends reminders,
    and "ta bort mig" is asked about."""
    told: Text | None = None
    asked: Reply = ()
    for wish in wishes:
        if wish.kind is Intent.STOP_REMINDERS:
            choices.stop_reminders(ctx.store, ctx.sender.id)
            told = T("youth.stopped")
        if wish.kind is Intent.REMOVE_ME:
            asked = (ctx.say(T("youth.group_or_you"), tag=GROUP_OR_YOU),)
    return (*asked, *_meet(ctx, text, case, told=told))


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
    kind, _, place = what.partition(" ")
    wordless = Wordless(kind)
    if wordless is Wordless.LOCATION and place:
        return _meet(ctx, place, case, what=wordless, told=T("youth.place_heard"))
    told = None if wordless is Wordless.TAKEN_BACK else T("youth.wordless")
    return _meet(ctx, "", case, what=wordless, told=told)


def _meet(
    ctx: UnitCtx, text: str, case: Case | None, *, what: Wordless | None = None, told: Text | None = None
) -> Reply:
    """Meet words that nothing understands: who can help at once, since no human reads this now, and the offer
    to pass it on. ``told`` is said first."""
    words = ordinary.who_helps(ctx, case)
    until = ctx.now + ctx.kept_for
    is_over = case is None and closed.is_over(ctx)
    if ctx.said_in is not None and not is_over:
        # What came in the same breath: whoever reads the one is to read the other
        just_said.take_cry(ctx.store, ctx.sender.id, ctx.said_in, keep_until=None if case is None else until)
    if is_over:
        return (ctx.say(lines(words, told, closed.nobody_reads(ctx)), tag=ordinary.SAFE),)
    if case is None:
        # whose number it is would name what this is
        reach = T("help.contact_phone", phone=ctx.profile.contact.phone)
        answer = ctx.say(lines(words, told, reach), tag=ordinary.SAFE)
        return (answer, *youth.raised(ctx, TEXT if what is None else str(what), case))
    alarm = youth.raised(ctx, TEXT if what is None else str(what), case)
    body = lines(told, T("youth.unread"), youth.who_may_open_too(ctx))
    is_kept_whole = True
    if what is Wordless.TAKEN_BACK:
        if not ctx.store.has_kept_words(ctx.sender.id):
            return (ctx.say(lines(words, told), tag=ordinary.SAFE), *alarm)  # there is nothing to offer
    else:
        is_kept_whole = youth_words.keep(
            ctx.store, ctx.sender.id, text, what, event_id=ctx.said_in, until=until
        )
    offer = Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=lines(words, body, youth.offer(ctx) if is_kept_whole else T("youth.full")),
        command=OFFER,
        field="may",
        case_id=case.id,
        urgency=Urgency.ANSWER,
        tag=ordinary.SAFE,
    )
    return (offer, *alarm)


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
    if said is Answer.YES and ctx.store.has_declined_words(ctx.sender.id):
        return (ctx.say(T("youth.still_can_send")),)
    asked = ctx.store.last_question(ctx.sender.id, ctx.room.id)
    if asked is not None and asked.command == OFFER and said is Answer.YES:
        return (ctx.say(T("youth.gone")),)
    return (ctx.say(T("youth.nothing_asked")),)
