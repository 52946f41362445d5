"""Writes down what a handler wants done: outbox rows (rendered in the reader's language) and open questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.conversation import contexts
from bot.conversation.command import Ask, Effect, NeedsYes, UnitCtx
from bot.conversation.parse import ParsedCommand
from bot.errors import Refused
from bot.i18n import ZONE, Language, Lines, T, Text, lines, render
from bot.logs import get_logger
from bot.messages import Attach, Edit, Pin, React, Redact, Say, Urgency
from bot.rules import budget
from bot.rules.case import State
from bot.rules.people import Person
from bot.rules.roles import FAR_REACHING, Duty, Role, may
from storage import outbox, question, room
from storage.body import AttachBody, Body, EditBody, PinBody, ReactBody, RedactBody, SayBody, Wording
from storage.room import RoomView
from storage.tables import Room

log = get_logger(__name__)

#: Stands for a field: which case a command is about.
CASE = "case"

#: Stands for a preview's digest: whether a command was meant at all.
MEANT = "meant"

#: How long a preview of what is far-reaching may be agreed to by the person who asked for it.
_HOUR = timedelta(hours=1)

#: Cases shown to choose among.
_SHOWN = 12


class Effects:
    """Turns effects into rows, in the unit that is open."""

    def __init__(self, language_of: Callable[[str], Language], question_lasts: timedelta) -> None:
        self._language_of = language_of
        self._question_lasts = question_lasts

    def write(self, session: Session, ctx: UnitCtx, reply: Iterable[Effect]) -> None:
        """Write every effect of a reply, in order."""
        for effect in reply:
            self._write(session, ctx, effect)

    def ask_field(
        self,
        session: Session,
        ctx: UnitCtx,
        heard: ParsedCommand,
        field: str,
        case_id: str | None,
        values: Mapping[str, Any] | None = None,
        *,
        since: str | None = None,
    ) -> None:
        """Ask for an argument that was not said; ``values`` are for the question's text. ``since``: the message with
        which the dialogue began, if it is not the one that is answered now."""
        arg = heard.command.fields()[field]
        options = () if arg.options is None else arg.options(contexts.env(ctx))
        shown = " · ".join(f"{number} {term.label(ctx.language)}" for number, term in enumerate(options, 1))
        body = T(
            "kit.ask_options" if options else "kit.ask",
            position=position(heard, field),
            question=T(arg.ask or f"ask.{field}", **(values or {})),
            **({"options": shown} if options else {}),
        )
        self._ask(
            session,
            ctx,
            Ask(
                room_id=ctx.room.id,
                person_id=ctx.sender.id,
                body=body,
                command=heard.command.key,
                field=field,
                given=dict(heard.words),
                case_id=case_id,
                urgency=Urgency.ANSWER,
            ),
            since=since,
        )

    def ask_case(self, session: Session, ctx: UnitCtx, heard: ParsedCommand, *, since: str | None = None) -> None:
        """Ask which case a command is about, naming those it may be; those that are over last."""
        all_cases = may(ctx.sender.role, Duty.SEE_CASES)
        known = ctx.store.cases.all() if all_cases else ctx.store.cases.of_person(ctx.sender.id)
        known = sorted(known, key=lambda case: case.state is State.CLOSED)
        codes = [case.code for case in known if case.state is not State.DISPOSED]
        if not codes:
            raise Refused(T("kit.no_cases"))
        body = T("kit.which_case", codes=[*codes[:_SHOWN], *(["…"] if len(codes) > _SHOWN else [])])
        asked = Ask(
            room_id=ctx.room.id,
            person_id=ctx.sender.id,
            body=body,
            command=heard.command.key,
            field=CASE,
            given=dict(heard.words),
            urgency=Urgency.ANSWER,
            quiet=ctx.sender.role in (Role.YOUTH, Role.GUARDIAN),  # codes are nothing for a lock screen
        )
        self._ask(session, ctx, asked, since=since)

    def ask_meant(
        self, session: Session, ctx: UnitCtx, heard: ParsedCommand, case_id: str | None, shown: Text | Lines
    ) -> None:
        """Ask whether a command was meant; a yes runs it."""
        outbox_id = self._say(session, ctx, replace(ctx.say(shown), reply_to=ctx.event_id))
        assert outbox_id is not None  # answers are outside the budget
        self._keep(
            session,
            ctx,
            ctx.room.id,
            outbox_id,
            person_id=ctx.sender.id,
            command=heard.command.key,
            words=heard.words,
            digest=MEANT,
            case_id=case_id,
        )

    def ask_yes(
        self,
        session: Session,
        ctx: UnitCtx,
        heard: ParsedCommand,
        case_id: str | None,
        agreed: frozenset[str],
        needed: NeedsYes,
        *,
        anew: bool = False,
        since: str | None = None,
    ) -> None:
        """Show a preview and wait for yes: from the person, or from a second person in the office. ``anew``: somebody
        has said yes, but what would follow is another thing now. ``since``: as for :meth:`ask_field`."""
        where = room.office(session, ctx.unit_id) if needed.second else ctx.room
        if needed.second:
            question.close_same_command(session, ctx.sender.id, heard.command.key, case_id, dict(heard.words))
            called = contexts.called(session, ctx, heard.command, case_id, heard.words)
            body: Text | Lines = lines(
                T("kit.changed_second" if anew else "kit.second", name=ctx.sender.name),
                needed.text,
                T("kit.second_yes") if called is None else T("kit.second_yes_named", name=called),
            )
        else:
            # Where people talk with each other, a bare "ja" may be to anybody
            yes_no = "kit.yes_no_room" if ctx.room.kind.of_case else "kit.yes_no"
            body = lines(T("kit.changed", name=ctx.sender.name) if anew else None, needed.text, T(yes_no))
        short = not needed.second and heard.command.needs in FAR_REACHING
        outbox_id = self._say(session, ctx, Say(room_id=where.id, body=body, person_id=ctx.sender.id))
        assert outbox_id is not None  # answers are outside the budget
        self._keep(
            session,
            ctx,
            where.id,
            outbox_id,
            person_id=None if needed.second else ctx.sender.id,
            command=heard.command.key,
            words=heard.words,
            agreed=agreed,
            digest=needed.digest,
            case_id=case_id,
            since=since,
            lasts=min(_HOUR, self._question_lasts) if short else None,
        )
        if needed.second and ctx.room.id != where.id:
            self._say(session, ctx, ctx.say(T("kit.second_asked")))

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
            case Redact():
                self._put(session, ctx, effect.room_id, RedactBody(event_id=effect.event_id))
            case Pin():
                self._put(session, ctx, effect.room_id, PinBody(tag=effect.tag))
            case Attach():
                body = AttachBody(
                    room_id=effect.room_id,
                    name=effect.name,
                    mime=effect.mime,
                    make=effect.make,
                    about=effect.about,
                    language=self._language(session, ctx, effect.room_id),
                )
                self._put(session, ctx, effect.room_id, body)

    def _say(self, session: Session, ctx: UnitCtx, say: Say) -> int | None:
        """Queue a message; ``None`` when the budget leaves no room for it."""
        not_before = self._when(session, ctx, say)
        if not_before is None:
            log.info("effects.over_budget", urgency=str(say.urgency))
            return None
        rendered = render(say.body, self._language(session, ctx, say.room_id))
        mentions = [ctx.store.people.get(person_id).matrix_id for person_id in say.mentions]
        elsewhere = None
        if say.elsewhere is not None:
            other = render(say.elsewhere, self._language_of(ctx.unit_id))
            elsewhere = Wording(plain=other.plain, html=other.html)
        body = SayBody(
            plain=rendered.plain,
            html=rendered.html,
            quiet=say.quiet,
            mentions=tuple(user for user in mentions if user),
            reply_to=say.reply_to,
            elsewhere=elsewhere,
        )
        return self._put(
            session,
            ctx,
            say.room_id,
            body,
            tag=say.tag,
            person_id=say.person_id,
            urgency=say.urgency,
            not_before=not_before,
        )

    def _edit(self, session: Session, ctx: UnitCtx, edit: Edit) -> None:
        rendered = render(edit.body, self._language(session, ctx, edit.room_id))
        known = outbox.shown_event(session, edit.room_id, edit.tag) or outbox.is_queued(session, edit.room_id, edit.tag)
        if not known:
            self._say(session, ctx, Say(room_id=edit.room_id, body=edit.body, tag=edit.tag, quiet=True))
            return
        body = EditBody(plain=rendered.plain, html=rendered.html)
        self._put(session, ctx, edit.room_id, body, tag=edit.tag)

    def _ask(self, session: Session, ctx: UnitCtx, ask: Ask, *, since: str | None = None) -> None:
        outbox_id = self._say(
            session,
            ctx,
            Say(
                room_id=ask.room_id,
                body=ask.body,
                urgency=ask.urgency,
                tag=ask.tag,
                quiet=ask.quiet,
                person_id=ask.person_id,
            ),
        )
        if outbox_id is None:
            return
        self._keep(
            session,
            ctx,
            ask.room_id,
            outbox_id,
            person_id=ask.person_id,
            command=ask.command,
            words=ask.given,
            field=ask.field,
            case_id=ask.case_id,
            since=since,
            lasts=ask.lasts,
        )

    def _keep(
        self,
        session: Session,
        ctx: UnitCtx,
        room_id: str,
        outbox_id: int,
        *,
        person_id: str | None,
        command: str,
        words: Mapping[str, str],
        agreed: frozenset[str] = frozenset(),
        field: str | None = None,
        digest: str | None = None,
        case_id: str | None,
        since: str | None = None,
        lasts: timedelta | None = None,
    ) -> None:
        """Keep the question that a queued message asks. ``person_id``: whose answer counts; ``None``: any second
        person's but the sender's. ``since``: as for :meth:`ask_field`; ``lasts``: if not as long as any question."""
        question.ask(
            session,
            room.get(session, room_id),
            person_id=person_id,
            asker=ctx.sender.id if person_id is None else person_id,
            command=command,
            words=dict(words),
            agreed=agreed,
            field=field,
            digest=digest,
            case_id=case_id,
            outbox_id=outbox_id,
            now=ctx.now,
            event_id=since or ctx.said_in,
            lasts=lasts or self._question_lasts,
        )

    def _put(self, session: Session, ctx: UnitCtx, room_id: str, body: Body, **more: Any) -> int:
        return outbox.put(session, session.get_one(Room, room_id), body, now=ctx.now, **more)

    def _when(self, session: Session, ctx: UnitCtx, say: Say) -> datetime | None:
        """The message budget decides when this may disturb the person it is for."""
        if say.person_id is None or say.urgency in (Urgency.ANSWER, Urgency.ALARM):
            return ctx.now
        who = ctx.store.people.get(say.person_id)
        start = ctx.now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        sent = outbox.sent_count(session, who.id, say.urgency, start)
        return budget.may_leave_at(say.urgency, who.role, ctx.now, sent)

    def _language(self, session: Session, ctx: UnitCtx, room_id: str) -> Language:
        """The owner's on an own page; the speaker's where they speak; else the unit's."""
        where: RoomView = room.get(session, room_id)
        if where.person_id is not None:
            owner: Person = ctx.store.people.get(where.person_id)
            return owner.language
        return ctx.language if where.id == ctx.room.id else self._language_of(where.unit_id)


def position(heard: ParsedCommand, field: str) -> str:
    """Where in a guided dialogue a question stands: ``2/3 ``; empty when it is the only one, or a rare extra one."""
    asked = [name for name in heard.command.fields() if heard.command.required(name)]
    return f"{asked.index(field) + 1}/{len(asked)} " if len(asked) > 1 and field in asked else ""
