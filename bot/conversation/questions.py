"""Builds the questions about commands: for an argument, for the case, whether it was meant, for a yes to a
preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import Any

from bot.conversation import contexts, parse
from bot.conversation.arguments import Day, Hour, Number, Numbers, Repeats
from bot.conversation.command import Ask, Command, Confirm, Missing, Reply, UnitCtx
from bot.conversation.parse import ParsedCommand, UnclearWords
from bot.errors import Refused
from bot.i18n import T, Text, choices, lines, say
from bot.messages import Takes, Urgency
from bot.rules.case import State
from bot.rules.person import Person
from bot.rules.recurrence import Recurrence
from bot.rules.roles import FAR_REACHING, Duty, Role, may
from storage.question import Asked

#: Stands for a field: which case a command is about.
CASE = "case"

#: Stands beside the words of a command for which case is asked: the code of the only one there is, which a yes means.
ONLY_CASE = "only_case"

#: Stands for a preview's digest: whether a command was meant at all.
MEANT = "meant"

#: Any case may be meant.
NONE: Mapping[str, str] = MappingProxyType({})

#: How long the person who gave a far-reaching command may agree to its preview.
_FAR_REACHING_LASTS = timedelta(hours=1)

#: So many cases are shown to choose among.
_MOST_CASES = 12


def for_field(
    ctx: UnitCtx,
    parsed: ParsedCommand,
    missing: Missing,
    case_id: str | None,
    *,
    since: str | None = None,
) -> Ask:
    """Ask for an argument that was not said; ``since`` as in :class:`Ask`."""
    field = missing.field
    arg = parsed.command.fields()[field]
    question = T(missing.ask or arg.ask or f"ask.{field}", **missing.values)
    position = _position(parsed, field)
    options = () if arg.options is None else arg.options(contexts.env(ctx))
    body = lines(
        T("kit.ask", position=position, question=question),
        choices(*(term.text for term in options)),
        _how_in_room(ctx),
    )
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=body,
        command=parsed.command.key,
        field=field,
        given=fixed(ctx, parsed),
        case_id=case_id,
        urgency=Urgency.ANSWER,
        takes=Takes.NUMBER if isinstance(arg.reads, Number | Numbers) or options else None,
        since=since,
    )


def _how_in_room(ctx: UnitCtx) -> Text | None:
    """How to answer where people talk with each other, so that the bot does not take their words for an answer."""
    return T("kit.answer_in_room") if ctx.room.kind.of_case else None


def again(ctx: UnitCtx, command: Command, asked: Asked) -> Ask:
    """A question of a guided dialogue once more, in one line: something else was shown in between."""
    parsed = ParsedCommand(command=command, code=None, words=asked.words)
    field = str(asked.field)
    if field == CASE:
        anew = for_case(ctx, parsed, since=asked.event_id)
        return replace(anew, quiet=True)
    arg = command.fields()[field]
    question = T(arg.ask or f"ask.{field}")
    if not _is_sayable(ctx, question):
        question = T(f"arg.{field}")
    question = T("kit.ask", position=_position(parsed, field), question=question)
    options = () if arg.options is None else arg.options(contexts.env(ctx))
    words: dict[str, Any] = {"name": command.name(ctx.language), "question": question}
    body = T("kit.still_asked", **words)
    if options:
        shown = " · ".join(f"{number} {term.label(ctx.language)}" for number, term in enumerate(options, 1))
        body = T("kit.still_asked_options", **words, options=shown)
    anew = for_field(
        ctx, parsed, Missing(field=field, ask=f"arg.{field}"), asked.case_id, since=asked.event_id
    )
    return replace(anew, body=body, given=asked.words, agreed=asked.agreed, quiet=True)


def _is_sayable(ctx: UnitCtx, question: Text) -> bool:
    """Whether the question for an argument says nothing that was only known when it was asked."""
    try:
        say(question, ctx.language)
    except KeyError:
        return False
    return True


def which_is_meant(
    ctx: UnitCtx,
    parsed: ParsedCommand,
    unclear: UnclearWords,
    case_id: str | None,
    *,
    since: str | None = None,
) -> Ask:
    """Ask which of several days or times an argument's words mean. What is left to choose from is kept as its words,
    with which the answer is read."""
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=lines(unclear.text, _how_in_room(ctx)),
        command=parsed.command.key,
        field=unclear.field,
        given={**parsed.words, unclear.field: unclear.left},
        case_id=case_id,
        urgency=Urgency.ANSWER,
        takes=Takes.NUMBER,
        since=since,
    )


def for_case(
    ctx: UnitCtx, parsed: ParsedCommand, *, since: str | None = None, narrowed: Mapping[str, str] = NONE
) -> Ask:
    """Ask which case a command is about, naming those the person may see, closed ones last. Refused when
    there are none.

    ``narrowed``: the ids of the only ones it can be, each with what to show beside its code.
    """
    if may(ctx.sender.role, Duty.SEE_CASES):
        visible = list(ctx.store.cases.all())
    else:
        visible = list(ctx.store.cases.of_person(ctx.sender.id))
    visible.sort(key=lambda case: case.state is State.CLOSED)
    living = [case for case in visible if case.state is not State.DISPOSED]
    if not living:
        raise Refused(T("kit.no_cases"))
    if narrowed:
        shown = [f"{case.code}: {narrowed[case.id]}" for case in living if case.id in narrowed]
    else:
        shown = [case.code for case in living]
    if len(shown) > _MOST_CASES:
        shown[_MOST_CASES:] = ["…"]
    given = fixed(ctx, parsed)
    if narrowed:
        body = T("kit.which_case_of", choices=" · ".join(shown))
    elif len(living) == 1:
        body = T("kit.only_case", code=living[0].code)
        given = {**given, ONLY_CASE: living[0].code}
    else:
        body = T("kit.which_case", codes=shown)
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=body,
        command=parsed.command.key,
        field=CASE,
        given=given,
        urgency=Urgency.ANSWER,
        quiet=ctx.sender.role in (Role.YOUTH, Role.GUARDIAN),  # codes are nothing for a lock screen
        since=since,
    )


def whether_meant(ctx: UnitCtx, parsed: ParsedCommand, case_id: str | None, body: Text) -> Ask:
    """Ask whether a command was meant; a yes runs it."""
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=body,
        command=parsed.command.key,
        field=None,
        given=fixed(ctx, parsed),
        case_id=case_id,
        digest=MEANT,
        urgency=Urgency.ANSWER,
        takes=None if parsed.command.needs in FAR_REACHING else Takes.YES_NO,
        reply_to=ctx.event_id,
    )


def whether_agreed(
    ctx: UnitCtx,
    parsed: ParsedCommand,
    case_id: str | None,
    confirm: Confirm,
    *,
    anew: bool = False,
    since: str | None = None,
) -> Reply:
    """Show a preview and ask for a yes: from the person, or from a second person in the office.

    ``anew``: somebody has said yes to an earlier preview, but by now something else would follow.
    """
    if confirm.by_second:
        return _to_second(ctx, parsed, case_id, confirm, anew=anew, since=since)
    is_far_reaching = parsed.command.needs in FAR_REACHING
    # Where people talk with each other, a bare "ja" may be to anybody
    yes_no = T("kit.yes_no_room") if ctx.room.kind.of_case else T("kit.yes_no")
    changed = T("kit.changed", name=ctx.sender.name) if anew else None
    ask = Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=lines(changed, confirm.preview, yes_no, T("kit.for_an_hour") if is_far_reaching else None),
        command=parsed.command.key,
        field=None,
        given={**fixed(ctx, parsed), **confirm.fixed},
        case_id=case_id,
        digest=confirm.digest,
        agreed=ctx.agreed,
        urgency=Urgency.ANSWER,
        lasts=_FAR_REACHING_LASTS if is_far_reaching else None,
        takes=None if is_far_reaching else Takes.YES_NO,
        since=since,
    )
    return (ask,)


def _to_second(
    ctx: UnitCtx,
    parsed: ParsedCommand,
    case_id: str | None,
    confirm: Confirm,
    *,
    anew: bool,
    since: str | None,
) -> Reply:
    """Ask for a second person's yes in the office, and say so where the command was given."""
    office = ctx.store.office
    name = contexts.called(ctx, parsed.command, case_id, parsed.words)
    lasts = timedelta(days=ctx.profile.second_yes_days)
    seconds = _seconds(ctx)
    ask = Ask(
        room_id=office.id,
        person_id=None,
        body=lines(
            T("kit.changed_second" if anew else "kit.second", name=ctx.sender.name),
            confirm.preview,
            _second_how(seconds, name),
            T("kit.second_until", at=ctx.now + lasts),
        ),
        command=parsed.command.key,
        field=None,
        given={**fixed(ctx, parsed), **confirm.fixed},
        case_id=case_id,
        digest=confirm.digest,
        agreed=ctx.agreed,
        urgency=Urgency.ANSWER,
        lasts=lasts,
        mentions=tuple(one.id for one in seconds),
        since=since,
    )
    if ctx.room.id == office.id:
        return (ask,)
    return (ask, ctx.say(T("kit.second_asked")))


