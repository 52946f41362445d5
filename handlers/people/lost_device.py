"""Phones and computers that are lost or stolen: nothing more is given to them, whoever vouches for them.

Keys are held back from a device before the answer is sent, so it never shows the words about it. What it has,
it keeps.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

from bot.conversation.arguments import Arg, Env, Rest, Somebody, Word
from bot.conversation.clean import bare
from bot.conversation.command import Args, Ask, Outcome, Reply, UnitCtx, command, refuse
from bot.i18n import T, Text, Words, choices, lines
from bot.messages import Say, Urgency
from bot.rules.device import Device
from bot.rules.person import Person, coordinators
from bot.rules.roles import Duty, Role, may
from bot.rules.room import RoomKind
from bot.services import lost_device as service
from bot.services.lost_device import Loss, Unproven
from bot.wording import devices, names

EVERYTHING = ("alla", "allt", "all", "everything")

#: Characters of what somebody called another person, as the office is told.
_LONGEST_CALLED = 80


@dataclass(frozen=True)
class Numbers:
    """Numbers of a list (``2``, ``1 och 3``) or all of it (``alla``), and nothing else: a cry for help is no
    number."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return 1 if words and _numbers(words[0]) is not None else 0

    def value(self, text: str, env: Env) -> frozenset[int]:
        found = _numbers(text)
        if found is None:
            raise refuse("device.no_number", text=text)
        return found


@dataclass(frozen=True)
class Another:
    """Somebody whom the speaker may not name here, or whom nobody knows; ``said``: what they were called."""

    said: str


@dataclass(frozen=True)
class Whose:
    """Whose device: a person the speaker may name, or whoever else they say, known or not."""

    def take(self, words: Sequence[str], env: Env) -> int:
        named = Somebody().take(words, env)
        return named or (0 if env.own_words else len(words))  # "tappat mobilen, hjälp" is a cry for help

    def value(self, text: str, env: Env) -> Person | Another:
        return env.person(text) or Another(text.strip())


class Lost(Args):
    """Whose, when it is somebody else's; and whether it is all of them."""

    person: Annotated[Person | Another | None, Arg(reads=Whose())] = None
    everything: Annotated[bool, Arg(reads=Word(EVERYTHING))] = False


@command(
    sv="tappad enhet",
    en="lost device",
    needs=Duty.SELF,
    evidence=False,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
    also=(
        "tappat mobilen",
        "tappat min mobil",
        "tappat telefonen",
        "tappat min telefon",
        "tappad mobil",
        "jag har tappat mobilen",
        "jag har tappat min mobil",
        "min mobil är stulen",
        "mobilen är stulen",
        "lost my phone",
        "i lost my phone",
        "i have lost my phone",
        "my phone is stolen",
    ),
)
def report(ctx: UnitCtx, args: Lost) -> Outcome:
    """Hold keys back from a phone or computer that is lost or stolen: your own, or as coordinator
    anybody's."""
    whose = args.person or ctx.sender
    if isinstance(whose, Another):
        return _of_another(ctx, whose)
    unproven = _check(ctx, whose)
    if unproven is not None:
        return unproven
    listed = service.listed(ctx.store, whose)
    if args.everything:
        return _lose(ctx, whose, None)
    if not listed:
        raise refuse("device.none", name=names.in_office(whose))
    return (_which(ctx, whose, listed),)


class Choose(Args):
    """Which of those that were listed."""

    person: Annotated[Person, Arg(reads=Somebody())]
    listed: Annotated[str, Arg(reads=Rest())]
    which: Annotated[frozenset[int], Arg(reads=Numbers(), ask="device.which")]


