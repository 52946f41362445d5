"""A youth's (or guardian's) own page: their own words, understood or answered kindly, never met by a parser's error."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from bot.conversation import answers
from bot.conversation.arguments import Arg, Env
from bot.conversation.command import Args, Ask, CaseCtx, NoArgs, Reply, UnitCtx, command, replied
from bot.conversation.meeting_answers import can_come
from bot.conversation.youth import understood
from bot.errors import Refused
from bot.i18n import ZONE, T, Text, Words, lines
from bot.messages import React, Say, Urgency, Wordless
from bot.rules import case as rules
from bot.rules.audit import Action
from bot.rules.case import Case, State
from bot.rules.meeting import Answer
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind, RoomState
from bot.wording import names
from handlers import consultation
from handlers.meetings import answer
from handlers.youth import own_withdrawal as wishes
from storage.youth_words import MORE, TAKEN_BACK, Line

#: Bytes of a youth's words passed on in one message, as they stand in it: an event has room for this many twice (plain
#: and HTML) and encrypted.
LARGEST_PASSED_ON = 12_000


def free_words(ctx: UnitCtx, text: str) -> Reply:
    """Whatever is neither answer nor command. What is plainly a wish is asked about; all else gets the same safe words:
    the bot does not judge what is serious ("conversations" 5). A guest's words are a question for kontoret."""
    if ctx.sender.role is Role.GUEST:
        return consultation.hear(ctx, text)
    case = _case(ctx)
    send = answers.sends(text)
    if send is not None and case is not None:
        if not ctx.store.has_kept_words(ctx.sender.id):
            return (ctx.say(T("youth.nothing_kept")),)
        return replied(pass_on.run(ctx.of(case), PassOn(may=send)))
    wish = understood(text, ctx.profile.functions, ctx.language)
    if wish is not None and wish.kind == "stop":
        return replied(stop.run(ctx, NoArgs()))
    if wish is not None and wish.kind == "call":
        return replied(call_me.run(ctx, NoArgs()))
    if wish is not None and wish.kind == "thanks" and ctx.event_id is not None:
        return (React(room_id=ctx.room.id, event_id=ctx.event_id, key="👍"),)
    if wish is not None and wish.kind == "who":
        return (ctx.say(T("youth.who", emergency=ctx.profile.emergency)),)
    if case is not None and wish is not None and wish.kind == "withdraw":
        return wishes.wish(ctx.of(case), wish.function)
    if case is not None and wish is not None and wish.kind == "secret":
        if ctx.store.has_kept_words(ctx.sender.id):
            _keep(ctx, text)  # it must not be left out of what is passed on
        return wishes.secret(ctx.of(case), wish)
    changed = None if case is None else answer.hear(ctx.of(case), text)
    if changed is not None:
        return changed
    said = can_come(text)
    return _safe(ctx, text, case) if said is None else _late(ctx, said)


def unreadable(ctx: UnitCtx, what: str) -> Reply:
    """A message that has no words we read (``what``: a :class:`Wordless`), or whose key has not come (empty). From a
    youth or guardian it may be a cry for help, and is met as any words of theirs."""
    if not ctx.on_own_page:
        return (ctx.say(T("kit.wordless" if what else "kit.unreadable")),)
    told = {"": T("kit.unreadable"), Wordless.TAKEN_BACK: None}.get(what, T("youth.wordless"))
    return _safe(ctx, "", _case(ctx), what=Wordless(what) if what else Wordless.OTHER, told=told)


