"""Handles inbox rows, one unit each: who says what, what it asks for, whether they may, and what is done.

Returning commits, raising rolls back; then a small second unit stores why it was refused. A known refusal is
a sentence in the person's language; an unknown error gets a reference id, which is told in the room, and its
trace goes to the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.conversation import (
    answers,
    hearing,
    message,
    near_miss,
    own_page,
    parse,
    questions,
    unclear,
    which_case,
    which_question,
)
from bot.conversation.answers import Meaning
from bot.conversation.arguments import Unsure
from bot.conversation.command import Ask, CaseCtx, Command, Confirm, Effect, Missing, Reply, UnitCtx
from bot.conversation.contexts import Contexts, env
from bot.conversation.effects import Effects
from bot.conversation.message import Message
from bot.conversation.parse import UnclearWords
from bot.conversation.questions import MEANT
from bot.conversation.table import Table
from bot.conversation.understand import understand
from bot.conversation.verdict import Answer, Closed, Hand, Ignore, Refuse, Run, Verdict
from bot.delivery.stuck import UNHANDLED
from bot.errors import Refused, reference
from bot.i18n import Lines, T, Text, lines
from bot.logs import get_logger
from bot.messages import Incoming, Kind, React, Say, Wordless
from bot.rules.audit import Action, carried_out
from bot.rules.lock_screen import NEAR
from bot.rules.reactions import Question
from bot.rules.roles import Duty, may
from bot.rules.room import RoomKind
from bot.services import circle
from bot.wording.taps import to_tapper
from storage import due, inbox, just_said, meeting, outbox, person, plan, question, writes, youth_words
from storage import room as rooms
from storage import tap as taps
from storage.db import Database
from storage.dialects import is_passing
from storage.question import Asked
from storage.room import RoomView

log = get_logger(__name__)

#: A row that fails this often is set aside and reported; it never blocks the next.
MOST_TRIES = 3

#: What a short answer in words is as a tap; see :mod:`bot.rules.reactions`.
_AS_TAPPED = {
    Meaning.YES: "ja",
    Meaning.NO: "nej",
    Meaning.MAYBE: "❓",
    Meaning.DONE: "klar",
    Meaning.UNDER_WAY: "⏳",
    Meaning.STUCK: "⛔",
}

#: Kinds of rows whose ``about`` is an earlier message of the same person, which does not stand any more.
_CHANGES = frozenset({Kind.EDIT, Kind.REDACTION, Kind.NUMBER, Kind.NUMBER_AGAIN, Kind.FLOOD})


@dataclass(frozen=True, kw_only=True)
class _Turn:
    """Whose row it is: the room, the row's one context and message (none for strangers), and the preview that
    its words end. ``takes_tap_back``: it takes a reaction away, which is no message."""

    room: RoomView
    ctx: UnitCtx | None
    message: Message | None
    ended: Asked | None
    own: Asked | None = None  # what the person is asked here, as these words come in
    takes_tap_back: bool = False


#: How the tag of what asks about a meeting begins.
_MEETING = "meeting"

#: Kinds of rows with words, each line of which is a message.
_SAID = frozenset({Kind.TEXT, Kind.EDIT})

#: How often somebody is told in a room of a case that their words made no sense, and the sign in between.
UNCLEAR_EVERY = timedelta(hours=1)
UNCLEAR = "❓"


def _what_would_be(run: Run, outcome: Confirm | Reply) -> Lines:
    """What a command would do, which is done only without the option that shows it."""
    head = T("kit.dry_run")
    if isinstance(outcome, Confirm):
        return lines(head, outcome.preview)
    here = (
        effect.body for effect in outcome if isinstance(effect, Say) and effect.room_id == run.ctx.room.id
    )
    what = next(here, T(f"command.{run.said.parsed.command.key}"))
    return lines(head, T("kit.dry_run_says"), what)


class Dispatcher:
    """Takes inbox rows in order."""

    def __init__(
        self,
        db: Database,
        *,
        account_id: str,
        table: Table,
        contexts: Contexts,
        effects: Effects,
        on_unit: Callable[[Session], None],
        on_heard: Callable[[datetime, datetime], None] = lambda _handled_at, _heard_at: None,
        names: tuple[str, ...] = (),
    ) -> None:
        """``names``: what the bot is called, its Matrix id among them. ``on_unit`` runs at the end of each unit:
        the reconciler looks at rooms whose members may have changed, and the desk what there is to do next.
        ``on_heard`` is called with when a row is handled, which stands on the rows that answer it, and when it came
        in."""
        self._db = db
        self._account_id = account_id
        self._table = table
        self._contexts = contexts
        self._effects = effects
        self._on_unit = on_unit
        self._on_heard = on_heard
        self._names = names
        self._served: dict[str, int] = {}  # by sender: the number of the row of theirs that was handled last

    def run_one(self) -> bool:
        """Handle the next row; ``False`` when there is none. Whoever asks much does not keep others
        waiting."""
        row: Incoming | None = None
        try:
            with self._db.unit() as session:
                row = inbox.next_new(session, self._account_id, self._served)
                if row is None:
                    self._served.clear()
                    self._on_unit(session)
                    return False
                self._served[row.sender] = max(self._served.values(), default=0) + 1
                self._handle(session, row)
        except Refused as refusal:
            assert row is not None
            self._keep_refusal(row, refusal)
        except Exception as error:
            # One bad row must not stop the next: it is told with a reference, tried again, then set aside
            if row is None or (isinstance(error, DBAPIError) and is_passing(error)):
                raise  # nothing about the row: it is not counted against it
            self._failed(row)
        return True

    def _handle(self, session: Session, row: Incoming) -> None:
        turn = self._turn(session, row)
        before = writes.count(session)
        verdict = self._verdict(session, turn, row)
        writes.check(session, before)
        self._carry_out(session, row, turn, verdict)
        self._on_unit(session)

    def _keep_refusal(self, row: Incoming, refusal: Refused) -> None:
        """Say why a row was refused, in a unit of its own: what had been written is rolled back."""
        try:
            with self._db.unit() as session:
                self._carry_out(session, row, self._turn(session, row), Refuse(text=refusal.text))
        except DBAPIError as error:
            if is_passing(error):
                raise
            self._failed(row)
        except Exception:  # noqa: BLE001 - logged there
            self._failed(row)

    def _forget_changed(self, session: Session, row: Incoming) -> None:
        """Forget the kept words of a message that was taken back or changed, whatever becomes of the row."""
        if row.about is not None and row.kind in _CHANGES:
            youth_words.forget_message(session, row.about, changed=row.kind is not Kind.REDACTION)
            just_said.forget_message(session, row.about)
            sender = person.by_matrix(session, row.sender, rooms.get(session, row.room_id).unit_id)
            asker = None if sender is None else sender.id
            question.forget_message(
                session, row.about, room_id=row.room_id, asker=asker, keeps_earlier=row.kind is Kind.EDIT
            )

    def _turn(self, session: Session, row: Incoming) -> _Turn:
        """Who says it where, and the preview that these words end."""
        self._forget_changed(session, row)
        room = rooms.get(session, row.room_id)
        user_id = row.sender
        if row.kind is Kind.MEMBER and row.about:
            user_id = row.about  # whose membership has changed, by whomever
        sender = person.by_matrix(session, user_id, room.unit_id)
        if sender is None:
            return _Turn(room=room, ctx=None, message=None, ended=None)
        ctx = self._contexts.unit(session, sender, room, row)
        said = message.of_row(session, self._table, self._account_id, ctx, row, self._names)
        if row.kind is Kind.REDACTION and inbox.is_reaction(session, self._account_id, row.about or ""):
            return _Turn(room=room, ctx=ctx, message=said, ended=None, takes_tap_back=True)
        own = which_question.own_question(said)
        ended = which_question.ended_preview(said, own)
        return _Turn(room=room, ctx=ctx, message=said, ended=ended, own=own)

    # ------------------------------------------------------------------------------------- understanding

    def _verdict(self, session: Session, turn: _Turn, row: Incoming) -> Verdict:
        """What a row of any kind comes to. Reads, and writes nothing."""
        ctx = turn.ctx
        if ctx is None or turn.message is None:
            return Ignore()
        if turn.room.kind is RoomKind.OPERATORS:
            said = replace(row, body=turn.message.text) if row.kind in _SAID else row
            return Hand(ctx=ctx, handler=lambda here: self._table.operators(here, said))
        match row.kind:
            case Kind.MEMBER:
                return self._member_changed(ctx, row)
            case Kind.REACTION:
                return self._tapped(session, ctx, row)
            case Kind.UNREADABLE:
                return Hand(ctx=ctx, handler=lambda here: self._table.unreadable(here, row.body))
            case Kind.NUMBER | Kind.NUMBER_AGAIN:
                is_told = row.kind is Kind.NUMBER_AGAIN
                return Hand(ctx=ctx, handler=lambda here: self._table.number(here, row.body, is_told))
            case Kind.FLOOD:
                return Hand(ctx=ctx, handler=lambda here: self._flooded(here, row))
            case Kind.REDACTION:
                return self._taken_back(session, ctx, row)
            case Kind.TEXT | Kind.EDIT:
                return self._words(session, turn.message)

    def _words(self, session: Session, said: Message) -> Verdict:
        ctx, row = said.ctx, said.row
        if row.kind is Kind.TEXT and ctx.on_own_page:
            since = inbox.later_change(session, self._account_id, row.event_id)
            if since is Kind.REDACTION:
                return Hand(ctx=ctx, handler=lambda here: self._table.unreadable(here, Wordless.TAKEN_BACK))
            if since is not None:
                return Ignore()  # what was changed comes by itself
        verdict = understand(said)
        if isinstance(verdict, Run) and self._is_taken_back(session, row, verdict):
            return Ignore(is_void=True)
        if not isinstance(verdict, Ignore) or row.kind is not Kind.TEXT:
            return verdict
        answer = answers.read(said.text, leniently=said.is_of_professional)
        meaning = None if answer is None else answer.meaning
        if answer is None and said.is_of_professional:
            answer = answers.begun(said.text, plainly=False)
            meaning = None if answer is None else answer.meaning
        if meaning in _AS_TAPPED:
            # A short answer in reply to what may be tapped is a tap; whether it answers what is asked
            # there, the handler says
            verdict = self._tapped(session, ctx, replace(row, body=_AS_TAPPED[meaning]))
        if isinstance(verdict, Ignore) and answer is None and self._is_to_us(session, row):
            if said.is_among_others:
                return Hand(ctx=ctx, handler=lambda here: self._table.free_words(here, said.text))
            about = near_miss.in_reply(said) if said.is_of_professional else None
            if about is not None:
                return about  # a sentence about what was asked there: "Jag hann inte, tar det på måndag"
            if any(one.isalnum() for one in row.body):
                return Refuse(text=T("kit.unclear_reply"), is_unclear=True)
        return verdict

    def _is_to_us(self, session: Session, row: Incoming) -> bool:
        """Whether a message is a direct reply to the bot."""
        return row.thread is None and row.about is not None and inbox.is_ours(session, row.about)

    def _is_taken_back(self, session: Session, row: Incoming, run: Run) -> bool:
        """Whether the words of a command have been changed or removed before they were handled: they came
        together, perhaps while the bot was away. Not asked of commands that only look."""
        if row.kind is not Kind.TEXT or not run.said.parsed.command.evidence:
            return False
        return inbox.later_change(session, self._account_id, row.event_id) is not None

    # ------------------------------------------------------------------------------------------ carrying out

    def _carry_out(self, session: Session, row: Incoming, turn: _Turn, verdict: Verdict) -> None:
        """The one place where a verdict is carried out, and the row marked as handled."""
        is_unclear = False
        if row.kind is Kind.MEMBER:
            self._note_member(session, row, turn.room)
        elif turn.ctx is not None:
            self._on_heard(turn.ctx.now, row.seen_at)
        match verdict:
            case Ignore():
                if turn.ctx is None and row.kind is Kind.NUMBER:
                    outbox.put_redaction(session, turn.room.id, row.event_id, now=row.seen_at)
            case Refuse():
                self._refuse(session, row, turn, verdict)
            case Answer():
                self._close(session, verdict.closes)
                self._clear(session, verdict.clears)
                assert turn.ctx is not None  # a stranger's row is ignored
                self._effects.write(session, turn.ctx, verdict.reply)
            case Hand():
                self._clear(session, verdict.clears)
                self._effects.write(session, verdict.ctx, verdict.handler(verdict.ctx))
            case Run():
                self._close(session, verdict.closes)
                is_unclear = self._run(session, row, verdict)
                if not is_unclear:
                    self._go_on(session, turn, verdict)
                if verdict.heard is not None:
                    done = verdict.heard.say(T("kit.second_done_there"), quiet=True)
                    self._effects.write(session, verdict.heard, (done,))
            case _:
                assert_never(verdict)
        is_void = isinstance(verdict, Ignore) and verdict.is_void
        is_refused = is_void or is_unclear or isinstance(verdict, Refuse)
        if turn.message is not None and own_page.is_judged_with_next(turn.message):
            self._note_just_said(session, turn.message)
        self._mark_done(session, row, turn, is_refused=is_refused)
        self._end(session, row, turn)

    def _note_just_said(self, session: Session, said: Message) -> None:
        """Keep an ordinary message for half a minute: what follows may show that it was none."""
        just_said.note(
            session,
            person_id=said.ctx.sender.id,
            text=said.said,
            event_id=str(said.ctx.said_in),
            now=said.ctx.now,
        )

    def _mark_done(self, session: Session, row: Incoming, turn: _Turn, *, is_refused: bool) -> None:
        """Mark the message of a row handled; the row itself when it holds no more."""
        rest = "" if turn.message is None else turn.message.rest
        if rest:
            inbox.mark_part_done(session, row.id, rest, is_refused=is_refused)
            return
        if is_refused and row.part:
            is_refused = inbox.was_refused_so_far(session, row.id)
        inbox.mark_done(session, row.id, reference=inbox.REFUSED if is_refused else None)

    def _close(self, session: Session, closes: Iterable[Closed]) -> None:
        for closed in closes:
            question.close_one(session, closed.question_id, closed.state, by=closed.by)

    def _clear(self, session: Session, events: Iterable[str]) -> None:
        for event_id in events:
            inbox.clear_refused(session, self._account_id, event_id)

    def _end(self, session: Session, row: Incoming, turn: _Turn) -> None:
        """End the preview that these words are no answer to, and say so once all else is said.

        A question that waits for a second person is ended, too, when the words that led to it are changed or
        taken back. ``avbryt`` ends a preview by itself, and tells so in its own answer.
        """
        ctx = turn.ctx
        if ctx is None:
            return
        if turn.ended is not None and not self._still_stands(session, turn):
            was_open = question.mark_replaced(session, turn.ended.id)
            # "Menade du ...?" is over without a word: mostly the next words are what was meant
            if was_open and turn.ended.digest != MEANT:
                self._say_ended(session, ctx, turn.ended)
        if row.kind in (Kind.EDIT, Kind.REDACTION) and row.about is not None and not turn.takes_tap_back:
            for cancelled in question.cancel_caused_by(session, self._account_id, row.about, ctx.sender.id):
                self._say_over(session, ctx, cancelled)

    def _still_stands(self, session: Session, turn: _Turn) -> bool:
        """Whether a preview that an earlier line of the same message asked for is still the newest: only a
        line that asks something itself ends it."""
        said, ended = turn.message, turn.ended
        if said is None or ended is None or not which_question.is_of_same(said, ended):
            return False
        newest = question.newest_open(session, said.ctx.room.id, said.ctx.sender.id, said.ctx.now)
        return newest is not None and newest.id == ended.id

    def _say_ended(self, session: Session, ctx: UnitCtx, ended: Asked) -> None:
        """Say that a preview is over; nothing where the very same one was asked for again."""
        name = which_question.name_of(self._table, ctx, ended)
        now_asked = question.newest_open(session, ctx.room.id, ctx.sender.id, ctx.now)
        if now_asked is None or which_question.name_of(self._table, ctx, now_asked) != name:
            self._say_over(session, ctx, ended)
        elif now_asked.digest != ended.digest:
            over = ctx.say(T("kit.preview_over_before", name=name), quiet=True, tag="beside")
            self._effects.write(session, ctx, (over,))

    def _say_over(self, session: Session, ctx: UnitCtx, asked: Asked) -> None:
        name = which_question.name_of(self._table, ctx, asked)
        key = "kit.preview_over" if asked.person_id is not None else "kit.second_over"
        over = Say(room_id=asked.room_id, body=T(key, name=name), quiet=True, tag="beside")
        self._effects.write(session, ctx, (over,))

    # ------------------------------------------------------------------------------------------ running

    def _run(self, session: Session, row: Incoming, run: Run) -> bool:
        """Run a command. A missing argument, or a yes that it needs, is asked for in the same unit: nothing
        is written before.

        Returns whether its words may mean several things: such words can still be mended by an edit.
        """
        command = run.said.parsed.command
        self._check(run, row)
        try:
            run, lacking = self._filled(run)
            args = None if lacking is not None else parse.values(run.said.parsed, env(run.ctx))
        except Unsure as unsure:
            self._effects.write(session, run.ctx, (unclear.question(run.ctx, run.said, unsure),))
            return True
        except UnclearWords as several:
            said = run.said
            if several.is_none and said.asked is not None:
                raise  # the question that this was to answer stays open
            ask = questions.which_is_meant(run.ctx, said.parsed, several, said.case_id, since=said.since)
            self._effects.write(session, run.ctx, (ask,))
            return True
        if lacking is not None:
            self._effects.write(session, run.ctx, (self._missing(run, lacking),))
            return False
        before = writes.count(session)
        outcome = command.run(run.ctx, args)
        if run.said.parsed.is_dry_run and not isinstance(outcome, Missing):
            raise Refused(_what_would_be(run, outcome))  # which undoes it
        match outcome:
            case Missing():
                writes.check(session, before)
                self._effects.write(session, run.ctx, (self._missing(run, outcome),))
            case Confirm():
                writes.check(session, before)
                self._effects.write(session, run.ctx, self._confirm(run, outcome))
            case _:
                self._clear(session, run.clears)
                run.ctx.store.audit(carried_out(command.key))
                if run.said.asked is None and not _goes_on_after(run):
                    # Before it asks something itself
                    room_id, person_id = run.ctx.room.id, run.ctx.sender.id
                    question.close_all(
                        session,
                        room_id,
                        person_id,
                        "replaced",
                        keeping=question.STANDING,
                        but_of=run.ctx.said_in if row.part else None,
                    )
                self._effects.write(session, run.ctx, outcome)
        return False

    def _go_on(self, session: Session, turn: _Turn, run: Run) -> None:
        """What becomes of the guided dialogue a professional is in when they say a new command: after a look
        its question is asked again; anything else ends it."""
        ctx = turn.ctx
        own = turn.own
        command = run.said.parsed.command
        if ctx is None or own is None or own.field is None or run.said.asked is not None or ctx.on_own_page:
            return
        if own.command in question.STANDING:
            return  # it stands whatever else is done meanwhile
        asking = self._table.by_key[own.command]
        if _goes_on_after(run):
            self._effects.write(session, ctx, (questions.again(ctx, asking, own),))
        elif command.key not in (own.command, "cancel"):
            over = ctx.say(T("kit.dialogue_over", name=asking.name(ctx.language)), quiet=True, tag="beside")
            self._effects.write(session, ctx, (over,))

    def _check(self, run: Run, row: Incoming) -> None:
        """Refuse what may not be run."""
        command = run.said.parsed.command
        self._authorise(run.ctx, command)
        if command.evidence and not row.verified:
            raise Refused(T("kit.not_verified"))
        if command.ready is not None:
            command.ready(run.ctx)

    def _filled(self, run: Run) -> tuple[Run, Missing | None]:
        """The command with what can only be meant where nothing was said, and what has to be asked for then."""
        parsed = run.said.parsed
        lacking = parse.missing(parsed)
        if lacking is None:
            return run, None
        parse.check_words(parsed, env(run.ctx))  # a wrong answer is told now, not at the end
        parse.check_no_person_in_text(parsed, lacking, env(run.ctx))
        known = None if parsed.command.fill is None else parsed.command.fill(run.ctx, lacking)
        if not isinstance(known, str):
            return run, known or Missing(field=lacking)
        filled = replace(parsed, words={**parsed.words, lacking: known})
        return self._filled(replace(run, said=replace(run.said, parsed=filled)))

    def _authorise(self, ctx: UnitCtx, command: Command) -> None:
        """Authority follows the person, never the room."""
        if not ctx.sender.active or not may(ctx.sender.role, command.needs):
            raise Refused(T("kit.may_not"))
        hearing.check_belongs(ctx)
        if isinstance(ctx, CaseCtx) and not which_case.may_speak_of(ctx, ctx.case, command.needs):
            raise Refused(T("kit.may_not"))

    def _missing(self, run: Run, missing: Missing) -> Ask:
        said = run.said
        return questions.for_field(run.ctx, said.parsed, missing, said.case_id, since=said.since)

    def _confirm(self, run: Run, confirm: Confirm) -> Reply:
        """Ask for a yes. When a yes has just been given to an earlier preview, the question says that
        something has changed in between."""
        said = run.said
        anew = said.answers_preview and (said.by_second or not confirm.by_second)
        return questions.whether_agreed(
            run.ctx, said.parsed, said.case_id, confirm, anew=anew, since=said.since
        )

    def _refuse(self, session: Session, row: Incoming, turn: _Turn, refusal: Refuse) -> None:
        """Say why. An unanswered guided question stays open, so that the person can simply try again."""
        if turn.ctx is None:
            return
        said = refusal.ask or replace(turn.ctx.say(_about_line(turn, refusal.text)), reply_to=row.event_id)
        effect: Effect = said
        if refusal.is_unclear and turn.room.kind.of_case:
            effect = self._unclear(session, turn.ctx, row, said)
        self._effects.write(session, turn.ctx, (effect,))
        turn.ctx.store.audit(Action.COMMAND_REFUSED, reason=str(Refused(refusal.text)))

    def _unclear(self, session: Session, ctx: UnitCtx, row: Incoming, said: Ask | Say) -> Effect:
        """What is said in a room of a case to words that make no sense: a quiet line, at most one an hour to each
        person. In between their message gets a sign, which disturbs nobody and says which one is meant."""
        tag = f"unclear:{ctx.sender.id}"
        if outbox.was_said_since(session, ctx.room.id, tag, ctx.now - UNCLEAR_EVERY):
            return React(room_id=ctx.room.id, event_id=row.event_id, key=UNCLEAR)
        return replace(said, quiet=True, tag=tag)

    def _failed(self, row: Incoming) -> None:
        ref = reference()
        log.exception("dispatch.failed", row=row.id, reference=ref)
        with self._db.unit() as session:
            self._forget_changed(session, row)
            if not inbox.note_failure(session, row.id, ref, most_tries=MOST_TRIES):
                return
            unit_id = rooms.get(session, row.room_id).unit_id
            due.schedule(session, unit_id=unit_id, kind=UNHANDLED, subject=str(row.id), at=row.seen_at)
        try:
            with self._db.unit() as session:
                turn = self._turn(session, row)
                if turn.ctx is not None:
                    told = _about_line(turn, T("kit.failed", reference=ref))
                    self._effects.write(session, turn.ctx, (turn.ctx.say(told),))
                if turn.message is not None and turn.message.rest:
                    inbox.mark_part_done(session, row.id, turn.message.rest, is_refused=False)
                self._end(session, row, turn)
        except Exception:
            # Even if nobody can be told, the row stays aside
            log.exception("dispatch.not_told", row=row.id, reference=ref)

    # -------------------------------------------------------------------------------------- other events

    def _flooded(self, ctx: UnitCtx, row: Incoming) -> Reply:
        """Tell somebody, once, that they have written more than the bot takes.

        From a youth or guardian it may be a cry for help: they get the safe words, and the coordinator the
        alarm, as for any words of theirs.
        """
        if ctx.sender.role in NEAR and ctx.room.kind.of_case:
            ctx = replace(ctx, room=ctx.store.page(ctx.sender.id))
        told = ctx.say(T("kit.flood"))
        if not ctx.on_own_page:
            return (told,)
        if row.body:
            return (told, *self._table.free_words(ctx, row.body))
        return (told, *self._table.unreadable(ctx, Wordless.OTHER))

    def _tapped(self, session: Session, ctx: UnitCtx, row: Incoming) -> Verdict:
        """A reaction to a message, or a short answer in reply to one that may be tapped.

        On a youth's or guardian's page a reaction answers nothing.
        """
        if row.kind is Kind.REACTION:
            told = self._tap_answers_nothing(session, ctx, row)
            if told is not None:
                return told
            if ctx.on_own_page:
                return Ignore()
        tapped_row = None if row.about is None else outbox.row_behind(session, row.about)
        if tapped_row is None:
            return Ignore()
        _, tag = tapped_row
        kind, _, subject = (tag or "").partition(":")
        tapped = self._table.by_tag.get(kind)
        case_id = ctx.room.case_id or self._case_on_page(session, ctx, kind, subject)
        if tapped is None or not subject or case_id is None:
            return Ignore()
        of_case = ctx.of(ctx.store.one_case(case_id))
        if not _is_with(of_case):
            return self._hand_tap(session, row, of_case, lambda: (_not_in(of_case, subject),))
        return self._hand_tap(session, row, of_case, lambda: tapped.run(of_case, subject, row.body))

    def _case_on_page(self, session: Session, ctx: UnitCtx, kind: str, subject: str) -> str | None:
        """The case of a task or meeting that is asked about on somebody's own page; None for what else stands there."""
        if ctx.room.kind is not RoomKind.PAGE:
            return None
        if kind == _MEETING:
            return meeting.case_of(session, ctx.unit_id, subject)
        return plan.case_of_task(session, ctx.unit_id, subject) if kind == Question.GOES else None

    def _hand_tap(self, session: Session, row: Incoming, ctx: CaseCtx, handle: Callable[[], Reply]) -> Hand:
        """Have a tap, or one that is taken back, handled. Whoever has had the same quiet words about the same thing
        does not get them again; what is written in reply is always answered."""

        def run(_ctx: UnitCtx) -> Reply:
            reply = handle()
            if row.kind is Kind.TEXT:
                return reply
            return tuple(effect for effect in reply if not self._was_told(session, effect))

        return Hand(ctx=ctx, handler=run)

    def _was_told(self, session: Session, effect: Effect) -> bool:
        """Whether quiet words with a tag stand in their room already."""
        if not isinstance(effect, Say) or not effect.quiet or effect.tag is None:
            return False
        return (
            outbox.is_queued(session, effect.room_id, effect.tag)
            or outbox.shown_event(session, effect.room_id, effect.tag) is not None
        )

    def _taken_back(self, session: Session, ctx: UnitCtx, row: Incoming) -> Verdict:
        """An answer by a tap, or by a short reply to what may be tapped, whose event somebody takes back."""
        tap = taps.of_event(session, row.about or "")
        if tap is None or tap.person_id != ctx.sender.id:
            return Ignore()
        if ctx.room.case_id != tap.case_id and ctx.room.kind is not RoomKind.PAGE:
            return Ignore()
        of_case = ctx.of(ctx.store.one_case(tap.case_id))
        kind, _, subject = tap.tag.partition(":")
        if not _is_with(of_case):
            return self._hand_tap(session, row, of_case, lambda: (_not_in(of_case, subject),))
        handler = self._table.by_tag[kind]
        return self._hand_tap(session, row, of_case, lambda: handler.back(of_case, tap))

    def _tap_answers_nothing(self, session: Session, ctx: UnitCtx, row: Incoming) -> Answer | None:
        """What is said to a tap on a question that this person may answer; None when it is on no such
        question.

        A homeserver sees reactions and can forge them, so a tap answers nothing. Whoever taps is told so,
        once for each question.
        """
        tapped_row = None if row.about is None else outbox.row_behind(session, row.about)
        if tapped_row is None:
            return None
        number, _ = tapped_row
        asked = question.of_message(session, number)
        if asked is None or asked.state not in ("open", "replaced") or asked.room_id != ctx.room.id:
            return None
        is_for_second = asked.person_id is None and asked.asker != ctx.sender.id
        may_answer = is_for_second and may(ctx.sender.role, Duty.APPROVE)
        if asked.person_id != ctx.sender.id and not may_answer:
            return None
        tag = f"words:{asked.id}:{ctx.sender.id}"
        if (
            outbox.is_queued(session, ctx.room.id, tag)
            or outbox.shown_event(session, ctx.room.id, tag) is not None
        ):
            return Answer(reply=())
        if ctx.on_own_page:
            words = T("youth.send_or_not") if asked.command == question.OFFER else T("youth.in_words")
        else:
            words = T("kit.in_words") if asked.field is None else T("kit.in_words_field")
        return Answer(reply=(ctx.say(words, tag=tag, quiet=not ctx.on_own_page),))

    def _member_changed(self, ctx: UnitCtx, row: Incoming) -> Verdict:
        """Somebody came to a room or left it: every handler of such changes is told."""

        def run(here: UnitCtx) -> Reply:
            effects: list[Effect] = []
            for member_change in self._table.members:
                effects += member_change.run(here, row.body)
            return tuple(effects)

        return Hand(ctx=which_case.in_case(ctx, ctx.room.case_id), handler=run)

    def _note_member(self, session: Session, row: Incoming, room: RoomView) -> None:
        """Have the reconciler look at a room that somebody came to or left; what waits for its owner may go
        now."""
        rooms.mark_dirty(session, matrix_room=room.matrix_room)
        if row.body == "join":
            outbox.wake(session, room.id, row.seen_at)


def _goes_on_after(run: Run) -> bool:
    """Whether a guided dialogue goes on after a command. On a youth's page only help leaves it open."""
    command = run.said.parsed.command
    return command.aside or (command.looks and not run.ctx.on_own_page)


def _not_in(ctx: CaseCtx, subject: str) -> Say:
    return to_tapper(ctx, subject, T("kit.tap_not_in"))


def _is_with(ctx: CaseCtx) -> bool:
    """Whether somebody is in the room where they tapped, or may be; their tap may come late, or be forged."""
    room = ctx.store.room if ctx.room.kind is RoomKind.PAGE else ctx.room
    if ctx.sender.id in circle.members(ctx.store, room):
        return True
    return ctx.sender.matrix_id in ctx.store.joined(room)  # in a frozen room people stay for some days


def _about_line(turn: _Turn, told: Text | Lines) -> Text | Lines:
    """What is said about words, as they were written; about one of several lines with that line."""
    said = turn.message
    if said is None:
        return told
    told = said.as_written(told)
    if not (said.rest or said.is_later):
        return told
    return lines(T("kit.of_line", line=said.said), told)
