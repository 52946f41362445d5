"""What waits for a second person's yes: people are reminded each working morning, and told when it is over.

The yes itself is read in :mod:`bot.conversation.which_question`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.conversation import contexts, parse
from bot.conversation.command import Command, Confirm, DueHandler, Reply, UnitCtx, when_due
from bot.conversation.parse import ParsedCommand
from bot.errors import Refused
from bot.i18n import ZONE, Lines, T, Text, items, lines
from bot.messages import Say, Urgency
from bot.rules import calendar, working_day
from bot.rules.case import State
from bot.rules.person import Person
from bot.rules.roles import Duty, may
from bot.services import second_yes as service
from storage.question import LAPSES, OVERTAKEN, REMIND, REMINDED, Asked

#: The hours, Swedish time, in which people are reminded. Whoever slept through the morning reminds them the next one.
_FROM, _UNTIL = 7, 18


def due_for(commands: Sequence[Command]) -> list[DueHandler]:
    """The due handlers, for questions about these commands."""
    by_key = {each.key: each for each in commands}

    @when_due(REMIND)
    def remind(ctx: UnitCtx, subject: str) -> Reply:
        """In the morning: end what has changed since it was asked, and remind of the rest."""
        waiting = [asked for asked in ctx.store.awaiting_second() if asked.expires_at > ctx.now]
        over = [asked for asked in waiting if not _stands(ctx, by_key, asked)]
        service.end(ctx.store, over)
        left = [asked for asked in waiting if asked not in over]
        if left:
            service.plan_reminder(ctx.store)
        told = [text for asked in over for text in _told(ctx, by_key, asked, "second.changed")]
        return (*told, *_reminders(ctx, by_key, left))

    @when_due(LAPSES)
    def lapse(ctx: UnitCtx, subject: str) -> Reply:
        """Tell whoever asked that nobody said yes in time."""
        asked = service.lapse(ctx.store, int(subject))
        return () if asked is None else _told(ctx, by_key, asked, "second.lapsed")

    @when_due(OVERTAKEN)
    def overtaken(ctx: UnitCtx, subject: str) -> Reply:
        """Tell whoever asked, and who was asked, that a question is over because its case has changed."""
        asked = ctx.store.numbered_question(int(subject))
        return () if asked is None else _told(ctx, by_key, asked, "second.changed")

    return [remind, lapse, overtaken]


def _stands(ctx: UnitCtx, by_key: Mapping[str, Command], asked: Asked) -> bool:
    """Whether what would be shown now is what was shown when the question was asked."""
    command = by_key.get(asked.command)
    asker = ctx.store.facts.person(asked.asker)
    if command is None or not asker.active or not may(asker.role, command.needs):
        return False
    here = ctx.acting_as(asker, agreed=asked.agreed, looks_again=True)
    if asked.case_id is not None:
        case = ctx.store.one_case(asked.case_id)
        if case.state is State.DISPOSED:
            return False
        here = here.of(case)
    try:
        args = parse.values(ParsedCommand(command=command, code=None, words=asked.words), contexts.env(here))
        shown = command.run(here, args)
    except Refused:
        return False
    return isinstance(shown, Confirm) and shown.digest == asked.digest


# ------------------------------------------------------------------------------------------------------ what is said


def _reminders(ctx: UnitCtx, by_key: Mapping[str, Command], waiting: Iterable[Asked]) -> tuple[Say, ...]:
    """One message in the office and one on each page, with a line for each question asked on an earlier
    day."""
    here = ctx.now.astimezone(ZONE)
    if not working_day.is_working_day(ctx.today) or not _FROM <= here.hour < _UNTIL:
        return ()
    old = [asked for asked in waiting if calendar.day_of(asked.asked_at) < ctx.today]
    seconds = [one for one in _approvers(ctx) if _answerable(one, old)]
    if not seconds:
        return ()
    to_office = Say(
        room_id=ctx.store.office.id,
        body=_list(ctx, by_key, old),
        urgency=Urgency.REMINDER,
        mentions=tuple(one.id for one in seconds),
        tag=_tag(old),
    )
    told = [to_office]
    pages = ctx.store.open_pages_of(seconds)
    for one in seconds:
        if one.id not in pages:
            continue
        theirs = _answerable(one, old)
        told.append(
            Say(
                room_id=pages[one.id].id,
                body=_list(ctx, by_key, theirs),
                urgency=Urgency.REMINDER,
                person_id=one.id,
                tag=_tag(theirs),
            )
        )
    return tuple(told)


def _told(ctx: UnitCtx, by_key: Mapping[str, Command], asked: Asked, key: str) -> tuple[Say, ...]:
    """That a question is over: to whoever asked, in the office, and quietly to those who were reminded of it."""
    asker = ctx.store.facts.person(asked.asker)
    said = T(key, name=asker.name, what=_what(ctx, by_key, asked))
    told = [Say(room_id=asked.room_id, body=said, mentions=(asker.id,))]
    reminded_from = working_day.following(calendar.day_of(asked.asked_at))
    if ctx.now < calendar.morning(reminded_from):
        return tuple(told)
    seconds = [one for one in _approvers(ctx) if one.id != asked.asker]
    for page in ctx.store.open_pages_of(seconds).values():
        told.append(Say(room_id=page.id, body=said, quiet=True))
    return tuple(told)


def _list(ctx: UnitCtx, by_key: Mapping[str, Command], waiting: Collection[Asked]) -> Lines:
    listed = items(*(_line(ctx, by_key, asked) for asked in waiting))
    return lines(T("second.waiting", n=len(waiting)), listed)


def _line(ctx: UnitCtx, by_key: Mapping[str, Command], asked: Asked) -> Text:
    """One question: who asks for what, until when, and how to answer it."""
    words = {
        "asker": ctx.store.facts.person(asked.asker).name,
        "what": _what(ctx, by_key, asked),
        "at": asked.expires_at,
    }
    name = contexts.called(ctx, by_key[asked.command], asked.case_id, asked.words)
    if name is None:
        return T("second.line", **words)
    return T("second.line_named", **words, name=name)


def _what(ctx: UnitCtx, by_key: Mapping[str, Command], asked: Asked) -> Text:
    """What a question is about: its command, and the case or person."""
    command = by_key.get(asked.command)
    if command is None:
        return T("second.something")
    name = contexts.called(ctx, command, asked.case_id, asked.words)
    called = {"sv": command.sv, "en": command.en}
    if name is not None:
        called = {language: f"{said} {name}" for language, said in called.items()}
    return T("profile.word", **called)


def _approvers(ctx: UnitCtx) -> list[Person]:
    """The people of the unit who may say a second yes."""
    return [one for one in ctx.store.facts.people if one.active and may(one.role, Duty.APPROVE)]


def _answerable(one: Person, waiting: Iterable[Asked]) -> list[Asked]:
    """Those of the questions that somebody may answer: what others have asked."""
    return [asked for asked in waiting if asked.asker != one.id]


def _tag(waiting: Collection[Asked]) -> str:
    """By which a reply to a reminder is known to be for its question, where it names only one."""
    numbers = [str(asked.id) for asked in waiting]
    return f"{REMINDED}:{numbers[0]}" if len(numbers) == 1 else REMINDED
