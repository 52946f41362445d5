"""One inbox row, one unit: find the person, the question or the command, check the right, run it, write its effects.

Returning commits, raising rolls back; then a small second unit keeps what was refused or asked. A known refusal is a
sentence in the person's language; an unknown one gets a reference id, told in the room, with the trace in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot import arguments, contexts, parse
from bot.command import Command, Lacks, NeedsYes, UnitCtx
from bot.contexts import Contexts
from bot.effects import Effects
from bot.errors import Refused, reference
from bot.i18n import T, lines
from bot.logs import get_logger
from bot.messages import Incoming, Kind
from bot.rules.people import Person
from bot.rules.roles import Duty, Role, may
from bot.table import Table
from storage import inbox, outbox, person, question, room
from storage.db import Database
from storage.question import Asked
from storage.room import RoomView
from storage.scoped import CaseStore

log = get_logger(__name__)

#: A row that fails this often is set aside and reported; it never blocks the next.
MOST_TRIES = 3


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A command about to run, and the question it came by, if any."""

    heard: parse.Heard
    sender: Person
    case_id: str | None
    agreed: frozenset[str] = frozenset()
    approver: Person | None = None
    question: Asked | None = None
    room: RoomView | None = None


class _Nothing(Exception):
    """There is nothing to do about this event."""


