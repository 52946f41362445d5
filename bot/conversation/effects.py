"""Turns a handler's reply into rows: the outbox's, rendered in the reader's language, and open questions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation import hearing
from bot.conversation.command import Ask, CaseCtx, Effect, UnitCtx
from bot.conversation.contexts import BOT
from bot.delivery import budget as spent
from bot.i18n import ZONE, Items, Language, Lines, Rendered, Text, render
from bot.logs import get_logger
from bot.messages import Attach, Edit, Offer, Pin, React, Redact, Say, Takes, Urgency
from bot.rules import budget, ground, lock_screen
from bot.rules.person import Person
from bot.rules.roles import OWN_WORDS
from storage import asked_in_room, fading, near, outage, outbox, question
from storage import room as rooms
from storage.body import (
    AttachBody,
    Body,
    EditBody,
    Part,
    PinBody,
    ReactBody,
    RedactBody,
    Rest,
    SayBody,
    Wording,
)

log = get_logger(__name__)

#: The most emoji that the bot puts on a message of its own.
MOST_OFFERED = 3


class Effects:
    """Writes effects as rows, in the unit that is open."""

    def __init__(self, language_of: Callable[[str], Language], question_lasts: timedelta) -> None:
        self._language_of = language_of
        self._question_lasts = question_lasts

    def write(self, session: Session, ctx: UnitCtx, reply: Iterable[Effect]) -> None:
        """Write every effect of a reply, in order."""
        for effect in reply:
            self._write(session, ctx, _where_heard(ctx, effect))

    def _write(self, session: Session, ctx: UnitCtx, effect: Effect) -> None:
        match effect:
            case Say():
                self._say(session, ctx, effect)
            case Ask():
                self._ask(session, ctx, effect)
            case Edit():
                self._edit(session, ctx, effect)
            case React():
                self._put(session, ctx, effect.room_id, ReactBody(event_id=effect.event_id, key=effect.key))
            case Offer():
                self._offer(session, ctx, effect)
            case Redact():
                self._put(session, ctx, effect.room_id, RedactBody(event_id=effect.event_id))
            case Pin():
                self._put(session, ctx, effect.room_id, PinBody(tag=effect.tag))
            case Attach():
                self._attach(session, ctx, effect)

    def _attach(self, session: Session, ctx: UnitCtx, attach: Attach) -> None:
        """Queue a file, which is made when it is delivered."""
        language = self._language(session, ctx, attach.room_id)
        caption = None
        if attach.caption is not None:
            rendered = render(attach.caption, language, today=ctx.today)
            caption = Wording(plain=rendered.plain, html=rendered.html)
        body = AttachBody(
            room_id=attach.room_id,
            name=attach.name,
            mime=attach.mime,
            make=attach.make,
            about=attach.about,
            language=language,
            caption=caption,
            size=attach.size,
        )
        self._put(session, ctx, attach.room_id, body)

    def _say(self, session: Session, ctx: UnitCtx, say: Say) -> int | None:
        """Queue a message; returns the number of its row, or None when the message budget is used up."""
        disturbed = _disturbed(ctx, say)
        tag = say.tag
        if disturbed and _may_go_with_others(say):
            tag = f"together:{say.person_id}"
            added = outbox.append(session, say.room_id, tag, self._body(session, ctx, say), ctx.now)
            if added is not None:
                return added  # what waits already goes out as soon as anything may
        not_before = self._when(session, ctx, say)
        if not_before is None:
            log.info("effects.over_budget", urgency=str(say.urgency))
        if not_before is None or (say.until is not None and not_before >= say.until.at):
            if say.until is not None:
                outage.note_missed(session, ctx.unit_id, say.until, ctx.now)
            return None
        if not_before <= ctx.now:
            tag = say.tag
        if not say.quiet and not lock_screen.may_show(say.body) and _is_near_youth(session, say.room_id):
            if say.urgency is not Urgency.ANSWER and rooms.get(session, say.room_id).person_id is not None:
                log.error("effects.not_for_lock_screen", which=_first_key(say.body))
            self._say_news(session, ctx, say, not_before, disturbed)
            disturbed = frozenset()
            say = replace(say, quiet=True, mentions=())
        body = self._body(session, ctx, say)
        outbox_id = self._put(
            session,
            ctx,
            say.room_id,
            body,
            tag=fading.FADES if say.fades else tag,
            person_id=say.person_id,
            urgency=say.urgency,
            not_before=not_before,
        )
        outbox.disturb(session, outbox_id, disturbed)
        if say.fades:
            fading.plan(session, rooms.get(session, say.room_id), ctx.now)
        for asked in (say.asks,) if isinstance(say.asks, str) else say.asks:
            self._listen(session, ctx, say.room_id, asked, outbox_id, tag=say.tag, takes=say.takes)
        return outbox_id

    def _body(self, session: Session, ctx: UnitCtx, say: Say) -> SayBody:
        """A message as it is sent: in the language of its room, with those whom it mentions."""
        language = self._language(session, ctx, say.room_id, to_all=say.to_all)
        rendered = _with_words_below(render(say.body, language, today=ctx.today), say.then)
        mentions = [ctx.store.people.get(person_id).matrix_id for person_id in say.mentions]
        elsewhere = None
        if say.elsewhere is not None:
            in_office = render(say.elsewhere, self._language_of(ctx.unit_id), today=ctx.today)
            elsewhere = Wording(plain=in_office.plain, html=in_office.html)
        thread = ctx.thread if say.room_id == ctx.room.id else None
        body = SayBody(
            plain=rendered.plain,
            html=rendered.html,
            quiet=say.quiet,
            mentions=tuple(user for user in mentions if user),
            reply_to=say.reply_to or (None if thread is None else ctx.event_id),
            elsewhere=elsewhere,
            thread=thread,
            replies=say.reply_to is not None or thread is None,
            until=say.until,
        )
        return _resting(session, ctx, say, body)

    def _say_news(
        self, session: Session, ctx: UnitCtx, say: Say, not_before: datetime, disturbed: frozenset[str]
    ) -> None:
        """In a room, let that something has come notify those who are to hear of it, in place of the message."""
        news = say.news or (lock_screen.NEWS if say.mentions else None)
        if news is None:
            return
        mentioned_ids = " ".join(sorted(say.mentions))
        tag = f"news:{news.key}:{hashlib.sha256(mentioned_ids.encode()).hexdigest()[:16]}"
        if outbox.is_queued(session, say.room_id, tag):
            return  # several tasks at once are one piece of news
        language = self._language(session, ctx, say.room_id, to_all=True)
        rendered = render(news, language, today=ctx.today)
        mentioned = [ctx.store.people.get(person_id).matrix_id for person_id in say.mentions]
        body = SayBody(
            plain=rendered.plain, html=rendered.html, mentions=tuple(user for user in mentioned if user)
        )
        row_id = self._put(
            session,
            ctx,
            say.room_id,
            _resting(session, ctx, say, body),
            tag=tag,
            urgency=say.urgency,
            not_before=not_before,
        )
        outbox.disturb(session, row_id, disturbed)

    def _listen(
        self,
        session: Session,
        ctx: UnitCtx,
        room_id: str,
        person_id: str,
        outbox_id: int,
        *,
        tag: str | None,
        takes: Takes,
    ) -> None:
        """Where people talk with each other, let somebody's next words answer a question without a reply."""
        if rooms.get(session, room_id).kind.of_case:
            until = ctx.now + self._question_lasts
            asked_in_room.listen(
                session, room_id, person_id, outbox_id=outbox_id, tag=tag, takes=takes, until=until
            )

    def _offer(self, session: Session, ctx: UnitCtx, offer: Offer) -> None:
        """Queue the emoji that are offered on a message, unless nothing may be tapped in its room."""
        room = rooms.get(session, offer.room_id)
        owner = None if room.person_id is None else ctx.store.people.get(room.person_id)
        is_closed = owner is not None and owner.role in OWN_WORDS
        keys = () if is_closed or not ctx.profile.offer_taps else offer.keys[:MOST_OFFERED]
        outbox.put_seeds(session, room, offer.tag, keys, now=ctx.now)

    def _edit(self, session: Session, ctx: UnitCtx, edit: Edit) -> None:
        """Queue other words for a message; where there is no message of that tag, they become one."""
        if rooms.get(session, edit.room_id).listens:
            asked_in_room.forget_tag(session, edit.room_id, edit.tag, but=edit.still_asks)
        is_shown = outbox.shown_event(session, edit.room_id, edit.tag) is not None
        if not is_shown and not outbox.is_queued(session, edit.room_id, edit.tag):
            self._say(
                session, ctx, Say(room_id=edit.room_id, body=edit.body, tag=edit.tag, quiet=True, to_all=True)
            )
            return
        rendered = render(edit.body, self._language(session, ctx, edit.room_id, to_all=True), today=ctx.today)
        body = EditBody(plain=rendered.plain, html=rendered.html)
        is_page = rooms.get(session, edit.room_id).person_id is not None
        if is_page and outbox.reword(session, edit.room_id, edit.tag, body, ctx.now):
            return  # it waits for the morning, and says by then what is true
        self._put(session, ctx, edit.room_id, body, tag=edit.tag)

    def _ask(self, session: Session, ctx: UnitCtx, ask: Ask) -> None:
        """Queue a question's message and store the question; neither when the message budget is used up."""
        asker = ask.person_id or ctx.sender.id
        if ask.person_id is None:
            question.close_same_command(session, asker, ask.command, ask.case_id, dict(ask.given))
        message = Say(
            room_id=ask.room_id,
            body=ask.body,
            urgency=ask.urgency,
            tag=ask.tag,
            quiet=ask.quiet,
            reply_to=ask.reply_to,
            mentions=ask.mentions,
            person_id=asker,
            until=ask.until,
        )
        outbox_id = self._say(session, ctx, message)
        if outbox_id is None:
            return
        question.ask(
            session,
            rooms.get(session, ask.room_id),
            person_id=ask.person_id,
            asker=asker,
            command=ask.command,
            words=dict(ask.given),
            agreed=ask.agreed,
            field=ask.field,
            digest=ask.digest,
            case_id=ask.case_id,
            outbox_id=outbox_id,
            now=ctx.now,
            event_id=ask.since or ctx.said_in,
            lasts=self._lasts(ask),
        )
        if ask.takes is not None and ask.person_id is not None:
            self._listen(session, ctx, ask.room_id, ask.person_id, outbox_id, tag=ask.tag, takes=ask.takes)

    def _lasts(self, ask: Ask) -> timedelta:
        """How long an answer counts; the yes of whoever gave the command never longer than the settings
        say."""
        if ask.lasts is None:
            return self._question_lasts
        if ask.digest is not None and ask.person_id is not None:
            return min(ask.lasts, self._question_lasts)
        return ask.lasts

    def _put(
        self,
        session: Session,
        ctx: UnitCtx,
        room_id: str,
        body: Body,
        *,
        urgency: Urgency = Urgency.ANSWER,
        **more: Any,
    ) -> int:
        if urgency is Urgency.ANSWER and ctx.sender.id == BOT:
            urgency = Urgency.NOTICE  # nobody said anything to which it could be the answer
        room = rooms.get(session, room_id)
        return outbox.put(session, room, body, now=ctx.now, urgency=urgency, **more)

    def _when(self, session: Session, ctx: UnitCtx, say: Say) -> datetime | None:
        """When a message may disturb the person it is for, as the message budget decides; None: not at
        all."""
        if say.person_id is None or say.urgency in (Urgency.ANSWER, Urgency.ALARM):
            return ctx.now
        who = ctx.store.people.get(say.person_id)
        if budget.bound(say.urgency, who.role) is not None:
            return self._when_at_work(session, ctx, say, who)
        start = ctx.now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        sent = outbox.sent_count(session, who.id, say.urgency, start)
        return budget.may_leave_at(say.urgency, who.role, ctx.now, sent)

    def _when_at_work(self, session: Session, ctx: UnitCtx, say: Say, who: Person) -> datetime:
        """When a message may disturb somebody at work. What a youth or guardian has said or asked for is passed on at
        once; what others do is told in working hours."""
        if ctx.sender.id != BOT and ctx.sender.role in OWN_WORDS:
            return ctx.now
        if ctx.sender.id == BOT and not say.quiet:  # what makes no sound is not counted
            return spent.next_for(session, who, say.urgency, ctx.now)
        found = budget.may_leave_at(say.urgency, who.role, ctx.now, 0)
        assert found is not None  # nothing is counted
        return found

    def _language(self, session: Session, ctx: UnitCtx, room_id: str, *, to_all: bool = False) -> Language:
        """The language of a room: its owner's on an own page, the speaker's where they speak; of what is said
        ``to_all`` there, and elsewhere, the one that all have who take part in the case, else the unit's."""
        room = rooms.get(session, room_id)
        if room.person_id is not None:
            return ctx.store.people.get(room.person_id).language
        if room.id == ctx.room.id and not to_all:
            return ctx.language
        spoken = (
            {one.language for one in ctx.store.circle(room.case_id) if one.matrix_id} if room.case_id else ()
        )
        return spoken.pop() if len(spoken) == 1 else self._language_of(room.unit_id)