@dataclass(frozen=True)
class SendOrNot:
    """SKICKA or NEJ, or a plain yes or no with or without courtesy."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> bool:
        for found in (answers.sends(text), answers.yes_or_no(text)):
            if found is not None:
                return found
        if answers.forgets(text):
            return False
        raise Refused(T("youth.send_or_not"))


class PassOn(Args):
    """Whether what was written may be sent on."""

    may: Annotated[bool, Arg(reads=SendOrNot(), ask="youth.pass_on")]


@command(sv="skicka vidare", en="pass on", needs=Duty.SELF, evidence=False, hidden=True, where=(RoomKind.PAGE,))
def pass_on(ctx: CaseCtx, args: PassOn) -> Reply:
    """Send the coordinator what a youth wrote, all of it in order, if the youth says yes; forget it either way. What
    they were asked before stands again."""
    kept = ctx.store.take_kept_words(ctx.sender.id)
    ctx.store.close_offers(ctx.sender.id, ctx.room.id)
    if not args.may:
        return (ctx.say(T("youth.not_passed_on")), *_asked_again(ctx))
    written = [line for line in kept if line.kind not in (TAKEN_BACK, MORE)]
    if not written:
        return (ctx.say(T("youth.gone")), *_asked_again(ctx))
    ctx.store.audit(Action.YOUTH_PASSED_ON, lines=len(written))
    told = T("youth.passed_on", n=len(written))
    body = lines(told, T("youth.not_all") if any(line.kind == MORE for line in kept) else None)
    return (ctx.say(body), *_passed_on(ctx, kept), *_asked_again(ctx))


def _asked_again(ctx: CaseCtx) -> Reply:
    """Whom they do not want in it was asked before the offer, and a yes now would be to that: it is asked again."""
    waiting = [one for one in ctx.store.open_questions(ctx.sender.id, ctx.room.id) if one.command == wishes.own.key]
    if not waiting:
        return ()
    function = waiting[-1].words.get("function")
    return wishes.wish(ctx, None if function == wishes.ALL.id else function)


def _passed_on(ctx: CaseCtx, kept: Sequence[Line]) -> Iterator[Say]:
    """What a youth wrote, for the coordinator alone; in several messages where one has no room for it."""
    page, who = ctx.store.page(ctx.case.coordinator_id), names.of_writer(ctx)
    waits = T("youth.wrote_waits", code=ctx.case.code, who=who)  # what kontoret hears: their words are not for it
    shown: list[Text] = [T("youth.wrote", code=ctx.case.code, who=who)]
    room, time_shown = LARGEST_PASSED_ON, None
    for line, piece in _pieces(kept):
        if _size(piece) > room:
            yield Say(room_id=page.id, body=lines(*shown), urgency=Urgency.ALARM, elsewhere=waits)
            shown = [T("youth.wrote_more", code=ctx.case.code, who=who)]
            room, time_shown = LARGEST_PASSED_ON, None
        written_at = _written_at(ctx, line)
        if written_at is not None and written_at != time_shown:
            shown.append(written_at)
            time_shown = written_at
        if line.kind == "text":
            shown.append(T("youth.quote", text=Words(piece)))
        else:
            shown.append(T(f"youth.sent_{Wordless(line.kind)}"))
        room -= _size(piece)
    yield Say(room_id=page.id, body=lines(*shown), urgency=Urgency.ALARM, elsewhere=waits)


def _size(text: str) -> int:
    """Bytes of a text as it stands in a message: each line marked, and HTML written out."""
    return len(html.escape(text).replace("\n", "<br>» ").encode()) + 64


def _pieces(kept: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Each message with its text, cut where one of ours would have no room for it; empty for what had no words."""
    for line in kept:
        text = line.text
        while _size(text) > LARGEST_PASSED_ON:
            fits = len(text) * LARGEST_PASSED_ON // _size(text) * 9 // 10
            while _size(text[:fits]) > LARGEST_PASSED_ON:
                fits = fits * 9 // 10
            yield line, text[:fits]
            text = text[fits:]
        yield line, text


def _written_at(ctx: CaseCtx, line: Line) -> Text | None:
    """When a message was written, to the minute; with the day when that is not today."""
    if line.said_at is None:
        return None
    local = line.said_at.astimezone(ZONE).replace(second=0, microsecond=0)
    return T("youth.written_at", at=local.time() if local.date() == ctx.today else local)


@command(sv="stopp", en="stop", needs=Duty.STOP_REMINDERS, evidence=False, where=(RoomKind.PAGE,))
def stop(ctx: UnitCtx, args: NoArgs) -> Reply:
    """No more reminders. It means only that."""
    ctx.store.people.set_reminders(ctx.sender.id, False)
    return (ctx.say(T("youth.stopped")),)


@command(sv="starta", en="start", needs=Duty.STOP_REMINDERS, evidence=False, where=(RoomKind.PAGE,))
def start(ctx: UnitCtx, args: NoArgs) -> Reply:
    """Reminders again."""
    ctx.store.people.set_reminders(ctx.sender.id, True)
    return (ctx.say(T("youth.started")),)


@command(sv="ring mig", en="call me", needs=Duty.STOP_REMINDERS, evidence=False, where=(RoomKind.PAGE,))
def call_me(ctx: UnitCtx, args: NoArgs) -> Reply:
    """Ask the coordinator to ring."""
    case, contact = _case(ctx), ctx.profile.contact
    told = ctx.say(T("youth.will_call", phone=contact.phone))
    if case is None:
        asked = T("youth.call_somebody", handle=ctx.sender.handle)
        return (told, Say(room_id=ctx.store.office.id, body=asked, urgency=Urgency.ALARM))
    asked = T("youth.call", code=case.code, who=names.of_writer(ctx))
    return (told, _alarm(ctx, case, asked))


@command(sv="rummet", en="room", needs=Duty.CHOOSE_PLACE, where=(RoomKind.PAGE,))
def in_room(ctx: CaseCtx, args: NoArgs) -> Reply:
    """The youth chooses the group's room."""
    return _choose(ctx, "room")