def _seconds(ctx: UnitCtx) -> list[Person]:
    """Who can be reached and may say the second yes."""
    return [
        one
        for one in ctx.store.facts.people
        if one.active and one.matrix_id and one.id != ctx.sender.id and may(one.role, Duty.APPROVE)
    ]


def _second_how(seconds: Sequence[Person], name: str | None) -> Text:
    """Who is asked for the second yes, and how it is said."""
    if not seconds:
        return T("kit.second_yes") if name is None else T("kit.second_yes_named", name=name)
    words = {"names": [one.name for one in seconds], "n": len(seconds)}
    return (
        T("kit.second_yes_of", **words) if name is None else T("kit.second_yes_of_named", name=name, **words)
    )


def fixed(ctx: UnitCtx, parsed: ParsedCommand) -> dict[str, str]:
    """The words of a command, which will mean the same on any later day: its dates and times as numbers.

    A yes may come on Monday: "om tre dagar" then still is the day that was shown on Friday.
    """
    env = contexts.env(ctx)
    fields = parsed.command.fields()
    fixed = parse.shared_words(parsed)
    for name, text in fixed.items():
        reads = None if name not in fields else fields[name].reads  # that it is a dry run stands beside them
        if not isinstance(reads, Day | Hour | Repeats):
            continue
        try:
            value = reads.value(text, env)
        except Refused:
            continue  # refused again, with the reason, when the command is run
        fixed[name] = _written(value)
    return fixed


def _written(value: date | time | Recurrence) -> str:
    if isinstance(value, Recurrence):
        return value.stored
    return value.isoformat("minutes") if isinstance(value, time) else value.isoformat()


def _position(parsed: ParsedCommand, field: str) -> str:
    """The position of a question in its dialogue: ``2/3 ``; empty when it is the only one, or an extra
    one."""
    required = [name for name in parsed.command.fields() if parsed.command.required(name)]
    if len(required) < 2 or field not in required:
        return ""
    return f"{required.index(field) + 1}/{len(required)} "