def _disturbed(ctx: UnitCtx, say: Say) -> frozenset[str]:
    """Whom at work a message disturbs that the bot says by itself."""
    if ctx.sender.id != BOT or say.quiet or say.urgency not in budget.UNPROMPTED:
        return frozenset()
    people = {*say.mentions, *(() if say.person_id is None else (say.person_id,))}
    return frozenset(
        person_id
        for person_id in people
        if budget.bound(say.urgency, ctx.store.people.get(person_id).role) is not None
    )


def _resting(session: Session, ctx: UnitCtx, say: Say, body: SayBody) -> SayBody:
    """A message with what it rests on, if it does."""
    room = rooms.get(session, say.room_id)
    reader = None if room.kind.of_case else room.person_id or say.person_id
    is_by_itself = ctx.sender.id == BOT
    asks_room = is_by_itself and (bool(say.asks) or say.urgency in budget.UNPROMPTED)
    # What people ask in a room, and what is only to be known there, still goes before it freezes
    if reader == ctx.sender.id or (room.kind.of_case and not asks_room) or not (reader or is_by_itself):
        return body
    urgency = Urgency.NOTICE if say.urgency is Urgency.ANSWER and is_by_itself else say.urgency
    stores = [ctx.store.of(ctx.store.one_case(case_id)) for case_id in say.cases]
    if isinstance(ctx, CaseCtx):
        stores = [ctx.store]
    found = []
    for store in stores:
        places = [room.place] if room.kind.of_case else []
        if reader is not None:
            places = [one.place for one in store.rooms]
        needed = ground.needed(urgency, store.facts, places, reader)
        if needed:
            found.append(Rest(case_id=store.case_id, ground=tuple(sorted(needed))))
    if not found:
        return body
    return body.with_parts((Part(plain=body.plain, html=body.html, rests_on=tuple(found)),))


