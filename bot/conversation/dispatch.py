"""One inbox row, one unit: find the person, the question or the command, check the right, run it, write its effects.

Returning commits, raising rolls back; then a small second unit keeps what was refused or asked. A known refusal is a
sentence in the person's language; an unknown one gets a reference id, told in the room, with the trace in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.conversation import contexts, parse
from bot.conversation.command import Command, Confirm, Lacks, Missing, NeedsYes, UnitCtx
from bot.conversation.contexts import Contexts
from bot.conversation.effects import MEANT, Effects
from bot.conversation.meeting_answers import can_come
from bot.conversation.table import Table
from bot.conversation.understand import Meant, Nothing, Said, Understanding
from bot.errors import Refused, reference
from bot.i18n import T, Text
from bot.logs import get_logger
from bot.messages import Incoming, Kind, Say, Wordless
from bot.rules.audit import Action, carried_out
from bot.rules.meeting import Answer
from bot.rules.roles import Duty, may
from storage import inbox, outbox, person, question, room, youth_words
from storage.db import Database
from storage.dialects import is_passing
from storage.question import Asked
from storage.room import RoomView
from storage.scoped import CaseStore

log = get_logger(__name__)

#: A row that fails this often is set aside and reported; it never blocks the next.
MOST_TRIES = 3


#: What a short answer in words is as a tap.
_AS_TAPPED = {Answer.YES: "ja", Answer.NO: "nej", Answer.MAYBE: "❓"}

#: Kinds of rows whose ``about`` is an earlier message of the same person, which does not stand any more.
_CHANGES = frozenset({Kind.EDIT, Kind.REDACTION, Kind.NUMBER, Kind.NUMBER_AGAIN, Kind.FLOOD})


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
        self._served: dict[str, int] = {}  # in which turn, by sender
        self._understanding = Understanding(table, effects, account_id)

    def run_one(self) -> bool:
        """Handle the next row; ``False`` when there is none. Whoever asks much does not keep others waiting."""
        with self._db.read() as session:
            row = inbox.next_new(session, self._account_id, self._served)
        if row is None:
            self._served.clear()
            return False
        self._served[row.sender] = max(self._served.values(), default=0) + 1
        try:
            self._handle(row)
        except DBAPIError as error:
            if is_passing(error):
                raise  # nothing about the row: it is not counted against it
            self._failed(row)
        except Exception:  # noqa: BLE001 - logged there
            # One bad row must not stop the next: it is told with a reference, tried again, then set aside
            self._failed(row)
        return True

    def _handle(self, row: Incoming) -> None:
        said: Said | None = None
        if row.about is not None and row.kind in _CHANGES:
            # In a unit of its own: whatever becomes of the row, what was taken back is not passed on
            with self._db.unit() as session:
                youth_words.forget_message(session, row.about, changed=row.kind is not Kind.REDACTION)
        try:
            with self._db.unit() as session, self._ending(session, row):
                said = self._understand(session, row)
                if said is not None:
                    self._run(session, row, said)
                inbox.mark_done(session, row.id)
                self._on_unit(session)
        except Nothing:
            with self._db.unit() as session, self._ending(session, row):
                inbox.mark_done(session, row.id)
        except Lacks as lack:
            assert said is not None
            with self._db.unit() as session, self._ending(session, row):
                self._ask_field(session, row, said, lack)
                inbox.mark_done(session, row.id)
        except NeedsYes as needed:
            assert said is not None
            with self._db.unit() as session, self._ending(session, row):
                self._ask_yes(session, row, said, needed)
                inbox.mark_done(session, row.id)
        except Refused as refusal:
            with self._db.unit() as session, self._ending(session, row):
                self._refuse(session, row, said, refusal)
                inbox.mark_done(session, row.id, reference=inbox.REFUSED)

    @contextmanager
    def _ending(self, session: Session, row: Incoming) -> Iterator[None]:
        """End the preview that these words are no answer to, and say so once all else is said: in each unit a row may
        take, for what a refused command did is rolled back. So is ended what waits for a second person because of words
        that are changed or taken back. ``avbryt`` ends a preview by itself, with words of its own."""
        where = room.get(session, row.room_id)
        sender = person.by_matrix(session, row.sender, where.unit_id)
        if sender is None:
            yield
            return
        ctx = self._contexts.unit(session, sender, where, row)
        over = self._understanding.ended(session, ctx, row)
        yield
        if over is not None and question.mark_replaced(session, over.id) and over.digest != MEANT:
            # "Menade du ...?" is over without a word: what was meant is mostly what comes next
            self._say_over(session, ctx, over)
        if row.kind in (Kind.EDIT, Kind.REDACTION) and row.about is not None:
            for waited in question.cancel_caused_by(session, row.about, sender.id):
                self._say_over(session, ctx, waited)

    def _say_over(self, session: Session, ctx: UnitCtx, asked: Asked) -> None:
        name = self._understanding.name_of(session, ctx, asked)
        key = "kit.preview_over" if asked.person_id is not None else "kit.second_over"
        over = Say(room_id=asked.room_id, body=T(key, name=name), quiet=True, tag="beside")
        self._effects.write(session, ctx, (over,))

    # ------------------------------------------------------------------------------------- understanding

    def _understand(self, session: Session, row: Incoming) -> Said | None:
        """What the row asks for. Runs what is no command itself (reactions, joins, a youth's free words)."""
        where = room.get(session, row.room_id)
        if row.kind is Kind.MEMBER:
            self._member_changed(session, row, where)
            return None
        sender = person.by_matrix(session, row.sender, where.unit_id)
        if sender is None and row.kind is Kind.NUMBER:
            outbox.put_redaction(session, where.id, row.event_id, now=row.seen_at)
            return None
        if sender is None:
            raise Nothing
        ctx = self._contexts.unit(session, sender, where, row)
        match row.kind:
            case Kind.REACTION if ctx.on_own_page:
                self._tapped_alone(session, ctx, row)
                return None
            case Kind.REACTION:
                self._tapped(session, ctx, row)
                return None
            case Kind.UNREADABLE:
                self._effects.write(session, ctx, self._table.unreadable(ctx, row.body))
                return None
            case Kind.NUMBER | Kind.NUMBER_AGAIN:
                told = row.kind is Kind.NUMBER_AGAIN
                self._effects.write(session, ctx, self._table.number(ctx, row.body, told))
                return None
            case Kind.FLOOD:
                self._flooded(session, ctx, row)
                return None
            case Kind.REDACTION:
                raise Nothing
            case Kind.TEXT if ctx.on_own_page:
                since = inbox.later_change(session, self._account_id, row.event_id)
                if since is Kind.REDACTION:
                    self._effects.write(session, ctx, self._table.unreadable(ctx, Wordless.TAKEN_BACK))
                if since is not None:
                    return None  # what was changed comes by itself
        try:
            return self._understanding.words(session, ctx, row)
        except Nothing:
            said = can_come(row.body)
            if row.kind is not Kind.TEXT or said is None:
                raise
            # A short answer in reply to what may be tapped is a tap; whether it answers what is asked there, the
            # handler says
            self._tapped(session, ctx, replace(row, body=_AS_TAPPED[said]))
            return None

    # ------------------------------------------------------------------------------------------ running

    def _run(self, session: Session, row: Incoming, said: Said) -> None:
        where = said.room or room.get(session, row.room_id)
        ctx = self._contexts.unit(session, said.sender, where, row, agreed=said.agreed, approver=said.approver)
        command = said.heard.command
        if said.case_id is not None:
            ctx = self._contexts.case(session, ctx, said.case_id)
        self._authorise(ctx, command, said.case_id)
        if command.evidence and not row.verified:
            raise Refused(T("kit.not_verified"))
        if command.ready is not None:
            command.ready(ctx)
        lacking = parse.missing(said.heard)
        env = contexts.env(ctx)
        if lacking is not None:
            for name, text in said.heard.words.items():
                command.fields()[name].reads.value(text, env)  # a wrong answer is told now, not at the end
            self._effects.ask_field(session, ctx, said.heard, lacking, said.case_id, since=_since(said))
            return
        reply = command.run(ctx, parse.values(said.heard, env))
        match reply:
            case Missing():
                raise Lacks(reply.field, **reply.values)
            case Confirm():
                raise NeedsYes(reply.preview, reply.digest, second=reply.by_second)
        ctx.store.audit(carried_out(command.key))
        if said.question is None and not command.aside:
            # Before it asks something itself
            question.close_all(session, where.id, said.sender.id, "replaced", keeping=question.STANDING)
        self._effects.write(session, ctx, reply)

    def _authorise(self, ctx: UnitCtx, command: Command, case_id: str | None) -> None:
        """Authority follows the person, never the room."""
        if not ctx.sender.active or not may(ctx.sender.role, command.needs):
            raise Refused(T("kit.may_not"))
        if case_id is not None and not may(ctx.sender.role, Duty.SEE_CASES):
            store = ctx.store
            assert isinstance(store, CaseStore)
            if all(actor.person_id != ctx.sender.id for actor in store.actors.all()):
                raise Refused(T("kit.may_not"))

    def _ask_field(self, session: Session, row: Incoming, said: Said, lack: Lacks) -> None:
        ctx = self._contexts.unit(session, said.sender, said.room or room.get(session, row.room_id), row)
        if said.question is not None:
            question.close_one(session, said.question.id, by=_approver(said))
        self._effects.ask_field(session, ctx, said.heard, lack.field, said.case_id, lack.values, since=_since(said))

    def _ask_yes(self, session: Session, row: Incoming, said: Said, needed: NeedsYes) -> None:
        where = said.room or room.get(session, row.room_id)
        ctx = self._contexts.unit(session, said.sender, where, row)
        asked = said.question
        if asked is not None:
            question.close_one(session, asked.id, by=_approver(said))
        # A yes to a preview that is not asked for any more: something happened in between
        was_second = said.approver is not None
        anew = asked is not None and asked.field is None and asked.digest != MEANT and (was_second or not needed.second)
        self._effects.ask_yes(
            session, ctx, said.heard, said.case_id, said.agreed, needed, anew=anew, since=_since(said)
        )

    def _refuse(self, session: Session, row: Incoming, said: Said | None, refusal: Refused) -> None:
        """Say why. An unanswered guided question stays open, so that the person can simply try again."""
        where = room.get(session, row.room_id)
        sender = person.by_matrix(session, row.sender, where.unit_id)
        if sender is None:
            return
        ctx = self._contexts.unit(session, sender, where, row)
        if isinstance(refusal, Meant):
            self._effects.ask_meant(session, ctx, refusal.heard, refusal.case_id, refusal.text)
        else:
            self._effects.write(session, ctx, (replace(ctx.say(refusal.text), reply_to=row.event_id),))
        ctx.store.audit(Action.COMMAND_REFUSED, reason=str(refusal))

    def _failed(self, row: Incoming) -> None:
        ref = reference()
        log.exception("dispatch.failed", row=row.id, reference=ref)
        with self._db.unit() as session:
            if not inbox.note_failure(session, row.id, ref, most_tries=MOST_TRIES):
                return
        try:
            with self._db.unit() as session, self._ending(session, row):
                self._tell(session, row, T("kit.failed", reference=ref))
        except Exception:
            # Even if nobody can be told, the row stays aside
            log.exception("dispatch.not_told", row=row.id, reference=ref)

    def _tell(self, session: Session, row: Incoming, text: Text) -> None:
        where = room.get(session, row.room_id)
        sender = person.by_matrix(session, row.sender, where.unit_id)
        if sender is not None:
            ctx = self._contexts.unit(session, sender, where, row)
            self._effects.write(session, ctx, (ctx.say(text),))

    # -------------------------------------------------------------------------------------- other events

    def _flooded(self, session: Session, ctx: UnitCtx, row: Incoming) -> None:
        """Somebody has written more than we take, and is told so, once. From a youth or guardian it may be a cry for
        help: what is dropped was no less important, so the safe words and the coordinator's alarm come all the same."""
        self._effects.write(session, ctx, (ctx.say(T("kit.flood")),))
        if ctx.on_own_page:
            met = self._table.free_words(ctx, row.body) if row.body else self._table.unreadable(ctx, Wordless.OTHER)
            self._effects.write(session, ctx, met)

    def _tapped_alone(self, session: Session, ctx: UnitCtx, row: Incoming) -> None:
        """A tap on a youth's or guardian's page, where it answers nothing."""
        if not self._tapped_a_question(session, ctx, row):
            raise Nothing

    def _tapped_a_question(self, session: Session, ctx: UnitCtx, row: Incoming) -> bool:
        """Whether a tap is on a question that this person may answer. A homeserver sees and can forge reactions, so it
        answers nothing; and who believes to have answered is told so, once for each question."""
        ours = None if row.about is None else outbox.row_behind(session, row.about)
        asked = None if ours is None else question.of_message(session, ours[0])
        if asked is None or asked.state not in ("open", "replaced") or asked.room_id != ctx.room.id:
            return False
        as_second = asked.person_id is None and asked.asker != ctx.sender.id and may(ctx.sender.role, Duty.APPROVE)
        if asked.person_id != ctx.sender.id and not as_second:
            return False
        tag = f"words:{asked.id}:{ctx.sender.id}"
        if outbox.is_queued(session, ctx.room.id, tag) or outbox.shown_event(session, ctx.room.id, tag) is not None:
            return True
        if ctx.on_own_page:
            words = T("youth.send_or_not" if asked.command == question.OFFER else "youth.in_words")
        else:
            words = T("kit.in_words" if asked.field is None else "kit.in_words_field")
        self._effects.write(session, ctx, (ctx.say(words, tag=tag, quiet=not ctx.on_own_page),))
        return True

    def _tapped(self, session: Session, ctx: UnitCtx, row: Incoming) -> None:
        if row.kind is Kind.REACTION and self._tapped_a_question(session, ctx, row):
            return
        ours = None if row.about is None else outbox.row_behind(session, row.about)
        tag = None if ours is None else ours[1]
        if tag is None or ":" not in tag:
            raise Nothing
        kind, subject = tag.split(":", 1)
        handler = self._table.by_tag.get(kind)
        if handler is None or ctx.room.case_id is None:
            raise Nothing
        case_ctx = self._contexts.case(session, ctx, ctx.room.case_id)
        self._effects.write(session, case_ctx, handler.run(case_ctx, subject, row.body))

    def _member_changed(self, session: Session, row: Incoming, where: RoomView) -> None:
        room.mark_dirty(session, matrix_room=where.matrix_room)
        if row.body == "join":
            outbox.wake(session, where.id, row.seen_at)
        who = person.by_matrix(session, row.about or row.sender, where.unit_id)
        if who is None:
            return
        ctx = self._contexts.unit(session, who, where, row)
        if where.case_id is not None:
            ctx = self._contexts.case(session, ctx, where.case_id)
        for handler in self._table.members:
            self._effects.write(session, ctx, handler.run(ctx, row.body))


def _approver(said: Said) -> str | None:
    """Who has answered a second person's question."""
    return None if said.approver is None else said.approver.id


def _since(said: Said) -> str | None:
    """The message with which a dialogue began; None when it begins now."""
    return None if said.question is None else said.question.event_id
