"""What somebody's words ask for: the answer to a question, a command, or a youth's own words.

Whose question it is, which case is meant, and whether words that look like a command are one is settled here; whether
the person may do it, and what follows, is for the dispatcher.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.conversation import answers, arguments, contexts, parse, questions
from bot.conversation.command import Ask, Command, UnitCtx
from bot.conversation.questions import CASE, MEANT
from bot.conversation.table import Table
from bot.conversation.verdict import Answer, Closed, Hand, Ignore, Refuse, Run, Said, Verdict
from bot.errors import Refused
from bot.i18n import Lines, T, Text, lines
from bot.messages import Incoming, Kind, Urgency
from bot.rules.case import Case
from bot.rules.roles import OWN_WORDS, Duty, Role, may
from bot.rules.room import RoomKind
from storage import inbox, outbox, question
from storage.question import BETWEEN, Asked

#: What questions are called to a youth who has several open; any other is "the question".
_CALLED = {
    "meeting_answer": "time",
    "suggest_time": "time",
    "withdraw": "group",
    "talk_about_it": "talk",
    question.OFFER: "send",
}

_NAMED = {
    "time": T("youth.name_time"),
    "group": T("youth.name_group"),
    "talk": T("youth.name_talk"),
    "question": T("youth.name_question"),
    "send": T("youth.name_send"),
    "not_send": T("youth.name_not_send"),
}

#: What puts somebody out of it on a youth's own word, and what asks for a time: no yes or no answers that.
_PUTS_OUT, _ASKS_WHEN = "withdraw", "suggest_time"

#: Events that are no new words of a person.
_NOT_SAID = frozenset({Kind.REACTION, Kind.MEMBER})

#: A yes of a second person that needs no reply; anything else may be said to anybody ("ok").
_PLAIN_YES = frozenset({"ja", "yes"})


class Understanding:
    """Understands texts, with the table of all that can be said."""

    def __init__(self, table: Table, account_id: str) -> None:
        self._table = table
        self._account_id = account_id

    def words(self, session: Session, ctx: UnitCtx, row: Incoming) -> Verdict:
        """What a text asks for. Reads, and writes nothing."""
        try:
            return self._words(session, ctx, row)
        except Refused as refusal:
            return Refuse(text=refusal.text)

    def _words(self, session: Session, ctx: UnitCtx, row: Incoming) -> Verdict:
        """Raises :class:`Refused` where words are for the bot but make no sense; it says what to write instead."""
        text = row.body.strip()
        commanding = ctx.room.kind in (RoomKind.OFFICE, RoomKind.PAGE)
        if text.startswith("!"):
            text = text[1:].strip()
            commanding = True
        if len(text) > parse.LONGEST:
            return self._too_long(ctx, text, commanding)
        clears: tuple[str, ...] = ()
        if row.kind is Kind.EDIT and ctx.sender.role not in (Role.YOUTH, Role.GUARDIAN):
            if not inbox.is_refused(session, self._account_id, row.about or ""):
                # What was understood has been done; to do it again with other words takes a new message
                raise Refused(T("kit.edited"))
            clears = (row.about or "",)
        asked = self._question(session, ctx, row, text)
        if self._answers_older(session, ctx, row, text):
            return Answer(reply=(ctx.say(T("youth.answer_anew"), tag="beside"),))
        if ctx.on_own_page and not _replies(row):
            which = self._asks_which(session, ctx, text)
            if which is not None:
                return Answer(reply=(which,))
        if asked is not None and self._is_answer(ctx, asked, text):
            return _clearing(self._answered(session, ctx, asked, text), clears)
        return _clearing(self._unasked(session, ctx, row, text, asked, commanding=commanding), clears)

    def _unasked(
        self, session: Session, ctx: UnitCtx, row: Incoming, text: str, asked: Asked | None, *, commanding: bool
    ) -> Verdict:
        """What words ask for that answer no question: a command, somebody's own words, or nothing we know."""
        found = parse.find(text, self._table.spoken)
        if found is not None and ctx.room.kind in found[0].where and self._meant(ctx, *found):
            if not may(ctx.sender.role, found[0].needs):
                raise Refused(T("kit.may_not"))  # before anything of it is read, so that the answer tells nothing
            parsed = parse.read(*found, contexts.env(ctx))
            case_id = self._case_id(ctx, parsed)
            if case_id is None and parsed.command.of_case:
                return Answer(reply=(questions.for_case(ctx, parsed),))
            return Run(ctx=_in_case(ctx, case_id), said=Said(parsed=parsed, case_id=case_id))
        if ctx.sender.role in OWN_WORDS and ctx.room.kind is RoomKind.PAGE:
            return self._own_words(ctx, text)
        if asked is None and self._is_misplaced(session, ctx, row, text):
            raise Refused(T("kit.reply_counts_there"))
        if not commanding and asked is None:
            return Ignore()
        if self._says_yes_or_no(ctx, text):
            own = question.is_awaiting_second(session, ctx.room.id, ctx.sender.id, ctx.now)
            raise Refused(T("person.second_is_first" if own else "kit.nothing_asked"))
        if found is not None:
            raise Refused(parse.not_here(found[0]) if may(ctx.sender.role, found[0].needs) else T("kit.may_not"))
        return self._meant_perhaps(ctx, text)

    def _own_words(self, ctx: UnitCtx, text: str) -> Hand:
        """The words of a youth, a guardian or a guest, which are never met by a parser's error."""
        return Hand(ctx=ctx, handler=lambda here: self._table.free_words(here, text))

    def _meant_perhaps(self, ctx: UnitCtx, text: str) -> Refuse:
        """What to say about words that are no command: the one that was meant, if that is plain."""
        offered = self._table.offered(ctx.sender.role, ctx.room.kind)
        known = parse.suggest(text, offered)
        if not known:
            return self._about_a_case(ctx, text, offered) or Refuse(text=T("kit.unknown"))
        several = Refuse(text=T("kit.did_you_mean_one", names=[command.name(ctx.language) for command, _ in known]))
        if len(known) > 1:
            return several
        command, words = known[0]
        try:
            parsed = parse.read(command, words, contexts.env(ctx))
            case_id = self._case_id(ctx, parsed)
        except Refused:
            return several  # it would not run as it stands
        # Others read it there: what was typed is not said again in the bot's voice, for it may be for some of them only
        plain = all(isinstance(command.fields()[name].reads, arguments.Number) for name in parsed.words)
        shown = " ".join([command.name(ctx.language), *(words if plain or not among_people(ctx) else ())])
        return _whether_meant(ctx, parsed, case_id, shown)

    def _about_a_case(self, ctx: UnitCtx, text: str, offered: Sequence[Command]) -> Refuse | None:
        """Words that name a case they may see, and say nothing else we know: how it stands, perhaps."""
        env = contexts.env(ctx)
        for show in (command for command in offered if command.key == "case"):
            for word in (one for one in parse.split(text) if arguments.Code().take([one], env)):
                try:
                    parsed = parse.read(show, [word], env)
                    case_id = self._case_id(ctx, parsed)
                except Refused:
                    continue
                return _whether_meant(ctx, parsed, case_id, f"{show.name(ctx.language)} {parsed.code}")
        return None

    def _too_long(self, ctx: UnitCtx, text: str, commanding: bool) -> Verdict:
        """Nothing that long is a command or an answer; and reading it as one could take minutes."""
        if ctx.sender.role in OWN_WORDS and ctx.room.kind is RoomKind.PAGE:
            return self._own_words(ctx, text)
        if commanding:
            return Refuse(text=T("kit.not_understood", rest=text[:80] + "…"))
        return Ignore()

    def _sayable(self, ctx: UnitCtx, command: Command) -> bool:
        return ctx.room.kind in command.where and may(ctx.sender.role, command.needs)

    def _whole(self, ctx: UnitCtx, command: Command, words: list[str]) -> bool:
        """Whether words are a command with all it needs, and nothing else."""
        env = contexts.env(ctx)
        try:
            heard = parse.read(command, words, env)
            for name, text in heard.words.items():
                command.fields()[name].reads.value(text, env)
        except Refused:
            return False
        return parse.missing(heard) is None

    def _meant(self, ctx: UnitCtx, command: Command, words: list[str]) -> bool:
        """Whether words that begin like a command are one.

        A cry for help may begin so too ("hjälp mig", "stopp snälla"): what a youth or guardian writes is a command only
        when all of it is. And what they may not say is no command of theirs: "flytta mötet annars ..." is what they
        want to tell somebody, and is met as such.
        """
        if ctx.sender.role not in OWN_WORDS or ctx.room.kind is not RoomKind.PAGE:
            return True
        if not may(ctx.sender.role, command.needs):
            return False
        return not words or self._whole(ctx, command, words)

    def ended(self, session: Session, ctx: UnitCtx, row: Incoming) -> Asked | None:
        """The preview that a person's new words end, because they are not its answer.

        A question for a missing argument stays: help or a wrong word does no harm there. In the rooms of a case people
        talk with each other too, so that only what is said to the bot counts.
        """
        own = None if row.kind in _NOT_SAID else question.newest_open(session, ctx.room.id, ctx.sender.id, ctx.now)
        if own is None or own.field is not None:
            return None
        if row.kind is Kind.REDACTION:
            return own  # perhaps of the very command: in doubt it is over
        if row.kind not in (Kind.TEXT, Kind.EDIT):
            return None if among_people(ctx) else own
        if _replies(row):
            asked = self._replied_to(session, ctx, row)
            if asked is None or asked.id != own.id:
                return own
        return None if self._yes_or_no(ctx, own, row.body.strip().removeprefix("!")) else own

    def name_of(self, ctx: UnitCtx, asked: Asked) -> str:
        """What a question is called to people: its command, and the case or person it is about."""
        command, about = self._table.by_key[asked.command], self._about(ctx, asked)
        return command.name(ctx.language) if about is None else f"{command.name(ctx.language)} {about}"

    def _question(self, session: Session, ctx: UnitCtx, row: Incoming, text: str) -> Asked | None:
        """The question these words may answer. A reply answers what it replies to, or nothing; other words answer the
        person's own question, else a second person's."""
        if _replies(row):
            return self._replied_to(session, ctx, row)
        if ctx.on_own_page:
            return self._on_own_page(session, ctx, text)
        own = question.newest_open(session, ctx.room.id, ctx.sender.id, ctx.now)
        if own is not None and own.field is None and not _is_seen(session, own):
            own = None
        return self._second(session, ctx, own, text) or own

    def _replied_to(self, session: Session, ctx: UnitCtx, row: Incoming) -> Asked | None:
        ours = outbox.row_behind(session, row.about or "")
        asked = None if ours is None else question.replied_to(session, ours[0], ctx.sender.id, ctx.now)
        fits = asked is not None and asked.room_id == ctx.room.id and self._may_answer(ctx, asked)
        return asked if fits else None

    def _second(self, session: Session, ctx: UnitCtx, own: Asked | None, text: str) -> Asked | None:
        """The second person's question that a yes or no without a reply is for: the one it names, else the only one
        it can mean. ``own``: what the person is asked there themselves, which comes first.

        Raises:
            Refused: it may be for another; the text says how to answer. A yes typed for one question must never be
                taken for the next.
        """
        said, name = _short_answer(text)
        if said is None or not may(ctx.sender.role, Duty.APPROVE):
            return None
        waiting = [
            one
            for one in question.answerable_as_second(session, ctx.room.id, ctx.sender.id, ctx.now)
            if _is_seen(session, one)
        ]
        preview = own if own is not None and own.field is None else None
        if name is not None:
            known = waiting if preview is None else [preview, *waiting]
            meant = [one for one in known if self._is_called(ctx, one, name)]
        elif preview is not None and said in answers.YES:
            meant = [preview, *(one for one in waiting if one.id > preview.id)]  # seen since
        else:
            meant = waiting if own is None else []
        if len(meant) > 1:
            raise Refused(T("kit.which_question", n=len(meant)))
        if not meant or name is not None or meant[0] == own or said in answers.NO:
            return meant[0] if meant else None
        if said not in _PLAIN_YES or not question.is_beyond_doubt(session, meant[0], ctx.sender.id, ctx.now):
            raise Refused(self._is_it_this(ctx, meant[0]))
        return meant[0]

    def _is_it_this(self, ctx: UnitCtx, asked: Asked) -> Lines:
        """What a second person's question is, and how to answer it so that nothing else can be meant."""
        about = self._about(ctx, asked)
        how = T("kit.second_how") if about is None else T("kit.second_how_named", name=about)
        name = ctx.store.people.get(asked.asker).name
        return lines(T("kit.second_meant", name=name, what=self.name_of(ctx, asked)), how)

    def _about(self, ctx: UnitCtx, asked: Asked) -> str | None:
        return contexts.called(ctx, self._table.by_key[asked.command], asked.case_id, asked.words)

    def _is_called(self, ctx: UnitCtx, asked: Asked, name: str) -> bool:
        called = self._about(ctx, asked)
        return called is not None and _plain(called) == _plain(name)

    def _yes_or_no(self, ctx: UnitCtx, asked: Asked, text: str) -> str | None:
        """The yes or no to a question in words that are nothing else, or that name it."""
        said, name = _short_answer(text)
        return said if name is None or self._is_called(ctx, asked, name) else None

    def _says_yes_or_no(self, ctx: UnitCtx, text: str) -> bool:
        """Whether words are a yes or no, bare or to something that there is."""
        said, name = _short_answer(text)
        env = contexts.env(ctx)
        return said is not None and (
            name is None or arguments.Code().take([name], env) == 1 or env.person(name) is not None
        )

    def _is_misplaced(self, session: Session, ctx: UnitCtx, row: Incoming, text: str) -> bool:
        """Whether words would answer what is asked, were they not a reply to something that asks nothing."""
        ours = outbox.row_behind(session, row.about or "")
        if not _replies(row) or (ours is not None and (ours[1] is not None or question.is_question(session, ours[0]))):
            return False  # what may be tapped takes a yes; and about a question that is over another word is said
        own = question.newest_open(session, ctx.room.id, ctx.sender.id, ctx.now)
        if own is not None:
            return self._is_answer(ctx, own, text)
        if _short_answer(text)[0] is None or not may(ctx.sender.role, Duty.APPROVE):
            return False
        return bool(question.answerable_as_second(session, ctx.room.id, ctx.sender.id, ctx.now))

    def _on_own_page(self, session: Session, ctx: UnitCtx, text: str) -> Asked | None:
        """The question a youth's or guardian's words may answer: the one they saw last. What says SKICKA or not is for
        the offer to pass their words on, whatever else has been asked since."""
        shown = question.delivered(session, ctx.room.id, ctx.sender.id, ctx.now)
        if answers.sends(text) is not None or answers.forgets(text):
            offers = [one for one in shown if one.command == question.OFFER]
            if offers:
                return offers[-1]
        if answers.yes_or_no(text) is not None:
            meant = self._may_be_meant(session, ctx)
            if len(meant) == 1:
                return meant[0]
        return shown[-1] if shown else None

    def _may_be_meant(self, session: Session, ctx: UnitCtx) -> list[Asked]:
        """The questions that a bare yes or no on an own page may be for: the one seen last, and those before it whose
        answer must not go astray. Yes and no belong to an offer, if that is what was asked last."""
        shown = question.delivered(session, ctx.room.id, ctx.sender.id, ctx.now)
        if not shown:
            return []
        last = shown[-1]
        if last.command == BETWEEN:
            ids = {number for name, number in last.words.items() if name != "said"}
            return [one for one in shown if str(one.id) in ids]
        if last.command == question.OFFER:
            return [last]
        before = [one for one in shown[:-1] if one.command in question.STANDING and one.command != last.command]
        return before if last.command == _ASKS_WHEN else [*before, last]

    def _asks_which(self, session: Session, ctx: UnitCtx, text: str) -> Ask | None:
        """The question which question is meant by a bare yes or no on an own page, where that is not plain."""
        said = answers.yes_or_no(text)
        meant = [] if said is None else self._may_be_meant(session, ctx)
        if len(meant) == 1 and meant[0].command == question.OFFER and not question.is_last_word(session, meant[0]):
            # Something that sounds like a question came after it: then the offer is made again
            return self._asked_on_page(ctx, meant[0], T("youth.send_or_not"))
        if len(meant) < 2:
            return None
        names = {_CALLED.get(one.command, "question"): str(one.id) for one in meant}
        return replace(
            self._asked_on_page(ctx, meant[-1], _which(names, said=bool(said))),
            command=BETWEEN,
            field=BETWEEN,
            given={**names, "said": "ja" if said else "nej"},
        )

    def _asked_on_page(self, ctx: UnitCtx, like: Asked, body: Text) -> Ask:
        """A question once more, in other words."""
        return Ask(
            room_id=ctx.room.id,
            person_id=ctx.sender.id,
            body=body,
            command=like.command,
            field=str(like.field),
            given=like.words,
            case_id=like.case_id,
            urgency=Urgency.ANSWER,
            tag="beside",
        )

    def _says_it_again(self, session: Session, ctx: UnitCtx, asked: Asked, text: str) -> bool:
        """Whether a yes is for what puts somebody out, and other words of ours have come since that was asked: then it
        is asked once more before anything is done."""
        return (
            asked.command == _PUTS_OUT
            and answers.yes_or_no(text) is True
            and not question.is_last_word(session, asked, strictly=True)
        )

    def _answers_older(self, session: Session, ctx: UnitCtx, row: Incoming, text: str) -> bool:
        """Whether an earlier message was changed into a short answer to something asked since."""
        if row.kind is not Kind.EDIT or not ctx.on_own_page:
            return False
        is_short = answers.yes_or_no(text) is not None or answers.sends(text) is not None
        written = inbox.seen_at(session, self._account_id, row.about or "")
        asked = question.delivered(session, ctx.room.id, ctx.sender.id, ctx.now)
        return is_short and any(
            one.command in question.STANDING and (written is None or one.asked_at >= written) for one in asked
        )

    def _may_answer(self, ctx: UnitCtx, asked: Asked) -> bool:
        """A second person's question takes the duty to approve, whoever else is in the room."""
        return asked.person_id is not None or may(ctx.sender.role, Duty.APPROVE)

    def _is_answer(self, ctx: UnitCtx, asked: Asked, text: str) -> bool:
        """Whether words answer a question, rather than being a new command or free words."""
        if asked.field is None:
            return self._yes_or_no(ctx, asked, text) is not None
        if asked.command == BETWEEN:
            return answers.named(text)[0] in asked.words
        if asked.field == CASE:
            words = parse.split(text)
            return len(words) == 1 and arguments.Code().take(words, contexts.env(ctx)) == 1
        command = self._table.by_key[asked.command]
        found = parse.find(text, self._table.spoken)
        if found is not None and not command.hidden and self._sayable(ctx, found[0]):
            # Free text may begin like a command ("möte med mentor"): then only its bare name, or all of it, is one
            free = isinstance(command.fields()[asked.field].reads, arguments.Rest | arguments.Title)
            if not free or not found[1] or self._whole(ctx, *found):
                return False
        return self._table.is_answer(ctx, command, asked.field, text)

    def _answered(self, session: Session, ctx: UnitCtx, asked: Asked, text: str, *, is_named: bool = False) -> Verdict:
        """What the answer to a question comes to. ``is_named``: it was said outright which question it is for."""
        if asked.command == BETWEEN:
            return self._named(session, ctx, asked, text)
        if asked.field is not None:
            return self._filled(session, ctx, asked, text, is_named=is_named)
        if self._yes_or_no(ctx, asked, text) in answers.NO:
            cancelled = Closed(question_id=asked.id, state="cancelled", by=ctx.sender.id)
            return Answer(reply=(ctx.say(T("kit.cancelled")),), closes=(cancelled,))
        return self._agreed(ctx, asked)

    def _agreed(self, ctx: UnitCtx, asked: Asked) -> Verdict:
        """A yes: the command runs as whoever asked for it, in the room where the question stands."""
        assert asked.digest is not None
        command = self._table.by_key[asked.command]
        parsed = parse.ParsedCommand(command=command, code=None, words=asked.words)
        closes = (Closed(question_id=asked.id, by=ctx.sender.id),)
        # Understood now: no edit says it anew
        clears = (asked.event_id or "",) if asked.digest == MEANT else ()
        if command.of_case and asked.case_id is None:  # "Menade du öppna?" - yes, but which?
            return Answer(reply=(questions.for_case(ctx, parsed, since=asked.event_id),), closes=closes, clears=clears)
        by_second = asked.person_id is None
        asker = ctx.acting_as(
            ctx.store.people.get(asked.asker),
            agreed=asked.agreed | {asked.digest},
            approver=ctx.sender if by_second else None,
        )
        return Run(
            ctx=_in_case(asker, asked.case_id),
            said=Said(parsed=parsed, case_id=asked.case_id, asked=asked, by_second=by_second),
            closes=closes,
            clears=clears,
        )

    def _filled(self, session: Session, ctx: UnitCtx, asked: Asked, text: str, *, is_named: bool) -> Verdict:
        """The argument that was asked for: the command runs, one answer further."""
        command = self._table.by_key[asked.command]
        closes = (Closed(question_id=asked.id, by=ctx.sender.id),)
        asker = ctx.acting_as(ctx.store.people.get(asked.asker))
        if asked.field == CASE:
            code = arguments.Code().value(text, contexts.env(ctx))
            parsed = parse.ParsedCommand(command=command, code=code, words=asked.words)
            case_id = self._case_id(ctx, parsed)
            said = Said(parsed=replace(parsed, code=text), case_id=case_id, asked=asked)
            return Run(ctx=_in_case(asker, case_id), said=said, closes=closes)
        words = {**asked.words, str(asked.field): text}
        if not is_named and self._says_it_again(session, ctx, asked, text):
            words = dict(asked.words)
        parsed = parse.ParsedCommand(command=command, code=None, words=words)
        return Run(
            ctx=_in_case(replace(asker, agreed=asked.agreed), asked.case_id),
            said=Said(parsed=parsed, case_id=asked.case_id, asked=asked),
            closes=closes,
        )

    def _named(self, session: Session, ctx: UnitCtx, asked: Asked, text: str) -> Verdict:
        """The question a youth says their yes or no was for, answered by it."""
        name, said = answers.named(text)
        meant = question.get(session, int(asked.words[str(name)]), ctx.now)
        if meant is None:
            raise Refused(T("youth.not_asked_any_more"))
        closes = Closed(question_id=asked.id, by=ctx.sender.id)
        words = said or asked.words["said"]
        if not self._is_answer(ctx, meant, words):  # it takes more than a yes or no
            return Answer(reply=(ctx.say(T("youth.answer_that"), tag="beside"),), closes=(closes,))
        return _closing(self._answered(session, ctx, meant, words, is_named=True), closes)

    def _reaches(self, ctx: UnitCtx, case: Case) -> bool:
        """Whether a case is somebody's to speak of."""
        named = ctx.store.of(case).facts.actors
        return may(ctx.sender.role, Duty.SEE_CASES) or any(actor.person_id == ctx.sender.id for actor in named)

    def _case_id(self, ctx: UnitCtx, heard: parse.ParsedCommand) -> str | None:
        """The case a command is about; ``None`` when it is about none, or when the person has to be asked."""
        if not heard.command.of_case:
            return None
        if heard.code is not None:
            case = ctx.store.cases.find(heard.code)
            elsewhere = ctx.room.case_id is not None and case is not None and case.id != ctx.room.case_id
            # What is said in a case's room is read by its people: about that case alone. And nobody learns by asking
            # which cases there are
            if case is None or elsewhere or not self._reaches(ctx, case):
                raise Refused(T("kit.no_such_case", code=heard.code))
            return case.id
        if ctx.room.case_id is not None:
            return ctx.room.case_id
        mine = ctx.store.cases.of_person(ctx.sender.id)
        if len(mine) == 1:
            return mine[0].id
        if not mine and not may(ctx.sender.role, Duty.SEE_CASES):
            raise Refused(T("kit.no_case"))
        return None  # that has to be asked


