"""Noting that something is done, and on whose decision the unit works: kind, day, number. Never grounds or
names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Env, FileNumber, OneOf, Word
from bot.conversation.command import Args, CaseCtx, Missing, Outcome, UnitCtx, command, refuse
from bot.i18n import Lines, T, lines
from bot.rules import case as cases
from bot.rules import gate as rules
from bot.rules.case import State
from bot.rules.note import KINDS, Note
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import gate as gates
from bot.wording.gate import checklist, references

#: What is said when something has happened for which nothing waits.
_EVENTS = {"placement": "gate.event_placement", "target_group": "gate.event_target_group"}


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


@command(sv="notera", en="note", needs=Duty.OPEN_CASE, consequence=Consequence.NOTE, where=(RoomKind.OFFICE,))
def note(ctx: CaseCtx, args: Done) -> Outcome:
    """Note that something the profile asks for is done: a day, and a number where there is one."""
    kind = cases.note_kind(ctx.case, args.what, ctx.profile)
    earlier = ctx.case.note(kind)
    if args.undo:
        return _taken_back(ctx, args.what, earlier)
    if KINDS[args.what].reference == "must" and args.number is None:
        return Missing(field="number")
    done = Note(kind=kind, day=args.day or ctx.today, by=ctx.sender.id, reference=args.number)
    rules.check_note(done, ctx.facts)
    what = KINDS[args.what].term.text
    if earlier is not None:
        instead = T("gate.instead", code=ctx.case.code, what=what, day=earlier.day, new=done.day)
        asked = ctx.still_to_agree(instead)
        if asked is not None:
            return asked
    gates.note(ctx.store, done)
    if args.what in _EVENTS:
        return (ctx.say(T(_EVENTS[args.what], code=ctx.case.code, day=done.day)),)
    return (ctx.say(lines(T("gate.noted", code=ctx.case.code, what=what, day=done.day), _then(ctx))),)


def _taken_back(ctx: CaseCtx, noted: str, earlier: Note | None) -> Outcome:
    """Take a note back, once whoever asks for it has agreed."""
    what = KINDS[noted].term.text
    if earlier is None:
        raise refuse("gate.nothing_noted", code=ctx.case.code, what=what)
    asked = ctx.still_to_agree(T("gate.undo", code=ctx.case.code, what=what, day=earlier.day))
    if asked is not None:
        return asked
    gates.take_note_back(ctx.store, earlier.kind)
    return (ctx.say(lines(T("gate.undone", code=ctx.case.code, what=what), _then(ctx))),)


class Refer(Args):
    """Which decision, and its number. Without them: which there are."""

    decision: Annotated[
        str | None,
        Arg(reads=OneOf(lambda env: env.profile.references), options=lambda env: env.profile.references),
    ] = None
    number: Annotated[str | None, Arg(reads=FileNumber(), ask="gate.ask_number", words=("dnr", "number"))] = (
        None
    )


@command(sv="referens", en="reference", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,))
def refer(ctx: UnitCtx, args: Refer) -> Outcome:
    """Show on whose decisions the unit works, or note the number of one."""
    if args.decision is None:
        shown = references(ctx)
        return (ctx.say(lines(*shown) if shown else T("gate.no_references", profile=ctx.profile.name)),)
    if args.number is None:
        return Missing(field="number")
    reference = ctx.profile.reference(args.decision)
    asked = ctx.still_to_agree(T("gate.refer", what=reference.text, number=args.number))
    if asked is not None:
        return asked
    gates.refer(ctx.store, args.decision, args.number, by=ctx.sender.id)
    return (ctx.say(T("gate.referred", what=reference.text, number=args.number)),)


def _then(ctx: CaseCtx) -> Lines | None:
    """The checklist, while the case is on its way to its room."""
    return checklist(ctx.facts) if ctx.facts.case.state is State.PROPOSED else None
