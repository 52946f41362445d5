"""Noting that something is done, and on whose decision the unit works: kind, day, number. Never grounds or names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Env, FileNumber, OneOf, Word
from bot.conversation.command import Args, CaseCtx, Lacks, Reply, UnitCtx, command, refuse
from bot.i18n import Lines, T, Text, lines
from bot.rules import case as cases
from bot.rules import gate as rules
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.note import AT_CLOSING, EVENTS, KINDS, UNIT, Note
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from handlers.case.case import standing


@dataclass(frozen=True)
class Notable(OneOf):
    """One of what the profile lets be noted; what others let be noted is told apart from a number."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return OneOf(lambda _: [kind.term for kind in KINDS.values()]).take(words, env)

    def value(self, text: str, env: Env) -> str:
        if not self.terms(env):
            raise refuse("gate.nothing_to_note", profile=env.profile.name)
        return super().value(text, env)


class Done(Args):
    """What is done, its number where it has one, and the day: today unless said."""

    what: Annotated[
        str,
        Arg(
            reads=Notable(lambda env: rules.notable(env.profile)),
            ask="gate.ask_what",
            options=lambda env: rules.notable(env.profile),
        ),
    ]
    undo: Annotated[bool, Arg(reads=Word(("ångra", "undo")))] = False
    number: Annotated[
        str | None, Arg(reads=FileNumber(), ask="gate.ask_number", words=("dnr", "diarienummer", "number"))
    ] = None
    day: Annotated[date | None, Arg(reads=Day(past=True))] = None


@command(sv="notera", en="note", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,))
def note(ctx: CaseCtx, args: Done) -> Reply:
    """Note that something the profile asks for is done: a day, and a number where there is one."""
    kind = _kind(ctx, args.what)
    words = KINDS[args.what].term.text
    before = ctx.case.note(kind)
    if args.undo:
        if before is None:
            raise refuse("gate.nothing_noted", code=ctx.case.code, what=words)
        ctx.confirm(T("gate.undo", code=ctx.case.code, what=words, day=before.day))
        ctx.store.save(cases.without_note(ctx.case, kind))
        ctx.store.audit(Action.CASE_UNNOTED, kind=kind)
        return (ctx.say(lines(T("gate.undone", code=ctx.case.code, what=words), _then(ctx))),)
    if KINDS[args.what].reference == "must" and args.number is None:
        raise Lacks("number")
    made = Note(kind=kind, day=args.day or ctx.today, by=ctx.sender.id, reference=args.number)
    rules.check_note(made, ctx.facts)
    if before is not None:
        ctx.confirm(T("gate.instead", code=ctx.case.code, what=words, day=before.day, new=made.day))
    ctx.store.save(cases.with_note(ctx.case, made))
    ctx.store.audit(Action.CASE_NOTED, kind=kind, day=made.day.isoformat())
    if args.what in EVENTS:
        return (ctx.say(T(f"gate.event_{args.what}", code=ctx.case.code, day=made.day)),)
    return (ctx.say(lines(T("gate.noted", code=ctx.case.code, what=words, day=made.day), _then(ctx))),)


class Refer(Args):
    """Which decision, and its number. Without them: which there are."""

    decision: Annotated[
        str | None,
        Arg(reads=OneOf(lambda env: env.profile.references), options=lambda env: env.profile.references),
    ] = None
    number: Annotated[str | None, Arg(reads=FileNumber(), ask="gate.ask_number", words=("dnr", "number"))] = None


@command(sv="referens", en="reference", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,))
def refer(ctx: UnitCtx, args: Refer) -> Reply:
    """Show on whose decisions the unit works, or note the number of one."""
    if args.decision is None:
        return (ctx.say(lines(*references(ctx) or (T("gate.no_references", profile=ctx.profile.name),))),)
    if args.number is None:
        raise Lacks("number")
    reference = ctx.profile.reference(args.decision)
    ctx.confirm(T("gate.refer", what=reference.text, number=args.number))
    made = Note(kind=args.decision, day=ctx.today, by=ctx.sender.id, reference=args.number)
    ctx.store.references.put(made)
    ctx.store.audit(Action.UNIT_REFERENCE, kind=made.kind, number=args.number)
    if made.kind in UNIT:  # cases that were begun before the profile asked for it
        for case in ctx.store.cases.all():
            if case.state is State.PROPOSED:
                ctx.store.of(case).save(cases.with_note(case, made))
    return (ctx.say(T("gate.referred", what=reference.text, number=args.number)),)


def references(ctx: UnitCtx) -> tuple[Text, ...]:
    """The decisions the profile names, with the numbers that are given."""
    given = ctx.store.references.all()
    return tuple(
        T("gate.reference", what=one.text, number=given[one.id].reference, day=given[one.id].day)
        if one.id in given
        else T("gate.reference_missing", what=one.text, example=one.example)
        for one in ctx.profile.references
    )


def _kind(ctx: CaseCtx, what: str) -> str:
    """What a note of this word means where the case is now: gates before it opens, events and the end after."""
    case = ctx.case
    at_work = case.state in (State.ACTIVE, State.FROZEN)
    if what in EVENTS:
        if not at_work:
            raise refuse("case.not_active", code=case.code)
        return what
    if case.state is State.PROPOSED:
        return what
    if not at_work or what not in ctx.profile.closing:
        raise refuse("case.past_that", code=case.code)
    return AT_CLOSING + what


def _then(ctx: CaseCtx) -> Lines | None:
    case = ctx.store.case
    return standing(ctx, ctx.store, case) if case.state is State.PROPOSED else None