def _in_case(ctx: UnitCtx, case_id: str | None) -> UnitCtx:
    """The same context, for a case if the command is about one."""
    return ctx if case_id is None else ctx.of(ctx.store.one_case(case_id))


def _whether_meant(ctx: UnitCtx, parsed: parse.ParsedCommand, case_id: str | None, shown: str) -> Refuse:
    """Not understood, but perhaps this command was meant: it is asked, and a yes runs it."""
    text = T("kit.did_you_mean_room" if among_people(ctx) else "kit.did_you_mean", name=shown)
    return Refuse(text=text, ask=questions.whether_meant(ctx, parsed, case_id, text))


def _clearing(verdict: Verdict, clears: tuple[str, ...]) -> Verdict:
    """The same verdict; unless it refuses, these events made sense after all."""
    if not clears or isinstance(verdict, Refuse | Ignore):
        return verdict
    return replace(verdict, clears=(*verdict.clears, *clears))


def _closing(verdict: Verdict, closed: Closed) -> Verdict:
    """The same verdict, by which one more question is closed."""
    if not isinstance(verdict, Run | Answer):
        return verdict
    return replace(verdict, closes=(closed, *verdict.closes))


def among_people(ctx: UnitCtx) -> bool:
    """Whether people talk with each other in the room, so that a bare "ja" may be to anybody."""
    return ctx.room.kind.of_case