class Dispatcher:
    """Takes inbox rows in order."""

    def __init__(
        self,
        db: Database,
        *,
        account_id: str,
        table: Table,
        made: Contexts,
        effects: Effects,
        on_unit: Callable[[Session], None],
    ) -> None:
        """``on_unit`` runs at the end of each unit: the reconciler looks at rooms whose members may have changed."""
        self._db = db
        self._account_id = account_id
        self._table = table
        self._contexts = made
        self._effects = effects
        self._on_unit = on_unit

    def run_one(self) -> bool:
        """Handle the oldest row; ``False`` when there is none."""
        said: _Said | None = None
        with self._db.read() as session:
            row = inbox.next_new(session, self._account_id)
        if row is None:
            return False
        try:
            with self._db.unit() as session:
                said = self._understand(session, row)
                if said is not None:
                    self._run(session, row, said)
                inbox.done(session, row.id)
                self._on_unit(session)
        except _Nothing:
            with self._db.unit() as session:
                inbox.done(session, row.id)
        except Lacks as lack:
            assert said is not None
            with self._db.unit() as session:
                self._ask_field(session, row, said, lack.field)
                inbox.done(session, row.id)
        except NeedsYes as needed:
            assert said is not None
            with self._db.unit() as session:
                self._ask_yes(session, row, said, needed)
                inbox.done(session, row.id)
        except Refused as refusal:
            with self._db.unit() as session:
                self._refuse(session, row, said, refusal)
                inbox.done(session, row.id)
        except Exception:  # noqa: BLE001
            # One bad row must not stop the next: it is told with a reference, tried again, then set aside
            self._failed(row)
        return True

    # ------------------------------------------------------------------------------------- understanding

    def _understand(self, session: Session, row: Incoming) -> _Said | None:
        """What the row asks for. Runs what is no command itself (reactions, joins, a youth's free words)."""
        where = room.get(session, row.room_id)
        if row.kind is Kind.MEMBER:
            self._member_changed(session, row, where)
            return None
        sender = person.by_matrix(session, row.sender, where.unit_id)
        if sender is None:
            raise _Nothing
        ctx = self._contexts.unit(session, sender, where, row)
        match row.kind:
            case Kind.REACTION:
                self._tapped(session, ctx, row)
                return None
            case Kind.UNREADABLE:
                self._effects.write(session, ctx, (ctx.say(T("kit.unreadable")),))
                return None
            case Kind.REDACTION:
                raise _Nothing
        return self._words(session, ctx, row)

    def _words(self, session: Session, ctx: UnitCtx, row: Incoming) -> _Said | None:
        text = row.body.strip()
        commanding = ctx.room.kind in ("office", "page")
        if text.startswith("!"):
            text, commanding = text[1:].strip(), True
        asked = self._question(session, ctx, row, text)
        if asked is not None and self._is_answer(ctx, asked, text):
            return self._answered(session, ctx, asked, text)
        found = parse.find(text, self._table.commands)
        if found is not None and ctx.room.kind in found[0].where:
            heard = parse.read(*found, contexts.env(ctx))
            return _Said(heard=heard, sender=ctx.sender, case_id=self._case_id(ctx, heard))
        if ctx.sender.role in (Role.YOUTH, Role.GUARDIAN) and ctx.room.kind == "page":
            self._effects.write(session, ctx, self._table.free_words(ctx, text))
            return None
        if not commanding and asked is None:
            raise _Nothing
        if arguments.bare(text) in arguments.YES | arguments.NO:
            raise Refused(T("kit.nothing_asked"))
        known = parse.suggest(text, self._table.offered(ctx.sender.role), ctx.language)
        raise Refused(T("kit.unknown") if known is None else T("kit.did_you_mean", name=known.name(ctx.language)))

    def _question(self, session: Session, ctx: UnitCtx, row: Incoming, text: str) -> Asked | None:
        """The question these words may answer: the one replied to, else the person's own, else a second person's."""
        if row.about is not None:
            ours = outbox.about(session, row.about)
            replied = None if ours is None else question.replied_to(session, ours[0], ctx.sender.id, ctx.now)
            if replied is not None:
                return replied
        own = question.open_for(session, ctx.room.id, ctx.sender.id, ctx.now)
        if own is not None:
            return own
        if not may(ctx.sender.role, Duty.APPROVE) or arguments.bare(text) not in arguments.YES | arguments.NO:
            return None
        waiting = question.open_for_second(session, ctx.room.id, ctx.sender.id, ctx.now)
        if len(waiting) > 1:
            raise Refused(T("kit.which_question", n=len(waiting)))
        return waiting[0] if waiting else None

    def _is_answer(self, ctx: UnitCtx, asked: Asked, text: str) -> bool:
        """Whether words answer a question, rather than being a new command or free words."""
        if asked.field is None:
            return arguments.bare(text) in arguments.YES | arguments.NO
        command = self._table.by_key[asked.command]
        if not command.hidden and parse.find(text, self._table.commands) is not None:
            return False
        return self._table.is_answer(ctx, command, asked.field, text)

    def _answered(self, session: Session, ctx: UnitCtx, asked: Asked, text: str) -> _Said | None:
        """The command a question belongs to, one answer further; ``None`` when the answer was no."""
        question.answered(session, asked.id)
        command = self._table.by_key[asked.command]
        asker = ctx.store.people.get(asked.asker)
        if asked.field is not None:
            heard = parse.Heard(command=command, code=None, words={**asked.words, asked.field: text})
            return _Said(heard=heard, sender=asker, case_id=asked.case_id, agreed=asked.agreed, question=asked)
        if arguments.bare(text) in arguments.NO:
            self._effects.write(session, ctx, (ctx.say(T("kit.cancelled")),))
            return None
        assert asked.digest is not None
        return _Said(
            heard=parse.Heard(command=command, code=None, words=asked.words),
            sender=asker,
            case_id=asked.case_id,
            agreed=asked.agreed | {asked.digest},
            approver=ctx.sender if asked.person_id is None else None,
            question=asked,
            room=room.get(session, asked.room_id),
        )

    def _case_id(self, ctx: UnitCtx, heard: parse.Heard) -> str | None:
        if not heard.command.of_case:
            return None
        if heard.code is not None:
            case = ctx.store.cases.find(heard.code)
            if case is None:
                raise Refused(T("kit.no_such_case", code=heard.code))
            return case.id
        if ctx.room.case_id is not None:
            return ctx.room.case_id
        mine = ctx.store.cases.of_person(ctx.sender.id)
        if len(mine) == 1:
            return mine[0].id
        raise Refused(lines(T("kit.which_case"), parse.usage(heard.command, ctx.language)))

    # ------------------------------------------------------------------------------------------ running

    def _run(self, session: Session, row: Incoming, said: _Said) -> None:
        where = said.room or room.get(session, row.room_id)
        ctx = self._contexts.unit(session, said.sender, where, row, agreed=said.agreed, approver=said.approver)
        command = said.heard.command
        if said.case_id is not None:
            ctx = self._contexts.case(session, ctx, said.case_id)
        self._authorise(ctx, command, said.case_id)
        if command.evidence and not row.verified:
            raise Refused(T("kit.not_verified"))
        lacking = parse.missing(said.heard)
        env = contexts.env(ctx)
        if lacking is not None:
            for name, text in said.heard.words.items():
                command.fields()[name].reads.value(text, env)  # a wrong answer is told now, not at the end
            self._effects.ask_field(session, ctx, said.heard, lacking, said.case_id)
            return
        reply = command.run(ctx, parse.values(said.heard, env))
        ctx.store.audit(f"command:{command.key}")
        self._effects.write(session, ctx, reply)
        if said.question is None:
            question.close(session, where.id, said.sender.id, "replaced")

    def _authorise(self, ctx: UnitCtx, command: Command, case_id: str | None) -> None:
        """Authority follows the person, never the room."""
        if not may(ctx.sender.role, command.needs):
            raise Refused(T("kit.may_not"))
        if case_id is not None and not may(ctx.sender.role, Duty.SEE_CASES):
            store = ctx.store
            assert isinstance(store, CaseStore)
            if all(actor.person_id != ctx.sender.id for actor in store.actors.all()):
                raise Refused(T("kit.may_not"))

    def _ask_field(self, session: Session, row: Incoming, said: _Said, field: str) -> None:
        ctx = self._contexts.unit(session, said.sender, said.room or room.get(session, row.room_id), row)
        if said.question is not None:
            question.answered(session, said.question.id)
        self._effects.ask_field(session, ctx, said.heard, field, said.case_id)

    def _ask_yes(self, session: Session, row: Incoming, said: _Said, needed: NeedsYes) -> None:
        where = said.room or room.get(session, row.room_id)
        ctx = self._contexts.unit(session, said.sender, where, row)
        agreed = said.agreed
        if said.question is not None:
            question.answered(session, said.question.id)
        self._effects.ask_yes(session, ctx, said.heard, said.case_id, agreed, needed)

    def _refuse(self, session: Session, row: Incoming, said: _Said | None, refusal: Refused) -> None:
        """Say why. An unanswered guided question stays open, so that the person can simply try again."""
        where = room.get(session, row.room_id)
        sender = person.by_matrix(session, row.sender, where.unit_id)
        if sender is None:
            return
        ctx = self._contexts.unit(session, sender, where, row)
        self._effects.write(session, ctx, (replace(ctx.say(refusal.text), reply_to=row.event_id),))
        ctx.store.audit("command:refused", reason=str(refusal))

    def _failed(self, row: Incoming) -> None:
        ref = reference()
        log.exception("dispatch.failed", row=row.id, reference=ref)
        with self._db.unit() as session:
            aside = inbox.failed(session, row.id, ref, most_tries=MOST_TRIES)
            if not aside:
                return
            where = room.get(session, row.room_id)
            sender = person.by_matrix(session, row.sender, where.unit_id)
            if sender is not None:
                ctx = self._contexts.unit(session, sender, where, row)
                self._effects.write(session, ctx, (ctx.say(T("kit.failed", reference=ref)),))

    # -------------------------------------------------------------------------------------- other events

    def _tapped(self, session: Session, ctx: UnitCtx, row: Incoming) -> None:
        ours = None if row.about is None else outbox.about(session, row.about)
        tag = None if ours is None else ours[1]
        if tag is None or ":" not in tag:
            raise _Nothing
        kind, subject = tag.split(":", 1)
        handler = self._table.by_tag.get(kind)
        if handler is None or ctx.room.case_id is None:
            raise _Nothing
        case_ctx = self._contexts.case(session, ctx, ctx.room.case_id)
        self._effects.write(session, case_ctx, handler.run(case_ctx, subject, row.body))

    def _member_changed(self, session: Session, row: Incoming, where: RoomView) -> None:
        room.mark(session, matrix_room=where.matrix_room)
        who = person.by_matrix(session, row.about or row.sender, where.unit_id)
        if who is None:
            return
        ctx = self._contexts.unit(session, who, where, row)
        if where.case_id is not None:
            ctx = self._contexts.case(session, ctx, where.case_id)
        for handler in self._table.members:
            self._effects.write(session, ctx, handler.run(ctx, row.body))