@command(sv="egen sida", en="own page", needs=Duty.CHOOSE_PLACE, evidence=False, where=(RoomKind.PAGE,))
def own_page(ctx: CaseCtx, args: NoArgs) -> Reply:
    """The youth chooses the own page only, and is out of the group's room at once."""
    return _choose(ctx, "page")


def _choose(ctx: CaseCtx, place: str) -> Reply:
    """The choice is the youth's and may be changed at any time ("conversations" 3)."""
    if ctx.case.youth_choice == place:
        return (ctx.say(T(f"youth.already_{place}")),)
    ctx.confirm(T(f"youth.choose_{place}"))
    ctx.store.save(rules.with_youth_choice(ctx.case, place))
    ctx.store.invite_again(ctx.sender)  # whoever had left the room is invited anew
    ctx.store.audit(Action.CASE_YOUTH_CHOSE, place=place)
    told = T(f"youth.chose_{place}", code=ctx.case.code)
    is_open = place == "room" and ctx.case.state is State.ACTIVE and ctx.store.room.state is RoomState.OPEN
    now = T("youth.now_room_open" if is_open else f"youth.now_{place}")
    return (ctx.say(now), Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=told))


def _safe(
    ctx: UnitCtx, text: str, case: Case | None, *, what: Wordless | None = None, told: Text | None = None
) -> Reply:
    """No human reads this at once: who can help, and whether it may be passed on. ``told`` comes first."""
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
        unknown = T("youth.not_an_answer_somebody", handle=ctx.sender.handle)
        answer = ctx.say(lines(words, told, reach))
        return (answer, Say(room_id=ctx.store.office.id, body=unknown, urgency=Urgency.ALARM))
    alarm = _alarm(ctx, case, T("youth.not_an_answer", code=case.code, who=names.of_writer(ctx)))
    if what is Wordless.TAKEN_BACK and not ctx.store.has_kept_words(ctx.sender.id):
        return (ctx.say(lines(words, told)), alarm)  # there is nothing to offer
    whole = what is Wordless.TAKEN_BACK or _keep(ctx, text, what)
    offer = Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=lines(words, told, T("youth.pass_on" if whole else "youth.full")),
        command=pass_on.key,
        field="may",
        case_id=case.id,
        urgency=Urgency.ANSWER,
    )
    return (offer, alarm)


def _keep(ctx: UnitCtx, text: str, what: Wordless | None = None) -> bool:
    """Keep a message beside the earlier ones; returns False when there was no room for all of it."""
    return ctx.store.keep_words(
        ctx.sender.id,
        text,
        kind="text" if what is None else what,
        event_id=ctx.said_in,
        expires_at=ctx.now + ctx.kept_for,
    )


def _alarm(ctx: UnitCtx, case: Case, words: Text) -> Say:
    """To the case's coordinator; to kontoret as well, if the coordinator is not there to hear it."""
    page = ctx.store.page(case.coordinator_id)
    return Say(room_id=page.id, body=words, urgency=Urgency.ALARM, elsewhere=words)


def _late(ctx: UnitCtx, said: Answer) -> Reply:
    """A bare yes or no that answers nothing that is asked. A no still ends it ("Vilken gäller det?" "nej")."""
    if ctx.store.has_kept_words(ctx.sender.id):
        return (ctx.say(T("youth.send_or_not"), tag="beside"),)  # a reply to something else
    if said is Answer.NO and ctx.store.cancel_questions(ctx.sender.id, ctx.room.id):
        return (ctx.say(T("youth.stays")),)
    waiting = ctx.store.open_questions(ctx.sender.id, ctx.room.id)
    if said is not Answer.NO and waiting and waiting[-1].field in (None, "sure", "talk"):
        # "absolut" is not plain enough for what has consequences; the question still is what was asked last
        return (ctx.say(T("kit.yes_or_no"), tag="again"),)
    case = _case(ctx)
    if waiting and waiting[-1].command == wishes.own.key and "function" not in waiting[-1].words and case is not None:
        # "Whom do you not want?" is no question for a yes; it is asked again, in the same words
        return wishes.wish(ctx.of(case), None) if said is Answer.YES else (ctx.say(T("youth.stays")),)
    asked = ctx.store.last_question(ctx.sender.id, ctx.room.id)
    if asked is not None and asked.command == pass_on.key and said is Answer.YES:
        return (ctx.say(T("youth.gone")),)
    return (ctx.say(T("youth.nothing_asked")),)


def _case(ctx: UnitCtx) -> Case | None:
    """The one case the person is in, if it lives."""
    living = ctx.store.cases.of_person(ctx.sender.id)
    return living[0] if len(living) == 1 else None