@command(
    sv="välj tappad enhet",
    en="choose lost device",
    needs=Duty.SELF,
    evidence=False,
    hidden=True,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def choose(ctx: UnitCtx, args: Choose) -> Outcome:
    """Hold keys back from the devices that somebody picks from the list."""
    unproven = _check(ctx, args.person)
    if unproven is not None:
        return unproven
    if not args.which:
        return _lose(ctx, args.person, None)
    marks = args.listed.split()
    if max(args.which) > len(marks) or min(args.which) < 1:
        raise refuse("device.no_number", text=str(max(args.which)))
    return _lose(ctx, args.person, {marks[number - 1] for number in args.which})


# ------------------------------------------------------------------------------------------ who may, and who finds out


def _of_another(ctx: UnitCtx, whose: Another) -> Reply:
    """Somebody else's device: the same words whoever it is, so that they tell nothing; a human being finds
    out."""
    if may(ctx.sender.role, Duty.BIND_PERSON):
        raise refuse("kit.no_person", text=whose.said)
    is_told = ctx.room.kind is not RoomKind.OFFICE and service.take_of_another(ctx.store, ctx.sender)
    answer = lines(
        T("device.another"),
        T("device.another_told") if is_told else None,
        T(
            "help.contact_phone", phone=ctx.profile.contact.phone
        ),  # whose number it is would name what this is
        T("device.your_own"),
    )
    if not is_told:
        return (ctx.say(answer, quiet=True),)
    called = " ".join(whose.said.split())[:_LONGEST_CALLED]
    to_office = lines(
        T("device.another_lost", name=names.in_office(ctx.sender)),
        T("consultation.quote", text=Words(called)),
        T("device.another_lost_do"),
    )
    return (ctx.say(answer, quiet=True), Say(room_id=ctx.store.office.id, body=to_office))


def _check(ctx: UnitCtx, whose: Person) -> Reply | None:
    """Refuse who may not report a device of ``whose``; where it is not proven who says it, a human being
    finds out."""
    if whose.id != ctx.sender.id:
        if not may(ctx.sender.role, Duty.BIND_PERSON):
            raise refuse("kit.may_not")
        if not ctx.verified:
            raise refuse("kit.not_verified")
    if ctx.verified:
        return None
    answer = ctx.say(T("device.is_it_you"), quiet=True)  # a stolen phone can read this
    match service.take_unproven(ctx.store, ctx.sender):
        case Unproven.TAKEN_BEFORE:
            return (answer,)
        case Unproven.TOO_MANY:
            return (ctx.say(T("device.guest", phone=ctx.profile.contact.phone), quiet=True),)
        case Unproven.TAKEN:
            return (answer, _alarm(ctx))


def _alarm(ctx: UnitCtx) -> Say:
    """To the office: somebody says that their device is lost, and it is not proven who."""
    body = T("device.unsure", name=names.in_office(ctx.sender), handle=ctx.sender.handle)
    urgency = Urgency.ANSWER if ctx.sender.role is Role.GUEST else Urgency.ALARM
    return Say(room_id=ctx.store.office.id, body=body, urgency=urgency)


# -------------------------------------------------------------------------------------------- asked and carried out


def _which(ctx: UnitCtx, whose: Person, listed: Sequence[Device]) -> Ask:
    """The question which of these devices is lost."""
    shown = [
        T("device.line" if one.trusted else "device.line_unconfirmed", name=devices.name_of(one))
        for one in listed
    ]
    if whose.id == ctx.sender.id:
        head = T("device.which")
        alone = T("device.alone") if sum(one.trusted for one in listed) == 1 else None
        how = T("device.how_to_choose")
    else:
        head = T("device.which_of", name=names.in_office(whose))
        alone = None
        how = T("device.how_to_choose_of")
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=lines(head, choices(*shown), alone, how),
        command=choose.key,
        field="which",
        given={"person": whose.handle, "listed": " ".join(one.mark for one in listed)},
        urgency=Urgency.ANSWER,
        quiet=ctx.sender.role in (Role.YOUTH, Role.GUARDIAN),  # the lost phone still gets this one
    )


def _lose(ctx: UnitCtx, whose: Person, marks: Collection[str] | None) -> Outcome:
    """Hold keys back from these devices (``None``: all there ever were), and say what it means."""
    forecast = service.forecast(ctx.store, whose, marks)
    if marks is not None and not forecast.devices:
        raise refuse("device.none", name=names.in_office(whose))
    if whose.id == ctx.sender.id:
        return _own_told(ctx, service.mark_lost(ctx.store, whose, marks))
    preview = lines(
        T("device.lose_preview", name=names.in_office(whose), devices=_named(forecast)),
        T("device.keeps"),
        T("device.last_of", name=names.in_office(whose)) if forecast.was_last else None,
    )
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    return _told_of(ctx, whose, service.mark_lost(ctx.store, whose, marks))


def _own_told(ctx: UnitCtx, loss: Loss) -> Reply:
    """What is said of one's own: to the person, and to the office unless they are there."""
    answer = lines(
        T("device.lost", devices=_named(loss)),
        T("device.keeps"),
        T("device.log_out"),
        T("device.last") if loss.was_last else None,
    )
    if ctx.room.kind is RoomKind.OFFICE:
        return (ctx.say(answer),)
    name = names.in_office(ctx.sender)
    to_office = lines(
        T("device.lost_told", name=name, handle=ctx.sender.handle),
        T("device.last_of", name=name) if loss.was_last else None,
    )
    coordinator = next(iter(coordinators(ctx.store.facts.people, ctx.unit_id)), None)
    return (
        ctx.say(answer),
        Say(
            room_id=ctx.store.office.id,
            body=to_office,
            urgency=Urgency.QUESTION,
            person_id=None if coordinator is None else coordinator.id,
        ),
    )


def _told_of(ctx: UnitCtx, whose: Person, loss: Loss) -> Reply:
    """What is said of somebody else's: to who reported it, and on the person's own page, where they can still
    read."""
    answer = ctx.say(
        lines(
            T("device.lost", devices=_named(loss)),
            T("device.keeps"),
            T("device.last_of", name=names.in_office(whose)) if loss.was_last else None,
            T("device.log_out_of", name=names.in_office(whose), handle=whose.handle),
        )
    )
    if not loss.remaining:
        return (answer,)
    to_page = lines(T("device.lost_for_you", devices=_named(loss)), T("device.keeps"), T("device.log_out"))
    return (answer, Say(room_id=ctx.store.page(whose.id).id, body=to_page, quiet=True))


def _named(loss: Loss) -> Text | list[Text]:
    """What was lost, device by device; where none is known, all of them."""
    if not loss.devices:
        return T("device.all_of_them")
    return devices.names_of(loss.devices)


def _numbers(text: str) -> frozenset[int] | None:
    """The numbers in words that are nothing but numbers; empty for all; ``None`` for anything else."""
    if bare(text) in EVERYTHING:
        return frozenset()
    words = [word for word in re.split(r"[\s,;+]+", bare(text)) if word not in ("och", "and", "")]
    if not words or not all(word.isascii() and word.isdigit() and len(word) <= 3 for word in words):
        return None
    return frozenset(int(word) for word in words)