def _may_go_with_others(say: Say) -> bool:
    """Whether a message that has to wait may be a part of another: it asks for nothing that a reply would answer."""
    return say.person_id is not None and say.tag is None and not say.asks and say.urgency is Urgency.QUESTION


def _is_near_youth(session: Session, room_id: str) -> bool:
    """Whether a youth or guardian is in a room or asked in, so that their lock screen shows what notifies there."""
    return near.is_near(session, rooms.get(session, room_id), lock_screen.NEAR)


def _first_key(body: Text | Lines) -> str:
    """The key of the text that a message begins with."""
    if isinstance(body, Text):
        return body.key
    return next((_first_key(part) for part in body.parts if not isinstance(part, Items)), "")


def _where_heard(ctx: UnitCtx, effect: Effect) -> Effect:
    """An answer to the speaker, or a question to them, where they hear it."""
    if not isinstance(effect, Say | Ask) or (effect.room_id, effect.person_id) != (
        ctx.room.id,
        ctx.sender.id,
    ):
        return effect
    room = hearing.place(ctx)
    if room.id == ctx.room.id:
        return effect
    return replace(effect, room_id=room.id, reply_to=None, quiet=True)


def _with_words_below(said: Rendered, then: Rendered | None) -> Rendered:
    """A message with more words below it, if there are any."""
    if then is None:
        return said
    return Rendered(plain=f"{said.plain}\n{then.plain}", html=f"{said.html}<br>{then.html}")