def _replies(row: Incoming) -> bool:
    """Whether words are a direct reply to a message."""
    return row.about is not None and row.kind is not Kind.EDIT


def _is_seen(session: Session, asked: Asked) -> bool:
    """Whether the message that asks has reached the room. What nobody has been shown, nobody can agree to."""
    return asked.outbox_id is None or outbox.is_sent(session, asked.outbox_id)


def _which(names: Mapping[str, str], *, said: bool) -> Text:
    """Which of several questions was meant: by the words to write."""
    if set(names) == {"time", "send"}:
        return T("youth.which_time_yes" if said else "youth.which_time_no")
    choices = [_NAMED["not_send" if name == "send" and not said else name] for name in names]
    return T("youth.which_yes" if said else "youth.which_no", choices=choices)


def _short_answer(text: str) -> tuple[str | None, str | None]:
    """A yes or no, and the name behind it of what it is said to, if there is one: ``ja K-7F2``."""
    said, words = arguments.bare(text), parse.split(text)
    if said in answers.YES | answers.NO:
        return said, None
    if (thumb := answers.thumb(text)) is not None:
        return "ok" if thumb else "nej", None  # no plainer than ok: it may be to anything
    if len(words) == 3 and words[1].lower() in ("till", "för", "to", "for"):
        words = [words[0], words[2]]
    said = arguments.bare(words[0]) if len(words) == 2 else ""
    return (said, words[1]) if said in answers.YES | answers.NO else (None, None)


def _plain(name: str) -> str:
    """A code or short name as it is compared: ``k7f2``, ``petra``."""
    return arguments.bare(name).removeprefix("@").replace("-", "")
